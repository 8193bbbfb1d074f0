"""An artwork as one line of text, and back: compact JSON, exact after the first writing, strict when read.

    {"v":1,"size":[width,height],"outline":["MLLZ",[…]],"shapes":[["#RRGGBB",opacity,"MLCZ",[…]],…],"picture":"…"}

Points are whole steps of 1/10 000 of the height, each told from the one before. `outline` is null when it is the path
of the only shape. The text may come from a stranger: what it says is checked like a logo's own file, and an outline
that its shapes (or its picture's opacity) do not bear out is refused, since areas are measured on it.
"""

from __future__ import annotations

import base64
import binascii
import io
import json
import re
import struct
from itertools import accumulate
from math import isfinite
from typing import Any, NoReturn

import numpy as np
from PIL import Image

from signage.artwork.contours import SPAN, Workshop, area_of_ink
from signage.artwork.finish import STEPS
from signage.artwork.model import ArtShape, Artwork
from signage.artwork.pixels import MOST_SIDE
from signage.errors import Location, SignageError, SpecError
from signage.geometry import Affine, Path, Region

MOST_TEXT = 1024 * 1024
"""Longest text form, characters."""

_MOST_SHAPES = 600
_MOST_SEGMENTS = 60_000
_MOST_RATIO = 51.0
_CLOSED = re.compile(r"(?:M[LQC]+Z)*")
_ARITY = {"M": 1, "L": 1, "Q": 2, "C": 3, "Z": 0}
_AREA_SHARE = 0.005
_PICTURE_SHARE = 0.04


def artwork_text(artwork: Artwork) -> str:
    """Return an artwork as text.

    Raises:
        SpecError: It is larger than `MOST_TEXT` characters.
    """
    shapes = [[s.colour, s.opacity, s.path.verbs, _steps(s.path, artwork.height)] for s in artwork.shapes]
    outline: list[Any] | None = [artwork.outline.verbs, _steps(artwork.outline, artwork.height)]
    if len(shapes) == 1 and outline == shapes[0][2:]:
        outline = None
    content: dict[str, Any] = {"v": 1, "size": [artwork.width, artwork.height], "outline": outline, "shapes": shapes}
    if artwork.picture is not None:
        content["picture"] = base64.b64encode(artwork.picture).decode("ascii")
    text = json.dumps(content, separators=(",", ":"), allow_nan=False)
    if len(text) > MOST_TEXT:
        raise SpecError("artwork.too_detailed", length=len(text), most=MOST_TEXT)
    return text


def artwork_of_text(text: str) -> Artwork:
    """Return the artwork of a text form.

    Raises:
        SpecError: It is no such text, too long, or contradicts itself.
    """
    if len(text) > MOST_TEXT:
        raise SpecError("artwork.text_form", reason=f"{len(text)} > {MOST_TEXT}")
    try:
        content = json.loads(text, parse_constant=lambda name: _refuse(name))
    except (ValueError, RecursionError) as exc:
        _refuse(str(exc).splitlines()[0][:80], exc)
    if not isinstance(content, dict) or not {"v", "size", "outline", "shapes"} <= set(content) <= _KEYS:
        _refuse("v, size, outline, shapes, picture")
    if type(content["v"]) is not int or content["v"] != 1:
        _refuse("v = 1")
    width, height = _size(content["size"])
    artwork = _assembled(content, width, height)
    _bear_out(artwork)
    return artwork


_KEYS = {"v", "size", "outline", "shapes", "picture"}


def _refuse(reason: str, cause: BaseException | None = None) -> NoReturn:
    raise SpecError("artwork.text_form", reason=reason) from cause


def _steps(path: Path, height: float) -> list[int]:
    ends = [round(value * STEPS / height) for value in path.coords]
    return [ends[i] - (ends[i - 2] if i > 1 else 0) for i in range(len(ends))]


def _size(raw: object) -> tuple[float, float]:
    if not isinstance(raw, list) or len(raw) != 2 or not all(type(v) in (int, float) for v in raw):
        _refuse("size")
    width, height = raw
    if abs(width) > 1e9 or abs(height) > 1e9:  # before float(): an integer may have thousands of digits
        _refuse("size")
    width, height = float(width), float(height)
    if not (isfinite(width) and isfinite(height) and width > 0 and height >= 1e-3):
        _refuse("size")
    if not 1 / _MOST_RATIO <= width / height <= _MOST_RATIO:
        _refuse("size")
    return width, height


def _assembled(content: dict[str, Any], width: float, height: float) -> Artwork:
    raw = content["shapes"]
    if not isinstance(raw, list) or len(raw) > _MOST_SHAPES:
        _refuse("shapes")
    shapes = tuple(_shape(part, width, height) for part in raw)
    if content["outline"] is None:
        if len(shapes) != 1:
            _refuse("outline")
        outline = shapes[0].path
    else:
        outline = _path(content["outline"], width, height)
    segments = len(outline.verbs) + sum(len(shape.path.verbs) for shape in shapes)
    if outline.is_empty or segments > _MOST_SEGMENTS:
        _refuse("outline")
    picture = _picture(content["picture"]) if "picture" in content else None
    if not shapes and picture is None:
        _refuse("shapes")
    return Artwork(width=width, height=height, shapes=shapes, outline=outline, picture=picture)


