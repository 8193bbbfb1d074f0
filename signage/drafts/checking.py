"""A measured draft as a specification, checked like one of our own; and what its uncertainty leaves open."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from signage.design import Colour, SignSpec, spec_of
from signage.desk import Desk, Fact, prepare
from signage.drafts.model import SignSize
from signage.errors import SignageError
from signage.frontage import FrontagePlan
from signage.locale import Lang, text
from signage.rules import RuleBook, Verdict
from signage.typography import FontCatalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A side as measured on the draft against what was told of it.

    Attributes:
        side: `width` or `height`.
        is_within: Whether the tolerance explains the difference.
    """

    side: str
    measured_mm: float
    tolerance_mm: float
    told_mm: float

    @property
    def is_within(self) -> bool:
        """Whether the measure's uncertainty explains the difference."""
        return abs(self.measured_mm - self.told_mm) <= self.tolerance_mm

    def sentence(self, lang: Lang | None = None) -> str:
        """Return the difference in words."""
        code = "drafts.differs_within" if self.is_within else "drafts.differs"
        return text(
            code,
            lang,
            side=text(f"drafts.side_{self.side}", lang),
            measured=f"{self.measured_mm:.0f}",
            tolerance=f"{math.ceil(self.tolerance_mm)}",
            told=f"{self.told_mm:.0f}",
            difference=f"{round(self.measured_mm - self.told_mm):+d}",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftCheck:
    """A draft's sign on the building.

    Attributes:
        desk: The sign laid out, placed and checked at its measured size.
        open_rules: Ids of rules whose verdict turns within the measure's uncertainty: the draft cannot answer them.
    """

    desk: Desk
    open_rules: tuple[str, ...]


def spec_of_draft(
    kind: str,
    name: str,
    size: SignSize,
    *,
    licence_name: str = "",
    panel: Colour | None = None,
    letters: Colour | None = None,
) -> SignSpec:
    """Return the specification that a draft's sign comes to, in whole millimetres.

    Raises:
        SpecError: Name or size is none that a sign of this kind can have.
    """
    fields: dict[str, object] = {
        "kind": kind,
        "name": name,
        "width_mm": float(round(size.width_mm)),
        "height_mm": float(round(size.height_mm)),
    }
    if licence_name.strip():
        fields["licence_name"] = licence_name
    if panel:
        fields["panel_colour"] = panel
    if letters:
        fields["letter_colour"] = letters
    return spec_of(fields)


def check_draft(
    spec: SignSpec,
    size: SignSize,
    plan: FrontagePlan,
    unit_id: str,
    books: Sequence[RuleBook],
    on: date,
    fonts: FontCatalogue,
    *,
    facts: Mapping[str, Fact] | None = None,
) -> DraftCheck:
    """Return a draft's sign placed and checked, with the rules that its uncertainty leaves open.

    The check runs at the measured size, and at the smallest and largest size that the clicks allow.

    Raises:
        SignageError: As `desk.prepare`.
    """
    desk = prepare(spec, plan, unit_id, books, on, fonts, facts=facts)
    now = _verdicts(desk)
    turned: list[str] = []
    for sign in (-1, 1):
        other = replace(
            spec,
            width_mm=max(1.0, spec.width_mm + sign * size.width_tolerance_mm),
            height_mm=max(1.0, spec.height_mm + sign * size.height_tolerance_mm),
        )
        try:
            then = _verdicts(prepare(other, plan, unit_id, books, on, fonts, facts=facts))
        except SignageError:  # the text no longer fits at that size: says nothing about a rule
            continue
        turned += [rule for rule, blocks in then.items() if now.get(rule, blocks) != blocks]
    return DraftCheck(desk=desk, open_rules=tuple(dict.fromkeys(turned)))


def differences(size: SignSize, told_mm: tuple[float, float] | None) -> tuple[Difference, ...]:
    """Return how the measured sides differ from what the application tells; nothing when nothing was told."""
    if told_mm is None:
        return ()
    return (
        Difference(side="width", measured_mm=size.width_mm, tolerance_mm=size.width_tolerance_mm, told_mm=told_mm[0]),
        Difference(
            side="height", measured_mm=size.height_mm, tolerance_mm=size.height_tolerance_mm, told_mm=told_mm[1]
        ),
    )


def _verdicts(desk: Desk) -> dict[str, bool]:
    """Return for each rule whether it stands in the way."""
    quiet = (Verdict.PASS, Verdict.NOT_APPLICABLE, Verdict.WARN)
    found: dict[str, bool] = {}
    for finding in desk.report.findings:
        found[finding.rule_id] = found.get(finding.rule_id, False) or finding.verdict not in quiet
    return found
