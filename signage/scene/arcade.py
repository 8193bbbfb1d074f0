"""An arcade (骑楼) that nobody built: what a hanging sign without a plan hangs in.

The front plane, with columns, beam and sign, is true to scale. What lies behind it, the ceiling, the floor and the shop
front at the back, is drawn as somebody sees it who stands on the street before the middle of the bay.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil

from signage.design import Colour
from signage.frontage import Frontage
from signage.geometry import Path, Point, Rect
from signage.locale import text
from signage.scene.nodes import Ambience, Fill, Glow, Group, Lit, Node, Texture
from signage.scene.shapes import across, box, ellipse, line, solid, upright
from signage.scene.tones import darker, lighter, mix

_EYE = 1550.0  # level of the eye
_AWAY = 8000.0  # of the eye from the front plane
_DEEP = 2400.0  # of the passage
_COLUMN, _COLUMN_DEEP = 460.0, 460.0
_BEAM, _OVER_BEAM = 380.0, 190.0  # height of the front beam, and of the wall over it that is shown
_CROSS = 170.0  # how far a cross beam hangs below the ceiling
_STEP = 140.0  # from the passage's floor down to the road
_FOOT = 300.0  # of the picture below the floor's edge
_PLATE = 34.0  # half the width of the plate that holds a rod
_FLOOR_MM = 150.0  # level at which people stand in the picture
_LAMP_MM = 110.0
_LAMP_CD_M2, _LAMP_K = 260.0, 3200
_FLOOR = "#A9A59C"


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleArcade:
    """An arcade round a sign, elevation space.

    Attributes:
        middle_mm: Middle of the bay that the sign hangs in.
        bay_mm: Between the middles of its columns.
        ceiling_mm: Level of the ceiling's underside.
        wall: Material of the house.
        colour: Its colour.
    """

    middle_mm: float
    bay_mm: float
    ceiling_mm: float
    wall: str
    colour: Colour

    @property
    def floor_mm(self) -> float:
        """Level at which somebody stands in its picture."""
        return _FLOOR_MM

    def view(self, aspect: float) -> Rect:
        """Return what its picture shows: from the road to the wall over the beam, with a column on either side."""
        height = self.ceiling_mm + _BEAM + _OVER_BEAM + _FOOT
        width = max(height * aspect, self.bay_mm + 2.2 * _COLUMN)
        return Rect.sized(self.middle_mm - width / 2, -_FOOT, width, width / aspect)

    def seen(self, x: float, y: float, depth_mm: float) -> Point:
        """Return where a point behind the front plane shows in that plane."""
        near = _AWAY / (_AWAY + depth_mm)
        return Point(self.middle_mm + (x - self.middle_mm) * near, _EYE + (y - _EYE) * near)

    def columns(self, view: Rect) -> list[float]:
        """Return the middles of the columns that a view shows, from the outermost inwards."""
        found = []
        for side in (-1, 1):
            x = self.middle_mm + side * self.bay_mm / 2
            while view.x0 - _COLUMN < x < view.x1 + _COLUMN:
                found.append(x)
                x += side * self.bay_mm
        return sorted(found, key=lambda at: -abs(at - self.middle_mm))


def at_the_back(face: Frontage, arcade: SampleArcade) -> Frontage:
    """Return a house as its front shows at the back of an arcade: smaller, as what is further away."""

    def rect(box_: Rect) -> Rect:
        low, high = (arcade.seen(x, y, _DEEP) for x, y in ((box_.x0, box_.y0), (box_.x1, box_.y1)))
        return Rect(low.x, low.y, high.x, high.y)

    def level(y: float) -> float:
        return arcade.seen(0.0, y, _DEEP).y

    return replace(
        face,
        pavement=tuple(Point(p.x, level(p.y)) for p in face.pavement),
        storeys=tuple(
            replace(
                one,
                floor_mm=level(one.floor_mm),
                top_mm=level(one.top_mm),
                sill_mm=None if one.sill_mm is None else level(one.sill_mm),
            )
            for one in face.storeys
        ),
        openings=tuple(
            replace(one, outline=tuple(arcade.seen(p.x, p.y, _DEEP) for p in one.outline)) for one in face.openings
        ),
        columns=tuple(replace(one, rect=rect(one.rect)) for one in face.columns),
    )


@lru_cache(maxsize=12)  # what stays while a sign changes keeps its nodes, which backends make use of
def arcade_nodes(arcade: SampleArcade, view: Rect, ambience: Ambience) -> tuple[Node, ...]:
    """Return what stands before the shop front at an arcade's back, without the sign, back to front."""
    whole = view.grown(60.0)
    columns = arcade.columns(view)
    behind = [
        *_shade(arcade, whole, ambience),
        *_floor(arcade, whole),
        *_ceiling(arcade, whole),
        *_lamps(arcade, columns, ambience),
        *(node for x in columns for node in _cross_beam(arcade, x)),
    ]
    before = [*_front(arcade, whole), *(node for x in columns for node in _column(arcade, x)), *_road(whole)]
    return (
        Group(id="ceiling", children=tuple(behind), layer="context"),
        Group(id="arcade", children=tuple(before), title=text("scene.arcade"), layer="context"),
    )


