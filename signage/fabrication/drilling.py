"""Where plates are drilled, and the clamps that hold a rail: holes by the fixings' own diameters, at the stock's edges.

Diameters, edge distances and the size of clamps are design figures of `making.toml` and illustrative: the fixing's
approval decides. As many holes as fixings: the set-out by geometry, more where wind and weight ask for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil

from signage.design import Form, Piece, SignLayout
from signage.fabrication.cut_shapes import CutShape, Fold, Hole
from signage.fabrication.making import Fixing, FixingRule, Making, MakingTable
from signage.geometry import Path, Point, Rect

_STRAP_ROOM = 2.0  # diameters of a hole that a strap is wide at least
_STRAP_EDGE = 1.5  # diameters from a strap's end to the middle of its hole


@dataclass(frozen=True, slots=True, kw_only=True)
class Drilled:
    """How a sign is held, as far as its plates show it.

    Attributes:
        form: Mounting form of the sign.
        plate_bolts: Holes of each wall or base plate; None: as many as the set-out asks for.
        clamps: Clamps of each rail by its id; of others as many as the set-out asks for.
    """

    form: str = ""
    plate_bolts: int | None = None
    clamps: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def by_set_out(cls, layout: SignLayout) -> Drilled:
        """Return what the set-out alone asks for, without any load."""
        return cls(form=layout.form)

    def bolts(self, rule: FixingRule) -> int:
        """Return the holes of each wall or base plate."""
        return rule.support_min if self.plate_bolts is None else self.plate_bolts

    def clamp_places(self, rail: Piece, making: MakingTable) -> tuple[float, ...]:
        """Return where a rail is clamped: the middles of its clamps from left to right, sign space."""
        box = rail.outline.bounds()
        if box is None:
            return ()
        return spread(box.x0, box.x1, making.fixing, least=self.clamps.get(rail.id, 0))


def spread(low: float, high: float, rule: FixingRule, *, least: int = 0) -> tuple[float, ...]:
    """Return even places between two ends: the outermost at the rule's edge distance, none farther than its pitch.

    Args:
        low: One end.
        high: The other.
        rule: Edge distance and pitch.
        least: How many places there are at least; 2 in any case.
    """
    edge = min(rule.edge_mm, (high - low) / 4)
    room = high - low - 2 * edge
    count = max(2, least, int(room // rule.pitch_mm) + 2)
    return tuple(low + edge + room * index / (count - 1) for index in range(count))


def plate_holes(wide_mm: float, high_mm: float, count: int, fixing: Fixing, edge_mm: float) -> tuple[Hole, ...]:
    """Return the holes of a plate at the origin, half of them up either side: what bends pulls at one of the sides."""
    edge = min(edge_mm, wide_mm / 4, high_mm / 4)
    rows = max(1, ceil(count / 2))
    step = (high_mm - 2 * edge) / (rows - 1) if rows > 1 else 0.0
    ys = [edge + step * row for row in range(rows)] if rows > 1 else [high_mm / 2]
    places = [Point(x, y) for y in ys for x in (edge, wide_mm - edge)]
    return tuple(Hole(centre=at, diameter_mm=fixing.hole_mm) for at in places)


def plate_shape(wide_mm: float, high_mm: float, count: int, rule: FixingRule) -> CutShape:
    """Return a wall or base plate with its holes, at the origin."""
    holes = plate_holes(wide_mm, high_mm, count, rule.support, rule.plate_edge_mm)
    return CutShape(outline=Path.rect(Rect(0.0, 0.0, wide_mm, high_mm)), holes=holes)


def strap_shape(long_mm: float, wide_mm: float, rule: FixingRule) -> CutShape:
    """Return a strap with a hole for a stud at either end, at the origin; one that is too small for them has none."""
    size = rule.stud.hole_mm
    outline = Path.rect(Rect(0.0, 0.0, long_mm, wide_mm))
    edge = _STRAP_EDGE * size
    if wide_mm < _STRAP_ROOM * size or long_mm < 2 * edge + _STRAP_ROOM * size:
        return CutShape(outline=outline)
    ends = (edge, long_mm - edge)
    holes = tuple(Hole(centre=Point(x, wide_mm / 2), diameter_mm=size) for x in ends)
    return CutShape(outline=outline, holes=holes)


def clamp_shape(rail: Piece, form: str, making: MakingTable) -> CutShape | None:
    """Return a rail's clamp, unfolded, at the origin: round the rail and with a drilled flange on either side.

    Round its front on a wall, over its top on a canopy. None where the table has no clamp.
    """
    role, box = making.rule_of(rail.role.value), rail.outline.bounds()
    if role is None or not role.clamp_mm or box is None:
        return None
    deep = rail.z_front_mm - rail.z_back_mm
    side, across = (box.height, deep) if form == Form.CANOPY else (deep, box.height)
    fields = (role.clamp_flange_mm, side, across, side, role.clamp_flange_mm)
    long, wide = sum(fields), role.clamp_mm
    at, folds = 0.0, list[Fold]()
    for index, (own, beyond) in enumerate(pairwise(fields)):
        at += own
        is_flange = index in (0, len(fields) - 2)  # the flanges lie on the wall, away from the rail
        high = beyond if at > long / 2 else own
        folds.append(Fold(start=Point(at, 0.0), end=Point(at, wide), height_mm=high, is_reverse=is_flange))
    half = role.clamp_flange_mm / 2
    size = making.fixing.wall.hole_mm
    holes = tuple(Hole(centre=Point(x, wide / 2), diameter_mm=size) for x in (half, long - half))
    return CutShape(outline=Path.rect(Rect(0.0, 0.0, long, wide)), holes=holes, folds=tuple(folds))


def is_clamped(piece: Piece, making: MakingTable) -> bool:
    """Whether a piece is a rail that clamps hold."""
    role = making.rule_of(piece.role.value)
    return role is not None and role.rule is Making.FOLDED and role.clamp_mm > 0
