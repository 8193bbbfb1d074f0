"""A name on several lines: where it is broken, and how large each line is.

All lines of a name have one size, but for a bilingual one that is broken where the script changes: its Han lines are
larger, its Latin ones smaller, so that both are about equally long. `lines` states the rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from signage.design.kinds import Rule
from signage.design.line_breaks import ways_to_break
from signage.design.line_fit import EPS, SizedLine, body_em, tracking_for, tracking_of
from signage.design.short_names import stretched
from signage.typography import TextRun

_LATIN_LEAST, _LATIN_MOST = 0.4, 0.62  # letter height of the Latin lines of a bilingual name, of its Han ones'
_LATIN_LARGER = (0.8, 1.0)  # tried in turn when they would not be legible so
_LATIN_OPEN = 0.3  # ems; a Latin line that is the shorter one is opened up to this


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a broken name must keep to, mm.

    Attributes:
        long: Free extent along the line.
        deep: Free extent across it.
        most: Greatest letter height.
        below: What the lines below take with their gaps, of the name's letter height.
        stated: Letter height that is kept exactly, None when it is free.
        is_alike: Whether lines of two scripts have one size too.
    """

    long: float
    deep: float
    most: float
    below: float
    stated: float | None
    is_alike: bool


def best_broken(run: TextRun, rule: Rule, frame: Frame, count: int, least_quality: float) -> list[SizedLine]:
    """Return a name on so many lines by the break that is best; empty when none is legible."""
    best: tuple[float, float, float] | None = None
    chosen: tuple[tuple[TextRun, ...], tuple[float, ...], float] | None = None
    for way in ways_to_break(run, count):
        if way.quality < least_quality:
            continue
        found = _sized(way.lines, rule, frame)
        if found is None:
            continue
        ratios, em = found
        lengths = [line.length_em() * ratio for line, ratio in zip(way.lines, ratios, strict=True)]
        score = (em * way.quality, way.quality, min(lengths) - max(lengths))
        if best is None or score > best:
            best, chosen = score, (way.lines, ratios, em)
    return _tracked(*chosen, rule, frame) if chosen is not None else []


def is_bilingual(lines: Sequence[TextRun]) -> bool:
    """Return whether some lines are Han alone and the others Latin alone."""
    return (
        any(line.is_cjk for line in lines)
        and any(line.is_alphabetic for line in lines)
        and all(line.is_alphabetic or line.is_han for line in lines)
    )


def ratios_of(lines: Sequence[TextRun], rule: Rule, *, is_alike: bool = False) -> Iterator[tuple[float, ...]]:
    """Yield the sizes of lines to try in turn, each line's em as a share of the first Han line's."""
    if is_alike or not is_bilingual(lines):
        yield (1.0,) * len(lines)
        return
    han, latin = ([line for line in lines if line.is_cjk is is_han] for is_han in (True, False))
    lengths = [max(line.length_em(tracking_of(rule, line)[1]) for line in of) for of in (han, latin)]
    heights = [max(line.letter_height_em for line in of) for of in (han, latin)]
    even = lengths[0] / lengths[1] * heights[1] / heights[0]
    for height in (min(max(even, _LATIN_LEAST), _LATIN_MOST), *_LATIN_LARGER):
        ratio = height * heights[0] / heights[1]
        yield tuple(1.0 if line.is_cjk else ratio for line in lines)


def _sized(lines: Sequence[TextRun], rule: Rule, frame: Frame) -> tuple[tuple[float, ...], float] | None:
    for ratios in ratios_of(lines, rule, is_alike=frame.is_alike):
        em = _em_of(lines, ratios, rule, frame)
        if em is not None:
            return ratios, em
    return None


def _em_of(lines: Sequence[TextRun], ratios: tuple[float, ...], rule: Rule, frame: Frame) -> float | None:
    """Return the largest em at which the lines fit, None when that is not legible or not the stated height."""
    pairs = tuple(zip(lines, ratios, strict=True))
    tallest = max(run.letter_height_em * ratio for run, ratio in pairs)
    lowest = min(run.letter_height_em * ratio for run, ratio in pairs)
    by_length = min(frame.long / (run.length_em(tracking_of(rule, run)[0]) * ratio) for run, ratio in pairs)
    em = min(by_length, frame.deep / depth_em(lines, rule, frame.below, ratios))
    if frame.stated is not None:
        needed = frame.stated / tallest
        is_legible = len(set(ratios)) == 1 or needed * lowest >= rule.legible_mm - EPS
        return needed if em >= needed - EPS and is_legible else None
    em = min(em, frame.most / tallest)
    return em if em * lowest >= rule.legible_mm - EPS else None


def depth_em(lines: Iterable[TextRun], rule: Rule, below: float, ratios: Sequence[float] = ()) -> float:
    """Return what lines of the name and those below take across, gaps included, in ems of the name.

    Args:
        lines: Of the name.
        rule: The kind's figures.
        below: What the lines below take with their gaps, of the name's letter height.
        ratios: The em of each line as a share of the name's; empty for one size.
    """
    lines = tuple(lines)
    ratios = ratios or (1.0,) * len(lines)
    pairs = tuple(zip(lines, ratios, strict=True))
    tallest = max(run.letter_height_em * ratio for run, ratio in pairs)
    gaps = (len(lines) - 1) * rule.line_gap + below
    return sum(body_em(run) * ratio for run, ratio in pairs) + gaps * tallest


def _tracked(lines: Sequence[TextRun], ratios: Sequence[float], em: float, rule: Rule, frame: Frame) -> list[SizedLine]:
    pairs = tuple(zip(lines, ratios, strict=True))
    tracking = [
        min(tracking_for(run, frame.long / (em * ratio)) if run.gaps else 0.0, tracking_of(rule, run)[1])
        for run, ratio in pairs
    ]
    if len({run.is_cjk for run in lines}) == 1:
        # Lines of one script are set alike; a line of one letter has no say.
        tracking = [min((t for t, run in zip(tracking, lines, strict=True) if run.gaps), default=0.0)] * len(lines)
    found = [SizedLine(run=run, em=em * ratio, tracking_em=t) for (run, ratio), t in zip(pairs, tracking, strict=True)]
    return evened(found) if len(set(ratios)) > 1 else found


def evened(lines: Sequence[SizedLine]) -> list[SizedLine]:
    """Return the lines of a bilingual name with the shorter ones opened towards the longest."""
    longest = max(line.length for line in lines)
    return [stretched(line, longest) if line.run.is_cjk else _opened_latin(line, longest) for line in lines]


def _opened_latin(line: SizedLine, length: float) -> SizedLine:
    tracking = min(tracking_for(line.run, length / line.em), _LATIN_OPEN)
    return replace(line, tracking_em=tracking) if tracking > line.tracking_em and line.run.gaps else line
