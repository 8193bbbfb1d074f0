"""The light map (布灯图) of a workshop pack as one SVG without text; words stand over it in the document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import cos, pi, sin
from statistics import median

from signage.design import Piece, PieceRole
from signage.fabrication import LitPiece, Spot, WorkshopPack, corners_of, part_numbers
from signage.fabrication.light_sources import Module
from signage.geometry import Affine, Path, Point, Rect

WIDTH_MM = 168.0  # of the text area
_MOST_HIGH_MM = 112.0  # of all rows together, so that they stand on the first page
_HEAD_MM = 4.0  # over each row, for the letters' numbers
_MOST_ROWS = 4
_AROUND_MM = 60.0  # shown round what is lit, in the model
_LARGEST = 0.2  # 1:5, however small the sign
_WORTH = 1.2  # a further row must draw the sign at least this much larger
_IDEOGRAPHS = 0x2E80  # from here on characters stand without blanks between words
_BLANK = 1.8  # of the usual gap between letters: a wider one is a blank
_ROUND = 12  # corners of a bulb as it is drawn
_WORD_MM = 7.0  # room that a letter's number needs
# Told apart in print and by most eyes that see colours otherwise; supplies beyond them begin anew.
SUPPLY_COLOURS = ("#C62828", "#1565C0", "#2E7D32", "#B26A00", "#6A1B9A", "#00838F")


@dataclass(frozen=True, slots=True, kw_only=True)
class MapWord:
    """A word over the map: its middle and its foot, mm from the row's upper left corner."""

    text: str
    x_mm: float
    y_mm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MapRow:
    """One row of the map with its size on paper."""

    svg: bytes
    width_mm: float
    height_mm: float
    words: tuple[MapWord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LightMap:
    """The rows, all at one scale (paper over model)."""

    rows: tuple[MapRow, ...]
    scale: float


def light_map(pack: WorkshopPack) -> LightMap | None:
    """Return the map of a pack, or None when nothing in it is lit.

    It shows what is lit and a little round it. A wide sign is cut into rows between letters, so that the modules stay
    visible; one with several lines is cut line by line, and each line is read to its end before the next begins.
    """
    lit = [one for one in pack.lit if one.spots and one.face == 1]
    if not lit:
        return None
    pieces = {piece.id: piece for piece in pack.layout.pieces}
    boxes = {one.piece: box for one in lit if (box := pieces[one.piece].outline.bounds()) is not None}
    windows, scale = _windows(pieces, boxes)
    rows = tuple(_row(pack, lit, window, scale) for window in windows)
    return LightMap(rows=rows, scale=scale)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Window:
    """A part of the sign that one row shows, and which of the lit pieces are in it."""

    rect: Rect
    pieces: frozenset[str]


def _row(pack: WorkshopPack, lit: list[LitPiece], window: _Window, scale: float) -> MapRow:
    rect = window.rect
    width, height = rect.width * scale, rect.height * scale + _HEAD_MM
    to_paper = Affine(scale, 0.0, 0.0, -scale, -rect.x0 * scale, _HEAD_MM + rect.y1 * scale)
    mine = [one for one in lit if one.piece in window.pieces]
    others = {one.piece for one in lit} - window.pieces
    shapes = [*_bodies(pack, others, to_paper), *_lamps(pack, mine, rect, to_paper)]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(width)}mm" height="{_n(height)}mm" '
        f'viewBox="0 0 {_n(width)} {_n(height)}"><defs><clipPath id="row"><rect x="0" y="{_n(_HEAD_MM)}" '
        f'width="{_n(width)}" height="{_n(height - _HEAD_MM)}"/></clipPath></defs>'
        f'<g clip-path="url(#row)">{"".join(shapes)}</g></svg>'
    )
    words = tuple(_words(lit, pack, window, scale))
    return MapRow(svg=svg.encode(), width_mm=width, height_mm=height, words=words)


