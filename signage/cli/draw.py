"""`signage draw`: a sign as picture, sheet, street front or workshop drawing, from a spec or from a name alone."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from signage.cli.inputs import (
    books_of,
    check_facts,
    date_of,
    facts_of,
    fonts_of,
    naming,
    plan_of_file,
    spec_of_file,
)
from signage.cli.output import deliver
from signage.cli.words import t
from signage.errors import InputError, Location, SpecError

if TYPE_CHECKING:
    from signage.design import SignSpec
    from signage.desk import Desk
    from signage.frontage import FrontagePlan
    from signage.scene import Scene
    from signage.typography import FontCatalogue


class ViewName(StrEnum):
    """What is drawn."""

    FRONT = "front"
    NIGHT = "night"
    SHEET = "sheet"
    STREET = "street"
    WORKSHOP = "workshop"


class FormatName(StrEnum):
    """Which file is written."""

    PNG = "png"
    SVG = "svg"
    PDF = "pdf"
    DXF = "dxf"
    JSON = "json"


class PaperName(StrEnum):
    """Paper of a sheet."""

    A3 = "a3"
    A4 = "a4"


# Paper mm per model mm for the PDF of a view; a sheet is paper already.
_PDF_SCALES = {ViewName.FRONT: 0.02, ViewName.NIGHT: 0.02, ViewName.STREET: 0.01, ViewName.WORKSHOP: 0.1}


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""

    @app.command("draw", help=t("draw_help"))
    def draw(
        output: Annotated[Path, typer.Option("-o", "--output", help=t("opt_output"))],
        spec: Annotated[Path | None, typer.Argument(metavar="SPEC", help=t("arg_spec_optional"))] = None,
        name: Annotated[str | None, typer.Option("--name", help=t("opt_name"))] = None,
        width: Annotated[float | None, typer.Option("--width", help=t("opt_width"))] = None,
        height: Annotated[float | None, typer.Option("--height", help=t("opt_height"))] = None,
        kind: Annotated[str | None, typer.Option("--kind", help=t("opt_kind"))] = None,
        second_line: Annotated[str | None, typer.Option("--second-line", help=t("opt_second_line"))] = None,
        letter_height: Annotated[float | None, typer.Option("--letter-height", help=t("opt_letter_height"))] = None,
        panel_colour: Annotated[str | None, typer.Option("--panel-colour", help=t("opt_panel_colour"))] = None,
        letter_colour: Annotated[str | None, typer.Option("--letter-colour", help=t("opt_letter_colour"))] = None,
        frontage: Annotated[Path | None, typer.Option("--frontage", help=t("opt_frontage"))] = None,
        unit: Annotated[str | None, typer.Option("--unit", help=t("opt_unit"))] = None,
        view: Annotated[ViewName, typer.Option("--view", help=t("opt_view"))] = ViewName.FRONT,
        form: Annotated[FormatName | None, typer.Option("--format", help=t("opt_format"))] = None,
        paper: Annotated[PaperName | None, typer.Option("--paper", help=t("opt_paper"))] = None,
        width_px: Annotated[int, typer.Option("--width-px", help=t("opt_width_px"))] = 2400,
        marks: Annotated[bool, typer.Option("--marks", help=t("opt_marks"))] = False,
        book: Annotated[list[str] | None, typer.Option("--book", help=t("opt_book"))] = None,
        on: Annotated[str | None, typer.Option("--on", help=t("opt_on"))] = None,
        fact: Annotated[list[str] | None, typer.Option("--fact", help=t("opt_fact"))] = None,
        leased: Annotated[list[str] | None, typer.Option("--leased", help=t("opt_leased"))] = None,
    ) -> None:
        fields = {
            "name": name,
            "width_mm": width,
            "height_mm": height,
            "kind": kind,
            "second_line": second_line,
            "letter_height_mm": letter_height,
            "panel_colour": panel_colour,
            "letter_colour": letter_colour,
        }
        sign = _spec(spec, {key: value for key, value in fields.items() if value is not None})
        chosen = form or _format_of(output)
        place = _Place(frontage, unit, tuple(book or ()), date_of(on), facts_of(fact or (), leased or ()), marks)
        place.paper = paper
        place.refuse_what_the_view_cannot_show(view)
        with naming(str(spec) if spec else ""):
            scenes = _scenes(sign, view, fonts_of(), place)
        _write_all(scenes, view, chosen, width_px, output)


class _Place:
    """Where the sign hangs and by which rules it is looked at, as the options said."""

    def __init__(
        self,
        frontage: Path | None,
        unit: str | None,
        books: tuple[str, ...],
        on: date,
        facts: dict[str, str | bool | float | tuple[str, ...]],
        marks: bool,
    ) -> None:
        if (frontage is None) != (unit is None):
            raise InputError("cli.frontage_and_unit")
        self.frontage, self.unit, self.books, self.on, self.facts, self.marks = frontage, unit, books, on, facts, marks

        self.paper: PaperName | None = None

    def refuse_what_the_view_cannot_show(self, view: ViewName) -> None:
        """Refuse options that would be passed over in silence.

        Raises:
            InputError: The view needs a plan, has no place for the findings, or is no sheet of paper.
        """
        if self.paper is not None and view is not ViewName.SHEET:
            raise InputError("sheet.paper_needs_sheet", view=view.value)
        if self.frontage is None and view in (ViewName.SHEET, ViewName.STREET):
            raise InputError("cli.view_needs_plan", view=view.value)
        if self.marks and (view is not ViewName.FRONT or self.frontage is None):
            raise InputError("cli.marks_need_front")


def _spec(path: Path | None, given: dict[str, str | float]) -> SignSpec:
    from signage.design import spec_of

    if path is not None:
        if given:
            raise InputError("cli.spec_or_options", options=", ".join(f"--{key}" for key in sorted(given)))
        return spec_of_file(path)
    missing = [f"--{word}" for key, word in _NEEDED.items() if key not in given]
    if missing:
        raise InputError("cli.name_and_size", missing=", ".join(missing))
    try:
        return spec_of({"kind": "panel-letters", **given})
    except SpecError as error:  # the reader typed an option and knows no field
        field = error.at.field if error.at else None
        option = f"--{(field or '').rpartition('.')[2].removesuffix('_mm').replace('_', '-')}"
        raise SpecError(error.code, at=Location(field=option) if field else None, **error.params) from error


_NEEDED = {"name": "name", "width_mm": "width", "height_mm": "height"}


def _format_of(output: Path) -> FormatName:
    if output.is_dir():
        raise InputError("cli.is_a_folder", path=str(output))
    try:
        return FormatName(output.suffix.lower().removeprefix("."))
    except ValueError as exc:
        known = ", ".join(f".{form.value}" for form in FormatName)
        raise InputError("cli.unknown_suffix", path=str(output), known=known) from exc


def _scenes(sign: SignSpec, view: ViewName, fonts: FontCatalogue, place: _Place) -> tuple[Scene, ...]:
    if view is ViewName.SHEET and place.frontage is not None:
        return _sheet(sign, fonts, place)
    return (_scene(sign, view, fonts, place),)


def _scene(sign: SignSpec, view: ViewName, fonts: FontCatalogue, place: _Place) -> Scene:
    from signage.design import lay_out
    from signage.scene import DAY, NIGHT, compose_sign, compose_workshop

    if view is ViewName.WORKSHOP:
        return compose_workshop(lay_out(sign, fonts), fonts)
    if place.frontage is None:
        return compose_sign(lay_out(sign, fonts), NIGHT if view is ViewName.NIGHT else DAY, fonts)
    return _scene_on_plan(sign, view, fonts, place)


def _scene_on_plan(sign: SignSpec, view: ViewName, fonts: FontCatalogue, place: _Place) -> Scene:
    from signage.scene import DAY, NIGHT, compose_front, compose_street

    plan, desk = _desk(sign, fonts, place)
    if view is ViewName.STREET:
        return compose_street(plan, desk.placed.face_id, (desk.placed,), DAY, fonts)
    ambience = NIGHT if view is ViewName.NIGHT else DAY
    return compose_front(desk.proposal, ambience, fonts, report=desk.report if place.marks else None)


def _sheet(sign: SignSpec, fonts: FontCatalogue, place: _Place) -> tuple[Scene, ...]:
    from signage.desk import sheets_of
    from signage.scene import SheetParticulars, SheetSize

    plan, desk = _desk(sign, fonts, place)
    particulars = SheetParticulars(drawing_number=f"{plan.id}-{place.unit}", project=plan.building, date=place.on)
    return sheets_of(desk, fonts, particulars, size=SheetSize((place.paper or PaperName.A3).value))


def _desk(sign: SignSpec, fonts: FontCatalogue, place: _Place) -> tuple[FrontagePlan, Desk]:
    from signage.desk import prepare

    if place.frontage is None or place.unit is None:
        raise InputError("cli.frontage_and_unit")
    plan = plan_of_file(place.frontage)
    books = books_of(place.books, plan, place.on)
    check_facts(place.facts, books)
    with naming(str(place.frontage), field="--unit"):
        plan.find_unit(place.unit)
    return plan, prepare(sign, plan, place.unit, books, place.on, fonts, facts=place.facts)


def _write_all(scenes: tuple[Scene, ...], view: ViewName, form: FormatName, width_px: int, output: Path) -> None:
    """Write the pages of one drawing: one PDF for all of them, of other formats a file each, `name-1`, `name-2`."""
    from signage.render import draw_pages

    if len(scenes) == 1:
        _write(scenes[0], view, form, width_px, output)
    elif form is FormatName.PDF:
        rendering = draw_pages(scenes)
        deliver(output, rendering.content, rendering.losses)
    elif str(output) == "-":
        raise InputError("sheet.pages_need_pdf", pages=len(scenes))
    else:
        for number, scene in enumerate(scenes, 1):
            _write(scene, view, form, width_px, output.with_stem(f"{output.stem}-{number}"))


def _write(scene: Scene, view: ViewName, form: FormatName, width_px: int, output: Path) -> None:
    from signage.render import Viewport, draw

    viewport = Viewport.of(scene, width_px=width_px, scale=_PDF_SCALES.get(view, 1.0))
    rendering = draw(scene, viewport, form.value)
    deliver(output, rendering.content, rendering.losses)
