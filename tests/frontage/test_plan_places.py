"""Where things go on a plan's drawing: plates, level marks, pins, what lies outside, and faces unrolled."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from signage.cli.app import run
from signage.errors import NotFound
from signage.frontage import Frontage, FrontagePlan, PlanProblem, inspect_plan
from signage.geometry import Point, Rect
from signage.scene import Fill, Group, Label, Node, Scene, Texture, compose_plan, compose_unrolled
from signage.scene.moving import moved_nodes
from signage.scene.nodes import Solid
from signage.scene.plan_levels import spread
from signage.scene.plan_pins import pin_at
from signage.scene.plan_plates import plates_of
from signage.typography import FontCatalogue
from tests.frontage.builders import as_bytes, face_of, plan_object


def drawn(raw: dict[str, Any], fonts: FontCatalogue) -> Scene:
    plan, problems = inspect_plan(as_bytes(raw))
    assert plan is not None
    return compose_plan(plan, plan.faces[0].id, fonts, problems=problems)


def group(scene: Scene, name: str) -> Group:
    return next(node for node in scene.nodes if isinstance(node, Group) and node.id == name)


def labels(nodes: tuple[Node, ...]) -> Iterator[Label]:
    for node in nodes:
        if isinstance(node, Group):
            yield from labels(node.children)
        elif isinstance(node, Label):
            yield node


def two_storeys(head: float = 7800.0, *, width: float = 40_000.0) -> Frontage:
    """Ten units on either storey of a long front; the upper ones have a window each that ends at `head`."""
    raw = plan_object()
    face, each = face_of(raw), width / 10
    face |= {"width": width, "parapet": 9600, "pavement": [[0, 0], [width, 0]], "bands": [], "openings": []}
    face["storeys"].append({"number": 2, "floor": 4800, "top": 9000})
    face["bays"] = [{"id": str(n), "x0": each * n, "x1": each * n + each} for n in range(10)]
    face["units"] = [
        {"id": f"S{s}-{n:02d}", "storey": s, "bays": [str(n)], "tenant": "茶馆"} for s in (1, 2) for n in range(10)
    ]
    for n in range(10):
        box = Rect(each * n + 400, 5700, each * n + each - 400, head)
        kind = "rescue" if n % 4 == 2 else "window"
        ring = [list(p) for p in (*box.corners, box.corners[0])]
        face["openings"].append({"id": f"W{n}", "kind": kind, "storey": 2, "outline": ring})
    plan, problems = inspect_plan(as_bytes(raw))
    assert plan is not None, problems
    return plan.faces[0]


@pytest.mark.parametrize("u", [20.0, 40.0, 80.0])
def test_no_plate_stands_on_an_opening_where_there_is_wall(fonts: FontCatalogue, u: float) -> None:
    face = two_storeys()
    plates = plates_of(face, fonts, u, 0.0)
    assert len(plates.placed) == 20
    for plate in plates.placed:
        assert not plate.is_bare
        assert not any(plate.rect.overlaps(opening.rect) for opening in face.openings)
    upper = [plate for plate in plates.placed if plate.unit.storey == 2]
    assert len({plate.rect.y0 for plate in upper}) == 1
    ground = [plate for plate in plates.placed if plate.unit.storey == 1]
    assert all(-plates.strip_mm <= plate.rect.y0 < plate.rect.y1 <= 0 for plate in ground)


def test_a_plate_with_no_wall_to_stand_on_hides_nothing_and_keeps_off_rescue_marks(fonts: FontCatalogue) -> None:
    face = two_storeys(head=8990.0)
    upper = [plate for plate in plates_of(face, fonts, 130.0, 0.0).placed if plate.unit.storey == 2]
    assert any(plate.is_bare for plate in upper)
    marks = [o.rect.grown(-o.rect.width * 0.2, -o.rect.height * 0.2) for o in face.openings if o.kind.value == "rescue"]
    assert not [1 for plate in upper for mark in marks if plate.rect.overlaps(mark)]


def test_names_wider_than_their_units_stand_in_rows_under_the_pavement(fonts: FontCatalogue) -> None:
    plates = [p for p in plates_of(two_storeys(width=10_000.0), fonts, 45.0, 0.0).placed if p.unit.storey == 1]
    assert len({plate.rect.y0 for plate in plates}) > 1
    assert not [1 for one, other in combinations(plates, 2) if one.rect.overlaps(other.rect)]


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([0.0, 5.0, 30.0], [-2.5, 7.5, 30.0]),
        ([0.0, 20.0], [0.0, 20.0]),
        ([0.0, 9.0, 18.0], [-1.0, 9.0, 19.0]),
        ([], []),
    ],
)
def test_levels_that_are_close_are_moved_apart_evenly(levels: list[float], expected: list[float]) -> None:
    assert spread(levels, 10.0) == pytest.approx(expected)


def test_words_at_the_levels_do_not_run_into_each_other(fonts: FontCatalogue) -> None:
    raw = plan_object()
    face_of(raw)["parapet"] = 4950  # just over the storey's top; the pavement lies just under the floor
    boxes = [label.outline.control_bounds() for label in labels(group(drawn(raw, fonts), "levels").children)]
    assert not [1 for a, b in combinations([b for b in boxes if b is not None], 2) if a.overlaps(b)]


def test_the_page_grows_for_a_band_that_leaves_the_face(fonts: FontCatalogue) -> None:
    raw = plan_object()
    face_of(raw)["bands"][0] |= {"x1": 10_500, "top": 7600, "bottom": 5000, "datum": 5000}
    bounds, whole = drawn(raw, fonts).bounds, drawn(plan_object(), fonts).bounds
    assert bounds.contains(Rect(300, 5000, 10_500, 7600).grown(300))
    assert (bounds.x0, bounds.x1) == (whole.x0, whole.x1 + 1500)
    face_of(raw)["bands"][0] |= {"x1": 900_000}  # a wrong unit does not make the face a dot
    assert drawn(raw, fonts).bounds.width < 2 * whole.width


def test_the_wall_ends_where_the_face_does_also_when_the_pavement_goes_on(fonts: FontCatalogue) -> None:
    raw = plan_object()
    face_of(raw)["pavement"] = [[-300, -150], [12_000, -200]]
    wall = next(n for n in group(drawn(raw, fonts), "face").children if isinstance(n, Fill) and n.layer == "wall")
    box = wall.path.control_bounds()
    assert box is not None
    assert (box.x0, box.x1) == (0.0, 9000.0)
    tops = {p.x for ring in wall.path.flattened() for p in ring if p.y > 5000}
    assert tops == {0.0, 9000.0}


def test_pins_stand_apart_inside_the_picture_and_over_all_marks(fonts: FontCatalogue) -> None:
    raw = plan_object()
    face_of(raw)["units"][1] |= {"bays": ["1-2", "2-3"]}
    face_of(raw)["bands"][0] |= {"units": ["S9"], "datum": 100, "letter_height": [600, 300]}
    plan, problems = inspect_plan(as_bytes(raw))
    assert plan is not None
    room, taken = Rect(0, 0, 9000, 5000), list[Point]()
    for problem in [p for p in problems if p.place] * 3:
        at = pin_at(problem, 0.0, taken, room, 12.0)
        assert at is not None
        assert room.contains(Rect(at.x, at.y, at.x, at.y))
        assert all(max(abs(at.x - p.x), abs(at.y - p.y)) > 8 * 12.0 for p in taken)
        taken.append(at)
    nodes = group(compose_plan(plan, "south", fonts, problems=problems), "problems").children
    tints = [n for n, node in enumerate(nodes) if isinstance(node, Fill) and getattr(node.paint, "opacity", 1.0) < 1.0]
    numbers = [n for n, node in enumerate(nodes) if isinstance(node, Label)]
    assert max(tints) < min(numbers)


def corner_plan() -> FrontagePlan:
    raw = plan_object()
    first = face_of(raw)
    first["baseline"] = [[9000, 0], [9000, 9000]]
    second = {**first, "id": "west", "name": "西立面", "bands": [], "openings": [], "baseline": [[0, 0], [9000, 0]]}
    second["bays"] = [{"id": "A", "x0": 0, "x1": 9000}]
    second["units"] = [{"id": "W1-01", "storey": 1, "bays": ["A"]}]
    raw["faces"].append(second)
    plan, problems = inspect_plan(as_bytes(raw))
    assert plan is not None
    assert not problems
    return plan


def test_unrolled_faces_stand_in_the_order_of_their_baselines(fonts: FontCatalogue) -> None:
    scene = compose_unrolled(corner_plan(), fonts)
    at = {label.text: label.at.x for label in labels(scene.nodes)}
    assert at["W1-01"] == 4500
    assert (at["S1-01"], at["S1-02"]) == (11_250, 15_750)
    assert at["西立面"] < 9000 < at["南立面"]
    for label in labels(scene.nodes):
        box = label.outline.control_bounds()
        assert box is None or scene.bounds.contains(box), label.text


def test_problems_on_an_unrolled_street_say_whose_they_are(fonts: FontCatalogue) -> None:
    plan = corner_plan()
    problems = [PlanProblem(code="plan.pavement_backwards", face="west", place=(Point(0, -200), Point(9000, -150)))]
    found = list(labels(group(compose_unrolled(plan, fonts, problems=problems), "problems").children))
    assert [label.text for label in found if "西立面" in label.text]
    pin = found[0]
    assert pin.text == "1"
    assert (pin.at.x, round(pin.at.y)) == (4500, round(-175 - 1.9 * 18))
    alone = labels(group(compose_plan(plan, "west", fonts, problems=problems), "problems").children)
    assert not [label.text for label in alone if "西立面" in label.text]


def test_chosen_faces_alone_are_unrolled(fonts: FontCatalogue) -> None:
    words = {label.text for label in labels(compose_unrolled(corner_plan(), fonts, faces=["west"]).nodes)}
    assert "W1-01" in words
    assert "S1-01" not in words
    with pytest.raises(NotFound):
        compose_unrolled(corner_plan(), fonts, faces=["back"])


def test_what_cannot_be_moved_is_not_moved_wrongly() -> None:
    fill = Fill(path=outline_of_one(), paint=Solid(colour="#000000"))
    (moved,) = moved_nodes([fill], 10.0, 5.0)
    assert isinstance(moved, Fill)
    assert moved.path.control_bounds() == Rect(10, 5, 11, 6)
    with pytest.raises(TypeError):
        moved_nodes([Fill(path=outline_of_one(), paint=Texture(material="brick", colour="#000000"))], 1.0)


def outline_of_one() -> Any:
    from signage.geometry import Path as Outline

    return Outline.rect(Rect(0, 0, 1, 1))


def test_show_draws_every_face_and_the_whole_street(tmp_path: Path) -> None:
    from signage.frontage import write_plan

    plan = tmp_path / "plan.json"
    plan.write_bytes(write_plan(corner_plan()))
    assert run(["plan", "show", str(plan), "-o", str(tmp_path / "a.svg")]) == 0
    assert {p.name for p in tmp_path.glob("*.svg")} == {"a.svg", "a-south.svg", "a-west.svg"}
    assert run(["plan", "show", str(plan), "-o", str(tmp_path / "b.svg"), "--face", "west"]) == 0
    assert {p.name for p in tmp_path.glob("b*.svg")} == {"b.svg"}
    out = ["-o", str(tmp_path / "new.json"), "--drawing", str(tmp_path / "c.svg"), "--on", "2026-11-24"]
    assert run(["plan", "propose-bands", str(plan), *out]) == 0
    assert {p.name for p in tmp_path.glob("c*.svg")} == {"c.svg", "c-south.svg", "c-west.svg"}
