"""W2 and mem: a thousand names on one bay, on one process and on two."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.measure import Row


def rows(browser_ms: dict[str, float | None], count: int) -> list[Row]:
    """Return the rows of W2 and mem.

    Args:
        browser_ms: What the browser took for one picture by day and by night, in the same run.
        count: Names; a thousand but for a quick look.
    """
    found = []
    for kind, peer in browser_ms.items():
        # As the product draws: one process, two threads to a picture. The workers of a batch draw with one thread each.
        alone, memory = _run(1, count, kind, threads=2)
        (one, _), (two, _) = _run(1, count, kind, threads=1), _run(2, count, kind, threads=1)
        each = alone / count * 1000
        target = "≥ 15 × images/s"
        if peer is None:
            found.append(
                Row("W2", f"{count} names, {kind}, one process", each, "Chromium: not here", None, target, None)
            )
        else:
            ratio = peer / each
            found.append(Row("W2", f"{count} names, {kind}, one process", each, f"Chromium {peer:.1f} ms", ratio,
                             target, ratio >= 15))  # fmt: skip
        each_of_two, each_of_one = two / count * 1000, one / count * 1000
        found.append(
            Row(
                "W2",
                f"{count} names, {kind}, two processes of one thread",
                each_of_two,
                f"one of one thread {each_of_one:.1f} ms",
                one / two,
                "≥ 1.7 × one",
                one / two >= 1.7,
            )
        )
        found.append(Row("mem", f"memory after {count} names, {kind}: {memory:.0f} MB", each, "—", None, "≤ 250 MB",
                         memory <= 250))  # fmt: skip
    return found


def _run(processes: int, count: int, kind: str, *, threads: int) -> tuple[float, float]:
    """Return the seconds of the slowest of some processes that share the names, and the memory of the largest, MB."""
    share = count // processes
    workers = [
        subprocess.Popen(
            [sys.executable, "-m", "benchmarks.worker", str(i * share), str(share), kind, str(threads)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for i in range(processes)
    ]  # fmt: skip
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline().strip() == "ready"
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    answers = [worker.communicate()[0].split() for worker in workers]
    return max(float(answer[0]) for answer in answers), max(float(answer[1]) for answer in answers)
