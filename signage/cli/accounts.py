"""`signage accounts add|list|deactivate|reset|unlock|sections`: from the command line, the first administrator too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from signage.cli.operator import operator
from signage.cli.output import print_json, say
from signage.cli.words import LANG, t
from signage.errors import InputError, Location, NotFound
from signage.settings import read_settings

if TYPE_CHECKING:
    from signage.accounts import Account
    from signage.accounts.administration import GivenPassword
    from signage.storage import Database

_Database = Annotated[str | None, typer.Option("--database", help=t("opt_database"))]
_Json = Annotated[bool, typer.Option("--json", help=t("opt_json"))]
_Login = Annotated[str, typer.Argument(metavar="LOGIN", help=t("accounts.arg_login"))]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(help=t("accounts.help"), no_args_is_help=True, rich_markup_mode=None)
    app.add_typer(group, name="accounts")
    group.command("add", help=t("accounts.add_help"))(_add)
    group.command("list", help=t("accounts.list_help"))(_list)
    group.command("deactivate", help=t("accounts.deactivate_help"))(_deactivate)
    group.command("reset", help=t("accounts.reset_help"))(_reset)
    group.command("unlock", help=t("accounts.unlock_help"))(_unlock)
    group.command("sections", help=t("accounts.sections_help"))(_sections)


def _add(
    login: _Login,
    name: Annotated[str, typer.Option("--name", help=t("accounts.opt_name"))],
    role: Annotated[str, typer.Option("--role", help=t("accounts.opt_role"))],
    database: _Database = None,
) -> None:
    from signage.accounts.administration import create_account
    from signage.applications.model import Role
    from signage.bootstrap import prepare_home, utc_now

    try:
        wanted = Role(role)
    except ValueError as exc:
        raise InputError("accounts.role_unfit", at=Location(field="--role"), role=role[:40]) from exc
    with closing(prepare_home(read_settings(database=database))) as opened:
        _say_password(create_account(opened.unit_of_work, operator(), login, name, wanted, utc_now()))


def _list(database: _Database = None, as_json: _Json = False) -> None:
    from signage.accounts.administration import account_lines
    from signage.applications.workflow import role_label
    from signage.bootstrap import utc_now

    with _existing(database) as opened:
        lines = account_lines(opened.reading, utc_now())
    if as_json:
        print_json(lines)
        return
    for line in lines:
        state = (
            "deactivated"
            if not line.account.is_active
            else "locked"
            if line.locked_until
            else "password_due"
            if line.account.must_change_password
            else "active"
        )
        parts = (line.account.login, line.account.name, role_label(line.account.role, LANG))
        say("  ".join((*parts, t(f"accounts.state_{state}"))))
    if not lines:
        say(t("accounts.none"))


def _deactivate(login: _Login, database: _Database = None) -> None:
    from signage.accounts.administration import deactivate_account
    from signage.bootstrap import utc_now

    with _existing(database) as opened:
        account = _account(opened, login)
        deactivate_account(opened.unit_of_work, operator(), account.id, utc_now())
    say(t("accounts.deactivated", login=account.login))


def _reset(login: _Login, database: _Database = None) -> None:
    from signage.accounts.administration import reset_password
    from signage.bootstrap import utc_now

    with _existing(database) as opened:
        account = _account(opened, login)
        _say_password(reset_password(opened.unit_of_work, operator(), account.id, utc_now()))


def _unlock(login: _Login, database: _Database = None) -> None:
    from signage.accounts.administration import unlock_account
    from signage.bootstrap import utc_now

    with _existing(database) as opened:
        account = _account(opened, login)
        unlock_account(opened.unit_of_work, operator(), account.id, utc_now())
    say(t("accounts.unlocked", login=account.login))


def _sections(
    login: _Login,
    section: Annotated[list[str] | None, typer.Option("--section", help=t("accounts.opt_section"))] = None,
    leave: Annotated[bool, typer.Option("--none", help=t("accounts.opt_no_section"))] = False,
    database: _Database = None,
) -> None:
    from signage.accounts.sections import members, sections_of, set_sections
    from signage.bootstrap import utc_now
    from signage.items import load_catalogue

    known = sections_of(load_catalogue(read_settings().items))
    with _existing(database) as opened:
        account = _account(opened, login)
        if section or leave:
            set_sections(opened.unit_of_work, operator(), account.id, section or (), known, utc_now())
        own = members(opened.reading).get(account.id, ())
    for name in known:
        say(f"{'✓' if name in own else '·'} {name}")


@contextmanager
def _existing(database: str | None) -> Iterator[Database]:
    from signage.bootstrap import existing_database

    with closing(existing_database(read_settings(database=database))) as opened:
        yield opened


def _account(opened: Database, login: str) -> Account:
    from signage.accounts.use_cases import folded_login

    with opened.reading() as unit:
        found = unit.accounts.by_login(folded_login(login))
    if found is None:
        raise NotFound("accounts.not_found")
    return found[0]


def _say_password(given: GivenPassword) -> None:
    say(t("accounts.given", login=given.account.login, name=given.account.name, password=given.password))
    say(t("accounts.given_hint"))
