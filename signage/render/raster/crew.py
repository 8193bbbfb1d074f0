"""Threads that work on a picture side by side: NumPy, OpenCV, FreeType and ISA-L let go of the interpreter."""

from __future__ import annotations

import itertools
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from contextvars import copy_context
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")

_MOST = 2  # more gains little: much of the work is the interpreter's
_FEWEST = 4  # pieces of work; fewer are not worth the hand-over
_BUFFER = 512  # numbers


class _Crew:
    """A pool that is made when first needed, and anew in a forked process, where threads do not live on."""

    def __init__(self) -> None:
        self.size = min(_MOST, os.cpu_count() or 1)
        self._pool: ThreadPoolExecutor | None = None
        self._process = 0

    def pool(self) -> ThreadPoolExecutor:
        """Return the pool of this process."""
        if self._pool is None or self._process != os.getpid():
            self._pool = ThreadPoolExecutor(self.size, thread_name_prefix="picture")
            self._process = os.getpid()
        return self._pool


_CREW = _Crew()
_BUSY = threading.local()


def use_threads(count: int) -> None:
    """Set how many threads a picture may use in this process; 1 in the workers of a batch, which share the cores."""
    if count < 1:
        raise ValueError(count)
    _CREW.size = min(count, _MOST)


@contextmanager
def small_buffers() -> Iterator[None]:
    """Have NumPy work on parts of wide arrays in place.

    It copies rows that do not follow each other into its buffers, as many as one of 8192 numbers holds, and out again;
    with buffers shorter than a row it does not, and takes a third of the time. Results of a picture must not depend on
    it, so all work on it, on any thread, is done inside.
    """
    with np.errstate():  # which puts the size back at its end
        np.setbufsize(_BUFFER)
        yield


def one_by_one(work: Callable[[_Given], _Made], items: Sequence[_Given]) -> list[_Made]:
    """Return the work's results in order, all done by the caller."""
    return [work(item) for item in items]


def side_by_side(
    work: Callable[[_Given], _Made], items: Sequence[_Given] | NDArray[Any], *, fewest: int = _FEWEST
) -> list[_Made]:
    """Return the work's results in order; the first error is raised.

    The caller works too, and each takes the next piece when it is done with one: a hand-over for every piece would
    cost more than many a piece, and a pool that is busy with other pictures holds nobody up.
    """
    if _CREW.size == 1 or len(items) < fewest or getattr(_BUSY, "is_set", False):
        return [work(item) for item in items]
    made: list[Any] = [None] * len(items)
    numbers = itertools.count()

    def take() -> None:
        _BUSY.is_set = True
        try:
            while (number := next(numbers)) < len(items):
                made[number] = work(items[number])
        finally:
            _BUSY.is_set = False

    # Each in a copy of the caller's context, where the size of NumPy's buffers is.
    others = [_CREW.pool().submit(copy_context().run, take) for _ in range(_CREW.size - 1)]
    try:
        take()
    finally:
        begun = [other for other in others if not other.cancel()]
        wait(begun)  # even after an error: they may still be writing to the picture
    for other in begun:
        other.result()
    return made
