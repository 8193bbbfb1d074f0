"""Whether cases and permits are what the history made of them: no change of state without an entry.

The chain proves that no entry was changed; a row beside it can still be. This walks the register once, some hundred
cases at a time, so that memory does not grow with it. Where an older entry says too little, nothing is held against it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import JSON, ColumnElement, Connection, Row, cast, func, select, type_coerce
from sqlalchemy.dialects.postgresql import JSON as PG_JSON

from signage.applications.model import Action, State
from signage.applications.workflow import ISSUED_FACT, REPLACED, state_label
from signage.locale import Lang, text
from signage.storage.tables import ApplicationRow, HistoryRow, PermitRow

CASES_AT_A_TIME = 400
_ENDS = frozenset(action.value for action in (Action.EXPIRE, Action.REVOKE, Action.WITHDRAW_PERMIT, Action.CANCEL))
_STATES = frozenset(state.value for state in State)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFault:
    """The first record that is not what history says.

    Attributes:
        record: Number of the case or permit, or its id where it has none.
    """

    record: str
    explanation: str
    explanation_en: str


@dataclass(slots=True, kw_only=True)
class RecordTally:
    """What was compared: how many, how many history does not know, and the first fault."""

    cases: int = 0
    permits: int = 0
    unknown_cases: int = 0
    unknown_permits: int = 0
    fault: RecordFault | None = None

    def fail(self, key: str, record: str, **words: Any) -> None:
        """Keep a fault if it is the first."""
        if self.fault is None:
            zh, en = (_worded(words, lang) for lang in (Lang.ZH, Lang.EN))
            self.fault = RecordFault(
                record=record,
                explanation=text(f"storage.{key}", record=record, **zh),
                explanation_en=text(f"storage.{key}", Lang.EN, record=record, **en),
            )


@dataclass(slots=True, kw_only=True)
class _Told:
    """What the entries of one case say."""

    state: str = ""
    state_seq: int = 0
    issue_seq: int = 0
    issue_note: str = ""
    issued: dict[str, str] = field(default_factory=dict)
    replaced: dict[str, int] = field(default_factory=dict)
    end_seq: int = 0

    def hear(self, seq: int, body: str) -> None:
        """Take in one entry, in their order."""
        event = json.loads(body)["value"]
        target, action = event["to_state"], event["action"]
        # Entries that leave the state alone say nothing of it: a replacement, for one, names the permit's state.
        if target and target != event["from_state"]:
            self.state, self.state_seq = target, seq
        facts = event["facts"]
        if action == Action.ISSUE.value:
            self.issue_seq, self.issue_note = seq, event["note"]
            start = f"{ISSUED_FACT} "
            self.issued = {name.removeprefix(start): at for name, at in facts if name.startswith(start)}
        elif action == REPLACED:
            self.replaced |= {number: seq for name, number in facts if name == "permit"}
        elif action in _ENDS:
            self.end_seq = seq

    def issued_it(self, number: str) -> bool:
        """Whether the notice's entry lists a permit; an older one only has it in its sentence."""
        return number in self.issued if self.issued else number in self.issue_note

    def ended_by(self, number: str) -> int:
        """Return the entry that ended a permit, 0 without any."""
        return self.replaced.get(number, 0) or self.end_seq


def check_records(connection: Connection) -> RecordTally:
    """Compare every case and permit with the history, whose chain is known to be whole."""
    tally = RecordTally()
    for cases in _batches(connection):
        told = _told(connection, [case.id for case in cases])
        permits = _permits(connection, [case.id for case in cases])
        for case in cases:
            known = told.get(case.id, _Told())
            _check_case(tally, case, known)
            _check_permits(tally, case, known, permits.get(case.id, []))
    _check_lost(connection, tally)
    return tally


def _batches(connection: Connection) -> Iterator[Sequence[Any]]:
    query = select(ApplicationRow.id, ApplicationRow.number, ApplicationRow.state, _state_within(connection))
    query = query.order_by(ApplicationRow.id).limit(CASES_AT_A_TIME)
    found = connection.execute(query).all()
    while found:
        yield found
        found = connection.execute(query.where(ApplicationRow.id > found[-1].id)).all()


def _state_within(connection: Connection) -> ColumnElement[str]:
    """Return the state that the document holds, taken out by the database: a document may be very long."""
    document = ApplicationRow.document
    if connection.dialect.name == "sqlite":
        return func.iif(func.json_valid(document), func.json_extract(document, "$.value.state"), "").label("within")
    within: ColumnElement[str] = type_coerce(cast(document, PG_JSON), JSON)["value"]["state"].as_string()
    return within.label("within")


