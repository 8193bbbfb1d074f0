"""What the public may see, as types of their own: fields are an allow-list, never a filtered application."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from signage.applications.model import Actor, Outcome, Track
from signage.locale import Lang, text


def of_track(key: str, track: Track) -> str:
    """Return the key of words that a track has of its own: a filing and a guidance are no permit."""
    return key if track is Track.PERMIT else f"{key}_{track.value}"


class DecisionAct(StrEnum):
    """What a published decision does."""

    NEW = "new"  # on an application for something new
    CHANGE = "change"  # 变更
    RENEWAL = "renewal"  # 延续
    TRANSFER = "transfer"  # 变更设置人
    WITHDRAWAL = "withdrawal"  # 撤回
    REVOCATION = "revocation"  # 撤销
    CANCELLATION = "cancellation"  # 注销

    @property
    def ends(self) -> bool:
        """Whether it ends a permit."""
        return self in (DecisionAct.WITHDRAWAL, DecisionAct.REVOCATION, DecisionAct.CANCELLATION)


def act_key(act: DecisionAct, track: Track) -> str:
    """Return the key of the words for an act on a permit, a filing or guidance."""
    return f"act_{act.value}" if track is Track.PERMIT else f"act_{track.value}_{act.value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicRecord:
    """One decision as it is published (双公示); every field is public, and there is no other.

    Attributes:
        document_number: 决定书文号.
        project: 项目名称.
        category: 审批类别, such as 许可 or 备案.
        content: 许可内容 or 备案内容: signs, places, sizes, conditions; personal data hidden.
        holder: 相对人名称; natural persons masked.
        holder_code: 相对人代码; credit codes whole, anything else masked.
        organ: The organ that decided.
        decided_on: Local date of the decision.
        outcome: None of a decision that ends a permit.
        valid_from, valid_to: Term of what was granted; None of a refusal and of an end.
        is_filing: What ends is a filing (备案) or guidance, no permit.
    """

    document_number: str
    project: str
    category: str
    content: str
    holder: str
    holder_code: str
    organ: str
    outcome: Outcome | None
    decided_on: date
    valid_from: date | None = None
    valid_to: date | None = None
    act: DecisionAct = DecisionAct.NEW
    is_filing: bool = False

    @property
    def track(self) -> Track:
        """What its words speak of: a filing or guidance where it is nothing else, else a permit."""
        known = {text(f"register.track_{track.value}", Lang.ZH): track for track in Track}
        return known.get(self.category, Track.PERMIT)

    @property
    def heading(self) -> str:
        """Key of the words that say what was decided, such as `outcome_granted` or `act_revocation`."""
        if self.outcome is not None:
            return of_track(f"outcome_{self.outcome.value}", self.track)
        return act_key(self.act, self.track if self.is_filing else Track.PERMIT)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPermit:
    """One permit as the public register shows it; every field is public, and there is no other.

    Attributes:
        sign: What the sign reads; of another item of the catalogue its name.
        item: Code of the catalogue's item that is no sign; such an entry has no unit, form, sizes or picture.
        figures: Names and values, with their unit, of the numbers that such an item is permitted for.
        street: Road of the address, empty when it names none.
        form: Mounting form in words.
        drawing_digest: The approved picture by day, empty when there is none.
        ended_reason: Why it is no longer live; empty while it is.
        lengths: What can be measured of it (mm) by name, where that is not what is measured of a sign; empty in
            entries of before.
    """

    number: str
    sign: str
    holder: str
    holder_code: str
    address: str
    street: str
    plan_id: str
    unit_id: str
    track: Track
    form: str
    width_mm: float
    height_mm: float
    depth_mm: float
    letter_height_mm: float
    bottom_mm: float
    materials: str
    lighting: str
    decided_on: date
    valid_from: date
    valid_to: date
    decision_number: str
    verification_code: str
    drawing_digest: str = ""
    ended_reason: str = ""
    ended_at: datetime | None = None
    item: str = ""
    figures: tuple[tuple[str, str], ...] = ()
    lengths: tuple[tuple[str, float], ...] = ()

    @property
    def is_for_sign(self) -> bool:
        """Whether it permits a sign; else another item of the catalogue."""
        return not self.item

    @property
    def place(self) -> str:
        """Address, with the unit of a sign."""
        return f"{self.address} {self.unit_id}" if self.unit_id else self.address

    def is_live(self, on: date) -> bool:
        """Return whether it is in force on a local date."""
        return self.ended_at is None and not self.ended_reason and self.valid_from <= on <= self.valid_to


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicOrder:
    """An order to rectify (责令改正) as the public register shows it beside its permit; there is no other field.

    Attributes:
        number: Of the sealed letter.
        problems: What differed, personal data hidden.
        closed_on: When it was found put right or answered; None while it is open.
        verification_code: Of the letter.
    """

    number: str
    ordered_on: date
    due: date
    problems: tuple[str, ...]
    is_open: bool
    closed_on: date | None = None
    verification_code: str = ""


class PublicationStatus(StrEnum):
    """Where a publication stands."""

    PUBLISHED = "published"  # 公示中
    CORRECTED = "corrected"  # 已更正
    WITHDRAWN = "withdrawn"  # 已撤下


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationChange:
    """A correction or withdrawal: what stood before it is kept beside it.

    Attributes:
        reason: Told to the public.
        before: The record as it stood.
    """

    at: datetime
    actor: Actor
    status: PublicationStatus
    reason: str
    before: PublicRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A decision's entry in the public list; corrected or withdrawn, it stays with its note.

    Attributes:
        id: UUIDv7 as text.
        due: Last day on which it may be published (7 working days after the decision).
        is_provisional: Some year on the way to `due` has no official calendar.
        published_on: Local date.
    """

    id: str
    application_id: str
    record: PublicRecord
    due: date
    is_provisional: bool
    published_at: datetime
    published_on: date
    status: PublicationStatus = PublicationStatus.PUBLISHED
    changes: tuple[PublicationChange, ...] = ()
    version: int = 1

    @property
    def was_late(self) -> bool:
        """Whether it was published after its last day."""
        return self.published_on > self.due

    @property
    def note(self) -> str:
        """The reason of the last change, empty when there was none."""
        return self.changes[-1].reason if self.changes else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DuePublication:
    """A decision that is not published yet, with its last day."""

    application_id: str
    document_number: str
    decided_on: date
    due: date
    is_provisional: bool

    def is_overdue(self, on: date) -> bool:
        """Return whether its last day is past."""
        return on > self.due
