"""Dimension lines (尺寸标注) and level marks (标高) as parts with one style.

The number is always the model's, in whole millimetres that add up along a chain; where it is drawn is a matter of
paper. Numbers that are wider than their segment stand in one row on the outer side, beyond ticks and extension lines,
in the order of their segments and with a leader to each; no two of a chain ever overlap.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeGuard

from signage.design import Colour
from signage.geometry import Affine, Path, Point, Rect
from signage.locale import text as words
from signage.scene.labels import label, label_box, text_width
from signage.scene.nodes import Anchor, Dimension, Group, Label, Node, Stroke
from signage.typography import FontCatalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionStyle:
    """How dimensions look; every length is in the scene's millimetres.

    The defaults are paper millimetres after GB/T 50001: ticks at 45°, the first line at least 10 mm off the outline,
    the next ones 7-10 mm apart.

    Attributes:
        text_mm: Height of the numbers.
        tick_mm: Length of a tick.
        gap_mm: Between the outline and the start of an extension line.
        beyond_mm: How far extension lines run past the dimension line.
        first_mm: From the outline to the first dimension line.
        step_mm: From one dimension line to the next.
        line_mm: Width of dimension and extension lines (0.25b).
        tick_line_mm: Width of ticks (b).
        lift_mm: Between the line and the number over it.
    """

    text_mm: float = 2.5
    tick_mm: float = 2.5
    gap_mm: float = 2.0
    beyond_mm: float = 2.0
    first_mm: float = 11.0
    step_mm: float = 8.0
    line_mm: float = 0.13
    tick_line_mm: float = 0.5
    lift_mm: float = 0.8
    colour: Colour = "#1B3A57"
    layer: str = "dimension"

    def scaled(self, factor: float) -> DimensionStyle:
        """Return the style for a scene of which `factor` millimetres are one on paper."""
        return replace(
            self,
            text_mm=self.text_mm * factor,
            tick_mm=self.tick_mm * factor,
            gap_mm=self.gap_mm * factor,
            beyond_mm=self.beyond_mm * factor,
            first_mm=self.first_mm * factor,
            step_mm=self.step_mm * factor,
            line_mm=self.line_mm * factor,
            tick_line_mm=self.tick_line_mm * factor,
            lift_mm=self.lift_mm * factor,
        )


SHEET_STYLE = DimensionStyle()
_PAPER: Colour = "#FFFFFF"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A measured position on a chain.

    Attributes:
        at: Position along the chain, scene mm.
        edge: Where on the other axis the measured point lies; the extension line starts there.
        model_mm: The same position in model millimetres; differences of these are printed.
    """

    at: float
    edge: float
    model_mm: float


def chain(
    fonts: FontCatalogue,
    stops: Sequence[Stop],
    line: float,
    *,
    is_vertical: bool = False,
    style: DimensionStyle = SHEET_STYLE,
    taken: Iterable[Rect] = (),
    subject: str = "",
    zero_mm: float | None = None,
    decimals: int = 0,
    is_level: bool = False,
    beside: Iterable[Rect] = (),
) -> tuple[Dimension, ...]:
    """Return a chain of dimensions between consecutive stops; segments without length are left out.

    Positions are rounded to whole millimetres (or `decimals` places), not segments, so that the numbers of a chain add
    up to its length.

    Args:
        fonts: For the numbers.
        stops: In any order; those at one model position count once.
        line: Where on the other axis the dimension line runs.
        is_vertical: Whether the chain measures heights.
        style: Its looks.
        taken: Boxes that no number may touch, such as those of other chains (`number_boxes`).
        subject: What is measured.
        zero_mm: Position from which the others are rounded, the first stop when None; chains that share it agree.
        decimals: Places after the point; noughts at the end are left out.
        is_level: Numbers of a vertical chain that do not fit along their segment stand level beside it, each on its
            own segment as far as their height allows.
        beside: Boxes that no number beside an end of the chain may touch, and no led one if that can be helped:
            extension lines of rows still to come.
    """
    zero = min((stop.model_mm for stop in stops), default=0.0) if zero_mm is None else zero_mm
    ordered = _distinct(stops, zero, decimals)
    frame = _Frame(is_vertical=is_vertical, line=-line if is_vertical else line)
    spans = [(a, b) for a, b in itertools.pairwise(ordered)]
    ticks = [_ticks(stop, zero, decimals) for stop in ordered]
    numbers = [_number(b - a, decimals) for a, b in itertools.pairwise(ticks)]
    is_beneath = bool(ordered) and all(frame.edge(stop) > frame.line for stop in ordered)
    local = [frame.to_local(box) for box in taken]
    places = _number_places(
        fonts,
        spans,
        numbers,
        frame,
        style,
        local,
        is_beneath=is_beneath,
        is_level=is_level and is_vertical,
        beside=[frame.to_local(box) for box in beside],
    )
    # The first dimension draws every extension line of the chain, so that no later one crosses a number.
    extensions = [_extension(stop, frame, style) for stop in ordered]
    return tuple(
        _dimension(fonts, span, number, place, frame, style, subject, () if index else extensions)
        for index, (span, number, place) in enumerate(zip(spans, numbers, places, strict=True))
    )