def rod_plates(rods: list[Rect]) -> list[Node]:
    """Return the plates under a ceiling that rods are screwed to."""
    feet = [Rect(rod.x0 - _PLATE, rod.y1 - 14.0, rod.x1 + _PLATE, rod.y1) for rod in rods]
    return [box(foot, upright(foot, (0.0, "#22262B"), (1.0, "#4A5057"))) for foot in feet]


def _shade(arcade: SampleArcade, whole: Rect, ambience: Ambience) -> list[Node]:
    """The back lies in the shade of the house, deeper towards the ceiling."""
    low, high = arcade.seen(0.0, 0.0, _DEEP).y, arcade.seen(0.0, arcade.ceiling_mm, _DEEP).y
    back = Rect(whole.x0, low, whole.x1, high)
    dark = 0.22 if ambience.is_night else 0.58
    return [
        box(back, upright(back, (0.0, "#0E0F12"), (0.55, "#15161A"), (1.0, "#24252A"), opacity=dark)),
        *(solid(Path.rect(Rect(back.x0, high - deep, back.x1, high)), "#000000", 0.16) for deep in (260.0, 110.0)),
    ]


def _floor(arcade: SampleArcade, whole: Rect) -> list[Node]:
    back = arcade.seen(0.0, 0.0, _DEEP).y
    floor = Rect(whole.x0, 0.0, whole.x1, back)
    nodes: list[Node] = [
        box(floor, _FLOOR),
        box(floor, upright(floor, (0.0, "#000000"), (0.7, "#2A2A2C"), (1.0, "#8A877F"), opacity=0.42)),
        line(((floor.x0, back), (floor.x1, back)), darker(_FLOOR, 0.65), 14.0, opacity=0.8),
    ]
    seam, step = darker(_FLOOR, 0.38), 600.0
    aside = ceil(whole.width / step)
    for number in range(-aside, aside + 1):
        x = arcade.middle_mm + number * step
        nodes.append(line(((x, 0.0), arcade.seen(x, 0.0, _DEEP)), seam, 6.0, opacity=0.55))
    for depth in (600.0, 1200.0, 1800.0):
        y = arcade.seen(0.0, 0.0, depth).y
        nodes.append(line(((floor.x0, y), (floor.x1, y)), seam, 6.0, opacity=0.55))
    return nodes


def _ceiling(arcade: SampleArcade, whole: Rect) -> list[Node]:
    top = arcade.ceiling_mm
    ceiling = Rect(whole.x0, arcade.seen(0.0, top, _DEEP).y, whole.x1, top)
    pale = mix(arcade.colour, "#D9D4C8", 0.55)
    return [
        box(ceiling, upright(ceiling, (0.0, darker(pale, 0.22)), (0.5, darker(pale, 0.45)), (1.0, darker(pale, 0.66)))),
        line(((ceiling.x0, ceiling.y0), (ceiling.x1, ceiling.y0)), darker(pale, 0.8), 10.0, opacity=0.8),
    ]


def _lamps(arcade: SampleArcade, columns: list[float], ambience: Ambience) -> list[Node]:
    """Round lamps in the ceiling, two in each bay; by night they are on."""
    nodes: list[Node] = []
    middles = sorted({arcade.middle_mm, *(x + side * arcade.bay_mm / 2 for x in columns for side in (-1, 1))})
    for x in (m + side * arcade.bay_mm / 4 for m in middles for side in (-1, 1)):
        at = arcade.seen(x, arcade.ceiling_mm, _DEEP / 2)
        disc = ellipse(at.x, at.y, _LAMP_MM, _LAMP_MM * 0.24)
        if not ambience.is_night:
            nodes.append(solid(disc, "#C9C4B6"))
            continue
        lit = Lit(colour="#FFF3DC", luminance_cd_m2=_LAMP_CD_M2, temperature_k=_LAMP_K, falloff_mm=10.0)
        nodes.append(
            Glow(path=disc, luminance_cd_m2=_LAMP_CD_M2, temperature_k=_LAMP_K, reach_mm=(90.0, 320.0, 900.0), gain=1.4)
        )
        nodes.append(Fill(path=disc, paint=lit))
    return nodes


