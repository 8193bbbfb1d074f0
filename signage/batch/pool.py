"""Spread tasks over processes: no more in flight than the processes can chew, no hang when one of them dies.

Processes are forked after the caller has warmed its caches where that is safe. Else they are forked from a process of
its own, which loads the modules once for all of them; where nothing can be forked, they start afresh.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait as wait_for
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

_AHEAD = 3  # tasks in flight for each process
_PRELOADED = "signage.batch.run"  # loads what any task of this package needs, and no typst
_POLL_SECONDS = 0.5  # the longest that an interruption waits to be seen


class WorkerDied(Exception):
    """A process was killed from outside or crashed, with some tasks in its hands or waiting."""


def run_tasks(
    work: Callable[[Task], Result], tasks: Iterable[Task], jobs: int, *, warm: Callable[[], None] | None = None
) -> Generator[Result, None, None]:
    """Yield the results of tasks as they come.

    After an interruption what is being worked on is still finished and yielded before KeyboardInterrupt goes on; a
    second one ends the processes at once.

    Args:
        work: Pickles; so do tasks and results. With one job it runs in this process.
        tasks: Read as they are needed.
        jobs: How many processes.
        warm: Fills caches that forked processes inherit.

    Raises:
        WorkerDied: A process died.
    """
    if jobs <= 1:
        yield from map(work, tasks)
        return
    method = start_method()
    if warm is not None and method == "fork":
        warm()
    context = get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload([_PRELOADED])
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_start_worker)
    try:
        yield from _results(pool, work, iter(tasks), jobs * _AHEAD)
    except BrokenProcessPool as exc:
        raise WorkerDied from exc
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def start_method() -> str:
    """Return how processes start: `fork` on Linux unless another thread may hold a lock that a child would inherit.

    Typst keeps threads of its own once it has been loaded; a child forked after that could wait for them for ever. The
    server of `forkserver` has neither.
    """
    if sys.platform != "linux":
        return "spawn"
    is_safe = threading.active_count() == 1 and "typst" not in sys.modules
    return "fork" if is_safe else "forkserver"


def _results(
    pool: ProcessPoolExecutor, work: Callable[[Task], Result], tasks: Iterator[Task], most: int
) -> Iterator[Result]:
    running: set[Future[Result]] = set()
    try:
        while True:
            with warnings.catch_warnings():
                # Python 3.12 and later warn of libraries' threads, which wait idle and hold no lock.
                warnings.simplefilter("ignore", DeprecationWarning)
                running |= {pool.submit(work, task) for task in islice(tasks, most - len(running))}
            if not running:
                return
            done, running = wait(running, timeout=_POLL_SECONDS, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()
    except KeyboardInterrupt:
        begun = {future for future in running if not future.cancel()}
        try:
            wait(begun)
        except KeyboardInterrupt:
            _end_workers(pool)
            raise
        for future in begun:
            if future.exception() is None:
                yield future.result()
        raise


def _end_workers(pool: ProcessPoolExecutor) -> None:
    for process in list((pool._processes or {}).values()):
        process.kill()


def _start_worker() -> None:
    """Leave interruptions to the parent, and go when it goes: a killed parent closes nothing that a worker waits on."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow_parent, daemon=True).start()


def _follow_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait_for([parent.sentinel])
        os._exit(1)
