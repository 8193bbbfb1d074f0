"""Letters that no step brings forth by itself: to a third party, about a hearing, on what the design office drew."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from api.deps import Gate, Visitor, services_of, visible_application
from api.errors import status_of
from api.pages import language_of, page
from api.sent_form import read_form
from signage.accounts import Permission
from signage.applications import heard, hearings, use_cases
from signage.applications.case_documents import CaseDocument
from signage.applications.letter_content import Officer
from signage.applications.letter_parts import Party
from signage.applications.letters import LetterKind
from signage.applications.model import IN_PROCEDURE, Application
from signage.applications.paperwork import make_letter
from signage.bootstrap import Services
from signage.errors import Conflict, InputError, Location, SignageError
from signage.locale import describe

_MOST, _MOST_SAID = 500, 6000  # characters of a field

router = APIRouter(include_in_schema=False)

Writing = Annotated[Visitor, Depends(Gate((Permission.CASE_START_REVIEW, Permission.CASE_APPROVE)))]
FIELDS = ("party", "interest", "speak_by", "about", "day", "time", "place", "chair", "recorder")
DESIGN_FIELDS = ("designer", "asked_on", "done_on", "hours", "usual", "charged", "price_basis")
KINDS = (
    LetterKind.INTERESTED_PARTY,
    LetterKind.HEARING_RIGHTS,
    LetterKind.HEARING_NOTICE,
    LetterKind.HEARING_RECORD,
    LetterKind.DESIGN_SERVICE,
)
WAIVE = "waive"
HEARING_FIELDS = (
    "notice",
    "until",
    "attendants",
    "reviewers_said",
    "parties_said",
    "evidence",
    "otherwise",
    "waived",
)
SETTLE = "settle"
SETTLE_FIELDS = ("period", "how", "words")
TICKS = ("day_off", "correction")
EVERY_FIELD = (*FIELDS, *DESIGN_FIELDS, *HEARING_FIELDS, *SETTLE_FIELDS, *TICKS)
_MADE_OTHERWISE = "letters.made_otherwise"
# Which field an objection of the law is about, where the error itself does not say; the first that a form has is meant.
_ABOUT = {
    "letters.no_interest": ("interest",),
    "letters.no_subject": ("about",),
    "letters.hearing_too_soon": ("day",),
    "letters.chair_reviewed": ("chair",),
    "letters.hearing_without_place": ("place",),
    "letters.hearing_not_held": ("until",),
    "letters.hearing_record_empty": ("attendants",),
    "letters.no_open_hearing": ("notice",),
    "letters.dates_reversed": ("until", "done_on"),
    "letters.negative_saving": ("charged",),
    "letters.saving_without_basis": ("price_basis",),
}
_OF_FORM: dict[str, tuple[str, ...]] = {
    LetterKind.INTERESTED_PARTY.value: ("party", "interest", "speak_by"),
    LetterKind.HEARING_RIGHTS.value: ("about",),
    LetterKind.HEARING_NOTICE.value: ("about", "day", "time", "place", "chair", "recorder"),
    LetterKind.HEARING_RECORD.value: ("notice", "day", "time", "until", "place", "chair", "recorder", *HEARING_FIELDS),
    WAIVE: ("notice", "waived"),
    SETTLE: SETTLE_FIELDS,
    LetterKind.DESIGN_SERVICE.value: DESIGN_FIELDS,
}


@router.get("/applications/{application_id}/letters/new")
def letters_page(request: Request, visitor: Writing, application_id: str) -> HTMLResponse:
    """Show the forms of the letters that can be written in a case."""
    services = services_of(request)
    return _form(request, visitor, visible_application(services, visitor, application_id), {})


@router.post("/applications/{application_id}/letters/new")
def write_letter(
    request: Request, visitor: Writing, application_id: str, sent: Annotated[FormData, Depends(read_form)]
) -> Response:
    """Make a letter and go back to the case; show the form again when something is wrong."""
    services = services_of(request)
    application = visible_application(services, visitor, application_id)
    typed = {name: _word(sent, name) for name in (*EVERY_FIELD, "kind", "seen")}
    before = len(use_cases.events_of(services.office, application.id))
    try:
        _refuse_moved(services, application, typed["seen"])
        if typed["kind"] == WAIVE:
            hearings.waive(
                services.office,
                application.id,
                visitor.actor,
                services.now(),
                notice=typed["notice"],
                reasons=typed["waived"],
            )
            return RedirectResponse(f"/applications/{application.id}?done={hearings.WAIVED}", 303)
        if typed["kind"] == SETTLE:
            named = {"period": typed["period"], "how": typed["how"], "words": typed["words"]}
            heard.settle(services.office, application.id, visitor.actor, services.now(), **named)
            return RedirectResponse(f"/applications/{application.id}?done={heard.SETTLED}", 303)
        kind, inputs = _asked(services, typed)
        inputs["corrects"] = typed["correction"]
        made = make_letter(services.office, application, kind, visitor.actor, services.now(), **inputs)
    except SignageError as error:
        return _form(request, visitor, application, typed, error)
    if len(use_cases.events_of(services.office, application.id)) == before:
        return _form(request, visitor, application, {**typed, "seen": ""}, known=made)
    return RedirectResponse(f"/applications/{application.id}?done=letter_made", 303)


def _refuse_moved(services: Services, application: Application, seen: str) -> None:
    """Raise Conflict when something was put on record since the page was opened: the same letter is not made twice."""
    if seen and seen != str(len(use_cases.events_of(services.office, application.id))):
        raise Conflict("applications.changed_meanwhile", id=application.id)


def _word(sent: FormData, name: str) -> str:
    value = sent.get(name)
    most = _MOST_SAID if name in (*HEARING_FIELDS, *SETTLE_FIELDS) else _MOST
    return value.strip()[:most] if isinstance(value, str) else ""


def _asked(services: Services, typed: dict[str, str]) -> tuple[LetterKind, dict[str, Any]]:
    if typed["kind"] not in {kind.value for kind in KINDS}:
        raise InputError("web.bad_request", field="kind", why=typed["kind"][:40])
    kind = LetterKind(typed["kind"])
    if kind is LetterKind.INTERESTED_PARTY:
        party = Party(name=_needed(typed, "party"))
        told = {"interest": _needed(typed, "interest"), "speak_by": _day(typed, "speak_by")}
        return kind, {"party": party, **told, "day_off_is_meant": typed["day_off"] == typed["speak_by"]}
    if kind is LetterKind.DESIGN_SERVICE:
        return kind, designed(typed)
    if kind is LetterKind.HEARING_RECORD:
        return kind, _heard(services, typed)
    about = _needed(typed, "about")
    if kind is LetterKind.HEARING_RIGHTS:
        return kind, {"about": about}
    return kind, {
        "about": about,
        "at": _instant(services, typed, "time"),
        "place": _needed(typed, "place"),
        "day_off_is_meant": typed["day_off"] == typed["day"],
        **_chaired(services, typed),
    }


def _chaired(services: Services, typed: dict[str, str]) -> dict[str, Any]:
    """Return who chairs and who records; a chair written by login or name is known by the account."""
    written = _needed(typed, "chair")
    with services.database.reading() as unit:
        account = next((one for one in unit.accounts.listed() if written in (one.login, one.name)), None)
    return {
        "chair": Officer(name=account.name if account else written),
        "chair_account": account.id if account else "",
        "recorder": Officer(name=_needed(typed, "recorder")),
    }


def _instant(services: Services, typed: dict[str, str], name: str) -> datetime:
    day = _day(typed, "day")
    try:
        return datetime.combine(day, datetime.strptime(_needed(typed, name), "%H:%M").time(), services.office.zone)  # noqa: DTZ007 (only its time is taken)
    except ValueError as exc:
        raise InputError("web.bad_time", at=Location(field=name), value=typed[name][:20]) from exc


def _heard(services: Services, typed: dict[str, str]) -> dict[str, Any]:
    return {
        "notice_number": _needed(typed, "notice"),
        "started_at": _instant(services, typed, "time"),
        "ended_at": _instant(services, typed, "until"),
        "place": _needed(typed, "place"),
        "otherwise": typed["otherwise"],
        **_chaired(services, typed),
        **{name: _lines(typed[name]) for name in ("attendants", "reviewers_said", "parties_said", "evidence")},
    }


def _lines(written: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in written.splitlines() if line.strip())


def designed(typed: dict[str, str]) -> dict[str, Any]:
    """Return what the record of a design service states, from the fields of its form.

    Raises:
        InputError: A day or a figure cannot be read, or a field is empty.
    """
    return {
        "asked_on": _day(typed, "asked_on"),
        "done_on": _day(typed, "done_on"),
        "designer": Officer(name=_needed(typed, "designer")),
        "minutes": _scaled(typed, "hours", 60),
        "usual_fen": _scaled(typed, "usual", 100),
        "charged_fen": _scaled(typed, "charged", 100),
        "price_basis": _needed(typed, "price_basis"),
    }


def _scaled(typed: dict[str, str], name: str, factor: int) -> int:
    """Return a figure such as 2.5 hours or 800 yuan in whole minutes or fen."""
    written = _needed(typed, name)
    if re.fullmatch(r"[0-9]{1,7}(?:\.[0-9]{1,2})?", written, re.ASCII) is None:
        raise InputError("web.bad_figure", at=Location(field=name), value=written[:20])
    return int(Decimal(written) * factor)


def _needed(typed: dict[str, str], name: str) -> str:
    if not typed[name]:
        raise InputError("web.letter_field", at=Location(field=name))
    return typed[name]


def _day(typed: dict[str, str], name: str) -> date:
    try:
        return date.fromisoformat(_needed(typed, name))
    except ValueError as exc:
        raise InputError("web.bad_date", at=Location(field=name), value=typed[name][:20]) from exc


def _wrong(error: SignageError, kind: str) -> str:
    """The field of a form that an error is about, empty where it is about none."""
    named = (error.at.field or "" if error.at else "", *_ABOUT.get(error.code, ()))
    return next((name for name in named if name in _OF_FORM.get(kind, ())), "")


def _form(
    request: Request,
    visitor: Visitor,
    application: Application,
    typed: dict[str, str],
    error: SignageError | None = None,
    known: CaseDocument | None = None,
) -> HTMLResponse:
    """Show the forms: with an error, or with the letter that says all this already."""
    services = services_of(request)
    with services.office.reading() as unit:
        announced = hearings.hearings_of(unit, application.id)
        periods = heard.standing(services.office, unit, application.id, services.now())
    events = use_cases.events_of(services.office, application.id)
    seen = typed.get("seen", "")
    return page(
        request,
        "letters.html",
        visitor,
        status=status_of(error) if error else 200,
        here="applications",
        a=application,
        is_open=application.state in IN_PROCEDURE,
        error=describe(error, language_of(request)) if error else None,
        asked=typed.get("kind", ""),
        wrong=_wrong(error, typed.get("kind", "")) if error else "",
        typed={name: typed.get(name, "") for name in EVERY_FIELD},
        hearings=[one for one in announced if one.is_open],
        recordable=[one for one in announced if not one.waived],
        periods=[one for one in periods if one.settled is None],
        error_code=error.code if error else "",
        earlier=str(error.params["number"]) if error and error.code == _MADE_OTHERWISE else typed.get("correction", ""),
        known=known,
        seen=len(events),
        since=events[int(seen) :] if isinstance(error, Conflict) and seen.isdecimal() else (),
        today=services.today().isoformat(),
        kinds={kind.value: kind.title(language_of(request)) for kind in KINDS},
    )
