"""Typical sizes on a face, which tell its unit: doors, openings, bays, storeys, the whole front."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from signage.frontage.readers.detective import Clue, clues, scales_said
from signage.frontage.readers.drawing import Drawing, Stroke
from signage.frontage.readers.levels import axes_in, floors_in
from signage.frontage.readers.mapping import Mapping
from signage.geometry import Rect


def sizes_of(face: Drawing, mapping: Mapping) -> dict[str, Sequence[float]]:
    """Return typical sizes of a face in drawing units, at the scale that the mapping tells, for the detective."""
    box = Rect.joined(s.box for s in face.strokes)
    snap = 1e-4 * max(box.width, box.height)
    axes = axes_in(face, mapping, snap)
    levels = [y for y, _ in floors_in(face, mapping, snap, 0.0)]
    tall = [b - a for a, b in itertools.pairwise(levels) if b - a > 0.1 * (levels[-1] - levels[0])]
    heights: dict[str, dict[int, list[Stroke]]] = {"door": {}, "opening": {}}
    for index, stroke in enumerate(face.strokes):
        door = mapping.has_role(stroke.layer, "door")
        if door or any(mapping.has_role(stroke.layer, r) for r in ("window", "shopfront", "rescue")):
            key = stroke.groups[-1] if stroke.groups else -index - 1
            heights["door" if door else "opening"].setdefault(key, []).append(stroke)
    sizes: dict[str, Sequence[float]] = {
        what: [height for strokes in groups.values() for height in _heights(strokes)]
        for what, groups in heights.items()
    }
    bays = [b - a for a, b in itertools.pairwise(axes)]
    sizes |= {"bay": bays, "storey": tall, "front": [box.width], "height": [box.height]}
    return {what: [size * mapping.scale for size in found] for what, found in sizes.items()}


def _heights(strokes: Sequence[Stroke]) -> list[float]:
    """Return the heights of what an insert holds: of its closed outlines, else of its lines together."""
    closed = [s.box.height for s in strokes if s.is_closed]
    return closed or [Rect.joined(s.box for s in strokes).height]


def evidence(face: Drawing, mapping: Mapping) -> tuple[Clue, ...]:
    """Return what the sizes of a face say of its unit."""
    return clues(sizes_of(face, mapping))


def scales_in(drawing: Drawing, mapping: Mapping) -> tuple[int, ...]:
    """Return the scales that texts of a sheet state, the one in the face's own title alone when that states one."""
    return scales_said([mapping.title or ""]) or scales_said(t.text for t in drawing.labels)
