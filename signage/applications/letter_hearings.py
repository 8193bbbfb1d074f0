"""The letters by which others are heard: to an interested party, on the right to a hearing, its notice, its record.

The days that the law counts (five to ask for a hearing, seven before one) are counted here on the office's calendar.
"""

from __future__ import annotations

from datetime import date, datetime

from signage.applications.hearings import notified_by
from signage.applications.letter_content import (
    HearingNotice,
    HearingRecord,
    HearingRights,
    InterestedParty,
    Officer,
    Party,
)
from signage.applications.letter_head import letter_head, matter_of, places_of
from signage.applications.letters import Letter
from signage.applications.model import Application
from signage.applications.office import Office
from signage.applications.reviewers import reviewers_of
from signage.errors import GuardFailed, Location

HEARING_DAYS = 5  # working days to ask for a hearing, art. 47


def interested_party(
    office: Office,
    application: Application,
    now: datetime,
    *,
    party: Party,
    interest: str,
    speak_by: date,
    may_ask_hearing: bool = True,
    day_off_is_meant: bool = False,
) -> Letter:
    """Return the notice to a third party whose major interest is touched (利害关系人告知书).

    Raises:
        GuardFailed: The last day is no working day, and nobody said that it is meant; or the policy's least working
            days are not given.
    """
    _expect_working(office, speak_by, "speak_by", day_off_is_meant)
    days, least = office.calendar.between(office.today(now), speak_by), office.policy.least_speaking_days
    if office.today(now) <= speak_by and days < least:
        raise GuardFailed("letters.too_short_to_speak", at=Location(field="speak_by"), days=days, least=least)
    ask_by = office.calendar.after(office.today(now), HEARING_DAYS)
    content = InterestedParty(
        applicant=application.applicant.name,
        place=places_of(application),
        interest=interest,
        speak_by=speak_by,
        ask_hearing_by=ask_by.day if may_ask_hearing else None,
        is_provisional=ask_by.is_provisional,
    )
    return letter_head(office, application, now, content, addressee=party)


def hearing_rights(
    office: Office, application: Application, now: datetime, *, about: str, party: Party | None = None
) -> Letter:
    """Return the notice that a hearing may be asked for (听证告知书)."""
    ask_by = office.calendar.after(office.today(now), HEARING_DAYS)
    content = HearingRights(about=about, ask_by=ask_by.day, is_provisional=ask_by.is_provisional)
    return letter_head(office, application, now, content, addressee=party)


def hearing_notice(
    office: Office,
    application: Application,
    now: datetime,
    *,
    about: str,
    at: datetime,
    place: str,
    chair: Officer,
    recorder: Officer,
    reviewers: tuple[Officer, ...] = (),
    chair_account: str = "",
    is_public: bool = True,
    day_off_is_meant: bool = False,
) -> Letter:
    """Return the notice of a hearing's time and place (听证通知书); who reviewed the case is known from its record.

    `chair_account` is the account of whoever takes the chair, empty where there is none.

    Raises:
        GuardFailed: The hearing falls on no working day, and nobody said that this is meant.
    """
    _expect_working(office, office.today(at), "day", day_off_is_meant)
    content = HearingNotice(
        about=about,
        at=at,
        place=place,
        chair=chair,
        recorder=recorder,
        reviewers=(*reviewers, *reviewers_of(office, application, chair, chair_account)),
        days_before=office.calendar.between(office.today(now), office.today(at)),
        is_public=is_public,
    )
    return letter_head(office, application, now, content)


def hearing_record(
    office: Office,
    application: Application,
    now: datetime,
    *,
    notice_number: str,
    started_at: datetime,
    ended_at: datetime,
    place: str,
    chair: Officer,
    recorder: Officer,
    attendants: tuple[str, ...],
    reviewers_said: tuple[str, ...],
    parties_said: tuple[str, ...],
    evidence: tuple[str, ...] = (),
    chair_account: str = "",
    is_public: bool = True,
    otherwise: str = "",
) -> Letter:
    """Return the record of a hearing (听证笔录); who reviewed the case is known from its record, as for the notice.

    `otherwise` says why day, place or chair are others than the notice told.

    Raises:
        GuardFailed: No notice of that number announced a hearing of the case, or it was given up.
    """
    with office.reading() as unit:
        notified = notified_by(unit, application.id, notice_number)
    content = HearingRecord(
        notice_number=notice_number,
        about=matter_of(office, application).name,
        started_at=started_at,
        ended_at=ended_at,
        place=place,
        chair=chair,
        recorder=recorder,
        attendants=attendants,
        reviewers=reviewers_of(office, application, chair, chair_account),
        reviewers_said=reviewers_said,
        parties_said=parties_said,
        evidence=evidence,
        is_public=is_public,
        notified=notified,
        otherwise=otherwise.strip(),
    )
    return letter_head(office, application, now, content)


def _expect_working(office: Office, day: date, field: str, is_meant: bool) -> None:
    if not is_meant and not office.calendar.is_working(day):
        raise GuardFailed("letters.day_off", at=Location(field=field), day=day.isoformat())
