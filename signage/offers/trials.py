"""Signs tried in the place of one, each laid out and checked once however often a search comes back to it.

Rules judge a sign one by one, so that what some of them say is read off what all of them said.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from signage.design import SignLayout, SignSpec, lay_out
from signage.errors import InputError, LayoutError
from signage.frontage import Proposal, place
from signage.rules import CheckReport, RuleBook, Verdict, check, verdicts
from signage.typography import FontCatalogue


def rebuilt(proposal: Proposal, spec: SignSpec, fonts: FontCatalogue) -> Proposal:
    """Return the proposal with another specification, laid out and placed anew."""
    return replace(proposal, sign=place(lay_out(spec, fonts), proposal.plan, proposal.sign.unit_id))


def final(report: CheckReport, proposal: Proposal) -> CheckReport:
    """Return a trial's report with the digest of what it is of, for a sign that is offered."""
    return report if report.proposal_digest else replace(report, proposal_digest=proposal.digest)


def _as_if_centred(spec: SignSpec) -> SignSpec:
    """Return a specification without where the sign hangs, on which its layout does not depend."""
    return replace(spec, position=replace(spec.position, bottom_mm=None, offset_mm=0.0))


class Trials:
    """A proposal and what has been tried in its place.

    Args:
        proposal: The sign at its place; plan, unit, facts and the other signs stay.
        books: Rule books.
        on: The date whose rules apply.
        fonts: Typefaces.
    """

    def __init__(self, proposal: Proposal, books: Sequence[RuleBook], on: date, fonts: FontCatalogue) -> None:
        self.proposal, self.books = proposal, tuple(books)
        self._on, self._fonts = on, fonts
        self._layouts: dict[SignSpec, SignLayout] = {}
        self._made: dict[SignSpec, Proposal | LayoutError | InputError] = {}
        self._reports: dict[int, tuple[Proposal, CheckReport]] = {}

    def with_spec(self, spec: SignSpec) -> Proposal:
        """Return the proposal with another specification.

        Raises:
            LayoutError: The text does not fit.
            InputError: A figure leaves the range of a specification.
        """
        known = self._made.get(spec)
        if known is None:
            try:
                known = self._rebuilt(spec)
            except (LayoutError, InputError) as refusal:
                known = refusal
            self._made[spec] = known
        if isinstance(known, Proposal):
            return known
        raise known

    def _rebuilt(self, spec: SignSpec) -> Proposal:
        """Return the proposal laid out and placed anew; one that only hangs elsewhere is placed anew."""
        here = _as_if_centred(spec)
        layout = self._layouts.get(here)
        layout = replace(layout, spec=spec) if layout is not None else lay_out(spec, self._fonts)
        self._layouts.setdefault(here, layout)
        return replace(self.proposal, sign=place(layout, self.proposal.plan, self.proposal.sign.unit_id))

    def of_spec(self, spec: SignSpec) -> Trials:
        """Return trials of another sign in the same place.

        Raises:
            LayoutError: The text does not fit.
            InputError: A figure leaves the range of a specification, or the unit lacks what the sign is fixed to.
        """
        return Trials(self.with_spec(spec), self.books, self._on, self._fonts)

    def report_of(self, proposal: Proposal, rules: Collection[str] | None = None) -> CheckReport:
        """Return the report of a sign, without its digest; with ids of rules, what these say of it and nothing else."""
        known = self._reports.get(id(proposal))
        if known is None:
            known = self._reports[id(proposal)] = (proposal, check(proposal, self.books, self._on, is_trial=True))
        report = known[1]
        if rules is None:
            return report
        return replace(report, findings=tuple(f for f in report.findings if f.rule_id in rules))

    def verdicts_of(self, proposal: Proposal) -> Mapping[str, Verdict]:
        """Return what each rule says of a sign, by the rule's id."""
        known = self._reports.get(id(proposal))
        if known is not None:
            return {finding.rule_id: finding.verdict for finding in known[1].findings}
        return verdicts(proposal, self.books, self._on)
