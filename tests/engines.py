"""Fixtures for tests that run on SQLite and on PostgreSQL, each on a database of its own from the real migrations."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from signage.storage import Database
from tests.postgres import server

_TEMPLATE = "signage_template"
_serial = itertools.count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[], str]]:
    """Give a function that makes a fresh, migrated database and returns its URL."""
    with server() as pattern:
        plain = pattern.format(name="postgres").replace("postgresql+psycopg", "postgresql")
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {_TEMPLATE}")
            made = Database.open(pattern.format(name=_TEMPLATE))
            made.upgrade()
            made.close()

            def make() -> str:
                name = f"case_{next(_serial)}"
                connection.execute(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}")
                return pattern.format(name=name)

            yield make


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the URL of a fresh database on each engine."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres")())
    fresh = f"sqlite:///{tmp_path / 'signage.db'}"
    database = Database.open(fresh)
    database.upgrade()
    database.close()
    return fresh


@pytest.fixture
def db(url: str) -> Iterator[Database]:
    opened = Database.open(url)
    yield opened
    opened.close()
