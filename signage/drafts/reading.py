"""A draft's file as a picture to measure on, and the name read off it: its own words, or OCR where installed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from threading import Lock
from typing import Any

import numpy as np
from PIL import Image

from signage.drafts.model import DraftPicture, Text
from signage.uploads import cleaned_name, open_upload

SIDE_PX = 2400
_OCR_SIDE_PX = 1600
_LEAST_SCORE = 0.5
_TURN = Lock()  # one reading at a time: a model takes every core that it finds


@dataclass(frozen=True, slots=True, kw_only=True)
class NameReading:
    """A name as it was read; a proposal for a person to confirm.

    Attributes:
        source: `file` (words of the drawing itself) or `ocr`.
        score: Certainty 0 … 1 as the reader states it; 1 for words of the file.
    """

    words: str
    source: str
    score: float


def read_draft(content: bytes, file_name: str, *, page: int = 0, side_px: int = SIDE_PX) -> DraftPicture:
    """Return a draft as a picture made by us.

    Args:
        content: A PNG, JPEG, WebP, PDF, DXF or SVG.
        file_name: As its owner calls it.
        page: Page of a PDF, from 0; beyond the last shows the last.
        side_px: Longer side of the picture.

    Raises:
        DocumentError: Refused; the sentence says what is wrong and what to do.
        ToolError: The decoding process gave no answer.
    """
    opened = open_upload(content, cleaned_name(file_name), side_px=side_px, page=page, pages=1)
    png = opened.pictures[0]
    with Image.open(BytesIO(png), formats=("PNG",)) as picture:
        size = picture.size
    return DraftPicture(
        png=png,
        size_px=size,
        source_px=opened.size_px or size,
        media_type=opened.format.media_type,
        unit=opened.unit,
        mm_per_px_by_file=opened.mm_per_px,
        texts=tuple(Text(words=t[0], height_px=t[1], x=t[2], y=t[3]) for t in opened.texts),
        page=min(max(page, 0), opened.pages - 1),
        pages=opened.pages,
        remarks=opened.remarks,
    )


def can_read() -> bool:
    """Return whether the optional reader (extra `ocr`) is installed."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def name_in(png: bytes, box_px: tuple[float, float, float, float], texts: tuple[Text, ...] = ()) -> NameReading | None:
    """Return the name in the sign's box: the tallest words of the drawing's file, else what OCR reads, else None.

    Args:
        png: Our picture of the draft.
        box_px: The sign, pixels.
        texts: Words of the file.
    """
    x0, y0, x1, y1 = box_px
    inside = [t for t in texts if x0 <= t.x <= x1 and y0 <= t.y <= y1 and t.words.strip()]
    if inside:
        tallest = max(inside, key=lambda t: t.height_px)
        return NameReading(words=" ".join(tallest.words.split()), source="file", score=1.0)
    return _by_ocr(png, box_px) if can_read() else None


def _by_ocr(png: bytes, box_px: tuple[float, float, float, float]) -> NameReading | None:
    with Image.open(BytesIO(png), formats=("PNG",)) as picture:
        cut = picture.convert("RGB").crop(tuple(round(v) for v in box_px))  # type: ignore[arg-type]
    if min(cut.size) < 8:
        return None
    longer = max(cut.size)
    if longer > _OCR_SIDE_PX:
        k = _OCR_SIDE_PX / longer
        cut = cut.resize((max(1, round(cut.width * k)), max(1, round(cut.height * k))), Image.Resampling.LANCZOS)
    with _TURN:
        found = _reader()(np.asarray(cut)[:, :, ::-1])
    boxes = found.boxes if found.boxes is not None else ()
    read = zip(boxes, found.txts or (), found.scores or (), strict=False)
    lines = [
        (_height(box), str(words), float(score))
        for box, words, score in read
        if float(score) >= _LEAST_SCORE and str(words).strip()
    ]
    if not lines:
        return None
    tallest = max(height for height, _, _ in lines)
    main = [(words, score) for height, words, score in lines if height >= 0.7 * tallest]
    return NameReading(words="".join(w for w, _ in main).strip(), source="ocr", score=min(s for _, s in main))


def _height(box: Any) -> float:
    ys = [float(corner[1]) for corner in box]
    return max(ys) - min(ys)


@cache
def _reader() -> Any:
    return import_module("rapidocr").RapidOCR(params={"Global.log_level": "critical"})
