"""The path grammar of SVG 1.1 in full, and the basic shapes, as lines and Bézier curves in the file's units."""

from __future__ import annotations

import re
from math import atan2, ceil, cos, pi, sin, sqrt, tan

from signage.artwork.svg_values import NUMBER, bounded
from signage.errors import Location, SpecError
from signage.geometry import Affine, Path, PathBuilder, Point

MOST_SEGMENTS = 50_000
"""Most segments that one path may have."""

_COUNTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
_GAP = re.compile(r"[\s,]*")
_COMMAND = re.compile(r"\s*([MmZzLlHhVvCcSsQqTtAa])")
_STEP = pi / 4  # eight cubics make a circle whose radius is off by 4e-6


def path_of(text: str, at: Location) -> Path:
    """Return the path of a `d` attribute; arcs become cubics that stray by less than 5e-6 of their radius.

    Raises:
        SpecError: It breaks the grammar, or has more than `MOST_SEGMENTS` segments.
    """
    pen = _Pen(at)
    place = _GAP.match(text).end()  # type: ignore[union-attr]  # it matches the empty string too
    while place < len(text):
        command = _COMMAND.match(text, place)
        if not command or (pen.is_fresh and command[1] not in "Mm"):
            raise SpecError("artwork.bad_path", at=at, place=place + 1)
        letter, place = command[1], command.end()
        if letter in "Zz":
            pen.close()
            place = _GAP.match(text, place).end()  # type: ignore[union-attr]
            continue
        place = _run(text, place, letter, pen, at)
    return pen.build()


def _run(text: str, place: int, letter: str, pen: _Pen, at: Location) -> int:
    """Draw one command with all its repeats; return where the next one begins."""
    count = _COUNTS[letter.upper()]
    is_first = True
    while True:
        place = _GAP.match(text, place).end()  # type: ignore[union-attr]
        if not is_first and (place >= len(text) or text[place] not in "+-.0123456789"):
            return place
        values = []
        for index in range(count):
            if letter in "Aa" and index in (3, 4):
                if text[place : place + 1] not in ("0", "1"):  # flags need no gap after them
                    raise SpecError("artwork.bad_path", at=at, place=place + 1)
                values.append(float(text[place]))
                place += 1
            else:
                found = NUMBER.match(text, place)
                if not found:
                    raise SpecError("artwork.bad_path", at=at, place=place + 1)
                values.append(bounded(float(found[0]), at))
                place = found.end()
            if index < count - 1:
                place = _GAP.match(text, place).end()  # type: ignore[union-attr]
        pen.draw(letter, values)
        if is_first and letter in "Mm":
            letter = "L" if letter == "M" else "l"  # further pairs of a move are lines
            count = _COUNTS["L"]
        is_first = False


class _Pen:
    """Follows the commands and writes absolute segments."""

    def __init__(self, at: Location) -> None:
        self._at = at
        self._out = PathBuilder()
        self._count = 0
        self._here = self._start = Point(0.0, 0.0)
        self._turn: Point | None = None  # last control point, for S and T
        self._turn_of = ""
        self._is_open = False
        self.is_fresh = True

    def build(self) -> Path:
        return self._out.build()

    def close(self) -> None:
        if self._is_open:
            self._write("Z")
        self._here, self._is_open, self._turn_of = self._start, False, ""

    def draw(self, letter: str, v: list[float]) -> None:
        upper = letter.upper()
        base = self._here if letter.islower() else Point(0.0, 0.0)
        if upper == "A":
            self._arc(v, Point(base.x + v[5], base.y + v[6]))
            self._turn_of = ""
            return
        if upper == "H":
            ends = [Point(base.x + v[0], self._here.y)]
        elif upper == "V":
            ends = [Point(self._here.x, base.y + v[0])]
        else:
            ends = [Point(base.x + v[i], base.y + v[i + 1]) for i in range(0, len(v), 2)]
        if upper == "M":
            self._move(ends[0])
            return
        if upper == "S":
            ends = [self._mirrored("C"), *ends]
        elif upper == "T":
            ends = [self._mirrored("Q"), *ends]
        kind = {"S": "C", "T": "Q", "H": "L", "V": "L"}.get(upper, upper)
        self._segment(kind, ends)
        self._turn, self._turn_of = (ends[-2], kind) if kind in "CQ" else (None, "")

    def _mirrored(self, kind: str) -> Point:
        if self._turn is None or self._turn_of != kind:
            return self._here
        return Point(2 * self._here.x - self._turn.x, 2 * self._here.y - self._turn.y)

    def _move(self, to: Point) -> None:
        self._here = self._start = to
        self._is_open, self._turn_of, self.is_fresh = False, "", False

    def _segment(self, verb: str, ends: list[Point]) -> None:
        if not self._is_open:
            self._write("M", self._here)
            self._start, self._is_open = self._here, True
        self._write(verb, *ends)
        self._here = ends[-1]

    def _write(self, verb: str, *points: Point) -> None:
        self._count += 1
        if self._count > MOST_SEGMENTS:
            raise SpecError("artwork.too_many", at=self._at, most=MOST_SEGMENTS)
        for point in points:
            bounded(point.x, self._at)
            bounded(point.y, self._at)
        self._out.add(verb, *points)

    def _arc(self, v: list[float], end: Point) -> None:
        pieces = arc_cubics(self._here, (v[0], v[1]), v[2], is_large=v[3] == 1, is_sweep=v[4] == 1, end=end)
        if pieces is None:
            if end != self._here:
                self._segment("L", [end])
            return
        for piece in pieces:
            self._segment("C", list(piece))


