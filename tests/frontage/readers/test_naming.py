"""Which part a text numbers: a shop number over a door is the shop's."""

from __future__ import annotations

import pytest

from tests.frontage.readers.small_front import MAP, box, counts, front, imported, text


def _ids(report) -> tuple[list[str], list[str]]:
    assert report.plan is not None, [n.words() for n in report.questions] + [p.words() for p in report.problems]
    (face,) = report.plan.faces
    return [u.id for u in face.units], [o.id for o in face.openings]


@pytest.mark.parametrize("layer", ["铺号", "编号"])
def test_a_text_over_a_door_that_stands_in_a_unit_is_the_units(layer: str):
    doc, space = front()
    for n in range(4):
        box(space, "铺位", n * 4000, 0, n * 4000 + 4000, 4200)
        box(space, "门", n * 4000 + 500, 0, n * 4000 + 1700, 2300)
        text(space, layer, f"A{n + 1:02d}", n * 4000 + 900, 1200)
    assert _ids(imported(doc)) == (["A01", "A02", "A03", "A04"], ["D1-01", "D1-02", "D1-03", "D1-04"])


def test_shop_numbers_without_units_number_no_door_and_are_told():
    doc, space = front()
    for n in range(4):
        box(space, "门", n * 4000 + 500, 0, n * 4000 + 1700, 2300)
        text(space, "铺号", f"A{n + 1:02d}", n * 4000 + 900, 1200)
    report = imported(doc)
    assert _ids(report)[1] == ["D1-01", "D1-02", "D1-03", "D1-04"]
    assert counts(report.ignored)["reading.unit_texts"] == {"layer": "铺号", "count": 4, "texts": "A01, A02, A03, A04"}


def test_the_units_number_is_the_one_beside_the_doors_and_the_doors_keep_theirs():
    doc, space = front()
    for n in range(4):
        box(space, "铺位", n * 4000, 0, n * 4000 + 4000, 4200)
        box(space, "门", n * 4000 + 500, 0, n * 4000 + 1700, 2300)
        text(space, "编号", f"M-{n + 1}", n * 4000 + 900, 1200)  # first in the file
        text(space, "编号", f"A{n + 1:02d}", n * 4000 + 2500, 3000)
    assert _ids(imported(doc)) == (["A01", "A02", "A03", "A04"], ["M-1", "M-2", "M-3", "M-4"])


def test_a_text_on_the_doors_own_layer_is_the_doors():
    doc, space = front()
    box(space, "铺位", 0, 0, 4000, 4200)
    box(space, "门", 500, 0, 1700, 2300)
    text(space, "门", "M-1", 900, 1200)
    assert _ids(imported(doc)) == (["S1-01"], ["M-1"])


@pytest.mark.parametrize("layer", ["编号", "窗"])
def test_the_type_of_a_window_is_no_id(layer: str):
    doc, space = front()
    for n in range(4):
        box(space, "窗", n * 4000 + 500, 5000, n * 4000 + 2000, 6800)
        text(space, layer, "C1518", n * 4000 + 900, 5500)
    report = imported(doc)
    assert _ids(report)[1] == ["W2-01", "W2-02", "W2-03", "W2-04"]
    assert counts(report.ignored)["reading.type_no_id"] == {"text": "C1518", "count": 4}


def test_a_number_over_a_window_upstairs_is_the_windows():
    doc, space = front()
    box(space, "窗", 500, 5000, 2000, 6800)
    text(space, "编号", "W-7", 900, 5500)
    assert _ids(imported(doc, MAP))[1] == ["W-7"]


def test_a_shop_number_over_both_of_its_doors_is_the_units_alone():
    doc, space = front()
    box(space, "铺位", 0, 0, 4000, 4200)
    for x in (300, 2300):
        box(space, "门", x, 0, x + 1200, 2300)
        text(space, "编号", "A01", x + 200, 1200)
    assert _ids(imported(doc)) == (["A01"], ["D1-01", "D1-02"])


def test_the_type_of_every_shops_door_numbers_no_shop():
    doc, space = front()
    for n in range(3):
        box(space, "铺位", n * 4000, 0, n * 4000 + 4000, 4200)
        box(space, "门", n * 4000 + 500, 0, n * 4000 + 1700, 2300)
        text(space, "编号", "M1223", n * 4000 + 700, 1200)
    report = imported(doc)
    assert _ids(report) == (["S1-01", "S1-02", "S1-03"], ["D1-01", "D1-02", "D1-03"])
    assert counts(report.ignored)["reading.type_no_id"] == {"text": "M1223", "count": 3}
