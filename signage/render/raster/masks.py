"""From outlines to coverage: FreeType's smooth rasteriser, exact area per pixel, non-zero rule."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor

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


@dataclass(frozen=True, slots=True)
class Window:
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
    return rasterise_points(points, path.verbs, limit)


def rasterise_points(points: NDArray[np.float64], verbs: str, limit: Window) -> Mask | None:
    """Return the coverage of contours given as pixel points (n, 2) in the order of `verbs`; see `rasterise`."""
    low, high = points.min(axis=0), points.max(axis=0)
    if min(low) < -_FAR or max(high) > _FAR:
        points = np.clip(points, -_FAR, _FAR)
        low, high = points.min(axis=0), points.max(axis=0)
    window = Window(floor(low[0]), floor(low[1]), ceil(high[0]), ceil(high[1])).common(limit)
    if window is None:
        return None
    coverage = np.zeros((window.height, window.width), dtype=np.uint8)
    local = np.empty(points.shape, dtype=_LONG)
    np.rint((points[:, 0] - window.x0) * 64, out=local[:, 0], casting="unsafe")
    np.rint((window.y1 - points[:, 1]) * 64, out=local[:, 1], casting="unsafe")
    starts, lasts, tags = _contours(verbs)
    for first, last in _chunks(local, starts, lasts):
        part = slice(int(starts[first]), int(lasts[last - 1]) + 1)
        _fill(local[part], tags[part], lasts[first:last] - starts[first], coverage)
    return Mask(window, coverage)


@lru_cache(maxsize=1024)
def _contours(verbs: str) -> tuple[NDArray[np.int64], NDArray[np.int64], Bytes]:
    """Return each contour's first and last point, and FreeType's tag of every point."""
    codes = np.frombuffer(verbs.encode("ascii"), dtype=np.uint8)
    ends = np.cumsum(_ARITY[codes])
    starts = ends[codes == ord("M")] - 1
    lasts = np.append(starts[1:], ends[-1]) - 1
    tags = np.frombuffer(verbs.translate(_TAGS).encode("latin-1"), dtype=np.uint8)
    return starts, lasts, tags


def _chunks(points: NDArray[np.int_], starts: NDArray[np.int64], lasts: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Yield runs of contours that FreeType can take at once; a hole stays with the contour around it."""
    if len(points) <= _MAX_POINTS:
        yield 0, len(starts)
        return
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


def _fill(points: NDArray[np.int_], tags: Bytes, ends: NDArray[np.int64], coverage: Bytes) -> None:
    points, tags = np.ascontiguousarray(points), np.ascontiguousarray(tags)
    contours = np.ascontiguousarray(ends, dtype=np.int16)
    error = _render(points, tags, contours, coverage)
    if error == _OVERFLOW:
        # The rasteriser's small pool overflows on long, almost level slivers; narrower columns need fewer cells.
        fresh = np.zeros_like(coverage)
        _fill_columns(points, tags, contours, fresh)
        np.maximum(coverage, fresh, out=coverage)
    elif error:
        raise RenderError("render.rasteriser_failed", error=error)


def _fill_columns(points: NDArray[np.int_], tags: Bytes, contours: NDArray[np.int16], coverage: Bytes) -> None:
    middle = coverage.shape[1] // 2
    for first, last in ((0, middle), (middle, coverage.shape[1])):
        shifted = points - np.array([first * 64, 0], dtype=points.dtype)
        column = np.zeros((coverage.shape[0], last - first), dtype=np.uint8)
        error = _render(shifted, tags, contours, column)
        if error == _OVERFLOW and last - first > _NARROWEST:
            column[:] = 0
            _fill_columns(shifted, tags, contours, column)
        elif error:
            raise RenderError("render.rasteriser_failed", error=error)
        coverage[:, first:last] = column


def _render(points: NDArray[np.int_], tags: Bytes, contours: NDArray[np.int16], coverage: Bytes) -> int:
    outline = ft.FT_Outline()
    outline.n_contours, outline.n_points = len(contours), len(points)
    outline.points = ctypes.cast(points.ctypes.data, type(outline.points))
    outline.tags = ctypes.cast(tags.ctypes.data, type(outline.tags))
    outline.contours = ctypes.cast(contours.ctypes.data, type(outline.contours))
    outline.flags = 0
    bitmap = ft.FT_Bitmap()
    bitmap.rows, bitmap.width = coverage.shape
    bitmap.pitch = coverage.shape[1]
    bitmap.buffer = ctypes.cast(coverage.ctypes.data, type(bitmap.buffer))
    bitmap.num_grays = 256
    bitmap.pixel_mode = ft.FT_PIXEL_MODE_GRAY
    return int(ft.FT_Outline_Get_Bitmap(_LOCAL.library.handle, ctypes.byref(outline), ctypes.byref(bitmap)))
