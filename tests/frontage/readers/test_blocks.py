"""Blocks in blocks: a façade inserted as one block keeps every opening, a window with its sash is one window."""

from __future__ import annotations

import ezdxf
import pytest

from tests.frontage.readers.small_front import box, counts, frame, front, imported, kinds, line, text


def _window(doc: ezdxf.document.Drawing) -> None:
    """A window block whose frame and sash are blocks inside each other."""
    sash = doc.blocks.new("扇")
    box(sash, "窗", 80, 80, 1420, 1720)
    line(sash, "窗", (750, 80), (750, 1720))
    whole = doc.blocks.new("C1518")
    box(whole, "窗", 0, 0, 1500, 1800)
    whole.add_blockref("扇", (0, 0), dxfattribs={"layer": "窗"})


def test_a_facade_inserted_as_one_block_keeps_every_unit_door_and_window():
    doc = ezdxf.new("R2010", units=4)
    _window(doc)
    whole = doc.blocks.new("南立面")
    frame(whole, 6)
    for n in range(6):
        whole.add_blockref("C1518", (n * 4000 + 1200, 5100), dxfattribs={"layer": "窗"})
        box(whole, "门", n * 4000 + 500, 0, n * 4000 + 1700, 2300)
        box(whole, "铺位", n * 4000, 0, n * 4000 + 4000, 4200)
        text(whole, "铺号", f"P{n + 1}", n * 4000 + 2500, 3000)
    doc.modelspace().add_blockref("南立面", (50_000, 20_000))
    report = imported(doc)
    assert kinds(report) == {"door": 6, "window": 6}
    assert report.plan is not None
    assert [u.id for u in report.plan.faces[0].units] == [f"P{n + 1}" for n in range(6)]
    assert counts(report.ignored)["reading.inner_frames"] == {"layer": "窗", "count": 6}


@pytest.mark.parametrize("nested", [False, True])
def test_two_windows_side_by_side_in_a_block_are_two(nested: bool):
    doc, space = front()
    _window(doc)
    pair = doc.blocks.new("双窗")
    for x in (0, 1800):
        if nested:
            pair.add_blockref("C1518", (x, 0), dxfattribs={"layer": "窗"})
        else:
            box(pair, "窗", x, 0, x + 1500, 1800)
    space.add_blockref("双窗", (300, 5100), dxfattribs={"layer": "窗"})
    report = imported(doc)
    assert kinds(report) == {"window": 2}
    assert ("reading.inner_frames" in counts(report.ignored)) is nested


def test_a_frame_of_loose_lines_around_its_sash_block_is_one_window():
    doc, space = front()
    _window(doc)
    whole = doc.blocks.new("散线窗")
    ring = [(-60, -60), (1560, -60), (1560, 1860), (-60, 1860)]
    for start, end in zip(ring, (*ring[1:], ring[0]), strict=True):
        line(whole, "窗", start, end)
    whole.add_blockref("C1518", (0, 0), dxfattribs={"layer": "窗"})
    space.add_blockref("散线窗", (1000, 5100), dxfattribs={"layer": "窗"})
    report = imported(doc)
    assert kinds(report) == {"window": 1}
    assert report.plan is not None
    assert report.plan.faces[0].openings[0].rect.width == pytest.approx(1620)


def test_lines_in_a_block_that_close_nothing_are_told_with_layer_and_count():
    doc, space = front()
    block = doc.blocks.new("框")
    box(block, "窗", 0, 0, 1500, 1800)
    for x in (3000, 3500, 4000):
        line(block, "窗", (x, 0), (x, 900))
    space.add_blockref("框", (300, 5100), dxfattribs={"layer": "窗"})
    report = imported(doc)
    assert kinds(report) == {"window": 1}
    told = counts(report.ignored)["reading.block_open"]
    assert (told["layer"], told["count"]) == ("窗", 3)


def test_attributes_are_of_the_innermost_insert_that_holds_one_outline():
    doc, space = front()
    _window(doc)
    facade = doc.blocks.new("立面")
    for n, x in enumerate((300, 4300)):
        ref = facade.add_blockref("C1518", (x, 5100), dxfattribs={"layer": "窗"})
        ref.add_attrib("id", f"C-{n}", (x, 5100), dxfattribs={"layer": "窗"})
    whole = space.add_blockref("立面", (0, 0), dxfattribs={"layer": "窗"})
    whole.add_attrib("id", "ELEVATION", (0, 0), dxfattribs={"layer": "窗"})
    report = imported(doc)
    assert report.plan is not None
    assert [o.id for o in report.plan.faces[0].openings] == ["C-0", "C-1"]
    assert counts(report.ignored)["reading.fields_of_several"] == {"layer": "窗", "count": 1}


@pytest.mark.parametrize("in_facade", [False, True])
def test_the_two_leaves_of_a_door_are_one_door_and_units_that_touch_stay_apart(in_facade: bool):
    doc = ezdxf.new("R2010", units=4)
    leaf = doc.blocks.new("扇")
    box(leaf, "门", 0, 0, 750, 2300)
    box(leaf, "门", 80, 900, 670, 2200)  # its glass
    door = doc.blocks.new("M1523")
    for x, scale in ((0, 1), (1500, -1)):
        door.add_blockref("扇", (x, 0), dxfattribs={"layer": "门", "xscale": scale})
    space = doc.blocks.new("立面") if in_facade else doc.modelspace()
    frame(space)
    for n in range(4):
        space.add_blockref("M1523", (n * 4000 + 500, 0), dxfattribs={"layer": "门"})
        box(space, "铺位", n * 4000, 0, n * 4000 + 4000, 4200)
    if in_facade:
        doc.modelspace().add_blockref("立面", (7000, 3000))
    report = imported(doc)
    assert kinds(report) == {"door": 4}
    assert report.plan is not None
    (face,) = report.plan.faces
    assert {o.rect.width for o in face.openings} == {1500}
    assert len(face.units) == 4
    assert counts(report.ignored)["reading.inner_frames"] == {"layer": "门", "count": 8}
