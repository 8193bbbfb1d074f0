from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signage.artwork import artwork_text, read_artwork
from signage.design import Logo, LogoPlace, SignSpec, parse_spec, read_spec, spec_of, spec_schema, write_spec
from signage.errors import SpecError
from signage.locale import Lang, describe
from signage.resources import bundled
from signage.typography import Setting

GOOD = """schema_version = 1

[sign]
kind = "panel-letters"
width_mm = 6000
height_mm = 1200

[text]
name = "晶湾盐业生活馆"
"""
MARK = bundled("samples", "logos", "salt-crystal.svg")
ART = read_artwork(MARK.read_bytes())
TEXT = artwork_text(ART)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inner = tmp_path / "specs"
    (inner / "logos").mkdir(parents=True)
    shutil.copy(MARK, inner / "logos" / "mark.svg")
    shutil.copy(MARK, tmp_path / "outside.svg")
    return inner


def with_logo(lines: str) -> str:
    return f"{GOOD}\n[logo]\n{lines}\n"


def refused(text: str, folder: Path | None = None) -> SpecError:
    with pytest.raises(SpecError) as caught:
        parse_spec(text, file="shop.toml", folder=folder)
    for lang in Lang:
        words = describe(caught.value, lang)
        assert words.message
        assert words.hint
        assert "{" not in words.message + words.hint
    return caught.value


def test_a_file_below_the_spec_becomes_the_logo(folder: Path) -> None:
    (folder / "shop.toml").write_text(with_logo('file = "logos/mark.svg"\nheight_mm = 700\nplace = "above"'), "utf-8")
    logo = read_spec(folder / "shop.toml").logo
    assert logo == Logo(artwork=ART, height_mm=700, place=LogoPlace.ABOVE)


@pytest.mark.parametrize(
    "name",
    [
        "../outside.svg",
        "logos/../../outside.svg",
        "/etc/passwd",
        "~/x.svg",
        "C:x.svg",
        "logos\\\\mark.svg",
        "a\\u0000b",
    ],
)
def test_a_file_elsewhere_is_never_opened(folder: Path, name: str) -> None:
    error = refused(with_logo(f'file = "{name}"'), folder)
    assert error.code == "spec.logo_elsewhere"
    assert error.at is not None
    assert (error.at.line, error.at.field) == (12, "logo.file")


def test_a_link_that_leads_outside_is_never_followed(folder: Path) -> None:
    (folder / "link.svg").symlink_to(folder.parent / "outside.svg")
    (folder / "up").symlink_to(folder.parent)
    for name in ("link.svg", "up/outside.svg"):
        assert refused(with_logo(f'file = "{name}"'), folder).code == "spec.logo_elsewhere"
    (folder / "ring.svg").symlink_to(folder / "ring.svg")
    assert refused(with_logo('file = "ring.svg"'), folder).code == "spec.logo_unreadable"


@pytest.mark.parametrize("name", ["none.svg", "logos", "x" * 190 + "/" + "y"])
def test_a_missing_file_is_told(folder: Path, name: str) -> None:
    assert refused(with_logo(f'file = "{name}"'), folder).code == "spec.logo_unreadable"


def test_a_fault_inside_the_logo_names_the_logos_line(folder: Path) -> None:
    (folder / "bad.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg"\nviewBox="0 0 9 9">\n<text/></svg>', "utf-8"
    )
    error = refused(with_logo('file = "bad.svg"'), folder)
    assert (error.code, str(error.at)) == ("artwork.text_element", "bad.svg:3")


