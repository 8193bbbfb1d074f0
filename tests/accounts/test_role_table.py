"""Every role against every permission, by a table that a person wrote."""

import tomllib
from pathlib import Path

import pytest

from signage.accounts import Permission, may
from signage.applications.model import Action, Role
from signage.applications.workflow import permitted_roles

TABLE = tomllib.loads((Path(__file__).parent / "role_permissions.toml").read_text("utf-8"))
STEPS = {f"case.{action.value}": {role.value for role in permitted_roles(action)} for action in Action}


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
@pytest.mark.parametrize("permission", list(Permission), ids=lambda permission: permission.value)
def test_a_role_has_exactly_the_permissions_that_the_table_gives_it(role, permission):
    wanted = STEPS.get(permission.value, set()) | set(TABLE.get(permission.value, ()))
    line = f'"{permission.value}" = {[one.value for one in Role if may(one, permission)]}'
    assert may(role, permission) is (role.value in wanted), f"role_permissions.toml lacks or contradicts: {line}"


def test_the_table_names_no_role_and_no_permission_that_there_is_not():
    assert set(TABLE) <= {permission.value for permission in Permission}
    assert {role for roles in TABLE.values() for role in roles} <= {role.value for role in Role}


def test_nobody_who_decides_cases_manages_accounts_or_calendars():
    deciding = (Permission.CASE_APPROVE, Permission.CASE_REFUSE, Permission.CASE_ISSUE)
    managing = (Permission.ACCOUNTS_MANAGE, Permission.CALENDAR_MANAGE)
    for role in Role:
        decides = any(may(role, permission) for permission in deciding)
        assert not (decides and any(may(role, permission) for permission in managing))
