"""What happened to a case on its way, in words for its review form: surveys, parties heard, hearings, more time."""

from __future__ import annotations

from datetime import date, datetime

from signage.applications.case_documents import CaseDocument
from signage.applications.heard import Period, periods_of
from signage.applications.hearings import Hearing, Held, hearings_of
from signage.applications.letters import LetterKind
from signage.applications.model import Application
from signage.applications.office import Office
from signage.applications.records import Extension, SurveyRecord
from signage.locale import text

Course = tuple[tuple[str, tuple[str, ...]], ...]


def course_of(office: Office, application: Application) -> Course:
    """Return each thing that happened between acceptance and decision: its name and a line each; nothing left out."""
    with office.reading() as unit:
        made = unit.documents.of(application.id)
        hearings = hearings_of(unit, application.id)
        periods = periods_of(office, unit, application.id)
    found = (
        ("survey", [_survey(office, one, made) for one in application.surveys]),
        ("heard", [_heard(one) for one in periods]),
        ("hearing", [_hearing(office, one) for one in hearings]),
        ("extension", [_extension(one) for one in application.extensions]),
    )
    return tuple((text(f"letters.course_{name}"), tuple(lines)) for name, lines in found if lines)


def _survey(office: Office, record: SurveyRecord, made: tuple[CaseDocument, ...]) -> str:
    began = record.began or record.at
    sheet = next(
        (one.number for one in made if one.kind is LetterKind.SURVEY and one.about == began.isoformat()),
        text("letters.course_no_sheet"),
    )
    return text(
        "letters.course_survey_line",
        at=_moment(office, began),
        surveyors="、".join(record.surveyors),
        findings="；".join(line.strip().rstrip("。；") for line in record.findings.splitlines() if line.strip()),
        sheet=sheet,
    )


def _heard(period: Period) -> str:
    how = text(f"letters.course_{period.settled.value}" if period.settled else "letters.course_silent")
    words = f"：{period.words.rstrip('。')}" if period.words else ""
    right = text(f"letters.course_right_{period.right.value}")
    return text(
        "letters.course_heard_line",
        party=period.party,
        right=right,
        number=period.number,
        until=_day(period.until),
        how=how + words,
    )


def _hearing(office: Office, hearing: Hearing) -> str:
    if hearing.held is not None:
        return _held(office, hearing, hearing.held)
    return text(
        f"letters.course_hearing_{'waived' if hearing.waived else 'open'}",
        at=_moment(office, hearing.at),
        notices="、".join(hearing.notices),
        reasons=hearing.waived.rstrip("。"),
    )


def _held(office: Office, hearing: Hearing, held: Held) -> str:
    """What the record says was held, not what its notice announced."""
    at = began = _moment(office, held.began)
    if held.ended is not None:
        local = held.ended.astimezone(office.zone)
        is_same_day = local.date() == held.began.astimezone(office.zone).date()
        ended = f"{local.hour}时{local.minute:02d}分" if is_same_day else _moment(office, held.ended)
        at = text("letters.course_until", began=began, ended=ended)
    where = text("letters.course_hearing_place", place=held.place, chair=held.chair) if held.place else ""
    why = text("letters.course_hearing_otherwise", why=held.otherwise.rstrip("。")) if held.otherwise else ""
    notices = "、".join(hearing.notices)
    return text("letters.course_hearing_held", at=at, where=where, notices=notices, record=hearing.record, why=why)


def _extension(record: Extension) -> str:
    return text(
        "letters.course_extension_line",
        approver=record.approver.name,
        days=record.working_days,
        reason=record.reason.rstrip("。"),
    )


def _moment(office: Office, at: datetime) -> str:
    local = at.astimezone(office.zone)
    return f"{_day(local.date())}{local.hour}时{local.minute:02d}分"


def _day(day: date) -> str:
    return text("letters.day", year=day.year, month=day.month, day=day.day)
