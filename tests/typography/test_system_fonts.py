"""Fonts of the system that the catalogue does not name: found for advice, bounded, broken files passed over."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from signage.errors import GlyphMissing
from signage.locale import Lang, describe
from signage.typography import FontCatalogue, system_fonts
from signage.typography.system_fonts import fonts_with

FACES = Path(__file__).parents[1] / "fonts"
UYGHUR = "ئۇيغۇر"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    below = tmp_path / "truetype" / "arabic"
    below.mkdir(parents=True)
    shutil.copy(FACES / "arabic.ttf", below / "arabic.ttf")
    (tmp_path / "broken.ttf").write_bytes(b"\x00\x01\x00\x00" + bytes(range(200)))
    (tmp_path / "empty.otf").write_bytes(b"")
    (tmp_path / "page.ttf").write_text("<html>")
    (tmp_path / "gone.ttf").symlink_to(tmp_path / "nowhere.ttf")
    (tmp_path / "round").symlink_to(tmp_path)
    return tmp_path


def test_a_file_below_the_folders_is_found_and_broken_ones_are_passed_over(folder: Path) -> None:
    (found,) = fonts_with(UYGHUR, (folder,))
    assert found.path == folder / "truetype" / "arabic" / "arabic.ttf"
    assert found.family
    assert fonts_with("\U00010380", (folder,)) == ()
    assert fonts_with(UYGHUR, (folder / "no-such-folder",)) == ()


def test_the_search_ends_after_its_number_of_files_and_its_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for cache in (system_fonts._found, system_fonts._files):
        cache.cache_clear()
    monkeypatch.setattr(system_fonts, "_SECONDS", -1.0)
    assert fonts_with(UYGHUR, (folder,)) == ()
    for cache in (system_fonts._found, system_fonts._files):
        cache.cache_clear()
    monkeypatch.setattr(system_fonts, "_SECONDS", 60.0)
    monkeypatch.setattr(system_fonts, "_MOST_FILES", 1)
    assert len(system_fonts._files((folder,))) == 1
    system_fonts._files.cache_clear()


def test_the_error_names_the_file_that_has_the_character(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_fonts, "FOLDERS", (folder,))
    alone = FontCatalogue([FontCatalogue.standard().entries()[0]])
    with pytest.raises(GlyphMissing) as caught:
        alone.typeface().run(UYGHUR)
    assert caught.value.code == "typography.glyph_in_file"
    path = str(folder / "truetype" / "arabic" / "arabic.ttf")
    for lang in (Lang.ZH, Lang.EN):
        assert f"--typeface {path}" in describe(caught.value, lang).hint
    own = FontCatalogue.standard(files=(Path(path),))
    assert own.typeface(own.names()[-1]).run(UYGHUR).text == UYGHUR


def test_a_character_that_nobody_has_is_said_to_be_nowhere(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_fonts, "FOLDERS", (folder,))
    with pytest.raises(GlyphMissing) as caught:
        FontCatalogue([FontCatalogue.standard().entries()[0]]).typeface().run("\U00010380")
    assert caught.value.code == "typography.glyph_nowhere_of_script"
    assert "系统字体也没有" in str(describe(caught.value, Lang.ZH).message)
