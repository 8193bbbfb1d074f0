"""When no sign complies: the smallest set of rules that conflict, proven by leaving each of them out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from signage.design import SignSpec, lay_out
from signage.frontage import Proposal, place, read_plan
from signage.offers import Conflict, repair
from signage.offers.conflict import RuleSearch
from signage.offers.trials import Trials
from signage.rules import RuleBook, Verdict, books_for, check, load_book
from signage.typography import FontCatalogue

ON = date(2026, 11, 24)
PLAN = read_plan(Path(__file__).parents[2] / "samples/plans/jingwan-li.json")
BOOKS = books_for(PLAN.city, ON)
HANGZHOU = (load_book("cn-hangzhou-2023"),)
FONTS = FontCatalogue.standard()
TWO_LINES = "晶湾盐铺老字号海盐生活馆示例大道总店体验中心与晶湾里小剧场及画廊书店"
LONG = TWO_LINES * 3


def asked(kind: str = "panel-letters", name: str = LONG, licence: str = LONG, **words: float) -> Proposal:
    sizes = {"width_mm": 12000.0, "height_mm": 600.0, **words}
    spec = SignSpec(kind=kind, name=name, **sizes)  # type: ignore[arg-type]
    sign = place(lay_out(spec, FONTS), PLAN, "S1-02")
    return Proposal(plan=PLAN, sign=sign, facts={"licence_name": licence, "leased_units": ("S1-02",)})


def without(books: tuple[RuleBook, ...], *rules: str) -> tuple[RuleBook, ...]:
    return tuple(replace(book, rules=tuple(r for r in book.rules if r.id not in rules)) for book in books)


BAND_ONLY = without(BOOKS, "cn-12")  # the lease squeezes the sign as the band does


def only_conflict(proposal: Proposal, books: tuple[RuleBook, ...]) -> Conflict:
    found = repair(proposal, books, ON, FONTS)
    assert found.offers == ()
    assert len(found.conflicts) == 1
    return found.conflicts[0]


def test_a_name_too_long_for_its_shop_is_told_by_the_two_rules_that_squeeze_it():
    conflict = only_conflict(asked(), BAND_ONLY)
    assert conflict.is_only
    assert conflict.rules == ("la-01b", "la-01d")
    assert conflict.text_zh.startswith("以下 2 条不能同时满足：")
    assert conflict.text_en.startswith("These 2 rules cannot be met together: ")
    for rule in conflict.rules:
        assert rule in conflict.text_zh
        assert rule in conflict.text_en


def test_a_name_that_fits_its_shop_in_two_lines_is_offered_in_two():
    found = repair(asked(name=TWO_LINES, licence=TWO_LINES), BAND_ONLY, ON, FONTS)
    assert found.conflicts == ()
    lines = found.offers[0].proposal.sign.layout.lines
    assert len(lines) == 2
    assert all(line.letter_height_mm >= 300 for line in lines)
    assert check(found.offers[0].proposal, BAND_ONLY, ON).of(Verdict.FAIL) == ()


def test_without_any_one_rule_of_the_only_conflict_the_sign_passes_or_an_offer_does():
    conflict = only_conflict(asked(), BAND_ONLY)
    for rule in conflict.rules:
        left = without(BAND_ONLY, rule)
        as_asked = check(asked(), left, ON)
        offers = repair(asked(), left, ON, FONTS).offers
        assert offers or not as_asked.of(Verdict.FAIL), rule
        for offer in offers:
            assert check(offer.proposal, left, ON).of(Verdict.FAIL) == ()


def test_the_set_alone_admits_no_sign_and_each_part_of_it_does():
    proposal = asked()
    conflict = only_conflict(proposal, BAND_ONLY)
    search = RuleSearch(Trials(proposal, BAND_ONLY, ON, FONTS))
    assert search.sign_under(conflict.rules) is None
    for rule in conflict.rules:
        assert search.sign_under(set(conflict.rules) - {rule}) is not None


def test_two_conflicts_that_have_nothing_in_common_are_both_told():
    result = repair(asked(licence="山石咖啡"), BOOKS, ON, FONTS)
    assert [len(one.rules) for one in result.conflicts] == [1, 2]
    assert result.conflicts[0].rules == ("cn-09",)
    assert not any(one.is_only for one in result.conflicts)
    assert "还有别的条款" in result.conflicts[1].text_zh


def test_where_another_rule_squeezes_as_well_the_set_does_not_claim_to_be_the_only_one():
    conflict = repair(asked(), BOOKS, ON, FONTS).conflicts[0]
    assert conflict.rules == ("la-01b", "la-01d")
    assert not conflict.is_only


def test_a_rule_on_the_form_says_that_size_and_place_do_not_help():
    conflict = only_conflict(
        asked("window-letters", "晶湾盐铺", "晶湾盐铺", width_mm=2000.0, height_mm=600.0), HANGZHOU
    )
    assert conflict.rules == ("hz-24",)
    assert "取决于设置形式" in conflict.text_zh
    assert "matter of the sign's form" in conflict.text_en


def test_what_some_of_the_rules_say_is_what_they_say_alone():
    proposal = asked()
    some = {rule.id for book in BOOKS for rule in book.rules[::3]}
    alone = [replace(book, rules=tuple(rule for rule in book.rules if rule.id in some)) for book in BOOKS]
    assert Trials(proposal, BOOKS, ON, FONTS).report_of(proposal, some).findings == check(proposal, alone, ON).findings
