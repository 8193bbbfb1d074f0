"""Frontage plans read from the drawings of others: what was taken, what was left and why, what is still to be asked.

A reader turns a file into a `Drawing` (lines and texts by layer, no meaning yet); a `Mapping` says what the layers
mean; `assemble` makes the plan. All of it runs in a child process with limits: call `import_plan` or `inspect_file`.
"""

from signage.confined import Limits
from signage.frontage.readers.child import import_plan, inspect_file
from signage.frontage.readers.drawing import Drawing, Label, Stroke
from signage.frontage.readers.mapping import Mapping, mapping_schema, read_mapping
from signage.frontage.readers.report import ImportReport, Note, Taken

__all__ = [
    "Drawing",
    "ImportReport",
    "Label",
    "Limits",
    "Mapping",
    "Note",
    "Stroke",
    "Taken",
    "import_plan",
    "inspect_file",
    "mapping_schema",
    "read_mapping",
]
