"""Whether words name the document that something rests on: 《…》, or one that is known by its name without brackets."""

from __future__ import annotations

import re
from collections.abc import Iterable

_TITLED = re.compile(r"《([^《》]+)》")
_LEAST_TITLE = 2  # characters: 《刑法》
_LEAST_KNOWN = 4  # of a title that stands without brackets
_NO_TITLES = frozenset(("无", "没有", "同上", "不详", "略", "依据", "规定", "法律"))


def names_a_document(words: str, known: Iterable[str] = ()) -> bool:
    """Return whether words name at least one document.

    Args:
        words: As written by an officer.
        known: Titles that count without 《》 as well, such as those of the rules that a case was checked against.
    """
    titles = ("".join(filter(str.isalnum, title)) for title in _TITLED.findall(words))
    if any(len(title) >= _LEAST_TITLE and title not in _NO_TITLES for title in titles):
        return True
    said = _plain(words)
    return any(len(_plain(one)) >= _LEAST_KNOWN and _plain(one) in said for one in known)


def _plain(words: str) -> str:
    return "".join(words.split()).casefold()
