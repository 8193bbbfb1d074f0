"""Inspecting a permit on the street and following up what differs, each step with its line of history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType

from signage.applications.ids import new_id
from signage.applications.model import Actor, Event
from signage.applications.office import Office
from signage.errors import Conflict, GuardFailed, InputError, Location, NotFound
from signage.locale import Sentence, enumerated, said, wording_of
from signage.register.inspection import (
    Comparison,
    Fit,
    Inspection,
    InspectionPolicy,
    ItemFound,
    Rectification,
    RectificationState,
    compare,
    inspection_policy,
)
from signage.register.item_inspection import item_found, item_terms
from signage.register.lookup import look_up
from signage.register.model import PublicPermit
from signage.register.photos import MOST_PHOTOS, stored_photo
from signage.register.ports import RegisterUnitOfWork, begin, begin_reading

_MOST_WORDS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What an inspection led to.

    Attributes:
        rectification: The one that it opened, or the open one that it re-inspected; None when there is none.
    """

    inspection: Inspection
    rectification: Rectification | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """An uploaded picture before it is read."""

    name: str
    content: bytes


def inspections_of(office: Office, number: str) -> tuple[tuple[Inspection, ...], tuple[Rectification, ...]]:
    """Return a permit's inspections, newest first, and its rectifications."""
    with begin_reading(office) as unit:
        return unit.inspections.of_permit(number), unit.inspections.rectifications(number=number)


def rectifications(office: Office, *, open_only: bool = True) -> tuple[Rectification, ...]:
    """Return rectifications, the earliest last day first."""
    with begin_reading(office) as unit:
        return unit.inspections.rectifications(open_only=open_only)


def sign_permit(office: Office, number: str) -> PublicPermit:
    """Return the permit of a sign by its number.

    Raises:
        NotFound: The register has none, or it permits something that is no sign: `inspect_item` looks at that.
    """
    permit = look_up(office, number)
    if not permit.is_for_sign:
        raise NotFound("register.no_sign", number=permit.number, item=permit.sign)
    return permit


def inspect(
    office: Office,
    number: str,
    actor: Actor,
    now: datetime,
    *,
    measured: Mapping[str, float | None],
    inspected_on: date | None = None,
    content_matches: bool | None = None,
    photos: tuple[Photo, ...] = (),
    note: str = "",
    policy: InspectionPolicy | None = None,
) -> Recorded:
    """Record an inspection; what differs opens a rectification, or goes on with the one that is open.

    Args:
        office: The office.
        number: Of the permit.
        actor: The officer on the street.
        now: The instant of recording.
        measured: Lengths in mm by name; what is missing was not measured.
        inspected_on: Local date, today when left out; never later than today.
        content_matches: Whether the sign reads what the permit says; None when nobody looked.
        photos: At most six pictures.
        note: In words.
        policy: Tolerances and days; what the package ships when left out.

    Raises:
        NotFound: The register has no such permit.
        InputError: A length or a day is wrong, there are too many photos, or nothing was recorded at all.
        DocumentError: A photo cannot be taken.
    """
    rules = policy or inspection_policy()
    day = _day_of(office, inspected_on, now, photos)
    permit = sign_permit(office, number)
    comparisons = compare(permit, measured, rules)
    nothing = content_matches is None and not photos and not note.strip()
    if nothing and all(one.fit is Fit.UNMEASURED for one in comparisons):
        raise InputError("register.nothing_measured", at=Location(field="width"))
    found = _Found(day=day, comparisons=comparisons, content_matches=content_matches, photos=photos, note=note)
    return _recorded(office, number, actor, now, found, rules)


