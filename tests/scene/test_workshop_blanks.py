"""The sheets of flat blanks that go with a workshop drawing: folds, holes, sizes, and the drawing file they are in."""

from __future__ import annotations

import itertools
from io import StringIO
from typing import Any

import ezdxf
import pypdfium2
import pytest

from signage.design import PieceRole, SignLayout, lay_out, load_kinds, read_spec, spec_of
from signage.fabrication import Drilled, Tables, cut_sheets, drilled_of
from signage.geometry import Rect
from signage.locale import Lang, speaking
from signage.render import Viewport, draw, draw_pages
from signage.resources import bundled
from signage.scene import Dimension, Group, Label, Node, Scene, Stroke, compose_workshop_pages, in_one_space, page_scale
from signage.scene.blank_items import FOLD_LAYER, HOLE_LAYER, blank_items
from signage.scene.cutting import compose_cutting
from signage.scene.dimensions import collisions, labels_in
from signage.scene.labels import label_box
from signage.typography import FontCatalogue

KINDS = tuple(kind.id for kind in load_kinds())
FOLDED = ("panel-letters", "rail-letters", "canopy-letters", "light-box", "projecting", "freestanding-board")
_layouts: dict[str, SignLayout] = {}


def layout_of(kind: str, fonts: FontCatalogue) -> SignLayout:
    if kind not in _layouts:
        _layouts[kind] = lay_out(read_spec(bundled("samples", "specs", "kinds", f"{kind}.toml")), fonts)
    return _layouts[kind]


def flat(nodes: tuple[Node, ...]) -> list[Node]:
    found: list[Node] = []
    for node in nodes:
        found.extend(flat(node.children) if isinstance(node, Group) else [node])
    return found


