"""The sheet of every kind, on A3 and A4: nothing overlaps or leaves its page, the figures that matter are there."""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

import pytest

from signage.design import Form, PieceRole, kind_of, lay_out, load_kinds, read_spec
from signage.errors import LayoutError
from signage.frontage import FrontagePlan, Proposal, place
from signage.resources import bundled
from signage.rules import BookIdentity, CheckReport
from signage.scene import (
    Dimension,
    Group,
    Label,
    Node,
    Scene,
    SheetParticulars,
    SheetSize,
    Stroke,
    compose_sheets,
    label_box,
)
from signage.scene.dimensions import collisions, crossings, labels_in, number_boxes
from signage.scene.sheet_face import gate_legs
from signage.scene.sheet_format import A3, A4, ARRANGEMENTS
from signage.scene.sheet_node import drawn_node, node_view
from signage.scene.sheet_paper import LATIN_SHARE, LEAST_TEXT
from signage.typography import FontCatalogue, is_cjk

KINDS = [kind.id for kind in load_kinds()]
NAMES = ("盐", "晶湾酒家", "示例市晶湾里海盐文化主题体验馆旗舰店")
UNITS = {"canopy-letters": "S2-03", "rooftop-letters": "S2-02", "window-letters": "S1-07", "freestanding": "S1-08"}
GIVEN = SheetParticulars(drawing_number="JW-01", project="晶湾里商业街", valid_from=date(2026, 12, 1))
BOOK = BookIdentity(
    name="demo-city", edition="1", digest="sha256:0", title_zh="示例市样例规则", title_en="sample", is_illustrative=True
)
INSIDE = {SheetSize.A3: A3.inside, SheetSize.A4: A4.inside}


