from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signage.design import (
    Colours,
    LetterConstruction,
    Lighting,
    Position,
    SignSpec,
    TextStyle,
    parse_spec,
    read_spec,
    spec_of,
    spec_schema,
    write_spec,
)
from signage.errors import SpecError
from signage.locale import Lang, all_codes, describe
from signage.resources import bundled

GOOD = """schema_version = 1

[sign]
kind = "panel-letters"
width_mm = 6000
height_mm = 1200

[text]
name = "晶湾盐业生活馆"
"""

SAMPLES = sorted(bundled("samples", "specs").glob("*.toml"))


def refused(text: str) -> SpecError:
    with pytest.raises(SpecError) as caught:
        parse_spec(text, file="shop.toml")
    error = caught.value
    assert error.code in all_codes()
    for lang in Lang:
        words = describe(error, lang)
        assert words.message
        assert words.hint
        assert "{" not in words.message + words.hint
    assert error.at is not None
    assert error.at.file == "shop.toml"
    return error


def test_a_small_spec_takes_everything_else_from_its_kind() -> None:
    assert parse_spec(GOOD) == SignSpec(kind="panel-letters", name="晶湾盐业生活馆", width_mm=6000, height_mm=1200)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_every_sample_reads_and_survives_being_written(path: Path) -> None:
    spec = read_spec(path)
    assert parse_spec(write_spec(spec)) == spec


def test_the_samples_are_three_shops_of_three_constructions() -> None:
    specs = [read_spec(path) for path in SAMPLES]
    assert {"panel-letters", "wall-letters", "light-box"} <= {spec.kind for spec in specs}


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("0", "spec.out_of_range"),
        ("-5", "spec.out_of_range"),
        ("1e9", "spec.out_of_range"),
        ("199.9", "spec.out_of_range"),
        ("60000.1", "spec.out_of_range"),
        ("nan", "spec.not_finite"),
        ("inf", "spec.not_finite"),
        ("1e400", "spec.not_finite"),
        ('"6000"', "spec.not_a_number"),
        ("true", "spec.not_a_number"),
        ("[6000]", "spec.not_a_number"),
        ("2026-01-01", "spec.not_a_number"),
    ],
)
def test_a_width_that_is_none_is_refused_with_its_line_and_field(value: str, code: str) -> None:
    error = refused(GOOD.replace("6000", value))
    assert error.code == code
    assert error.at is not None
    assert (error.at.line, error.at.field) == (5, "sign.width_mm")


def test_the_bounds_of_the_width_are_themselves_allowed() -> None:
    for width in ("200", "60000"):
        assert parse_spec(GOOD.replace("6000", width)).width_mm == float(width)


def test_the_message_of_a_range_says_what_is_allowed() -> None:
    assert "200" in describe(refused(GOOD.replace("6000", "5"))).hint
    assert "60000" in describe(refused(GOOD.replace("6000", "5"))).hint


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("height_mm", "100 到 10000 mm 之间"),
        ("return_depth_mm", "3 到 1000 mm 之间"),
        ("luminance_cd_m2", "1 到 10000 cd/m² 之间"),
        ("temperature_k", "1800 到 10000 K 之间"),
        ("weight", "100（最细）到 900（最粗）"),
        ("faces", "1 到 2 之间"),
    ],
)
def test_the_range_of_a_field_has_the_fields_own_unit(key: str, said: str) -> None:
    fields = {"kind": "panel-letters", "width_mm": 6000, "height_mm": 1200, "name": "晶湾"}
    with pytest.raises(SpecError) as caught:
        spec_of({**fields, key: -5})
    told = describe(caught.value)
    assert said in told.hint
    assert "-5" in told.message
    assert "毫米" not in told.hint
    assert caught.value.at is not None
    assert caught.value.at.field == key


def test_an_unknown_key_is_refused_with_the_nearest_known_one() -> None:
    error = refused(GOOD.replace("width_mm", "widht_mm"))
    assert error.code == "spec.unknown_key_near"
    assert error.params["near"] == "width_mm"
    assert error.at is not None
    assert error.at.line == 5


def test_an_unknown_section_is_refused() -> None:
    assert refused(GOOD + "\n[weather]\nwind = 3\n").code == "spec.unknown_key"


@pytest.mark.parametrize("missing", ["schema_version = 1", 'kind = "panel-letters"', "height_mm = 1200"])
def test_a_missing_key_is_named(missing: str) -> None:
    error = refused(GOOD.replace(missing, ""))
    assert error.code == "spec.missing_key"
    assert missing.split(" =")[0] in str(error.params["key"])


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"panel-letters"', '"neon"', "spec.unknown_kind"),
        ('"晶湾盐业生活馆"', '""', "typography.empty_text"),
        ('"晶湾盐业生活馆"', '"盐\\u200d业"', "typography.refused_character"),
        ('"晶湾盐业生活馆"', f'"{"盐" * 41}"', "typography.too_long"),
        ('"晶湾盐业生活馆"', '"盐 שלום"', "typography.mixed_direction"),
        ('"晶湾盐业生活馆"', "12", "spec.wrong_type"),
        ('"晶湾盐业生活馆"', '"盐业', "spec.not_toml"),
        ("schema_version = 1", "schema_version = 2", "spec.not_one_of"),
    ],
)
def test_a_bad_value_is_refused_with_its_own_words(old: str, new: str, code: str) -> None:
    assert refused(GOOD.replace(old, new)).code == code