def strokes(pages: tuple[Scene, ...], layer: str) -> list[Stroke]:
    return [n for page in pages for n in flat(page.nodes) if isinstance(n, Stroke) and n.layer == layer]


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("kind", KINDS)
def test_sheets_of_every_kind_hold_all_their_words_and_none_lies_on_another(
    kind: str, lang: Lang, fonts: FontCatalogue
) -> None:
    with speaking(lang):
        pages = compose_workshop_pages(layout_of(kind, fonts), fonts)
    assert not any(a.bounds.overlaps(b.bounds) for a, b in itertools.combinations(pages, 2))
    for page in pages[1:]:
        scale = page_scale(page)
        assert (page.bounds.width / scale, page.bounds.height / scale) == pytest.approx((420, 297))
        assert [(a.text, b.text) for a, b in collisions(page.nodes, scale / 10)] == []
        inside = page.bounds.grown(-5.0 * scale)
        assert [n.text for n in labels_in(page.nodes) if not inside.contains(label_box(n))] == []
        assert page.model_digest == layout_of(kind, fonts).digest
    ids = [node.id for page in pages for node in page.nodes if isinstance(node, Group)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_folded_or_drilled_is_drawn_and_nothing_else(kind: str, fonts: FontCatalogue) -> None:
    layout = layout_of(kind, fonts)
    pages, held = compose_workshop_pages(layout, fonts), drilled_of(layout)
    shapes = [shape for piece in layout.pieces for sheet in cut_sheets(piece, layout, drilled=held)
              for shape in sheet.shapes if any(s.folds or s.holes for s in sheet.shapes)]  # fmt: skip
    assert (len(pages) > 1) == bool(shapes)
    items = blank_items(layout, held, Tables())
    assert len(strokes(pages, FOLD_LAYER)) == sum(len(item.shape.folds) for item in items)
    assert len(strokes(pages, HOLE_LAYER)) == sum(len(item.shape.holes) for item in items)
    # each as often as it is cut: as many holes as the cutting file has
    assert sum(item.count * len(item.shape.holes) for item in items) == compose_cutting(layout, drilled=held).drilled


@pytest.mark.parametrize("kind", FOLDED)
def test_the_folds_of_a_blank_are_dash_dot_lines_across_it(kind: str, fonts: FontCatalogue) -> None:
    folds = strokes(compose_workshop_pages(layout_of(kind, fonts), fonts), FOLD_LAYER)
    assert folds
    assert all(len(fold.dash_mm) == 4 and fold.dash_mm[0] > fold.dash_mm[2] for fold in folds)
    assert all(fold.path.verbs == "ML" for fold in folds)


def test_a_tray_shows_its_developed_size_and_how_high_its_returns_are(fonts: FontCatalogue) -> None:
    layout = lay_out(spec_of({"kind": "panel-letters", "name": "盐", "width_mm": 2400, "height_mm": 800}), fonts)
    panel = next(piece for piece in layout.pieces if piece.role is PieceRole.PANEL)
    fold = panel.z_front_mm - panel.z_back_mm
    _, page = compose_workshop_pages(layout, fonts)
    said = {n.text for n in flat(page.nodes) if isinstance(n, Dimension)}
    assert {f"{2400 + 2 * fold:.0f}", f"{800 + 2 * fold:.0f}", "2400", "800", f"{fold:.0f}"} <= said
    words = [n.text for n in flat(page.nodes) if isinstance(n, Label)]
    assert words.count(f"折 {fold:.0f}") == 4
    assert "P01 底板 ×1" in words


def test_a_plate_shows_its_holes_counted_with_their_size_and_place(fonts: FontCatalogue) -> None:
    layout, fixing = layout_of("projecting", fonts), Tables().making.fixing
    pages = compose_workshop_pages(layout, fonts)
    words = {n.text for page in pages for n in flat(page.nodes) if isinstance(n, Label)}
    assert f"{fixing.support_min}-φ{fixing.support.hole_mm:g}" in words
    assert "P01–P02 墙板 ×2" in words
    said = [n.text for page in pages for n in flat(page.nodes) if isinstance(n, Dimension)]
    assert said.count(f"{fixing.plate_edge_mm:g}") >= 4


def test_more_bolts_are_drawn_where_the_load_asks_for_them(fonts: FontCatalogue) -> None:
    layout = layout_of("projecting", fonts)
    pages = compose_workshop_pages(layout, fonts, drilled=Drilled(form=layout.form, plate_bolts=8))
    assert len(strokes(pages, HOLE_LAYER)) == 8
    assert "8-φ18" in {n.text for page in pages for n in flat(page.nodes) if isinstance(n, Label)}


def test_a_clamp_has_its_flanges_folded_against_the_rest(fonts: FontCatalogue) -> None:
    layout = layout_of("rail-letters", fonts)
    clamps = [item for item in blank_items(layout, drilled_of(layout), Tables()) if item.use == "clamp"]
    assert len(clamps) == 2  # one for each rail's height
    for clamp in clamps:
        assert [fold.is_reverse for fold in clamp.shape.folds] == [True, False, False, True]
        assert [hole.diameter_mm for hole in clamp.shape.holes] == [12.0, 12.0]


def test_a_closed_section_is_drawn_with_three_folds_that_part_its_four_sides(fonts: FontCatalogue) -> None:
    layout = layout_of("rail-letters", fonts)
    rail = next(piece for piece in layout.pieces if piece.role is PieceRole.RAIL)
    sheet = next(sheet for sheet in cut_sheets(rail, layout) if sheet.use == "rail")
    box, (shape,) = rail.outline.bounds(), sheet.shapes
    assert box is not None
    levels = [fold.start.y for fold in shape.folds]
    flat_box = shape.outline.bounds()
    assert flat_box is not None
    sides = [b - a for a, b in itertools.pairwise([0.0, *levels, flat_box.height])]
    deep = rail.z_front_mm - rail.z_back_mm
    thick = sheet.thickness_mm
    assert sides == pytest.approx([deep - thick, box.height - thick] * 2) or sides == pytest.approx(
        [box.height - thick, deep - thick] * 2
    )


# --- the drawing file -------------------------------------------------------------------------------------------------


def read(layout: SignLayout, fonts: FontCatalogue) -> Any:
    scene = in_one_space(compose_workshop_pages(layout, fonts))
    content = draw(scene, Viewport.of(scene), "dxf").content
    return ezdxf.read(StringIO(content.decode("utf-8")))


@pytest.mark.parametrize("kind", FOLDED)
def test_the_drawing_file_has_folds_on_a_layer_of_their_own_at_true_size(kind: str, fonts: FontCatalogue) -> None:
    layout = layout_of(kind, fonts)
    doc = read(layout, fonts)
    found = doc.audit()
    assert (found.errors, found.fixes) == ([], [])
    folds = [e for e in doc.modelspace() if e.dxf.layer == FOLD_LAYER and e.dxftype() == "LWPOLYLINE"]
    meant = [fold for item in blank_items(layout, drilled_of(layout), Tables()) for fold in item.shape.folds]
    assert {e.dxf.linetype for e in folds} == {"CENTER"}
    lengths = sorted(
        ((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2) ** 0.5 for a, b in (list(e.get_points("xy")) for e in folds)
    )
    wanted = sorted(abs(f.end.x - f.start.x) + abs(f.end.y - f.start.y) for f in meant)  # all upright or level
    assert lengths == pytest.approx(wanted, abs=1e-3)
    assert any(e.dxftype() == "DIMENSION" for e in doc.modelspace())


def test_pages_lie_beside_each_other_in_the_drawing_file_and_after_each_other_in_a_pdf(fonts: FontCatalogue) -> None:
    pages = compose_workshop_pages(layout_of("rail-letters", fonts), fonts)
    whole = in_one_space(pages)
    assert whole.bounds == Rect.joined([page.bounds for page in pages])
    assert sum(len(page.nodes) for page in pages) == len(whole.nodes)
    shown = [Viewport.of(page, scale=1 / page_scale(page)) for page in pages]
    content = draw_pages(pages, shown).content
    document = pypdfium2.PdfDocument(content)
    assert len(document) == len(pages) > 1
    sizes = [tuple(round(side / 72 * 25.4) for side in document[at].get_size()) for at in range(len(document))]
    assert sizes == [(420, 297)] * len(pages)
