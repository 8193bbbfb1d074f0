"""Groups of scenery as they were written, kept while they are likely to be written again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """A group as it was written in a document of its own.

    Attributes:
        body: Its elements.
        defs: Its definitions and their ids.
        ids: Ids in its body.
        losses: What could not be shown.
        is_renamed: Whether an id had to give way to another one.
    """

    body: str
    defs: tuple[tuple[str, str], ...]
    ids: frozenset[str]
    losses: frozenset[str]
    is_renamed: bool


class Pieces:
    """Groups of scenery that were written before, oldest dropped first; shared between threads."""

    def __init__(self, most_characters: int) -> None:
        self._most, self._size = most_characters, 0
        self._held: OrderedDict[tuple[object, ...], Piece] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[object, ...]) -> Piece | None:
        """Return a group's writing."""
        with self._lock:
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
            return found

    def put(self, key: tuple[object, ...], piece: Piece) -> None:
        """Keep a group's writing."""
        with self._lock:
            if key in self._held or len(piece.body) > self._most // 4:
                return
            self._held[key] = piece
            self._size += len(piece.body)
            while self._size > self._most:
                _, oldest = self._held.popitem(last=False)
                self._size -= len(oldest.body)


PIECES = Pieces(4_000_000)
