"""The frame of a face: where it begins, its axes and bays, its floors, its pavement; from lines or told."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from signage.errors import Param, PlanError
from signage.frontage.readers.drawing import Drawing, Label, Stroke
from signage.frontage.readers.mapping import Mapping, Origin
from signage.frontage.readers.numbers import plain
from signage.frontage.readers.report import Note
from signage.frontage.readers.runs import runs_of
from signage.geometry import Point, Rect, polyline_y_at

_SLAB_MM = (50.0, 600.0)  # thinner is a double stroke, thicker a beam or a storey
_STOREY_MM = 1800.0
_SAID_MM = 0.01
_FAR_UP_MM, _FAR_DOWN_MM = 100_000.0, 20_000.0  # no street front begins so high over its ±0.000 or lies so deep
_ZERO = re.compile(r"±\s*0(?:[.,]0{1,3})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Typical lines of a face in the drawing's unit: axes and floor levels with the slab below each."""

    axes: tuple[float, ...]
    floors: tuple[tuple[float, float], ...]


def axes_in(drawing: Drawing, mapping: Mapping, snap: float) -> tuple[float, ...]:
    """Return where upright lines stand on the layers of bays, left to right, in the drawing's own unit."""
    segments = [g for s in drawing.strokes if mapping.has_role(s.layer, "bays") for g in s.segments]
    runs = runs_of(segments, snap, is_level=False)
    longest = max((b - a for _, a, b in runs), default=0.0)
    axes: list[float] = []
    for x, low, high in runs:
        if high - low >= 0.4 * longest and (not axes or x - axes[-1] > snap):
            axes.append(x)
    return tuple(axes)


def floors_in(drawing: Drawing, mapping: Mapping, snap: float, mm: float) -> tuple[tuple[float, float], ...]:
    """Return (level, thickness of the slab under it) bottom to top; double lines are one slab."""
    segments = [g for s in drawing.strokes if mapping.has_role(s.layer, "slabs") for g in s.segments]
    runs = runs_of(segments, snap, is_level=True)
    longest = max((b - a for _, a, b in runs), default=0.0)
    lengths: dict[float, float] = {}
    for y, low, high in runs:
        key = next((k for k in lengths if abs(k - y) <= snap), y)
        lengths[key] = lengths.get(key, 0.0) + high - low
    levels = sorted(y for y, length in lengths.items() if length >= 0.4 * longest)
    floors: list[tuple[float, float]] = []
    for level in levels:
        gap = (level - floors[-1][0]) * mm if floors else 1e9
        if _SLAB_MM[0] <= gap <= _SLAB_MM[1]:
            floors[-1] = (level, level - floors[-1][0])
        else:
            floors.append((level, 0.0))
    return tuple(floors)


def origin_of(drawing: Drawing, mapping: Mapping, lines: Lines, mm: float) -> tuple[Point, tuple[Note, ...]]:
    """Return the face's left end at ±0.000 on the sheet.

    Raises:
        PlanError: The level mark, or a line to stand on, is not there.
    """
    told = mapping.origin
    notes: list[Note] = []
    own = [s.box for s in drawing.strokes if mapping.roles_of(s.layer)]
    box = Rect.joined(own or [s.box for s in drawing.strokes])  # a picked face has strokes
    if told.x is not None:
        x = told.x
    elif lines.axes:
        x = lines.axes[0]
    else:
        x = box.x0
        notes.append(Note(code="reading.left_end_guessed", params={"x": plain(x, 6)}))
    if told.y is not None:
        y = told.y
    elif told.text is not None:
        y = _marked_level(drawing, told.text)
    elif told.layer is not None or not lines.floors:
        y = _lowest_level(drawing, mapping, told.layer)
    else:
        y = lines.floors[0][0]
    return Point(x, y - told.level_mm / mm), tuple(notes)


def refuse_far(drawing: Drawing, mapping: Mapping, lines: Lines, origin: Point, mm: float) -> None:
    """Refuse an origin from which the mapped lines lie far off: every length of the plan would be out of range.

    Raises:
        PlanError: They begin more than 100 m above it or its own width right of it, or end below or left of it.
    """
    own = [s.box for s in drawing.strokes if mapping.roles_of(s.layer)]
    if not own:
        return
    box = Rect.joined(own)
    high = box.y0 - origin.y > _FAR_UP_MM / mm or box.y1 < origin.y - _FAR_DOWN_MM / mm
    wide = box.x0 - origin.x > box.width or box.x1 <= origin.x
    if not (high or wide):
        return
    told = {"y": None, "text": None, "layer": None} if high else {"x": None}
    try:
        likely, _ = origin_of(drawing, mapping.model_copy(update={"origin": Origin(**told)}), lines, mm)
    except PlanError:
        likely = Point(box.x0, box.y0)
    axis, low, top = ("y", box.y0, box.y1) if high else ("x", box.x0, box.x1)
    given, guess = (origin.y, likely.y) if high else (origin.x, likely.x)
    raise PlanError(
        "reading.origin_far",
        axis=axis, low=plain(low, 8), high=plain(top, 8), given=plain(given, 8), likely=plain(guess, 8),
    )  # fmt: skip


def level_mark_of(drawing: Drawing) -> str | None:
    """Return the text of the level mark ±0.000 that has a level line beside it, None when there is none."""
    for label in drawing.labels:
        if _ZERO.fullmatch(_plain(label.text)):
            try:
                _marked_level(drawing, label.text)
            except PlanError:
                continue
            return _plain(label.text)
    return None


