"""An upload as it was taken in, as a frozen value."""

from __future__ import annotations

from dataclasses import dataclass

from signage.digest import digest_of_bytes
from signage.locale import Lang, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What was done to a file or should be known of it: a code of the catalogue and its parameters."""

    code: str
    params: tuple[tuple[str, str], ...] = ()


def remark_words(remark: Remark, lang: Lang | None = None) -> str:
    """Return a remark in words."""
    return text(remark.code, lang, **dict(remark.params))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedMaterial:
    """An upload that went through the door.

    Attributes:
        kind: Code of the published list, `M1`–`M12`, or what else names it.
        original_name: What its owner calls it, cleaned; data, never a path.
        media_type: Of `content`.
        content: What is kept: a raster re-encoded by us; a PDF, DXF or SVG as it came, since a seal in it must last.
        original_digest: Of the bytes as they came, so that the same file is known again.
        pages: Number of pages; 1 for pictures and drawings.
        previews: PNG pictures of the first pages, made by us.
        size_px: Of a raster as it is kept, None otherwise.
        remarks: What was done to the file.
    """

    kind: str
    original_name: str
    media_type: str
    suffix: str
    content: bytes
    original_digest: str
    pages: int
    previews: tuple[bytes, ...]
    size_px: tuple[int, int] | None = None
    remarks: tuple[Remark, ...] = ()

    @property
    def digest(self) -> str:
        """Digest of what is kept."""
        return digest_of_bytes(self.content)
