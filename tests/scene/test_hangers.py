from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from signage.design import PieceRole, lay_out, read_spec
from signage.frontage import Canopy, FrontagePlan, PlacedSign, Proposal, place
from signage.geometry import Rect
from signage.locale import text
from signage.resources import bundled
from signage.scene import DAY, Group, Label, Node, compose_front, compose_street
from signage.scene.hangers import hangers
from signage.typography import FontCatalogue


@pytest.fixture(scope="module")
def hung(plan: FrontagePlan, fonts: FontCatalogue) -> PlacedSign:
    spec = read_spec(bundled("samples", "specs", "kinds", "hanging.toml"))
    return place(lay_out(spec, fonts), plan, "S1-08")


def under_a_canopy(plan: FrontagePlan, hung: PlacedSign) -> FrontagePlan:
    rect = Rect(hung.rect.x0 - 900, hung.rect.y1 + 700, hung.rect.x1 + 900, hung.rect.y1 + 880)
    face = replace(plan.faces[0], canopies=(Canopy(id="K", rect=rect, projection_mm=1500.0),))
    return replace(plan, faces=(face, *plan.faces[1:]))


def walked(nodes: tuple[Node, ...]) -> Iterator[Node]:
    for node in nodes:
        yield node
        if isinstance(node, Group):
            yield from walked(node.children)


def boxes(nodes: list[Node]) -> list[Rect]:
    found = [n.path.control_bounds() for n in walked(tuple(nodes)) if hasattr(n, "path")]
    return [box for box in found if box is not None]


def rods_of(hung: PlacedSign) -> list[Rect]:
    found = [hung.outline_of(p).bounds() for p in hung.pieces if p.role is PieceRole.ROD]
    return [box for box in found if box is not None]


def test_every_rod_ends_at_a_carrier_when_the_plan_gives_no_soffit(plan: FrontagePlan, hung: PlacedSign):
    face, _ = plan.find_unit("S1-08")
    carriers = [box for box in boxes(hangers(face, hung)) if box.width > hung.rect.width / 2]
    for rod in rods_of(hung):
        assert any(c.x0 < rod.x0 and rod.x1 < c.x1 and c.y0 == pytest.approx(rod.y1) for c in carriers)


def test_the_picture_says_that_the_plan_gives_no_soffit(plan: FrontagePlan, hung: PlacedSign, fonts: FontCatalogue):
    scene = compose_front(Proposal(plan=plan, sign=hung), DAY, fonts)
    words = [n.text for n in walked(scene.nodes) if isinstance(n, Label)]
    assert text("drawing.carrier_not_given") in words


def test_rods_run_up_to_the_canopy_of_the_plan_and_nothing_is_said(
    plan: FrontagePlan, hung: PlacedSign, fonts: FontCatalogue
):
    covered = under_a_canopy(plan, hung)
    found = boxes(hangers(covered.faces[0], hung))
    below = covered.faces[0].canopies[0].rect.y0
    assert [(b.y0, b.y1) for b in found] == [(pytest.approx(rod.y1), below) for rod in rods_of(hung)]
    scene = compose_front(Proposal(plan=covered, sign=hung), DAY, fonts)
    assert text("drawing.carrier_not_given") not in [n.text for n in walked(scene.nodes) if isinstance(n, Label)]


def test_the_street_shows_the_carrier_too(plan: FrontagePlan, hung: PlacedSign, fonts: FontCatalogue):
    scene = compose_street(plan, hung.face_id, (hung,), DAY, fonts)
    assert "hangers-S1-08" in [n.id for n in walked(scene.nodes) if isinstance(n, Group)]


def test_a_sign_on_the_wall_hangs_from_nothing(plan: FrontagePlan, sign: PlacedSign):
    assert hangers(plan.find_unit("S1-02")[0], sign) == []
