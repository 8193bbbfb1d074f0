"""House numbers (门牌) in a picture: a plate beside the unit's first door, not across its leaves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from signage.frontage import Frontage, Opening, OpeningKind, Unit
from signage.geometry import Point, Rect
from signage.locale import text
from signage.scene.labels import label, text_width
from signage.scene.nodes import Anchor, Group, Node, Stroke
from signage.scene.shapes import rounded, solid
from signage.typography import FontCatalogue

_BLUE = "#1F4E9A"
_TALL, _LETTERS, _LEAST_WIDE, _BESIDE_LETTERS = 190.0, 88.0, 260.0, 110.0
_FOOT = 1850.0  # of the plate over the door's sill: over the heads of people who stand before it
_MARGIN = 20.0  # from a plate to the edge of its pier or the frame of a door
_FURTHEST = 1500.0  # from a door to its number
_STEP = 20.0


def door_numbers(face: Frontage, view: Rect, fonts: FontCatalogue) -> Group:
    """Return the plates of the units whose doors a view shows."""
    nodes: list[Node] = []
    taken: list[Rect] = []
    for unit in face.units:  # of the whole face, so that a plate has one place in every view
        doors = [o for o in face.openings if o.kind is OpeningKind.DOOR and o.unit == unit.id]
        if not unit.door_number or not doors:
            continue
        wide = max(_LEAST_WIDE, text_width(fonts, unit.door_number, _LETTERS, 700) + _BESIDE_LETTERS)
        taken.append(plate_beside(face, unit, doors[0], wide, taken))
        if taken[-1].overlaps(view):
            nodes += _plate(taken[-1], unit.door_number, fonts)
    title = text("scene.door_numbers") if nodes else ""
    return Group(id="door-numbers", children=tuple(nodes), title=title, layer="context")


def plate_beside(face: Frontage, unit: Unit, door: Opening, wide_mm: float, taken: Sequence[Rect] = ()) -> Rect:
    """Return where a plate hangs: the nearest free place beside a door, else over it, else on one of its leaves.

    Args:
        face: With the openings and columns that a plate keeps clear of or hangs on.
        unit: The middle of the plate stays within it.
        door: Its door.
        wide_mm: Width of the plate.
        taken: Other plates.
    """
    foot = door.rect.y0 + min(_FOOT, door.rect.height - 1.5 * _TALL)
    others = [*(o.rect for o in face.openings), *taken]

    def is_free(plate: Rect) -> bool:
        room = plate.grown(_MARGIN / 2)
        return unit.x0_mm <= plate.centre.x <= unit.x1_mm and not any(room.overlaps(rect) for rect in others)

    levels = (foot, foot + _TALL + 2 * _MARGIN)  # two shops may share a pier
    tries = [Rect.sized(x, y, wide_mm, _TALL) for y in levels for x in _beside(face, door.rect, wide_mm, y)]
    over = Rect.sized(door.rect.centre.x - wide_mm / 2, door.rect.y1 + 3 * _MARGIN, wide_mm, _TALL)
    bands = [band.rect for band in face.bands]
    if not any(over.overlaps(band) for band in bands):
        tries.append(over)
    return next((plate for plate in tries if is_free(plate)), _on_a_leaf(door.rect, wide_mm, foot))


def _beside(face: Frontage, door: Rect, wide: float, foot: float) -> Iterator[float]:
    """Yield left edges of places whole on a pier or whole on the wall, the nearest to the door first."""
    piers = [c.rect for c in face.columns if c.rect.y0 <= foot and foot + _TALL <= c.rect.y1]
    found = []
    for pier in piers:
        if pier.width >= wide + 2 * _MARGIN:
            is_right = pier.centre.x > door.centre.x
            found.append(pier.x0 + _MARGIN if is_right else pier.x1 - _MARGIN - wide)
    for number in range(int(_FURTHEST / _STEP)):
        for x in (door.x1 + 3 * _MARGIN + number * _STEP, door.x0 - 3 * _MARGIN - number * _STEP - wide):
            if not any(pier.x0 - _MARGIN < x + wide and x < pier.x1 + _MARGIN for pier in piers):
                found.append(x)

    def away(x: float) -> float:
        return max(x - door.x1, door.x0 - x - wide)

    yield from sorted((x for x in found if 0.0 <= away(x) <= _FURTHEST), key=away)


def _on_a_leaf(door: Rect, wide: float, foot: float) -> Rect:
    """Return a plate on the right leaf of a door that is glass all around; on the middle of a narrow one."""
    x = door.x0 + door.width * 0.75 if door.width / 2 > wide + 4 * _MARGIN else door.centre.x
    return Rect.sized(x - wide / 2, foot, wide, _TALL)


def _plate(plate: Rect, number: str, fonts: FontCatalogue) -> list[Node]:
    at = Point(plate.centre.x, plate.y0 + 50.0)
    return [
        solid(rounded(plate, 22.0), _BLUE),
        Stroke(path=rounded(plate.grown(-12), 14.0), colour="#FFFFFF", width_mm=6.0, opacity=0.85),
        label(fonts, number, at, _LETTERS, Anchor.MIDDLE, colour="#FFFFFF", weight=700, layer="context"),
    ]
