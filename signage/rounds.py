"""What is done without anybody asking: timed steps, letters that are owed, publications that are due.

The command line and a running server make the same rounds; making them again does nothing again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from signage.applications.office import Office
from signage.applications.timed import ClockRun, LookedThrough, run_clock
from signage.register.publishing import publish_due


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """What one round did.

    Attributes:
        published: How many decisions were published.
    """

    clock: ClockRun
    published: int


def make_rounds(office: Office, now: datetime, looked: LookedThrough | None = None) -> Rounds:
    """Take every timed step that is due, send reminders, make owed letters, publish decisions; see `run_clock`.

    Raises:
        ToolError: The database failed.
    """
    clock = run_clock(office, now, looked)
    return Rounds(clock=clock, published=len(publish_due(office, now).published))
