"""The nearest compliant sign: read the room off the findings, set the sign into it, check it again in full."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from signage.frontage import Proposal
from signage.offers.binding import broken_when_taken_back, limits_of
from signage.offers.changes import changes_between
from signage.offers.conflict import smallest_conflicts
from signage.offers.offer import Offer, RepairResult
from signage.offers.settle import settle
from signage.offers.trials import Trials, final
from signage.rules import RuleBook, Verdict
from signage.typography import FontCatalogue

_TITLES = {
    "least": ("改动最小的方案", "Least change"),
    "scaled": ("按比例缩小的方案", "Scaled in proportion"),
    "should": ("同时满足“宜”条款的方案", "Meets the recommendations too"),
}


def repair(
    proposal: Proposal,
    books: Sequence[RuleBook],
    on: date,
    fonts: FontCatalogue,
    *,
    count: int = 3,
    explain: bool = True,
) -> RepairResult:
    """Return up to three distinct signs near the given one that break no rule.

    Changed are place, size, letter height, depth, luminance and colours; never the text or the kind. What needs a
    person or a missing paper (REVIEW, UNMEASURED) stays as it is.

    Args:
        proposal: The sign at its place.
        books: Rule books.
        on: The date whose rules apply.
        fonts: Typefaces.
        count: How many offers at most.
        explain: Whether to look for the rules that stand against every offer, which takes longer than the offers.

    Returns:
        Offers, nearest first; when there is none, the rules that stand against it. Neither for a sign without fault.
    """
    trials = Trials(proposal, books, on, fonts)
    first = trials.report_of(proposal)
    if not first.of(Verdict.FAIL, Verdict.WARN):
        return RepairResult(offers=())
    offers: list[Offer] = []
    ways = ("least", "scaled", "should") if first.of(Verdict.FAIL) else ("should",)
    for way in ways:
        if way == "should" and any(not offer.report.of(Verdict.WARN) for offer in offers):
            continue  # an offer meets the recommendations already, and with less changed
        solved, report, failure, why = settle(trials, way)
        if failure is not None or report.of(Verdict.FAIL):
            continue
        spec = solved.sign.layout.spec
        if (
            way == "should"
            and len(report.of(Verdict.WARN)) >= len(first.of(Verdict.WARN))
            and not first.of(Verdict.FAIL)
        ):
            continue
        if any(known.proposal.sign.layout.spec == spec for known in offers):
            continue
        binding_of = partial(broken_when_taken_back, trials, solved, report)
        changes = changes_between(proposal, solved, why, books, binding_of)
        if not changes:
            continue
        binding = tuple(dict.fromkeys(rule for change in changes for rule in change.rules))
        title = _TITLES[way]
        offers.append(
            Offer(
                title_zh=title[0],
                title_en=title[1],
                proposal=solved,
                report=final(report, solved),
                changes=changes,
                binding=binding,
                limits=limits_of(binding, first, report),
            )
        )
    if offers or not explain or not first.of(Verdict.FAIL):
        return RepairResult(offers=tuple(offers[:count]))
    return RepairResult(offers=(), conflicts=smallest_conflicts(trials))
