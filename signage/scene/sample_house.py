"""A house that nobody built (示意门面): what stands around a sign of which only dimensions and words are known.

It is made to the sign's measure, in true scale, with the shapes that plans are drawn with, so that the composer of
façades draws it. It measures nothing: no check looks at it, and pictures say that it is scenery.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace
from enum import StrEnum

from signage.design import Colour, Form, PieceRole, SignLayout
from signage.design.colour_names import colour_of
from signage.errors import InputError
from signage.frontage import Bay, Canopy, Column, Frontage, Opening, OpeningKind, Storey, Unit
from signage.geometry import Point, Rect
from signage.scene.arcade import SampleArcade, at_the_back
from signage.scene.trades import typical_name

UNIT = "sample"
_PIER = 420.0
_JAMB = 160.0  # wall between a pier and the glass
_HEAD = 260.0  # wall between the glass and the sign over it
_SIGN_FOOT = 3000.0  # level of a sign over a shop, where its spec states none
_LEAST_FOOT = 2300.0  # lower no shop has room below its sign
_GLASS_FOOT, _GLASS_TOP = 380.0, 3100.0
_BEFORE = -170.0  # level, in the elevation, of the pavement that a sign before the shop stands on
_DOOR = 1600.0
_WIDEST_BAY = 7200.0


class WallMaterial(StrEnum):
    """What the wall of the scenery is made of."""

    STONE = "stone"
    BRICK = "brick"
    PLASTER = "plaster"
    CURTAIN = "curtain"


WALL_COLOURS: dict[WallMaterial, Colour] = {
    WallMaterial.STONE: "#BDB4A6",
    WallMaterial.BRICK: "#94604C",
    WallMaterial.PLASTER: "#D2CABB",
    WallMaterial.CURTAIN: "#8C979E",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall:
    """The wall of the scenery; without a colour the one that its material usually has."""

    material: WallMaterial = WallMaterial.STONE
    tint: Colour | None = None

    @property
    def colour(self) -> Colour:
        """Its main colour."""
        return self.tint or WALL_COLOURS[self.material]


def parse_wall(words: str) -> Wall:
    """Return the wall that words name: a material, followed by a colon and a colour if one is wanted.

    Raises:
        InputError: They name none.
    """
    material, colon, named = words.strip().replace("：", ":").partition(":")
    tint = colour_of(named)
    if material not in set(WallMaterial) or (colon and tint is None):
        raise InputError("drawing.bad_wall", given=words, known="、".join(WallMaterial))
    return Wall(material=WallMaterial(material), tint=tint if colon else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleHouse:
    """The house and the sign's place on it.

    Attributes:
        face: The face of the house, elevation space.
        origin: What sign space's origin is in elevation space.
        sign: The field that the sign was designed for, elevation space.
        arcade: The arcade that the sign hangs in, None without one; `face` is then what stands at its back.
        air: How much wider than a close view one must be that shows what the sign hangs on but not the ground.
        is_over_roof: Nothing of the house is beside the sign.
        is_at_eye_level: The sign hangs so low that people and pavement belong into its picture even if it is small.
    """

    face: Frontage
    origin: Point
    sign: Rect
    arcade: SampleArcade | None = None
    air: float = 1.2
    is_over_roof: bool = False
    is_at_eye_level: bool = False


def sample_house(layout: SignLayout, wall: Wall) -> SampleHouse | None:
    """Return a house for a sign on it or before it, None for a balloon and for a sign that is seen along the street."""
    if layout.street is not None or layout.balloon is not None:
        return None
    house = _built(layout, wall)
    if house is None:
        return None
    # Not the name: signs of one trade share the house and with it all that is kept of its picture.
    tenant = typical_name(layout.spec.name)
    return replace(house, face=replace(house.face, units=(replace(house.face.units[0], tenant=tenant),)))


def _built(layout: SignLayout, wall: Wall) -> SampleHouse | None:
    if layout.stands_on_ground:
        return _before_the_shop(layout, wall)
    size = field_of(layout)
    build = {
        Form.PARALLEL: _beside_the_door if size.height > 1.2 * size.width else _over_the_shop,
        Form.TEMPORARY: _over_the_shop,
        Form.HANGING: _under_the_arcade,
        Form.CANOPY: _on_the_canopy,
        Form.WINDOW: _on_the_glass,
        Form.ROOFTOP: _over_the_roof,
    }.get(Form(layout.form))
    return None if build is None else build(layout, wall)


def field_of(layout: SignLayout) -> Rect:
    """Return the field that the sign was designed for, in the middle of which its ink lies; sign space.

    Houses and views follow it, so that letters of one size look one size whatever they spell.
    """
    ink, spec = layout.envelope, layout.spec
    width, height = max(ink.width, spec.width_mm), max(ink.height, spec.height_mm)
    return Rect.sized(ink.centre.x - width / 2, ink.centre.y - height / 2, width, height)


def _rounded_up(value: float, step: float = 100.0) -> float:
    return math.ceil(value / step - 1e-9) * step


def _over_the_shop(layout: SignLayout, wall: Wall) -> SampleHouse:
    """A fascia sign: the shop's glass below it, a row of windows above."""
    size = field_of(layout)
    stated = layout.spec.position.bottom_mm
    foot = _SIGN_FOOT if stated is None else max(stated, _LEAST_FOOT)
    wide = max(_rounded_up(size.width + _PIER + 500.0), 3600.0)
    glass = min(foot - _HEAD, _GLASS_TOP)
    return _house(layout, wall, wide=wide, glass_top=glass, foot=foot, storey_top=foot + size.height + 420.0)


