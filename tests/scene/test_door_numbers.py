"""House numbers: beside the door, on a pier or on the wall, one place in every view."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from signage.frontage import Frontage, FrontagePlan, Opening, OpeningKind, Unit, read_plan
from signage.geometry import Rect
from signage.resources import bundled
from signage.scene import Fill, Label
from signage.scene.door_numbers import door_numbers, plate_beside
from signage.typography import FontCatalogue

WHOLE = Rect(-1000.0, -1000.0, 61_000.0, 12_000.0)


def plates(face: Frontage, view: Rect, fonts: FontCatalogue) -> dict[str, Rect]:
    found: dict[str, Rect] = {}
    box = None
    for node in door_numbers(face, view, fonts).children:
        if isinstance(node, Fill):
            box = node.path.bounds()
        elif isinstance(node, Label) and box is not None:
            found[node.text] = box
    return found


def test_every_number_hangs_clear_of_doors_and_glass(plan: FrontagePlan, fonts: FontCatalogue) -> None:
    face = plan.faces[0]
    found = plates(face, WHOLE, fonts)
    ground = {u.door_number for u in face.units if u.storey == 1}
    assert set(found) == ground
    for number, plate in found.items():
        assert not any(o.rect.overlaps(plate) for o in face.openings), number
        unit = next(u for u in face.units if u.door_number == number)
        assert unit.x0_mm <= plate.centre.x <= unit.x1_mm
        door = next(o.rect for o in face.openings if o.kind is OpeningKind.DOOR and o.unit == unit.id)
        assert max(plate.x0 - door.x1, door.x0 - plate.x1) <= 1500.0
        on = [c.rect for c in face.columns if c.rect.overlaps(plate)]
        assert all(pier.x0 <= plate.x0 and plate.x1 <= pier.x1 for pier in on)  # whole on it, not across its edge
    assert not any(a.overlaps(b) for a, b in combinations(found.values(), 2))


def test_a_number_has_one_place_in_every_view(plan: FrontagePlan, fonts: FontCatalogue) -> None:
    face = plan.faces[0]
    whole = plates(face, WHOLE, fonts)
    near = plates(face, Rect(29_000.0, -500.0, 35_000.0, 6000.0), fonts)
    assert near.keys() < whole.keys()
    assert all(whole[number] == plate for number, plate in near.items())


def bare(plan: FrontagePlan, *openings: Rect, kinds: tuple[OpeningKind, ...]) -> tuple[Frontage, Unit, Opening]:
    unit = Unit(id="U", storey=1, bays=("1",), x0_mm=0.0, x1_mm=6000.0, door_number="1号")
    made = tuple(
        Opening(id=f"O{n}", kind=kind, storey=1, outline=rect.corners, unit="U")
        for n, (rect, kind) in enumerate(zip(openings, kinds, strict=True))
    )
    face = replace(plan.faces[0], units=(unit,), openings=made, columns=(), bands=(), width_mm=6000.0)
    return face, unit, next(o for o in made if o.kind is OpeningKind.DOOR)


DOOR = Rect(2000.0, 0.0, 4000.0, 2400.0)


def test_on_a_plain_wall_it_is_close_to_the_door(plan: FrontagePlan) -> None:
    plate = plate_beside(*bare(plan, DOOR, kinds=(OpeningKind.DOOR,)), 260.0)
    assert plate.x0 == pytest.approx(DOOR.x1 + 60.0)


def test_between_panes_it_is_over_the_door_and_on_one_leaf_where_there_is_no_wall_at_all(plan: FrontagePlan) -> None:
    glass = (Rect(0.0, 0.0, 1950.0, 3000.0), Rect(4050.0, 0.0, 6000.0, 3000.0))
    pane = OpeningKind.SHOPFRONT
    over = plate_beside(*bare(plan, DOOR, *glass, kinds=(OpeningKind.DOOR, pane, pane)), 260.0)
    assert over.y0 > DOOR.y1
    assert over.centre.x == pytest.approx(DOOR.centre.x)
    light = Rect(2000.0, 2420.0, 4000.0, 3000.0)
    leaf = plate_beside(*bare(plan, DOOR, *glass, light, kinds=(OpeningKind.DOOR, pane, pane, pane)), 260.0)
    assert DOOR.contains(leaf)
    assert leaf.x0 > DOOR.centre.x  # one leaf, not the gap between the two


@pytest.mark.parametrize("name", ["saltmarsh-row", "thirty-units"])
def test_no_number_of_another_sample_lies_on_an_opening(name: str, fonts: FontCatalogue) -> None:
    for face in read_plan(bundled("samples", "buildings", f"{name}.json")).faces:
        for plate in plates(face, Rect(-1e5, -1e4, 1e6, 1e5), fonts).values():
            assert not any(o.rect.overlaps(plate) for o in face.openings)
