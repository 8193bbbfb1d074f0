"""What happens to a case on its way, as frozen records: notices, promises, pauses, surveys, deliveries and the like."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import zip_longest

from signage.applications.vocabulary import Actor, DeliveryMethod, Outcome, PauseKind, Track
from signage.locale import wording_of

MATTER_PLACE = "item/"  # opens the position key of what is no sign


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplacedSign:
    """A sign that a new one is stated to take the place of, as the plan or the register named it then.

    Attributes:
        id: As the fact `replaces` names it.
        kind: Of the sign kinds.
        permit_number: Empty where none is on record.
    """

    id: str
    name: str
    kind: str
    unit: str
    permit_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """One thing that is missing or wrong, as a notice tells it.

    Attributes:
        key: What it is about, the same for the same thing at another time: `paper:M4`, `finding:S1-05:la-03`,
            `field:term`, `consent:third_party`, `officer:…` for what an officer wrote.
        text: In Chinese, the record's language, or as the officer wrote it.
        wording: How the system made the text; empty for an officer's words and in older records.
    """

    key: str
    text: str
    wording: str = ""

    def __post_init__(self) -> None:
        """Keep how the text was made, when the system made it."""
        if not self.wording:
            object.__setattr__(self, "wording", wording_of(self.text))

    @property
    def is_for_window(self) -> bool:
        """Whether the window finds it out by itself, so that no notice asks the applicant for it."""
        return self.key.startswith("consent:")


BY_OFFICER = "officer:"  # opens the key of what an officer wrote into a notice


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerLine:
    """What an officer wrote into a notice and no program can look after: open until an officer says it is settled.

    Attributes:
        key: As of its `Defect`.
        text: As the officer wrote it.
        told_at: With the last notice that listed it.
        answer: How it was put right, in the applicant's words; empty while nothing was said since it was told.
        settled_at, settled_by: When an officer found it put right, and who; None while it is open.
    """

    key: str
    text: str
    told_at: datetime
    answer: str = ""
    answered_at: datetime | None = None
    settled_at: datetime | None = None
    settled_by: Actor | None = None

    @property
    def is_open(self) -> bool:
        """Whether no officer has found it put right."""
        return self.settled_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionNotice:
    """A notice that lists everything to be put right (一次性告知); there should be one a case.

    Attributes:
        reason: Why there is another one for what could have been told the first time; empty for the first.
    """

    at: datetime
    officer: Actor
    defects: tuple[Defect, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A paper that may follow (容缺受理): promised by the applicant, due on a date, kept when it is handed in."""

    paper: str
    name: str
    due: date
    kept_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """More time for the decision (延期): at most ten working days, approved and told with its reason (art 42)."""

    at: datetime
    approver: Actor
    working_days: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Time that does not count (art 45).

    Attributes:
        expected_days: What the applicant was told, in working days.
        ended_at: None while it lasts.
        uncounted_days: Working days that it took, once it has ended.
    """

    kind: PauseKind
    started_at: datetime
    officer: Actor
    reason: str
    expected_days: int
    ended_at: datetime | None = None
    uncounted_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Chair:
    """Who takes or took the chair at a hearing of the case; `account_id` is empty for somebody without an account."""

    name: str
    account_id: str = ""

    def is_same(self, account_id: str, name: str) -> bool:
        """Whether somebody is the chair: by account where both have one, else by name."""
        if self.account_id and account_id:
            return self.account_id == account_id
        return bare_name(self.name) == bare_name(name)


def bare_name(name: str) -> str:
    """Return a person's name without blanks and without a remark in brackets."""
    return re.split(r"[(（]", "".join(name.split()))[0] or name


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyRecord:
    """A survey of the place (勘验): two officers where the content is checked in substance (art 34).

    Attributes:
        surveyors: Names of those who were there.
        witness: Of the applicant's side, empty when nobody came.
        photos: Blob digests.
        began, ended: When it took place; None in older records, which know only when they were written.
        cards: Number of each surveyor's law-enforcement card, in their order, empty where it was not stated.
        accounts: Account of each surveyor, in their order, empty for somebody from outside; none in older records.
    """

    at: datetime
    surveyors: tuple[str, ...]
    findings: str
    witness: str = ""
    photos: tuple[str, ...] = ()
    recorded_by: Actor | None = None
    began: datetime | None = None
    ended: datetime | None = None
    cards: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()

    @property
    def people(self) -> tuple[tuple[str, str], ...]:
        """Account, empty where there is none, and name of each surveyor."""
        return tuple(zip_longest(self.accounts[: len(self.surveyors)], self.surveyors, fillvalue=""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """That a decision reached its addressee (送达回证)."""

    at: datetime
    officer: Actor
    method: DeliveryMethod
    recipient: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """From when to when something temporary stands; both days included."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """Its length in days."""
        return (self.end - self.start).days + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterPaper:
    """A paper of one item of a composite case, as the catalogue named it when the case was opened."""

    code: str
    name: str
    may_follow_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterOpinion:
    """What the section that handles one item of a composite case says of it.

    Attributes:
        is_supervisors: Given by a supervisor in the section's place.
    """

    officer: Actor
    at: datetime
    outcome: Outcome
    opinion: str
    is_supervisors: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One item of the catalogue (事项) that a composite case asks for beside or instead of signs.

    Attributes:
        code: Of the catalogue.
        section: Who handles it.
        basis: Documents and articles that it rests on; never empty, since a permit needs a legal basis.
        statutory_days, promised_days: What it would take by itself, in working days.
        answers: Field name and what the applicant wrote.
        opinion: Of its section; the sections work side by side.
        number: Taken with the decision.
        result: Title of the document that the item ends with, as the catalogue names it; empty in older records.
        term: From when to when, as asked for; None where the catalogue says how long the result holds.
        valid_years, valid_days: How long the result holds by the catalogue; 0 where it leaves that to the term.
        is_instant: Decided on the spot when its papers are complete (即办件).
        needed: Labels of the numbers that its form had to state when the case was opened; None in older records.
        duties: What whoever is granted it keeps to, as the catalogue said when the case was opened.
        track: Its procedure, by what its form stated when the case was opened; a permit in older records.
    """

    id: str
    code: str
    title: str
    section: str
    basis: tuple[str, ...]
    statutory_days: int
    promised_days: int
    place: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    papers: tuple[MatterPaper, ...] = ()
    opinion: MatterOpinion | None = None
    outcome: Outcome | None = None
    number: str = ""
    result: str = ""
    term: Term | None = None
    valid_years: int = 0
    valid_days: int = 0
    is_instant: bool = False
    # Not compared, so that the digests of what was handed in before stay as they are.
    needed: tuple[str, ...] | None = field(default=None, compare=False)
    duties: tuple[str, ...] = field(default=(), compare=False)
    track: Track = field(default=Track.PERMIT, compare=False)

    @property
    def position_key(self) -> str:
        """Its place among permits: its own alone, since two such items never stand in each other's way."""
        return f"{MATTER_PLACE}{self.code}/{self.id}"
