"""`signage plan enter|record`: frontage plans as the office has them on record."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from signage.cli.inputs import date_of, naming, plan_of_file
from signage.cli.operator import operator
from signage.cli.output import note, print_json, say
from signage.cli.words import LANG, t
from signage.settings import read_settings

if TYPE_CHECKING:
    from signage.applications.plan_entry import PlanPreview

_Database = Annotated[str | None, typer.Option("--database", help=t("opt_database"))]


def register(group: typer.Typer) -> None:
    """Add the commands to the group `plan`."""
    group.command("enter", help=t("plans.enter_help"))(_enter)
    group.command("record", help=t("plans.record_help"))(_record)


def _enter(
    plan: Annotated[Path, typer.Argument(metavar="PLAN", help=t("arg_plan"))],
    basis: Annotated[str, typer.Option("--basis", help=t("plans.opt_basis"))] = "",
    valid_from: Annotated[str | None, typer.Option("--valid-from", help=t("plans.opt_valid_from"))] = None,
    revision: Annotated[str | None, typer.Option("--revision", help=t("plans.opt_revision"))] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=t("plans.opt_dry_run"))] = False,
    database: _Database = None,
) -> None:
    from signage.applications.plan_entry import dated, enter_plan, preview_plan
    from signage.bootstrap import open_services

    start = date_of(valid_from) if valid_from is not None else None
    value = dated(plan_of_file(plan), valid_from=start, revision=revision or "")
    services = open_services(read_settings(database=database))
    with closing(services.database), naming(str(plan)):
        now = services.now()
        if dry_run:
            _print(preview_plan(services.office, services.plans, value, services.today()))
            if services.plans.revisions(value.id):
                say(t("plans.said_whatif", file=str(plan)))
            say(t("plans.not_entered"))
            return
        seen = enter_plan(services.office, services.plan_record, value, operator(), now, basis=basis, source=plan.name)
        _print(seen)
        say(t("plans.was_entered", plan=value.id, revision=value.revision, start=value.valid_from.isoformat()))


def _record(
    building: Annotated[str | None, typer.Argument(metavar="[PLAN-ID]", help=t("plans.arg_id"))] = None,
    database: _Database = None,
    as_json: Annotated[bool, typer.Option("--json", help=t("opt_json"))] = False,
) -> None:
    from signage.applications.plan_entry import entered_of
    from signage.bootstrap import open_services
    from signage.errors import NotFound

    services = open_services(read_settings(database=database))
    with closing(services.database):
        plans, today = services.plans, services.today()
        if building is not None and building not in plans.ids:
            raise NotFound("frontage.plan_not_found", plan=building, known=", ".join(plans.ids) or "-")
        rows = []
        for plan_id in (building,) if building is not None else plans.ids:
            entered = entered_of(services.office, plan_id)
            for one in plans.revisions(plan_id):
                end = plans.end_of(one)
                stage = "later" if one.valid_from > today else "now" if end is None or today < end else "over"
                rows.append((one, end, stage, entered.get(one.revision)))
    if as_json:
        print_json(
            [
                {
                    "plan": one.id, "building": one.building, "revision": one.revision, "from": one.valid_from,
                    "until": end, "stage": stage, "digest": one.digest, "entered_by": by.entered_by if by else None,
                    "entered_at": by.entered_at if by else None, "basis": by.basis if by else None,
                }
                for one, end, stage, by in rows
            ]
        )  # fmt: skip
        return
    for one, end, stage, by in rows:
        say(
            t(
                "plans.line", plan=one.id, building=one.building, revision=one.revision,
                start=one.valid_from.isoformat(), end=end.isoformat() if end else "…", stage=t(f"plans.stage_{stage}"),
                by=t("plans.by", name=by.entered_by, basis=by.basis) if by else t("plans.by_folder"),
            )
        )  # fmt: skip


def _print(seen: PlanPreview) -> None:
    before = seen.before
    if before is None:
        say(t("plans.said_new", building=seen.plan.building, units=len(seen.plan.units)))
    else:
        say(t("plans.said_next", revision=before.revision, changes=len(seen.changes)))
    for change in seen.changes:
        place = " ".join(part for part in (change.face, change.unit) if part)
        say(f"· {place}{t('plans.colon') if place else ''}{change.what.say(LANG)}")
    for unit, permit in seen.orphans:
        note(t("plans.said_orphan", unit=unit, permit=permit))
    for name, plan_id in seen.twins:
        note(t("plans.said_twin", building=name, plan=plan_id))
    for problem in seen.warnings:
        note(f"{t('plan_warning')} {problem.words(LANG)}")
