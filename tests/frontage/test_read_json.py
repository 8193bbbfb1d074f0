from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signage.errors import PlanError
from signage.frontage import inspect_plan, parse_plan, plan_schema, read_plan, write_plan
from signage.locale import Lang, describe
from signage.resources import bundled
from tests.frontage.builders import RING, as_bytes, face_of, plan_object, plan_of

Spoil = Callable[[dict[str, Any]], object]

_LENGTHS = {
    "width", "parapet", "pavement", "floor", "top", "slab", "x0", "x1", "bottom", "datum", "outline", "sill",
}  # fmt: skip


def in_unit(value: Any, unit: str, key: str = "") -> Any:
    """The same plan object with its lengths in another unit."""
    if isinstance(value, dict):
        return {k: unit if k == "unit" and v == "mm" else in_unit(v, unit, k) for k, v in value.items()}
    if isinstance(value, list):
        return [in_unit(v, unit, key) for v in value]
    if key in _LENGTHS and isinstance(value, int | float):
        return float(Decimal(repr(value)) / {"mm": 1, "cm": 10, "m": 1000}[unit])
    return value


def test_the_sample_street_reads_without_any_problem() -> None:
    path = bundled("samples", "plans", "jingwan-li.json")
    plan, problems = inspect_plan(path.read_bytes(), file=str(path))
    assert problems == ()
    assert plan == read_plan(path)
    assert plan is not None
    assert sum(len(face.units) for face in plan.faces) >= 12
    assert write_plan(plan) == path.read_bytes()


@pytest.mark.parametrize("unit", ["cm", "m"])
def test_the_same_street_in_another_unit_has_the_same_digest(unit: str) -> None:
    assert plan_of(in_unit(plan_object(), unit)).digest == plan_of().digest


@settings(max_examples=25, deadline=None)
@given(
    left=st.integers(0, 200_000),
    width=st.integers(100, 400_000),
    unit=st.sampled_from(["mm", "cm", "m"]),
    datum=st.integers(320_000, 469_999),
)
def test_reading_what_was_written_gives_an_equal_plan(left: int, width: int, unit: str, datum: int) -> None:
    raw = plan_object()
    x0 = left / 100
    face_of(raw)["bands"][0] |= {"x0": x0, "x1": min(4500.0, x0 + width / 100), "datum": datum / 100}
    plan = plan_of(in_unit(raw, unit))
    again = parse_plan(write_plan(plan))
    assert again == plan
    assert again.digest == plan.digest
    assert again.faces[0].bands[0].datum_mm == datum / 100


