from __future__ import annotations

import pytest

from signage.design import (
    Form,
    LetterConstruction,
    PieceRole,
    SignLayout,
    lay_out,
    load_kinds,
    read_spec,
    spec_of,
)
from signage.fabrication import make_pack, part_numbers
from signage.geometry import Rect
from signage.locale import all_codes
from signage.resources import bundled
from signage.scene import Dimension, Group, Node, Scene, Stroke, compose_workshop
from signage.scene.carving import drawn_depths
from signage.scene.dimensions import collisions, labels_in
from signage.scene.labels import label_box
from signage.scene.workshop import layer_of, page_scale, plot_scale
from signage.scene.workshop_look import whole_box
from signage.scene.workshop_side import LAYER
from signage.typography import FontCatalogue, Setting

KINDS = ("panel-letters", "wall-letters", "rail-letters", "light-box")


def layout_of(kind: str, fonts: FontCatalogue) -> SignLayout:
    return lay_out(spec_of({"kind": kind, "name": "晶湾盐业", "width_mm": 4000, "height_mm": 900}), fonts)


def flat(nodes: tuple[Node, ...]) -> list[Node]:
    found: list[Node] = []
    for node in nodes:
        found.extend(flat(node.children) if isinstance(node, Group) else [node])
    return found


@pytest.fixture(scope="module", params=KINDS)
def case(request: pytest.FixtureRequest, fonts: FontCatalogue) -> tuple[SignLayout, Scene]:
    layout = layout_of(request.param, fonts)
    return layout, compose_workshop(layout, fonts)


def test_every_piece_is_drawn_at_full_size_on_its_layer(case: tuple[SignLayout, Scene]):
    layout, scene = case
    strokes = [n for n in flat(scene.nodes) if isinstance(n, Stroke)]
    for piece in layout.pieces:
        assert any(s.path == piece.outline and s.layer == layer_of(piece) for s in strokes), piece.id


def test_overall_width_and_height_are_dimensions(case: tuple[SignLayout, Scene]):
    layout, scene = case
    said = {n.text for n in flat(scene.nodes) if isinstance(n, Dimension)}
    wanted = {f"{v:.1f}".removesuffix(".0") for v in (layout.envelope.width, layout.envelope.height, layout.depth_mm)}
    assert wanted <= said


def test_dimensions_of_a_chain_add_up_to_the_tenth(case: tuple[SignLayout, Scene]):
    layout, scene = case
    letters = [n for n in flat(scene.nodes) if isinstance(n, Dimension) and n.subject == "letters"]
    assert sum(round(float(n.text) * 10) for n in letters) == round(layout.envelope.width * 10)
    assert any("." in n.text for n in letters)


def test_side_view_shows_how_far_everything_stands_off_the_wall(case: tuple[SignLayout, Scene]):
    layout, scene = case
    bodies = [n for n in flat(scene.nodes) if isinstance(n, Stroke) and n.layer == LAYER and n.path.verbs == "MLLLZ"]
    boxes = [b for n in bodies if (b := n.path.bounds()) is not None]
    wall = whole_box(layout).x1 + 24.0 * plot_scale(layout)
    assert Rect.joined(boxes).x1 - wall == pytest.approx(layout.depth_mm)
    assert Rect.joined(boxes).x0 - wall == pytest.approx(min(p.z_back_mm for p in layout.pieces))
    assert Rect.joined(boxes).height == pytest.approx(layout.envelope.height)
    assert min(b.x0 for b in boxes) > layout.envelope.x1


def test_title_block_names_kind_letters_and_model(case: tuple[SignLayout, Scene]):
    layout, scene = case
    words = " ".join(n.text for n in labels_in(scene.nodes))
    assert layout.digest[:20] in words
    assert layout.font.family in words
    assert scene.model_digest == layout.digest


def test_every_role_construction_setting_and_form_has_words():
    wanted = {f"sign.role_{role.value}" for role in PieceRole}
    wanted |= {f"sign.construction_{made.value}" for made in LetterConstruction}
    wanted |= {f"sign.setting_{way.value}" for way in Setting} | {f"sign.form_{form.value}" for form in Form}
    assert wanted <= all_codes()


