"""The time limits of a case as its page tells them: what runs now, and what is over, kept or not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from signage.applications.model import Action, Application, Deadline, Event
from signage.applications.queue import runs_now
from signage.locale import Lang, text


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitLine:
    """One time limit of a case.

    Attributes:
        is_running: Something is still owed by it.
        ended_on: Local day on which what it asked for was done; None while it runs, and where the case ended before.
    """

    limit: Deadline
    is_running: bool
    ended_on: date | None = None

    @property
    def was_kept(self) -> bool:
        """Whether it was done in time."""
        return self.ended_on is not None and self.ended_on <= self.limit.due


def limit_lines(
    application: Application, history: Sequence[Event], today: Callable[[datetime], date]
) -> tuple[LimitLine, ...]:
    """Return the time limits of a case, those that run now first.

    Args:
        application: The case.
        history: Its lines, oldest first.
        today: Gives the local day of an instant.
    """
    lines = []
    for limit in application.deadlines:
        is_running = runs_now(application, limit.name)
        ended = None if is_running else _ended_at(application, limit.name, history)
        lines.append(LimitLine(limit=limit, is_running=is_running, ended_on=today(ended) if ended else None))
    return tuple(sorted(lines, key=lambda one: not one.is_running))


def pause_lines(application: Application, today: Callable[[datetime], date], lang: Lang) -> dict[str, tuple[str, ...]]:
    """Return in words when the clock stands still now (`running`), and what was not counted before (`over`)."""
    running, over = [], []
    for one in application.pauses:
        what = text(f"workflow.pause_{one.kind.value}", lang)
        began = today(one.started_at).isoformat()
        if one.ended_at is None:
            running.append(text("workflow.pause_runs", lang, what=what, began=began, days=one.expected_days))
        else:
            ended, days = today(one.ended_at).isoformat(), one.uncounted_days
            over.append(text("workflow.pause_over", lang, what=what, began=began, ended=ended, days=days))
    return {"running": tuple(running), "over": tuple(over)}


def _ended_at(application: Application, name: str, history: Sequence[Event]) -> datetime | None:
    """When what a limit asks for was done, None where it never was."""
    match name:
        case "acceptance":
            return _last(history, (Action.ACCEPT, Action.DEEM_ACCEPTED, Action.RETURN, Action.NOT_ACCEPT))
        case "correction":
            notice = _last(history, (Action.RETURN,))
            again = [one.at for one in application.submissions if notice is not None and one.at > notice]
            return again[0] if again else None
        case "promised_decision" | "statutory_decision":
            return application.decision.at if application.decision else None
        case "delivery":
            return application.deliveries[0].at if application.deliveries else None
        case "removal":
            return application.removed_at
    return None


def _last(history: Sequence[Event], actions: tuple[Action, ...]) -> datetime | None:
    named = {action.value for action in actions}
    return next((event.at for event in reversed(history) if event.action in named), None)
