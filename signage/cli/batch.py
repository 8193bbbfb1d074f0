"""`signage draw --batch LIST -o FOLDER`: every row of a list drawn in the chosen views and formats."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from signage.cli.asked_sign import AskedSign
from signage.cli.draw_views import FormatName, Look, Place, Shot, ViewName, compose_view, notes_on, shots_of
from signage.cli.inputs import existing_file, font_files, fonts_of, naming
from signage.cli.output import BAD_INPUT, TOOL_FAILED, errors, loss_words, note, read_bytes, say, writable_folder
from signage.cli.words import LANG, t
from signage.errors import InputError, SignageError
from signage.locale import Lang, describe, speaking

if TYPE_CHECKING:
    from signage.batch import NameList, Note, Progress, Summary
    from signage.design import SignSpec
    from signage.render import Rendering
    from signage.typography import FontCatalogue

_MOST_JOBS = 8  # when nobody says how many: each takes up to 250 MB
_ROWS_A_PROCESS = 4  # fewer are drawn sooner than a process starts
_WARM_PX = 64


def draw_batch(
    listed: Path,
    output: Path,
    sign: AskedSign,
    views: Sequence[ViewName],
    forms: Sequence[FormatName],
    look: Look,
    place: Place,
    jobs: int | None,
) -> None:
    """Draw every row of a list and end with 2 when some rows have errors, 3 when a tool failed.

    Args:
        listed: The list.
        output: Folder for the files.
        sign: A spec file whose fields hold where a row says nothing, or options that do so.
        views: What is drawn of each row.
        forms: In which formats.
        look: Pixels, scale, quality.
        place: Where the signs hang; a row may name its own unit.
        jobs: How many processes; None for what the machine has.

    Raises:
        SignageError: Nothing can be drawn: the list, the options or the folder are no good, or a process died.
    """
    from signage.batch import Wanted, read_names, run_batch

    look.refuse_what_does_not_fit(views, forms)
    for view in views:
        place.refuse_what_the_view_cannot_show(view)
    if "name" in sign.given:
        raise InputError("batch.name_comes_from_list")
    sign.refuse_both()
    spec = sign.spec() if sign.template is not None else None
    file = existing_file(listed)
    names = read_names(read_bytes(file), str(listed))
    _tell_how_it_was_read(names)
    _refuse_missing_place(names, place)
    studio = CliStudio(place=place, look=look, font_files=font_files())
    studio.read_plan()
    wanted = Wanted(
        folder=writable_folder(output),
        file=str(listed),
        views=tuple(shot.word for shot in shots_of(views, is_night=place.is_night)),
        forms=tuple(form.value for form in forms),
        template=spec,
        defaults=tuple({"kind": "panel-letters", **sign.given}.items()),
        unit=place.unit,
        options=(repr(look), *_options_of(place, views)),
    )
    with _told_progress(names.count) as tell:
        summary = run_batch(
            names,
            wanted,
            studio,
            jobs=_jobs_for(names.count, jobs),
            sentence=_sentence,
            headings=tuple(t(f"batch.col_{key}") for key in ("row", "name", "field", "error")),
            note_headings=tuple(t(f"batch.col_{key}") for key in ("row", "name", "note")),
            on_progress=tell,
            warm=studio.warm,
        )
    _tell_summary(summary, output)


@dataclass(frozen=True, slots=True, kw_only=True)
class CliStudio:
    """Draws as `signage draw` does; every process reads fonts, plan and books once.

    Attributes:
        place: Where the signs hang.
        look: Pixels, scale, quality.
        font_files: What `--typeface` and its like named by path; it travels with the tasks, since a process that was
            not forked from this one has read no options.
    """

    place: Place
    look: Look
    font_files: tuple[Path, ...] = ()

    def read_plan(self) -> None:
        """Read plan and rule books before anything is drawn, so that their faults are told once.

        Raises:
            SignageError: They cannot be used.
        """
        if self.place.books and self.place.plan is not None and self.place.unit is not None:
            with naming(str(self.place.frontage), field="--unit"):
                self.place.plan.find_unit(self.place.unit)

    def basis(self, spec: SignSpec, unit: str | None) -> tuple[str, ...]:
        """Return the digests of the typefaces, and of the plan and the books when the sign hangs on a frontage."""
        style, fonts = spec.style, self._fonts
        faces = [fonts.typeface(style.typeface, style.weight), fonts.typeface()]
        if spec.second_line and style.second_typeface is not None:
            faces.append(fonts.typeface(style.second_typeface, style.weight))
        digests = [face.identity.digest for face in faces]
        if self.place.plan is not None:
            digests += [self.place.plan.digest, *(book.identity.digest for book in self.place.books)]
        return tuple(digests)

    def notes(self, spec: SignSpec, unit: str | None, views: tuple[str, ...]) -> tuple[Note, ...]:
        """Return what a designer is told of a sign beside its views."""
        return notes_on(spec, [Shot.called(view).view for view in views], self._fonts, self._place_at(unit))

    def draw(self, spec: SignSpec, view: str, unit: str | None, forms: tuple[str, ...]) -> Iterator[Rendering]:
        """Yield one view of a sign in each format."""
        from signage.render import draw

        shot = Shot.called(view)
        with speaking(LANG):
            place = self._place_at(unit).by(is_night=shot.is_night)
            scene = compose_view(spec, shot.view, self._fonts, place)
        viewport = self.look.viewport(scene, shot.view)
        for form in forms:
            yield draw(scene, viewport, form, quality=self.look.quality_for(FormatName(form)))

    def warm(self) -> None:
        """Read what every process will need, so that forked ones inherit it."""
        from signage.design import lay_out, spec_of
        from signage.render import Viewport, draw
        from signage.scene import DAY, compose_sample_front

        spec = spec_of({"kind": "panel-letters", "name": "招牌", "width_mm": 4000.0, "height_mm": 1000.0})
        scene = compose_sample_front(lay_out(spec, self._fonts), DAY, self._fonts)
        draw(scene, Viewport.of(scene, width_px=_WARM_PX), "png")

    @property
    def _fonts(self) -> FontCatalogue:
        return _fonts_with(self.font_files)

    def _place_at(self, unit: str | None) -> Place:
        if unit is None or unit == self.place.unit:
            return self.place
        other = copy(self.place)  # with plan and books, if they are read already
        other.unit = unit
        return other


@cache
def _fonts_with(files: tuple[Path, ...]) -> FontCatalogue:
    return fonts_of(files=files)


def _options_of(place: Place, views: Sequence[ViewName]) -> list[str]:
    """Return the options that the pictures show; the date counts where it is printed or rules are looked at."""
    is_dated = place.marks or ViewName.SHEET in views
    read = [*([f"on={place.on.isoformat()}"] if is_dated else []), *([f"lang={LANG}"] if LANG is not Lang.ZH else [])]
    if place.frontage is None:
        return [f"wall={place.sample_wall!r}", *read]
    shown = [f"{name}={value!r}" for name, value in sorted(place.facts.items())]
    return [*shown, f"marks={place.marks}", *read]


def _refuse_missing_place(names: NameList, place: Place) -> None:
    has_units = "unit" in names.columns
    if place.frontage is None and (has_units or place.unit is not None):
        raise InputError("batch.units_need_plan")
    if place.frontage is not None and not has_units and place.unit is None:
        raise InputError("cli.frontage_and_unit")


def _jobs_for(count: int, asked: int | None) -> int:
    if asked is not None:
        return min(asked, count)
    has_affinity = hasattr(os, "sched_getaffinity")
    cores = len(os.sched_getaffinity(0)) if has_affinity else os.cpu_count() or 1
    return max(1, min(cores, _MOST_JOBS, count // _ROWS_A_PROCESS))


def _tell_how_it_was_read(names: NameList) -> None:
    first = next(names.rows()).name or "—"
    if names.encoding != "utf-8":
        note(t("batch.read_as", encoding={"gb18030": "GB 18030"}.get(names.encoding, "UTF-16"), first=first))
    if not names.header_line:
        note(t("batch.no_header", first=first))


def _sentence(error: SignageError) -> str:
    described = describe(error, LANG)
    return f"{described.message} {described.hint}".strip()


@contextmanager
def _told_progress(total: int) -> Iterator[Callable[[Progress], None]]:
    """Give what tells how far a batch is: a bar on a terminal, a line for each tenth elsewhere."""
    if not errors.is_terminal:
        yield lambda progress: _tell_tenth(progress)
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # No thread of its own: the bar is drawn between rows, and processes may be forked meanwhile.
    with Bar(*columns, console=errors, auto_refresh=False, transient=True) as bar:
        task = bar.add_task(t("batch.drawing"), total=total)
        bar.refresh()

        def tell(progress: Progress) -> None:
            bar.update(task, completed=progress.done, refresh=True)

        yield tell


def _tell_tenth(progress: Progress) -> None:
    tenth = progress.done * 10 // progress.total
    if tenth > (progress.done - 1) * 10 // progress.total:
        note(t("batch.so_far", done=progress.done, total=progress.total))


def _tell_notes(summary: Summary, output: Path) -> None:
    """Say what is to be said of the signs once for each sort, with how many rows it is about and one of them."""
    if not summary.notes:
        return
    note(t("batch.notes", path=str(output / summary.notes_table)))
    for sort in summary.notes:
        code = "batch.note_one" if sort.count == 1 else "batch.note_of_many"
        note(t(code, count=sort.count, line=sort.row.line, name=sort.row.name, words=sort.words))


def _tell_summary(summary: Summary, output: Path) -> None:
    _tell_notes(summary, output)
    if summary.losses:
        note(t("loss", what=t("list_comma").join(loss_words(loss) for loss in summary.losses)))
    if summary.left_over:
        note(t("batch.left_over", count=len(summary.left_over), first=summary.left_over[0]))
    say(
        t(
            "batch.summary",
            total=summary.total,
            drawn=summary.drawn,
            unchanged=summary.unchanged,
            refused=summary.refused,
            files=summary.files,
            folder=str(output),
        )
    )
    if summary.refused:
        note(t("batch.see_errors", path=str(output / summary.errors)))
        raise typer.Exit(TOOL_FAILED if summary.tool_failures else BAD_INPUT)
