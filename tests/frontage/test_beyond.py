"""A sign that reaches beyond its units is told so, with figures; one that does not is told nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from signage.design import Position, SignSpec, lay_out
from signage.frontage import Proposal, beyond_units, beyond_words, place, read_plan
from signage.locale import Lang
from signage.typography import FontCatalogue

PLAN = read_plan(Path(__file__).parents[2] / "samples/plans/jingwan-li.json")
Facts = dict[str, str | bool | float | tuple[str, ...]]


def proposal(
    fonts: FontCatalogue, width: float, *, unit: str = "S1-02", offset: float = 0.0, leased: object = None
) -> Proposal:
    position = Position(offset_mm=offset)
    spec = SignSpec(kind="panel-letters", name="晶湾茶坊", width_mm=width, height_mm=1000.0, position=position)
    facts: Facts = {} if leased is None else {"leased_units": leased}  # type: ignore[dict-item]
    return Proposal(plan=PLAN, sign=place(lay_out(spec, fonts), PLAN, unit), facts=facts)


def test_a_sign_within_its_unit_is_told_nothing(fonts: FontCatalogue) -> None:
    for one in (proposal(fonts, 8700.0), proposal(fonts, 4000.0, offset=2350.0)):
        assert beyond_units(one) is None
        assert beyond_words(one) == ()


def test_a_sign_wider_than_its_unit_is_told_by_how_much_on_each_side(fonts: FontCatalogue) -> None:
    over = beyond_units(proposal(fonts, 9100.0, offset=50.0))
    assert over is not None
    assert (over.units, over.span_mm) == (("S1-02",), 8700.0)
    assert (over.left_mm, over.right_mm) == (pytest.approx(150.0), pytest.approx(250.0))
    (zh,) = beyond_words(proposal(fonts, 9100.0, offset=50.0), Lang.ZH)
    assert "宽 9100 mm" in zh
    assert "左边 150 mm、右边 250 mm" in zh
    (en,) = beyond_words(proposal(fonts, 4000.0, offset=2500.0), Lang.EN)
    assert "150 mm on the right" in en
    assert "on the left" not in en


def test_units_that_are_leased_beside_it_count_and_others_do_not(fonts: FontCatalogue) -> None:
    wide = {"width": 10_000.0, "offset": 2000.0}
    assert beyond_units(proposal(fonts, **wide)) is not None
    assert beyond_units(proposal(fonts, **wide, leased=("S1-02", "S1-03"))) is None
    assert beyond_units(proposal(fonts, **wide, leased="S1-02，S1-03")) is None
    apart = beyond_units(proposal(fonts, **wide, leased=("S1-02", "S1-04", "S2-02")))
    assert apart is not None
    assert apart.units == ("S1-02",)


def test_units_of_one_tenant_by_the_plan_count_together_unless_somebody_says_otherwise(fonts: FontCatalogue) -> None:
    together = proposal(fonts, 9000.0, unit="S1-06")
    assert beyond_units(together) is None
    alone = beyond_units(proposal(fonts, 9000.0, unit="S1-06", leased=("S1-06",)))
    assert alone is not None
    assert alone.units == ("S1-06",)
