"""The construction node (构造节点): a cut through wall, frame, panel and letter that a workshop can build from.

What is cut is said by `sheet_node_cut`; here it is drawn in its cell at the largest scale that shows all of it, with
its words at the right. Depths, sheets and profiles are true; heights are cut short, and the node says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from signage.design import Form, PieceRole, SignLayout
from signage.fabrication import make_pack
from signage.geometry import Path, Point, Rect
from signage.locale import Lang, spoken, text
from signage.scene.dimensions import Stop, chain, line_boxes, number_boxes
from signage.scene.labels import label, shortened
from signage.scene.nodes import Dimension, Group, Node, Stroke
from signage.scene.shapes import ellipse, line, solid
from signage.scene.sheet_face import gate_legs
from signage.scene.sheet_node_cut import cut_of, letters_height, turned
from signage.scene.sheet_node_parts import Known
from signage.scene.sheet_node_sketch import Call, Cut, Depths, Look, Shape
from signage.scene.sheet_outlines import hatched
from signage.scene.sheet_paper import INK, LEAST_TEXT, QUIET, THIN, even, lines_for
from signage.scene.sheet_rows import FIRST, Row, stacked
from signage.typography import FontCatalogue

SCALES = (1, 2, 3, 4, 5, 6, 10, 15, 20, 25)
_LEAST_MM = 5.0  # of thickness that is worth a node
_OVER, _UNDER, _LEFT = 21.0, 9.0, 6.0  # for the rows of depths, the title, and numbers at the left; paper mm
_RIGHT = 2.5
_BESIDE, _NARROW = 30.0, 110.0  # for two rows of heights at the right; cells that have no room for them, paper mm
_WORDS_SHARE, _LEAST_WORDS, _MOST_WORDS = 0.44, 33.0, 66.0  # of the cell for words: share, paper mm
_PITCH = 1.42  # from line to line of the words, in their heights
_GAP = 1.6  # between two words' blocks at most, paper mm
_OVER_EDGE = 4.0  # of words over the node: higher ones' leaders would run across its depths, paper mm
_THINNEST = 0.3  # of a sheet that is drawn, paper mm
_METAL, _THICK_METAL, _CLEAR, _LAMP, _BOLT = "#2B3138", "#7D8792", "#BFDAE8", "#FFE9A8", "#B4BCC5"
_BOARD, _GRAIN, _LEAF = "#F1E6D2", "#B99F72", "#C58B1B"


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeView:
    """A node placed in its cell: what is cut, n of its scale, where its origin lies, where its words begin."""

    cut: Cut
    scale: float
    origin: Point
    words_x: float
    area: Rect

    def box(self, rect: Rect) -> Rect:
        """Return a box of node space on paper."""
        a, b = self.at(rect.x0, rect.y0), self.at(rect.x1, rect.y1)
        return Rect(a.x, a.y, b.x, b.y)

    def at(self, u: float, v: float) -> Point:
        """Return a place of node space on paper."""
        return Point(self.origin.x + u / self.scale, self.origin.y + v / self.scale)


def has_node(layout: SignLayout) -> bool:
    """Whether a sign is built so that a node tells something."""
    if gate_legs(layout) is not None or layout.balloon is not None or layout.thickness_mm < _LEAST_MM:
        return False
    return layout.form != Form.WINDOW


def node_view(layout: SignLayout, area: Rect, known: Known | None = None) -> NodeView | None:
    """Return the node at the largest scale at which all of it fits its cell; None for a sign without one.

    Args:
        layout: The sign.
        area: The cell, its title in it.
        known: The sign's workshop pack, asked; made here when left out.
    """
    if not has_node(layout) or area.width < _LEAST_WORDS + 20.0:
        return None
    known = known or Known(make_pack(layout))
    words = min(_MOST_WORDS, max(_LEAST_WORDS, _WORDS_SHARE * area.width))
    note = _note_height(area)
    made: tuple[Cut, float] | None = None
    for scale in SCALES:
        tall = area.height - _OVER - _UNDER - note
        cut = cut_of(known, float(scale), tall * scale)
        if cut is None:
            return None
        made = cut, float(scale)
        under = _under(cut)
        if any(d.is_upright for d in cut.depths) and area.width < _NARROW:
            cut = turned(cut)
            under = _under(cut)
            made = cut, float(scale)
        elif under:
            cut = cut_of(known, float(scale), (tall - under) * scale) or cut
            made = cut, float(scale)
        beside = _beside(cut)
        fits = cut.box.width / scale <= area.width - words - _LEFT - _RIGHT - beside
        fits = fits and cut.box.height / scale <= tall + 4.5 - under
        if fits and (tall - under) * scale >= _least_height(known, scale):
            break
    if made is None:
        return None
    cut, scale_n = made
    under = _under(cut)
    beside = _beside(cut)
    spare = max(0.0, area.width - words - _LEFT - _RIGHT - beside - cut.box.width / scale_n)
    x = area.x0 + _LEFT + min(spare * 0.4, 8.0) - cut.box.x0 / scale_n
    free = area.height - _OVER - _UNDER - note - under - cut.box.height / scale_n
    y = area.y0 + _UNDER + note + under + max(0.0, free) / 2 - cut.box.y0 / scale_n
    end = x + cut.box.x1 / scale_n + beside + 4.0
    return NodeView(
        cut=cut,
        scale=scale_n,
        origin=Point(x, y),
        words_x=max(end, min(end + 10.0, area.x1 - words)),
        area=area,
    )


def _under(cut: Cut) -> float:
    """Return what a row of depths takes under a node, paper mm; several short ones have numbers under their line."""
    found = [d for d in cut.depths if d.is_under and d.level <= cut.box.y0 + 1.0]
    if not found:
        return 0.0
    return 8.0 if all(len(d.places) == 2 for d in found) else 12.0


def _beside(cut: Cut) -> float:
    """Return what rows of heights take at the right of a node, paper mm."""
    if not any(d.is_upright for d in cut.depths):
        return 0.0
    return _BESIDE


def _least_height(known: Known, scale: float) -> float:
    """Return the height below which a node cannot show edge and letters beside each other, node mm."""
    layout = known.layout
    if layout.form == Form.ROOFTOP:
        return 260.0
    if layout.form == Form.FREESTANDING:
        return 220.0
    if known.of_role(PieceRole.BOX, PieceRole.DISPLAY):
        return 110.0
    if known.of_role(PieceRole.RAIL):
        return 150.0
    letters = letters_height(known, scale)
    return letters + (50.0 + 6.0 * scale if known.of_role(PieceRole.PANEL) else 0.0)


def _note_height(area: Rect) -> float:
    return 4.2 if area.width > (74.0 if spoken() is Lang.ZH else 92.0) else 7.8


def drawn_node(fonts: FontCatalogue, view: NodeView) -> tuple[Node, ...]:
    """Return a placed node: bodies, depths, words, and the line that says what is to scale."""
    bodies = [node for shape in view.cut.shapes for node in _drawn(shape, view.box(shape.box), view.scale)]
    depths = _depths(fonts, view)
    taken = [*number_boxes(depths)]
    return (
        Group(id="node-bodies", children=(*bodies, *_breaks(view)), layer="sign"),
        Group(id="node-depths", children=depths, layer="dimension"),
        Group(id="node-words", children=tuple(_words(fonts, view, taken)), layer="text"),
        *_note(fonts, view),
    )


def _note(fonts: FontCatalogue, view: NodeView) -> Iterator[Node]:
    words = text("node.to_scale", least=f"{_THINNEST * view.scale:g}")
    tall = even(words, LEAST_TEXT)
    rows = lines_for(fonts, words, tall, view.area.width - 4.0)
    for index, row in enumerate(reversed(rows)):
        at = Point(view.area.x0 + 2.0, view.area.y0 + 8.4 + 3.6 * index)
        yield label(fonts, row, at, tall, colour=QUIET, weight=400)


def _depths(fonts: FontCatalogue, view: NodeView) -> tuple[Dimension, ...]:
    made: tuple[Dimension, ...] = ()
    for one in sorted(view.cut.depths, key=lambda d: d.is_under):
        taken = (*number_boxes(made), *line_boxes(made))
        made += _chained(fonts, view, one, taken)
    return made


def _chained(fonts: FontCatalogue, view: NodeView, one: Depths, taken: tuple[Rect, ...]) -> tuple[Dimension, ...]:
    zero = min(one.places)
    if one.is_upright:
        edge = view.at(one.level, 0.0).x
        up = tuple(Stop(at=view.at(0.0, z).y, edge=edge, model_mm=z) for z in one.places)
        # The whole nearest to the node: the numbers of thin ends stand over and under it.
        rows = [Row(stops=(up[0], up[-1]), subject="build-up"), Row(stops=up, subject="build-up")]
        return stacked(
            fonts,
            rows,
            edge + FIRST - 1.0,
            outward=1.0,
            is_vertical=True,
            zero_mm=zero,
            taken=taken,
            decimals=1,
            is_level=True,
        )
    edge = view.at(0.0, one.level).y
    drawn = one.drawn or one.places
    stops = tuple(
        Stop(at=view.at(shown, 0.0).x, edge=edge, model_mm=z) for shown, z in zip(drawn, one.places, strict=True)
    )
    if one.is_under:
        return chain(fonts, stops, edge - 5.0, taken=taken, subject="build-up", zero_mm=zero, decimals=1)
    rows = [Row(stops=stops, subject="build-up"), Row(stops=(stops[0], stops[-1]), subject="build-up")]
    return stacked(fonts, rows, edge + FIRST - 1.0, outward=1.0, zero_mm=zero, taken=taken, decimals=1)


def _drawn(shape: Shape, box: Rect, scale: float) -> Iterator[Node]:
    match shape.look:
        case Look.METAL:
            yield from _metal(box)
        case Look.TUBE:
            yield from _tube(box, shape.wall_mm / scale)
        case Look.CLEAR:
            yield from _filled(box, _CLEAR, 0.18)
        case Look.BOARD:
            yield solid(Path.rect(box), _BOARD, layer="sign")
            yield from hatched(box, 2.2, _GRAIN)
            yield Stroke(path=Path.rect(box), colour=INK, width_mm=0.35, layer="sign")
        case Look.CONCRETE:
            yield solid(Path.rect(box), "#FFFFFF", layer="context")
            yield from hatched(box)
            yield Stroke(path=Path.rect(box), colour=INK, width_mm=0.35, layer="context")
        case Look.WALL:
            yield from hatched(box)
            yield line(((box.x1, box.y0), (box.x1, box.y1)), INK, 0.5, layer="context")
        case Look.SEEN:
            yield from _filled(box, "#FFFFFF", 0.18)
        case Look.BOLT:
            yield from _filled(box, _BOLT, 0.13)
        case Look.LAMP:
            yield from _filled(box, _LAMP, 0.18)
        case Look.BULB:
            round_ = ellipse(*box.centre, box.width / 2)
            yield solid(round_, _LAMP, layer="sign")
            yield Stroke(path=round_, colour=INK, width_mm=0.18, layer="sign")
        case Look.VOID:
            yield solid(Path.rect(box), "#FFFFFF", layer="sign")
        case Look.HIDDEN:
            yield Stroke(path=Path.rect(box), colour=QUIET, width_mm=0.18, dash_mm=(1.6, 0.8), layer="sign")
        case Look.LEAF:
            yield solid(Path.rect(box), _LEAF, layer="sign")


def _filled(box: Rect, colour: str, width: float) -> Iterator[Node]:
    yield solid(Path.rect(box), colour, layer="sign")
    yield Stroke(path=Path.rect(box), colour=INK, width_mm=width, layer="sign")


def _metal(box: Rect) -> Iterator[Node]:
    """A sheet, filled and never thinner than a line; a thick plate lighter, with an outline."""
    wide, tall = max(box.width, _THINNEST), max(box.height, _THINNEST)
    shown = Rect.sized(box.centre.x - wide / 2, box.centre.y - tall / 2, wide, tall)
    if min(wide, tall) > 1.4:
        yield from _filled(shown, _THICK_METAL, 0.25)
    else:
        yield solid(Path.rect(shown), _METAL, layer="sign")


def _tube(box: Rect, wall: float) -> Iterator[Node]:
    yield solid(Path.rect(box), _METAL, layer="sign")
    thick = max(wall, _THINNEST)
    if min(box.width, box.height) > 2 * thick + 0.2:
        yield solid(Path.rect(box.grown(-thick)), "#FFFFFF", layer="sign")


def _breaks(view: NodeView) -> Iterator[Node]:
    """Break lines where a body goes on: across it, or upright where the node is cut level."""
    for level, low, high in view.cut.broken:
        if low < -1e8 and not view.cut.is_turned:
            x = view.at(level, 0.0).x
            at = [
                b for s in view.cut.shapes if (b := view.box(s.box)).x0 <= x <= b.x1 + 0.1 and s.look is not Look.WALL
            ]
            y0, y1 = min(b.y0 for b in at) - 2.0, max(b.y1 for b in at) + 2.0
            middle = (y0 + y1) / 2
            points = (
                (x, y0),
                (x, middle - 1.6),
                (x - 1.4, middle - 0.6),
                (x + 1.4, middle + 0.6),
                (x, middle + 1.6),
                (x, y1),
            )
        else:
            if low < -1e8:  # turned: the break runs level, across what is there
                there = [s.box for s in view.cut.shapes if s.box.y0 - 0.1 <= level <= s.box.y1 + 0.1]
                low, high = min(b.x0 for b in there), max(b.x1 for b in there)
            start, end = view.at(low, level), view.at(high, level)
            x0, x1, y, middle = start.x - 2.0, end.x + 2.0, start.y, (start.x + end.x) / 2
            points = (
                (x0, y),
                (middle - 1.6, y),
                (middle - 0.6, y + 1.4),
                (middle + 0.6, y - 1.4),
                (middle + 1.6, y),
                (x1, y),
            )
        yield line(points, INK, THIN, layer="context")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """Words in lines with the place that they name."""

    lines: tuple[str, ...]
    at: Point

    @property
    def tall(self) -> float:
        return len(self.lines) * LEAST_TEXT * _PITCH


def _words(fonts: FontCatalogue, view: NodeView, taken: Sequence[Rect]) -> Iterator[Node]:
    """Words at the right with leaders that do not cross, from top to foot as the places lie."""
    room = view.area.x1 - 2.0 - view.words_x
    calls = list({call.words: call for call in view.cut.calls}.values())
    blocks = [_block(fonts, call, view, room) for call in calls]
    blocks.sort(key=lambda b: (-b.at.y, -b.at.x))
    low, high = view.area.y0 + _UNDER + _note_height(view.area), view.area.y1 - 3.0
    above = [box for box in taken if box.x1 > view.words_x - 1.0]
    edge = view.at(0.0, view.cut.box.y1).y
    high = min([high, edge + _OVER_EDGE, *(box.y0 - 2.0 for box in above if box.y0 > view.area.centre.y)])
    if view.area.width < _NARROW or sum(b.tall for b in blocks) > high - low:
        blocks = [b for b in blocks if b.lines[0] not in _plain_words()]
    total = sum(b.tall for b in blocks)
    foot = view.at(0.0, view.cut.box.y0).y
    if foot + total < high:  # leaders stay over the depths under the node
        low = max(low, foot)
    gap = min(_GAP, max(0.0, (high - low - total) / max(1, len(blocks) - 1)))
    tops = _tops(blocks, low, high, gap)
    blocks = _uncrossed(blocks, tops, view.words_x, gap)
    tops = _tops(blocks, low, high, gap)
    for block, top in zip(blocks, tops, strict=True):
        y = top - LEAST_TEXT * 0.72
        start = Point(view.words_x - 0.8, y)
        bend = Point(start.x - 1.6, y)
        yield line((start, bend), QUIET, THIN, layer="sign")
        for part in _clear_of(bend, block.at, taken):
            yield line(part, QUIET, THIN, layer="sign")
        yield solid(ellipse(block.at.x, block.at.y, 0.45), QUIET, layer="sign")
        for index, words in enumerate(block.lines):
            size = even(words, LEAST_TEXT)
            at = Point(view.words_x, top - LEAST_TEXT * (1.22 + _PITCH * index))
            yield label(fonts, words, at, size, colour=INK, weight=400)


def _clear_of(start: Point, end: Point, taken: Sequence[Rect]) -> Iterator[tuple[Point, Point]]:
    """Yield what of a leader runs over no number: it is broken there."""
    runs = sorted(run for box in taken if (run := _within(start, end, box.grown(0.4))) is not None)
    done = 0.0
    for low, high in (*runs, (1.0, 1.0)):
        if low > done:
            yield _between(start, end, done), _between(start, end, low)
        done = max(done, high)


def _between(start: Point, end: Point, share: float) -> Point:
    return Point(start.x + (end.x - start.x) * share, start.y + (end.y - start.y) * share)


def _within(start: Point, end: Point, box: Rect) -> tuple[float, float] | None:
    """Return from which share of a segment to which it lies in a box; None where it does not."""
    low, high = 0.0, 1.0
    for at, way, least, most in (
        (start.x, end.x - start.x, box.x0, box.x1),
        (start.y, end.y - start.y, box.y0, box.y1),
    ):
        if abs(way) < 1e-9:
            if not least <= at <= most:
                return None
            continue
        first, last = sorted(((least - at) / way, (most - at) / way))
        low, high = max(low, first), min(high, last)
    return (low, high) if low < high else None


def _plain_words() -> frozenset[str]:
    """Return words that a hatch says as well."""
    keys = ("wall", "ceiling", "roof", "canopy", "foundation")
    return frozenset(text(f"sheet.{key}") for key in keys)


def _block(fonts: FontCatalogue, call: Call, view: NodeView, room: float) -> _Block:
    tall = even(call.words, LEAST_TEXT)
    rows = lines_for(fonts, call.words, tall, room)
    lines = tuple(shortened(fonts, row, even(row, LEAST_TEXT), room, 400) for row in rows)
    return _Block(lines=lines, at=view.at(*call.at))


def _tops(blocks: Sequence[_Block], low: float, high: float, gap: float) -> list[float]:
    """Return the upper edges of blocks in their order: those that would touch stand about their common middle."""
    offsets = [0.0]
    for block in blocks:
        offsets.append(offsets[-1] + block.tall + gap)
    pools: list[tuple[float, int]] = []  # mean of the first block's upper edge, and how many follow it
    for block, offset in zip(blocks, offsets, strict=False):
        mean, count = block.at.y + LEAST_TEXT * 0.72 + offset, 1
        while pools and pools[-1][0] <= mean:
            before, several = pools.pop()
            mean, count = (before * several + mean * count) / (several + count), several + count
        pools.append((mean, count))
    bases = [mean for mean, count in pools for _ in range(count)]
    lowest = low + offsets[-1] - gap
    return [max(min(base, high), lowest) - offset for base, offset in zip(bases, offsets, strict=False)]


def _uncrossed(blocks: list[_Block], tops: list[float], x: float, gap: float) -> list[_Block]:
    """Return blocks in an order in which their leaders do not cross: neighbours that do change places."""
    order = list(blocks)
    for _ in range(len(order) ** 2):
        changed = False
        for index in range(len(order) - 1):
            first, second = order[index], order[index + 1]
            if _cross(first.at, second.at, x - 2.4, tops[index], tops[index + 1]):
                order[index], order[index + 1] = second, first
                changed = True
        if not changed:
            break
    return order


def _cross(first: Point, second: Point, x: float, upper: float, lower: float) -> bool:
    """Whether lines from two places to an upper and a lower start at one upright cross."""
    near = max(first.x, second.x)
    if near >= x:
        return False

    def level(place: Point, start: float) -> float:
        share = (near - place.x) / (x - place.x)
        return place.y + (start - place.y) * share

    return level(first, upper) < level(second, lower)
