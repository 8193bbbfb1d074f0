from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

import pytest

from signage.errors import NotFound
from signage.frontage import FrontagePlan, PlacedSign
from signage.scene import DAY, NIGHT, Group, Label, Node, compose_street, label_box
from signage.scene.existing import existing_group
from signage.typography import FontCatalogue


def walk(nodes: tuple[Node, ...]) -> Iterator[Node]:
    for node in nodes:
        yield node
        if isinstance(node, Group):
            yield from walk(node.children)


@pytest.fixture(scope="module")
def street(plan: FrontagePlan, sign: PlacedSign, fonts: FontCatalogue) -> tuple[Node, ...]:
    return compose_street(plan, plan.faces[0].id, (sign,), DAY, fonts).nodes


def test_the_whole_face_is_in_the_picture(plan: FrontagePlan, sign: PlacedSign, fonts: FontCatalogue) -> None:
    face = plan.faces[0]
    assert compose_street(plan, face.id, (sign,), NIGHT, fonts).bounds.contains(face.outline)


def test_every_unit_is_named_below_the_pavement(street: tuple[Node, ...], plan: FrontagePlan) -> None:
    words = [n for n in walk(street) if isinstance(n, Label)]
    lowest = min(p.y for p in plan.faces[0].pavement)
    for unit in plan.faces[0].units:
        assert any(n.text == unit.id and n.at.y < lowest for n in words), unit.id


def test_datum_lines_and_levels_carry_their_level(street: tuple[Node, ...], plan: FrontagePlan) -> None:
    words = {n.text for n in walk(street) if isinstance(n, Label)}
    assert "±0.000" in words
    for datum in {b.datum_mm for b in plan.faces[0].bands if b.datum_mm is not None}:
        assert f"招牌底线 {datum / 1000:+.3f}" in words


def test_no_two_words_of_the_street_overlap(street: tuple[Node, ...]) -> None:
    shown = [n for n in walk(street) if isinstance(n, Label) and n.layer == "text"]
    for one, other in itertools.combinations(shown, 2):
        assert not label_box(one).overlaps(label_box(other)), f"“{one.text}” lies on “{other.text}”"


def test_all_existing_signs_hang_there_and_one_gives_way_to_the_new_sign(
    plan: FrontagePlan, sign: PlacedSign, street: tuple[Node, ...], fonts: FontCatalogue
) -> None:
    face = plan.faces[0]
    ids = {n.id for n in walk(street) if isinstance(n, Group)}
    assert {f"existing-{e.id}" for e in face.existing} <= ids
    assert "sign-S1-02" in ids
    moved = replace(sign, unit_id=face.existing[0].unit)
    after = compose_street(plan, face.id, (moved,), DAY, fonts)
    assert f"existing-{face.existing[0].id}" not in {n.id for n in walk(after.nodes) if isinstance(n, Group)}


def test_an_unknown_face_is_not_found(plan: FrontagePlan, fonts: FontCatalogue) -> None:
    with pytest.raises(NotFound) as caught:
        compose_street(plan, "north", (), DAY, fonts)
    assert caught.value.code == "scene.no_face"


def test_a_record_whose_name_has_no_glyph_shows_its_panel_and_says_so(plan: FrontagePlan, fonts: FontCatalogue) -> None:
    record = replace(plan.faces[0].existing[0], name="\U0001f9c2\U0001f9c2店")
    drawn = existing_group(record, DAY, fonts)
    assert any(isinstance(n, Label) and n.text == "店名无法绘制" for n in drawn.children)
