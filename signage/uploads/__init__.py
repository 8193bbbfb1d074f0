"""The door for files from outside: told by content, decoded in a child process with limits, shown only as our pictures.

`receive` gives what may be kept and shown, or refuses in words; `open_upload` gives pictures for measuring on. The
child imports this package, so it stays light: what a format needs is loaded when such a file comes.
"""

from signage.uploads.door import LIMITS, Opened, open_upload, receive
from signage.uploads.formats import (
    ACCEPTED,
    MAX_BYTES,
    PAPERS,
    RASTERS,
    Format,
    accepted_words,
    format_of,
    formats_named,
    suffix_of,
    suffixes_of,
)
from signage.uploads.model import ReceivedMaterial, Remark, remark_words
from signage.uploads.names import cleaned_name, readable_name
from signage.uploads.waiting import WaitingPapers

__all__ = [
    "ACCEPTED",
    "LIMITS",
    "MAX_BYTES",
    "PAPERS",
    "RASTERS",
    "Format",
    "Opened",
    "ReceivedMaterial",
    "Remark",
    "WaitingPapers",
    "accepted_words",
    "cleaned_name",
    "format_of",
    "formats_named",
    "open_upload",
    "readable_name",
    "receive",
    "remark_words",
    "suffix_of",
    "suffixes_of",
]
