"""The order of painting: a scene's nodes as a list of marks, and marks of one look gathered into one.

A sign has hundreds of small shapes in a few colours. Shapes that do not touch may be painted in any order, so those of
one look are brought together and rasterised at once; the picture is the same, byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from signage.geometry import Affine, Rect
from signage.render.raster.masks import Window
from signage.render.raster.strokes import stroke_contours
from signage.scene import ANNOTATION_LAYERS, Dimension, Fill, Group, Label, Lit, Node, Solid, Stroke

Box = tuple[float, float, float, float]
_POINTS_MOST = 6000  # of one gathered shape
_BACK_MOST = 48  # steps that are looked through for one to join
_FLAT_BELOW_PX = 1.0  # a lit face whose rim is narrower is one colour


@dataclass(frozen=True, slots=True)
class Mark:
    """A node that draws, with what its groups say of it.

    Attributes:
        node: Anything but a group or a dimension.
        clip: Box that holds it, pixels (x0, y0, x1, y1).
        is_note: It is an annotation: written on the picture, not in it.
        group: Layer of the group that it lies in.
    """

    node: Node
    clip: Box
    is_note: bool
    group: str


@dataclass(frozen=True, slots=True)
class Look:
    """How a flat area is painted."""

    paint: Solid | Lit
    is_ink: bool
    is_note: bool
    clip: Box


@dataclass(slots=True)
class Step:
    """Something to paint: an area of one look, or a mark by itself.

    Attributes:
        box: Pixels that it may touch; None for any.
        look: Of a flat area, else None.
        mark: The mark, when it is no flat area.
        outlines: Points (n, 2) in pixels and verbs of the shapes of an area.
        points: Number of all their points.
    """

    box: Window | None
    look: Look | None
    mark: Mark
    outlines: list[tuple[NDArray[np.float64], str]]
    points: int


def marks_of(nodes: Sequence[Node], clip: Box, to_px: Affine) -> list[Mark]:
    """Return everything that draws in a scene, in order."""
    return list(_marks(nodes, clip, "", "", to_px))


def _marks(nodes: Sequence[Node], clip: Box, layer: str, group: str, to_px: Affine) -> Iterator[Mark]:
    """Yield marks; inside a group of the street everything is part of the street, such as words on a door plate."""
    for node in nodes:
        own = node.layer or layer
        if isinstance(node, Group):
            inner = clip if node.clip is None else _common(clip, box_of(node.clip, to_px))
            if inner is not None:
                yield from _marks(node.children, inner, layer if _is_street(layer) else own, own, to_px)
        elif isinstance(node, Dimension):
            yield from _marks(node.parts, clip, layer or node.layer, group, to_px)
        else:
            is_note = (layer in ANNOTATION_LAYERS or not layer) and own in ANNOTATION_LAYERS
            yield Mark(node, clip, is_note, group)


def gathered(marks: Sequence[Mark], to_px: Affine, px_per_mm: float, *, is_night: bool) -> list[Step]:
    """Return steps that paint the marks; see the module."""
    steps: list[Step] = []
    for mark, points in zip(marks, _points(marks, to_px), strict=True):
        step = _step(mark, points, to_px, px_per_mm, is_night=is_night)
        if step is not None:
            _place(step, steps)
    return steps


def _points(marks: Sequence[Mark], to_px: Affine) -> list[NDArray[np.float64] | None]:
    """Return the pixel points of every filled outline, all worked out at once."""
    paths = [_outline(mark.node) for mark in marks]
    lengths = [0 if coords is None else len(coords) for coords in paths]
    flat = np.fromiter(chain.from_iterable(filter(None, paths)), dtype=np.float64, count=sum(lengths))
    placed = flat.reshape(-1, 2) @ np.array([[to_px.a, to_px.b], [to_px.c, to_px.d]]) + np.array([to_px.e, to_px.f])
    ends = np.cumsum(lengths) // 2
    return [placed[end - length // 2 : end] if length else None for end, length in zip(ends, lengths, strict=True)]


def _outline(node: Node) -> tuple[float, ...] | None:
    if isinstance(node, Fill):
        return node.path.coords
    return node.outline.coords if isinstance(node, Label) else None


def _step(
    mark: Mark, points: NDArray[np.float64] | None, to_px: Affine, px_per_mm: float, *, is_night: bool
) -> Step | None:
    node, look = mark.node, None
    if isinstance(node, Stroke):
        dashes = tuple(length * px_per_mm for length in node.dash_mm)
        points, verbs = stroke_contours(node.path, to_px, node.width_mm * px_per_mm, dashes)
        look = Look(Solid(colour=node.colour, opacity=node.opacity), True, mark.is_note, mark.clip)
    elif isinstance(node, Label):
        verbs = node.outline.verbs
        look = Look(Solid(colour=node.colour), True, mark.is_note, mark.clip)
    elif isinstance(node, Fill):
        verbs = node.path.verbs
        if isinstance(node.paint, Solid) or (isinstance(node.paint, Lit) and _is_flat(node.paint, px_per_mm, is_night)):
            look = Look(node.paint, False, mark.is_note, mark.clip)
    else:
        return Step(None, None, mark, [], 0)
    if points is None or not len(points):
        return None
    (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
    clip = mark.clip
    x0, y0, x1, y1 = max(x0, clip[0]), max(y0, clip[1]), min(x1, clip[2]), min(y1, clip[3])
    if not (x0 < x1 and y0 < y1) and not isinstance(node, Stroke):
        return None
    box = Window(floor(x0), floor(y0), ceil(x1), ceil(y1))
    return Step(box, look, mark, [(points, verbs)], len(points))


def _is_flat(paint: Lit, px_per_mm: float, is_night: bool) -> bool:
    return not is_night or paint.falloff_mm * px_per_mm < _FLAT_BELOW_PX


def _place(step: Step, steps: list[Step]) -> None:
    """Put a step as early as it may come: into a step of its look, else right after the last that it touches."""
    first = max(0, len(steps) - _BACK_MOST)
    at = len(steps)
    while at > first and not _touch(step.box, steps[at - 1].box):
        at -= 1
    if step.look is not None:
        for other in steps[at:]:
            if other.look == step.look and other.points + step.points <= _POINTS_MOST:
                other.outlines += step.outlines
                other.points += step.points
                other.box = _around(other.box, step.box)
                return
    steps.insert(at, step)


def _touch(one: Window | None, other: Window | None) -> bool:
    if one is None or other is None:
        return True
    return one.x0 < other.x1 and other.x0 < one.x1 and one.y0 < other.y1 and other.y0 < one.y1


def _around(one: Window | None, other: Window | None) -> Window | None:
    if one is None or other is None:
        return None
    return Window(min(one.x0, other.x0), min(one.y0, other.y0), max(one.x1, other.x1), max(one.y1, other.y1))


def box_of(rect: Rect, to_px: Affine) -> Box:
    """Return a rectangle of the scene in pixels."""
    low, high = to_px.apply((rect.x0, rect.y1)), to_px.apply((rect.x1, rect.y0))
    return low.x, low.y, high.x, high.y


def _common(one: Box, other: Box) -> Box | None:
    x0, y0, x1, y1 = max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None


def _is_street(layer: str) -> bool:
    return bool(layer) and layer not in ANNOTATION_LAYERS
