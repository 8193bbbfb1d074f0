"""Accounts of a demonstration: fictitious names, made once, refused where cases are real."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from signage.accounts.model import Account
from signage.accounts.use_cases import Begin, add_account
from signage.applications.model import Role
from signage.errors import NotPermitted

_DEMO = (
    ("shop", "申请人甲（演示）", Role.APPLICANT),
    ("clerk", "窗口甲（演示）", Role.CLERK),
    ("second", "复核乙（演示）", Role.SECOND_OFFICER),
    ("supervisor", "负责人丙（演示）", Role.SUPERVISOR),
    ("designer", "设计师丁（演示）", Role.DESIGNER),
    ("admin", "管理员戊（演示）", Role.ADMINISTRATOR),
    ("agent", "代办人己（演示）", Role.APPLICANT),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoAccount:
    """An account of the demonstration; its password only when it has just been made."""

    account: Account
    password: str | None


def seed_demo_accounts(
    begin: Begin, now: datetime, *, is_demonstration: bool, password: str | None = None
) -> tuple[DemoAccount, ...]:
    """Make the accounts of the demonstration that are not there yet and return all of them.

    `password` fixes it for all of them; None draws one for each, which is given back this once and stored nowhere.

    Raises:
        NotPermitted: The environment is not a demonstration.
    """
    if not is_demonstration:
        raise NotPermitted("accounts.not_a_demonstration")
    with begin() as unit:
        known = {login: unit.accounts.by_login(login) for login, _, _ in _DEMO}
    made = []
    for login, name, role in _DEMO:
        found = known[login]
        if found is not None:
            made.append(DemoAccount(account=found[0], password=None))
            continue
        chosen = password or secrets.token_urlsafe(12)
        made.append(DemoAccount(account=add_account(begin, login, name, role, chosen, now), password=chosen))
    return tuple(made)
