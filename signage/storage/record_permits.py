"""Compare the permits of one case with what its entries tell: number, place, term, holder, file and standing."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from signage.applications.workflow import FILE_FACT, HOLDER_FACT, TERM_FACT, party_digest
from signage.storage.record_tally import RecordTally
from signage.storage.record_told import Told, value_of
from signage.storage.sealing import PERMIT_COLUMNS, row_digest


def check_permits(tally: RecordTally, case: Row[Any], told: Told, permits: list[Row[Any]]) -> None:
    """Compare the permits of a case, and look for those that history issued and that are gone."""
    name = case.number or case.id
    for permit in permits:
        tally.permits += 1
        _check_permit(tally, name, told, permit)
    held = {permit.number for permit in permits}
    for number in told.issued:
        if number not in held:
            tally.fail("record_permit_gone", number, case=name, seq=told.issue_seq)


def _check_permit(tally: RecordTally, case: str, told: Told, permit: Row[Any]) -> None:
    if not told.issue_seq:
        tally.unknown_permits += 1
        tally.fail("record_permit_unknown", permit.number, case=case)
        return
    if not told.issued_it(permit.number):
        tally.unknown_permits += 1
        tally.fail("record_permit_number", permit.number, case=case, seq=told.issue_seq)
        return
    value = value_of(permit.document)
    own = (value.get("number"), value.get("application_id"), value.get("position_key"), not value.get("ended_reason"))
    if own != (permit.number, permit.application_id, permit.position_key, bool(permit.is_live)):
        tally.fail("record_permit_document", permit.number, case=case)
    elif told.issued and told.issued[permit.number] != permit.position_key:
        tally.fail("record_permit_place", permit.number, seq=told.issue_seq)
    elif permit.is_live and told.ended_by(permit.number):
        tally.fail("record_permit_live", permit.number, seq=told.ended_by(permit.number))
    elif not permit.is_live and not told.ended_by(permit.number):
        tally.fail("record_permit_ended", permit.number, case=case)
    else:
        _check_content(tally, case, told, permit, value)


def _check_content(tally: RecordTally, case: str, told: Told, permit: Row[Any], value: dict[str, Any]) -> None:
    found = {
        TERM_FACT: f"{value.get('valid_from')}/{value.get('valid_to')}",
        HOLDER_FACT: party_digest(str(value.get("holder")), str(value.get("holder_code"))),
        FILE_FACT: value.get("document_digest"),
    }
    for fact, said in told.permit_facts.get(permit.number, {}).items():
        if found[fact] != said.what:
            term = {"found": found[TERM_FACT], "told": said.what} if fact == TERM_FACT else {}
            tally.fail(f"record_permit_{fact}", permit.number, case=case, seq=said.seq, **term)
    columns = (permit.valid_to.isoformat(), permit.document_digest, permit.verification_code)
    if columns != (value.get("valid_to"), value.get("document_digest"), value.get("verification_code")):
        tally.fail("record_permit_columns", permit.number, case=case)
    sealed = told.rows.get(f"permit {permit.number}")
    if sealed is not None and row_digest(permit._mapping, PERMIT_COLUMNS, permit.document) != sealed.what:
        tally.fail("record_permit_row", permit.number, case=case, seq=sealed.seq)
