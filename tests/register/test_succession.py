"""A permit that was replaced names the one in its place, and that one the permit before."""

from __future__ import annotations

import pytest

from signage.applications import issuing, use_cases
from signage.applications.model import Purpose
from signage.register.succession import Succession, succession
from signage.storage import Database

from .case_builders import APPLICANT, BOSS, CLEAR, CLERK, NOW, SECOND, SHOP, Ticking, item, office, papers


@pytest.fixture
def desk(tmp_path, url):
    opened = Database.open(url)
    yield office(opened, tmp_path)
    opened.close()


def issued(desk, *units, purpose=Purpose.NEW, earlier=""):
    wanted = papers("M1", "M2", "M3", "M4", "M6", "M7", "M8", "M9", "M13")
    items = tuple(item(unit) for unit in units)
    draft = use_cases.open_application(
        desk, APPLICANT, items, wanted, SHOP, NOW, circumstances=CLEAR, purpose=purpose, earlier_permit=earlier
    )
    case = use_cases.submit(desk, draft.id, SHOP, NOW)
    return issuing.decide_on_the_spot(desk, case.id, CLERK, SECOND, Ticking(), opinion="材料齐全，符合规定").permits


@pytest.mark.parametrize("purpose", [Purpose.CHANGE, Purpose.NEW])
def test_each_of_three_permits_at_a_place_names_its_neighbours(desk, purpose):
    first, beside = issued(desk, "S1-01", "S1-02")
    (second,) = issued(desk, "S1-01", purpose=purpose, earlier=first.number if purpose is not Purpose.NEW else "")
    (third,) = issued(desk, "S1-01", purpose=purpose, earlier=second.number if purpose is not Purpose.NEW else "")
    found = succession(desk, second.number)
    assert ([one.number for one in found.before], found.after.number) == ([first.number], third.number)
    word = "变更" if purpose is Purpose.CHANGE else "换证"
    assert word in found.before[0].how
    assert word in found.after.how
    assert succession(desk, first.number).before == ()
    assert succession(desk, first.number).after.number == second.number
    assert succession(desk, third.number).after is None
    assert [one.number for one in succession(desk, third.number).before] == [second.number]
    assert succession(desk, beside.number) == Succession()


def test_a_permit_that_came_after_one_that_was_revoked_replaced_nothing(desk):
    (first,) = issued(desk, "S1-01")
    use_cases.revoke(
        desk,
        first.application_id,
        BOSS,
        NOW,
        reasons="提供虚假材料",
        ground="revocation_deceit",
        heard="当面听取了陈述",
    )
    (second,) = issued(desk, "S1-01")
    assert succession(desk, first.number) == Succession()
    assert succession(desk, second.number) == Succession()


def test_a_number_that_no_permit_has_has_no_neighbours(desk):
    assert succession(desk, "没有〔2026〕0001号") == Succession()
