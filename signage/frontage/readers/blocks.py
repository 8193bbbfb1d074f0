"""What is drawn in a block insert: outlines side by side are several things, one inside another is its frame."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from signage.frontage.readers.drawing import Label, Segment, Stroke
from signage.geometry import Point, Rect
from signage.geometry.linework import closed_shapes

Ring = tuple[tuple[Point, ...], Stroke]
_TOUCH_MM = 0.01
_MAX_SEGMENTS = 20_000
_MOST_LEAVES = 60


@dataclass(slots=True)
class Opened:
    """What the strokes of one insert gave: rings, each with the stroke that stands for it, and what closed nothing."""

    rings: list[Ring] = field(default_factory=list)
    open: list[Stroke] = field(default_factory=list)
    grounded: int = 0
    inner: int = 0
    details: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """How outlines are put together.

    Attributes:
        snap: Tolerance, mm.
        grounds: Floor and pavement lines that close what stands on them.
        widest: The widest opening that they close, mm.
        are_leaves_one: Outlines that touch in one insert are one: leaves of a door, panes of a window.
    """

    snap: float
    grounds: tuple[Segment, ...] = ()
    widest: float = 0.0
    are_leaves_one: bool = False


def opened(members: Sequence[Stroke], depth: int, how: Joining, labels: Sequence[Label]) -> Opened:
    """Return the outlines in an insert, those of inserts inside it first.

    A line that lies in an outline is a detail of it. What closes nothing in its own insert is tried again with the
    lines of the insert around it.

    Args:
        members: Its strokes of one role, `depth` inserts deep or deeper.
        depth: How many inserts it is in, itself counted.
        how: How loose lines are put together.
        labels: The texts that keep faces apart which touch.
    """
    found = Opened()
    deeper: dict[int, list[Stroke]] = defaultdict(list)
    for stroke in members:
        if len(stroke.groups) > depth:
            deeper[stroke.groups[depth]].append(stroke)
        elif stroke.is_closed:
            found.rings.append((stroke.points, stroke))
        else:
            found.open.append(stroke)
    for own in deeper.values():
        inside = opened(own, depth + 1, how, labels)
        found.rings += inside.rings
        found.open += inside.open
        found.grounded += inside.grounded
        found.inner += inside.inner
        found.details += inside.details
    loose = _outside(found.open, found.rings, _TOUCH_MM)
    found.details += len(found.open) - len(loose)
    found.open = loose
    groups = members[0].groups[:depth]
    if found.open:
        _close(found, groups, how, labels)
    if how.are_leaves_one and 1 < len(found.rings) <= _MOST_LEAVES:
        _join_leaves(found, groups, how)
    return found


def _join_leaves(found: Opened, groups: tuple[int, ...], how: Joining) -> None:
    """Make one outline of those in an insert that touch, when that leaves no other: the two leaves of a door.

    Where several stay apart, the insert is a façade or a pair of windows, and each is a thing of its own.
    """
    sides = [(a, b) for ring, _ in found.rings for a, b in zip(ring, (*ring[1:], ring[0]), strict=True)]
    work = closed_shapes(sides, how.snap)
    boxes = [Rect.around(ring) for ring, _ in found.rings]
    widest = max(box.area for box in boxes)
    if len(work.rings) == 1 and Rect.around(work.rings[0]).area > 1.01 * widest:
        found.inner += sum(any(two.grown(_TOUCH_MM).contains(one) for two in boxes if two is not one) for one in boxes)
        found.rings = [(work.rings[0], replace(found.rings[0][1], groups=groups))]


def _close(found: Opened, groups: tuple[int, ...], how: Joining, labels: Sequence[Label]) -> None:
    """Put open lines together, with the rings that they touch: the arch over a door belongs to it."""
    open_boxes = np.array([_bounds(s.box) for s in found.open])
    near = [_touches(Rect.around(ring), open_boxes, how.snap) for ring, _ in found.rings]
    touched = [one for one, is_near in zip(found.rings, near, strict=True) if is_near]
    segments = [g for s in found.open for g in s.segments]
    if len(segments) > _MAX_SEGMENTS:
        return
    rings = [(a, b) for ring, _ in touched for a, b in zip(ring, (*ring[1:], ring[0]), strict=True)]
    marks = [t.at for t in labels if t.groups == groups]
    work = closed_shapes([*segments, *rings], how.snap, marks, how.grounds, how.widest)
    if not work.rings:
        return
    stands_for = replace(found.open[0], groups=groups)
    found.rings = [one for one, is_near in zip(found.rings, near, strict=True) if not is_near]
    found.rings += [(ring, stands_for) for ring in work.rings]
    found.grounded += work.grounded
    found.inner += work.inner
    found.open = _outside(found.open, found.rings, how.snap)


def _outside(strokes: Sequence[Stroke], rings: Sequence[Ring], reach: float) -> list[Stroke]:
    """Return the strokes that lie in the box of no ring."""
    if not strokes or not rings:
        return list(strokes)
    boxes = np.array([_bounds(s.box) for s in strokes])
    held = np.zeros(len(strokes), dtype=bool)
    for ring, _ in rings:
        box = Rect.around(ring).grown(reach)
        held |= (boxes[:, :2] >= (box.x0, box.y0)).all(axis=1) & (boxes[:, 2:] <= (box.x1, box.y1)).all(axis=1)
    return [s for s, is_held in zip(strokes, held.tolist(), strict=True) if not is_held]


def _touches(box: Rect, boxes: np.ndarray, reach: float) -> bool:
    wide = box.grown(reach)
    meets = (boxes[:, 0] <= wide.x1) & (boxes[:, 2] >= wide.x0) & (boxes[:, 1] <= wide.y1) & (boxes[:, 3] >= wide.y0)
    return bool(meets.any())


def _bounds(box: Rect) -> tuple[float, float, float, float]:
    return box.x0, box.y0, box.x1, box.y1


def holder_of(label: Label, stroke: Stroke) -> tuple[int, ...] | None:
    """Return the inserts that hold both the attributes of a label and an outline; None when they share no line."""
    both = min(len(label.groups), len(stroke.groups))
    return stroke.groups[:both] if both and label.groups[:both] == stroke.groups[:both] else None
