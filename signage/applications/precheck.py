"""Everything that stands against a case, found at once: papers, fields, findings, consents (一次性告知).

The applicant sees the same list before submitting that the window's notice would carry.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from signage.applications.compared import licence_defects
from signage.applications.heard import standing_words
from signage.applications.hearings import open_hearings
from signage.applications.model import Application, Item, Purpose
from signage.applications.office import Office
from signage.applications.policy import Paper, Policy
from signage.applications.ports import UnitOfWork
from signage.applications.records import Defect
from signage.applications.same_place import nobody_came_before, rivals_of
from signage.applications.spot import Condition, everybody_was_heard, hearing_was_held
from signage.locale import both, said, text

STATEMENTS = ("affects_third_party", "needs_survey")


def precheck(
    office: Office, unit: UnitOfWork, application: Application, at: datetime | None = None
) -> tuple[Defect, ...]:
    """Return everything that is missing or wrong: fields, papers, findings, places, names; `at` as of fields."""
    return (
        *field_defects(office, unit, application, at),
        *paper_defects(office, application),
        *consent_defects(application),
        *finding_defects(application),
        *place_defects(unit, application),
        *licence_defects(application),
    )


def paper_defects(office: Office, application: Application) -> tuple[Defect, ...]:
    """Return the papers that are not there."""
    return tuple(_paper_defect(paper) for paper in office.policy.lacking(application))


def _paper_defect(paper: Paper) -> Defect:
    key = "applications.defect_paper_may_follow" if paper.may_follow_days else "applications.defect_paper"
    words = said(key, paper=paper.code, name=paper.name_zh, days=paper.may_follow_days)
    # Of the drawings of several ticked items, which share a code, each is a defect of its own.
    own = f"{paper.code}:{paper.name_zh}" if paper.code == text("applications.drawing_code") else paper.code
    return Defect(key=f"paper:{own}", text=words)


def consent_defects(application: Application) -> tuple[Defect, ...]:
    """Return what nobody has said yet of third parties and surveys; the window may find it out by itself."""
    return tuple(
        Defect(key=f"consent:{name}", text=said(f"applications.defect_unstated_{name}"))
        for name in STATEMENTS
        if application.items and getattr(application.circumstances, name) is None
    )


def finding_defects(application: Application) -> tuple[Defect, ...]:
    """Return the findings that stand in the way of a grant."""
    return tuple(
        Defect(
            key=f"finding:{item.position_key}:{finding.rule_id}",
            text=said(
                "applications.defect_finding",
                unit=application.unit_words(item),
                title=both(finding.title_zh, finding.title_en),
                clause=finding.clause,
                message=both(finding.message_zh or finding.required, finding.message_en or finding.required),
            ),
        )
        for item in application.items
        for finding in item.report.findings
        if finding.verdict.blocks
    )


def place_defects(unit: UnitOfWork, application: Application) -> tuple[Defect, ...]:
    """Return the positions that somebody else's live permit holds."""
    where = {item.position_key: f"{item.address} {item.unit_id}" for item in application.items}
    return tuple(
        Defect(key=f"place:{key}", text=said("applications.defect_place", place=where[key]))
        for key in taken_positions(unit, application, application.items)
    )


def taken_positions(unit: UnitOfWork, application: Application, items: tuple[Item, ...]) -> tuple[str, ...]:
    """Return the positions that somebody else's live permit holds; the one that is to be transferred is not taken."""
    lives = [(item.position_key, unit.permits.live_at(item.position_key)) for item in items]
    holder = application.applicant.credit_code
    moving = application.earlier_permit if application.purpose is Purpose.TRANSFER else ""
    return tuple(
        key
        for key, live in lives
        if live is not None and live.holder_code != holder and (not moving or live.number != moving)
    )


def field_defects(
    office: Office, unit: UnitOfWork, application: Application, at: datetime | None = None
) -> tuple[Defect, ...]:
    """Return what is wrong with the fields: the dates of an event, and the permit that is changed or renewed.

    Args:
        office: Its policy and its wall clock.
        unit: For the permits that are there.
        application: The case.
        at: When it is handed in; None takes its last submission, or when its draft was opened.
    """
    return tuple(
        Defect(key=key, text=words)
        for key, words in (
            *_term_faults(office, application, filed_on(office, application, at)),
            *_purpose_faults(office, unit, application),
            *_group_faults(application),
        )
    )


