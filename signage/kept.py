"""Results kept by the identity of a frozen value: worked out once, and found again without walking the value.

A plan of a whole street or a laid-out sign takes longer to compare or hash than most of what is asked of it. The
value itself is held beside the result, so that an id that is used again is never taken for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Kept(Generic[K, V]):
    """A function of one frozen value with a memory for the values that it was asked about last.

    Args:
        make: The function; it must depend on nothing but the value.
        most: How many values are held; when they are too many, all are let go.
    """

    def __init__(self, make: Callable[[K], V], most: int = 64) -> None:
        self._make = make
        self._most = most
        self._held: dict[int, tuple[K, V]] = {}

    def __call__(self, key: K) -> V:
        """Return the result for a value."""
        known = self._held.get(id(key))
        if known is not None and known[0] is key:
            return known[1]
        made = self._make(key)
        if len(self._held) >= self._most:
            self._held.clear()
        self._held[id(key)] = (key, made)
        return made
