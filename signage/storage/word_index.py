"""A search index of entries by their words: the same words on both databases, and how each of them looks words up.

On SQLite it is an FTS5 table without content, on PostgreSQL a table with an array under a GIN index. What is indexed of
a text is said in `register.folding`; words are letters and digits only.
"""

# ruff: noqa: S608  (the names of tables are identifiers of our own, see `__post_init__`)

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, bindparam, literal_column, text
from sqlalchemy.sql.elements import TextClause

from signage.register.folding import grams_of_text

_PAGE = 2000  # entries that are indexed at a time when all are


_NAMES = ("register_words", "queue_words")


def is_mapped(name: str | None, kind: str, parents: object) -> bool:
    """Return whether a table found in a database is one that the models describe; the search indexes are not."""
    del parents
    return not (kind == "table" and name is not None and name.startswith(_NAMES))


def words_of(haystack: str, filters: str) -> list[str]:
    """Return every index word of an entry, in a fixed order."""
    return sorted({*grams_of_text(haystack), *filters.split()})


@dataclass(frozen=True, slots=True)
class WordIndex:
    """The index of one table of entries.

    Attributes:
        name: Of the table of words.
        entries: Of the table with the columns `seq`, `haystack` and `filters`.
    """

    name: str
    entries: str

    def __post_init__(self) -> None:
        """Refuse a name that would have to be quoted."""
        if not (self.name.isidentifier() and self.entries.isidentifier()):
            raise ValueError(self.name)

    def make(self, connection: Connection) -> None:
        """Make the table of words; its entries' table is there."""
        if connection.dialect.name == "sqlite":
            fts = "fts5(words, content='', detail=none, tokenize='ascii')"
            connection.execute(text(f"CREATE VIRTUAL TABLE {self.name} USING {fts}"))
            return
        owner = f"INTEGER PRIMARY KEY REFERENCES {self.entries} (seq) ON DELETE CASCADE"
        connection.execute(text(f"CREATE TABLE {self.name} (seq {owner}, words TEXT[] NOT NULL)"))
        connection.execute(text(f"CREATE INDEX ix_{self.name}_words ON {self.name} USING gin (words)"))

    def write(self, connection: Connection, rows: Iterable[tuple[int, str, str]]) -> None:
        """Enter the words of new entries: row number, haystack, filters."""
        values = [(seq, words_of(haystack, filters)) for seq, haystack, filters in rows]
        if not values:
            return
        if connection.dialect.name == "sqlite":
            made = [{"seq": seq, "words": " ".join(words)} for seq, words in values]
            connection.execute(text(f"INSERT INTO {self.name} (rowid, words) VALUES (:seq, :words)"), made)
        else:
            listed = [{"seq": seq, "words": words} for seq, words in values]
            connection.execute(text(f"INSERT INTO {self.name} (seq, words) VALUES (:seq, :words)"), listed)

    def remove(self, connection: Connection, seq: int, haystack: str, filters: str) -> None:
        """Take an entry's words out again; an FTS5 table without content must be told what they were."""
        if connection.dialect.name == "sqlite":
            made = {"seq": seq, "words": " ".join(words_of(haystack, filters))}
            told = f"INSERT INTO {self.name} ({self.name}, rowid, words) VALUES ('delete', :seq, :words)"
            connection.execute(text(told), made)
        else:
            connection.execute(text(f"DELETE FROM {self.name} WHERE seq = :seq"), {"seq": seq})

    def rebuild(self, connection: Connection) -> int:
        """Index every entry anew, in its order, and return how many there were; for when what is indexed changed."""
        is_sqlite = connection.dialect.name == "sqlite"
        everything = f"INSERT INTO {self.name} ({self.name}) VALUES ('delete-all')"
        connection.execute(text(everything if is_sqlite else f"DELETE FROM {self.name}"))
        after, count = 0, 0
        page = text(f"SELECT seq, haystack, filters FROM {self.entries} WHERE seq > :after ORDER BY seq LIMIT {_PAGE}")
        while rows := connection.execute(page, {"after": after}).all():
            self.write(connection, ((row.seq, row.haystack, row.filters) for row in rows))
            after, count = rows[-1].seq, count + len(rows)
        return count

    def row(self, connection: Connection) -> ColumnElement[int]:
        """Return the column with the row number; SQLite walks it backwards and stops at a page's end, unsorted."""
        return literal_column(f"{self.name}.{'rowid' if connection.dialect.name == 'sqlite' else 'seq'}")

    def having(self, connection: Connection, words: Sequence[str], one_of: Sequence[Sequence[str]] = ()) -> TextClause:
        """Return the condition that an entry has all of some words and of each further list at least one."""
        if connection.dialect.name == "sqlite":
            # Words are plain ASCII without quotes, so an AND of them is all that the query language sees.
            parts = [f'"{word}"' for word in words]
            parts += ["(" + " OR ".join(f'"{word}"' for word in choice) + ")" for choice in one_of]
            return text(f"{self.name} MATCH :words").bindparams(bindparam("words", " AND ".join(parts)))
        tests = [f"{self.name}.words @> CAST(:words AS TEXT[])"]
        bound: list[BindParameter[Any]] = [bindparam("words", list(words))]
        for number, choice in enumerate(one_of):
            tests.append(f"{self.name}.words && CAST(:choice{number} AS TEXT[])")
            bound.append(bindparam(f"choice{number}", list(choice)))
        return text(" AND ".join(tests)).bindparams(*bound)