def inspect_item(
    office: Office,
    number: str,
    actor: Actor,
    now: datetime,
    *,
    is_at_place: bool | None = None,
    is_in_use: bool | None = None,
    figures: Mapping[str, str] = MappingProxyType({}),
    inspected_on: date | None = None,
    photos: tuple[Photo, ...] = (),
    note: str = "",
    policy: InspectionPolicy | None = None,
) -> Recorded:
    """Record an inspection of an item that is no sign: its place, its period and the figures that it was granted with.

    Args:
        office: The office.
        number: Of the permit.
        actor: The officer on the street.
        now: The instant of recording.
        is_at_place: Whether what goes on keeps to the permitted place; None when nobody looked.
        is_in_use: Whether it was going on; outside the term that differs from the permit.
        figures: What was counted or measured, by the figure's name.
        inspected_on: Local date, today when left out; never later than today.
        photos: At most six pictures.
        note: In words.
        policy: Tolerance and days; what the package ships when left out.

    Raises:
        NotFound, InputError, DocumentError: As for `inspect`.
    """
    rules = policy or inspection_policy()
    day = _day_of(office, inspected_on, now, photos)
    item = item_found(
        item_terms(office, number), rules, day, is_at_place=is_at_place, is_in_use=is_in_use, figures=figures
    )
    if not photos and not note.strip() and all(fit is Fit.UNMEASURED for fit in item.fits):
        raise InputError("register.nothing_looked_at", at=Location(field="place"))
    return _recorded(office, number, actor, now, _Found(day=day, photos=photos, note=note, item=item), rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What an officer brings back from the street, before it is stored."""

    day: date
    photos: tuple[Photo, ...]
    note: str
    comparisons: tuple[Comparison, ...] = ()
    content_matches: bool | None = None
    item: ItemFound | None = None


def _day_of(office: Office, inspected_on: date | None, now: datetime, photos: tuple[Photo, ...]) -> date:
    day = inspected_on or office.today(now)
    if day > office.today(now):
        raise InputError("register.inspected_later", at=Location(field="date"), given=day.isoformat())
    if len(photos) > MOST_PHOTOS:
        raise InputError("register.photos_many", at=Location(field="photos"), most=MOST_PHOTOS)
    return day


def _recorded(
    office: Office, number: str, actor: Actor, now: datetime, found: _Found, rules: InspectionPolicy
) -> Recorded:
    """Store an inspection with its line of history and what follows from it."""
    stored = tuple(stored_photo(p.content, name=p.name, blobs=office.blobs) for p in found.photos)
    with begin(office) as unit:
        inspection = Inspection(
            id=new_id(),
            permit_number=number,
            application_id=_case_of(unit, number),
            officer=actor,
            at=now,
            inspected_on=found.day,
            comparisons=found.comparisons,
            content_matches=found.content_matches,
            photos=stored,
            note=found.note.strip()[:_MOST_WORDS],
            item=found.item,
        )
        unit.inspections.add(inspection)
        followed = _follow(office, unit, inspection, rules)
        _log(unit, inspection.application_id, actor, now, "inspect", _inspected_words(inspection, followed), number)
        if followed is not None and followed.reinspection_id == inspection.id:
            told = said("register.event_closed", number=number, reason=followed.closing)
            _log(unit, inspection.application_id, actor, now, "rectification_closed", told, number)
        unit.commit()
    return Recorded(inspection=inspection, rectification=followed)


def answer(
    office: Office, rectification_id: str, actor: Actor, now: datetime, *, words: str, expected_version: int
) -> Rectification:
    """Record what the holder answered or did.

    Raises:
        InputError: No words.
        GuardFailed: It is closed.
        Conflict: Somebody else was first.
        NotFound: Nothing by that id.
    """
    told = words.strip()[:_MOST_WORDS]
    if not told:
        raise InputError("register.answer_missing", at=Location(field="words"))
    with begin(office) as unit:
        current = _open(unit, rectification_id, expected_version)
        changed = replace(
            current, answer=told, answered_at=now, state=RectificationState.ANSWERED, version=current.version + 1
        )
        unit.inspections.save_rectification(changed, expected_version=current.version)
        note = said("register.event_answered", number=current.permit_number, words=told)
        _log(unit, current.application_id, actor, now, "rectification_answered", note, current.permit_number)
        unit.commit()
    return changed


def close(
    office: Office, rectification_id: str, actor: Actor, now: datetime, *, reasons: str, expected_version: int
) -> Rectification:
    """Close a rectification: only with an answer or a re-inspection that found everything as permitted, and a reason.

    Raises:
        InputError: No reason.
        GuardFailed: There is neither an answer nor a good re-inspection, or it is closed already.
        Conflict: Somebody else was first.
        NotFound: Nothing by that id.
    """
    why = reasons.strip()[:_MOST_WORDS]
    if not why:
        raise InputError("register.reason_missing", at=Location(field="reasons"))
    with begin(office) as unit:
        current = _open(unit, rectification_id, expected_version)
        if not current.answer and not current.reinspection_id:
            raise GuardFailed("register.unanswered", number=current.permit_number)
        changed = _closed(current, actor, now, why)
        unit.inspections.save_rectification(changed, expected_version=current.version)
        note = said("register.event_closed", number=current.permit_number, reason=why)
        _log(unit, current.application_id, actor, now, "rectification_closed", note, current.permit_number)
        unit.commit()
    return changed


def differences(inspection: Inspection) -> tuple[Sentence, ...]:
    """Return what differs from the permit, a sentence each."""
    found = [
        said(
            "register.differs",
            name=said(f"register.length_{one.name}"),
            permitted=f"{one.permitted_mm:.0f}",
            measured=f"{one.measured_mm:.0f}",
            by=f"{one.deviation_mm:+.0f}".replace("-", "−"),
            allowed=f"{one.allowed_mm:.0f}",
        )
        for one in inspection.comparisons
        if one.fit is Fit.DIFFERS and one.measured_mm is not None
    ]
    if inspection.content_matches is False:
        found.append(said("register.differs_content"))
    return (*found, *_item_differences(inspection.item))


def _item_differences(item: ItemFound | None) -> tuple[Sentence, ...]:
    if item is None:
        return ()
    found = []
    if item.is_at_place is False:
        found.append(said("register.differs_place", place=item.place))
    if item.period is Fit.DIFFERS:
        found.append(said("register.differs_period", first=str(item.first), last=str(item.last)))
    found += [
        said(
            "register.differs_figure",
            name=one.name,
            permitted=f"{one.permitted} {one.unit}".strip(),
            found=f"{one.found} {one.unit}".strip(),
            allowed=f"{one.allowed} {one.unit}".strip(),
        )
        for one in item.figures
        if one.fit is Fit.DIFFERS
    ]
    return tuple(found)


def _follow(
    office: Office, unit: RegisterUnitOfWork, inspection: Inspection, rules: InspectionPolicy
) -> Rectification | None:
    """Open a rectification for what differs; a re-inspection that finds everything as permitted closes the open one."""
    standing = unit.inspections.rectifications(number=inspection.permit_number, open_only=True)
    if inspection.fit is Fit.FITS and standing:
        current, at = standing[0], inspection.at
        why = said("register.closed_by_reinspection", day=inspection.inspected_on.isoformat())
        closed = _closed(current, inspection.officer, at, why, reinspection_id=inspection.id)
        unit.inspections.save_rectification(closed, expected_version=current.version)
        return closed
    if inspection.fit is not Fit.DIFFERS:
        return standing[0] if standing else None
    if standing:  # it still differs: its day stays, and an earlier answer or good re-inspection closes nothing
        told = tuple(dict.fromkeys((*standing[0].differences, *differences(inspection))))
        again = replace(
            standing[0],
            differences=told,
            reinspection_id="",
            answer="",
            answered_at=None,
            state=RectificationState.OPEN,
            version=standing[0].version + 1,
        )
        unit.inspections.save_rectification(again, expected_version=standing[0].version)
        return again
    due = office.calendar.after(inspection.inspected_on, rules.rectification_days)
    opened = Rectification(
        id=new_id(),
        inspection_id=inspection.id,
        permit_number=inspection.permit_number,
        application_id=inspection.application_id,
        opened_on=inspection.inspected_on,
        due=due.day,
        is_provisional=due.is_provisional,
        differences=differences(inspection),
    )
    unit.inspections.add_rectification(opened)
    return opened


def _closed(
    current: Rectification, actor: Actor, at: datetime, why: str, *, reinspection_id: str = ""
) -> Rectification:
    return replace(
        current,
        state=RectificationState.CLOSED,
        closing=why,
        closing_wording=wording_of(why),
        closed_at=at,
        closed_by=actor,
        reinspection_id=reinspection_id or current.reinspection_id,
        version=current.version + 1,
    )


def _open(unit: RegisterUnitOfWork, rectification_id: str, expected_version: int) -> Rectification:
    current = unit.inspections.rectification(rectification_id)
    if current.version != expected_version:
        raise Conflict("register.changed_meanwhile", id=rectification_id)
    if current.state is RectificationState.CLOSED:
        raise GuardFailed("register.already_closed", number=current.permit_number)
    return current


def _case_of(unit: RegisterUnitOfWork, number: str) -> str:
    found = unit.register.case_of(number)
    if found is None:
        raise NotFound("register.no_permit", number=number[:60])
    return found[0]


def _inspected_words(inspection: Inspection, followed: Rectification | None) -> str:
    key = f"register.event_inspected_{inspection.fit.value}"
    due = followed.due.isoformat() if followed else ""
    listed = enumerated(differences(inspection), "；", "; ")
    return said(key, number=inspection.permit_number, differences=listed, due=due)


def _log(
    unit: RegisterUnitOfWork, case_id: str, actor: Actor, now: datetime, action: str, note: str, number: str
) -> None:
    case = unit.applications.get(case_id)
    unit.history.append(
        Event(
            at=now,
            actor=actor,
            action=action,
            application_id=case_id,
            from_state=case.state,
            to_state=case.state,
            note=note,
            facts=(("permit", number),),
        )
    )
