"""The tests' own PostgreSQL databases: one that a test is done with is given to the next as if nobody had used it."""

from __future__ import annotations

from contextlib import closing

import psycopg
import pytest

from signage.storage import Database
from tests.engines import CHOSEN, Postgres

pytestmark = pytest.mark.skipif(CHOSEN == "sqlite", reason="PostgreSQL was not chosen")


def _connected(url: str) -> psycopg.Connection:
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)


def _held(url: str) -> tuple[dict[str, list[tuple[object, ...]]], list[tuple[object, ...]]]:
    with _connected(url) as connection:
        names = [name for (name,) in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        rows = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in sorted(names)}
        return rows, connection.execute("SELECT sequencename, last_value FROM pg_sequences ORDER BY 1").fetchall()


def test_a_used_database_is_given_again_as_it_was_made(postgres: Postgres) -> None:
    first = postgres()
    made = _held(first)
    with _connected(first) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("UPDATE history_head SET entries = 7")
        connection.execute("DELETE FROM alembic_version")
        connection.execute("INSERT INTO case_seen (account_id, application_id, version) VALUES ('a', 'b', 1)")
        connection.execute("SELECT nextval('queue_entry_seq_seq'), nextval('register_entry_seq_seq')")
    assert _held(first) != made
    postgres.drop(first)
    again = postgres()
    assert again == first
    assert _held(again) == made
    with closing(Database.open(again)) as database:
        assert database.check() == []
    postgres.drop(again)


@pytest.mark.parametrize("change", ["ALTER TABLE permit ADD COLUMN more TEXT", "DROP INDEX ix_queue_entry_state_seq"])
def test_a_database_of_another_structure_is_not_given_again(postgres: Postgres, change: str) -> None:
    first = postgres()
    with _connected(first) as connection:
        connection.execute(change)
    postgres.drop(first)
    fresh = postgres()
    assert fresh != first
    postgres.drop(fresh)


def test_a_connection_left_open_does_not_hold_a_database(postgres: Postgres) -> None:
    first = postgres()
    with _connected(first) as left:
        postgres.drop(first)
        postgres.drop(postgres())
        with pytest.raises(psycopg.OperationalError):
            left.execute("SELECT 1")
