"""What would become of approved signs under a new plan revision or a new rule book, before anyone signs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from signage.applications.approved import ApprovedSign
from signage.batch.recheck import Hit, Rechecked, recheck
from signage.frontage import ExistingSign, FrontagePlan
from signage.rules import RuleBook, Verdict


class Effect(StrEnum):
    """How a change meets a sign under one rule."""

    FAILS = "fails"  # it broke nothing here, and would
    UNCLEAR = "unclear"  # it would have to be measured or judged by a person
    WARNS = "warns"  # a recommendation that was met would not be
    MORE = "more"  # it fails now, and would fail by more
    LESS = "less"  # it fails now, and would fail by less
    SAME = "same"  # it fails now, and would as before
    PASSES = "passes"  # what is broken now would not be


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """One rule whose answer changes for one sign, or that it breaks before and after.

    Attributes:
        hit: How it would be, or is, when broken.
        was: How it is now, where it is broken now.
    """

    effect: Effect
    hit: Hit
    was: Hit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """What a change would do.

    Attributes:
        books: The books that would be in force.
        plans: The present plans.
        signs_by_id: The signs that were looked at.
        consequences: Building by building, the worst first at each sign.
        unmeasured: Signs of the plan that only a rectangle is known of, beside the list of approved signs.
    """

    on: date
    books: tuple[RuleBook, ...]
    plans: Mapping[str, FrontagePlan]
    signs_by_id: Mapping[str, ApprovedSign]
    before: Rechecked
    after: Rechecked
    consequences: tuple[Consequence, ...]
    unmeasured: tuple[tuple[str, ExistingSign], ...]

    def signs(self, effect: Effect) -> tuple[str, ...]:
        """Return the ids of the signs that a change meets in one way, each once."""
        return tuple(dict.fromkeys(one.hit.sign for one in self.consequences if one.effect is effect))


def what_if(
    signs: Sequence[ApprovedSign],
    plans: Mapping[str, FrontagePlan],
    books: Sequence[RuleBook],
    on: date,
    *,
    revised: FrontagePlan | None = None,
    new_books: Sequence[RuleBook] = (),
    jobs: int = 1,
    fonts: Path | None = None,
) -> WhatIf:
    """Return what a new plan revision, new books, or both would change for approved signs.

    Signs stay where they hang. A new book takes the place of the one of its name, or is added.

    Args:
        signs: Approved signs; with a revised plan only those of its building are looked at.
        plans: The plans in force, by id.
        books: The books in force.
        on: The date whose rules apply to both.
        revised: The plan's new revision.
        new_books: The new books.
        jobs: How many processes measure.
        fonts: Further folder of typefaces.
    """
    mine = [sign for sign in signs if revised is None or sign.plan_id == revised.id]
    after_plans = dict(plans) if revised is None else {**plans, revised.id: revised}
    names = {book.name for book in new_books}
    after_books = [book for book in books if book.name not in names] + list(new_books)
    before = recheck(mine, plans, books, on, jobs=jobs, fonts=fonts)
    after = recheck(mine, after_plans, after_books, on, homes=plans, jobs=jobs, fonts=fonts)
    shown = [after_plans[one] for one in sorted({sign.plan_id for sign in mine} | ({revised.id} if revised else set()))]
    listed = {(sign.plan_id, sign.permit_number) for sign in mine if sign.permit_number}
    bare = [
        (plan.id, existing)
        for plan in shown
        for face in plan.faces
        for existing in face.existing
        if (plan.id, existing.permit_number) not in listed
    ]
    return WhatIf(
        on=on,
        books=tuple(after_books),
        plans=plans,
        signs_by_id={sign.id: sign for sign in mine},
        before=before,
        after=after,
        consequences=tuple(_consequences(before, after)),
        unmeasured=tuple(bare),
    )


def _consequences(before: Rechecked, after: Rechecked) -> list[Consequence]:
    old = {(hit.sign, hit.rule): hit for hit in before.hits}
    new = {(hit.sign, hit.rule): hit for hit in after.hits}
    found = []
    for key, hit in new.items():
        was = old[key].verdict if key in old else Verdict.PASS
        effect = _EFFECTS.get(hit.verdict)
        if effect is not None and hit.verdict.rank < was.rank:
            found.append(Consequence(effect=effect, hit=hit, was=old.get(key)))
        elif hit.verdict is Verdict.FAIL:
            found.append(Consequence(effect=_drift(old[key], hit), hit=hit, was=old[key]))
    for key, hit in old.items():
        if key not in new and hit.sign in after.verdicts:
            found.append(Consequence(effect=Effect.PASSES, hit=hit, was=hit))
    order = list(Effect)
    found.sort(key=lambda one: (one.hit.plan, one.hit.unit, one.hit.sign, order.index(one.effect), _size(one.hit)))
    return found


def _drift(was: Hit, now: Hit) -> Effect:
    """Return whether a sign that fails before and after fails by more or less; without a number it is as before."""
    if was.margin_exact is None or now.margin_exact is None or was.margin_exact == now.margin_exact:
        return Effect.SAME
    return Effect.MORE if now.margin_exact < was.margin_exact else Effect.LESS


_EFFECTS = {
    Verdict.FAIL: Effect.FAILS,
    Verdict.UNMEASURED: Effect.UNCLEAR,
    Verdict.REVIEW: Effect.UNCLEAR,
    Verdict.WARN: Effect.WARNS,
}


def _size(hit: Hit) -> tuple[float, str]:
    return (hit.margin_exact if hit.margin_exact is not None else 0.0, hit.rule)
