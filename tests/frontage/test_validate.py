from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from signage.frontage import PlanProblem, Severity, inspect_plan, validate
from signage.geometry import Point, Rect
from signage.locale import Lang
from tests.frontage.builders import as_bytes, face_of, plan_object, plan_of


def storeys(p: dict[str, Any], *rows: dict[str, Any]) -> None:
    face_of(p)["storeys"] += rows
    face_of(p)["parapet"] = 20000


def sign(p: dict[str, Any], **fields: Any) -> None:
    row = {"id": "X1", "unit": "S1-01", "name": "店", "kind": "k", "depth": 100}
    face_of(p).setdefault("existing", []).append(row | {"x0": 400, "x1": 3000, "bottom": 3300, "top": 4000} | fields)


def band(p: dict[str, Any], **fields: Any) -> None:
    row = {"id": "B2", "units": ["S1-02"], "x0": 4800, "x1": 8700, "bottom": 3200, "top": 4700}
    face_of(p)["bands"].append(row | fields)


def opening(p: dict[str, Any], ring: list[list[float]], **fields: Any) -> None:
    row = {"id": "G2", "kind": "window", "storey": 1, "outline": [*ring, ring[0]]}
    face_of(p)["openings"].append(row | fields)


def door(p: dict[str, Any], **fields: Any) -> None:
    box = [[5000, 0], [6500, 0], [6500, 2100], [5000, 2100], [5000, 0]]
    row = {"id": "D2", "kind": "door", "storey": 1, "unit": "S1-02", "outline": box}
    face_of(p)["openings"].append(row | fields)


def row_of(p: dict[str, Any], *units: tuple[int, int], upper: tuple[int, int] | None = None) -> None:
    """A face of five bays of 3 m with units that begin at a bay and take up some; one more on the storey above."""
    face = face_of(p)
    bays = [{"id": str(n), "x0": 3000 * n, "x1": 3000 * n + 3000} for n in range(5)]
    face |= {"width": 15000, "bays": bays, "bands": [], "openings": [], "pavement": [[0, 0], [15000, 0]]}
    rows = [(1, *unit) for unit in units] + ([(2, *upper)] if upper else [])
    face["units"] = [
        {"id": f"S{storey}-{n}", "storey": storey, "bays": [str(first + k) for k in range(count)]}
        for n, (storey, first, count) in enumerate(rows)
    ]
    if upper:
        storeys(p, {"number": 2, "floor": 4800, "top": 8000})


F = face_of
WIDE = {"id": "C", "x0": 1, "x1": 9001, "bottom": 0, "top": 9, "projection": 1}
BOW = [[5000, 500], [8000, 2500], [8000, 500], [5000, 2500]]
BOX = [[5000, 500], [8000, 500], [8000, 2500], [5000, 2500]]
E, W = Severity.ERROR, Severity.WARNING

