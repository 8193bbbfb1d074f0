"""The sheet of a sign without a plan, of every kind: what it dimensions and what it says is missing."""

from __future__ import annotations

import pytest

from signage.design import kind_of, lay_out, load_kinds, read_spec, spec_of
from signage.geometry import Rect
from signage.locale import Lang, speaking, text
from signage.resources import bundled
from signage.scene import (
    Dimension,
    Fill,
    Group,
    Label,
    Node,
    Picture,
    SheetParticulars,
    SheetSize,
    Stroke,
    compose_sheets_alone,
    compose_workshop,
    label_box,
)
from signage.scene.dimensions import collisions, labels_in
from signage.scene.sheet_face import letter_facts
from signage.scene.sheet_format import A3, A4
from signage.typography import FontCatalogue
from tests.scene.test_sheet_kinds import png, walk

GIVEN = SheetParticulars(drawing_number="", project="")
STANDING = ("freestanding", "freestanding-board", "event-arch", "event-balloon")
INSIDE = {SheetSize.A3: A3.inside, SheetSize.A4: A4.inside}


@pytest.mark.parametrize("size", list(SheetSize))
@pytest.mark.parametrize("kind", [kind.id for kind in load_kinds()])
def test_a_sheet_without_a_plan_dimensions_the_sign_and_invents_no_place(
    kind: str, size: SheetSize, fonts: FontCatalogue
):
    layout = lay_out(read_spec(bundled("samples", "specs", "kinds", f"{kind}.toml")), fonts)
    pages = compose_sheets_alone(layout, fonts, GIVEN, day=png(), night=png(), size=size)
    nodes = [node for page in pages for node in walk(page.nodes)]
    said = [one.text for page in pages for one in labels_in(page.nodes)]
    assert text("drawing.sheet_place_not_given") in said
    words = "".join(said)
    assert "没有立面规划" in words
    groups = {node.id for node in nodes if isinstance(node, Group)}
    assert not any(name.endswith(("elevation", "location", "check")) for name in groups)
    values = [round(node.value_mm) for node in nodes if isinstance(node, Dimension)]
    assert any(abs(value - layout.envelope.width) < 1.0 for value in values)
    stands = kind in STANDING
    most = max(layout.envelope.width, layout.envelope.height, layout.depth_mm) + 1500.0
    assert max(values) <= most  # no clear height, no kerb
    assert layout.stands_on_ground == stands
    assert "人行道" not in words
    assert ("地面" in said) == stands
    assert ("高度从地面量起" in words) == stands
    assert ("离地高度未提供" in words) == (not stands)
    assert ("固定于主体结构" in words) == (not stands)
    for page in pages:
        assert page.model_digest == layout.digest
        assert collisions(page.nodes) == ()
        for one in labels_in(page.nodes):
            box = one.outline.control_bounds()
            assert box is None or INSIDE[size].grown(0.2).contains(box), one.text


def _box(node: Node) -> Rect | None:
    match node:
        case Label():
            return node.outline.control_bounds()
        case Stroke() | Fill():
            return node.path.control_bounds()
        case Picture():
            return node.rect
    return None


@pytest.mark.parametrize("kind", [kind.id for kind in load_kinds()])
def test_the_views_of_a_sheet_without_a_plan_reach_over_the_page(kind: str, fonts: FontCatalogue):
    layout = lay_out(read_spec(bundled("samples", "specs", "kinds", f"{kind}.toml")), fonts)
    (page,) = compose_sheets_alone(layout, fonts, GIVEN, day=png(), night=png())
    boxes = {
        group.id: Rect.joined([box for node in walk((group,)) if (box := _box(node)) is not None])
        for group in page.nodes
        if isinstance(group, Group)
    }
    inside = A3.inside
    shown = {"sheet-face", "sheet-section", "sheet-pictures", "sheet-build-up"} & set(boxes)
    views = Rect.joined([boxes[name] for name in shown])
    has_build_up = kind not in ("window-letters", "event-banner", "event-arch", "event-balloon")
    assert ("sheet-build-up" in shown) == has_build_up
    assert views.y0 < inside.y0 + 22.0
    assert views.height > 0.75 * inside.height
    assert boxes["sheet-materials"].x0 > views.x1
    # The column is filled from the title block to the top.
    top = boxes.get("sheet-letters", boxes["sheet-materials"])
    assert top.y1 > inside.y1 - 8.0
    assert boxes["sheet-pictures"].height > (45.0 if has_build_up else 75.0)


