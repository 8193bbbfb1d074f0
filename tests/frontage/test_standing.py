"""Signs permitted since a plan was drawn up: they stand on it, and its revision stays what it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from signage.design import SignSpec, lay_out
from signage.errors import NotFound
from signage.frontage import ExistingSign, Proposal, place, read_plan, replaceable, staying, with_standing
from signage.geometry import Rect
from signage.resources import bundled
from signage.typography import FontCatalogue

PLAN = read_plan(bundled("samples", "plans", "jingwan-li.json"))
FACE = PLAN.faces[0]
NEW = ExistingSign(
    id="许1", unit="S1-10", name="海盐小铺", kind="panel-letters", rect=Rect(0, 3200, 3000, 4400), depth_mm=120
)


def ids(plan) -> set[str]:
    return {sign.id for face in plan.faces for sign in face.signs}


def test_a_permitted_sign_stands_and_the_revision_keeps_its_digest():
    stood = with_standing(PLAN, (NEW,))
    assert ids(stood) == ids(PLAN) | {"许1"}
    assert stood.digest == PLAN.digest
    assert stood.standing_digest
    assert with_standing(PLAN, (replace(NEW, depth_mm=90),)).standing_digest != stood.standing_digest
    assert with_standing(PLAN, ()).standing_digest == ""


def test_what_was_replaced_is_gone_and_a_permit_that_the_plan_records_stands_once():
    recorded = replace(NEW, id="许2", unit="S1-01", permit_number=FACE.existing[0].permit_number)
    elsewhere = replace(NEW, id="许3", unit="S9-99")
    stood = with_standing(PLAN, (NEW, recorded, elsewhere), ["X1-01", "X9-99"])
    assert ids(stood) == ids(PLAN) - {"X1-01"} | {"许1"}


def test_a_check_on_such_a_front_is_another_check():
    fonts = FontCatalogue.standard()
    sign = place(lay_out(SignSpec(kind="panel-letters", name="店", width_mm=2000, height_mm=900), fonts), PLAN, "S1-10")
    bare, stood = Proposal(plan=PLAN, sign=sign), Proposal(plan=with_standing(PLAN, (NEW,)), sign=sign)
    assert bare.digest != stood.digest
    assert "许1" not in {one.id for one in stood.remaining}  # nobody has said: it gives way
    stays = replace(stood, facts={"replaces": ()})
    assert "许1" in {one.id for one in stays.remaining}
    named = replace(stood, facts={"replaces": "X1-09，许1"})
    assert named.replaced == {"X1-09", "许1"}
    assert not {"许1", "X1-09"} & {one.id for one in named.remaining}


def test_an_event_gives_way_to_nobody_and_is_replaced_by_nobody():
    event = replace(NEW, kind="event-banner")
    stood = with_standing(PLAN, (event,))
    assert replaceable(stood, "S1-10") == ()
    sign = place(
        lay_out(SignSpec(kind="panel-letters", name="店", width_mm=2000, height_mm=900), FontCatalogue.standard()),
        PLAN,
        "S1-10",
    )
    assert event in staying(stood.faces[0], (sign,))


def test_signs_of_the_unit_and_of_units_leased_with_it_may_be_replaced():
    assert [sign.id for sign in replaceable(PLAN, "S1-01")] == ["X1-01"]
    assert [sign.id for sign in replaceable(PLAN, "S1-02", ("S1-02", "S1-03"))] == ["X1-03"]
    with pytest.raises(NotFound):
        replaceable(PLAN, "S9-99")