TABLE: list[tuple[Callable[[dict[str, Any]], object], str, Severity]] = [
    (lambda p: p.update(valid_to="2025-12-31"), "dates_crossed", E),
    (lambda p: F(p)["units"][1].update(id="S1-01"), "id_twice", E),
    (lambda p: F(p)["bands"][0].update(id="G1"), "id_twice", E),
    (lambda p: F(p)["bays"][1].update(id="1-2"), "id_twice", E),
    (lambda p: F(p).update(pavement=[[0, -150], [8990, -200]]), "pavement_short", E),
    (lambda p: F(p).update(pavement=[[9000, -150], [0, -200]]), "pavement_backwards", E),
    (lambda p: storeys(p, {"number": 2, "floor": 4000, "top": 8000}), "storeys_out_of_order", E),
    (lambda p: storeys(p, {"number": 1, "floor": 4800, "top": 8000}), "storeys_out_of_order", E),
    (lambda p: storeys(p, {"number": 2, "floor": 4800, "top": 8000, "sill": 900}), "sill_outside", E),
    (lambda p: F(p).update(parapet=-100), "parapet_low", E),
    (lambda p: storeys(p, {"number": 3, "floor": 4800, "top": 8000}), "rescue_missing", W),
    (lambda p: F(p)["bays"][0].update(x0=4600), "bay_inside_out", E),
    (lambda p: F(p)["bays"][1].update(x1=9100), "bay_outside_face", E),
    (lambda p: F(p)["bays"][1].update(x0=4000), "bays_overlap", E),
    (lambda p: F(p)["bays"][1].update(x0=4600), "bays_apart", W),
    (lambda p: F(p)["units"][0].update(storey=7), "unit_storey_unknown", E),
    (lambda p: F(p)["units"][0].update(x0=4500), "unit_inside_out", E),
    (lambda p: F(p)["units"][1].update(x1=9500), "unit_outside_face", E),
    (lambda p: F(p)["units"][1].update(bays=["9-9"]), "unit_bay_unknown", E),
    (lambda p: F(p)["units"][1].update(bays=["2-3", "1-2"]), "unit_bays_apart", E),
    (lambda p: F(p)["units"][1].update(x0=4000), "unit_not_its_bays", E),
    (lambda p: F(p)["units"][1].update(bays=["1-2", "2-3"]), "units_overlap", E),
    (lambda p: F(p)["units"][1].update(x0=4700), "units_do_not_tile", W),
    (lambda p: F(p)["bands"][0].update(units=["S9"]), "band_unit_unknown", E),
    (lambda p: F(p)["bands"][0].update(top=6000), "band_outside_face", E),
    (lambda p: F(p)["bands"][0].update(x1=4600), "band_outside_units", E),
    (lambda p: F(p)["bands"][0].update(datum=3199), "band_datum_outside", E),
    (lambda p: F(p)["bands"][0].update(letter_height=[600, 300]), "band_letters_crossed", E),
    (lambda p: F(p)["bands"][0].update(bottom=3099), "band_over_opening", E),
    (lambda p: storeys(p, {"number": 2, "floor": 4200, "top": 8000}), "band_over_floor", W),
    (lambda p: band(p, units=["S1-02"], x0=4800, x1=8700, bottom=3240, datum=3340), "band_step_small", W),
    (lambda p: band(p, units=["S1-01", "S1-02"], x0=4000), "bands_overlap", E),
    (lambda p: band(p, units=["S1-01", "S1-02"]), "unit_in_two_bands", E),
    (lambda p: opening(p, BOW), "outline_crossing", E),
    (lambda p: opening(p, [[5000, 500], [6000, 500], [5500, 500]]), "outline_crossing", E),
    (lambda p: opening(p, [[5000, 500], [6000, 500]]), "outline_too_short", E),
    (lambda p: opening(p, [[x + 1500, y] for x, y in BOX]), "opening_outside_face", E),
    (lambda p: opening(p, BOX, storey=3), "opening_storey_unknown", E),
    (lambda p: opening(p, BOX, unit="S9"), "opening_unit_unknown", E),
    (lambda p: opening(p, BOX, unit="S1-01"), "opening_outside_unit", W),
    (lambda p: opening(p, [[x - 2000, y] for x, y in BOX]), "openings_overlap", W),
    (lambda p: F(p).update(columns=[WIDE]), "column_outside_face", E),
    (lambda p: F(p).update(pavement=[[0, -150], [1000, -900], [9000, -900]]), "pavement_steep", W),
    (lambda p: storeys(p, {"number": 2, "floor": 4900, "top": 8000}), "storeys_apart", W),
    (lambda p: storeys(p, {"number": 4, "floor": 4800, "top": 8000}), "storey_skipped", W),
    (lambda p: F(p).update(parapet=4700), "parapet_under_top", W),
    (lambda p: opening(p, [[x, y + 2400] for x, y in BOX]), "opening_outside_storey", W),
    (lambda p: F(p).update(road={"name": "路", "kerb": 6000, "cycle_lane": 5000}), "road_order", W),
    (lambda p: F(p).update(road={"name": "路", "cycle_lane": 5000}), "road_order", W),
    (lambda p: sign(p, x1=9100), "existing_outside_face", W),
    (lambda p: F(p).update(baseline=[[0, 0], [8000, 0]]), "baseline_length", W),
    (lambda p: F(p).update(canopies=[WIDE]), "canopy_outside_face", E),
    (lambda p: sign(p, unit="S9"), "existing_unit_unknown", E),
    (lambda p: sign(p, top=4701), "existing_outside_band", W),
    (lambda p: sign(p, unit="S1-02"), "existing_outside_unit", W),
    (lambda p: (sign(p), sign(p, id="X2")), "existing_overlap", W),
    (lambda p: row_of(p, (0, 3)), "front_without_unit", W),
    (lambda p: (row_of(p, (0, 2), (4, 1)), F(p)["units"][1].update(x0=12000)), "front_without_unit", W),
    (lambda p: row_of(p, (0, 1), (3, 2)), "front_without_unit", W),
    (lambda p: F(p)["units"][0].update(x0=700), "front_without_unit", W),
    (lambda p: row_of(p, (0, 5), upper=(0, 2)), "storey_bays_free", W),
    (lambda p: F(p).update(units=[], bands=[], openings=[]), "face_without_units", W),
    (lambda p: door(p), "unit_without_door", W),
    (lambda p: F(p).update(pavement=[[0, 3150], [9000, 3200]]), "pavement_over_doors", E),
    (lambda p: (door(p), F(p).update(pavement=[[0, 500], [9000, 500]])), "pavement_in_doors", W),
    (lambda p: band(p, bottom=-190, top=400), "band_in_pavement", E),
    (lambda p: band(p, kinds=["panel-leters"]), "band_kind_unknown", W),
    (lambda p: band(p, letter_height=[300, 1600]), "band_letters_high", W),
    (lambda p: band(p, bottom=3450), "band_step_uneven", W),
    (lambda p: (door(p), sign(p, unit="S1-02", x0=5200, x1=7000, bottom=1900)), "existing_over_door", W),
    (lambda p: sign(p, depth=3001), "existing_deep", W),
]  # fmt: skip


