"""`signage db upgrade|check`, `signage history verify|export`, `signage verify`: is what we keep whole?"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from signage.cli.inputs import existing_file
from signage.cli.output import FAILED, TOOL_FAILED, deliver, print_json, read_bytes, say
from signage.cli.words import LANG, t
from signage.errors import InputError, Location
from signage.locale import Lang
from signage.settings import Settings, read_settings

_Database = Annotated[str | None, typer.Option("--database", help=t("opt_database"))]
_Json = Annotated[bool, typer.Option("--json", help=t("opt_json"))]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    database_group = typer.Typer(help=t("db_help"), no_args_is_help=True, rich_markup_mode=None)
    history_group = typer.Typer(help=t("history_help"), no_args_is_help=True, rich_markup_mode=None)
    app.add_typer(database_group, name="db")
    app.add_typer(history_group, name="history")
    database_group.command("upgrade", help=t("db_upgrade_help"))(_upgrade)
    database_group.command("check", help=t("db_check_help"))(_check)
    history_group.command("verify", help=t("history_verify_help"))(_verify_history)
    history_group.command("export", help=t("reports.export_help"))(_export_history)
    app.command("verify", help=t("verify_help"))(_verify)


def _upgrade(database: _Database = None) -> None:
    from signage.bootstrap import prepare_home

    settings = read_settings(database=database)
    prepare_home(settings).close()
    say(t("db_upgraded", url=_shown(settings.database_url)))


def _check(database: _Database = None, as_json: _Json = False) -> None:
    from signage.bootstrap import existing_database

    settings = read_settings(database=database)
    with closing(existing_database(settings)) as opened:
        problems = opened.check()
    if as_json:
        print_json({"database": _shown(settings.database_url), "problems": problems})
    else:
        for problem in problems:
            say(f"· {problem}")
        say(t("db_problems", count=len(problems)) if problems else t("db_fine", url=_shown(settings.database_url)))
    if problems:
        raise typer.Exit(TOOL_FAILED)


def _verify_history(database: _Database = None, as_json: _Json = False) -> None:
    from signage.bootstrap import existing_database

    with closing(existing_database(read_settings(database=database))) as opened:
        verdict = opened.verify_history()
    if as_json:
        print_json(verdict)
    else:
        say(
            t(
                "history_whole",
                count=verdict.count,
                cases=verdict.cases,
                permits=verdict.permits,
                letters=verdict.letters,
            )
            if verdict.ok
            else t("history_broken", why=verdict.explanation if LANG is Lang.ZH else verdict.explanation_en)
        )
        if verdict.unknown_cases or verdict.unknown_permits:
            say(t("history_unknown", cases=verdict.unknown_cases, permits=verdict.unknown_permits))
    if not verdict.ok:
        raise typer.Exit(FAILED)


def _export_history(
    case: Annotated[str | None, typer.Option("--case", help=t("reports.opt_case"))] = None,
    table: Annotated[Path | None, typer.Option("--csv", help=t("reports.opt_history_csv"))] = None,
    database: _Database = None,
    as_json: _Json = False,
) -> None:
    from signage.cli.register import opened
    from signage.reports.history_export import history_csv, history_lines

    with opened(database) as services:
        lines = history_lines(services.office, case, LANG)
        if table is not None:
            deliver(table, history_csv(services.office, lines, LANG))
        elif as_json:
            print_json(lines)
        else:
            for line in lines:
                say(f"{line.number}  {line.case}  {line.sentence}")


def _verify(
    file: Annotated[Path | None, typer.Argument(metavar="[FILE.pdf]", help=t("arg_pdf"))] = None,
    code: Annotated[str | None, typer.Option("--code", help=t("opt_code"))] = None,
    trust: Annotated[Path | None, typer.Option("--trust", help=t("opt_trust"))] = None,
    database: _Database = None,
    as_json: _Json = False,
) -> None:
    certificate = _certificate(trust) if trust is not None else None
    settings = read_settings(database=database)
    if file is not None and code is None:
        _verify_pdf(file, settings, certificate, as_json=as_json)
    elif code is not None and file is None:
        _verify_code(code, settings, certificate, as_json=as_json)
    else:
        raise InputError("cli.file_or_code")


def _verify_pdf(file: Path, settings: Settings, certificate: bytes | None, *, as_json: bool) -> None:
    from signage.bootstrap import verify_file
    from signage.documents import told
    from signage.documents.standing import key_for

    content = read_bytes(existing_file(file))
    result = verify_file(content, settings, file=str(file), trust=certificate)
    if as_json:
        print_json(result)
    else:
        if wrong := result.wrong(LANG):
            say(wrong)
        if result.in_force is False:
            say(told(result.standing, LANG))
        for check in result.checks:
            words = (check.name_zh, check.explanation_zh) if LANG is Lang.ZH else (check.name_en, check.explanation_en)
            say(f"{t('outcome_' + check.outcome)}  {'  '.join(words)}")
        failed = any(check.outcome == "failed" for check in result.checks)
        fine = t("verified") if result.in_force is not False else t(key_for("verified_over", result.standing))
        say(fine if result.ok else t("not_verified") if failed else t("not_fully_verified"))
    if not result.ok:
        raise typer.Exit(FAILED)


def _verify_code(printed: str, settings: Settings, certificate: bytes | None, *, as_json: bool) -> None:
    """Print what a scanned code says by its own signature; the register is not asked."""
    from signage.bootstrap import scanned_code

    facts = scanned_code(printed, settings, trust=certificate)
    if as_json:
        print_json(facts)
        return
    term = "" if facts.title else t("code_term", start=str(facts.valid_from), end=str(facts.valid_to))
    say(t("code_said", number=facts.number, title=facts.title, applicant=facts.applicant, day=str(facts.decided_on)))
    for line in (term, *(t("code_sign", number=number, name=name) for number, name in facts.signs)):
        if line:
            say(line)
    if facts.sign_count > len(facts.signs):
        say(t("code_more", count=facts.sign_count))
    say(t("code_holds"))


def _certificate(path: Path) -> bytes:
    content = read_bytes(existing_file(path))
    if b"-----BEGIN CERTIFICATE-----" not in content:
        raise InputError("cli.no_certificate", at=Location(file=str(path)))
    return content


def _shown(url: str) -> str:
    """A database URL without its password."""
    scheme, sign, rest = url.partition("://")
    return f"{scheme}{sign}{rest.rpartition('@')[2]}"
