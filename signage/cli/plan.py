"""`signage plan validate|show`, and the group that further commands on plans join."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from signage.cli import plan_bands, plan_import, plan_record, plan_units
from signage.cli.inputs import date_of, existing_file, plan_of_file
from signage.cli.output import BAD_INPUT, not_over, note, print_json, read_bytes, say
from signage.cli.plan_drawing import draw_plan, form_of
from signage.cli.words import LANG, t
from signage.errors import InputError
from signage.locale import describe

if TYPE_CHECKING:
    from signage.frontage import PlanProblem


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(help=t("plan_help"), no_args_is_help=True, rich_markup_mode=None)
    app.add_typer(group, name="plan")
    plan_import.register(group)
    plan_bands.register(group)
    plan_units.register(group)
    plan_record.register(group)
    _add_validate(group)
    _add_in_force(group)
    _add_show(group)


def _add_validate(group: typer.Typer) -> None:
    @group.command("validate", help=t("plan_validate_help"))
    def validate(
        plan: Annotated[Path, typer.Argument(metavar="PLAN", help=t("arg_plan"))],
        as_json: Annotated[bool, typer.Option("--json", help=t("opt_json"))] = False,
    ) -> None:
        from signage.frontage import inspect_plan

        path = existing_file(plan)
        value, problems = inspect_plan(read_bytes(path), file=str(plan))
        if as_json:
            print_json({"plan": value.id if value else None, "problems": [_as_json(p) for p in problems]})
        else:
            for problem in problems:
                say(_line(problem))
            if value is not None:
                units = sum(len(face.units) for face in value.faces)
                say(t("plan_summary", plan=value.id, revision=value.revision, faces=len(value.faces), units=units))
        faults = sum(problem.is_error for problem in problems)
        if value is None and not as_json:
            say(t("plan.form_first"))
        if not as_json:
            say(t("plan_faults", faults=faults, warnings=len(problems) - faults))
        if faults:
            raise typer.Exit(BAD_INPUT)


def _add_in_force(group: typer.Typer) -> None:
    @group.command("in-force", help=t("plan.in_force_help"))
    def in_force(
        folder: Annotated[Path, typer.Argument(metavar="FOLDER", help=t("plan.in_force_folder"))],
        on: Annotated[str | None, typer.Option("--on", help=t("opt_on"))] = None,
        building: Annotated[str | None, typer.Option("--building", help=t("plan.in_force_building"))] = None,
    ) -> None:
        from signage.errors import NotFound
        from signage.frontage import PlanRegister

        day = date_of(on)
        register_, faults = PlanRegister.read_sound(folder)
        for fault in faults:
            note(f"{t('plan_error')} {describe(fault, LANG)}")
        for plan_id in (building,) if building is not None else register_.ids:
            try:
                found = register_.in_force(plan_id, day)
            except NotFound:
                if building is not None:
                    raise
                say(t("plan.in_force_none", plan=plan_id, on=str(day)))
                continue
            start, end = str(found.valid_from), register_.end_of(found)
            span = t("plan.in_force_span", start=start, end=str(end)) if end else t("plan.in_force_since", start=start)
            line = {"plan": found.id, "revision": found.revision, "building": found.building}
            say(t("plan.in_force_line", span=span, **line))
        for doubt in register_.doubts():
            if building in (None, doubt.params["plan"]):
                note(_line(doubt))
        if faults:
            raise typer.Exit(BAD_INPUT)


def _add_show(group: typer.Typer) -> None:
    @group.command("show", help=t("plan_show_help"))
    def show(
        plan: Annotated[Path, typer.Argument(metavar="PLAN", help=t("arg_plan"))],
        output: Annotated[Path, typer.Option("-o", "--output", help=t("opt_output"))],
        face: Annotated[str | None, typer.Option("--face", help=t("opt_face"))] = None,
        width_px: Annotated[int, typer.Option("--width-px", help=t("opt_width_px"))] = 3200,
    ) -> None:
        from signage.frontage import inspect_plan

        path = existing_file(plan)
        if output.is_dir():
            raise InputError("cli.is_a_folder", path=str(output))
        form_of(output)
        not_over((output,), path)
        value, problems = inspect_plan(read_bytes(path), file=str(plan))
        if value is None:
            plan_of_file(plan)  # raises the first problem in words
            return
        known = [f.id for f in value.faces]
        if face is not None and face not in known:
            raise InputError("cli.no_such_face", face=face, known=", ".join(known))
        draw_plan(value, known if face is None else [face], problems, output, width_px=width_px)
        for problem in problems:
            note(_line(problem))


def _line(problem: PlanProblem) -> str:
    word = t("plan_error") if problem.is_error else t("plan_warning")
    return f"{word} {problem.words(LANG)}"


def _as_json(problem: PlanProblem) -> dict[str, object]:
    return {
        "code": problem.code,
        "severity": "error" if problem.is_error else "warning",
        "face": problem.face,
        "message": problem.words(LANG),
    }
