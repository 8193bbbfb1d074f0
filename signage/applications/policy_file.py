"""Read a policy from TOML, strictly: an unknown key, a missing one or a wrong type names file and field."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from string import Formatter
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from signage.applications.citing import names_a_document
from signage.applications.model import Purpose, Track
from signage.applications.order_rule import OrderBasis, OrderRule
from signage.applications.policy import Paper, Policy, Threshold, TrackRule, edition_steps
from signage.applications.separation import Decider, Separation
from signage.applications.temporary import TemporaryRule
from signage.errors import InputError, Location
from signage.units import Quantity, Unit

Words = Annotated[str, Field(min_length=1)]
DAYS = (
    "acceptance",
    "correction",
    "statutory_decision",
    "promised_decision",
    "joint_statutory_decision",
    "joint_promised_decision",
    "delivery",
    "removal",
)
NUMBERS = (
    "intake",
    "acceptance",
    "non_acceptance",
    "decision",
    "refusal",
    "permit",
    "filing",
    "guidance",
    "temporary",
    "matter",
)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Threshold(_Strict):
    measure: Literal["longest_side", "area"]
    op: Literal[">=", ">", "<=", "<"]
    value: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    unit: Literal["mm", "m", "m2"]

    @model_validator(mode="after")
    def _unit_fits(self) -> _Threshold:
        if (self.measure == "area") != (self.unit == "m2"):
            raise ValueError(f"{self.measure} is not measured in {self.unit}")
        return self

    def value_of(self) -> Threshold:
        return Threshold(measure=self.measure, op=self.op, limit=Quantity(self.value, Unit(self.unit)))


class _Track(_Strict):
    track: Track
    any_of: tuple[_Threshold, ...] = ()
    all_of: tuple[_Threshold, ...] = ()
    reason_zh: Words
    reason_en: Words
    bound_zh: str = ""
    bound_en: str = ""
    title: Words
    title_en: str = ""
    basis: Annotated[tuple[Words, ...], Field(min_length=1)]
    needs_two_officers: bool
    is_on_the_spot: bool


class _Paper(_Strict):
    code: Annotated[str, Field(pattern=r"^M\d{1,2}$")]
    name_zh: Words
    name_en: Words
    tracks: tuple[Track, ...]
    when: Literal["", "affects_third_party", "needs_survey", "is_franchise", "has_balloon"] = ""
    drawn: tuple[Words, ...] = ()
    purposes: tuple[Purpose, ...] = ()
    temporary: Literal["also", "only", "never"] = "also"
    may_follow_days: Annotated[int, Field(ge=0, le=60)] = 0
    instead_of: str = ""
    since: Annotated[str, Field(pattern=r"^(\d+(\.\d+)*)?$")] = ""
    is_of_place: bool = False

    @model_validator(mode="after")
    def _stands_in_always(self) -> _Paper:
        if self.instead_of and self.when:
            raise ValueError(f"{self.code} takes the place of {self.instead_of} always or not at all: drop `when`")
        return self


class _Validity(_Strict):
    years: Annotated[int, Field(ge=1, le=20)]
    most_years: Annotated[int, Field(ge=1, le=50)] = 5
    renewal_ahead_days: Annotated[int, Field(ge=0, le=180)]
    renewal_earliest_days: Annotated[int, Field(ge=30, le=400)]
    renewal_reminder_days: tuple[Annotated[int, Field(ge=1, le=365)], ...]


class _Temporary(_Strict):
    kinds: tuple[Words, ...]
    max_days: Annotated[int, Field(ge=1, le=366)]
    removal_days: Annotated[int, Field(ge=0, le=60)]
    reminder_days: Annotated[int, Field(ge=0, le=60)]
    promised_days: Annotated[int, Field(ge=0, le=60)]
    title: Words
    title_en: str = ""
    basis: Annotated[tuple[Words, ...], Field(min_length=1)]
    reason_zh: Words
    reason_en: Words
    implied: dict[Literal["has_balloon"], tuple[Words, ...]] = {}


class _Basis(_Strict):
    zh: Words
    en: Words


class _Separation(_Strict):
    permit: Decider
    filing: Decider
    guidance: Decider
    basis: _Basis
    is_illustrative: bool

    def value_of(self) -> Separation:
        return Separation(
            deciders={Track.PERMIT: self.permit, Track.FILING: self.filing, Track.GUIDANCE: self.guidance},
            basis_zh=self.basis.zh,
            basis_en=self.basis.en,
            is_illustrative=self.is_illustrative,
        )


class _Speaking(_Strict):
    least_days: Annotated[int, Field(ge=1, le=60)]


class _OrderBasis(_Strict):
    basis: Annotated[tuple[Words, ...], Field(min_length=1)]
    consequence: Words
    consequence_basis: Annotated[tuple[Words, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _names_documents(self) -> _OrderBasis:
        empty = [one for one in (*self.basis, *self.consequence_basis) if not names_a_document(one)]
        if empty:
            raise ValueError(f"{empty[0]} names no document in 《》")
        return self


class _Orders(_Strict):
    is_illustrative: bool
    illustrative_title: str = ""
    signs: _OrderBasis
    items: _OrderBasis

    def value_of(self) -> OrderRule:
        return OrderRule(
            signs=OrderBasis(**dict(self.signs)),
            items=OrderBasis(**dict(self.items)),
            is_illustrative=self.is_illustrative,
            illustrative_title=self.illustrative_title,
        )


class _File(_Strict):
    schema_version: Literal[1]
    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    edition: Words
    title_zh: Words
    title_en: Words
    city: Words
    is_illustrative: bool
    is_demonstration: bool
    validity: _Validity
    days: dict[Literal[DAYS], Annotated[int, Field(ge=0, le=250)]]  # type: ignore[valid-type]
    basis: dict[Literal[DAYS], _Basis]  # type: ignore[valid-type]
    basis_without_permit: dict[Literal[DAYS], _Basis] = {}  # type: ignore[valid-type]
    numbers: dict[Annotated[str, Field(pattern=r"^[a-z_]+$")], Words]
    temporary: _Temporary
    separation: _Separation | None = None
    orders: _Orders | None = None
    speaking: _Speaking | None = None
    tracks: Annotated[tuple[_Track, ...], Field(min_length=1)]
    materials: Annotated[tuple[_Paper, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _is_whole(self) -> _File:
        for name, table, wanted in (
            ("days", self.days, DAYS),
            ("basis", self.basis, DAYS),
            ("numbers", self.numbers, NUMBERS),
        ):
            lacking = [key for key in wanted if key not in table]
            if lacking:
                raise ValueError(f"[{name}] lacks {', '.join(lacking)}")
        *tested, last = self.tracks
        if last.any_of or last.all_of or any(not (rule.any_of or rule.all_of) for rule in tested):
            raise ValueError("every track but the last needs a test, and the last has none: it takes the rest")
        if {rule.track for rule in self.tracks} != set(Track) or len(self.tracks) != len(Track):
            raise ValueError("each of permit, filing and guidance needs exactly one entry under [[tracks]]")
        codes = [paper.code for paper in self.materials]
        if len(set(codes)) != len(codes):
            raise ValueError("a code under [[materials]] is used twice")
        for paper in self.materials:
            if paper.instead_of and (paper.instead_of == paper.code or paper.instead_of not in codes):
                raise ValueError(f"{paper.code} stands instead of {paper.instead_of}, which the list does not hold")
            if paper.since and edition_steps(paper.since) > edition_steps(self.edition):
                raise ValueError(f"{paper.code} is asked for since {paper.since}: edition {self.edition} is earlier")
        _check_patterns(self.numbers)
        return self


def _check_patterns(patterns: Mapping[str, str]) -> None:
    for kind, pattern in patterns.items():
        fields = {field for _, field, _, _ in Formatter().parse(pattern) if field is not None}
        if not {"year", "serial"} <= fields <= {"organ", "city", "year", "serial"}:
            raise ValueError(f"numbers.{kind} needs {{year}} and {{serial}}, and knows {{organ}} and {{city}} beside")


def bundled_policies() -> tuple[str, ...]:
    """Return the ids of the policies that the package ships."""
    folder = files("signage.applications") / "policies"
    return tuple(sorted(item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml")))


@cache
def load_policy(name_or_path: str | Path = "demo-city") -> Policy:
    """Return a policy by its bundled name or from a file.

    Raises:
        InputError: There is none by that name, or the file says something that a policy cannot mean.
    """
    if isinstance(name_or_path, str) and name_or_path in bundled_policies():
        content = (files("signage.applications") / "policies" / f"{name_or_path}.toml").read_text("utf-8")
        return parse_policy(content, file=f"{name_or_path}.toml")
    path = Path(name_or_path)
    try:
        content = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as exc:
        known = ", ".join(bundled_policies())
        raise InputError("applications.policy_not_found", name=str(name_or_path), known=known) from exc
    return parse_policy(content, file=str(name_or_path))


def parse_policy(content: str, *, file: str = "") -> Policy:
    """Return a policy from TOML text.

    Raises:
        InputError: It is not TOML, or a field is unknown, missing or wrong; the location names it.
    """
    try:
        raw = tomllib.loads(content)
    except tomllib.TOMLDecodeError as exc:
        raise InputError("applications.policy_wrong", at=Location(file=file or None), why=str(exc)) from exc
    try:
        return _policy(_File.model_validate(raw))
    except ValidationError as exc:
        first: Any = exc.errors()[0]
        at = Location(file=file or None, field=".".join(str(part) for part in first["loc"]) or None)
        raise InputError("applications.policy_wrong", at=at, why=first["msg"]) from exc


def _policy(data: _File) -> Policy:
    return Policy(
        id=data.id,
        edition=data.edition,
        title_zh=data.title_zh,
        title_en=data.title_en,
        city=data.city,
        is_illustrative=data.is_illustrative,
        is_demonstration=data.is_demonstration,
        validity_years=data.validity.years,
        days=tuple(data.days.items()),
        basis=tuple((name, source.zh) for name, source in data.basis.items()),
        basis_en=tuple((name, source.en) for name, source in data.basis.items()),
        basis_without_permit=tuple((name, one.zh) for name, one in data.basis_without_permit.items()),
        basis_without_permit_en=tuple((name, one.en) for name, one in data.basis_without_permit.items()),
        numbers=tuple(data.numbers.items()),
        tracks=tuple(_track(rule) for rule in data.tracks),
        papers=tuple(Paper(**dict(paper)) for paper in data.materials),
        temporary=TemporaryRule(**{**dict(data.temporary), "implied": tuple(data.temporary.implied.items())}),
        most_years=data.validity.most_years,
        renewal_ahead_days=data.validity.renewal_ahead_days,
        renewal_earliest_days=data.validity.renewal_earliest_days,
        renewal_reminder_days=data.validity.renewal_reminder_days,
        separation=data.separation.value_of() if data.separation else None,
        least_speaking_days=data.speaking.least_days if data.speaking else 1,
        orders=data.orders.value_of() if data.orders else None,
    )


def _track(rule: _Track) -> TrackRule:
    tests = {
        "any_of": tuple(test.value_of() for test in rule.any_of),
        "all_of": tuple(test.value_of() for test in rule.all_of),
    }
    return TrackRule(**{**dict(rule), **tests})
