"""Which typefaces there are: a named file, its digest, its licence, what it can draw.

A sign's typeface is always named and found at a stated place: in a Python package, at a known system path, or in a
folder that the caller gives. Nothing is asked of the system's font matching, which would replace silently.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from signage.errors import FontError, FontNotFound
from signage.typography.font_files import (
    FONT_SUFFIXES,
    FontEntry,
    FontStyle,
    describe_face,
    face_count,
    open_face,
)
from signage.typography.known_fonts import packaged, system
from signage.typography.typeface import Typeface

__all__ = ["DEFAULT_TYPEFACE", "FontCatalogue", "FontEntry", "FontStyle", "open_face"]

DEFAULT_TYPEFACE = "noto-sans-sc"


class FontCatalogue:
    """The typefaces that may be named; safe to share between threads.

    Args:
        entries: Faces; several of one name are its weights.
    """

    def __init__(self, entries: Iterable[FontEntry]) -> None:
        self._entries = tuple(entries)
        self._faces: dict[tuple[str, int], Typeface] = {}

    @classmethod
    def standard(cls, folders: tuple[Path, ...] = (), *, files: tuple[Path, ...] = ()) -> FontCatalogue:
        """Return the catalogue of this machine: packaged typefaces, known system fonts, the given folders and files.

        Args:
            folders: Folders with further .ttf, .otf, .ttc or .otc files, searched in order, not below.
            files: Single font files, whatever they are called.

        Raises:
            FontError: The default typeface is not installed, a folder or file does not exist, or one is no font.
        """
        entries = [*packaged(), *system()]
        for folder in folders:
            entries.extend(_in_folder(folder))
        for path in files:
            entries.extend(_of_file(path))
        if not any(entry.name == DEFAULT_TYPEFACE for entry in entries):
            raise FontError("typography.no_default", package="justmytype-intl-cjk")
        return cls(entries)

    def entries(self) -> tuple[FontEntry, ...]:
        """Return every face, the default first."""
        return self._entries

    def names(self) -> tuple[str, ...]:
        """Return every catalogue name once."""
        return tuple(dict.fromkeys(entry.name for entry in self._entries))

    def typeface(self, name: str = DEFAULT_TYPEFACE, weight: int = 700) -> Typeface:
        """Return a typeface at a weight.

        A family that comes as one file a weight gives the nearest of them; `Typeface.weight` says which.

        Args:
            name: Catalogue name.
            weight: 100 (thin) to 900 (black).

        Raises:
            FontNotFound: No typeface by that name; the error lists the known ones.
            FontError: The file cannot be read.
        """
        found = self._faces.get((name, weight))
        if found is None:
            entry = self._nearest(name, weight)
            effective = min(max(weight, entry.weights[0]), entry.weights[1])
            found = Typeface.of_face(
                open_face(entry.path, entry.index),
                name=entry.name,
                family=entry.family,
                digest=entry.digest,
                index=entry.index,
                licence=entry.licence,
                weight=effective,
                is_variable=entry.is_variable,
                who_has=self.who_has,
            )
            found = self._faces.setdefault((name, weight), found)
        return found

    def who_has(self, character: str) -> tuple[str, ...]:
        """Return the names of the typefaces that can draw a character or every character of a string."""
        return tuple(dict.fromkeys(entry.name for entry in self._entries if not entry.covers(character)))

    def _nearest(self, name: str, weight: int) -> FontEntry:
        family = [entry for entry in self._entries if entry.name == name]
        if not family:
            raise FontNotFound("typography.font_not_found", name=name, known=", ".join(self.names()))
        return min(family, key=lambda e: (max(e.weights[0] - weight, weight - e.weights[1], 0), e.weights[0]))


def _in_folder(folder: Path) -> list[FontEntry]:
    if not folder.is_dir():
        raise FontError("typography.no_folder", folder=str(folder))
    return [
        entry for path in sorted(folder.iterdir()) if path.suffix.lower() in FONT_SUFFIXES for entry in _of_file(path)
    ]


def _of_file(path: Path) -> list[FontEntry]:
    return [describe_face(path, index) for index in range(face_count(path))]
