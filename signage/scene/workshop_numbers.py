"""Part numbers on the workshop drawing: under the letters, beside narrow parts, and with leaders at the right side."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from signage.design import Piece, PieceRole, SignLayout
from signage.fabrication import part_numbers, span_of
from signage.geometry import Point, Rect
from signage.locale import text
from signage.scene.labels import label, label_box, text_width
from signage.scene.nodes import Anchor, Node
from signage.scene.shapes import line
from signage.scene.workshop_look import FINE_MM, colour_of, whole_box
from signage.typography import FontCatalogue, Setting
from signage.typography.metrics import contours_of

_NUMBER_MM = 1.3  # height of part numbers on paper, less where letters stand close
_LEGIBLE = 0.65  # of that height; where it would be less, the letters of a line are numbered together
_WRITTEN = (PieceRole.LOGO, PieceRole.DIVIDER)
_RECTANGULAR = 0.9  # of its box
_HIDDEN = (PieceRole.BRACKET,)  # behind the letters, wherever they are
_AT_RIGHT = (
    0.75  # of the sign's width: what ends farther left is named beside itself, so that no leader crosses the sign
)


def number_nodes(layout: SignLayout, fonts: FontCatalogue, scale: float) -> Iterator[Node]:
    """Yield the letters' part numbers under them, and the other pieces' numbers beside the sign with leaders."""
    numbers = part_numbers(layout.pieces)
    for row in _rows(layout):
        tall, is_legible = _number_height(row, numbers, fonts, scale, layout.setting)
        if not is_legible:
            words = span_of(numbers[piece.id] for piece, _ in row)
            whole, tall = Rect.joined(box for _, box in row), _NUMBER_MM * scale
            at = Point(whole.x1 + tall, whole.y0)
            yield label(fonts, words, at, tall, layer="text", subject=row[0][0].id)
            continue
        for piece, box in row:
            at, anchor = Point(box.centre.x, box.y0 - tall * 1.6), Anchor.MIDDLE
            if layout.setting is Setting.VERTICAL:  # between two letters of a column there is no room
                at, anchor = Point(box.x1 + tall * 0.6, box.y0), Anchor.START
            yield label(fonts, numbers[piece.id], at, tall, anchor, layer="text", subject=piece.id)
    yield from _written_numbers(layout, fonts, numbers, scale)
    yield from _led_numbers(layout, fonts, numbers, scale)


def tie_numbers(layout: SignLayout, fonts: FontCatalogue, scale: float, taken: Iterable[Rect]) -> Iterator[Node]:
    """Yield the numbers of ties beside them, where no other word stands; the list says what they are.

    Args:
        layout: The sign.
        fonts: For the numbers.
        scale: Model millimetres to one on the plot.
        taken: Boxes of the words that are there already.
    """
    numbers, tall = part_numbers(layout.pieces), _NUMBER_MM * scale
    words_at = list(taken)
    for piece in layout.pieces:
        box = piece.outline.bounds()
        if piece.role is not PieceRole.TIE or box is None:
            continue
        wide, gap = text_width(fonts, numbers[piece.id], tall), tall * 0.5
        middle = box.centre.y - tall / 2
        places = [
            Point(x, y)
            for rise in (0.0, 1.5, -1.5, 3.0, -3.0)
            for x, y in (
                (box.x1 + gap, middle + rise * tall),
                (box.x0 - gap - wide, middle + rise * tall),
                (box.centre.x - wide / 2, (box.y1 + gap if rise >= 0 else box.y0 - gap - tall) + rise * tall),
            )
        ]
        spots = [Rect(at.x, at.y - tall * 0.2, at.x + wide, at.y + tall * 1.2) for at in places]
        free = (at for at, spot in zip(places, spots, strict=True) if not any(spot.overlaps(one) for one in words_at))
        at = next(free, places[0])
        made = label(fonts, numbers[piece.id], at, tall, layer="text", subject=piece.id)
        words_at.append(label_box(made))
        yield made


def _number_height(
    row: list[tuple[Piece, Rect]], numbers: dict[str, str], fonts: FontCatalogue, scale: float, setting: Setting
) -> tuple[float, bool]:
    """Return how tall the numbers under a row of letters may be, and whether that can still be read on the plot."""
    tall = _NUMBER_MM * scale
    if setting is Setting.VERTICAL:  # beside the letters a number may be as wide as it likes
        steps = [abs(a.centre.y - b.centre.y) for (_, a), (_, b) in itertools.combinations(row, 2)]
        share = min(1.0, 0.85 * min(steps, default=tall * 2) / tall)
        return tall * share, share >= _LEGIBLE
    widest = max(text_width(fonts, numbers[piece.id], tall) for piece, _ in row)
    pitch = min((b.centre.x - a.centre.x for (_, a), (_, b) in itertools.pairwise(row)), default=widest * 2)
    share = min(1.0, 0.85 * max(pitch, tall) / widest)
    return tall * share, share >= _LEGIBLE


def numbered_together(layout: SignLayout, fonts: FontCatalogue, scale: float) -> frozenset[int | None]:
    """Return the lines whose letters stand too close to be numbered apart: small print."""
    numbers = part_numbers(layout.pieces)
    rows = [row for row in _rows(layout) if not _number_height(row, numbers, fonts, scale, layout.setting)[1]]
    return frozenset(row[0][0].line for row in rows)


def _rows(layout: SignLayout) -> list[list[tuple[Piece, Rect]]]:
    rows: dict[int | None, list[tuple[Piece, Rect]]] = {}
    for piece in layout.letters:
        box = piece.outline.bounds()
        if box is not None:
            rows.setdefault(piece.line, []).append((piece, box))
    return [sorted(row, key=lambda pair: pair[1].centre.x) for row in rows.values()]


def _name(piece: Piece, numbers: dict[str, str]) -> str:
    name = text(f"sign.role_{piece.role.value}")
    return text("workshop.number_and_name", number=numbers[piece.id], name=name)


def _written_numbers(layout: SignLayout, fonts: FontCatalogue, numbers: dict[str, str], scale: float) -> Iterator[Node]:
    """Yield the numbers of logo and divider where they are: a leader would run through the letters."""
    tall = _NUMBER_MM * scale
    for piece in layout.pieces:
        box = piece.outline.bounds()
        if box is None or piece.role not in _WRITTEN:
            continue
        words = _name(piece, numbers)
        if piece.role is PieceRole.LOGO:
            at, anchor = Point(box.centre.x, box.y0 - tall * 1.6), Anchor.MIDDLE
        else:
            at, anchor = Point(box.x1 + tall, box.centre.y - tall / 2), Anchor.START
        yield label(fonts, words, at, tall, anchor, layer="text", subject=piece.id)


def _led_numbers(layout: SignLayout, fonts: FontCatalogue, numbers: dict[str, str], scale: float) -> Iterator[Node]:
    tall, env = _NUMBER_MM * 1.3 * scale, layout.envelope
    x = whole_box(layout).x1 + 6.0 * scale
    apart = (PieceRole.LETTER, PieceRole.TIE, *_WRITTEN)
    named = [piece for piece in layout.pieces if piece.role not in apart]
    boxed = ((p, p.outline.bounds()) for p in named)
    others = sorted(((p, b) for p, b in boxed if b is not None), key=lambda pair: -pair[1].y1)
    ceiling = whole_box(layout).y1
    for piece, box in others:
        words = _name(piece, numbers)
        if box.x1 < env.x0 + _AT_RIGHT * env.width or (piece.role in _HIDDEN and box.x1 < env.x1):
            yield from _beside(fonts, piece, words, box, layout, scale)
            continue
        # On the piece's right edge, a little inside, and never on top of the number before it.
        low = box.height / 2 if _is_round(piece, box) else min(box.height / 2, 3.0 * scale)
        start = (box.x1 - min(box.width / 2, 0.5 * scale), box.y1 - low)
        y = min(start[1], ceiling)
        ceiling = y - tall * 1.8
        yield line((start, (x - 0.8 * scale, y)), colour_of(piece), FINE_MM * scale, layer="text")
        yield label(fonts, words, Point(x, y - tall / 2), tall, layer="text", subject=piece.id)


def _is_round(piece: Piece, box: Rect) -> bool:
    """Whether an outline leaves the corners of its box: its right edge is at half its height alone."""
    filled = max((abs(area) for _, area in contours_of(piece.outline)), default=0.0)
    return filled < _RECTANGULAR * box.area and piece.role not in (PieceRole.CORD, PieceRole.GATE)


def _free_level(layout: SignLayout, box: Rect, tall: float) -> float:
    """Return the foot of a bracket's name: over its arm, under it, or over its plate, where no extension line runs."""
    boxes = [b for piece in layout.letters if (b := piece.outline.bounds()) is not None]
    levels = [y for b in (*boxes, *(one.ink for one in layout.lines)) for y in (b.y0, b.y1)]
    arm = max(box.height * 0.2, tall * 0.6)
    places = (box.centre.y + arm, box.centre.y - arm - tall, box.y1 + tall * 0.6, box.y0 - tall * 1.6)
    free = (y for y in places if not any(y - tall * 0.3 < level < y + tall * 1.3 for level in levels))
    return next(free, places[0])


