"""What the law forbids a letter to be: each rule one function, each refusal one sentence.

Builders ask before a number is taken and the generator asks again before it sets a page, so that no way leads around
them. Articles are those of 行政许可法 (2019).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from signage.applications.citing import names_a_document
from signage.applications.letter_content import (
    Acceptance,
    Change,
    Content,
    Correction,
    Delivery,
    DesignService,
    Ending,
    Extension,
    FilingChange,
    FilingEnding,
    HearingNotice,
    HearingRecord,
    HearingRights,
    InterestedParty,
    NonAcceptance,
    Notified,
    Officer,
    Promise,
    Receipt,
    Rectification,
    Refusal,
    Remedies,
    Renewal,
    ReviewForm,
    Survey,
    Suspension,
    TemporaryPermit,
)
from signage.applications.letters import Letter
from signage.applications.records import bare_name
from signage.errors import GuardFailed, Location
from signage.locale import said

MOST_EXTENSION_DAYS = 10  # art. 42
LEAST_HEARING_DAYS = 7  # art. 48(1)
LEAST_SURVEY_OFFICERS = 2  # art. 34
LEAST_REVIEW_DAYS = 60  # 行政复议法 (2023) art. 20
LEAST_SUIT_MONTHS = 6  # 行政诉讼法 art. 46


def check_letter(letter: Letter, *, today: date | None = None) -> None:
    """Raise the first thing that the law has against a letter; `today` as for `objections`.

    Raises:
        GuardFailed: The sentence says what is lacking and what to do.
    """
    for failure in objections(letter, today=today):
        raise failure


def objections(letter: Letter, *, is_numbered: bool = True, today: date | None = None) -> Iterator[GuardFailed]:
    """Yield everything that the law has against a letter.

    Args:
        letter: Complete, but for its number.
        is_numbered: False before its number was taken.
        today: The letter's date in the office's days; its own zone's when left out.
    """
    if not letter.organ.name.strip():
        yield GuardFailed("letters.no_organ", title=letter.title)
    if is_numbered and not letter.number.strip():
        yield GuardFailed("letters.no_number", title=letter.title)
    if not letter.addressee.name.strip():
        yield GuardFailed("letters.no_addressee", title=letter.title)
    if letter.made_at.tzinfo is None:
        yield GuardFailed("letters.no_date", title=letter.title)
    if isinstance(letter.content, _OF_PERMITS) and not letter.matter.is_permit:
        yield GuardFailed("letters.not_a_permit", title=letter.title, matter=letter.matter.name)
    if isinstance(letter.content, FilingChange | FilingEnding) and letter.matter.is_permit:
        yield GuardFailed("letters.not_a_filing", title=letter.title, matter=letter.matter.name)
    if isinstance(letter.content, TemporaryPermit | Change | Renewal) and not _said(letter.matter.basis):
        yield GuardFailed("letters.no_basis", matter=letter.matter.name)
    if isinstance(letter.content, _CHALLENGED) and not _is_whole(letter.content.remedies):
        yield GuardFailed("letters.no_remedies", title=letter.title)
    if isinstance(letter.content, HearingRecord) and letter.content.ended_at > letter.made_at:
        yield GuardFailed("letters.hearing_not_held", ended=letter.content.ended_at.isoformat(timespec="minutes"))
    for field, day in _last_days(letter.content):
        if day < (today or letter.made_at.date()):
            yield GuardFailed("letters.day_is_past", at=Location(field=field), title=letter.title, day=day.isoformat())
    yield from _own_objections(letter)


def _last_days(content: Content) -> list[tuple[str, date]]:
    """Return the days by which a letter asks its reader to do something, by the name of their field."""
    match content:
        case InterestedParty(speak_by=day):
            return [("speak_by", day)]
        case Correction(correct_by=day) | Rectification(correct_by=day):
            return [("correct_by", day)]
        case Promise(lacking=lacking):
            return [("promise", paper.by) for paper in lacking]
        case _:
            return []


_OF_PERMITS = (HearingRights, HearingNotice, HearingRecord, Change, Renewal, Ending, TemporaryPermit)
_CHALLENGED = (NonAcceptance, Refusal, Change, Renewal, Ending, FilingEnding, TemporaryPermit, Rectification)


def _own_objections(letter: Letter) -> Iterator[GuardFailed]:
    content = letter.content
    match content:
        case Receipt():
            if not content.papers:
                yield GuardFailed("letters.nothing_received")
        case Acceptance():
            if content.decide_by < content.accepted_on:
                yield GuardFailed("letters.dates_reversed", first=str(content.accepted_on), then=str(content.decide_by))
        case NonAcceptance():
            yield from _non_acceptance(content)
        case Correction():
            yield from _correction(content)
        case Promise():
            yield from _promise(content)
        case Survey():
            yield from _survey(content)
        case ReviewForm():
            if not any(opinion.text.strip() for opinion in content.opinions):
                yield GuardFailed("letters.no_opinion")
        case InterestedParty():
            if not content.interest.strip():
                yield GuardFailed("letters.no_interest")
        case Extension():
            yield from _extension(content)
        case Suspension():
            if content.days < 1:
                yield GuardFailed("workflow.pause_untold")
            if not content.reason.strip():
                yield GuardFailed("letters.suspension_without_reason")
        case HearingRights():
            if not content.about.strip():
                yield GuardFailed("letters.no_subject")
        case HearingNotice():
            yield from _hearing(content)
        case HearingRecord():
            yield from _hearing_record(content)
        case Refusal():
            if not _said(reason.text for reason in content.reasons):
                yield GuardFailed("letters.no_reasons")
            for reason in content.reasons:
                if reason.text.strip() and not reason.basis.strip():
                    yield GuardFailed("letters.reason_without_basis", words=reason.text.strip())
                elif (
                    reason.text.strip() and not reason.book and not names_a_document(reason.basis, letter.matter.basis)
                ):
                    yield GuardFailed("workflow.basis_names_nothing", basis=reason.basis.strip())
        case Delivery():
            if not content.documents or not all(one.number.strip() for one in content.documents):
                yield GuardFailed("letters.nothing_delivered")
        case Change():
            if not any(one.before != one.after for one in content.changes):
                yield GuardFailed("letters.nothing_changed", permit=content.permit_number)
        case Renewal():
            yield from _renewal(content)
        case Ending():
            yield from _ending(content, content.permit_numbers)
        case FilingChange():
            if not any(one.before != one.after for one in content.changes):
                yield GuardFailed("letters.nothing_changed", permit=content.filing_number)
        case FilingEnding():
            yield from _ending(content, content.filing_numbers)
        case TemporaryPermit():
            yield from _temporary(content)
        case DesignService():
            yield from _design_service(content)
        case Rectification():
            if not content.problems or not all(_said((one.what,)) and _said((one.basis,)) for one in content.problems):
                yield GuardFailed("letters.no_problems")
            if not any(names_a_document(one) for one in content.basis):
                yield GuardFailed("letters.order_without_basis")
            if not content.consequence.strip() or not any(map(names_a_document, content.consequence_basis)):
                yield GuardFailed("letters.order_without_consequence")


def _non_acceptance(content: NonAcceptance) -> Iterator[GuardFailed]:
    if not _said(content.reasons):
        yield GuardFailed("letters.not_accepted_without_why")
    if not _said(content.where_to_go):
        yield GuardFailed("letters.not_accepted_without_where")


def _correction(content: Correction) -> Iterator[GuardFailed]:
    if not _said(defect.what for defect in content.defects):
        yield GuardFailed("letters.no_defects")
    if content.earlier_number and not content.why_again.strip():
        yield GuardFailed("letters.second_notice", number=content.earlier_number)


def _promise(content: Promise) -> Iterator[GuardFailed]:
    if not content.lacking:
        yield GuardFailed("letters.nothing_promised")
    if not content.allowed_by.strip():
        yield GuardFailed("letters.promise_not_allowed")


def _survey(content: Survey) -> Iterator[GuardFailed]:
    names = {officer.name.strip() for officer in content.officers} - {""}
    if len(names) < LEAST_SURVEY_OFFICERS:
        yield GuardFailed("letters.one_surveyor", count=len(names))
    if not content.rows and not _said(content.found):
        yield GuardFailed("letters.nothing_found")
    if content.ended_at < content.started_at:
        yield GuardFailed(
            "letters.dates_reversed", first=content.started_at.isoformat(), then=content.ended_at.isoformat()
        )


def _extension(content: Extension) -> Iterator[GuardFailed]:
    if not 1 <= content.days <= MOST_EXTENSION_DAYS:
        yield GuardFailed("letters.extension_too_long", days=content.days, most=MOST_EXTENSION_DAYS)
    if not content.reason.strip():
        yield GuardFailed("letters.extension_without_reason")
    if content.approver is None or not content.approver.name.strip():
        yield GuardFailed("letters.extension_without_approver")
    if content.now_due <= content.was_due:
        yield GuardFailed("letters.dates_reversed", first=str(content.was_due), then=str(content.now_due))


def _hearing(content: HearingNotice) -> Iterator[GuardFailed]:
    if content.days_before < LEAST_HEARING_DAYS:
        yield GuardFailed("letters.hearing_too_soon", days=content.days_before, least=LEAST_HEARING_DAYS)
    if _is_among(content.chair, content.reviewers):
        yield GuardFailed("letters.chair_reviewed", chair=content.chair.name)
    if not content.place.strip() or not content.chair.name.strip():
        yield GuardFailed("letters.hearing_without_place")


def _hearing_record(content: HearingRecord) -> Iterator[GuardFailed]:
    if content.notified is None or content.notified.number != content.notice_number:
        yield GuardFailed("letters.no_open_hearing", notice=content.notice_number.strip() or "—")
    else:
        yield from _against_notice(content, content.notified)
    if _is_among(content.chair, content.reviewers):
        yield GuardFailed("letters.chair_reviewed", chair=content.chair.name)
    if not content.place.strip() or not content.chair.name.strip():
        yield GuardFailed("letters.hearing_without_place")
    if not _said(content.attendants) or not _said(content.reviewers_said) or not _said(content.parties_said):
        yield GuardFailed("letters.hearing_record_empty")
    if content.ended_at <= content.started_at:
        yield GuardFailed(
            "letters.dates_reversed", first=content.started_at.isoformat(), then=content.ended_at.isoformat()
        )


def _against_notice(content: HearingRecord, told: Notified) -> Iterator[GuardFailed]:
    """A hearing is held as it was notified (art. 48: seven days before): never earlier, and otherwise with a reason."""
    zone = content.started_at.tzinfo
    told_on, held_on = told.at.astimezone(zone).date(), content.started_at.date()
    least = max(told_on, told.made_at.astimezone(zone).date())
    if held_on < least:
        days = {"day": held_on.isoformat(), "told": least.isoformat()}
        yield GuardFailed("letters.held_before_told", at=Location(field="day"), number=told.number, **days)
    if content.otherwise.strip():
        return
    differing = [("day", held_on.isoformat(), told_on.isoformat())] if held_on > told_on else []
    if told.place and "".join(told.place.split()) != "".join(content.place.split()):
        differing.append(("place", content.place, told.place))
    if told.chair and bare_name(told.chair) != bare_name(content.chair.name):
        differing.append(("chair", content.chair.name, told.chair))
    for field, held, was in differing:
        what = said(f"letters.held_{field}")
        where = Location(field="otherwise")
        yield GuardFailed("letters.held_otherwise", at=where, number=told.number, what=what, held=held, told=was)


def _renewal(content: Renewal) -> Iterator[GuardFailed]:
    if not _said(content.permit_numbers):
        yield GuardFailed("letters.no_permit")
    if content.valid_from <= content.was_to or content.valid_to < content.valid_from:
        yield GuardFailed("letters.dates_reversed", first=str(content.was_to), then=str(content.valid_to))


def _ending(content: Ending | FilingEnding, numbers: tuple[str, ...]) -> Iterator[GuardFailed]:
    if not _said(numbers):
        yield GuardFailed("letters.no_permit")
    if not _said(content.reasons):
        yield GuardFailed("letters.no_reasons")
    if content.ground.way is not content.way:
        yield GuardFailed("letters.ground_of_another_way", ground=content.ground.value, way=content.way.value)


def _temporary(content: TemporaryPermit) -> Iterator[GuardFailed]:
    if not content.devices:
        yield GuardFailed("letters.no_devices")
    if content.valid_to < content.valid_from or content.remove_by < content.valid_to:
        yield GuardFailed("letters.dates_reversed", first=str(content.valid_from), then=str(content.valid_to))
        return
    days = (content.valid_to - content.valid_from).days + 1
    if content.longest_days is not None and days > content.longest_days:
        yield GuardFailed("letters.event_too_long", days=days, most=content.longest_days)


def _design_service(content: DesignService) -> Iterator[GuardFailed]:
    if not content.designs:
        yield GuardFailed("letters.nothing_designed")
    if content.done_on < content.asked_on:
        yield GuardFailed("letters.dates_reversed", first=str(content.asked_on), then=str(content.done_on))
    if content.saved_fen < 0 or content.charged_fen < 0:
        yield GuardFailed("letters.negative_saving")
    if not content.price_basis.strip():
        yield GuardFailed("letters.saving_without_basis")


def _is_whole(remedies: Remedies | None) -> bool:
    if remedies is None or not remedies.review_body.strip() or not remedies.court.strip():
        return False
    return remedies.review_days >= LEAST_REVIEW_DAYS and remedies.suit_months >= LEAST_SUIT_MONTHS


def _is_among(officer: Officer, others: Iterable[Officer]) -> bool:
    """Return whether an officer is one of others, by name, whatever blanks or remark in brackets it has."""
    return bare_name(officer.name) in {bare_name(other.name) for other in others}


def _said(lines: Iterable[str]) -> bool:
    """Return whether at least one line says something and none is blank."""
    stripped = [line.strip() for line in lines]
    return bool(stripped) and all(stripped)
