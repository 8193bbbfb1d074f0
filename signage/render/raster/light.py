"""Light by night: bright faces, glow on the wall, soft shadows, and the veil of the lens."""

from __future__ import annotations

from math import ceil
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from signage.render.raster.colour import Floats
from signage.render.raster.masks import Mask, Window

_WEIGHTS = (0.46, 0.27, 0.17, 0.10)  # of the gaussians, near to far
_SPILL = 1.7  # a wall close before a bright letter comes near to its luminance
_REACH = 3.0  # standard deviations that a glow's window holds
_COARSE = 4.0  # pixels of the reduced grid to one standard deviation


def face_profile(mask: Mask, falloff_px: float) -> Floats:
    """Return how bright each pixel of a lit face is beside its mean: darker at the rim, flat inside, mean 1."""
    solid = cv2.copyMakeBorder((mask.coverage > 127).astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    depth = cv2.distanceTransform(solid, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    depth = cv2.GaussianBlur(depth, (0, 0), 0.8)[1:-1, 1:-1]
    profile = 1 - 0.42 * np.exp(-depth * np.float32(2.2 / max(falloff_px, 0.8)))
    weight = mask.coverage.astype(np.float32)
    total = float(weight.sum(dtype=np.float64))
    if total <= 0:
        return np.ones_like(profile)
    mean = float((profile * weight).sum(dtype=np.float64)) / total
    return np.asarray(profile / np.float32(mean), dtype=np.float32)


def glow_window(mask: Mask, reach_px: tuple[float, ...], picture: Window) -> Window | None:
    """Return the pixels that a glow can reach inside a picture."""
    return mask.window.grown(ceil(_REACH * max(reach_px, default=0.0)) + 1).common(picture)


def irradiance(mask: Mask, reach_px: tuple[float, ...], target: Window) -> Floats:
    """Return the light around an emitting mask (rows, columns): a sum of gaussians that tapers to nothing.

    A wide gaussian is worked out on a reduced grid and brought back smoothly; each fades to zero before the edge of
    its own window, so that no edge shows.
    """
    light = np.zeros((target.height, target.width), dtype=np.float32)
    weights = _WEIGHTS if len(reach_px) == len(_WEIGHTS) else (1.0 / max(len(reach_px), 1),) * len(reach_px)
    for sigma, weight in zip(reach_px, weights, strict=True):
        own = mask.window.grown(ceil(_REACH * sigma) + 1)
        seen = own.common(target)
        if seen is None:
            continue
        blurred = _blurred(mask, own, sigma)
        cut = blurred[seen.slices(own)]
        light[seen.slices(target)] += cut * np.float32(weight * _SPILL)
    return light


def _blurred(mask: Mask, own: Window, sigma: float) -> Floats:
    step = max(1, int(sigma / _COARSE))
    rows, columns = -(-own.height // step), -(-own.width // step)
    full = np.zeros((rows * step, columns * step), dtype=np.uint8)
    full[mask.window.slices(own)] = mask.coverage
    small: Floats = full.astype(np.float32)
    if step > 1:
        small = _float(cv2.resize(small, (columns, rows), interpolation=cv2.INTER_AREA))
    if sigma > 0.2:
        small = _float(cv2.GaussianBlur(small, (0, 0), sigma / step, borderType=cv2.BORDER_CONSTANT))
    small *= np.float32(1 / 255) * _taper(columns, sigma / step) * _taper(rows, sigma / step)[:, np.newaxis]
    if step > 1:
        small = _float(cv2.resize(small, (columns * step, rows * step), interpolation=cv2.INTER_CUBIC))
    return np.maximum(small[: own.height, : own.width], 0)


def _float(array: NDArray[Any]) -> Floats:
    return np.asarray(array, dtype=np.float32)


def _taper(count: int, sigma: float) -> Floats:
    """Return a window that rises from 0 at both ends to 1 within one and a half standard deviations."""
    at = np.arange(count, dtype=np.float32) + 0.5
    inward = np.clip(np.minimum(at, count - at) / max(1.5 * sigma, 1.0), 0, 1)
    return np.asarray(inward * inward * (3 - 2 * inward), dtype=np.float32)


def soft(mask: Mask, sigma: float, picture: Window) -> tuple[Window, Floats] | None:
    """Return a mask blurred for a shadow, 0–1, and the pixels it covers inside a picture."""
    own = mask.window.grown(ceil(_REACH * sigma) + 1)
    seen = own.common(picture)
    if seen is None:
        return None
    step = max(1, int(sigma / _COARSE))
    rows, columns = -(-own.height // step), -(-own.width // step)
    full = np.zeros((rows * step, columns * step), dtype=np.float32)
    full[mask.window.slices(own)] = mask.coverage
    small = cv2.resize(full, (columns, rows), interpolation=cv2.INTER_AREA) if step > 1 else full
    if sigma > 0.2:
        small = cv2.GaussianBlur(small, (0, 0), sigma / step, borderType=cv2.BORDER_CONSTANT)
    if step > 1:
        small = cv2.resize(small, (columns * step, rows * step), interpolation=cv2.INTER_LINEAR)
    return seen, np.clip(small[seen.slices(own)] * np.float32(1 / 255), 0, 1)


def veil(emission: Floats) -> Floats:
    """Return the lens's veil of light around bright parts on a grid reduced four times, (3, h/4, w/4)."""
    _, height, width = emission.shape
    rows, columns = max(1, height // 4), max(1, width // 4)
    planes = []
    for channel in range(3):
        small = cv2.resize(emission[channel], (columns, rows), interpolation=cv2.INTER_AREA)
        near = cv2.GaussianBlur(small, (0, 0), max(0.6, columns * 0.0035))
        coarse = cv2.resize(near, (max(1, columns // 4), max(1, rows // 4)), interpolation=cv2.INTER_AREA)
        far = cv2.GaussianBlur(coarse, (0, 0), max(0.6, columns * 0.022 / 4))
        planes.append(near * np.float32(0.045) + cv2.resize(far, (columns, rows)) * np.float32(0.035))
    return np.stack(planes)
