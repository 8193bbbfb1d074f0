"""The typeface of a sign for which nobody named one: the kind's own, and which face that is, in words."""

from __future__ import annotations

import pytest

from signage.design import SignSpec, kind_of, lay_out, load_kinds, parse_spec, spec_of, typeface_words, write_spec
from signage.design.spec_file import changed_spec
from signage.errors import GlyphMissing
from signage.locale import Lang
from signage.typography import FontCatalogue, Setting, catalogue, is_packaged

SONG, SANS = ("noto-serif-sc", 400), ("noto-sans-sc", 700)


def sign(kind: str = "plaque", **given: object) -> SignSpec:
    width, height = kind_of(kind).usual_size_mm(given.get("setting"))  # type: ignore[arg-type]
    return spec_of({"kind": kind, "name": "晶湾堂", "width_mm": width, "height_mm": height, **given})


def style(spec: SignSpec) -> tuple[str, int]:
    return spec.style.typeface, spec.style.weight


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> FontCatalogue:
    """The typefaces of a machine with nothing but the wheels."""
    monkeypatch.setattr(catalogue, "system", lambda: ())
    return FontCatalogue.standard()


@pytest.mark.parametrize(
    ("kind", "given", "wanted"),
    [
        ("plaque", {}, SONG),
        ("plaque", {"second_typeface": "noto-sans-tc"}, SONG),
        ("plaque", {"weight": 600}, ("noto-serif-sc", 600)),
        ("plaque", {"typeface": "noto-sans-sc"}, SANS),
        ("plaque", {"typeface": "noto-serif-sc"}, ("noto-serif-sc", 700)),
        ("panel-letters", {}, SANS),
        ("panel-letters", {"weight": 500}, ("noto-sans-sc", 500)),
        ("panel-letters", {"typeface": "noto-serif-sc"}, ("noto-serif-sc", 700)),
    ],
)
def test_a_kinds_own_typeface_is_taken_where_none_is_named(
    kind: str, given: dict[str, object], wanted: tuple[str, int]
):
    assert style(sign(kind, **given)) == wanted


def test_what_is_written_names_the_typeface_so_that_a_record_never_changes():
    written = write_spec(sign())
    assert 'typeface = "noto-serif-sc"' in written
    assert parse_spec(written) == sign()


@pytest.mark.parametrize(
    ("typeface", "spec_digest", "layout_digest"),
    [
        (
            "noto-sans-sc",
            "sha256:af06b60052871ebe7443aeb7c3847653a25323124eea6c43403b367cac131b4c",
            "sha256:e31045d66b43d960305a637cdc0e2f7afbc00df1964655622bf51634fdbb4655",
        ),
        (
            "noto-serif-sc",
            "sha256:78cddf61ef0156d523ba7d4a6bfb9ef86cf04e8216c8ff88bba448985ecaadc7",
            "sha256:7c4ba3a4c5ca179ccf38a5cf16e2cf594d4ae074079522efa0b6fa431bf6c48b",
        ),
    ],
)
def test_a_plaque_that_names_its_typeface_is_the_one_of_before_plaques_had_their_own(
    fonts: FontCatalogue, typeface: str, spec_digest: str, layout_digest: str
):
    spec = sign(typeface=typeface)
    assert spec.digest == spec_digest
    assert lay_out(spec, fonts).digest == layout_digest  # under form 4 of the layout's rules
    assert sign().digest != spec_digest


@pytest.mark.parametrize("setting", [None, Setting.RIGHT_TO_LEFT, Setting.VERTICAL])
def test_a_plaque_is_set_in_song_with_nothing_but_the_wheels(bare: FontCatalogue, setting: Setting | None):
    layout = lay_out(sign(name="慶豐樓", setting=setting, second_line="SINCE 1826" if setting is None else None), bare)
    assert (layout.font.family, layout.font_weight) == ("Noto Serif SC", 400)
    assert layout.second_font is None
    assert "design.note_nearest_weight" not in layout.notes
    assert "design.note_stroke_thin" not in layout.notes  # it is not lit


def test_the_system_s_faces_change_nothing_about_a_plaque(fonts: FontCatalogue, bare: FontCatalogue):
    assert lay_out(sign(), fonts).digest == lay_out(sign(), bare).digest


def test_the_strokes_of_a_plaque_of_usual_size_can_be_carved(bare: FontCatalogue):
    """By the method of `stroke_width`: the thinnest places, where strokes taper to their ends."""
    for setting in kind_of("plaque").settings:
        for name in ("晶湾堂", "慶豐樓", "回春堂", "龍鳳祥"):
            (line,) = lay_out(sign(name=name, setting=setting), bare).lines
            assert line.thinnest_stroke_mm > 5


@pytest.mark.parametrize("kind", [kind.id for kind in load_kinds()])
def test_every_kinds_own_typeface_comes_with_the_wheels_in_its_weight(fonts: FontCatalogue, kind: str):
    own = kind_of(kind).style
    entry = next(entry for entry in fonts.entries() if entry.name == own.typeface)
    assert is_packaged(entry.path)
    assert fonts.typeface(own.typeface, own.weight).weight == own.weight
    assert entry.is_commercial_use_allowed


def test_another_kind_brings_its_own_typeface_unless_one_was_chosen():
    plaque, panel = sign(), sign("panel-letters")
    assert style(changed_spec(panel, {"kind": "匾额"})) == SONG
    assert style(changed_spec(plaque, {"kind": "panel-letters"})) == SANS
    assert style(changed_spec(plaque, {"name": "回春堂"})) == SONG
    assert style(changed_spec(plaque, {"typeface": "noto-sans-tc"})) == ("noto-sans-tc", 700)
    chosen = sign("panel-letters", typeface="noto-sans-tc", weight=500)
    assert style(changed_spec(chosen, {"kind": "plaque"})) == ("noto-sans-tc", 500)


def test_the_face_that_a_kind_took_is_told_and_none_where_nobody_needs_to_hear(fonts: FontCatalogue):
    told = typeface_words(lay_out(sign(), fonts), Lang.ZH)
    assert told is not None
    assert all(word in told for word in ("Noto Serif SC", "noto-serif-sc", "400", "匾额"))
    english = typeface_words(lay_out(sign(), fonts), Lang.EN)
    assert english is not None
    assert "Traditional plaque" in english
    assert typeface_words(lay_out(sign(typeface="noto-sans-sc"), fonts), Lang.ZH) is None
    assert typeface_words(lay_out(sign("panel-letters"), fonts), Lang.ZH) is None


def test_a_layout_says_the_weight_that_it_was_drawn_in(fonts: FontCatalogue):
    layout = lay_out(sign(weight=700), fonts)
    assert (layout.spec.style.weight, layout.font_weight) == (700, 400)
    assert "design.note_nearest_weight" in layout.notes


def test_a_character_that_the_song_face_lacks_is_told_with_the_face_that_has_it(bare: FontCatalogue):
    with pytest.raises(GlyphMissing) as caught:
        lay_out(sign(name="回𠮷堂"), bare)
    assert caught.value.params["typeface"] == "noto-serif-sc"
    assert "noto-sans-jp" in caught.value.params["others"]
