"""check: one check of a sign of ten letters on a building of thirty units (`python -m benchmarks.interactive`).

The books are those of the sample city, 45 rules; the building's sign bands are those that `plan propose-bands` lays
out. Warm, in process, on one core; milliseconds of wall time and of the process's own time, for on a machine with
other work only the second is the check's.

Three ways in which a clerk's or designer's hand moves: the sign is dragged along the front (the layout stays), it is
resized (every check is the first of a new layout; laying out is not counted, it is its own row), and the very same
proposal is asked about again.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from benchmarks.measure import Row, table
from signage.design import SignSpec, lay_out
from signage.errors import LayoutError
from signage.frontage import Proposal, place, read_plan
from signage.geometry import Point
from signage.offers import repair
from signage.offers.bands import propose_bands
from signage.resources import bundled
from signage.rules import RuleBook, books_for, check
from signage.typography import FontCatalogue

ON = date(2026, 11, 24)
NAME = "晶湾云麓石榴盐业商店"  # 10 letters
_RUNS, _WARM_UP, _LAYOUTS = 2000, 200, 60


@dataclass(frozen=True, slots=True)
class Times:
    """Sorted milliseconds: by the clock, and of this process."""

    wall: tuple[float, ...]
    own: tuple[float, ...]

    def line(self) -> str:
        """Return the usual shares of both."""
        return (
            f"own time p50 {at(self.own, 0.5):.2f} p99 {at(self.own, 0.99):.2f}, clock p99 {at(self.wall, 0.99):.2f} ms"
        )


def at(times: tuple[float, ...], share: float) -> float:
    """Return the value below which a share of the times lies."""
    return times[min(int(len(times) * share), len(times) - 1)]


def rows(*, is_quick: bool) -> list[Row]:
    """Return the rows of the interactive check."""
    fonts = FontCatalogue.standard()
    proposal, books = _proposal(fonts)
    count = sum(rule.in_force(ON) for book in books for rule in book.rules)
    runs = _RUNS // 4 if is_quick else _RUNS
    laid_out: list[float] = []

    def asked(one: Proposal) -> object:
        return check(one, books, ON)

    def resized() -> Iterable[Proposal]:
        for step in range(_LAYOUTS):
            start = time.perf_counter()
            spec = replace(proposal.sign.layout.spec, width_mm=3600.0 + 7 * step)
            layout = lay_out(spec, fonts)
            laid_out.append((time.perf_counter() - start) * 1000)
            yield replace(proposal, sign=place(layout, proposal.plan, proposal.sign.unit_id))

    dragged = _times(asked, (_moved(proposal, step) for step in range(_WARM_UP + runs)), _WARM_UP)
    again = _times(asked, (proposal for _ in range(_WARM_UP + runs)), _WARM_UP)
    anew = _times(asked, resized(), 5)
    laid_out.sort()
    return [
        _row(f"a sign of {len(NAME)} letters is dragged, {count} rules, 30 units", dragged, 1.5, 5.0),
        _row("the same proposal again", again, None, None),
        _row("first check of a new layout (the sign is resized)", anew, None, None),
        Row("check", "for comparison: laying that sign out", at(tuple(laid_out), 0.5), "—", None, "—", None),
        _repairs(proposal, books, fonts, runs // 10),
    ]


def _repairs(proposal: Proposal, books: tuple[RuleBook, ...], fonts: FontCatalogue, count: int) -> Row:
    """Return the row of repairs: signs of four letters, each somewhere else and of another size, all offers."""
    name, dice = "海盐小铺", Random(7)
    base = replace(proposal.sign.layout.spec, name=name)
    wrong: list[Proposal] = []
    while len(wrong) < count:
        spec = replace(
            base,
            width_mm=float(dice.randint(2000, 6500)),
            height_mm=float(dice.randint(600, 2400)),
            depth_mm=float(dice.randint(50, 500)),
            position=replace(base.position, bottom_mm=float(dice.randint(1500, 4500))),
        )
        with suppress(LayoutError):
            sign = place(lay_out(spec, fonts), proposal.plan, proposal.sign.unit_id)
            wrong.append(replace(proposal, sign=sign, facts={"licence_name": f"示例市{name}"}))
    found: list[bool] = []
    times = _times(
        lambda one: found.append(bool(repair(one, books, ON, fonts, explain=False).offers)), [*wrong[:10], *wrong], 10
    )
    half, told = at(times.wall, 0.5), f"{times.line()}; offers for {sum(found[10:])} of {count}"
    return Row("repair", "offers for a sign of 4 letters, wrong anyhow", half, told, None, "p50 ≤ 5 ms", half <= 5.0)


def _proposal(fonts: FontCatalogue) -> tuple[Proposal, tuple[RuleBook, ...]]:
    bare = read_plan(bundled("samples", "buildings", "thirty-units.json"))
    books = books_for(bare.city, ON)
    plan = propose_bands(bare, books, ON, fonts).plan
    unit = plan.faces[0].units[4].id
    spec = SignSpec(kind="panel-letters", name=NAME, width_mm=4200.0, height_mm=900.0)
    sign = place(lay_out(spec, fonts), plan, unit)
    return Proposal(plan=plan, sign=sign, facts={"licence_name": f"示例市{NAME}"}), books


def _moved(proposal: Proposal, step: int) -> Proposal:
    """Another place every time: no figure is one of the check before."""
    start = proposal.sign.origin
    return replace(proposal, sign=replace(proposal.sign, origin=Point(start.x + step % 37, start.y + step * 7 % 53)))


def _times(run: Callable[[Proposal], object], proposals: Iterable[Proposal], skip: int) -> Times:
    """Time one check after another, the collector settled before and left alone meanwhile."""
    made = list(proposals)
    for one in made[:skip]:
        run(one)
    gc.collect()
    wall, own = [], []
    for one in made[skip:]:
        start, spent = time.perf_counter(), time.process_time()
        run(one)
        own.append((time.process_time() - spent) * 1000)
        wall.append((time.perf_counter() - start) * 1000)
    return Times(tuple(sorted(wall)), tuple(sorted(own)))


def _row(text: str, times: Times, half_ms: float | None, last_ms: float | None) -> Row:
    half, last = at(times.wall, 0.5), at(times.wall, 0.99)
    target = "—" if half_ms is None else f"p50 ≤ {half_ms:g} ms, p99 ≤ {last_ms:g} ms"
    is_met = None if half_ms is None or last_ms is None else half <= half_ms and last <= last_ms
    return Row("check", text, half, times.line(), None, target, is_met)


if __name__ == "__main__":
    print(table(rows(is_quick="--quick" in sys.argv)))
