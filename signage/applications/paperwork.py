"""Make a letter of a case and file it: number, page, record, so that nothing is lost or doubled.

The number is taken in a short transaction that also leaves a line of history. The page is set and sealed outside any
transaction, since that takes time; its bytes go to the store, and a second transaction records them with another line.
A crash in between leaves a numbered document without a file: making it again sets it under the same number.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from signage.applications.case_documents import CaseDocument, in_force
from signage.applications.heard import period_facts
from signage.applications.hearings import hearing_facts, hearing_told_by, hearings_of
from signage.applications.ids import new_id
from signage.applications.letter_builders import letter_of
from signage.applications.letter_checks import objections
from signage.applications.letter_content import HearingRecord
from signage.applications.letter_numbers import number_on_record, take_number
from signage.applications.letters import Letter, LetterKind
from signage.applications.model import Actor, Application, Event
from signage.applications.office import Office
from signage.applications.ports import UnitOfWork
from signage.errors import Conflict, GuardFailed, ToolError
from signage.locale import said


def make_letter(
    office: Office,
    application: Application,
    kind: LetterKind,
    actor: Actor,
    now: datetime,
    *,
    expected_version: int | None = None,
    is_afterwards: bool = False,
    corrects: str = "",
    **inputs: object,
) -> CaseDocument:
    """Set a letter of a case, file it and return its record; made twice for one version it is made once.

    A letter to a party that was written before and says otherwise now is refused, unless it is meant as a correction:
    then it names the letter whose place it takes.

    Args:
        office: Its organ, calendar, policy, numbers and ports.
        application: The case as it stands; a case that moved on since is refused.
        kind: Which letter.
        actor: Who makes it.
        now: The date printed on it, aware.
        expected_version: The version that the actor saw; the given application's own when left out.
        is_afterwards: The letter speaks of the case as it was at the given application's version, whatever came since.
        corrects: Number of the letter whose place it shall take: of its kind, to the same party or on the same hearing.
        inputs: What the letter states beside the case, as the builder of its kind names it.

    Raises:
        GuardFailed: The law forbids the letter; nothing was numbered.
        Conflict: Somebody changed the case meanwhile.
        ToolError: Typesetting or sealing failed; the number is kept for the next try.
    """
    if expected_version is not None and application.version != expected_version:
        raise Conflict("applications.changed_meanwhile", id=application.id)
    if kind is LetterKind.CORRECTION and "content" not in inputs:
        inputs.setdefault("earlier_number", _earlier_notice(office, application))
    letter = letter_of(office, application, kind, now, **inputs)
    rival = rival_of(office, letter, application)
    if rival is not None:
        again = letter_of(office, application, kind, rival.made_at, **inputs)  # its days counted as they were then
        if _stated_by(office, rival) in ("", again.stated):
            return rival
        if corrects != rival.number:
            raise GuardFailed("letters.made_otherwise", title=rival.title, number=rival.number)
        letter = replace(letter, replaces=rival.number)
    known = _on_file(office, letter, application)
    if known is not None and known.is_made:
        return known
    if known is not None:  # numbered before a crash: its days are counted from the date that it was numbered on
        letter = replace(letter_of(office, application, kind, known.made_at, **inputs), replaces=letter.replaces)
    return file_letter(
        office,
        letter,
        actor,
        now,
        application=application,
        is_afterwards=is_afterwards,
        chair_account=str(inputs.get("chair_account", "")),
    )


def file_letter(
    office: Office,
    letter: Letter,
    actor: Actor,
    now: datetime,
    *,
    application: Application | None = None,
    is_afterwards: bool = False,
    chair_account: str = "",
) -> CaseDocument:
    """Number, set and file a letter that is complete but for its number.

    Args:
        office: Its numbers and ports.
        letter: As it shall be printed; its number is taken here.
        actor: Who makes it.
        now: When it is filed, for history; the date printed is the letter's own.
        application: Its case, None for a letter without one.
        is_afterwards: As for `make_letter`.
        chair_account: Of a hearing's letter, the account of whoever takes the chair; empty where there is none.

    Raises:
        GuardFailed, Conflict, ToolError: As for `make_letter`.
    """
    if office.letters is None:
        raise ToolError("letters.no_issuer")
    for failure in objections(letter, is_numbered=False, today=office.today(letter.made_at)):
        raise failure
    numbered = _numbered(office, letter, actor, now, application, is_afterwards=is_afterwards)
    if numbered.is_made:
        return numbered
    # A letter that was numbered before a crash keeps the date of its number.
    made = office.letters.issue(replace(letter, number=numbered.number, made_at=numbered.made_at))
    digest = office.blobs.put(made.content)
    finished = replace(numbered, digest=digest, verification_code=made.verification_code)
    with office.begin() as unit:
        on_record = unit.documents.finish(finished)
        if on_record == finished:
            made_so = _event("made", on_record, actor, now, application, letter)
            unit.history.append(replace(made_so, facts=(*made_so.facts, *hearing_facts(letter, chair_account))))
        unit.commit()
    return on_record


def _numbered(
    office: Office, letter: Letter, actor: Actor, now: datetime, application: Application | None, *, is_afterwards: bool
) -> CaseDocument:
    """Return the record of a letter with its number, taken now or before; of two at once both get the same."""
    try:
        return _take(office, letter, actor, now, application, is_afterwards=is_afterwards)
    except Conflict as conflict:
        if conflict.code != "letters.already_filed" or application is None:
            raise
        first = _on_file(office, letter, application)
        if first is None:
            raise
        return first


def _take(
    office: Office, letter: Letter, actor: Actor, now: datetime, application: Application | None, *, is_afterwards: bool
) -> CaseDocument:
    kind = letter.kind
    with office.begin() as unit:
        known = _known(unit, letter, application)
        if known is not None:
            return known
        if application is not None and not is_afterwards:
            _expect_unchanged(unit, application)
        number = number_on_record(application, kind) if application else ""
        document = CaseDocument(
            id=new_id(),
            application_id=letter.application_id,
            application_version=application.version if application else 0,
            kind=kind,
            subject=letter.subject,
            number=number or take_number(office, unit, kind, letter.made_at, letter.matter.track),
            title=letter.title,
            made_at=letter.made_at,
            is_sealed=kind.is_sealed,
            is_public=kind.is_public,
        )
        unit.documents.add(document)
        if not number:  # else the step that took it has told of it
            unit.history.append(_event("numbered", document, actor, now, application, letter))
        unit.commit()
    return document


def _on_file(office: Office, letter: Letter, application: Application) -> CaseDocument | None:
    with office.reading() as unit:
        return _known(unit, letter, application)


def _known(unit: UnitOfWork, letter: Letter, application: Application | None) -> CaseDocument | None:
    """Return the record of a letter that was made or numbered before."""
    if application is None:
        return None
    number = number_on_record(application, letter.kind)
    if number:
        return unit.documents.by_number(number)
    return unit.documents.at(application.id, application.version, letter.kind, letter.subject)


# Written by hand as often as needed: a further one on the same thing is the same letter, or another one's correction.
_WRITTEN = (
    LetterKind.INTERESTED_PARTY,
    LetterKind.HEARING_RIGHTS,
    LetterKind.HEARING_NOTICE,
    LetterKind.HEARING_RECORD,
    LetterKind.DESIGN_SERVICE,
)


def rival_of(office: Office, letter: Letter, application: Application) -> CaseDocument | None:
    """Return the letter in force whose place a new one would take: of its kind, to the same party or on one hearing."""
    if letter.kind not in _WRITTEN:
        return None
    with office.reading() as unit:
        made = in_force(unit.documents.of(application.id))
        if isinstance(letter.content, HearingRecord):
            hearing = hearing_told_by(unit, application.id, letter.content.notice_number)
            return next((one for one in made if hearing and one.number == hearing.record), None)
        held = {number for one in hearings_of(unit, application.id) if one.is_open for number in one.notices}
    if letter.kind is not LetterKind.HEARING_NOTICE:
        return next((one for one in reversed(made) if one.kind is letter.kind and one.about == letter.about), None)
    # As long as a hearing is neither held nor given up, another notice to the same party is of that hearing.
    to = letter.addressee.name
    return next(
        (one for one in reversed(made) if one.kind is letter.kind and one.number in held and one.party == to), None
    )


def _stated_by(office: Office, document: CaseDocument) -> str:
    """Return the digest of what a letter on file states, empty for one from before that was kept."""
    with office.reading() as unit:
        events = unit.history.of(document.application_id)
    made = (dict(event.facts) for event in events if event.action == "letter_made")
    return next((facts.get("stated", "") for facts in made if facts.get("document") == document.id), "")


def _earlier_notice(office: Office, application: Application) -> str:
    """Return the number of the one-time notice that an earlier version of the case already got, or nothing."""
    with office.reading() as unit:
        made = unit.documents.of(application.id)
    return next(
        (
            one.number
            for one in reversed(made)
            if one.kind is LetterKind.CORRECTION and one.application_version < application.version
        ),
        "",
    )


def _expect_unchanged(unit: UnitOfWork, application: Application) -> None:
    if unit.applications.get(application.id).version != application.version:
        raise Conflict("applications.changed_meanwhile", id=application.id)


def _event(
    what: str, document: CaseDocument, actor: Actor, at: datetime, application: Application | None, letter: Letter
) -> Event:
    state = application.state if application else None
    return Event(
        at=at,
        actor=actor,
        action=f"letter_{what}",
        application_id=document.application_id,
        from_state=state,
        to_state=state,
        note=said(
            f"letters.event_{what}{'_instead' if letter.replaces else ''}",
            title=document.title,
            number=document.number,
            replaces=letter.replaces,
        ),
        facts=(
            ("document", document.id),
            ("kind", document.kind.value),
            ("number", document.number),
            ("digest", document.digest),
            ("stated", letter.stated),
            *period_facts(letter),
            *((("replaces", letter.replaces),) if letter.replaces else ()),
        ),
    )
