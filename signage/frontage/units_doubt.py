"""The unit detective for tables: are shops as wide, and their bands as high, as the heading's unit makes them?

It never converts. A table of metres under `起点(mm)` would give shops 4.5 mm wide, which no later check looks for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from signage.errors import Location, PlanError
from signage.locale import Sentence, said
from signage.units import MM, Quantity, Unit

# What is usual on a street front, mm. Sanity, never law.
_USUAL = {"width": (1500.0, 60_000.0), "height": (200.0, 6000.0), "bottom": (1500.0, 100_000.0)}
_SLACK = 2.0  # so far beyond the usual nothing is said
_OUTLIER = 50.0  # a unit mistaken in one line is off by 100 or 1000; shops of one street differ less
_TRIED = (Unit.MM, Unit.M, Unit.CM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """A length of one line of the table: of which sort (`width`, `height`, `bottom`), in the unit of its heading."""

    line: int
    what: str
    mm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The sizes that stand under headings of one unit."""

    headings: tuple[str, ...]
    unit: Unit
    sizes: tuple[Size, ...]


def refuse_odd(measured: Sequence[Measured], file: str) -> None:
    """Refuse a table whose sizes are usual in another unit than their headings state.

    Raises:
        PlanError: Most sizes are unusual, or one line's are far off the others'; another unit would make them usual.
    """
    for one in measured:
        typical = [Size(line=1, what=what, mm=median(v)) for what, v in _by_sort(one.sizes)]
        if _against(typical) > len(typical) / 2 and (likely := _likely(typical, one.unit)):
            clues = _told(typical, one.unit)
            raise PlanError(
                "units.unit_doubted", at=Location(file=file or None, line=1),
                headings=one.headings, unit=one.unit.value, clues=clues, likely=likely.value, first=one.headings[0],
            )  # fmt: skip
        usual = {size.what: size.mm for size in typical}
        for size in one.sizes:
            ratio = size.mm / usual[size.what]
            likely = _likely([size], one.unit)
            if not 1 / _OUTLIER < ratio < _OUTLIER and likely and _against([size]):
                raise PlanError(
                    "units.line_doubted", at=Location(file=file or None, line=size.line),
                    headings=one.headings, unit=one.unit.value, clues=_told([size], one.unit), likely=likely.value,
                )  # fmt: skip


def _by_sort(sizes: Sequence[Size]) -> Iterator[tuple[str, list[float]]]:
    for what in _USUAL:
        values = [size.mm for size in sizes if size.what == what]
        if values:
            yield what, values


def _against(sizes: Sequence[Size]) -> int:
    """Return how many sizes are unusual in the unit that they have."""
    return sum(not _USUAL[s.what][0] / _SLACK <= s.mm <= _USUAL[s.what][1] * _SLACK for s in sizes)


def _likely(sizes: Sequence[Size], unit: Unit) -> Unit | None:
    """Return the other unit in which most sizes would be usual, None when it is none."""

    def votes(other: Unit) -> int:
        factor = Quantity(1.0, other).to(MM).value / Quantity(1.0, unit).to(MM).value
        return sum(_USUAL[s.what][0] <= s.mm * factor <= _USUAL[s.what][1] for s in sizes)

    best = max((u for u in _TRIED if u is not unit), key=votes)
    return best if votes(best) > len(sizes) / 2 else None


def _told(sizes: Sequence[Size], unit: Unit) -> tuple[Sentence, ...]:
    one = Quantity(1.0, unit).to(MM).value
    return tuple(said(f"units.size_{s.what}", size=f"{s.mm / one:g} {unit.value}") for s in sizes)