def _beside(
    fonts: FontCatalogue, piece: Piece, words: str, box: Rect, layout: SignLayout, scale: float
) -> Iterator[Node]:
    """Yield a narrow part's name where it stands out of the sign; under it, with a leader, if it is behind letters."""
    env, tall = layout.envelope, _NUMBER_MM * 1.3 * scale
    start = Point(box.x1 + tall * 0.5, box.centre.y - tall / 2)
    if piece.role is PieceRole.CORD and box.centre.x < env.centre.x - box.width / 4:
        at = Point(box.x0 - tall * 0.5, box.centre.y - tall / 2)
        yield label(fonts, words, at, tall, Anchor.END, layer="text", subject=piece.id)
    elif box.centre.x < env.x0:
        at = Point(box.x0 + 2.0 * scale, _free_level(layout, box, tall))
        yield label(fonts, words, at, tall, layer="text", subject=piece.id)
    elif piece.role in _HIDDEN and any(
        box.overlaps(other) for p in layout.letters if (other := p.outline.bounds()) is not None
    ):
        foot = env.y0 - 2.0 * scale
        yield line(((box.centre.x, box.y0), (box.centre.x, foot)), colour_of(piece), FINE_MM * scale, layer="text")
        at = Point(box.centre.x, foot - tall * 1.3)
        yield label(fonts, words, at, tall, Anchor.MIDDLE, layer="text", subject=piece.id)
    else:
        if box.y1 > env.y1 or box.y0 < env.y0:  # what the sign's body does not cover
            low, high = (max(env.y1, box.y0), box.y1) if box.y1 > env.y1 else (box.y0, min(box.y1, env.y0))
            start = Point(start.x, (low + high) / 2 - tall / 2)
        yield label(fonts, words, start, tall, layer="text", subject=piece.id)