def number_boxes(dimensions: Iterable[Dimension]) -> tuple[Rect, ...]:
    """Return the ink boxes of the numbers."""
    return tuple(label_box(part) for d in dimensions for part in d.parts if isinstance(part, Label))


def line_boxes(dimensions: Iterable[Dimension], air_mm: float = 0.3) -> tuple[Rect, ...]:
    """Return thin boxes about the dimension lines, extension lines and straight leaders, which no number may cross."""
    found: list[Rect] = []
    for made in dimensions:
        for part in made.parts:
            if not isinstance(part, Stroke) or part.colour != SHEET_STYLE.colour or part.width_mm > SHEET_STYLE.line_mm:
                continue
            for contour in part.path.flattened(0.05):
                for a, b in itertools.pairwise(contour):
                    if abs(a.x - b.x) < 0.01 or abs(a.y - b.y) < 0.01:
                        found.append(Rect.around([Point(*a), Point(*b)]).grown(air_mm))
    return tuple(found)


def crossings(nodes: Iterable[Node], slack_mm: float = 0.1) -> tuple[tuple[str, str], ...]:
    """Return the numbers of dimensions that a line of one of the dimensions runs through: number, and the line's own.

    A number's own paper-coloured ground does not count as a line.
    """
    dimensions = list(_dimensions_in(nodes))
    numbers = [(part.text, label_box(part).grown(-slack_mm)) for d in dimensions for part in d.parts if _is_label(part)]
    found = []
    for made in dimensions:
        for part in made.parts:
            if not isinstance(part, Stroke) or part.colour == _PAPER:
                continue
            for contour in part.path.flattened(0.05):
                for a, b in itertools.pairwise(contour):
                    found += [(text, made.text) for text, box in numbers if _meets(a, b, box)]
    return tuple(found)


def _is_label(part: Node) -> TypeGuard[Label]:
    return isinstance(part, Label)


def _dimensions_in(nodes: Iterable[Node]) -> Iterator[Dimension]:
    for node in nodes:
        if isinstance(node, Dimension):
            yield node
        elif isinstance(node, Group):
            yield from _dimensions_in(node.children)


def _meets(a: Point, b: Point, box: Rect) -> bool:
    """Whether a segment has a part inside a box (Liang and Barsky)."""
    low, high = 0.0, 1.0
    for start, way, near, far in ((a.x, b.x - a.x, box.x0, box.x1), (a.y, b.y - a.y, box.y0, box.y1)):
        if abs(way) < 1e-12:
            if not near < start < far:
                return False
            continue
        ends = sorted(((near - start) / way, (far - start) / way))
        low, high = max(low, ends[0]), min(high, ends[1])
    return low < high


def labels_in(nodes: Iterable[Node]) -> tuple[Label, ...]:
    """Return every label, those inside groups and dimensions too, in painting order."""
    found: list[Label] = []
    for node in nodes:
        if isinstance(node, Label):
            found.append(node)
        elif isinstance(node, Group):
            found.extend(labels_in(node.children))
        elif isinstance(node, Dimension):
            found.extend(part for part in node.parts if isinstance(part, Label))
    return tuple(found)


