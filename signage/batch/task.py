"""One row of a batch as a task: its files written, or the error that its author can put right.

The same row, wishes and versions give the same files, in whichever process and order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from signage.batch.columns import COLUMNS, UNIT, value_of
from signage.batch.files import stem_of, write_whole
from signage.batch.manifest import Record, versions
from signage.batch.names import Row
from signage.batch.tables import Note
from signage.design import SignSpec, changed_spec, spec_of
from signage.digest import digest_of, digest_of_bytes
from signage.errors import InputError, Location, SignageError, SpecError
from signage.render import Rendering


class Studio(Protocol):
    """What draws: given by the caller, sent to each process, so it pickles."""

    def basis(self, spec: SignSpec, unit: str | None) -> tuple[str, ...]:
        """Return digests of everything beside the spec that its pictures depend on.

        Raises:
            SignageError: The row asks for something that there is not.
        """

    def notes(self, spec: SignSpec, unit: str | None, views: tuple[str, ...]) -> tuple[Note, ...]:
        """Return what is to be said of a sign beside its views.

        Raises:
            SignageError: It cannot be drawn.
        """

    def draw(self, spec: SignSpec, view: str, unit: str | None, forms: tuple[str, ...]) -> Iterator[Rendering]:
        """Yield one view of a sign in each format.

        Raises:
            SignageError: It cannot be drawn.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is drawn of every row.

    Attributes:
        folder: Where the files go.
        file: Name of the list, for errors.
        views: Names of the views; they become part of the file names.
        forms: Formats of each view.
        template: A spec whose fields hold where a row says nothing, or None.
        defaults: Flat fields that hold where a row says nothing, when there is no template.
        unit: Unit of the rows that name none.
        options: Further options that the pictures depend on, as words.
    """

    folder: Path
    file: str
    views: tuple[str, ...]
    forms: tuple[str, ...]
    template: SignSpec | None = None
    defaults: tuple[tuple[str, str | float], ...] = ()
    unit: str | None = None
    options: tuple[str, ...] = ()


class RowState(StrEnum):
    """How a row came out."""

    DRAWN = "drawn"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowOutcome:
    """How a row came out: its record, or what is wrong with it."""

    row: Row
    state: RowState
    record: Record | None = None
    error: SignageError | None = None


def draw_row(wanted: Wanted, studio: Studio, row: Row, previous: Record | None) -> RowOutcome:
    """Draw one row, unless an earlier run has drawn the same.

    Args:
        wanted: What to draw of it.
        studio: What draws.
        row: The row.
        previous: Its record in the manifest, if there is one.

    Raises:
        OSError: The folder cannot be written to: no row after it could be either.
    """
    try:
        spec, unit = _asked(wanted, row)
        digest = _input_digest(wanted, spec, unit, studio.basis(spec, unit))
        if previous is not None and previous.input_digest == digest and previous.is_whole(wanted.folder):
            return RowOutcome(row=row, state=RowState.UNCHANGED, record=previous)
        notes = studio.notes(spec, unit, wanted.views)
        files: list[tuple[str, str]] = []
        losses: set[str] = set()
        stem = stem_of(row.number, spec.name)
        for view in wanted.views:
            for rendering in studio.draw(spec, view, unit, wanted.forms):
                name = f"{stem}-{view}{rendering.suffix}"
                write_whole(wanted.folder / name, rendering.content)
                files.append((name, digest_of_bytes(rendering.content)))
                losses.update(rendering.losses)
    except SignageError as error:
        at = Location(file=wanted.file, line=row.line, field=_column(error))
        return RowOutcome(row=row, state=RowState.REFUSED, error=type(error)(error.code, at=at, **error.params))
    record = Record(
        row=row.number,
        name=spec.name,
        input_digest=digest,
        files=tuple(files),
        losses=tuple(sorted(losses)),
        notes=notes,
    )
    return RowOutcome(row=row, state=RowState.DRAWN, record=record)


def _asked(wanted: Wanted, row: Row) -> tuple[SignSpec, str | None]:
    """Return the spec and the unit that a row asks for."""
    if row.surplus:
        raise InputError("batch.more_cells", surplus=row.surplus)
    fields = {field: value_of(field, cell) for field, cell in row.cells}
    unit = fields.pop(UNIT, None) or wanted.unit
    if "name" not in fields:
        raise SpecError("batch.no_name", at=Location(field="name"))
    if wanted.template is not None:
        spec = changed_spec(wanted.template, fields)
    else:
        spec = spec_of({**dict(wanted.defaults), **fields})
    return spec, str(unit) if unit else None


def _input_digest(wanted: Wanted, spec: SignSpec, unit: str | None, basis: tuple[str, ...]) -> str:
    parts = [spec.digest, unit, wanted.views, wanted.forms, wanted.options, basis, versions()]
    return digest_of(parts, "signage.batch-input/1")


def _column(error: SignageError) -> str | None:
    """Return the field at fault; a place in another file than the list is no column of it."""
    if error.at is None or error.at.file or not error.at.field:
        return None
    last = error.at.field.rpartition(".")[2]  # the layout speaks of `text.name`
    return last if last in COLUMNS else error.at.field
