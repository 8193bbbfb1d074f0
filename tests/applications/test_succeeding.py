"""Signs of one shop that stand in different ways hold permits beside each other; what a new one replaces ends."""

from __future__ import annotations

from dataclasses import replace

import pytest

from signage.applications import issuing, use_cases
from signage.applications.compared import transfer_changes
from signage.applications.intake import place_of
from signage.applications.model import Purpose
from signage.applications.records import ReplacedSign
from signage.design import SignSpec, load_kinds
from signage.errors import GuardFailed
from signage.register.succession import succession
from signage.storage import Database

from .case_builders import APPLICANT, CLEAR, CLERK, NOW, SECOND, SHOP, Ticking, item, office, papers

PAPERS = papers("M1", "M2", "M3", "M4", "M6", "M7", "M8", "M9", "M13")


@pytest.fixture
def desk(tmp_path, url):
    opened = Database.open(url)
    yield office(opened, tmp_path)
    opened.close()


def projecting(unit="S1-01", replaces=()):
    spec = SignSpec(kind="projecting", name="徽盐", width_mm=700.0, height_mm=1800.0)
    named = tuple(ReplacedSign(id=n, name="徽盐", kind="panel-letters", unit=unit, permit_number=n) for n in replaces)
    return replace(item(unit), spec=spec, place=place_of("projecting"), replaced=named)


def fascia(unit="S1-01", replaces=()):
    return replace(item(unit), replaced=projecting(unit, replaces).replaced)


def drafted(desk, *items, applicant=APPLICANT, purpose=Purpose.NEW, earlier=""):
    return use_cases.open_application(
        desk, applicant, items, PAPERS, SHOP, NOW, circumstances=CLEAR, purpose=purpose, earlier_permit=earlier
    )


def issued(desk, *items, **of_case):
    case = use_cases.submit(desk, drafted(desk, *items, **of_case).id, SHOP, NOW)
    return issuing.decide_on_the_spot(desk, case.id, CLERK, SECOND, Ticking(), opinion="材料齐全，符合规定").permits


def live(desk, *permits):
    with desk.reading() as unit:
        return [not unit.permits.by_number(one.number).ended_reason for one in permits]


def test_every_kind_has_a_place_and_those_on_the_wall_share_one():
    places = {kind.id: place_of(kind.id) for kind in load_kinds()}
    assert places["panel-letters"] == places["light-box"] == places["plaque"] == ""
    assert places["projecting"] == places["projecting-round"] == "projecting"
    assert len({places[k] for k in ("projecting", "hanging", "canopy-letters", "freestanding", "window-letters")}) == 5


def test_a_projecting_sign_leaves_the_permit_of_the_sign_on_the_wall_alone(desk):
    (on_wall,) = issued(desk, fascia())
    (beside,) = issued(desk, projecting())
    assert live(desk, on_wall, beside) == [True, True]
    assert succession(desk, on_wall.number).after is None
    (newer,) = issued(desk, projecting())
    assert live(desk, on_wall, beside, newer) == [True, False, True]


def test_two_signs_of_one_shop_are_one_application_unless_they_stand_alike(desk):
    assert live(desk, *issued(desk, fascia(), projecting())) == [True, True]
    twice = drafted(desk, projecting("S1-02"), projecting("S1-02"))
    with pytest.raises(GuardFailed) as caught:
        use_cases.submit(desk, twice.id, SHOP, NOW)
    assert "S1-02（垂直式）" in str(caught.value)


def test_what_a_new_sign_replaces_ends_with_it_wherever_it_stood(desk):
    (on_wall,) = issued(desk, fascia())
    (beside,) = issued(desk, projecting())
    (leased,) = issued(desk, fascia("S1-03"))
    (new,) = issued(desk, projecting(replaces=(on_wall.number, leased.number)))
    assert live(desk, on_wall, beside, leased, new) == [False, False, False, True]
    before = {one.number for one in succession(desk, new.number).before}
    assert before == {on_wall.number, beside.number, leased.number}
    assert succession(desk, leased.number).after.number == new.number


def test_another_holders_old_sign_that_is_replaced_keeps_its_permit(desk):
    other = replace(APPLICANT, name="晶湾茶坊", credit_code="91000000SAMPLE009X")
    (theirs,) = issued(desk, fascia("S1-03"), applicant=other)
    (new,) = issued(desk, fascia(replaces=(theirs.number,)))
    assert live(desk, theirs, new) == [True, True]
    assert succession(desk, theirs.number).after is None


@pytest.mark.parametrize("purpose", [Purpose.CHANGE, Purpose.TRANSFER])
def test_a_permit_that_is_changed_ends_although_the_new_sign_stands_in_another_way(desk, purpose):
    (old,) = issued(desk, fascia())
    other = replace(APPLICANT, name="晶湾茶坊", credit_code="91000000SAMPLE009X")
    who = other if purpose is Purpose.TRANSFER else APPLICANT
    (new,) = issued(desk, projecting(), applicant=who, purpose=purpose, earlier=old.number)
    assert live(desk, old, new) == [False, True]
    assert succession(desk, new.number).before[0].number == old.number


@pytest.mark.parametrize("pair", ["[]", "()", "（）", "【】", "［］", "〔〕"])
def test_an_earlier_number_is_found_in_whichever_brackets_it_is_typed(desk, pair):
    (old,) = issued(desk, fascia())
    typed = old.number.replace("〔", pair[0]).replace("〕", pair[1])
    case = drafted(desk, fascia(), purpose=Purpose.CHANGE, earlier=f" {typed} ")
    assert case.earlier_permit == old.number
    assert not any("证号" in defect.text for defect in use_cases.defects_of(desk, case))


def test_a_number_that_was_not_given_is_said_to_be_missing(desk):
    case = drafted(desk, fascia(), purpose=Purpose.TRANSFER)
    told = [defect.text for defect in use_cases.defects_of(desk, case)]
    assert any("还没有填写原证号" in one for one in told)
    assert not any("—" in one for one in told)


def test_what_a_transfer_changes_is_told_although_the_new_sign_stands_in_another_way(desk):
    (old,) = issued(desk, fascia())
    other = replace(APPLICANT, name="晶湾茶坊", credit_code="91000000SAMPLE009X")
    case = drafted(desk, projecting(), applicant=other, purpose=Purpose.TRANSFER, earlier=old.number)
    with desk.reading() as unit:
        assert transfer_changes(unit, case)
        both = replace(case, items=(*case.items, fascia()))
        assert transfer_changes(unit, both) == ()  # the one in its place passes on as it was


def test_a_permit_of_another_unit_is_not_changed_by_a_sign_here(desk):
    (old,) = issued(desk, fascia("S1-03"))
    case = drafted(desk, fascia(), purpose=Purpose.CHANGE, earlier=old.number)
    assert any("S1-03" in defect.text for defect in use_cases.defects_of(desk, case))
