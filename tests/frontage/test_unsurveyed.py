"""`unsurveyed` in a plan file: read, written, refused beside what it denies, and no part of older digests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from signage.frontage import Unsurveyed, inspect_plan, parse_plan, read_plan, write_plan
from tests.frontage.builders import as_bytes, face_of, plan_object, plan_of


def _spoilt(**fields: Any) -> dict[str, Any]:
    plan = plan_object()
    face_of(plan).update(fields)
    return plan


def test_what_is_unsurveyed_is_read_sorted_and_written_back():
    plan = plan_of(_spoilt(unsurveyed=["storeys", "canopies"]))
    assert plan.faces[0].unsurveyed == (Unsurveyed.CANOPIES, Unsurveyed.STOREYS)
    assert parse_plan(write_plan(plan)) == plan


def test_a_wall_colour_that_nobody_gave_is_unsurveyed_and_stays_out_of_the_file():
    bare = plan_object()
    del face_of(bare)["wall_colour"]
    plan = plan_of(bare)
    assert plan.faces[0].unsurveyed == (Unsurveyed.WALL_COLOUR,)
    assert b"wall_colour" not in write_plan(plan)
    assert parse_plan(write_plan(plan)) == plan


def test_a_pavement_may_be_left_out_where_it_is_said_to_be_unsurveyed():
    bare = _spoilt(unsurveyed=["pavement"])
    del face_of(bare)["pavement"]
    plan = plan_of(bare)
    assert b'"pavement":' not in write_plan(plan)
    assert parse_plan(write_plan(plan)) == plan
    del face_of(bare)["unsurveyed"]
    _, problems = inspect_plan(as_bytes(bare))
    assert [(p.code, p.params["key"]) for p in problems] == [("plan.key_missing", "faces[0].pavement")]


@pytest.mark.parametrize("part", ["openings", "pavement", "wall_colour"])
def test_what_is_given_cannot_be_unsurveyed(part: str):
    _, problems = inspect_plan(as_bytes(_spoilt(unsurveyed=[part])), file="p.json")
    (problem,) = problems
    assert (problem.code, problem.params["key"]) == ("plan.surveyed_after_all", f"faces[0].{part}")
    assert problem.at is not None
    assert problem.at.line


def test_a_rescue_opening_cannot_be_among_openings_whose_purpose_nobody_knows():
    plan = _spoilt(unsurveyed=["rescue"])
    assert plan_of(plan).faces[0].unsurveyed == (Unsurveyed.RESCUE,)
    face_of(plan)["openings"][0]["kind"] = "rescue"
    assert inspect_plan(as_bytes(plan))[1][0].code == "plan.surveyed_after_all"


def test_a_part_that_is_none_is_refused():
    _, problems = inspect_plan(as_bytes(_spoilt(unsurveyed=["doors"])))
    assert problems[0].code == "plan.not_one_of"
    assert "openings" in str(problems[0].params["known"])


def test_plans_from_before_keep_their_digest():
    """Cases carry the digest of the plan that they were decided on."""
    path = Path(__file__).parents[2] / "samples/buildings/saltmarsh-row.json"
    assert read_plan(path).digest == "sha256:bf1e019c41cccc3d55862d08c127ceb0e41079a30c588df4a9a56f96c4de594e"
    one, other = plan_of(), plan_of(_spoilt(unsurveyed=["canopies"]))
    assert one.digest != other.digest


def test_an_upper_storey_without_rescue_openings_is_no_remark_where_nobody_looked_for_them():
    plan = plan_object()
    face_of(plan)["storeys"] = [{"number": n, "floor": n * 4800 - 4800, "top": n * 4800} for n in (1, 2, 3)]
    face_of(plan)["parapet"] = 15000
    assert "plan.rescue_missing" in {p.code for p in inspect_plan(as_bytes(plan))[1]}
    face_of(plan)["unsurveyed"] = ["rescue"]
    codes = {p.code for p in inspect_plan(as_bytes(plan))[1]}
    assert "plan.rescue_missing" not in codes
    assert "plan.face_unsurveyed" in codes
