"""Judge a proposal by rule books: measure what the rules ask for, once each, and say what came out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from signage.frontage import Proposal
from signage.rules.book import Rule, RuleBook, effective
from signage.rules.deciding import Decide, Decided, decide, decider, spared
from signage.rules.derivation import derivation_of
from signage.rules.findings import BookIdentity, CheckReport, Verdict
from signage.rules.measures import Measurement, Subject
from signage.rules.measures.measurement import registry
from signage.rules.telling import Tell, teller
from signage.rules.working import working_of

__all__ = ["Case", "Decided", "check", "decide", "verdicts"]


class Case(dict[str, Measurement]):
    """Readings of one proposal by measure, taken when asked for and kept."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject

    def __missing__(self, name: str) -> Measurement:
        """Take a measure.

        Raises:
            KeyError: There is no such measure.
        """
        reading = self[name] = registry()[name].read(self._subject)
        return reading

    def __call__(self, name: str) -> Measurement:
        """Return a measure's reading."""
        return self[name]


def check(
    proposal: Proposal,
    books: Sequence[RuleBook],
    on: date,
    *,
    approved: date | None = None,
    working: bool = False,
    is_trial: bool = False,
) -> CheckReport:
    """Return the findings of every rule in force on a date.

    Args:
        proposal: The sign at its place, with the facts that no drawing shows.
        books: In any order; findings come in the order of books and rules.
        on: The date whose rules apply.
        approved: The date on which the sign was approved, None for a new one; rules that came later may spare it.
        working: Whether each finding shows how its numbers came about.
        is_trial: Whether the sign is only tried in a search: the report then goes without the proposal's digest.

    Raises:
        NotFound: The plan lacks the sign's unit.
    """
    subject = Subject(proposal)
    readings = Case(subject).__getitem__
    derive = partial(derivation_of, subject)
    docket = _docket(tuple(books), on, approved)
    unit_id, facts, proofs = proposal.sign.unit_id, proposal.facts, subject.proofs
    findings = []
    for item in docket.items:
        decided = item.spared or item.decide(readings, facts, proofs)
        applies = decided.verdict is not Verdict.NOT_APPLICABLE
        shown = working_of(item.rule, readings, derive, applies=applies) if working else ()
        findings.append(item.tell(decided, unit_id, shown))
    return CheckReport(
        on=on,
        unit=unit_id,
        books=docket.books,
        proposal_digest="" if is_trial else proposal.digest,
        findings=tuple(findings),
    )


def verdicts(proposal: Proposal, books: Sequence[RuleBook], on: date) -> dict[str, Verdict]:
    """Return what every rule in force on a date says of a sign, by the rule's id, without its words and places.

    Raises:
        NotFound: The plan lacks the sign's unit.
    """
    subject = Subject(proposal)
    readings, facts, proofs = Case(subject).__getitem__, proposal.facts, subject.proofs
    docket = _docket(tuple(books), on, None)
    return {item.rule.id: (item.spared or item.decide(readings, facts, proofs)).verdict for item in docket.items}


@dataclass(frozen=True, slots=True)
class _Item:
    """One rule in force; `spared` is what it says of every sign that it leaves alone, None when it concerns them."""

    rule: Rule
    decide: Decide
    tell: Tell
    spared: Decided | None


@dataclass(frozen=True, slots=True)
class _Docket:
    """The rules in force on a day for signs approved on another, made ready; and the books as the report names them."""

    of: tuple[RuleBook, ...]
    items: tuple[_Item, ...]
    books: tuple[BookIdentity, ...]


# Kept by the identity of the books, which are held with it. A desk checks by one or two sets of them.
_DOCKETS: dict[tuple[object, ...], _Docket] = {}
_DOCKETS_MOST = 32


def _docket(books: tuple[RuleBook, ...], on: date, approved: date | None) -> _Docket:
    key = (*map(id, books), on, approved)
    known = _DOCKETS.get(key)
    if known is None:
        if len(_DOCKETS) >= _DOCKETS_MOST:
            _DOCKETS.clear()
        known = _DOCKETS[key] = _made_ready(books, on, approved)
    return known


def _made_ready(books: tuple[RuleBook, ...], on: date, approved: date | None) -> _Docket:
    # A book that is not in force yet does not take the place of the book that it extends.
    mine = effective([book for book in books if book.in_force(on)])
    items = [
        _Item(
            rule=rule,
            decide=decider(rule),
            tell=teller(book, rule),
            spared=spared(rule)
            if rule.transition.spares(start=rule.valid_from or book.valid_from, approved=approved, on=on)
            else None,
        )
        for book in mine
        for rule in book.rules
        if rule.in_force(on)
    ]
    return _Docket(of=books, items=tuple(items), books=tuple(book.identity for book in mine))
