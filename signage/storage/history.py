"""The tamper-evident history: a hash chain over canonical JSON, one a database, with its length on record."""

from __future__ import annotations

import hashlib
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from signage import jcs
from signage.applications.model import Event
from signage.locale import Lang, text
from signage.storage.codec import from_json, to_json
from signage.storage.record_check import check_records
from signage.storage.record_numbers import TakenNumbers
from signage.storage.record_tally import RecordTally
from signage.storage.sealing import Journal
from signage.storage.tables import HistoryHeadRow, HistoryRow

GENESIS = "sha256:" + "0" * 64
FORM = "signage.event/1"
ENTRIES_AT_A_TIME = 500

# Built once: every step of every case runs them, and building one takes longer than running it.
_HEAD = select(HistoryHeadRow.entries, HistoryHeadRow.hash).where(HistoryHeadRow.id == 1).with_for_update()
_ENTER = insert(HistoryRow)
_MOVE = update(HistoryHeadRow).where(HistoryHeadRow.id == 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryVerdict:
    """What a verification of the chain found.

    Attributes:
        count: Number of entries that are there.
        first_bad: Number of the first broken entry, None when the chain is whole.
        cases, permits, letters, series: How many were compared with the history; none while the chain is broken.
        unknown_cases, unknown_permits: How many of them history does not know.
        record: Number of the first case, permit, letter or series that is not what history says, empty without one.
    """

    ok: bool
    count: int
    first_bad: int | None
    explanation: str
    explanation_en: str
    cases: int = 0
    permits: int = 0
    letters: int = 0
    series: int = 0
    unknown_cases: int = 0
    unknown_permits: int = 0
    record: str = ""


def entry_hash(seq: int, previous: str, application_id: str, body: str) -> str:
    """Return the hash of an entry over everything that its row holds."""
    sealed = jcs.dumps({"seq": seq, "previous": previous, "application": application_id, "body": body})
    return "sha256:" + hashlib.sha256(sealed).hexdigest()


class SqlHistory:
    """Appends to the chain within a unit of work's transaction."""

    def __init__(self, connection: Connection, journal: Journal | None = None) -> None:
        self._connection = connection
        self._journal = journal or Journal()

    def append(self, event: Event) -> None:
        """Append an event, with the digests of the rows that were written before it in this unit of work.

        The head row stays locked until the transaction ends, so that the chain never forks.
        """
        told = self._journal.told(event.application_id)
        if told:
            event = replace(event, facts=(*event.facts, *told))
        count, last = self._connection.execute(_HEAD).one()
        seq, body = count + 1, to_json(event, FORM)
        sealed = entry_hash(seq, last, event.application_id, body)
        entry = {"seq": seq, "application_id": event.application_id, "body": body, "previous": last, "hash": sealed}
        self._connection.execute(_ENTER, entry)
        self._connection.execute(_MOVE, {"entries": seq, "hash": sealed})

    def of(self, application_id: str) -> tuple[Event, ...]:
        """Return an application's events, oldest first."""
        rows = self._connection.execute(
            select(HistoryRow.body).where(HistoryRow.application_id == application_id).order_by(HistoryRow.seq)
        )
        return tuple(from_json(Event, row.body, FORM) for row in rows)


def verify(connection: Connection) -> HistoryVerdict:
    """Walk the whole chain, then everything on record, and return the first thing that is not as it should be.

    On record are cases, permits, letters and series of numbers. All is read piece by piece, so that memory does not
    grow with the register.
    """
    count = connection.scalar(select(func.count()).select_from(HistoryRow)) or 0
    rows = connection.execute(
        select(HistoryRow.seq, HistoryRow.application_id, HistoryRow.body, HistoryRow.previous, HistoryRow.hash)
        .order_by(HistoryRow.seq)
        .execution_options(yield_per=ENTRIES_AT_A_TIME)
    )
    last, taken = GENESIS, TakenNumbers()
    with closing(rows):
        for wanted, row in enumerate(rows, start=1):
            if row.seq != wanted:
                return _broken("missing", count, wanted)
            if entry_hash(row.seq, row.previous, row.application_id, row.body) != row.hash:
                return _broken("edited", count, wanted)
            if row.previous != last:
                return _broken("unlinked", count, wanted)
            last = row.hash
            taken.hear(row.seq, row.body)
    head = connection.execute(select(HistoryHeadRow.entries, HistoryHeadRow.hash)).one_or_none()
    if head is None or head.entries < count or (head.entries == count and head.hash != last):
        return _broken("head", count, max(1, count))
    if head.entries > count:
        return _broken("cut", count, count + 1, wanted=head.entries)
    return _of_records(count, check_records(connection, taken))


def _of_records(count: int, tally: RecordTally) -> HistoryVerdict:
    numbers: dict[str, Any] = {"count": count, "cases": tally.cases, "permits": tally.permits, "letters": tally.letters}
    fault = tally.fault
    return HistoryVerdict(
        ok=fault is None,
        count=count,
        first_bad=None,
        explanation=fault.explanation if fault else text("storage.history_ok", **numbers),
        explanation_en=fault.explanation_en if fault else text("storage.history_ok", Lang.EN, **numbers),
        cases=tally.cases,
        permits=tally.permits,
        letters=tally.letters,
        series=tally.series,
        unknown_cases=tally.unknown_cases,
        unknown_permits=tally.unknown_permits,
        record=fault.record if fault else "",
    )


def _broken(how: str, count: int, seq: int, *, wanted: int = 0) -> HistoryVerdict:
    key = f"storage.history_{how}"
    return HistoryVerdict(
        ok=False,
        count=count,
        first_bad=seq,
        explanation=text(key, seq=seq, count=count, wanted=wanted),
        explanation_en=text(key, Lang.EN, seq=seq, count=count, wanted=wanted),
    )
