"""`signage plan import|inspect`: the architect's drawing as a plan."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from signage.cli.inputs import date_of, existing_file, naming, plan_of_file
from signage.cli.output import BAD_INPUT, deliver, not_over, note, print_json, read_bytes, say
from signage.cli.plan_drawing import draw_plan, form_of
from signage.cli.words import LANG, t
from signage.errors import InputError, PlanError

if TYPE_CHECKING:
    from signage.frontage import FrontagePlan
    from signage.frontage.readers import ImportReport

_UNITS = ("mm", "cm", "m", "in", "ft")
_SHOWN_IDS = 8
_SHOWN_LAYERS = 12


def register(group: typer.Typer) -> None:
    """Add the commands of this module to `signage plan`."""

    @group.command("import", help=t("reading.import_help"))
    def import_(
        file: Annotated[Path, typer.Argument(metavar="FILE", help=t("reading.arg_drawing"))],
        mapping: Annotated[Path, typer.Option("--map", help=t("reading.opt_map"))],
        output: Annotated[Path | None, typer.Option("-o", "--output", help=t("opt_output"))] = None,
        face: Annotated[str | None, typer.Option("--face", help=t("reading.opt_face"))] = None,
        title: Annotated[str | None, typer.Option("--title", help=t("reading.opt_title"))] = None,
        window: Annotated[str | None, typer.Option("--window", help=t("reading.opt_window"))] = None,
        unit: Annotated[str | None, typer.Option("--unit", help=t("reading.opt_unit"))] = None,
        onto: Annotated[Path | None, typer.Option("--onto", help=t("reading.opt_onto"))] = None,
        revision: Annotated[str | None, typer.Option("--revision", help=t("bands.opt_revision"))] = None,
        valid_from: Annotated[str | None, typer.Option("--valid-from", help=t("bands.opt_valid_from"))] = None,
        drawing: Annotated[Path | None, typer.Option("--drawing", help=t("reading.opt_drawing"))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=t("opt_json"))] = False,
    ) -> None:
        from signage.frontage import write_plan
        from signage.frontage.readers import import_plan

        if drawing is not None:
            form_of(drawing)
        not_over((output, drawing), onto, file, mapping)
        told = _mapping_text(existing_file(mapping))
        options = _options(title=title, window=window, unit=unit, face=face)
        old = None if onto is None else plan_of_file(onto)
        if old is not None:
            options["plan"] = _head_of(old)
        report = import_plan(read_bytes(existing_file(file)), told, file=str(file), options=options)
        if old is not None and report.plan is not None:
            with naming(str(onto)):
                report = _onto(old, report, revision=revision, valid_from=valid_from)
        if as_json:
            print_json(_as_json(report))
        else:
            _print(report)
        if drawing is not None:
            _draw(report, drawing)
        if report.plan is None:
            raise typer.Exit(BAD_INPUT)
        if output is not None:
            deliver(output, write_plan(report.plan))

    @group.command("inspect", help=t("reading.inspect_help"))
    def inspect(
        file: Annotated[Path, typer.Argument(metavar="FILE", help=t("reading.arg_drawing"))],
        mapping: Annotated[Path | None, typer.Option("--map", help=t("reading.opt_map"))] = None,
        title: Annotated[str | None, typer.Option("--title", help=t("reading.opt_title"))] = None,
        window: Annotated[str | None, typer.Option("--window", help=t("reading.opt_window"))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=t("opt_json"))] = False,
    ) -> None:
        from signage.frontage.readers import inspect_file

        told = _mapping_text(existing_file(mapping)) if mapping else ""
        options = _options(title=title, window=window, unit=None, face=None)
        found = inspect_file(read_bytes(existing_file(file)), told, file=str(file), options=options, lang=LANG)
        if as_json:
            print_json(found)
        else:
            _print_inspection(found)


def _head_of(plan: FrontagePlan) -> dict[str, Any]:
    """Return the head of a plan as a mapping's `[plan]` has it; a drawing that adds a face needs none of its own."""
    return {
        "id": plan.id,
        "building": plan.building,
        "address": plan.address,
        "city": plan.city,
        "revision": plan.revision,
        "valid_from": plan.valid_from.isoformat(),
    }


def _onto(old: FrontagePlan, report: ImportReport, *, revision: str | None, valid_from: str | None) -> ImportReport:
    """Return the report whose plan is the old one's next revision with the imported faces after its own.

    Raises:
        PlanError: A face is there already, or the revision's number or day does not follow.
    """
    from signage.frontage import validate
    from signage.offers.bands import next_revision

    added = () if report.plan is None else report.plan.faces
    there = [face.id for face in added if face.id in {own.id for own in old.faces}]
    if there:
        raise PlanError("reading.face_there", face=there[0], plan=old.id)
    new = next_revision(old, (*old.faces, *added), valid_from=date_of(valid_from), revision=revision)
    problems = tuple(validate(new))
    added_ids = {face.id for face in added}
    twice = [str(p.params["id"]) for p in problems if p.code == "plan.id_twice" and p.face in added_ids]
    if twice:
        listed = (*twice[:_SHOWN_IDS], *(["…"] if len(twice) > _SHOWN_IDS else []))
        raise PlanError("reading.ids_there", ids=listed, count=len(twice), plan=old.id, prefix=f"{added[0].id}-")
    whole = not any(problem.is_error for problem in problems)
    return replace(report, problems=problems, plan=new if whole else None, draft=None if whole else new)


