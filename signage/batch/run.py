"""Draw a whole list: rows over processes, manifest kept, errors collected in a table, nothing half-written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from signage.batch.files import only_batch_in
from signage.batch.manifest import Record, growing_manifest, read_manifest, write_manifest
from signage.batch.names import NameList, Row
from signage.batch.pool import WorkerDied, run_tasks
from signage.batch.tables import ERRORS, NOTES, Note, NoteCount, counted, write_errors, write_notes
from signage.batch.task import RowOutcome, RowState, Studio, Wanted, draw_row
from signage.errors import InputError, Location, SignageError, ToolError


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a batch is: rows done of all, and the last of them."""

    done: int
    total: int
    last: RowOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """How a batch came out.

    Attributes:
        total: Rows of the list.
        drawn: Drawn now.
        unchanged: Left as an earlier run had drawn them.
        refused: Rows with an error.
        tool_failures: How many of them failed by a tool and not by their input.
        files: Files that belong to the list now.
        left_over: Files of an earlier run that no longer belong to it; they stay where they are.
        losses: What the formats could not show.
        errors: Name of the table of errors; empty when there is none.
        notes: What is to be said of the signs, by sort, the most frequent first.
        notes_table: Name of the table of notes; empty when there is none.
    """

    total: int
    drawn: int
    unchanged: int
    refused: int
    tool_failures: int
    files: int
    left_over: tuple[str, ...]
    losses: tuple[str, ...]
    errors: str
    notes: tuple[NoteCount, ...] = ()
    notes_table: str = ""


@dataclass(slots=True)
class _Tally:
    records: dict[int, Record] = field(default_factory=dict)
    faults: list[tuple[Row, SignageError]] = field(default_factory=list)
    notes: list[tuple[Row, Note]] = field(default_factory=list)
    counts: dict[RowState, int] = field(default_factory=lambda: dict.fromkeys(RowState, 0))

    def add(self, outcome: RowOutcome) -> None:
        self.counts[outcome.state] += 1
        if outcome.record is not None:
            self.records[outcome.row.number] = outcome.record
            self.notes += ((outcome.row, note) for note in outcome.record.notes)
        if outcome.error is not None:
            self.faults.append((outcome.row, outcome.error))

    @property
    def done(self) -> int:
        return sum(self.counts.values())


def run_batch(
    names: NameList,
    wanted: Wanted,
    studio: Studio,
    *,
    jobs: int = 1,
    sentence: Callable[[SignageError], str],
    headings: tuple[str, ...],
    note_headings: tuple[str, ...],
    on_progress: Callable[[Progress], None] | None = None,
    warm: Callable[[], None] | None = None,
) -> Summary:
    """Draw every row of a list into a folder.

    Rows that an earlier run has drawn from the same input with the same versions, and whose files are as they were,
    are left alone. After an interruption, or when a process dies, what is finished stays and is recorded.

    Args:
        names: The list.
        wanted: What to draw of each row.
        studio: What draws; pickles when `jobs` is more than 1.
        jobs: How many processes.
        sentence: Puts an error into words for the table of errors.
        headings: Of that table: row, name, field, what is wrong.
        note_headings: Of the table of notes: row, name, what is said.
        on_progress: Called after each row.
        warm: Fills caches that forked processes inherit.

    Raises:
        InputError: The folder cannot be written to.
        Conflict: Another batch draws into it.
        ToolError: A process died.
    """
    folder = wanted.folder
    try:
        with only_batch_in(folder):
            before = read_manifest(folder)
            tally = _Tally()
            try:
                _draw_all(names, wanted, studio, jobs, before, tally, on_progress, warm)
            finally:
                is_whole = tally.done == names.count
                write_manifest(folder, (tally.records if is_whole else {**before, **tally.records}).values())
                write_errors(folder, tally.faults, sentence, headings)
                write_notes(folder, tally.notes, note_headings)
    except OSError as exc:
        raise InputError("batch.cannot_write", folder=str(folder), why=exc.strerror or str(exc)) from exc
    return _summary(folder, names, before, tally)


def _draw_all(
    names: NameList,
    wanted: Wanted,
    studio: Studio,
    jobs: int,
    before: dict[int, Record],
    tally: _Tally,
    on_progress: Callable[[Progress], None] | None,
    warm: Callable[[], None] | None,
) -> None:
    tasks: Iterator[tuple[Row, Record | None]] = ((row, before.get(row.number)) for row in names.rows())
    with growing_manifest(wanted.folder, before) as add:
        try:
            with closing(run_tasks(partial(_task, wanted, studio), tasks, jobs, warm=warm)) as outcomes:
                for outcome in outcomes:
                    tally.add(outcome)
                    if outcome.state is RowState.DRAWN and outcome.record is not None:
                        add(outcome.record)
                    if on_progress is not None:
                        on_progress(Progress(done=tally.done, total=names.count, last=outcome))
        except WorkerDied as exc:
            raise ToolError("batch.worker_died", done=tally.done, total=names.count) from exc


def _task(wanted: Wanted, studio: Studio, task: tuple[Row, Record | None]) -> RowOutcome:
    try:
        return draw_row(wanted, studio, *task)
    except OSError:
        raise
    except Exception as exc:  # one row that meets a fault of ours must not cost the other 9,999
        row = task[0]
        at = Location(file=wanted.file, line=row.line)
        fault = ToolError("batch.row_fault", at=at, kind=type(exc).__name__, words=str(exc)[:200])
        return RowOutcome(row=row, state=RowState.REFUSED, error=fault)


def _summary(folder: Path, names: NameList, before: dict[int, Record], tally: _Tally) -> Summary:
    mine = {name for record in tally.records.values() for name, _ in record.files}
    earlier = {name for record in before.values() for name, _ in record.files}
    return Summary(
        total=names.count,
        drawn=tally.counts[RowState.DRAWN],
        unchanged=tally.counts[RowState.UNCHANGED],
        refused=tally.counts[RowState.REFUSED],
        tool_failures=sum(1 for _, error in tally.faults if isinstance(error, ToolError)),
        files=len(mine),
        left_over=tuple(sorted(name for name in earlier - mine if (folder / name).is_file())),
        losses=tuple(sorted({loss for record in tally.records.values() for loss in record.losses})),
        errors=ERRORS if tally.faults else "",
        notes=counted(tally.notes),
        notes_table=NOTES if tally.notes else "",
    )
