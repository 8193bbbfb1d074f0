"""The cases behind a number: the same computation again, so that the list is what was counted."""

from __future__ import annotations

from dataclasses import dataclass

from signage.applications.composite import statutory_of
from signage.applications.form_values import items_concerned
from signage.applications.model import Application
from signage.applications.office import Office
from signage.errors import InputError, Location
from signage.reports.cases import CaseRecord, Period
from signage.reports.figures import Figure, figures_of, kinds_of, main_track
from signage.reports.ports import begin_reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """A number's cases.

    Attributes:
        cases: Those that were counted.
        others: Those that a share was also taken of, but that do not meet it.
        figure: None when the number is that of a failing rule.
    """

    cases: tuple[Application, ...]
    others: tuple[Application, ...]
    figure: Figure | None
    rule_title: tuple[str, str] = ("", "")


def cases_behind(
    office: Office,
    period: Period,
    *,
    figure: str = "",
    track: str = "",
    sign_kind: str = "",
    item: str = "",
    rule: str = "",
) -> Behind:
    """Return the cases behind one number of a period.

    Args:
        office: The office.
        period: Whole local days.
        figure: Name of the figure; empty with a rule.
        track: Only cases of this track.
        sign_kind: Only cases with a sign of this kind.
        item: Only cases that ask for this item of the catalogue.
        rule: Id of a failing rule, instead of a figure.

    Raises:
        InputError: There is no such figure or rule.
    """
    with begin_reading(office) as unit:
        records = unit.reports.cases(start=period.start, end=period.end)
    chosen = [record for record in records if _belongs(record, track, sign_kind, item)]
    found = figures_of(chosen, period, office.calendar, statutory_days=statutory_of(office))
    by_id = {record.application.id: record.application for record in chosen}
    if rule:
        failing = next((one for one in found.failing if one.rule_id == rule), None)
        if failing is None:
            raise InputError("reports.no_figure", at=Location(field="rule"), name=rule[:60])
        cases = tuple(by_id[one] for one in failing.cases)
        return Behind(cases=cases, others=(), figure=None, rule_title=(failing.title_zh, failing.title_en))
    number = next((one for one in found.figures if one.name == figure), None)
    if number is None:
        raise InputError("reports.no_figure", at=Location(field="figure"), name=figure[:60])
    counted = set(number.cases)
    return Behind(
        cases=tuple(by_id[one] for one in number.cases),
        others=tuple(by_id[one] for one in number.of if one not in counted),
        figure=number,
    )


def _belongs(record: CaseRecord, track: str, sign_kind: str, item: str) -> bool:
    case = record.application
    if item and item not in items_concerned(case):
        return False
    return (not track or main_track(case) == track) and (not sign_kind or sign_kind in kinds_of(case))