def arc_cubics(
    start: Point, radii: tuple[float, float], turn_deg: float, *, is_large: bool, is_sweep: bool, end: Point
) -> list[tuple[Point, Point, Point]] | None:
    """Return an elliptical arc as cubics, or None when it is a straight line (or nothing).

    Args:
        start: Where the pen is.
        radii: Of the ellipse; too small ones are enlarged until the arc reaches, as the standard says.
        turn_deg: The ellipse's x axis against the file's.
        is_large: Whether the longer way round is meant.
        is_sweep: Whether the angle grows.
        end: Where the arc ends.

    Source: SVG 1.1, appendix F.6 (conversion from endpoint to centre form).
    """
    rx, ry = abs(radii[0]), abs(radii[1])
    if rx == 0 or ry == 0 or start == end:
        return None
    phi = turn_deg * pi / 180
    c, s = cos(phi), sin(phi)
    dx, dy = (start.x - end.x) / 2, (start.y - end.y) / 2
    x, y = c * dx + s * dy, -s * dx + c * dy
    reach = (x / rx) ** 2 + (y / ry) ** 2
    if reach > 1:
        rx, ry = rx * sqrt(reach), ry * sqrt(reach)
    square = max(0.0, 1 / min(1.0, reach) - 1) if reach else 0.0
    root = sqrt(square) * (-1 if is_large == is_sweep else 1)
    cx, cy = root * rx * y / ry, -root * ry * x / rx
    middle = Point(c * cx - s * cy + (start.x + end.x) / 2, s * cx + c * cy + (start.y + end.y) / 2)
    first = atan2((y - cy) / ry, (x - cx) / rx)
    last = atan2((-y - cy) / ry, (-x - cx) / rx)
    sweep = last - first
    if is_sweep and sweep < 0:
        sweep += 2 * pi
    elif not is_sweep and sweep > 0:
        sweep -= 2 * pi
    count = max(1, ceil(abs(sweep) / _STEP - 1e-9))
    onto = Affine(rx * c, rx * s, -ry * s, ry * c, middle.x, middle.y)
    pieces = [tuple(onto.apply(p) for p in _unit_arc(first + sweep * i / count, sweep / count)) for i in range(count)]
    pieces[-1] = (pieces[-1][0], pieces[-1][1], end)
    return [(p[0], p[1], p[2]) for p in pieces]


def _unit_arc(angle: float, sweep: float) -> tuple[Point, Point, Point]:
    k = 4 / 3 * tan(sweep / 4)
    last = angle + sweep
    return (
        Point(cos(angle) - k * sin(angle), sin(angle) + k * cos(angle)),
        Point(cos(last) + k * sin(last), sin(last) - k * cos(last)),
        Point(cos(last), sin(last)),
    )


def ellipse_path(cx: float, cy: float, rx: float, ry: float) -> Path:
    """Return a whole ellipse."""
    onto = Affine(rx, 0, 0, ry, cx, cy)
    out = PathBuilder().add("M", onto.apply(Point(1.0, 0.0)))
    for i in range(8):
        out.add("C", *(onto.apply(p) for p in _unit_arc(i * _STEP, _STEP)))
    return out.add("Z").build()


def rect_path(x: float, y: float, width: float, height: float, rx: float, ry: float) -> Path:
    """Return a rectangle, its corners rounded where the radii are above 0."""
    rx, ry = min(rx, width / 2), min(ry, height / 2)
    if rx <= 0 or ry <= 0:
        return Path.polygon([(x, y), (x + width, y), (x + width, y + height), (x, y + height)])
    out = PathBuilder().add("M", (x + rx, y))
    corners = (
        (x + width - rx, y + ry, x + width - rx, y, -pi / 2),
        (x + width - rx, y + height - ry, x + width, y + height - ry, 0.0),
        (x + rx, y + height - ry, x + rx, y + height, pi / 2),
        (x + rx, y + ry, x, y + ry, pi),
    )
    for cx, cy, to_x, to_y, angle in corners:
        onto = Affine(rx, 0, 0, ry, cx, cy)
        out.add("L", (to_x, to_y))
        for i in range(2):
            out.add("C", *(onto.apply(p) for p in _unit_arc(angle + i * _STEP, _STEP)))
    return out.add("Z").build()
