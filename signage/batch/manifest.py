"""What a batch has drawn, as JSON Lines beside its files: a later run skips what has not changed.

A line is added when a row is done, so that an interrupted run loses nothing; a torn last line is passed over.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Protocol

from signage import __version__
from signage.batch.files import write_whole
from signage.batch.tables import Note
from signage.design import LAYOUT_FORM
from signage.digest import digest_of_bytes

MANIFEST = "manifest.jsonl"
FORM = "signage.batch/1"

# Packages whose next version may draw the same sign with other bytes.
_DRAWING_PACKAGES = (
    "ezdxf",
    "freetype-py",
    "isal",
    "justmytype-intl-cjk",
    "numpy",
    "opencv-python-headless",
    "pillow",
    "pylopdf-fonts-zh-cn",
    "shapely",
    "simplejpeg",
    "skia-pathops",
    "typst",
    "uharfbuzz",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One finished row.

    Attributes:
        row: Its number.
        name: The shop's name.
        input_digest: Over everything that its files depend on.
        files: File name and digest of each.
        losses: What the formats could not show.
        notes: What is to be said of the sign: code and sentence of each.
    """

    row: int
    name: str
    input_digest: str
    files: tuple[tuple[str, str], ...]
    losses: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()

    def is_whole(self, folder: Path) -> bool:
        """Return whether every file is there as it was written."""
        return bool(self.files) and all(_digest_of(folder / name) == digest for name, digest in self.files)


@cache
def versions() -> tuple[tuple[str, str], ...]:
    """Return this program's version, that of its layout rules and those of the packages that draw."""
    return (("signage", __version__), ("layout", LAYOUT_FORM), *((name, _version(name)) for name in _DRAWING_PACKAGES))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def read_manifest(folder: Path) -> dict[int, Record]:
    """Return the records of an earlier run by row; empty when there is none or it is none of ours."""
    try:
        lines = (folder / MANIFEST).read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return {}
    found = (_record(line) for line in lines)
    return {record.row: record for record in found if record is not None}


class Add(Protocol):
    """Adds a finished row to the manifest."""

    def __call__(self, record: Record) -> None:
        """Add it."""


@contextmanager
def growing_manifest(folder: Path, kept: Mapping[int, Record]) -> Iterator[Add]:
    """Start a manifest from what an earlier run has left, and give a function that adds a line."""
    write_manifest(folder, kept.values())
    with (folder / MANIFEST).open("a", encoding="utf-8", newline="\n") as out:

        def add(record: Record) -> None:
            out.write(_line(record))
            out.flush()

        yield add


def write_manifest(folder: Path, records: Iterable[Record]) -> None:
    """Write a manifest anew, rows in order."""
    lines = (_line(record) for record in sorted(records, key=lambda r: r.row))
    write_whole(folder / MANIFEST, "".join(lines).encode())


def _line(record: Record) -> str:
    value = {
        "form": FORM,
        "row": record.row,
        "name": record.name,
        "input": record.input_digest,
        "files": dict(record.files),
        "losses": list(record.losses),
        "notes": [list(note) for note in record.notes],
    }
    return json.dumps(value, ensure_ascii=False, sort_keys=True) + "\n"


def _record(line: str) -> Record | None:
    try:
        value: Any = json.loads(line)
        if value["form"] != FORM:
            return None
        files = {str(name): str(digest) for name, digest in value["files"].items()}
        if any(Path(name).name != name for name in files):  # a manifest that points elsewhere is none of ours
            return None
        return Record(
            row=int(value["row"]),
            name=str(value["name"]),
            input_digest=str(value["input"]),
            files=tuple(files.items()),
            losses=tuple(str(loss) for loss in value["losses"]),
            notes=tuple((str(code), str(words)) for code, words in value["notes"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _digest_of(path: Path) -> str | None:
    try:
        return digest_of_bytes(path.read_bytes())
    except OSError:
        return None