def collisions(nodes: Iterable[Node], slack_mm: float = 0.0) -> tuple[tuple[Label, Label], ...]:
    """Return the pairs of labels whose ink boxes overlap by more than `slack_mm` on both axes."""
    boxed = sorted(((label_box(node).grown(-slack_mm / 2), node) for node in labels_in(nodes)), key=lambda b: b[0].x0)
    pairs = []
    for index, (box, node) in enumerate(boxed):
        for other, second in boxed[index + 1 :]:
            if other.x0 >= box.x1:
                break
            if box.overlaps(other):
                pairs.append((node, second))
    return tuple(pairs)


def level_mark(
    fonts: FontCatalogue,
    at: Point,
    level_mm: float,
    *,
    style: DimensionStyle = SHEET_STYLE,
    to_left: bool = False,
    is_below: bool = False,
    name: str = "",
    room_mm: float | None = None,
) -> Group:
    """Return a level mark: a triangle whose tip is on the level, with the level in metres to three decimals.

    Args:
        fonts: For the number.
        at: The tip, scene space.
        level_mm: Level over ±0.000.
        style: Its looks.
        to_left: Whether the words stand to the left of the tip.
        is_below: Whether the triangle hangs under the level, for two levels close together.
        name: Words after the number.
        room_mm: Width that the words may take; they shrink to it. None leaves them as they are.
    """
    side, tall = (-1.0 if to_left else 1.0), style.tick_mm * 0.9 * (-1.0 if is_below else 1.0)
    shown = level_text(level_mm) + (f" {name}" if name else "")
    wide, tall_words = text_width(fonts, shown, style.text_mm), style.text_mm
    if room_mm is not None and wide > room_mm:
        wide, tall_words = room_mm, style.text_mm * room_mm / wide
    reach = max(wide, style.tick_mm * 2) + style.lift_mm
    top = at.y + tall
    triangle = Path.polygon([at, Point(at.x + abs(tall), top), Point(at.x - abs(tall), top)])
    shelf = Path.line([Point(at.x - side * abs(tall), top), Point(at.x + side * reach, top)])
    under = -style.lift_mm - style.text_mm if is_below else style.lift_mm
    parts: tuple[Node, ...] = (
        Stroke(path=triangle, colour=style.colour, width_mm=style.line_mm, layer=style.layer),
        Stroke(path=shelf, colour=style.colour, width_mm=style.line_mm, layer=style.layer),
        label(
            fonts,
            shown,
            Point(at.x, top + under),
            tall_words,
            Anchor.END if to_left else Anchor.START,
            colour=style.colour,
            layer=style.layer,
        ),
    )
    return Group(id=f"level-{level_mm:.0f}-{at.x:.1f}-{at.y:.1f}", children=parts, layer=style.layer)


def level_text(level_mm: float) -> str:
    """Return a level as drawings print it: metres to three decimals, ±0.000 at the ground floor."""
    metres = f"{level_mm / 1000:.3f}"
    return words("sheet.zero_level") if float(metres) == 0 else metres


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """Local axes of a chain: u along it, v outwards over the numbers; vertical chains read from the right."""

    is_vertical: bool
    line: float

    @property
    def to_scene(self) -> Affine:
        return Affine(0.0, 1.0, -1.0, 0.0) if self.is_vertical else Affine()

    def place(self, u: float, v: float) -> Point:
        return self.to_scene.apply(Point(u, v))

    def edge(self, stop: Stop) -> float:
        return -stop.edge if self.is_vertical else stop.edge

    def to_local(self, box: Rect) -> Rect:
        back = self.to_scene.inverse()
        return Rect.around([back.apply(corner) for corner in box.corners])


@dataclass(frozen=True, slots=True, kw_only=True)
class _NumberPlace:
    """Where a number's baseline centre lies, local axes; `is_led` draws a leader to its segment."""

    u: float
    v: float
    is_led: bool
    is_level: bool = False

    def box(self, width: float, style: DimensionStyle) -> Rect:
        """Return the number's box with the air it keeps around itself."""
        if self.is_level:
            return Rect.sized(self.u - style.text_mm / 2, self.v, style.text_mm, width).grown(style.lift_mm / 2)
        return Rect.sized(self.u - width / 2, self.v, width, style.text_mm).grown(style.lift_mm / 2)


