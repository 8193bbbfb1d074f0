"""Named permissions and which role has which; the steps of a case come from the workflow's table itself."""

from __future__ import annotations

from enum import StrEnum

from signage.applications.model import Action, Role
from signage.applications.workflow import permitted_roles


class Permission(StrEnum):
    """What somebody may do; `case.<action>` for every action of the workflow, and the rest beside it."""

    CASE_OPEN = "case.open"
    CASE_SUBMIT = "case.submit"
    CASE_RETURN = "case.return"
    CASE_ACCEPT = "case.accept"
    CASE_RECOMMEND = "case.recommend"
    CASE_SEND_BACK = "case.send_back"
    CASE_APPROVE = "case.approve"
    CASE_REFUSE = "case.refuse"
    CASE_ISSUE = "case.issue"
    CASE_WITHDRAW = "case.withdraw"
    CASE_EXPIRE = "case.expire"
    CASE_REVOKE = "case.revoke"
    CASE_VIEW_OWN = "case.view_own"
    CASE_VIEW_ALL = "case.view_all"
    DESIGN_DRAW = "design.draw"
    HISTORY_VERIFY = "history.verify"
    REPORTS_VIEW = "reports.view"
    ACCOUNTS_MANAGE = "accounts.manage"
    INSPECT = "register.inspect"
    PUBLICATION_MANAGE = "register.publish"


_BESIDE: dict[Role, frozenset[Permission]] = {
    Role.APPLICANT: frozenset({Permission.CASE_OPEN, Permission.CASE_VIEW_OWN, Permission.DESIGN_DRAW}),
    Role.DESIGNER: frozenset({Permission.DESIGN_DRAW}),
    Role.CLERK: frozenset({Permission.CASE_VIEW_ALL, Permission.DESIGN_DRAW, Permission.INSPECT}),
    Role.SECOND_OFFICER: frozenset({Permission.CASE_VIEW_ALL, Permission.DESIGN_DRAW, Permission.INSPECT}),
    Role.SUPERVISOR: frozenset(
        {
            Permission.CASE_VIEW_ALL,
            Permission.DESIGN_DRAW,
            Permission.HISTORY_VERIFY,
            Permission.REPORTS_VIEW,
            Permission.INSPECT,
            Permission.PUBLICATION_MANAGE,
        }
    ),
    Role.ADMINISTRATOR: frozenset({Permission.ACCOUNTS_MANAGE, Permission.HISTORY_VERIFY}),
    Role.PUBLIC: frozenset({Permission.DESIGN_DRAW}),
    Role.SYSTEM: frozenset(),
}


def permissions_of(role: Role) -> frozenset[Permission]:
    """Return everything that a role may do."""
    steps = {Permission(f"case.{action.value}") for action in Action if role in permitted_roles(action)}
    return _BESIDE[role] | steps


def may(role: Role, permission: Permission) -> bool:
    """Return whether a role has a permission."""
    return permission in permissions_of(role)