def _shape(raw: object, width: float, height: float) -> ArtShape:
    if not isinstance(raw, list) or len(raw) != 4:
        _refuse("shapes")
    colour, opacity = raw[0], raw[1]
    if not isinstance(colour, str) or not re.fullmatch(r"#[0-9A-F]{6}", colour):
        _refuse("#RRGGBB")
    if type(opacity) not in (int, float) or not 0 < opacity <= 1:
        _refuse("opacity")
    path = _path(raw[2:], width, height)
    if path.is_empty:
        _refuse("shapes")
    return ArtShape(path=path, colour=colour, opacity=float(opacity))


def _path(raw: object, width: float, height: float) -> Path:
    if not isinstance(raw, list) or len(raw) != 2 or not isinstance(raw[0], str) or not isinstance(raw[1], list):
        _refuse("path")
    verbs, steps = raw
    if len(verbs) > _MOST_SEGMENTS or not _CLOSED.fullmatch(verbs):
        _refuse("M…Z")
    if len(steps) != 2 * sum(_ARITY[verb] for verb in verbs):
        _refuse("M…Z")
    most = round(2 * STEPS * max(1.0, width / height))
    if not all(type(step) is int and abs(step) <= 4 * most for step in steps):
        _refuse("path")
    flat = [0] * len(steps)
    flat[0::2], flat[1::2] = list(accumulate(steps[0::2])), list(accumulate(steps[1::2]))
    if any(abs(value) > most for value in flat):
        _refuse("path")
    return Path(verbs, tuple(value * height / STEPS for value in flat))


def _picture(raw: object) -> bytes:
    if not isinstance(raw, str):
        _refuse("picture")
    try:
        content = base64.b64decode(raw, validate=True)
    except (binascii.Error, ValueError) as exc:
        _refuse("picture", exc)
    if base64.b64encode(content).decode("ascii") != raw or not _is_bare_png(content):
        _refuse("picture")
    try:
        with Image.open(io.BytesIO(content), formats=("PNG",)) as image:
            if max(image.size) > MOST_SIDE or image.mode != "RGBA":
                _refuse("picture")
            image.load()
    except SignageError:
        raise
    except Exception as exc:  # a decoder may raise anything on a hostile file
        _refuse("picture", exc)
    return content


def _is_bare_png(content: bytes) -> bool:
    """Return whether a PNG is made of the chunks that we write and ends with the last of them."""
    if not content.startswith(b"\x89PNG\r\n\x1a\n"):
        return False
    place = 8
    while place + 12 <= len(content):
        size, name = struct.unpack_from(">I4s", content, place)
        if name not in (b"IHDR", b"IDAT", b"IEND"):
            return False
        place += 12 + size
        if name == b"IEND":
            return bool(place == len(content))
    return False


def _bear_out(artwork: Artwork) -> None:
    """Refuse contours that overlap or run the wrong way, and an outline that is not that of what is seen."""
    shop = Workshop(Location(), most_pairs=500_000)
    onto = Affine.scale(SPAN / max(artwork.width, artwork.height))
    whole = SPAN * SPAN * artwork.width * artwork.height / max(artwork.width, artwork.height) ** 2
    slack = 2e-4 * whole
    box = artwork.outline.bounds()
    edge = 3 * artwork.height / STEPS
    if (
        box is None
        or box.x0 < -edge
        or box.y0 < -edge
        or box.x1 > artwork.width + edge
        or box.y1 > artwork.height + edge
    ):
        _refuse("outline")
    regions = {}
    for path in dict.fromkeys([artwork.outline, *(shape.path for shape in artwork.shapes)]):
        placed = path.transformed(onto)
        try:
            area = area_of_ink(shop.filled(placed))
        except SpecError as exc:
            _refuse("outline", exc)
        if abs(area - placed.signed_area()) > _AREA_SHARE * area + slack:
            _refuse("outline")
        regions[path] = Region.of_path(placed, SPAN / STEPS)
    outline = regions[artwork.outline]
    if artwork.shapes:
        seen = Region.union(regions[shape.path] for shape in artwork.shapes)
        apart = outline.difference(seen).area + seen.difference(outline).area
        if apart > 4 * _AREA_SHARE * outline.area + 4 * slack:
            _refuse("shapes ≠ outline")
    if artwork.picture is not None:
        with Image.open(io.BytesIO(artwork.picture), formats=("PNG",)) as image:
            opaque = float(np.asarray(image.getchannel("A"), dtype=np.float64).mean()) / 255
        if not artwork.shapes and abs(opaque - outline.area / whole) > _PICTURE_SHARE:
            _refuse("picture ≠ outline")
