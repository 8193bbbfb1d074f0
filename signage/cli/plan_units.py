"""`signage plan import-units`: a property manager's spreadsheet onto a plan, or as a plan of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from signage.cli.inputs import date_of, existing_file, naming, plan_of_file
from signage.cli.output import BAD_INPUT, not_over, note, read_bytes, say, write_file
from signage.cli.words import LANG, t
from signage.errors import InputError

if TYPE_CHECKING:
    from signage.frontage import FrontagePlan, PlanProblem
    from signage.frontage.units_csv import UnitTable


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """The options as they were typed, by name; None or empty where they were not."""

    onto: Path | None
    face: str | None
    storey: int | None
    revision: str | None
    valid_from: str | None
    own: dict[str, str]
    none: tuple[str, ...]


def register(group: typer.Typer) -> None:
    """Add the command to the group `plan`."""

    @group.command("import-units", help=t("units.help"))
    def import_units(
        table: Annotated[Path, typer.Argument(metavar="FILE", help=t("units.arg_file"))],
        output: Annotated[Path, typer.Option("-o", "--output", help=t("bands.opt_output"))],
        onto: Annotated[Path | None, typer.Option("--onto", help=t("units.opt_onto"))] = None,
        unit: Annotated[str | None, typer.Option("--unit", help=t("units.opt_unit"))] = None,
        face: Annotated[str | None, typer.Option("--face", help=t("units.opt_face"))] = None,
        storey: Annotated[int | None, typer.Option("--storey", help=t("units.opt_storey"))] = None,
        revision: Annotated[str | None, typer.Option("--revision", help=t("bands.opt_revision"))] = None,
        valid_from: Annotated[str | None, typer.Option("--valid-from", help=t("bands.opt_valid_from"))] = None,
        plan_id: Annotated[str | None, typer.Option("--id", help=t("units.opt_id"))] = None,
        building: Annotated[str | None, typer.Option("--building", help=t("units.opt_building"))] = None,
        address: Annotated[str | None, typer.Option("--address", help=t("units.opt_address"))] = None,
        city: Annotated[str | None, typer.Option("--city", help=t("units.opt_city"))] = None,
        width: Annotated[str | None, typer.Option("--width", help=t("units.opt_width"))] = None,
        levels: Annotated[str | None, typer.Option("--levels", help=t("units.opt_levels"))] = None,
        pavement: Annotated[str | None, typer.Option("--pavement", help=t("units.opt_pavement"))] = None,
        wall_colour: Annotated[str | None, typer.Option("--wall-colour", help=t("units.opt_wall_colour"))] = None,
        none: Annotated[list[str] | None, typer.Option("--none", help=t("units.opt_none"))] = None,
    ) -> None:
        from signage.frontage import write_plan
        from signage.frontage.plan_file import UNITS
        from signage.frontage.units_csv import read_units
        from signage.units import Unit

        if unit is not None and unit not in {u.value for u in UNITS}:
            raise InputError("units.bad_unit", given=unit)
        not_over((output,), onto, table)
        told = {"id": plan_id, "building": building, "address": address, "city": city, "width": width}
        told |= {"levels": levels, "pavement": pavement, "wall-colour": wall_colour}
        asked = _Asked(
            onto=onto, face=face, storey=storey, revision=revision, valid_from=valid_from,
            own={key: value for key, value in told.items() if value is not None}, none=tuple(none or ()),
        )  # fmt: skip
        read = read_units(read_bytes(existing_file(table)), unit=Unit(unit) if unit else None, file=str(table))
        old, new = _plans(asked, read, table)
        _tell(new, read, table)
        if old is not None:
            gone = {u.id for f in old.faces for u in f.units} - {u.id for f in new.faces for u in f.units}
            if gone:
                say(t("units.said_gone", units=t("list_comma").join(sorted(gone))))
        write_file(output, write_plan(new))
        bands = sum(row.bottom is not None for row in read.rows)
        shown = {"\t": "TAB"}.get(read.separator, read.separator)
        figures: dict[str, str | int | float] = {
            "units": len(read.rows),
            "bands": bands,
            "encoding": read.encoding,
            "separator": shown,
        }
        say(t("units.said", revision=new.revision, start=str(new.valid_from), **figures))
        say(f"  {output}")


def _plans(asked: _Asked, table: UnitTable, file: Path) -> tuple[FrontagePlan | None, FrontagePlan]:
    """Return the plan before, if any, and the new one."""
    from signage.frontage.units_onto import faces_with
    from signage.offers.bands import next_revision

    day = date_of(asked.valid_from)
    if asked.onto is None:
        return None, _alone(asked, table, file)
    given = [*asked.own, *(["none"] if asked.none else [])]
    if given:
        raise InputError("units.only_alone", options=t("list_comma").join(f"--{key}" for key in given))
    old = plan_of_file(asked.onto)
    faces = faces_with(old, table, face=asked.face, storey=asked.storey, file=str(file))
    with naming(str(asked.onto)):
        return old, next_revision(old, faces, valid_from=day, revision=asked.revision)


def _alone(asked: _Asked, table: UnitTable, file: Path) -> FrontagePlan:
    from signage.frontage import parse_plan, write_plan
    from signage.frontage.units_alone import plan_of_units
    from signage.frontage.units_words import BuildingWords

    words = BuildingWords(own=asked.own, none=asked.none)
    building = words.building(
        stem=file.stem,
        revision=asked.revision,
        valid_from=date_of(asked.valid_from),
        face=asked.face,
        storey=asked.storey,
    )
    plan = plan_of_units(table, building, file=str(file))
    # Read back as any plan is: words, colours and sizes are held against the form of plan files in one place.
    return plan if any(problem.is_error for problem in _problems(plan)) else parse_plan(write_plan(plan))


def _problems(plan: FrontagePlan) -> tuple[PlanProblem, ...]:
    from signage.frontage import validate

    return validate(plan)


def _tell(plan: FrontagePlan, table: UnitTable, file: Path) -> None:
    """Print what is wrong with the new plan, and end the command when it cannot be used."""
    from signage.frontage.units_onto import at_line_of

    problems = tuple(at_line_of(problem, plan, table, file=str(file)) for problem in _problems(plan))
    for problem in problems:
        word = t("plan_error") if problem.is_error else t("plan_warning")
        note(f"{word} {problem.words(LANG)}")
    if table.ignored:
        say(t("units.said_ignored", headings=t("list_comma").join(table.ignored)))
    if any(problem.is_error for problem in problems):
        raise typer.Exit(BAD_INPUT)
