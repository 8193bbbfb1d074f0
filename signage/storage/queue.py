"""The queue of cases over one connection: entries, their pages, and what was looked at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, func, insert, or_, select, table, tuple_, union_all, update
from sqlalchemy.dialects import postgresql, sqlite

from signage.applications.model import CLOSED, Application, State
from signage.applications.queue import Order, QueueEntry, QueuePage, QueueQuery, entry_of
from signage.register.folding import grams_of_term, haystack, like_pattern, tag, terms_of
from signage.storage.codec import from_json, to_json
from signage.storage.queue_tables import WORDS, QueueRow, SeenRow
from signage.storage.tables import ApplicationRow, ItemRow

FORM = "signage.queue-entry/1"
_ENTER = insert(QueueRow).returning(QueueRow.seq)
_BATCH = 200


class SqlQueue:
    """Entries are written by the repository of cases; everything else reads."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def write(self, application: Application) -> None:
        """Write a case's entry as the case now stands."""
        values = entry_values(entry_of(application))
        columns = (QueueRow.seq, QueueRow.haystack, QueueRow.filters)
        known = self._connection.execute(
            select(*columns).where(QueueRow.application_id == application.id)
        ).one_or_none()
        if known is None:
            seq = self._connection.execute(_ENTER, values).scalar_one()
            WORDS.write(self._connection, [(seq, values["haystack"], values["filters"])])
            return
        self._connection.execute(update(QueueRow).where(QueueRow.seq == known.seq), values)
        if (known.haystack, known.filters) != (values["haystack"], values["filters"]):
            WORDS.remove(self._connection, known.seq, known.haystack, known.filters)
            WORDS.write(self._connection, [(known.seq, values["haystack"], values["filters"])])

    def catch_up(self) -> int:
        """Enter cases that were written before there was a queue, oldest first, and return how many there were."""
        count = 0
        missing = (
            select(ApplicationRow.document)
            .outerjoin(QueueRow, QueueRow.application_id == ApplicationRow.id)
            .where(QueueRow.seq.is_(None))
            .order_by(ApplicationRow.created_at, ApplicationRow.id)
            .limit(_BATCH)
        )
        while found := self._connection.scalars(missing).all():
            for document in found:
                self.write(from_json(Application, document, "signage.application/1"))
            count += len(found)
        return count

    def page(self, query: QueueQuery) -> QueuePage:
        """Return one page of what a query finds."""
        by_due = query.order is Order.DUE
        rows = self._by_due(query) if by_due else self._by_age(query)
        shown = rows[: query.limit]
        following = ""
        if len(rows) > query.limit:
            last = shown[-1]
            following = f"{last.due.isoformat() if by_due else ''}_{last.seq}"
        return QueuePage(entries=tuple(from_json(QueueEntry, row.document, FORM) for row in shown), following=following)

    def counted(self, query: QueueQuery, *, most: int) -> int:
        """Return how many cases a query finds, `most` when there are at least so many; no words are looked for."""
        rows = select(QueueRow.seq).where(*_tests(query))
        if query.sections:
            words, choices = _words(query)
            joined = table(WORDS.name).join(QueueRow.__table__, QueueRow.seq == WORDS.row(self._connection))
            rows = rows.select_from(joined).where(WORDS.having(self._connection, words, choices))
        return int(self._connection.scalar(select(func.count()).select_from(rows.limit(most).subquery())) or 0)

    def entries(self, ids: tuple[str, ...]) -> dict[str, QueueEntry]:
        """Return the entries of some cases by their ids."""
        found: dict[str, QueueEntry] = {}
        for start in range(0, len(ids), _BATCH):
            query = select(QueueRow.document).where(QueueRow.application_id.in_(ids[start : start + _BATCH]))
            for document in self._connection.scalars(query):
                entry = from_json(QueueEntry, document, FORM)
                found[entry.id] = entry
        return found

    def watched(self, states: tuple[State, ...], until: date) -> tuple[QueueEntry, ...]:
        """Return the cases in some states that the clock may have something to do with by a day, oldest first."""
        wanted = select(QueueRow.document).where(
            QueueRow.state.in_([state.value for state in states]), QueueRow.watch_from <= until
        )
        found = self._connection.scalars(wanted.order_by(QueueRow.seq))
        return tuple(from_json(QueueEntry, document, FORM) for document in found)

    def asking_for(self, positions: tuple[str, ...], states: tuple[State, ...]) -> tuple[tuple[QueueEntry, str], ...]:
        """Return the cases in some states with a sign at one of these positions, each with its applicant's code."""
        here = select(ItemRow.application_id).where(ItemRow.position_key.in_(positions))
        wanted = (
            select(QueueRow.document, ApplicationRow.applicant_code)
            .join(ApplicationRow, ApplicationRow.id == QueueRow.application_id)
            .where(QueueRow.application_id.in_(here), QueueRow.state.in_([state.value for state in states]))
            .order_by(QueueRow.seq)
        )
        found = self._connection.execute(wanted)
        return tuple((from_json(QueueEntry, row.document, FORM), row.applicant_code) for row in found)

    def seen_by(self, account_id: str, ids: tuple[str, ...]) -> dict[str, int]:
        """Return the versions of some cases that an account has last looked at."""
        query = select(SeenRow.application_id, SeenRow.version).where(
            SeenRow.account_id == account_id, SeenRow.application_id.in_(ids)
        )
        return {row.application_id: row.version for row in self._connection.execute(query)}

    def mark_seen(self, account_id: str, application_id: str, version: int) -> None:
        """Keep that an account has looked at a version of a case."""
        dialect: Any = sqlite if self._connection.dialect.name == "sqlite" else postgresql
        values = {"account_id": account_id, "application_id": application_id, "version": version}
        made = dialect.insert(SeenRow).values(values)
        keys = [SeenRow.account_id, SeenRow.application_id]
        self._connection.execute(made.on_conflict_do_update(index_elements=keys, set_={"version": version}))

    def _by_age(self, query: QueueQuery) -> Sequence[Any]:
        columns = (QueueRow.seq, QueueRow.due, QueueRow.document)
        before = int(query.before.rpartition("_")[2]) if query.before else None
        words, choices = _words(query)
        if words or query.sections:
            row = WORDS.row(self._connection)
            joined = table(WORDS.name).join(QueueRow.__table__, QueueRow.seq == row)
            found = select(*columns).select_from(joined).where(WORDS.having(self._connection, words, choices))
            found = found.where(*_tests(query), *_likes(query))
            found = found if before is None else found.where(row < before)
            return self._connection.execute(found.order_by(row.desc()).limit(query.limit + 1)).all()
        tests = _tests(query) if before is None else [*_tests(query), QueueRow.seq < before]
        found = select(*columns).order_by(QueueRow.seq.desc()).limit(query.limit + 1)
        if query.accounts is None and len(query.states) > 1:
            # A list of states in one condition would make the database sort all that is in one of them, which among
            # closed cases is nearly all; state by state it walks its index and stops.
            newest = select(QueueRow.seq).where(*tests).order_by(QueueRow.seq.desc()).limit(query.limit + 1)
            each = [newest.where(QueueRow.state == state.value).subquery() for state in dict.fromkeys(query.states)]
            tests = [QueueRow.seq.in_(union_all(*(select(part.c.seq) for part in each)))]
        return self._connection.execute(found.where(*tests)).all()

    def _by_due(self, query: QueueQuery) -> Sequence[Any]:
        tests = [QueueRow.due.is_not(None), *_tests(query), *_likes(query)]
        if query.before:
            day, _, row = query.before.rpartition("_")
            tests.append(tuple_(QueueRow.due, QueueRow.seq) > tuple_(date.fromisoformat(day), int(row)))
        if query.sections:
            tests.append(or_(*(_has(QueueRow.filters, tag("w", one)) for one in query.sections)))
        found = select(QueueRow.seq, QueueRow.due, QueueRow.document).where(*tests)
        return self._connection.execute(found.order_by(QueueRow.due, QueueRow.seq).limit(query.limit + 1)).all()


