"""Ties (连接条): what holds the parts of a letter that its rail or frame does not reach.

A letter is built up part by part: the dots of 湾, the strokes of 三, the dot of an i are bodies of their own. A part
that lies before its rail by enough is fixed to it. A letter of which no part does gets stays from the rail; every other
part is tied to the nearest one that is held already by a strap behind both. Straps are cut from plate and lie behind
the letter's back; stays are as deep as what they come from. A logo is one body: its parts stand on one back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import hypot

from signage.design.sign_layout import Piece, PieceRole
from signage.design.spec import Colour
from signage.geometry import Path, Point, Rect, Region
from signage.geometry.links import crossed, distances, nearest, parts_of

STRAP_THICK_MM = 3.0
_WIDTH_MM, _WIDTH_SHARE = 20.0, 0.04  # of a tie; more in letters of more than half a metre, by their height
_OF_PART = 0.6  # of the narrow side of what it holds, at most
_LAP, _LAP_SHARE = 2.0, 0.45  # widths that a tie reaches behind what it holds; less than half of a stroke
_WIDE = 8.0  # widths that two parts face each other along for two ties instead of one
_CONTACT_MM2, _CONTACT_SHARE = 225.0, 0.2  # of a part before its rail: room for a stud and its nut; of a small one less
_LONGER, _LONGER_MM = 1.5, 10.0  # how much longer than the shortest a tie may be to run upright or level
_SMOOTH_MM, _SMOOTH_SHARE = 0.5, 1 / 250  # ties need no finer outline, of a large letter a coarser one
_UPRIGHT, _LEVEL = Point(0.0, 1.0), Point(1.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """What letters are tied to.

    Attributes:
        region: Its front outline.
        z_front_mm: Of its front.
        material: Of ties.
        colour: Of its front.
        side_colour: Of its sides.
    """

    region: Region
    z_front_mm: float
    material: str
    colour: Colour
    side_colour: Colour


def ties_of(letters: Sequence[tuple[Piece, Carrier]]) -> tuple[Piece, ...]:
    """Return the ties of letters, stays and straps, in the order of the letters.

    Args:
        letters: Each with what carries its line; logo and divider are among them.
    """
    found: list[Piece] = []
    for letter, carrier in letters:
        for link in _of_letter(letter, carrier):
            found.append(_piece(letter, carrier, link, len(found) + 1))
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Link:
    """A bar between two bodies: its middle line and width; `is_stay` from the carrier, else between parts."""

    start: Point
    end: Point
    width: float
    is_stay: bool = False


def _of_letter(letter: Piece, carrier: Carrier) -> Iterator[_Link]:
    box = letter.outline.control_bounds()
    if box is None:
        return
    whole = Region.of_path(letter.outline, max(_SMOOTH_MM, _SMOOTH_SHARE * box.height))
    if whole.is_empty:
        return
    widest = max(_WIDTH_MM, _WIDTH_SHARE * box.height)
    parts = parts_of(whole) if letter.role is PieceRole.LETTER else (whole,)
    carried = [_is_carried(part, carrier) for part in parts]
    away = distances(parts, carrier.region)
    if not any(carried):
        first = min(range(len(parts)), key=lambda index: (away[index], index))
        yield from _stays(parts[first], carrier, widest)
        carried[first] = True
    held = [part for part, is_held in zip(parts, carried, strict=True) if is_held]
    loose = {index: parts[index] for index, is_held in enumerate(carried) if not is_held}
    near = {index: (away[index], -1) for index in loose}  # how far each is from what, -1 the carrier
    for at, part in enumerate(held):
        _come_nearer(near, loose, part, at)
    while loose:
        index = min(loose, key=lambda one: (near[one], one))
        part, to = loose.pop(index), near[index][1]
        if to < 0:
            yield from _stays(part, carrier, widest)
        else:
            yield from _between(part, held[to], _width(part, widest))
        held.append(part)
        _come_nearer(near, loose, part, len(held) - 1)


def _come_nearer(near: dict[int, tuple[float, int]], loose: dict[int, Region], held: Region, at: int) -> None:
    """Take note of a part that is held now, for each loose one that it is nearer to than what was held before."""
    for index, apart in zip(loose, distances(tuple(loose.values()), held), strict=True):
        if apart < near[index][0]:
            near[index] = (apart, at)


def _stays(part: Region, carrier: Carrier, widest: float) -> Iterator[_Link]:
    for link in _between(part, carrier.region, _width(part, widest)):
        yield replace(link, is_stay=True)


def _is_carried(part: Region, carrier: Carrier) -> bool:
    """Whether so much of a part lies before its carrier that it can be fixed there."""
    return part.intersection(carrier.region).area >= min(_CONTACT_MM2, _CONTACT_SHARE * part.area)


def _width(part: Region, widest: float) -> float:
    box = part.bounds
    return widest if box is None else min(widest, _OF_PART * min(box.width, box.height))


# --- where a tie runs -------------------------------------------------------------------------------------------------


def _between(part: Region, other: Region, width: float) -> tuple[_Link, ...]:
    """Return one or two ties between two areas: upright or level where they face each other so, else the shortest."""
    most = _LONGER * part.distance(other) + _LONGER_MM
    ways = [(_facing(part, other, width, way), way) for way in (_UPRIGHT, _LEVEL)]
    straight = [[link for gap, link in found if gap <= most] for found, _ in ways]
    best = max(straight, key=len)
    if best:
        return tuple(best)
    p, q = nearest(part, other)
    way = _way(p, q)
    return (_along(part, other, p, way, width),)


def _way(p: Point, q: Point) -> Point:
    far = hypot(q.x - p.x, q.y - p.y)
    return Point((q.x - p.x) / far, (q.y - p.y) / far) if far > 0 else _UPRIGHT


def _facing(part: Region, other: Region, width: float, way: Point) -> list[tuple[float, _Link]]:
    """Return the ties along a way where the boxes of two areas overlap across it, each with the gap that it bridges."""
    a, b = part.bounds, other.bounds
    if a is None or b is None:
        return []
    is_upright = way == _UPRIGHT
    low, high = (max(a.x0, b.x0), min(a.x1, b.x1)) if is_upright else (max(a.y0, b.y0), min(a.y1, b.y1))
    if high - low < width:
        return []
    shares = (0.25, 0.75) if high - low >= _WIDE * width else (0.5,)
    middle = a.centre
    found = []
    for share in shares:
        place = low + share * (high - low)
        at = Point(place, middle.y) if is_upright else Point(middle.x, place)
        made = _bridged(part, other, at, way, width)
        if made is not None:
            found.append(made)
    return found


def _bridged(part: Region, other: Region, at: Point, way: Point, width: float) -> tuple[float, _Link] | None:
    """Return the shortest tie between two areas on a line, and its gap; None where the line misses one of them."""
    reach = _reach(part, other, at)
    pairs = [(_gap(p, q), p, q) for p in crossed(part, at, way, reach) for q in crossed(other, at, way, reach)]
    if not pairs:
        return None
    gap, p, q = min(pairs)
    under, over = (q, p) if p[0] + p[1] >= q[0] + q[1] else (p, q)
    low = under[1] - _lap(under, width)
    high = max(over[0], low) + _lap(over, width)
    start, end = (Point(at.x + way.x * by, at.y + way.y * by) for by in (low, high))
    return gap, _Link(start=start, end=end, width=width)


def _lap(span: tuple[float, float], width: float) -> float:
    return min(_LAP * width, _LAP_SHARE * (span[1] - span[0]))


def _gap(p: tuple[float, float], q: tuple[float, float]) -> float:
    return max(0.0, p[0] - q[1], q[0] - p[1])


def _along(part: Region, other: Region, at: Point, way: Point, width: float) -> _Link:
    made = _bridged(part, other, at, way, width)
    if made is not None:
        return made[1]
    # the line only touches one of them at a corner: from middle to middle, then
    p, q = nearest(part, other)
    lap = _LAP * width / 2
    return _Link(
        start=Point(p.x - way.x * lap, p.y - way.y * lap), end=Point(q.x + way.x * lap, q.y + way.y * lap), width=width
    )


def _reach(part: Region, other: Region, at: Point) -> float:
    boxes = [box for box in (part.bounds, other.bounds) if box is not None]
    whole = Rect.joined([*boxes, Rect(at.x, at.y, at.x, at.y)])
    return whole.width + whole.height


# --- pieces -----------------------------------------------------------------------------------------------------------


def _piece(letter: Piece, carrier: Carrier, link: _Link, number: int) -> Piece:
    front = carrier.z_front_mm if link.is_stay else letter.z_back_mm
    back = 0.0 if link.is_stay else max(0.0, front - STRAP_THICK_MM)
    return Piece(
        id=f"tie-{number:02d}",
        role=PieceRole.TIE,
        outline=_bar(link),
        z_back_mm=back,
        z_front_mm=front,
        material=carrier.material,
        face_colour=carrier.colour,
        side_colour=carrier.side_colour,
        line=letter.line,
    )


def _bar(link: _Link) -> Path:
    (ax, ay), (bx, by) = link.start, link.end
    length = hypot(bx - ax, by - ay)
    dx, dy = (by - ay) / length * link.width / 2, (ax - bx) / length * link.width / 2
    return Path.polygon(
        [Point(ax + dx, ay + dy), Point(bx + dx, by + dy), Point(bx - dx, by - dy), Point(ax - dx, ay - dy)]
    )
