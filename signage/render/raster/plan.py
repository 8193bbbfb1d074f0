"""The order of painting: a scene's nodes as a list of marks, and marks of one look gathered into one.

A sign has hundreds of small shapes in a few colours. Shapes that do not touch may be painted in any order, so those of
one look are brought together and rasterised at once; the picture is the same, byte for byte.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from signage.geometry import Affine, Path, Rect
from signage.render.raster.masks import Outline, Window
from signage.render.raster.strokes import StrokePen, stroke_outlines
from signage.scene import ANNOTATION_LAYERS, SIGN_LAYER, Dimension, Fill, Group, Label, Lit, Node, Solid, Stroke

Box = tuple[float, float, float, float]
_POINTS_MOST = 6000  # of one gathered shape
_BACK_MOST = 48  # steps that are looked through for one to join
_FLAT_BELOW_PX = 1.0  # a lit face whose rim is narrower is one colour


class Mark(NamedTuple):
    """A node that draws, with what its groups say of it.

    Attributes:
        node: Anything but a group or a dimension.
        clip: Box that holds it, pixels (x0, y0, x1, y1).
        is_note: It is an annotation: written on the picture, not in it.
        group: Layer of the group that it lies in, `SIGN_LAYER` for all parts of a sign.
    """

    node: Node
    clip: Box
    is_note: bool
    group: str

    @property
    def is_on_sign(self) -> bool:
        """Whether the street's light falls on it by night."""
        return self.group == SIGN_LAYER and not self.is_note


class Look(NamedTuple):
    """How a flat area is painted."""

    paint: Solid | Lit
    is_ink: bool
    is_note: bool
    is_on_sign: bool
    clip: Box


class Step:
    """Something to paint: an area of one look, or a mark by itself.

    Attributes:
        mark: The first mark of it.
        box: Pixels that it may touch; None for any.
        look: Of a flat area, else None.
        outlines: Shapes of a fill or an area; those of an area share no pixel.
        points: Number of all their points.
    """

    __slots__ = ("box", "look", "mark", "outlines", "points")

    def __init__(self, mark: Mark, box: Window | None, look: Look | None, outlines: list[Outline]) -> None:
        self.mark, self.box, self.look, self.outlines = mark, box, look, outlines
        self.points = sum(len(points) for points, _ in outlines)


def marks_of(nodes: Sequence[Node], clip: Box, to_px: Affine) -> list[Mark]:
    """Return everything that draws in a scene, in order."""
    found: list[Mark] = []
    _collect(nodes, clip, "", "", to_px, found)
    return found


def _collect(nodes: Sequence[Node], clip: Box, layer: str, group: str, to_px: Affine, found: list[Mark]) -> None:
    """Append marks; inside a group of the street everything is part of the street, such as words on a door plate."""
    may_note = layer in ANNOTATION_LAYERS or not layer
    for node in nodes:
        own = node.layer or layer
        if isinstance(node, Group):
            inner = clip if node.clip is None else _common(clip, box_of(node.clip, to_px))
            if inner is not None:
                kin = group if group == SIGN_LAYER else own
                _collect(node.children, inner, layer if _is_street(layer) else own, kin, to_px, found)
        elif isinstance(node, Dimension):
            _collect(node.parts, clip, layer or node.layer, group, to_px, found)
        else:
            found.append(Mark(node, clip, may_note and own in ANNOTATION_LAYERS, group))


def gathered(marks: Sequence[Mark], to_px: Affine, px_per_mm: float, *, is_night: bool) -> list[Step]:
    """Return steps that paint the marks; see the module."""
    outlines = _outlines(marks, to_px, px_per_mm)
    boxes = _boxes(outlines, marks)
    looks: dict[Look, Look] = {}  # each one once, so that they need not be compared
    steps: list[Step] = []
    for mark, outline, box in zip(marks, outlines, boxes, strict=True):
        if outline is None:
            steps.append(Step(mark, None, None, []))
        elif box is not None:
            look = _look(mark, px_per_mm, is_night=is_night)
            _place(Step(mark, box, look and looks.setdefault(look, look), [outline]), steps)
    return steps


