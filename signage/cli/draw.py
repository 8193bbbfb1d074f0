"""`signage draw`: a sign as picture, sheet, street front or workshop drawing, from a spec or from a name alone.

With `--batch` the same for every row of a list, in `signage.cli.batch`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar, overload

import typer

from signage.cli.cutting import CutOptions, VersionName, option_help
from signage.cli.inputs import (
    books_of,
    check_facts,
    date_of,
    facts_of,
    fonts_of,
    logo_text_of,
    naming,
    plan_of_file,
    spec_of_file,
)
from signage.cli.output import deliver
from signage.cli.words import t
from signage.errors import InputError, Location, SpecError

if TYPE_CHECKING:
    from signage.design import SignSpec
    from signage.frontage import FrontagePlan
    from signage.render import Viewport
    from signage.rules import RuleBook
    from signage.scene import Ambience, Scene
    from signage.typography import FontCatalogue


class ViewName(StrEnum):
    """What is drawn."""

    FRONT = "front"
    NIGHT = "night"
    FACE = "face"
    SHEET = "sheet"
    STREET = "street"
    WORKSHOP = "workshop"
    CUTTING = "cutting"


class FormatName(StrEnum):
    """Which file is written."""

    PNG = "png"
    JPG = "jpg"
    WEBP = "webp"
    SVG = "svg"
    PDF = "pdf"
    DXF = "dxf"
    JSON = "json"


# Paper mm per model mm of a view when --scale says nothing; a sheet is paper already.
_PAPER_SCALES = {
    ViewName.FRONT: 0.02,
    ViewName.NIGHT: 0.02,
    ViewName.FACE: 0.02,
    ViewName.STREET: 0.01,
    ViewName.WORKSHOP: 0.1,
}
_BY_NIGHT = (ViewName.FRONT, ViewName.NIGHT, ViewName.FACE, ViewName.STREET)
_LOSSY = (FormatName.JPG, FormatName.WEBP)
_SUFFIXES = {"jpeg": FormatName.JPG}


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""

    @app.command("draw", help=t("draw_help"))
    def draw(
        output: Annotated[Path, typer.Option("-o", "--output", help=t("outputs.opt_output"))],
        spec: Annotated[Path | None, typer.Argument(metavar="SPEC", help=t("arg_spec_optional"))] = None,
        name: Annotated[str | None, typer.Option("--name", help=t("opt_name"))] = None,
        width: Annotated[float | None, typer.Option("--width", help=t("opt_width"))] = None,
        height: Annotated[float | None, typer.Option("--height", help=t("opt_height"))] = None,
        kind: Annotated[str | None, typer.Option("--kind", help=t("opt_kind"))] = None,
        second_line: Annotated[str | None, typer.Option("--second-line", help=t("opt_second_line"))] = None,
        small_print: Annotated[str | None, typer.Option("--small-print", help=t("opt_small_print"))] = None,
        divider: Annotated[bool, typer.Option("--divider", help=t("opt_divider"))] = False,
        setting: Annotated[str | None, typer.Option("--setting", help=t("opt_setting"))] = None,
        logo: Annotated[Path | None, typer.Option("--logo", help=t("opt_logo"))] = None,
        logo_height: Annotated[float | None, typer.Option("--logo-height", help=t("opt_logo_height"))] = None,
        logo_place: Annotated[str | None, typer.Option("--logo-place", help=t("opt_logo_place"))] = None,
        letter_height: Annotated[float | None, typer.Option("--letter-height", help=t("opt_letter_height"))] = None,
        panel_colour: Annotated[str | None, typer.Option("--panel-colour", help=t("opt_panel_colour"))] = None,
        letter_colour: Annotated[str | None, typer.Option("--letter-colour", help=t("opt_letter_colour"))] = None,
        frontage: Annotated[Path | None, typer.Option("--frontage", help=t("opt_frontage"))] = None,
        unit: Annotated[str | None, typer.Option("--unit", help=t("opt_unit"))] = None,
        view: Annotated[list[ViewName] | None, typer.Option("--view", help=t("opt_view"))] = None,
        night: Annotated[bool, typer.Option("--night", help=t("outputs.opt_night"))] = False,
        form: Annotated[list[FormatName] | None, typer.Option("--format", help=t("opt_format"))] = None,
        width_px: Annotated[int, typer.Option("--width-px", help=t("opt_width_px"))] = 2400,
        scale: Annotated[float | None, typer.Option("--scale", help=t("outputs.opt_scale"))] = None,
        quality: Annotated[int | None, typer.Option("--quality", help=t("outputs.opt_quality"))] = None,
        marks: Annotated[bool, typer.Option("--marks", help=t("opt_marks"))] = False,
        book: Annotated[list[str] | None, typer.Option("--book", help=t("opt_book"))] = None,
        on: Annotated[str | None, typer.Option("--on", help=t("opt_on"))] = None,
        fact: Annotated[list[str] | None, typer.Option("--fact", help=t("opt_fact"))] = None,
        leased: Annotated[list[str] | None, typer.Option("--leased", help=t("opt_leased"))] = None,
        batch: Annotated[Path | None, typer.Option("--batch", help=t("batch.opt_batch"))] = None,
        jobs: Annotated[int | None, typer.Option("--jobs", min=1, max=64, help=t("batch.opt_jobs"))] = None,
        spec_option: Annotated[Path | None, typer.Option("--spec", help=t("outputs.opt_spec"))] = None,
        tolerance: Annotated[float | None, typer.Option("--tolerance", help=option_help("tolerance"))] = None,
        kerf: Annotated[float | None, typer.Option("--kerf", help=option_help("kerf"))] = None,
        dxf_version: Annotated[
            VersionName | None, typer.Option("--dxf-version", help=option_help("dxf_version"))
        ] = None,
    ) -> None:
        fields = {
            "name": name,
            "width_mm": width,
            "height_mm": height,
            "kind": kind,
            "second_line": second_line,
            "small_print": small_print,
            "divider": divider or None,
            "setting": setting,
            "logo_art": logo_text_of(logo) if logo else None,
            "logo_height_mm": logo_height,
            "logo_place": logo_place,
            "letter_height_mm": letter_height,
            "panel_colour": panel_colour,
            "letter_colour": letter_colour,
        }
        given = {key: value for key, value in fields.items() if value is not None}
        template = _one_of(spec, spec_option)
        views = tuple(dict.fromkeys(view or (ViewName.FRONT,)))
        cut = CutOptions(tolerance, kerf, dxf_version)
        if ViewName.CUTTING not in views:
            cut.refuse_if_given()
        look = Look(width_px=width_px, scale=scale, quality=quality)
        place = Place(frontage, unit, tuple(book or ()), date_of(on), facts_of(fact or (), leased or ()), marks, night)
        if batch is not None:
            from signage.cli.batch import draw_batch

            if ViewName.CUTTING in views:
                raise InputError("cutting.not_in_batch")

            forms = tuple(dict.fromkeys(form or (FormatName.PNG,)))
            draw_batch(batch, output, template, given, views, forms, look, place, jobs)
            return
        if jobs is not None:
            raise InputError("batch.jobs_without_batch")
        place.refuse_lone_options()
        one_view, chosen = _single(views, "--view"), _single(form, "--format") or _format_of(output)
        look.refuse_what_does_not_fit((one_view,), (chosen,))
        place.refuse_what_the_view_cannot_show(one_view)
        sign = _spec(template, given)
        if one_view is ViewName.CUTTING:
            with naming(str(template) if template else ""):
                cut.write(sign, fonts_of(), chosen.value, output)
            return
        with naming(str(template) if template else ""):
            scene = compose_view(sign, one_view, fonts_of(), place)
        _write(scene, one_view, chosen, look, output)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How drawings are put on pixels and paper: a picture's width, 1:`scale` on paper, quality of JPEG and WebP."""

    width_px: int
    scale: float | None
    quality: int | None

    def refuse_what_does_not_fit(self, views: Sequence[ViewName], forms: Sequence[FormatName]) -> None:
        """Refuse options that would be passed over in silence.

        Raises:
            InputError: No format has a quality, the scale is none, or a sheet has one of its own.
        """
        if self.quality is not None:
            if not any(form in _LOSSY for form in forms):
                raise InputError("outputs.quality_needs_lossy", known=", ".join(f".{form.value}" for form in _LOSSY))
            if not 1 <= self.quality <= 100:
                raise InputError("outputs.quality_out_of_range", given=self.quality)
        if self.scale is not None:
            if not 0.01 <= self.scale <= 10_000:  # what is no number is not either
                raise InputError("outputs.bad_scale", given=self.scale)
            if ViewName.SHEET in views:
                raise InputError("outputs.sheet_has_its_scale")

    def viewport(self, scene: Scene, view: ViewName) -> Viewport:
        """Return how a view lies on its page."""
        from signage.render import Viewport

        scale = 1 / self.scale if self.scale is not None else _PAPER_SCALES.get(view, 1.0)
        return Viewport.of(scene, width_px=self.width_px, scale=scale)

    def quality_for(self, form: FormatName) -> int | None:
        """Return the quality that was asked for, for a format that has one."""
        return self.quality if form in _LOSSY else None


