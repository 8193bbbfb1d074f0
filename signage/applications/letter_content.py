"""What each kind of letter states beside its head; one frozen value a kind, and the small parts that they share.

Where a content is provisional, a year on the way to its date has no official calendar yet, and the page says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A person or firm that a letter names; every sample is fictitious.

    Attributes:
        credit_code: 统一社会信用代码, empty for a natural person.
    """

    name: str
    credit_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """An officer who acts; post and card number where the document states them."""

    name: str
    post: str = ""
    card: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedies:
    """Where a decision can be challenged: both bodies by name (arts 7, 38; 行政复议法 arts 20, 24; 行政诉讼法 art. 46).

    Attributes:
        review_body: The people's government of the same level.
        review_days: Calendar days from knowing of the decision.
        suit_months: Months from knowing of it.
    """

    review_body: str
    court: str
    review_days: int = 60
    suit_months: int = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """One paper as a receipt lists it.

    Attributes:
        form: 原件, 复印件 or 电子件.
        digest: Of the file as it was stored, empty for paper.
    """

    name: str
    form: str = ""
    count: int = 1
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """申请材料接收凭证: what was handed in, when, and by when the applicant hears (art. 32)."""

    papers: tuple[PaperLine, ...]
    received_at: datetime
    answer_by: date
    received_by: Officer
    is_provisional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """受理通知书 (art. 32).

    Attributes:
        decide_by: The statutory date.
        promised_by: The promised one, None where nothing is promised.
        is_by_silence: Deemed accepted from the day of receipt, since nothing was told within five working days.
    """

    applied_on: date
    accepted_on: date
    decide_by: date
    promised_by: date | None = None
    is_by_silence: bool = False
    is_provisional: bool = False


class NonAcceptanceGround(StrEnum):
    """Why a case is not taken in."""

    NO_PERMIT_NEEDED = "no_permit_needed"  # art. 32(1)
    NOT_OUR_POWER = "not_our_power"  # art. 32(2)
    UNTRUE_PAPERS = "untrue_papers"  # art. 78


