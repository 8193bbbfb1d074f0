"""Check many approved signs again: measured in groups over processes, judged all at once, told in rows.

The verdicts are those that `rules.check` gives sign by sign. A group whose process dies is tried once more; what has
been measured is on record and is not measured again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from signage.applications.approved import ApprovedSign
from signage.batch.measured import Group, Measured, measure_group
from signage.batch.pool import WorkerDied, run_tasks
from signage.digest import digest_of
from signage.errors import InputError, SignageError, ToolError
from signage.frontage import FrontagePlan
from signage.rules import Rule, RuleBook, Verdict
from signage.rules.amounts import Exact, quantity_of
from signage.rules.book import effective
from signage.rules.bulk.columns import Signs
from signage.rules.bulk.compiled import VERDICTS, measures_of, verdicts_of
from signage.rules.deciding import Decided, decide
from signage.rules.limit_words import required_words
from signage.rules.measures import measure_of
from signage.rules.values import value_words

GROUP = 2000  # signs of one building that are measured together


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One rule's verdict on one sign, in words.

    Attributes:
        required, measured, margin: As a reader sees them; may be empty.
        margin_exact: How far inside (over 0) or outside the limit, for sorting; None where there is no number.
    """

    sign: str
    name: str
    plan: str
    unit: str
    book: str
    rule: str
    clause: str
    title_zh: str
    title_en: str
    verdict: Verdict
    required: str
    measured: str
    margin: str
    reason_zh: str = ""
    reason_en: str = ""
    margin_exact: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rechecked:
    """What a re-check came to.

    Attributes:
        verdicts: The worst verdict of each sign, by its id.
        hits: Verdicts worse than PASS, building by building.
        refused: Signs that could not be measured, with the reason.
        measured, kept: Groups measured now, and groups whose measures were on record.
    """

    verdicts: Mapping[str, Verdict]
    hits: tuple[Hit, ...]
    refused: tuple[tuple[ApprovedSign, SignageError], ...]
    measured: int = 0
    kept: int = 0

    @property
    def worst(self) -> Verdict:
        """The worst verdict of all; a sign that cannot be measured has not passed."""
        all_of = [*self.verdicts.values(), *([Verdict.UNMEASURED] if self.refused else [])]
        return min(all_of, key=lambda one: one.rank, default=Verdict.NOT_APPLICABLE)


def recheck(
    signs: Sequence[ApprovedSign],
    plans: Mapping[str, FrontagePlan],
    books: Sequence[RuleBook],
    on: date,
    *,
    homes: Mapping[str, FrontagePlan] | None = None,
    jobs: int = 1,
    store: Path | None = None,
    fonts: Path | None = None,
) -> Rechecked:
    """Return the verdicts of the books in force on a date on many approved signs.

    Args:
        signs: The signs; ids must differ.
        plans: By id, the plan that each is checked on.
        books: Rule books.
        on: The date whose rules apply.
        homes: By id, the plans that the signs were placed on where no origin is on record; by default `plans`.
        jobs: How many processes measure.
        store: Folder where measures are kept from run to run, None to keep nothing.
        fonts: Further folder of typefaces.

    Raises:
        InputError: A sign's plan is not given, or two signs have one id.
        ToolError: A process died twice.
    """
    _refuse_doubles(signs)
    in_force = effective([book for book in books if book.in_force(on)])
    rules = [(book, rule) for book in in_force for rule in book.rules if rule.in_force(on)]
    names = tuple(sorted({name for _, rule in rules for name in measures_of(rule)}))
    groups = list(_groups(signs, plans, homes or plans, names, store, fonts))
    by_id = {sign.id: sign for sign in signs}
    verdicts: dict[str, Verdict] = {}
    hits: list[Hit] = []
    refused: list[tuple[ApprovedSign, SignageError]] = []
    fresh = 0
    for measured in _measured(groups, jobs):
        fresh += measured.fresh > 0
        refused += [(by_id[one], error) for one, error in measured.refused]
        worst, found = _judged(measured, rules, by_id, on)
        verdicts.update(worst)
        hits += found
    hits.sort(key=lambda hit: (hit.plan, hit.unit, hit.sign, hit.verdict.rank, hit.rule))
    refused.sort(key=lambda pair: (pair[0].plan_id, pair[0].unit_id, pair[0].id))
    return Rechecked(
        verdicts=verdicts, hits=tuple(hits), refused=tuple(refused), measured=fresh, kept=len(groups) - fresh
    )


def _refuse_doubles(signs: Sequence[ApprovedSign]) -> None:
    seen: set[str] = set()
    for sign in signs:
        if sign.id in seen:
            raise InputError("recheck.id_twice", id=sign.id)
        seen.add(sign.id)


