"""Tables beside the files of a batch, for a spreadsheet: what is wrong with rows, what is to be said of signs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from signage.batch.files import write_whole
from signage.batch.names import Row
from signage.errors import SignageError

ERRORS, NOTES = "errors.csv", "notes.csv"
_FORMULA = re.compile(r"^[=+\-@\t\r]")  # a spreadsheet would work these out instead of showing them

T = TypeVar("T")

Note = tuple[str, str]
"""What is to be said of a sign: the code that tells notes of one sort, and the sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteCount:
    """Notes of one sort.

    Attributes:
        count: How many rows have one.
        row: The first of them.
        words: What is said of it.
    """

    count: int
    row: Row
    words: str


def write_errors(
    folder: Path,
    faults: Iterable[tuple[Row, SignageError]],
    sentence: Callable[[SignageError], str],
    headings: Sequence[str],
) -> None:
    """Write the table of errors in the order of the list; without errors an older one goes."""
    rows = []
    for row, error in _in_order(faults):
        column = (error.at.field if error.at else None) or ""
        rows.append((row, column, sentence(error)))
    _write(folder / ERRORS, rows, headings)


def write_notes(folder: Path, notes: Iterable[tuple[Row, Note]], headings: Sequence[str]) -> None:
    """Write the table of notes in the order of the list; without notes an older one goes."""
    _write(folder / NOTES, [(row, words) for row, (_, words) in _in_order(notes)], headings)


def counted(notes: Iterable[tuple[Row, Note]]) -> tuple[NoteCount, ...]:
    """Return the notes by sort, the most frequent first."""
    sorts: dict[str, list[tuple[Row, str]]] = {}
    for row, (code, words) in _in_order(notes):
        sorts.setdefault(code, []).append((row, words))
    found = [NoteCount(count=len(told), row=told[0][0], words=told[0][1]) for told in sorts.values()]
    return tuple(sorted(found, key=lambda one: (-one.count, one.row.number)))


def _in_order(told: Iterable[tuple[Row, T]]) -> list[tuple[Row, T]]:
    return sorted(told, key=lambda pair: pair[0].number)


def _write(path: Path, rows: Sequence[tuple[Row, *tuple[str, ...]]], headings: Sequence[str]) -> None:
    if not rows:
        path.unlink(missing_ok=True)
        return
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(headings)
    for row, *cells in rows:
        writer.writerow([row.line, *(_quiet(cell) for cell in (row.name, *cells))])
    write_whole(path, out.getvalue().encode("utf-8-sig", "replace"))


def _quiet(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell
