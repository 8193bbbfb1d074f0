"""The face view (招牌正面详图): the sign as its reader sees it, with every dimension that is made in the workshop.

It is drawn in sign space, so that a projecting sign shows its face here and its edge in the elevation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from signage.design import BODIES, Form, LogoPlace, Piece, PieceRole, SignLayout, TextLine
from signage.geometry import Affine, Path, Point, Rect
from signage.locale import text
from signage.scene.dimensions import line_boxes, number_boxes
from signage.scene.labels import label
from signage.scene.nodes import Dimension, Group, Node
from signage.scene.shapes import solid
from signage.scene.sheet_outlines import earth, hatched, letter_height_of, piece_lines
from signage.scene.sheet_paper import QUIET, THIN, even, lines_for, rule
from signage.scene.sheet_rows import FIRST, Row, across, stacked, upright
from signage.typography import FontCatalogue, Setting, outline_gaps

SCALES = (5, 10, 15, 20, 25, 30, 40, 50, 60, 80, 100, 150, 200, 300, 500)
_CUT = 5.0  # thickness of a cut wall or slab, paper mm
_FOOT = 9.0  # for the title under the view
_CORD_MM = 160.0  # of a cord that is shown
_EVEN_GAPS = 0.5  # gaps that differ from the usual one by less than this share read as even
_NEAR = 10.0  # from the outline to what is measured, paper mm: extension lines that are longer cross half the sign


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceView:
    """A sign's face at a place and scale on paper.

    Attributes:
        layout: The sign.
        seen: What is shown, sign space.
        scale: n of 1:n.
        corner: Where the lower left corner of `seen` lies, paper mm.
    """

    layout: SignLayout
    seen: Rect
    scale: float
    corner: Point

    @property
    def to_paper(self) -> Affine:
        """Map from sign space to paper."""
        k, x, y = self.mapping
        return Affine(k, 0.0, 0.0, k, x, y)

    @property
    def mapping(self) -> tuple[float, float, float]:
        """Factor, and where the sign's origin lies on paper."""
        k = 1.0 / self.scale
        return k, self.corner.x - self.seen.x0 * k, self.corner.y - self.seen.y0 * k

    @property
    def box(self) -> Rect:
        """Its box on paper, what it is fixed to left out."""
        return Rect.sized(*self.corner, self.seen.width / self.scale, self.seen.height / self.scale)


def face_view(layout: SignLayout, area: Rect) -> FaceView:
    """Return the sign's face at the largest standard scale at which it fits an area with its dimensions, centred."""
    seen = seen_of(layout)
    left, right, top, foot = _margins(layout)
    room = Rect(area.x0 + left, area.y0 + foot, area.x1 - right, area.y1 - top)
    scale = next((n for n in SCALES if seen.width / n <= room.width and seen.height / n <= room.height), SCALES[-1])
    width, height = seen.width / scale, seen.height / scale
    corner = Point(room.centre.x - width / 2, room.centre.y - height / 2)
    return FaceView(layout=layout, seen=seen, scale=float(scale), corner=corner)


def seen_of(layout: SignLayout) -> Rect:
    """Return the box of everything in the face view, sign space; cords are cut short."""
    boxes = [layout.envelope]
    for piece in layout.pieces:
        box = piece.outline.control_bounds()
        if box is not None and piece.role is not PieceRole.CORD:
            boxes.append(box)
    whole = Rect.joined(boxes)
    cords = [p for p in layout.pieces if p.role is PieceRole.CORD]
    return Rect.joined([whole, layout.envelope.grown(_CORD_MM, 0.0)]) if cords else whole


def face(fonts: FontCatalogue, view: FaceView) -> tuple[Node, ...]:
    """Return the parts, what they are fixed to, the dimensions and a line on the letters."""
    to_paper = view.to_paper
    parts: list[Node] = []
    for piece in view.layout.pieces:
        tall = letter_height_of(piece, view.layout)
        on_paper = None if tall is None else tall / view.scale
        parts += piece_lines(piece, piece.outline.transformed(to_paper), to_paper, on_paper)
    return (
        Group(id="face-fixed-to", children=tuple(_fixed_to(fonts, view)), layer="context"),
        Group(id="face-sign", children=tuple(parts), layer="sign", clip=view.box.grown(0.4)),
        Group(id="face-dimensions", children=_dimensions(fonts, view), layer="dimension"),
    )


def letter_facts(layout: SignLayout) -> str:
    """Return a line on letter heights and strokes, such as `字高 504／161 mm，字净距 92／40 mm，最细笔画 38 mm`.

    The letter height is that of a line's tallest letter; where the dimension beside the line, over the ink of all its
    letters, reads otherwise, it is named too: `字高 600（整行墨迹 604） mm`.
    """
    heights = "／".join(_height_words(line, layout) for line in layout.lines)
    thinnest = min((line.thinnest_stroke_mm for line in layout.lines), default=0.0)
    gaps = [_gap_words(line, near) for line, near in zip(layout.lines, _near_gaps(layout), strict=True)]
    if all(gap == "—" for gap in gaps):
        return text("sheet.face_letters", heights=heights, stroke=f"{thinnest:.0f}")
    return text("drawing.face_letters", heights=heights, gaps="／".join(gaps), stroke=f"{thinnest:.0f}")


def _near_gaps(layout: SignLayout) -> Iterator[tuple[float, ...]]:
    """Yield each line's gaps between neighbouring letters of one word."""
    letters = iter(layout.letters)
    for line in layout.lines:
        found: list[float] = []
        for word in line.text.split():
            outlines, shown = [], 0
            while shown < len(word) and (letter := next(letters, None)) is not None:
                outlines.append(letter.outline)
                shown += len(letter.text)
            found += [_gap(a, b, layout.setting) for a, b in pairwise(outlines)]
        yield tuple(found)


def _gap(one: Path, other: Path, setting: Setting) -> float:
    """Return the gap between two letters along the line; where one reaches over the other, from outline to outline."""
    a, b = one.bounds(), other.bounds()
    if a is None or b is None:
        return 0.0
    along = max(b.y0 - a.y1, a.y0 - b.y1) if setting is Setting.VERTICAL else max(b.x0 - a.x1, a.x0 - b.x1)
    return along if along > max(a.height, b.height) / 20 else outline_gaps([one, other], 0.5)[0]


def _gap_words(line: TextLine, near: tuple[float, ...]) -> str:
    """Return a line's usual gap, with the least and the most where that one figure would hide them."""
    if not near:
        return "—" if line.gap_mm is None else f"{line.gap_mm:.0f}"
    low, usual, high = min(near), median(near), max(near)
    # Letters of one script differ by a little with their shapes; that needs no telling.
    if max(high - usual, usual - low) <= max(5.0, _EVEN_GAPS * usual):
        return f"{usual:.0f}"
    return text("drawing.gap_and_range", usual=f"{usual:.0f}", least=f"{low:.0f}", most=f"{high:.0f}")


def _height_words(line: TextLine, layout: SignLayout) -> str:
    """Return a line's letter height, and the height of its ink where that differs: as the dimension beside it reads."""
    foot = layout.envelope.y0
    letter, ink = round(line.letter_height_mm), round(line.ink.y1 - foot) - round(line.ink.y0 - foot)
    # Letters of one line stand a little higher and lower than each other, so its ink is higher than any of them.
    is_other = layout.setting is not Setting.VERTICAL and abs(line.ink.height - line.letter_height_mm) > 1.0
    return text("drawing.height_and_ink", letter=f"{letter}", ink=f"{ink}") if is_other else f"{letter}"


def face_caption(fonts: FontCatalogue, layout: SignLayout, at: Point, width: float) -> tuple[Node, ...]:
    """Return the line on the letters as it stands beside the view's title, shortened never, broken if it must."""
    facts = letter_facts(layout)
    tall = even(facts, 2.5)
    rows = lines_for(fonts, facts[0].upper() + facts[1:], tall, width)[:2]
    return tuple(
        label(fonts, words, Point(at.x, at.y + 3.8 * index), tall, colour=QUIET)
        for index, words in enumerate(reversed(rows))
    )


def gate_legs(layout: SignLayout) -> tuple[float, float, float] | None:
    """Return the inner edges of a gate's legs and the underside of its beam, sign space; None for other signs."""
    panel = layout.panel
    if panel is None or panel.role is not PieceRole.GATE:
        return None
    points = [p for contour in panel.outline.flattened(2.0) for p in contour]
    low = sorted(p.x for p in points if p.y < 1.0)
    if len(low) < 4:
        return None
    left, right = low[1], low[-2]
    return left, right, _lowest_at(panel.outline, (left + right) / 2)


def _lowest_at(outline: Path, x: float) -> float:
    """Return the lowest level of an outline on an upright line through it, 0 where there is none."""
    levels = []
    for contour in outline.flattened(2.0):
        for start, end in zip(contour, (*contour[1:], contour[0]), strict=True):
            if min(start.x, end.x) <= x < max(start.x, end.x):
                levels.append(start.y + (end.y - start.y) * (x - start.x) / (end.x - start.x))
    return min(levels, default=0.0)


def board_of(layout: SignLayout) -> Rect:
    """Return the box of the part that carries the text: the body, or the letters where there is none; sign space."""
    boxes = [b for p in layout.pieces if p.role in BODIES and (b := p.outline.bounds()) is not None]
    return Rect.joined(boxes) if boxes else layout.content


def _margins(layout: SignLayout) -> tuple[float, float, float, float]:
    """Return what dimensions and cut walls take at left, right, top and foot, paper mm."""
    left, right, top, foot = 26.0, 11.0, 22.0, _FOOT + 6.0
    if _stands(layout):
        left = 36.0  # three rows, of which one may have numbers beside it
    if _has_second_side(layout):
        right = 18.0
    if _is_read_from_right(layout):
        left, right = (22.0, 21.0) if _is_crowded(layout) else (18.0, 30.0)
    elif _is_crowded(layout):
        left, right = 21.0, 22.0
    form = layout.form
    if form == Form.PROJECTING:
        left, right, top = 22.0, 34.0, 32.0
    elif form == Form.HANGING:
        foot, top = _FOOT + 22.0, 18.0
    elif form in (Form.CANOPY, Form.ROOFTOP):
        foot = _FOOT + 8.0
    elif layout.balloon is not None:
        foot = _FOOT + 26.0
    elif layout.stands_on_ground:
        foot = _FOOT + 12.0
    return left, right, top, foot


def _is_read_from_right(layout: SignLayout) -> bool:
    """Whether heights are measured at the right: the wall, or a logo, is at the left."""
    return layout.form == Form.PROJECTING or _logo_place(layout) is LogoPlace.LEFT


def _is_crowded(layout: SignLayout) -> bool:
    """Whether heights are so many that the whole height is measured on the other side, beside the logo's.

    Their numbers need more room than the sign is high, and the whole height's extension lines would cross them.
    """
    has_logo = _logo_place(layout) in (LogoPlace.LEFT, LogoPlace.RIGHT)
    return has_logo and len(layout.lines) > 2 and layout.setting is not Setting.VERTICAL and not _stands(layout)


def _has_second_side(layout: SignLayout) -> bool:
    """Whether the side across from the heights measures something too."""
    is_column = layout.setting is Setting.VERTICAL
    has_logo = _logo_place(layout) in (LogoPlace.LEFT, LogoPlace.RIGHT)
    return is_column or has_logo or _has_small_lines(layout) or gate_legs(layout) is not None


def _logo_place(layout: SignLayout) -> LogoPlace | None:
    return layout.spec.logo.place if layout.logo is not None and layout.spec.logo is not None else None


def _fixed_to(fonts: FontCatalogue, view: FaceView) -> Iterator[Node]:
    box, form = view.box, view.layout.form
    y0 = view.mapping[2]
    if form == Form.PROJECTING:
        wall = Rect(box.x0 - _CUT, box.y0 - 4.0, box.x0, box.y1 + 3.0)
        yield from hatched(wall)
        yield rule(wall.x0, wall.y0, wall.x0, wall.y1, 0.35)
        yield rule(wall.x1, wall.y0, wall.x1, wall.y1, 0.5)
    elif form == Form.HANGING:
        ceiling = Rect(box.x0 - 8.0, box.y1, box.x1 + 8.0, box.y1 + _CUT - 1.0)
        yield from hatched(ceiling)
        yield rule(ceiling.x0, ceiling.y0, ceiling.x1, ceiling.y0, 0.5)
    elif form in (Form.CANOPY, Form.ROOFTOP):
        slab = Rect(box.x0 - 6.0, y0 - _CUT, box.x1 + 6.0, y0)
        yield solid(Path.rect(slab), "#EEF0F2", layer="context")
        yield rule(slab.x0, slab.y1, slab.x1, slab.y1, 0.5)
        yield rule(slab.x0, slab.y0, slab.x1, slab.y0, THIN)
        words = text("sheet.canopy" if form == Form.CANOPY else "sheet.parapet")
        yield label(fonts, words, Point(slab.x0 + 2.0, slab.y0 + 1.3), 2.5, colour=QUIET)
    elif view.layout.stands_on_ground:
        ends = (box.x0 - 6.0, box.x1 + 6.0)
        yield from earth(*ends, y0)
        yield rule(ends[0], y0, ends[1], y0, 0.7)


def _dimensions(fonts: FontCatalogue, view: FaceView) -> tuple[Node, ...]:
    """Return the rows on the view's four sides; those that come later keep clear of the numbers before them."""
    layout, form = view.layout, view.layout.form
    sides: list[_Side] = [_rows_across(view, at_foot=form == Form.HANGING)]
    if layout.balloon is not None:
        sides.append(_rows_under_a_balloon(view))
    elif form == Form.HANGING or gate_legs(layout) is not None or _boxes_of(layout, PieceRole.POST):
        sides.append(_rows_of_supports(view))
    sides.append(_rows_upright(view, at_right=_is_read_from_right(layout)))
    if form == Form.PROJECTING:
        sides.append(_bracket_row(view))
    elif _has_second_side(layout):
        sides.append(_second_side(view))
    made: tuple[Dimension, ...] = ()
    for side in sides:
        made += stacked(
            fonts,
            side.rows,
            side.line,
            outward=side.outward,
            is_vertical=side.is_vertical,
            zero_mm=side.zero_mm,
            taken=(*number_boxes(made), *line_boxes(made)),
            is_level=True,
        )
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """The rows on one side of a view."""

    rows: tuple[Row, ...]
    line: float
    outward: float
    is_vertical: bool
    zero_mm: float


def _rows_across(view: FaceView, *, at_foot: bool) -> _Side:
    layout = view.layout
    env, level = layout.envelope, layout.envelope.y0 if at_foot else layout.envelope.y1
    inner = [(env.x0, level), (env.x1, level)]
    for box in _contents(layout):
        edge = _start(view, box.y0 if at_foot else box.y1, level)
        inner += [(box.x0, edge), (box.x1, edge)]
    rows = [Row(stops=across(inner, view.mapping), subject="margins")] if layout.balloon is None else []
    ends = [(env.x0, level), (env.x1, level)]
    if layout.form == Form.PROJECTING and view.seen.x0 < env.x0:
        rows.append(Row(stops=across([(view.seen.x0, level), *ends], view.mapping), subject="width"))
        rows.append(Row(stops=across([(view.seen.x0, level), ends[1]], view.mapping), subject="outreach"))
    else:
        rows.append(Row(stops=across(ends, view.mapping), subject="width"))
    if at_foot:
        return _Side(rows=tuple(rows), line=view.box.y0 - FIRST, outward=-1.0, is_vertical=False, zero_mm=env.x0)
    top = view.mapping[2] + env.y1 * view.mapping[0]
    start = max(top, view.box.y1) if layout.form == Form.PROJECTING else top
    return _Side(rows=tuple(rows), line=start + FIRST, outward=1.0, is_vertical=False, zero_mm=env.x0)


def _start(view: FaceView, ink: float, side: float) -> float:
    """Return where an extension line starts: at the ink near the sign's outline, else beside the outline itself."""
    return ink if abs(side - ink) <= _NEAR * view.scale else side


def _contents(layout: SignLayout) -> list[Rect]:
    """Return the boxes whose distances across the sign are measured: a logo beside the text, and the text."""
    logo = layout.logo.outline.bounds() if layout.logo is not None else None
    ink = Rect.joined(one.ink for one in layout.lines) if layout.lines else layout.envelope
    if logo is None:
        return [ink]
    return [Rect.joined([logo, ink])] if _logo_place(layout) is LogoPlace.ABOVE else [logo, ink]


def _rows_upright(view: FaceView, *, at_right: bool) -> _Side:
    layout = view.layout
    env, board = layout.envelope, board_of(layout)
    side = env.x1 if at_right else env.x0
    inner = [(env.y0, side), (env.y1, side)]
    for box in _heights(layout):
        edge = _start(view, box.x1 if at_right else box.x0, side)
        inner += [(box.y0, edge), (box.y1, edge)]
    if _stands(layout):
        inner.append((board.y0, side))
    ball = layout.balloon.outline.bounds() if layout.balloon is not None else None
    if ball is not None:
        inner.append((board.y1, side))
    rows = [Row(stops=upright(inner, view.mapping), subject="letter-height")]
    middle = [(env.y0, side), (env.y1, side)]
    if _stands(layout):
        held = [(ball.y0, side), (board.y1, side)] if ball is not None else []
        rows.append(Row(stops=upright([*middle, (board.y0, side), *held], view.mapping), subject="board"))
    if layout.form == Form.HANGING and view.seen.y1 > env.y1:
        rows.append(Row(stops=upright([*middle, (view.seen.y1, side)], view.mapping), subject="rods"))
    elif not _is_crowded(layout):
        rows.append(Row(stops=upright(middle, view.mapping), subject="height"))
    if at_right:
        letter = _tallest(layout) if layout.setting is Setting.VERTICAL else None
        if letter is not None:
            rows.insert(0, Row(stops=upright([(letter.y0, side), (letter.y1, side)], view.mapping), subject="letter"))
    line_at = view.box.x1 + FIRST if at_right else view.box.x0 - FIRST
    way = 1.0 if at_right else -1.0
    return _Side(rows=tuple(rows), line=line_at, outward=way, is_vertical=True, zero_mm=env.y0)


def _heights(layout: SignLayout) -> list[Rect]:
    """Return the boxes whose heights are measured: each line of text, or the whole of columns; a logo over the text."""
    boxes = [one.ink for one in layout.lines]
    if layout.setting is Setting.VERTICAL:
        boxes = [layout.content]
    elif _has_small_lines(layout):  # the lines below the first are measured on the other side
        boxes = [boxes[0], Rect.joined(boxes)]
    logo = layout.logo.outline.bounds() if layout.logo is not None else None
    if logo is not None and _logo_place(layout) is LogoPlace.ABOVE:
        boxes.append(logo)
    return boxes


def _has_small_lines(layout: SignLayout) -> bool:
    is_free = _logo_place(layout) not in (LogoPlace.LEFT, LogoPlace.RIGHT)
    return is_free and layout.setting is not Setting.VERTICAL and len(layout.lines) > 2


def _stands(layout: SignLayout) -> bool:
    """Whether something takes the lower part of its height: posts, a plinth, a frame, legs, a rail under the feet."""
    is_standing = layout.form in (Form.FREESTANDING, Form.ROOFTOP, Form.CANOPY) or layout.balloon is not None
    return is_standing and board_of(layout).y0 > layout.envelope.y0 + 1.0


def _boxes_of(layout: SignLayout, role: PieceRole) -> list[Rect]:
    return [b for p in layout.pieces if p.role is role and (b := p.outline.bounds()) is not None]


def _rows_of_supports(view: FaceView) -> _Side:
    """Where rods, posts or the legs of a gate stand: under the ground, over the ceiling."""
    layout, env = view.layout, view.layout.envelope
    rods, legs = _boxes_of(layout, PieceRole.ROD), gate_legs(layout)
    if rods:
        top = view.seen.y1 + _CUT * view.scale
        places = [(env.x0, top), *((rod.centre.x, top) for rod in rods), (env.x1, top)]
        line_y = view.box.y1 + _CUT - 1.0 + FIRST
        row = Row(stops=across(places, view.mapping), subject="rods")
        return _Side(rows=(row,), line=line_y, outward=1.0, is_vertical=False, zero_mm=env.x0)
    if legs is not None:
        places = [(env.x0, 0.0), (legs[0], 0.0), (legs[1], 0.0), (env.x1, 0.0)]
    else:
        places = [(env.x0, 0.0), *((b.centre.x, 0.0) for b in _boxes_of(layout, PieceRole.POST)), (env.x1, 0.0)]
    row = Row(stops=across(places, view.mapping), subject="posts")
    return _Side(rows=(row,), line=view.box.y0 - FIRST, outward=-1.0, is_vertical=False, zero_mm=env.x0)


def _rows_under_a_balloon(view: FaceView) -> _Side:
    """Under the ground: the banner with its margins, its width, and the weight that the tether is tied to."""
    layout, board = view.layout, board_of(view.layout)
    ink = layout.content
    rows = [
        Row(stops=across([(x, 0.0) for x in (board.x0, ink.x0, ink.x1, board.x1)], view.mapping), subject="margins"),
        Row(stops=across([(board.x0, 0.0), (board.x1, 0.0)], view.mapping), subject="board"),
    ]
    for weight in _boxes_of(layout, PieceRole.BALLAST):
        rows.append(Row(stops=across([(weight.x0, 0.0), (weight.x1, 0.0)], view.mapping), subject="ballast"))
    return _Side(
        rows=tuple(rows), line=view.box.y0 - FIRST, outward=-1.0, is_vertical=False, zero_mm=layout.envelope.x0
    )


def _bracket_row(view: FaceView) -> _Side:
    """Where the brackets of a projecting sign meet the wall, left of it."""
    env = view.layout.envelope
    x = view.seen.x0 - _CUT * view.scale
    places = [(env.y0, x), *((b.centre.y, x) for b in _boxes_of(view.layout, PieceRole.BRACKET)), (env.y1, x)]
    row = Row(stops=upright(places, view.mapping), subject="brackets")
    line_at = view.box.x0 - _CUT - FIRST
    return _Side(rows=(row,), line=line_at, outward=-1.0, is_vertical=True, zero_mm=env.y0)


def _second_side(view: FaceView) -> _Side:
    """Across from the heights: a logo, what is under a gate's beam, the lines below the first, a column's letter."""
    layout = view.layout
    logo = layout.logo.outline.bounds() if layout.logo is not None else None
    legs = gate_legs(layout)
    is_left = _is_read_from_right(layout)
    places: list[tuple[float, float]] = []
    if logo is not None and _logo_place(layout) is not LogoPlace.ABOVE:
        side = _start(view, *((logo.x0, layout.envelope.x0) if is_left else (logo.x1, layout.envelope.x1)))
        places = [(logo.y0, side), (logo.y1, side)]
    elif legs is not None:
        places = [(0.0, layout.envelope.x1), (legs[2], legs[1]), (layout.envelope.y1, layout.envelope.x1)]
    elif _has_small_lines(layout):
        below = [one.ink for one in layout.lines[1:]]
        side = layout.envelope.x1
        places = [(layout.lines[0].ink.y0, _start(view, layout.lines[0].ink.x1, side))]
        places += [(y, _start(view, ink.x1, side)) for ink in below for y in (ink.y0, ink.y1)]
    elif (letter := _tallest(layout)) is not None:
        # under a balloon the banner's edge is the outline that is near
        side = _start(view, letter.x1, layout.envelope.x1 if layout.balloon is None else board_of(layout).x1)
        places = [(letter.y0, side), (letter.y1, side)]
    row = Row(stops=upright(places, view.mapping), subject="clear" if legs is not None else "letter")
    zero = min((place[0] for place in places), default=0.0)
    line_at, way = (view.box.x0 - FIRST, -1.0) if is_left else (view.box.x1 + FIRST, 1.0)
    rows = [row]
    if _is_crowded(layout):
        env = layout.envelope
        side = env.x0 if is_left else env.x1
        rows.append(Row(stops=upright([(env.y0, side), (env.y1, side)], view.mapping), subject="height"))
        zero = env.y0
    return _Side(rows=tuple(rows), line=line_at, outward=way, is_vertical=True, zero_mm=zero)


def _tallest(layout: SignLayout) -> Rect | None:
    boxes = [b for p in layout.letters if _is_of_first_line(p) and (b := p.outline.bounds()) is not None]
    return max(boxes, key=lambda box: box.height, default=None)


def _is_of_first_line(piece: Piece) -> bool:
    return piece.line in (0, None)
