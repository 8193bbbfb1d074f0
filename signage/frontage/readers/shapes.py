"""What is drawn for a role, as closed shapes with their fields: own outlines, blocks, and rings out of loose lines."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from signage.errors import Param
from signage.frontage.readers.drawing import Drawing, Label, Segment, Stroke
from signage.frontage.readers.mapping import Mapping
from signage.frontage.readers.report import Note
from signage.geometry import Point, Rect, Region
from signage.geometry.linework import closed_shapes

_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,63}")
_MAX_SEGMENTS = 20_000
_MAX_SIDES = 3_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A closed shape of a role, in face mm."""

    ring: tuple[Point, ...]
    fields: tuple[tuple[str, str], ...]
    layer: str
    source: str

    @property
    def box(self) -> Rect:
        """Its bounding box."""
        return Rect.around(self.ring)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The shapes of a role, and what to tell of it."""

    shapes: tuple[Shape, ...]
    repairs: tuple[Note, ...] = ()
    ignored: tuple[Note, ...] = ()
    questions: tuple[Note, ...] = ()


def shapes_of(face: Drawing, mapping: Mapping, role: str) -> Found:
    """Return the closed shapes on a role's layers; the drawing is in face mm already."""
    strokes = [s for s in face.strokes if mapping.has_role(s.layer, role)]
    shared = role != "arcades"  # the numbers seen through an arcade are those of the shop windows behind it
    labels = [
        t for t in face.labels if mapping.has_role(t.layer, role) or (shared and mapping.has_role(t.layer, "labels"))
    ]
    rings: list[tuple[tuple[Point, ...], Stroke]] = []
    repairs: list[Note] = []
    ignored: list[Note] = []
    questions: list[Note] = []
    groups: dict[tuple[int, str], list[Stroke]] = defaultdict(list)
    for stroke in strokes:
        if stroke.is_closed and not stroke.group:
            rings.append((stroke.points, stroke))
        else:
            groups[stroke.group, stroke.layer if not stroke.group else ""].append(stroke)
    params: dict[str, Param]
    for (group, _), members in groups.items():
        frame = _frame_of(members) if group else None
        if frame is not None:
            rings.append((frame.points, frame))
            continue
        segments = [segment for s in members for segment in s.segments]
        if len(segments) > _MAX_SEGMENTS:
            params = {"layer": members[0].layer, "count": len(segments), "most": _MAX_SEGMENTS}
            questions.append(Note(code="reading.too_many_lines", params=params, is_blocking=True))
            continue
        marks = [] if group else [t.at for t in labels if not t.group and (t.fields or _ID.fullmatch(t.text))]
        work = closed_shapes(segments, mapping.snap_mm, marks)
        outer = max(work.rings, key=lambda r: Rect.around(r).area, default=None)
        rings += [(r, members[0]) for r in (work.rings if not group else (outer,) if outer else ())]
        layer = members[0].layer
        if work.bridged and not group:
            params = {
                "layer": layer,
                "count": work.bridged,
                "snap": f"{mapping.snap_mm:g}",
            }
            repairs.append(Note(code="reading.bridged", params=params))
        if work.inner and not group:
            ignored.append(Note(code="reading.inner_frames", params={"layer": layer, "count": work.inner}))
        if work.loose and not group:
            place = tuple(p for line in work.loose[:50] for p in line)
            params = {"layer": layer, "role": role, "count": len(work.loose), "where": _where(place)}
            questions.append(Note(code="reading.not_closed", params=params, source=members[0].source, place=place))
        if group and not outer:
            ignored.append(Note(code="reading.block_open", params={"layer": layer}, source=members[0].source))
    kept, more = _simple(rings, role)
    ignored += more
    return Found(
        shapes=tuple(_shape(ring, stroke, labels, mapping) for ring, stroke in kept),
        repairs=tuple(repairs),
        ignored=tuple(ignored),
        questions=tuple(questions),
    )


def _frame_of(members: Sequence[Stroke]) -> Stroke | None:
    """Return the closed outline of a block that holds all else in it; a leaf's swing may start in its corner."""
    whole = Rect.joined(s.box for s in members)
    return next((s for s in members if s.is_closed and s.box.grown(0.01).contains(whole)), None)


def _simple(
    rings: list[tuple[tuple[Point, ...], Stroke]], role: str
) -> tuple[list[tuple[tuple[Point, ...], Stroke]], list[Note]]:
    """Leave out rings that cross themselves, doubles and, but for units, frames inside others."""
    kept: list[tuple[tuple[Point, ...], Stroke]] = []
    notes = []
    inner = 0
    for ring, stroke in sorted(rings, key=lambda r: (-Rect.around(r[0]).area, r[1].source)):
        box = Rect.around(ring)
        try:
            Region.polygon(ring)
        except ValueError:
            params: dict[str, Param] = {"layer": stroke.layer, "role": role, "where": _where(ring)}
            notes.append(Note(code="reading.ring_crosses", params=params, source=stroke.source, place=ring))
            continue
        if any(Rect.around(other).grown(0.01).contains(box) for other, _ in kept):
            inner += 1
            continue
        kept.append((ring, stroke))
    if inner:
        notes.append(Note(code="reading.inner_frames", params={"layer": role, "count": inner}))
    return kept, notes


