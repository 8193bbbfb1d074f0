"""The search index of the register: the same words on both databases, and how each of them looks words up."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, text
from sqlalchemy.sql.elements import TextClause

from signage.register.folding import grams_of_text

_PAGE = 2000  # entries that are indexed at a time when all are


def words_of(haystack: str, filters: str) -> list[str]:
    """Return every index word of an entry, in a fixed order."""
    return sorted({*grams_of_text(haystack), *filters.split()})


def write_words(connection: Connection, rows: Iterable[tuple[int, str, str]]) -> None:
    """Enter the words of new entries: row number, haystack, filters."""
    values = [(seq, words_of(haystack, filters)) for seq, haystack, filters in rows]
    if not values:
        return
    if connection.dialect.name == "sqlite":
        made = [{"seq": seq, "words": " ".join(words)} for seq, words in values]
        connection.execute(text("INSERT INTO register_words (rowid, words) VALUES (:seq, :words)"), made)
    else:
        listed = [{"seq": seq, "words": words} for seq, words in values]
        connection.execute(text("INSERT INTO register_words (seq, words) VALUES (:seq, :words)"), listed)


def remove_words(connection: Connection, seq: int, haystack: str, filters: str) -> None:
    """Take an entry's words out again; an FTS5 table without content must be told what they were."""
    if connection.dialect.name == "sqlite":
        made = {"seq": seq, "words": " ".join(words_of(haystack, filters))}
        told = "INSERT INTO register_words (register_words, rowid, words) VALUES ('delete', :seq, :words)"
        connection.execute(text(told), made)
    else:
        connection.execute(text("DELETE FROM register_words WHERE seq = :seq"), {"seq": seq})


def rebuild_words(connection: Connection) -> int:
    """Index every entry anew, in its order, and return how many there were; for when what is indexed has changed."""
    is_sqlite = connection.dialect.name == "sqlite"
    everything = "INSERT INTO register_words (register_words) VALUES ('delete-all')"
    connection.execute(text(everything if is_sqlite else "DELETE FROM register_words"))
    after, count = 0, 0
    page = text("SELECT seq, haystack, filters FROM register_entry WHERE seq > :after ORDER BY seq LIMIT :most")
    while rows := connection.execute(page, {"after": after, "most": _PAGE}).all():
        write_words(connection, ((row.seq, row.haystack, row.filters) for row in rows))
        after, count = rows[-1].seq, count + len(rows)
    return count


def rows_with(connection: Connection, words: list[str]) -> TextClause:
    """Return the condition that an entry has all of some words; words are letters and digits only."""
    if connection.dialect.name == "sqlite":
        # Words are plain ASCII without quotes, so an AND of them is all that the query language sees.
        query = " AND ".join(f'"{word}"' for word in words)
        return text("register_words MATCH :words").bindparams(bindparam("words", query))
    return text("register_words.words @> CAST(:words AS TEXT[])").bindparams(bindparam("words", words))