def _cross_beam(arcade: SampleArcade, x: float) -> list[Node]:
    """A beam from a column back to the shop's wall: its underside, and the side that is seen."""
    top, foot, half = arcade.ceiling_mm, arcade.ceiling_mm - _CROSS, _COLUMN / 2 - 60.0
    pale = mix(arcade.colour, "#D9D4C8", 0.55)
    inner = x - half if x > arcade.middle_mm else x + half
    under = ((x - half, foot, 0.0), (x + half, foot, 0.0), (x + half, foot, _DEEP), (x - half, foot, _DEEP))
    side = ((inner, foot, 0.0), (inner, top, 0.0), (inner, top, _DEEP), (inner, foot, _DEEP))
    return [
        solid(Path.polygon([arcade.seen(*corner) for corner in under]), darker(pale, 0.62)),
        solid(Path.polygon([arcade.seen(*corner) for corner in side]), darker(pale, 0.46)),
    ]


def _front(arcade: SampleArcade, whole: Rect) -> list[Node]:
    """The beam over the bays and the wall of the house above it."""
    top = arcade.ceiling_mm + _BEAM
    wall = Rect(whole.x0, top, whole.x1, max(whole.y1, top + 1.0))
    beam = Rect(whole.x0, arcade.ceiling_mm, whole.x1, top)
    pale = lighter(mix(arcade.colour, "#D8D3C8", 0.35), 0.10)
    ledge = Rect(beam.x0, beam.y1 - 70.0, beam.x1, beam.y1)
    return [
        box(wall, Texture(material=arcade.wall, colour=arcade.colour, seed=11)),
        box(beam, upright(beam, (0.0, lighter(pale, 0.12)), (0.5, pale), (1.0, darker(pale, 0.12)))),
        box(ledge, upright(ledge, (0.0, lighter(pale, 0.35)), (1.0, darker(pale, 0.10)))),
        line(((ledge.x0, ledge.y0), (ledge.x1, ledge.y0)), darker(pale, 0.42), 9.0, opacity=0.7),
        line(((beam.x0, beam.y0), (beam.x1, beam.y0)), darker(pale, 0.60), 14.0),
    ]


def _column(arcade: SampleArcade, x: float) -> list[Node]:
    """A column of the front, and of its side what somebody before the middle of the bay sees."""
    top, half = arcade.ceiling_mm, _COLUMN / 2
    pale = lighter(mix(arcade.colour, "#D8D3C8", 0.35), 0.06)
    inner = x - half if x > arcade.middle_mm else x + half
    side = ((inner, 0.0, 0.0), (inner, top, 0.0), (inner, top, _COLUMN_DEEP), (inner, 0.0, _COLUMN_DEEP))
    shaft = Rect(x - half, 0.0, x + half, top)
    cap = Rect(shaft.x0 - 34.0, top - 150.0, shaft.x1 + 34.0, top)
    foot = Rect(shaft.x0 - 34.0, 0.0, shaft.x1 + 34.0, 320.0)
    round_ = ((0.0, lighter(pale, 0.22)), (0.2, pale), (0.8, darker(pale, 0.07)), (1.0, darker(pale, 0.20)))
    return [
        solid(Path.polygon([arcade.seen(*corner) for corner in side]), darker(pale, 0.50)),
        box(shaft, across(shaft, *round_)),
        box(cap, upright(cap, (0.0, lighter(pale, 0.3)), (1.0, darker(pale, 0.14)))),
        box(foot, across(foot, (0.0, lighter(pale, 0.08)), (1.0, darker(pale, 0.26)))),
    ]


def _road(whole: Rect) -> list[Node]:
    """The edge of the passage's floor, a step over the road."""
    step = Rect(whole.x0, -_STEP, whole.x1, 0.0)
    road = Rect(whole.x0, whole.y0, whole.x1, -_STEP)
    return [
        box(step, upright(step, (0.0, "#D2CEC5"), (0.25, "#BDB9B0"), (1.0, "#8E8B84"))),
        line(((step.x0, 0.0), (step.x1, 0.0)), "#E4E0D7", 10.0, opacity=0.8),
        box(road, upright(road, (0.0, "#4C4F53"), (1.0, "#67696D"))),
    ]
