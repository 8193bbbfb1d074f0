"""`python -m benchmarks.queues [--rows 100000] [--keep FOLDER]`: the pages of the list of cases.

Rows are synthetic: one case of two hundred is open, the others are closed. Printed are the page of 50 and the count of
each kind of list, by the clock and of this thread's own work, and beside it the same page by a plain walk over every
row, which must find the same. A million rows take minutes to enter: `--keep` leaves them in a folder for later runs.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from benchmarks.register import timed
from signage.applications.model import CLOSED, Deadline, State
from signage.applications.queue import Order, QueueEntry, QueueLine, QueueQuery
from signage.register.folding import like_pattern, terms_of
from signage.rules import Verdict
from signage.storage import Database
from signage.storage.queue import SqlQueue, entry_values
from signage.storage.word_index import words_of

_NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
_TODAY = date(2026, 11, 24)
_TRADES = ("海盐", "面馆", "书店", "烘焙", "药房", "花艺", "茶行", "五金", "眼镜", "裁缝", "渔具", "文具")
_WORDS = list("徽晶禾青云山江海春秋福泰和顺永兴安康嘉盛德润丰华瑞祥裕隆万千百一品佳味香鲜")
_OPEN = (State.SUBMITTED, State.ACCEPTED, State.UNDER_REVIEW, State.RECOMMENDED)
_CLOSED = sorted(CLOSED, key=lambda state: state.value)
_ACCOUNTS = 20_000
_BATCH = 5000


def main() -> None:
    """Fill a database, measure, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = (given.keep or Path(folder)) / "signage.db"
        path.parent.mkdir(parents=True, exist_ok=True)
        is_there = path.exists()
        db = Database.open(f"sqlite:///{path}")
        db.upgrade()
        if not is_there:
            fill(db, given.rows)
        print(f"{given.rows} cases, {path.stat().st_size / 1e6:.0f} MB")
        print(f"{'list':34} {'rows':>5} {'p50 ms':>8} {'p99 ms':>8} {'CPU p99':>8} {'count p99':>10} {'walk ms':>9}")
        for name, query in _queries(given.rows).items():
            _row(db, name, query)
        db.close()


def _row(db: Database, name: str, query: QueueQuery) -> None:
    with db.reading() as unit:
        queue = unit.queue
        assert isinstance(queue, SqlQueue)
        ours, worked = timed(lambda: queue.page(query), 60)
        counts, _ = timed(lambda: queue.counted(query, most=1000), 60)
        got = [entry.number for entry in queue.page(query).entries]
        walk, _ = timed(lambda: _walked(queue, query), 2)
        assert got == _walked(queue, query), name
    p99, cpu, count = (sorted(times)[int(len(times) * 0.99)] for times in (ours, worked, counts))
    print(
        f"{name:34} {len(got):5} {statistics.median(ours):8.2f} {p99:8.2f} {cpu:8.2f} {count:10.2f} "
        f"{statistics.median(walk):9.1f}"
    )


def _walked(queue: SqlQueue, query: QueueQuery) -> list[str]:
    """The same page by a condition that no index serves."""
    tests, given = ["1"], {}
    for n, term in enumerate(terms_of(query.text)):
        tests.append(f"haystack LIKE :t{n} ESCAPE '\\'")
        given[f"t{n}"] = like_pattern(term)
    if query.states:
        tests.append("+state IN (" + ", ".join(f"'{state.value}'" for state in query.states) + ")")
    if query.accounts:
        tests.append("+account_id = :account")
        given["account"] = query.accounts[0]
    if query.due_by:
        tests.append("+due <= :due")
        given["due"] = query.due_by.isoformat()
    order = "+due, +seq" if query.order is Order.DUE else "+seq DESC"
    if query.order is Order.DUE:
        tests.append("+due IS NOT NULL")
    found = text(
        f"SELECT json_extract(document, '$.value.number') AS number FROM queue_entry "
        f"WHERE {' AND '.join(tests)} ORDER BY {order} LIMIT 50"
    )
    return [row.number for row in queue._connection.execute(found, given)]


def _queries(count: int) -> dict[str, QueueQuery]:
    done = tuple(CLOSED)
    return {
        "open, newest": QueueQuery(states=_OPEN),
        "open, earliest limit": QueueQuery(states=_OPEN, order=Order.DUE),
        "open, overdue": QueueQuery(states=_OPEN, order=Order.DUE, due_by=_TODAY - timedelta(days=1)),
        "closed, newest": QueueQuery(states=done),
        "all, a number": QueueQuery(text=f"{count // 2:06d}号"),
        "closed, a name": QueueQuery(states=done, text="青云书店"),
        "closed, one character": QueueQuery(states=done, text="海"),
        "open, one character": QueueQuery(states=_OPEN, text="海"),
        "open, in every row": QueueQuery(states=_OPEN, text="示例"),
        "nothing": QueueQuery(states=done, text="无此店"),
        "an applicant's own": QueueQuery(states=done, accounts=("account-77",)),
        "an applicant's own, a word": QueueQuery(accounts=("account-77",), text="海"),
    }


def fill(db: Database, count: int) -> None:
    """Enter synthetic cases as the product does, many at a time."""
    chance = random.Random(7)
    raw = db._engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("PRAGMA foreign_keys = OFF")
        for start in range(0, count, _BATCH):
            cursor.execute("BEGIN")
            made = [entry_values(_entry(n, count, chance)) for n in range(start, min(start + _BATCH, count))]
            names = list(made[0])
            insert = f"INSERT INTO queue_entry (seq, {', '.join(names)}) VALUES (?{', ?' * len(names)})"
            cursor.executemany(insert, [(start + n + 1, *map(_plain, v.values())) for n, v in enumerate(made)])
            words = [(start + n + 1, " ".join(words_of(v["haystack"], v["filters"]))) for n, v in enumerate(made)]
            cursor.executemany("INSERT INTO queue_words (rowid, words) VALUES (?, ?)", words)
            cursor.execute("COMMIT")
        cursor.execute("INSERT INTO queue_words (queue_words) VALUES ('optimize')")
        cursor.execute("ANALYZE")
    finally:
        raw.close()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S.%f")
    return value.isoformat() if isinstance(value, date) else value


def _entry(n: int, count: int, chance: random.Random) -> QueueEntry:
    is_open = n % 200 == 0
    name = chance.choice(_WORDS) + chance.choice(_WORDS) + chance.choice(_TRADES)
    at = _NOW - timedelta(minutes=count - n)
    limit = Deadline(
        name="promised_decision", due=_TODAY + timedelta(days=n // 200 % 40 - 2), is_provisional=False, basis=""
    )
    line = QueueLine(where=f"S1-{n % 60:02d}", name=name, place=f"示例市示例区滨湖路{n % 400}号", verdict=Verdict.PASS)
    return QueueEntry(
        id=f"case-{n:09d}",
        number=f"示例受〔2026〕{n}号",
        state=_OPEN[n // 200 % len(_OPEN)] if is_open else _CLOSED[n % len(_CLOSED)],
        version=5,
        account_id=f"account-{n % _ACCOUNTS}",
        applicant=f"示例市{name}有限公司",
        lines=(line,),
        created_at=at,
        submitted_at=at,
        limit=limit if is_open else None,
    )


if __name__ == "__main__":
    main()
