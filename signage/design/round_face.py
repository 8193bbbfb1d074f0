"""A name on a round face: broken and sized so that each line fits the chord of the disc at its height.

The disc is the circle through the corners of the box that the kind's margins leave free, so that no line comes nearer
to the frame than the corners of a block that fills that box.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import hypot, sqrt

from signage.design.broken_name import evened, ratios_of
from signage.design.kinds import Rule
from signage.design.line_breaks import Broken, is_orphan, ways_to_break
from signage.design.line_fit import EPS, Field, SizedLine, body_em, tracking_for, tracking_of
from signage.typography import TextRun


def on_disc(run: TextRun, rule: Rule, field: Field, most: float, lines: int) -> list[SizedLine]:
    """Return a name's lines at the largest sizes, one character never alone; empty when none is legible.

    Args:
        run: The name.
        rule: The kind's figures.
        field: The round face.
        most: Greatest letter height, mm.
        lines: On how many it may stand.
    """
    radius = hypot(field.free_long, field.free_deep) / 2
    best: tuple[float, float] | None = None
    chosen: list[SizedLine] = []
    for way in _ways(run, lines):
        found = _largest(way.lines, rule, radius, most)
        if not found:
            continue
        lengths = [line.length for line in found]
        score = (_mean_height(found) * way.quality, min(lengths) / max(lengths))
        if best is None or score > best:
            best, chosen = score, found
    return chosen


def _ways(run: TextRun, lines: int) -> Iterator[Broken]:
    yield Broken((run,), 1.0)
    for count in range(2, lines + 1):
        yield from (way for way in ways_to_break(run, count) if not any(map(is_orphan, way.lines)))


def _largest(lines: Sequence[TextRun], rule: Rule, radius: float, most: float) -> list[SizedLine]:
    """Return the lines at their largest, a bilingual name's in the first sizes that are legible; empty when none is."""
    for ratios in ratios_of(lines, rule):
        found = _fitted(lines, ratios, rule, radius, most)
        if min(line.letter_height for line in found) >= rule.legible_mm - EPS:
            return found
    return []


def _mean_height(lines: Sequence[SizedLine]) -> float:
    """Return the letter height over all letters: what the eye takes for the size of a name of two sizes."""
    counts = [len(line.run.inked) for line in lines]
    return sum(line.letter_height * count for line, count in zip(lines, counts, strict=True)) / sum(counts)


def _fitted(
    lines: Sequence[TextRun], ratios: Sequence[float], rule: Rule, radius: float, most: float
) -> list[SizedLine]:
    pairs = tuple(zip(lines, ratios, strict=True))
    tallest = max(run.letter_height_em * ratio for run, ratio in pairs)
    edges = _edges([body_em(run) * ratio for run, ratio in pairs], rule.line_gap * tallest)
    halves = [run.length_em(tracking_of(rule, run)[0]) * ratio / 2 for run, ratio in pairs]
    reach = max(hypot(half, edge) for half, edge in zip(halves, edges, strict=True))
    em = min(radius / reach, most / tallest)
    found = []
    for (run, ratio), edge in zip(pairs, edges, strict=True):
        chord = 2 * sqrt(max(0.0, radius**2 - (edge * em) ** 2))
        open_by = tracking_for(run, chord / (em * ratio)) if run.gaps else 0.0
        low, usual, _ = tracking_of(rule, run)
        found.append(SizedLine(run=run, em=em * ratio, tracking_em=max(low, min(open_by, usual)) if run.gaps else 0.0))
    if len(set(ratios)) == 1:
        return found
    within = [2 * sqrt(max(0.0, radius**2 - (edge * em) ** 2)) for edge in edges]
    return [
        wide if wide.length <= chord + EPS else line
        for line, wide, chord in zip(found, evened(found), within, strict=True)
    ]


def _edges(depths: Sequence[float], gap: float) -> list[float]:
    """Return how far each line's farther edge lies from the middle of all of them."""
    at, found = -(sum(depths) + gap * (len(depths) - 1)) / 2, []
    for depth in depths:
        found.append(max(abs(at), abs(at + depth)))
        at += depth + gap
    return found
