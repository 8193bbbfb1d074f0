"""The one door for uploads: told by content, decoded in a child process, made anew where that can be done."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Any

from signage.confined import Limits, Stopped, confined
from signage.digest import digest_of_bytes
from signage.errors import DocumentError, Location, ToolError
from signage.uploads.formats import ACCEPTED, Format, format_of
from signage.uploads.model import ReceivedMaterial, Remark
from signage.uploads.names import cleaned_name
from signage.uploads.opening import TASK

LIMITS = Limits(seconds=10, memory_mb=1024)
PREVIEW_PX = 1400
PREVIEW_PAGES = 3
# Two at a time: each may take a gigabyte, and a flood of uploads must not take the memory of the whole machine.
_TURNS = BoundedSemaphore(2)
_PATIENCE_S = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What the child made of a file.

    Attributes:
        content: The file made anew, None where it is kept as it came.
        pictures: PNG of the pages that were asked for.
        size_px: Of a raster in full, upright.
        unit: Unit that a drawing's file states, None when it states none.
        mm_per_px: Of the first picture by that unit.
        texts: A drawing's texts: words, height in px, x and y of their middle in px, the tallest first.
    """

    format: Format
    content: bytes | None
    pages: int
    pictures: tuple[bytes, ...]
    size_px: tuple[int, int] | None
    remarks: tuple[Remark, ...]
    unit: str | None = None
    mm_per_px: float | None = None
    texts: tuple[tuple[str, float, float, float], ...] = ()


def receive(
    content: bytes,
    file_name: str,
    kind: str,
    *,
    accepted: tuple[Format, ...] = ACCEPTED,
    limits: Limits = LIMITS,
) -> ReceivedMaterial:
    """Return an upload that may be kept and shown.

    Args:
        content: The bytes, hostile until this returns.
        file_name: As its owner calls it; must name the format that the bytes show.
        kind: What it is: a code of the published list of papers.
        accepted: The formats that are taken.
        limits: What decoding may use; 10 s and 1 GiB when left out.

    Raises:
        DocumentError: Refused; the sentence says what is wrong and what to do.
        ToolError: The child process gave no answer.
    """
    name = cleaned_name(file_name)
    opened = open_upload(content, name, accepted=accepted, limits=limits)
    return ReceivedMaterial(
        kind=kind,
        original_name=name,
        media_type=opened.format.media_type,
        suffix=opened.format.suffixes[0],
        content=content if opened.content is None else opened.content,
        original_digest=digest_of_bytes(content),
        pages=opened.pages,
        previews=opened.pictures,
        size_px=opened.size_px,
        remarks=opened.remarks,
    )


def open_upload(
    content: bytes,
    name: str,
    *,
    accepted: tuple[Format, ...] = ACCEPTED,
    side_px: int = PREVIEW_PX,
    page: int = 0,
    pages: int = PREVIEW_PAGES,
    limits: Limits = LIMITS,
) -> Opened:
    """Return what a file holds and our own pictures of it, decoded in a child process.

    Args:
        content: The bytes.
        name: Its cleaned name.
        accepted: The formats that are taken.
        side_px: Longer side of the pictures.
        page: First page to picture, from 0.
        pages: How many pages to picture at most.
        limits: What decoding may use.

    Raises:
        DocumentError: As `receive`.
        ToolError: As `receive`.
    """
    found = format_of(content, name, accepted=accepted)
    if not _TURNS.acquire(timeout=_PATIENCE_S):
        raise ToolError("uploads.busy")
    request = {"decoder": found.decoder, "file": name, "side_px": side_px, "page": page, "pages": pages}
    try:
        answer = confined(TASK, request, content, limits)
    except Stopped as stopped:
        at = Location(file=name or None)
        if stopped.which in ("time", "clock"):
            raise DocumentError("uploads.too_slow", at=at, seconds=limits.seconds) from stopped
        if stopped.which == "depth":
            raise DocumentError("uploads.too_deep", at=at) from stopped
        raise DocumentError("uploads.too_hungry", at=at, mb=limits.memory_mb) from stopped
    finally:
        _TURNS.release()
    return opened_of(found, answer)


def opened_of(found: Format, answer: dict[str, Any]) -> Opened:
    """Return the child's plain answer as a value."""
    size = answer["size_px"]
    return Opened(
        format=found,
        content=None if answer["content"] is None else base64.b64decode(answer["content"]),
        pages=int(answer["pages"]),
        pictures=tuple(base64.b64decode(one) for one in answer["pictures"]),
        size_px=None if size is None else (int(size[0]), int(size[1])),
        remarks=tuple(
            Remark(code=code, params=tuple((key, str(value)) for key, value in params.items()))
            for code, params in answer["remarks"]
        ),
        unit=answer.get("unit"),
        mm_per_px=answer.get("mm_per_px"),
        texts=tuple((str(t[0]), float(t[1]), float(t[2]), float(t[3])) for t in answer.get("texts", ())),
    )
