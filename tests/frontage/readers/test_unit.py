"""What the unit detective asks: the likely unit or the likely scale, never an answer of its own."""

from __future__ import annotations

import pytest

from signage.frontage.readers.detective import Guess, clues, likely, scales_said
from signage.frontage.readers.numbers import plain
from signage.frontage.readers.report import ImportReport
from signage.locale import Lang
from tests.frontage.readers.small_front import MAP, box, counts, front, imported, text

UNTOLD = MAP.replace('unit = "mm"', "")


def _reduced(scale: float, unit: int, title: str = "沿街立面") -> ImportReport:
    doc, space = front(scale=scale, unit=unit)
    for n in range(4):
        box(space, "门", n * 4000 + 500, 0, n * 4000 + 1700, 2300, scale)
    text(space, "文字", title, 5000, -3000, scale, height=500)
    return imported(doc, UNTOLD)


@pytest.mark.parametrize(
    ("by", "unit", "title", "code", "scale"),
    [
        (100, 0, "沿街立面 1:100", "scale_missing", 100),
        (100, 0, "沿街立面", "scale_missing", 100),
        (100, 4, "沿街立面", "scale_disagrees", 100),
        (150, 4, "沿街立面 1：150", "scale_disagrees", 150),
        (50, 4, "沿街立面", "scale_disagrees", 50),
        (20, 0, "沿街立面 1:20", "scale_missing", 20),
    ],
)
def test_a_reduced_sheet_is_asked_about_by_its_scale(by: int, unit: int, title: str, code: str, scale: int):
    report = _reduced(1 / by, unit, title)
    assert report.plan is None
    (question,) = [q for q in report.questions if q.is_blocking]
    assert (question.code, question.params["likely"], question.params["scale"]) == (f"reading.{code}", "mm", scale)
    assert f"scale = {scale}" in question.words()
    assert "门高 " in question.words()
    assert "door height " in question.words(Lang.EN)
    assert ImportReport.from_json(report.to_json()) == report


@pytest.mark.parametrize(("scale", "unit"), [(1.0, 4), (0.001, 6), (0.1, 5)])
def test_a_title_with_a_scale_says_nothing_of_a_drawing_at_full_size(scale: float, unit: int):
    report = _reduced(scale, unit, "沿街立面 1:100")
    assert report.plan is not None
    assert not {"reading.scale_odd", "reading.unit_odd"} & set(counts(report.questions))


def test_a_told_unit_is_read_and_the_scale_asked_about():
    doc, _ = front(scale=0.01, unit=0)
    told = counts(imported(doc).questions)["reading.scale_odd"]
    assert (told["unit"], told["scale"]) == ("mm", 100)


def test_a_told_scale_is_not_doubted():
    doc, _ = front(scale=0.01)
    report = imported(doc, "scale = 100\n" + MAP)
    assert report.plan is not None
    assert report.plan.faces[0].width_mm == pytest.approx(16_000)
    assert not [q for q in report.questions if q.code.startswith(("reading.scale", "reading.unit_o"))]


def test_scales_are_found_in_titles_and_not_in_times_or_levels():
    assert scales_said(["立面图 1:100", "A-E 1：50", "节点 1:50"]) == (50, 100)
    assert scales_said(["11:30", "1:1", "±0.000"]) == ()


def test_nothing_fits_nothing_is_guessed():
    assert likely(clues({"front": [1e9]})) is None
    assert likely(clues({"door": [2.1], "bay": [4.2]})) == Guess(unit="m")


@pytest.mark.parametrize(
    ("value", "digits", "shown"), [(61_234.5, 4, "61230"), (1e6, 8, "1000000"), (2400.0, 4, "2400"), (0.0, 4, "0")]
)
def test_numbers_are_plain(value: float, digits: int, shown: str):
    assert plain(value, digits) == shown
