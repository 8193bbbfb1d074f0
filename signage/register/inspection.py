"""An inspection on the street (监管): what was measured against what was permitted, with a stated tolerance."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from functools import cache
from importlib.resources import files
from itertools import zip_longest

from signage.applications.model import Actor
from signage.design import OF_A_SIGN, SignSpec, load_kinds, names_measured, own_lengths
from signage.errors import InputError, Location
from signage.locale import wording_of
from signage.register.model import PublicPermit
from signage.units import length_ticks

QUANTITIES = (*OF_A_SIGN, "diameter", "top", "banner_foot", "clearance")
MOST_MM = 100_000.0


class Fit(StrEnum):
    """How a measured value stands to the permitted one."""

    FITS = "fits"  # 相符
    DIFFERS = "differs"  # 不符
    UNMEASURED = "unmeasured"  # 未测


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """How far a measured value may be off: the larger of a length and a share of the permitted value."""

    absolute_mm: float
    share: Fraction

    def allowed_ticks(self, permitted_mm: float) -> int:
        """Return the allowed deviation in whole 0.01 mm, rounded down."""
        return max(length_ticks(self.absolute_mm), int(abs(length_ticks(permitted_mm)) * self.share))


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionPolicy:
    """The parameters of inspections; illustrative unless a city states its own.

    Attributes:
        tolerances: Of a sign's lengths, by name.
        rectification_days: Working days to put right what differs, where nobody chose another number.
        least_days, most_days: Between these an order to rectify may choose.
        item_share: By how much of itself a figure of another item may be off.
    """

    tolerances: tuple[tuple[str, Tolerance], ...]
    rectification_days: int
    least_days: int
    most_days: int
    item_share: Fraction
    source_zh: str
    source_en: str
    is_illustrative: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One value of the permit beside the measured one.

    Attributes:
        name: One of `QUANTITIES`.
        measured_mm: None when it was not measured, which is never a fit.
        allowed_mm: The tolerance that was applied.
    """

    name: str
    permitted_mm: float
    measured_mm: float | None
    allowed_mm: float
    fit: Fit

    @property
    def deviation_mm(self) -> float | None:
        """Measured minus permitted, None when it was not measured."""
        return None if self.measured_mm is None else self.measured_mm - self.permitted_mm


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureFound:
    """A figure that an item's permit states, beside what was found; plain decimals as text, compared exactly.

    Attributes:
        name: As the item's form calls it, such as 占用面积.
        found: Empty when it was not looked at, which is never a fit.
        allowed: How far it may be off.
    """

    name: str
    unit: str
    permitted: str
    found: str
    allowed: str
    fit: Fit


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFound:
    """What was looked at where an item that is no sign was permitted: place, period and figures.

    Attributes:
        place: As the permit states it.
        is_at_place: Whether what goes on there keeps to the place; None when nobody looked.
        first, last: The permit's term.
        is_in_use: Whether it was going on when the officer came; None when nobody could tell.
        period: Differs when it goes on outside the term.
    """

    place: str
    is_at_place: bool | None
    first: date
    last: date
    is_in_use: bool | None
    period: Fit
    figures: tuple[FigureFound, ...] = ()

    @property
    def fits(self) -> tuple[Fit, ...]:
        """How each part stands to the permit."""
        place = {None: Fit.UNMEASURED, True: Fit.FITS, False: Fit.DIFFERS}[self.is_at_place]
        return (place, self.period, *(one.fit for one in self.figures))


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """An inspection as it was recorded.

    Attributes:
        id: UUIDv7 as text.
        inspected_on: Local date on the street.
        comparisons: A sign's lengths; of another item there are none.
        content_matches: Whether the sign reads what the permit says; None when nobody looked.
        photos: Blob digests of the pictures as we encoded them.
        item: What was found of an item that is no sign; None of a sign.
    """

    id: str
    permit_number: str
    application_id: str
    officer: Actor
    at: datetime
    inspected_on: date
    comparisons: tuple[Comparison, ...]
    content_matches: bool | None = None
    photos: tuple[str, ...] = ()
    note: str = ""
    item: ItemFound | None = None

    @property
    def fit(self) -> Fit:
        """The whole inspection: as good as its worst part, and what was not looked at has not passed."""
        if self.item is not None:
            parts = list(self.item.fits)
        else:
            parts = [part.fit for part in self.comparisons]
            parts.append({None: Fit.UNMEASURED, True: Fit.FITS, False: Fit.DIFFERS}[self.content_matches])
        if Fit.DIFFERS in parts:
            return Fit.DIFFERS
        return Fit.UNMEASURED if Fit.UNMEASURED in parts else Fit.FITS


class RectificationState(StrEnum):
    """Where a rectification stands."""

    OPEN = "open"  # 待整改
    ANSWERED = "answered"  # 已答复
    CLOSED = "closed"  # 已办结


