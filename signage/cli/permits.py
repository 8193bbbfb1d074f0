"""`signage permits sequels|ask|order`: what becomes of a permit that was given."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from signage.cli.inputs import existing_file
from signage.cli.output import print_json, read_bytes, say
from signage.cli.words import LANG, t
from signage.errors import InputError, Location, NotFound, NotPermitted
from signage.locale import Lang

if TYPE_CHECKING:
    from signage.accounts import Account
    from signage.applications.asking_again import ItemPermit
    from signage.applications.model import Applicant, Material, Purpose
    from signage.bootstrap import Services

_Number = Annotated[str, typer.Argument(metavar="NUMBER", help=t("register.arg_number"))]
_Database = Annotated[str | None, typer.Option("--database", help=t("opt_database"))]
_Json = Annotated[bool, typer.Option("--json", help=t("opt_json"))]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(help=t("afterwards.help"), no_args_is_help=True, rich_markup_mode=None)
    app.add_typer(group, name="permits")
    group.command("sequels", help=t("afterwards.sequels_help"))(_sequels)
    group.command("ask", help=t("afterwards.ask_help"))(_ask)
    group.command("order", help=t("afterwards.order_help"))(_order)


def _sequels(number: _Number, database: _Database = None, as_json: _Json = False) -> None:
    from signage.applications.asking_again import PURPOSES, item_permit
    from signage.cli.register import opened

    with opened(database) as services:
        held = item_permit(services.office, services.catalogue, number)
    if as_json:
        print_json({"permit": held.permit.number, "item": held.item.code, "afterwards": held.item.afterwards})
        return
    say(f"{held.permit.number} · {held.item.name_zh if LANG is Lang.ZH else held.item.name_en}")
    for purpose in PURPOSES:
        sequel = held.sequel(purpose)
        mark = "✓" if sequel is not None and sequel.is_allowed else "✗"
        why = t("afterwards.unsaid") if sequel is None else sequel.zh if LANG is Lang.ZH else sequel.en
        say(f"{mark} {t(f'workflow.purpose_item_{purpose.value}')}{t('colon')}{why}")


def _ask(
    number: _Number,
    what: Annotated[str, typer.Argument(metavar="WHAT", help=t("afterwards.arg_what"))],
    by: Annotated[str, typer.Option("--by", help=t("afterwards.opt_by"))],
    until: Annotated[str, typer.Option("--until", help=t("afterwards.opt_until"))] = "",
    place: Annotated[str, typer.Option("--place", help=t("afterwards.opt_place"))] = "",
    figure: Annotated[list[str] | None, typer.Option("--figure", help=t("afterwards.opt_figure"))] = None,
    paper: Annotated[list[str] | None, typer.Option("--paper", help=t("afterwards.opt_paper"))] = None,
    name: Annotated[str, typer.Option("--name", help=t("afterwards.opt_name"))] = "",
    code: Annotated[str, typer.Option("--code", help=t("afterwards.opt_code"))] = "",
    contact: Annotated[str, typer.Option("--contact", help=t("afterwards.opt_contact"))] = "",
    phone: Annotated[str, typer.Option("--phone", help=t("afterwards.opt_phone"))] = "",
    database: _Database = None,
    as_json: _Json = False,
) -> None:
    from signage.accounts import Permission
    from signage.applications import use_cases
    from signage.applications.asking_again import PURPOSES, ask_again, item_permit
    from signage.applications.step_letters import make_due
    from signage.cli.register import allowed, opened

    known = {purpose.value: purpose for purpose in PURPOSES}
    if what not in known:
        raise InputError("afterwards.what", at=Location(field="WHAT"), given=what[:30], known="、".join(known))
    purpose = known[what]
    with opened(database) as services:
        held = item_permit(services.office, services.catalogue, number)
        account = allowed(services, by, Permission.CASE_OPEN)
        applicant = _applicant(held, purpose, account, (name, code, contact, phone))
        draft = ask_again(
            services.office,
            held,
            purpose,
            applicant,
            _papers(services, held, purpose, paper or []),
            account.actor,
            services.now(),
            until=_day(until),
            place=place,
            answers=tuple(_pair(one, "--figure") for one in figure or []),
        )
        case = use_cases.submit(services.office, draft.id, account.actor, services.now())
        make_due(services.office, case.id)
    if as_json:
        print_json({"id": case.id, "number": case.number, "purpose": what, "permit": number})
    else:
        say(t("afterwards.asked", number=case.number, purpose=t(f"workflow.purpose_item_{what}"), permit=number))


def _order(
    number: _Number,
    by: Annotated[str, typer.Option("--by", help=t("register.opt_by"))],
    inspector: Annotated[list[str], typer.Option("--inspector", help=t("afterwards.opt_inspector"))],
    days: Annotated[int | None, typer.Option("--days", help=t("afterwards.opt_days"))] = None,
    consequence: Annotated[str, typer.Option("--consequence", help=t("afterwards.opt_consequence"))] = "",
    database: _Database = None,
    as_json: _Json = False,
) -> None:
    from signage.cli.register import officer, opened
    from signage.register.inspecting import inspections_of
    from signage.register.inspection import RectificationState
    from signage.register.ordering import order

    with opened(database) as services:
        actor = officer(services, by).actor
        every = inspections_of(services.office, number)[1]
        open_one = next((one for one in every if one.state is not RectificationState.CLOSED), None)
        if open_one is None:
            raise NotFound("afterwards.nothing_to_order", number=number[:60])
        made = order(
            services.office,
            open_one.id,
            actor,
            services.now(),
            inspectors=inspector,
            consequence=consequence,
            days=days,
            expected_version=open_one.version,
        )
        due = next(one.due for one in inspections_of(services.office, number)[1] if one.id == open_one.id)
    if as_json:
        print_json({"letter": made.number, "permit": number, "due": due, "verification_code": made.verification_code})
    else:
        say(t("afterwards.ordered", letter=made.number, permit=number, due=due.isoformat()))


def _applicant(held: ItemPermit, purpose: Purpose, account: Account, given: tuple[str, str, str, str]) -> Applicant:
    """Return who asks: the holder, or for a transfer whoever takes the permit over.

    Raises:
        NotPermitted: The permit is somebody else's.
    """
    from signage.applications.model import Applicant, Purpose

    if purpose is not Purpose.TRANSFER:
        if held.case.applicant.account_id != account.id:
            raise NotPermitted("workflow.not_own_case", actor=account.name)
        return held.case.applicant
    name, code, contact, phone = given
    return Applicant(name=name, credit_code=code, contact=contact, phone=phone, account_id=account.id)


def _papers(services: Services, held: ItemPermit, purpose: Purpose, given: list[str]) -> tuple[Material, ...]:
    from signage.applications.asking_again import papers_of_sequel
    from signage.applications.intake import taken_in

    names = {paper.code: paper.name for paper in papers_of_sequel(held, purpose)}
    office = services.office
    taken = []
    for one in given:
        code, file = _pair(one, "--paper")
        path = existing_file(Path(file))
        full = code if code in names else f"{held.item.code}:{code}"
        taken.append(
            taken_in(full, path.name, read_bytes(path), policy=office.policy, blobs=office.blobs, others=names)
        )
    return tuple(taken)


def _pair(typed: str, option: str) -> tuple[str, str]:
    name, sign, value = typed.partition("=")
    if not sign or not name.strip() or not value.strip():
        raise InputError("afterwards.pair", at=Location(field=option), given=typed[:40])
    return name.strip(), value.strip()


def _day(typed: str) -> date | None:
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError as exc:
        raise InputError("register.bad_day", at=Location(field="--until"), given=typed[:40]) from exc
