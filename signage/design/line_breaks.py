"""Where a name may be broken into lines, and how good each place is.

Places, from the best: at a blank or a middle dot, which goes; before an opening or after a closing bracket; after a
word of the name (`name_words`: a region, the own name, a trade), or before a known one that is the last; at a blank
between two Latin words when the name has Han words too, and where a Latin word of three letters or more meets Han
characters; before another known word; between other characters of the em box, or where they meet another Latin word or
a number; in the middle of a word of four characters. Never inside a Latin word or a number, never before a mark that
may not begin a line (、。）· small kana …), never after an opening bracket (禁则). A break inside another word and a
line of one letter (孤字) are poor and taken only for want of better.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from signage.design.name_words import words_of
from signage.typography import TextRun, is_alphabetic, is_blank, is_cjk

_OPENING = frozenset("(（[［【〔〖{｛「｢『《〈<“‘")
_CLOSING = frozenset(")）]］】〕〗}｝」｣』》〉>”’")
_DOTS = frozenset("·・•")
# Marks that may not begin a line.
_NOT_FIRST = (
    _CLOSING
    | _DOTS
    | frozenset("、。，．,.!！?？:：;；ー～〜-–—…‥々〻ゝゞヽヾ&＆+＋%％°℃'’/／")
    | frozenset("ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ")
)
_NOT_LAST = _OPENING | frozenset("&＆+＋#＃@＠￥¥$＄№-–—'’/／")

_MAY_FOLLOW_BLANK = frozenset("&＆+＋")

# How good a break is. A better one wins unless it makes the letters smaller by more than the ratio of the two.
NATURAL = 1.0
AT_WORDS = 0.8  # the edge of a known word, or better
_AFTER_WORD, _LAST_WORD, _BEFORE_WORD, _BETWEEN = 0.9, 0.86, 0.8, 0.76
_LAST_FORM = 0.92  # 晶湾盐业｜有限公司
_BETWEEN_LATIN = 0.85
_AT_SCRIPT, _WORD_OF_SCRIPT = 0.85, 3  # between Han characters and a Latin word of so many letters at least
_HALF_WORD, _IN_WORD, _ORPHAN = 0.74, 0.6, 0.6
_FAR_FROM_EVEN = 1.6  # a line of three may not be longer than this share of an even one, unless all breaks are natural


@dataclass(frozen=True, slots=True)
class Break:
    """A place to break a run, in reading order: the line before ends at `end`, the one after starts at `start`."""

    end: int
    start: int
    quality: float


@dataclass(frozen=True, slots=True)
class Broken:
    """A name on several lines and how good its breaks are (1 is best)."""

    lines: tuple[TextRun, ...]
    quality: float


@lru_cache(maxsize=16)  # while a sign is looked for, the same name is broken for every size and kind
def ways_to_break(run: TextRun, lines: int) -> tuple[Broken, ...]:
    """Return the ways to set a run on so many lines, each with lines that draw something."""
    return tuple(_ways(run, lines))


def _ways(run: TextRun, lines: int) -> Iterator[Broken]:
    breaks = breaks_of(run)
    if lines > 2:
        breaks = _near_even(run, breaks, lines)
    count = len(run.read_clusters)
    part_of = cache(run.part)  # one line is part of many ways, and is measured once
    for chosen in itertools.combinations(breaks, lines - 1):
        starts = [0, *(b.start for b in chosen)]
        ends = [*(b.end for b in chosen), count]
        parts = [part_of(start, end) for start, end in zip(starts, ends, strict=True)]
        whole = tuple(part for part in parts if part is not None)
        orphans = sum(map(is_orphan, whole))
        # Columns of one letter each are a row, and columns follow each other to the left: it would read backwards.
        if len(whole) == lines and not (run.is_vertical and orphans == lines):
            quality = min(b.quality for b in chosen)
            yield Broken(whole, quality * (_ORPHAN if orphans else 1.0))


def breaks_of(run: TextRun) -> list[Break]:
    """Return the places where a run may be broken, in reading order."""
    texts = [cluster.text for cluster in run.read_clusters]
    quality_of, is_mixed = _at_words(texts), run.is_cjk
    found = []
    for place in range(1, len(texts)):
        before, after = texts[place - 1][-1], texts[place][0]
        if not run.may_break(place):
            continue
        if is_blank(after) or after in _DOTS:
            inked = next((text[0] for text in texts[place + 1 :] if not is_blank(text[0])), "")
            is_inner = bool(inked) and inked not in _NOT_FIRST - _MAY_FOLLOW_BLANK
            if is_inner and not is_blank(before) and before not in _NOT_LAST:
                # A brand of two Latin words beside Han ones, such as Café Bay 湾畔咖啡, is better kept whole.
                is_brand = is_mixed and is_alphabetic(before) and is_alphabetic(inked)
                found.append(Break(place, place + 1, _BETWEEN_LATIN if is_brand else NATURAL))
        elif is_blank(before) or before in _DOTS:
            continue  # already found, and dropped, at the place before
        elif after in _OPENING or (before in _CLOSING and after not in _NOT_FIRST):
            if before not in _NOT_LAST:
                found.append(Break(place, place, NATURAL))
        elif after not in _NOT_FIRST and before not in _NOT_LAST and _may_part(before, after):
            at_script = _AT_SCRIPT if _changes_script(texts, place) else _BETWEEN
            found.append(Break(place, place, max(at_script, quality_of.get(place, at_script))))
    return found


def _changes_script(texts: list[str], place: int) -> bool:
    """Return whether a Latin word (no number: 24小时) ends or begins at a place, between it and a Han character."""
    before, after = (
        list(itertools.takewhile(lambda text: is_alphabetic(text[0]) and text[0].isalpha(), side))
        for side in (reversed(texts[:place]), texts[place:])
    )
    return max(len(before), len(after)) >= _WORD_OF_SCRIPT and not (before and after)


def is_orphan(line: TextRun) -> bool:
    """Return whether a line has one character alone (孤字)."""
    return sum(not is_blank(character) for character in line.text) == 1


def _may_part(before: str, after: str) -> bool:
    if is_alphabetic(before) and is_alphabetic(after):
        return False
    return is_cjk(before) or is_cjk(after)


def _at_words(texts: list[str]) -> dict[int, float]:
    """Return how good a break is at the edges of a name's words and inside them."""
    starts = list(itertools.accumulate((len(text) for text in texts), initial=0))
    place_of = {start: place for place, start in enumerate(starts)}
    text = "".join(texts)
    found: dict[int, float] = {}

    def mark(where: int, quality: float) -> None:
        if where in place_of:
            place = place_of[where]
            found[place] = max(quality, found.get(place, 0.0))

    words = words_of(text)
    ends = {word.end for word in words}
    for word in words:
        if word.is_known:
            between = _AFTER_WORD if word.start in ends else _BEFORE_WORD
            mark(word.start, max(between, _LAST_WORD) if word.end == len(text) else between)
            mark(word.end, _AFTER_WORD)
        for inner in range(word.start + 1, word.end):
            is_half = word.end - word.start == 4 and inner == word.start + 2  # 沙县小吃 is two and two
            mark(inner, _HALF_WORD if is_half else _IN_WORD)
    for word in words:
        if word.follows and (place := place_of.get(word.start)) is not None:
            found[place] = _LAST_FORM if word.end == len(text) else _BEFORE_WORD
    return found


def _near_even(run: TextRun, breaks: list[Break], lines: int) -> list[Break]:
    """Keep the breaks that could leave no line much longer than an even one, and natural ones."""
    pens = list(itertools.accumulate((c.advance for c in run.read_clusters), initial=0.0))
    most = _FAR_FROM_EVEN * pens[-1] / lines
    near = [
        b
        for b in breaks
        if b.quality == NATURAL or any(abs(pens[b.end] - pens[-1] * n / lines) < most / 2 for n in range(1, lines))
    ]
    return near if len(near) >= lines - 1 else breaks
