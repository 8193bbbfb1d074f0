from __future__ import annotations

from pathlib import Path

import pytest

from signage.design import Form, kind_of, lay_out, load_kinds, load_materials, spec_of
from signage.design.kind_files import read_kind
from signage.errors import SpecError
from signage.locale import all_codes, describe
from signage.resources import bundled
from signage.typography import FontCatalogue


def test_every_form_has_a_kind_and_the_common_ones_come_first() -> None:
    ids = [kind.id for kind in load_kinds()]
    assert ids[:4] == ["panel-letters", "wall-letters", "rail-letters", "light-box"]
    assert {kind.form for kind in load_kinds()} == set(Form)


def test_every_kind_has_words_in_two_languages() -> None:
    for kind in load_kinds():
        assert kind.title_zh
        assert kind.title_en
        assert kind.summary_zh.endswith("。") or "）" in kind.summary_zh
        assert kind.summary_en.endswith(".")


def test_an_unknown_kind_lists_the_known() -> None:
    with pytest.raises(SpecError) as caught:
        kind_of("neon")
    assert "light-box 灯箱" in describe(caught.value).hint


def test_every_kind_is_found_by_its_titles_too() -> None:
    for kind in load_kinds():
        for words in (kind.id, kind.title_zh, f" {kind.title_en} "):
            spec = spec_of({"kind": words, "name": "便民超市", "width_mm": 6000.0, "height_mm": 1000.0})
            assert spec.kind == kind.id


def test_soft_film_is_discouraged_and_combustible() -> None:
    film = next(m for m in load_materials() if m.id == "soft-film")
    assert film.is_discouraged
    assert film.is_combustible


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("letter_share = 0.50", "letter_share = nan", "rule.letter_share"),
        ("letter_share = 0.50", "letter_share = 1.5", "rule.letter_share"),
        ("tracking_min = 0.0", "tracking_min = 0.9", "rule"),
        ("line_gap = 0.34", "line_gaps = 0.34", "rule.line_gap"),
        ('material = "aluminium-sheet"', 'material = "unobtainium"', "base.material"),
        ('colour = "#2B3038"', 'colour = "dark"', "base.colour"),
        ('id = "panel-letters"', 'id = "other"', "id"),
        ('part = "panel"', 'part = "zeppelin"', "base.part"),
    ],
)
def test_a_wrong_kind_file_is_refused_with_its_field(tmp_path: Path, old: str, new: str, field: str) -> None:
    text = bundled("templates", "signs", "panel-letters.toml").read_text("utf-8")
    assert old in text
    path = tmp_path / "panel-letters.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(SpecError) as caught:
        read_kind(path)
    assert caught.value.at is not None
    assert caught.value.at.file == "panel-letters.toml"
    assert caught.value.at.field == field


def test_every_note_that_a_layout_can_make_has_words(fonts: FontCatalogue) -> None:
    fields = {"kind": "panel-letters", "name": "高雄捷運股份有限公司", "width_mm": 4800, "height_mm": 1200}
    notes = lay_out(spec_of(fields), fonts).notes
    assert notes == ("design.note_letters_shrunk",)
    assert set(notes) <= all_codes()
