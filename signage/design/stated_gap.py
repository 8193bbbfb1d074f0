"""The letter gap (字距), and a stated one: the tracking that gives it, and the size at which a name's lines take it.

The gap is a length on the wall: it stays what it is while letters get smaller. `lines` states the rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import ceil, floor
from statistics import median
from typing import Any

from signage.design.kinds import Rule
from signage.design.line_fit import EPS, Field, SizedLine, tracking_for, tracking_of
from signage.errors import LayoutError, Location
from signage.typography import WORD_GAP, TextRun

_HALVINGS = 48  # of an interval of some ems or millimetres: far below what anything is compared at
_TENTH = 0.1  # mm; gaps are told to a tenth, and one that is told is also taken
_FIELD = "text.letter_gap_mm"

GAP_REFUSALS = frozenset(
    {
        "lines.gap_too_wide",
        "lines.gap_too_wide_broken",
        "lines.column_gap_too_wide",
        "lines.column_gap_too_wide_broken",
        "lines.gap_too_close",
    }
)
"""Codes of refusals whose `fits_mm` is the gap that fits."""


def opened_gaps(runs: Iterable[TextRun], tracking_em: float = 0.0) -> list[float]:
    """Return the gaps between the ink of neighbours that tracking opens, of all lines together, in ems.

    Two digits in one cell of a column, and letters that are written joined, have none between them; those of a Latin
    word among Han characters count only where there are no others.
    """
    return [natural + share * tracking_em for share, natural in _gaps(runs)]


def with_gap(
    lines: Sequence[SizedLine], gap_mm: float, rule: Rule, field: Field, room: float, taken: float, least: float
) -> tuple[list[SizedLine], list[str]]:
    """Return a name's lines, which have one size, set with a stated gap; smaller where that needs the room.

    Lines of one name are set alike, so that the gap is the median over all of them.

    Args:
        lines: As the kind's own tracking sets them.
        gap_mm: Wanted between the ink of neighbours.
        rule: The kind's figures.
        field: Where they stand, for telling what would fit.
        room: Free extent along the line, mm.
        taken: What a logo takes of the field beside that.
        least: Letter height below which they are not made smaller, mm; their own when it is stated.

    Returns:
        The lines, and codes of what was decided.

    Raises:
        LayoutError: The gap is so wide that they do not fit, or so narrow that letters would run into each other.
    """
    runs = [line.run for line in lines]
    if not _gaps(runs):
        return list(lines), ["lines.note_gap_unused"]
    present = lines[0].em
    smallest = min(present, least / min(run.letter_height_em for run in runs))
    if _length(runs, gap_mm, smallest) > room + EPS:
        raise _too_wide(lines, gap_mm, smallest, field, room, taken)
    em = _largest_em(runs, gap_mm, room, smallest, present)
    closest = median(opened_gaps(runs, min(tracking_of(rule, run)[0] for run in runs))) * em
    if gap_mm < closest - _TENTH:
        raise _too_close(lines, gap_mm, closest, em)
    tracking = _tracking_of_gap(runs, gap_mm / em)
    found = [replace(line, em=em, tracking_em=tracking if line.run.gaps else 0.0, note="") for line in lines]
    return found, ["lines.note_gap_shrinks"] if em < present - EPS else []


def _gaps(runs: Iterable[TextRun]) -> list[tuple[float, float]]:
    """Return how much of the tracking opens each gap, and the gap without any in ems; gaps that it leaves are none."""
    found = []
    for run in runs:
        natural = run.ink_gaps_em(0.0)
        pairs = [(wide - gap, gap) for gap, wide in zip(natural, run.ink_gaps_em(1.0), strict=True)]
        found += [pair for pair in pairs if pair[0] > EPS and not run.is_joined]
    # Inside a Latin word among Han characters the font's spacing holds: the gap is that between the Han characters.
    return [pair for pair in found if pair[0] > WORD_GAP + EPS] or found


def _tracking_of_gap(runs: Sequence[TextRun], gap_em: float) -> float:
    """Return the tracking at which the median of the gaps is this wide; it grows with the tracking."""
    gaps = _gaps(runs)
    reached = sorted((gap_em - natural) / share for share, natural in gaps)
    low, high = reached[(len(reached) - 1) // 2], reached[len(reached) // 2]
    for _ in range(_HALVINGS if high - low > EPS else 0):
        middle = (low + high) / 2
        if median(natural + share * middle for share, natural in gaps) < gap_em:
            low = middle
        else:
            high = middle
    return high


def _length(runs: Sequence[TextRun], gap_mm: float, em: float) -> float:
    tracking = _tracking_of_gap(runs, gap_mm / em)
    return max(run.length_em(tracking) for run in runs) * em


def _largest_em(runs: Sequence[TextRun], gap_mm: float, room: float, low: float, high: float) -> float:
    """Return the largest em between two, of which the first fits, at which the lines fit with their gap."""
    if _length(runs, gap_mm, high) <= room + EPS:
        return high
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if _length(runs, gap_mm, middle) <= room:
            low = middle
        else:
            high = middle
    return low


# -- what is told when it does not fit


def _text(lines: Sequence[SizedLine]) -> str:
    return "/".join(line.run.text for line in lines)


def _height(lines: Sequence[SizedLine], em: float) -> float:
    return round(max(line.run.letter_height_em for line in lines) * em, 1)


def _too_wide(
    lines: Sequence[SizedLine], gap_mm: float, smallest: float, field: Field, room: float, taken: float
) -> LayoutError:
    """Tell the gap at which the letters keep their size, and the extent at which the smallest ones take this one."""
    runs, em = [line.run for line in lines], lines[0].em
    needed = _length(runs, gap_mm, smallest)
    widest = min(tracking_for(run, room / em) for run in runs if run.gaps)
    fits = median(opened_gaps(runs, widest)) * em
    code, wide = "lines.column_gap_too_wide" if field.is_vertical else "lines.gap_too_wide", dict[str, Any]()
    if len(lines) > 1:  # a longer sign might have them in fewer lines, so that its length cannot be told
        code = f"{code}_broken"
    else:
        wide["height_mm" if field.is_vertical else "width_mm"] = field.long_for(needed + taken)
    return LayoutError(
        code,
        at=Location(field=_FIELD),
        text=_text(lines),
        gap_mm=gap_mm,
        letter_height_mm=_height(lines, smallest),
        needed_mm=max(ceil(needed - EPS), floor(room) + 1),
        available_mm=floor(room),
        kept_mm=_height(lines, em),
        fits_mm=floor(fits / _TENTH) / 10,
        **wide,
    )


def _too_close(lines: Sequence[SizedLine], gap_mm: float, closest: float, em: float) -> LayoutError:
    return LayoutError(
        "lines.gap_too_close",
        at=Location(field=_FIELD),
        text=_text(lines),
        gap_mm=gap_mm,
        letter_height_mm=_height(lines, em),
        fits_mm=floor(closest / _TENTH + EPS) / 10,
    )