def _has(column: Any, word: str) -> Any:
    return (" " + column + " ").like(f"% {word} %")


def entry_values(entry: QueueEntry) -> dict[str, Any]:
    """Return the columns of an entry."""
    filters = [tag("s", entry.state.value), tag("a", entry.account_id)]
    filters += [tag("w", section) for section in dict.fromkeys(line.section for line in entry.lines) if section]
    words = [part for line in entry.lines for part in (line.where, line.name, line.place, line.form)]
    return {
        "application_id": entry.id,
        "account_id": entry.account_id,
        "state": entry.state.value,
        "submitted_at": entry.submitted_at,
        "due": entry.limit.due if entry.limit else None,
        "watch_from": entry.watch_from,
        "haystack": haystack(entry.number, entry.applicant, *dict.fromkeys(words)),
        "filters": " ".join(filters),
        "document": to_json(entry, FORM),
    }


def _words(query: QueueQuery) -> tuple[list[str], list[list[str]]]:
    """Return the index words that all have to be there, and lists of which one has to be."""
    words = [gram for term in terms_of(query.text) for gram in grams_of_term(term)]
    # Nearly every case is closed: looking its state up would be looking nearly all of them up.
    few = query.states if set(query.states).isdisjoint(CLOSED) else ()
    choices = [[tag("s", state.value) for state in dict.fromkeys(few)]]
    choices.append([tag("w", section) for section in dict.fromkeys(query.sections)])
    if query.accounts is not None and not query.cases:
        choices.append([tag("a", account) for account in dict.fromkeys(query.accounts)] or ["nobody"])
    return list(dict.fromkeys(words)), [choice for choice in choices if choice]


def _likes(query: QueueQuery) -> list[Any]:
    return [QueueRow.haystack.like(like_pattern(term), escape="\\") for term in terms_of(query.text)]


def _tests(query: QueueQuery) -> list[Any]:
    tests: list[Any] = []
    if query.states:
        tests.append(QueueRow.state.in_([state.value for state in query.states]))
    if query.accounts is not None:
        own = QueueRow.account_id.in_(query.accounts)
        single = [and_(QueueRow.account_id == who, QueueRow.application_id == case) for who, case in query.cases]
        tests.append(or_(own, *single))
    if query.since is not None:
        tests.append(QueueRow.submitted_at >= query.since)
    if query.until is not None:
        tests.append(QueueRow.submitted_at < query.until)
    if query.due_by is not None:
        tests.append(and_(QueueRow.due.is_not(None), QueueRow.due <= query.due_by))
    return tests
