"""Which rules bind an offer: those that break when one of its changes is taken back, found by checking that sign.

A change that cannot be taken back alone (letters that no longer fit their lower panel) is bound by the rules that
asked for it; one that breaks nothing when taken back (a width kept in proportion) is bound by none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from signage.design import SignSpec
from signage.errors import InputError, LayoutError
from signage.frontage import Proposal
from signage.locale import Lang, text
from signage.offers.offer import BindingLimit
from signage.offers.trials import Trials
from signage.rules import CheckReport, Finding, Verdict
from signage.units import Unit

_STEP_MM = 1.0  # a repair sets lengths in whole millimetres, light in whole cd/m²


def with_taken_back(before: Proposal, after: Proposal, path: str) -> SignSpec:
    """Return the offer's specification with one field as it was asked for.

    Args:
        before: What was asked for.
        after: What is offered.
        path: The field as `changes_between` names it.
    """
    asked, offered = before.sign.layout.spec, after.sign.layout.spec
    if path == "position.bottom_mm":
        return replace(offered, position=replace(offered.position, bottom_mm=before.sign.rect.y0))
    if path == "letter_height_mm":
        lines = before.sign.layout.lines
        return replace(offered, letter_height_mm=lines[0].letter_height_mm if lines else None)
    section, _, name = path.rpartition(".")
    if section == "position":
        return replace(offered, position=replace(offered.position, **{name: getattr(asked.position, name)}))
    if section == "lighting":
        return replace(offered, lighting=replace(offered.lighting, **{name: getattr(asked.lighting, name)}))
    if section == "colours":
        return replace(offered, colours=replace(offered.colours, **{name: getattr(asked.colours, name)}))
    if name == "depth_mm":
        return replace(offered, depth_mm=asked.depth_mm, return_depth_mm=asked.return_depth_mm)
    return replace(offered, **{name: getattr(asked, name)})


def broken_when_taken_back(trials: Trials, after: Proposal, report: CheckReport, path: str) -> tuple[str, ...] | None:
    """Return the rules that an offer would break or worsen with one change taken back; None when no such sign exists.

    Args:
        trials: Of what was asked for.
        after: What is offered.
        report: The offer's report.
        path: The field of the change.
    """
    try:
        tried = trials.with_spec(with_taken_back(trials.proposal, after, path))
    except (LayoutError, InputError):
        return None
    before = {finding.rule_id: finding.verdict for finding in report.findings}
    worse = (Verdict.FAIL, Verdict.WARN)
    found = trials.verdicts_of(tried)
    return tuple(rule for rule, verdict in found.items() if verdict in worse and before.get(rule) is not verdict)


def limits_of(
    rules: Sequence[str], before: CheckReport, after: CheckReport, offered: Proposal
) -> tuple[BindingLimit, ...]:
    """Return the rules at whose limit an offer stands, in words: what each requires and what the offer has.

    A figure that the offer keeps with more to spare than the step of a repair stops it from nothing: it is left out.

    Args:
        rules: Ids of the rules that ask for the changes.
        before: The report of what was asked for.
        after: The report of the offer.
        offered: The offer.
    """
    now = {finding.rule_id: finding for finding in after.findings}
    then = {finding.rule_id: finding for finding in before.findings}
    found = []
    for rule in rules:
        finding = now.get(rule)
        if finding is None or finding.verdict is Verdict.NOT_APPLICABLE:
            finding = then.get(rule, finding)
        if finding is not None and not (finding is now.get(rule) and _has_room(finding, offered)):
            found.append(_limit(finding, is_of_offer=finding is now.get(rule)))
    return tuple(found)


def _has_room(finding: Finding, offered: Proposal) -> bool:
    """Whether an offer keeps a figure by more than a repair, which goes in whole millimetres, could still give."""
    margin, rect = finding.margin, offered.sign.rect
    if margin is None:
        return False
    step = {
        Unit.M2: (rect.width + rect.height) * _STEP_MM / 1e6,
        Unit.MM2: (rect.width + rect.height) * _STEP_MM,
        Unit.RATIO: 2 * _STEP_MM / max(min(rect.width, rect.height), 1.0),
    }.get(margin.unit, _STEP_MM)
    return margin.value > step + 1e-6


def _limit(finding: Finding, *, is_of_offer: bool) -> BindingLimit:
    shown = is_of_offer and finding.measured is not None
    words = []
    figures: Mapping[Lang, tuple[str, str]] = {
        Lang.ZH: (finding.required, str(finding.measured)),
        Lang.EN: (finding.required_en or finding.required, finding.measured_en or str(finding.measured)),
    }
    for lang in Lang:
        title = finding.title_zh if lang is Lang.ZH else finding.title_en
        required, measured = figures[lang]
        words.append(
            text(
                "repair.limit" if shown else "repair.limit_words",
                lang,
                rule=finding.rule_id,
                title=title,
                required=required,
                measured=measured,
                clause=f"{finding.document} {finding.clause}",
            )
        )
    return BindingLimit(
        rule=finding.rule_id,
        required=finding.required,
        measured=str(finding.measured) if shown else "",
        text_zh=words[0],
        text_en=words[1],
    )
