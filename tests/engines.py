"""Fixtures for tests that run on SQLite and on PostgreSQL, each on a database of its own from the real migrations.

`SIGNAGE_TEST_DATABASE` (sqlite or postgresql) puts all of them, with the web and browser tests, on one engine alone.
"""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from signage.settings import Settings
from signage.storage import Database
from tests.postgres import server

ENGINES = ("sqlite", "postgresql")
CHOSEN = os.environ.get("SIGNAGE_TEST_DATABASE", "")
if CHOSEN not in ("", *ENGINES):
    raise pytest.UsageError(f"SIGNAGE_TEST_DATABASE={CHOSEN} is not one of {', '.join(ENGINES)}")

_TEMPLATE = "signage_template"
_ADDRESS = "address-of-the-test-database"
_serial = itertools.count(1)


class Postgres:
    """A server whose databases are copied from one that was migrated once; calling it gives the URL of a fresh one."""

    def __init__(self, pattern: str, connection: psycopg.Connection) -> None:
        self._pattern = pattern
        self._connection = connection

    def __call__(self) -> str:
        return self._copied(_TEMPLATE)

    def copy(self, url: str) -> str:
        """Return the URL of a copy; nobody may be connected to the one that is copied."""
        return self._copied(str(make_url(url).database))

    def drop(self, url: str) -> None:
        """Take a database away, so that a long run does not fill the disk."""
        self._connection.execute(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def _copied(self, template: str) -> str:
        name = f"case_{next(_serial)}"
        self._connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self._pattern.format(name=name)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Give what makes a fresh, migrated database and returns its URL."""
    with server() as pattern:
        plain = pattern.format(name="postgres").replace("postgresql+psycopg", "postgresql")
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {_TEMPLATE}")
            _migrate(pattern.format(name=_TEMPLATE))
            yield Postgres(pattern, connection)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a migrated SQLite file, to be copied."""
    file = tmp_path_factory.mktemp("template") / "signage.db"
    _migrate(f"sqlite:///{file}")
    return file


def _migrate(url: str) -> None:
    database = Database.open(url)
    database.upgrade()
    database.close()


@pytest.fixture(params=[CHOSEN] if CHOSEN else ENGINES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the URL of a fresh database on each engine."""
    if request.param == "postgresql":
        made = request.getfixturevalue("postgres")
        fresh = made()
        yield fresh
        made.drop(fresh)
    else:
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "signage.db")
        yield f"sqlite:///{tmp_path / 'signage.db'}"


@pytest.fixture
def db(url: str) -> Iterator[Database]:
    opened = Database.open(url)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest) -> str:
    """The engine under a test's home: the chosen one, else SQLite, else each of those that the test is run on."""
    return getattr(request, "param", CHOSEN or "sqlite")


class Homes:
    """Home folders on the engine under test, with their databases."""

    def __init__(self, made: Postgres | None) -> None:
        self._postgres = made

    def fresh(self, folder: Path) -> Settings:
        """Return settings of a home that nobody has used."""
        if self._postgres is None:
            return Settings(home=folder)
        folder.mkdir(parents=True)
        return self._with_database(folder, self._postgres())

    def copy(self, made: Path, folder: Path) -> Settings:
        """Return settings of a home copied from one that is closed."""
        shutil.copytree(made, folder)
        if self._postgres is None:
            return Settings(home=folder)
        return self._with_database(folder, self._postgres.copy((made / _ADDRESS).read_text("utf-8")))

    def drop(self, settings: Settings) -> None:
        """Take away the database of a home that is closed; its folder goes with the test's."""
        if self._postgres is not None:
            self._postgres.drop(settings.database)

    def _with_database(self, folder: Path, url: str) -> Settings:
        (folder / _ADDRESS).write_text(url, "utf-8")
        return Settings(home=folder, database=url)


@pytest.fixture(scope="session")
def homes(request: pytest.FixtureRequest, engine: str) -> Homes:
    return Homes(request.getfixturevalue("postgres") if engine == "postgresql" else None)


def on_both(metafunc: pytest.Metafunc) -> None:
    """Let a test that has a home run once on each engine."""
    if not CHOSEN and "engine" in metafunc.fixturenames:
        metafunc.parametrize("engine", ENGINES, indirect=True, scope="session")
