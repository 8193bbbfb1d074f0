"""Officers belong to sections; the administrator says to which, and history keeps it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from signage.accounts import Account
from signage.accounts.sections import members, sections_of, set_sections
from signage.applications.model import Actor, Role
from signage.errors import InputError, NotFound
from signage.items import load_catalogue

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
ADMIN = Actor(id="acc-admin", name="管理员甲", role=Role.ADMINISTRATOR)
KNOWN = sections_of(load_catalogue())
GREEN = next(name for name in KNOWN if "园林" in name)
SIGNS = next(name for name in KNOWN if "招牌" in name)


@pytest.fixture
def officers(db):
    with db.unit_of_work() as unit:
        for login, role in (("clerk", Role.CLERK), ("shop", Role.APPLICANT)):
            account = Account(id=f"acc-{login}", login=login, name=login, role=role, created_at=NOW)
            unit.accounts.add(account, "")
        unit.commit()
    return db


def put(db, account_id, *sections):
    return set_sections(db.unit_of_work, ADMIN, account_id, sections, KNOWN, NOW)


def test_an_officer_belongs_to_exactly_the_sections_that_were_set_last(officers):
    put(officers, "acc-clerk", GREEN, SIGNS)
    assert set(members(officers.reading)["acc-clerk"]) == {GREEN, SIGNS}
    put(officers, "acc-clerk", GREEN)
    put(officers, "acc-clerk", GREEN)  # the same again is no change
    assert members(officers.reading) == {"acc-clerk": (GREEN,)}
    put(officers, "acc-clerk")
    assert members(officers.reading) == {}
    with officers.reading() as unit:
        notes = [event.note for event in unit.history.of("")]
    assert len(notes) == 3
    assert GREEN in notes[1]
    assert "不再属于" in notes[2]


@pytest.mark.parametrize(
    ("account", "section", "error"),
    [("acc-shop", GREEN, InputError), ("acc-clerk", "没有的科室", InputError), ("none", GREEN, NotFound)],
)
def test_only_an_officer_belongs_to_a_section_that_the_catalogue_has(officers, account, section, error):
    with pytest.raises(error):
        put(officers, account, section)
    assert members(officers.reading) == {}
