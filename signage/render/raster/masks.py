"""From outlines to coverage: FreeType's smooth rasteriser, exact area per pixel, non-zero rule."""

from __future__ import annotations

import ctypes
import itertools
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import freetype.raw as ft
import numpy as np
from numpy.typing import NDArray

from signage.errors import RenderError
from signage.geometry import Affine, Path
from signage.render.raster.colour import Bytes, Floats

_LONG = np.dtype(ctypes.c_long)
_TAGS = {ord("M"): "\x01", ord("L"): "\x01", ord("Q"): "\x00\x01", ord("C"): "\x02\x02\x01", ord("Z"): ""}
_ARITY = np.zeros(256, dtype=np.int64)
for _verb, _count in (("M", 1), ("L", 1), ("Q", 2), ("C", 3)):
    _ARITY[ord(_verb)] = _count
_MAX_POINTS = 32_000  # FreeType counts an outline's points in 16 bits
_FAR = 1 << 20  # px; outlines beyond are out of sight, and 26.6 numbers must not overflow
_OVERFLOW = 0x62  # FreeType's Raster_Overflow
_NARROWEST = 4  # px


class Window(NamedTuple):
    """A box of whole pixels: x0 ≤ x < x1, y0 ≤ y < y1."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def width(self) -> int:
        """Columns."""
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        """Rows."""
        return self.y1 - self.y0

    def common(self, other: Window) -> Window | None:
        """Return the shared pixels, or None when there are none."""
        x0, y0 = max(self.x0, other.x0), max(self.y0, other.y0)
        x1, y1 = min(self.x1, other.x1), min(self.y1, other.y1)
        return Window(x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None

    def grown(self, by: int) -> Window:
        """Return the window with every side moved outwards."""
        return Window(self.x0 - by, self.y0 - by, self.x1 + by, self.y1 + by)

    def around(self, other: Window) -> Window:
        """Return the smallest window around both."""
        return Window(min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1))

    def slices(self, inside: Window) -> tuple[slice, slice]:
        """Return the rows and columns of this window in an array that covers `inside`."""
        return (
            slice(self.y0 - inside.y0, self.y1 - inside.y0),
            slice(self.x0 - inside.x0, self.x1 - inside.x0),
        )


@dataclass(frozen=True, slots=True)
class Mask:
    """Coverage 0–255 of the pixels of a window."""

    window: Window
    coverage: Bytes

    def clipped(self, x0: float, y0: float, x1: float, y1: float) -> Mask:
        """Return the mask with coverage outside a box taken away; the box's edges may cut through pixels."""
        window = self.window
        if x0 <= window.x0 and y0 <= window.y0 and window.x1 <= x1 and window.y1 <= y1:
            return self
        across = _overlap(window.x0, window.width, x0, x1)
        down = _overlap(window.y0, window.height, y0, y1)
        cut = self.coverage.astype(np.float32) * across * down[:, np.newaxis]
        return Mask(window, np.rint(cut).astype(np.uint8))


def _overlap(first: int, count: int, low: float, high: float) -> Floats:
    edges = np.arange(first, first + count, dtype=np.float64)
    share = np.clip(np.minimum(edges + 1, high) - np.maximum(edges, low), 0, 1)
    return np.asarray(share, dtype=np.float32)


class _Library:
    """One FreeType library; not to be shared between threads."""

    def __init__(self) -> None:
        self.handle = ft.FT_Library()
        error = ft.FT_Init_FreeType(ctypes.byref(self.handle))
        if error:
            raise RenderError("render.rasteriser_failed", error=int(error))

    def __del__(self) -> None:
        if self.handle:
            ft.FT_Done_FreeType(self.handle)


class _PerThread(threading.local):
    def __init__(self) -> None:
        self.library = _Library()


_LOCAL = _PerThread()


def rasterise(path: Path, to_px: Affine, limit: Window) -> Mask | None:
    """Return the coverage of a filled outline, or None when nothing of it lies in `limit`.

    Args:
        path: Contours, filled by the non-zero rule.
        to_px: Map from the path's space to pixels, y down.
        limit: Pixels that may be covered.

    Raises:
        RenderError: The outline is too complex for one mask.
    """
    if not path.coords:
        return None
    flat: NDArray[np.float64] = np.asarray(path.coords, dtype=np.float64).reshape(-1, 2)
    points = flat @ np.array([[to_px.a, to_px.b], [to_px.c, to_px.d]]) + np.array([to_px.e, to_px.f])
    return rasterise_all(_apart(points, path.verbs), limit)


Outline = tuple[NDArray[np.float64], str]  # points (n, 2) in pixels, and verbs


_FEW_CONTOURS = 4


