"""DXF and SVG as pictures drawn by us: lines and texts of the plan readers, and an SVG's areas in colour.

The picture's scale follows from the file alone; whether the file's unit is true is for a person to confirm.
"""

from __future__ import annotations

import io
import math
from contextlib import suppress
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from signage.artwork import Artwork
from signage.errors import DocumentError, Location, SpecError, ToolError
from signage.frontage.readers.drawing import Drawing, Label
from signage.frontage.readers.mapping import MM_PER, Mapping
from signage.frontage.readers.read import read_drawing
from signage.geometry import Rect
from signage.uploads.opening import in_base64

_MARGIN = 0.03  # of the longer side, around a DXF: its lines may lie on its edge
_MOST_TEXTS = 200
_STRAY = 8.0
_SHIFT = 4  # sixteenths of a pixel

_Pixels = NDArray[np.uint8]


def opened_drawing(content: bytes, decoder: str, at: Location, request: dict[str, Any]) -> dict[str, Any]:
    """Return a picture of a drawing, its scale by the file's own unit, and its texts.

    Raises:
        PlanError: The readers refuse it.
        DocumentError: What the first bytes claim is not what it is, or it has no extent.
    """
    drawing = read_drawing(content, Mapping(), file=at.file or "")
    if drawing.reader != decoder:
        raise DocumentError("uploads.picture_broken", at=at, kind=decoder.upper())
    drawing, strays = _without_strays(drawing)
    box = _box(drawing, at)
    side = int(request["side_px"])
    scale = side / max(box.width, box.height)  # px a drawing unit
    canvas = np.full((max(1, math.ceil(box.height * scale)), max(1, math.ceil(box.width * scale)), 3), 255, np.uint8)
    art = _coloured(content, at) if decoder == "svg" else None
    if art is not None:
        _fill(canvas, *art, box, scale)
    else:
        _stroke(canvas, drawing, box, scale)
    picture = Image.fromarray(canvas, "RGB")
    texts = sorted(drawing.labels, key=lambda one: -one.height)[:_MOST_TEXTS]
    if art is None:
        _write(picture, texts, box, scale)
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=3)
    unit = MM_PER.get(drawing.unit or "")
    return {
        "content": None,
        "pages": 1,
        "pictures": [in_base64(out.getvalue())],
        "size_px": None,
        "remarks": [
            *([] if unit else [("uploads.remark_no_unit", {})]),
            *([("uploads.remark_strays", {"count": strays})] if strays else []),
        ],
        "unit": drawing.unit,
        "mm_per_px": unit / scale if unit else None,
        "texts": [
            [t.text[:200], t.height * scale, (t.at.x - box.x0) * scale, (box.y1 - t.at.y) * scale]
            for t in texts
            if t.text
        ],
    }


def _without_strays(drawing: Drawing) -> tuple[Drawing, int]:
    """Return a DXF without what lies far from all else, and how many lines and texts that were.

    Many drawings have a forgotten line kilometres away, which would leave nothing to see of the rest. The middle half
    of the lines says where the drawing is; what lies more than eight of its sizes away from it is a stray.
    """
    if drawing.reader != "dxf" or len(drawing.strokes) < 4:
        return drawing, 0
    centres = np.array([tuple(stroke.box.centre) for stroke in drawing.strokes])
    low, high = np.quantile(centres, 0.25, axis=0), np.quantile(centres, 0.75, axis=0)
    widths = [max(stroke.box.width, stroke.box.height) for stroke in drawing.strokes]
    reach = _STRAY * max(float((high - low).max()), float(np.median(widths)))

    def is_near(x: float, y: float) -> bool:
        return bool(low[0] - reach <= x <= high[0] + reach and low[1] - reach <= y <= high[1] + reach)

    strokes = tuple(s for s, (x, y) in zip(drawing.strokes, centres, strict=True) if is_near(x, y))
    labels = tuple(label for label in drawing.labels if is_near(*label.at))
    left_out = len(drawing.strokes) + len(drawing.labels) - len(strokes) - len(labels)
    return (replace(drawing, strokes=strokes, labels=labels), left_out) if strokes else (drawing, 0)


