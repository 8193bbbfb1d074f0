"""Doors and shop windows of loose lines without a line at their foot: the floor or the pavement closes them."""

from __future__ import annotations

import pytest

from tests.frontage.readers.small_front import MAP, box, counts, front, imported, kinds, line


def _door(space, x: float, foot: float = 0.0, *, head: bool = True) -> None:
    for side in (x, x + 750, x + 1500):
        line(space, "门", (side, foot), (side, 2400))
    if head:
        line(space, "门", (x, 2400), (x + 1500, 2400))


@pytest.mark.parametrize("foot", [0.0, -150.0, 4.0])
def test_doors_without_a_threshold_are_closed_along_floor_or_pavement_and_told(foot: float):
    doc, space = front()
    for n in range(4):
        _door(space, n * 4000 + 400, foot)
    report = imported(doc)
    assert kinds(report) == {"door": 4}
    assert counts(report.repairs)["reading.closed_on_floor"] == {"layer": "门", "role": "door", "count": 4}
    assert "reading.not_closed" not in counts(report.questions)
    assert report.plan is not None
    (rect, *_) = [o.rect for o in report.plan.faces[0].openings]
    assert (rect.x0, rect.y0, rect.x1, rect.y1) == (400, foot, 1900, 2400)


@pytest.mark.parametrize("case", ["above the floor", "no head"])
def test_what_is_open_elsewhere_too_stays_open_and_is_asked_about(case: str):
    doc, space = front()
    _door(space, 400, 60.0 if case == "above the floor" else 0.0, head=case != "no head")
    report = imported(doc)
    assert kinds(report) == {}
    assert "reading.closed_on_floor" not in counts(report.repairs)
    assert "reading.not_closed" in counts(report.questions)


def test_a_line_over_all_doors_does_not_make_one_opening_of_the_front():
    doc, space = front()
    for n in range(4):
        _door(space, n * 4000 + 400)
    line(space, "门", (0, 2400), (16_000, 2400))
    report = imported(doc)
    assert all(o.rect.width < 12_000 for o in report.plan.faces[0].openings) if report.plan else False
    assert "reading.not_closed" in counts(report.questions)


def test_a_door_block_without_a_threshold_is_closed_too():
    doc, space = front()
    block = doc.blocks.new("M1524")
    _door(block, 0)
    for n in range(4):
        space.add_blockref("M1524", (n * 4000 + 400, 0), dxfattribs={"layer": "门"})
    report = imported(doc)
    assert kinds(report) == {"door": 4}
    assert counts(report.repairs)["reading.closed_on_floor"]["count"] == 4


def test_told_floors_and_a_told_pavement_close_as_drawn_ones_do():
    doc, space = front()
    _door(space, 400, -300.0)
    mapping = MAP.replace('slabs = ["楼层"]\npavement = ["地坪"]\n', "").replace(
        "[layers]", "floors_mm = [0, 4200, 8000]\n[origin]\ny = 0\n[layers]"
    )
    report = imported(doc, mapping + "pavement = [[0, -300], [16000, -300]]\n")
    assert kinds(report) == {"door": 1}


def test_in_a_tangle_of_lines_doors_without_a_threshold_stand_on_the_floor_and_piers_do_not():
    doc, space = front()
    for n in range(4):
        x = n * 4000 + 400
        for side in (x, x + 1500):
            line(space, "立面", (side, 0), (side, 2400))
        line(space, "立面", (x, 2400), (x + 1500, 2400))
        line(space, "立面", (x, 2000), (x + 1500, 2000))
        box(space, "立面", x + 1800, 900, x + 3300, 2400)
    report = imported(doc, MAP.replace('door = ["门"]', 'openings = ["立面"]'))
    assert kinds(report) == {"door": 4, "window": 4}
    assert report.plan is not None
    assert [o.rect.height for o in report.plan.faces[0].openings if o.kind == "door"] == [2400] * 4
    told = counts(report.repairs)["reading.closed_on_floor"]
    assert told == {"layer": "立面", "role": "openings", "count": 4}


def test_a_tangle_whose_rectangles_are_whole_needs_no_floor():
    doc, space = front()
    for n in range(4):
        box(space, "立面", n * 4000 + 400, 0, n * 4000 + 1900, 2400)
    report = imported(doc, MAP.replace('door = ["门"]', 'openings = ["立面"]'))
    assert kinds(report) == {"door": 4}
    assert report.repairs == ()