def _distinct(stops: Sequence[Stop], zero: float, decimals: int) -> list[Stop]:
    ordered: list[Stop] = []
    for stop in sorted(stops, key=lambda s: s.model_mm):
        if not ordered or _ticks(stop, zero, decimals) > _ticks(ordered[-1], zero, decimals):
            ordered.append(stop)
    return ordered


def _ticks(stop: Stop, zero: float, decimals: int) -> int:
    return round((stop.model_mm - zero) * 10.0**decimals)


def _number(ticks: int, decimals: int) -> str:
    if not decimals:
        return str(ticks)
    return f"{ticks / 10**decimals:.{decimals}f}".rstrip("0").rstrip(".")


def _number_places(
    fonts: FontCatalogue,
    spans: Sequence[tuple[Stop, Stop]],
    numbers: Sequence[str],
    frame: _Frame,
    style: DimensionStyle,
    taken: list[Rect],
    *,
    is_beneath: bool,
    is_level: bool,
    beside: list[Rect],
) -> list[_NumberPlace]:
    widths = [text_width(fonts, number, style.text_mm) for number in numbers]
    places: dict[int, _NumberPlace] = {}
    # Numbers that fit between their ticks go first: they are where a reader looks for them.
    order = sorted(range(len(spans)), key=lambda i: (not _fits(spans[i], widths[i], style), i))
    for index in order:
        last = index == len(spans) - 1 and not is_level
        first = 0 if not is_level else -1
        for place in _candidates(spans[index], widths[index], frame, style, index - first, last):
            box = place.box(widths[index], style)
            own = _own_line(spans[index], place, widths[index], frame)
            barred = taken if own is None else [*taken, *beside]
            if not any(box.overlaps(other) or (own is not None and own.overlaps(other)) for other in barred):
                taken.append(box)
                places[index] = place
                break
    led = [index for index in range(len(spans)) if index not in places]
    middles = [(spans[i][0].at + spans[i][1].at) / 2 for i in led]
    ends = (spans[0][0].at, spans[-1][1].at) if spans else (0.0, 0.0)
    row = _led_row(
        middles,
        [widths[i] for i in led],
        ends,
        frame,
        style,
        taken,
        is_beneath=is_beneath,
        is_level=is_level,
        beside=() if is_level else beside,
    )
    return [place for _, place in sorted([*places.items(), *zip(led, row, strict=True)])]


def _own_line(span: tuple[Stop, Stop], place: _NumberPlace, width: float, frame: _Frame) -> Rect | None:
    """Return the thin box of a line that runs out to a number beside its segment; None for one between its ticks."""
    if span[0].at <= place.u <= span[1].at:
        return None
    ends = (span[1].at, place.u + width / 2) if place.u > span[1].at else (place.u - width / 2, span[0].at)
    at_end = 0.5 if place.u > span[1].at else -0.5  # clear of the end's own extension line
    low, high = (ends[0] + at_end, ends[1]) if at_end > 0 else (ends[0], ends[1] + at_end)
    return Rect(low, frame.line - 0.1, high, frame.line + 0.1)


def _fits(span: tuple[Stop, Stop], width: float, style: DimensionStyle) -> bool:
    # A tick leans over the line by a third of its length, at one end or the other; the number touches neither.
    return width + style.tick_mm * 0.9 <= span[1].at - span[0].at


def _candidates(
    span: tuple[Stop, Stop],
    width: float,
    frame: _Frame,
    style: DimensionStyle,
    index: int,
    is_last: bool,
) -> Iterable[_NumberPlace]:
    """Yield places on the line itself: between the ticks, or beside the ends of the chain."""
    middle = (span[0].at + span[1].at) / 2
    over, under = frame.line + style.lift_mm, frame.line - style.lift_mm - style.text_mm
    if _fits(span, width, style):
        yield _NumberPlace(u=middle, v=over, is_led=False)
        yield _NumberPlace(u=middle, v=under, is_led=False)
        return
    aside = width / 2 + style.lift_mm + style.tick_mm / 2
    if is_last:
        yield _NumberPlace(u=span[1].at + aside, v=over, is_led=False)
    if index == 0:
        yield _NumberPlace(u=span[0].at - aside, v=over, is_led=False)