@pytest.mark.parametrize("size", list(SheetSize))
def test_a_sign_without_a_build_up_has_its_letters_listed_as_the_workshop_lists_them(
    fonts: FontCatalogue, size: SheetSize
):
    layout = lay_out(read_spec(bundled("samples", "specs", "kinds", "event-banner.toml")), fonts)
    pages = compose_sheets_alone(layout, fonts, GIVEN, day=png(), night=png(), size=size)
    said = [one.text for page in pages for one in labels_in(page.nodes)]
    listed = [one.text for one in labels_in(compose_workshop(layout, fonts).nodes)]
    for index, letter in enumerate(layout.letters, 1):
        box = letter.outline.bounds()
        assert box is not None
        assert f"L{index:02d}" in said
        words = f"{box.width:.1f}×{box.height:.1f}"
        assert words in said
        assert words in listed


def test_more_letters_than_a_column_holds_are_listed_by_their_line(fonts: FontCatalogue):
    given = {"kind": "event-banner", "name": "热烈祝贺晶湾盐业" * 5, "width_mm": 20000, "height_mm": 1200}
    layout = lay_out(spec_of(given), fonts)
    (page,) = compose_sheets_alone(layout, fonts, GIVEN, day=png(), night=png())
    said = [one.text for one in labels_in(page.nodes)]
    assert text("workshop.letters_together", line=1, count=len(layout.letters)) in said
    assert collisions(page.nodes) == ()


@pytest.mark.parametrize("kind", ["event-banner", "panel-letters", "rail-letters"])
def test_the_caption_reads_as_the_dimension_beside_it(kind: str, fonts: FontCatalogue):
    layout = lay_out(read_spec(bundled("samples", "specs", "kinds", f"{kind}.toml")), fonts)
    (page,) = compose_sheets_alone(layout, fonts, GIVEN, day=png(), night=png())
    dimensions = {node.text for node in walk(page.nodes) if isinstance(node, Dimension)}
    for line in layout.lines:
        foot = layout.envelope.y0
        ink = f"{round(line.ink.y1 - foot) - round(line.ink.y0 - foot)}"
        assert ink in dimensions
        assert ink in letter_facts(layout)


@pytest.mark.parametrize("kind", STANDING)
def test_what_stands_on_the_ground_is_as_tall_from_the_side_as_on_its_face(kind: str, fonts: FontCatalogue):
    layout = lay_out(read_spec(bundled("samples", "specs", "kinds", f"{kind}.toml")), fonts)
    (page,) = compose_sheets_alone(layout, fonts, GIVEN, day=png(), night=png())
    scales = [float(said.split("1:")[1]) for one in labels_in(page.nodes) if "　1:" in (said := one.text)][:2]
    assert scales[1] >= scales[0]


@pytest.mark.parametrize("size", [(2000.0, 2400.0), (6000.0, 4000.0), (7000.0, 4500.0)])
def test_the_clear_height_of_an_arch_is_that_of_its_opening(size: tuple[float, float], fonts: FontCatalogue):
    wide, high = size
    layout = lay_out(spec_of({"kind": "event-arch", "name": "晶湾", "width_mm": wide, "height_mm": high}), fonts)
    (page,) = compose_sheets_alone(layout, fonts, GIVEN, day=png(), night=png())
    values = [node.value_mm for node in walk(page.nodes) if isinstance(node, Dimension)]
    beam = kind_of("event-arch").base.beam * high
    assert sum(abs(value - (high - beam)) < 1.0 for value in values) == 2  # on its face and from the side
    assert sum(abs(value - beam) < 1.0 for value in values) == 2


