"""Font files of the system that the catalogue does not name: asked only when none of its typefaces has a character.

A sign is never drawn with one of them by itself: its licence is not known here, and another machine may not have it.
The error of a missing glyph names the file, and whoever wants it says so. The search is bounded in files and time and
opens each file behind the same door as any other (`font_files`), so that a broken or hostile one is passed over.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from signage.errors import FontError
from signage.typography.font_files import FONT_SUFFIXES, describe_face, face_count

FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
_MOST_FILES, _MOST_FACES, _DEEPEST, _SECONDS = 3000, 4, 6, 2.0
_TOLD = 2
_MARKS_OF_OTHERS = ("italic", "oblique", "mono", "condensed", "narrow", "serif", "light", "thin")  # last choices


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemFont:
    """A file that can draw a text.

    Attributes:
        family: Family name as the file states it.
        path: The file.
    """

    family: str
    path: Path


def fonts_with(text: str, folders: tuple[Path, ...] | None = None) -> tuple[SystemFont, ...]:
    """Return some files of the system that can draw every character of a text, plain bold faces first.

    Args:
        text: What is to be drawn; blanks count too.
        folders: Where to look; None takes the system's folders.

    Returns:
        At most two; nothing when none has them all, or when the search took too long.
    """
    return _found("".join(sorted(set(text))), FOLDERS if folders is None else folders)


@lru_cache(maxsize=256)
def _found(characters: str, folders: tuple[Path, ...]) -> tuple[SystemFont, ...]:
    until = time.monotonic() + _SECONDS
    found: list[SystemFont] = []
    for path in _files(folders):
        if len(found) == _TOLD or time.monotonic() > until:
            break
        family = _family_that_has(path, characters)
        if family is not None and all(family != one.family for one in found):
            found.append(SystemFont(family=family, path=path))
    return tuple(found)


def _family_that_has(path: Path, characters: str) -> str | None:
    try:
        for index in range(min(face_count(path), _MOST_FACES)):
            entry = describe_face(path, index)
            if not entry.covers(characters):
                return entry.family
    except (FontError, ValueError):
        return None  # no font that can be used: not worth a word here
    return None


@lru_cache(maxsize=8)
def _files(folders: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return the font files below some folders, those first that a sign would rather be set in."""
    found: list[Path] = []
    for path in _walk(folders):
        found.append(path)
        if len(found) >= _MOST_FILES:
            break
    return tuple(sorted(found, key=_rank))


def _rank(path: Path) -> tuple[int, bool, str]:
    name = path.stem.lower()
    return sum(mark in name for mark in _MARKS_OF_OTHERS), "bold" not in name, str(path)


def _walk(folders: tuple[Path, ...]) -> Iterator[Path]:
    for top in folders:
        depth = len(top.parts)
        for folder, below, names in os.walk(top, followlinks=False):
            below.sort()
            if len(Path(folder).parts) - depth >= _DEEPEST:
                below.clear()
            for name in sorted(names):
                path = Path(folder, name)
                if path.suffix.lower() in FONT_SUFFIXES:
                    yield path
