"""Gaps that are not the font's: full-width letters and marks by their ink, Latin words closer than Han."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Callable
from dataclasses import replace

from signage.typography.run import Cluster
from signage.typography.scripts import complex_script, is_alphabetic, is_cjk

_ALPHABETIC_GAP = 0.7  # of the tracking, between letters of a Latin word among Han characters
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


def eased(clusters: list[Cluster]) -> list[Cluster]:
    """Return a line in which the letters of a Latin word among Han characters take a smaller share of the tracking."""
    wide = [is_cjk(cluster.text[0]) for cluster in clusters]
    if all(wide) or not any(wide):
        return clusters
    eased = []
    for a, b in itertools.pairwise(clusters):
        is_inside = a.gap == 1.0 and is_alphabetic(a.text[-1]) and is_alphabetic(b.text[0])
        eased.append(replace(a, gap=_ALPHABETIC_GAP) if is_inside else a)
    return [*eased, clusters[-1]]
