"""What a construction node is drawn from: cut bodies, words that point at them, depths that are measured.

Node space: millimetres of the sign, u out of the wall (or across what has none), v upwards. Depths, sheets, tubes and
plates are true; heights are shortened to what the node has room for. What only paper knows, such as how much of a wall
is shown, is given in paper mm times the scale.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from signage.geometry import Point, Rect


class Look(StrEnum):
    """How a cut body is drawn."""

    METAL = "metal"  # filled: sheet, plate, profile
    CLEAR = "clear"  # acrylic, polycarbonate, film: tinted
    BOARD = "board"  # wood and solid boards: grain
    CONCRETE = "concrete"
    WALL = "wall"  # hatched, no ends
    TUBE = "tube"  # hollow section, its wall filled
    SEEN = "seen"  # beyond the cut: an outline
    BOLT = "bolt"
    LAMP = "lamp"
    BULB = "bulb"
    VOID = "void"  # cut out of what was drawn before
    HIDDEN = "hidden"  # dashed: a part that is bought whole
    LEAF = "leaf"  # gold leaf, film on a face: a coloured line


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A cut body; `wall_mm` of a tube is the thickness of its walls."""

    look: Look
    box: Rect
    wall_mm: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Words with a leader that ends in a dot on what they name."""

    words: str
    at: Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Depths:
    """A chain of depths at a level: over the whole node, or right under what it measures.

    Attributes:
        places: Positions that are measured, node mm.
        level: Where what is measured ends, node mm; the chain runs over or under it.
        is_under: Whether it runs under it.
        is_upright: Whether heights are measured at the right of the node, `level` being a position across.
        drawn: Where the places are drawn, node mm, where a length between them is cut short; as they are when empty.
    """

    places: tuple[float, ...]
    level: float
    is_under: bool = False
    is_upright: bool = False
    drawn: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A node: bodies from back to front, words, depths, the box of all bodies; a turned one has its wall at the top."""

    shapes: tuple[Shape, ...]
    calls: tuple[Call, ...]
    depths: tuple[Depths, ...]
    box: Rect
    broken: tuple[tuple[float, float, float], ...] = ()
    is_turned: bool = False


@dataclass(slots=True)
class Sketch:
    """A node in the making.

    Attributes:
        scale: n of its scale 1:n.
        high: Its height, node mm.
        broken: Levels where bodies go on beyond a break line, with the reach of that line.
    """

    scale: float
    high: float
    shapes: list[Shape] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    depths: list[Depths] = field(default_factory=list)
    broken: list[tuple[float, float, float]] = field(default_factory=list)

    def paper(self, mm: float) -> float:
        """Return a length on paper in node mm."""
        return mm * self.scale

    def add(self, look: Look, u0: float, v0: float, u1: float, v1: float, wall_mm: float = 0.0) -> None:
        """Add a body between two corners."""
        if abs(u1 - u0) > 1e-6 and abs(v1 - v0) > 1e-6:
            box = Rect(min(u0, u1), min(v0, v1), max(u0, u1), max(v0, v1))
            self.shapes.append(Shape(look=look, box=box, wall_mm=wall_mm))

    def call(self, words: str, u: float, v: float) -> None:
        """Name what lies at a place; no words, no leader."""
        if words:
            self.calls.append(Call(words=words, at=Point(u, v)))

    def bolt(self, u0: float, u1: float, v: float, across_mm: float = 10.0) -> None:
        """Add a bolt out of the wall with its washer and nut at the outer end."""
        self.add(Look.BOLT, u0, v - across_mm / 2, u1 + across_mm, v + across_mm / 2)
        self.add(Look.BOLT, u1, v - across_mm * 1.1, u1 + 2.0, v + across_mm * 1.1)
        self.add(Look.BOLT, u1 + 2.0, v - across_mm * 0.85, u1 + 2.0 + across_mm * 0.8, v + across_mm * 0.85)

    def bolt_down(self, u: float, v0: float, v1: float, across_mm: float = 10.0) -> None:
        """Add a bolt into what is below with its washer and nut at the upper end."""
        self.add(Look.BOLT, u - across_mm / 2, v0, u + across_mm / 2, v1 + across_mm)
        self.add(Look.BOLT, u - across_mm * 1.1, v1, u + across_mm * 1.1, v1 + 2.0)
        self.add(Look.BOLT, u - across_mm * 0.85, v1 + 2.0, u + across_mm * 0.85, v1 + 2.0 + across_mm * 0.8)

    def done(self) -> Cut:
        """Return the finished node."""
        return Cut(
            shapes=tuple(self.shapes),
            calls=tuple(self.calls),
            depths=tuple(self.depths),
            box=Rect.joined([shape.box for shape in self.shapes]),
            broken=tuple(self.broken),
        )
