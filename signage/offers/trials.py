"""Signs tried in the place of one, each laid out and checked once however often a search comes back to it.

Rules judge a sign one by one, so that what some of them say is read off what all of them said.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from signage.design import SignSpec, lay_out
from signage.errors import InputError, LayoutError
from signage.frontage import Proposal, place
from signage.rules import CheckReport, RuleBook, check
from signage.typography import FontCatalogue


def rebuilt(proposal: Proposal, spec: SignSpec, fonts: FontCatalogue) -> Proposal:
    """Return the proposal with another specification, laid out and placed anew."""
    return replace(proposal, sign=place(lay_out(spec, fonts), proposal.plan, proposal.sign.unit_id))


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
                known = rebuilt(self.proposal, spec, self._fonts)
            except (LayoutError, InputError) as refusal:
                known = refusal
            self._made[spec] = known
        if isinstance(known, Proposal):
            return known
        raise known

    def report_of(self, proposal: Proposal, rules: Collection[str] | None = None) -> CheckReport:
        """Return the report of a sign; with ids of rules, what these say of it and nothing else."""
        known = self._reports.get(id(proposal))
        if known is None:
            known = self._reports[id(proposal)] = (proposal, check(proposal, self.books, self._on))
        report = known[1]
        if rules is None:
            return report
        return replace(report, findings=tuple(f for f in report.findings if f.rule_id in rules))