def _apart(points: NDArray[np.float64], verbs: str) -> list[Outline]:
    """Return a path as outlines that share no pixel, in its order, such as the letters of a line; at least one."""
    starts = _contours(verbs).starts
    if len(starts) < _FEW_CONTOURS:
        return [(points, verbs)]
    boxes = np.concatenate(
        [np.floor(np.minimum.reduceat(points, starts)), np.ceil(np.maximum.reduceat(points, starts))], axis=1
    ).tolist()
    groups: list[tuple[int, list[float]]] = []  # first contour, box
    for number, (x0, y0, x1, y1) in enumerate(boxes):
        touching = [i for i, (_, b) in enumerate(groups) if x0 < b[2] and b[0] < x1 and y0 < b[3] and b[1] < y1]
        if not touching:
            groups.append((number, [x0, y0, x1, y1]))
            continue
        # The contour joins the first group that it touches, and so does all that came since.
        first = touching[0]
        joined = [b for _, b in groups[first:]] + [[x0, y0, x1, y1]]
        box = [
            min(b[0] for b in joined),
            min(b[1] for b in joined),
            max(b[2] for b in joined),
            max(b[3] for b in joined),
        ]
        # A grown box may reach back to groups before it.
        while first and any(
            box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for _, b in groups[:first]
        ):
            first -= 1
            b = groups[first][1]
            box = [min(b[0], box[0]), min(b[1], box[1]), max(b[2], box[2]), max(b[3], box[3])]
        groups[first:] = [(groups[first][0], box)]
    parts = verbs.split("M")[1:]
    edges = [first for first, _ in groups] + [len(starts)]
    cuts = [*starts.tolist(), len(points)]
    return [
        (points[cuts[a] : cuts[b]], "".join("M" + part for part in parts[a:b])) for a, b in itertools.pairwise(edges)
    ]


def rasterise_points(points: NDArray[np.float64], verbs: str, limit: Window) -> Mask | None:
    """Return the coverage of contours given as pixel points (n, 2) in the order of `verbs`; see `rasterise`."""
    return rasterise_all([(points, verbs)], limit)


def rasterise_all(outlines: Sequence[Outline], limit: Window) -> Mask | None:
    """Return the coverage of outlines that share no pixel, or None when nothing of them lies in `limit`.

    Each is rasterised in its own window of the mask: FreeType's work grows faster than an outline's width.

    Raises:
        RenderError: An outline is too complex for one mask.
    """
    points = outlines[0][0] if len(outlines) == 1 else np.concatenate([part for part, _ in outlines])
    if not len(points):
        return None
    counts = [len(part) for part, _ in outlines]
    firsts = np.cumsum([0, *counts[:-1]])
    lows, highs = np.minimum.reduceat(points, firsts), np.maximum.reduceat(points, firsts)
    if lows.min() < -_FAR or highs.max() > _FAR:
        points, lows, highs = (np.clip(part, -_FAR, _FAR) for part in (points, lows, highs))
    boxes = np.concatenate([np.floor(lows), np.ceil(highs)], axis=1).astype(np.int64)
    owns = [Window(*box).common(limit) for box in boxes.tolist()]
    seen = [own for own in owns if own is not None]
    if not seen:
        return None
    x0, y0 = min(own.x0 for own in seen), min(own.y0 for own in seen)
    whole = Window(x0, y0, max(own.x1 for own in seen), max(own.y1 for own in seen))
    coverage = np.zeros((whole.height, whole.width), dtype=np.uint8)
    # 26.6 numbers from each outline's own lower left corner, y up
    corners = np.array([(own.x0, own.y1) if own else (0, 0) for own in owns], dtype=np.float64)
    local = np.empty(points.shape, dtype=_LONG)
    np.rint((points - np.repeat(corners, counts, axis=0)) * (64.0, -64.0), out=local, casting="unsafe")
    numbers_at, bits_at = _address(local), _address(coverage)
    for own, first, count, (_, verbs) in zip(owns, firsts.tolist(), counts, outlines, strict=True):
        if own is None:
            continue
        # Addresses are counted, not asked for: an array's own answer takes as long as a small letter.
        corner = bits_at + (own.y0 - whole.y0) * whole.width + own.x0 - whole.x0
        bits = _Bits(corner, own.height, own.width, whole.width)
        if count > _MAX_POINTS or _render(numbers_at + first * 2 * _LONG.itemsize, _contours(verbs), bits):
            _fill_all(local[first : first + count], verbs, coverage[own.slices(whole)])
    return Mask(whole, coverage)


class _Contours(NamedTuple):
    """The shape of an outline's data; the same for every letter drawn by the same verbs.

    Attributes:
        starts: Each contour's first point.
        lasts: Its last point.
        tags: Every point's tag, as FreeType wants it.
        ends: The last points, as FreeType wants them.
        tags_at: Address of the tags.
        ends_at: Address of the last points.
    """

    starts: NDArray[np.int64]
    lasts: NDArray[np.int64]
    tags: Bytes
    ends: NDArray[np.int16]
    tags_at: int
    ends_at: int


class _Bits(NamedTuple):
    """Where coverage is written to: address of its first byte, rows, bytes of a row, bytes from row to row."""

    at: int
    rows: int
    width: int
    pitch: int


def _bits_of(coverage: Bytes) -> _Bits:
    rows, width = coverage.shape
    return _Bits(_address(coverage), rows, width, coverage.strides[0])


