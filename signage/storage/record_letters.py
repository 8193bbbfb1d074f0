"""Compare the letters on file with what the entries tell of them: number and digest, none gone and none slipped in."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from signage.storage.record_tally import RecordTally
from signage.storage.record_told import Told
from signage.storage.sealing import DOCUMENT_COLUMNS, row_digest


def check_letters(tally: RecordTally, told: Told, letters: list[Row[Any]]) -> None:
    """Compare the letters of a case, or those of none."""
    for letter in letters:
        tally.letters += 1
        _check_letter(tally, told, letter)
    there = {letter.id for letter in letters}
    for one, said in told.letters.items():
        if one not in there:
            tally.fail("record_letter_gone", said.number, seq=said.seq)


def _check_letter(tally: RecordTally, told: Told, letter: Row[Any]) -> None:
    said, sealed = told.letters.get(letter.id), told.rows.get(f"document {letter.id}")
    if said is None:
        if letter.digest:  # a number that the case already had is told by its own step, the file by the letter's
            tally.fail("record_letter_unknown", letter.number)
    elif letter.number != said.number:
        tally.fail("record_letter_number", letter.number, told=said.number, seq=said.seq)
    elif (letter.digest or "") != said.digest:
        tally.fail("record_letter_digest", letter.number, seq=said.seq)
    elif sealed is not None and row_digest(letter._mapping, DOCUMENT_COLUMNS) != sealed.what:
        tally.fail("record_letter_row", letter.number, seq=sealed.seq)
