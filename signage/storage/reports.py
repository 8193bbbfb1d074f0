"""Cases with their histories, for figures and exports; only reads."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, or_, select

from signage.applications.model import Application, Event, Role
from signage.drafts.model import Draft
from signage.reports.cases import CaseRecord
from signage.reports.figures import ENDED
from signage.rules import Verdict
from signage.storage.codec import decode, from_json
from signage.storage.materials import DRAFT_FORM
from signage.storage.materials_tables import DraftRow
from signage.storage.tables import AccountRow, ApplicationRow, HistoryHeadRow, HistoryRow, PermitRow

_BLOCKING = frozenset(verdict.value for verdict in Verdict if verdict.blocks)
_SLACK = timedelta(days=1)  # of the clocks of several servers, so that no entry is missed
_BATCH = 400


class SqlReportSource:
    """Reads over one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def cases(self, *, start: datetime, end: datetime) -> tuple[CaseRecord, ...]:
        """Return the cases there before `end` that are open or that something happened to since `start`.

        Their check reports hold only the findings that block: a report has dozens of others, which no figure counts.
        """
        query = (
            select(ApplicationRow.document)
            .where(
                ApplicationRow.created_at < end,
                or_(
                    ApplicationRow.state.not_in(ENDED),
                    ApplicationRow.id.in_(
                        select(HistoryRow.application_id).where(HistoryRow.seq >= self._first_since(start - _SLACK))
                    ),
                ),
            )
            .order_by(ApplicationRow.created_at, ApplicationRow.id)
        )
        found = [_for_figures(document) for document in self._connection.scalars(query)]
        events = self._events_of([case.id for case in found])
        drafts = self._drafts_of_others()
        return tuple(
            CaseRecord(
                application=case,
                events=tuple(events.get(case.id, ())),
                is_drawn_elsewhere=any(paper.digest in drafts for paper in case.materials),
            )
            for case in found
        )

    def _drafts_of_others(self) -> frozenset[str]:
        """Return the digests of the drafts that were handed in by anybody but the desk's own designers."""
        query = select(DraftRow.document).outerjoin(AccountRow, AccountRow.id == DraftRow.account_id)
        query = query.where(or_(AccountRow.role.is_(None), AccountRow.role != Role.DESIGNER.value))
        drafts = (from_json(Draft, document, DRAFT_FORM) for document in self._connection.scalars(query))
        return frozenset(digest for one in drafts for digest in (one.digest, one.picture))

    def find(self, name: str) -> Application | None:
        """Return a case by its id, its intake number or one of its permits' numbers, or None."""
        wanted = or_(
            ApplicationRow.id == name,
            ApplicationRow.number == name,
            ApplicationRow.id.in_(select(PermitRow.application_id).where(PermitRow.number == name)),
        )
        found = self._connection.scalar(select(ApplicationRow.document).where(wanted).limit(1))
        return from_json(Application, found, "signage.application/1") if found is not None else None

    def events(self, application_id: str | None = None) -> Iterator[tuple[int, Event]]:
        """Yield entries of the history with their numbers, oldest first, of one case or of all."""
        query = select(HistoryRow.seq, HistoryRow.body).order_by(HistoryRow.seq)
        if application_id is not None:
            query = query.where(HistoryRow.application_id == application_id)
        for row in self._connection.execute(query):
            yield row.seq, from_json(Event, row.body, "signage.event/1")

    def mark(self) -> str:
        """Return the hash of the history's last entry."""
        return str(self._connection.scalar(select(HistoryHeadRow.hash)))

    def numbers(self) -> dict[str, str]:
        """Return the intake number of every case by its id; drafts are left out."""
        query = select(ApplicationRow.id, ApplicationRow.number).where(ApplicationRow.number.is_not(None))
        return {row.id: row.number for row in self._connection.execute(query)}

    def _first_since(self, instant: datetime) -> int:
        """Return the number of the first entry at or after an instant, by halving: entries lie in order of time."""
        low, high = 1, (self._connection.scalar(select(HistoryHeadRow.entries)) or 0) + 1
        while low < high:
            middle = (low + high) // 2
            body = self._connection.scalar(select(HistoryRow.body).where(HistoryRow.seq == middle))
            if body is not None and from_json(Event, body, "signage.event/1").at < instant:
                low = middle + 1
            else:
                high = middle
        return low

    def _events_of(self, ids: Sequence[str]) -> dict[str, list[Event]]:
        found: dict[str, list[Event]] = {}
        for start in range(0, len(ids), _BATCH):
            query = (
                select(HistoryRow.application_id, HistoryRow.body)
                .where(HistoryRow.application_id.in_(ids[start : start + _BATCH]))
                .order_by(HistoryRow.seq)
            )
            for row in self._connection.execute(query):
                found.setdefault(row.application_id, []).append(from_json(Event, row.body, "signage.event/1"))
        return found


def _for_figures(document: str) -> Application:
    raw: dict[str, Any] = json.loads(document)["value"]
    for item in (*raw["items"], *(item for submission in raw["submissions"] for item in submission["items"])):
        findings = item["report"]["findings"]
        item["report"]["findings"] = [one for one in findings if one["verdict"] in _BLOCKING]
    case: Application = decode(Application, raw)
    return case
