"""Make a letter from a case: what the case knows is taken from it, the rest comes as named, typed values.

Dates that the law counts (five days for an answer or for asking a hearing, at most ten more to decide, seven before a
hearing) are counted here on the office's calendar; `letter_checks` says what may not be sent.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from signage.applications.intake import masked_name, masked_phone
from signage.applications.letter_content import (
    Acceptance,
    Content,
    Correction,
    Defect,
    Delivered,
    Delivery,
    DeliveryWay,
    Extension,
    HearingNotice,
    HearingRights,
    InterestedParty,
    NonAcceptance,
    NonAcceptanceGround,
    Officer,
    Opinion,
    PaperLine,
    Party,
    Promise,
    PromisedPaper,
    Reason,
    Receipt,
    Refusal,
    Remedies,
    ReviewForm,
    ReviewSign,
)
from signage.applications.letters import Letter, LetterKind, Matter
from signage.applications.model import Application, Item, Track
from signage.applications.notices import Organ
from signage.applications.office import Office
from signage.errors import GuardFailed
from signage.locale import text

HEARING_DAYS = 5  # working days to ask for a hearing, art. 47


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


def letter_head(
    office: Office,
    application: Application,
    now: datetime,
    content: Content,
    *,
    addressee: Party | None = None,
    copies: tuple[str, ...] = (),
    matter: Matter | None = None,
) -> Letter:
    """Return a letter about a case, to its applicant unless somebody else is named; its number is still to be taken."""
    books = {book.name: book for item in application.items for book in item.report.books if book.is_illustrative}
    cites_books = isinstance(content, ReviewForm | Refusal)
    return Letter(
        organ=office.organ,
        number="",
        made_at=now,
        addressee=addressee or Party(name=application.applicant.name, credit_code=application.applicant.credit_code),
        matter=matter or matter_of(office, application),
        content=content,
        application_id=application.id,
        application_number=application.number,
        copies=copies,
        illustrative_books=tuple(book.title_zh for book in books.values()) if cites_books else (),
    )


def matter_of(office: Office, application: Application) -> Matter:
    """Return what a case is about, from the strictest track among its signs."""
    if not application.items:
        return Matter(name=text(f"letters.matter_{Track.PERMIT.value}"), basis=())
    rule = office.policy.rule_of(application.items)
    return Matter(name=text(f"letters.matter_{rule.track.value}"), basis=rule.basis, track=rule.track)


def remedies_of(organ: Organ) -> Remedies:
    """Return where decisions of an organ can be challenged."""
    return Remedies(review_body=organ.review_body, court=organ.court)


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
    statutory, promised = _due(office, application, "statutory_decision"), _promised(application)
    content = Acceptance(
        applied_on=_applied_on(office, application, now),
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
        applied_on=_applied_on(office, application, now),
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
    listed = tuple(Defect(what=line) for line in application.notice) if defects is None else defects
    content = Correction(
        applied_on=_applied_on(office, application, now),
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
        applied_on=_applied_on(office, application, now),
        lacking=lacking,
        allowed_by=allowed_by,
        consequence=consequence or text("letters.promise_consequence"),
    )
    return letter_head(office, application, now, content)


def review(office: Office, application: Application, now: datetime, *, accepted_by: Officer | None = None) -> Letter:
    """Return the review form (审批表) with every opinion that is on record.

    Raises:
        GuardFailed: The case is not accepted.
    """
    accepted_at = application.accepted_at
    if accepted_at is None:
        raise GuardFailed("letters.not_yet", title=LetterKind.REVIEW.title())
    applicant = application.applicant
    content = ReviewForm(
        address="；".join(dict.fromkeys(item.address for item in application.items)),
        contact=f"{masked_name(applicant.contact)}　{masked_phone(applicant.phone)}",
        applied_on=_applied_on(office, application, now),
        accepted_on=office.today(accepted_at),
        acceptance_number=application.acceptance_number,
        decide_by=_due(office, application, "statutory_decision")[0],
        signs=tuple(_review_sign(item) for item in application.items),
        papers=tuple(paper.title for paper in application.materials),
        waived=_waived(application),
        opinions=_opinions(application, accepted_by),
    )
    return letter_head(office, application, now, content)


def interested_party(
    office: Office,
    application: Application,
    now: datetime,
    *,
    party: Party,
    interest: str,
    speak_by: date,
    may_ask_hearing: bool = True,
) -> Letter:
    """Return the notice to a third party whose major interest is touched (利害关系人告知书)."""
    ask_by = office.calendar.after(office.today(now), HEARING_DAYS)
    content = InterestedParty(
        applicant=application.applicant.name,
        place="；".join(dict.fromkeys(item.address for item in application.items)),
        interest=interest,
        speak_by=speak_by,
        ask_hearing_by=ask_by.day if may_ask_hearing else None,
        is_provisional=ask_by.is_provisional,
    )
    return letter_head(office, application, now, content, addressee=party)


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
    was_due, was_provisional = _due(office, application, "statutory_decision")
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
    is_public: bool = True,
) -> Letter:
    """Return the notice of a hearing's time and place (听证通知书); who gave the first opinion counts as a reviewer."""
    first = application.recommendation
    named = (*reviewers, Officer(name=first.officer.name)) if first else reviewers
    content = HearingNotice(
        about=about,
        at=at,
        place=place,
        chair=chair,
        recorder=recorder,
        reviewers=named,
        days_before=office.calendar.between(office.today(now), office.today(at)),
        is_public=is_public,
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
    stated = (Reason(text=decision.reasons),) if decision is not None else ()
    content = Refusal(
        applied_on=_applied_on(office, application, now),
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
    way: DeliveryWay,
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
    LetterKind.REFUSAL: refusal,
    LetterKind.DELIVERY: delivery,
}


def _applied_on(office: Office, application: Application, now: datetime) -> date:
    first = application.submissions[0].at if application.submissions else application.submitted_at
    return office.today(first or now)


def _due(office: Office, application: Application, name: str) -> tuple[date, bool]:
    """Return a deadline of the case and whether it is provisional; counted anew where the case has none."""
    found = next((one for one in application.deadlines if one.name == name), None)
    if found is not None:
        return found.due, found.is_provisional
    start = office.today(application.accepted_at or application.created_at)
    reached = office.calendar.after(start, dict(office.policy.days)[name])
    return reached.day, reached.is_provisional


def _promised(application: Application) -> date | None:
    return next((one.due for one in application.deadlines if one.name == "promised_decision"), None)


def _review_sign(item: Item) -> ReviewSign:
    facts = item.particulars
    size = f"{item.spec.width_mm:.0f} × {item.spec.height_mm:.0f} mm"
    if facts:
        size = f"{facts.width_mm:.0f} × {facts.height_mm:.0f} × {facts.depth_mm:.0f} mm"
    return ReviewSign(
        unit=item.unit_id,
        name=item.spec.name,
        form=facts.form if facts else item.spec.kind,
        size=size,
        verdict=text(f"applications.verdict_{item.report.verdict.value.lower()}"),
    )


def _waived(application: Application) -> tuple[str, ...]:
    first, decision = application.recommendation, application.decision
    waivers = (*(first.waivers if first else ()), *(decision.waivers if decision else ()))
    return tuple(f"{rule}：{reason}" for rule, reason in dict(waivers).items())


def _opinions(application: Application, accepted_by: Officer | None) -> tuple[Opinion, ...]:
    found = []
    if accepted_by is not None and application.accepted_at is not None:
        found.append(
            Opinion(
                stage=text("letters.stage_acceptance"),
                officer=accepted_by,
                at=application.accepted_at,
                outcome=text("letters.outcome_accepted"),
                text=text("letters.opinion_accepted"),
            )
        )
    first, decision = application.recommendation, application.decision
    if first is not None:
        found.append(
            Opinion(
                stage=text("letters.stage_first"),
                officer=Officer(name=first.officer.name),
                at=first.at,
                outcome=text(f"letters.outcome_{first.outcome.value}"),
                text=first.opinion,
            )
        )
    if decision is not None:
        conditions = "；".join(line.rstrip("；。") for line in decision.conditions)
        said = text("letters.opinion_conditions", reasons=decision.reasons, conditions=conditions)
        found.append(
            Opinion(
                stage=text("letters.stage_decision"),
                officer=Officer(name=decision.officer.name),
                at=decision.at,
                outcome=text(f"letters.outcome_{decision.outcome.value}"),
                text=said if conditions else decision.reasons or text(f"letters.outcome_{decision.outcome.value}"),
            )
        )
    return tuple(found)
