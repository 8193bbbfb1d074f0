"""The application (申请) and everything on its record, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from signage.applications.letter_decisions import Reason
from signage.applications.records import (
    MATTER_PLACE,
    CorrectionNotice,
    Delivery,
    Extension,
    Matter,
    OfficerLine,
    Pause,
    Promise,
    ReplacedSign,
    SurveyRecord,
    Term,
)
from signage.applications.vocabulary import (
    CLOCK,
    CLOSED,
    IN_FORCE,
    IN_PROCEDURE,
    Action,
    Actor,
    Outcome,
    Purpose,
    Role,
    State,
    Track,
)
from signage.design import SignSpec
from signage.digest import digest_of
from signage.locale import wording_of
from signage.rules import CheckReport

__all__ = [
    "CLOCK",
    "CLOSED",
    "IN_FORCE",
    "IN_PROCEDURE",
    "Action",
    "Actor",
    "Applicant",
    "Application",
    "Circumstances",
    "Deadline",
    "Decision",
    "Event",
    "Item",
    "Material",
    "Matter",
    "Outcome",
    "Permit",
    "Purpose",
    "Recommendation",
    "ReplacedSign",
    "Role",
    "SignParticulars",
    "State",
    "Submission",
    "Term",
    "Track",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A paper handed in (申请材料), held by its content's digest.

    Attributes:
        kind: Code of the published list, `M1`–`M15`.
    """

    kind: str
    title: str
    digest: str
    media_type: str
    file_name: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """Who applies; sample data only ever names fictitious people and firms."""

    name: str
    credit_code: str
    contact: str
    phone: str
    account_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignParticulars:
    """What a notice states of a sign, taken from its layout when the item is made, so that it cannot drift.

    Attributes:
        form: Mounting form and construction in words (形式).
        bottom_mm: Clear height (净空) of the lowest edge over the highest pavement point below the sign.
        materials, lighting: In words.
    """

    form: str
    width_mm: float
    height_mm: float
    depth_mm: float
    letter_height_mm: float
    bottom_mm: float
    materials: str
    lighting: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What is stated of a case beside its papers; None is "nobody has said", which never counts as no.

    Attributes:
        affects_third_party: A neighbour's or the upper owner's major interest is touched (行政许可法 art 36).
        needs_survey: The place must be inspected before a decision.
        is_franchise: The shop carries another owner's brand.
        has_balloon: Balloons are flown; a drawn balloon says so by its kind (`TemporaryRule.implied`).
    """

    affects_third_party: bool | None = None
    needs_survey: bool | None = None
    is_franchise: bool = False
    has_balloon: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One sign at one unit under one plan revision, with its report and drawings.

    Attributes:
        id: UUIDv7 as text.
        origin_mm: Where the sign hangs, elevation space.
        drawings: Blob digests by view name, such as `front-day`.
        track: The procedure that this sign takes, and why.
        outcome: Of its decision, None before it.
        particulars: What its notice states of it; None only in records made elsewhere.
        permit_number: Of its permit or filing, taken with the decision; empty before.
        facts: What no drawing shows, as it was stated for the check; empty in older records. The digest that the
            report carries covers it.
        term: When something temporary stands (临时设置); None for a sign that stays.
        replaced: The signs that the fact `replaces` names, in words; empty in older records.
        place: Which of the unit's places it takes, by how it stands to the wall, such as `projecting`; empty for the
            sign on the wall, for what stands for an event, and in older records.
    """

    id: str
    plan_id: str
    plan_revision: str
    plan_digest: str
    unit_id: str
    address: str
    spec: SignSpec
    origin_mm: tuple[float, float]
    report: CheckReport
    drawings: tuple[tuple[str, str], ...] = ()
    track: Track = Track.PERMIT
    track_reason: str = ""
    outcome: Outcome | None = None
    particulars: SignParticulars | None = None
    permit_number: str = ""
    facts: tuple[tuple[str, str | bool | float | tuple[str, ...]], ...] = field(default=(), compare=False)
    term: Term | None = None
    replaced: tuple[ReplacedSign, ...] = field(default=(), compare=False)
    place: str = field(default="", compare=False)

    @property
    def position_key(self) -> str:
        """The scarce thing: one live permit per plan, unit and place.

        A sign on the wall and a projecting one stand side by side, each with its permit; how many a shop may have is
        for the rules. Something temporary takes a place of its own, one for each kind.
        """
        own = f"temporary/{self.spec.kind}" if self.term else self.place
        return f"{self.plan_id}/{self.unit_id}" + (f"/{own}" if own else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A frozen snapshot of an application as it was handed in; a later one never edits it."""

    number: int
    at: datetime
    items: tuple[Item, ...]
    materials: tuple[Material, ...]
    matters: tuple[Matter, ...] = ()

    @property
    def digest(self) -> str:
        """Digest of the snapshot."""
        return digest_of(self, "signage.submission/2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """The first officer's opinion (初审意见).

    Attributes:
        waivers: Rule id and the officer's reason, for each blocking finding that shall not stop a grant.
    """

    officer: Actor
    at: datetime
    outcome: Outcome
    opinion: str
    waivers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The decision (审批决定), made by another officer than the recommendation where two are asked for.

    Attributes:
        waivers: Rule id and the named officer's reason, for each blocking finding that did not stop a grant.
        grounds: Of a refusal, each reason with its basis; empty in older records, whose reasons are one text.
    """

    officer: Actor
    at: datetime
    outcome: Outcome
    reasons: str
    conditions: tuple[str, ...] = ()
    waivers: tuple[tuple[str, str], ...] = ()
    grounds: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A date that the law or a promise sets; provisional when a year on the way has no official calendar."""

    name: str
    due: date
    is_provisional: bool
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit:
    """The issued permit (设置许可) of one item.

    Attributes:
        holder_code: Credit code of its holder: the same holder may have it replaced, nobody else.
        ended_reason: Why it is no longer live, such as 换证; empty while it is.
        is_temporary: It stands for an event, between two dates.
        decided_on: Local date of the decision; its term may start later. None on permits that were kept before.
        item_id: Of its sign, or of the matter that it grants.
        document_digest, verification_code: Of its own document; a sign's is the notice itself.
        notice_digest, notice_code: Of the notice that lists it beside its own document; empty where they are one.
    """

    id: str
    number: str
    item_id: str
    position_key: str
    valid_from: date
    valid_to: date
    document_digest: str
    verification_code: str
    application_id: str = ""
    holder: str = ""
    holder_code: str = ""
    ended_reason: str = ""
    ended_at: datetime | None = None
    is_temporary: bool = False
    decided_on: date | None = None
    notice_digest: str = ""
    notice_code: str = ""

    @property
    def is_for_sign(self) -> bool:
        """Whether it permits a sign; else an item of the catalogue."""
        return not self.position_key.startswith(MATTER_PLACE)

    def goes_on_as(self, item: Item) -> bool:
        """Whether it may go on as a sign: at its place, or for one that stays, at another place of the unit."""
        if self.position_key == item.position_key:
            return True
        stays = item.term is None and not self.is_temporary
        return stays and self.position_key.split("/")[:2] == [item.plan_id, item.unit_id]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of the history (办理留痕): who, when, what, why, in words a person can read.

    Attributes:
        note: In Chinese, the record's language.
        wording: How the system made the note, so that it can be said in another language; empty for what somebody
            wrote, and in lines of before it was kept.
    """

    at: datetime
    actor: Actor
    action: str
    application_id: str
    from_state: State | None
    to_state: State | None
    note: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    wording: str = ""

    def __post_init__(self) -> None:
        """Keep how the note was made, when the system made it."""
        if not self.wording:
            object.__setattr__(self, "wording", wording_of(self.note))


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """An application for one or several signs.

    Attributes:
        id: UUIDv7 as text.
        number: `示例受〔2026〕1号` once submitted, empty before.
        version: Grows by one with every change; a writer names the one it read.
        notice: What the last return for correction asks for, all of it at once; `notices` holds every notice.
        idempotency_key: Submitting twice under one key is one application.
        circumstances: What is stated of the case beside its papers.
        issued_at: When the sealed notice was issued.
        policy: Id and edition of the policy that it was opened under.
        purpose: New, or what is to become of the permit `earlier_permit`.
        group: Code of the composite group (综合办理) that its matters belong to, empty when there is none.
        joint_days: Working days promised for all of them together, as the group said when the case was opened.
        sign_days: Working days that the group gives its drawn items by themselves, as `joint_days`; 0 without any.
        drawn_codes: The group's drawn items that were ticked; what has no sign yet is lacking (`drawn_items.undrawn`).
        matters: Items of the catalogue beside the signs.
        reviewer: Who took it up for review (承办人).
        referral: Where the applicant is sent when it is not accepted.
        promises, notices, extensions, pauses, surveys, deliveries: What happened on its way, oldest first.
        removed_at: When the sign was found taken down.
        lines: What officers wrote into its notices, and how far each is put right; of older cases nothing.
    """

    id: str
    number: str
    state: State
    version: int
    applicant: Applicant
    created_at: datetime
    items: tuple[Item, ...]
    materials: tuple[Material, ...]
    submissions: tuple[Submission, ...] = ()
    submitted_at: datetime | None = None
    accepted_at: datetime | None = None
    acceptance_number: str = ""
    recommendation: Recommendation | None = None
    decision: Decision | None = None
    decision_number: str = ""
    deadlines: tuple[Deadline, ...] = ()
    notice: tuple[str, ...] = ()
    permits: tuple[Permit, ...] = ()
    document_digest: str = ""
    idempotency_key: str = ""
    circumstances: Circumstances = Circumstances()
    issued_at: datetime | None = None
    policy: str = ""
    purpose: Purpose = Purpose.NEW
    earlier_permit: str = ""
    group: str = ""
    joint_days: int = 0
    sign_days: int = 0
    drawn_codes: tuple[str, ...] = ()
    matters: tuple[Matter, ...] = ()
    reviewer: Actor | None = None
    referral: str = ""
    promises: tuple[Promise, ...] = ()
    notices: tuple[CorrectionNotice, ...] = ()
    extensions: tuple[Extension, ...] = ()
    pauses: tuple[Pause, ...] = ()
    surveys: tuple[SurveyRecord, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    removed_at: datetime | None = None
    lines: tuple[OfficerLine, ...] = ()

    @property
    def open_lines(self) -> tuple[OfficerLine, ...]:
        """What officers wrote into its notices and nobody found put right yet."""
        return tuple(line for line in self.lines if line.is_open)

    @property
    def is_in_several_buildings(self) -> bool:
        """Whether its signs are on more than one building, each judged on its own plan and books."""
        return len({item.plan_id for item in self.items}) > 1

    def unit_words(self, item: Item) -> str:
        """Return an item's unit, with its address where the units of several buildings could be mistaken."""
        return f"{item.address} {item.unit_id}" if self.is_in_several_buildings else item.unit_id

    @property
    def is_temporary(self) -> bool:
        """Whether everything that is asked for stands only between two dates."""
        return bool(self.items) and not self.matters and all(item.term for item in self.items)

    @property
    def track(self) -> Track:
        """What its documents speak of: with a permit among what it asks for they are a permit's, else the strictest."""
        tracks = {Track.PERMIT if item.term is not None else item.track for item in self.items}
        tracks |= {matter.track for matter in self.matters}
        return next((track for track in Track if track in tracks), Track.PERMIT)

    @property
    def is_filing(self) -> bool:
        """Whether its signs are filed (备案) and nothing of it needs a permit, so that 行政许可法 does not apply."""
        return self.track is Track.FILING

    @property
    def is_composite(self) -> bool:
        """Whether several items of the catalogue are handled together."""
        return bool(self.matters) and self.single_matter is None

    @property
    def asked_for(self) -> tuple[Item | Matter, ...]:
        """Everything that it asks for: its signs, then the other items."""
        return (*self.items, *self.matters)

    @property
    def days_apart(self) -> int:
        """Working days that the items handled together had one after the other; its signs count where there are any.

        No law gives a filing or a guidance a time, so that neither adds any.
        """
        matters = sum(matter.statutory_days for matter in self.matters if matter.track is Track.PERMIT)
        signs = any(item.term is not None or item.track is Track.PERMIT for item in self.items)
        return matters + (self.sign_days if signs else 0)

    @property
    def single_matter(self) -> Matter | None:
        """The item of the catalogue that is all the case asks for, or None."""
        return self.matters[0] if len(self.matters) == 1 and not self.items and not self.group else None

    @property
    def open_pause(self) -> Pause | None:
        """The pause that lasts, or None."""
        return next((pause for pause in self.pauses if pause.ended_at is None), None)

    @property
    def open_promises(self) -> tuple[Promise, ...]:
        """Papers that are still promised."""
        return tuple(promise for promise in self.promises if promise.kept_at is None)

    def deadline(self, name: str) -> Deadline | None:
        """Return the time limit of a name, or None."""
        return next((deadline for deadline in self.deadlines if deadline.name == name), None)
