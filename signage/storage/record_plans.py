"""Compare the frontage plans on record with what the entries tell of them: none changed, none gone, none slipped in."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, Row, select

from signage.errors import SignageError
from signage.frontage import parse_plan
from signage.storage.plan_tables import PlanRevisionRow
from signage.storage.record_tally import RecordTally
from signage.storage.tables import HistoryRow

_ACTION = "enter_plan"


def check_plans(tally: RecordTally, connection: Connection) -> None:
    """Hold every revision against the entry that put it on record, and against its own digest."""
    query = select(HistoryRow.seq, HistoryRow.body).where(HistoryRow.body.like(f'%"action":"{_ACTION}"%'))
    told: dict[str, tuple[int, dict[str, str]]] = {}
    for seq, body in connection.execute(query.order_by(HistoryRow.seq)):
        event = json.loads(body)["value"]
        facts = dict(event["facts"])
        if event["action"] == _ACTION and "plan" in facts:
            told[facts["plan"]] = (seq, facts)
    there = set()
    for row in connection.execute(select(PlanRevisionRow.__table__).order_by(PlanRevisionRow.seq)):
        name = f"{row.plan_id}@{row.revision}"
        there.add(name)
        if name not in told:
            tally.fail("record_plan_unknown", name)
            continue
        seq, facts = told[name]
        kept = (row.digest, row.valid_from.isoformat(), row.basis)
        said = (facts.get("plan digest"), facts.get("valid_from"), facts.get("basis"))
        if kept != said or _digest(row) != row.digest:
            tally.fail("record_plan_changed", name, seq=seq)
    for name, (seq, _) in told.items():
        if name not in there:
            tally.fail("record_plan_gone", name, seq=seq)


def _digest(row: Row[Any]) -> str:
    """Return the digest of the plan that the row's file describes now, empty where it describes none."""
    try:
        return parse_plan(row.content.encode("utf-8")).digest
    except SignageError:
        return ""
