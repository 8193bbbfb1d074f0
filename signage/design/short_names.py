"""A short Han name on a board is opened: the tracking that lets one of two to four characters read as set for it.

On a board, a name of few characters at the kind's tracking stands as a small block in the middle of bare wall. It is
spread until it fills two thirds of the free length, at most to the gap stated for its number of characters; letters
keep their height. Letters without a board have no length to fill, and a longer name fills it by itself.
"""

from __future__ import annotations

from dataclasses import replace
from statistics import median

from signage.design.line_fit import SizedLine, tracking_for
from signage.design.stated_gap import opened_gaps
from signage.typography import TextRun, is_cjk

FILL = 2 / 3  # of the free length
WIDEST_GAP = {
    2: 1.0,
    3: 0.7,
    4: 0.5,
}  # between the ink of neighbours, of the letter height, by the number of characters
WIDEST_OF_MORE = 0.35  # the same for longer names, where they are balanced with a line of another script


def han_count(run: TextRun) -> int:
    """Return how many letters a name of Han characters alone has, 0 for any other."""
    is_han = all(all(map(is_cjk, cluster.text)) for cluster in run.inked)
    return len(run.inked) if is_han else 0


def opened(line: SizedLine, room: float) -> SizedLine:
    """Return a name's line spread over a board.

    Args:
        line: As the kind's tracking sets it.
        room: Free extent along the line, mm.
    """
    if han_count(line.run) not in WIDEST_GAP:
        return line
    return stretched(line, FILL * room)


def stretched(line: SizedLine, length: float) -> SizedLine:
    """Return a line of Han characters opened towards a length, mm, by no more than its widest gap."""
    count, run = han_count(line.run), line.run
    gaps = opened_gaps([run])
    if count == 0 or not gaps:
        return line
    widest = WIDEST_GAP.get(count, WIDEST_OF_MORE) * run.letter_height_em - median(gaps)
    tracking = min(tracking_for(run, length / line.em), widest)
    return replace(line, tracking_em=tracking) if tracking > line.tracking_em else line
