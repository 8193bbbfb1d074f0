"""The part numbers (件号) that every drawing, list and table of a sign uses, so that one part is found in all of them.

Letters are `L` and their place in the sign's order, whichever line they stand in; everything else is `P` and its place
among the rest. A number belongs to the piece of the layout: both faces of a double-faced sign carry the same ones.
"""

from __future__ import annotations

from collections.abc import Iterable

from signage.design import Piece, PieceRole

_DIGITS = 2


def part_numbers(pieces: Iterable[Piece]) -> dict[str, str]:
    """Return each piece's number by its id, in the order of the pieces."""
    found: dict[str, str] = {}
    counts = {"L": 0, "P": 0}
    for piece in pieces:
        if piece.id in found:
            continue
        kind = "L" if piece.role is PieceRole.LETTER else "P"
        counts[kind] += 1
        found[piece.id] = f"{kind}{counts[kind]:0{_DIGITS}d}"
    return found


def span_of(numbers: Iterable[str]) -> str:
    """Return numbers as they are listed: runs as `L01–L07`, single ones and gaps apart."""
    runs: list[list[str]] = []
    for number in numbers:
        if runs and number[0] == runs[-1][-1][0] and int(number[1:]) == int(runs[-1][-1][1:]) + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