class Place:
    """Where the sign hangs and by which rules it is looked at, as the options said."""

    def __init__(
        self,
        frontage: Path | None,
        unit: str | None,
        books: tuple[str, ...],
        on: date,
        facts: dict[str, str | bool | float | tuple[str, ...]],
        marks: bool,
        is_night: bool = False,
    ) -> None:
        self.frontage, self.unit, self.book_names, self.on, self.facts = frontage, unit, books, on, facts
        self.marks, self.is_night = marks, is_night

    @cached_property
    def plan(self) -> FrontagePlan | None:
        """The frontage plan, read once."""
        return plan_of_file(self.frontage) if self.frontage is not None else None

    @cached_property
    def books(self) -> tuple[RuleBook, ...]:
        """The rule books that the sign is looked at by, read once; the facts given are asked for by one of them."""
        if self.plan is None:
            return ()
        books = books_of(self.book_names, self.plan, self.on)
        check_facts(self.facts, books)
        return books

    def ambience(self, view: ViewName) -> Ambience:
        """Return the light that a view is drawn in."""
        from signage.scene import DAY, NIGHT

        return NIGHT if self.is_night or view is ViewName.NIGHT else DAY

    def refuse_lone_options(self) -> None:
        """Refuse a plan without a unit, and a unit without a plan.

        Raises:
            InputError: One is given without the other.
        """
        if (self.frontage is None) != (self.unit is None):
            raise InputError("cli.frontage_and_unit")

    def refuse_what_the_view_cannot_show(self, view: ViewName) -> None:
        """Refuse options that would be passed over in silence.

        Raises:
            InputError: The view needs a plan, or has no place for the findings.
        """
        if self.frontage is None and view in (ViewName.SHEET, ViewName.STREET):
            raise InputError("cli.view_needs_plan", view=view.value)
        if self.is_night and view not in _BY_NIGHT:
            raise InputError("outputs.night_needs_picture", view=view.value)
        if self.marks and (view is not ViewName.FRONT or self.is_night or self.frontage is None):
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


