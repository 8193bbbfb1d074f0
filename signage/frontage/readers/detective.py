"""The unit detective: do the declared unit, doors, bays, storeys and the size of the front agree?

It never converts. It says what it saw, which unit that speaks for, and asks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from signage.errors import Param
from signage.frontage.readers.mapping import MM_PER
from signage.frontage.readers.report import Note

# What is usual on a street front, mm. Sanity, never law: wide enough that one unit at most fits each, save in and cm.
_USUAL = {
    "door": (1900.0, 3000.0),
    "opening": (1000.0, 3600.0),
    "bay": (2400.0, 12_000.0),
    "storey": (2500.0, 6500.0),
    "front": (4000.0, 300_000.0),
    "height": (2500.0, 120_000.0),
}
_WEIGHT = {"door": 3, "storey": 3, "bay": 2, "opening": 1, "front": 1, "height": 1}
_ORDER = ("mm", "m", "cm", "in", "ft")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """A typical size in drawing units, and the units in which it would be usual."""

    what: str
    size: float
    fits: tuple[str, ...]


def clues(sizes: dict[str, Sequence[float]]) -> tuple[Clue, ...]:
    """Return what typical sizes say; `sizes` are doors' heights, bays' widths and so on, in drawing units."""
    found = []
    for what, values in sizes.items():
        known = [v for v in values if v > 0]
        if known:
            size = float(median(known))
            low, high = _USUAL[what]
            fits = tuple(u for u in _ORDER if low <= size * MM_PER[u] <= high)
            found.append(Clue(what=what, size=size, fits=fits))
    return tuple(found)


def likely(found: Sequence[Clue]) -> str | None:
    """Return the unit that most speaks for, None when nothing does; of equals the more usual one."""
    votes: Counter[str] = Counter()
    for clue in found:
        for unit in clue.fits:
            votes[unit] += _WEIGHT[clue.what]
    return max(_ORDER, key=lambda u: (votes[u], -_ORDER.index(u))) if votes else None


def judged(declared: str | None, told: str | None, found: Sequence[Clue]) -> tuple[Note, ...]:
    """Return what to ask about the unit; nothing when all agree.

    Args:
        declared: Unit of the file's header.
        told: Unit of the mapping or the option, which decides.
        found: What the sizes say.
    """
    guess = likely(found)
    unit = told or declared
    shown = "; ".join(f"{c.what} {c.size:.4g}" for c in found) or "—"
    params: dict[str, Param] = {"clues": shown, "likely": guess or "?", "unit": unit or "?"}
    if unit is None:
        return (Note(code="reading.unit_missing", params=params, is_blocking=True),)
    against = sum(_WEIGHT[c.what] for c in found if unit not in c.fits)
    speaking = sum(_WEIGHT[c.what] for c in found if unit in c.fits)
    if guess is None or guess == unit or against <= speaking:
        return ()
    params["clues"] = "; ".join(f"{c.what} {c.size:.4g} {unit}" for c in found if unit not in c.fits)
    if told:
        return (Note(code="reading.unit_odd", params=params),)
    return (Note(code="reading.unit_disagrees", params=params, is_blocking=True),)