def _led_row(
    middles: Sequence[float],
    widths: Sequence[float],
    ends: tuple[float, float],
    frame: _Frame,
    style: DimensionStyle,
    taken: Sequence[Rect],
    *,
    is_beneath: bool,
    is_level: bool,
    beside: Sequence[Rect],
) -> list[_NumberPlace]:
    """Return numbers in one row beyond the ends of the extension lines, in the order of their segments.

    The row moves along the chain, then outwards, until none of them touches what is taken; there is always a farther
    row, so one is free.
    """
    if not middles:
        return []
    if is_level:
        along = [style.text_mm] * len(middles)
        spread = _spread(middles, along, style.lift_mm * 1.2, ends)
    else:
        spread = _spread(middles, widths, style.lift_mm * 2, ends)
    # Past the ends of the extension lines, with as much again for the leaders to turn.
    near = style.beyond_mm + style.lift_mm * 2
    pitch = style.text_mm + style.lift_mm * 1.6
    # The nearest rows are tried clear of what is still to come, then any that is free now.
    for row, barred in itertools.chain(
        ((row, [*taken, *beside]) for row in range(3)), ((row, taken) for row in itertools.count())
    ):
        v = frame.line + near + pitch * row
        if is_beneath:  # what is measured lies over the line
            v = frame.line - near - pitch * row - (max(widths) if is_level else style.text_mm)
        for step in (0, 1, -1, 2, -2, 3, -3, 4, -4):
            shift = step * style.text_mm * 0.7
            made = [
                _NumberPlace(u=u + shift, v=_near_end(v, width, widths, is_level and is_beneath), is_led=True,
                             is_level=is_level)
                for u, width in zip(spread, widths, strict=True)
            ]  # fmt: skip
            boxes = [place.box(width, style) for place, width in zip(made, widths, strict=True)]
            if not any(box.overlaps(other) for box in boxes for other in barred):
                return made
    raise AssertionError("unreachable")  # the rows have no end


def _near_end(v: float, width: float, widths: Sequence[float], is_beneath: bool) -> float:
    """Return where a level number begins: all of a row begin at the side of their segments."""
    return v + max(widths) - width if is_beneath else v


def _spread(
    wanted: Sequence[float], widths: Sequence[float], air: float, ends: tuple[float, float]
) -> tuple[float, ...]:
    """Return middles in order, `air` apart and as near to the wanted ones as that allows, between the ends if they fit.

    Neighbours that would touch are pushed apart about their common middle (pooled as in isotonic regression).
    """
    offsets = [0.0]
    for left, right in itertools.pairwise(widths):
        offsets.append(offsets[-1] + (left + right) / 2 + air)
    pools: list[tuple[float, int]] = []
    for place, offset in zip(wanted, offsets, strict=True):
        mean, count = place - offset, 1
        while pools and pools[-1][0] >= mean:
            before, several = pools.pop()
            mean, count = (before * several + mean * count) / (several + count), several + count
        pools.append((mean, count))
    bases = [mean for mean, count in pools for _ in range(count)]
    low = ends[0] + widths[0] / 2 + air
    high = ends[1] - widths[-1] / 2 - air - offsets[-1]
    if low <= high:
        bases = [min(max(base, low), high) for base in bases]
    return tuple(base + offset for base, offset in zip(bases, offsets, strict=True))


