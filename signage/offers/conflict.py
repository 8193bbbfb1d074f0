"""Why no compliant sign is found: the smallest sets of rules that no change of the sign meets together.

A set of rules is tried by setting the sign into what these rules alone leave. Rules that an attempt breaks are taken
in until no attempt succeeds; then each is left out in turn, and what is not needed goes. The answer is proven by the
search that makes the offers: with the set it finds no sign, with any one rule of the set left out it does.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import combinations

from signage.design import Form
from signage.errors import InputError, LayoutError
from signage.frontage import Proposal
from signage.locale import Lang, text
from signage.offers.offer import Conflict
from signage.offers.reasons import why_out_of_reach
from signage.offers.settle import settle
from signage.offers.trials import Trials
from signage.rules import CheckReport, Finding, RuleBook, Verdict
from signage.rules.book import effective

_WAYS = ("least", "scaled")
_MOST_CONFLICTS = 3
_MOST_FOR_PAIRS = 8  # pairs of more rules than these take longer to try than a visitor waits


class RuleSearch:
    """The search for a compliant sign under some of the rules of the books, each set of rules tried once."""

    def __init__(self, trials: Trials) -> None:
        self._trials = trials
        self._tried: dict[frozenset[str], tuple[Proposal | None, frozenset[str]]] = {}

    @property
    def form(self) -> Form:
        """How the sign stands to the wall."""
        return Form(self._trials.proposal.sign.layout.form)

    @property
    def every_rule(self) -> frozenset[str]:
        """Ids of all rules of the books."""
        return frozenset(rule.id for book in effective(self._trials.books) for rule in book.rules)

    def sign_under(self, rules: Collection[str]) -> Proposal | None:
        """Return a sign that breaks none of these rules, None when none is found."""
        return self._attempt(frozenset(rules))[0]

    def broken_under(self, rules: Collection[str]) -> frozenset[str]:
        """Return which of these rules attempts have met with, when no sign is found under them."""
        return self._attempt(frozenset(rules))[1]

    def broken_by(self, proposal: Proposal) -> frozenset[str]:
        """Return the rules of all books that a sign breaks."""
        return _failing(self._trials.report_of(proposal))

    def _attempt(self, rules: frozenset[str]) -> tuple[Proposal | None, frozenset[str]]:
        if rules not in self._tried:
            self._tried[rules] = self._searched(rules)
        return self._tried[rules]

    def _searched(self, rules: frozenset[str]) -> tuple[Proposal | None, frozenset[str]]:
        asked = self._trials.proposal
        met = set(_failing(self._trials.report_of(asked, rules)))
        if not met:
            return asked, frozenset()
        for way in _WAYS:
            try:
                solved, report, failure, why = settle(self._trials, way, rules)
            except (LayoutError, InputError):
                continue
            if failure is None and not report.of(Verdict.FAIL):
                return solved, frozenset()
            met |= _failing(report) | {rule for rules in why.values() for rule in rules}
            if failure is not None:  # the text does not fit, and in proportion there is less room still
                break
        return None, frozenset(met)


def _failing(report: CheckReport) -> frozenset[str]:
    return frozenset(finding.rule_id for finding in report.of(Verdict.FAIL))


def smallest_conflicts(trials: Trials) -> tuple[Conflict, ...]:
    """Return up to three sets of rules without a common one, each of which no change of the sign meets.

    Args:
        trials: Of the sign at its place.

    Returns:
        Sets from which no rule can be left out, those of one rule first. Empty when the search finds a sign.
    """
    search = RuleSearch(trials)
    left, found = search.every_rule, list[frozenset[str]]()
    while len(found) < _MOST_CONFLICTS:
        core = _core(search, left)
        if core is None:
            break
        found.append(core)
        left -= core
    found.sort(key=len)
    findings = {finding.rule_id: finding for finding in trials.report_of(trials.proposal).findings}
    return tuple(_said(core, search, findings, trials.books, is_alone=len(found) == 1) for core in found)


def _core(search: RuleSearch, rules: frozenset[str]) -> frozenset[str] | None:
    """Return a smallest set of these rules that admits no sign, None when a sign is found under all of them."""
    if search.sign_under(rules) is not None:
        return None
    grown = search.broken_under(rules)
    while (sign := search.sign_under(grown)) is not None:
        more = (search.broken_by(sign) & rules) - grown
        if not more:  # a sign after all, by another way than with all rules at once
            return None
        grown |= more
    for rule in sorted(grown):
        if search.sign_under({rule}) is None:
            return frozenset({rule})
    core = _without_idle(search, grown)
    if len(core) > 2 and len(grown) <= _MOST_FOR_PAIRS:
        pairs = (frozenset(pair) for pair in combinations(sorted(grown), 2))
        return next((pair for pair in pairs if search.sign_under(pair) is None), core)
    return core


def _without_idle(search: RuleSearch, rules: frozenset[str]) -> frozenset[str]:
    """Leave rules out one after the other until each is needed: without any one of them a sign is found."""
    core = rules
    while True:
        idle = next((rule for rule in sorted(core) if search.sign_under(core - {rule}) is None), None)
        if idle is None:
            return core
        core -= {idle}


def _said(
    core: frozenset[str],
    search: RuleSearch,
    findings: Mapping[str, Finding],
    books: tuple[RuleBook, ...],
    *,
    is_alone: bool,
) -> Conflict:
    ordered = tuple(rule.id for book in effective(books) for rule in book.rules if rule.id in core)
    ordered = tuple(dict.fromkeys(ordered))
    is_only = is_alone and all(search.sign_under(search.every_rule - {rule}) is not None for rule in ordered)
    words = []
    for lang in Lang:
        parts = [
            _part(findings[rule], books, stands_alone=len(core) == 1, form=search.form, lang=lang) for rule in ordered
        ]
        listed = ("；" if lang is Lang.ZH else "; ").join(parts)
        code = "repair.one_rule" if len(core) == 1 else "repair.rules_together"
        said = text(code, lang, count=len(core), rules=listed)
        if len(core) > 1:
            said += text("repair.any_one_out" if is_only else "repair.themselves", lang)
        words.append(said)
    return Conflict(rules=ordered, is_only=is_only, text_zh=words[0], text_en=words[1])


def _part(finding: Finding, books: tuple[RuleBook, ...], *, stands_alone: bool, form: Form, lang: Lang) -> str:
    zh = lang is Lang.ZH
    title = finding.title_zh if zh else finding.title_en
    if finding.verdict is Verdict.FAIL:
        told = finding.message_zh if zh else finding.message_en
    else:
        told = text("repair.asks", lang, required=finding.required if zh else finding.required_en or finding.required)
    said = text("repair.rule", lang, rule=finding.rule_id, title=title, told=told.rstrip("。."))
    if finding.clause not in said:
        said += text("repair.clause", lang, clause=f"{finding.document} {finding.clause}")
    return said + (why_out_of_reach(finding, books, form, lang) if stands_alone else "")
