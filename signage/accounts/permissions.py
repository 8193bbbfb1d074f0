"""Named permissions and which role has which; the steps of a case come from the workflow's table itself."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from signage.applications.model import Action, Role
from signage.applications.workflow import permitted_roles


class Permission(StrEnum):
    """What somebody may do; `case.<action>` for every action of the workflow, and the rest beside it."""

    CASE_OPEN = "case.open"
    CASE_AMEND = "case.amend"
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
    CASE_DEEM_ACCEPTED = "case.deem_accepted"
    CASE_NOT_ACCEPT = "case.not_accept"
    CASE_LAPSE = "case.lapse"
    CASE_START_REVIEW = "case.start_review"
    CASE_SURVEY = "case.survey"
    CASE_REVIEW_MATTER = "case.review_matter"
    CASE_SUPPLEMENT = "case.supplement"
    CASE_ADD_PAPERS = "case.add_papers"
    CASE_STATE_FIGURES = "case.state_figures"
    CASE_EXTEND = "case.extend"
    CASE_SUSPEND = "case.suspend"
    CASE_RESUME = "case.resume"
    CASE_DEEM_RENEWED = "case.deem_renewed"
    CASE_DELIVER = "case.deliver"
    CASE_WITHDRAW_PERMIT = "case.withdraw_permit"
    CASE_CANCEL = "case.cancel"
    CASE_REMOVE = "case.remove"
    CASE_VIEW_OWN = "case.view_own"
    CASE_VIEW_ALL = "case.view_all"
    DESIGN_DRAW = "design.draw"
    SURVEY_RECORD = "survey.record"
    DESIGN_SERVICE = "design.record_service"  # write the record of what the design office drew for a case
    HISTORY_VERIFY = "history.verify"
    REPORTS_VIEW = "reports.view"
    ACCOUNTS_MANAGE = "accounts.manage"
    CALENDAR_MANAGE = "calendar.manage"
    PLANS_TRY = "plans.try"  # see what a frontage plan would change, without putting it on record
    PLANS_ENTER = "plans.enter"
    ACCOUNT_OWN = "account.own"
    AGENTS_AUTHORISE = "agents.authorise"
    SERVICE_BOOK = "service.book"  # take a slot for oneself
    SERVICE_RATE = "service.rate"  # rate one's own decided case
    SERVICE_DESK = "service.desk"  # queue, extended hours, help, first-asked officer
    SERVICE_ANSWER = "service.answer"  # complaints, rectifications, return visits
    SERVICE_ARRANGE = "service.arrange"  # give work to others, open a day off
    INSPECT = "register.inspect"
    PUBLICATION_MANAGE = "register.publish"


_BESIDE: dict[Role, frozenset[Permission]] = {
    Role.APPLICANT: frozenset(
        {
            Permission.CASE_OPEN,
            Permission.CASE_VIEW_OWN,
            Permission.DESIGN_DRAW,
            Permission.ACCOUNT_OWN,
            Permission.AGENTS_AUTHORISE,
        }
    ),
    Role.DESIGNER: frozenset(
        {Permission.DESIGN_DRAW, Permission.SURVEY_RECORD, Permission.DESIGN_SERVICE, Permission.ACCOUNT_OWN}
        | {Permission.PLANS_TRY}
    ),
    Role.CLERK: frozenset(
        {Permission.CASE_VIEW_ALL, Permission.DESIGN_DRAW, Permission.SURVEY_RECORD, Permission.ACCOUNT_OWN}
        | {Permission.INSPECT, Permission.DESIGN_SERVICE, Permission.PLANS_TRY}
    ),
    Role.SECOND_OFFICER: frozenset(
        {Permission.CASE_VIEW_ALL, Permission.DESIGN_DRAW, Permission.SURVEY_RECORD, Permission.ACCOUNT_OWN}
        | {Permission.INSPECT, Permission.DESIGN_SERVICE, Permission.PLANS_TRY}
    ),
    Role.SUPERVISOR: frozenset(
        {
            Permission.CASE_VIEW_ALL,
            Permission.DESIGN_DRAW,
            Permission.HISTORY_VERIFY,
            Permission.REPORTS_VIEW,
            Permission.SURVEY_RECORD,
            Permission.DESIGN_SERVICE,
            Permission.INSPECT,
            Permission.PUBLICATION_MANAGE,
            Permission.PLANS_TRY,
            Permission.PLANS_ENTER,
            Permission.ACCOUNT_OWN,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.ACCOUNTS_MANAGE,
            Permission.CALENDAR_MANAGE,
            Permission.HISTORY_VERIFY,
            Permission.ACCOUNT_OWN,
        }
    ),
    Role.PUBLIC: frozenset({Permission.DESIGN_DRAW}),
    Role.SYSTEM: frozenset(),
}


_SERVED = frozenset({Permission.SERVICE_BOOK, Permission.SERVICE_RATE})
_SERVING = frozenset({Permission.SERVICE_DESK, Permission.SERVICE_ANSWER})
_SERVICE: dict[Role, frozenset[Permission]] = {
    Role.APPLICANT: _SERVED,
    Role.DESIGNER: frozenset({Permission.SERVICE_BOOK}),
    Role.CLERK: _SERVING,
    Role.SECOND_OFFICER: _SERVING,
    Role.SUPERVISOR: _SERVING | {Permission.SERVICE_ARRANGE},
}


@cache
def permissions_of(role: Role) -> frozenset[Permission]:
    """Return everything that a role may do."""
    steps = {Permission(f"case.{action.value}") for action in Action if role in permitted_roles(action)}
    return _BESIDE[role] | _SERVICE.get(role, frozenset()) | steps


def may(role: Role, permission: Permission) -> bool:
    """Return whether a role has a permission."""
    return permission in permissions_of(role)
