"""The sheet of a sign without a plan, of every kind: what it dimensions and what it says is missing."""

from __future__ import annotations

import pytest

from signage.design import Form, lay_out, load_kinds, read_spec
from signage.locale import text
from signage.resources import bundled
from signage.scene import Dimension, Group, SheetParticulars, SheetSize, compose_sheets_alone
from signage.scene.dimensions import collisions, labels_in
from signage.scene.sheet_format import A3, A4
from signage.typography import FontCatalogue
from tests.scene.test_sheet_kinds import png, walk

GIVEN = SheetParticulars(drawing_number="", project="")
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
    assert any(word in "".join(said) for word in ("未提供立面规划", "没有立面规划"))
    assert not any(node.id == "sheet-elevation" for node in nodes if isinstance(node, Group))
    values = [round(node.value_mm) for node in nodes if isinstance(node, Dimension)]
    assert any(abs(value - layout.envelope.width) < 1.0 for value in values)
    stands = layout.form == Form.FREESTANDING or kind in ("event-arch", "event-balloon")
    most = max(layout.envelope.width, layout.envelope.height, layout.depth_mm) + 1500.0
    assert max(values) <= most  # no clear height, no kerb
    assert ("人行道" in said) == stands
    for page in pages:
        assert page.model_digest == layout.digest
        assert collisions(page.nodes) == ()
        for one in labels_in(page.nodes):
            box = one.outline.control_bounds()
            assert box is None or INSIDE[size].grown(0.2).contains(box), one.text
