"""What an uploaded file is, told by its first bytes against our own table; what is refused is refused in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from signage.errors import DocumentError, Location

MAX_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format that is accepted.

    Attributes:
        media_type: As it is stored and served.
        decoder: Which opener reads it: a Pillow format name, `pdf`, `dxf`, `svg` or `text`.
        suffixes: That may name it; the first is the usual one.
        is_raster: Whether it is re-encoded from its pixels.
        label: What people call it.
    """

    media_type: str
    decoder: str
    suffixes: tuple[str, ...]
    is_raster: bool = False
    label: str = ""


PDF = Format(media_type="application/pdf", decoder="pdf", suffixes=(".pdf",), label="PDF")
PNG = Format(media_type="image/png", decoder="PNG", suffixes=(".png",), is_raster=True, label="PNG")
JPEG = Format(media_type="image/jpeg", decoder="JPEG", suffixes=(".jpg", ".jpeg"), is_raster=True, label="JPEG")
WEBP = Format(media_type="image/webp", decoder="WEBP", suffixes=(".webp",), is_raster=True, label="WebP")
DXF = Format(media_type="image/vnd.dxf", decoder="dxf", suffixes=(".dxf",), label="DXF")
SVG = Format(media_type="image/svg+xml", decoder="svg", suffixes=(".svg",), label="SVG")

ACCEPTED = (PDF, PNG, JPEG, WEBP, DXF, SVG)
RASTERS = (PNG, JPEG, WEBP)
PAPERS = (PDF, *RASTERS)
"""Of a paper of which nobody says more."""

_BY_NAME = {"pdf": (PDF,), "png": (PNG,), "jpeg": (JPEG, WEBP), "dxf": (DXF,), "svg": (SVG,)}

_DXF_HEAD = re.compile(rb"\A(?:\s*999\r?\n[^\n]*\n)*\s*0\r?\n\s*SECTION\s", re.DOTALL)
_SVG_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,40}:)?svg[\s>/]")
_HTML_ROOT = re.compile(rb"<(?:!doctype\s+html|html|head|body|script)[\s>/]", re.IGNORECASE)
_HEAD = 16_384
_DWG = re.compile(rb"\A(?:AC10\d\d|AC1\.\d|AC2\.\d|MC0\.0)")
_HEIF = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")

# first bytes -> code of the sentence that refuses, and what to call it
_REFUSED: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "uploads.is_archive", "ZIP"),
    (b"PK\x05\x06", "uploads.is_archive", "ZIP"),
    (b"PK\x07\x08", "uploads.is_archive", "ZIP"),
    (b"7z\xbc\xaf\x27\x1c", "uploads.is_archive", "7z"),
    (b"Rar!\x1a\x07", "uploads.is_archive", "RAR"),
    (b"\x1f\x8b", "uploads.is_archive", "GZIP"),
    (b"MZ", "uploads.is_program", "EXE"),
    (b"\x7fELF", "uploads.is_program", "ELF"),
    (b"\xcf\xfa\xed\xfe", "uploads.is_program", "Mach-O"),
    (b"\xca\xfe\xba\xbe", "uploads.is_program", "Java / Mach-O"),
    (b"#!", "uploads.is_program", "script"),
    (b"\xd0\xcf\x11\xe0", "uploads.is_office", "DOC / XLS / MSG"),
    (b"GIF8", "uploads.is_other_picture", "GIF"),
    (b"BM", "uploads.is_other_picture", "BMP"),
    (b"II*\x00", "uploads.is_other_picture", "TIFF"),
    (b"II+\x00", "uploads.is_other_picture", "TIFF"),
    (b"MM\x00*", "uploads.is_other_picture", "TIFF"),
    (b"8BPS", "uploads.is_other_picture", "PSD"),
    (b"%!PS", "uploads.is_other_picture", "EPS / AI"),
)
_OFFICE_PARTS = (b"word/", b"xl/", b"ppt/", b"[Content_Types].xml")


