from __future__ import annotations

import pytest

from signage.design import SignLayout, lay_out, spec_of
from signage.scene import Dimension, Group, Node, Scene, Stroke, compose_workshop
from signage.scene.dimensions import collisions, labels_in
from signage.scene.labels import label_box
from signage.scene.workshop import layer_of
from signage.typography import FontCatalogue

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
    assert {f"{layout.envelope.width:.0f}", f"{layout.envelope.height:.0f}"} <= said


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
