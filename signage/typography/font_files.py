"""Font files at the door: told by their bytes, checked before anybody opens them, described by what they say.

HarfBuzz never fails on a broken file, it draws nothing. So the header and the table directory are read here first: a
picture, a web font, a file cut short or a directory that lies is one clear error, and nothing is parsed further.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import uharfbuzz as hb

from signage.digest import digest_of_bytes
from signage.errors import FontError

FONT_SUFFIXES = frozenset({".ttf", ".otf", ".ttc", ".otc"})

_MOST_BYTES = 200 * 2**20  # the largest face of all CJK regions has 130 MB
_MOST_FACES, _MOST_TABLES = 64, 128
_SFNT = {b"\x00\x01\x00\x00", b"OTTO", b"true"}
_FOREIGN = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"%PDF", "PDF"),
    (b"%!", "Type 1 / PostScript"),
    (b"\x80\x01", "Type 1"),
    (b"PK\x03\x04", "ZIP"),
    (b"RIFF", "RIFF"),
    (b"<", "XML / SVG / HTML"),
)
_LETTERS = "国永一"  # a face without any of these has no style of Chinese letters


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


def open_face(path: Path, index: int = 0) -> hb.Face:
    """Return a HarfBuzz face of a font file; the file is mapped, not read.

    Raises:
        FontError: It is missing, cannot be read, or is no font that can be used.
    """
    _check(path, *_stamp(path))
    try:
        face = hb.Face(hb.Blob.from_file_path(str(path)), index)
    except (hb.HarfBuzzError, OSError) as exc:
        raise FontError("typography.unreadable", file=path.name, reason=str(exc)) from exc
    if face.glyph_count == 0:
        raise FontError("fonts.no_letters", file=path.name)
    return face


def face_count(path: Path) -> int:
    """Return how many faces a file holds, at least 1.

    Raises:
        FontError: As for `open_face`.
    """
    return max(1, int(open_face(path).count))


def describe_face(path: Path, index: int) -> FontEntry:
    """Return a face by what its file says: names, weights, licence; the style by the words in its names.

    Raises:
        FontError: As for `open_face`.
    """
    face = open_face(path, index)
    family = face.get_name(16, "en") or face.get_name(1, "en") or path.stem
    said = " ".join(filter(None, (face.get_name(number, "en") for number in (13, 14, 0))))
    licence, is_allowed = licence_of(said)
    axis = next((a for a in face.axis_infos if a.tag == "wght"), None)
    os2 = bytes(face.reference_table("OS/2").data or b"")
    stated = int.from_bytes(os2[4:6], "big") if len(os2) >= 6 else 400
    entry = FontEntry(
        name=re.sub(r"[^\w]+", "-", family.lower()).strip("-"),
        family=family,
        path=path,
        index=index,
        weights=(round(axis.min_value), round(axis.max_value)) if axis else (stated, stated),
        licence=licence or " ".join(filter(None, (face.get_name(13, "en"), face.get_name(14, "en"))))[:200],
        is_commercial_use_allowed=is_allowed,
        is_variable=axis is not None,
    )
    names = " ".join(filter(None, (family, face.get_name(1, "zh"), face.get_name(4, "en"), path.stem)))
    return replace(entry, style=style_of(names) if not entry.covers(_LETTERS) else FontStyle.OTHER)


_LICENCES: tuple[tuple[str, str, bool], ...] = (
    # What a file says, in lower case; what it is called; whether a shop may use it. The first that is found counts.
    (r"non-?\s?commercial|personal use|个人(非商业|使用)|仅限个人|cc.by.nc|by-nc", "", False),
    (r"open font licen[sc]e|scripts\.sil\.org/ofl|openfontlicense\.org", "OFL-1.1", True),
    (r"apache licen[sc]e|apache\.org/licenses", "Apache-2.0", True),
    (r"ipa font licen[sc]e", "IPA", True),
    (r"arphic public licen[sc]e", "Arphic-1999", True),
    (r"bitstream vera", "Bitstream-Vera", True),
    (r"gnu (general )?public licen[sc]e.*font exception", "GPL with font exception", True),
    (r"ubuntu font licen[sc]e", "Ubuntu-font-1.0", True),
    (r"creativecommons\.org/publicdomain/zero|\bcc0\b", "CC0-1.0", True),
    (r"mit licen[sc]e|opensource\.org/licenses/mit", "MIT", True),
)


def licence_of(said: str) -> tuple[str, bool | None]:
    """Return the short name of a licence and whether a shop may use the face: what a file says, told by known words.

    Returns:
        An empty name and None when the words are not known: nobody has said, and no one here decides it.
    """
    for pattern, name, is_allowed in _LICENCES:
        if re.search(pattern, said.lower(), re.DOTALL):
            return name, is_allowed
    return "", None


_STYLES: tuple[tuple[str, FontStyle], ...] = (
    (r"round|yuan|maru|gothic mb|圆|圓|丸", FontStyle.ROUND),
    (r"kai|楷|教科书|wenkai|klee", FontStyle.KAI),
    (r"brush|xing|cao|lishu|shufa|mashan|zhimang|行书|草书|隶|魏碑|书法|毛笔|手写|kouzan|mouhitsu", FontStyle.BRUSH),
    (r"song|serif|ming|mincho|fangsong|宋|明|仿宋", FontStyle.SONG),
    (r"hei|sans|gothic|smiley|黑", FontStyle.HEI),
)


def style_of(names: str) -> FontStyle:
    """Return the style of a Chinese typeface by the words in its names."""
    # "Sans Serif" says sans; without it, serif says song.
    words = re.sub(r"sans[ -]?serif", "sans", names.lower())
    return next((style for pattern, style in _STYLES if re.search(pattern, words)), FontStyle.OTHER)


# -- the file itself


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError as exc:
        raise FontError("typography.unreadable", file=path.name, reason=exc.strerror or str(exc)) from exc
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=64)
def _digest_of_file(path: Path, _mtime_ns: int, _size: int) -> str:
    return digest_of_bytes(path.read_bytes())


@lru_cache(maxsize=256)
def _coverage_font(path: Path, index: int) -> hb.Font:
    return hb.Font(open_face(path, index))


@lru_cache(maxsize=256)
def _check(path: Path, _mtime_ns: int, size: int) -> None:
    """Refuse what is no sfnt file, or one whose directory points past its end or at the same bytes again and again."""
    if not path.is_file():
        raise FontError("typography.unreadable", file=path.name, reason="not a file")
    if size > _MOST_BYTES:
        raise FontError("fonts.too_large", file=path.name, size_mb=size // 2**20, most_mb=_MOST_BYTES // 2**20)
    try:
        with path.open("rb") as file:
            head = file.read(12)
            _check_kind(path, head)
            for at in _faces(path, file.read(4 * _MOST_FACES), head, size):
                file.seek(at)
                _check_tables(path, file.read(12 + 16 * (_MOST_TABLES + 1)), size)
    except OSError as exc:
        raise FontError("typography.unreadable", file=path.name, reason=exc.strerror or str(exc)) from exc


def _check_kind(path: Path, head: bytes) -> None:
    if head[:4] in (b"wOFF", b"wOF2"):
        raise FontError("fonts.web_font", file=path.name, form="WOFF2" if head[:4] == b"wOF2" else "WOFF")
    if head[:4] in _SFNT or head[:4] == b"ttcf":
        return
    form = next((name for magic, name in _FOREIGN if head.startswith(magic)), "")
    raise FontError("fonts.foreign" if form else "fonts.not_a_font", file=path.name, form=form)


def _faces(path: Path, offsets: bytes, head: bytes, size: int) -> list[int]:
    """Return where the table directories of a file begin."""
    if head[:4] != b"ttcf":
        return [0]
    count = int.from_bytes(head[8:12], "big")
    if len(head) < 12 or count == 0 or len(offsets) < 4 * min(count, _MOST_FACES):
        raise FontError("fonts.cut_short", file=path.name, table="ttcf")
    if count > _MOST_FACES:
        raise FontError("fonts.too_much_inside", file=path.name, count=count, most=_MOST_FACES)
    found = list(struct.unpack(f">{count}I", offsets[: 4 * count]))
    if any(at + 12 > size for at in found):
        raise FontError("fonts.cut_short", file=path.name, table="ttcf")
    return found


def _check_tables(path: Path, directory: bytes, size: int) -> None:
    count = int.from_bytes(directory[4:6], "big")
    if count > _MOST_TABLES:
        raise FontError("fonts.too_much_inside", file=path.name, count=count, most=_MOST_TABLES)
    if count == 0 or len(directory) < 12 + 16 * count:
        raise FontError("fonts.cut_short", file=path.name, table="sfnt")
    lengths, tags = 0, set()
    for place in range(12, 12 + 16 * count, 16):
        tag, _, offset, length = struct.unpack(">4sIII", directory[place : place + 16])
        if offset + length > size:
            raise FontError("fonts.cut_short", file=path.name, table=tag.decode("latin-1").strip())
        lengths += length
        tags.add(tag)
    if lengths > 2 * size:  # tables of one face share no bytes worth speaking of
        raise FontError("fonts.too_much_inside", file=path.name, count=count, most=_MOST_TABLES)
    if b"cmap" not in tags or not tags & {b"glyf", b"CFF ", b"CFF2"}:
        raise FontError("fonts.no_letters", file=path.name)
