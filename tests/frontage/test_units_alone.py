"""A plan of nothing but a property manager's table: what the table does not say is unsurveyed and never passes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signage.cli.app import run
from signage.errors import PlanError
from signage.frontage import NotSurveyed, Unsurveyed, parse_plan, read_plan, validate, write_plan
from signage.frontage.units_alone import CAN_BE_NONE, Building, plan_of_units
from signage.frontage.units_csv import UnitTable, read_units
from signage.geometry import Point
from signage.offers.bands import propose_bands
from signage.rules import books_for
from signage.typography import FontCatalogue

SAMPLES = Path(__file__).parents[2] / "samples"
TABLE = SAMPLES / "plans/chaoxi-li-units.csv"
ON = date(2026, 11, 24)
BUILDING = Building(
    id="cx", name="潮汐里", address="示例市示例区潮汐里", city="示例市", revision="2026-1", valid_from=date(2026, 1, 1)
)
HEAD = ["--building", "潮汐里", "--address", "示例市示例区潮汐里", "--city", "示例市", "--valid-from", "2026-01-01"]


def table(words: str) -> UnitTable:
    return read_units(words.encode(), file="t.csv")


def test_a_table_alone_becomes_a_plan_that_says_what_nobody_looked_for():
    plan = plan_of_units(read_units(TABLE.read_bytes()), BUILDING)
    (face,) = plan.faces
    assert (face.width_mm, [u.id for u in face.units]) == (21_000.0, ["C1-01", "C1-02", "C1-03", "C1-04", "C2-01"])
    assert [b.id for b in face.bays] == ["1-2", "2-3", "3-4", "4-5"]
    assert face.unsurveyed == tuple(sorted(Unsurveyed))
    assert [b.units for b in face.bands] == [("C1-01",), ("C1-02",), ("C1-03",), ("C1-04",)]
    assert [(p.code, p.is_error) for p in validate(plan)] == [("plan.face_unsurveyed", False)]
    assert parse_plan(write_plan(plan)) == plan


def test_what_is_stated_of_the_building_is_no_longer_unsurveyed():
    known = replace(
        BUILDING,
        levels_mm=(0.0, 4500.0, 8100.0),
        pavement=(Point(0.0, -150.0),),
        none=frozenset(CAN_BE_NONE),
        wall_colour="#A0A0A0",
        width_mm=22_000.0,
    )
    (face,) = plan_of_units(read_units(TABLE.read_bytes()), known).faces
    assert face.unsurveyed == (Unsurveyed.OPENINGS,)
    assert face.pavement == (Point(0.0, -150.0), Point(22_000.0, -150.0))
    assert [(s.number, s.floor_mm, s.top_mm) for s in face.storeys] == [(1, 0.0, 4500.0), (2, 4500.0, 8100.0)]
    assert face.bays[-1].x1_mm == 22_000.0


def test_faces_are_named_by_the_table():
    two = table("铺位,立面,楼层,起点(m),终点(m)\nA1,潮汐里一侧,1,0,4\nB1,east,1,0,6\nA2,潮汐里一侧,1,4,9\n")
    plan = plan_of_units(two, BUILDING)
    assert [(f.id, f.name, f.width_mm, [u.id for u in f.units]) for f in plan.faces] == [
        ("F1", "潮汐里一侧", 9000.0, ["A1", "A2"]),
        ("east", "east", 6000.0, ["B1"]),
    ]


def test_levels_count_storeys_as_people_do():
    rows = table("铺位,楼层,起点(m),终点(m)\nB1,-1,0,4\nA1,1,0,4\n")
    (face,) = plan_of_units(rows, replace(BUILDING, levels_mm=(-3600.0, 0.0, 4500.0))).faces
    assert [(s.number, s.floor_mm) for s in face.storeys] == [(-1, -3600.0), (1, 0.0)]
    (assumed,) = plan_of_units(rows, BUILDING).faces
    assert [s.number for s in assumed.storeys] == [-1, 1]


@pytest.mark.parametrize(
    ("words", "building", "code"),
    [
        ("铺位,起点(m),终点(m)\nA1,0,4\n", BUILDING, "units.storey_missing"),
        ("铺位,楼层,起点(m),终点(m)\nA1,3,0,4\n", replace(BUILDING, levels_mm=(0.0, 4500.0)), "units.no_level"),
        ("铺位,楼层,起点(m),终点(m)\nA1,1,0,4\n", replace(BUILDING, width_mm=3000.0), "units.off_the_face"),
        ("铺位,楼层,起点(m),终点(m)\nA1,1,-1,4\n", BUILDING, "units.off_the_face"),
    ],
)
def test_a_row_that_cannot_stand_is_refused_with_its_line(words: str, building: Building, code: str):
    with pytest.raises(PlanError) as told:
        plan_of_units(table(words), building, file="t.csv")
    assert told.value.code == code
    assert told.value.at is not None
    assert told.value.at.line == 2


lengths = st.integers(5, 400).map(lambda n: n / 10)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(lengths, st.booleans(), st.integers(20, 29)), min_size=1, max_size=12), st.integers(1, 4))
def test_any_row_of_shops_reads_back_and_has_no_error(shops: list[tuple[float, bool, int]], storeys: int):
    rows, at = ["铺位,楼层,起点(m),终点(m),招牌带下沿(m),招牌带上沿(m)"], [0.0] * storeys
    for number, (wide, has_band, low) in enumerate(shops):
        storey = number % storeys
        x0, x1 = at[storey], round(at[storey] + wide, 1)
        band = f"{storey * 4 + low / 10:.1f},{storey * 4 + low / 10 + 1:.1f}" if has_band else ","
        rows.append(f"U{number},{storey + 1},{x0},{x1},{band}")
        at[storey] = x1
    plan = plan_of_units(table("\n".join(rows)), BUILDING)
    assert not [p for p in validate(plan) if p.is_error]
    assert parse_plan(write_plan(plan)) == plan


def test_bands_are_not_proposed_where_nobody_looked_for_openings():
    plan = plan_of_units(read_units(TABLE.read_bytes()), BUILDING)
    with pytest.raises(NotSurveyed) as told:
        propose_bands(plan, books_for(plan.city, ON), ON, FontCatalogue.standard())
    assert told.value.part is Unsurveyed.OPENINGS


def test_what_is_not_there_may_be_said_in_chinese(tmp_path: Path):
    out = tmp_path / "cx.json"
    assert (
        run(["plan", "import-units", str(TABLE), *HEAD, "--none", "柱、雨篷", "--none", "救援窗口", "-o", str(out)])
        == 0
    )
    told = set(read_plan(out).faces[0].unsurveyed)
    assert not told & {Unsurveyed.COLUMNS, Unsurveyed.CANOPIES, Unsurveyed.RESCUE}
    assert Unsurveyed.EXISTING in told


def test_the_command_makes_a_plan_of_the_table_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    out = tmp_path / "cx.json"
    told = ["--levels", "0,4500,8100", "--pavement", "0:-150,21000:-250", "--none", "columns,canopies"]
    assert run(["plan", "import-units", str(TABLE), *HEAD, *told, "--wall-colour", "#A0A0A0", "-o", str(out)]) == 0
    said = capsys.readouterr()
    assert "5 个铺位、4 条招牌带" in said.out
    assert "未测绘：骑楼、挑檐、现有招牌、门窗洞口、消防救援窗口" in said.err
    plan = read_plan(out)
    assert (plan.id, plan.revision, plan.faces[0].name) == ("chaoxi-li-units", "2026-1", "沿街立面")
    assert plan.faces[0].pavement[1] == Point(21_000.0, -250.0)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ([], "--building、--address、--city"),
        ([*HEAD, "--id", "潮汐"], "不能作平面图编号"),
        ([*HEAD, "--levels", "0"], "--levels"),
        ([*HEAD, "--levels", "4500,0"], "--levels"),
        ([*HEAD, "--levels", "0,4.5米"], "不是长度"),
        ([*HEAD, "--pavement", "0:1:2"], "--pavement"),
        ([*HEAD, "--pavement", "nan"], "不是长度"),
        ([*HEAD, "--width", "0"], "不是长度"),
        ([*HEAD, "--none", "openings"], "--none"),
        ([*HEAD, "--wall-colour", "rot"], "rot"),
        ([*HEAD, "--storey", "x"], "storey"),
        ([*HEAD, "--onto", str(SAMPLES / "plans/jingwan-li.json")], "用不上"),
    ],
)
def test_options_that_say_nothing_are_refused_and_nothing_is_written(
    options: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    out = tmp_path / "cx.json"
    assert run(["plan", "import-units", str(TABLE), *options, "-o", str(out)]) == 2
    assert words in capsys.readouterr().err
    assert not out.exists()
