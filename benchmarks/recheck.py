"""T0 and T2: many signs judged by columns, and signs measured; each beside its peer."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from multiprocessing import get_context

import numpy as np

from benchmarks.measure import Row
from signage.batch.measured import Group, measure_group
from signage.batch.sign_list import read_sign_list
from signage.resources import bundled
from signage.rules import Rule, books_for
from signage.rules.bulk.columns import Column, Signs
from signage.rules.bulk.compiled import measures_of, verdicts_of
from signage.rules.deciding import decide

ON = date(2026, 11, 24)
_MILLION = 1_000_000


def rows(*, is_quick: bool) -> list[Row]:
    """Return the rows of T0 and T2."""
    listed = read_sign_list(bundled("samples", "signs"))
    plan = next(iter(listed.plans.values()))
    books = books_for(plan.city, ON)
    rules = [rule for book in books for rule in book.rules if rule.in_force(ON)]
    names = tuple(sorted({name for rule in rules for name in measures_of(rule)}))
    some = tuple(replace(listed.signs[i % 3], id=str(i), origin_mm=(2000.0 + i % 97, 3200.0)) for i in range(120))
    group = Group(plan=plan, home=plan, signs=some, measures=names)
    found = [*_t0(measure_group(group).signs, rules, 100_000 if is_quick else _MILLION)]
    found += _t2(group)
    return found


def _t0(few: Signs, rules: list[Rule], count: int) -> list[Row]:
    """Compare recorded measures: all rules over columns, beside the rules one sign at a time."""
    signs = _repeated(few, count)

    def columns() -> None:
        for rule in rules:
            verdicts_of(rule, signs)

    columns()
    # The process's own time: what a core takes, whatever else the machine does.
    ours = min(_seconds(columns, time.process_time) for _ in range(3))
    sample = min(few.count, 100)

    def one_by_one() -> None:
        for row in range(sample):
            for rule in rules:
                decide(rule, few.readings(row), few.facts(row), few.proofs[row])

    peer = _seconds(one_by_one, time.process_time) / sample * count
    return [
        Row(
            "T0",
            f"{count} signs, {len(rules)} rules, one core: {ours / count / len(rules) * 1e6:.3f} µs a sign and rule",
            ours * 1000,
            f"one by one {peer * 1000:.0f} ms (scaled)",
            peer / ours,
            "10⁶ in ≤ 1 s",
            ours * _MILLION / count <= 1.0,
        )
    ]


def _repeated(few: Signs, count: int) -> Signs:
    pick = np.arange(count) % few.count
    columns = {
        name: Column(
            measure=name,
            known=one.known[pick],
            top=one.top[pick],
            bottom=one.bottom[pick],
            codes=one.codes[pick],
            values=one.values,
        )
        for name, one in few.columns.items()
    }
    return Signs(
        count=count,
        columns=columns,
        proofs=tuple(few.proofs[i] for i in pick),
        true_facts=tuple(few.true_facts[i] for i in pick),
        approved=few.approved[pick],
    )


def _t2(group: Group) -> list[Row]:
    """Measure signs from their specifications; two processes beside one, all warm and taking turns.

    What two processes can gain depends on what else the machine does: two loops that share nothing say it in the
    same rounds.
    """
    half = len(group.signs) // 2
    parts = [replace(group, signs=group.signs[:half]), replace(group, signs=group.signs[half:])]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        rivals: dict[str, Callable[[], object]] = {
            "one": lambda: measure_group(group),
            "two": lambda: list(pool.map(measure_group, parts)),
            "loop": lambda: [_loop(0), _loop(1)],
            "loops": lambda: list(pool.map(_loop, (0, 1))),
        }
        for run in rivals.values():
            run()
        rounds = [{name: _seconds(run) for name, run in rivals.items()} for _ in range(4)]
    best = {name: min(found[name] for found in rounds) for name in rivals}
    one, two, count = best["one"], best["two"], len(group.signs)
    text = (
        f"{count} signs laid out and measured, two processes; one core: {count / one:.0f} signs/s; "
        f"two bare loops gain {best['loop'] / best['loops']:.2f} ×"
    )
    return [Row("T2", text, two * 1000, f"one process {one * 1000:.0f} ms", one / two, "≥ 1.6 × one", one / two >= 1.6)]


def _loop(_: int) -> int:
    """About a tenth of a second of nothing but arithmetic."""
    return sum(number * number for number in range(1_500_000))


def _seconds(run: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    start = clock()
    run()
    return clock() - start