@pytest.mark.parametrize(
    ("width", "height", "name", "second"),
    [
        (600, 300, "盐", None),
        (20000, 1500, "晶湾盐业生活馆一二三四五六七八九十", "A VERY LONG SECOND LINE OF SALT"),
        (3000, 800, "Illinois iiilll", "illlillilliliiil iil"),
        (900, 2400, "晶湾", None),
    ],
)
def test_words_stay_clear_of_each_other_on_signs_of_any_size(
    fonts: FontCatalogue, width: float, height: float, name: str, second: str | None
):
    fields = {"kind": "panel-letters", "name": name, "width_mm": width, "height_mm": height}
    spec = spec_of({**fields, **({"second_line": second} if second else {})})
    scene = compose_workshop(lay_out(spec, fonts), fonts)
    assert [(a.text, b.text) for a, b in collisions(scene.nodes, 1.0)] == []
    assert [n.text for n in labels_in(scene.nodes) if not scene.bounds.contains(label_box(n))] == []


def test_every_letter_has_its_number_once_on_the_sign_and_once_in_the_list(case: tuple[SignLayout, Scene]):
    layout, scene = case
    words = [n.text for n in labels_in(scene.nodes)]
    for index in range(1, len(layout.letters) + 1):
        assert words.count(f"L{index:02d}") == 2


def test_no_two_words_overlap_and_none_leaves_the_drawing(case: tuple[SignLayout, Scene]):
    _, scene = case
    assert [(a.text, b.text) for a, b in collisions(scene.nodes, 1.0)] == []
    assert [n.text for n in labels_in(scene.nodes) if not scene.bounds.contains(label_box(n))] == []


def test_dimensions_stay_inside_the_drawing(case: tuple[SignLayout, Scene]):
    _, scene = case
    ends = [p for n in flat(scene.nodes) if isinstance(n, Dimension) for p in (n.start, n.end, n.line_at)]
    assert all(scene.bounds.x0 <= p.x <= scene.bounds.x1 and scene.bounds.y0 <= p.y <= scene.bounds.y1 for p in ends)


def test_the_flagships_logo_is_dimensioned_and_no_leader_crosses_the_letters(fonts: FontCatalogue) -> None:
    layout = lay_out(read_spec(bundled("samples", "specs", "jingwan-flagship.toml")), fonts)
    scene = compose_workshop(layout, fonts)
    logo = next(piece for piece in layout.pieces if piece.role is PieceRole.LOGO).outline.bounds()
    assert logo is not None
    lengths = {n.text for n in labels_in(scene.nodes)}
    assert {f"{logo.width:.1f}", f"{logo.height:.0f}"} <= lengths
    words = [n.text for n in labels_in(scene.nodes)]
    assert {"P02 图形标志", "P03 分隔线", "L29–L54"} <= set(words)
    assert not {"panel", "logo", "divider", "frame"} & set(words)
    assert "0.000" not in words
    assert any("#1F3440" in word for word in words)


def test_carved_letters_are_drawn_in_the_board_and_not_on_it(fonts: FontCatalogue) -> None:
    layout = lay_out(read_spec(bundled("samples", "specs", "kinds", "plaque.toml")), fonts)
    letter, board = layout.letters[0], next(p for p in layout.pieces if p.role is PieceRole.PANEL)
    assert drawn_depths(letter, layout) == (board.z_front_mm - 12.0, board.z_front_mm)
    assert drawn_depths(board, layout) == (board.z_back_mm, board.z_front_mm)


ALL_KINDS = tuple(kind.id for kind in load_kinds())


@pytest.fixture(scope="module", params=ALL_KINDS)
def sample(request: pytest.FixtureRequest, fonts: FontCatalogue) -> tuple[SignLayout, Scene]:
    layout = lay_out(read_spec(bundled("samples", "specs", "kinds", f"{request.param}.toml")), fonts)
    return layout, compose_workshop(layout, fonts)


def test_every_kind_fills_an_a3_sheet_without_words_on_each_other(sample: tuple[SignLayout, Scene]) -> None:
    layout, scene = sample
    scale = page_scale(scene)
    assert scale == plot_scale(layout)
    assert (scene.bounds.width / scale, scene.bounds.height / scale) == pytest.approx((420, 297))
    assert [(a.text, b.text) for a, b in collisions(scene.nodes, 1.0)] == []
    inside = scene.bounds.grown(-5.0 * scale)
    assert [n.text for n in labels_in(scene.nodes) if not inside.contains(label_box(n))] == []


