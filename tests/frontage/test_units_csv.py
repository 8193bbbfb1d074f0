from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signage.cli.app import run
from signage.errors import PlanError
from signage.frontage import parse_plan, read_plan, validate, write_plan
from signage.frontage.units_csv import UnitTable, read_units
from signage.frontage.units_onto import at_line_of, faces_with
from signage.locale import Lang, describe
from signage.offers.bands import band_table, propose_bands
from signage.rules import books_for
from signage.typography import FontCatalogue
from signage.units import Unit
from tests.frontage.builders import plan_of

ZH = "铺位,起点(m),终点(m),招牌带下沿(m),招牌带上沿(m)\nS1-01,0,4.5,3.2,4.7\nS1-02,4.5,9,,\n"
ON = date(2026, 11, 24)


def read(words: str | bytes, unit: Unit | None = None) -> UnitTable:
    return read_units(words if isinstance(words, bytes) else words.encode(), unit=unit, file="t.csv")


def refused(words: str | bytes, unit: Unit | None = None) -> PlanError:
    with pytest.raises(PlanError) as told:
        read(words, unit)
    for lang in Lang:
        assert describe(told.value, lang).hint
    return told.value


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (ZH.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + ZH.encode(), "utf-8"),
        (ZH.encode("gbk"), "gb18030"),
        (ZH.encode("utf-16"), "utf-16"),
        (ZH.replace(",", ";").encode(), "utf-8"),
        (ZH.replace(",", "\t").replace("\n", "\r\n").encode("gbk"), "gb18030"),
    ],
)
def test_encodings_and_separators_give_the_same_units(content: bytes, encoding: str):
    table = read(content)
    assert table.encoding == encoding
    assert [(r.unit, r.x0, r.x1, r.bottom, r.top) for r in table.rows] == [
        ("S1-01", 0.0, 4500.0, 3200.0, 4700.0),
        ("S1-02", 4500.0, 9000.0, None, None),
    ]


def test_english_headings_with_units_in_words_and_full_width_brackets_are_known():
    table = read("Unit; From（厘米）; To [cm]; Comment\nA-1; 0; 1,200; corner\n")
    assert (table.rows[0].x1, table.ignored) == (12_000.0, ("Comment",))


def test_a_unit_that_nobody_states_is_asked_for_and_never_guessed():
    plain = "铺位,起点,终点\nS1-01,0,4500\n"
    told = refused(plain)
    assert (told.code, told.params["first"]) == ("units.unit_missing", "起点")
    assert read(plain, Unit.MM).rows[0].x1 == 4500.0
    assert read(plain, Unit.CM).rows[0].x1 == 45_000.0


@pytest.mark.parametrize(
    ("words", "code", "line"),
    [
        ("", "no_rows", None),
        ("铺位,起点(m),终点(m)\n", "no_rows", None),
        ("a,b,c\n1,2,3\n", "no_headings", 1),
        ("铺位,起点(m)\nS1,0\n", "heading_missing", 1),
        ("铺位,起点(m),起点(mm),终点(m)\nS1,0,0,1\n", "heading_twice", 1),
        ("铺位,起点(ft),终点(m)\nS1,0,1\n", "unit_unknown", 1),
        ("铺位,起点(m),终点(m)\nS1,0,1\nS1,1,2\n", "twice", 3),
        ("铺位,起点(m),终点(m)\n\n\nS1,0,\n", "cell_empty", 4),
        ("铺位,起点(m),终点(m)\n一号铺,0,1\n", "bad_id", 2),
        ("铺位,起点(m),终点(m)\nS1,0,4.5米\n", "bad_number", 2),
        ("铺位,起点(m),终点(m)\nS1,0,nan\n", "bad_number", 2),
        ("铺位,起点(m),终点(m)\nS1,0,1e99\n", "bad_number", 2),
        ("铺位;起点(m);终点(m)\nS1;0;4,5\n", "bad_number", 2),
        ("铺位,起点(m),终点(m)\nS1,0,4500000\n", "out_of_range", 2),
        ("铺位,起点(m),终点(m)\nS1,4,1\n", "crossed", 2),
        ("铺位,起点(m),终点(m),上沿(m)\nS1,0,4,3\n", "half_told", 2),
        ("铺位,起点(m),终点(m),允许颜色\nS1,0,4,rot\n", "bad_colour", 2),
        (b"PK\x03\x04\x00\x00\xff\xff\x00", "not_text", None),
    ],
)
def test_what_is_no_table_is_refused_with_its_line(words: str | bytes, code: str, line: int | None):
    told = refused(words)
    assert told.code == f"units.{code}"
    assert (told.at.line if told.at else None) == line


def test_an_option_that_contradicts_the_heading_is_refused():
    assert refused(ZH, Unit.MM).code == "units.unit_disagrees"


def test_units_and_bands_replace_those_of_the_face_and_the_rest_is_kept():
    plan = plan_of()
    (face,) = faces_with(plan, read(ZH))
    assert [(u.id, u.x0_mm, u.x1_mm, u.bays) for u in face.units] == [
        ("S1-01", 0.0, 4500.0, ("1-2",)),
        ("S1-02", 4500.0, 9000.0, ("2-3",)),
    ]
    assert [(b.id, b.rect.y0, b.rect.y1) for b in face.bands] == [("B1", 3200.0, 4700.0)]
    assert face.openings == plan.faces[0].openings


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("铺位,立面,起点(m),终点(m)\nS1-01,north,0,4\n", "no_such_face"),
        ("铺位,起点(m),终点(m)\nNEW,0,4\n", "storey_missing"),
        ("铺位,楼层,起点(m),终点(m)\nNEW,5层,0,4\n", "no_such_storey"),
        ("铺位,楼层,起点(m),终点(m)\nNEW,1F,8,9.5\n", "off_the_face"),
    ],
)
def test_a_row_that_fits_nowhere_is_refused_with_its_line(words: str, code: str):
    with pytest.raises(PlanError) as told:
        faces_with(plan_of(), read(words), file="t.csv")
    assert told.value.code == f"units.{code}"
    assert told.value.at is not None
    assert told.value.at.line == 2