def filed_on(office: Office, application: Application, at: datetime | None = None) -> date:
    """Return the local day on which a case is or was handed in; that of a draft is when it was opened."""
    last = application.submissions[-1].at if application.submissions else application.created_at
    return office.today(at or last)


def spot_conditions(office: Office, application: Application, now: datetime) -> tuple[Condition, ...]:
    """Return every condition of a decision on the spot at an instant, met or not."""
    days = {"filed": filed_on(office, application), "on": office.today(now)}
    with office.reading() as unit:
        first_come = nobody_came_before(rivals_of(unit, application))
        heard = everybody_was_heard(standing_words(office, unit, application.id, now))
        held = hearing_was_held(open_hearings(unit, application.id))
    return (*office.policy.on_the_spot(application, **days, english=office.english), first_come, *heard, *held)


def _term_faults(office: Office, application: Application, filed: date) -> list[tuple[str, str]]:
    return [
        (f"field:term{suffix}:{item.position_key}", words)
        for item in application.items
        for suffix, words in _of_term(office.policy, item, filed)
    ]


def _of_term(policy: Policy, item: Item, filed: date) -> list[tuple[str, str]]:
    rule, term = policy.temporary, item.term
    if term is None:
        is_lacking = item.spec.kind in rule.kinds
        return [("", said("applications.fault_term_missing", unit=item.unit_id))] if is_lacking else []
    return [
        ("" if key == "order" else f"-{key}", said(f"applications.fault_term_{key}", unit=item.unit_id, **named))
        for key, named in rule.faults(term, filed)
    ]


def _group_faults(application: Application) -> list[tuple[str, str]]:
    """A case of a composite group holds at least two things, or it would be handled together with nothing."""
    if not application.group or len(application.asked_for) > 1:
        return []
    return [("field:group", said("applications.fault_group_alone"))]


def _purpose_faults(office: Office, unit: UnitOfWork, application: Application) -> list[tuple[str, str]]:
    purpose, number = application.purpose, application.earlier_permit
    if purpose is Purpose.NEW:
        return []
    key, label = "field:earlier_permit", said(f"workflow.purpose_{purpose.value}")
    if not number:
        return [(key, said("applications.fault_earlier_unnamed", purpose=label))]
    earlier = unit.permits.by_number(number)
    if earlier is None or earlier.ended_at is not None:
        return [(key, said("applications.fault_earlier_missing", purpose=label, number=number))]
    is_own = earlier.holder_code == application.applicant.credit_code
    if purpose is Purpose.TRANSFER and is_own:
        return [(key, said("applications.fault_transfer_to_self", number=number))]
    if purpose is not Purpose.TRANSFER and not is_own:
        return [(key, said("applications.fault_earlier_not_own", purpose=label, number=number))]
    if not any(earlier.goes_on_as(item) for item in application.items):
        return [
            (key, said("applications.fault_earlier_elsewhere", number=number, place=earlier.position_key.split("/")[1]))
        ]
    if purpose is Purpose.RENEWAL:
        return _renewal_time(office, application, earlier.valid_to, key)
    return []


def _renewal_time(office: Office, application: Application, valid_to: date, key: str) -> list[tuple[str, str]]:
    filed = application.submissions[0].at if application.submissions else application.created_at
    ahead = (valid_to - office.today(filed)).days
    if ahead > office.policy.renewal_earliest_days:
        words = said(
            "applications.fault_renewal_early", most=office.policy.renewal_earliest_days, valid_to=str(valid_to)
        )
        return [(key, words)]
    if ahead >= office.policy.renewal_ahead_days:
        return []
    words = said(
        "applications.fault_renewal_late", ahead=ahead, wanted=office.policy.renewal_ahead_days, valid_to=str(valid_to)
    )
    return [(key, words)]


def fresh_keys(office: Office, unit: UnitOfWork, application: Application) -> tuple[str, ...]:
    """Return the keys of the defects that the last submission brought: what was not wrong in the one before."""
    if len(application.submissions) < 2:
        return tuple(defect.key for defect in precheck(office, unit, application))
    before = application.submissions[-2]
    earlier = replace(application, items=before.items, materials=before.materials, matters=before.matters)
    old = {defect.key for defect in precheck(office, unit, earlier)}
    return tuple(defect.key for defect in precheck(office, unit, application) if defect.key not in old)
