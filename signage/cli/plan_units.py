"""`signage plan import-units`: a property manager's spreadsheet onto a plan, as a new revision."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from signage.cli.inputs import date_of, existing_file, naming, plan_of_file
from signage.cli.output import BAD_INPUT, note, read_bytes, say, write_file
from signage.cli.words import LANG, t
from signage.errors import InputError


def register(group: typer.Typer) -> None:
    """Add the command to the group `plan`."""

    @group.command("import-units", help=t("units.help"))
    def import_units(
        table: Annotated[Path, typer.Argument(metavar="FILE", help=t("units.arg_file"))],
        onto: Annotated[Path, typer.Option("--onto", help=t("units.opt_onto"))],
        output: Annotated[Path, typer.Option("-o", "--output", help=t("bands.opt_output"))],
        unit: Annotated[str | None, typer.Option("--unit", help=t("units.opt_unit"))] = None,
        face: Annotated[str | None, typer.Option("--face", help=t("units.opt_face"))] = None,
        storey: Annotated[int | None, typer.Option("--storey", help=t("units.opt_storey"))] = None,
        revision: Annotated[str | None, typer.Option("--revision", help=t("bands.opt_revision"))] = None,
        valid_from: Annotated[str | None, typer.Option("--valid-from", help=t("bands.opt_valid_from"))] = None,
    ) -> None:
        from signage.frontage import validate, write_plan
        from signage.frontage.plan_file import UNITS
        from signage.frontage.units_csv import read_units
        from signage.frontage.units_onto import at_line_of, faces_with
        from signage.offers.bands import next_revision
        from signage.units import Unit

        if unit is not None and unit not in {u.value for u in UNITS}:
            raise InputError("units.bad_unit", given=unit)
        day, old = date_of(valid_from), plan_of_file(onto)
        content = read_bytes(existing_file(table))
        read = read_units(content, unit=Unit(unit) if unit else None, file=str(table))
        faces = faces_with(old, read, face=face, storey=storey, file=str(table))
        with naming(str(onto)):
            new = next_revision(old, faces, valid_from=day, revision=revision)
        problems = tuple(at_line_of(problem, new, read, file=str(table)) for problem in validate(new))
        for problem in problems:
            word = t("plan_error") if problem.is_error else t("plan_warning")
            note(f"{word} {problem.words(LANG)}")
        if read.ignored:
            say(t("units.said_ignored", headings=t("list_comma").join(read.ignored)))
        if any(problem.is_error for problem in problems):
            raise typer.Exit(BAD_INPUT)
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
