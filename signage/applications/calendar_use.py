"""Importing a year's calendar, and counting again what was provisional until it was known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from signage.applications.calendar_file import (
    CalendarFigures,
    CalendarNote,
    differences,
    doubts_on,
    festivals_lacking,
    figures_of,
    notes_on,
    read_year,
)
from signage.applications.calendar_versions import CalendarVersion, calendar_at, shipped_years
from signage.applications.clock import COUNTING, CalendarYear, WorkingCalendar
from signage.applications.model import Actor, Application, Deadline, Event
from signage.applications.office import Office
from signage.applications.ports import UnitOfWork
from signage.applications.queue import running_limits
from signage.errors import Conflict, InputError, Location
from signage.locale import enumerated, said

RECOMPUTED = "recompute_deadline"
MOST_REASON = 500
_TRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPreview:
    """What an import would do, before it counts.

    Attributes:
        version: The number that the import would get; the one in force when nothing would change.
        changed: Days that are judged otherwise than now, and whether they are worked.
        is_new: False when the year in force names exactly these days.
    """

    year: CalendarYear
    version: int
    figures: CalendarFigures
    notes: tuple[CalendarNote, ...]
    changed: tuple[tuple[date, bool], ...]
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Recomputed:
    """What counting again came to.

    Attributes:
        cases: Applications whose deadlines were written anew, with old and new date of each.
        untraced: Applications with a provisional deadline whose beginning the history does not tell.
    """

    cases: tuple[tuple[str, tuple[tuple[Deadline, Deadline], ...]], ...] = ()
    untraced: tuple[str, ...] = ()


def versions_of(office: Office) -> tuple[CalendarVersion, ...]:
    """Return every version that was ever imported, by year and version."""
    with office.reading() as unit:
        return unit.calendars.listed()


def preview(office: Office, content: bytes, *, file: str = "") -> CalendarPreview:
    """Return what importing a file would do; nothing is stored.

    Raises:
        InputError: The file is no calendar of one year.
    """
    return _preview(versions_of(office), read_year(content, file=file))


def import_year(
    office: Office, content: bytes, actor: Actor, now: datetime, *, file: str = "", reason: str = ""
) -> CalendarPreview:
    """Store a year as its next version and return what that changed; the same days again change nothing.

    Args:
        office: The window.
        content: The file.
        actor: Who imports it.
        now: The instant.
        file: Its name, for errors.
        reason: Why a year that lacks usual festivals, or is odd otherwise, counts all the same; history keeps it.

    Raises:
        InputError: The file is no calendar of one year, or lacks usual festivals or is odd, and no reason is given.
        Conflict: Somebody else imported that year at the same time.
    """
    year = read_year(content, file=file)
    with office.begin() as unit:
        seen = _preview(unit.calendars.listed(), year)
        if not seen.is_new:
            return seen
        lacking, doubts = festivals_lacking(year), doubts_on(year)
        why = reason.strip()[:MOST_REASON] if lacking or doubts else ""
        if not why:
            _refuse_odd(year, lacking, doubts, file)
        version = CalendarVersion(
            year=year.year,
            version=seen.version,
            source=year.source,
            imported_by=actor.name,
            imported_at=now,
            content=content.decode("utf-8-sig"),
            digest=year.digest,
        )
        unit.calendars.add(version)
        unit.history.append(_imported(version, seen, actor, now, lacking, doubts, why))
        unit.commit()
    return seen


def _refuse_odd(year: CalendarYear, lacking: tuple[str, ...], doubts: tuple[CalendarNote, ...], file: str) -> None:
    """Raise what speaks against a year that nobody has given a reason for."""
    at = Location(file=file or None, field="days")
    if lacking:
        raise InputError("calendar.incomplete", at=at, year=year.year, lacking=lacking)
    if doubts:
        listed = enumerated([said(f"calendar.doubt_{one.key}", about=one.about) for one in doubts], "；", "; ")
        raise InputError("calendar.doubtful", at=at, year=year.year, doubts=listed)


def recompute_open_cases(office: Office, actor: Actor, now: datetime) -> Recomputed:
    """Count the provisional deadlines that still run again, one transaction a case; running it again changes nothing.

    Each changed case gets one line of history with old and new date and the calendar used.
    """
    with office.reading() as unit:
        waiting = unit.calendars.cases_with_provisional_deadlines()
    cases: list[tuple[str, tuple[tuple[Deadline, Deadline], ...]]] = []
    untraced = []
    for application_id in waiting:
        pairs, is_traced = _recompute_one(office, application_id, actor, now)
        if pairs:
            cases.append((application_id, pairs))
        if not is_traced:
            untraced.append(application_id)
    return Recomputed(cases=tuple(cases), untraced=tuple(untraced))


def recomputed(deadline: Deadline, *, start: date, days: int, calendar: WorkingCalendar) -> Deadline:
    """Return a deadline counted again: the `days`-th working day after `start`, provisional as the calendar says."""
    due = calendar.after(start, days)
    return replace(deadline, due=due.day, is_provisional=due.is_provisional)


def counted_from(
    deadline: Deadline, events: tuple[Event, ...], versions: tuple[CalendarVersion, ...], office: Office
) -> tuple[date, int] | None:
    """Return the day a deadline runs from and its working days, as the history tells; None when it does not.

    The step that set it stands in history with its date; the days follow by counting back under the calendar that was
    in force when the date was written.
    """
    start, written, knows_fixed = None, None, True
    for event in events:
        facts = dict(event.facts)
        if f"deadline {deadline.name}" in facts and event.action != RECOMPUTED:
            start = written = event.at
            knows_fixed = COUNTING in event.facts
        if f"recomputed {deadline.name}" in facts:
            written = event.at
            knows_fixed = COUNTING in event.facts
    if start is None or written is None:
        return None
    first = office.today(start)
    before = calendar_at(versions, written, knows_fixed=knows_fixed)
    days = before.between(first, deadline.due)
    return (first, days) if before.after(first, days).day == deadline.due else None


def _preview(versions: tuple[CalendarVersion, ...], year: CalendarYear) -> CalendarPreview:
    own = [version for version in versions if version.year == year.year]
    shipped = next((one for one in shipped_years() if one.year == year.year), None)
    held = own[-1].days if own else shipped
    is_new = held is None or held.digest != year.digest
    return CalendarPreview(
        year=year,
        version=len(own) + 1 if held is None or is_new else held.version,
        figures=figures_of(year),
        notes=notes_on(year),
        changed=differences(held, year),
        is_new=is_new,
    )


def _imported(
    version: CalendarVersion,
    seen: CalendarPreview,
    actor: Actor,
    now: datetime,
    lacking: tuple[str, ...],
    doubts: tuple[CalendarNote, ...],
    why: str,
) -> Event:
    listed = enumerated([said(f"calendar.doubt_{one.key}", about=one.about) for one in doubts], "；", "; ")
    own = "_incomplete" if lacking else "_doubtful" if doubts else ""
    note = said(
        f"calendar.event_imported{own}",
        year=version.year,
        version=version.version,
        source=version.source,
        changed=len(seen.changed),
        **({"lacking": enumerated(lacking), "reason": why} if lacking else {}),
        **({"doubts": listed, "reason": why} if doubts and not lacking else {}),
    )
    facts = (
        ("calendar", f"{version.year}@{version.version}"),
        ("digest", version.digest),
        ("working", str(seen.figures.working)),
        *((("lacking", "、".join(lacking)),) if lacking else ()),
        *((("doubts", str(listed)),) if doubts else ()),
        *((("reason", why),) if why else ()),
    )
    return Event(
        at=now,
        actor=actor,
        action="import_calendar",
        application_id="",
        from_state=None,
        to_state=None,
        note=note,
        facts=facts,
    )


def _recompute_one(
    office: Office, application_id: str, actor: Actor, now: datetime
) -> tuple[tuple[tuple[Deadline, Deadline], ...], bool]:
    for attempt in range(1, _TRIES + 1):
        try:
            return _recompute_now(office, application_id, actor, now)
        except Conflict:  # somebody took a step meanwhile: look at the case again
            if attempt == _TRIES:
                raise
    raise AssertionError  # pragma: no cover


def _recompute_now(
    office: Office, application_id: str, actor: Actor, now: datetime
) -> tuple[tuple[tuple[Deadline, Deadline], ...], bool]:
    with office.begin() as unit:
        current = unit.applications.get(application_id)
        pairs, is_traced = _pairs(unit, office, current)
        changed = tuple((old, new) for old, new in pairs if old != new)
        if not changed:
            return (), is_traced
        renewed = {old.name: new for old, new in changed}
        deadlines = tuple(renewed.get(deadline.name, deadline) for deadline in current.deadlines)
        unit.applications.save(
            replace(current, deadlines=deadlines, version=current.version + 1), expected_version=current.version
        )
        unit.history.append(_recounted(unit, current, changed, actor, now))
        unit.commit()
    return changed, is_traced


def _pairs(unit: UnitOfWork, office: Office, current: Application) -> tuple[list[tuple[Deadline, Deadline]], bool]:
    versions = unit.calendars.listed()
    calendar = calendar_at(versions, max((version.imported_at for version in versions), default=current.created_at))
    events = unit.history.of(current.id)
    pairs, is_traced = [], True
    still_run = running_limits(current)  # what is met or moot stays as it was counted when it mattered
    for deadline in current.deadlines:
        if not (deadline.is_provisional and deadline.name in still_run):
            continue
        origin = counted_from(deadline, events, versions, office)
        if origin is None:
            is_traced = False
            continue
        pairs.append((deadline, recomputed(deadline, start=origin[0], days=origin[1], calendar=calendar)))
    return pairs, is_traced


def _recounted(
    unit: UnitOfWork,
    current: Application,
    changed: tuple[tuple[Deadline, Deadline], ...],
    actor: Actor,
    now: datetime,
) -> Event:
    lines = [
        said(
            "calendar.event_deadline",
            name=said(f"workflow.deadline_{old.name}"),
            old=old.due.isoformat(),
            new=new.due.isoformat(),
            still=said("calendar.still_provisional") if new.is_provisional else "",
        )
        for old, new in changed
    ]
    years = sorted({year for _, new in changed for year in (new.due.year,)})
    latest = {version.year: version.version for version in unit.calendars.listed()}
    used = tuple(("calendar", f"{year}@{latest.get(year, 0)}") for year in years)
    moved = tuple((f"recomputed {old.name}", f"{old.due} → {new.due}") for old, new in changed)
    return Event(
        at=now,
        actor=actor,
        action=RECOMPUTED,
        application_id=current.id,
        from_state=current.state,
        to_state=current.state,
        note=said("calendar.event_recomputed", lines=enumerated(lines, "；", "; ")),
        facts=(*moved, *used, *((COUNTING,) if any(new.is_provisional for _, new in changed) else ())),
    )
