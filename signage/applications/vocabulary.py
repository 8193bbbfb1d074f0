"""The words of the procedure: states, actions, roles, tracks, purposes and outcomes, and who acts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from signage.items import Track

__all__ = [
    "CLOCK",
    "CLOSED",
    "IN_FORCE",
    "IN_PROCEDURE",
    "Action",
    "Actor",
    "DeliveryMethod",
    "Outcome",
    "PauseKind",
    "Purpose",
    "Role",
    "State",
    "Track",
]


class State(StrEnum):
    """Where an application stands; paused clocks and extensions are records, not states."""

    DRAFT = "draft"  # 草稿
    SUBMITTED = "submitted"  # 已提交
    RETURNED = "returned"  # 补正
    NOT_ACCEPTED = "not_accepted"  # 不予受理
    ACCEPTED = "accepted"  # 受理
    UNDER_REVIEW = "under_review"  # 审查中
    RECOMMENDED = "recommended"  # 初审同意
    APPROVED = "approved"  # 准予
    REFUSED = "refused"  # 不予许可
    ISSUED = "issued"  # 已发证
    DELIVERED = "delivered"  # 已送达
    WITHDRAWN = "withdrawn"  # 撤回申请
    LAPSED = "lapsed"  # 逾期未补正，视为撤回
    EXPIRED = "expired"  # 到期
    REVOKED = "revoked"  # 撤销
    PERMIT_WITHDRAWN = "permit_withdrawn"  # 许可撤回
    CANCELLED = "cancelled"  # 注销
    REMOVED = "removed"  # 已拆除


# A permit of the case may be live in these.
IN_FORCE = (State.ISSUED, State.DELIVERED)
# The law's clock runs in these: accepted and not decided yet.
IN_PROCEDURE = (State.ACCEPTED, State.UNDER_REVIEW, State.RECOMMENDED)
# Nothing more is asked of the window.
CLOSED = (
    State.NOT_ACCEPTED,
    State.REFUSED,
    State.ISSUED,
    State.DELIVERED,
    State.WITHDRAWN,
    State.LAPSED,
    State.EXPIRED,
    State.REVOKED,
    State.PERMIT_WITHDRAWN,
    State.CANCELLED,
    State.REMOVED,
)


class Action(StrEnum):
    """What somebody, or the clock, can do to an application."""

    AMEND = "amend"
    SUBMIT = "submit"
    RETURN = "return"
    ACCEPT = "accept"
    DEEM_ACCEPTED = "deem_accepted"
    NOT_ACCEPT = "not_accept"
    LAPSE = "lapse"
    START_REVIEW = "start_review"
    SURVEY = "survey"
    REVIEW_MATTER = "review_matter"
    SUPPLEMENT = "supplement"
    ADD_PAPERS = "add_papers"
    STATE_FIGURES = "state_figures"
    EXTEND = "extend"
    SUSPEND = "suspend"
    RESUME = "resume"
    RECOMMEND = "recommend"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    DEEM_RENEWED = "deem_renewed"
    REFUSE = "refuse"
    ISSUE = "issue"
    DELIVER = "deliver"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    REVOKE = "revoke"
    WITHDRAW_PERMIT = "withdraw_permit"
    CANCEL = "cancel"
    REMOVE = "remove"


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


class Purpose(StrEnum):
    """What is asked for with respect to a permit that may already be there."""

    NEW = "new"  # 新办
    CHANGE = "change"  # 变更
    RENEWAL = "renewal"  # 延续
    TRANSFER = "transfer"  # 转让（变更设置人）


class Outcome(StrEnum):
    """A decision's outcome."""

    GRANTED = "granted"
    GRANTED_WITH_CONDITIONS = "granted_with_conditions"
    REFUSED = "refused"


class PauseKind(StrEnum):
    """What may stand outside the time limit (行政许可法 art 45); the applicant is told how long it takes."""

    HEARING = "hearing"  # 听证
    SURVEY = "survey"  # 勘验
    TESTING = "testing"  # 检验、检测、鉴定
    EXPERT_REVIEW = "expert_review"  # 专家评审


class DeliveryMethod(StrEnum):
    """How a decision reaches its addressee (行政许可法 art 44)."""

    IN_PERSON = "in_person"  # 直接送达
    POST = "post"  # 邮寄送达
    ELECTRONIC = "electronic"  # 电子送达（经同意）
    LEFT = "left"  # 留置送达
    PUBLIC_NOTICE = "public_notice"  # 公告送达


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts.

    Attributes:
        acts_for: Accounts of the applicants that have authorised this one, as it was when the actor acted.
    """

    id: str
    name: str
    role: Role
    acts_for: tuple[str, ...] = ()


CLOCK = Actor(id="system-clock", name="系统时钟", role=Role.SYSTEM)
