"""File names: what the owner calls a file is data; what the product calls it is made here and can be read."""

from __future__ import annotations

import re
import unicodedata

_MOST = 120
_MOST_TITLE = 40
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')  # by Windows, the strictest of the file systems that a download lands on


def cleaned_name(file_name: str) -> str:
    """Return the owner's file name as it is kept: NFC, without folders and invisible characters, at most 120 long.

    Control, format, surrogate, private and unassigned characters are dropped: among them the marks that turn a name
    round and make `exe.pdf` out of `fdp.exe`. The suffix survives shortening. Nothing left gives an empty text.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", file_name))[-1]
    kept = "".join(c for c in last if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn")).strip()
    kept = re.sub(r"\s+", " ", kept)
    if len(kept) <= _MOST:
        return kept
    stem, dot, suffix = kept.rpartition(".")
    if not dot or len(suffix) > 10:
        return kept[:_MOST]
    return f"{stem[: _MOST - len(suffix) - 1]}.{suffix}"


def readable_name(kind: str, title: str, version: int, suffix: str) -> str:
    """Return the name that the product gives a paper, such as `M4 租赁合同 v2.pdf`; safe on every file system."""
    words = _FORBIDDEN.sub("", cleaned_name(title)).strip(" .")[:_MOST_TITLE].strip()
    code = _FORBIDDEN.sub("", cleaned_name(kind.rpartition(":")[2]))[:20]  # an item's paper carries the item's before
    return f"{' '.join(word for word in (code, words) if word)} v{version}{suffix}"
