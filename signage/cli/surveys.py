"""`signage survey check`: a survey file against the frontage plan, and the sign that goes into what was measured."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from signage.cli.inputs import date_of, existing_file, naming, plan_of_file, spec_of_file
from signage.cli.output import FAILED, deliver, print_json, read_bytes, say
from signage.cli.words import LANG, t
from signage.errors import InputError, Location


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(help=t("survey.cli_group"), no_args_is_help=True, rich_markup_mode=None)
    app.add_typer(group, name="survey")

    @group.callback()
    def surveys() -> None:
        pass

    @group.command("check", help=t("survey.cli_help"))
    def check(
        file: Annotated[Path, typer.Argument(metavar="FILE", help=t("survey.arg_file"))],
        frontage: Annotated[Path, typer.Option("--frontage", help=t("opt_frontage"))],
        spec: Annotated[Path | None, typer.Option("--spec", help=t("survey.opt_spec"))] = None,
        output: Annotated[Path | None, typer.Option("-o", "--output", help=t("survey.opt_output"))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=t("opt_json"))] = False,
    ) -> None:
        from signage.design import write_spec
        from signage.plain import plain
        from signage.survey import (
            Outcome,
            checked_survey,
            deviations,
            fitted_spec,
            read_survey,
            record_of,
            summary_of,
        )

        if output is not None and spec is None:
            raise InputError("survey.spec_needed", at=Location(field="--spec"))
        path = existing_file(file)
        plan = plan_of_file(frontage)
        with naming(str(file), path):
            survey = checked_survey(read_survey(read_bytes(path), file=str(file)), date_of(None))
            if survey.plan_id != plan.id:
                raise InputError("survey.other_plan", at=Location(field="plan"), told=survey.plan_id, given=plan.id)
            found = deviations(survey, plan)
        if as_json:
            print_json(plain(record_of(survey, plan, LANG)))
        else:
            for deviation in found:
                say(deviation.sentence(LANG))
            say(summary_of(found, LANG))
        if spec is not None:
            fitted = fitted_spec(survey, plan, spec_of_file(spec))
            size = {"width": f"{fitted.width_mm:.0f}", "height": f"{fitted.height_mm:.0f}"}
            if not as_json:
                say(t("survey.said_fitted", bottom=f"{fitted.position.bottom_mm or 0.0:.0f}", **size))
            if output is not None:
                deliver(output, write_spec(fitted).encode())
        if any(d.outcome is Outcome.DEVIATES for d in found):
            raise typer.Exit(FAILED)
