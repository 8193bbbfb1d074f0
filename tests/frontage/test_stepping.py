"""Steps between proposed signs beside each other: a remark with figures and place."""

from __future__ import annotations

from pathlib import Path

from signage.design import Position, SignSpec, lay_out
from signage.frontage import PlacedSign, place, read_plan, steps_between
from signage.typography import FontCatalogue

PLAN = read_plan(Path(__file__).parents[2] / "samples/plans/jingwan-li.json")
FACE = PLAN.faces[0]
FONTS = FontCatalogue.standard()


def sign(unit: str, bottom: float, *, kind: str = "panel-letters", height: float = 900.0, depth: float = 120.0):
    spec = SignSpec(
        kind=kind,
        name="盐铺",
        width_mm=2000.0,
        height_mm=height,
        depth_mm=depth,
        position=Position(bottom_mm=bottom),
    )
    return place(lay_out(spec, FONTS), PLAN, unit)


def parts(*signs: PlacedSign) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.left, one.right, tuple(name for name, _ in one.parts)) for one in steps_between(FACE, signs)]


def test_signs_in_line_have_no_step():
    assert parts(sign("S1-06", 3200), sign("S1-07", 3200)) == []
    assert parts(sign("S1-06", 3200), sign("S1-07", 3200.4)) == []


def test_bottom_height_and_projection_are_told_apart_and_the_place_is_between_the_two():
    left, right = sign("S1-06", 3200), sign("S1-07", 3300, height=950, depth=150)
    (step,) = steps_between(FACE, (right, left))
    assert (step.left, step.right) == ("S1-06", "S1-07")
    assert (step.bottom_mm, step.height_mm, step.depth_mm) == ((3200, 3300), (900, 950), (120, 150))
    assert left.rect.x1 < step.x_mm < right.rect.x0


def test_only_the_next_sign_of_the_storey_and_form_counts():
    assert parts(sign("S1-05", 3200), sign("S1-06", 3300), sign("S1-07", 3300)) == [("S1-05", "S1-06", ("bottom",))]
    assert parts(sign("S1-06", 3200), sign("S2-03", 7700)) == []
    assert parts(sign("S1-06", 3200), sign("S1-07", 3000, kind="projecting")) == []


def test_a_sign_that_stays_between_two_keeps_them_apart():
    between = {one.unit for one in FACE.signs}
    assert {"S1-03", "S1-04"} <= between
    assert parts(sign("S1-02", 3200), sign("S1-05", 3300)) == []
