"""Gaps that are not the font's: marks among Han characters by their ink, Latin words closer than Han."""

from __future__ import annotations

import itertools
from dataclasses import replace

from signage.typography.run import Cluster
from signage.typography.scripts import is_alphabetic, is_cjk

_ALPHABETIC_GAP = 0.4  # of the tracking, between letters of a Latin word among Han characters
# Blank before and after the ink of a mark among Han characters, ems. A mark fills less than half of its em box, so the
# box would leave holes of half a character; its ink decides instead, close inside brackets and evenly beside a dot.
_OPENING, _CLOSING, _DOT, _STOP, _CALL = (0.10, 0.04), (0.04, 0.10), (0.13, 0.13), (0.05, 0.20), (0.08, 0.14)
_BLANKS: dict[str, tuple[float, float]] = {
    **dict.fromkeys("（［｛〔〈《「『【〖“‘", _OPENING),
    **dict.fromkeys("）］｝〕〉》」』】〗”’", _CLOSING),
    **dict.fromkeys("·•・‧･", _DOT),
    **dict.fromkeys("、。，．", _STOP),
    **dict.fromkeys("：；！？", _CALL),
}
_OPENING_MARKS = frozenset(mark for mark, blanks in _BLANKS.items() if blanks is _OPENING)
_CLOSING_MARKS = frozenset(mark for mark, blanks in _BLANKS.items() if blanks is _CLOSING)


def marks_by_ink(
    clusters: list[Cluster], upem: int, *, is_vertical: bool = False, is_backwards: bool = False
) -> list[Cluster]:
    """Return a line, or a column, with its marks among Han characters set by their ink.

    What is before a mark gives way to it, so that no outline moves. A line without Han characters stays as it is.

    Args:
        clusters: In the pen's order.
        upem: Font units to the em.
        is_vertical: Whether the pen moves downwards.
        is_backwards: Whether the line is read from right to left.
    """
    if not any(is_cjk(cluster.text[0]) for cluster in clusters):
        return clusters
    found: list[Cluster] = []
    for cluster in clusters:
        blanks = _BLANKS.get(cluster.text, ())
        if not blanks or cluster.glyph is None or cluster.is_turned:
            found.append(cluster)
            continue
        if is_backwards and cluster.text not in _OPENING_MARKS | _CLOSING_MARKS:
            blanks = blanks[::-1]  # a stop stays with the character that it follows
        box = cluster.glyph.bounds
        first, last = (-box.y1, -box.y0) if is_vertical else (box.x0, box.x1)
        if found:
            before = found[-1]
            gap = before.gap * 0.5 if cluster.text in _CLOSING_MARKS else before.gap
            found[-1] = replace(before, advance=before.advance + blanks[0] * upem - first, gap=gap)
        gap = cluster.gap * 0.5 if cluster.text in _OPENING_MARKS else cluster.gap
        found.append(replace(cluster, advance=last + blanks[1] * upem, gap=gap))
    return found


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
