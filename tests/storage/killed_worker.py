"""Works through cases from draft to issued notice and acknowledges each step, until it is killed.

`keep` runs in a process that has loaded everything and forks a worker for each order, since loading takes seconds.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count, islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from signage.applications import issuing, use_cases
from signage.applications.ids import new_id
from signage.applications.model import Outcome
from signage.errors import ToolError
from signage.storage import Database

from .case_builders import APPLICANT, CLEAR, CLERK, SECOND, SHOP, Ticking, item, office, papers


class Keeper:
    """Starts workers; give it what `keep` talks to."""

    def __init__(self, line: Connection) -> None:
        self._line = line

    def start(self, url: str, folder: Path, cases: int | None = None, prefix: str = "") -> tuple[int, Connection]:
        """Return a worker's process id and where its acknowledgements come; they end when it does."""
        told, tells = get_context("spawn").Pipe(duplex=False)
        self._line.send((tells, url, str(folder), cases, prefix))
        tells.close()
        return self._line.recv(), told

    def exit_code(self, pid: int) -> int:
        """Wait for the end of a worker."""
        self._line.send(pid)
        return self._line.recv()


@contextmanager
def keeper() -> Iterator[Keeper]:
    own, line = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=keep, args=(line,))
    process.start()
    line.close()
    yield Keeper(own)
    own.close()
    process.join()


def keep(line: Connection) -> None:
    """Start a worker for each order, wait for each process id, until the line is closed."""
    workers = {}
    while True:
        try:
            order = line.recv()
        except EOFError:
            return
        if isinstance(order, int):
            workers[order].join()
            line.send(workers[order].exitcode)
            continue
        worker = get_context("fork").Process(target=main, args=order)
        worker.start()
        order[0].close()
        workers[worker.pid] = worker
        line.send(worker.pid)


def main(tells: Connection, url: str, folder: str, cases: int | None, prefix: str) -> None:
    db = Database.open(url)
    desk, now = office(db, Path(folder)), Ticking()
    for place in islice((f"{prefix}{new_id()}" for _ in count()), cases):
        work(tells, desk, place, now)
    db.close()


def taken(tells: Connection, step, *args, **facts):
    """Take a step and acknowledge it; a step that was refused whole because the database was busy is taken again."""
    while True:
        try:
            case = step(*args, **facts)
        except ToolError as error:
            if error.code != "storage.locked":
                raise
            continue
        tells.send_bytes(json.dumps({"case": case.id, "state": case.state.value}).encode())
        return case


def work(tells: Connection, desk, place: str, now) -> None:
    signs = (item(place), item(f"{place}-b"))
    case = taken(tells, use_cases.open_application, desk, APPLICANT, signs, papers(), SHOP, now(), circumstances=CLEAR)
    taken(tells, use_cases.submit, desk, case.id, SHOP, now())
    taken(tells, use_cases.accept, desk, case.id, CLERK, now())
    taken(tells, use_cases.start_review, desk, case.id, CLERK, now())
    taken(tells, use_cases.recommend, desk, case.id, CLERK, now(), outcome=Outcome.GRANTED, opinion="符合")
    taken(tells, use_cases.approve, desk, case.id, SECOND, now())
    taken(tells, issuing.issue, desk, case.id, CLERK, now())
