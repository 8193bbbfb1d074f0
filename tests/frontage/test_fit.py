"""The size that a design begins with."""

from __future__ import annotations

from datetime import date

import pytest

from signage.design import Form, load_kinds, spec_of
from signage.design.layout import lay_out
from signage.desk import prepare
from signage.frontage import band_part, place, read_plan, usual_offset, usual_size
from signage.frontage.strips import bare_strip
from signage.resources import bundled
from signage.rules import Verdict, books_for
from signage.typography import FontCatalogue, Setting

PLAN = read_plan(bundled("samples", "plans", "jingwan-li.json"))
PLACES = [(face, unit) for face in PLAN.faces for unit in face.units]


@pytest.fixture(scope="module")
def fonts() -> FontCatalogue:
    return FontCatalogue.standard()


@pytest.mark.parametrize("kind", load_kinds(), ids=lambda kind: kind.id)
def test_a_sign_of_the_usual_size_carries_a_name_in_every_setting(kind, fonts: FontCatalogue):
    for setting in kind.settings:
        sizes = {usual_size(kind, face, unit, setting) for face, unit in PLACES}
        for width, height in sizes:
            fields = {"kind": kind.id, "name": "晶湾茶坊", "width_mm": width, "height_mm": height}
            assert lay_out(spec_of({**fields, "setting": setting.value}), fonts).letters


@pytest.mark.parametrize("kind", [k for k in load_kinds() if k.form is Form.PARALLEL], ids=lambda kind: kind.id)
def test_a_sign_on_the_wall_is_no_larger_than_its_band(kind):
    for face, unit in PLACES:
        band = face.band_of(unit.id)
        part = band_part(band, unit) if band else None
        if part is None:
            continue
        width, height = usual_size(kind, face, unit)
        assert height < part.height
        if unit.tenant is None:  # one tenant of several shops has one sign over all of them
            assert width < part.width


@pytest.mark.parametrize("kind", load_kinds(), ids=lambda kind: kind.id)
def test_a_first_place_lies_on_the_unit_itself_while_nothing_beside_it_is_leased(kind, fonts: FontCatalogue):
    for face, unit in PLACES:
        leased = (unit.id,)
        width, height = usual_size(kind, face, unit, None, leased)
        offset = usual_offset(kind, face, unit, leased)
        fields = {"kind": kind.id, "name": "晶湾茶坊", "width_mm": width, "height_mm": height}
        spec = spec_of({**fields, "offset_mm": offset, "bottom_mm": 3200.0})
        middle = place(lay_out(spec, fonts), PLAN, unit.id).rect.centre.x
        if kind.form is not Form.CANOPY:  # its letters stand on the canopy, wherever that is
            assert unit.x0_mm < middle < unit.x1_mm, (kind.id, unit.id)
        if kind.form is Form.PARALLEL:
            rect = place(lay_out(spec, fonts), PLAN, unit.id).rect
            assert unit.x0_mm < rect.x0
            assert rect.x1 < unit.x1_mm


def test_what_one_tenant_leases_side_by_side_is_one_place_once_both_are_named():
    face, unit = next((face, unit) for face, unit in PLACES if unit.id == "S1-05")
    kind = next(kind for kind in load_kinds() if kind.id == "panel-letters")
    both, alone = ("S1-05", "S1-06"), ("S1-05",)
    assert usual_size(kind, face, unit, None, both) == usual_size(kind, face, unit)
    assert usual_offset(kind, face, unit, both) == usual_offset(kind, face, unit, None) == 0
    assert usual_size(kind, face, unit, None, alone)[0] < 4800
    assert usual_offset(kind, face, unit, alone) == -2250  # half of what the other unit has of the band


def test_a_text_that_runs_the_other_way_turns_the_sign():
    face, unit = PLACES[0]
    plaque = next(kind for kind in load_kinds() if kind.id == "plaque")
    across, upright = usual_size(plaque, face, unit), usual_size(plaque, face, unit, Setting.VERTICAL)
    assert across[0] > across[1]
    assert upright[0] < upright[1]
    assert usual_size(plaque, face, unit, Setting.RIGHT_TO_LEFT) == across


def test_a_round_sign_stays_round():
    round_one = next(kind for kind in load_kinds() if kind.id == "projecting-round")
    for face, unit in PLACES:
        width, height = usual_size(round_one, face, unit)
        assert width == height


@pytest.mark.parametrize("kind", [k for k in load_kinds() if k.is_temporary], ids=lambda kind: kind.id)
def test_what_an_event_puts_up_passes_at_its_usual_size_and_place_on_every_front(kind, fonts: FontCatalogue):
    on = date(2026, 11, 24)
    for plan in (PLAN, read_plan(bundled("samples", "plans", "yanbu-corner.json"))):
        books = books_for(plan.city, on)
        for face in plan.faces:
            for unit in (one for one in face.units if one.storey == 1):
                width, height = usual_size(kind, face, unit)
                spec = spec_of({"kind": kind.id, "name": "开业大吉", "width_mm": width, "height_mm": height})
                leased = tuple(u.id for u in face.units if u.id == unit.id or (unit.tenant and u.tenant == unit.tenant))
                desk = prepare(spec, plan, unit.id, books, on, fonts, facts={"leased_units": leased})
                failing = [f.rule_id for f in desk.report.findings if f.verdict is Verdict.FAIL]
                assert failing == [], (plan.id, unit.id)


def test_a_banner_hangs_on_bare_wall_between_the_band_and_the_windows_above():
    face, unit = PLACES[1]
    strip = bare_strip(face, unit)
    band = face.band_of(unit.id)
    assert strip is not None
    assert band is not None
    assert strip[0] >= band.rect.y1
    assert not [
        o
        for o in face.openings
        if o.rect.x0 < unit.x1_mm and unit.x0_mm < o.rect.x1 and o.rect.y0 < strip[1] and strip[0] < o.rect.y1
    ]
