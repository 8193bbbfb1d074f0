"""What happens around a case, as frozen values: appointments, help, ratings, complaints, return visits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum

from signage.applications.model import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A date by which something is owed.

    Attributes:
        is_provisional: A year on the way to it has no official working-day calendar yet.
        basis: Whose promise it is, in words.
    """

    day: date
    is_provisional: bool
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A time at a window that can be taken (预约时段).

    Attributes:
        starts_at, ends_at: Aware, UTC.
        taken: Seats that somebody holds.
        is_extended: Outside the ordinary hours (延时服务).
        is_provisional: The day's year has no official calendar, so the day may turn out to be a day off.
    """

    window_id: str
    day: date
    starts_at: datetime
    ends_at: datetime
    capacity: int
    taken: int = 0
    is_extended: bool = False
    is_provisional: bool = False

    @property
    def free(self) -> int:
        """Seats that are left, 0 or more."""
        return max(0, self.capacity - self.taken)


class VisitState(StrEnum):
    """Where a visit to the counter stands."""

    BOOKED = "booked"  # 已预约
    ARRIVED = "arrived"  # 已取号，等候
    CALLED = "called"  # 正在办理
    FINISHED = "finished"  # 办结离开
    CANCELLED = "cancelled"  # 已取消
    NO_SHOW = "no_show"  # 未到

    @property
    def is_live(self) -> bool:
        """Whether it holds its seat, and its person's place in the day."""
        return self in (VisitState.BOOKED, VisitState.ARRIVED, VisitState.CALLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """A visit to the counter, booked ahead (预约) or walked in (现场取号).

    Attributes:
        number: Confirmation number, such as `YY2026-00012`.
        seat: Which of the slot's seats it holds, from 1; None for somebody who walked in.
        name, phone: Of the person who comes; the phone in digits, empty when a walk-in gave none.
        account_id: Who booked it for themselves, empty when an officer took it down.
        application_id: The case that it is about, empty when it is about none yet.
        ticket: Queue number of the day, given on arrival.
        counter: The officer who called it.
    """

    id: str
    number: str
    state: VisitState
    version: int
    window_id: str
    day: date
    starts_at: datetime
    ends_at: datetime
    seat: int | None
    is_extended: bool
    name: str
    phone: str
    purpose: str
    account_id: str
    application_id: str
    booked_at: datetime
    ticket: str = ""
    arrived_at: datetime | None = None
    called_at: datetime | None = None
    finished_at: datetime | None = None
    counter: Actor | None = None

    @property
    def is_walk_in(self) -> bool:
        """Whether nobody had booked it."""
        return self.seat is None

    @property
    def waited(self) -> timedelta | None:
        """From the ticket to the call, None before it."""
        return self.called_at - self.arrived_at if self.called_at and self.arrived_at else None

    @property
    def served(self) -> timedelta | None:
        """From the call to the end, None before it."""
        return self.finished_at - self.called_at if self.finished_at and self.called_at else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraDay:
    """A day off on which a window opens all the same (周六延时服务)."""

    window_id: str
    day: date
    opened_by: Actor
    opened_at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendedHours:
    """Time that an officer served outside the ordinary hours (延时服务记录)."""

    id: str
    window_id: str
    day: date
    starts_at: datetime
    ends_at: datetime
    officer: Actor
    what: str
    recorded_by: Actor
    recorded_at: datetime
    application_id: str = ""

    @property
    def minutes(self) -> int:
        """Whole minutes."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)


class SubjectKind(StrEnum):
    """What a helper is assigned to."""

    CASE = "case"
    APPOINTMENT = "appointment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Helper:
    """Who goes with somebody through the whole errand (帮办): one live helper a subject."""

    id: str
    subject: SubjectKind
    subject_id: str
    officer: Actor
    assigned_by: Actor
    assigned_at: datetime
    version: int = 1
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpEntry:
    """One line of a helper's log (帮办记录)."""

    id: str
    subject: SubjectKind
    subject_id: str
    officer: Actor
    day: date
    minutes: int
    what: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstAsked:
    """Who was asked first about a case (首问责任人); written once and never changed."""

    application_id: str
    officer: Actor
    day: date
    about: str
    recorded_by: Actor
    recorded_at: datetime


class Grade(IntEnum):
    """The five grades of a rating (好差评); the number is that of the stars."""

    VERY_SATISFIED = 5  # 非常满意
    SATISFIED = 4  # 满意
    FAIR = 3  # 基本满意
    DISSATISFIED = 2  # 不满意
    VERY_DISSATISFIED = 1  # 非常不满意

    @property
    def is_bad(self) -> bool:
        """Whether it has to be put right and called back."""
        return self <= Grade.DISSATISFIED


class RatingChannel(StrEnum):
    """Where a rating was given."""

    WINDOW = "window"
    QR = "qr"
    SMS = "sms"
    WEB = "web"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """One case's one rating."""

    id: str
    application_id: str
    grade: Grade
    channel: RatingChannel
    words: str
    at: datetime
    by: Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingCode:
    """Leave to rate one case once; only the hash of the code is kept."""

    code_hash: str
    application_id: str
    channel: RatingChannel
    made_by: Actor
    made_at: datetime
    last_day: date
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody put on record: an answer, a call-back, a visit."""

    by: Actor
    at: datetime
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rectification:
    """What a bad rating sets in motion (差评整改): an answer and a call-back, both on record, by a date.

    Attributes:
        earlier: Answers that a later one took the place of.
    """

    id: str
    rating_id: str
    application_id: str
    version: int
    opened_at: datetime
    due: Due
    answer: Said | None = None
    call_back: Said | None = None
    closed_at: datetime | None = None
    earlier: tuple[Said, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it is still owed."""
        return self.closed_at is None


class ComplaintState(StrEnum):
    """Where a complaint stands."""

    RECEIVED = "received"  # 已收到
    ASSIGNED = "assigned"  # 已交办
    ANSWERED = "answered"  # 已答复
    CLOSED = "closed"  # 已办结


class ComplaintChannel(StrEnum):
    """How a complaint came in."""

    WEB = "web"
    WINDOW = "window"
    PHONE = "phone"
    LETTER = "letter"
    HOTLINE_12345 = "12345"
    HOTLINE_12319 = "12319"


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """A complaint or suggestion (投诉、建议).

    Attributes:
        number: Reference that its sender follows it by, such as `TS2026-00003`.
        secret_hash: Hash of the words that its sender follows it by; nobody else knows them.
        about: What it is about, as its sender wrote it: a case's number, a place, nothing.
        outside_number: Number of the hotline's own work order.
        earlier: Answers that a later one took the place of.
    """

    id: str
    number: str
    secret_hash: str
    state: ComplaintState
    version: int
    channel: ComplaintChannel
    name: str
    phone: str
    about: str
    words: str
    received_at: datetime
    due: Due
    outside_number: str = ""
    officer: Actor | None = None
    assigned_at: datetime | None = None
    answer: Said | None = None
    closed_at: datetime | None = None
    earlier: tuple[Said, ...] = ()

    @property
    def answered_at(self) -> datetime | None:
        """When it was first answered, None before it."""
        first = self.earlier[0] if self.earlier else self.answer
        return first.at if first else None


class VisitKind(StrEnum):
    """How a return visit was made."""

    PHONE = "phone"
    ON_SITE = "on_site"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnVisit:
    """A return visit (回访) after a notice was issued: planned, made, and closed only when nothing is left unanswered.

    Attributes:
        said: What the visited said, None while it is only planned.
        raises_matter: They raised something that wants an answer.
        answer: The answer to it.
    """

    id: str
    application_id: str
    version: int
    planned_by: Actor
    planned_at: datetime
    due: Due
    kind: VisitKind
    said: Said | None = None
    raises_matter: bool = False
    answer: Said | None = None
    closed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is still owed."""
        return self.closed_at is None
