"""What a form asks for beside design and papers: purpose, dates, and what is stated of the case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from signage.applications.ids import number_typed
from signage.applications.model import Application, Circumstances, Purpose, Term
from signage.errors import InputError, Location

# Asked of every applicant; "not sure" is a good answer and goes to the window.
QUESTIONS = (
    (
        "affects_third_party",
        "招牌会影响相邻方（如遮挡楼上窗户、侵入相邻铺位、光线直射住宅）吗？",
        "Does the sign affect a neighbour (an upstairs window, the next unit, light into a home)?",
    ),
    (
        "needs_survey",
        "现场与立面规划图不一致，需要先勘验吗？",
        "Does the place differ from the frontage plan, so that it must be surveyed first?",
    ),
)
_ANSWERS = {"yes": True, "no": False}
_UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked for beside the design.

    Attributes:
        term: When something temporary stands; None for a sign that stays.
        earlier_permit: Number of the permit that is to be changed, renewed or transferred.
    """

    purpose: Purpose = Purpose.NEW
    earlier_permit: str = ""
    term: Term | None = None


def wish_of(typed: Mapping[str, str]) -> Wish:
    """Return what the form asks for; a date that is not one is told at its field.

    Raises:
        InputError: A date or the purpose cannot be read, or only one of the two dates is there.
    """
    purpose = typed.get("purpose", "") or Purpose.NEW.value
    if purpose not in {known.value for known in Purpose}:
        raise InputError("web.bad_request", field="purpose", why=purpose[:40])
    earlier = number_typed(typed.get("earlier_permit", "")[:60])
    return Wish(purpose=Purpose(purpose), earlier_permit=earlier, term=term_of(typed))


def term_of(typed: Mapping[str, str]) -> Term | None:
    """Return from when to when, or None when neither date is there.

    Raises:
        InputError: A date cannot be read, or only one of the two is there.
    """
    for fault in term_faults(typed):
        raise fault
    start, end = _day(typed, "term_start"), _day(typed, "term_end")
    return Term(start=start, end=end) if start and end else None


def term_faults(typed: Mapping[str, str]) -> Iterator[InputError]:
    """Yield every date that cannot be read, or the one that is missing beside the other."""
    days: dict[str, date | None] = {}
    for name in ("term_start", "term_end"):
        try:
            days[name] = _day(typed, name)
        except InputError as error:
            yield error
    missing = [name for name, day in days.items() if day is None]
    if len(days) == 2 and len(missing) == 1:
        yield InputError("web.term_half", at=Location(field=missing[0]))


def stated_circumstances(typed: Mapping[str, str]) -> Circumstances:
    """Return what the applicant answered; "not sure" is nobody's no."""
    return Circumstances(
        affects_third_party=_ANSWERS.get(typed.get("affects_third_party", "")),
        needs_survey=_ANSWERS.get(typed.get("needs_survey", "")),
    )


def question_faults(typed: Mapping[str, str]) -> Iterator[InputError]:
    """Yield every question that was left open; "not sure" is an answer."""
    for name, _, _ in QUESTIONS:
        if typed.get(name, "") not in (*_ANSWERS, _UNSURE):
            yield InputError(f"web.question_{name}", at=Location(field=name))


def answers_of(circumstances: Circumstances) -> dict[str, str]:
    """Return the answers that a case's circumstances were stated with, to show them again."""
    words = {True: "yes", False: "no", None: _UNSURE}
    return {name: words[getattr(circumstances, name)] for name, _, _ in QUESTIONS}


def _day(typed: Mapping[str, str], name: str) -> date | None:
    written = typed.get(name, "").strip()
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError as exc:
        raise InputError("web.bad_date", at=Location(field=name), value=written[:20]) from exc


def found_out(application: Application, affects_third_party: str, needs_survey: str) -> Circumstances | None:
    """Return the case's circumstances with what the window found out, or None when nothing was said."""
    if affects_third_party not in _ANSWERS and needs_survey not in _ANSWERS:
        return None
    stated = application.circumstances
    return replace(
        stated,
        affects_third_party=_ANSWERS.get(affects_third_party, stated.affects_third_party),
        needs_survey=_ANSWERS.get(needs_survey, stated.needs_survey),
    )
