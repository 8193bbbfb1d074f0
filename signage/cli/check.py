"""`signage check`: a sign against the plan and the rules in force on a date."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from signage.cli.check_report import print_working, refuse_unknown_forms, write_reports
from signage.cli.inputs import (
    books_of,
    check_facts,
    date_of,
    facts_of,
    fonts_of,
    leased_of,
    naming,
    plan_of_file,
    spec_of_file,
    unused_books,
)
from signage.cli.output import end_with, note, print_json, print_report, report_json, say
from signage.cli.words import t


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""

    @app.command("check", help=t("check_help"))
    def check(
        spec: Annotated[Path, typer.Argument(metavar="SPEC", help=t("arg_spec"))],
        frontage: Annotated[Path, typer.Option("--frontage", help=t("opt_frontage"))],
        unit: Annotated[str, typer.Option("--unit", help=t("opt_unit"))],
        book: Annotated[list[str] | None, typer.Option("--book", help=t("opt_book"))] = None,
        on: Annotated[str | None, typer.Option("--on", help=t("opt_on"))] = None,
        fact: Annotated[list[str] | None, typer.Option("--fact", help=t("opt_fact"))] = None,
        leased: Annotated[list[str] | None, typer.Option("--leased", help=t("opt_leased"))] = None,
        all_rows: Annotated[bool, typer.Option("--all", help=t("opt_all"))] = False,
        as_json: Annotated[bool, typer.Option("--json", help=t("opt_json"))] = False,
        report: Annotated[list[Path] | None, typer.Option("--report", help=t("check.opt_report"))] = None,
        trace: Annotated[bool, typer.Option("--trace", help=t("check.opt_trace"))] = False,
    ) -> None:
        from signage.desk import prepare
        from signage.rules import Verdict

        refuse_unknown_forms(report or ())
        day = date_of(on)
        sheet, plan = spec_of_file(spec), plan_of_file(frontage)
        books = books_of(book or (), plan, day)
        facts = facts_of(fact or (), leased or ())
        check_facts(facts, books)
        with naming(str(frontage), field="--leased"):
            leased_of(leased or (), plan)
        with naming(str(frontage), field="--unit"):
            plan.find_unit(unit)
        with naming(str(spec)):
            fonts = fonts_of()
            desk = prepare(sheet, plan, unit, books, day, fonts, facts=facts, working=trace or bool(report))
        if not plan.in_force(day):
            start = plan.valid_from.isoformat()
            note(t("plan_not_in_force", plan=plan.id, revision=plan.revision, on=day.isoformat(), start=start))
        left_out = unused_books(books, plan, day)
        if left_out:
            note(t("books_left_out", names=t("list_comma").join(one.name for one in left_out)))
        write_reports(desk, report or (), fonts)
        if as_json:
            print_json(report_json(desk.report))
        else:
            if trace:
                print_working(desk.report)
            print_report(desk.report, all_rows=all_rows)
            if desk.report.verdict is Verdict.FAIL:
                say(t("check.repair_hint"))
        end_with(desk.report.verdict)