def _windows(pieces: dict[str, Piece], boxes: dict[str, Rect]) -> tuple[list[_Window], float]:
    """Return the rows and their scale: as many rows as draw the sign larger."""
    whole = [_Window(rect=Rect.joined(boxes.values()).grown(_AROUND_MM), pieces=frozenset(boxes))]
    best, chosen = _scale_of(whole), whole
    lines = _lines(pieces, boxes)
    for count in range(1, _MOST_ROWS // len(lines) + 1):
        words = [_is_spaced(line, pieces) for line in lines]
        cut = [_cut(line, count, has_words=spaced) for line, spaced in zip(lines, words, strict=True)]
        if all(found is None for found in cut):
            continue
        # a line that has no place for a cut is read whole
        parts = [found or _cut(line, 1) or [] for found, line in zip(cut, lines, strict=True)]
        rows = [window for part in parts for window in part]
        if len(rows) == 1:
            continue
        scale = _scale_of(rows)
        if scale > best * _WORTH:
            best, chosen = scale, rows
    return chosen, best


def _scale_of(windows: list[_Window]) -> float:
    """Return the scale at which rows, all of one scale, fit the page."""
    wide, high = max(w.rect.width for w in windows), sum(w.rect.height for w in windows)
    return min(WIDTH_MM / wide, (_MOST_HIGH_MM - _HEAD_MM * len(windows)) / high, _LARGEST)


def _lines(pieces: dict[str, Piece], boxes: dict[str, Rect]) -> list[dict[str, Rect]]:
    """Return what is lit, line by line; what belongs to no line (a logo) goes with the first, columns stay together."""
    found: dict[int, dict[str, Rect]] = {}
    for name, box in boxes.items():
        found.setdefault(pieces[name].line or 0, {})[name] = box
    lines = [found[line] for line in sorted(found)]
    texts = [
        Rect.joined([box for name, box in line.items() if pieces[name].role is PieceRole.LETTER] or line.values())
        for line in lines
    ]
    stacked = all(b.y1 <= a.y0 for a, b in pairwise(texts))
    return lines if stacked and len(lines) <= _MOST_ROWS else [boxes]


def _is_spaced(line: dict[str, Rect], pieces: dict[str, Piece]) -> bool:
    """Return whether a line's words are told apart by blanks, as those of most scripts but Chinese and Japanese are."""
    letters = [pieces[name].text for name in line if pieces[name].role is PieceRole.LETTER]
    return bool(letters) and all(ord(max(text, default=" ")) < _IDEOGRAPHS for text in letters)


def _cut(line: dict[str, Rect], rows: int, *, has_words: bool = False) -> list[_Window] | None:
    """Return a line cut into rows where nothing lit stands, or None when that is not possible.

    Args:
        line: Boxes of what is lit.
        rows: How many.
        has_words: It is cut at blanks alone, never within a word.
    """
    shown = Rect.joined(line.values()).grown(_AROUND_MM)
    cuts, gaps = [shown.x0], _gaps(list(line.values()))
    if has_words:
        usual = median(wide for _, wide in gaps) if gaps else 0.0
        gaps = [gap for gap in gaps if gap[1] > _BLANK * usual]
    reach = shown.width / rows / (2 if has_words else 3)
    for index in range(1, rows):
        wanted = shown.x0 + shown.width * index / rows
        free = [x for x, _ in gaps if abs(x - wanted) < reach and x > cuts[-1]]
        if not free:
            return None
        cuts.append(min(free, key=lambda x: abs(x - wanted)))
    windows = []
    for a, b in pairwise([*cuts, shown.x1]):
        mine = {name for name, box in line.items() if a <= box.centre.x <= b}
        windows.append(_Window(rect=Rect(a, shown.y0, b, shown.y1), pieces=frozenset(mine)))
    return windows


def _gaps(boxes: list[Rect]) -> list[tuple[float, float]]:
    """Return the middles and widths of the gaps that no lit piece of the line reaches into."""
    ordered = sorted(boxes, key=lambda box: box.x0)
    gaps, reach = [], ordered[0].x1
    for box in ordered[1:]:
        if box.x0 > reach:
            gaps.append(((reach + box.x0) / 2, box.x0 - reach))
        reach = max(reach, box.x1)
    return gaps


def _bodies(pack: WorkshopPack, others: set[str], to_paper: Affine) -> list[str]:
    """Return the outlines of everything but the lit pieces of other rows."""
    shapes = []
    for piece in pack.layout.pieces:
        if piece.id in others:
            continue
        fill, line = _look(piece)
        path = _d(piece.outline.transformed(to_paper))
        shapes.append(f'<path d="{path}" fill="{fill}" stroke="{line}" stroke-width="0.12"/>')
    return shapes


def _look(piece: Piece) -> tuple[str, str]:
    if piece.role in (PieceRole.LETTER, PieceRole.LOGO):
        return ("#ECEFF1", "#455A64") if piece.z_front_mm > piece.z_back_mm else ("none", "#90A4AE")
    return "none", "#B0BEC5"


def _lamps(pack: WorkshopPack, lit: list[LitPiece], window: Rect, to_paper: Affine) -> list[str]:
    """Return the modules of each piece in the colour of their supply, as one path a colour."""
    shapes = []
    for one in lit:
        module = pack.tables.electrics.find_module(one.module or "")
        ordered = sorted(one.spots, key=lambda spot: (round(spot.x, 3), round(spot.y, 3)))
        strings = [
            s for s in pack.electrics.strings if (s.piece, s.module, s.face) == (one.piece, one.module, one.face)
        ]
        start = 0
        for string in strings:
            spots = ordered[start : start + string.count]
            start += string.count
            seen = [spot for spot in spots if window.x0 <= spot.x <= window.x1]
            if not seen:
                continue
            path = Path.joined([Path.polygon(_shape(spot, module)) for spot in seen]).transformed(to_paper)
            colour = SUPPLY_COLOURS[string.supply % len(SUPPLY_COLOURS)]
            shapes.append(f'<path d="{_d(path)}" fill="{colour}"/>')
    return shapes


def _shape(spot: Spot, module: Module) -> tuple[Point, ...]:
    """Return a module's outline: a rectangle, a bulb round."""
    if module.kind != "bulb":
        return corners_of(spot, module)
    half, turn = module.length_mm / 2, 2 * pi / _ROUND
    return tuple(Point(spot.x + half * cos(k * turn), spot.y + half * sin(k * turn)) for k in range(_ROUND))


def _words(lit: list[LitPiece], pack: WorkshopPack, shown: _Window, scale: float) -> Iterator[MapWord]:
    """Yield each letter's number and count over it, for the lines whose letters all have room for them."""
    pieces, window = {piece.id: piece for piece in pack.layout.pieces}, shown.rect
    numbers = part_numbers(pack.layout.pieces)
    for one in lit:
        piece = pieces[one.piece]
        box = piece.outline.bounds()
        if box is None or piece.role is not PieceRole.LETTER or one.piece not in shown.pieces:
            continue
        if any(room * scale < _WORD_MM for room in _rooms(lit, pieces, piece.line)):
            continue
        x, y = (box.centre.x - window.x0) * scale, _HEAD_MM + (window.y1 - box.y1) * scale - 0.8
        yield MapWord(text=f"{numbers[one.piece]}: {one.count}", x_mm=round(x, 2), y_mm=round(y, 2))


def _rooms(lit: list[LitPiece], pieces: dict[str, Piece], line: int | None) -> list[float]:
    """Return the ways from letter to letter of a line; of a single letter its width."""
    names = dict.fromkeys(one.piece for one in lit if pieces[one.piece].line == line)
    boxes = [box for name in names if (box := pieces[name].outline.bounds()) is not None]
    middles = sorted(box.centre.x for box in boxes)
    return [b - a for a, b in pairwise(middles)] or [box.width for box in boxes]


def _d(path: Path) -> str:
    parts = []
    for verb, points in path.segments():
        parts.append(verb + " ".join(f"{_n(p.x)} {_n(p.y)}" for p in points))
    return "".join(parts)


def _n(value: float) -> str:
    short = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if short in ("", "-0") else short