def problems_of(raw: dict[str, Any]) -> tuple[PlanProblem, ...]:
    return inspect_plan(as_bytes(raw), file="x.json")[1]


def test_a_sound_plan_has_no_problem() -> None:
    assert problems_of(plan_object()) == ()
    assert validate(plan_of()) == ()


@pytest.mark.parametrize(
    ("spoil", "key", "severity"), TABLE, ids=[f"{key}-{number}" for number, (_, key, _) in enumerate(TABLE)]
)
def test_each_fault_is_found_said_and_graded(
    spoil: Callable[[dict[str, Any]], object], key: str, severity: Severity
) -> None:
    raw = plan_object()
    spoil(raw)
    found = [p for p in problems_of(raw) if p.code == f"plan.{key}"]
    assert found, [p.code for p in problems_of(raw)]
    assert {p.severity for p in found} == {severity}
    for lang in Lang:
        assert "x.json:" in found[0].words(lang)
        assert "{" not in found[0].words(lang)


def test_all_problems_come_at_once_and_errors_first() -> None:
    raw = plan_object()
    F(raw)["pavement"] = [[0, 0], [10, 0]]
    F(raw)["units"][1] |= {"bays": ["1-2", "2-3"]}
    sign(raw, top=4701)
    found = problems_of(raw)
    assert [p.code for p in found] == ["plan.pavement_short", "plan.units_overlap", "plan.existing_outside_band"]


def test_overlap_is_placed_where_the_units_share_the_face() -> None:
    raw = plan_object()
    F(raw)["units"][1] |= {"bays": ["1-2", "2-3"], "x0": 4000}
    (problem,) = problems_of(raw)
    assert problem.place == Rect(4000, 0, 4500, 4800)
    assert problem.at is not None
    assert problem.at.field == "faces[0].units[1]"


def test_an_open_outline_is_placed_at_its_points() -> None:
    raw = plan_object()
    F(raw)["openings"][0]["outline"].pop()
    (problem,) = problems_of(raw)
    assert problem.place == (Point(400, 150), Point(4100, 150), Point(4100, 3100), Point(400, 3100))


def test_units_that_only_touch_do_not_overlap() -> None:
    raw = plan_object()
    F(raw)["units"][0]["x1"] = 4500.004
    assert problems_of(raw) == ()


def test_a_stair_bay_without_a_shop_is_no_problem() -> None:
    raw = plan_object()
    F(raw)["bays"] = [{"id": str(n), "x0": 3000 * n, "x1": 3000 * n + 3000} for n in range(3)]
    F(raw)["units"] = [{"id": "S1-01", "storey": 1, "bays": ["0"]}, {"id": "S1-02", "storey": 1, "bays": ["2"]}]
    F(raw)["bands"], F(raw)["openings"] = [], []
    assert problems_of(raw) == ()


@pytest.mark.parametrize("units", [((0, 5),), ((1, 4),), ((0, 4),), ((0, 2), (3, 2)), ((1, 1), (3, 2))])
def test_one_bay_of_a_stair_belongs_to_no_unit_wherever_it_lies(units: tuple[tuple[int, int], ...]) -> None:
    raw = plan_object()
    row_of(raw, *units)
    assert problems_of(raw) == ()


@pytest.mark.parametrize("upper", [(0, 5), (1, 4), (0, 4)])
def test_one_free_bay_of_an_upper_storey_is_no_remark(upper: tuple[int, int]) -> None:
    raw = plan_object()
    row_of(raw, (0, 5), upper=upper)
    assert problems_of(raw) == ()


def test_a_stretch_without_a_unit_is_told_once_and_placed_there() -> None:
    raw = plan_object()
    row_of(raw, (0, 1), (3, 2))
    (problem,) = problems_of(raw)
    assert problem.place == Rect(3000, 0, 9000, 4800)