@dataclass(frozen=True, slots=True, kw_only=True)
class NonAcceptance:
    """不予受理决定书: why, and where to go instead (arts 32, 78).

    Attributes:
        where_to_go: Organ, window or way, with address or telephone as far as known.
    """

    applied_on: date
    ground: NonAcceptanceGround
    reasons: tuple[str, ...]
    where_to_go: tuple[str, ...]
    remedies: Remedies | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """One thing to put right: what is wrong, and how to mend it."""

    what: str
    how: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """补正告知书: everything that is missing or wrong, told once (art. 32(4)).

    Attributes:
        lapse_basis: What makes silence a withdrawal, empty where nothing does.
        earlier_number: Number of an earlier notice in the same case, empty for the first.
        why_again: The officer's recorded reason for a second notice.
    """

    applied_on: date
    defects: tuple[Defect, ...]
    correct_by: date
    lapse_basis: str = ""
    is_provisional: bool = False
    earlier_number: str = ""
    why_again: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisedPaper:
    """A paper that is lacking and promised by a date."""

    name: str
    by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """容缺受理告知承诺书: accepted although minor papers are lacking, on the applicant's promise.

    Attributes:
        allowed_by: What lets the item be accepted so; a local rule, never the statute.
        consequence: What happens when the promise is not kept.
    """

    applied_on: date
    lacking: tuple[PromisedPaper, ...]
    allowed_by: str
    consequence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyRow:
    """One thing measured on the spot beside what was stated; in words with their units."""

    what: str
    stated: str
    measured: str
    judgement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """现场勘验笔录: two officers record what they found (art. 34).

    Attributes:
        photos: Title and digest of each photo taken.
        party_said: The party's own words, empty when nothing was said.
    """

    place: str
    started_at: datetime
    ended_at: datetime
    officers: tuple[Officer, ...]
    attendant: str
    rows: tuple[SurveyRow, ...]
    found: tuple[str, ...]
    photos: tuple[tuple[str, str], ...] = ()
    party_said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSign:
    """One sign as the review form lists it."""

    unit: str
    name: str
    form: str
    size: str
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """One officer's opinion in words, not only a signature.

    Attributes:
        stage: 受理意见, 初审意见 or 审批决定.
    """

    stage: str
    officer: Officer
    at: datetime
    outcome: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewForm:
    """审批表: the whole review on one sheet.

    Attributes:
        contact: Handler and telephone, masked.
        waived: Findings that a named officer lifted, with the reason.
    """

    address: str
    contact: str
    applied_on: date
    accepted_on: date
    acceptance_number: str
    decide_by: date
    signs: tuple[ReviewSign, ...]
    papers: tuple[str, ...]
    waived: tuple[str, ...]
    opinions: tuple[Opinion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestedParty:
    """利害关系人告知书: a third party whose major interest is touched is told and heard (arts 36, 47)."""

    applicant: str
    place: str
    interest: str
    speak_by: date
    ask_hearing_by: date | None = None
    is_provisional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """延期通知书: at most ten working days more, with the reason and who approved it (art. 42).

    Attributes:
        days: Working days added.
        approver: The head of the organ.
    """

    accepted_on: date
    acceptance_number: str
    was_due: date
    now_due: date
    days: int
    reason: str
    approver: Officer | None
    is_provisional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingRights:
    """听证告知书: a hearing may be asked for within five working days (art. 47)."""

    about: str
    ask_by: date
    is_provisional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingNotice:
    """听证通知书: time and place, at least seven working days before; the chair has not reviewed the case (art. 48).

    Attributes:
        days_before: Working days from the notice to the hearing.
        reviewers: Who reviewed the case; none of them may take the chair.
    """

    about: str
    at: datetime
    place: str
    chair: Officer
    recorder: Officer
    reviewers: tuple[Officer, ...]
    days_before: int
    is_public: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason of a refusal and the clause that it rests on."""

    text: str
    basis: str = ""


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


class DeliveryWay(StrEnum):
    """How a document reaches its addressee."""

    IN_PERSON = "in_person"  # 直接送达
    BY_POST = "by_post"  # 邮寄送达
    ELECTRONIC = "electronic"  # 电子送达
    LEFT = "left"  # 留置送达
    BY_NOTICE = "by_notice"  # 公告送达


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """送达回证 (art. 44); what is not known yet is left open for the pen.

    Attributes:
        received_at: None while the recipient has not signed.
    """

    documents: tuple[Delivered, ...]
    way: DeliveryWay
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
    """变更行政许可决定书 (art. 49); the term stays."""

    applied_on: date
    permit_number: str
    changes: tuple[Changed, ...]
    valid_to: date
    remedies: Remedies | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """延续行政许可决定书 (art. 50).

    Attributes:
        is_by_silence: Deemed renewed, since nothing was decided before the term ended.
    """

    applied_on: date
    permit_numbers: tuple[str, ...]
    was_to: date
    valid_from: date
    valid_to: date
    remedies: Remedies | None
    is_by_silence: bool = False


class EndingWay(StrEnum):
    """How a permit ends by decision."""

    WITHDRAWAL = "withdrawal"  # 撤回, art. 8
    REVOCATION = "revocation"  # 撤销, art. 69
    CANCELLATION = "cancellation"  # 注销, art. 70


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
    """

    way: EndingWay
    ground: EndingGround
    permit_numbers: tuple[str, ...]
    reasons: tuple[str, ...]
    remedies: Remedies | None
    remove_by: date | None = None
    redress: str = ""


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
    """

    place: str
    asked_on: date
    done_on: date
    designer: Officer
    designs: tuple[Designed, ...]
    usual_fen: int
    charged_fen: int
    price_basis: str

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
    """

    inspected_on: date
    place: str
    inspectors: tuple[Officer, ...]
    problems: tuple[Problem, ...]
    correct_by: date
    consequence: str
    remedies: Remedies | None
    permit_number: str = ""


Content = (
    Receipt
    | Acceptance
    | NonAcceptance
    | Correction
    | Promise
    | Survey
    | ReviewForm
    | InterestedParty
    | Extension
    | HearingRights
    | HearingNotice
    | Refusal
    | Delivery
    | Change
    | Renewal
    | Ending
    | TemporaryPermit
    | DesignService
    | Rectification
)
