"""Drafts as pictures, their names, their colours, and the check at the measured size."""

import io
from datetime import date

import pytest
from PIL import Image

from signage.drafts import (
    NameReading,
    Part,
    Text,
    can_read,
    check_draft,
    colours_in,
    compare_names,
    differences,
    name_in,
    panel_and_letters,
    read_draft,
    scale_of,
    size_of,
    spec_of_draft,
)
from signage.drafts import reading as draft_reading
from signage.errors import DocumentError, SpecError
from signage.frontage import read_plan
from signage.geometry import Point
from signage.resources import bundled
from signage.rules import books_for
from signage.uploads.formats import SVG
from tests.uploads.hostile import DXF, in_process, pdf

SAMPLES = bundled("samples", "drafts")
ON = date(2026, 11, 24)


@pytest.fixture
def without_child(monkeypatch):
    """Decode here: the child's own tests are elsewhere."""
    monkeypatch.setattr("signage.uploads.door.confined", in_process)


def board(panel="#12456B", letters="#F5F1E6", size=(600, 120)):
    image = Image.new("RGB", (800, 400), "#B9B0A2")
    image.paste(panel, (100, 100, 100 + size[0], 100 + size[1]))
    for x in range(180, 620, 90):
        image.paste(letters, (x, 125, x + 50, 195))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


BOX = (100.0, 100.0, 700.0, 220.0)


def test_a_photo_is_shown_smaller_and_says_by_how_much(without_child):
    content = (SAMPLES / "jingwan-front.jpg").read_bytes()
    picture = read_draft(content, "a.jpg", side_px=700)
    assert (picture.size_px, picture.source_px) == ((700, 394), (1400, 788))
    assert picture.mm_per_px_by_file is None


def test_a_drawing_tells_its_unit_and_its_words(without_child):
    picture = read_draft((SAMPLES / "jingwan-board.svg").read_bytes(), "a.svg", side_px=870)
    assert picture.media_type == SVG.media_type
    assert (picture.unit, picture.mm_per_px_by_file) == ("mm", pytest.approx(10.0))
    read = name_in(picture.png, (135, 40, 735, 160), picture.texts)
    assert read == NameReading(words="晶湾盐业生活馆", source="file", score=1.0)


def test_a_dxf_in_centimetres_has_a_scale_of_its_own(without_child):
    header = b"  0\nSECTION\n  2\nHEADER\n  9\n$ACADVER\n  1\nAC1015\n  9\n$INSUNITS\n 70\n5\n  0\nENDSEC\n"
    picture = read_draft(header + DXF, "a.dxf", side_px=636)  # 600 cm and a margin of 3 % on each side
    assert picture.unit == "cm"
    assert picture.mm_per_px_by_file == pytest.approx(10.0)


def test_the_tallest_words_in_the_box_are_the_name():
    texts = (
        Text(words="门头立面 1:50", height_px=60, x=400, y=390),
        Text(words="晶湾  茶坊", height_px=40, x=400, y=150),
        Text(words="TEA", height_px=20, x=400, y=200),
    )
    assert name_in(board(), BOX, texts).words == "晶湾 茶坊"


def test_without_the_optional_reader_the_name_is_left_to_be_typed(monkeypatch):
    monkeypatch.setattr(draft_reading, "can_read", lambda: False)
    assert name_in(board(), BOX) is None


@pytest.mark.skipif(not can_read(), reason="the ocr extra is not installed")
def test_the_optional_reader_takes_the_large_line(monkeypatch):
    class Found:
        boxes = (
            ((0, 0), (9, 0), (9, 40), (0, 40)),
            ((0, 0), (9, 0), (9, 12), (0, 12)),
            ((0, 0), (9, 0), (9, 38), (0, 38)),
        )
        txts = ("晶湾", "JINGWAN", "茶坊")
        scores = (0.99, 0.98, 0.9)

    monkeypatch.setattr(draft_reading, "_reader", lambda: lambda _: Found)
    assert name_in(board(), BOX) == NameReading(words="晶湾茶坊", source="ocr", score=0.9)


def test_the_board_and_its_letters_are_found_by_colour():
    found = colours_in(board(), BOX)
    assert panel_and_letters(found) == ("#12456B", "#F5F1E6")
    assert found[0].share == pytest.approx(0.75, abs=0.03)
    assert panel_and_letters(()) == (None, None)
    assert panel_and_letters(colours_in(board(letters="#12456B"), BOX)) == ("#12456B", None)


@pytest.mark.parametrize(
    ("sign", "licence", "agreement", "strange"),
    [
        ("晶湾茶坊", "晶湾茶坊", "same", ""),
        ("晶湾茶坊", "示例市晶湾茶业有限公司", "short", "坊"),
        ("海盐小铺", "示例市晶湾茶业有限公司", "different", "海盐小铺"),
    ],
)
def test_names_are_compared_by_the_rules_own_judgement(sign, licence, agreement, strange):
    found = compare_names(sign, licence)
    assert (found.agreement, found.strange) == (agreement, strange)
    assert "".join(words for part, words in found.parts if part is not Part.ONLY_LICENCE) == sign
    assert "".join(words for part, words in found.parts if part is not Part.ONLY_SIGN) == licence


def test_what_was_told_is_compared_with_what_was_measured():
    size = size_of(Point(100, 100), Point(700, 220), scale_of(Point(0, 0), Point(800, 0), 8000))
    width, height = differences(size, (6050.0, 1210.0))
    assert (width.is_within, height.is_within) == (False, True)
    assert width.sentence() == "图上量得宽 6000±36 毫米，申报 6050 毫米，相差 -50 毫米，超出量取误差，图与申报不一致。"
    assert differences(size, None) == ()


def test_a_draft_is_checked_like_a_sign_of_our_own_and_tells_what_it_cannot_answer(fonts):
    plan = read_plan(bundled("samples", "plans") / "jingwan-li.json")
    books = books_for(plan.city, ON)
    # 1495 mm high ± 24: the demonstration's limit of 1500 mm lies within the uncertainty
    size = size_of(Point(100, 100), Point(700, 249.5), scale_of(Point(0, 0), Point(800, 0), 8000))
    spec = spec_of_draft("panel-letters", "晶湾盐业生活馆", size, panel="#2B3038", letters="#F5F1E6")
    assert (spec.width_mm, spec.height_mm, spec.colours.panel) == (6000.0, 1495.0, "#2B3038")
    found = check_draft(spec, size, plan, "S1-02", books, ON, fonts, facts={"leased_units": ("S1-02",)})
    assert found.desk.placed.unit_id == "S1-02"
    assert "la-07" in found.open_rules


def test_a_size_that_no_sign_has_is_refused():
    size = size_of(Point(0, 0), Point(700, 249), scale_of(Point(0, 0), Point(800, 0), 200_000))
    with pytest.raises(SpecError):
        spec_of_draft("panel-letters", "晶湾", size)


def test_a_page_beyond_the_last_shows_the_last(without_child):
    picture = read_draft(pdf(pages=2), "a.pdf", page=9, side_px=300)
    assert (picture.page, picture.pages) == (1, 2)


def test_a_refused_draft_says_why(without_child):
    with pytest.raises(DocumentError) as caught:
        read_draft(b"AC1032" + bytes(99), "门头.dwg")
    assert caught.value.code == "uploads.is_dwg"
