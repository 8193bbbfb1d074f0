"""What a pixel logo consists of: its ground, its few flat colours, and how much of each pixel every one covers.

A smoothed edge mixes two colours. Taking each pixel to the nearest colour would put a fringe of some third colour
between them, so only pixels that show a colour plainly (its core) are taken by colour; a pixel in between belongs to
the two colours whose cores lie nearest, in the share in which it mixes them. Where that share is a half, is the edge.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from signage.artwork.level import Field
from signage.artwork.pixels import Pixels

MOST_COLOURS = 6
_PLAIN = 28.0  # distance within which a pixel shows a colour plainly, levels of 255 over red, green, blue, alpha
_ONE_COLOUR = 40.0  # two bins of colours closer than this are one colour (JPEG grain, faint gradients)
_FLAT = 24  # a pixel is flat when its neighbours differ by less, levels
_LEAST_SHARE = 0.004  # of the flat pixels: less is no colour of the logo
_COVERED = 0.97  # share of the flat pixels that the colours must explain
_GROUND_SHARE = 0.85  # of the border's pixels that must show the ground
_GROUND_REACH = 34.0
_CLEAR_SHARE = 0.002
_REACH_PX = 4.0  # how far an edge's mixed pixels lie from the cores on both sides, at most
_TRAP_PX = 2
_ENOUGH = 300_000

Vectors = NDArray[np.float32]  # … × 4: red, green, blue each times alpha, alpha; 0 to 255


@dataclass(frozen=True, slots=True)
class Layer:
    """One flat colour: `#RRGGBB`, its opacity and its coverage."""

    colour: str
    opacity: float
    field: Field


@dataclass(frozen=True, slots=True)
class Layers:
    """A pixel logo taken apart.

    Attributes:
        outline: Coverage by anything but the ground; None when no ground could be told.
        inks: The flat colours, largest first, each reaching a little under the later ones; empty when there are many.
        cleared: The pixels with the ground made transparent.
        is_hard: Whether the picture's edges are steps without smoothing; the fields are then blurred a little.
    """

    outline: Field | None
    inks: tuple[Layer, ...]
    cleared: Pixels
    is_hard: bool = False


def layers_of(pixels: Pixels) -> Layers:
    """Return what a pixel logo consists of."""
    vectors = _premultiplied(pixels)
    ground = ground_of(vectors)
    if ground is None:
        return Layers(None, (), pixels)
    palette = _palette(vectors, ground)
    if palette is None:
        outline = _departure(vectors, ground)
        inks: tuple[Layer, ...] = ()
    else:
        fields = _coverage(vectors, np.vstack([ground[None], palette]))
        outline = 1 - fields[0]
        inks = _inks(fields[1:], palette)
    cleared, is_hard = _cleared(pixels, ground, outline), _is_hard(outline)
    if is_hard:
        outline = _softened(outline)
        inks = tuple(replace(ink, field=_softened(ink.field)) for ink in inks)
    return Layers(outline, inks, cleared, is_hard)


def ground_of(vectors: Vectors) -> NDArray[np.float32] | None:
    """Return the colour that the logo stands on: nothing where there is transparency, else the border's; or None."""
    if np.count_nonzero(vectors[..., 3] < 128) > _CLEAR_SHARE * vectors[..., 3].size:
        return np.zeros(4, np.float32)
    rim = max(1, min(vectors.shape[:2]) // 100)
    border = np.concatenate(
        [part.reshape(-1, 4) for part in (vectors[:rim], vectors[-rim:], vectors[:, :rim], vectors[:, -rim:])]
    )
    usual: NDArray[np.float32] = np.median(border, axis=0).astype(np.float32)
    close = np.linalg.norm(border - usual, axis=1) < _GROUND_REACH
    return usual if close.mean() >= _GROUND_SHARE else None


def _premultiplied(pixels: Pixels) -> Vectors:
    vectors = pixels.astype(np.float32)
    vectors[..., :3] *= vectors[..., 3:] / 255
    return vectors


def _palette(vectors: Vectors, ground: NDArray[np.float32]) -> NDArray[np.float32] | None:
    """Return the few flat colours beside the ground, or None when there are many (or none)."""
    bytes_ = np.clip(vectors + 0.5, 0, 255).astype(np.uint8)
    box = np.ones((3, 3), np.uint8)
    spread = (cv2.dilate(bytes_, box).astype(np.int16) - cv2.erode(bytes_, box)).max(axis=2)
    off_ground = np.linalg.norm(vectors - ground, axis=2) > _PLAIN
    chosen = (spread < _FLAT) & off_ground
    if np.count_nonzero(chosen) < 0.02 * np.count_nonzero(off_ground):
        chosen = off_ground  # strokes so thin that no pixel is flat
    colours = _some(vectors[chosen])
    if not len(colours):
        return None
    bins, counts = _binned(colours)
    centres = _clusters(bins, counts)
    if centres is None:
        return None
    apart = np.linalg.norm(bins[:, None] - centres[None], axis=2)
    nearest = apart.argmin(axis=1)
    shares = np.array([counts[(nearest == k) & (apart[:, k] < _ONE_COLOUR)].sum() for k in range(len(centres))])
    kept = shares >= max(_LEAST_SHARE * counts.sum(), 12)
    if not 1 <= kept.sum() <= MOST_COLOURS or shares[kept].sum() < _COVERED * counts.sum():
        return None
    found: NDArray[np.float32] = centres[kept][np.argsort(-shares[kept], kind="stable")]
    return _with_thin_inks(found, _some(vectors[off_ground]), ground)


def _some(vectors: Vectors) -> Vectors:
    """Return enough of many pixels, evenly taken."""
    return vectors[:: 1 + len(vectors) // _ENOUGH]


def _with_thin_inks(palette: NDArray[np.float32], seen: Vectors, ground: NDArray[np.float32]) -> NDArray[np.float32]:
    """Add colours that only show in strokes too thin to be flat: what no mixture of two known colours explains."""
    left = seen
    while len(palette) < MOST_COLOURS:
        left = left[_unexplained(left, np.vstack([ground[None], palette]))]
        if len(left) < max(_LEAST_SHARE * len(seen), 12):
            break
        depth = np.linalg.norm(left - ground, axis=1)
        deepest = left[depth >= np.percentile(depth, 85)]
        palette = np.vstack([palette, np.median(deepest, axis=0)[None].astype(np.float32)])
    return palette


def _unexplained(vectors: Vectors, colours: NDArray[np.float32]) -> NDArray[np.bool_]:
    apart = np.full(len(vectors), np.inf, np.float32)
    for i, j in itertools.combinations(range(len(colours)), 2):
        along = colours[j] - colours[i]
        share = np.clip((vectors - colours[i]) @ along / max(float(along @ along), 1.0), 0, 1)
        apart = np.minimum(apart, np.linalg.norm(vectors - colours[i] - share[:, None] * along, axis=1))
    return apart > 2 * _PLAIN


def _binned(colours: Vectors) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Return the mean colour and the number of pixels of each used bin of 16 levels to the channel."""
    key = (colours.astype(np.int64) >> 4) @ np.array([4096, 256, 16, 1])
    _, where, counts = np.unique(key, return_inverse=True, return_counts=True)
    sums = np.stack([np.bincount(where, weights=colours[:, c].astype(np.float64)) for c in range(4)], axis=1)
    return (sums / counts[:, None]).astype(np.float32), counts


def _clusters(bins: NDArray[np.float32], counts: NDArray[np.int64]) -> NDArray[np.float32] | None:
    centres: list[NDArray[np.float32]] = []
    for index in np.argsort(-counts, kind="stable"):
        if all(np.linalg.norm(bins[index] - centre) >= _ONE_COLOUR for centre in centres):
            centres.append(bins[index])
            if len(centres) > 8 * MOST_COLOURS:
                return None
    found = np.stack(centres)
    for _ in range(4):  # a few rounds of k-means: the fullest bin is not quite the colour
        nearest = np.linalg.norm(bins[:, None] - found[None], axis=2).argmin(axis=1)
        for k in range(len(found)):
            mine = (nearest == k) & (np.linalg.norm(bins - found[k], axis=1) < _ONE_COLOUR)
            if mine.any():
                found[k] = np.average(bins[mine], axis=0, weights=counts[mine])
    return found


def _coverage(vectors: Vectors, colours: NDArray[np.float32]) -> list[Field]:
    """Return the share of each pixel that each colour covers, ground first; the shares of a pixel sum to 1."""
    cores = _cores(vectors, colours)
    fields = [core.astype(np.float32) for core in cores]
    mixed = ~np.logical_or.reduce(cores)
    if not mixed.any():
        return fields
    far = np.float32(1e6)
    reach = np.stack(
        [
            cv2.distanceTransform((~core).astype(np.uint8), cv2.DIST_L2, 5)[mixed]
            if core.any()
            else np.full(np.count_nonzero(mixed), far, np.float32)
            for core in cores
        ]
    )
    first, second = np.argsort(reach, axis=0, kind="stable")[:2]
    here = vectors[mixed]
    between = colours[second] - colours[first]
    share = np.sum((here - colours[first]) * between, axis=1) / np.maximum(np.sum(between**2, axis=1), 1.0)
    share = np.clip(share, 0, 1)
    lone = np.take_along_axis(reach, second[None], axis=0)[0] > _REACH_PX
    by_colour = np.linalg.norm(here[:, None] - colours[None], axis=2).argmin(axis=1)
    for k, field in enumerate(fields):
        value = np.where(first == k, 1 - share, 0.0) + np.where(second == k, share, 0.0)
        field[mixed] = np.where(lone, by_colour == k, value)
    return fields


def _cores(vectors: Vectors, colours: NDArray[np.float32]) -> list[NDArray[np.bool_]]:
    """Return where each colour shows plainly; one that lies between two others shows only where it is flat."""
    apart = np.stack([np.linalg.norm(vectors - colour, axis=2) for colour in colours])
    nearest = apart.argmin(axis=0)
    cores = [(nearest == k) & (apart[k] < _PLAIN) for k in range(len(colours))]
    for k in range(1, len(colours)):
        if _is_between(k, colours):
            core = cv2.morphologyEx(cores[k].astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
            cores[k] = core.astype(bool)
    return cores


def _is_between(k: int, colours: NDArray[np.float32]) -> bool:
    for i, j in itertools.combinations([n for n in range(len(colours)) if n != k], 2):
        along = colours[j] - colours[i]
        t = float((colours[k] - colours[i]) @ along / max(float(along @ along), 1.0))
        if 0.05 < t < 0.95 and np.linalg.norm(colours[i] + t * along - colours[k]) < 1.5 * _PLAIN:
            return True
    return False


def _inks(fields: list[Field], palette: NDArray[np.float32]) -> tuple[Layer, ...]:
    """Return the layers; each opaque one reaches under the later ones, so that no seam shows where they meet."""
    made = []
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * _TRAP_PX + 1, 2 * _TRAP_PX + 1))
    for k, (field, vector) in enumerate(zip(fields, palette, strict=True)):
        alpha = float(vector[3])
        levels = np.clip(vector[:3] * 255 / max(alpha, 1.0) + 0.5, 0, 255).astype(int)
        colour = "#" + "".join(f"{level:02X}" for level in levels)
        opacity = 1.0 if alpha > 250 else round(alpha / 255, 3)
        whole = field
        later = [fields[j] for j in range(k + 1, len(fields)) if palette[j][3] > 250]
        if later and opacity == 1:
            near = cv2.dilate((field >= 0.5).astype(np.uint8), disc).astype(np.float32)
            reaching = np.sum([other * near for other in later], axis=0)
            whole = np.minimum(1.0, field + reaching).astype(np.float32)
        made.append(Layer(colour, opacity, whole))
    return tuple(made)


def _departure(vectors: Vectors, ground: NDArray[np.float32]) -> Field:
    """Return the coverage of a many-coloured logo: its opacity, or how far it departs from the ground's colour."""
    if ground[3] == 0:
        opacity: Field = (vectors[..., 3] / 255).astype(np.float32)
        return opacity
    apart = np.linalg.norm(vectors - ground, axis=2).astype(np.float32)
    most = np.maximum(cv2.dilate(apart, np.ones((5, 5), np.uint8)), 2 * _GROUND_REACH)
    field: Field = np.clip(apart / most, 0, 1).astype(np.float32)
    return field


def _is_hard(field: Field) -> bool:
    edge = cv2.morphologyEx((field >= 0.5).astype(np.uint8), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0
    values = field[edge]
    return bool(len(values) and np.mean((values > 0.06) & (values < 0.94)) < 0.25)


def _softened(field: Field) -> Field:
    """Blur a field whose edges are steps, so that its level line is less of a stair."""
    soft: Field = cv2.GaussianBlur(field, (0, 0), 1.3, borderType=cv2.BORDER_CONSTANT).astype(np.float32)
    return soft


def _cleared(pixels: Pixels, ground: NDArray[np.float32], outline: Field) -> Pixels:
    if ground[3] == 0:
        return pixels
    cover = outline[..., None]
    own = (pixels[..., :3].astype(np.float32) - (1 - cover) * ground[:3]) / np.maximum(cover, 0.05)
    out = np.empty_like(pixels)
    out[..., :3] = np.clip(own + 0.5, 0, 255)
    out[..., 3] = np.clip(outline * 255 + 0.5, 0, 255)
    out[out[..., 3] == 0] = 0
    return out
