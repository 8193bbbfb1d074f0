"""A desk on a real SQLite database from the real migrations, with four people and a case that is issued."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest
from sqlalchemy import text

from signage.accounts import Account
from signage.applications.model import Decision, Outcome, State
from signage.service import ServiceDesk
from signage.storage import Database
from signage.storage.database import SqlUnitOfWork

from .case_builders import BOSS, CLERK, NOW, OTHER_SHOP, SECOND, SHOP, application, arrived, database


@pytest.fixture(scope="session")
def made_database(tmp_path_factory):
    """A database with everybody in it, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("made")
    opened = database(folder)
    with opened.unit_of_work() as unit:
        for actor in (SHOP, OTHER_SHOP, CLERK, SECOND, BOSS):
            account = Account(id=actor.id, login=actor.id, name=actor.name, role=actor.role, created_at=NOW)
            unit.accounts.add(account, "none")
        unit.commit()
    opened.close()
    return folder / "signage.db"


@pytest.fixture
def db(tmp_path, made_database):
    shutil.copy(made_database, tmp_path / "signage.db")
    opened = Database.open(f"sqlite:///{tmp_path / 'signage.db'}")
    yield opened
    opened.close()


class Watched(SqlUnitOfWork):
    """Refuses to commit what has no line of history; only counting the attempts of a sender needs none."""

    def __enter__(self):
        super().__enter__()
        self.before, self.only_counts = self.entries(), False
        counted = self.service.complaints.tried

        def tried(*words, **more):
            self.only_counts = True
            return counted(*words, **more)

        self.service.complaints.tried = tried
        return self

    def entries(self):
        return self._connection.scalar(text("SELECT entries FROM history_head"))

    def commit(self):
        assert self.only_counts or self.entries() > self.before, "committed without a line of history"
        super().commit()


@pytest.fixture
def desk(db):
    return ServiceDesk(begin=lambda: Watched(db._engine, turns=db._turns), begin_reading=db.reading)


def stored(db, **changes):
    with db.unit_of_work() as unit:
        made = application(**changes)
        unit.applications.add(made)
        unit.history.append(arrived(made))
        unit.commit()
    return made


@pytest.fixture
def open_case(db):
    return stored(db, number="示例受〔2026〕1号", state=State.ACCEPTED)


@pytest.fixture
def decided_case(db):
    decision = Decision(officer=SECOND, at=NOW, outcome=Outcome.GRANTED, reasons="符合规则")
    return stored(db, number="示例受〔2026〕2号", state=State.ISSUED, decision=decision, issued_at=NOW)


@pytest.fixture
def told(db):
    """How many lines the history has, whole."""

    def count():
        verdict = db.verify_history()
        assert verdict.ok
        return verdict.count

    return count


def with_hours(desk, **changes):
    return replace(desk, hours=replace(desk.hours, **changes))
