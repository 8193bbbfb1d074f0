"""The queue lists exactly what a plain walk over all cases finds, page by page, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from signage.accounts import Account
from signage.applications.model import Deadline, Delivery, State
from signage.applications.queue import Order, QueueQuery, entry_of
from signage.applications.vocabulary import DeliveryMethod
from signage.errors import Conflict, InputError
from signage.register.folding import fold
from signage.storage.queue_tables import WORDS

from .case_builders import APPLICANT, CLERK, NOW, OTHER, OTHER_SHOP, SHOP, application, item

TODAY = NOW.date()
_NAMES = ("海盐小铺", "禾穗烘焙", "鹽業 Salt", "青云书店")
_STATES = (State.SUBMITTED, State.UNDER_REVIEW, State.RETURNED, State.ISSUED, State.REFUSED)
_LIMITS = {State.SUBMITTED: "acceptance", State.UNDER_REVIEW: "promised_decision", State.RETURNED: "correction"}

_TEXTS = ("", "盐", "盐业", "〔2026〕11号", "11号", "示例路 青", "S1-07", "无此店", "\x00")
_CHOICES = ((), (State.SUBMITTED,), (State.SUBMITTED, State.RETURNED, State.ISSUED))


def cases():
    """Twenty cases of two applicants in five states, with time limits before, on and after today."""
    made = []
    for n in range(20):
        state = _STATES[n % 5]
        name = _LIMITS.get(state)
        due = TODAY + timedelta(days=n % 7 - 3)
        limits = (Deadline(name=name, due=due, is_provisional=False, basis=""),) if name else ()
        sign = item(f"S1-{n:02d}")
        sign = replace(sign, spec=replace(sign.spec, name=_NAMES[n % 4]), address=f"示例市示例路{n}号")
        made.append(
            application(
                state,
                number=f"示例受〔2026〕{n}号",
                applicant=OTHER if n % 3 == 0 else APPLICANT,
                items=(sign,),
                deadlines=limits,
                submitted_at=NOW + timedelta(days=n),
                created_at=NOW + timedelta(minutes=n),
            )
        )
    return made


@pytest.fixture
def filled(db):
    made = cases()
    with db.unit_of_work() as unit:
        for case in made:
            unit.applications.add(case)
        unit.commit()
    return made


def plain(made, query):
    """The same list by looking at every case."""

    def fits(case):
        entry = entry_of(case)
        words = [entry.number, entry.applicant, *(w for x in entry.lines for w in (x.where, x.name, x.place, x.form))]
        due, who = entry.limit.due if entry.limit else None, entry.account_id
        return (
            (not query.states or case.state in query.states)
            and (query.accounts is None or entry.account_id in query.accounts or (who, case.id) in query.cases)
            and (query.since is None or case.submitted_at >= query.since)
            and (query.until is None or case.submitted_at < query.until)
            and (query.due_by is None or (due is not None and due <= query.due_by))
            and (query.order is not Order.DUE or due is not None)
            and all(any(term in fold(word) for word in words) for term in fold(query.text).split())
        )

    found = [(number, case) for number, case in enumerate(made) if fits(case)]
    if query.order is Order.DUE:
        return [case.number for _, case in sorted(found, key=lambda one: (entry_of(one[1]).limit.due, one[0]))]
    return [case.number for _, case in reversed(found)]


def walked(db, query):
    """Every page after the other."""
    seen, before = [], ""
    with db.reading() as unit:
        while True:
            page = unit.queue.page(replace(query, before=before))
            assert len(page.entries) <= query.limit
            seen += [entry.number for entry in page.entries]
            before = page.following
            if not before:
                return seen


@pytest.mark.parametrize("order", list(Order))
def test_a_list_is_what_a_plain_walk_finds(db, filled, order):
    for text, states, accounts in product(_TEXTS, _CHOICES, (None, (SHOP.id,), ())):
        query = QueueQuery(states=states, accounts=accounts, text=text, order=order, limit=3)
        assert walked(db, query) == plain(filled, query), query


@pytest.mark.parametrize("order", list(Order))
def test_days_and_limits_narrow_a_list_exactly(db, filled, order):
    given = ((OTHER_SHOP.id, filled[0].id), (SHOP.id, filled[3].id))  # the second one is not that account's
    for query in (
        QueueQuery(order=order, due_by=TODAY),
        QueueQuery(order=order, due_by=TODAY - timedelta(days=1)),
        QueueQuery(order=order, since=NOW + timedelta(days=4), until=NOW + timedelta(days=9)),
        QueueQuery(order=order, accounts=(SHOP.id,), cases=given, limit=2),
    ):
        assert walked(db, query) == plain(filled, query)
        with db.reading() as unit:
            ageless = replace(query, order=Order.NEWEST)
            assert unit.queue.counted(query, most=100) == len(plain(filled, ageless))
            assert unit.queue.counted(query, most=2) == 2


def test_an_entry_follows_its_case_and_no_other_step_changes_it(db, filled):
    first = filled[0]
    renamed = replace(first.items[0], spec=replace(first.items[0].spec, name="改名后"))
    later = replace(first, state=State.APPROVED, version=2, items=(renamed,), deadlines=())
    with db.unit_of_work() as unit:
        unit.applications.save(later, expected_version=1)
        unit.commit()
    with db.unit_of_work() as unit:  # the second clerk is told, and the list stays with the first one's step
        with pytest.raises(Conflict):
            unit.applications.save(replace(first, state=State.REFUSED, version=2), expected_version=1)
        unit.commit()
    with db.reading() as unit:
        (found,) = unit.queue.page(QueueQuery(states=(State.APPROVED,))).entries
        assert found == entry_of(later)
        assert unit.queue.page(QueueQuery(text="改名")).entries == (found,)
        old = {one.id for one in unit.queue.page(QueueQuery(text=_NAMES[0])).entries}
        assert first.id not in old
    assert db.check() == []


def test_what_is_done_with_a_case_ends_its_limit():
    case = application(State.ISSUED, deadlines=(Deadline(name="delivery", due=TODAY, is_provisional=False, basis=""),))
    assert entry_of(case).limit.name == "delivery"
    given = Delivery(at=NOW, officer=CLERK, method=DeliveryMethod.IN_PERSON, recipient="样例")
    assert entry_of(replace(case, deliveries=(given,))).limit is None


def test_cases_from_before_there_was_a_queue_are_entered_at_the_upgrade(db, filled):
    with db.unit_of_work() as unit:
        for row in unit._connection.exec_driver_sql("SELECT seq, haystack, filters FROM queue_entry").all():
            WORDS.remove(unit._connection, *row)
        unit._connection.exec_driver_sql("DELETE FROM queue_entry")
        assert unit.queue.catch_up() == len(filled)
        assert unit.queue.catch_up() == 0
        unit.commit()
    assert walked(db, QueueQuery(text="盐")) == plain(filled, QueueQuery(text="盐"))


def test_what_an_officer_has_seen_is_kept_for_each(db, filled):
    one, other = filled[0].id, filled[1].id
    with db.unit_of_work() as unit:
        for account in (CLERK, SHOP):
            unit.accounts.add(person(account), "none")
        unit.queue.mark_seen(CLERK.id, one, 1)
        unit.queue.mark_seen(CLERK.id, one, 3)
        unit.commit()
    with db.reading() as unit:
        assert unit.queue.seen_by(CLERK.id, (one, other)) == {one: 3}
        assert unit.queue.seen_by(SHOP.id, (one, other)) == {}


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize("mark", ["x", "_x", "2026-13-01_4", "٣", "2026-01-01_٣", f"_{'9' * 20}"])
def test_a_mark_that_no_page_gave_is_told(mark, order):
    with pytest.raises(InputError) as caught:
        QueueQuery(order=order, before=mark)
    assert caught.value.at.field == "before"


def person(actor):
    return Account(id=actor.id, login=actor.id, name=actor.name, role=actor.role, created_at=NOW)
