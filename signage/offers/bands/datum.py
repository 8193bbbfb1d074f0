"""One datum for a row of bands, or as few as the building allows, and one height for all.

A datum holds for a run of neighbouring units when each has a place that reaches from it up by the least height. The
whole row is tried first; where that fails, the longest runs from the left are taken, which are the fewest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from signage.geometry import Rect
from signage.offers.bands.bounds import Bounds

# Round a corner one datum is worth this much height: of the bands of the lowest face, and of those of the highest.
_WORTH_LOWEST, _WORTH_HIGHEST = 0.8, 0.6
_STEP_MM = 10.0  # levels and heights are set out in whole centimetres


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A unit (or adjoining units of one tenant) with its free places and the greatest height that rules leave it.

    Attributes:
        signs: Bottom and height of signs that are approved there.
    """

    units: tuple[str, ...]
    places: tuple[Rect, ...]
    most_height_mm: float
    bounds: Bounds
    signs: tuple[tuple[float, float], ...] = ()

    def place_at(self, datum: float, height: float) -> Rect | None:
        """Return the widest free place that reaches from a datum up by a height."""
        fitting = [p for p in self.places if p.y0 <= datum + 0.005 and p.y1 >= datum + height - 0.005]
        return max(fitting, key=lambda p: p.width, default=None)

    def size_at(self, datum: float, least: float) -> tuple[float, float]:
        """Return width and height of its band on a datum, in its widest place of use there; 0 when there is none."""
        tall = [
            (p.width, min(p.y1 - datum, self.most_height_mm))
            for p in self.places
            if p.y0 <= datum + 0.005 and min(p.y1 - datum, self.most_height_mm) >= least
        ]
        return max(tall, default=(0.0, 0.0))

    def height_at(self, datum: float, least: float) -> float:
        """Return how high its band can be on a datum; 0 when it has no place of use there."""
        return self.size_at(datum, least)[1]

    def width_at(self, datum: float, height: float) -> float:
        """Return how wide a band of a height can be on a datum; 0 when there is none."""
        place = self.place_at(datum, height)
        return 0.0 if place is None else place.width

    @property
    def best_height(self) -> float:
        """The height that it could have alone."""
        return max((min(p.height, self.most_height_mm) for p in self.places), default=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Neighbouring units on one datum, and the height that they could share."""

    items: tuple[Wanted, ...]
    datum_mm: float
    height_mm: float


def runs_of(row: Sequence[Wanted], least: float) -> tuple[Run, ...]:
    """Return the runs of a row, left to right, all of one height; each item must have a place of the least height."""
    found: list[Run] = []
    rest = list(row)
    while rest:
        count = len(rest)
        run = _run(rest, least)
        while run is None and count > 1:  # one by one from the right; a row has few steps
            count -= 1
            run = _run(rest[:count], least)
        if run is None:
            raise ValueError(f"no place for {rest[0].units}")
        found.append(run)
        rest = rest[count:]
    height = _height(found, least)
    return tuple(_settled(run, height) for run in found)


def runs_round_corners(rows: Sequence[Sequence[Wanted]], least: float) -> tuple[tuple[tuple[Run, ...], ...], float]:
    """Return the runs of adjoining faces: of all together where that costs little height, else of each face alone.

    Returns:
        Runs that share a height, left to right, as one group or as one a face; and how high bands on one common
        datum would be, 0 when there is no such datum.
    """
    alone = tuple(runs_of(row, least) for row in rows)
    if len(alone) < 2:
        return alone, 0.0
    together = runs_of([item for row in rows for item in row], least)
    common = together[0].height_mm if len(together) == 1 else 0.0
    heights = [runs[0].height_mm for runs in alone]
    if together[0].height_mm >= max(_WORTH_LOWEST * min(heights), _WORTH_HIGHEST * max(heights)):
        return (together,), common
    return alone, common


def _run(items: Sequence[Wanted], least: float) -> Run | None:
    """Return the items on the datum that gives their bands most area at one height, or None when none serves all."""
    levels = {_level_in(p, least) for item in items for p in item.places}
    levels |= {bottom for item in items for bottom, _ in item.signs}
    best: tuple[float, float, float] | None = None
    for level in sorted(levels):
        sizes = [item.size_at(level, least) for item in items]
        height = min(h for _, h in sizes)
        area = height * sum(w for w, _ in sizes)
        if height >= least and (best is None or area > best[0] + 1.0):
            best = (area, level, height)
    return None if best is None else Run(items=tuple(items), datum_mm=best[1], height_mm=best[2])


def _height(runs: Sequence[Run], least: float) -> float:
    """Return the height for all runs: the least that one can have, or that of the approved signs when lower."""
    most = _down(min(run.height_mm for run in runs))
    signs = Counter(height for run in runs for item in run.items for _, height in item.signs)
    if signs:
        usual, _ = max(signs.items(), key=lambda s: (s[1], s[0]))
        if least <= usual <= most:
            return usual
    return most


def _settled(run: Run, height: float) -> Run:
    """Return a run at the common height: on the bottom of its approved signs, else in the middle of what is free."""
    bottoms = Counter(bottom for item in run.items for bottom, _ in item.signs)
    for bottom, _ in sorted(bottoms.items(), key=lambda b: (-b[1], b[0])):
        if all(i.width_at(bottom, height) >= i.width_at(run.datum_mm, height) > 0 for i in run.items):
            return Run(items=run.items, datum_mm=bottom, height_mm=height)
    places = [item.place_at(run.datum_mm, height) for item in run.items]
    slack = min(p.y1 for p in places if p is not None) - height - run.datum_mm
    middle = run.datum_mm + _down(max(slack, 0.0) / 2)
    return Run(items=run.items, datum_mm=middle, height_mm=height)


def datums_of(items: Sequence[Wanted], height: float) -> tuple[float, float] | None:
    """Return the lowest and highest datum on which all items can have a band of a height, in one place each."""
    low, high = float("-inf"), float("inf")
    for item in items:
        fitting = [p for p in item.places if p.height >= height - 0.005]
        if not fitting:
            return None
        low = max(low, min(p.y0 for p in fitting))
        high = min(high, max(p.y1 for p in fitting) - height)
    return low, high


def _level_in(place: Rect, least: float) -> float:
    """Return the lowest whole centimetre of a place, or its very bottom where only that leaves the least height."""
    level = _up(place.y0)
    return place.y0 if level + least > place.y1 and place.height >= least else level


def _up(value: float) -> float:
    return ceil(round(value / _STEP_MM, 6)) * _STEP_MM


def _down(value: float) -> float:
    return floor(round(value / _STEP_MM, 6)) * _STEP_MM
