"""Gaps that are not the font's: full-width letters and marks by their ink, Latin words among Han as words."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Callable
from dataclasses import replace

from signage.geometry import Rect
from signage.typography.run import WORD_GAP, Cluster, TextRun
from signage.typography.scripts import complex_script, is_alphabetic, is_cjk

# Shares of the tracking inside a Latin word or number among Han characters: its font has spaced it as a word, and the
# gaps of Han characters would break it into letters (`WORD_GAP`). Stacked in a column its letters stand as Han
# characters do.
_STACKED_GAP = 0.7
# Between the ink on both sides of a blank, ems: before and after a Latin word, where most of the tracking comes on
# top, and inside a Latin phrase. Either is about a third of a Han character's height at a sign's usual tracking.
_BLANK_BY_WORD, _BLANK_IN_PHRASE = 0.21, 0.28
_SHARE_BY_WORD = 0.7  # of the tracking over the first of them
_OF_WORDS = frozenset("!\"#$%&'*+,-./:=?@_~’()[]")  # marks that a Latin word or number may hold
# Blank before and after the ink of a mark among Han characters, ems. A mark fills less than half of its em box, so the
# box would leave holes of half a character; its ink decides instead, close inside brackets and evenly beside a dot.
_OPENING, _CLOSING, _DOT, _STOP, _CALL = (0.10, 0.04), (0.04, 0.10), (0.13, 0.13), (0.05, 0.20), (0.08, 0.14)
_BLANKS: dict[str, tuple[float, float]] = {
    **dict.fromkeys("（［｛〔〈《「｢『【〖“‘", _OPENING),
    **dict.fromkeys("）］｝〕〉》」｣』】〗”’", _CLOSING),
    **dict.fromkeys("·•・‧･", _DOT),
    **dict.fromkeys("、。，．", _STOP),
    **dict.fromkeys("：；！？", _CALL),
}
# Full-width letters and digits are narrow shapes in an em box as well. Half the blank that Han characters leave
# between their inks stands on each side of one, so that both have gaps of one width; a column leaves what stacked
# capitals have.
_FULL_WIDTH, _FULL_WIDTH_COLUMN = (0.045, 0.045), (0.07, 0.07)
_HAN_BEARING = 0.035  # ems, on each side of a Han character: the mean of common ones in the default typeface
_OPENING_MARKS = frozenset(mark for mark, blanks in _BLANKS.items() if blanks is _OPENING)
_CLOSING_MARKS = frozenset(mark for mark, blanks in _BLANKS.items() if blanks is _CLOSING)


def is_full_width(character: str) -> bool:
    """Return whether a character is a full-width form of ASCII (全角): U+FF01 to U+FF5E."""
    return "\uff01" <= character <= "\uff5e"


def set_by_ink(
    clusters: list[Cluster],
    upem: int,
    kern: Callable[[str, str], float],
    *,
    is_vertical: bool = False,
    is_backwards: bool = False,
) -> list[Cluster]:
    """Return a line, or a column, with full-width letters and the marks among Han characters set by their ink.

    What is before one gives way to it, so that no outline moves. Beside one, a Latin letter counts by its ink too.
    A line with neither Han characters nor full-width letters stays as it is.

    Args:
        clusters: In the pen's order.
        upem: Font units to the em.
        kern: Gives by how much the font closes up two Latin letters, font units, 0 or below.
        is_vertical: Whether the pen moves downwards.
        is_backwards: Whether the line is read from right to left.
    """
    if not any(is_cjk(cluster.text[0]) or _is_full_width_letter(cluster.text) for cluster in clusters):
        return clusters
    found: list[Cluster] = []
    for cluster in clusters:
        blanks = _blanks_of(cluster.text, is_vertical=is_vertical)
        if not blanks or cluster.glyph is None or cluster.is_turned:
            if found and _is_set_by_ink(found[-1], is_vertical=is_vertical):
                closer = 0.0 if is_vertical else _beyond_han(cluster, upem)[0]
                found[-1] = replace(found[-1], advance=found[-1].advance - closer)
            found.append(cluster)
            continue
        if is_backwards and cluster.text not in _OPENING_MARKS | _CLOSING_MARKS:
            blanks = blanks[::-1]  # a stop stays with the character that it follows
        box = cluster.glyph.bounds
        first, last = (-box.y1, -box.y0) if is_vertical else (box.x0, box.x1)
        if found:
            before = found[-1]
            gap = before.gap * 0.5 if cluster.text in _CLOSING_MARKS else before.gap
            closer = 0.0
            if not is_vertical and _is_full_width_letter(before.text) and _is_full_width_letter(cluster.text):
                closer = kern(*(unicodedata.normalize("NFKC", text) for text in (before.text, cluster.text)))
            elif not is_vertical and not _is_set_by_ink(before, is_vertical=is_vertical):
                closer = -_beyond_han(before, upem)[1]
            found[-1] = replace(before, advance=before.advance + blanks[0] * upem - first + closer, gap=gap)
        gap = cluster.gap * 0.5 if cluster.text in _OPENING_MARKS else cluster.gap
        found.append(replace(cluster, advance=last + blanks[1] * upem, gap=gap))
    return found


def _is_full_width_letter(text: str) -> bool:
    return is_full_width(text[0]) and unicodedata.category(text[0])[0] in "LN"


def _is_set_by_ink(cluster: Cluster, *, is_vertical: bool) -> bool:
    has_blanks = bool(_blanks_of(cluster.text, is_vertical=is_vertical))
    return has_blanks and cluster.glyph is not None and not cluster.is_turned


def _beyond_han(cluster: Cluster, upem: int) -> tuple[float, float]:
    """Return how much more a Latin letter leaves blank before and after its ink than a Han character; font units."""
    if cluster.glyph is None or not is_alphabetic(cluster.text[0]) or complex_script(cluster.text[0]):
        return 0.0, 0.0
    box, usual = cluster.glyph.bounds, _HAN_BEARING * upem
    return box.x0 - usual, cluster.advance - box.x1 - usual


def _blanks_of(text: str, *, is_vertical: bool) -> tuple[float, float] | tuple[()]:
    if text in _BLANKS:
        return _BLANKS[text]
    if is_full_width(text[0]):
        return _FULL_WIDTH_COLUMN if is_vertical else _FULL_WIDTH
    return ()


def words_among_han(run: TextRun) -> TextRun:
    """Return a run in which Latin words and numbers among Han characters are spaced as words.

    Inside a word the font's own spacing holds, with a small share of the tracking. Between a word and a Han character
    there is the gap of two Han characters, ink to ink; a blank there, or inside a phrase, is a word space by its ink.
    A run of one script stays as it is; so do letters of scripts that are shaped together.
    """
    clusters = run.clusters
    in_word = _in_words(clusters)
    if not any(in_word) or not any(is_cjk(cluster.text[0]) for cluster in clusters):
        return run
    found = list(clusters)
    for at, (before, after) in enumerate(itertools.pairwise(clusters)):
        if in_word[at] and in_word[at + 1]:
            if before.gap == 1.0:
                upright = run.is_vertical and not (before.is_turned or after.is_turned)
                found[at] = replace(found[at], gap=_STACKED_GAP if upright else WORD_GAP)
        elif _is_blank(after) and at + 2 < len(clusters) and (in_word[at] or in_word[at + 2]):
            blank, next_one = found[at + 1], clusters[at + 2]
            if _is_shaped_together(before) or _is_shaped_together(next_one):
                continue
            is_phrase = in_word[at] and in_word[at + 2]
            wanted = (_BLANK_IN_PHRASE if is_phrase else _BLANK_BY_WORD) * run.upem
            bearings = _blank_after(before, run) + _blank_before(next_one, run)
            share = (WORD_GAP if is_phrase else _SHARE_BY_WORD) / 2
            found[at] = replace(found[at], gap=share)
            found[at + 1] = replace(blank, advance=wanted - bearings, gap=share)
        elif in_word[at] != in_word[at + 1] and (_is_han(before) or _is_han(after)):
            if run.is_vertical and not (before if in_word[at] else after).is_turned:
                continue  # it stands in a cell of its own
            usual = _HAN_BEARING * run.upem
            own = _blank_after(before, run) if in_word[at] else _blank_before(after, run)
            found[at] = replace(found[at], advance=found[at].advance + usual - own)
    return replace(run, clusters=tuple(found))


def _in_words(clusters: tuple[Cluster, ...]) -> list[bool]:
    """Tell for each cluster whether it belongs to a Latin word or number, with the marks inside and around it."""
    found: list[bool] = []
    for may_be, group in itertools.groupby(clusters, key=_may_be_of_word):
        stretch = list(group)
        found += [may_be and any(is_alphabetic(cluster.text[0]) for cluster in stretch)] * len(stretch)
    return found


def _may_be_of_word(cluster: Cluster) -> bool:
    first = cluster.text[0]
    if cluster.glyph is None or complex_script(first):
        return False
    return is_alphabetic(first) or first in _OF_WORDS


def _is_han(cluster: Cluster) -> bool:
    return is_cjk(cluster.text[0]) and cluster.text not in _BLANKS  # the dot ・ is spaced by its ink already


def _is_blank(cluster: Cluster) -> bool:
    return cluster.glyph is None and cluster.text in (" ", "\u00a0")


def _is_shaped_together(cluster: Cluster) -> bool:
    return cluster.glyph is None or complex_script(cluster.text[0]) is not None


def _blank_before(cluster: Cluster, run: TextRun) -> float:
    """Return what a cluster leaves blank from its pen to its ink along the line, font units."""
    box = cluster.glyph.bounds if cluster.glyph else Rect(0.0, 0.0, 0.0, 0.0)
    return -box.y1 if run.is_vertical else box.x0


def _blank_after(cluster: Cluster, run: TextRun) -> float:
    """Return what a cluster leaves blank from its ink to the next pen along the line, font units."""
    box = cluster.glyph.bounds if cluster.glyph else Rect(0.0, 0.0, 0.0, 0.0)
    return cluster.advance - (-box.y0 if run.is_vertical else box.x1)