TABLE: list[tuple[str, Spoil, str]] = [
    ("no unit", lambda p: p.pop("unit"), "plan.unit_missing"),
    ("inches", lambda p: p.update(unit="in"), "plan.unit_unknown"),
    ("unit is a list", lambda p: p.update(unit=[]), "plan.unit_unknown"),
    ("version 2", lambda p: p.update(schema_version=2), "plan.version_unknown"),
    ("misspelt key", lambda p: face_of(p).update(paraper=1), "plan.key_unknown_but_near"),
    ("strange key", lambda p: p.update(zzz=1), "plan.key_unknown"),
    ("missing key", lambda p: p.pop("city"), "plan.key_missing"),
    ("negative width", lambda p: face_of(p).update(width=-5), "plan.length_out_of_range"),
    ("width 0", lambda p: face_of(p).update(width=0), "plan.length_out_of_range"),
    ("width 1e9", lambda p: face_of(p).update(width=1e9), "plan.length_out_of_range"),
    ("mm values in m", lambda p: p.update(unit="m"), "plan.length_out_of_range"),
    ("mm values in cm", lambda p: p.update(unit="cm"), "plan.storey_height_odd"),
    ("text for number", lambda p: face_of(p).update(width="9000"), "plan.not_a_number"),
    ("bool for number", lambda p: face_of(p).update(width=True), "plan.not_a_number"),
    ("number for text", lambda p: p.update(city=3), "plan.not_text"),
    ("empty text", lambda p: p.update(city="  "), "plan.not_text"),
    ("control character", lambda p: p.update(city="示\u0000例"), "plan.not_text"),
    ("long text", lambda p: p.update(city="示" * 300), "plan.text_too_long"),
    ("no list", lambda p: face_of(p).update(bays={}), "plan.not_a_list"),
    ("no bays", lambda p: face_of(p).update(bays=[]), "plan.list_too_short"),
    ("one coordinate", lambda p: face_of(p).update(pavement=[[0], [9000, 1]]), "plan.list_too_short"),
    ("three coordinates", lambda p: face_of(p).update(pavement=[[0, 1, 2], [9000, 1]]), "plan.list_too_long"),
    ("no object", lambda p: p.update(faces=[3]), "plan.not_an_object"),
    ("bad colour", lambda p: face_of(p).update(wall_colour="red"), "plan.not_a_colour"),
    ("bad id", lambda p: p.update(id="../x"), "plan.not_an_id"),
    ("bad date", lambda p: p.update(valid_from="2026-02-30"), "plan.not_a_date"),
    ("bad zone", lambda p: face_of(p).update(zone="E9"), "plan.not_one_of"),
    ("half an entrance", lambda p: face_of(p)["units"][0].update(entrances=0.5), "plan.not_a_count"),
    ("yes for true", lambda p: face_of(p).update(is_heritage="yes"), "plan.not_yes_or_no"),
    ("band inside out", lambda p: face_of(p)["bands"][0].update(x0=4300), "plan.box_inside_out"),
    ("open outline", lambda p: face_of(p)["openings"][0].update(outline=RING[:-1]), "plan.outline_open"),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "code"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_bad_input_is_refused_with_file_place_and_advice(spoil: Spoil, code: str) -> None:
    raw = plan_object()
    spoil(raw)
    with pytest.raises(PlanError) as caught:
        parse_plan(as_bytes(raw), file="bad.json")
    error = caught.value
    assert error.params.get("first_code", error.code) == code
    assert error.at is not None
    assert error.at.file == "bad.json"
    for lang in Lang:
        described = describe(error, lang)
        assert described.message
        assert described.hint
        assert "{" not in described.message + described.hint


def _replaced(old: bytes, new: bytes) -> bytes:
    content = as_bytes(plan_object())
    assert old in content
    return content.replace(old, new, 1)


BYTES: list[tuple[str, bytes, str]] = [
    ("nan", _replaced(b"9000", b"NaN"), "plan.not_finite"),
    ("infinity", _replaced(b"9000", b"-Infinity"), "plan.not_finite"),
    ("1e999", _replaced(b"9000", b"1e999"), "plan.not_a_number"),
    ("5000 digits", _replaced(b"9000", b"9" * 5000), "plan.json_unreasonable"),
    ("400 digits", _replaced(b"9000", b"9" * 400), "plan.not_a_number"),
    ("truncated", as_bytes(plan_object())[:700], "plan.json_truncated"),
    ("syntax", _replaced(b'"unit": "mm",', b'"unit": "mm"'), "plan.json_syntax"),
    ("twice", _replaced(b'"unit": "mm",', b'"unit": "mm", "unit": "cm",'), "plan.duplicate_key"),
    ("gb18030", json.dumps(plan_object(), ensure_ascii=False).encode("gb18030"), "plan.not_utf8"),
    ("empty", b" \n", "plan.file_empty"),
    ("list", b"[]", "plan.not_an_object"),
    ("null", b"null", "plan.not_an_object"),
    ("deep", b"[" * 100_000, "plan.json_unreasonable"),
    ("too big", b" " * (20 * 1024 * 1024 + 1), "plan.file_too_big"),
]


@pytest.mark.parametrize(("content", "code"), [row[1:] for row in BYTES], ids=[row[0] for row in BYTES])
def test_bytes_that_are_no_plan_are_refused(content: bytes, code: str) -> None:
    with pytest.raises(PlanError) as caught:
        parse_plan(content, file="bad.json")
    assert caught.value.code == code
    assert describe(caught.value).hint


def test_a_wrong_field_is_named_with_its_line() -> None:
    raw = plan_object()
    face_of(raw)["units"][1]["storey"] = "1"
    content = as_bytes(raw)
    with pytest.raises(PlanError) as caught:
        parse_plan(content, file="x.json")
    at = caught.value.at
    assert at is not None
    assert at.field == "faces[0].units[1].storey"
    assert at.line is not None
    assert '"storey": "1"' in content.decode().splitlines()[at.line - 1]


def test_all_faults_of_form_are_found_at_once() -> None:
    raw = plan_object()
    raw["city"] = 3
    face_of(raw)["width"] = -1
    plan, problems = inspect_plan(as_bytes(raw))
    assert plan is None
    assert {p.code for p in problems} == {"plan.not_text", "plan.length_out_of_range"}


def test_the_first_error_counts_the_rest() -> None:
    raw = plan_object()
    raw["city"] = 3
    raw["building"] = 4
    with pytest.raises(PlanError) as caught:
        parse_plan(as_bytes(raw), file="x.json")
    assert caught.value.code == "plan.first_of_many"
    assert caught.value.params["more"] == 1
    assert "signage plan validate x.json" in describe(caught.value).hint


def test_a_file_that_is_not_there_is_a_plan_error(tmp_path: Path) -> None:
    with pytest.raises(PlanError) as caught:
        read_plan(tmp_path / "none.json")
    assert caught.value.code == "plan.unreadable"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("overlapping-units", "plan.units_overlap"),
        ("open-polygon", "plan.outline_open"),
        ("no-unit", "plan.unit_missing"),
        ("band-over-window", "plan.band_over_opening"),
        ("pavement-short", "plan.pavement_short"),
    ],
)
def test_broken_samples_break_as_they_say(name: str, code: str) -> None:
    with pytest.raises(PlanError) as caught:
        read_plan(bundled("samples", "plans", "broken", f"{name}.json"))
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("storeys-apart", {"plan.storeys_apart", "plan.storey_skipped", "plan.rescue_missing"}),
        ("corner-apart", {"plan.baselines_apart"}),
    ],
)
def test_doubtful_samples_are_warned_of(name: str, codes: set[str]) -> None:
    plan, problems = inspect_plan(Path(str(bundled("samples", "plans", "broken", f"{name}.json"))).read_bytes())
    assert plan is not None
    assert {p.code for p in problems} == codes
    assert not any(p.is_error for p in problems)