@pytest.mark.parametrize("paper", list(SheetSize))
@pytest.mark.parametrize("kind", [*STANDING, "narrow arch"])
def test_english_words_stay_in_their_view(kind: str, paper: SheetSize, fonts: FontCatalogue):
    kind, size = ("event-arch", (2000.0, 2400.0)) if kind == "narrow arch" else (kind, kind_of(kind).usual_size_mm())
    spec = spec_of({"kind": kind, "name": "晶湾", "width_mm": size[0], "height_mm": size[1]})
    with speaking(Lang.EN):
        pages = compose_sheets_alone(lay_out(spec, fonts), fonts, GIVEN, day=png(), night=png(), size=paper)
    (section,) = [g for g in pages[0].nodes if isinstance(g, Group) and g.id.endswith("-section")]
    right = 315.0 if paper is SheetSize.A3 else INSIDE[paper].x1
    assert max(label_box(one).x1 for one in labels_in(section.children)) < right
    assert collisions(pages[0].nodes) == ()


# --- what a view shows that another does not --------------------------------------------------------------------------


@pytest.mark.parametrize("paper", list(SheetSize))
@pytest.mark.parametrize("kind", ["projecting", "projecting-round"])
def test_a_projecting_sign_shows_its_face_once_and_its_edge_beside_it(
    kind: str, paper: SheetSize, fonts: FontCatalogue
):
    layout = lay_out(read_spec(bundled("samples", "specs", "kinds", f"{kind}.toml")), fonts)
    pages = compose_sheets_alone(layout, fonts, GIVEN, day=png(), night=png(), size=paper)
    (side,) = [g for g in pages[0].nodes if isinstance(g, Group) and g.id.endswith("-section")]
    curved = [n for n in walk((side,)) if isinstance(n, Fill) and set(n.path.verbs) & set("QC")]
    assert curved == []  # no letter, no round face
    across = {n.text for n in walk((side,)) if isinstance(n, Dimension) and n.angle_deg == 0}
    assert f"{layout.thickness_mm:.0f}" in across
    assert f"{layout.envelope.width:.0f}" not in across
    assert any(text("sheet.edge") in one.text for one in labels_in(side.children))


@pytest.mark.parametrize("paper", list(SheetSize))
def test_a_balloon_is_as_large_from_the_side_as_on_its_face(paper: SheetSize, fonts: FontCatalogue):
    layout = lay_out(read_spec(bundled("samples", "specs", "kinds", "event-balloon.toml")), fonts)
    pages = compose_sheets_alone(layout, fonts, GIVEN, day=png(), night=png(), size=paper)
    scales = [said.split("1:")[1] for one in labels_in(pages[0].nodes) if "　1:" in (said := one.text)][:2]
    assert scales[0] == scales[1]


@pytest.mark.parametrize("kind", [kind.id for kind in load_kinds()])
def test_the_views_of_an_a4_page_begin_near_its_head(kind: str, fonts: FontCatalogue):
    layout = lay_out(read_spec(bundled("samples", "specs", "kinds", f"{kind}.toml")), fonts)
    pages = compose_sheets_alone(layout, fonts, GIVEN, day=png(), night=png(), size=SheetSize.A4)
    views = [g for g in pages[0].nodes if isinstance(g, Group) and g.id.endswith(("-face", "-section"))]
    tops = [box.y1 for node in walk(views) if not isinstance(node, Label) and (box := _box(node)) is not None]
    assert INSIDE[SheetSize.A4].y1 - max(tops) < 50.0  # a low sign alone in its band: as much over it as under


def test_the_box_of_two_faces_lies_in_the_middle_of_its_frame(fonts: FontCatalogue):
    for kind in ("projecting", "projecting-round", "freestanding"):
        layout = lay_out(read_spec(bundled("samples", "specs", "kinds", f"{kind}.toml")), fonts)
        box = next(piece for piece in layout.pieces if piece.role.value == "box")
        frame = next(piece for piece in layout.pieces if piece.role.value == "frame")
        assert box.z_back_mm - frame.z_back_mm == frame.z_front_mm - box.z_front_mm > 0
