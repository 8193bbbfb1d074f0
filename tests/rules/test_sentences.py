"""What a finding says: one unit in a sentence, tolerances beside what is over them, lacks that read in any case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from signage.design import Position, SignSpec, lay_out
from signage.frontage import Proposal, place, read_plan
from signage.rules import Finding, books_for, check
from signage.rules.book import Tolerance
from signage.rules.measures.measurement import lacking
from signage.rules.sentences import _over_tolerance
from signage.typography import FontCatalogue
from signage.units import Quantity, Unit

ON = date(2026, 11, 24)
PLAN = read_plan(Path(__file__).parents[2] / "samples/plans/jingwan-li.json")
FONTS = FontCatalogue.standard()


def found(rule: str, bottom: float = 3200.0, width: float = 3000.0) -> Finding:
    spec = SignSpec(
        kind="panel-letters", name="海盐", width_mm=width, height_mm=900.0, position=Position(bottom_mm=bottom)
    )
    proposal = Proposal(plan=PLAN, sign=place(lay_out(spec, FONTS), PLAN, "S1-10"))
    return next(one for one in check(proposal, books_for(PLAN.city, ON), ON).findings if one.rule_id == rule)


def test_an_area_and_its_limit_are_said_in_one_unit():
    wide = found("la-01b", width=4000.0)
    assert (wide.required, str(wide.measured)) == ("≤ 0 m²", "0.63 m²")
    assert "≤ 0 m²" in wide.message_en
    assert "mm²" not in wide.message_en
    assert found("la-01b").required == "≤ 0 mm²"


def test_what_is_missing_reads_with_any_noun_phrase():
    for what in ("where the unit's entrance is", "the openings of the façade", "the columns, or that there are none"):
        lack = lacking(("出入口", what), ("规划单位", "the planner")).missing
        assert lack is not None
        assert lack.en == f"missing: {what}; the planner can supply it"
    assert "Cannot be judged, missing: " in found("cn-09").message_en


def test_what_is_beyond_a_tolerance_is_told_beside_how_far_it_is_off():
    rule = next(r for book in books_for(PLAN.city, ON) for r in book.rules if r.id == "la-01")
    assert isinstance(rule.tolerance, Tolerance)
    assert _over_tolerance(rule, Quantity(-21.0, Unit.MM)) == ("，超出容差 1 mm", ", 1 mm beyond the tolerance")
    assert _over_tolerance(rule, Quantity(-20.0, Unit.MM)) == ("", "")
    assert _over_tolerance(replace(rule, tolerance=None), Quantity(-21.0, Unit.MM)) == ("", "")
