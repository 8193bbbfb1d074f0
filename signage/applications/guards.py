"""Conditions of a step, as named functions: each gives None when it is met, or the failure in words' codes.

A guard decides nothing about roles and changes nothing; what it needs beside the application lies in `Facts`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from signage.applications.citing import names_a_document
from signage.applications.letter_decisions import EndingGround, Reason
from signage.applications.model import (
    Actor,
    Application,
    Circumstances,
    Deadline,
    Item,
    Material,
    Matter,
    Outcome,
    Permit,
    Role,
    Track,
)
from signage.applications.records import Chair, Defect, Delivery, MatterOpinion, Pause, Promise, SurveyRecord
from signage.applications.refusing import documents_known
from signage.applications.statements import in_words, statements_to_verify
from signage.errors import GuardFailed
from signage.locale import Lang, all_codes, both, enumerated, said, text
from signage.rules import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a step is told beside the application: the actor's words, and what the use case looked up.

    Attributes:
        reasons: The actor's opinion or reasons.
        outcome: What is recommended.
        conditions: Conditions of a grant.
        defects: Everything that is missing or wrong, for a return.
        waivers: Rule id and reason, for each blocking finding that shall not stop a grant.
        missing_papers: Names of required papers that are not there.
        needs_two_officers: Whether the content is checked in substance (行政许可法 art 34).
        needs_another_decider: Whether the policy leaves the decision to somebody who gave no opinion on the case.
        separation_basis: What the policy rests that on.
        taken_positions: Positions that another holder's live permit occupies.
        today: The local date, for validity.
        number, acceptance_number, decision_number, permit_numbers: Numbers taken for this step; the last by item id.
        items, materials: What is handed in anew after a return; None keeps what is there.
        circumstances: What the window found out; None keeps what was stated.
        field_faults: What is wrong with the fields of the form: dates of an event, the earlier permit, and the like.
        fresh_defects: Keys of the defects that the last submission itself brought; a second notice may name them.
        promises: Papers that may follow, with their dates.
        figures: Numbers in words that are stated now.
        supplements: Papers that are handed in now: promised ones, or further ones before it is accepted.
        referral: Where the applicant is sent.
        ground: Which case of the law it is, where the law names several; history keeps it for the letter.
        open_hearings: Notices of hearings that were announced and have no record on file yet.
        open_periods: Days within which a party may still speak or ask for a hearing, in words.
        grounds: Of a refusal, each reason with its basis.
        heard: When and how whoever a revocation is against was heard, or why not.
        redress: What is said of compensation or of interests that were gained, in the officer's words.
        pause, survey, delivery: What is put on record.
        uncounted_days: Working days that the pause took which ends now.
        extension_days: Working days that are added to the time limit.
        matter_id, matter_opinion: Which item of a composite case a section speaks on, and what it says.
        matter_numbers: Numbers taken for the items of a composite case, by id.
        earlier: The live permit that a change, renewal or transfer is about.
        earlier_lost: Number of an item's permit that a case goes on from and that holds no longer; empty while it does.
        removal_evidence: What shows that the sign is gone.
        chairs: Who takes or took the chair at the case's hearings.
        answers: Key and the applicant's words, for lines that an officer wrote into a notice.
        settled: Keys of such lines that the actor finds put right.
    """

    reasons: str = ""
    outcome: Outcome | None = None
    conditions: tuple[str, ...] = ()
    defects: tuple[Defect, ...] = ()
    waivers: tuple[tuple[str, str], ...] = ()
    missing_papers: tuple[str, ...] = ()
    needs_two_officers: bool = True
    needs_another_decider: bool = True
    separation_basis: str = field(default_factory=lambda: said("workflow.separation_basis"))
    taken_positions: tuple[str, ...] = ()
    today: date | None = None
    number: str = ""
    acceptance_number: str = ""
    decision_number: str = ""
    permit_numbers: tuple[tuple[str, str], ...] = ()
    permits: tuple[Permit, ...] = ()
    document_digest: str = ""
    deadlines: tuple[Deadline, ...] = ()
    items: tuple[Item, ...] | None = None
    materials: tuple[Material, ...] | None = None
    circumstances: Circumstances | None = None
    field_faults: tuple[str, ...] = ()
    fresh_defects: tuple[str, ...] = ()
    promises: tuple[Promise, ...] = ()
    figures: tuple[str, ...] = ()
    supplements: tuple[Material, ...] = ()
    referral: str = ""
    ground: str = ""
    grounds: tuple[Reason, ...] = ()
    redress: str = ""
    heard: str = ""
    open_hearings: tuple[str, ...] = ()
    open_periods: tuple[str, ...] = ()
    pause: Pause | None = None
    uncounted_days: int = 0
    survey: SurveyRecord | None = None
    delivery: Delivery | None = None
    extension_days: int = 0
    matter_id: str = ""
    matter_opinion: MatterOpinion | None = None
    matter_numbers: tuple[tuple[str, str], ...] = ()
    matters: tuple[Matter, ...] | None = None
    earlier: Permit | None = None
    earlier_lost: str = ""
    removal_evidence: str = ""
    chairs: tuple[Chair, ...] = ()
    sections: tuple[str, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    settled: tuple[str, ...] = ()


Guard = Callable[[Application, Actor, Facts, datetime], GuardFailed | None]

GRANTS = (Outcome.GRANTED, Outcome.GRANTED_WITH_CONDITIONS)


# The most that a time limit may be extended by (行政许可法 art 42).
MAX_EXTENSION_DAYS = 10


def asks_for_something(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """At least one sign or one item of the catalogue is applied for."""
    items = application.items if facts.items is None else facts.items
    return None if items or application.matters else GuardFailed("workflow.no_signs")


def fields_are_sound(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """What the form states can be meant: an event's dates, the permit that is to be changed or renewed."""
    return (
        GuardFailed("workflow.fields_wrong", faults=enumerated(facts.field_faults, "；", "; "))
        if facts.field_faults
        else None
    )


def positions_differ(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """No two signs of one application claim the same position."""
    items = application.items if facts.items is None else facts.items
    keys = [item.position_key for item in items]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    return GuardFailed("workflow.position_twice", positions=_spoken(twice)) if twice else None


def positions_are_free(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """No position is held by somebody else's live permit; the applicant's own is replaced on issue."""
    if not facts.taken_positions:
        return None
    return GuardFailed("workflow.position_taken", positions=_spoken(facts.taken_positions))


def _spoken(positions: Iterable[str]) -> tuple[str, ...]:
    """Return positions as people call them: the unit, and how the sign stands where that sets it apart."""
    parts = [key.split("/") for key in positions]
    return tuple(
        said("workflow.position_named", unit=one[1], form=said(f"sign.form_{one[2]}")) if len(one) > 2 else one[1]
        for one in parts
    )


def papers_complete(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """Every paper of the published list is there; no other may be asked for (行政许可法 art 31)."""
    if not facts.missing_papers:
        return None
    return GuardFailed("workflow.papers_missing", papers=facts.missing_papers)


def lines_are_settled(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """Whatever an officer wrote into a notice was found put right: no program can look after it."""
    open_lines = [line.text for line in application.open_lines if line.key not in facts.settled]
    return GuardFailed("workflow.lines_open", lines=enumerated(open_lines, "；", "; ")) if open_lines else None


def reasons_given(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """The actor says why, in words and not only by a signature."""
    return None if facts.reasons.strip() else GuardFailed("workflow.reasons_missing")


# Letters that a reason has at least: one or two characters, such as 否, say that, and not why.
LEAST_REASON = 3


def reasons_say_why(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """Whoever speaks against a grant says why: a word that only says no is no reason (art 38)."""
    speaks = facts.outcome or (facts.matter_opinion.outcome if facts.matter_opinion else None)
    if speaks is not Outcome.REFUSED:
        return None
    texts = [one.text for one in facts.grounds] or [facts.reasons]
    short = next((one.strip() for one in texts if sum(map(str.isalnum, one)) < LEAST_REASON), None)
    return None if short is None else GuardFailed("workflow.reason_says_nothing", words=short or "—")


def refusal_has_its_basis(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """Each reason of a refusal names what it rests on (art 38): a document, not a word such as 无."""
    bare = next((one.text for one in facts.grounds if not one.basis.strip()), "" if facts.grounds else facts.reasons)
    if bare:
        return GuardFailed("workflow.refusal_without_basis", words=bare)
    known = documents_known(application)
    empty = next((one.basis for one in facts.grounds if not names_a_document(one.basis, known)), "")
    return GuardFailed("workflow.basis_names_nothing", basis=empty.strip()) if empty else None


def holder_was_heard(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """A revocation says when and how its holder was heard, or why that was not possible."""
    said_of_it = sum(map(str.isalnum, facts.heard))
    return None if said_of_it >= LEAST_REASON else GuardFailed("workflow.holder_unheard")


def ground_words(application: Application, ground: EndingGround, lang: Lang | None = None) -> str:
    """Return a ground in words: of a permit with its article of 行政许可法, which a filing does not rest on."""
    return text(ground_key(application, ground), lang)


def ground_key(application: Application, ground: EndingGround) -> str:
    """Return the key of a ground's words in the catalogue; guidance shares a filing's where they name none."""
    if application.track is Track.PERMIT:
        return f"workflow.ground_{ground.value}"
    own = f"workflow.guidance_ground_{ground.value}"
    is_own = application.track is Track.GUIDANCE and own in all_codes()
    return own if is_own else f"workflow.filing_ground_{ground.value}"


def ground_is_one_of(*grounds: EndingGround) -> Guard:
    """Make the guard that a permit ends on one of these cases of the law, and on no unnamed one."""

    def ground_is_stated(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
        if facts.ground in {ground.value for ground in grounds}:
            return None
        known = [ground_words(application, ground) for ground in grounds]
        known_en = [ground_words(application, ground, Lang.EN) for ground in grounds]
        return GuardFailed("workflow.ground_missing", known="；".join(known), known_en="; ".join(known_en))

    return ground_is_stated


def defects_listed(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """The notice lists what is to be put right."""
    listed = [defect for defect in facts.defects if defect.text.strip()]
    return None if listed else GuardFailed("workflow.defects_missing")


def notice_is_the_only_one(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """What is missing is told once (一次性告知).

    A further notice may repeat what was told and is still open, and name what the last submission itself brought; for
    anything that was there before and was not told, the officer puts the reason on record.
    """
    if not application.notices or facts.reasons.strip():
        return None
    told = {defect.key for notice in application.notices for defect in notice.defects}
    late = [defect.text for defect in facts.defects if defect.key not in told | set(facts.fresh_defects)]
    return GuardFailed("workflow.second_notice", late=enumerated(late, "；", "; ")) if late else None


def outcome_stated(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """A recommendation says what it recommends."""
    return None if facts.outcome is not None else GuardFailed("workflow.outcome_missing")


def unwaived(application: Application, waivers: tuple[tuple[str, str], ...]) -> tuple[tuple[Item, Finding], ...]:
    """Return the blocking findings (FAIL, UNMEASURED, REVIEW) that no named reason lifts."""
    lifted = {rule_id for rule_id, reason in waivers if reason.strip()}
    return tuple(
        (item, finding)
        for item in application.items
        for finding in item.report.findings
        if finding.verdict.blocks and finding.rule_id not in lifted
    )


def findings_allow_a_grant(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """A grant rests on no FAIL, UNMEASURED or REVIEW, unless an officer states a reason for each."""
    outcome = facts.outcome
    if outcome is None and application.recommendation is not None:
        outcome = application.recommendation.outcome
    if outcome is Outcome.REFUSED:
        return None
    carried = application.recommendation.waivers if application.recommendation else ()
    open_findings = unwaived(application, facts.waivers + carried)
    if not open_findings:
        return None
    listed = tuple(
        both(*(f"{item.unit_id} {one.rule_id} {title}" for title in (one.title_zh, one.title_en)))
        for item, one in open_findings
    )
    return GuardFailed("workflow.findings_block", findings=listed)


def two_officers(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """Where the policy says so, who decides gave no opinion before: neither the first one nor a section's."""
    if not facts.needs_another_decider:
        return None
    first = application.recommendation
    if first is not None and first.officer.id == actor.id:
        return GuardFailed("workflow.same_officer", officer=actor.name, basis=facts.separation_basis)
    spoken = [one.title for one in application.matters if one.opinion and one.opinion.officer.id == actor.id]
    if not spoken:
        return None
    matters = "、".join(spoken)
    return GuardFailed("workflow.same_section", officer=actor.name, matters=matters, basis=facts.separation_basis)


def recommendation_was_to_grant(
    application: Application, actor: Actor, facts: Facts, now: datetime
) -> GuardFailed | None:
    """The second officer agrees or sends back; nothing is granted against the first opinion."""
    first = application.recommendation
    return None if first is not None and first.outcome in GRANTS else GuardFailed("workflow.against_recommendation")


def recommendation_was_to_refuse(
    application: Application, actor: Actor, facts: Facts, now: datetime
) -> GuardFailed | None:
    """The second officer agrees or sends back; nothing is refused against the first opinion."""
    first = application.recommendation
    return None if first is not None and first.outcome not in GRANTS else GuardFailed("workflow.against_recommendation")


def hearings_are_on_record(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """It is decided on the record of the hearing (art 48): one that was announced has a record, or was given up."""
    if not facts.open_hearings:
        return None
    return GuardFailed("workflow.hearing_unrecorded", notices=facts.open_hearings)


def parties_were_heard(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """Whoever was told that they may speak or ask for a hearing has the days that were given for it (arts 36, 47)."""
    if not facts.open_periods:
        return None
    return GuardFailed("workflow.period_runs", periods=enumerated(facts.open_periods, "；", "; "))


def document_is_sealed(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """The sealed notice exists and carries a permit for each granted sign and item."""
    granted = {one.id for one in application.asked_for if one.outcome in GRANTS}
    if facts.document_digest and granted and granted == {permit.item_id for permit in facts.permits}:
        return None
    return GuardFailed("workflow.document_missing")


def validity_is_over(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """Every permit's last day has passed."""
    last = max((permit.valid_to for permit in application.permits), default=None)
    if facts.today is not None and last is not None and facts.today > last:
        return None
    return GuardFailed("workflow.still_valid", valid_to=str(last or "—"))


def can_say_where_to_go(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """A case that is not accepted names the body to turn to, or says that no permit is needed (art 32)."""
    return None if facts.referral.strip() else GuardFailed("workflow.referral_missing")


def silence_has_accepted(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """The window has neither accepted nor told what is missing in time, so that it counts as accepted (art 32)."""
    return _is_past(application, facts, "acceptance", "workflow.acceptance_open")


def correction_is_overdue(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """The applicant has not answered the notice in time."""
    return _is_past(application, facts, "correction", "workflow.correction_open")


def _is_past(application: Application, facts: Facts, name: str, code: str) -> GuardFailed | None:
    deadline = application.deadline(name)
    # A provisional date may still move when the year's calendar comes: nothing happens by silence on a guess.
    if deadline is not None and not deadline.is_provisional and facts.today is not None and facts.today > deadline.due:
        return None
    return GuardFailed(code, due=str(deadline.due) if deadline else "—")


def extension_is_lawful(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """Once, by at most ten working days, with a reason that the applicant is told (art 42)."""
    if application.extensions:
        return GuardFailed("workflow.extended_already")
    if not 1 <= facts.extension_days <= MAX_EXTENSION_DAYS:
        return GuardFailed("workflow.extension_too_long", most=MAX_EXTENSION_DAYS)
    return None


def not_paused(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """No hearing, survey or test is going on."""
    return GuardFailed("workflow.paused") if application.open_pause else None


def is_paused(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """There is a pause that can end."""
    return None if application.open_pause else GuardFailed("workflow.not_paused")


def pause_is_told(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """The applicant is told how long it takes (art 45)."""
    pause = facts.pause
    return None if pause is not None and pause.expected_days > 0 else GuardFailed("workflow.pause_untold")


def surveyors_suffice(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """Two officers look at the place where the content is checked in substance (art 34), and write it down."""
    survey = facts.survey
    if survey is None or not survey.findings.strip():
        return GuardFailed("workflow.survey_empty")
    # Two of the organ's own people; somebody from outside may be there, and one person counts once.
    people = {account for account, _ in survey.people if account}
    wanted = 2 if facts.needs_two_officers else 1
    return None if len(people) >= wanted else GuardFailed("workflow.surveyors", wanted=wanted)


def did_not_chair(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """Who chairs a hearing is none of those who review the case (art 48): neither before it nor afterwards."""
    surveyed = facts.survey.people if facts.survey else ()
    for account, name in ((actor.id, actor.name), *surveyed):
        if any(chair.is_same(account, name) for chair in facts.chairs):
            return GuardFailed("workflow.chaired", officer=name)
    return None


def survey_took_place(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """A survey began on the day of the draft or later, and ended before it is put on record."""
    survey = facts.survey
    if survey is None or survey.began is None or survey.ended is None:
        return None
    if survey.ended > now:
        return GuardFailed("workflow.survey_to_come", ended=survey.ended.isoformat(sep=" ", timespec="minutes"))
    opened = application.created_at.astimezone(survey.began.tzinfo).date()
    if survey.began.date() < opened:
        return GuardFailed(
            "workflow.survey_before_case", began=survey.began.date().isoformat(), opened=opened.isoformat()
        )
    return None if survey.began < survey.ended else GuardFailed("workflow.survey_took_no_time")


def survey_is_done(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """Where the place has to be inspected, it was."""
    if application.circumstances.needs_survey is not True or application.surveys:
        return None
    return GuardFailed("workflow.survey_missing")


def statements_are_verified(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """A grant rests on no applicant's word for what a survey or an office has to say."""
    stated = statements_to_verify(application)
    if not stated or facts.outcome is Outcome.REFUSED:
        return None
    return GuardFailed("workflow.statements_unverified", stated=in_words(stated))


def matter_is_there(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """The section speaks on an item that the case asks for."""
    known = {matter.id for matter in application.matters}
    return None if facts.matter_id in known and facts.matter_opinion else GuardFailed("workflow.matter_unknown")


def section_is_own(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """An opinion comes from an account of the item's section, or from a supervisor, who is recorded as such."""
    matter = next((one for one in application.matters if one.id == facts.matter_id), None)
    if matter is None or actor.role is Role.SUPERVISOR or matter.section in facts.sections:
        return None
    return GuardFailed("workflow.not_own_section", matter=matter.title, section=matter.section, officer=actor.name)


def matters_are_reviewed(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """Every section has spoken, none against what is recommended; on a single item the first officer speaks."""
    if application.single_matter is not None:
        return None
    silent = [matter.title for matter in application.matters if matter.opinion is None]
    if silent:
        return GuardFailed("workflow.matters_open", matters=tuple(silent))
    if facts.outcome is Outcome.REFUSED:
        return None
    against = [m.title for m in application.matters if m.opinion and m.opinion.outcome not in GRANTS]
    return GuardFailed("workflow.matters_against", matters=tuple(against)) if against else None


def supplements_are_promised(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """Only papers that were promised may follow once a case is accepted."""
    promised = {promise.paper for promise in application.open_promises}
    sent = {material.kind for material in facts.supplements}
    if sent and sent <= promised:
        return None
    return GuardFailed("workflow.not_promised", promised=_promised(application) or "—")


def papers_are_new(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """Something comes that the case does not hold already."""
    held = {(material.kind, material.digest) for material in application.materials}
    sent = {(material.kind, material.digest) for material in facts.supplements}
    return None if sent and not sent & held else GuardFailed("workflow.no_new_papers")


def promises_are_kept(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """Nothing is handed out before the promised papers are there (容缺受理)."""
    listed = _promised(application)
    return GuardFailed("workflow.promises_open", papers=listed) if listed else None


def _promised(application: Application) -> tuple[str, ...]:
    """Return the papers that are still owed, each by code and name."""
    return tuple(enumerated((one.paper, one.name), zh=" ", en=" ") for one in application.open_promises)


def is_a_renewal_in_time(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """A renewal asked for in time and not decided when the permit runs out counts as granted (art 50)."""
    earlier = facts.earlier
    if earlier is not None and facts.today is not None and facts.today > earlier.valid_to:
        return None
    return GuardFailed("workflow.renewal_open", valid_to=str(earlier.valid_to) if earlier else "—")


def earlier_permit_holds(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """The permit that is renewed, changed or transferred is still there and has not passed to somebody else."""
    return GuardFailed("workflow.earlier_lost", number=facts.earlier_lost) if facts.earlier_lost else None


def is_not_delivered_yet(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """A decision is delivered once."""
    return GuardFailed("workflow.delivered_already") if application.deliveries else None


def recipient_is_named(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """The receipt of delivery says who took it."""
    delivery = facts.delivery
    return None if delivery is not None and delivery.recipient.strip() else GuardFailed("workflow.recipient_missing")


def removal_is_shown(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """It is on record how the window knows that the sign is gone."""
    return None if facts.removal_evidence.strip() else GuardFailed("workflow.removal_unshown")


def reasons_given_by_the_office(
    application: Application, actor: Actor, facts: Facts, now: datetime
) -> GuardFailed | None:
    """An officer who ends a permit says why; its holder need not."""
    return None if _is_holder(application, actor) else reasons_given(application, actor, facts, now)


def _is_holder(application: Application, actor: Actor) -> bool:
    return application.applicant.account_id in (actor.id, *actor.acts_for)
