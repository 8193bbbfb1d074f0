"""Many signs from one list of names: read the list, draw each row in a process of its own, go on where it stopped.

A row is one pure task (`draw_row`): its files and digests, or the error that its author can put right. `run_batch`
spreads the rows, keeps a manifest beside the files and collects the errors in a table.
"""

from signage.batch.names import NameList, Row, read_names
from signage.batch.run import Progress, Summary, run_batch
from signage.batch.tables import Note, NoteCount
from signage.batch.task import RowOutcome, RowState, Studio, Wanted, draw_row

__all__ = [
    "NameList",
    "Note",
    "NoteCount",
    "Progress",
    "Row",
    "RowOutcome",
    "RowState",
    "Studio",
    "Summary",
    "Wanted",
    "draw_row",
    "read_names",
    "run_batch",
]
