from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from signage.errors import FontError, FontNotFound
from signage.locale import Lang, describe
from signage.typography import DEFAULT_TYPEFACE, FontCatalogue, FontStyle, catalogue, is_packaged, known_fonts

SONG = "noto-serif-sc"


def test_the_default_typeface_is_there_and_may_be_used_for_trade(fonts: FontCatalogue) -> None:
    entry = fonts.entries()[0]
    assert entry.name == DEFAULT_TYPEFACE == "noto-sans-sc"
    assert (entry.weights, entry.style, entry.licence) == ((100, 900), FontStyle.HEI, "OFL-1.1")
    assert entry.is_commercial_use_allowed is True


def test_its_siblings_for_other_regions_are_there(fonts: FontCatalogue) -> None:
    assert {"noto-sans-tc", "noto-sans-jp", "noto-sans-kr"} <= set(fonts.names())


def test_a_song_face_is_there_on_a_machine_with_nothing_but_the_wheels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "system", lambda: ())
    bare = FontCatalogue.standard()
    assert all(is_packaged(entry.path) for entry in bare.entries())
    (song,) = [entry for entry in bare.entries() if entry.style is FontStyle.SONG]
    assert (song.name, song.family, song.weights, song.is_variable) == (SONG, "Noto Serif SC", (400, 400), False)
    assert (song.licence, song.is_commercial_use_allowed) == ("OFL-1.1", True)
    # The file as its makers publish it: whoever changes the pinned package changes this knowingly.
    assert song.digest == "sha256:e8f396decc1f0963a016a989c3d8852e863d1350996f573860a80767c83a1cd3"
    described = known_fonts.describe_face(song.path, 0)
    assert (described.name, described.family, described.licence) == (song.name, song.family, song.licence)


def test_the_packaged_song_face_counts_whatever_else_has_its_name(fonts: FontCatalogue) -> None:
    own = next(entry for entry in fonts.entries() if entry.name == SONG)
    sans = fonts.entries()[0]
    other, bold = (replace(own, path=sans.path, weights=weights) for weights in ((200, 900), (700, 700)))
    for named in ([own, other], [own, bold, other]):
        found = FontCatalogue([sans, *named])
        assert found.typeface(SONG, 400).identity.digest == own.digest
        assert found.typeface(SONG, 700).identity.digest == sans.digest  # a weight that the packaged file lacks
    lighter = FontCatalogue([sans, bold, own]).typeface(SONG, 550)
    assert lighter.weight == 400


def test_a_missing_package_is_named(fonts: FontCatalogue) -> None:
    without = FontCatalogue([entry for entry in fonts.entries() if entry.name != SONG])
    with pytest.raises(FontNotFound) as caught:
        without.typeface(SONG, 400)
    for lang in Lang:
        assert "pylopdf-fonts-zh-cn" in describe(caught.value, lang).message


def test_only_simplified_faces_are_taken_from_collections(fonts: FontCatalogue) -> None:
    for entry in fonts.entries():
        if entry.path.suffix == ".ttc" and "cjk" in entry.name:
            assert entry.family.endswith(" SC")
            assert "Mono" not in entry.family


def test_an_unknown_typeface_is_an_error_that_lists_the_known(fonts: FontCatalogue) -> None:
    with pytest.raises(FontNotFound) as caught:
        fonts.typeface("simhei")
    assert "noto-sans-sc" in describe(caught.value).hint


def test_the_digest_is_that_of_the_file_and_follows_a_change(fonts: FontCatalogue, tmp_path: Path) -> None:
    copy = tmp_path / "face.ttf"
    copy.write_bytes(fonts.entries()[0].path.read_bytes())
    entry = FontCatalogue.standard((tmp_path,)).entries()[-1]
    assert entry.digest == "sha256:" + hashlib.sha256(copy.read_bytes()).hexdigest() == fonts.entries()[0].digest
    copy.write_bytes(copy.read_bytes() + b"\0")
    assert entry.digest == "sha256:" + hashlib.sha256(copy.read_bytes()).hexdigest() != fonts.entries()[0].digest


def test_a_folder_of_the_caller_is_described_by_what_its_files_say(fonts: FontCatalogue, tmp_path: Path) -> None:
    (tmp_path / "any name.ttf").write_bytes(fonts.entries()[0].path.read_bytes())
    (tmp_path / "notes.txt").write_text("no font")
    entry = FontCatalogue.standard((tmp_path,)).entries()[-1]
    assert (entry.name, entry.family, entry.weights) == ("noto-sans-sc", "Noto Sans SC", (100, 900))
    assert entry.licence == "OFL-1.1"


def test_a_file_that_is_no_font_is_left_out_and_named_when_it_is_asked_for(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"not a font")
    fonts = FontCatalogue.standard((tmp_path,))
    assert [error.params["file"] for error in fonts.left_out] == ["broken.ttf"]
    assert fonts.typeface().run("盐").inked
    with pytest.raises(FontError) as caught:
        fonts.typeface("broken")
    assert caught.value.params["file"] == "broken.ttf"
    with pytest.raises(FontError):
        FontCatalogue.standard(files=(broken,))


def test_a_file_that_is_given_stands_in_for_others_of_its_name(fonts: FontCatalogue, tmp_path: Path) -> None:
    copy = tmp_path / "own.ttf"
    copy.write_bytes(fonts.entries()[0].path.read_bytes() + b"\0")
    own = FontCatalogue.standard(files=(copy,)).typeface("noto-sans-sc").identity
    assert own.digest == "sha256:" + hashlib.sha256(copy.read_bytes()).hexdigest()


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(FontError) as caught:
        FontCatalogue.standard((tmp_path / "none",))
    assert caught.value.code == "typography.no_folder"


def test_coverage_tells_exactly_the_missing_characters(fonts: FontCatalogue) -> None:
    assert fonts.entries()[0].covers("盐𠮷业𠮷🧂") == ("𠮷", "🧂")


def test_who_has_names_every_typeface_with_the_character(fonts: FontCatalogue) -> None:
    assert "noto-sans-sc" in fonts.who_has("盐")
    assert "noto-sans-sc" not in fonts.who_has("𠮷")
    assert "noto-sans-jp" in fonts.who_has("𠮷")


def test_the_same_typeface_is_opened_once(fonts: FontCatalogue) -> None:
    assert fonts.typeface("noto-sans-sc", 700) is fonts.typeface("noto-sans-sc", 700)


def test_a_weight_beyond_the_axis_is_held_at_its_end(fonts: FontCatalogue) -> None:
    assert fonts.typeface("noto-sans-sc", 950).weight == 900
