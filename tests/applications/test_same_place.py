"""Two cases for one place: everybody who handles one is told of the other, and who came first goes first."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from signage.applications import issuing, use_cases
from signage.applications.model import State
from signage.applications.same_place import nobody_came_before, rivals_of
from signage.errors import GuardFailed
from tests.storage.case_builders import (
    APPLICANT,
    CLEAR,
    CLERK,
    NOW,
    OTHER,
    OTHER_SHOP,
    SECOND,
    SHOP,
    Ticking,
    item,
    office,
    papers,
)

HOUR = timedelta(hours=1)


@pytest.fixture
def desk(db, tmp_path):
    return office(db, tmp_path)


def filed(desk, applicant, actor, at, *signs, circumstances=CLEAR):
    signs = signs or (item("S1-01"),)
    draft = use_cases.open_application(desk, applicant, signs, papers(), actor, at, circumstances=circumstances)
    return use_cases.submit(desk, draft.id, actor, at)


def seen(desk, case):
    with desk.reading() as unit:
        return [(rival.entry.id, rival.is_own, rival.is_first) for rival in rivals_of(unit, case)]


def test_each_of_two_cases_for_one_place_knows_of_the_other_and_which_came_first(desk):
    first = filed(desk, APPLICANT, SHOP, NOW, item("S1-01"), item("S1-02"))
    second = filed(desk, OTHER, OTHER_SHOP, NOW + HOUR, item("S1-02"))
    filed(desk, OTHER, OTHER_SHOP, NOW + HOUR, item("S1-03"))
    assert seen(desk, second) == [(first.id, False, True)]
    assert seen(desk, first) == [(second.id, False, False)]


def test_a_draft_is_no_rival_but_its_owner_is_told_of_what_is_handed_in(desk):
    draft = use_cases.open_application(desk, APPLICANT, (item("S1-01"),), papers(), SHOP, NOW, circumstances=CLEAR)
    handed_in = filed(desk, APPLICANT, SHOP, NOW + HOUR)
    assert seen(desk, handed_in) == []
    assert seen(desk, draft) == [(handed_in.id, True, True)]


@pytest.mark.parametrize("ending", ["withdrawn", "not accepted", "issued to the same shop"])
def test_a_case_that_has_its_answer_stands_in_nobodys_way(desk, ending):
    first = filed(desk, APPLICANT, SHOP, NOW)
    if ending == "withdrawn":
        use_cases.withdraw(desk, first.id, SHOP, NOW, reasons="重复提交")
    elif ending == "not accepted":
        use_cases.not_accept(desk, first.id, CLERK, NOW, reasons="不属于本窗口", referral="示例单位")
    else:
        issuing.decide_on_the_spot(desk, first.id, CLERK, SECOND, Ticking(), opinion="符合规定")
    who = (APPLICANT, SHOP) if ending == "issued to the same shop" else (OTHER, OTHER_SHOP)
    assert seen(desk, filed(desk, *who, NOW + HOUR)) == []


def test_a_case_sent_back_for_correction_has_lost_its_turn(desk):
    first = filed(desk, APPLICANT, SHOP, NOW)
    use_cases.return_for_correction(desk, first.id, CLERK, NOW + HOUR, defects=("租赁合同缺页",))
    second = filed(desk, OTHER, OTHER_SHOP, NOW + 2 * HOUR)
    assert seen(desk, second) == [(first.id, False, False)]


def test_the_later_of_two_applicants_is_not_decided_on_the_spot_before_the_earlier(desk):
    first = filed(desk, OTHER, OTHER_SHOP, NOW)
    second = filed(desk, APPLICANT, SHOP, NOW + HOUR)
    with pytest.raises(GuardFailed, match=first.number):
        issuing.decide_on_the_spot(desk, second.id, CLERK, SECOND, Ticking(NOW + HOUR), opinion="符合规定")
    use_cases.withdraw(desk, first.id, OTHER_SHOP, NOW + 2 * HOUR, reasons="不再设置")
    done = issuing.decide_on_the_spot(desk, second.id, CLERK, SECOND, Ticking(NOW + 3 * HOUR), opinion="符合规定")
    assert done.state is State.ISSUED


def test_the_earlier_of_two_is_decided_on_the_spot_and_the_other_then_finds_the_place_taken(desk):
    first = filed(desk, APPLICANT, SHOP, NOW)
    second = filed(desk, OTHER, OTHER_SHOP, NOW + HOUR)
    issuing.decide_on_the_spot(desk, first.id, CLERK, SECOND, Ticking(NOW + HOUR), opinion="符合规定")
    assert any(defect.key.startswith("place:") for defect in use_cases.defects_of(desk, second))


def test_ones_own_second_case_does_not_stop_a_decision_on_the_spot(desk):
    filed(desk, APPLICANT, SHOP, NOW)
    again = filed(desk, APPLICANT, SHOP, NOW + HOUR)
    done = issuing.decide_on_the_spot(desk, again.id, CLERK, SECOND, Ticking(NOW + HOUR), opinion="符合规定")
    assert done.state is State.ISSUED


def test_the_condition_says_why_in_both_languages(desk):
    first = filed(desk, OTHER, OTHER_SHOP, NOW)
    second = filed(desk, APPLICANT, SHOP, NOW + HOUR)
    with desk.reading() as unit:
        met, unmet = (nobody_came_before(rivals_of(unit, case)) for case in (first, second))
    assert met.is_met
    assert not unmet.is_met
    assert first.number in unmet.explanation_zh
    assert first.number in unmet.explanation_en


def test_cases_without_signs_have_no_place_in_the_queue_of_a_frontage(desk):
    case = filed(desk, APPLICANT, SHOP, NOW)
    assert seen(desk, replace(case, items=())) == []
