"""Pictures that are kept while they are likely to be painted on again: the façade behind a sign, mostly.

What is kept is a state of the canvas after some marks, found again by comparing those marks themselves (not a digest of
them), and the last picture that was made from it. Nothing of it changes a picture: it only spares work that would give
the same bytes.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from signage.geometry import Rect
from signage.render.raster.colour import Bytes, Floats
from signage.render.raster.encode import PackedBand
from signage.render.raster.masks import Window
from signage.render.raster.plan import Mark
from signage.render.raster.tile import Tile
from signage.scene import Ambience

KEPT_BYTES = 176_000_000  # of all pictures together; one by day and one by night at 2400 × 1350 px fit in
_STATES = 2  # of one picture: the front without its sign, and as far as the last two pictures agreed


@dataclass(frozen=True, slots=True)
class Page:
    """What pictures must share to share anything."""

    bounds: Rect
    width_px: int
    ambience: Ambience
    background: str


@dataclass(frozen=True, slots=True)
class State:
    """A canvas after some marks.

    Attributes:
        marks: Them.
        tiles: The canvas.
        nbytes: Size of its buffers, without those of the state that it was painted on.
    """

    marks: tuple[Mark, ...]
    tiles: tuple[Tile, ...]
    nbytes: int

    @classmethod
    def after(cls, marks: tuple[Mark, ...], tiles: tuple[Tile, ...], before: State | None) -> State:
        """Return the state of a canvas that was painted on from another state."""
        known = {id(held) for tile in before.tiles for held in tile.buffers} if before else set()
        sizes = {id(held): held.nbytes for tile in tiles for held in tile.buffers}
        return cls(marks, tiles, sum(size for key, size in sizes.items() if key not in known))


@dataclass(frozen=True, slots=True)
class Shown:
    """A finished picture.

    Attributes:
        marks: All of them.
        bases: Tiles of the state that it was painted on, as far as that is kept; else None.
        touched: The pixels of each tile that were painted on, or None.
        veil: The lens's veil over it, by night.
        bands: Rows of the picture.
        packed: The same for a PNG, where they were asked for.
    """

    marks: tuple[Mark, ...]
    bases: tuple[Tile | None, ...]
    touched: tuple[Window | None, ...]
    veil: Floats | None
    bands: tuple[Bytes, ...]
    packed: tuple[PackedBand | None, ...]


@dataclass(slots=True)
class _Entry:
    states: list[State] = field(default_factory=list)
    shown: Shown | None = None

    @property
    def nbytes(self) -> int:
        size = sum(state.nbytes for state in self.states)
        if self.shown is not None:
            size += sum(band.nbytes for band in self.shown.bands)
            size += sum(len(band.chunk) for band in self.shown.packed if band)
        return size


class Kept:
    """Pictures by page, the longest unused dropped when they grow too large; shared between threads."""

    def __init__(self, capacity: int = KEPT_BYTES) -> None:
        self._capacity = capacity
        self._entries: OrderedDict[Page, _Entry] = OrderedDict()
        self._lock = threading.Lock()

    def begin(self, page: Page, marks: Sequence[Mark]) -> tuple[State | None, Shown | None, int]:
        """Return the furthest state that begins these marks, the last picture of the page, and where they part.

        Returns:
            A state or None, a picture or None, and the number of marks that are equal to that picture's.
        """
        with self._lock:
            entry = self._entries.get(page)
            if entry is None:
                return None, None, 0
            self._entries.move_to_end(page)
            states, shown = tuple(entry.states), entry.shown
        fitting = [state for state in states if common(state.marks, marks) == len(state.marks)]
        furthest = max(fitting, key=lambda state: len(state.marks), default=None)
        return furthest, shown, common(shown.marks, marks) if shown else 0

    def keep(self, page: Page, states: Sequence[State], shown: Shown) -> None:
        """Keep states and the picture that was made from them; older states of the page give way."""
        with self._lock:
            entry = self._entries.pop(page, None) or _Entry()
            held = list(states)
            for state in entry.states:
                if len(held) < _STATES and all(len(state.marks) != len(other.marks) for other in held):
                    held.append(state)
            shared = {id(tile) for state in held for tile in state.tiles}
            bases = tuple(tile if id(tile) in shared else None for tile in shown.bases)
            self._entries[page] = _Entry(held, replace(shown, bases=bases))
            while sum(entry.nbytes for entry in self._entries.values()) > self._capacity:
                self._entries.popitem(last=False)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._entries.clear()


def common(one: Sequence[Mark], other: Sequence[Mark]) -> int:
    """Return how many marks two lists begin with in common."""
    count = 0
    for mine, its in zip(one, other, strict=False):
        if mine.node is not its.node and mine.node != its.node:
            break
        if mine.clip != its.clip or mine.is_note != its.is_note:
            break
        count += 1
    return count
