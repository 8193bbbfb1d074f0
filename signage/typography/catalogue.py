"""Which typefaces there are: a named file, its digest, its licence, what it can draw.

A sign's typeface is always named and found at a stated place: in a Python package, at a known system path, or in a
folder that the caller gives. Nothing is asked of the system's font matching, which would replace silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import uharfbuzz as hb

from signage.digest import digest_of_bytes
from signage.errors import FontError, FontNotFound
from signage.typography.typeface import Typeface

DEFAULT_TYPEFACE = "noto-sans-sc"


class FontStyle(StrEnum):
    """Style of a Chinese typeface."""

    HEI = "hei"  # 黑体
    SONG = "song"  # 宋体
    KAI = "kai"  # 楷体
    ROUND = "round"  # 圆体
    BRUSH = "brush"  # 书法
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class FontEntry:
    """One face of a font file.

    Attributes:
        name: Catalogue name; several files of one family (one a weight) share it.
        family: Family name as the file states it.
        path: The file.
        index: Face number inside a collection.
        weights: Lightest and boldest weight (100–900); equal for a face of one weight.
        licence: SPDX id where known, else what the file says, else empty.
        style: Style of its Chinese letters.
        is_commercial_use_allowed: Whether a shop may use it for its sign; None when nobody has said.
        is_variable: Whether it has a weight axis.
    """

    name: str
    family: str
    path: Path
    index: int = 0
    weights: tuple[int, int] = (400, 400)
    licence: str = ""
    style: FontStyle = FontStyle.OTHER
    is_commercial_use_allowed: bool | None = None
    is_variable: bool = False

    @property
    def digest(self) -> str:
        """`sha256:` of the file, computed when first asked and again when the file changes."""
        return _digest_of_file(self.path, *_stamp(self.path))

    def covers(self, characters: str) -> tuple[str, ...]:
        """Return the characters that this face cannot draw, each once, in order; empty when it has them all."""
        font = _coverage_font(self.path, self.index)
        return tuple(c for c in dict.fromkeys(characters) if font.get_nominal_glyph(ord(c)) is None)


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError as exc:
        raise FontError("typography.unreadable", file=path.name, reason=exc.strerror or str(exc)) from exc
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=64)
def _digest_of_file(path: Path, _mtime_ns: int, _size: int) -> str:
    return digest_of_bytes(path.read_bytes())


@lru_cache(maxsize=64)
def _coverage_font(path: Path, index: int) -> hb.Font:
    return hb.Font(open_face(path, index))


def open_face(path: Path, index: int = 0) -> hb.Face:
    """Return a HarfBuzz face of a font file; the file is mapped, not read.

    Raises:
        FontError: It is missing, cannot be read, or is no font.
    """
    _stamp(path)
    try:
        face = hb.Face(hb.Blob.from_file_path(str(path)), index)
    except (hb.HarfBuzzError, OSError) as exc:
        raise FontError("typography.unreadable", file=path.name, reason=str(exc)) from exc
    if face.glyph_count == 0:
        raise FontError("typography.unreadable", file=path.name, reason="no glyphs")
    return face


class FontCatalogue:
    """The typefaces that may be named; safe to share between threads.

    Args:
        entries: Faces; several of one name are its weights.
    """

    def __init__(self, entries: Iterable[FontEntry]) -> None:
        self._entries = tuple(entries)
        self._faces: dict[tuple[str, int], Typeface] = {}

    @classmethod
    def standard(cls, folders: tuple[Path, ...] = ()) -> FontCatalogue:
        """Return the catalogue of this machine: the packaged typefaces, known system fonts, and the given folders.

        Args:
            folders: Folders with further .ttf, .otf, .ttc or .otc files, searched in order, not below.

        Raises:
            FontError: The default typeface is not installed, a folder does not exist, or a file in it is no font.
        """
        entries = [*_packaged(), *_system()]
        for folder in folders:
            entries.extend(_in_folder(folder))
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


def _packaged() -> list[FontEntry]:
    """The typefaces of the PyPI package, the Simplified Chinese one first; found without importing it."""
    found = find_spec("justmytype_intl_cjk")
    if found is None or found.origin is None:
        return []
    root = Path(found.origin).parent / "fonts" / "ofl"
    return [
        FontEntry(
            name=f"noto-sans-{code.lower()}",
            family=f"Noto Sans {code}",
            path=path,
            weights=(100, 900),
            licence="OFL-1.1",
            style=FontStyle.HEI,
            is_commercial_use_allowed=True,
            is_variable=True,
        )
        for code in ("SC", "TC", "JP", "KR")
        if (path := root / f"notosans{code.lower()}" / f"NotoSans{code}[wght].ttf").is_file()
    ]


_NOTO = Path("/usr/share/fonts/opentype/noto")
_WENKAI = Path("/usr/share/fonts/truetype/lxgw-wenkai")

# Debian and Ubuntu's fonts-noto-cjk, fonts-noto-cjk-extra and fonts-lxgw-wenkai: name, style, family, folder, file
_KNOWN = (
    ("noto-sans-cjk-sc", FontStyle.HEI, "Noto Sans CJK SC", _NOTO, "NotoSansCJK-*.ttc"),
    ("noto-serif-cjk-sc", FontStyle.SONG, "Noto Serif CJK SC", _NOTO, "NotoSerifCJK-*.ttc"),
    ("lxgw-wenkai", FontStyle.KAI, "LXGW WenKai", _WENKAI, "LXGWWenKai-*.ttf"),
)


def _system() -> list[FontEntry]:
    found: list[FontEntry] = []
    for name, style, family, folder, pattern in _KNOWN:
        for path in sorted(folder.glob(pattern)):
            # The collections hold one face a region; the wanted one is told by its name, its number may change.
            for index in range(_face_count(path)):
                entry = _described(path, index)
                if entry.family == family:
                    found.append(
                        replace(entry, name=name, style=style, licence="OFL-1.1", is_commercial_use_allowed=True)
                    )
    return sorted(found, key=lambda e: ([k[0] for k in _KNOWN].index(e.name), e.weights))


def _in_folder(folder: Path) -> list[FontEntry]:
    if not folder.is_dir():
        raise FontError("typography.no_folder", folder=str(folder))
    found: list[FontEntry] = []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in {".ttf", ".otf", ".ttc", ".otc"}:
            found.extend(_described(path, index) for index in range(_face_count(path)))
    return found


def _face_count(path: Path) -> int:
    return max(1, int(open_face(path).count))


def _described(path: Path, index: int) -> FontEntry:
    """Read what a file says of itself; its licence text is shortened to an SPDX id where it is the OFL."""
    face = open_face(path, index)
    family = face.get_name(16, "en") or face.get_name(1, "en") or path.stem
    licence = " ".join(filter(None, (face.get_name(13, "en"), face.get_name(14, "en"))))
    is_open = "open font license" in licence.lower() or "/ofl" in licence.lower()
    axis = next((a for a in face.axis_infos if a.tag == "wght"), None)
    os2 = bytes(face.reference_table("OS/2").data or b"")
    stated = int.from_bytes(os2[4:6], "big") if len(os2) >= 6 else 400
    return FontEntry(
        name=re.sub(r"[^\w]+", "-", family.lower()).strip("-"),
        family=family,
        path=path,
        index=index,
        weights=(round(axis.min_value), round(axis.max_value)) if axis else (stated, stated),
        licence="OFL-1.1" if is_open else licence[:200],
        is_commercial_use_allowed=True if is_open else None,
        is_variable=axis is not None,
    )
