"""Which typefaces there are: a named file, its digest, its licence, what it can draw.

A sign's typeface is always named and found at a stated place: in a Python package, at a known system path, or in a
folder that the caller gives. Nothing is asked of the system's font matching, which would replace silently.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
from signage.typography.known_fonts import PACKAGES, packaged, system
from signage.typography.typeface import Typeface

__all__ = ["DEFAULT_TYPEFACE", "FontCatalogue", "FontEntry", "FontStyle", "open_face"]

DEFAULT_TYPEFACE = "noto-sans-sc"


class FontCatalogue:
    """The typefaces that may be named; safe to share between threads.

    Args:
        entries: Faces; several of one name are its weights.
        left_out: Files of a folder that are no font that can be read, each with its error.
    """

    def __init__(self, entries: Iterable[FontEntry], left_out: Mapping[Path, FontError] | None = None) -> None:
        self._entries = tuple(entries)
        self._left_out = dict(left_out or {})
        self._faces: dict[tuple[str, int], Typeface] = {}

    @classmethod
    def standard(cls, folders: tuple[Path, ...] = (), *, files: tuple[Path, ...] = ()) -> FontCatalogue:
        """Return the catalogue of this machine: packaged typefaces, known system fonts, the given folders and files.

        Args:
            folders: Folders with further .ttf, .otf, .ttc or .otc files, searched in order, not below.
            files: Single font files, whatever they are called; they stand in for others of the same name.

        Raises:
            FontError: The default typeface is not installed, a folder or file does not exist, or one of `files` is no
                font. A broken file in a folder is left out (`left_out`) and raises when its typeface is asked for.
        """
        entries = [*packaged(), *system()]
        left_out: dict[Path, FontError] = {}
        for folder in folders:
            entries.extend(_in_folder(folder, left_out))
        given = [entry for path in files for entry in _of_file(path)]
        names = {entry.name for entry in given}
        entries = [*(entry for entry in entries if entry.name not in names), *given]
        if not any(entry.name == DEFAULT_TYPEFACE for entry in entries):
            raise FontError("typography.no_default", package=PACKAGES[DEFAULT_TYPEFACE])
        return cls(entries, left_out)

    @property
    def left_out(self) -> tuple[FontError, ...]:
        """What is wrong with the files of the folders that cannot be read."""
        return tuple(self._left_out.values())

    def entries(self) -> tuple[FontEntry, ...]:
        """Return every face, the default first."""
        return self._entries

    def names(self) -> tuple[str, ...]:
        """Return every catalogue name once."""
        return tuple(dict.fromkeys(entry.name for entry in self._entries))

    def typeface(self, name: str = DEFAULT_TYPEFACE, weight: int = 700) -> Typeface:
        """Return a typeface at a weight.

        A family that comes as one file a weight gives the nearest of them; `Typeface.weight` says which. Of two files
        that both have the weight the earlier in `entries` counts: packages, the system, folders as given.

        Args:
            name: Catalogue name.
            weight: 100 (thin) to 900 (black).

        Raises:
            FontNotFound: No typeface by that name; the error lists the known ones, or names the missing package.
            FontError: The file cannot be read; of a file left out, when its name is that of the typeface.
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
            for path, error in self._left_out.items():
                if path.stem.lower() == name.lower():
                    raise error
            if name in PACKAGES:
                raise FontNotFound("typography.package_missing", name=name, package=PACKAGES[name])
            raise FontNotFound("typography.font_not_found", name=name, known=", ".join(self.names()))
        return min(family, key=lambda entry: _distance(entry, weight))


def _distance(entry: FontEntry, weight: int) -> tuple[int, int]:
    """Return how far a face is from a weight; of two equally far the lighter is nearer."""
    low, high = entry.weights
    apart = max(low - weight, weight - high, 0)
    return apart, low if apart else 0


def _in_folder(folder: Path, left_out: dict[Path, FontError]) -> list[FontEntry]:
    if not folder.is_dir():
        raise FontError("typography.no_folder", folder=str(folder))
    found: list[FontEntry] = []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in FONT_SUFFIXES:
            try:
                found += _of_file(path)
            except FontError as error:
                left_out[path] = error
    return found


def _of_file(path: Path) -> list[FontEntry]:
    return [describe_face(path, index) for index in range(face_count(path))]
