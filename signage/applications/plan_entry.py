"""Putting a frontage plan on record: what it would change is seen first, and who did it on what ground is kept."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from signage.applications.model import Actor, Event
from signage.applications.office import Office
from signage.applications.plan_versions import EnteredPlan, LivePlans
from signage.errors import InputError, NotFound, PlanError
from signage.frontage import FrontagePlan, PlanProblem, PlanRegister, validate, write_plan
from signage.frontage.changed import PlanChange, plan_changes
from signage.locale import said

MOST_BASIS = 500
MOST_REVISION = 40
MOST_AHEAD = timedelta(days=366)  # a slip in the year would shut a building off: what is on record never goes
_MOST_SOURCE = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPreview:
    """What putting a plan on record would do.

    Attributes:
        plan: The plan.
        before: The revision that it follows, None for a building that is new.
        warnings: What somebody should look at; a plan with errors does not come this far.
        changes: The differences to the revision before.
        orphans: Units that the plan no longer has although a permit is live there, with the permit's number.
        is_other_building: Name and address are both others than before: perhaps a file of another building.
        twins: Name and plan's id of other buildings at the same address or of the same name in the same city.
    """

    plan: FrontagePlan
    before: FrontagePlan | None
    warnings: tuple[PlanProblem, ...]
    changes: tuple[PlanChange, ...]
    orphans: tuple[tuple[str, str], ...]
    is_other_building: bool
    twins: tuple[tuple[str, str], ...]


def dated(plan: FrontagePlan, *, valid_from: date | None = None, revision: str = "") -> FrontagePlan:
    """Return a plan with another first day and another number, as far as they are given.

    Raises:
        PlanError: The number is too long, or the plan's last day is not after its first.
    """
    number = revision.strip() or plan.revision
    start = valid_from or plan.valid_from
    if len(number) > MOST_REVISION:
        raise PlanError("plans.long_revision", revision=number[:MOST_REVISION], most=MOST_REVISION)
    if plan.valid_to is not None and plan.valid_to <= start:
        raise PlanError("plans.ends_before", plan=plan.id, start=start.isoformat(), end=plan.valid_to.isoformat())
    return replace(plan, revision=number, valid_from=start)


def preview_plan(office: Office, register: PlanRegister, plan: FrontagePlan, today: date) -> PlanPreview:
    """Return what putting a plan on record would do; nothing is stored.

    Args:
        office: The window, for the permits that are live on the building.
        register: The plans that there are.
        plan: The plan.
        today: The office's date.

    Raises:
        PlanError: The revision is on record, or does not follow the ones that are: it begins on or before the first
            day of one of them, on a day that is over, on which cases were judged by the one before, or too far ahead.
    """
    known = register.revisions(plan.id)
    _refuse_known(known, plan, today)
    before = known[-1] if known else None
    problems = validate(plan)
    errors = [problem for problem in problems if problem.is_error]
    if errors:
        raise errors[0].as_error()
    return PlanPreview(
        plan=plan,
        before=before,
        warnings=tuple(problems),
        changes=plan_changes(before, plan) if before is not None else (),
        orphans=_orphans(office, plan) if before is not None else (),
        is_other_building=before is not None and before.building != plan.building and before.address != plan.address,
        twins=_twins(register, plan, today),
    )


def enter_plan(
    office: Office, plans: LivePlans, plan: FrontagePlan, actor: Actor, now: datetime, *, basis: str, source: str = ""
) -> PlanPreview:
    """Put a plan on record and return what it changed; it counts from its first day.

    Args:
        office: The window.
        plans: Its register.
        plan: The plan.
        actor: Who does it.
        now: The instant.
        basis: What it rests on; history keeps it.
        source: Name of the file that was brought.

    Raises:
        InputError: No basis is given.
        PlanError: See `preview_plan`; or the plan lacks a unit where a permit is live.
        Conflict: Somebody else put that revision on record at the same time.
    """
    words = " ".join(basis.split())[:MOST_BASIS]
    if not words:
        raise InputError("plans.no_basis", plan=plan.id, revision=plan.revision)
    seen = preview_plan(office, plans.present(), plan, office.today(now))
    if seen.orphans:
        listed = tuple(f"{unit} {number}" for unit, number in seen.orphans)
        raise PlanError("plans.orphans", plan=plan.id, listed=listed)
    entered = EnteredPlan(
        plan_id=plan.id,
        revision=plan.revision,
        valid_from=plan.valid_from,
        content=write_plan(plan).decode("utf-8"),
        digest=plan.digest,
        entered_by=actor.name,
        entered_at=now,
        basis=words,
        source=source.strip()[:_MOST_SOURCE],
    )
    if entered.plan.digest != plan.digest:
        raise PlanError("plans.not_the_same", plan=plan.id)  # what is kept must be what was seen
    with office.begin() as unit:
        unit.plans.add(entered)
        unit.history.append(_event(entered, seen, actor, now))
        unit.commit()
    return seen


def entered_of(office: Office, plan_id: str) -> dict[str, EnteredPlan]:
    """Return who put which revisions of a plan on record, by their number; those of the folder are not among them."""
    with office.reading() as unit:
        return {one.revision: one for one in unit.plans.listed() if one.plan_id == plan_id}


def _orphans(office: Office, plan: FrontagePlan) -> tuple[tuple[str, str], ...]:
    """Return the units with live permits that a plan lacks: their signs would hang nowhere and be checked by nobody."""
    there = {unit.id for unit in plan.units}
    found = []
    with office.reading() as unit:
        for permit_id in unit.permits.live_on(plan.id):
            permit = unit.permits.get(permit_id)
            place = permit.position_key.removeprefix(f"{plan.id}/").split("/")[0]
            if place not in there:
                found.append((place, permit.number))
    return tuple(found)


def _refuse_known(known: tuple[FrontagePlan, ...], plan: FrontagePlan, today: date) -> None:
    start = plan.valid_from.isoformat()
    if plan.valid_from > today + MOST_AHEAD:
        raise PlanError("plans.begins_too_late", plan=plan.id, start=start, days=MOST_AHEAD.days)
    same = next((one for one in known if _folded(one.revision) == _folded(plan.revision)), None)
    if same is not None:
        code = "plans.is_known" if same.digest == plan.digest else "plans.number_taken"
        raise PlanError(code, plan=plan.id, revision=plan.revision, start=same.valid_from.isoformat())
    if known and plan.valid_from <= known[-1].valid_from:
        last = known[-1]
        raise PlanError(
            "plans.begins_too_early",
            plan=plan.id,
            start=start,
            revision=last.revision,
            last=last.valid_from.isoformat(),
        )
    if known and plan.valid_from < today:
        raise PlanError("plans.begins_in_the_past", plan=plan.id, start=start, today=today.isoformat())


def _folded(revision: str) -> str:
    """Return a number as a reader takes it: full-width figures and case make no other revision."""
    return unicodedata.normalize("NFKC", revision).casefold().strip()


def _twins(register: PlanRegister, plan: FrontagePlan, today: date) -> tuple[tuple[str, str], ...]:
    found = []
    for plan_id in register.ids:
        if plan_id == plan.id:
            continue
        try:
            other = register.in_force(plan_id, max(plan.valid_from, today))
        except NotFound:
            continue
        is_same = plan.building.strip() == other.building.strip() or plan.address.strip() == other.address.strip()
        if other.city == plan.city and is_same:
            found.append((other.building, other.id))
    return tuple(found)


def _event(entered: EnteredPlan, seen: PlanPreview, actor: Actor, now: datetime) -> Event:
    plan = entered.plan
    code = "plans.event_first" if seen.before is None else "plans.event_next"
    note = said(
        code,
        building=plan.building,
        revision=plan.revision,
        start=plan.valid_from.isoformat(),
        units=len(plan.units),
        before="" if seen.before is None else seen.before.revision,
        changes=len(seen.changes),
        basis=entered.basis,
    )
    return Event(
        at=now,
        actor=actor,
        action="enter_plan",
        application_id="",
        from_state=None,
        to_state=None,
        note=note,
        facts=(
            ("plan", f"{plan.id}@{plan.revision}"),
            ("plan digest", plan.digest),
            ("valid_from", plan.valid_from.isoformat()),
            ("basis", entered.basis),
        ),
    )
