"""`signage check --report` and `--trace`, `signage check-front`: files by their suffix, verdicts as exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import FAILING, PLAN, SPEC

ON = ("--on", "2026-11-24")
LIST = """unit,name,width_mm,height_mm
S1-01,石榴巷面馆,3600,900
S1-02,晶湾盐业生活馆,6900,1700
"""


def check(signage, *more: str):
    return signage("check", FAILING, "--frontage", PLAN, "--unit", "S1-05", *ON, *more)


def test_a_report_is_written_in_every_form_and_the_same_twice(signage):
    ended = check(signage, "--report", "a.html", "--report", "a.json", "--report", "a.pdf")
    assert ended.status == 1
    assert "la-08" in ended.out
    first = {path.suffix: path.read_bytes() for path in Path().glob("a.*")}
    assert set(first) == {".html", ".json", ".pdf"}
    assert first[".pdf"].startswith(b"%PDF-")
    assert json.loads(first[".json"])["verdict"] == "FAIL"
    check(signage, "--report", "b.html", "--report", "b.json")
    assert Path("b.html").read_bytes() == first[".html"]
    assert Path("b.json").read_bytes() == first[".json"]


def test_a_report_of_another_form_is_refused_before_anything_is_done(signage):
    ended = check(signage, "--report", "a.docx", "--report", "a.html")
    assert ended.status == 2
    assert ".pdf" in ended.err
    assert not Path("a.html").exists()


def test_the_trace_names_every_rule_with_what_it_asks_and_what_was_found(signage):
    out = check(signage, "--trace").out
    for words in ("la-01d", "300 mm – 700 mm", "820 mm", "cn-14"):
        assert words in out


def test_the_schema_of_a_report_is_published(signage):
    schema = signage("schema", "report").json
    assert schema["properties"]["form"] == {"const": "signage.check-report/1"}


def test_a_front_is_checked_and_drawn_from_a_list(signage):
    Path("signs.csv").write_text(LIST, encoding="utf-8")
    ended = signage("check-front", PLAN, "--list", "signs.csv", "-o", "front.svg", *ON)
    assert ended.status == 1
    assert "晶湾盐业生活馆" in ended.out
    assert "面板高度" in ended.out
    assert Path("front.svg").read_bytes().startswith(b"<")


def test_a_front_is_checked_from_a_folder_of_specifications_named_by_unit(signage):
    from signage.resources import bundled

    Path("specs").mkdir()
    Path("specs/S1-02.toml").write_bytes((bundled("samples") / Path(SPEC).relative_to("samples")).read_bytes())
    ended = signage("check-front", PLAN, "--specs", "specs", "--json", *ON)
    assert ended.status == 0
    assert [(one["unit"], one["verdict"]) for one in ended.json["signs"]] == [("S1-02", "PASS")]


def test_a_sign_that_cannot_be_drawn_is_a_row_with_its_reason_and_does_not_stop_the_others(signage):
    Path("signs.csv").write_text(LIST + "S1-03,盐𒀀,3000,900\n", encoding="utf-8")
    ended = signage("check-front", PLAN, "--list", "signs.csv", "--json", *ON)
    assert ended.status == 1
    assert [one["unit"] for one in ended.json["signs"]] == ["S1-01", "S1-02"]
    assert "U+12000" in ended.json["refused"][0]["why"]


@pytest.mark.parametrize(
    ("content", "more", "says"),
    [
        (LIST, (), "--specs"),
        (LIST, ("--list", "signs.csv", "--specs", "."), "--list"),
        ("unit,width_mm\nS1-01,3\n", ("--list", "signs.csv"), "name"),
        ("unit,name,colour of the door\nS1-01,店,red\n", ("--list", "signs.csv"), "colour of the door"),
        ("unit,name,widht_mm\nS1-01,店,3000\n", ("--list", "signs.csv"), "最接近的是 width_mm"),
        ("unit,name,width_mm,宽度\nS1-01,店,3000,4000\n", ("--list", "signs.csv"), "宽度"),
        ("unit,name\nS1-01,店,铺\n", ("--list", "signs.csv"), "多出 1 格"),
        ("unit,name\n,店\n", ("--list", "signs.csv"), "没有铺位编号"),
        (LIST + "S1-01,茶坊,3000,900\n", ("--list", "signs.csv"), "S1-01"),
        (LIST + "S9-99,茶坊,3000,900\n", ("--list", "signs.csv"), "S9-99"),
        (LIST + "S1-03,茶坊,wide,900\n", ("--list", "signs.csv"), "4"),
        (LIST, ("--list", "signs.csv", "-o", "front.dxf"), ".png"),
        (LIST, ("--list", "signs.csv", "-o", "front.png", "--face", "nix"), "nix"),
        (LIST, ("--list", "none.csv"), "none.csv"),
        (LIST, ("--specs", "nowhere"), "nowhere"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_wrong_list_or_option_is_refused_in_words(signage, content, more, says):
    Path("signs.csv").write_text(content, encoding="utf-8")
    ended = signage("check-front", PLAN, *more, *ON)
    assert ended.status == 2
    assert says in ended.err
    assert not Path("front.png").exists()


def test_a_list_saved_by_a_chinese_spreadsheet_is_read_and_says_so(signage):
    Path("signs.csv").write_bytes(LIST.encode("gbk"))
    ended = signage("check-front", PLAN, "--list", "signs.csv", *ON)
    assert ended.status == 1
    assert "晶湾盐业生活馆" in ended.out
    assert "GB 18030" in ended.err


def test_a_list_in_no_known_encoding_is_refused_in_a_whole_sentence(signage):
    Path("signs.csv").write_bytes(LIST.encode() + b"S1-10,\xff\xff\xff,3000,900\n")
    ended = signage("check-front", PLAN, "--list", "signs.csv", *ON)
    assert ended.status == 2
    assert "清单既不是 UTF-8，也不是 GB 18030" in ended.err


def test_the_summary_counts_signs_that_cannot_be_drawn_without_an_empty_place_before_them(signage):
    Path("signs.csv").write_text("unit,name\nS1-03,盐𒀀\n", encoding="utf-8")
    ended = signage("check-front", PLAN, "--list", "signs.csv", *ON)
    assert "1 块招牌：画不出来 1 块" in ended.out


def test_proposed_signs_beside_each_other_that_do_not_line_up_are_a_remark_and_no_verdict(signage):
    rows = "unit,name,width_mm,height_mm,bottom_mm\nS1-06,茶坊,2500,900,3200\nS1-07,盐铺,2500,900,3300\n"
    Path("signs.csv").write_text(rows, encoding="utf-8")
    ended = signage("check-front", PLAN, "--list", "signs.csv", "-o", "front.svg", *ON)
    assert "底边相差 100 mm（3200 → 3300）" in ended.out
    assert "底边相差 100 mm" in Path("front.svg").read_text("utf-8")
    found = signage("check-front", PLAN, "--list", "signs.csv", "--json", *ON).json
    remark = found["remarks"][0]
    assert (remark["left"], remark["right"], remark["bottom_mm"]) == ("S1-06", "S1-07", [3200.0, 3300.0])
    assert "step by 100 mm" in remark["text_en"]
    for one in found["signs"]:
        assert not any("3300" in finding["message_zh"] for finding in one["findings"] if finding["verdict"] == "FAIL")


def test_a_list_of_units_and_names_alone_gets_signs_of_the_usual_size(signage, tmp_path):
    (tmp_path / "l.csv").write_text("unit,name\nS1-02,海盐生活馆\nS1-10,海盐小铺\n", "utf-8")
    told = signage("check-front", PLAN, "--list", str(tmp_path / "l.csv"), *ON)
    assert "2 块招牌" in told.out