@pytest.mark.parametrize(
    ("section", "code"),
    [
        ('[colours]\npanel = "rgb(1,2,3)"', "spec.bad_colour"),
        ('[colours]\npanel = "#12345"', "spec.bad_colour"),
        ('[letters]\nconstruction = "neon"', "spec.not_one_of"),
        ('[letters]\nconstruction = "printed"', "spec.construction_not_allowed"),
        ('[letters]\nmaterial = "gold"', "spec.unknown_material"),
        ("[lighting]\ntemperature_k = 4000.5", "spec.not_whole"),
        ("[lighting]\nluminance_cd_m2 = 0", "spec.out_of_range"),
        ("[lighting]\nluminance_cd_m2 = nan", "spec.not_finite"),
        ("[[lighting]]\ntemperature_k = 4000", "spec.wrong_type"),
    ],
)
def test_a_bad_optional_section_is_refused(section: str, code: str) -> None:
    error = refused(GOOD + "\n" + section + "\n")
    assert error.code == code
    assert error.at is not None
    assert error.at.field is not None
    assert error.at.line is not None or section.startswith("[[")


def test_a_file_that_is_not_utf8_is_named_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "gbk.toml"
    path.write_bytes(GOOD.encode("gbk"))
    with pytest.raises(SpecError) as caught:
        read_spec(path)
    assert caught.value.code == "spec.not_utf8"
    assert str(caught.value.at) == "gbk.toml:9"


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(SpecError) as caught:
            read_spec(path)
        assert caught.value.code == "spec.cannot_read"


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.toml"
    path.write_bytes(b"#" * 1_400_000)
    with pytest.raises(SpecError) as caught:
        read_spec(path)
    assert caught.value.code == "spec.too_large"


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "bom.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert read_spec(path) == parse_spec(GOOD)


def test_deep_nesting_is_refused() -> None:
    assert refused("a = " + "[" * 20_000).code == "spec.not_toml"


def test_flat_fields_and_sections_give_the_same_spec() -> None:
    flat = spec_of(
        {
            "kind": "panel-letters",
            "name": "晶湾盐业生活馆",
            "width_mm": 6000,
            "height_mm": 1200.0,
            "depth_mm": None,
            "exemption_proof": ("time_honoured_brand",),
            "letter_colour": "#f5f1e6",
        }
    )
    assert flat == replace(
        parse_spec(GOOD), colours=Colours(letter="#F5F1E6"), exemption_proof=("time_honoured_brand",)
    )
    assert spec_of(
        {
            "sign": {"kind": "panel-letters", "width_mm": 6000, "height_mm": 1200},
            "text": {"name": "晶湾盐业生活馆"},
        }
    ) == parse_spec(GOOD)


def test_a_wrong_flat_field_is_named_as_the_caller_named_it() -> None:
    fields = {"kind": "panel-letters", "name": "盐", "width_mm": 6000, "height_mm": 1200}
    for wrong, field in (({"luminance_cd_m2": -1}, "luminance_cd_m2"), ({"letter_colour": "x"}, "letter_colour")):
        with pytest.raises(SpecError) as caught:
            spec_of({**fields, **wrong})
        assert caught.value.at is not None
        assert caught.value.at.field == field
    with pytest.raises(SpecError) as caught:
        spec_of({**fields, "colour": 3})
    assert caught.value.code.startswith("spec.unknown_key")


def test_the_schema_describes_every_field_and_is_plain_json() -> None:
    schema = json.loads(json.dumps(spec_schema()))
    assert schema["required"] == ["schema_version", "sign", "text"]
    for name, part in schema["$defs"].items():
        if name.endswith("Section"):
            assert part["additionalProperties"] is False
            for key, field in part["properties"].items():
                assert field["description"], key
                if key.endswith("_mm"):
                    assert "mm" in field["description"], key


_colour = st.none() | st.from_regex(r"#[0-9A-F]{6}", fullmatch=True)
_mm = st.floats(5, 1000) | st.integers(5, 1000).map(float)
_name = st.text("晶湾盐业 Salt\"\\'&·#=[]é", min_size=1, max_size=30).filter(lambda s: s == s.strip() and s != "")

SPECS = st.builds(
    SignSpec,
    kind=st.sampled_from(["panel-letters", "wall-letters", "rail-letters"]),
    name=_name,
    width_mm=st.floats(200, 60000),
    height_mm=st.floats(100, 10000),
    second_line=st.none() | _name,
    depth_mm=st.none() | _mm,
    letter_height_mm=st.none() | st.floats(10, 10000),
    construction=st.none() | st.sampled_from([LetterConstruction.FLAT, LetterConstruction.HALO_LIT]),
    return_depth_mm=st.none() | _mm,
    standoff_mm=st.none() | st.floats(0, 500),
    panel_material=st.none() | st.just("wood"),
    letter_material=st.none() | st.just("acrylic"),
    style=st.builds(TextStyle, typeface=st.just("lxgw-wenkai"), weight=st.integers(100, 900)),
    colours=st.builds(Colours, panel=_colour, letter=_colour, letter_side=_colour, second=_colour),
    lighting=st.builds(
        Lighting, luminance_cd_m2=st.none() | st.floats(1, 10000), temperature_k=st.integers(1800, 10000)
    ),
    position=st.builds(Position, offset_mm=st.floats(-60000, 60000), bottom_mm=st.none() | st.floats(-10000, 300000)),
    licence_name=st.none() | _name,
    exemption_proof=st.lists(st.just("time_honoured_brand"), max_size=2).map(tuple),
)


@given(SPECS)
def test_reading_what_was_written_gives_the_same_spec(spec: SignSpec) -> None:
    again = parse_spec(write_spec(spec))
    assert again == spec
    assert again.digest == spec.digest


@given(st.text(max_size=200))
def test_any_text_is_a_spec_or_refused_with_words(text: str) -> None:
    with pytest.raises(SpecError) as caught:
        parse_spec(text)
    assert describe(caught.value).message
