"""A folder of approved signs: `signs.csv` with a row for each, its specification and its plan beside it.

Columns: `unit`, `spec` and `plan` (files, relative to the folder; `plan` may be left out where the folder holds one
`plan.json`), and optional `permit` (its number), `approved_on` (YYYY-MM-DD), `x_mm` and `y_mm` (the lower left corner
in elevation space), `facts` (`name=value; name=value`, several words of a value separated by `|`).
"""

from __future__ import annotations

import csv
import io
import tomllib
from dataclasses import dataclass
from datetime import date
from math import isfinite
from pathlib import Path

from signage.applications.approved import ApprovedSign, Fact
from signage.design import SignSpec, kind_of, read_spec
from signage.errors import InputError, Location, PlanError
from signage.frontage import FrontagePlan, read_plan
from signage.typography import DEFAULT_TYPEFACE

INDEX = "signs.csv"
COLUMNS = ("unit", "spec", "plan", "permit", "approved_on", "x_mm", "y_mm", "facts")
MOST_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class SignList:
    """Approved signs and the plans that they were approved under.

    Attributes:
        plans: By id.
        unnamed: Specifications that name no typeface, of kinds with one of their own, and what each is read with. What
            this software writes names it; a file written by hand may be older than the kind's own typeface.
    """

    signs: tuple[ApprovedSign, ...]
    plans: dict[str, FrontagePlan]
    unnamed: tuple[tuple[str, str], ...] = ()


def read_sign_list(folder: Path) -> SignList:
    """Return the signs that a folder lists.

    Raises:
        InputError: There is no list, or a row has a fault; with file and line.
        SpecError, PlanError: A file that a row names has a fault.
    """
    path = folder / INDEX
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError("recheck.list_too_large", at=Location(file=str(path)))
        text = path.read_text("utf-8-sig")
    except OSError as exc:
        raise InputError("recheck.no_list", at=Location(file=str(path)), index=INDEX) from exc
    except UnicodeDecodeError as exc:
        raise InputError("recheck.not_utf8", at=Location(file=str(path))) from exc
    reader = csv.DictReader(io.StringIO(text, newline=""))
    unknown = [name for name in reader.fieldnames or () if name not in COLUMNS]
    if unknown or not {"unit", "spec"} <= set(reader.fieldnames or ()):
        at = Location(file=str(path), line=1)
        raise InputError("recheck.columns", at=at, unknown=", ".join(unknown) or "-", known=", ".join(COLUMNS))
    rows = _Rows(folder, path)
    signs = []
    try:
        for cells in reader:
            at = Location(file=str(path), line=reader.line_num)
            if None in cells:
                raise InputError("recheck.more_cells", at=at)
            signs.append(rows.sign({key: (value or "").strip() for key, value in cells.items()}, at))
    except csv.Error as exc:
        raise InputError("recheck.not_csv", at=Location(file=str(path), line=reader.line_num), why=str(exc)) from exc
    return SignList(signs=tuple(signs), plans=rows.plans, unnamed=tuple(rows.unnamed.items()))


class _Rows:
    """Reads rows; each file is read once."""

    def __init__(self, folder: Path, index: Path) -> None:
        self._folder, self._index = folder, index
        self._specs: dict[str, SignSpec] = {}
        self._plan_files: dict[str, FrontagePlan] = {}
        self.plans: dict[str, FrontagePlan] = {}
        self.unnamed: dict[str, str] = {}

    def sign(self, cells: dict[str, str], at: Location) -> ApprovedSign:
        """Return the sign of a row."""
        for needed in ("unit", "spec"):
            if not cells.get(needed):
                raise InputError("recheck.empty_cell", at=at, column=needed)
        plan = self._plan(cells.get("plan") or "plan.json", at)
        spec = self._spec(cells["spec"], at)
        facts = _facts(cells.get("facts", ""), at)
        if spec.licence_name:
            facts.setdefault("licence_name", spec.licence_name)
        permit = cells.get("permit", "")
        x, y = _number(cells.get("x_mm", ""), "x_mm", at), _number(cells.get("y_mm", ""), "y_mm", at)
        if (x is None) != (y is None):
            raise InputError("recheck.half_a_place", at=at)
        return ApprovedSign(
            id=permit or f"{plan.id}/{cells['unit']}/{at.line}",
            plan_id=plan.id,
            unit_id=cells["unit"],
            spec=spec,
            origin_mm=(x, y) if x is not None and y is not None else None,
            facts=tuple(sorted(facts.items())),
            approved_on=_day(cells.get("approved_on", ""), at),
            permit_number=permit,
        )

    def _file(self, name: str, at: Location) -> Path:
        path = self._folder / name
        if not path.is_file():
            raise InputError("recheck.no_such_file", at=at, path=name)
        return path

    def _spec(self, name: str, at: Location) -> SignSpec:
        if name not in self._specs:
            path = self._file(name, at)
            spec = self._specs[name] = read_spec(path)
            kind = kind_of(spec.kind)
            if kind.letters.typeface != DEFAULT_TYPEFACE and kind.has_own_style(spec.style) and not _names_one(path):
                self.unnamed[name] = spec.style.typeface
        return self._specs[name]

    def _plan(self, name: str, at: Location) -> FrontagePlan:
        if name not in self._plan_files:
            plan = read_plan(self._file(name, at))
            other = self.plans.setdefault(plan.id, plan)
            if other.digest != plan.digest:
                raise PlanError("recheck.two_revisions", at=at, plan=plan.id)
            self._plan_files[name] = plan
        return self._plan_files[name]


def _names_one(path: Path) -> bool:
    """Return whether a specification that was read without a fault names its typeface."""
    return "typeface" in tomllib.loads(path.read_text("utf-8-sig"))["text"]


def _facts(text: str, at: Location) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    for pair in filter(None, (part.strip() for part in text.replace("；", ";").split(";"))):
        name, sign, value = (part.strip() for part in pair.partition("="))
        if not sign or not name:
            raise InputError("recheck.bad_fact", at=at, text=pair)
        facts[name] = _fact(value)
    return facts


def _fact(word: str) -> Fact:
    if word.lower() in ("true", "yes", "是"):
        return True
    if word.lower() in ("false", "no", "否"):
        return False
    if "|" in word:
        return tuple(part.strip() for part in word.split("|") if part.strip())
    try:
        return float(word)
    except ValueError:
        return word


def _number(text: str, column: str, at: Location) -> float | None:
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not isfinite(value):
        raise InputError("recheck.bad_number", at=at, column=column, text=text)
    return value


def _day(text: str, at: Location) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as exc:
        raise InputError("recheck.bad_date", at=at, text=text) from exc