def _shape(ring: tuple[Point, ...], stroke: Stroke, labels: Sequence[Label], mapping: Mapping) -> Shape:
    """Give a ring the attributes of its block or of tags inside it, and else an id that stands in it as text."""
    fields: dict[str, str] = {}
    texts = []
    box = Rect.around(ring)
    for label in labels:
        own = bool(stroke.group) and label.group == stroke.group
        inside = box.x0 <= label.at.x <= box.x1 and box.y0 <= label.at.y <= box.y1
        if own or (inside and (not label.group or label.layer == stroke.layer)):
            for tag, value in label.fields:
                if value.strip():
                    fields.setdefault(mapping.attributes.get(tag, tag), value.strip())
        if inside and not label.fields and _ID.fullmatch(label.text):
            texts.append(label.text)
    if texts:
        fields.setdefault("id", texts[0])
    return Shape(ring=ring, fields=tuple(fields.items()), layer=stroke.layer, source=stroke.source)


def rectangles_in(segments: Sequence[Segment], snap: float, least: float, most: tuple[float, float]) -> list[Rect]:
    """Return the rectangles whose four sides are drawn, in a tangle of lines where all touches all.

    Args:
        segments: Straight pieces, mm; only upright and level ones count.
        snap: How far a side may miss a corner.
        least: Least width and height.
        most: Greatest width and height.
    """
    ups = _runs([(s.x, s.y, e.x, e.y) for s, e in segments if abs(s.x - e.x) <= snap / 2], snap)
    levels = _runs([(s.y, s.x, e.y, e.x) for s, e in segments if abs(s.y - e.y) <= snap / 2], snap)
    ups = [u for u in ups if u[2] - u[1] >= least][:_MAX_SIDES]
    found = []
    for index, (x0, a0, b0) in enumerate(ups):
        for x1, a1, b1 in ups[index + 1 :]:
            if x1 - x0 > most[0]:
                break
            if x1 - x0 < least or abs(a0 - a1) > snap or abs(b0 - b1) > snap or b0 - a0 > most[1]:
                continue
            if _drawn(levels, a0, x0, x1, snap) and _drawn(levels, b0, x0, x1, snap):
                found.append(Rect(x0, min(a0, a1), x1, max(b0, b1)))
    kept: list[Rect] = []
    for rect in sorted(found, key=lambda r: -r.area):
        if not any(other.grown(snap).contains(rect) or other.overlaps(rect) for other in kept):
            kept.append(rect)
    return sorted(kept, key=lambda r: (r.y0, r.x0))


def _drawn(levels: list[tuple[float, float, float]], at: float, start: float, end: float, snap: float) -> bool:
    near = levels[bisect_left(levels, (at - snap,)) : bisect_right(levels, (at + snap, inf))]
    return any(a <= start + snap and b >= end - snap for _, a, b in near)


def _runs(lines: list[tuple[float, float, float, float]], snap: float) -> list[tuple[float, float, float]]:
    """Return collinear pieces joined: (where, from, to), in order of where."""
    parts = sorted((round(w / snap) * snap if snap else w, min(a, b), max(a, b), w) for w, a, _, b in lines)
    runs: list[tuple[float, float, float, float]] = []
    for key, low, high, where in parts:
        if runs and runs[-1][3] == key and low <= runs[-1][2] + snap:
            runs[-1] = (runs[-1][0], runs[-1][1], max(high, runs[-1][2]), key)
        else:
            runs.append((where, low, high, key))
    return sorted((w, a, b) for w, a, b, _ in runs)


def runs_of(segments: Sequence[Segment], snap: float, *, is_level: bool) -> list[tuple[float, float, float]]:
    """Return level (or upright) lines with pieces in one line joined: (y, x from, x to) or (x, y from, y to)."""
    if is_level:
        return _runs([(s.y, s.x, e.y, e.x) for s, e in segments if abs(s.y - e.y) <= snap / 2 < abs(s.x - e.x)], snap)
    return _runs([(s.x, s.y, e.x, e.y) for s, e in segments if abs(s.x - e.x) <= snap / 2 < abs(s.y - e.y)], snap)


def _where(points: Sequence[Point]) -> str:
    return "; ".join(f"{p.x:.0f}, {p.y:.0f}" for p in points[:3])
