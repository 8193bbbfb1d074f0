"""What is drawn for a role, as closed shapes with their fields: own outlines, blocks, and rings out of loose lines."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from signage.errors import Param
from signage.frontage.readers.blocks import Joining, Ring, holder_of, opened
from signage.frontage.readers.drawing import Drawing, Label, Segment, Stroke
from signage.frontage.readers.mapping import Mapping
from signage.frontage.readers.naming import is_id
from signage.frontage.readers.report import Note
from signage.geometry import Point, Rect, Region
from signage.geometry.linework import closed_shapes

_MAX_SEGMENTS = 20_000
_STANDING = ("door", "window", "shopfront", "rescue")  # roles whose outlines may end on a floor
_WIDEST_MM = 12_000.0  # feet farther apart are no opening's


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


@dataclass(slots=True)
class _Told:
    """What is to be told so far."""

    repairs: list[Note] = field(default_factory=list)
    ignored: list[Note] = field(default_factory=list)
    questions: list[Note] = field(default_factory=list)


def shapes_of(face: Drawing, mapping: Mapping, role: str, grounds: tuple[Segment, ...] = ()) -> Found:
    """Return the closed shapes on a role's layers, with the attributes of their blocks.

    Args:
        face: The drawing, in face mm already.
        mapping: What its layers mean.
        role: Which role.
        grounds: Floor and pavement lines, which close what is open along them alone.
    """
    opens = role in _STANDING
    how = Joining(snap=mapping.snap_mm, grounds=grounds if opens else (), widest=_WIDEST_MM, are_leaves_one=opens)
    labels = labels_for(face, mapping, role)
    texts = [t for t in labels if not t.fields]
    rings: list[Ring] = []
    told = _Told()
    loose: dict[str, list[Stroke]] = defaultdict(list)
    blocks: dict[int, list[Stroke]] = defaultdict(list)
    for stroke in face.strokes:
        if not mapping.has_role(stroke.layer, role):
            continue
        if stroke.groups:
            blocks[stroke.groups[0]].append(stroke)
        elif stroke.is_closed:
            rings.append((stroke.points, stroke))
        else:
            loose[stroke.layer].append(stroke)
    for members in loose.values():
        marks = [t.at for t in labels if not t.groups and (t.fields or is_id(t.text))]
        rings += _joined(members, role, how, marks, told)
    rings += _of_blocks(blocks.values(), role, how, [t for t in texts if is_id(t.text)], told)
    kept, more = _simple(rings, role)
    told.ignored += more
    fields = _Attributes(kept, labels, mapping)
    shapes = tuple(
        Shape(ring=ring, fields=fields.of(ring, stroke), layer=stroke.layer, source=stroke.source)
        for ring, stroke in kept
    )
    told.ignored += fields.notes()
    return Found(
        shapes=shapes, repairs=tuple(told.repairs), ignored=tuple(told.ignored), questions=tuple(told.questions)
    )


def labels_for(face: Drawing, mapping: Mapping, role: str) -> list[Label]:
    """Return the texts and attributes that may be of a role: on its own layers, or on those of labels."""
    shared = role != "arcades"  # the numbers seen through an arcade are those of the shop windows behind it
    return [
        t for t in face.labels if mapping.has_role(t.layer, role) or (shared and mapping.has_role(t.layer, "labels"))
    ]


def _joined(members: Sequence[Stroke], role: str, how: Joining, marks: Sequence[Point], told: _Told) -> list[Ring]:
    """Return the rings in the loose lines of a layer."""
    first = members[0]
    segments = [segment for s in members for segment in s.segments]
    params: dict[str, Param]
    if len(segments) > _MAX_SEGMENTS:
        params = {"layer": first.layer, "count": len(segments), "most": _MAX_SEGMENTS}
        told.questions.append(Note(code="reading.too_many_lines", params=params, is_blocking=True))
        return []
    work = closed_shapes(segments, how.snap, marks, how.grounds, how.widest)
    if work.bridged:
        params = {"layer": first.layer, "count": work.bridged, "snap": f"{how.snap:g}"}
        told.repairs.append(Note(code="reading.bridged", params=params))
    if work.grounded:
        told.repairs.append(_grounded(first.layer, role, work.grounded))
    if work.inner:
        told.ignored.append(Note(code="reading.inner_frames", params={"layer": first.layer, "count": work.inner}))
    if work.loose:
        place = tuple(p for line in work.loose[:50] for p in line)
        params = {"layer": first.layer, "role": role, "count": len(work.loose), "where": _where(place)}
        told.questions.append(Note(code="reading.not_closed", params=params, source=first.source, place=place))
    return [(ring, first) for ring in work.rings]


def _of_blocks(
    blocks: Iterable[Sequence[Stroke]], role: str, how: Joining, texts: Sequence[Label], told: _Told
) -> list[Ring]:
    """Return the rings in block inserts; what is left out of them is told by layer."""
    rings: list[Ring] = []
    left: dict[str, list[Stroke]] = defaultdict(list)
    inner, grounded, details = Counter[str](), Counter[str](), Counter[str]()
    for members in blocks:
        found = opened(members, 1, how, texts)
        rings += found.rings
        inner[members[0].layer] += found.inner
        grounded[members[0].layer] += found.grounded
        details[members[0].layer] += found.details
        for stroke in found.open:
            left[stroke.layer].append(stroke)
    told.repairs += [_grounded(layer, role, count) for layer, count in grounded.items() if count]
    for layer, strokes in left.items():
        place = tuple(p for s in strokes[:50] for p in s.points[:2])
        params: dict[str, Param] = {"layer": layer, "role": role, "count": len(strokes), "where": _where(place)}
        told.ignored.append(Note(code="reading.block_open", params=params, source=strokes[0].source, place=place))
    told.ignored += [
        Note(code="reading.inner_frames", params={"layer": layer, "count": count})
        for layer, count in inner.items()
        if count
    ]
    told.ignored += [
        Note(code="reading.details", params={"layer": layer, "role": role, "count": count})
        for layer, count in details.items()
        if count
    ]
    return rings


def _grounded(layer: str, role: str, count: int) -> Note:
    return Note(code="reading.closed_on_floor", params={"layer": layer, "role": role, "count": count})


def _simple(rings: list[Ring], role: str) -> tuple[list[Ring], list[Note]]:
    """Leave out rings that cross themselves, doubles and frames inside others."""
    kept: list[Ring] = []
    notes = []
    inner = Counter[str]()
    boxes = np.empty((len(rings), 4))  # of those that are kept, as compared: a hair wider
    for ring, stroke in sorted(rings, key=lambda r: (-Rect.around(r[0]).area, r[1].source)):
        box = Rect.around(ring)
        try:
            Region.polygon(ring)
        except ValueError:
            params: dict[str, Param] = {"layer": stroke.layer, "role": role, "where": _where(ring)}
            notes.append(Note(code="reading.ring_crosses", params=params, source=stroke.source, place=ring))
            continue
        around = boxes[: len(kept)]
        held = (around[:, :2] <= (box.x0, box.y0)).all(axis=1) & (around[:, 2:] >= (box.x1, box.y1)).all(axis=1)
        if held.any():
            inner[stroke.layer] += 1
            continue
        wide = box.grown(0.01)
        boxes[len(kept)] = wide.x0, wide.y0, wide.x1, wide.y1
        kept.append((ring, stroke))
    notes += [
        Note(code="reading.inner_frames", params={"layer": layer, "count": count})
        for layer, count in sorted(inner.items())
    ]
    return kept, notes


class _Attributes:
    """The attributes of block inserts and of tags, for the rings that they are of."""

    def __init__(self, rings: Sequence[Ring], labels: Sequence[Label], mapping: Mapping) -> None:
        self._labels = [t for t in labels if t.fields]
        self._names = mapping.attributes
        self._held = Counter(stroke.groups[:n] for _, stroke in rings for n in range(1, len(stroke.groups) + 1))
        self._used: set[int] = set()
        self._shared: dict[int, Label] = {}

    def of(self, ring: tuple[Point, ...], stroke: Stroke) -> tuple[tuple[str, str], ...]:
        """Return the fields of a ring: of the innermost insert that holds it alone, and of tags that stand in it."""
        fields: dict[str, str] = {}
        box = Rect.around(ring)
        for number, label in enumerate(self._labels):
            holder = holder_of(label, stroke)
            own = holder is not None and self._held[holder] == 1
            inside = box.x0 <= label.at.x <= box.x1 and box.y0 <= label.at.y <= box.y1
            if own or (inside and (not label.groups or label.layer == stroke.layer)):
                self._used.add(number)
                for tag, value in label.fields:
                    if value.strip():
                        fields.setdefault(self._names.get(tag, tag), value.strip())
            elif holder is not None:
                self._shared[number] = label
        return tuple(fields.items())

    def notes(self) -> list[Note]:
        """Return a note for each layer whose inserts hold several shapes, and attributes that could be of any."""
        left = Counter(label.layer for number, label in self._shared.items() if number not in self._used)
        return [
            Note(code="reading.fields_of_several", params={"layer": layer, "count": count})
            for layer, count in sorted(left.items())
        ]


def _where(points: Sequence[Point]) -> str:
    return "; ".join(f"{p.x:.0f}, {p.y:.0f}" for p in points[:3])