def test_fixing_points_lie_on_a_body_that_is_fixed_to_a_wall(sample: tuple[SignLayout, Scene]) -> None:
    layout, scene = sample
    drawn = [n for n in flat(scene.nodes) if isinstance(n, Stroke) and n.layer == "fixings" and n.path.verbs[-1] == "Z"]
    rings = [node for node in drawn if "C" in node.path.verbs]
    if layout.form != Form.PARALLEL:
        assert rings == []
        return
    panel, rails = layout.panel, [p for p in layout.pieces if p.role is PieceRole.RAIL]
    wall = [joint for joint in make_pack(layout).structure.joints if joint.kind == "wall"]
    assert len(rings) == sum(joint.by_geometry for joint in wall)  # as many as the parts list sets out
    for ring in rings:
        box = ring.path.bounds()
        assert box is not None
        assert panel is None or all(panel.region().holds([box.centre]))
        assert not any(all(rail.region().holds([box.centre])) for rail in rails)  # in the flanges of clamps


def test_clamps_stand_across_their_rail_with_a_fixing_on_either_side(fonts: FontCatalogue) -> None:
    layout = lay_out(read_spec(bundled("samples", "specs", "kinds", "rail-letters.toml")), fonts)
    scene = compose_workshop(layout, fonts)
    rails = {p.id: p.outline.bounds() for p in layout.pieces if p.role is PieceRole.RAIL}
    boxes = [(n.subject, n.path.bounds()) for n in flat(scene.nodes) if isinstance(n, Stroke) and n.subject in rails
             and n.layer == "fixings"]  # fmt: skip
    assert len(boxes) == sum(part.copies for part in make_pack(layout).parts if part.use == "clamp")
    for rail, box in boxes:
        own = rails[rail]
        assert own is not None
        assert box is not None
        assert own.x0 < box.x0 < box.x1 < own.x1
        assert (own.y0 - box.y0, box.y1 - own.y1) == pytest.approx((40.0, 40.0))


@pytest.mark.parametrize("name", ["一三心i小", "热烈祝贺晶湾盐业生活馆", "麤鬱爨龘"])
@pytest.mark.parametrize("kind", ["rail-letters", "canopy-letters"])
def test_every_tie_has_its_number_once_and_no_word_lies_on_another(fonts: FontCatalogue, kind: str, name: str) -> None:
    layout = lay_out(spec_of({"kind": kind, "name": name, "width_mm": 6000, "height_mm": 1200}), fonts)
    scene = compose_workshop(layout, fonts)
    numbers = part_numbers(layout.pieces)
    ties = [numbers[piece.id] for piece in layout.pieces if piece.role is PieceRole.TIE]
    words = [n.text for n in labels_in(scene.nodes)]
    assert ties
    assert all(words.count(number) == 2 for number in ties)  # on the sign and in the list
    assert [(a.text, b.text) for a, b in collisions(scene.nodes, 1.0)] == []


def test_letters_of_a_column_are_measured_upwards_and_numbered_one_by_one(fonts: FontCatalogue) -> None:
    layout = lay_out(read_spec(bundled("samples", "specs", "kinds", "projecting.toml")), fonts)
    dimensions = [n for n in flat(compose_workshop(layout, fonts).nodes) if isinstance(n, Dimension)]
    upright = {round(n.value_mm, 1) for n in dimensions if n.subject == "lines"}
    for letter in layout.letters:
        box = letter.outline.bounds()
        assert box is not None
        assert round(box.height, 1) in upright
    across = [round(n.value_mm, 1) for n in dimensions if n.subject == "letters"]
    assert across == pytest.approx([133.4, 433.1, 133.4], abs=0.1)
    assert 900.0 in {round(sum(n.value_mm for n in dimensions if n.subject == "sign" and n.angle_deg == 0), 1)}


def test_a_gates_legs_passage_and_beam_are_measured(fonts: FontCatalogue) -> None:
    layout = lay_out(read_spec(bundled("samples", "specs", "kinds", "event-arch.toml")), fonts)
    dimensions = [n for n in flat(compose_workshop(layout, fonts).nodes) if isinstance(n, Dimension)]
    assert [n.text for n in dimensions if n.subject == "legs"] == ["910", "5180", "910"]
    assert [n.text for n in dimensions if n.subject == "beam"] == ["3150", "1350"]


def test_a_longer_list_than_a_sheet_holds_takes_a_larger_sheet(fonts: FontCatalogue) -> None:
    fields = {"kind": "panel-letters", "name": "晶湾盐业生活馆" * 3, "width_mm": 20000, "height_mm": 2400}
    scene = compose_workshop(lay_out(spec_of({**fields, "second_line": "盐田里街区" * 4}), fonts), fonts)
    assert scene.bounds.width / page_scale(scene) > 420
    assert [(a.text, b.text) for a, b in collisions(scene.nodes, 1.0)] == []
