"""What was just done at the counter, as its page says it: from the day's records, never from the address alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from api.step_done import RECENT
from signage.service.model import Appointment, ExtendedHours, ExtraDay, VisitState

# In which state a step leaves a visit.
_AFTER = {
    "arrive": VisitState.ARRIVED,
    "call": VisitState.CALLED,
    "finish": VisitState.FINISHED,
    "no_show": VisitState.NO_SHOW,
    "cancel": VisitState.CANCELLED,
}
EXTENDED, EXTRA_DAY = "extended", "extra_day"


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterDone:
    """One thing that was done.

    Attributes:
        step: A step of a visit, `extended` or `extra_day`.
        visit: Whose step it was; None for the others.
        hours: The line of the log of extended hours.
        opened: The day off that was opened.
        waiting: Tickets that wait, in the order in which they are called.
    """

    step: str
    visit: Appointment | None = None
    hours: ExtendedHours | None = None
    opened: ExtraDay | None = None
    waiting: tuple[str, ...] = ()


def counter_done(
    step: str,
    subject: str,
    account_id: str,
    now: datetime,
    *,
    visits: Sequence[Appointment],
    extended: Sequence[ExtendedHours],
    extra_days: Sequence[ExtraDay],
) -> CounterDone | None:
    """Return what an address may say was done; None where the records do not bear it out.

    Args:
        step: As `CounterDone.step`.
        subject: Id of the visit or of the line of the log, or the day that was opened with its window.
        account_id: Who looks.
        now: The present instant.
        visits: Of the day that is shown, in the order in which they are called.
        extended: The day's log of extended hours.
        extra_days: Days off that are opened.
    """
    since = now - RECENT
    if step == EXTENDED:
        line = next((one for one in extended if one.id == subject and one.recorded_at >= since), None)
        return CounterDone(step=step, hours=line) if line and line.recorded_by.id == account_id else None
    if step == EXTRA_DAY:
        day = next((one for one in extra_days if f"{one.day} {one.window_id}" == subject), None)
        is_own = day is not None and day.opened_by.id == account_id and day.opened_at >= since
        return CounterDone(step=step, opened=day) if is_own else None
    visit = next((one for one in visits if one.id == subject), None)
    if visit is None or _AFTER.get(step) is not visit.state:
        return None
    waiting = tuple(one.ticket for one in visits if one.state is VisitState.ARRIVED and one.id != visit.id)
    return CounterDone(step=step, visit=visit, waiting=waiting)