def _told(connection: Connection, ids: list[str]) -> dict[str, _Told]:
    query = select(HistoryRow.seq, HistoryRow.application_id, HistoryRow.body)
    query = query.where(HistoryRow.application_id.in_(ids)).order_by(HistoryRow.application_id, HistoryRow.seq)
    told: dict[str, _Told] = {}
    for row in connection.execute(query.execution_options(yield_per=CASES_AT_A_TIME)):
        told.setdefault(row.application_id, _Told()).hear(row.seq, row.body)
    return told


def _permits(connection: Connection, ids: list[str]) -> dict[str, list[Any]]:
    query = select(
        PermitRow.application_id, PermitRow.number, PermitRow.position_key, PermitRow.is_live, PermitRow.document
    )
    found: dict[str, list[Any]] = {}
    for row in connection.execute(query.where(PermitRow.application_id.in_(ids)).order_by(PermitRow.id)):
        found.setdefault(row.application_id, []).append(row)
    return found


def _check_case(tally: RecordTally, case: Row[Any], told: _Told) -> None:
    tally.cases += 1
    name = case.number or case.id
    if not told.state:
        tally.unknown_cases += 1
        tally.fail("record_case_unknown", name)
    elif case.state != told.state:
        tally.fail("record_state", name, found_state=case.state, told_state=told.state, seq=told.state_seq)
    elif case.within != told.state:
        tally.fail("record_document", name, found_state=case.within, told_state=told.state, seq=told.state_seq)


def _check_permits(tally: RecordTally, case: Row[Any], told: _Told, permits: list[Any]) -> None:
    name = case.number or case.id
    for permit in permits:
        tally.permits += 1
        _check_permit(tally, name, told, permit)
    held = {permit.number for permit in permits}
    for number in told.issued:
        if number not in held:
            tally.fail("record_permit_gone", number, case=name, seq=told.issue_seq)


def _check_permit(tally: RecordTally, case: str, told: _Told, permit: Row[Any]) -> None:
    if not told.issue_seq:
        tally.unknown_permits += 1
        tally.fail("record_permit_unknown", permit.number, case=case)
        return
    if not told.issued_it(permit.number):
        tally.unknown_permits += 1
        tally.fail("record_permit_number", permit.number, case=case, seq=told.issue_seq)
        return
    value = _value_of(permit.document)
    own = (value.get("number"), value.get("application_id"), value.get("position_key"), not value.get("ended_reason"))
    if own != (permit.number, permit.application_id, permit.position_key, bool(permit.is_live)):
        tally.fail("record_permit_document", permit.number, case=case)
    elif told.issued and told.issued[permit.number] != permit.position_key:
        tally.fail("record_permit_place", permit.number, seq=told.issue_seq)
    elif permit.is_live and told.ended_by(permit.number):
        tally.fail("record_permit_live", permit.number, seq=told.ended_by(permit.number))
    elif not permit.is_live and not told.ended_by(permit.number):
        tally.fail("record_permit_ended", permit.number, case=case)


def _check_lost(connection: Connection, tally: RecordTally) -> None:
    """Look for what is left over on either side: permits without a case, and cases that only history still knows."""
    cases = select(ApplicationRow.id)
    query = select(PermitRow.number).where(PermitRow.application_id.not_in(cases)).order_by(PermitRow.id)
    for number in connection.scalars(query.execution_options(yield_per=CASES_AT_A_TIME)):
        tally.permits += 1
        tally.unknown_permits += 1
        tally.fail("record_permit_without_case", number)
    rest = select(HistoryRow.seq, HistoryRow.application_id, HistoryRow.body)
    rest = rest.where(HistoryRow.application_id.not_in(cases)).order_by(HistoryRow.seq)
    for row in connection.execute(rest.execution_options(yield_per=CASES_AT_A_TIME)):
        if tally.fault is None and _value_of(row.body).get("to_state"):
            tally.fail("record_case_gone", row.application_id, seq=row.seq)


def _value_of(document: str) -> dict[str, Any]:
    """Return what a stored text holds, nothing where somebody made it unreadable."""
    try:
        read = json.loads(document)
    except ValueError:
        return {}
    value = read.get("value") if isinstance(read, dict) else None
    return value if isinstance(value, dict) else {}


def _worded(words: dict[str, Any], lang: Lang) -> dict[str, Any]:
    return {
        name: state_label(State(value), lang) if name.endswith("_state") and value in _STATES else value or "—"
        for name, value in words.items()
    }