def _before_the_shop(layout: SignLayout, wall: Wall) -> SampleHouse:
    """A sign or a gate on the pavement, some way before the shops: its level 0 is the ground that it stands on."""
    size, foot = field_of(layout), _BEFORE
    if layout.panel is not None and layout.panel.role is PieceRole.GATE:  # people walk through it into the shop
        wide = max(_rounded_up(size.width * 1.15), 6000.0)
        return _house(layout, wall, wide=wide, glass_top=2750.0, foot=foot + size.y0, storey_top=4300.0)
    middle = _rounded_up(size.width * 1.3)
    wide = middle + 2 * 2700.0
    return _house(layout, wall, wide=wide, glass_top=2750.0, foot=foot + size.y0, storey_top=4300.0, middle=middle)


def _under_the_arcade(layout: SignLayout, wall: Wall) -> SampleHouse:
    """A sign on rods from an arcade's ceiling, over the way into the shop."""
    size = field_of(layout)
    rods = max((b.y1 for p in layout.pieces if (b := p.outline.control_bounds()) is not None), default=size.y1)
    stated = layout.spec.position.bottom_mm
    foot = 2550.0 if stated is None else max(stated, _LEAST_FOOT)
    ceiling = foot - size.y0 + rods
    wide = max(_rounded_up(size.width * 2.0 + _PIER), 5400.0)
    house = _house(layout, wall, wide=wide, glass_top=2350.0, foot=foot, storey_top=ceiling + 200.0)
    arcade = SampleArcade(
        middle_mm=house.sign.centre.x,
        bay_mm=wide,
        ceiling_mm=ceiling,
        wall=wall.material.value,
        colour=wall.colour,
    )
    return replace(house, face=at_the_back(house.face, arcade), arcade=arcade)


def _on_the_canopy(layout: SignLayout, wall: Wall) -> SampleHouse:
    """Letters on a canopy's edge: its top is the level 0 of the sign."""
    size = field_of(layout)
    wide = max(_rounded_up(size.width + _PIER + 1200.0), 4800.0)
    top = 3150.0
    canopy = (_PIER / 2 + 100.0, top - 260.0, wide - _PIER / 2 - 100.0, top)
    return _house(
        layout, wall, wide=wide, glass_top=2700.0, foot=top + size.y0, storey_top=top + size.y1 + 350.0, canopy=canopy
    )


def _on_the_glass(layout: SignLayout, wall: Wall) -> SampleHouse:
    """Letters on a shop window, at eye level where the glass has the height."""
    size = field_of(layout)
    wide = max(_rounded_up(size.width + 2 * 350.0 + _DOOR + _PIER + 4 * _JAMB), 4200.0)
    top = max(2750.0, _rounded_up(_GLASS_FOOT + size.height + 700.0))
    level = min(max(1650.0 - size.height / 2, _GLASS_FOOT + 350.0), top - 350.0 - size.height)
    return _house(layout, wall, wide=wide, glass_top=top, foot=level, storey_top=top + 1500.0, is_on_glass=True)