def _one_of(argument: Path | None, option: Path | None) -> Path | None:
    if argument is not None and option is not None:
        raise InputError("outputs.spec_twice")
    return argument or option


_Choice = TypeVar("_Choice", ViewName, FormatName)


@overload
def _single(given: tuple[_Choice, ...], option: str) -> _Choice: ...
@overload
def _single(given: list[_Choice] | None, option: str) -> _Choice | None: ...
def _single(given: Sequence[_Choice] | None, option: str) -> _Choice | None:
    """Return the one value of an option that only a batch may repeat."""
    if given and len(set(given)) > 1:
        raise InputError("outputs.only_one", option=option)
    return given[0] if given else None


def _format_of(output: Path) -> FormatName:
    if output.is_dir():
        raise InputError("cli.is_a_folder", path=str(output))
    suffix = output.suffix.lower().removeprefix(".")
    try:
        return _SUFFIXES.get(suffix) or FormatName(suffix)
    except ValueError as exc:
        known = ", ".join(f".{form.value}" for form in FormatName)
        raise InputError("cli.unknown_suffix", path=str(output), known=known) from exc


def compose_view(sign: SignSpec, view: ViewName, fonts: FontCatalogue, place: Place) -> Scene:
    """Return one view of a sign, on its frontage when the place has one.

    Raises:
        LayoutError: The text does not fit the size.
        FontError: The typeface is unknown or lacks a character.
        PlanError, NotFound: The plan cannot be used, or has no such unit or no place there.
    """
    from signage.design import lay_out
    from signage.scene import compose_sign, compose_workshop

    if view is ViewName.WORKSHOP:
        return compose_workshop(lay_out(sign, fonts), fonts)
    if place.frontage is None or view is ViewName.FACE:
        return compose_sign(lay_out(sign, fonts), place.ambience(view), fonts)
    return _on_plan(sign, view, fonts, place)


def _on_plan(sign: SignSpec, view: ViewName, fonts: FontCatalogue, place: Place) -> Scene:
    from signage.desk import prepare, sheet_of
    from signage.scene import SheetParticulars, compose_front, compose_street

    plan, books = place.plan, place.books
    if plan is None or place.unit is None:
        raise InputError("cli.frontage_and_unit")
    with naming(str(place.frontage), field="--unit"):
        plan.find_unit(place.unit)
    desk = prepare(sign, plan, place.unit, books, place.on, fonts, facts=place.facts)
    if view is ViewName.SHEET:
        particulars = SheetParticulars(drawing_number=f"{plan.id}-{place.unit}", project=plan.building, date=place.on)
        return sheet_of(desk, fonts, particulars)
    if view is ViewName.STREET:
        return compose_street(plan, desk.placed.face_id, (desk.placed,), place.ambience(view), fonts)
    return compose_front(desk.proposal, place.ambience(view), fonts, report=desk.report if place.marks else None)


def _write(scene: Scene, view: ViewName, form: FormatName, look: Look, output: Path) -> None:
    from signage.render import draw

    rendering = draw(scene, look.viewport(scene, view), form.value, quality=look.quality_for(form))
    deliver(output, rendering.content, rendering.losses)
