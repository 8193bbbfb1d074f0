from __future__ import annotations

import pypdfium2
import pytest

from signage.errors import RenderError
from signage.geometry import Path, Point, Rect
from signage.render import Viewport, draw, draw_pages
from signage.scene import Anchor, Group, Label, Node, Scene, label
from signage.scene.dimensions import Stop, chain
from signage.scene.shapes import solid
from signage.typography import FontCatalogue

POINT_MM = 25.4 / 72


def scene_of(*nodes: Node) -> Scene:
    return Scene(id="page", title="测试页", bounds=Rect(0.0, 0.0, 100.0, 60.0), nodes=nodes, model_digest="sha256:ab")


def page_of(content: bytes) -> pypdfium2.PdfPage:
    return pypdfium2.PdfDocument(content)[0]


@pytest.mark.parametrize("scale", [1.0, 0.5, 2.0])
def test_page_has_the_paper_size_of_the_scale(scale: float):
    drawn = draw(
        scene := scene_of(solid(Path.rect(Rect(10, 10, 20, 20)), "#FF0000")), Viewport.of(scene, scale=scale), "pdf"
    )
    width, height = page_of(drawn.content).get_size()
    assert (width * POINT_MM, height * POINT_MM) == pytest.approx((100.0 * scale, 60.0 * scale), abs=0.05)


def test_labels_and_dimension_numbers_are_text_that_can_be_searched(fonts: FontCatalogue):
    stops = [Stop(at=10.0, edge=20.0, model_mm=0.0), Stop(at=90.0, edge=20.0, model_mm=6000.0)]
    words = label(fonts, "晶湾盐业生活馆", Point(10, 40), 5.0)
    scene = scene_of(Group(id="g", children=(words,)), *chain(fonts, stops, 30.0))
    found = page_of(draw(scene, Viewport.of(scene), "pdf").content).get_textpage().get_text_range()
    assert "晶湾盐业生活馆" in found
    assert "6000" in found


@pytest.mark.parametrize("anchor", list(Anchor))
@pytest.mark.parametrize("angle", [0.0, 90.0])
def test_text_lies_where_the_outlines_of_its_label_lie(fonts: FontCatalogue, anchor: Anchor, angle: float):
    words = label(fonts, "盐业国H8", Point(50, 30), 6.0, anchor, angle_deg=angle, weight=700)
    scene = scene_of(words)
    page = page_of(draw(scene, Viewport.of(scene), "pdf").content)
    dots = page.render(scale=4).to_numpy()[:, :, :3].min(axis=2) < 128
    rows, columns = dots.any(axis=1).nonzero()[0], dots.any(axis=0).nonzero()[0]
    dot = POINT_MM / 4
    seen = Rect(columns[0] * dot, 60.0 - (rows[-1] + 1) * dot, (columns[-1] + 1) * dot, 60.0 - rows[0] * dot)
    meant = words.outline.bounds()
    assert meant is not None
    assert (seen.x0, seen.y0, seen.x1, seen.y1) == pytest.approx((meant.x0, meant.y0, meant.x1, meant.y1), abs=0.3)


def test_same_scene_gives_the_same_bytes(fonts: FontCatalogue):
    scene = scene_of(label(fonts, "盐", Point(10, 10), 4.0))
    assert draw(scene, Viewport.of(scene), "pdf").content == draw(scene, Viewport.of(scene), "pdf").content


def test_page_larger_than_five_metres_is_refused():
    scene = scene_of()
    with pytest.raises(RenderError) as caught:
        draw(scene, Viewport.of(scene, scale=100.0), "pdf")
    assert caught.value.code == "pdf.paper_out_of_range"


def test_words_outside_of_the_shown_part_are_left_out(fonts: FontCatalogue):
    inside, outside = label(fonts, "在内", Point(10, 10), 4.0), label(fonts, "在外", Point(200, 10), 4.0)
    assert isinstance(outside, Label)
    scene = scene_of(inside, outside)
    found = page_of(draw(scene, Viewport.of(scene), "pdf").content).get_textpage().get_text_range()
    assert found.strip() == "在内"


def test_pages_become_one_document_with_a_page_each_and_its_own_words(fonts: FontCatalogue):
    first = scene_of(label(fonts, "第一页", Point(10, 10), 4.0))
    second = Scene(
        id="second",
        title="第二页",
        bounds=Rect(0.0, 0.0, 60.0, 100.0),
        nodes=(label(fonts, "材料色彩表", Point(10, 10), 4.0),),
    )
    document = pypdfium2.PdfDocument(draw_pages((first, second)).content)
    words = [page.get_textpage().get_text_range() for page in document]
    sizes = [tuple(round(side * POINT_MM) for side in page.get_size()) for page in document]
    assert [word.strip() for word in words] == ["第一页", "材料色彩表"]
    assert sizes == [(100, 60), (60, 100)]


def test_document_without_a_page_is_refused():
    with pytest.raises(RenderError) as caught:
        draw_pages(())
    assert caught.value.code == "pdf.no_pages"
