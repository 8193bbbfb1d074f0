"""The unit detective: do the declared unit, doors, bays, storeys and the size of the front agree?

It never converts. It says what it saw, which unit or which scale of the sheet that speaks for, and asks.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from signage.errors import Param
from signage.frontage.readers.mapping import MM_PER
from signage.frontage.readers.numbers import plain
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
_SCALES = (100, 50, 200, 150, 20, 25, 250, 500)  # that elevations are drawn at, the usual ones first
_MOST_SCALE = 2000
_SAID = re.compile(r"(?<!\d)1\s*[:∶]\s*(\d{1,4})(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """A typical size in drawing units, and the units in which it would be usual."""

    what: str
    size: float
    fits: tuple[str, ...]

    def is_usual(self, mm: float) -> bool:
        """Return whether the size is usual where a drawing unit stands for so many mm."""
        low, high = _USUAL[self.what]
        return low <= self.size * mm <= high


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """What sizes speak for: a unit, and the scale that the drawing is reduced by, 1 when it is not."""

    unit: str
    scale: int = 1


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


def scales_said(texts: Iterable[str]) -> tuple[int, ...]:
    """Return the scales that titles state, such as 100 of `沿街立面 1:100`, the most frequent first."""
    found = Counter(int(m[1]) for words in texts for m in _SAID.finditer(unicodedata.normalize("NFKC", words)))
    return tuple(scale for scale, _ in found.most_common() if 2 <= scale <= _MOST_SCALE)


def likely(
    found: Sequence[Clue], unit: str | None = None, said: Sequence[int] = (), *, is_scaled: bool = False
) -> Guess | None:
    """Return what most speaks for, None when nothing does; of equals the more usual one.

    A reduced sheet is the likelier one where a usual scale makes more sizes usual than any unit does; or as many,
    when a title states it.

    Args:
        found: What the sizes say.
        unit: The unit that the file declares or the mapping tells; a reduced sheet is in it, or in mm.
        said: Scales that titles state.
        is_scaled: The mapping tells the scale already.
    """
    units = {u: _votes(found, MM_PER[u]) for u in _ORDER}
    best = max(_ORDER, key=lambda u: (units[u], -_ORDER.index(u)))
    if not is_scaled:
        tried = list(dict.fromkeys([*said, *_SCALES]))
        scales = {
            Guess(unit=u, scale=s): _votes(found, MM_PER[u] * s)
            for u in dict.fromkeys((unit or "mm", "mm"))
            for s in tried
        }
        reduced = max(scales, key=lambda g: scales[g])
        votes = scales[reduced]
        if votes > units[best] or (votes == units[best] > 0 and reduced.scale in said and best != unit):
            return reduced
    return Guess(unit=best) if units[best] else None


def _votes(found: Sequence[Clue], mm: float) -> int:
    return sum(_WEIGHT[clue.what] for clue in found if clue.is_usual(mm))


def judged(
    declared: str | None, told: str | None, found: Sequence[Clue], said: Sequence[int] = (), *, is_scaled: bool = False
) -> tuple[Note, ...]:
    """Return what to ask about the unit and the scale; nothing when all agree.

    Args:
        declared: Unit of the file's header.
        told: Unit of the mapping or the option, which decides.
        found: What the sizes say.
        said: Scales that titles state.
        is_scaled: The mapping tells the scale already.
    """
    unit = told or declared
    guess = likely(found, unit, said, is_scaled=is_scaled)
    about = "unit" if guess is None or guess.scale == 1 else "scale"
    params: dict[str, Param] = {
        "clues": tuple(f"{c.what} {plain(c.size)}" for c in found) or "—",
        "likely": guess.unit if guess else "?",
        "scale": guess.scale if guess else 1,
        "unit": unit or "?",
    }
    if unit is None:
        return (Note(code=f"reading.{about}_missing", params=params, is_blocking=True),)
    against = sum(_WEIGHT[c.what] for c in found if unit not in c.fits)
    speaking = sum(_WEIGHT[c.what] for c in found if unit in c.fits)
    if guess is None or guess == Guess(unit=unit) or against <= speaking:
        return ()
    params["clues"] = tuple(f"{c.what} {plain(c.size)} {unit}" for c in found if unit not in c.fits)
    if told:
        return (Note(code=f"reading.{about}_odd", params=params),)
    return (Note(code=f"reading.{about}_disagrees", params=params, is_blocking=True),)
