"""The office that handles cases: everything a use case needs, in one frozen value that `bootstrap` puts together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo

from signage.applications.clock import WorkingCalendar
from signage.applications.letters import LetterIssuer
from signage.applications.model import Application
from signage.applications.notices import Organ
from signage.applications.policy import Policy
from signage.applications.ports import Blobs, DocumentIssuer, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A window with its policy, its calendar and its ports.

    Attributes:
        begin: Opens a unit of work that may write.
        begin_reading: Opens one that only reads; None reads through `begin`.
        issuer: Sets and seals notices of decision.
        letters: Sets and seals every other document; None where an office makes none.
        zone: Office time zone; dates and years are those of its wall clock.
        english: English for the Chinese names that cases keep by their words.
        needed_figures: By an item's code, the labels of the numbers that its form must state; for cases from before
            they kept that themselves.
        paper_ways: By an item's code and a paper's name, how that paper is handed in, in Chinese.
        event_duties: By the sign kind of an event, what whoever was granted it keeps to as long as it stands.
    """

    begin: Callable[[], UnitOfWork]
    organ: Organ
    policy: Policy
    issuer: DocumentIssuer
    blobs: Blobs
    letters: LetterIssuer | None = None
    begin_reading: Callable[[], UnitOfWork] | None = None
    calendar: WorkingCalendar = field(default_factory=WorkingCalendar.standard)
    zone: tzinfo = field(default_factory=lambda: ZoneInfo("Asia/Shanghai"))
    english: Mapping[str, str] = field(default_factory=dict)
    needed_figures: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    event_duties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    paper_ways: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def reading(self) -> UnitOfWork:
        """Open a unit of work that only reads."""
        return (self.begin_reading or self.begin)()

    def today(self, now: datetime) -> date:
        """Return the office's local date at an instant."""
        return now.astimezone(self.zone).date()

    def number(self, unit: UnitOfWork, kind: str, now: datetime) -> str:
        """Take the next number of a kind within a unit of work and return it as it is printed."""
        year = self.today(now).year
        serial = unit.numbers.next(kind, year)
        return self.policy.number(kind, organ=self.organ.short_name, year=year, serial=serial)

    def case_number(self, unit: UnitOfWork, kind: str, application: Application, now: datetime) -> str:
        """Take the next number of a case's document of a kind, from the series of the case's track."""
        return self.number(unit, self.policy.series(kind, application.track), now)