def test_a_spec_from_the_network_cannot_name_a_file() -> None:
    assert refused(with_logo('file = "mark.svg"')).code == "spec.logo_needs_art"
    with pytest.raises(SpecError) as caught:
        spec_of(
            {
                "sign": {"kind": "panel-letters", "width_mm": 6000, "height_mm": 1200},
                "text": {"name": "盐"},
                "logo": {"file": "mark.svg"},
            }
        )
    assert caught.value.code == "spec.logo_needs_art"


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("", "spec.logo_one_source"),
        ("height_mm = 500", "spec.logo_one_source"),
        (f"file = 'logos/mark.svg'\nart = '{TEXT}'", "spec.logo_one_source"),
        ("art = '{}'", "artwork.text_form"),
        (f"art = '{TEXT}'\nheight_mm = 5", "spec.out_of_range"),
        (f"art = '{TEXT}'\nplace = 'below'", "spec.not_one_of"),
        (f"art = '{TEXT}'\ncolour = 'red'", "spec.unknown_key"),
        ("art = 5", "spec.wrong_type"),
    ],
)
def test_a_wrong_logo_section_is_refused(folder: Path, lines: str, code: str) -> None:
    error = refused(with_logo(lines), folder)
    assert error.code == code
    assert error.at is not None
    assert error.at.file == "shop.toml"
    assert error.at.line is not None


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('setting = "diagonal"', "spec.not_one_of"),
        ("divider = 1", "spec.wrong_type"),
        (f'small_print = "{"盐" * 81}"', "typography.too_long"),
        ('small_print = "a\\u200db"', "typography.refused_character"),
    ],
)
def test_a_wrong_text_field_is_refused(line: str, code: str) -> None:
    assert refused(GOOD + line + "\n").code == code


def test_small_print_may_be_longer_than_a_name() -> None:
    assert parse_spec(GOOD + f'small_print = " {"盐" * 80} "\n').small_print == "盐" * 80


def test_flat_fields_make_the_same_spec() -> None:
    flat = spec_of(
        {
            "kind": "panel-letters", "name": "晶湾盐业生活馆", "width_mm": 6000, "height_mm": 1200,
            "small_print": "盐埠路 18 号", "divider": True, "setting": "right_to_left",
            "logo_art": TEXT, "logo_height_mm": 640, "logo_place": "right",
        }
    )  # fmt: skip
    assert flat == replace(
        parse_spec(GOOD),
        small_print="盐埠路 18 号",
        has_divider=True,
        setting=Setting.RIGHT_TO_LEFT,
        logo=Logo(artwork=ART, height_mm=640, place=LogoPlace.RIGHT),
    )
    with pytest.raises(SpecError) as caught:
        spec_of({"kind": "panel-letters", "name": "盐", "width_mm": 6000, "height_mm": 1200, "logo_art": "{}"})
    assert caught.value.at is not None
    assert caught.value.at.field == "logo_art"


@settings(max_examples=25, deadline=None)
@given(
    logo=st.none()
    | st.builds(
        Logo, artwork=st.just(ART), height_mm=st.none() | st.floats(20, 10000), place=st.sampled_from(LogoPlace)
    ),
    small_print=st.none() | st.text("晶湾 18\"'号", min_size=1, max_size=40).filter(lambda s: s == s.strip()),
    has_divider=st.booleans(),
    setting=st.none() | st.sampled_from(Setting),
)
def test_reading_what_was_written_gives_the_same_spec(
    logo: Logo | None, small_print: str | None, has_divider: bool, setting: Setting | None
) -> None:
    spec = SignSpec(
        kind="panel-letters", name="晶湾", width_mm=6000, height_mm=1200,
        logo=logo, small_print=small_print, has_divider=has_divider, setting=setting,
    )  # fmt: skip
    again = parse_spec(write_spec(spec))
    assert again == spec
    assert again.digest == spec.digest


def test_the_sample_spec_has_every_part_and_its_logo_is_the_sample_mark() -> None:
    spec = read_spec(bundled("samples", "specs", "jingwan-flagship.toml"))
    assert spec.logo is not None
    assert spec.logo.artwork == ART
    assert spec.second_line
    assert spec.small_print
    assert spec.has_divider
    assert parse_spec(write_spec(spec)) == spec


def test_the_schema_knows_the_logo_and_the_settings() -> None:
    schema = spec_schema()
    assert set(schema["$defs"]["LogoSection"]["properties"]) == {"file", "art", "height_mm", "place"}
    assert {"small_print", "divider", "setting"} <= set(schema["$defs"]["TextSection"]["properties"])
