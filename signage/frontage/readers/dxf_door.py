"""Is it a DXF at all? Told by its first bytes, before any of it is parsed."""

from __future__ import annotations

import re

from signage.errors import Location, PlanError

MAX_BYTES = 60 * 1024 * 1024
BINARY = b"AutoCAD Binary DXF\r\n\x1a\x00"

_OTHERS = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP"),
    (b"PK\x05\x06", "ZIP"),
    (b"\x1f\x8b", "GZIP"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "RAR"),
    (b"\xd0\xcf\x11\xe0", "Office"),
    (b"\x7fELF", "ELF"),
    (b"<svg", "SVG"),
    (b"<?xml", "XML"),
    (b"<!DOCTYPE", "HTML"),
    (b"<html", "HTML"),
    (b"{", "JSON"),
)


def refuse_foreign(content: bytes, *, file: str = "") -> None:
    """Refuse what is no DXF in one sentence.

    Raises:
        PlanError: It is empty, too big, a DWG, another format, or holds no DXF section.
    """
    at = Location(file=file or None)
    if len(content) > MAX_BYTES:
        size = round(len(content) / 1048576, 1)
        raise PlanError("reading.file_too_big", at=at, size_mb=size, max_mb=MAX_BYTES // 1048576)
    if not content.strip():
        raise PlanError("reading.file_empty", at=at)
    head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if re.match(rb"AC10\d\d|AC1\.\d|AC2\.\d|MC0\.0", head):
        raise PlanError("reading.is_dwg", at=at, version=head[:6].decode("ascii", "replace"))
    for magic, name in _OTHERS:
        if head.startswith(magic):
            raise PlanError("reading.foreign", at=at, kind=name)
    if content.startswith(BINARY):
        return
    if b"\x00" in content[:4096] or not re.search(rb"^\s*0\s*\r?\n?\s*SECTION|^\s*999", head, re.MULTILINE):
        raise PlanError("reading.not_dxf", at=at)
