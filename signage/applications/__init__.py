"""The procedure: applications, the table of steps, who may do what, deadlines, and what is needed from outside.

Domain code takes `now` and its ports as arguments; it imports no web and no database. `use_cases` and `issuing` are
what a caller calls, `workflow` is the table they obey, `policy` and `clock` are a city's figures as data.
"""

from signage.applications.clock import DueDate, WorkingCalendar
from signage.applications.ids import new_id
from signage.applications.intake import checked_applicant, item_from, masked_name, masked_phone, sniff, taken_in
from signage.applications.issuing import decide_on_the_spot, issue, notice_of
from signage.applications.office import Office
from signage.applications.policy import Paper, Policy, TrackRule
from signage.applications.policy_file import bundled_policies, load_policy, parse_policy
from signage.applications.spot import Condition
from signage.applications.use_cases import (
    accept,
    approve,
    case,
    elapsed,
    events_of,
    open_application,
    recommend,
    refuse,
    return_for_correction,
    revoke,
    send_back,
    submit,
    withdraw,
    withdraw_permit,
)

__all__ = [
    "Condition",
    "DueDate",
    "Office",
    "Paper",
    "Policy",
    "TrackRule",
    "WorkingCalendar",
    "accept",
    "approve",
    "bundled_policies",
    "case",
    "checked_applicant",
    "decide_on_the_spot",
    "elapsed",
    "events_of",
    "issue",
    "item_from",
    "load_policy",
    "masked_name",
    "masked_phone",
    "new_id",
    "notice_of",
    "open_application",
    "parse_policy",
    "recommend",
    "refuse",
    "return_for_correction",
    "revoke",
    "send_back",
    "sniff",
    "submit",
    "taken_in",
    "withdraw",
    "withdraw_permit",
]
