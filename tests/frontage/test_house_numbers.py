"""A typed address is a unit's only where street and house number are the plan's own."""

from __future__ import annotations

import pytest

from signage.frontage import read_plan
from signage.frontage.house_numbers import units_at
from signage.resources import bundled

PLANS = tuple(read_plan(bundled("samples", "plans", name)) for name in ("jingwan-li.json", "yanbu-corner.json"))


def found(typed):
    return [(plan.id, unit.id) for plan, unit in units_at(PLANS, typed)]


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("晶湾路 5 号", "S1-03"),
        ("晶湾路５号", "S1-03"),
        ("示例区晶湾路5号", "S1-03"),
        ("示例市示例区晶湾路 5 号（晶湾里）", "S1-03"),
        ("中国示例市示例区晶湾路15号一层", "S1-08"),
        ("晶湾路5号 S1-03", "S1-03"),
        ("晶湾路8号二层01室", "S2-01"),
        ("盐埠路10号之二", "E1-02"),
    ],
)
def test_street_and_number_are_found_however_they_are_spaced(typed, unit):
    assert [one for _, one in found(typed)] == [unit]


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "",
            "5号",
            "晶湾路",
            "晶湾路25号",
            "晶湾路5号之一",
            "晶湾路5号-2",
            "晶湾路5号二层",
            "晶湾路8号",
            "盐埠路10号",
        ),
        *("小晶湾路5号", "别市晶湾路5号", "晶湾路3号、5号", "晶湾路5号S1-04", "盐埠路5号", "晶湾东路5号"),
    ],
)
def test_another_number_street_or_storey_is_no_answer(typed):
    assert found(typed) == []


def test_where_several_plans_have_the_address_all_are_told():
    assert len(units_at((*PLANS, *PLANS), "示例区晶湾路5号")) == 2
