"""The application (申请) and everything on its record, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from signage.design import SignSpec
from signage.digest import digest_of
from signage.rules import CheckReport


class State(StrEnum):
    """Where an application stands; paused clocks and extensions are records, not states."""

    DRAFT = "draft"  # 草稿
    SUBMITTED = "submitted"  # 已提交
    RETURNED = "returned"  # 补正
    ACCEPTED = "accepted"  # 受理
    RECOMMENDED = "recommended"  # 初审同意
    APPROVED = "approved"  # 准予
    REFUSED = "refused"  # 不予许可
    ISSUED = "issued"  # 已发证
    WITHDRAWN = "withdrawn"  # 撤回申请
    EXPIRED = "expired"  # 到期
    REVOKED = "revoked"  # 撤销


class Action(StrEnum):
    """What somebody can do to an application."""

    SUBMIT = "submit"
    RETURN = "return"
    ACCEPT = "accept"
    RECOMMEND = "recommend"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    REFUSE = "refuse"
    ISSUE = "issue"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    REVOKE = "revoke"


class Role(StrEnum):
    """What an account may be."""

    APPLICANT = "applicant"
    DESIGNER = "designer"
    CLERK = "clerk"
    SECOND_OFFICER = "second_officer"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    PUBLIC = "public"
    SYSTEM = "system"  # timed rows run by the clock, never by a person


class Track(StrEnum):
    """Which procedure a sign takes; decided by rule, never hard-coded (STANDARDS: three tracks)."""

    PERMIT = "permit"  # 许可
    FILING = "filing"  # 备案
    GUIDANCE = "guidance"  # 告知／设计服务


class Outcome(StrEnum):
    """A decision's outcome."""

    GRANTED = "granted"
    GRANTED_WITH_CONDITIONS = "granted_with_conditions"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts."""

    id: str
    name: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A paper handed in (申请材料), held by its content's digest.

    Attributes:
        kind: Code of the published list, `M1`–`M12`.
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
    """

    affects_third_party: bool | None = None
    needs_survey: bool | None = None
    is_franchise: bool = False


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

    @property
    def position_key(self) -> str:
        """The scarce thing: one live permit per plan and unit."""
        return f"{self.plan_id}/{self.unit_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A frozen snapshot of an application as it was handed in; a later one never edits it."""

    number: int
    at: datetime
    items: tuple[Item, ...]
    materials: tuple[Material, ...]

    @property
    def digest(self) -> str:
        """Digest of the snapshot."""
        return digest_of(self, "signage.submission/1")


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
    """

    officer: Actor
    at: datetime
    outcome: Outcome
    reasons: str
    conditions: tuple[str, ...] = ()
    waivers: tuple[tuple[str, str], ...] = ()


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of the history (办理留痕): who, when, what, why, in words a person can read."""

    at: datetime
    actor: Actor
    action: str
    application_id: str
    from_state: State | None
    to_state: State | None
    note: str = ""
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """An application for one or several signs.

    Attributes:
        id: UUIDv7 as text.
        number: `示例受〔2026〕0001号` once submitted, empty before.
        version: Grows by one with every change; a writer names the one it read.
        notice: What a return for correction asks for, all of it at once.
        idempotency_key: Submitting twice under one key is one application.
        circumstances: What is stated of the case beside its papers.
        issued_at: When the sealed notice was issued.
        policy: Id and edition of the policy that it was opened under.
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
