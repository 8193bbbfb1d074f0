"""One process of a batch: `python -m benchmarks.worker FIRST COUNT day|night THREADS` draws names and times itself.

It warms up, prints `ready`, waits for a line on its input, works, and prints seconds and MB of memory.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from benchmarks.workloads import bay, names, spec_named, viewport
from signage.render import draw
from signage.render.raster.crew import use_threads
from signage.scene import DAY, NIGHT


def memory_mb() -> float:
    """Return the memory that this process holds."""
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))


def main() -> None:
    """Work; see the module."""
    first, count, kind = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    light = NIGHT if kind == "night" else DAY
    use_threads(int(sys.argv[4]))
    shop, all_names = bay(), names(first + count)
    for name in all_names[first : first + 3]:
        draw(shop.scene(light, spec_named(name)), viewport(), "png")
    print("ready", flush=True)
    sys.stdin.readline()
    start = time.perf_counter()
    for name in all_names[first : first + count]:
        draw(shop.scene(light, spec_named(name)), viewport(), "png")
    print(time.perf_counter() - start, memory_mb(), flush=True)


if __name__ == "__main__":
    main()
