"""Where a compliant sign exists, repair finds one: cases in which it once said that there is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from signage.design import Lighting, Position, SignSpec, TextStyle, kind_of, lay_out
from signage.errors import InputError, LayoutError
from signage.frontage import FrontagePlan, Proposal, place, read_plan
from signage.offers import repair
from signage.offers.kinds import _as_kind
from signage.rules import RuleBook, Verdict, books_for, check, verdicts
from signage.typography import FontCatalogue

ON = date(2026, 11, 24)
FONTS = FontCatalogue.standard()
PLAN = read_plan(Path(__file__).parents[2] / "samples/plans/jingwan-li.json")
BANDLESS = replace(PLAN, faces=tuple(replace(face, bands=()) for face in PLAN.faces))
DEMO = tuple(books_for(PLAN.city, ON))
HANGZHOU = tuple(books_for("杭州市", ON))


def sign(
    kind: str,
    name: str,
    size: tuple[float, float],
    *,
    unit: str,
    bottom: float | None = None,
    offset: float = 0.0,
    letter: float | None = None,
    plan: FrontagePlan = PLAN,
) -> Proposal:
    spec = SignSpec(
        kind=kind,
        name=name,
        width_mm=size[0],
        height_mm=size[1],
        letter_height_mm=letter,
        lighting=Lighting(luminance_cd_m2=300.0),
        position=Position(bottom_mm=bottom, offset_mm=offset),
    )
    return Proposal(plan=plan, sign=place(lay_out(spec, FONTS), plan, unit))


def passes_somewhere(asked: Proposal, books: tuple[RuleBook, ...]) -> bool:
    """Whether one of a few sizes, places, letter heights and depths of the same kind breaks no rule."""
    sizes = product((1500.0, 3000.0, 3300.0, 4500.0), (500.0, 700.0, 1200.0, 1400.0))
    for (width, height), bottom, letter, depth in product(sizes, (3200.0, 3600.0), (None, 300.0, 400.0), (None, 150.0)):
        spec = asked.sign.layout.spec
        try:
            tried = replace(
                asked,
                sign=place(
                    lay_out(
                        replace(
                            spec,
                            width_mm=width,
                            height_mm=height,
                            letter_height_mm=letter,
                            depth_mm=depth,
                            position=Position(bottom_mm=bottom),
                        ),
                        FONTS,
                    ),
                    asked.plan,
                    asked.sign.unit_id,
                ),
            )
        except (LayoutError, InputError):
            continue
        if Verdict.FAIL not in verdicts(tried, books, ON).values():
            return True
    return False


@pytest.mark.parametrize(
    ("asked", "books"),
    [
        pytest.param(
            sign("light-box", "云上书店", (4000, 1400), unit="S1-10"), DEMO, id="letters too large for the narrower box"
        ),
        pytest.param(
            sign("wall-letters", "云上书店", (1300, 500), unit="S1-10", bottom=2600),
            DEMO,
            id="the window that it covers is below the band",
        ),
        pytest.param(
            sign("rail-letters", "晶湾盐业体验馆", (2200, 1200), unit="S1-10", bottom=2600, offset=-1500),
            DEMO,
            id="moved into the band, not to within 0.01 mm of it",
        ),
        pytest.param(
            sign("light-box", "海盐", (6500, 300), unit="S1-02", bottom=5000, offset=-1500),
            DEMO,
            id="letters too small for a box so low",
        ),
        pytest.param(
            sign("panel-letters", "海盐", (1000, 500), unit="S1-10", bottom=3000, offset=1500, plan=BANDLESS),
            HANGZHOU,
            id="beside the entrance",
        ),
    ],
)
def test_a_sign_that_can_comply_is_offered_as_one(asked: Proposal, books: tuple[RuleBook, ...]):
    assert check(asked, books, ON).of(Verdict.FAIL)
    assert passes_somewhere(asked, books)
    result = repair(asked, books, ON, FONTS)
    assert result.offers
    for offer in result.offers:
        assert not check(offer.proposal, books, ON).of(Verdict.FAIL)
        assert offer.proposal.sign.layout.spec.kind == asked.sign.layout.spec.kind


@pytest.mark.parametrize(("kind", "gap"), [("panel-letters", 500.0), ("wall-letters", 200.0), ("wall-letters", 500.0)])
def test_letters_set_far_apart_close_up_with_the_sign_that_gets_smaller(kind: str, gap: float):
    wide = sign(kind, "云上书店", (9000, 1200), unit="S1-10")
    spec = replace(wide.sign.layout.spec, letter_gap_mm=gap)
    asked = replace(wide, sign=place(lay_out(spec, FONTS), PLAN, "S1-10"))
    offers = repair(asked, DEMO, ON, FONTS).offers
    assert offers
    for offer in offers:
        assert not check(offer.proposal, DEMO, ON).of(Verdict.FAIL)
        offered = offer.proposal.sign.layout
        assert offered.spec.letter_gap_mm is not None
        assert offered.lines[0].gap_mm == pytest.approx(offered.spec.letter_gap_mm, abs=1e-3)
        assert 60 < offered.spec.letter_gap_mm < gap
        assert any("字距减少" in change.text_zh for change in offer.changes)


def test_a_sign_beside_the_entrance_goes_over_the_whole_door():
    asked = sign("panel-letters", "海盐", (2000, 500), unit="S1-10", bottom=3000, offset=2500, plan=BANDLESS)
    assert "hz-15" in {finding.rule_id for finding in check(asked, HANGZHOU, ON).of(Verdict.FAIL)}
    rect = repair(asked, HANGZHOU, ON, FONTS)[0].proposal.sign.rect
    doors = [o.rect for o in asked.face.openings if o.kind == "door" and o.unit == "S1-10"]
    assert any(rect.x0 <= door.x0 and door.x1 <= rect.x1 and rect.y0 >= door.y1 for door in doors)


def test_the_kind_changes_last_to_one_that_the_band_lists():
    asked = sign("panel-letters", "云上书店", (3000, 700), unit="S2-03")
    assert kind_of("panel-letters").id not in asked.face.band_of("S2-03").kinds
    result = repair(asked, DEMO, ON, FONTS)
    assert [offer.proposal.sign.layout.spec.kind for offer in result.offers] == ["wall-letters", "rail-letters"]
    for offer in result.offers:
        assert not check(offer.proposal, DEMO, ON).of(Verdict.FAIL)
        first = offer.changes[0]
        assert (first.field, first.before) == ("kind", "panel-letters")
        assert "la-01c" in first.rules
        assert "平板发光字" in first.text_zh
        assert "Letters on a panel" in first.text_en
        assert offer.proposal.sign.layout.lines[0].letter_height_mm == pytest.approx(
            asked.sign.layout.lines[0].letter_height_mm, abs=1.0
        )


def test_without_a_band_the_broken_rule_says_which_kinds_are_tried():
    asked = sign("panel-letters", "云上书店", (3000, 700), unit="S2-03", bottom=7700, plan=BANDLESS)
    broken = {finding.rule_id for finding in check(asked, HANGZHOU, ON).of(Verdict.FAIL)}
    assert "hz-15f" in broken
    offers = repair(asked, HANGZHOU, ON, FONTS).offers
    assert offers
    assert {kind_of(offer.proposal.sign.layout.spec.kind).carrier for offer in offers} == {"letters"}


def test_letters_that_lose_their_panel_stay_where_they_were():
    bare = replace(BANDLESS, faces=tuple(replace(face, existing=()) for face in BANDLESS.faces))
    asked = sign("panel-letters", "云上书店", (3000, 700), unit="S2-03", bottom=7700, plan=bare)
    ink = asked.sign.layout.lines[0].ink.moved(*asked.sign.origin)
    offer = repair(asked, HANGZHOU, ON, FONTS)[0]
    assert offer.proposal.sign.rect.y0 == pytest.approx(ink.y0, abs=0.01)
    assert offer.proposal.sign.rect.height == pytest.approx(ink.height, rel=0.01)


def test_a_sign_that_can_stay_of_its_kind_does():
    asked = sign("light-box", "云上书店", (4000, 1400), unit="S1-10")
    for offer in repair(asked, DEMO, ON, FONTS):
        assert "kind" not in {change.field for change in offer.changes}


def test_only_rules_at_their_limit_are_said_to_bind():
    asked = sign("panel-letters", "海盐", (3000, 1700), unit="S1-02", bottom=2400, letter=900, plan=BANDLESS)
    offers = repair(asked, HANGZHOU, ON, FONTS).offers
    assert offers
    for offer in offers:
        found = {finding.rule_id: finding for finding in offer.report.findings}
        assert offer.limits
        for limit in offer.limits:
            margin = found[limit.rule].margin
            assert margin is None or margin.value <= 1.0 or margin.unit.value.startswith("mm²")
        assert "hz-05b" not in {limit.rule for limit in offer.limits}  # ≤ 800 mm, where hz-05 leaves 600 mm


def test_a_dimmed_sign_is_as_bright_as_its_new_size_allows_and_no_dimmer():
    """Over 10 m² a light box in E4 may have 400 cd/m²; cut to the allowed height it is smaller and may have 600."""
    large = sign("light-box", "晶湾盐业生活馆", (6600.0, 1700.0), unit="S1-02")
    spec = replace(large.sign.layout.spec, lighting=Lighting(luminance_cd_m2=900.0))
    asked = replace(
        large,
        sign=place(lay_out(spec, FONTS), PLAN, "S1-02"),
        facts={"licence_name": "示例市晶湾盐业生活馆", "restricted_place": "none"},
    )
    offered = repair(asked, DEMO, ON, FONTS).offers[0].proposal
    assert offered.sign.layout.spec.lighting.luminance_cd_m2 == 600.0
    assert check(offered, DEMO, ON).verdict is Verdict.PASS


def test_a_plaque_offered_as_other_letters_leaves_its_song_behind_and_a_chosen_face_stays():
    plaque, panel = kind_of("plaque"), kind_of("panel-letters")
    begun = SignSpec(kind="plaque", name="晶湾堂", width_mm=2400.0, height_mm=800.0, style=plaque.style)
    assert _as_kind(begun, plaque, panel).style == panel.style
    assert _as_kind(replace(begun, kind="panel-letters", style=panel.style), panel, plaque).style == plaque.style
    chosen = replace(begun, style=TextStyle(typeface="noto-sans-tc", weight=500))
    assert _as_kind(chosen, plaque, panel).style == chosen.style
    two = replace(begun, style=replace(plaque.style, second_typeface="noto-sans-kr"))
    assert _as_kind(two, plaque, panel).style == replace(panel.style, second_typeface="noto-sans-kr")
