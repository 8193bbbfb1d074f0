"""From a decision to the sealed notice and its permits, and the whole visit in one sitting (一次办结).

The notice is set and sealed outside any transaction, since that takes time; its numbers were taken with the decision,
so a failure in between loses none, and the step can simply be run again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import chain

from signage.applications import use_cases, workflow
from signage.applications.afterwards import decision_title, holder_of, lost_permit, track_of
from signage.applications.compared import taken_down
from signage.applications.guards import GRANTS
from signage.applications.ids import new_id
from signage.applications.intake import sniff
from signage.applications.item_results import (
    duties_granted,
    event_duties_granted,
    matter_permits,
    matter_term,
    notice_matters,
    result_notices,
)
from signage.applications.letter_head import matter_of
from signage.applications.model import (
    Action,
    Actor,
    Application,
    Item,
    Outcome,
    Permit,
    Purpose,
    State,
    Track,
)
from signage.applications.notices import DecisionNotice, IssuedDocument, NoticeDrawing, NoticeEarlier, NoticeSign
from signage.applications.office import Office
from signage.applications.precheck import spot_conditions
from signage.applications.replaced import replaced_words
from signage.applications.step_letters import make_due
from signage.applications.succeeding import end_earlier
from signage.applications.workflow import Facts
from signage.design import own_lengths
from signage.errors import Conflict, GuardFailed
from signage.locale import text
from signage.rules import Verdict

NOTICE_VIEWS = ("front-day", "front-night")


def issue(
    office: Office,
    application_id: str,
    actor: Actor,
    now: datetime,
    *,
    expected_version: int | None = None,
    clock: Callable[[], datetime] | None = None,
) -> Application:
    """Set and seal the notice, store it, and make its permits live.

    `clock` tells the time once the notice is sealed, which takes a while; without it `now` is the time of issue.

    What the same holder's signs take the place of ends with the reason 换证: the live permit at a position, the one
    that is changed, and those of the old signs that are replaced. Somebody else's at a position stops the step.

    Raises:
        IllegalTransition, NotPermitted, GuardFailed: The step is not possible; see the table.
        Conflict: Somebody changed the case meanwhile, or took a position.
        ToolError: Typesetting or sealing failed; nothing was changed.
    """
    seen = use_cases.case(office, application_id)
    if expected_version is not None and seen.version != expected_version:
        raise Conflict("applications.changed_meanwhile", id=application_id)
    _refuse_early(seen, actor, now)
    notice = notice_of(office, seen)
    document = office.issuer.issue(notice)
    digest = office.blobs.put(document.content)
    results = {matter_id: office.issuer.issue(own) for matter_id, own in result_notices(office, seen, notice)}
    for result in results.values():
        office.blobs.put(result.content)
    permits = (*_permits(office, seen, document, digest), *matter_permits(office, seen, document, results))
    now = clock() if clock else now
    with office.begin() as unit:
        current = unit.applications.get(application_id)
        if current.version != seen.version:
            raise Conflict("applications.changed_meanwhile", id=application_id)
        facts = Facts(
            permits=permits,
            document_digest=digest,
            taken_positions=use_cases.taken_positions(unit, current, current.items),
            earlier_lost=lost_permit(unit, current),
        )
        changed, events = workflow.transition(current, Action.ISSUE, actor, facts, now)
        replaced = end_earlier(unit, permits, current, actor, now)
        unit.applications.save(changed, expected_version=current.version)
        for permit in permits:
            unit.permits.add(permit, current.id)
        for event in (*events, *replaced):
            unit.history.append(event)
        unit.commit()
    return changed


def decide_on_the_spot(
    office: Office,
    application_id: str,
    first: Actor,
    second: Actor,
    clock: Callable[[], datetime],
    *,
    opinion: str,
    reasons: str = "",
    conditions: tuple[str, ...] = (),
    recipient: str = "",
) -> Application:
    """Walk a submitted case through every remaining row in one sitting and return it issued; no row is skipped.

    Each row is its own transaction, so a stop in between leaves a sound case that can be gone on with.

    `first` accepts and recommends, `second` decides: another officer where the content is checked in substance;
    `clock` tells the time before each row. With a `recipient` the notice is handed over as well, and that is on record.

    Raises:
        GuardFailed: A condition of a decision on the spot is not met; the message names each.
        IllegalTransition, NotPermitted, Conflict, ToolError: As for the single steps.
    """
    current = use_cases.case(office, application_id)
    begun = clock()
    # The first row is walked at the instant that the conditions were looked at.
    tick = chain((begun,), iter(clock, None)).__next__
    unmet = [condition for condition in spot_conditions(office, current, begun) if not condition.is_met]
    if unmet:
        why = "；".join(condition.explanation_zh for condition in unmet)
        why_en = "; ".join(condition.explanation_en for condition in unmet)
        raise GuardFailed("applications.not_on_the_spot", why=why, why_en=why_en)
    outcome = Outcome.GRANTED_WITH_CONDITIONS if conditions else Outcome.GRANTED
    if current.state is State.SUBMITTED:
        current = use_cases.accept(office, current.id, first, tick(), expected_version=current.version)
    if current.state is State.ACCEPTED:
        current = use_cases.start_review(office, current.id, first, tick(), expected_version=current.version)
    if current.state is State.UNDER_REVIEW:
        current = use_cases.recommend(
            office, current.id, first, tick(), outcome=outcome, opinion=opinion, expected_version=current.version
        )
    if current.state is State.RECOMMENDED:
        current = use_cases.approve(
            office,
            current.id,
            second,
            tick(),
            reasons=reasons or opinion,
            conditions=conditions,
            expected_version=current.version,
        )
    if current.state is State.APPROVED:
        current = issue(office, current.id, first, tick(), expected_version=current.version, clock=tick)
    if recipient:
        current = use_cases.deliver(
            office, current.id, first, tick(), recipient=recipient, expected_version=current.version
        )
    make_due(office, current.id)
    return current


def notice_of(office: Office, application: Application) -> DecisionNotice:
    """Return what the notice of a granted case states.

    Raises:
        GuardFailed: The case has no grant.
    """
    decision = application.decision
    accepted_at, submitted_at = application.accepted_at, application.submitted_at
    if decision is None or decision.outcome not in GRANTS or accepted_at is None or submitted_at is None:
        raise GuardFailed("workflow.document_missing")
    rule = office.policy.rule_for(application)
    granted = tuple(item for item in application.items if item.outcome in GRANTS)
    terms = {item.id: _validity(office, application, item) for item in granted}
    spans = list(terms.values()) or [matter_term(office, application, one, decision.at) for one in application.matters]
    books = {book.name: book for item in granted for book in item.report.books}
    return DecisionNotice(
        organ=office.organ,
        number=application.decision_number,
        title=decision_title(office, application),
        applicant=application.applicant.name,
        credit_code=application.applicant.credit_code,
        applied_on=office.today(application.submissions[0].at),
        acceptance_number=application.acceptance_number,
        accepted_on=office.today(accepted_at),
        decided_at=decision.at,
        basis=office.policy.basis_of(application),
        signs=tuple(_notice_sign(item, terms[item.id]) for item in granted),
        drawings=tuple(drawing for item in granted for drawing in _drawings(office, item)),
        valid_from=min(start for start, _ in spans),
        valid_to=max(end for _, end in spans),
        conditions=(
            *decision.conditions,
            *duties_granted(application),
            *event_duties_granted(office, granted),
            *_lesser_tracks(granted, rule.track),
            *_taken_down(office, application, granted),
            *_removal(office, granted),
        ),
        books=tuple(f"{book.title_zh} {book.edition}" for book in books.values()),
        illustrative_books=tuple(book.title_zh for book in books.values() if book.is_illustrative),
        submission_digest=application.submissions[-1].digest,
        application_id=application.id,
        matters=notice_matters(office, application, decision.at),
        subject=_subject(office, application),
        is_temporary=application.is_temporary,
        track=application.track,
        earlier=_earlier(office, application),
    )


def _earlier(office: Office, application: Application) -> NoticeEarlier | None:
    """Return the permit that a change, a renewal or a transfer goes on from, as it is on record."""
    if application.purpose is Purpose.NEW or not application.earlier_permit:
        return None
    with office.reading() as unit:
        known = unit.permits.by_number(application.earlier_permit)
        if known is None:
            return None
        holder, track = holder_of(unit, known), track_of(unit, known)
    return NoticeEarlier(
        purpose=application.purpose, number=known.number, holder=holder, valid_to=known.valid_to, track=track
    )


def _subject(office: Office, application: Application) -> str:
    name = matter_of(office, application).name
    if not application.is_composite:
        return name
    kinds = {item.term is None for item in application.items}  # signs that stay are one item, an event's another
    count = len(application.matters) + len(kinds)
    return text("applications.subject_together", titles=name, count=count)


def _taken_down(office: Office, application: Application, granted: tuple[Item, ...]) -> tuple[str, ...]:
    """Say which old signs come down before the new ones go up; a sign that only passes on stays."""
    with office.reading() as unit:
        gone = [old for item in granted for old in taken_down(unit, application, item)]
    return tuple(text("applications.condition_replaced", sign=replaced_words(old)) for old in gone)


def _removal(office: Office, granted: tuple[Item, ...]) -> tuple[str, ...]:
    """Say by when what stands for an event must be gone; nothing where all of it stays."""
    ends = [item.term.end for item in granted if item.term]
    if not ends:
        return ()
    due = office.calendar.after(max(ends), office.policy.temporary.removal_days)
    key = "condition_removal_provisional" if due.is_provisional else "condition_removal"
    day = due.day
    return (text(f"applications.{key}", year=day.year, month=day.month, day=day.day),)


def _validity(office: Office, application: Application, item: Item) -> tuple[date, date]:
    """Return the first and last day of what is granted: an event's own dates, else the policy's term.

    A renewal takes the earlier permit's place at once and ends a whole term after it: no day is without a permit, and
    none is lost by asking early.
    """
    decided_on = office.today(application.decision.at) if application.decision else date.min
    if item.term:
        return item.term.start, item.term.end
    if application.purpose in (Purpose.RENEWAL, Purpose.CHANGE, Purpose.TRANSFER):
        with office.reading() as unit:
            earlier = unit.permits.by_number(application.earlier_permit)
        if earlier is not None and application.purpose is Purpose.RENEWAL:
            following = max(decided_on, earlier.valid_to + timedelta(days=1))
            return decided_on, office.policy.valid_to(following)
        if earlier is not None:  # a changed or transferred permit keeps its term
            return decided_on, max(decided_on, earlier.valid_to)
    return decided_on, office.policy.valid_to(decided_on)


def _refuse_early(seen: Application, actor: Actor, now: datetime) -> None:
    """Raise what state and role have against it before a document is set; its guards are asked in the transaction."""
    workflow.unmet(seen, Action.ISSUE, actor, Facts(), now)


def _notice_sign(item: Item, term: tuple[date, date]) -> NoticeSign:
    spec, facts = item.spec, item.particulars
    warnings = tuple(f.message_zh or f.title_zh for f in item.report.of(Verdict.WARN))
    return NoticeSign(
        permit_number=item.permit_number,
        unit=item.unit_id,
        address=item.address,
        name=spec.name,
        form=facts.form if facts else spec.kind,
        width_mm=facts.width_mm if facts else spec.width_mm,
        height_mm=facts.height_mm if facts else spec.height_mm,
        depth_mm=facts.depth_mm if facts else spec.depth_mm or 0.0,
        letter_height_mm=facts.letter_height_mm if facts else spec.letter_height_mm or 0.0,
        bottom_mm=facts.bottom_mm if facts else item.origin_mm[1],
        materials=facts.materials if facts else "",
        lighting=facts.lighting if facts else "",
        verdict=text(f"applications.verdict_{item.report.verdict.value.lower()}"),
        warnings=warnings,
        drawing_digest=_view(item, NOTICE_VIEWS[0]) or "",
        track=Track.PERMIT if item.term else item.track,
        valid_from=term[0],
        valid_to=term[1],
        is_temporary=item.term is not None,
        lengths=tuple(own_lengths(spec).items()),
    )


def _drawings(office: Office, item: Item) -> list[NoticeDrawing]:
    found = []
    for view in NOTICE_VIEWS:
        digest = _view(item, view)
        if digest is None:
            continue
        content = office.blobs.get(digest)
        found.append(
            NoticeDrawing(
                title=text(f"applications.drawing_{view}", unit=item.unit_id, name=item.spec.name),
                content=content,
                media_type=sniff(content) or "application/octet-stream",
                digest=digest,
            )
        )
    return found


def _view(item: Item, view: str) -> str | None:
    """Return the digest of a view: the PNG, whose light is mixed in full, before the SVG."""
    drawings = dict(item.drawings)
    return next((drawings[n] for n in (f"{view}.png", view, f"{view}.svg") if n in drawings), None)


def _lesser_tracks(items: tuple[Item, ...], main: Track) -> tuple[str, ...]:
    return tuple(
        text(
            f"applications.condition_{item.track.value}",
            unit=item.unit_id,
            name=item.spec.name,
            number=item.permit_number,
        )
        for item in items
        if item.track is not main
    )


def _permits(office: Office, application: Application, document: IssuedDocument, digest: str) -> tuple[Permit, ...]:
    decision = application.decision
    if decision is None:
        raise GuardFailed("workflow.document_missing")
    terms = {item.id: _validity(office, application, item) for item in application.items}
    return tuple(
        Permit(
            id=new_id(),
            number=item.permit_number,
            item_id=item.id,
            position_key=item.position_key,
            valid_from=terms[item.id][0],
            valid_to=terms[item.id][1],
            document_digest=digest,
            verification_code=document.verification_code,
            application_id=application.id,
            holder=application.applicant.name,
            holder_code=application.applicant.credit_code,
            is_temporary=item.term is not None,
            decided_on=office.today(decision.at),
        )
        for item in application.items
        if item.outcome in GRANTS
    )
