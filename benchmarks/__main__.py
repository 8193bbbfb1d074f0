"""`python -m benchmarks [--quick]`: every workload in one run, one table of medians and ratios.

Milliseconds depend on the machine and on what else it does; ratios are of medians of one run, the rivals taking turns.
`--quick` draws fewer names and rounds. The exit status is 0 whatever is met: a benchmark informs, tests decide.
"""

from __future__ import annotations

import os
import platform
import sys

from benchmarks import batch, interactive, outlines, pictures, recheck
from benchmarks.browser import open_page
from benchmarks.measure import ROUNDS, Row, table
from benchmarks.workloads import viewport

_NAMES = 1000


def main(arguments: list[str]) -> None:
    """Measure and print."""
    is_quick = "--quick" in arguments
    rounds, count = (3, 60) if is_quick else (ROUNDS, _NAMES)
    rows: list[Row] = [*outlines.rows(), *recheck.rows(is_quick=is_quick), *interactive.rows(is_quick=is_quick)]
    size = viewport()
    with open_page(size.width_px, size.height_px) as page:
        found = pictures.rows(page, rounds)
    rows += found
    browser = {kind: _browser(found, kind) for kind in ("day", "night")}
    rows += batch.rows(browser, count)
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, {count} names, {rounds} rounds")
    print(table(rows))
    _photo()


def _browser(rows: list[Row], kind: str) -> float | None:
    row = next(row for row in rows if row.id == "W1" and kind in row.workload)
    return None if row.ratio is None else row.ours_ms * row.ratio


def _photo() -> None:
    """W4 prints its own lines."""
    try:
        from benchmarks import photo  # type: ignore[attr-defined]
    except ImportError:
        print("W4: no benchmarks/photo.py here")
        return
    photo.main()


if __name__ == "__main__":
    main(sys.argv[1:])
