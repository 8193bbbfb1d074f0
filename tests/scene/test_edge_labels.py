from __future__ import annotations

from collections.abc import Iterator

import pytest

from signage.design import SignSpec, lay_out
from signage.frontage import FrontagePlan, PlacedSign, Proposal, place
from signage.geometry import Rect
from signage.locale import Lang, speaking, text
from signage.scene import DAY, NIGHT, Group, Label, Node, compose_front, compose_street, label_box
from signage.scene.edge_labels import SeenFromItsEdge, edge_labels, label_boxes
from signage.scene.sheet_elevation import elevation, elevation_view
from signage.typography import FontCatalogue
from tests.scene.conftest import report_of

VIEW = Rect(0.0, 0.0, 16_000.0, 9_000.0)
U = 10.0


def walked(nodes: tuple[Node, ...]) -> Iterator[Node]:
    for node in nodes:
        yield node
        if isinstance(node, Group):
            yield from walked(node.children)


def words_of(nodes: tuple[Node, ...]) -> list[str]:
    return [n.text for n in walked(nodes) if isinstance(n, Label)]


@pytest.fixture(scope="module")
def side_sign(plan: FrontagePlan, fonts: FontCatalogue) -> PlacedSign:
    spec = SignSpec(kind="projecting", name="晶湾酒家", width_mm=600.0, height_mm=1800.0)
    return place(lay_out(spec, fonts), plan, "S1-03")


def test_the_street_names_a_projecting_sign_by_day_and_by_night(
    plan: FrontagePlan, side_sign: PlacedSign, sign: PlacedSign, fonts: FontCatalogue
) -> None:
    said = text("scene.edge_on", name="晶湾酒家")
    for light in (DAY, NIGHT):
        scene = compose_street(plan, plan.faces[0].id, (side_sign,), light, fonts)
        assert words_of(scene.nodes).count(said) == 1
    plain = compose_street(plan, plan.faces[0].id, (sign,), DAY, fonts)
    assert not any("见侧边" in words for words in words_of(plain.nodes))


def test_the_front_names_it_where_it_is_annotated_and_the_picture_does_not(
    plan: FrontagePlan, side_sign: PlacedSign, fonts: FontCatalogue
) -> None:
    proposal, said = Proposal(plan=plan, sign=side_sign), text("scene.edge_on", name="晶湾酒家")
    marked = compose_front(proposal, DAY, fonts, report=report_of(proposal, ()))
    assert said in words_of(marked.nodes)
    assert said not in words_of(compose_front(proposal, DAY, fonts).nodes)


def test_the_sheets_elevation_names_it_inside_the_view(
    plan: FrontagePlan, side_sign: PlacedSign, fonts: FontCatalogue
) -> None:
    proposal = Proposal(plan=plan, sign=side_sign)
    view = elevation_view(proposal, Rect(0.0, 0.0, 190.0, 120.0))
    named = [n for n in walked(elevation(proposal, fonts, view)) if isinstance(n, Label) and n.subject == "edge-name"]
    assert len(named) == 1
    assert view.box.contains(label_box(named[0]))
    assert not label_box(named[0]).overlaps(view.whole(side_sign.rect))


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("x", [20.0, 4_000.0, 15_800.0])
def test_plates_stay_in_the_view_and_off_what_is_taken(fonts: FontCatalogue, x: float, lang: Lang) -> None:
    edge = Rect.sized(x, 4_000.0, 180.0, 1_800.0)
    beside = [
        Rect.sized(edge.x1 + 100.0, 4_600.0, 3_000.0, 600.0),
        Rect.sized(edge.x0 - 3_100.0, 4_600.0, 3_000.0, 600.0),
    ]
    with speaking(lang):
        made = edge_labels([SeenFromItsEdge(name="湾畔书店", edge=edge, unit="A")], fonts, VIEW, U, beside)
    (plate,) = label_boxes(made)
    assert VIEW.contains(plate)
    assert not any(plate.overlaps(other) for other in (edge, *beside))


def test_two_signs_side_by_side_have_plates_of_their_own(fonts: FontCatalogue) -> None:
    signs = [
        SeenFromItsEdge(name=name, edge=Rect.sized(4_000.0 + 400.0 * at, 4_000.0, 180.0, 1_800.0), unit=name)
        for at, name in enumerate(("湾畔书店", "晶湾酒家", "盐味小馆"))
    ]
    one, two, three = label_boxes(edge_labels(signs, fonts, VIEW, U))
    assert not one.overlaps(two)
    assert not two.overlaps(three)
    assert not one.overlaps(three)


def test_where_there_is_no_room_nothing_is_written(fonts: FontCatalogue) -> None:
    edge = Rect.sized(4_000.0, 4_000.0, 180.0, 1_800.0)
    assert edge_labels([SeenFromItsEdge(name="茶", edge=edge, unit="A")], fonts, VIEW, U, [VIEW]) == []
