"""Threads that develop and pack a picture's bands side by side: NumPy, OpenCV and ISA-L let go of the interpreter."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")

_MOST = 2  # more gains little: painting itself is one thread's work
_FEWEST = 4  # bands; fewer are not worth the hand-over


class _Crew:
    """A pool that is made when first needed, and anew in a forked process, where threads do not live on."""

    def __init__(self) -> None:
        self.size = min(_MOST, os.cpu_count() or 1)
        self._pool: ThreadPoolExecutor | None = None
        self._process = 0

    def pool(self) -> ThreadPoolExecutor:
        """Return the pool of this process."""
        if self._pool is None or self._process != os.getpid():
            self._pool = ThreadPoolExecutor(self.size, thread_name_prefix="bands")
            self._process = os.getpid()
        return self._pool


_CREW = _Crew()


def use_threads(count: int) -> None:
    """Set how many threads a picture may use in this process; 1 in the workers of a batch, which share the cores."""
    if count < 1:
        raise ValueError(count)
    _CREW.size = min(count, _MOST)


def side_by_side(work: Callable[[_Given], _Made], items: Sequence[_Given]) -> list[_Made]:
    """Return the work's results in order; the first error is raised."""
    if _CREW.size == 1 or len(items) < _FEWEST:
        return [work(item) for item in items]
    return list(_CREW.pool().map(work, items))
