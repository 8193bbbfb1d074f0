"""A named book replaces the others and says so; a book whose own tests fail is refused; one bad kind stops no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from signage.cli.app import run
from signage.design import kind_files as kinds
from signage.errors import Location, SpecError

SPEC = "samples/specs/jingwan-shenghuoguan.toml"
PLACE = ["--frontage", "samples/plans/jingwan-li.json", "--unit", "S1-02", "--on", "2026-11-24"]
NIGHT = Path(__file__).resolve().parents[2] / "samples" / "books" / "night-street.toml"


def test_a_check_by_a_named_book_says_what_it_leaves_out(capsys: pytest.CaptureFixture[str]):
    assert run(["check", SPEC, *PLACE, "--book", str(NIGHT)]) == 0
    said = capsys.readouterr().err
    assert "cn-national" in said
    assert "demo-city" in said
    assert run(["check", SPEC, *PLACE]) == 0
    assert "cn-national" not in capsys.readouterr().err


def test_a_book_whose_own_test_fails_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    book = tmp_path / "mine.toml"
    book.write_text(NIGHT.read_text("utf-8").replace('at_least = "2.8 m"', 'at_least = "3.0 m"'), "utf-8")
    assert run(["check", SPEC, *PLACE, "--book", str(book)]) == 2
    said = capsys.readouterr().err
    assert "ns-01" in said
    assert "at the limit" in said
    line = next(n for n, row in enumerate(book.read_text("utf-8").splitlines(), 1) if '"at the limit"' in row)
    assert f"mine.toml:{line}" in said


def test_a_book_with_rules_that_lack_own_tests_is_used_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    book, text = tmp_path / "mine.toml", NIGHT.read_text("utf-8")
    book.write_text(text[: text.index('[[rule.test]]\nname = "too low"')], "utf-8")
    assert run(["check", SPEC, *PLACE, "--book", str(book)]) == 0
    said = capsys.readouterr().err
    assert "ns-01 缺“不符合、未能测量”" in said
    assert run(["check", SPEC, *PLACE, "--book", str(NIGHT)]) == 0
    assert "缺少自带用例" not in capsys.readouterr().err


def test_a_kind_with_an_unknown_material_names_its_own_file_and_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = kinds.bundled("templates", "signs")
    for file in folder.glob("*.toml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    faulty = (folder / "panel-letters.toml").read_text("utf-8").replace("panel-letters", "timber-panel")
    (tmp_path / "timber-panel.toml").write_text(faulty.replace('"aluminium-sheet"', '"timber"'), "utf-8")
    monkeypatch.setattr(kinds, "bundled", lambda *parts: tmp_path.joinpath(*parts[2:]))
    assert kinds.kind_of("wall-letters").id == "wall-letters"
    with pytest.raises(SpecError) as caught:
        kinds.kind_of("timber-panel")
    error = caught.value.located(Location(file="my-sign.toml", line=3, field="kind"))
    assert error.code == "design.unknown_material"
    assert error.at is not None
    assert error.at.file == "timber-panel.toml"
    assert error.at.line == next(n for n, line in enumerate(faulty.splitlines(), 1) if "aluminium-sheet" in line)
    assert "aluminium-sheet" in str(error.params["known"])
