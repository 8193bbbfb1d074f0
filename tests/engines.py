"""Fixtures for tests that run on SQLite and on PostgreSQL, each on a database of its own from the real migrations.

`SIGNAGE_TEST_DATABASE` (sqlite or postgresql) puts all of them, with the web and browser tests, on one engine alone.
"""

from __future__ import annotations

import itertools
import os
import shutil
from collections import defaultdict
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


class _AsMade:
    """What a database held when it was made: its structure, its rows and the state of its sequences."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.structure = _structure(connection)
        self._rows = {name: _copied_out(connection, name) for name in _filled(connection)}
        self._sequences = connection.execute(_SEQUENCES).fetchall()

    def restore(self, connection: psycopg.Connection) -> bool:
        """Bring a used database back to this; False when its structure is another now."""
        if _structure(connection) != self.structure:
            return False
        filled = _filled(connection)
        connection.execute("SET session_replication_role = replica")  # rows go and come in any order
        if filled:
            connection.execute("; ".join(f"DELETE FROM {name}" for name in filled))
            connection.execute("VACUUM " + ", ".join(filled))  # an empty table grows from its first page again
        for name, content in self._rows.items():
            with connection.cursor().copy(f"COPY {name} FROM STDIN") as copy:
                copy.write(content)
        for name, last, called in self._sequences:
            connection.execute("SELECT setval(%s, %s, %s)", (name, last or 1, called))
        return True


# Every change of the structure leaves other rows in one of these; a table's content does not.
_CATALOGUES = ("attrdef", "attribute", "constraint", "index", "proc", "rewrite", "trigger", "type")
_STRUCTURE = "SELECT " + ", ".join(
    f"(SELECT ROW(count(*), max(xmin::text::bigint))::text FROM pg_{name})" for name in _CATALOGUES
)
_FILLED = """SELECT oid::regclass::text FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0 ORDER BY 1"""
_SEQUENCES = """SELECT format('%I.%I', schemaname, sequencename), last_value, last_value IS NOT NULL FROM pg_sequences
    ORDER BY 1"""


def _structure(connection: psycopg.Connection) -> tuple[str, ...] | None:
    return connection.execute(_STRUCTURE).fetchone()


def _filled(connection: psycopg.Connection) -> list[str]:
    return [name for (name,) in connection.execute(_FILLED)]


def _copied_out(connection: psycopg.Connection, name: str) -> bytes:
    with connection.cursor().copy(f"COPY {name} TO STDOUT") as copy:
        return b"".join(copy)


class Postgres:
    """A server whose databases are copied from one that was migrated once; calling it gives the URL of a fresh one.

    Making a database and dropping it writes some 600 files, so one that was dropped is emptied and given again.
    """

    def __init__(self, pattern: str, connection: psycopg.Connection) -> None:
        self._pattern = pattern
        self._connection = connection
        self._template: dict[str, str] = {}
        self._dropped: dict[str, list[str]] = defaultdict(list)
        self._as_made: dict[str, _AsMade] = {}

    def __call__(self) -> str:
        return self._copied(_TEMPLATE)

    def copy(self, url: str) -> str:
        """Return the URL of a copy; nobody may be connected to the one that is copied, nor change it after that."""
        return self._copied(str(make_url(url).database))

    def drop(self, url: str) -> None:
        """Take a database away, so that a long run does not fill the disk."""
        name = str(make_url(url).database)
        self._connection.execute(_DISCONNECT, (name,))
        self._dropped[self._template[name]].append(name)

    def _copied(self, template: str) -> str:
        name = self._restored(template) or self._made(template)
        return self._pattern.format(name=name)

    def _restored(self, template: str) -> str | None:
        while self._dropped[template]:
            name = self._dropped[template].pop()
            if template not in self._as_made:
                with _inside(self._pattern, template) as connection:
                    self._as_made[template] = _AsMade(connection)
            with _inside(self._pattern, name) as connection:
                if self._as_made[template].restore(connection):
                    return name
            self._connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
        return None

    def _made(self, template: str) -> str:
        name = f"case_{next(_serial)}"
        self._connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        self._template[name] = template
        return name


_DISCONNECT = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s"


def _inside(pattern: str, name: str) -> psycopg.Connection:
    return psycopg.connect(pattern.format(name=name).replace("postgresql+psycopg", "postgresql"), autocommit=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Give what makes a fresh, migrated database and returns its URL."""
    with server() as pattern, _inside(pattern, "postgres") as connection:
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
