"""`signage draw`: a sign as picture, sheet, street front or workshop drawing, from a spec or from a name alone.

With `--batch` the same for every row of a list, in `signage.cli.batch`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from signage.cli.asked_sign import AskedSign, takes_sign
from signage.cli.cutting import CutOptions, VersionName, option_help
from signage.cli.draw_views import (
    SUFFIXES,
    FormatName,
    Look,
    PaperName,
    Place,
    Shot,
    ViewName,
    compose_pages,
    hangs_on_a_house,
    notes_on,
    shots_of,
    wall_of,
)
from signage.cli.inputs import (
    date_of,
    facts_of,
    fonts_of,
)
from signage.cli.output import deliver, note
from signage.cli.words import LANG, t
from signage.errors import InputError
from signage.locale import speaking, text

if TYPE_CHECKING:
    from signage.design import SignSpec
    from signage.scene import Scene


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""

    @app.command("draw", help=t("draw_help"))
    @takes_sign
    def draw(
        output: Annotated[Path, typer.Option("-o", "--output", help=t("outputs.opt_output"))],
        sign: AskedSign,
        frontage: Annotated[Path | None, typer.Option("--frontage", help=t("opt_frontage"))] = None,
        unit: Annotated[str | None, typer.Option("--unit", help=t("opt_unit"))] = None,
        view: Annotated[list[ViewName] | None, typer.Option("--view", help=t("opt_view"))] = None,
        night: Annotated[bool, typer.Option("--night", help=t("outputs.opt_night"))] = False,
        form: Annotated[list[FormatName] | None, typer.Option("--format", help=t("opt_format"))] = None,
        paper: Annotated[PaperName | None, typer.Option("--paper", help=t("opt_paper"))] = None,
        width_px: Annotated[int, typer.Option("--width-px", help=t("opt_width_px"))] = 2400,
        scale: Annotated[float | None, typer.Option("--scale", help=t("outputs.opt_scale"))] = None,
        quality: Annotated[int | None, typer.Option("--quality", help=t("outputs.opt_quality"))] = None,
        wall: Annotated[str | None, typer.Option("--wall", help=text("drawing.opt_wall", LANG))] = None,
        marks: Annotated[bool, typer.Option("--marks", help=t("opt_marks"))] = False,
        book: Annotated[list[str] | None, typer.Option("--book", help=t("opt_book"))] = None,
        on: Annotated[str | None, typer.Option("--on", help=t("opt_on"))] = None,
        fact: Annotated[list[str] | None, typer.Option("--fact", help=t("opt_fact"))] = None,
        leased: Annotated[list[str] | None, typer.Option("--leased", help=t("opt_leased"))] = None,
        batch: Annotated[Path | None, typer.Option("--batch", help=t("batch.opt_batch"))] = None,
        jobs: Annotated[int | None, typer.Option("--jobs", min=1, max=64, help=t("batch.opt_jobs"))] = None,
        tolerance: Annotated[float | None, typer.Option("--tolerance", help=option_help("tolerance"))] = None,
        kerf: Annotated[float | None, typer.Option("--kerf", help=option_help("kerf"))] = None,
        dxf_version: Annotated[
            VersionName | None, typer.Option("--dxf-version", help=option_help("dxf_version"))
        ] = None,
    ) -> None:
        wanted = _Wanted(
            sign=sign,
            views=tuple(dict.fromkeys(view or (ViewName.FRONT,))),
            forms=tuple(dict.fromkeys(form or ())),
            look=Look(width_px=width_px, scale=scale, quality=quality),
            place=Place(
                frontage,
                unit,
                tuple(book or ()),
                date_of(on),
                facts_of(fact or (), leased or ()),
                marks,
                night,
                wall=wall_of(wall),
            ),
            cut=CutOptions(tolerance, kerf, dxf_version),
            paper=paper,
            output=output,
        )
        wanted.refuse_lone_options(is_batch=batch is not None)
        if batch is not None:
            _draw_list(wanted, batch, jobs)
        elif jobs is not None:
            raise InputError("batch.jobs_without_batch")
        else:
            _draw_one(wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """What the options of one call ask for."""

    sign: AskedSign
    views: tuple[ViewName, ...]
    forms: tuple[FormatName, ...]
    look: Look
    place: Place
    cut: CutOptions
    paper: PaperName | None
    output: Path

    def refuse_lone_options(self, *, is_batch: bool) -> None:
        """Refuse options of a view that nobody asked for.

        Raises:
            InputError: One of the cutting file or of a sheet's paper is given without its view.
        """
        if ViewName.CUTTING not in self.views:
            self.cut.refuse_if_given()
        if self.paper is not None and (is_batch or self.views != (ViewName.SHEET,)):
            raise InputError("sheet.paper_needs_sheet", view="、".join(one.value for one in self.views))


def _draw_list(wanted: _Wanted, names: Path, jobs: int | None) -> None:
    from signage.cli.batch import draw_batch

    if ViewName.CUTTING in wanted.views:
        raise InputError("cutting.not_in_batch")
    forms = wanted.forms or (FormatName.PNG,)
    draw_batch(names, wanted.output, wanted.sign, wanted.views, forms, wanted.look, wanted.place, jobs)


def _draw_one(wanted: _Wanted) -> None:

    place, look, output = wanted.place, wanted.look, wanted.output
    place.refuse_lone_options()
    form = _single(wanted.forms, "--format") or _format_of(output)
    look.refuse_what_does_not_fit(wanted.views, (form,))
    for view in wanted.views:
        place.refuse_what_the_view_cannot_show(view)
    shots = shots_of(wanted.views, is_night=place.is_night)
    if len(shots) > 1 and str(output) == "-":
        raise InputError("outputs.only_one", option="--view")
    sign = wanted.sign.spec()
    _tell_notes(wanted, sign)
    for shot in shots:
        # Of several drawings each has a file, named as those of a batch.
        into = output if len(shots) == 1 else output.with_stem(f"{output.stem}-{shot.word}")
        _draw_shot(wanted, sign, shot, form, into)
    if ViewName.FACE in wanted.views and place.frontage is None and not hangs_on_a_house(sign, fonts_of()):
        note(text("drawing.face_is_front", LANG))


def _tell_notes(wanted: _Wanted, sign: SignSpec) -> None:
    """Say once, whatever is drawn of it, what the layout decided by itself and what it does to its neighbours."""
    from signage.design import lay_out, typeface_words

    with wanted.sign.naming():
        told = notes_on(sign, wanted.views, fonts_of(), wanted.place)
        typeface = typeface_words(lay_out(sign, fonts_of()), LANG)
    if typeface:
        note(text("drawing.other_typeface", LANG, words=typeface))
    for _, words in told:
        note(words)


def _draw_shot(wanted: _Wanted, sign: SignSpec, shot: Shot, form: FormatName, output: Path) -> None:
    view, look = shot.view, wanted.look
    place = wanted.place.by(is_night=shot.is_night)
    with wanted.sign.naming():
        if view is ViewName.CUTTING:
            wanted.cut.write(sign, fonts_of(), form.value, output, place)
            return
        with speaking(LANG):
            scenes = compose_pages(sign, view, fonts_of(), place, wanted.paper or PaperName.A3)
    _write_all(scenes, view, form, look, output)


def _single(given: tuple[FormatName, ...], option: str) -> FormatName | None:
    """Return the one value of an option that only a batch may repeat, None when it is not given."""
    if len(given) > 1:
        raise InputError("outputs.only_one", option=option)
    return given[0] if given else None


def _format_of(output: Path) -> FormatName:
    if output.is_dir():
        raise InputError("cli.is_a_folder", path=str(output))
    suffix = output.suffix.lower().removeprefix(".")
    try:
        return SUFFIXES.get(suffix) or FormatName(suffix)
    except ValueError as exc:
        known = ", ".join(f".{form.value}" for form in FormatName)
        raise InputError("cli.unknown_suffix", path=str(output), known=known) from exc


def _write_all(scenes: tuple[Scene, ...], view: ViewName, form: FormatName, look: Look, output: Path) -> None:
    """Write the pages of one drawing: one PDF for all of them, of other formats a file each, `name-1`, `name-2`."""
    from signage.render import draw_pages
    from signage.scene import in_one_space

    if len(scenes) == 1:
        _write(scenes[0], view, form, look, output)
    elif form is FormatName.DXF:  # a drawing file has one space; true scale leaves each sheet its own size in it
        _write(in_one_space(scenes), view, form, look, output)
    elif form is FormatName.PDF:
        rendering = draw_pages(scenes, [look.viewport(scene, view) for scene in scenes])
        deliver(output, rendering.content, rendering.losses)
    elif str(output) == "-":
        raise InputError("sheet.pages_need_pdf", pages=len(scenes))
    else:
        for number, scene in enumerate(scenes, 1):
            _write(scene, view, form, look, output.with_stem(f"{output.stem}-{number}"))


def _write(scene: Scene, view: ViewName, form: FormatName, look: Look, output: Path) -> None:
    from signage.render import draw

    rendering = draw(scene, look.viewport(scene, view), form.value, quality=look.quality_for(form))
    deliver(output, rendering.content, rendering.losses)
