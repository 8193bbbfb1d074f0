"""The desk: one call from a specification to a checked proposal, and the standard set drawn from it."""

from __future__ import annotations

import io
from datetime import date

import pypdfium2
import pytest

from signage.design import read_spec
from signage.desk import prepare, sheet_of, sheets_of, standard_views
from signage.errors import NotFound
from signage.frontage import read_plan
from signage.plain import plain
from signage.render import draw_pages
from signage.resources import bundled
from signage.rules import books_for
from signage.scene import SheetParticulars, SheetSize

ON = date(2026, 11, 24)
PARTICULARS = SheetParticulars(drawing_number="T-01", project="样例", date=ON)


@pytest.fixture(scope="module")
def plan():
    return read_plan(bundled("samples", "plans", "jingwan-li.json"))


@pytest.fixture(scope="module")
def desk(plan, fonts):
    spec = read_spec(bundled("samples", "specs", "jingwan-shenghuoguan.toml"))
    return prepare(spec, plan, "S1-02", books_for(plan.city, ON), ON, fonts)


def test_the_report_knows_the_licence_name_of_the_spec(desk):
    assert desk.proposal.facts["licence_name"] == desk.layout.spec.licence_name


def test_a_fact_that_is_given_stands_before_the_spec(plan, fonts):
    spec = read_spec(bundled("samples", "specs", "jingwan-shenghuoguan.toml"))
    other = prepare(spec, plan, "S1-02", (), ON, fonts, facts={"licence_name": "别的名称"})
    assert other.proposal.facts["licence_name"] == "别的名称"


def test_a_unit_that_the_plan_lacks_is_not_found(plan, fonts):
    spec = read_spec(bundled("samples", "specs", "jingwan-shenghuoguan.toml"))
    with pytest.raises(NotFound):
        prepare(spec, plan, "S9-99", (), ON, fonts)


def test_the_standard_set_is_complete_and_its_sheet_does_not_carry_the_large_pictures(desk, fonts):
    views = {view.file_name: view.rendering.content for view in standard_views(desk, fonts, PARTICULARS)}
    assert set(views) == {
        "front-day.png", "front-day.svg", "front-night.png", "front-night.svg", "marks.png", "marks.svg", "sheet.pdf",
        "workshop.dxf",
    }  # fmt: skip
    assert len(views["sheet.pdf"]) < 1_600_000
    document = pypdfium2.PdfDocument(io.BytesIO(views["sheet.pdf"]))
    try:
        width, height = document[0].get_size()
        assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (420, 297)
    finally:
        document.close()


def test_the_sheet_draws_its_own_pictures_when_none_are_given(desk, fonts):
    assert plain(sheet_of(desk, fonts, PARTICULARS).bounds) is not None


def test_the_sheet_on_a4_is_two_pages_whose_words_can_be_searched(desk, fonts):
    pages = sheets_of(desk, fonts, PARTICULARS, size=SheetSize.A4)
    document = pypdfium2.PdfDocument(io.BytesIO(draw_pages(pages).content))
    try:
        words = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    assert len(words) == 2
    assert "6000" in words[0]
    assert all(desk.layout.spec.name in word for word in words)
    assert "材料色彩表" in words[1]