def _beside_the_door(layout: SignLayout, wall: Wall) -> SampleHouse:
    """A tall sign: on a pier between two shop windows, its lower edge where its height lets it be."""
    size = field_of(layout)
    stated = layout.spec.position.bottom_mm
    foot = max(400.0, 3400.0 - size.height) if stated is None else max(stated, 0.0)
    wide = max(_rounded_up(size.width * 1.7 + 2 * 2200.0), 5600.0)
    return _house(
        layout, wall, wide=wide, glass_top=2750.0, foot=foot, storey_top=max(foot + size.height, 3300.0) + 500.0,
        middle=_rounded_up(size.width * 1.5, 50.0),
    )  # fmt: skip


def _over_the_roof(layout: SignLayout, wall: Wall) -> SampleHouse:
    """Letters over a roof: its edge is the level 0 of the sign."""
    size = field_of(layout)
    storeys = tuple(
        Storey(number=n, floor_mm=floor, top_mm=floor + high, slab_mm=140.0, sill_mm=floor + 900.0)
        for n, floor, high in ((1, 0.0, 4500.0), (2, 4500.0, 3500.0), (3, 8000.0, 3500.0))
    )
    top = storeys[-1].top_mm + 900.0
    wide = _rounded_up(size.width * 1.45, 500.0)
    windows = [w for storey in storeys for w in _windows(storey, 0.0, wide)]
    origin = Point(wide / 2 - size.centre.x, top)
    sign = size.moved(origin.x, origin.y)
    face = _face(wall, wide, storeys, windows, (), (), top)
    return SampleHouse(face=face, origin=origin, sign=sign, air=1.0, is_over_roof=True)


def _house(
    layout: SignLayout,
    wall: Wall,
    *,
    wide: float,
    glass_top: float,
    foot: float,
    storey_top: float,
    canopy: tuple[float, float, float, float] | None = None,
    middle: float | None = None,
    is_on_glass: bool = False,
) -> SampleHouse:
    """Return a house of two storeys: the sign's shop in the middle, a neighbour on either side.

    Args:
        layout: The sign.
        wall: What it is built of.
        wide: Width of the shop between the middles of its piers.
        glass_top: Level of the top of its glass.
        foot: Level of the sign's lower edge.
        storey_top: Level of the floor above.
        canopy: Box of a canopy, measured from the shop's left end.
        middle: Width of a wall in the shop's middle that carries the sign; None for a glazed front.
        is_on_glass: The sign hangs on the glass: one wide pane for it, the door beside.
    """
    beside = max(_rounded_up(wide * 0.6), 4200.0)
    x0, x1 = beside, beside + wide
    ends = (0.0, x0, x1, x1 + beside)
    ground = Storey(number=1, floor_mm=0.0, top_mm=storey_top, slab_mm=140.0)
    upper = Storey(number=2, floor_mm=storey_top, top_mm=storey_top + 3300.0, slab_mm=140.0, sill_mm=storey_top + 900.0)
    openings = [
        *_shop("left", 0.0, x0, glass_top),
        *_own(x0, x1, glass_top, middle, is_on_glass=is_on_glass),
        *_shop("right", x1, ends[3], glass_top),
        *(window for a, b in itertools.pairwise(ends) for window in _windows(upper, a, b)),
    ]
    piers = [*ends, *(_inner_piers(x0, x1) if middle is None and not is_on_glass else ())]
    columns = [
        Column(id=f"P-{n}", rect=Rect(x - _PIER / 2, 0.0, x + _PIER / 2, glass_top + 60.0), projection_mm=70.0)
        for n, x in enumerate(sorted(piers))
    ]
    shade = Rect(canopy[0] + x0, canopy[1], canopy[2] + x0, canopy[3]) if canopy else None
    canopies = (Canopy(id="C-1", rect=shade, projection_mm=1200.0),) if shade else ()
    face = _face(wall, ends[3], (ground, upper), openings, columns, canopies, upper.top_mm + 900.0)
    size = field_of(layout)
    centre = x0 + wide / 2
    if is_on_glass:
        centre = x0 + _PIER / 2 + _JAMB + (wide - _PIER - 3 * _JAMB - _DOOR) / 2
    origin = Point(centre - size.centre.x, foot - size.y0)
    air = 1.7 if is_on_glass else 1.2
    sign = size.moved(origin.x, origin.y)
    return SampleHouse(face=face, origin=origin, sign=sign, air=air, is_at_eye_level=is_on_glass)