def _dimension(
    fonts: FontCatalogue,
    span: tuple[Stop, Stop],
    shown: str,
    place: _NumberPlace,
    frame: _Frame,
    style: DimensionStyle,
    subject: str,
    extensions: Iterable[tuple[Point, Point]],
) -> Dimension:
    a, b = span
    angle = 90.0 if frame.is_vertical else 0.0
    lines: list[tuple[Point, ...]] = [*extensions]
    wide = text_width(fonts, shown, style.text_mm)
    lines.append(_dimension_line(span, place, wide, frame, style))
    if place.is_led and not _stands_beside(span, place, style):
        lines.append(_leader(span, place, wide, frame, style))
    thin = [
        Stroke(path=Path.line(line), colour=style.colour, width_mm=style.line_mm, layer=style.layer) for line in lines
    ]
    number = label(
        fonts,
        shown,
        frame.place(place.u - style.text_mm / 2, place.v + wide / 2)
        if place.is_level
        else frame.place(place.u, place.v),
        style.text_mm,
        Anchor.MIDDLE,
        colour=style.colour,
        angle_deg=0.0 if place.is_level else angle,
        layer=style.layer,
    )
    return Dimension(
        start=frame.place(a.at, frame.edge(a)),
        end=frame.place(b.at, frame.edge(b)),
        line_at=frame.place(a.at, frame.line),
        value_mm=b.model_mm - a.model_mm,
        text=shown,
        angle_deg=angle,
        parts=(*thin, *(_tick(stop, frame, style) for stop in span), _clearing(place, wide, frame, style), number),
        layer=style.layer,
        subject=subject,
    )


def _extension(stop: Stop, frame: _Frame, style: DimensionStyle) -> tuple[Point, Point]:
    edge = frame.edge(stop)
    out = 1.0 if frame.line >= edge else -1.0
    gap = min(style.gap_mm, abs(frame.line - edge))
    return frame.place(stop.at, edge + out * gap), frame.place(stop.at, frame.line + out * style.beyond_mm)


def _dimension_line(
    span: tuple[Stop, Stop], place: _NumberPlace, width: float, frame: _Frame, style: DimensionStyle
) -> tuple[Point, Point]:
    start, end = span[0].at, span[1].at
    if not place.is_led:  # a number beside its segment stands on a line that runs out to it
        start, end = min(start, place.u - width / 2), max(end, place.u + width / 2)
    over = style.tick_mm / 2
    return frame.place(start - over, frame.line), frame.place(end + over, frame.line)


def _stands_beside(span: tuple[Stop, Stop], place: _NumberPlace, style: DimensionStyle) -> bool:
    """Whether a level number stands beside the middle of a segment that is as long as it is high: no leader is due."""
    middle, long = (span[0].at + span[1].at) / 2, span[1].at - span[0].at
    return place.is_level and abs(place.u - middle) < 0.3 and long >= style.text_mm


def _leader(
    span: tuple[Stop, Stop], place: _NumberPlace, width: float, frame: _Frame, style: DimensionStyle
) -> tuple[Point, ...]:
    """Return a line straight out of the segment past the ends of the extension lines, and on to the number."""
    is_over = place.v > frame.line
    tall = width if place.is_level else style.text_mm
    foot = place.v - style.lift_mm / 2 if is_over else place.v + tall + style.lift_mm / 2
    middle = (span[0].at + span[1].at) / 2
    elbow = frame.line + style.beyond_mm * (1.0 if is_over else -1.0)
    return frame.place(middle, frame.line), frame.place(middle, elbow), frame.place(place.u, foot)


def _clearing(place: _NumberPlace, width: float, frame: _Frame, style: DimensionStyle) -> Stroke:
    """Return a stroke of paper colour under a number, so that a leader or a line of the view does not cross it."""
    v = place.v + style.text_mm / 2
    ends = [frame.place(place.u + s * (width / 2), v) for s in (-1.0, 1.0)]
    if place.is_level:
        ends = [frame.place(place.u, place.v), frame.place(place.u, place.v + width)]
    tall = style.text_mm + style.lift_mm * 0.6
    return Stroke(path=Path.line(ends), colour=_PAPER, width_mm=tall, layer=style.layer)


def _tick(stop: Stop, frame: _Frame, style: DimensionStyle) -> Stroke:
    half = style.tick_mm / 2 * 0.70710678
    ends = [frame.place(stop.at + s * half, frame.line + s * half) for s in (-1.0, 1.0)]
    return Stroke(path=Path.line(ends), colour=style.colour, width_mm=style.tick_line_mm, layer=style.layer)