@dataclass(frozen=True, slots=True, kw_only=True)
class Rectification:
    """What an inspection found different, to be put right by a day (责令改正).

    Attributes:
        differences: What differs, in Chinese.
        wordings: How the system made each of them; empty in older records.
        answer: What its holder said or did; empty before.
        reinspection_id: The later inspection that found everything as permitted; empty before.
        closing: Why it was closed; empty before.
        order_id: The sealed order to rectify among the case's documents; empty while there is none.
        ordered_days: Working days that the order gives, chosen by whoever ordered; 0 before.
    """

    id: str
    inspection_id: str
    permit_number: str
    application_id: str
    opened_on: date
    due: date
    is_provisional: bool
    differences: tuple[str, ...]
    state: RectificationState = RectificationState.OPEN
    answer: str = ""
    answered_at: datetime | None = None
    reinspection_id: str = ""
    closing: str = ""
    closed_at: datetime | None = None
    closed_by: Actor | None = None
    order_id: str = ""
    version: int = 1
    ordered_days: int = 0
    wordings: tuple[str, ...] = ()
    closing_wording: str = ""

    def __post_init__(self) -> None:
        """Keep how its sentences were made, where the system made them."""
        if not self.wordings and any(map(wording_of, self.differences)):
            object.__setattr__(self, "wordings", tuple(map(wording_of, self.differences)))
        if not self.closing_wording:
            object.__setattr__(self, "closing_wording", wording_of(self.closing))

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """Each difference with how it was made, empty where that is not on record."""
        return tuple(zip_longest(self.differences, self.wordings, fillvalue=""))

    def is_overdue(self, on: date) -> bool:
        """Return whether its day is past and it is still open."""
        return self.state is not RectificationState.CLOSED and on > self.due


@cache
def inspection_policy() -> InspectionPolicy:
    """Return the parameters that the package ships."""
    raw = tomllib.loads((files("signage.register") / "inspection.toml").read_text("utf-8"))
    found = tuple(
        (name, Tolerance(absolute_mm=float(raw["tolerance"][name]["absolute_mm"]), share=Fraction(entry["share"])))
        for name, entry in raw["tolerance"].items()
    )
    return InspectionPolicy(
        tolerances=found,
        rectification_days=int(raw["rectification"]["days"]),
        least_days=int(raw["rectification"]["least_days"]),
        most_days=int(raw["rectification"]["most_days"]),
        item_share=Fraction(raw["item"]["share"]),
        source_zh=str(raw["source_zh"]),
        source_en=str(raw["source_en"]),
        is_illustrative=bool(raw["is_illustrative"]),
    )


def permitted(permit: PublicPermit) -> dict[str, float]:
    """Return the lengths that a permit fixes and that can be measured, in mm, by name.

    An entry of before does not say what its kind is measured by: that is told by its form's title. Where the banner of
    a balloon hung is not known of it then.
    """
    if permit.lengths:
        return dict(permit.lengths)
    lengths = {
        "width": permit.width_mm,
        "height": permit.height_mm,
        "bottom": permit.bottom_mm,
        "projection": permit.depth_mm,
    }
    kind = next((one.id for one in load_kinds() if permit.form in (one.title_zh, one.id)), "")
    if names_measured(kind) == OF_A_SIGN:
        return lengths
    spec = SignSpec(kind=kind, name=permit.sign, width_mm=permit.width_mm, height_mm=permit.height_mm)
    known = lengths | own_lengths(spec)
    return {name: known[name] for name in names_measured(kind) if name in known and name != "banner_foot"}


def compare(
    permit: PublicPermit, measured: Mapping[str, float | None], policy: InspectionPolicy
) -> tuple[Comparison, ...]:
    """Return every value of the permit beside the measured one, compared in whole 0.01 mm.

    Args:
        permit: What was permitted.
        measured: Lengths in mm by name; one that is missing or None was not measured.
        policy: The tolerances.

    Raises:
        InputError: A length is no length, or has a name that no permit fixes.
    """
    fixed = permitted(permit)
    strange = {name for name, value in measured.items() if name not in QUANTITIES or value is not None} - fixed.keys()
    wrong = sorted(strange)
    if wrong:
        raise InputError("register.unknown_length", name=tuple(wrong), known=tuple(fixed))
    tolerances = dict(policy.tolerances)
    found = []
    for name, wanted in fixed.items():
        value = measured.get(name)
        if value is not None and not 0 <= value <= MOST_MM:
            raise InputError("register.bad_length", at=Location(field=name), given=f"{value:g}", most=int(MOST_MM))
        allowed = tolerances[name].allowed_ticks(wanted)
        if value is None:
            fit = Fit.UNMEASURED
        else:
            off = abs(length_ticks(value) - length_ticks(wanted))
            fit = Fit.FITS if off <= allowed else Fit.DIFFERS
        found.append(Comparison(name=name, permitted_mm=wanted, measured_mm=value, allowed_mm=allowed / 100, fit=fit))
    return tuple(found)
