"""Facts that no drawing shows: said in either language, and what says nothing known is neither yes nor no."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path as File
from typing import Any

import pytest

from signage.cli.app import run
from signage.errors import Location
from signage.frontage import Proposal, Unsurveyed
from signage.geometry import Path, Rect
from signage.locale import Lang, describe
from signage.resources import bundled
from signage.rules import Verdict, books_for, check, load_book
from signage.rules.measures import FACT_FORMS, Fact, NotUnderstood, Subject, measure_names, measure_of, told
from signage.rules.measures.fact_forms import FactKind
from tests.rules.scenery import scene

ON = date(2026, 11, 24)
_SIGNS: tuple[dict[str, Any], ...] = (
    {},
    {"is_lit": False},
    {"form": "hanging"},
    {"form": "freestanding", "bottom": 0.0},
    {"form": "freestanding", "bottom": 0.0, "is_lit": False},
    {"faces": 2},
    {"second_line": "SALT"},
    {"form": "canopy", "canopy": [500.0, 2700.0, 5500.0, 3000.0]},
    {"side": [600.0, 100.0, 150.0]},
    {"carrier": "display"},
    {"storeys": 3, "bottom": 8600.0, "rescue": []},
)


def read(proposal: Proposal, name: str) -> Any:
    measure = measure_of(name)
    assert measure is not None
    return measure.read(Subject(proposal))


def value(proposal: Proposal, name: str) -> object:
    found = read(proposal, name)
    return None if found.missing is not None else (found.quantity, found.text, found.words)


def verdict(proposal: Proposal, book: str, rule: str) -> Verdict:
    return next(f.verdict for f in check(proposal, [load_book(book)], ON).findings if f.rule_id == rule)


def test_every_fact_that_a_measure_reads_has_a_form():
    asked = {fact for name in measure_names() if (one := measure_of(name)) for fact in one.facts}
    assert asked <= set(FACT_FORMS)


@pytest.mark.parametrize(
    ("name", "said", "meant"),
    [
        ("external_light", "有", True),
        ("external_light", "无", False),
        ("open_24h", "No", False),
        ("restricted_place", "消防设施", ("fire_facility",)),
        ("restricted_place", "Fire-Facility，违法建筑", ("fire_facility", "illegal_building")),
        ("restricted_place", "无", ()),
        ("forbidden_cases", "没有", ()),
        ("forbidden_cases", False, ()),
        ("advert_class", 5.0, "5"),
        ("advert_class", "4B", "4b"),
        ("wall_angle", "90", 90.0),
        ("licence_name", 58.0, "58"),
        ("replaces", "X1、X2, X3", ("X1、X2", "X3")),
    ],
)
def test_facts_are_understood_in_either_language(name: str, said: Fact, meant: Fact):
    assert told(name, said) == meant


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("is_dynamic", "video"),
        ("is_dynamic", 1.0),
        ("external_light", "perhaps"),
        ("restricted_place", "消防栓旁边"),
        ("restricted_place", True),
        ("advert_class", "7"),
        ("wall_angle", "square"),
        ("wall_angle", True),
    ],
)
def test_what_says_nothing_known_is_refused_with_what_may_be_said(name: str, said: Fact):
    with pytest.raises(NotUnderstood) as refused:
        told(name, said)
    placed = refused.value.located(Location(file="signs.csv", line=3))
    assert isinstance(placed, NotUnderstood)
    for lang in Lang:
        words = describe(placed, lang)
        assert name in words.message
        assert words.hint


# With these said as well, each of the others makes a difference somewhere.
_BESIDE: dict[str, Fact] = {
    "arcade_depth": 2000.0,
    "designated_area": "none",
    "face_angle_deg": 10.0,
    "face_gap_mm": 100.0,
    "hanging_outer_edge": 3000.0,
    "is_forecourt": True,
    "is_retail_park": False,
    "premises": "shop",
}
_CLOSED = sorted(n for n, form in FACT_FORMS.items() if form.kind not in (FactKind.NAMES, FactKind.TEXT))
_SAID: dict[FactKind, tuple[Fact, ...]] = {FactKind.YES_NO: (True, False), FactKind.NUMBER: (1.0, 4000.0)}


@pytest.mark.parametrize("name", _CLOSED)
def test_a_value_that_is_not_understood_decides_nothing(name: str):
    """Wherever two known values make a difference, an unknown one leaves the measure without a value."""
    form = FACT_FORMS[name]
    said = _SAID.get(form.kind) or tuple(form.values)
    told_apart = False
    for sign in _SIGNS:
        for measure in (m for m in measure_names() if (one := measure_of(m)) and name in one.facts):
            values = [value(scene({**_BESIDE, name: one}, **sign), measure) for one in said]
            if len(set(map(repr, values))) > 1:
                told_apart = True
                assert value(scene({**_BESIDE, name: "perhaps so"}, **sign), measure) is None, (measure, sign)
    assert told_apart or name in ("is_forecourt", "is_medical", "is_retail_park", "face_gap_mm", "light_uniformity"), (
        name
    )


def test_the_command_refuses_a_value_that_no_rule_understands(capsys: pytest.CaptureFixture[str]):
    words = ["check", "samples/specs/jingwan-shenghuoguan.toml", "--frontage", "samples/plans/jingwan-li.json"]
    words += ["--unit", "S1-02", "--on", "2026-11-24", "--fact", "external_light=spotlights"]
    assert run(words) == 2
    assert "spotlights" in capsys.readouterr().err


def test_letters_on_a_lit_face_are_part_of_it_and_counted_once():
    lit = scene(carrier="box", width=5800.0, height=1700.0, letter=600.0, unit_width=8000.0)
    pieces = tuple(replace(p, is_face_lit=True, luminance_cd_m2=500.0) for p in lit.sign.layout.pieces)
    box = replace(lit, sign=replace(lit.sign, layout=replace(lit.sign.layout, pieces=pieces)))
    assert read(box, "lit_area").quantity.value == pytest.approx(5.8 * 1.7)
    letters = read(lit, "lit_area").quantity.value
    assert letters == pytest.approx(4 * 0.5 * 0.6)


def test_lit_pieces_that_lie_partly_on_each_other_count_what_is_seen():
    lit = scene(text="AB", letter=400.0, content_width=800.0)
    one, two = (p for p in lit.sign.layout.pieces if p.text)
    shifted = replace(two, outline=Path.polygon(list(Rect.sized(700.0, 400.0, 400.0, 400.0).corners)))
    others = tuple(p for p in lit.sign.layout.pieces if not p.text)
    layout = replace(lit.sign.layout, pieces=(*others, one, shifted))
    assert read(replace(lit, sign=replace(lit.sign, layout=layout)), "lit_area").quantity.value == pytest.approx(0.24)


def test_a_dark_zone_above_its_table_is_for_an_officer_and_never_a_pass():
    for width, wanted in ((5.0, Verdict.FAIL), (6.0, Verdict.REVIEW)):
        given = {"light_source": "internal", "dynamic": "no", "zone": "E1", "luminance": "600 cd/m2"}
        from signage.rules.book import BookTest
        from signage.rules.book_tests import run_test

        for book, rule in (("cn-national", "cn-01"), ("cn-hangzhou-2023", "hz-26")):
            found = load_book(book).rule(rule)
            assert found is not None
            test = BookTest(name="w", given=tuple({**given, "lit_area": f"{width * 1.9} m2"}.items()), verdict=wanted)
            assert run_test(found, test) is wanted


def test_a_floodlit_sign_counts_among_the_lit_ones():
    flood = scene({"external_light": True, "district": "C1-2"}, is_lit=False, text="CINDER")
    assert read(flood, "lit_sign_area_ft2").quantity.value == pytest.approx(4.0 / 0.09290304)
    assert read(flood, "unlit_area_ft2").quantity.value == 0.0


def test_the_exception_for_projecting_signs_frees_no_other():
    facts = {"district": "M1-5A", "street_line_mm": 0.0}
    assert verdict(scene(facts, is_lit=False, depth=889.0), "us-nyc", "ny-02") is Verdict.FAIL
    side = scene(facts, is_lit=False, side=[600.0, 100.0, 150.0])
    assert verdict(side, "us-nyc", "ny-02") is Verdict.NOT_APPLICABLE


def test_a_stated_class_makes_no_consent_where_the_light_or_the_place_forbids_it():
    area = {"advert_class": "4b", "designated_area": "conservation_area"}
    assert read(scene(area), "deemed_class").text == "express"
    assert read(scene({**area, "designated_area": "none"}), "deemed_class").text == "4b"
    assert read(scene({"advert_class": "4b"}), "deemed_class").missing is not None
    assert read(scene({"advert_class": "5"}), "deemed_class").text == "express"
    assert read(scene({"advert_class": "5"}, is_lit=False), "deemed_class").text == "5"
    assert read(scene({"advert_class": "5", "is_medical": True}), "deemed_class").text == "5"


def test_a_round_projecting_sign_is_held_against_its_diameter_alone():
    small = {"side": [401.0, 100.0, 100.0], "height": 401.0, "is_round": True, "bottom": 3000.0}
    assert read(scene(**small), "side_longest").absent is not None
    assert verdict(scene(**small), "cn-hangzhou-2023", "hz-08") is Verdict.FAIL
    assert verdict(scene(**{**small, "side": [400.0, 100.0, 100.0], "height": 400.0}), "cn-hangzhou-2023", "hz-08") is (
        Verdict.PASS
    )


def test_a_display_must_say_whether_it_moves():
    assert read(scene(carrier="display"), "dynamic").missing is not None
    assert read(scene({"is_dynamic": "否"}, carrier="display"), "dynamic").text == "no"
    assert read(scene(), "dynamic").text == "no"


def test_above_the_second_storey_a_plan_says_where_the_rescue_openings_are():
    high = {"storeys": 3, "bottom": 8600.0, "rescue": []}
    assert read(scene(**high), "rescue_overlap").missing is not None
    assert read(scene({"is_rescue_face": False}, **high), "rescue_overlap").absent is not None
    assert read(scene(storeys=3, rescue=[]), "rescue_overlap").absent is not None  # the sign is on the ground floor


def test_a_heritage_flag_says_nothing_of_the_other_forbidden_places():
    assert read(scene(), "restricted_place").missing is not None
    assert read(scene({"restricted_place": "none"}), "restricted_place").words == ()
    assert read(scene(is_heritage=True), "restricted_place").words == ("heritage",)


def test_a_city_without_a_book_passes_nothing():
    report = check(scene({"restricted_place": "none"}), books_for("六安市", ON), ON)
    assert report.verdict in (Verdict.UNMEASURED, Verdict.FAIL)
    told_of = next(f for f in report.findings if f.rule_id == "nc-01")
    assert told_of.verdict is Verdict.UNMEASURED
    assert "城市" in (told_of.missing or "")


def test_a_book_of_tomorrow_does_not_take_the_place_of_the_one_that_it_extends():
    city, national = load_book("demo-city"), load_book("cn-common-pattern")
    later = replace(city, valid_from=date(2030, 1, 1))
    found = {f.rule_id for f in check(scene(), [national, later], ON).findings}
    assert found == {rule.id for rule in national.rules if rule.in_force(ON)}


@pytest.mark.parametrize(
    ("lines", "kinds"),
    [
        ({"small_print": "经营范围：图书 文具"}, ("goods", "other")),
        ({"small_print": "盐埠路 18 号"}, ("address",)),
        ({"small_print": "电话：0564-3320000"}, ("phone",)),
        ({"second_line": "拿铁咖啡 现磨豆浆"}, ("other",)),
        ({"second_line": "晶湾盐业"}, ()),
        ({"second_line": "JINGWAN SALT"}, ()),
    ],
)
def test_words_beside_the_name_are_told(lines: dict[str, str], kinds: tuple[str, ...]):
    proposal = scene({"licence_name": "示例市晶湾盐业有限公司"})
    layout = proposal.sign.layout
    text = " ".join([layout.spec.name, *lines.values()])
    pieces = tuple(replace(p, text=text) if i == 1 else p for i, p in enumerate(layout.pieces))
    placed = replace(proposal.sign, layout=replace(layout, spec=replace(layout.spec, **lines), pieces=pieces))
    found = read(replace(proposal, sign=placed), "extra_content")
    assert set(kinds) >= set(found.words) - {"phone", "address", "goods"} or found.words == kinds
    assert ("other" in found.words) is ("other" in kinds)


def test_a_licence_that_begins_with_its_city_agrees_with_the_name_alone():
    proposal = scene({"licence_name": "示例云上书店有限公司"}, text="云上书店")
    assert read(proposal, "name_agreement").text == "short"


def test_the_facts_command_says_what_each_takes_and_who_asks(capsys: pytest.CaptureFixture[str]):
    assert run(["facts", "restricted_place"]) == 0
    told_of = capsys.readouterr().out
    assert "消防设施" in told_of
    assert "cn-13 (cn-national)" in told_of
    assert run(["facts", "--json"]) == 0
    assert {one["name"] for one in json.loads(capsys.readouterr().out)} == set(FACT_FORMS)
    assert run(["facts", "nothing"]) == 2


def test_an_open_finding_names_the_facts_that_would_settle_it_and_no_others():
    report = check(scene(), [load_book("cn-hangzhou-2023")], ON)
    by = {f.rule_id: f for f in report.findings}
    assert by["hz-16"].missing_facts == ("forbidden_cases", "restricted_place")
    assert by["hz-14c"].missing_facts == ("facade_luminance",)
    faces = tuple(replace(face, unsurveyed=(Unsurveyed.EXISTING,)) for face in scene().plan.faces)
    bare = replace(scene(), plan=replace(scene().plan, faces=faces))
    counted = next(f for f in check(bare, [load_book("cn-hangzhou-2023")], ON).findings if f.rule_id == "hz-11")
    assert counted.verdict is Verdict.UNMEASURED
    assert counted.missing_facts == ()  # no word makes up for a street that nobody looked at


def test_every_command_says_that_a_city_has_no_book(tmp_path: File, capsys: pytest.CaptureFixture[str]):
    plan = (
        (bundled("samples", "buildings") / "thirty-units.json")
        .read_text("utf-8")
        .replace('"city": "示例市"', '"city": "六安市"')
    )
    (tmp_path / "la.json").write_text(plan, "utf-8")
    out = ["-o", str(tmp_path / "banded.json")]
    assert run(["plan", "propose-bands", str(tmp_path / "la.json"), "--on", "2026-11-24", *out]) in (0, 1)
    assert "没有收录“六安市”的规则集" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("forbidden_cases", ""),
        ("restricted_place", " ，"),
        ("replaces", ""),
        ("facade_luminance", -5.0),
        ("wall_angle", 400.0),
        ("light_spill_percent", 300.0),
        ("arcade_depth", 1e9),
    ],
)
def test_an_answer_left_empty_and_a_number_that_cannot_be_say_nothing(name: str, said: Fact):
    with pytest.raises(NotUnderstood):
        told(name, said)


def test_a_level_may_lie_under_the_ground_floor():
    assert told("curb_level_mm", -300.0) == -300.0


def test_what_an_office_put_into_the_plan_is_not_overruled_and_what_was_measured_on_site_is():
    def on(facts: dict[str, Fact], **stated: Fact) -> Proposal:
        proposal = scene(stated)
        faces = tuple(replace(face, facts=tuple(facts.items())) for face in proposal.plan.faces)
        return replace(proposal, plan=replace(proposal.plan, faces=faces))

    assert read(on({"restricted_place": "heritage"}, restricted_place="none"), "restricted_place").words == (
        "heritage",
    )
    assert read(on({"has_lintel": "yes"}, has_lintel="no"), "lintel").text == "no"


def test_a_planned_band_is_no_proof_of_a_lintel():
    assert read(scene(), "lintel").missing is not None
    assert read(scene({"has_lintel": "有"}), "lintel").text == "yes"


def test_the_plans_own_bands_bind_in_every_city():
    books = books_for("杭州市", ON)
    by = {f.rule_id: f.verdict for f in check(scene(bottom=4270.0, kind="light-box"), books, ON).findings}
    assert (by["bp-01"], by["bp-02"]) == (Verdict.FAIL, Verdict.FAIL)
    bare = {f.rule_id: f.verdict for f in check(scene(has_band=False), books, ON).findings}
    assert {bare[rule] for rule in ("bp-01", "bp-02", "bp-03", "bp-04", "bp-05")} == {Verdict.NOT_APPLICABLE}


def test_the_facts_command_knows_consents(capsys: pytest.CaptureFixture[str]):
    assert run(["facts", "upper_owner_consent"]) == 0
    assert "楼上业主" in capsys.readouterr().out
