"""Limited links: opened once, for one case, over after some days, taken back at once."""

from datetime import timedelta

import pytest

from signage.accounts import Account, links
from signage.accounts.links import give_link, hand_in_design, helper_of, is_waiting, open_link, revoke_link
from signage.applications import use_cases
from signage.applications.model import Role
from signage.errors import Conflict, InputError, NotFound

from .case_builders import APPLICANT, CLEAR, NOW, SHOP, database, item, office, papers

LATER = NOW + timedelta(days=3)


@pytest.fixture
def db(tmp_path):
    opened = database(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def place(db, tmp_path):
    return office(db, tmp_path)


@pytest.fixture
def shop(db):
    return _account(db, SHOP.id, "shop")


@pytest.fixture
def other(db):
    return _account(db, "acc-other", "other")


def _account(db, account_id, login):
    account = Account(id=account_id, login=login, name=login, role=Role.APPLICANT, created_at=NOW)
    with db.unit_of_work() as unit:
        unit.accounts.add(account, "x")
        unit.commit()
    return account


@pytest.fixture
def case(place, shop):
    return use_cases.open_application(place, APPLICANT, (item(),), papers(), SHOP, NOW, circumstances=CLEAR)


def test_a_link_opens_once_and_then_belongs_to_that_browser(db, shop, case):
    begin = db.unit_of_work
    link, token = give_link(begin, shop, case.id, " 广告公司 小样 ", 3, NOW)
    assert link.label == "广告公司 小样"
    assert is_waiting(begin, token, NOW)
    session = open_link(begin, token, NOW)
    assert helper_of(begin, session, NOW).application_id == case.id
    assert not is_waiting(begin, token, NOW)
    with pytest.raises(NotFound):
        open_link(begin, token, NOW)
    assert helper_of(begin, token, NOW) is None
    assert helper_of(begin, "invented", NOW) is None


def test_a_link_is_over_after_its_days_opened_or_not(db, shop, case):
    begin = db.unit_of_work
    _, first = give_link(begin, shop, case.id, "甲", 3, NOW)
    _, second = give_link(begin, shop, case.id, "乙", 3, NOW)
    session = open_link(begin, first, LATER - timedelta(seconds=1))
    assert helper_of(begin, session, LATER - timedelta(seconds=1)) is not None
    assert helper_of(begin, session, LATER) is None
    assert not is_waiting(begin, second, LATER)
    with pytest.raises(NotFound):
        open_link(begin, second, LATER)


def test_taking_a_link_back_shuts_its_browser_out_at_once(db, shop, other, case):
    begin = db.unit_of_work
    link, token = give_link(begin, shop, case.id, "甲", 3, NOW)
    session = open_link(begin, token, NOW)
    held = helper_of(begin, session, NOW)
    with pytest.raises(NotFound):
        revoke_link(begin, other, link.id, NOW)
    revoke_link(begin, shop, link.id, NOW)
    revoke_link(begin, shop, link.id, NOW)
    assert helper_of(begin, session, NOW) is None
    with pytest.raises(NotFound):
        hand_in_design(begin, held, "x", "PASS", "", NOW)
    unopened, unused = give_link(begin, shop, case.id, "乙", 3, NOW)
    revoke_link(begin, shop, unopened.id, NOW)
    with pytest.raises(NotFound):
        open_link(begin, unused, NOW)


def test_a_design_is_kept_for_the_applicant_and_changes_nothing_of_the_case(db, shop, other, case, place):
    begin = db.unit_of_work
    _, token = give_link(begin, shop, case.id, "甲", 3, NOW)
    held = helper_of(begin, open_link(begin, token, NOW), NOW)
    design = hand_in_design(begin, held, "name = 1", "PASS", " 字小了 ", NOW)
    ((_, found, designs),) = links.links_given(begin, shop)
    assert (found, designs) == (case, (design,))
    assert links.design_for(begin, shop, design.id).remark == "字小了"
    for account, design_id in ((other, design.id), (shop, "none")):
        with pytest.raises(NotFound):
            links.design_for(begin, account, design_id)
    assert use_cases.case(place, case.id) == case


def test_a_case_that_is_over_takes_no_design_and_a_link_not_endlessly_many(db, shop, case, place):
    begin = db.unit_of_work
    _, token = give_link(begin, shop, case.id, "甲", 3, NOW)
    held = helper_of(begin, open_link(begin, token, NOW), NOW)
    for _ in range(links.MOST_DESIGNS):
        hand_in_design(begin, held, "x", "PASS", "", NOW)
    with pytest.raises(Conflict) as caught:
        hand_in_design(begin, held, "x", "PASS", "", NOW)
    assert caught.value.code == "links.too_many"
    use_cases.withdraw(place, case.id, SHOP, NOW)
    with pytest.raises(Conflict) as caught:
        hand_in_design(begin, held, "x", "PASS", "", NOW)
    assert caught.value.code == "links.decided"


def test_only_the_applicant_gives_a_link_with_a_name_and_a_term(db, shop, other, case):
    begin = db.unit_of_work
    with pytest.raises(NotFound):
        give_link(begin, other, case.id, "甲", 3, NOW)
    for label, days in ((" ", 3), ("长" * 41, 3), ("甲", 365)):
        with pytest.raises(InputError):
            give_link(begin, shop, case.id, label, days, NOW)


def test_everything_about_a_link_stands_in_the_cases_history_and_no_token_is_stored(db, shop, case, place, tmp_path):
    begin = db.unit_of_work
    link, token = give_link(begin, shop, case.id, "甲", 3, NOW)
    session = open_link(begin, token, NOW)
    hand_in_design(begin, helper_of(begin, session, NOW), "x", "PASS", "", NOW)
    revoke_link(begin, shop, link.id, NOW)
    events = use_cases.events_of(place, case.id)[1:]
    assert [event.action for event in events] == ["give_link", "open_link", "hand_in_design", "revoke_link"]
    assert events[1].actor.name == "协助设计人（甲）"
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert token.encode() not in stored
    assert session.encode() not in stored