def _groups(
    signs: Sequence[ApprovedSign],
    plans: Mapping[str, FrontagePlan],
    homes: Mapping[str, FrontagePlan],
    names: tuple[str, ...],
    store: Path | None,
    fonts: Path | None,
) -> Iterator[Group]:
    by_plan: dict[str, list[ApprovedSign]] = {}
    for sign in signs:
        by_plan.setdefault(sign.plan_id, []).append(sign)
    for plan_id, mine in sorted(by_plan.items()):
        if plan_id not in plans:
            raise InputError("recheck.no_plan", plan=plan_id, sign=mine[0].id, known=", ".join(sorted(plans)) or "-")
        for at in range(0, len(mine), GROUP):
            stem = digest_of([plan_id, at], "signage.group/1").removeprefix("sha256:")[:24]
            yield Group(
                plan=plans[plan_id],
                home=homes.get(plan_id, plans[plan_id]),
                signs=tuple(mine[at : at + GROUP]),
                measures=names,
                file=store / f"{stem}.npz" if store is not None else None,
                fonts=fonts,
            )


def _measured(groups: Sequence[Group], jobs: int) -> Iterator[Measured]:
    """Yield every group's measures; when a process dies, the groups that are still open are tried once more."""
    waiting = dict(enumerate(groups))
    for attempt in (1, 2):
        try:
            with closing(run_tasks(_task, list(waiting.items()), min(jobs, max(len(waiting), 1)))) as found:
                for number, measured in found:
                    del waiting[number]
                    yield measured
        except WorkerDied as exc:
            if attempt == 2:
                done = len(groups) - len(waiting)
                raise ToolError("recheck.worker_died", done=done, total=len(groups)) from exc
        if not waiting:
            return


def _task(numbered: tuple[int, Group]) -> tuple[int, Measured]:
    return numbered[0], measure_group(numbered[1])


def _judged(
    measured: Measured, rules: Sequence[tuple[RuleBook, Rule]], by_id: Mapping[str, ApprovedSign], on: date
) -> tuple[dict[str, Verdict], list[Hit]]:
    signs = measured.signs
    worst = np.full(signs.count, VERDICTS.index(Verdict.NOT_APPLICABLE), np.int8)
    hits = []
    for book, rule in rules:
        found = np.where(
            _spared(book, rule, signs, on), VERDICTS.index(Verdict.NOT_APPLICABLE), verdicts_of(rule, signs)
        )
        worst = np.minimum(worst, found)
        for row in np.flatnonzero(found < VERDICTS.index(Verdict.PASS)).tolist():
            hits.append(_hit(book, rule, signs, row, by_id[measured.ids[row]], VERDICTS[int(found[row])]))
    return {one: VERDICTS[int(code)] for one, code in zip(measured.ids, worst, strict=True)}, hits


def _spared(book: RuleBook, rule: Rule, signs: Signs, on: date) -> NDArray[np.bool_]:
    """Return which signs were approved early enough that the rule does not concern them, or not yet."""
    start = rule.valid_from or book.valid_from
    days, which = np.unique(signs.approved, return_inverse=True)
    approved = [date.fromordinal(int(day)) if day else None for day in days]
    spared = [rule.transition.spares(start=start, approved=one, on=on) for one in approved]
    result: NDArray[np.bool_] = np.array(spared, np.bool_)[which]
    return result


def _hit(book: RuleBook, rule: Rule, signs: Signs, row: int, sign: ApprovedSign, verdict: Verdict) -> Hit:
    decided = decide(rule, signs.readings(row), signs.facts(row), signs.proofs[row])
    measure = measure_of(decided.measure)
    margin = _margin(decided)
    shown = ""
    if measure is not None and decided.reading.is_known and decided.verdict is not Verdict.UNMEASURED:
        shown = value_words(measure, decided.reading)[0]
    unit = decided.reading.quantity.unit if decided.reading.quantity is not None else None
    return Hit(
        sign=sign.id,
        name=sign.spec.name,
        plan=sign.plan_id,
        unit=sign.unit_id,
        book=book.name,
        rule=rule.id,
        clause=f"{rule.document} {rule.clause}",
        title_zh=rule.title_zh,
        title_en=rule.title_en,
        verdict=verdict,
        required=required_words(
            decided.limit,
            decided.judged,
            decided.measure,
            rule.tolerance.amount if rule.tolerance else None,
            decided.reading.quantity,
        )[0],
        measured=shown,
        margin=str(quantity_of(margin, unit)) if margin is not None and unit is not None else "",
        reason_zh=decided.reason[0],
        reason_en=decided.reason[1],
        margin_exact=float(margin) if margin is not None else None,
    )


def _margin(decided: Decided) -> Exact | None:
    judged, reading = decided.judged, decided.reading
    if reading.quantity is None or (judged.low is None and judged.high is None):
        return None
    sides = [reading.exact - judged.low] if judged.low is not None else []
    if judged.high is not None:
        sides.append(judged.high - reading.exact)
    return min(sides)