def format_of(content: bytes, file_name: str, *, accepted: tuple[Format, ...] = ACCEPTED) -> Format:
    """Return the format that a file's bytes show; its name must say the same.

    Args:
        content: The file.
        file_name: As its owner calls it.
        accepted: The formats that are taken here.

    Raises:
        DocumentError: Empty, too big, of a format that is not taken (the sentence says what to do), or named as
            something else than it is.
    """
    at = Location(file=file_name or None)
    if not content:
        raise DocumentError("uploads.empty", at=at)
    if len(content) > MAX_BYTES:
        size = -(-len(content) // (1024 * 1024))
        raise DocumentError("uploads.too_big", at=at, size_mb=size, most_mb=MAX_BYTES // (1024 * 1024))
    found = _told_by_bytes(content)
    if found is None:
        _refuse_known(content, at, accepted)
        raise DocumentError("uploads.unknown", at=at, accepted=accepted_words(accepted))
    if found not in accepted:
        raise DocumentError("uploads.not_here", at=at, found=found.label, accepted=accepted_words(accepted))
    suffix = suffix_of(file_name)
    if suffix not in found.suffixes:
        named = suffix or "—"
        raise DocumentError("uploads.disguised", at=at, named=named, found=found.label, suffix=found.suffixes[0])
    return found


def formats_named(names: Iterable[str]) -> tuple[Format, ...]:
    """Return the formats that a paper's own data names, in our order.

    WebP goes wherever JPEG does: telephones write either, and both are made anew from their pixels.

    Raises:
        KeyError: A name is none of the catalogue's.
    """
    named = {one for name in names for one in _BY_NAME[name]}
    return tuple(one for one in ACCEPTED if one in named)


def suffix_of(file_name: str) -> str:
    """Return the last suffix of a file name in lower case, or nothing."""
    return "." + file_name.rpartition(".")[2].strip().lower() if "." in file_name else ""


def accepted_words(accepted: tuple[Format, ...] = ACCEPTED) -> tuple[str, ...]:
    """Return the formats as a page or message lists them."""
    return tuple(one.label for one in accepted)


def suffixes_of(accepted: tuple[Format, ...] = ACCEPTED) -> str:
    """Return the suffixes as the `accept` attribute of a file field lists them."""
    return ",".join(suffix for one in accepted for suffix in one.suffixes)


def _told_by_bytes(content: bytes) -> Format | None:
    """Return the format of the table, exactly at the first byte: what only begins later is a file inside another."""
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    if content.startswith(b"AutoCAD Binary DXF\r\n\x1a\x00") or _DXF_HEAD.match(content[:4096]):
        return DXF
    if _SVG_ROOT.match(_root_of(content)):
        return SVG
    return None


def _root_of(content: bytes) -> bytes:
    """Return what a file of markup begins with after its declaration, comments and SVG document type."""
    head = content[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    while True:
        head = head.lstrip()
        for start, end in ((b"<?xml", b"?>"), (b"<!--", b"-->"), (b"<!DOCTYPE svg", b">")):
            if head.startswith(start):
                _, _, head = head[len(start) :].partition(end)
                break
        else:
            return head


def _refuse_known(content: bytes, at: Location, accepted: tuple[Format, ...]) -> None:
    """Refuse what we know and do not take, each with the export that is taken here.

    Raises:
        DocumentError: It is one of those.
    """
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF:
        raise DocumentError("uploads.is_heic" if JPEG in accepted else "uploads.is_heic_here", at=at)
    if _DWG.match(content):
        version = content[:6].decode("ascii", "replace")
        if DXF in accepted:
            raise DocumentError("uploads.is_dwg", at=at, version=version)
        raise DocumentError("uploads.is_dwg_here", at=at, version=version, accepted=accepted_words(accepted))
    if _HTML_ROOT.match(_root_of(content)):
        raise DocumentError("uploads.is_html", at=at)
    if b"%PDF-" in content[:1024]:
        raise DocumentError("uploads.pdf_not_first", at=at)
    for start, code, what in _REFUSED:
        if content.startswith(start):
            if code == "uploads.is_archive" and any(part in content[:8192] for part in _OFFICE_PARTS):
                raise DocumentError("uploads.is_office", at=at, found="DOCX / XLSX")
            raise _refusal(code, at, what, accepted_words(accepted))


def _refusal(code: str, at: Location, what: str, accepted: tuple[str, ...]) -> DocumentError:
    if code == "uploads.is_archive":
        return DocumentError("uploads.is_archive", at=at, found=what)
    if code == "uploads.is_program":
        return DocumentError("uploads.is_program", at=at, found=what, accepted=accepted)
    if code == "uploads.is_office":
        return DocumentError("uploads.is_office", at=at, found=what)
    return DocumentError("uploads.is_other_picture", at=at, found=what, accepted=accepted)
