"""What stands for an event only (临时设置): how long, from when, and what its sign kind states by itself.

The one place that judges an event's dates; the catalogue's guide shows the same figures (`item_days.as_applied`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from signage.applications.model import Item
from signage.applications.records import Term


@dataclass(frozen=True, slots=True, kw_only=True)
class TemporaryRule:
    """How something is handled that stands only for an event (临时设置).

    Attributes:
        kinds: Sign kinds that are always temporary, so that they need dates.
        max_days: The longest term, both days included.
        removal_days: Working days to take it down after its last day.
        reminder_days: Calendar days before the end at which the holder is reminded.
        promised_days: Working days of the promise.
        implied: Circumstances that a sign kind states by itself, with the kinds that do.
        title_en: What English pages call its decision; empty leaves them a general name.
    """

    kinds: tuple[str, ...]
    max_days: int
    removal_days: int
    reminder_days: int
    promised_days: int
    title: str
    basis: tuple[str, ...]
    reason_zh: str
    reason_en: str
    implied: tuple[tuple[str, tuple[str, ...]], ...] = ()
    title_en: str = ""

    def implies(self, circumstance: str, item: Item) -> bool:
        """Return whether a sign's kind alone states a circumstance, as a balloon states that one is flown."""
        return item.spec.kind in dict(self.implied).get(circumstance, ())

    def faults(self, term: Term, filed: date) -> tuple[tuple[str, dict[str, str | int]], ...]:
        """Return what is wrong with a term that is asked for on a day: keys and what their sentences name.

        Args:
            term: From when to when, both days included.
            filed: The local day on which it is handed in.
        """
        start, end = str(term.start), str(term.end)
        found: list[tuple[str, dict[str, str | int]]] = []
        if term.end < term.start:
            found.append(("order", {"start": start, "end": end}))
        elif term.days > self.max_days:
            found.append(("long", {"days": term.days, "most": self.max_days}))
        if term.start < filed:
            found.append(("past", {"start": start, "filed": str(filed)}))
        return tuple(found)

    def reminder_on(self, last: date) -> date:
        """Return the day from which the holder is reminded of taking it down."""
        return last - timedelta(days=self.reminder_days)
