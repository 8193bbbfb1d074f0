"""What a document states, as typed values: the documents package sets them, it decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from signage.applications.model import Purpose, Track


@dataclass(frozen=True, slots=True, kw_only=True)
class Organ:
    """The organ that decides, and where its decisions can be challenged; fictitious in every sample.

    Attributes:
        short_name: Opening of document numbers, such as `示例城管`.
        verify_url: Base URL at which a code is checked.
        is_demonstration: Prints the 演示 marks.
    """

    name: str
    short_name: str
    review_body: str
    court: str
    phone: str
    verify_url: str
    is_demonstration: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSign:
    """One sign as a notice lists it (设置人、地点、数量、形式、规格、期限、类别); its track names its number.

    Attributes:
        valid_from, valid_to: Its own term; None takes the notice's.
        is_temporary: It stands for an event only.
        lengths: Of what stands before the wall: what can be measured of it (mm) by name; empty of other signs.
    """

    permit_number: str
    unit: str
    address: str
    name: str
    form: str
    width_mm: float
    height_mm: float
    depth_mm: float
    letter_height_mm: float
    bottom_mm: float
    materials: str
    lighting: str
    verdict: str
    warnings: tuple[str, ...]
    drawing_digest: str
    track: Track = Track.PERMIT
    valid_from: date | None = None
    valid_to: date | None = None
    is_temporary: bool = False
    lengths: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeMatter:
    """One item of a composite case as a notice lists it.

    Attributes:
        period: How long, as asked for; empty where not said.
        figures: The numbers that it is granted for, each with name and unit.
    """

    number: str
    title: str
    place: str
    section: str
    period: str = ""
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeEarlier:
    """The permit that a change, a renewal or a transfer goes on from.

    Attributes:
        holder: Who held it: of a transfer somebody else.
        valid_to: Last day of its term.
    """

    purpose: Purpose
    number: str
    holder: str
    valid_to: date
    track: Track = Track.PERMIT


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeDrawing:
    """A drawing attached to a notice: SVG made by the product itself, or PNG."""

    title: str
    content: bytes
    media_type: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionNotice:
    """The notice of decision (准予行政许可决定书) before it is set and sealed.

    Attributes:
        subject: What was applied for; empty for the permit of a storefront sign.
        is_temporary: It grants what stands for an event only.
        earlier: The permit that it goes on from; None where something new is granted.
        track: Of a filing or guidance, which is no permit and is worded as what it is.
    """

    organ: Organ
    number: str
    title: str
    applicant: str
    credit_code: str
    applied_on: date
    acceptance_number: str
    accepted_on: date
    decided_at: datetime
    basis: tuple[str, ...]
    signs: tuple[NoticeSign, ...]
    drawings: tuple[NoticeDrawing, ...]
    valid_from: date
    valid_to: date
    conditions: tuple[str, ...]
    books: tuple[str, ...]
    illustrative_books: tuple[str, ...]
    submission_digest: str
    application_id: str
    matters: tuple[NoticeMatter, ...] = ()
    subject: str = ""
    is_temporary: bool = False
    track: Track = Track.PERMIT
    earlier: NoticeEarlier | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedDocument:
    """A sealed document: bytes, digest of the whole file, and the code that verifies it."""

    content: bytes
    digest: str
    verification_code: str
