"""Writers of one process wait for each other in order.

SQLite lets one write at a time and has the others sleep and ask again: of many, some are always asleep when the lock is
free, and one may starve. Here each is woken when its turn has come; SQLite's own waiting is left for other processes.
"""

from __future__ import annotations

from collections import deque
from threading import Lock

from signage.errors import ToolError

_LONGEST_WAIT_S = 30.0  # as long as a reader of a page may wait for its answer


class Turns:
    """A lock that is given in the order in which it was asked for."""

    def __init__(self, longest_wait_s: float = _LONGEST_WAIT_S) -> None:
        self._longest_wait_s = longest_wait_s
        self._guard = Lock()
        self._is_taken = False
        self._waiting: deque[Lock] = deque()

    def take(self) -> None:
        """Wait for one's turn.

        Raises:
            ToolError: It did not come in time; nothing was begun.
        """
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return
            mine = Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=self._longest_wait_s):
            return  # handed over: it was never free in between
        with self._guard:
            if mine in self._waiting:
                self._waiting.remove(mine)
                raise ToolError("storage.locked")
        # It was handed over in this very moment.

    def give(self) -> None:
        """Let the next one write; only whoever has the turn may call it."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_taken = False


class AnyTime:
    """No turns: the database orders its writers itself."""

    def take(self) -> None:
        """Go on."""

    def give(self) -> None:
        """Go on."""