def _look(mark: Mark, px_per_mm: float, *, is_night: bool) -> Look | None:
    """Return how a mark is painted when that is the same all over it."""
    node = mark.node
    how = (mark.is_note, is_night and mark.is_on_sign, mark.clip)
    if isinstance(node, Stroke):
        return Look(Solid(colour=node.colour, opacity=node.opacity), True, *how)
    if isinstance(node, Label):
        return Look(Solid(colour=node.colour), True, *how)
    if isinstance(node, Fill):
        paint = node.paint
        if isinstance(paint, Solid):
            return Look(paint, False, *how)
        if isinstance(paint, Lit) and (not is_night or paint.falloff_mm * px_per_mm < _FLAT_BELOW_PX):
            return Look(paint, False, *how)
    return None


_NONE: Outline = (np.empty((0, 2)), "")


def _outlines(marks: Sequence[Mark], to_px: Affine, px_per_mm: float) -> list[Outline | None]:
    """Return the shape of every mark in pixels, None for one without; all are worked out at once."""
    paths = [_path(mark.node) for mark in marks]
    lengths = [len(path.coords) if path else 0 for path in paths]
    flat = np.fromiter(chain.from_iterable(p.coords for p in paths if p), dtype=np.float64, count=sum(lengths))
    placed = flat.reshape(-1, 2) @ np.array([[to_px.a, to_px.b], [to_px.c, to_px.d]]) + np.array([to_px.e, to_px.f])
    found: list[Outline | None] = []
    pens: list[StrokePen] = []
    at = 0
    for mark, path, length in zip(marks, paths, lengths, strict=True):
        end = at + length // 2
        if path is None:
            found.append(None)
        elif isinstance(mark.node, Stroke):
            dashes = tuple(dash * px_per_mm for dash in mark.node.dash_mm)
            pens.append(StrokePen(placed[at:end], path.verbs, mark.node.width_mm * px_per_mm, dashes))
            found.append(_NONE)
        else:
            found.append((placed[at:end], path.verbs))
        at = end
    strokes = iter(stroke_outlines(pens))
    return [next(strokes) if outline is _NONE else outline for outline in found]


def _path(node: Node) -> Path | None:
    if isinstance(node, Fill | Stroke):
        return node.path
    return node.outline if isinstance(node, Label) else None


def _boxes(outlines: Sequence[Outline | None], marks: Sequence[Mark]) -> list[Window | None]:
    """Return the pixels that each outline may touch inside its mark's clip, None for none."""
    boxes: list[Window | None] = [None] * len(outlines)
    known = [number for number, outline in enumerate(outlines) if outline is not None and len(outline[0])]
    if not known:
        return boxes
    parts = [outline[0] for outline in outlines if outline is not None and len(outline[0])]
    points, starts = np.concatenate(parts), np.cumsum([0, *(len(part) for part in parts[:-1])])
    clips = np.array([marks[number].clip for number in known])
    lows = np.maximum(np.minimum.reduceat(points, starts), clips[:, :2])
    highs = np.minimum(np.maximum.reduceat(points, starts), clips[:, 2:])
    seen = (lows < highs).all(axis=1).tolist()
    whole = np.concatenate([np.floor(lows), np.ceil(highs)], axis=1).astype(np.int64).tolist()
    for number, is_seen, box in zip(known, seen, whole, strict=True):
        if is_seen:
            boxes[number] = Window(*box)
    return boxes


def _place(step: Step, steps: list[Step]) -> None:
    """Put a step as early as it may come: into a step of its look, else right after the last that it touches."""
    box, look = step.box, step.look
    if box is None:
        steps.append(step)
        return
    x0, y0, x1, y1 = box
    first = max(0, len(steps) - _BACK_MOST)
    at = len(steps)
    found: Step | None = None
    while at > first:
        other = steps[at - 1]
        its = other.box
        if its is None or (its[0] < x1 and x0 < its[2] and its[1] < y1 and y0 < its[3]):
            break
        if look is not None and other.look is look and other.points + step.points <= _POINTS_MOST:
            found = other
        at -= 1
    if found is None or found.box is None:
        steps.insert(at, step)
        return
    found.outlines += step.outlines
    found.points += step.points
    its = found.box
    found.box = Window(min(x0, its[0]), min(y0, its[1]), max(x1, its[2]), max(y1, its[3]))


def box_of(rect: Rect, to_px: Affine) -> Box:
    """Return a rectangle of the scene in pixels."""
    low, high = to_px.apply((rect.x0, rect.y1)), to_px.apply((rect.x1, rect.y0))
    return low.x, low.y, high.x, high.y


def _common(one: Box, other: Box) -> Box | None:
    x0, y0, x1, y1 = max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None


def _is_street(layer: str) -> bool:
    return bool(layer) and layer not in ANNOTATION_LAYERS