def png() -> bytes:
    def part(kind: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")

    head = (16).to_bytes(4, "big") + (9).to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"
    rows = zlib.compress((b"\x00" + b"\x60" * 48) * 9)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", rows) + part(b"IEND", b"")


def proposal_of(kind: str, plan: FrontagePlan, fonts: FontCatalogue, name: str | None = None) -> Proposal:
    spec = read_spec(bundled("samples", "specs", "kinds", f"{kind}.toml"))
    layout = lay_out(replace(spec, name=name or spec.name), fonts)
    return Proposal(plan=plan, sign=place(layout, plan, UNITS.get(kind, "S1-02")))


def sheets(proposal: Proposal, fonts: FontCatalogue, size: SheetSize = SheetSize.A3) -> tuple[Scene, ...]:
    report = CheckReport(
        on=date(2026, 11, 24), unit=proposal.sign.unit_id, books=(BOOK,), proposal_digest=proposal.digest, findings=()
    )
    return compose_sheets(proposal, report, fonts, GIVEN, day=png(), night=png(), size=size)


def walk(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        if isinstance(node, Group):
            yield from walk(node.children)


def numbers(scene: Scene, part: str) -> set[str]:
    group = next(node for node in scene.nodes if isinstance(node, Group) and node.layer == part)
    return {node.text for node in walk(group.children) if isinstance(node, Dimension)}


_sheets_of_kinds: dict[tuple[str, str | None, SheetSize], tuple[Scene, ...]] = {}


def kind_sheets(
    kind: str, plan: FrontagePlan, fonts: FontCatalogue, name: str | None = None, size: SheetSize = SheetSize.A3
) -> tuple[Scene, ...]:
    """Return the sheets of a kind's sample on the plan that all tests share; many of them read the same ones."""
    key = kind, name, size
    if key not in _sheets_of_kinds:
        _sheets_of_kinds[key] = sheets(proposal_of(kind, plan, fonts, name), fonts, size)
    return _sheets_of_kinds[key]


@pytest.mark.parametrize("size", list(SheetSize))
@pytest.mark.parametrize("kind", KINDS)
def test_no_word_overlaps_another_or_leaves_the_page_for_any_kind_and_length_of_name(
    kind: str, size: SheetSize, plan: FrontagePlan, fonts: FontCatalogue
):
    drawn = 0
    for name in NAMES:
        try:
            proposal = proposal_of(kind, plan, fonts, name)
        except LayoutError:  # a name that the kind cannot take
            continue
        drawn += 1
        for scene in sheets(proposal, fonts, size):
            assert [(a.text, b.text) for a, b in collisions(scene.nodes, 0.05)] == [], name
            outside = [n.text for n in labels_in(scene.nodes) if not INSIDE[size].contains(label_box(n))]
            assert outside == [], name
    assert drawn > 0


@pytest.mark.parametrize("kind", KINDS)
def test_face_view_measures_the_overall_size_and_the_letters(kind: str, plan: FrontagePlan, fonts: FontCatalogue):
    layout = proposal_of(kind, plan, fonts).sign.layout
    said = numbers(kind_sheets(kind, plan, fonts)[0], "face")
    assert {f"{layout.envelope.width:.0f}", f"{layout.envelope.height:.0f}"} <= said
    if layout.setting.value == "vertical":
        tallest = max(b.height for p in layout.letters if (b := p.outline.bounds()) is not None)
        assert any(abs(int(number) - tallest) <= 1 for number in said)
    else:
        assert any(abs(int(number) - layout.lines[0].ink.height) <= 1 for number in said)


def test_projecting_sign_measures_reach_outreach_brackets_and_kerb(plan: FrontagePlan, fonts: FontCatalogue):
    proposal = proposal_of("projecting", plan, fonts)
    scene = kind_sheets("projecting", plan, fonts)[0]
    layout = proposal.sign.layout
    brackets = sorted(
        b.centre.y for p in layout.pieces if p.role is PieceRole.BRACKET and (b := p.outline.bounds()) is not None
    )
    assert {"200", "700", "900", f"{brackets[1] - brackets[0]:.0f}"} <= numbers(scene, "face")
    road = proposal.face.road
    assert road is not None
    assert road.kerb_mm is not None
    assert {"900", f"{road.kerb_mm - 900:.0f}"} <= numbers(scene, "section")
    assert "180" in numbers(scene, "elevation")


def test_canopy_sign_measures_the_canopy_it_stands_on(plan: FrontagePlan, fonts: FontCatalogue):
    scene = sheets(proposal_of("canopy-letters", plan, fonts, "晶湾"), fonts)[0]
    assert "180" in numbers(scene, "section")  # the slab, 2760 to 2940
    assert "1200" in numbers(scene, "section")  # its projection
    assert "180" in numbers(scene, "elevation")


def test_gate_measures_what_is_under_its_beam(plan: FrontagePlan, fonts: FontCatalogue):
    proposal = proposal_of("event-arch", plan, fonts)
    legs = gate_legs(proposal.sign.layout)
    assert legs is not None
    clear = f"{legs[2]:.0f}"
    scene = kind_sheets("event-arch", plan, fonts)[0]
    for part in ("face", "elevation", "section"):
        assert clear in numbers(scene, part)


def test_rooftop_sign_measures_the_frame_and_the_building(plan: FrontagePlan, fonts: FontCatalogue):
    proposal = proposal_of("rooftop-letters", plan, fonts)
    words = [node.text for node in labels_in(sheets(proposal, fonts)[0].nodes)]
    assert "9.600 女儿墙顶" in words
    assert any("固定于屋面" in word for word in words)


@pytest.mark.parametrize("kind", KINDS)
def test_temporary_kinds_say_so_in_title_and_dates(kind: str, plan: FrontagePlan, fonts: FontCatalogue):
    words = "".join(node.text for node in labels_in(kind_sheets(kind, plan, fonts)[0].nodes))
    assert ("临时招牌设计图" in words) == kind_of(kind).is_temporary
    assert ("2026-12-01" in words) == kind_of(kind).is_temporary


@pytest.mark.parametrize("size", list(SheetSize))
def test_no_text_is_set_smaller_than_two_and_a_half_millimetres(
    size: SheetSize, plan: FrontagePlan, fonts: FontCatalogue
):
    for kind in ("panel-letters", "projecting", "event-arch"):
        for scene in kind_sheets(kind, plan, fonts, size=size):
            for node in labels_in(scene.nodes):
                # capitals of a size are lower than its Chinese letters
                least = LEAST_TEXT if any(map(is_cjk, node.text)) else LEAST_TEXT * LATIN_SHARE
                assert node.height_mm >= least - 1e-6, node.text


@pytest.mark.parametrize("kind", KINDS)
def test_no_number_stands_in_a_hatch(kind: str, plan: FrontagePlan, fonts: FontCatalogue):
    (scene,) = kind_sheets(kind, plan, fonts)
    nodes = list(walk(scene.nodes))
    hatch = [
        box
        for node in nodes
        if isinstance(node, Stroke) and node.colour == "#8A929B" and (box := node.path.control_bounds()) is not None
    ]
    boxes = [
        (part.text, label_box(part))
        for node in nodes
        if isinstance(node, Dimension)
        for part in node.parts
        if isinstance(part, Label)
    ]
    assert [text for text, box in boxes if any(box.grown(-0.2).overlaps(line) for line in hatch)] == []


def test_every_form_has_a_kind_that_is_tested():
    assert {kind_of(kind).form for kind in KINDS} == set(Form)


def test_a4_has_two_pages_that_share_title_and_code(plan: FrontagePlan, fonts: FontCatalogue):
    pages = sheets(proposal_of("light-box", plan, fonts), fonts, SheetSize.A4)
    assert [(page.bounds.width, page.bounds.height) for page in pages] == [(210.0, 297.0)] * 2
    assert pages[0].model_digest == pages[1].model_digest
    assert [any("1/2" in n.text for n in labels_in(p.nodes)) for p in pages] == [True, False]


@pytest.mark.parametrize("size", list(SheetSize))
@pytest.mark.parametrize(
    "kind", ["panel-letters", "projecting", "freestanding", "rooftop-letters", "event-banner", "event-balloon"]
)
def test_plan_without_road_baseline_or_band_still_gives_a_clean_sheet(
    kind: str, size: SheetSize, plan: FrontagePlan, fonts: FontCatalogue
):
    face = replace(plan.faces[0], road=None, baseline=(), bands=(), canopies=(), columns=())
    bare = replace(plan, faces=(face, *plan.faces[1:]))
    spec = read_spec(bundled("samples", "specs", "kinds", f"{kind}.toml"))
    layout = lay_out(replace(spec, position=replace(spec.position, bottom_mm=3200.0)), fonts)
    proposal = Proposal(plan=bare, sign=place(layout, bare, "S1-02"))
    for scene in sheets(proposal, fonts, size):
        assert [(a.text, b.text) for a, b in collisions(scene.nodes, 0.05)] == []
        assert [n.text for n in labels_in(scene.nodes) if not INSIDE[size].contains(label_box(n))] == []


@pytest.mark.parametrize("kind", ["rooftop-letters", "panel-letters", "canopy-letters"])
def test_no_height_of_an_elevation_is_told_twice(kind: str, plan: FrontagePlan, fonts: FontCatalogue):
    for scene in kind_sheets(kind, plan, fonts):
        found = [n for n in walk(scene.nodes) if isinstance(n, Group) and n.id == "elevation-dimensions"]
        for group in found:
            heights = [n.text for n in group.children if isinstance(n, Dimension) and n.angle_deg == 90.0]
            assert len(heights) == len(set(heights)), heights
            assert not any(abs(int(a) - int(b)) < 20 for a, b in itertools.pairwise(sorted(heights, key=int)))


@pytest.mark.parametrize("size", list(SheetSize))
@pytest.mark.parametrize("kind", ["hanging", "rooftop-letters", "plaque", "projecting", "panel-letters"])
def test_no_dimension_of_the_node_reaches_its_cells_border(kind: str, size: SheetSize, fonts: FontCatalogue) -> None:
    layout = lay_out(read_spec(bundled("samples", "specs", "kinds", f"{kind}.toml")), fonts)
    for areas in ARRANGEMENTS[size]:
        assert areas.node is not None
        view = node_view(layout, areas.node)
        assert view is not None
        for box in number_boxes(n for n in walk(drawn_node(fonts, view)) if isinstance(n, Dimension)):
            assert areas.node.x0 < box.x0, (kind, box)
            assert box.x1 < areas.node.x1


@pytest.mark.parametrize("size", list(SheetSize))
@pytest.mark.parametrize("kind", KINDS)
def test_no_line_of_a_dimension_runs_through_a_number(
    kind: str, size: SheetSize, plan: FrontagePlan, fonts: FontCatalogue
) -> None:
    for scene in kind_sheets(kind, plan, fonts, size=size):
        assert crossings(scene.nodes) == ()