def _marked_level(drawing: Drawing, text: str) -> float:
    wanted = _plain(text)
    marks = [t for t in drawing.labels if _plain(t.text) == wanted]
    if not marks:
        raise PlanError("reading.level_unknown", text=text)
    mark = marks[0]
    reach = 3.0 * max(mark.height, 1e-9)
    near = [
        y
        for y, x0, x1 in _levels(drawing)
        if abs(y - mark.at.y) <= reach and x0 - 3 * reach <= mark.at.x <= x1 + 3 * reach
    ]
    if not near:
        raise PlanError("reading.level_no_line", text=text)
    return min(near, key=lambda y: (abs(y - mark.at.y), y))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("%%p", "±").replace("%%P", "±").strip()


def _levels(drawing: Drawing) -> list[tuple[float, float, float]]:
    return [
        (a.y, min(a.x, b.x), max(a.x, b.x))
        for s in drawing.strokes
        for a, b in s.segments
        if abs(a.y - b.y) < 1e-3 * abs(a.x - b.x)
    ]


def _lowest_level(drawing: Drawing, mapping: Mapping, layer: str | None) -> float:
    def counts(name: str) -> bool:
        return name.casefold() == layer.casefold() if layer else mapping.has_role(name, "pavement")

    chosen = tuple(s for s in drawing.strokes if counts(s.layer))
    if not chosen and layer:
        raise PlanError("reading.no_ground_layer", layer=layer)
    if not chosen:
        raise PlanError("reading.no_ground", layer=", ".join(mapping.layers.get("slabs", ())) or "—")
    level = [y for y, _, _ in _levels(Drawing(reader="", unit=None, strokes=chosen, labels=()))]
    return min(level) if level else min(p.y for s in chosen for p in s.points)


def bays_of(axes: Sequence[float], labels: Sequence[Label]) -> list[dict[str, Any]]:
    """Return the bays between axes, named by the texts nearest the axes' ends, else by number."""
    names = [_axis_name(x, labels, axes) or str(index) for index, x in enumerate(axes, 1)]
    if len(set(names)) < len(names):
        names = [str(index) for index in range(1, len(axes) + 1)]
    pairs = itertools.pairwise(zip(axes, names, strict=True))
    return [{"id": f"{left}-{right}", "x0": x0, "x1": x1} for (x0, left), (x1, right) in pairs]


def _axis_name(x: float, labels: Sequence[Label], axes: Sequence[float]) -> str | None:
    gap = min((b - a for a, b in itertools.pairwise(axes)), default=1000.0)
    short = [t for t in labels if t.text and len(t.text) <= 4 and t.text.isalnum() and t.text.isascii()]
    near = sorted((abs(t.at.x - x), t.at.y, t.text) for t in short if abs(t.at.x - x) < 0.2 * gap)
    return near[0][2] if near else None


def storeys_of(floors: Sequence[tuple[float, float]]) -> list[dict[str, Any]]:
    """Return the storeys between floor levels (mm); the one that begins at ±0.000 is number 1."""
    pairs = [p for p in itertools.pairwise(floors) if p[1][0] - p[0][0] >= _STOREY_MM]
    ground = next((i for i, (low, _) in enumerate(pairs) if low[0] >= -600), 0)
    return [
        {"number": i - ground + 1 if i >= ground else i - ground, "floor": low[0], "top": high[0], "slab": high[1]}
        for i, (low, high) in enumerate(pairs)
    ]


def ground_of(strokes: Sequence[Stroke], snap: float) -> list[Point]:
    """Return the points of the ground: the lowest flat lines that do not lie over each other, left to right."""
    flat = [s for s in strokes if not s.is_closed and s.box.height <= 0.25 * s.box.width]
    taken: list[Stroke] = []
    for stroke in sorted(flat, key=lambda s: (s.box.centre.y, -s.box.width)):
        if all(stroke.box.x0 >= t.box.x1 - snap or stroke.box.x1 <= t.box.x0 + snap for t in taken):
            taken.append(stroke)
    reach = 0.05 * max((s.box.width for s in taken), default=0.0)
    return [p for s in taken if s.box.width >= reach for p in s.points]


def pavement_of(points: Sequence[Point], width: float, snap: float) -> tuple[list[list[float]], tuple[Note, ...]]:
    """Return the pavement from 0 to the face's width; what lies beyond is cut, ends that nearly reach are drawn out.

    Args:
        points: Its points, mm.
        width: The face's width, mm.
        snap: How far an end may be off the face's end; drawing it out is told.
    """
    line = sorted(set(points))
    line = [p for i, p in enumerate(line) if i == 0 or p.x > line[i - 1].x]
    if len(line) < 2:
        return [[p.x, p.y] for p in line], ()
    repairs = []
    for side, index, gap, end in (("left", 0, line[0].x, 0.0), ("right", -1, width - line[-1].x, width)):
        if 0.0 < gap <= snap:
            line[index] = Point(end, line[index].y)
            if gap >= _SAID_MM:  # less is the rounding of the drawing's own numbers
                params: dict[str, Param] = {"gap": f"{gap:.2f}", "snap": f"{snap:g}"}
                repairs.append(Note(code=f"reading.pavement_drawn_out_{side}", params=params))
    ends = [(x, polyline_y_at(line, x)) for x in (0.0, width)]
    inner = [p for p in line if 0.0 < p.x < width]
    first = [Point(0.0, y) for x, y in ends[:1] if y is not None] or line[:1]
    last = [Point(width, y) for x, y in ends[1:] if y is not None] or line[-1:]
    return [[p.x, p.y] for p in dict.fromkeys([*first, *inner, *last])], tuple(repairs)
