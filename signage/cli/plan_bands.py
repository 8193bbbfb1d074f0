"""`signage plan propose-bands`: sign bands for a whole building, as a new plan revision, a drawing and a table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from signage.cli.inputs import books_of, check_facts, date_of, facts_of, fonts_of, naming, plan_of_file
from signage.cli.output import FAILED, not_over, print_json, say, write_file
from signage.cli.plan_drawing import draw_plan, form_of
from signage.cli.words import LANG, t
from signage.errors import InputError

if TYPE_CHECKING:
    from signage.frontage import FrontagePlan
    from signage.offers.bands import BandLayout, BandRow


def register(group: typer.Typer) -> None:
    """Add the command to the group `plan`."""

    @group.command("propose-bands", help=t("bands.help"))
    def propose(
        plan: Annotated[Path, typer.Argument(metavar="PLAN", help=t("arg_plan"))],
        output: Annotated[Path, typer.Option("-o", "--output", help=t("bands.opt_output"))],
        drawing: Annotated[Path | None, typer.Option("--drawing", help=t("bands.opt_drawing"))] = None,
        table: Annotated[Path | None, typer.Option("--table", help=t("bands.opt_table"))] = None,
        book: Annotated[list[str] | None, typer.Option("--book", help=t("opt_book"))] = None,
        on: Annotated[str | None, typer.Option("--on", help=t("opt_on"))] = None,
        storey: Annotated[list[int] | None, typer.Option("--storey", help=t("bands.opt_storey"))] = None,
        face: Annotated[list[str] | None, typer.Option("--face", help=t("bands.opt_face"))] = None,
        revision: Annotated[str | None, typer.Option("--revision", help=t("bands.opt_revision"))] = None,
        valid_from: Annotated[str | None, typer.Option("--valid-from", help=t("bands.opt_valid_from"))] = None,
        least_height: Annotated[
            float, typer.Option("--least-height", min=100, max=5000, help=t("bands.opt_least_height"))
        ] = 500,
        end_gap: Annotated[float, typer.Option("--end-gap", min=0, max=5000, help=t("bands.opt_end_gap"))] = 200,
        opening_gap: Annotated[
            float, typer.Option("--opening-gap", min=0, max=2000, help=t("bands.opt_opening_gap"))
        ] = 50,
        storey_gap: Annotated[
            float, typer.Option("--storey-gap", min=0, max=2000, help=t("bands.opt_storey_gap"))
        ] = 200,
        kind: Annotated[list[str] | None, typer.Option("--kind", help=t("bands.opt_kind"))] = None,
        colour: Annotated[list[str] | None, typer.Option("--colour", help=t("bands.opt_colour"))] = None,
        fact: Annotated[list[str] | None, typer.Option("--fact", help=t("opt_fact"))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=t("opt_json"))] = False,
    ) -> None:
        from signage.frontage import validate, write_plan
        from signage.offers.bands import BandWish, band_table, propose_bands

        if drawing is not None:
            form_of(drawing)
        not_over((output, drawing, table), plan)
        day = date_of(on)
        value = plan_of_file(plan)
        for name in face or ():
            if name not in {f.id for f in value.faces}:
                raise InputError("bands.no_such_face", face=name, known=", ".join(f.id for f in value.faces))
        books = books_of(book or (), value, day)
        facts = facts_of(fact or (), ())
        check_facts(facts, books)
        wish = BandWish(
            storeys=tuple(storey or ()),
            faces=tuple(face or ()),
            least_height_mm=least_height,
            end_gap_mm=end_gap,
            opening_gap_mm=opening_gap,
            storey_gap_mm=storey_gap,
            kinds=tuple(kind or ()),
            palette=_colours(colour or ()),
        )
        start = date_of(valid_from) if valid_from is not None else None
        with naming(str(plan)):
            layout = propose_bands(
                value, books, day, fonts_of(), wish, valid_from=start, revision=revision, facts=facts
            )
        write_file(output, write_plan(layout.plan))
        if table is not None:
            write_file(table, band_table(layout, LANG))
        drawn: list[Path] = []
        if drawing is not None:
            faces = list(dict.fromkeys(row.face for row in layout.rows))
            drawn = draw_plan(layout.plan, faces, validate(layout.plan), drawing)
        if as_json:
            print_json(_as_json(layout))
        else:
            _print(layout, value, [output, *([table] if table else []), *drawn])
        if layout.without_band:
            raise typer.Exit(FAILED)


def _colours(named: Sequence[str]) -> tuple[str, ...]:
    from signage.design.colour_names import colour_of, some_names

    found = []
    for words in named:
        colour = colour_of(words)
        if colour is None:
            raise InputError("bands.bad_colour", text=words, known=some_names(words))
        found.append(colour)
    return tuple(found)


def _print(layout: BandLayout, old: FrontagePlan, files: Sequence[Path]) -> None:
    names = {face.id: face.name for face in old.faces}
    for run in layout.runs:
        say(
            t(
                "bands.said_run", face=names[run.face], storey=run.storey, first=run.first, last=run.last,
                datum=f"{run.datum_mm / 1000:.3f}", height=f"{run.height_mm:.0f}",
            )
        )  # fmt: skip
        for remark in run.remarks:
            say(f"  · {remark.words(LANG)}")
    for row in layout.rows:
        if row.band is not None and row.band.letter_height_mm is not None and row.characters is not None:
            height = f"{row.band.letter_height_mm[1]:g}"
            say("  " + t("bands.said_fits", units=", ".join(row.units), count=row.characters, height=height))
        words = [t("bands.no_band")] if row.band is None else []
        words += [remark.words(LANG) for remark in row.warnings]
        if words:
            say(t("bands.said_unit", units=", ".join(row.units), words=("；" if LANG == "zh" else "; ").join(words)))
    say(
        t(
            "bands.said_total", plan=layout.plan.id, revision=layout.plan.revision, start=str(layout.plan.valid_from),
            bands=sum(row.band is not None for row in layout.rows), units=sum(len(row.units) for row in layout.rows),
            without=sum(len(row.units) for row in layout.without_band),
            warnings=sum(len(row.warnings) for row in layout.rows),
        )
    )  # fmt: skip
    for file in files:
        say(f"  {file}")


def _as_json(layout: BandLayout) -> dict[str, object]:
    return {
        "plan": layout.plan.id,
        "revision": layout.plan.revision,
        "valid_from": str(layout.plan.valid_from),
        "runs": [
            {
                "face": run.face, "storey": run.storey, "first": run.first, "last": run.last,
                "datum_mm": run.datum_mm, "height_mm": run.height_mm,
                "remarks": [remark.words(LANG) for remark in run.remarks],
            }
            for run in layout.runs
        ],
        "units": [_row_json(row) for row in layout.rows],
    }  # fmt: skip


def _row_json(row: BandRow) -> dict[str, object]:
    band = row.band
    return {
        "face": row.face,
        "storey": row.storey,
        "units": list(row.units),
        "characters": row.characters,
        "band": None
        if band is None
        else {
            "id": band.id,
            "x0_mm": band.rect.x0,
            "x1_mm": band.rect.x1,
            "bottom_mm": band.rect.y0,
            "top_mm": band.rect.y1,
            "letter_height_mm": list(band.letter_height_mm) if band.letter_height_mm else None,
            "kinds": list(band.kinds),
        },
        "warnings": [remark.words(LANG) for remark in row.warnings],
        "remarks": [remark.words(LANG) for remark in row.remarks],
    }
