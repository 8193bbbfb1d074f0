"""What a plan may say of arcade, roof and footway: it survives the file, is checked, and a hanging sign hangs by it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from signage.design import PieceRole, lay_out, read_spec
from signage.errors import PlanError
from signage.frontage import Arcade, Roof, inspect_plan, parse_plan, place, write_plan
from signage.resources import bundled
from signage.scene.hangers import hangers
from tests.frontage.builders import as_bytes, face_of, plan_object, plan_of


def told():
    plan = plan_object()
    arcade = {"id": "A1", "x0": 0, "x1": 9000, "ceiling": 3600, "depth": 2400.5}
    road = {"name": "示例路", "kerb": 6000, "footway": 3500}
    face_of(plan).update(arcades=[arcade], roof="sloping", road=road)
    return plan


def test_arcade_roof_and_footway_are_read_and_written_back_alike():
    plan = plan_of(told())
    face = plan.faces[0]
    assert face.arcades == (Arcade(id="A1", x0_mm=0, x1_mm=9000, ceiling_mm=3600, depth_mm=2400.5),)
    assert face.roof is Roof.SLOPING
    assert face.road is not None
    assert face.road.footway_mm == 3500
    assert parse_plan(write_plan(plan)) == plan


def test_a_plan_that_says_nothing_of_them_stays_as_it_was():
    face = plan_of().faces[0]
    assert (face.arcades, face.roof, face.road) == ((), None, None)
    assert b"arcades" not in write_plan(plan_of())
    assert b"roof" not in write_plan(plan_of())


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"ceiling": -160}, "plan.arcade_too_low"),
        ({"x1": 9100}, "plan.arcade_outside_face"),
        ({"ceiling": 5500}, "plan.arcade_outside_face"),
        ({"id": "B1"}, "plan.id_twice"),
    ],
)
def test_an_arcade_that_cannot_be_is_told(change, code):
    plan = told()
    face_of(plan)["arcades"][0].update(change)
    _, problems = inspect_plan(as_bytes(plan))
    assert [p.code for p in problems if p.is_error] == [code]


def test_a_roof_that_is_neither_flat_nor_sloping_is_refused():
    plan = told()
    face_of(plan)["roof"] = "round"
    with pytest.raises(PlanError):
        plan_of(plan)


def test_of_two_arcades_the_one_over_most_of_a_stretch_counts():
    low = Arcade(id="L", x0_mm=0, x1_mm=4000, ceiling_mm=3000)
    high = Arcade(id="H", x0_mm=4000, x1_mm=9000, ceiling_mm=4000)
    face = replace(plan_of().faces[0], arcades=(low, high))
    assert face.arcade_over(3000, 4500) is low
    assert face.arcade_over(3800, 4500) is high
    assert face.arcade_over(9000, 9500) is None


def test_a_hanging_sign_hangs_from_its_arcades_ceiling_and_needs_no_carrier(fonts):
    spec = read_spec(bundled("samples", "specs", "kinds", "hanging.toml"))
    layout = lay_out(spec, fonts)
    free, hung = (place(layout, plan, "S1-01") for plan in (plan_of(), plan_of(told())))
    rods = [hung.outline_of(p).bounds() for p in hung.pieces if p.role is PieceRole.ROD]
    assert rods
    assert all(rod is not None and rod.y1 == pytest.approx(3600) for rod in rods)
    assert free.rect.y0 == pytest.approx(2500 - 150, abs=60)
    assert hangers(plan_of().faces[0], free)
    assert hangers(plan_of(told()).faces[0], hung) == []
