"""Read a list of shop names: CSV with a header, one column without, or plain text with a name on each line.

The encoding is recognised by rule and told, never guessed in silence: a byte-order mark, else UTF-8, else GB 18030.
Errors that spoil the whole list come before anything is drawn; what is wrong in one row is that row's error.
"""

from __future__ import annotations

import codecs
import csv
import difflib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from signage.batch.columns import COLUMNS, column_of
from signage.errors import InputError, Location

MOST_BYTES = 64 * 1024 * 1024
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DELIMITERS = (",", "\t", ";")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row that asks for a sign.

    Attributes:
        number: 1 for the first sign of the list.
        line: Row as a spreadsheet counts it, header and empty rows included.
        cells: Field and text of every cell that is not empty.
        surplus: How many cells stand to the right of the last column.
    """

    number: int
    line: int
    cells: tuple[tuple[str, str], ...]
    surplus: int = 0

    @property
    def name(self) -> str:
        """The shop's name as it stands there; may be empty."""
        return dict(self.cells).get("name", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class NameList:
    """A list that can be read from its first row as often as wanted; rows are made while they are read.

    Attributes:
        file: Its name, for errors.
        encoding: `utf-8`, `utf-16` or `gb18030`.
        columns: Field of each column.
        header_line: Row that names the columns, 0 when every row is a name.
        count: How many rows ask for a sign.
        text: What was read.
        delimiter: Between its cells; empty when each line is one cell.
    """

    file: str
    encoding: str
    columns: tuple[str, ...]
    header_line: int
    count: int
    text: str
    delimiter: str

    def rows(self) -> Iterator[Row]:
        """Yield the rows that are not empty, in order."""
        number = 0
        for line, cells in _records(self.text, self.delimiter, self.file):
            if line == self.header_line:
                continue
            number += 1
            pairs = zip(self.columns, cells, strict=False)
            yield Row(
                number=number,
                line=line,
                cells=tuple((field, cell) for field, cell in pairs if cell),
                surplus=sum(1 for cell in cells[len(self.columns) :] if cell),
            )


def read_names(content: bytes, file: str) -> NameList:
    """Return the list that a file holds.

    Args:
        content: Its bytes. A file whose name ends in `.txt` holds a name on each line, commas and quotes included.
        file: Its name.

    Raises:
        InputError: It is too large, in no known encoding, no CSV, empty, or its header cannot be understood.
    """
    if len(content) > MOST_BYTES:
        raise InputError("batch.too_large", at=Location(file=file), most_mb=MOST_BYTES // 1024 // 1024)
    text, encoding = _decoded(content, file)
    delimiter = "" if file.lower().endswith(".txt") else _delimiter_of(text)
    records = _records(text, delimiter, file)
    first = next(records, None)
    if first is None:
        raise InputError("batch.empty", at=Location(file=file))
    line, cells = first
    columns = _columns(cells, Location(file=file, line=line))
    count = sum(1 for _ in records) + (0 if columns else 1)
    if count == 0:
        raise InputError("batch.empty", at=Location(file=file))
    return NameList(
        file=file,
        encoding=encoding,
        columns=columns or ("name",),
        header_line=line if columns else 0,
        count=count,
        text=text,
        delimiter=delimiter,
    )


def _decoded(content: bytes, file: str) -> tuple[str, str]:
    for mark, codec in _MARKS:
        if content.startswith(mark):
            try:
                return content.decode(codec), codec.removesuffix("-sig")
            except UnicodeDecodeError as exc:
                raise InputError("batch.bad_encoding", at=Location(file=file), byte=exc.start) from exc
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as utf8:
        try:
            return content.decode("gb18030"), "gb18030"
        except UnicodeDecodeError:
            line = content[: utf8.start].count(b"\n") + 1
            raise InputError("batch.bad_encoding", at=Location(file=file, line=line), byte=utf8.start) from utf8


def _delimiter_of(text: str) -> str:
    """Return what separates the cells of the first row: a comma unless only another of the usual ones stands there."""
    head = next((line for line in text.splitlines() if line.strip()), "")
    return next((mark for mark in _DELIMITERS if mark in head), ",")


def _records(text: str, delimiter: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not empty with their number in a spreadsheet, cells without outer spaces."""
    if not delimiter:
        for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
            if line.strip():
                yield number, [line.strip()]
        return
    # Strict: a quotation mark that is never closed would otherwise swallow every row after it.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for cells in reader:
            number += 1
            clean = [cell.strip() for cell in cells]
            if any(clean):
                yield number, clean
    except csv.Error as exc:
        at = Location(file=file, line=max(reader.line_num, 1))
        raise InputError("batch.bad_csv", at=at, why=str(exc)) from exc


def _columns(cells: list[str], at: Location) -> tuple[str, ...]:
    """Return the fields of a header, or nothing when the row is a name already.

    Raises:
        InputError: It is neither one nor the other, or names a column that there is not.
    """
    while cells and not cells[-1]:
        cells = cells[:-1]
    found = [column_of(cell) for cell in cells]
    if len(cells) == 1 and found[0] is None:
        if any(column_of(part) for part in cells[0].split("，")[1:]):
            raise InputError("batch.full_width_commas", at=at)
        return ()
    if "name" not in found:
        raise InputError("batch.no_name_column", at=at, known=_LISTED)
    columns: list[str] = []
    for cell, field in zip(cells, found, strict=True):
        if field is None:
            near = difflib.get_close_matches(cell.casefold(), COLUMNS, n=1, cutoff=0.6)
            raise InputError(
                "batch.unknown_column", at=at, column=cell[:40], near=near[0] if near else "—", known=_LISTED
            )
        if field in columns:
            raise InputError("batch.column_twice", at=at, column=cell[:40])
        columns.append(field)
    return tuple(columns)


_LISTED = ", ".join(COLUMNS)
