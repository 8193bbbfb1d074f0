"""`python -m benchmarks.writers [--each 200] [--writers 16] [--url URL]`: appends to the history by many at once.

Each writer opens a unit of work, appends one event to the hash chain and commits, as every step of a case does. Beside
us the same inserts by the bare driver, each writer with a connection of its own that waits as SQLite waits. Printed are
appends a second and how long one append took, then whether the chain is whole and nothing is lost. Only SQLite has a
bare rival here; with `--url` a PostgreSQL database is measured alone.
"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier

from signage.applications.model import Event
from signage.applications.vocabulary import Actor, Role
from signage.storage import Database

_CLERK = Actor(id="officer", name="窗口人员", role=Role.CLERK)
_NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--each", type=int, default=200)
    parser.add_argument("--writers", type=int, default=16)
    parser.add_argument("--url", default="")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="signage-writers-") as name:
        folder = Path(name)
        url = given.url or f"sqlite:///{folder / 'signage.db'}"
        db = Database.open(url)
        db.upgrade()
        before = db.verify_history().count
        print(f"{given.writers} writers, {given.each} appends each")
        print(f"{'':14} {'appends/s':>10} {'p50 ms':>8} {'p99 ms':>8} {'worst ms':>9}  lost")
        ours = _raced(lambda n: _ours(db, n), given.writers, given.each)
        verdict = db.verify_history()
        lost = given.writers * given.each - (verdict.count - before)
        _print("ours", ours, lost)
        print(f"the chain is {'whole' if verdict.ok else 'BROKEN'}: {verdict.count} entries")
        if not given.url:
            _bare(folder / "bare.db", given.writers, given.each)
        db.close()


def _ours(db: Database, number: int) -> Callable[[int], None]:
    def append(turn: int) -> None:
        event = Event(
            at=_NOW, actor=_CLERK, action="note", application_id=f"case-{number}",
            from_state=None, to_state=None, note=f"第 {turn} 条",
        )  # fmt: skip
        with db.unit_of_work() as unit:
            unit.history.append(event)
            unit.commit()

    return append


def _bare(path: Path, writers: int, each: int) -> None:
    with sqlite3.connect(path) as first:
        first.execute("PRAGMA journal_mode = WAL")
        first.execute("CREATE TABLE entry (seq INTEGER PRIMARY KEY, who TEXT, body TEXT)")

    def writer(number: int) -> Callable[[int], None]:
        own = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
        own.execute("PRAGMA synchronous = NORMAL")

        def append(turn: int) -> None:
            own.execute("BEGIN IMMEDIATE")
            own.execute("INSERT INTO entry (who, body) VALUES (?, ?)", (str(number), f"第 {turn} 条"))
            own.execute("COMMIT")

        return append

    times = _raced(writer, writers, each)
    count = sqlite3.connect(path).execute("SELECT count(*) FROM entry").fetchone()[0]
    _print("bare driver", times, writers * each - count)


def _raced(writer: Callable[[int], Callable[[int], None]], writers: int, each: int) -> tuple[float, list[float]]:
    """Return the seconds that all took and the milliseconds of each append."""
    start = Barrier(writers + 1)

    def run(number: int) -> list[float]:
        append = writer(number)
        start.wait()
        times = []
        for turn in range(each):
            began = time.perf_counter()
            append(turn)
            times.append((time.perf_counter() - began) * 1000)
        return times

    with ThreadPoolExecutor(writers) as pool:
        runs = [pool.submit(run, number) for number in range(writers)]
        start.wait()
        began = time.perf_counter()
        times = [one for each_run in runs for one in each_run.result()]
        return time.perf_counter() - began, times


def _print(name: str, measured: tuple[float, list[float]], lost: int) -> None:
    seconds, times = measured
    times = sorted(times)
    p50, p99 = times[len(times) // 2], times[int(len(times) * 0.99)]
    print(f"{name:14} {len(times) / seconds:10.0f} {p50:8.2f} {p99:8.2f} {times[-1]:9.1f}  {lost}")


if __name__ == "__main__":
    main()
