"""Rules about the part of the wall that a sign is on, off which no bound can be read: every free place is tried."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from signage.frontage import Proposal
from signage.geometry import Rect
from signage.offers.bands.bounds import Filled, refusal
from signage.offers.bands.model import Remark
from signage.rules import RuleBook, Verdict
from signage.rules.book import Rule, effective
from signage.rules.check import Case
from signage.rules.deciding import decide

WHERE = frozenset({"wall_zone", "column_overlap", "over_entrance"})
_OPEN = (Verdict.UNMEASURED, Verdict.REVIEW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the books say of a place: what is against it, and whether something about it is not known."""

    against: tuple[Remark, ...] = ()
    is_open: bool = False


def rules_of_place(books: Sequence[RuleBook], on: date) -> tuple[Rule, ...]:
    """Return the rules in force that ask on which part of the wall a sign is."""
    listed = (rule for book in effective(books) if book.in_force(on) for rule in book.rules)
    return tuple(rule for rule in listed if rule.measure in WHERE and rule.in_force(on))


def standing_of(probe: Proposal, place: Rect, rules: Sequence[Rule], *, with_should: bool) -> Standing:
    """Return what rules of place say of a sign that fills a place.

    Args:
        probe: A sign of the kind in question, set into the place.
        place: The place, elevation space.
        rules: Rules of place.
        with_should: Whether recommendations (宜) count too.
    """
    subject = Filled(probe, place)
    case, against, is_open = Case(subject), list[Remark](), False
    for rule in rules:
        decided = decide(rule, case, probe.facts, subject.proofs)
        if decided.verdict is Verdict.FAIL or (with_should and decided.verdict is Verdict.WARN):
            against.append(refusal("place_refused", rule, decided))
        is_open = is_open or decided.verdict in _OPEN
    return Standing(against=tuple(against), is_open=is_open)