def test_the_schema_describes_every_key_of_the_sample() -> None:
    schema = plan_schema()
    face = schema["$defs"]["FacePart"]["properties"]
    sample = json.loads(bundled("samples", "plans", "jingwan-li.json").read_bytes())
    assert set(sample) <= set(schema["properties"])
    assert set(sample["faces"][0]) <= set(face)
    assert schema["additionalProperties"] is False
    assert "unit" in schema["required"]
    assert face["pavement"]["description"]


def test_dates_are_dates() -> None:
    assert plan_of().valid_from == date(2026, 1, 1)


def test_facts_of_the_place_are_read_and_written_again() -> None:
    spoilt = plan_object()
    spoilt["faces"][0] |= {"facts": {"district": "C1-2", "is_special_control": False, "kerb_rise": 150.5}}
    spoilt["faces"][0]["is_heritage"] = True
    plan = parse_plan(as_bytes(spoilt), file="p.json")
    assert plan.faces[0].facts == (("district", "C1-2"), ("is_special_control", False), ("kerb_rise", 150.5))
    assert parse_plan(write_plan(plan), file="p.json") == plan
    assert plan.digest != plan_of(plan_object()).digest


@pytest.mark.parametrize("facts", [{"District": "x"}, {"a b": "x"}, {"a": []}, {"a": "\n"}, {"a": float("nan")}])
def test_facts_that_are_no_words_numbers_or_truths_are_refused(facts: dict[str, object]) -> None:
    spoilt = plan_object()
    spoilt["faces"][0] |= {"facts": facts}
    with pytest.raises(PlanError):
        parse_plan(as_bytes(spoilt), file="p.json")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"  0\nSECTION\n  2\nHEADER\n", "DXF"),
        (b"999\nmade by hand\n0\r\nSECTION\r\n", "DXF"),
        (b"AutoCAD Binary DXF\r\n\x1a\x00", "DXF"),
        (b"AC1032\x00\xff\x00", "DWG"),
        (b'<?xml version="1.0"?><svg/>', "SVG"),
        (b'{"type": "FeatureCollection", "features": []}', "GeoJSON"),
    ],
)
def test_a_drawing_in_the_place_of_a_plan_is_sent_to_the_import(content: bytes, kind: str) -> None:
    with pytest.raises(PlanError) as caught:
        parse_plan(content, file="front.dxf")
    assert (caught.value.code, caught.value.params["kind"]) == ("plan.is_drawing", kind)
    assert "signage plan import front.dxf" in str(describe(caught.value, Lang.EN))


@pytest.mark.parametrize(("gap", "code"), [(0.4, "plan.pavement_drawn_out"), (1.0, "plan.pavement_drawn_out")])
def test_a_pavement_short_by_a_rounding_is_drawn_out_and_told(gap: float, code: str) -> None:
    spoilt = plan_object()
    face_of(spoilt)["pavement"] = [[gap, -150], [9000 - gap, -200]]
    plan, problems = inspect_plan(as_bytes(spoilt), file="p.json")
    assert plan is not None
    assert [(p.x, p.y) for p in plan.faces[0].pavement] == [(0, -150), (9000, -200)]
    assert [(p.code, p.is_error, p.params["gap_mm"]) for p in problems] == [(code, False, f"{gap:.2f}")] * 2
    assert parse_plan(write_plan(plan)) == plan


def test_a_pavement_short_by_more_than_a_rounding_is_an_error_and_stays_as_written() -> None:
    spoilt = plan_object()
    face_of(spoilt)["pavement"] = [[0, -150], [8998.99, -200]]
    plan, problems = inspect_plan(as_bytes(spoilt), file="p.json")
    assert plan is not None
    assert plan.faces[0].pavement[-1].x == 8998.99
    assert [p.code for p in problems] == ["plan.pavement_short"]
