"""Compare one case with what its entries tell: its state, who applied, what was handed in and what was decided."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row

from signage.applications.model import Submission
from signage.applications.workflow import APPLICANT_FACT, DECIDED_FACT, OUTCOME_FACT, party_digest
from signage.errors import SignageError
from signage.storage.codec import decode
from signage.storage.record_tally import RecordTally
from signage.storage.record_told import Told, value_of
from signage.storage.sealing import APPLICATION_COLUMNS, row_digest


def check_case(tally: RecordTally, case: Row[Any], told: Told) -> None:
    """Compare a case; where its last entry holds the digest of its row, the long document need not be read."""
    tally.cases += 1
    name = case.number or case.id
    if not told.state:
        tally.unknown_cases += 1
        tally.fail("record_case_unknown", name)
        return
    if case.state != told.state:
        tally.fail("record_state", name, found_state=case.state, told_state=told.state, seq=told.state_seq)
        return
    sealed = told.rows.get("application")
    if sealed is not None and row_digest(case._mapping, APPLICATION_COLUMNS, case.document) == sealed.what:
        return
    value = value_of(case.document)
    if value.get("state") != told.state:
        words = {"found_state": value.get("state"), "told_state": told.state, "seq": told.state_seq}
        tally.fail("record_document", name, **words)
        return
    _check_columns(tally, name, case, value)
    _check_facts(tally, name, told, value)
    if sealed is not None:
        tally.fail("record_row", name, seq=sealed.seq)
    else:
        _check_submission(tally, name, told, value)


def _check_columns(tally: RecordTally, name: str, case: Row[Any], value: dict[str, Any]) -> None:
    applicant, decision = _part(value, "applicant"), _part(value, "decision")
    own = (value.get("number") or None, value.get("version"), applicant.get("name"), applicant.get("credit_code"))
    own_days = (_instant(value.get("submitted_at")), _instant(decision.get("at")))
    if own != (case.number, case.version, case.applicant_name, case.applicant_code):
        tally.fail("record_columns", name)
    elif own_days != (case.submitted_at, case.decided_at):
        tally.fail("record_days", name)


def _check_facts(tally: RecordTally, name: str, told: Told, value: dict[str, Any]) -> None:
    applicant, decision = _part(value, "applicant"), _part(value, "decision")
    found = {
        APPLICANT_FACT: party_digest(str(applicant.get("name")), str(applicant.get("credit_code"))),
        OUTCOME_FACT: decision.get("outcome"),
        DECIDED_FACT: decision.get("at"),
    }
    for fact, said in told.facts.items():
        if found[fact] != said.what and not (fact == APPLICANT_FACT and told.state in ("draft", "returned")):
            tally.fail(f"record_{fact}", name, seq=said.seq)


def _check_submission(tally: RecordTally, name: str, told: Told, value: dict[str, Any]) -> None:
    """Work the digest of what was handed in out anew: only for what was kept before rows had one."""
    submissions = value.get("submissions")
    if told.submission is None:
        return
    try:
        found = decode(Submission, submissions[-1]).digest if isinstance(submissions, list) and submissions else ""
    except SignageError:
        found = ""
    if found != told.submission.what:
        tally.fail("record_submission", name, seq=told.submission.seq)


def _part(value: dict[str, Any], name: str) -> dict[str, Any]:
    found = value.get(name)
    return found if isinstance(found, dict) else {}


def _instant(written: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(written).astimezone(UTC)
    except (TypeError, ValueError):
        return None
