"""What decisions, and the letters that follow one, state; one frozen value a kind, and its small parts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from signage.applications.letter_parts import Officer, Remedies
from signage.applications.vocabulary import DeliveryMethod


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason of a refusal and the clause that it rests on.

    Attributes:
        book: Name of the rule book that the clause is in, empty where it is in none of ours.
    """

    text: str
    basis: str = ""
    book: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """不予行政许可决定书: reasons and remedies (art. 38)."""

    applied_on: date
    accepted_on: date
    acceptance_number: str
    reasons: tuple[Reason, ...]
    remedies: Remedies | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """One document that is delivered."""

    title: str
    number: str
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """送达回证 (art. 44); what is not known yet is left open for the pen.

    Attributes:
        received_at: None while the recipient has not signed.
    """

    documents: tuple[Delivered, ...]
    way: DeliveryMethod
    place: str
    deliverers: tuple[Officer, ...]
    recipient: str = ""
    received_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One thing that a change decision changes."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """变更行政许可决定书 (art. 49); the term stays.

    Attributes:
        earlier_holder: Of a transfer: from whom it comes; else empty.
        new_number: That takes the earlier number's place; empty where the permit keeps its own.
    """

    applied_on: date
    permit_number: str
    changes: tuple[Changed, ...]
    valid_to: date
    remedies: Remedies | None
    earlier_holder: str = ""
    new_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """延续行政许可决定书 (art. 50).

    Attributes:
        is_by_silence: Deemed renewed, since nothing was decided before the term ended.
        is_for_sign: Of a sign; else of another item of the catalogue.
        earlier_number: Of the permit that is renewed; empty where it keeps its number.
    """

    applied_on: date
    permit_numbers: tuple[str, ...]
    was_to: date
    valid_from: date
    valid_to: date
    remedies: Remedies | None
    is_by_silence: bool = False
    is_for_sign: bool = True
    earlier_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingChange:
    """备案变更告知书: what is changed of a filing; a longer term or another holder is a change as well.

    Attributes:
        earlier_holder: Of a transfer: from whom it comes; else empty.
    """

    applied_on: date
    filing_number: str
    new_number: str
    changes: tuple[Changed, ...]
    valid_to: date
    earlier_holder: str = ""


class EndingWay(StrEnum):
    """How a permit ends by decision."""

    WITHDRAWAL = "withdrawal"  # 撤回, art. 8
    REVOCATION = "revocation"  # 撤销, art. 69
    CANCELLATION = "cancellation"  # 注销, art. 70

    @property
    def grounds(self) -> tuple[EndingGround, ...]:
        """The cases in which the law knows this way."""
        return tuple(ground for ground in EndingGround if ground.way is self)


class EndingGround(StrEnum):
    """The case of the law that ends a permit; its first word is the way."""

    WITHDRAWAL_LAW = "withdrawal_law"  # 8 ¶2
    WITHDRAWAL_FACTS = "withdrawal_facts"
    REVOCATION_ABUSE = "revocation_abuse"  # 69 ¶1 (1)
    REVOCATION_POWER = "revocation_power"  # (2)
    REVOCATION_PROCEDURE = "revocation_procedure"  # (3)
    REVOCATION_CONDITIONS = "revocation_conditions"  # (4)
    REVOCATION_OTHER = "revocation_other"  # (5)
    REVOCATION_DECEIT = "revocation_deceit"  # 69 ¶2
    CANCELLATION_EXPIRED = "cancellation_expired"  # 70 (1)
    CANCELLATION_DISSOLVED = "cancellation_dissolved"  # (3)
    CANCELLATION_ENDED = "cancellation_ended"  # (4)
    CANCELLATION_FORCE = "cancellation_force"  # (5)
    CANCELLATION_OTHER = "cancellation_other"  # (6)

    @property
    def way(self) -> EndingWay:
        """The way that it belongs to."""
        return EndingWay(self.value.partition("_")[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """撤回, 撤销 or 注销行政许可决定书.

    Attributes:
        remove_by: By when the sign must be down, None where it may stay up.
        redress: What is said of compensation or damages, empty where nothing is to be said.
        heard: Of a revocation: when and how the holder was heard, or why not; empty in older ones.
    """

    way: EndingWay
    ground: EndingGround
    permit_numbers: tuple[str, ...]
    reasons: tuple[str, ...]
    remedies: Remedies | None
    remove_by: date | None = None
    redress: str = ""
    heard: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingEnding:
    """备案撤回, 撤销 or 注销告知书; as of a permit, in words that cite no law of permits."""

    way: EndingWay
    ground: EndingGround
    filing_numbers: tuple[str, ...]
    reasons: tuple[str, ...]
    remedies: Remedies | None
    remove_by: date | None = None
    redress: str = ""
    heard: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """Something put up for an event: banners, arches, balloons."""

    kind: str
    count: int
    size: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TemporaryPermit:
    """临时设置许可决定书, from one day to another.

    Attributes:
        remove_by: Last day for taking everything down.
        longest_days: The longest term that the local rule allows, None where it names none.
    """

    applied_on: date
    event: str
    devices: tuple[Device, ...]
    valid_from: date
    valid_to: date
    remove_by: date
    conditions: tuple[str, ...]
    remedies: Remedies | None
    longest_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Designed:
    """One sign that the design office drew."""

    unit: str
    name: str
    size: str
    drawings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignService:
    """设计服务记录: what was drawn for the applicant, and what it saved.

    Attributes:
        usual_fen, charged_fen: What it usually costs and what was charged, in whole fen.
        price_basis: Where the usual price comes from; a saving without it is not stated.
        minutes: How long the design office worked on it, 0 where nobody noted it.
    """

    place: str
    asked_on: date
    done_on: date
    designer: Officer
    designs: tuple[Designed, ...]
    usual_fen: int
    charged_fen: int
    price_basis: str
    minutes: int = 0

    @property
    def saved_fen(self) -> int:
        """What the applicant saved, in fen."""
        return self.usual_fen - self.charged_fen


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that an inspection found: required and measured side by side."""

    what: str
    required: str
    measured: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rectification:
    """责令限期改正通知书 after an inspection.

    Attributes:
        permit_number: Of the permit inspected, empty where there is none.
        item: The item that it permits, where that is no sign.
        basis: What lets the organ order it.
        consequence: What follows when nothing is put right, and what that rests on.
    """

    inspected_on: date
    place: str
    inspectors: tuple[Officer, ...]
    problems: tuple[Problem, ...]
    correct_by: date
    consequence: str
    remedies: Remedies | None
    permit_number: str = ""
    item: str = ""
    basis: tuple[str, ...] = ()
    consequence_basis: tuple[str, ...] = ()
