"""The nearest compliant sign: read the room off the findings, set the sign into it, check it again in full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from signage.design.kind_files import kind_of
from signage.frontage import Proposal
from signage.locale import Lang, text
from signage.offers.binding import broken_when_taken_back, limits_of
from signage.offers.changes import changes_between
from signage.offers.conflict import smallest_conflicts
from signage.offers.kinds import kind_change, mended_by_kind, other_kinds
from signage.offers.offer import Change, Offer, RepairResult
from signage.offers.settle import settle
from signage.offers.trials import Trials, final
from signage.rules import CheckReport, RuleBook, Verdict
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

    Changed are place, size, letter height, depth, luminance and colours; the kind only where none of these helps, and
    the text never. What needs a person or a missing paper (REVIEW, UNMEASURED) stays as it is.

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
        offer = _offered(trials, solved, report, why, _TITLES[way])
        if offer.changes:
            offers.append(offer)
    if not offers and first.of(Verdict.FAIL):
        offers += _of_other_kinds(trials, count)
    if offers or not explain or not first.of(Verdict.FAIL):
        return RepairResult(offers=tuple(offers[:count]))
    return RepairResult(offers=(), conflicts=smallest_conflicts(trials))


def _offered(
    trials: Trials,
    solved: Proposal,
    report: CheckReport,
    why: Mapping[str, list[str]],
    title: tuple[str, str],
    before: tuple[Change, ...] = (),
) -> Offer:
    binding_of = partial(broken_when_taken_back, trials, solved, report)
    changes = (*before, *changes_between(trials.proposal, solved, why, trials.books, binding_of))
    binding = tuple(dict.fromkeys(rule for change in changes for rule in change.rules))
    return Offer(
        title_zh=title[0],
        title_en=title[1],
        proposal=solved,
        report=final(report, solved),
        changes=changes,
        binding=binding,
        limits=limits_of(binding, trials.report_of(trials.proposal), report, solved),
    )


def _of_other_kinds(trials: Trials, count: int) -> list[Offer]:
    """Return the sign as other kinds, each set into its room: the largest change, made when no other helps."""
    first, offers = trials.report_of(trials.proposal), list[Offer]()
    for other in other_kinds(trials):
        solved, report, failure, why = settle(other, "least")
        if failure is not None or report.of(Verdict.FAIL):
            continue
        asked_by = mended_by_kind(first, other.report_of(other.proposal))
        change = kind_change(trials.proposal, solved, asked_by, trials.books)
        kind = kind_of(solved.sign.layout.spec.kind)
        title = (
            text("repair.as_kind", Lang.ZH, kind=kind.title_zh),
            text("repair.as_kind", Lang.EN, kind=kind.title_en),
        )
        offers.append(_offered(trials, solved, report, why, title, (change,)))
        if len(offers) == count:
            break
    return offers