def test_a_door_without_a_unit_is_that_of_the_unit_behind_it() -> None:
    raw = plan_object()
    door(raw)
    door(raw, id="D1", unit=None, outline=[[100, 0], [390, 0], [390, 2100], [100, 2100], [100, 0]])
    assert problems_of(raw) == ()
    F(raw)["units"][0]["entrances"] = 0  # entered from elsewhere
    F(raw)["openings"].pop()
    assert problems_of(raw) == ()


def test_a_step_that_pavement_or_openings_force_is_in_order() -> None:
    raw = plan_object()
    F(raw)["pavement"] = [[0, -150], [4500, -150], [4600, 0], [9000, 0]]
    band(raw, bottom=3350, datum=3450)
    assert problems_of(raw) == ()
    raw = plan_object()
    opening(raw, [[5000, 150], [8000, 150], [8000, 3300], [5000, 3300]])
    opening(raw, [[400, 4720], [4000, 4720], [4000, 4790], [400, 4790]], id="G3")
    band(raw, bottom=3350, top=4790, datum=3450)
    assert problems_of(raw) == ()


@pytest.mark.parametrize("kind", ["projecting", "canopy-letters"])
def test_a_sign_that_hangs_before_the_wall_covers_no_door(kind: str) -> None:
    raw = plan_object()
    door(raw, unit=None, outline=[[5000, 0], [6500, 0], [6500, 2100], [5000, 2100], [5000, 0]])
    sign(raw, unit="S1-02", kind=kind, x0=5200, x1=5900, bottom=1900, top=2600)
    assert "plan.existing_over_door" not in {p.code for p in problems_of(raw)}


def test_a_wrong_bay_is_told_and_not_the_width_that_follows_from_it() -> None:
    raw = plan_object()
    F(raw)["units"][1]["bays"] = ["9-9"]
    assert [p.code for p in problems_of(raw) if p.is_error] == ["plan.unit_bay_unknown"]


def test_what_was_not_surveyed_is_not_held_against_a_plan() -> None:
    raw = plan_object()
    F(raw)["unsurveyed"] = ["pavement", "rescue"]
    band(raw, bottom=-190, top=400, datum=-190)
    del F(raw)["pavement"]
    assert "plan.band_in_pavement" not in {p.code for p in problems_of(raw)}


def _two_faces(p: dict[str, Any], start: list[float]) -> None:
    F(p)["baseline"] = [[0, 0], [9000, 0]]
    other = json.loads(json.dumps(F(p)).replace("S1-", "T1-").replace('"B1"', '"C1"').replace("G1", "H1"))
    other |= {"id": "east", "baseline": [start, [start[0], start[1] + 9000]]}
    p["faces"].append(other)


def test_faces_that_miss_each_other_at_a_corner_are_told_by_how_much():
    p = plan_object()
    _two_faces(p, [9000, 250])
    _, problems = inspect_plan(as_bytes(p))
    assert [(x.code, x.params["by_mm"]) for x in problems] == [("plan.baselines_apart", "250")]


def test_faces_that_meet_at_a_corner_are_in_order():
    p = plan_object()
    _two_faces(p, [9000, 0])
    assert inspect_plan(as_bytes(p))[1] == ()


@pytest.mark.parametrize(("level", "told"), [(-150, []), (-300, []), (-301, ["-301"])])
def test_a_pavement_with_two_levels_at_a_corner_is_told(level: int, told: list[str]) -> None:
    p = plan_object()
    _two_faces(p, [9000, 0])
    p["faces"][1]["pavement"] = [[0, level], [9000, level]]
    found = [x for x in inspect_plan(as_bytes(p))[1] if x.code == "plan.corner_pavement"]
    assert [x.params["other_mm"] for x in found] == told
    p["faces"][1]["unsurveyed"] = ["pavement"]
    del p["faces"][1]["pavement"]
    assert "plan.corner_pavement" not in {x.code for x in inspect_plan(as_bytes(p))[1]}


@pytest.mark.parametrize(("by", "told"), [(0, []), (180, ["180"]), (400, [])])
def test_bands_that_meet_at_a_corner_on_levels_that_nearly_agree_are_told(by: int, told: list[str]) -> None:
    p = plan_object()
    F(p)["pavement"] = [[0, -150], [9000, -150]]
    F(p)["openings"] = []
    _two_faces(p, [9000, 0])
    p["faces"][0]["bands"] = [
        {"id": "B2", "units": ["S1-02"], "x0": 4800, "x1": 8700, "bottom": 3200, "top": 4200, "datum": 3200}
    ]
    p["faces"][1]["bands"][0] |= {"bottom": 3200 + by, "top": 4200 + by, "datum": 3200 + by}
    found = [x for x in problems_of(p) if x.code == "plan.band_step_corner"]
    assert [x.params["by_mm"] for x in found] == told
    assert all(x.face == "east" and "南立面" in x.words() for x in found)
