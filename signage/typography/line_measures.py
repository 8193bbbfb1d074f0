"""Measures of a whole line at a size, in mm: what a sheet dimensions and a workshop cuts."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from signage.typography.metrics import LetterMeasures, outline_gaps
from signage.typography.run import TextRun

_FLATNESS_EM = 1 / 4000
_X_HEIGHT = frozenset("acemnorsuvwxz")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineMeasures:
    """A line at a size; lengths in mm, areas in mm².

    Attributes:
        letter_height: Ink height of the tallest letter (字高).
        cap_height: Ink height of the tallest capital, None without.
        x_height: Ink height of the tallest small letter of x-height, None without.
        length: Ink along the line: the width of a horizontal one.
        thickness: Ink across the line: the height of a horizontal one.
        area: Of all ink.
        perimeter: Of all contours.
        thinnest_stroke: Least of its letters and digits.
        typical_stroke: Median of theirs.
        counters: Number of enclosed counters.
        smallest_counter: Diameter of the largest circle inside the tightest counter, None without counters.
        gaps: True distances between neighbouring letters in reading order, outline to outline.
        letters: Each letter body in reading order.
    """

    letter_height: float
    cap_height: float | None
    x_height: float | None
    length: float
    thickness: float
    area: float
    perimeter: float
    thinnest_stroke: float
    typical_stroke: float
    counters: int
    smallest_counter: float | None
    gaps: tuple[float, ...]
    letters: tuple[LetterMeasures, ...]


def measure_line(run: TextRun, em_mm: float, tracking_mm: float = 0.0) -> LineMeasures:
    """Return the measures of a run at a size; some milliseconds for letters that were never measured.

    Args:
        run: A shaped text.
        em_mm: Size of the em.
        tracking_mm: Extra space between letters.
    """
    placed = tuple(run.placed(em_mm, 0.0, 0.0, tracking_mm))
    found = [(c, c.glyph.measures.scaled(em_mm)) for c, _ in placed if c.glyph is not None]
    letters = tuple(measures for _, measures in found)
    capitals = [c.height for c, _ in found if unicodedata.category(c.text[0]) == "Lu"]
    small = [c.height for c, _ in found if c.text in _X_HEIGHT]
    tightest = [m.smallest_counter for m in letters if m.smallest_counter is not None]
    return LineMeasures(
        letter_height=run.letter_height_em * em_mm,
        cap_height=max(capitals) * em_mm / run.upem if capitals else None,
        x_height=max(small) * em_mm / run.upem if small else None,
        length=run.length_em(tracking_mm / em_mm) * em_mm,
        thickness=run.thickness_em * em_mm,
        area=sum(m.area for m in letters),
        perimeter=sum(m.perimeter for m in letters),
        thinnest_stroke=run.thinnest_stroke_em * em_mm,
        typical_stroke=run.typical_stroke_em * em_mm,
        counters=sum(m.counters for m in letters),
        smallest_counter=min(tightest, default=None),
        gaps=outline_gaps([outline for _, outline in placed], em_mm * _FLATNESS_EM),
        letters=letters,
    )