def _draw(report: ImportReport, path: Path) -> None:
    """Draw what was read, also where it is no plan yet: that is when one wants to see what is wrong."""
    shown = report.plan or report.draft
    if shown is None:
        note(t("reading.nothing_to_draw"))
        return
    draw_plan(shown, [face.id for face in shown.faces], report.problems, path)


def _mapping_text(path: Path) -> str:
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise InputError("reading.map_no_toml", path=str(path), why="UTF-8") from exc


def _options(*, title: str | None, window: str | None, unit: str | None, face: str | None) -> dict[str, Any]:
    options: dict[str, Any] = {}
    if title is not None:
        options |= {"title": title, "window": None}
    if window is not None:
        try:
            x0, y0, x1, y1 = (float(word) for word in window.split(","))
        except ValueError as exc:
            raise InputError("reading.bad_window", text=window) from exc
        options["window"] = [x0, y0, x1, y1]
    if unit is not None:
        if unit not in _UNITS:
            raise InputError("reading.bad_unit", unit=unit)
        options["unit"] = unit
    if face is not None:
        options["face"] = face
    return options


def _print(report: ImportReport) -> None:
    for part in report.taken:
        ids = t("list_comma").join(part.ids[:_SHOWN_IDS]) + ("…" if len(part.ids) > _SHOWN_IDS else "")
        say(t("reading.said_taken", part=t(f"reading.taken_{part.part}"), count=len(part.ids), ids=ids))
    for key, notes in (("repair", report.repairs), ("ignored", report.ignored)):
        for one in notes:
            say(t(f"reading.said_{key}", words=one.words(LANG)))
    for one in sorted(report.questions, key=lambda n: n.is_blocking):
        key = "blocking" if one.is_blocking else "question"
        say(t(f"reading.said_{key}", words=one.words(LANG)))
    for problem in report.problems:
        say(f"{t('plan_error') if problem.is_error else t('plan_warning')} {problem.words(LANG)}")
    if report.plan is None:
        say(t("reading.said_none"))
    else:
        units = sum(len(face.units) for face in report.plan.faces)
        shown: dict[str, str | int] = {"plan": report.plan.id, "revision": report.plan.revision}
        say(t("plan_summary", faces=len(report.plan.faces), units=units, **shown))


def _as_json(report: ImportReport) -> dict[str, Any]:
    value = report.to_json()
    for key, notes in (("ignored", report.ignored), ("repairs", report.repairs), ("questions", report.questions)):
        value[key] = [{**out, "message": one.words(LANG)} for out, one in zip(value[key], notes, strict=True)]
    said = zip(value["problems"], report.problems, strict=True)
    value["problems"] = [{**out, "message": problem.words(LANG)} for out, problem in said]
    return value


def _print_inspection(found: dict[str, Any]) -> None:
    from signage.frontage.readers import Note
    from signage.frontage.readers.numbers import plain
    from signage.frontage.readers.report import clue_in

    for layer in found["layers"]:
        kinds = t("list_comma").join(f"{kind} {count}" for kind, count in sorted(layer["kinds"].items()))
        say(t("reading.inspect_layer", layer=layer["layer"], kinds=kinds))
    for view in found["titles"]:
        place = {"text": view["text"], "x": plain(view["at"][0], 8), "y": plain(view["at"][1], 8)}
        if view["window"]:
            say(t("reading.inspect_title_window", window=",".join(plain(v, 10) for v in view["window"]), **place))
        else:
            say(t("reading.inspect_title", **place))
    if not found["titles"]:
        say(t("reading.inspect_no_title"))
    boxes = {key: _box(found[name]) for key, name in _BOXES}
    say(t("reading.inspect_box", **boxes))
    shown = [clue_in(c["what"], plain(c["size"]), lang=LANG) for c in found["clues"]]
    clues = t("list_comma").join(shown) or "—"
    about: dict[str, str | int] = {"unit": found["unit"] or "—", "clues": clues, "likely": found["likely"] or "?"}
    is_reduced = (found["scale"] or 1) != 1
    say(t("reading.inspect_scale", scale=found["scale"], **about) if is_reduced else t("reading.inspect_unit", **about))
    for one in found["notes"]:
        words = Note(code=one["code"], params=one["params"], source=one["source"]).words(LANG)
        say(t(f"reading.said_{one['sort']}", words=words))
    if found["unknown"]:
        rest = [f"{layer['layer']} {layer['lines']}" for layer in found["unknown"][:_SHOWN_LAYERS]]
        say(t("reading.inspect_unknown", layers=t("list_comma").join(rest)))
    if found["trouble"]:
        say(Note(code=found["trouble"]["code"], params=found["trouble"]["params"]).words(LANG))
    say("")
    say(t("reading.inspect_map"))
    say("")
    say(found["map"])


_BOXES = (("header", "header_box"), ("box", "box"), ("kept", "box_without_strays"))


def _box(box: list[float] | None) -> str:
    from signage.frontage.readers.numbers import plain

    return "—" if box is None else "[" + ", ".join(plain(value, 8) for value in box) + "]"
