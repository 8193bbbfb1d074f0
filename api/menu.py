"""The top menu: what each role uses all day stands in the bar, the rest one click behind it."""

from __future__ import annotations

from dataclasses import dataclass

from api.deps import Visitor
from signage.accounts import Permission
from signage.applications.model import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One place that the menu leads to.

    Attributes:
        key: What a page calls itself in `here`.
        needs: Permissions of which the visitor has one; empty for a page that everyone may see.
    """

    key: str
    path: str
    zh: str
    en: str
    needs: tuple[Permission, ...] = ()


_OFFICER = (Permission.CASE_VIEW_ALL,)
_ENTRIES = (
    Entry(key="design", path="/design", zh="设计招牌", en="Design"),
    Entry(key="applications", path="/applications", zh="我的申请", en="My cases", needs=(Permission.CASE_VIEW_OWN,)),
    Entry(key="counter", path="/applications", zh="办件窗口", en="Counter", needs=_OFFICER),
    Entry(key="today", path="/window/today", zh="今日窗口", en="Today", needs=_OFFICER),
    Entry(key="complaints_desk", path="/complaints/desk", zh="未了事项", en="Owed", needs=_OFFICER),
    Entry(key="weekly", path="/reports/weekly", zh="周报", en="Weekly report", needs=(Permission.REPORTS_VIEW,)),
    Entry(key="accounts", path="/accounts", zh="账户", en="Accounts", needs=(Permission.ACCOUNTS_MANAGE,)),
    Entry(key="survey", path="/survey", zh="勘测", en="Surveys", needs=(Permission.SURVEY_RECORD,)),
    Entry(key="inspections", path="/inspections", zh="巡查", en="Inspections", needs=(Permission.INSPECT,)),
    Entry(key="drafts", path="/drafts", zh="设计稿", en="Drafts", needs=(Permission.DESIGN_DRAW,)),
    Entry(
        key="design_services",
        path="/design-services",
        zh="设计服务",
        en="Design service",
        needs=(Permission.DESIGN_SERVICE,),
    ),
    Entry(key="guide", path="/guide", zh="办事指南", en="Guide"),
    Entry(key="appointments", path="/appointments", zh="预约", en="Appointments"),
    Entry(key="register", path="/register", zh="许可备案公开", en="Register"),
    Entry(key="publications", path="/publications", zh="决定公示", en="Decisions"),
    Entry(key="verify", path="/verify", zh="核验文书", en="Verify"),
    Entry(key="complaints", path="/complaints", zh="投诉建议", en="Complaints"),
    Entry(key="bulletin", path="/bulletin", zh="每月公报", en="Bulletin"),
    Entry(key="account", path="/account/password", zh="我的账户", en="My account", needs=(Permission.ACCOUNT_OWN,)),
    Entry(key="books", path="/books", zh="规则", en="Rules"),
    Entry(key="plans", path="/plans", zh="立面规划", en="Frontage plans"),
    Entry(key="calendar", path="/calendar", zh="工作日历", en="Working days"),
)

_DESK = ("counter", "today", "complaints_desk", "design", "survey")
_FIRST: dict[Role | None, tuple[str, ...]] = {
    None: ("design", "guide", "appointments", "register", "verify"),
    Role.APPLICANT: ("design", "applications", "guide", "appointments", "complaints"),
    Role.DESIGNER: ("design", "drafts", "survey", "design_services", "guide"),
    Role.CLERK: _DESK,
    Role.SECOND_OFFICER: _DESK,
    Role.SUPERVISOR: ("counter", "today", "complaints_desk", "weekly", "design"),
    Role.ADMINISTRATOR: ("accounts", "calendar", "guide", "register"),
}


def menu_of(visitor: Visitor | None) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """Return the entries of the bar and those behind "more", without what the visitor may not open."""
    shown = {entry.key: entry for entry in _ENTRIES if _may_see(visitor, entry)}
    if visitor is not None and visitor.is_officer:
        shown.pop("applications", None)
    first = _FIRST.get(visitor.account.role if visitor else None, _FIRST[None])
    bar = tuple(shown[key] for key in first if key in shown)
    return bar, tuple(entry for entry in shown.values() if entry not in bar)


def _may_see(visitor: Visitor | None, entry: Entry) -> bool:
    if visitor is None:
        return not entry.needs
    return not entry.needs or any(visitor.may(permission) for permission in entry.needs)
