"""Light: the glow of emitting faces on what is around them, soft shadows, and the lens's veil.

A gaussian is worked out on a grid whose cells are at most half its standard deviation, so its cost does not grow with
its width. Grids are nested: each is brought to the next finer one, and only the sum to the picture's pixels.
"""

from __future__ import annotations

from math import ceil
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from signage.render.raster.colour import Bytes, Flags, Floats
from signage.render.raster.crew import side_by_side
from signage.render.raster.masks import Mask, Window

_WEIGHTS = (0.46, 0.27, 0.17, 0.10)  # of the gaussians, near to far
_SPILL = 1.7  # a wall close before a bright letter comes near to its luminance
_REACH = 3.0  # standard deviations that a glow's window holds
_FINEST = 2.0  # cells of a grid to one standard deviation, at least
_COARSEST = 64  # px to a cell
_RIM = 0.42  # how much darker a lit face is at its very edge
_VEIL_STEP = 1.5e-4  # of the exposure
_BYTES_BELOW = 5.0  # px; narrower shadows are blurred in bytes at full size


def face_profile(mask: Mask, falloff_px: float) -> Floats:
    """Return how bright each pixel of a lit face is beside its mean: darker at the rim, flat inside, mean 1."""
    solid = cv2.copyMakeBorder(mask.coverage, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    _, solid = cv2.threshold(solid, 127, 1, cv2.THRESH_BINARY)
    depth = cv2.distanceTransform(solid, cv2.DIST_L2, cv2.DIST_MASK_5)
    profile = _float(cv2.GaussianBlur(depth, (5, 5), 0.8)[1:-1, 1:-1] * np.float32(-2.2 / max(falloff_px, 0.8)))
    np.exp(profile, out=profile)
    profile *= np.float32(-_RIM)
    profile += 1
    weight = mask.coverage.astype(np.float32)
    total = float(weight.sum(dtype=np.float64))
    if total <= 0:
        return np.ones_like(profile)
    weight *= profile
    profile *= np.float32(total / float(weight.sum(dtype=np.float64)))
    return profile


def glow_window(mask: Mask, reach_px: tuple[float, ...], picture: Window) -> Window | None:
    """Return the pixels that a glow can reach inside a picture."""
    return mask.window.grown(ceil(_REACH * max(reach_px, default=0.0)) + 1).common(picture)


class Spread:
    """The light around an emitting mask: a sum of gaussians that tapers to nothing.

    Each gaussian fades to zero before the edge of its own window, so that no edge shows.
    """

    def __init__(self, mask: Mask, reach_px: tuple[float, ...], level: float = 1.0) -> None:
        """Work it out on coarse grids.

        Args:
            mask: What shines.
            reach_px: Standard deviations of the gaussians.
            level: How brightly.
        """
        weights = _WEIGHTS if len(reach_px) == len(_WEIGHTS) else (1.0 / max(len(reach_px), 1),) * len(reach_px)
        far_first = sorted(zip(reach_px, weights, strict=True), reverse=True)
        fields: list[_Field] = []  # coarse grids that were brought together, then finer ones
        grids = _Grids(mask, max((_step(sigma) for sigma in reach_px), default=1))
        for sigma, weight in far_first:
            field = grids.blurred(sigma, weight * _SPILL * level)
            # A far field joins the next finer one, but never at full size: near light is a small part of the picture.
            if fields and fields[-1].step >= field.step > 1:
                field = fields.pop().onto(field)
            fields.append(field)
        self._fields = tuple(fields)

    def window(self, unseen: float) -> Window | None:
        """Return the pixels outside which there is less light than so much, None when there is less everywhere."""
        share = np.float32(unseen / max(len(self._fields), 1))
        found: Window | None = None
        for field in self._fields:
            own = bright(field.values > share, Window(0, 0, field.values.shape[1], field.values.shape[0]))
            if own is not None:
                x0, y0, x1, y1 = own.grown(2)
                cells = Window(field.x0 + x0, field.y0 + y0, field.x0 + x1, field.y0 + y1)
                pixels = Window(*(cell * field.step for cell in cells))
                found = pixels if found is None else found.around(pixels)
        return found

    def over(self, target: Window) -> Floats:
        """Return the light on some pixels (rows, columns)."""
        light = np.zeros((target.height, target.width), dtype=np.float32)
        for field in self._fields:
            field.add_to(light, target)
        return light


def irradiance(mask: Mask, reach_px: tuple[float, ...], target: Window) -> Floats:
    """Return the light around an emitting mask on some pixels (rows, columns); see `Spread`."""
    return Spread(mask, reach_px).over(target)


def _step(sigma: float) -> int:
    step = 1
    while step * 2 * _FINEST <= sigma and step < _COARSEST:
        step *= 2
    return step


def bright(lit: Flags, window: Window) -> Window | None:
    """Return the smallest window around all pixels that are lit, None for none."""
    down, across = np.flatnonzero(lit.any(axis=1)), np.flatnonzero(lit.any(axis=0))
    if not len(down):
        return None
    x0, y0 = window.x0, window.y0
    return Window(x0 + int(across[0]), y0 + int(down[0]), x0 + int(across[-1]) + 1, y0 + int(down[-1]) + 1)


class _Field:
    """Values on a grid of cells of `step` pixels; x0 and y0 count cells from the picture's corner."""

    def __init__(self, values: Floats, x0: int, y0: int, step: int) -> None:
        self.values, self.x0, self.y0, self.step = values, x0, y0, step

    def onto(self, finer: _Field) -> _Field:
        """Return the sum with a field of the same grid or a finer one, on the finer one's grid."""
        ratio = self.step // finer.step
        values = _enlarged(self.values, ratio)
        x0, y0 = self.x0 * ratio, self.y0 * ratio
        left, top = min(x0, finer.x0), min(y0, finer.y0)
        right = max(x0 + values.shape[1], finer.x0 + finer.values.shape[1])
        low = max(y0 + values.shape[0], finer.y0 + finer.values.shape[0])
        whole = np.zeros((low - top, right - left), dtype=np.float32)
        for field, x, y in ((values, x0 - left, y0 - top), (finer.values, finer.x0 - left, finer.y0 - top)):
            whole[y : y + field.shape[0], x : x + field.shape[1]] += field
        return _Field(whole, left, top, finer.step)

    def add_to(self, light: Floats, target: Window) -> None:
        """Add the values to an array that covers `target`, smoothly enlarged to pixels."""
        step = self.step
        height, width = self.values.shape
        own = Window(self.x0 * step, self.y0 * step, (self.x0 + width) * step, (self.y0 + height) * step)
        seen = own.common(target)
        if seen is None:
            return
        # Only the cells under the target, and two more for the interpolation.
        x0, y0 = max(seen.x0 // step - 2, self.x0), max(seen.y0 // step - 2, self.y0)
        x1, y1 = -(-seen.x1 // step) + 2, -(-seen.y1 // step) + 2
        cut = self.values[y0 - self.y0 : y1 - self.y0, x0 - self.x0 : x1 - self.x0]
        drawn = Window(x0 * step, y0 * step, (x0 + cut.shape[1]) * step, (y0 + cut.shape[0]) * step)
        light[seen.slices(target)] += _enlarged(cut, step)[seen.slices(drawn)]


class _Grids:
    """A mask as light on nested grids, each worked out from the next finer one."""

    def __init__(self, mask: Mask, coarsest: int) -> None:
        window = mask.window
        self.x0, self.y0 = window.x0 // coarsest * coarsest, window.y0 // coarsest * coarsest
        width = -(-(window.x1 - self.x0) // coarsest) * coarsest
        height = -(-(window.y1 - self.y0) // coarsest) * coarsest
        full = np.zeros((height, width), dtype=np.float32)
        rows = slice(window.y0 - self.y0, window.y1 - self.y0)
        np.multiply(mask.coverage, np.float32(1 / 255), out=full[rows, window.x0 - self.x0 : window.x1 - self.x0])
        self._levels = {1: full}

    def at(self, step: int) -> Floats:
        """Return the means over cells of `step` pixels."""
        if step not in self._levels:
            finer = self.at(step // 2)
            size = (finer.shape[1] // 2, finer.shape[0] // 2)
            self._levels[step] = _float(cv2.resize(finer, size, interpolation=cv2.INTER_AREA))
        return self._levels[step]

    def blurred(self, sigma: float, weight: float) -> _Field:
        """Return the mask blurred and tapered, on the coarsest grid that holds it."""
        step = _step(sigma)
        margin = ceil(_REACH * sigma / step) + 1
        values = cv2.copyMakeBorder(self.at(step), margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=0)
        if sigma > 0.2:
            size = 2 * margin + 1
            values = cv2.GaussianBlur(values, (size, size), sigma / step, borderType=cv2.BORDER_CONSTANT)
        rows, columns = values.shape
        taper = _taper(rows, sigma / step)[:, np.newaxis] * np.float32(weight)
        return _Field(
            _float(values) * _taper(columns, sigma / step) * taper,
            self.x0 // step - margin,
            self.y0 // step - margin,
            step,
        )


def _enlarged(values: Floats, ratio: int) -> Floats:
    """Return values on a grid `ratio` times finer: smooth, and straight only in the last doubling of a wide step."""
    if ratio == 1:
        return values
    height, width = values.shape
    if ratio == 2:  # more than two cells to a standard deviation: a straight line strays by a hundredth
        return _float(cv2.resize(values, (width * 2, height * 2), interpolation=cv2.INTER_LINEAR))
    first = ratio // 2
    smooth = _float(cv2.resize(values, (width * first, height * first), interpolation=cv2.INTER_CUBIC))
    np.maximum(smooth, 0, out=smooth)
    return _float(cv2.resize(smooth, (width * ratio, height * ratio), interpolation=cv2.INTER_LINEAR))


def _float(array: NDArray[Any]) -> Floats:
    return np.asarray(array, dtype=np.float32)


def _taper(count: int, sigma: float) -> Floats:
    """Return a window that rises from 0 at both ends to 1 within one and a half standard deviations."""
    at = np.arange(count, dtype=np.float32) + 0.5
    inward = np.clip(np.minimum(at, count - at) / max(1.5 * sigma, 1.0), 0, 1)
    return np.asarray(inward * inward * (3 - 2 * inward), dtype=np.float32)


def shadow(mask: Mask, sigma: float, opacity: float, picture: Window) -> tuple[Window, Floats] | None:
    """Return the share of light that a soft shadow leaves (rows, columns), and the pixels it covers inside a picture.

    Args:
        mask: What stands in the light.
        sigma: Standard deviation of its blur, pixels.
        opacity: Share of the light that it takes, 0–1.
        picture: What is seen.
    """
    own = mask.window.grown(ceil(_REACH * sigma) + 1)
    seen = own.common(picture)
    if seen is None:
        return None
    step = 1 if sigma < _BYTES_BELOW else int(sigma / _FINEST / 1.25)
    rows, columns = -(-own.height // step), -(-own.width // step)
    full: Bytes = np.zeros((rows * step, columns * step), dtype=np.uint8)
    full[mask.window.slices(own)] = mask.coverage
    if step == 1:
        blurred = cv2.GaussianBlur(full, (0, 0), sigma, borderType=cv2.BORDER_CONSTANT) if sigma > 0.2 else full
        left = (1 - np.arange(256) * (opacity / 255)).astype(np.float32)
        return seen, _float(cv2.LUT(blurred[seen.slices(own)], left))
    small = _float(cv2.resize(full, (columns, rows), interpolation=cv2.INTER_AREA))
    small = _float(cv2.GaussianBlur(small, (0, 0), sigma / step, borderType=cv2.BORDER_CONSTANT))
    small *= np.float32(-opacity / 255)
    small += 1
    large = cv2.resize(small, (columns * step, rows * step), interpolation=cv2.INTER_LINEAR)
    return seen, _float(large)[seen.slices(own)]


def veil(cells: Floats, width_px: int) -> Floats:
    """Return the lens's veil of light around bright parts, on the grid of `cells` and one more cell on every side.

    Args:
        cells: Emission (3, rows, columns) on a grid reduced four times.
        width_px: Width of the picture.
    """
    _, rows, columns = cells.shape
    whole = np.empty((3, rows + 2, columns + 2), dtype=np.float32)

    def fill(channel: int) -> None:
        plane = _veiled(cells[channel], width_px)
        # In steps that no byte shows, so that what is far from a change stays as it was.
        plane *= np.float32(1 / _VEIL_STEP)
        np.rint(plane, out=plane)
        plane *= np.float32(_VEIL_STEP)
        cv2.copyMakeBorder(plane, 1, 1, 1, 1, cv2.BORDER_REPLICATE, dst=whole[channel])

    side_by_side(fill, range(3), fewest=2)
    return whole


def _veiled(cells: Floats, width_px: int) -> Floats:
    """Return the veil of one channel."""
    near = _spread(cells, max(0.6, width_px / 4 * 0.0035))
    rows, columns = -(-near.shape[0] // 4) * 4, -(-near.shape[1] // 4) * 4
    even = cv2.copyMakeBorder(near, 0, rows - near.shape[0], 0, columns - near.shape[1], cv2.BORDER_REPLICATE)
    coarse = _float(cv2.resize(even, (columns // 4, rows // 4), interpolation=cv2.INTER_AREA))
    far = _spread(coarse, max(0.6, width_px / 4 * 0.022 / 4))
    far = _float(cv2.resize(far, (columns, rows), interpolation=cv2.INTER_CUBIC))[: near.shape[0], : near.shape[1]]
    near *= np.float32(0.045)
    far = np.maximum(far, 0)
    far *= np.float32(0.035)
    near += far
    return near


def _spread(plane: Floats, sigma: float) -> Floats:
    size = 2 * ceil(_REACH * sigma) + 1
    # Dark beyond the picture: a mirrored border would send the light of a sign near an edge back into the sky.
    return _float(cv2.GaussianBlur(plane, (size, size), sigma, borderType=cv2.BORDER_CONSTANT))
