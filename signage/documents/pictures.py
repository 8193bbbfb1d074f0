"""Attached drawings as Typst takes them: checked, measured and given a size on the page."""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass
from xml.etree import ElementTree

from PIL import Image

from signage.applications.notices import NoticeDrawing
from signage.errors import DocumentError, RenderError
from signage.render.page_pictures import reduced_picture

_MAX_PIXELS = 40_000_000
_PAGE_PX = 1600  # more than the page shows at 200 dpi; the approved drawing itself is known by its digest
_WIDE_FROM = 1.25
_ROOM_MM = {True: (243.0, 124.0), False: (156.0, 178.0)}  # by whether the page lies on its side
_NUMBER = re.compile(r"[-+]?\d*\.?\d+(?:[eE][-+]?\d+)?")
_HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
_SUFFIX = {"image/svg+xml": ".svg", "image/png": ".png"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedDrawing:
    """A drawing with the name it is handed to Typst by and its size on the page.

    Attributes:
        is_wide: The page lies on its side.
        content: The file, a raster picture reduced to what the page shows.
        width_mm: Width on paper; the height follows.
    """

    file: str
    content: bytes
    is_wide: bool
    width_mm: float


def place_drawing(drawing: NoticeDrawing, index: int) -> PlacedDrawing:
    """Return how a drawing goes on its page.

    Args:
        drawing: SVG of the product's own making, or PNG.
        index: Tells its file from the others'.

    Raises:
        DocumentError: Neither SVG nor PNG, broken, or an SVG that reaches for something outside itself.
    """
    suffix = _SUFFIX.get(drawing.media_type)
    if suffix is None:
        raise DocumentError("documents.drawing_type", title=drawing.title, media_type=drawing.media_type)
    width, height = _svg_size(drawing) if suffix == ".svg" else _png_size(drawing)
    is_wide = width / height >= _WIDE_FROM
    room_width, room_height = _ROOM_MM[is_wide]
    fitting = round(min(room_width, room_height * width / height), 2)
    content, suffix = _for_page(drawing, suffix)
    return PlacedDrawing(file=f"drawing-{index}{suffix}", content=content, is_wide=is_wide, width_mm=fitting)


def _for_page(drawing: NoticeDrawing, suffix: str) -> tuple[bytes, str]:
    try:
        content, media_type = reduced_picture(drawing.content, drawing.media_type, _PAGE_PX)
    except RenderError as exc:
        raise DocumentError("documents.drawing_broken", title=drawing.title) from exc
    return content, ".jpg" if media_type == "image/jpeg" else suffix


def _png_size(drawing: NoticeDrawing) -> tuple[int, int]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # judged below by our own limit
            with Image.open(io.BytesIO(drawing.content), formats=("PNG",)) as picture:
                if picture.width * picture.height > _MAX_PIXELS:
                    raise DocumentError("documents.drawing_too_large", title=drawing.title)
                picture.load()
                return picture.size
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as exc:
        raise DocumentError("documents.drawing_broken", title=drawing.title) from exc


def _svg_size(drawing: NoticeDrawing) -> tuple[float, float]:
    if b"<!DOCTYPE" in drawing.content or b"<!ENTITY" in drawing.content:
        raise DocumentError("documents.drawing_reaches_out", title=drawing.title, reference="<!DOCTYPE>")
    try:
        root = ElementTree.fromstring(drawing.content)  # noqa: S314 (no entities can be declared, see above)
    except ElementTree.ParseError as exc:
        raise DocumentError("documents.drawing_broken", title=drawing.title) from exc
    for node in root.iter():
        for name in _HREFS:
            reference = node.get(name, "#")
            if not reference.startswith(("#", "data:image/")):
                raise DocumentError("documents.drawing_reaches_out", title=drawing.title, reference=reference[:80])
    numbers = [float(n) for n in _NUMBER.findall(root.get("viewBox", ""))]
    size = numbers[2:4] if len(numbers) == 4 else _lengths(root)
    if len(size) != 2 or min(size) <= 0:
        raise DocumentError("documents.drawing_broken", title=drawing.title)
    return size[0], size[1]


def _lengths(root: ElementTree.Element) -> list[float]:
    found = [_NUMBER.match(root.get(name, "")) for name in ("width", "height")]
    return [float(match[0]) for match in found if match]