def test_the_table_of_proposed_bands_reads_back_as_the_same_units_and_bands():
    plan = read_plan(Path(__file__).parents[2] / "samples/plans/jingwan-li.json")
    layout = propose_bands(plan, books_for(plan.city, ON), ON, FontCatalogue.standard())
    table = read(band_table(layout))
    assert table.ignored == ()  # its own remarks are no news
    assert read(band_table(layout, Lang.EN)).ignored == ()
    faces = faces_with(plan, table)
    assert faces[0].units == layout.plan.faces[0].units
    assert set(faces[0].bands) == set(layout.plan.faces[0].bands)


cells = st.text(st.sampled_from("0123456789.,-;\t\"'\n 铺位起点终(m)Sé\x00nan"), max_size=12)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=120), st.lists(cells, max_size=12).map(lambda c: (ZH + ",".join(c)).encode())))
def test_no_table_makes_the_reader_crash(content: bytes):
    with contextlib.suppress(PlanError):
        faces_with(plan_of(), read(content))


def test_the_command_writes_a_new_revision(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "old.json").write_bytes(write_plan(plan_of()))
    (tmp_path / "u.csv").write_bytes(ZH.encode("gbk"))
    words = [str(tmp_path / "u.csv"), "--onto", str(tmp_path / "old.json"), "-o", str(tmp_path / "new.json")]
    assert run(["plan", "import-units", *words, "--valid-from", "2026-06-01"]) == 0
    assert "2 个铺位、1 条招牌带" in capsys.readouterr().out
    new = parse_plan((tmp_path / "new.json").read_bytes())
    assert (new.revision, new.valid_from) == ("2", date(2026, 6, 1))
    assert run(["plan", "import-units", *words, "--valid-from", "2020-06-01"]) == 2


def test_a_fault_of_the_new_plan_names_the_line_of_its_unit_or_band():
    table = read(ZH[: ZH.index("\n")] + "\nS1-01,0,4.5,3.2,4.7\nS1-02,4.4,9,3.0,4.7\n")
    plan = plan_of()
    new = replace(plan, faces=faces_with(plan, table, file="t.csv"))
    told = [at_line_of(problem, new, table, file="t.csv") for problem in validate(new)]
    places = {p.code: (p.at.file, p.at.line) for p in told if p.at is not None}
    assert places["plan.units_overlap"] == ("t.csv", 3)
    assert places["plan.bands_overlap"] == ("t.csv", 3)
    assert "t.csv:3" in told[0].words()


HEAD = "铺位,起点({u}),终点({u}),招牌带下沿({b}),招牌带上沿({b})\n"
METRES = "P1,0,4.5,3.4,4.1\nP2,4.5,9,3.4,4.1\nP3,9,13.5,3.4,4.1\n"
MILLIMETRES = "P1,0,4500,3400,4100\nP2,4500,9000,3400,4100\n"


@pytest.mark.parametrize(
    ("units", "rows", "likely", "clue"),
    [
        (("mm", "mm"), METRES, "m", "铺位宽 4.5 mm"),
        (("cm", "cm"), METRES, "m", "铺位宽 4.5 cm"),
        (("m", "m"), MILLIMETRES, "mm", "铺位宽 4500 m"),
        (("mm", "m"), "P1,0,4500,3400,4100\n", "mm", "招牌带高 700 m、招牌带下沿 3400 m"),
        (("m", "m"), "P1,0,450,340,410\n", "cm", "铺位宽 450 m"),
    ],
)
def test_sizes_that_are_usual_in_another_unit_are_refused_with_its_name(units, rows, likely, clue):
    error = refused(HEAD.format(u=units[0], b=units[1]) + rows)
    assert (error.code, error.params["likely"]) == ("units.unit_doubted", likely)
    words = describe(error).message
    assert clue in words
    assert f"很可能是 {likely}" in words


def test_a_unit_that_only_the_option_names_is_doubted_too():
    assert refused(HEAD.replace("({u})", "").replace("({b})", "") + METRES, Unit.MM).params["likely"] == "m"


def test_heading_and_option_together_settle_an_unusual_unit():
    table = read(HEAD.format(u="mm", b="mm") + METRES, Unit.MM)
    assert [row.x1 for row in table.rows] == [4.5, 9.0, 13.5]


def test_one_line_in_another_unit_is_refused_by_its_number():
    error = refused(HEAD.format(u="m", b="m") + METRES + "P4,13500,18000,3.4,4.1\n")
    assert (error.code, error.at and error.at.line, error.params["likely"]) == ("units.line_doubted", 5, "mm")


@pytest.mark.parametrize("rows", ["K1,0,0.9,2.5,2.9\n", "H1,0,85,3.4,9.8\n", "B1,0,6,-1.2,-0.4\n"])
def test_a_small_stall_a_wide_hall_and_a_sunken_shop_are_read(rows):
    assert len(read(HEAD.format(u="m", b="m") + rows).rows) == 1


def test_colours_of_a_palette_may_be_named_and_listed_in_any_way():
    words = '铺位,起点(m),终点(m),允许颜色\nS1,0,4,"红、dark grey，#a0a0a0"\nS2,4,8,#a0a0a0 藏青色\n'
    first, second = read(words).rows
    assert first.palette == ("#C8161D", "#4A4F55", "#A0A0A0")
    assert second.palette == ("#A0A0A0", "#1B2F52")
