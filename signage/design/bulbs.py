"""Letters with exposed bulbs (外露灯珠): one size for a line, the largest that shows every stroke of every letter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile
from math import ceil

from signage.design.bulb_rows import PlacedBulbs, place_bulbs, usual_rows
from signage.design.bulb_sizes import Bulb, bulbs_from
from signage.design.lines import LineRole, SetLine
from signage.design.sign_layout import Piece
from signage.errors import LayoutError, Location
from signage.typography import thinnest_stroke_of

_FIELDS = {LineRole.NAME: "sign.name", LineRole.SECOND: "sign.second_line"}
_CLEARLY = 1.1  # higher at least: where strokes taper or meet, a little more is no help
_ROUND_MM = 10.0  # letter heights that are advised


def with_bulbs(letters: tuple[Piece, ...], line: SetLine, usual_mm: float, pitch_mm: float) -> tuple[Piece, ...]:
    """Return the letters of a line with the kind's usual bulbs, or with the next smaller that all have room for.

    Args:
        letters: Of one line.
        line: Their line.
        usual_mm: Diameter of the kind's usual bulb.
        pitch_mm: Its pitch.

    Raises:
        LayoutError: Some strokes have no room for the smallest bulb; the error says how high letters would have it.
    """
    sizes = bulbs_from(usual_mm, pitch_mm)
    for bulb in sizes:
        placed = list(takewhile(lambda found: found.is_enough, _placed(letters, bulb)))
        if len(placed) == len(letters):
            return tuple(
                replace(letter, lamps=found.middles, lamp_mm=bulb.size_mm)
                for letter, found in zip(letters, placed, strict=True)
            )
    found = zip(letters, _placed(letters, sizes[-1]), strict=True)
    raise _too_thin([letter for letter, bulbs in found if not bulbs.is_enough], line, sizes[-1])


def _placed(letters: tuple[Piece, ...], bulb: Bulb) -> Iterator[PlacedBulbs]:
    rows = usual_rows([letter.outline for letter in letters], bulb)
    return (place_bulbs(letter.outline, bulb, rows) for letter in letters)


def _too_thin(dark: list[Piece], line: SetLine, least: Bulb) -> LayoutError:
    thinnest = min(thinnest_stroke_of(letter.outline, line.em_mm) for letter in dark)
    height = line.letter_height_mm * max(_CLEARLY, least.least_stroke_mm / max(thinnest, 0.1))
    return LayoutError(
        "design.bulbs_too_large",
        at=Location(field=_FIELDS.get(line.role, "sign.name")),
        letters="".join(dict.fromkeys(letter.text for letter in dark)),
        thinnest_mm=f"{thinnest:.1f}",
        bulb_mm=f"{least.size_mm:g}",
        needed_mm=f"{least.least_stroke_mm:g}",
        height_mm=round(line.letter_height_mm),
        wanted_mm=int(ceil(height / _ROUND_MM) * _ROUND_MM),
    )