def _face(
    wall: Wall,
    wide: float,
    storeys: tuple[Storey, ...],
    openings: list[Opening],
    columns: list[Column] | tuple[Column, ...],
    canopies: tuple[Canopy, ...],
    top: float,
) -> Frontage:
    return Frontage(
        id="sample-house",
        name="",
        width_mm=wide,
        pavement=(Point(0.0, 0.0), Point(wide, 0.0)),
        storeys=storeys,
        bays=(Bay(id="1", x0_mm=0.0, x1_mm=wide),),
        units=(Unit(id=UNIT, storey=1, bays=("1",), x0_mm=0.0, x1_mm=wide),),
        bands=(),
        openings=tuple(openings),
        columns=tuple(columns),
        canopies=canopies,
        parapet_mm=top,
        wall=wall.material.value,
        wall_colour=wall.colour,
    )


def _opening(name: str, kind: OpeningKind, unit: str, rect: Rect, storey: int = 1) -> Opening:
    return Opening(id=name, kind=kind, storey=storey, outline=rect.corners, unit=unit)


def _glazed(name: str, x0: float, x1: float, top: float, *, door_at: float) -> list[Opening]:
    """Return panes from `x0` to `x1` with a door whose middle is at a share of that stretch."""
    middle = min(max(x0 + (x1 - x0) * door_at, x0 + _DOOR / 2), x1 - _DOOR / 2)
    door = Rect(middle - _DOOR / 2, 0.0, middle + _DOOR / 2, top)
    found = [_opening(f"{name}-door", OpeningKind.DOOR, name, door)]
    for side, (a, b) in enumerate(((x0, door.x0 - _JAMB), (door.x1 + _JAMB, x1))):
        if b - a > 600.0:
            found.append(_opening(f"{name}-pane-{side}", OpeningKind.SHOPFRONT, name, Rect(a, _GLASS_FOOT, b, top)))
    return found


def _shop(name: str, x0: float, x1: float, top: float) -> list[Opening]:
    a, b = x0 + _PIER / 2 + _JAMB, x1 - _PIER / 2 - _JAMB
    return _glazed(name, a, b, top, door_at=1.0 if name == "left" else 0.0)


def _inner_piers(x0: float, x1: float) -> list[float]:
    count = max(1, round((x1 - x0) / _WIDEST_BAY))
    count += 1 - count % 2  # an odd number is the same from both sides
    return [x0 + (x1 - x0) * n / count for n in range(1, count)]


def _own(x0: float, x1: float, top: float, middle: float | None, *, is_on_glass: bool) -> list[Opening]:
    """The sign's own shop: a wall in its middle, one wide pane beside a door, or bays of glass with doors in them."""
    a, b = x0 + _PIER / 2 + _JAMB, x1 - _PIER / 2 - _JAMB
    if middle is not None:
        pier = ((x0 + x1 - middle) / 2, (x0 + x1 + middle) / 2)
        pane = _opening(f"{UNIT}-pane", OpeningKind.SHOPFRONT, UNIT, Rect(a, _GLASS_FOOT, pier[0], top))
        return [pane, *_glazed(UNIT, pier[1], b, top, door_at=0.0)]
    if is_on_glass:
        return _glazed(UNIT, a, b, top, door_at=1.0)
    ends = [x0, *_inner_piers(x0, x1), x1]
    bays = [(p + _PIER / 2 + _JAMB, q - _PIER / 2 - _JAMB) for p, q in itertools.pairwise(ends)]
    found: list[Opening] = []
    for number, (left, right) in enumerate(bays):
        if number % 2 == (len(bays) - 1) // 2 % 2:  # the middle bay and every other one has a door
            share = 0.5 if right - left > 4200.0 else 1.0
            part = _glazed(f"{UNIT}-{number}", left, right, top, door_at=share)
        else:
            part = [_opening(f"{UNIT}-{number}", OpeningKind.SHOPFRONT, UNIT, Rect(left, _GLASS_FOOT, right, top))]
        found += [Opening(id=o.id, kind=o.kind, storey=1, outline=o.outline, unit=UNIT) for o in part]
    return found


def _windows(storey: Storey, x0: float, x1: float) -> list[Opening]:
    """Return the windows of an upper storey: as many of 1.5 m as leave about as much wall between them."""
    sill = storey.sill_mm or storey.floor_mm
    count = max(1, round((x1 - x0 - _PIER) / 2700.0))
    step = (x1 - x0) / count
    centres = [x0 + step * (n + 0.5) for n in range(count)]
    return [
        _opening(f"W-{storey.number}-{round(x)}", OpeningKind.WINDOW, f"up-{round(x)}",
                 Rect(x - 750.0, sill, x + 750.0, sill + 1750.0), storey.number)
        for x in centres
    ]  # fmt: skip
