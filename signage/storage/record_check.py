"""Whether the records are what the history made of them: nothing changes without an entry.

The chain proves that no entry was changed; a row beside it can still be. This walks the register once, some hundred
cases at a time, so that memory does not grow with it. Where an older entry says too little, nothing is held against it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, or_, select

from signage.storage.documents_tables import CaseDocumentRow
from signage.storage.record_cases import check_case
from signage.storage.record_letters import check_letters
from signage.storage.record_numbers import TakenNumbers, check_numbers
from signage.storage.record_permits import check_permits
from signage.storage.record_plans import check_plans
from signage.storage.record_tally import RecordTally
from signage.storage.record_told import Told, value_of
from signage.storage.sealing import APPLICATION_COLUMNS, DOCUMENT_COLUMNS, PERMIT_COLUMNS
from signage.storage.tables import ApplicationRow, HistoryRow, PermitRow

CASES_AT_A_TIME = 100  # a case with drawings may be some hundred kilobytes

_CASES = [getattr(ApplicationRow, name) for name in (*APPLICATION_COLUMNS, "document")]
_PERMITS = [getattr(PermitRow, name) for name in (*PERMIT_COLUMNS, "document")]
_LETTERS = [getattr(CaseDocumentRow, name) for name in DOCUMENT_COLUMNS]


def check_records(connection: Connection, taken: TakenNumbers) -> RecordTally:
    """Compare every case, permit, letter, series of numbers and plan with the history, whose chain is whole."""
    tally = RecordTally()
    for cases in _batches(connection):
        ids = [case.id for case in cases]
        told = _told(connection, ids)
        permits = _by_case(connection, _PERMITS, PermitRow, ids)
        letters = _by_case(connection, _LETTERS, CaseDocumentRow, ids)
        for case in cases:
            known = told.get(case.id, Told())
            check_case(tally, case, known)
            check_permits(tally, case, known, permits.get(case.id, []))
            check_letters(tally, known, letters.get(case.id, []))
    _check_lost(connection, tally)
    check_numbers(tally, connection, taken)
    check_plans(tally, connection)
    return tally


def _batches(connection: Connection) -> Iterator[Sequence[Any]]:
    query = select(*_CASES).order_by(ApplicationRow.id).limit(CASES_AT_A_TIME)
    found = connection.execute(query).all()
    while found:
        last = found[-1].id
        yield found
        found = connection.execute(query.where(ApplicationRow.id > last)).all()


def _told(connection: Connection, ids: list[str]) -> dict[str, Told]:
    query = select(HistoryRow.seq, HistoryRow.application_id, HistoryRow.body)
    query = query.where(HistoryRow.application_id.in_(ids)).order_by(HistoryRow.application_id, HistoryRow.seq)
    told: dict[str, Told] = {}
    for row in connection.execute(query.execution_options(yield_per=CASES_AT_A_TIME)):
        told.setdefault(row.application_id, Told()).hear(row.seq, row.body)
    return told


def _by_case(connection: Connection, columns: list[Any], table: Any, ids: list[str]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in connection.execute(select(*columns).where(table.application_id.in_(ids)).order_by(table.id)):
        found.setdefault(row.application_id, []).append(row)
    return found


def _check_lost(connection: Connection, tally: RecordTally) -> None:
    """Look for what is left over on either side, and at what belongs to no case."""
    cases = select(ApplicationRow.id)
    query = select(PermitRow.number).where(PermitRow.application_id.not_in(cases)).order_by(PermitRow.id)
    for number in connection.scalars(query.execution_options(yield_per=CASES_AT_A_TIME)):
        tally.permits += 1
        tally.unknown_permits += 1
        tally.fail("record_permit_without_case", number)
    rest = select(HistoryRow.seq, HistoryRow.application_id, HistoryRow.body)
    rest = rest.where(HistoryRow.application_id.not_in(cases)).order_by(HistoryRow.seq)
    told = Told()  # letters alone stay in it
    for row in connection.execute(rest.execution_options(yield_per=CASES_AT_A_TIME)):
        if '"action":"letter_' in row.body:
            told.hear(row.seq, row.body)
        if tally.fault is None and value_of(row.body).get("to_state"):
            tally.fail("record_case_gone", row.application_id, seq=row.seq)
    of_none = or_(CaseDocumentRow.application_id.is_(None), CaseDocumentRow.application_id.not_in(cases))
    check_letters(tally, told, list(connection.execute(select(*_LETTERS).where(of_none))))
