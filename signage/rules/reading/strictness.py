"""Whether a changed rule is stricter than the one it replaces: what a lower layer may do is decided here."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import Any

from signage.rules.amounts import Amount, Exact
from signage.rules.book import Rule
from signage.rules.findings import Modality
from signage.rules.limits import Bound, FactorOf, Limit, Op, Pick, Table


class Change(StrEnum):
    """What a change does to a requirement."""

    SAME = "same"
    STRICTER = "stricter"
    LOOSER = "looser"
    UNCLEAR = "unclear"  # stricter for some signs, looser for others, or of another kind


_UPPER = (Op.AT_MOST, Op.LESS_THAN)
_LOWER = (Op.AT_LEAST, Op.MORE_THAN)
_STRICT = (Op.LESS_THAN, Op.MORE_THAN)
_WEIGHT = {Modality.MAY: 0, Modality.SHOULD: 1, Modality.MUST: 2}


def change_of(old: Rule, new: Rule) -> Change:
    """Return what replacing one rule by another does, over everything that decides a verdict.

    Args:
        old: The upper layer's rule.
        new: The same rule as a lower layer wants it.
    """
    return _all(list(_by_field(old, new).values()))


def field_of_change(old: Rule, new: Rule) -> str:
    """Return the field of the new rule that makes `change_of` what it is, as a book writes it."""
    changes = _by_field(old, new)
    whole = _all(list(changes.values()))
    return next(field for field, change in changes.items() if change is whole)


def _by_field(old: Rule, new: Rule) -> dict[str, Change]:
    exempted = ({e.proof for e in rule.exemptions} for rule in (old, new))
    return {
        "limit": change_of_limit(old.limit, new.limit),
        "modality": _step(_WEIGHT[new.modality] - _WEIGHT[old.modality]),
        "applies_when": _kept(set(old.applies_when), set(new.applies_when), more_is=Change.LOOSER),
        "exemption": _kept(*exempted, more_is=Change.LOOSER),
        "consent": _same_or(old.consent, new.consent, gone=Change.STRICTER),
        "tolerance": _step(_tolerance(old) - _tolerance(new)),
        "on_breach": _same_or(old.on_breach, new.on_breach, gone=Change.STRICTER),
        "valid_from": _dates(old, new),
        "transition": Change.SAME if old.transition == new.transition else Change.UNCLEAR,
    }


def _all(changes: list[Change]) -> Change:
    found = set(changes) - {Change.SAME}
    if not found:
        return Change.SAME
    for worst in (Change.UNCLEAR, Change.LOOSER):  # what relaxes anything relaxes, whatever else it tightens
        if worst in found:
            return worst
    return Change.STRICTER


def _step(difference: Exact) -> Change:
    return Change.SAME if difference == 0 else Change.STRICTER if difference > 0 else Change.LOOSER


def _kept(old: set[Any], new: set[Any], *, more_is: Change) -> Change:
    if old == new:
        return Change.SAME
    if old < new:
        return more_is
    less = Change.STRICTER if more_is is Change.LOOSER else Change.LOOSER
    return less if new < old else Change.UNCLEAR


def _same_or(old: object, new: object, *, gone: Change) -> Change:
    if old == new:
        return Change.SAME
    if not new:
        return gone
    return Change.UNCLEAR if old else Change.LOOSER


def _tolerance(rule: Rule) -> Exact:
    return rule.tolerance.amount.exact if rule.tolerance is not None else 0


def _dates(old: Rule, new: Rule) -> Change:
    if (old.valid_from, old.valid_to) == (new.valid_from, new.valid_to):
        return Change.SAME
    starts = new.valid_from is None or (old.valid_from is not None and new.valid_from <= old.valid_from)
    ends = new.valid_to is None or (old.valid_to is not None and new.valid_to >= old.valid_to)
    return Change.STRICTER if starts and ends else Change.LOOSER


def change_of_limit(old: Limit, new: Limit) -> Change:
    """Return what replacing one limit by another does to a sign that must keep it."""
    if old == new:
        return Change.SAME
    if old.op in _UPPER and new.op in _UPPER and old.high is not None and new.high is not None:
        return _with_strictness(_bounds(old.high, new.high, sign=-1), old.op, new.op)
    if old.op in _LOWER and new.op in _LOWER and old.low is not None and new.low is not None:
        return _with_strictness(_bounds(old.low, new.low, sign=1), old.op, new.op)
    if old.op is new.op is Op.BETWEEN and old.low and new.low and old.high and new.high:
        return _all([_bounds(old.low, new.low, sign=1), _bounds(old.high, new.high, sign=-1)])
    if old.op is new.op and old.op in (Op.ONE_OF, Op.NONE_OF):
        return _lists(old, new)
    return Change.UNCLEAR


def _with_strictness(change: Change, old: Op, new: Op) -> Change:
    """A bound that stays but is no longer included is stricter; one that comes closer is so in any case."""
    if change is Change.SAME:
        return _step((new in _STRICT) - (old in _STRICT))
    return change


def _lists(old: Limit, new: Limit) -> Change:
    words = _kept(set(old.words), set(new.words), more_is=Change.LOOSER if old.op is Op.ONE_OF else Change.STRICTER)
    return _all([words, _kept(set(old.review), set(new.review), more_is=Change.LOOSER)])


def _bounds(old: Bound, new: Bound, *, sign: int) -> Change:
    """Compare two bounds; `sign` is +1 when a greater bound is stricter (a lower limit), else -1."""
    if old == new:
        return Change.SAME
    if isinstance(old, Amount) and isinstance(new, Amount):
        return _step(sign * (new.exact - old.exact))
    if isinstance(old, FactorOf) and isinstance(new, FactorOf) and old.of == new.of:
        more = (_plus(new) - _plus(old), new.scale - old.scale)  # measures that bounds lean on are never negative
        return _all([_step(sign * more[0]), _step(sign * more[1])])
    if isinstance(old, Table) and isinstance(new, Table) and old.by == new.by:
        return _tables(old, new, sign=sign)
    if isinstance(old, Table) and isinstance(new, Amount):  # one figure for every row
        steps = [sign * (new.exact - row.value.exact) for row in old.rows]
        return Change.STRICTER if min(steps) >= 0 else Change.LOOSER
    narrowing = "min" if sign < 0 else "max"
    if isinstance(new, Pick) and new.which == narrowing:
        kept = set(old.of) if isinstance(old, Pick) and old.which == narrowing else {old}
        return Change.STRICTER if kept <= set(new.of) else Change.UNCLEAR
    return Change.UNCLEAR


def _plus(bound: FactorOf) -> Fraction:
    return Fraction(bound.plus.exact) if bound.plus is not None else Fraction(0)


def _tables(old: Table, new: Table, *, sign: int) -> Change:
    """Compare row by row; rows cut otherwise are not compared."""
    before, after = {row.keys: row.value for row in old.rows}, {row.keys: row.value for row in new.rows}
    if set(before) != set(after) or old.uncovered != new.uncovered:
        return Change.UNCLEAR
    return _all([_step(sign * (after[keys].exact - value.exact)) for keys, value in before.items()])