def _fill_all(points: NDArray[np.int_], verbs: str, coverage: Bytes) -> None:
    """Fill an outline that was too much for FreeType at once."""
    shape = _contours(verbs)
    if len(points) <= _MAX_POINTS:
        _fill(points, shape, coverage)
        return
    for first, last in _chunks(points, shape.starts, shape.lasts):
        part = slice(int(shape.starts[first]), int(shape.lasts[last - 1]) + 1)
        ends = (shape.lasts[first:last] - shape.starts[first]).astype(np.int16)
        tags = shape.tags[part]
        _fill(points[part], shape._replace(ends=ends, ends_at=_address(ends), tags_at=_address(tags)), coverage)


@lru_cache(maxsize=1024)
def _contours(verbs: str) -> _Contours:
    codes = np.frombuffer(verbs.encode("ascii"), dtype=np.uint8)
    stops = np.cumsum(_ARITY[codes])
    starts = stops[codes == ord("M")] - 1
    lasts = np.append(starts[1:], stops[-1]) - 1
    tags = np.frombuffer(verbs.translate(_TAGS).encode("latin-1"), dtype=np.uint8)
    ends = lasts.astype(np.int16)
    return _Contours(starts, lasts, tags, ends, _address(tags), _address(ends))


def _chunks(points: NDArray[np.int_], starts: NDArray[np.int64], lasts: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Yield runs of contours that FreeType can take at once; a hole stays with the contour around it."""
    lows = np.array([points[a : b + 1].min(axis=0) for a, b in zip(starts, lasts, strict=True)])
    highs = np.array([points[a : b + 1].max(axis=0) for a, b in zip(starts, lasts, strict=True)])
    pens = points[starts]
    first = 0
    while first < len(starts):
        most = int(np.searchsorted(lasts, starts[first] + _MAX_POINTS))
        for end in range(most, first, -1):
            if end == len(starts) or not _inside(pens[end], lows[first:end], highs[first:end]):
                break
        else:
            raise RenderError("render.outline_too_complex", points=len(points), max_points=_MAX_POINTS)
        yield first, end
        first = end


def _inside(pen: NDArray[np.int_], lows: NDArray[np.int_], highs: NDArray[np.int_]) -> bool:
    return bool(((lows <= pen) & (pen <= highs)).all(axis=1).any())


def _fill(points: NDArray[np.int_], shape: _Contours, coverage: Bytes) -> None:
    error = _render(_address(points), shape, _bits_of(coverage))
    if error == _OVERFLOW:
        # The rasteriser's small pool overflows on long, almost level slivers; narrower columns need fewer cells.
        fresh = np.zeros(coverage.shape, dtype=np.uint8)
        _fill_columns(points, shape, fresh)
        np.maximum(coverage, fresh, out=coverage)
    elif error:
        raise RenderError("render.rasteriser_failed", error=error)


def _fill_columns(points: NDArray[np.int_], shape: _Contours, coverage: Bytes) -> None:
    middle = coverage.shape[1] // 2
    for first, last in ((0, middle), (middle, coverage.shape[1])):
        shifted = points - np.array([first * 64, 0], dtype=points.dtype)
        column = np.zeros((coverage.shape[0], last - first), dtype=np.uint8)
        error = _render(_address(shifted), shape, _bits_of(column))
        if error == _OVERFLOW and last - first > _NARROWEST:
            column[:] = 0
            _fill_columns(shifted, shape, column)
        elif error:
            raise RenderError("render.rasteriser_failed", error=error)
        coverage[:, first:last] = column


class _OutlineOf(ctypes.Structure):
    """FreeType's FT_Outline with plain addresses."""

    _fields_ = (
        ("n_contours", ctypes.c_short), ("n_points", ctypes.c_short), ("points", ctypes.c_void_p),
        ("tags", ctypes.c_void_p), ("contours", ctypes.c_void_p), ("flags", ctypes.c_int),
    )  # fmt: skip


class _BitmapOf(ctypes.Structure):
    """FreeType's FT_Bitmap with plain addresses."""

    _fields_ = (
        ("rows", ctypes.c_uint), ("width", ctypes.c_uint), ("pitch", ctypes.c_int), ("buffer", ctypes.c_void_p),
        ("num_grays", ctypes.c_ushort), ("pixel_mode", ctypes.c_ubyte), ("palette_mode", ctypes.c_ubyte),
        ("palette", ctypes.c_void_p),
    )  # fmt: skip


def _render(points_at: int, shape: _Contours, bits: _Bits) -> int:
    """Return FreeType's error, 0 for none; the coverage may be a part of a larger mask."""
    count = int(shape.ends[-1]) + 1
    outline = _OutlineOf(len(shape.ends), count, points_at, shape.tags_at, shape.ends_at, 0)
    bitmap = _BitmapOf(bits.rows, bits.width, bits.pitch, bits.at, 256, ft.FT_PIXEL_MODE_GRAY, 0, None)
    return int(ft.FT_Outline_Get_Bitmap(_LOCAL.library.handle, ctypes.byref(outline), ctypes.byref(bitmap)))


def _address(array: NDArray[Any]) -> int:
    return int(array.__array_interface__["data"][0])
