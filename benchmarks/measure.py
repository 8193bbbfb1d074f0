"""Medians of rivals that take turns, and rows of the table that is printed."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

ROUNDS = 9


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        id: Of the target in the list of targets.
        workload: What was done.
        ours_ms: Our median.
        peer: Who was beside us, and its figure.
        ratio: Of the two, however the target counts it.
        target: In words.
        is_met: None when there is no target or no peer.
    """

    id: str
    workload: str
    ours_ms: float
    peer: str
    ratio: float | None
    target: str
    is_met: bool | None


def medians(rivals: Mapping[str, Callable[[int], object]], rounds: int = ROUNDS) -> dict[str, float]:
    """Return the median of each rival in ms, warm, in both orders, each given the number of the round."""
    times: dict[str, list[float]] = {name: [] for name in rivals}
    for run in rivals.values():
        run(0)
        run(1)
    for number in range(2, rounds + 2):
        names = list(rivals) if number % 2 == 0 else list(reversed(rivals))
        for name in names:
            start = time.perf_counter()
            rivals[name](number)
            times[name].append((time.perf_counter() - start) * 1000)
    return {name: statistics.median(found) for name, found in times.items()}


def faster(target_id: str, workload: str, ours: float, name: str, peer: float | None, least: float) -> Row:
    """Return a row whose target is to be `least` times as fast as a peer."""
    target = f"≥ {least:g} × as fast"
    if peer is None:
        return Row(target_id, workload, ours, f"{name}: not here", None, target, None)
    return Row(target_id, workload, ours, f"{name} {peer:.1f} ms", peer / ours, target, peer / ours >= least)


def within(target_id: str, workload: str, ours: float, name: str, peer: float | None, most: float) -> Row:
    """Return a row whose target is to take at most `most` times as long as a peer."""
    target = f"≤ {most:g} × the time"
    if peer is None:
        return Row(target_id, workload, ours, f"{name}: not here", None, target, None)
    return Row(target_id, workload, ours, f"{name} {peer:.1f} ms", ours / peer, target, ours / peer <= most)


def below(target_id: str, workload: str, ours: float, most_ms: float | None) -> Row:
    """Return a row whose target is a time."""
    if most_ms is None:
        return Row(target_id, workload, ours, "—", None, "—", None)
    return Row(target_id, workload, ours, "—", None, f"≤ {most_ms:g} ms", ours <= most_ms)


def table(rows: list[Row]) -> str:
    """Return rows as text."""
    head = ("id", "workload", "ours", "peer", "ratio", "target", "met?")
    cells = [head]
    for row in rows:
        ratio = "—" if row.ratio is None else f"{row.ratio:.2f}"
        met = {None: "—", True: "yes", False: "NO"}[row.is_met]
        cells.append((row.id, row.workload, f"{row.ours_ms:.2f} ms", row.peer, ratio, row.target, met))
    widths = [max(len(line[i]) for line in cells) for i in range(len(head))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in cells)