def _box(drawing: Drawing, at: Location) -> Rect:
    """Return what the picture shows, drawing units, y up: an SVG's own viewBox, or all lines and a margin."""
    if drawing.reader == "svg" and drawing.header_box is not None:
        box = Rect(*drawing.header_box)
    else:
        points = [p for s in drawing.strokes for p in s.points] or [t.at for t in drawing.labels]
        box = Rect.around(points)
        box = box.grown(_MARGIN * max(box.width, box.height))
    longer, shorter = max(box.width, box.height), min(box.width, box.height)
    if not (math.isfinite(longer) and longer > 0 and shorter * 200 >= longer):
        raise DocumentError("uploads.drawing_extent", at=at)
    return box


def _coloured(content: bytes, at: Location) -> tuple[Artwork, Rect] | None:
    """Return an SVG's areas with their colours and where they lie in its viewBox (0 … 1), None where it has others."""
    from signage.artwork.svg_read import read_placed_svg

    try:
        return read_placed_svg(content, at.file or "")
    except SpecError:
        return None  # words, gradients and the like: the lines are shown


def _fill(canvas: _Pixels, art: Artwork, place: Rect, box: Rect, scale: float) -> None:
    wide, high = place.width * box.width * scale / art.width, place.height * box.height * scale / art.height
    left, top = place.x0 * box.width * scale, place.y0 * box.height * scale
    for shape in art.shapes:
        rings = [
            np.array([(left + p.x * wide, top + (art.height - p.y) * high) for p in ring]) * (1 << _SHIFT)
            for ring in shape.path.flattened(art.height / 2000)
        ]
        colour = tuple(int(shape.colour[i : i + 2], 16) for i in (1, 3, 5))
        below = canvas.copy() if shape.opacity < 1 else canvas
        kept = canvas.copy() if shape.opacity < 1 else None
        cv2.fillPoly(below, [np.rint(r).astype(np.int32) for r in rings], colour, cv2.LINE_AA, _SHIFT)
        if kept is not None:
            canvas[:] = cv2.addWeighted(below, shape.opacity, kept, 1 - shape.opacity, 0)


def _stroke(canvas: _Pixels, drawing: Drawing, box: Rect, scale: float) -> None:
    width = max(1, round(max(canvas.shape[:2]) / 1400))
    for stroke in drawing.strokes:
        flat = np.array([((p.x - box.x0) * scale, (box.y1 - p.y) * scale) for p in stroke.points]) * (1 << _SHIFT)
        line = np.rint(np.clip(flat, -(2**26), 2**26)).astype(np.int32)
        cv2.polylines(canvas, [line], stroke.is_closed, (27, 39, 51), width, cv2.LINE_AA, _SHIFT)


def _write(picture: Image.Image, texts: list[Label], box: Rect, scale: float) -> None:
    """Write the drawing's texts near where they stand; a typeface of ours takes the place of the drawing's."""
    path = _typeface() if texts else ""
    pen = ImageDraw.Draw(picture)
    for label in texts:
        size = round(label.height * scale)
        words = "".join(c for c in label.text if c.isprintable())[:80]
        if not words or not 4 <= size <= 1000:
            continue
        at = ((label.at.x - box.x0) * scale, (box.y1 - label.at.y) * scale)
        pen.text(at, words, fill=(18, 69, 107), font=_face(path, size), anchor="mm")


def _typeface() -> str:
    """Return the file of the default typeface; a catalogue would look through the whole machine for it."""
    found = find_spec("justmytype_intl_cjk")
    folders = found.submodule_search_locations if found is not None else None
    places = [Path(folder) / "fonts" / "ofl" / "notosanssc" for folder in folders or ()]
    files = sorted(file for place in places for file in place.rglob("*.ttf"))
    if not files:
        raise ToolError("typst.default_face_missing", package="justmytype-intl-cjk")
    return str(files[0])


def _face(path: str, size: int) -> ImageFont.FreeTypeFont:
    face = ImageFont.truetype(path, size)
    with suppress(OSError):  # not a variable font
        face.set_variation_by_axes([400])
    return face
