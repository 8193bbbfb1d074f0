"""The figures of a period, pure: from applications and their histories alone, each with the cases behind it.

Nothing here is stored. Days are whole local days; what has no case has no value, and is never divided by.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cache
from importlib.resources import files
from statistics import median

from signage.applications.clock import WorkingCalendar
from signage.applications.composite import saved_by
from signage.applications.form_values import items_concerned
from signage.applications.model import Application, Deadline, State, Track
from signage.applications.use_cases import elapsed
from signage.reports.cases import CaseRecord, Period

CLOSING = frozenset({"issued", "refused"})  # 办结: the decision is out
ENDED = (
    CLOSING
    | {"withdrawn", "not_accepted", "delivered", "lapsed"}
    | {"cancelled", "expired", "revoked", "permit_withdrawn", "removed"}
)
STATUTORY, PROMISED = "statutory_decision", "promised_decision"


class FigureUnit(StrEnum):
    """What a figure counts."""

    CASES = "cases"
    SHARE = "share"
    MINUTES = "minutes"
    DAYS = "days"
    FEN = "fen"
    PIECES = "pieces"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number and the cases behind it.

    Attributes:
        value: Exact; None when no case has it.
        cases: Ids of the cases that were counted.
        of: Ids of the cases that a share is taken of.
    """

    name: str
    unit: FigureUnit
    value: Fraction | None
    cases: tuple[str, ...]
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FailingRule:
    """A rule that designs failed when they were handed in, worst first in a list.

    Attributes:
        count: Signs that failed it, could not be measured or need a judgement, each submission by itself.
    """

    rule_id: str
    title_zh: str
    title_en: str
    document: str
    clause: str
    count: int
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """The figures of the cases that have something in common.

    Attributes:
        kind: `track`, `sign_kind` or `item`.
        key: Track, id of the sign kind or code of the item; a case with several counts under each of them.
        title_zh: What the cases call it; empty where its key says it.
    """

    kind: str
    key: str
    figures: tuple[Figure, ...]
    title_zh: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Everything that a period's report counts."""

    period: Period
    figures: tuple[Figure, ...]
    by_track: tuple[Breakdown, ...]
    by_kind: tuple[Breakdown, ...]
    failing: tuple[FailingRule, ...]
    by_item: tuple[Breakdown, ...] = ()

    def __getitem__(self, name: str) -> Figure:
        return next(figure for figure in self.figures if figure.name == name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """What no record holds; illustrative unless an office states its own."""

    rendering_fee_fen: int
    source: str
    is_illustrative: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """What the figures need of one case, worked out once.

    Attributes:
        on_time, is_early: By name of the deadline; missing when the case has none.
    """

    case: Application
    accepted_on: date | None
    decided_on: date | None
    closed_on: date | None
    returned_on: tuple[date, ...]
    handed_in_on: date | None
    on_time: dict[str, bool]
    is_early: dict[str, bool]
    is_one_visit: bool | None
    minutes: Fraction | None
    days_saved: int | None
    renderings: int

    @property
    def saved_alone(self) -> int | None:
        """Days saved against the statutory time; None of what is handled together, whose times a group names."""
        return None if self.case.is_composite else self.days_saved

    @property
    def saved_together(self) -> int | None:
        """Days saved by handling items of the catalogue together, against the times that their group names."""
        return self.days_saved if self.case.is_composite else None


@cache
def parameters() -> Parameters:
    """Return the parameters that the package ships."""
    raw = tomllib.loads((files("signage.reports") / "parameters.toml").read_text("utf-8"))
    return Parameters(
        rendering_fee_fen=int(raw["rendering"]["fee_fen"]),
        source=str(raw["rendering"]["source"]),
        is_illustrative=bool(raw["is_illustrative"]),
    )


def figures_of(
    records: Iterable[CaseRecord],
    period: Period,
    calendar: WorkingCalendar,
    chosen: Parameters | None = None,
    *,
    statutory_days: int,
) -> Figures:
    """Return the figures of a period.

    Args:
        records: Cases with their histories; those that do not touch the period do no harm.
        period: Whole local days.
        calendar: Tells working days, for the days saved.
        chosen: What no record holds; what the package ships when left out.
        statutory_days: Working days of the statutory limit, for a case whose own was only provisional.
    """
    known = chosen or parameters()
    facts = [_facts(record, period, calendar, statutory_days) for record in records]
    tracks = [track.value for track in Track]
    kinds = sorted({item.spec.kind for one in facts for item in one.case.items})

    items = {code: "" for one in facts for code in items_concerned(one.case)}
    items |= {matter.code: matter.title for one in facts for matter in one.case.matters}

    def part(kind: str, key: str, belongs: Callable[[Application], bool]) -> Breakdown:
        chosen_facts = [one for one in facts if belongs(one.case)]
        title = items.get(key, "") if kind == "item" else ""
        return Breakdown(kind=kind, key=key, figures=_figures(chosen_facts, period, known), title_zh=title)

    return Figures(
        period=period,
        figures=_figures(facts, period, known),
        by_track=tuple(part("track", key, lambda case, key=key: main_track(case) == key) for key in tracks),  # type: ignore[misc]
        by_kind=tuple(part("sign_kind", key, lambda case, key=key: key in kinds_of(case)) for key in kinds),  # type: ignore[misc]
        by_item=tuple(part("item", key, lambda case, key=key: key in items_concerned(case)) for key in sorted(items)),  # type: ignore[misc]
        failing=failing_rules([one.case for one in facts], period),
    )


def main_track(case: Application) -> str:
    """Return the strictest track among a case's signs and items, which is the case's own; empty without any."""
    strict = list(Track)
    return min((one.track for one in case.asked_for), key=strict.index).value if case.asked_for else ""


def kinds_of(case: Application) -> frozenset[str]:
    """Return the sign kinds of a case."""
    return frozenset(item.spec.kind for item in case.items)


def failing_rules(cases: Sequence[Application], period: Period) -> tuple[FailingRule, ...]:
    """Return the rules that signs handed in within a period failed, the most frequent first."""
    found: dict[str, tuple[FailingRule, int, dict[str, None]]] = {}
    for case in cases:
        for submission in case.submissions:
            if not period.holds(submission.at):
                continue
            for item in submission.items:
                for rule_id, finding in {f.rule_id: f for f in item.report.findings if f.verdict.blocks}.items():
                    rule = FailingRule(
                        rule_id=rule_id,
                        title_zh=finding.title_zh,
                        title_en=finding.title_en,
                        document=finding.document,
                        clause=finding.clause,
                        count=0,
                        cases=(),
                    )
                    first, count, ids = found.get(rule_id, (rule, 0, {}))
                    found[rule_id] = (first, count + 1, {**ids, case.id: None})
    made = [replace(rule, count=count, cases=tuple(ids)) for rule, count, ids in found.values()]
    return tuple(sorted(made, key=lambda rule: (-rule.count, rule.rule_id)))


def deadline_of(case: Application, name: str) -> Deadline | None:
    """Return the deadline of a name that counts: the last one written, since an extension follows the first."""
    return next((deadline for deadline in reversed(case.deadlines) if deadline.name == name), None)


def _facts(record: CaseRecord, period: Period, calendar: WorkingCalendar, statutory: int) -> _Facts:
    case = record.application
    closing = next((e.at for e in record.events if e.to_state is not None and e.to_state.value in CLOSING), None)
    returns = tuple(period.day(e.at) for e in record.events if e.action == "return")
    decided_on = period.day(case.decision.at) if case.decision else None
    accepted_on = period.day(case.accepted_at) if case.accepted_at else None
    first = case.submissions[0].at if case.submissions else None
    limits = {name: deadline_of(case, name) for name in (STATUTORY, PROMISED)}
    dues = {name: limit.due for name, limit in limits.items() if limit is not None}
    return _Facts(
        case=case,
        accepted_on=accepted_on,
        decided_on=decided_on,
        closed_on=period.day(closing) if closing else None,
        returned_on=returns,
        handed_in_on=period.day(first) if first else None,
        on_time={name: decided_on <= due for name, due in dues.items() if decided_on is not None},
        is_early={name: decided_on < due for name, due in dues.items() if decided_on is not None},
        is_one_visit=_one_visit(record, period) if closing else None,
        minutes=_minutes(case),
        days_saved=saved_by(case, accepted_on, decided_on, calendar, statutory) if accepted_on and decided_on else None,
        renderings=_renderings(record),
    )


def _renderings(record: CaseRecord) -> int:
    """Return how many renderings the desk drew for a case; none of what was withdrawn or drawn by somebody else."""
    case = record.application
    if record.is_drawn_elsewhere or case.state is State.WITHDRAWN:
        return 0
    return sum(any(name.startswith("front-day") for name, _ in item.drawings) for item in case.items)


def _one_visit(record: CaseRecord, period: Period) -> bool | None:
    """Whether an issued case was handed in and issued on one local day without a return; None of a refusal."""
    issued = next((e.at for e in record.events if e.to_state is not None and e.to_state.value == "issued"), None)
    if issued is None or not record.application.submissions:
        return None
    first = record.application.submissions[0].at
    returned = any(event.action == "return" for event in record.events)
    return not returned and period.day(first) == period.day(issued)


def _minutes(case: Application) -> Fraction | None:
    taken = elapsed(case).get("application_to_decision")  # what a case's page shows too
    if taken is None:
        return None
    return Fraction(taken.days * 86_400_000_000 + taken.seconds * 1_000_000 + taken.microseconds, 60_000_000)


def _figures(facts: Sequence[_Facts], period: Period, known: Parameters) -> tuple[Figure, ...]:
    def within(day: date | None) -> bool:
        return day is not None and period.first <= day <= period.last

    closed = [one for one in facts if within(one.closed_on)]
    decided = [one for one in facts if within(one.decided_on) and one.minutes is not None]
    handed_in = [one for one in facts if within(one.handed_in_on)]
    drawn = [one for one in handed_in if one.renderings]
    alone = [one for one in closed if one.saved_alone is not None]
    together = [one for one in closed if one.saved_together is not None]
    minutes = [one.minutes for one in decided if one.minutes is not None]
    pieces = sum(one.renderings for one in drawn)
    return (
        _count("handed_in", handed_in),
        _count("accepted", [one for one in facts if within(one.accepted_on)]),
        _count("closed", closed),
        _count("returned", [one for one in facts if any(within(day) for day in one.returned_on)]),
        _share("on_time_statutory", closed, lambda one: one.on_time.get(STATUTORY)),
        _share("on_time_promised", closed, lambda one: one.on_time.get(PROMISED)),
        _share("early", closed, lambda one: one.is_early.get(PROMISED)),
        _share("one_visit", closed, lambda one: one.is_one_visit),
        _amount("median_minutes", FigureUnit.MINUTES, decided, median(minutes) if minutes else None),
        _amount("days_saved", FigureUnit.DAYS, alone, sum(one.saved_alone or 0 for one in alone) if alone else None),
        _amount(
            "days_saved_together",
            FigureUnit.DAYS,
            together,
            sum(one.saved_together or 0 for one in together) if together else None,
        ),
        _amount("renderings", FigureUnit.PIECES, drawn, pieces if drawn else None),
        _amount("fees_saved", FigureUnit.FEN, drawn, pieces * known.rendering_fee_fen if drawn else None),
    )


def _ids(facts: Iterable[_Facts]) -> tuple[str, ...]:
    return tuple(one.case.id for one in facts)


def _count(name: str, facts: Sequence[_Facts]) -> Figure:
    return Figure(name=name, unit=FigureUnit.CASES, value=Fraction(len(facts)), cases=_ids(facts))


def _amount(name: str, unit: FigureUnit, facts: Sequence[_Facts], value: Fraction | int | None) -> Figure:
    return Figure(name=name, unit=unit, value=None if value is None else Fraction(value), cases=_ids(facts))


def _share(name: str, facts: Sequence[_Facts], test: Callable[[_Facts], bool | None]) -> Figure:
    judged = [one for one in facts if test(one) is not None]
    met = [one for one in judged if test(one)]
    value = Fraction(len(met), len(judged)) if judged else None
    return Figure(name=name, unit=FigureUnit.SHARE, value=value, cases=_ids(met), of=_ids(judged))
