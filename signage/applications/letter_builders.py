"""Make a letter from a case: what the case knows is taken from it, the rest comes as named, typed values.

Dates that the law counts (five days for an answer, at most ten more to decide) are counted here on the calendar;
`letter_hearings` makes the letters of a hearing, `letter_checks` says what may not be sent.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from signage.applications.how_to_mend import how_to_mend
from signage.applications.letter_content import (
    Acceptance,
    Content,
    Correction,
    Defect,
    Delivered,
    Delivery,
    Designed,
    DesignService,
    Extension,
    NonAcceptance,
    NonAcceptanceGround,
    Officer,
    PaperLine,
    Promise,
    PromisedPaper,
    Reason,
    Receipt,
    Refusal,
)
from signage.applications.letter_head import (
    applied_on,
    due_on,
    letter_head,
    places_of,
    promised_on,
    remedies_of,
)
from signage.applications.letter_hearings import hearing_notice, hearing_record, hearing_rights, interested_party
from signage.applications.letter_review import review
from signage.applications.letters import Letter, LetterKind
from signage.applications.model import Application, Item
from signage.applications.office import Office
from signage.applications.vocabulary import DeliveryMethod
from signage.errors import GuardFailed
from signage.locale import text


def letter_of(office: Office, application: Application, kind: LetterKind, now: datetime, **inputs: object) -> Letter:
    """Return a letter of a kind, without its number.

    A kind whose content lies wholly outside the case (a survey, an ending, an event) takes it as `content`.

    Raises:
        GuardFailed: The case has not come to where such a letter could be made, or the content is of another kind.
    """
    build: Callable[..., Letter] = as_given if set(inputs) == {"content"} else _BUILDERS.get(kind, as_given)
    letter = build(office, application, now, **inputs)
    if letter.kind is not kind:
        raise GuardFailed("letters.other_kind", wanted=kind.title(), given=letter.title)
    return letter


def as_given(office: Office, application: Application, now: datetime, *, content: Content) -> Letter:
    """Return a letter of the given content."""
    return letter_head(office, application, now, content)


def receipt(office: Office, application: Application, now: datetime, *, received_by: Officer) -> Letter:
    """Return the receipt of everything that was handed in (申请材料接收凭证)."""
    papers = tuple(
        PaperLine(name=paper.title, form=text("letters.form_electronic"), digest=paper.digest)
        for paper in application.materials
    )
    received_at = application.submitted_at or now
    days = dict(office.policy.days)["acceptance"]
    answer = office.calendar.after(office.today(received_at), days)
    content = Receipt(
        papers=papers,
        received_at=received_at,
        answer_by=answer.day,
        received_by=received_by,
        is_provisional=answer.is_provisional,
    )
    return letter_head(office, application, now, content)


def acceptance(office: Office, application: Application, now: datetime, *, is_by_silence: bool = False) -> Letter:
    """Return the notice of acceptance (受理通知书).

    Raises:
        GuardFailed: The case is not accepted.
    """
    accepted_at = application.accepted_at
    if accepted_at is None:
        raise GuardFailed("letters.not_yet", title=LetterKind.ACCEPTANCE.title())
    statutory, promised = due_on(office, application, "statutory_decision"), promised_on(application)
    content = Acceptance(
        applied_on=applied_on(office, application, now),
        accepted_on=office.today(accepted_at),
        decide_by=statutory[0],
        promised_by=promised,
        is_by_silence=is_by_silence,
        is_provisional=statutory[1],
    )
    return letter_head(office, application, now, content)


def non_acceptance(
    office: Office,
    application: Application,
    now: datetime,
    *,
    ground: NonAcceptanceGround,
    reasons: tuple[str, ...],
    where_to_go: tuple[str, ...],
) -> Letter:
    """Return the decision not to take a case in (不予受理决定书)."""
    content = NonAcceptance(
        applied_on=applied_on(office, application, now),
        ground=ground,
        reasons=reasons,
        where_to_go=where_to_go,
        remedies=remedies_of(office.organ),
    )
    return letter_head(office, application, now, content)


def correction(
    office: Office,
    application: Application,
    now: datetime,
    *,
    defects: tuple[Defect, ...] | None = None,
    lapse_basis: str = "",
    earlier_number: str = "",
    why_again: str = "",
) -> Letter:
    """Return the one-time notice (补正告知书); what it lists is what the case was returned for, unless given."""
    due = next((one for one in application.deadlines if one.name == "correction"), None)
    reached = office.calendar.after(office.today(now), dict(office.policy.days)["correction"])
    told = application.notices[-1].defects if application.notices else ()
    how = {str(one.text): how_to_mend(office, application, one) for one in told}
    noted = tuple(Defect(what=line, how=how.get(line, "")) for line in application.notice)
    listed = noted if defects is None else defects
    content = Correction(
        applied_on=applied_on(office, application, now),
        defects=listed,
        correct_by=due.due if due else reached.day,
        is_provisional=due.is_provisional if due else reached.is_provisional,
        lapse_basis=lapse_basis,
        earlier_number=earlier_number,
        why_again=why_again,
    )
    return letter_head(office, application, now, content)


def promise(
    office: Office,
    application: Application,
    now: datetime,
    *,
    lacking: tuple[PromisedPaper, ...],
    allowed_by: str,
    consequence: str = "",
) -> Letter:
    """Return the acceptance on a promise (容缺受理告知承诺书)."""
    content = Promise(
        applied_on=applied_on(office, application, now),
        lacking=lacking,
        allowed_by=allowed_by,
        consequence=consequence or text("letters.promise_consequence"),
    )
    return letter_head(office, application, now, content)


def extension(
    office: Office, application: Application, now: datetime, *, days: int, reason: str, approver: Officer | None
) -> Letter:
    """Return the notice that the decision takes longer (延期通知书).

    Raises:
        GuardFailed: The case is not accepted.
    """
    accepted_at = application.accepted_at
    if accepted_at is None:
        raise GuardFailed("letters.not_yet", title=LetterKind.EXTENSION.title())
    was_due, was_provisional = due_on(office, application, "statutory_decision")
    now_due = office.calendar.after(was_due, max(0, days))
    content = Extension(
        accepted_on=office.today(accepted_at),
        acceptance_number=application.acceptance_number,
        was_due=was_due,
        now_due=now_due.day,
        is_provisional=was_provisional or now_due.is_provisional,
        days=days,
        reason=reason,
        approver=approver,
    )
    return letter_head(office, application, now, content)


def refusal(
    office: Office, application: Application, now: datetime, *, reasons: tuple[Reason, ...] | None = None
) -> Letter:
    """Return the refusal (不予行政许可决定书); its reasons are those of the decision, unless given one by one.

    Raises:
        GuardFailed: The case is not accepted.
    """
    accepted_at, decision = application.accepted_at, application.decision
    if accepted_at is None:
        raise GuardFailed("letters.not_yet", title=LetterKind.REFUSAL.title())
    stated = (decision.grounds or (Reason(text=decision.reasons),)) if decision is not None else ()
    content = Refusal(
        applied_on=applied_on(office, application, now),
        accepted_on=office.today(accepted_at),
        acceptance_number=application.acceptance_number,
        reasons=stated if reasons is None else reasons,
        remedies=remedies_of(office.organ),
    )
    return letter_head(office, application, now, content)


def delivery(
    office: Office,
    application: Application,
    now: datetime,
    *,
    documents: tuple[Delivered, ...],
    way: DeliveryMethod,
    place: str,
    deliverers: tuple[Officer, ...],
    recipient: str = "",
    received_at: datetime | None = None,
    note: str = "",
) -> Letter:
    """Return the delivery receipt (送达回证)."""
    content = Delivery(
        documents=documents,
        way=way,
        place=place,
        deliverers=deliverers,
        recipient=recipient,
        received_at=received_at,
        note=note,
    )
    return letter_head(office, application, now, content)


def design_service(
    office: Office,
    application: Application,
    now: datetime,
    *,
    asked_on: date,
    done_on: date,
    designer: Officer,
    usual_fen: int,
    charged_fen: int,
    price_basis: str,
    minutes: int = 0,
) -> Letter:
    """Return the record of what the design office drew for the applicant (设计服务记录): the case's own signs."""
    content = DesignService(
        place=places_of(application),
        asked_on=asked_on,
        done_on=done_on,
        designer=designer,
        designs=tuple(_designed(item) for item in application.items),
        usual_fen=usual_fen,
        charged_fen=charged_fen,
        price_basis=price_basis,
        minutes=minutes,
    )
    return letter_head(office, application, now, content)


def _designed(item: Item) -> Designed:
    stated = item.particulars
    width, height = (stated.width_mm, stated.height_mm) if stated else (item.spec.width_mm, item.spec.height_mm)
    views = {name.partition(".")[0] for name, _ in item.drawings}  # one drawing, whatever formats it has
    return Designed(unit=item.unit_id, name=item.spec.name, size=f"{width:.0f} × {height:.0f} mm", drawings=len(views))


_BUILDERS: dict[LetterKind, Callable[..., Letter]] = {
    LetterKind.RECEIPT: receipt,
    LetterKind.ACCEPTANCE: acceptance,
    LetterKind.NON_ACCEPTANCE: non_acceptance,
    LetterKind.CORRECTION: correction,
    LetterKind.PROMISE: promise,
    LetterKind.REVIEW: review,
    LetterKind.INTERESTED_PARTY: interested_party,
    LetterKind.EXTENSION: extension,
    LetterKind.HEARING_RIGHTS: hearing_rights,
    LetterKind.HEARING_NOTICE: hearing_notice,
    LetterKind.HEARING_RECORD: hearing_record,
    LetterKind.REFUSAL: refusal,
    LetterKind.DELIVERY: delivery,
    LetterKind.DESIGN_SERVICE: design_service,
}
