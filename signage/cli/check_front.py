"""`signage check-front`: every sign of a building's front against its plan and the rules, in one table and drawing."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.markup import escape
from rich.table import Table

from signage.cli.inputs import (
    books_of,
    check_facts,
    date_of,
    existing_file,
    facts_of,
    fonts_of,
    naming,
    plan_of_file,
    spec_of_file,
)
from signage.cli.output import DONE, FAILED, console, deliver, note, overall_word, read_bytes, say, verdict_word
from signage.cli.words import LANG, t
from signage.errors import InputError, Location, NotFound, SignageError
from signage.locale import Lang, describe, speaking

if TYPE_CHECKING:
    from signage.design import SignSpec
    from signage.frontage import FrontagePlan, PlacedSign, Step
    from signage.rules import CheckReport, RuleBook
    from signage.scene import CheckedSign
    from signage.typography import FontCatalogue

FORMS = (".png", ".svg", ".pdf")
FORM = "signage.check-front/1"
_REPLACES = re.compile(r"replaces=([\w.,-]+)", re.ASCII)
_PAPER_MM = 1189.0  # a long front is printed as wide as A0


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""

    @app.command("check-front", help=t("check.front_help"))
    def check_front(
        frontage: Annotated[Path, typer.Argument(metavar="PLAN", help=t("check.arg_plan"))],
        specs: Annotated[Path | None, typer.Option("--specs", help=t("check.opt_specs"))] = None,
        listed: Annotated[Path | None, typer.Option("--list", help=t("check.opt_list"))] = None,
        output: Annotated[Path | None, typer.Option("-o", "--output", help=t("check.opt_front_output"))] = None,
        face: Annotated[str | None, typer.Option("--face", help=t("check.opt_face"))] = None,
        book: Annotated[list[str] | None, typer.Option("--book", help=t("opt_book"))] = None,
        on: Annotated[str | None, typer.Option("--on", help=t("opt_on"))] = None,
        fact: Annotated[list[str] | None, typer.Option("--fact", help=t("opt_fact"))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=t("opt_json"))] = False,
    ) -> None:
        if output is not None and output.suffix.lower() not in FORMS:
            raise InputError("check.front_form", path=str(output), known=t("list_comma").join(FORMS))
        day = date_of(on)
        plan = plan_of_file(frontage)
        books = books_of(book or (), plan, day)
        facts = facts_of(fact or (), ())
        check_facts(facts, books)
        wanted = _wanted(specs, listed, plan)
        with naming(str(specs or listed)):
            for unit in wanted:
                plan.find_unit(unit)
        fonts = fonts_of()
        checked = _check(plan, wanted, books, day, facts, fonts)
        if output is not None and checked.signs:
            _draw(plan, checked, face, output, fonts)
        if as_json:
            typer.echo(json.dumps(_value(checked), ensure_ascii=False, indent=2, sort_keys=True))
        else:
            _print(checked)
        blocked = bool(checked.refused) or any(one.report.verdict.blocks for one in checked.signs)
        raise typer.Exit(FAILED if blocked else DONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Front:
    """Signs in the order of their units, why others could not be drawn, by unit, and what does not line up, by face."""

    signs: tuple[CheckedSign, ...]
    refused: Mapping[str, tuple[str, str]]
    steps: Mapping[str, tuple[Step, ...]]


def _wanted(folder: Path | None, listed: Path | None, plan: FrontagePlan) -> dict[str, SignSpec]:
    if (folder is None) == (listed is None):
        raise InputError("check.one_source")
    found = _of_folder(folder) if folder is not None else _of_list(listed or Path(), plan)
    if not found:
        raise InputError("check.no_specs", path=str(folder or listed))
    return found


def _of_folder(folder: Path) -> dict[str, SignSpec]:
    if not folder.is_dir():
        raise InputError("cli.not_a_folder" if folder.exists() else "cli.no_such_file", path=str(folder))
    return {file.stem: spec_of_file(file) for file in sorted(folder.glob("*.toml"))}


def _of_list(path: Path, plan: FrontagePlan) -> dict[str, SignSpec]:
    from signage.batch.columns import UNIT, value_of
    from signage.batch.names import read_names
    from signage.design import spec_of

    names = read_names(read_bytes(existing_file(path)), str(path))
    if not {UNIT, "name"} <= set(names.columns):
        raise InputError("check.no_specs", path=str(path))
    found: dict[str, SignSpec] = {}
    for row in names.rows():
        at = Location(file=str(path), line=row.line)
        if row.surplus:
            raise InputError("batch.more_cells", at=at, surplus=row.surplus)
        cells = dict(row.cells)
        unit = cells.pop(UNIT, "")
        if not unit:
            raise InputError("check.no_unit", at=at)
        if unit in found:
            raise InputError("check.unit_twice", at=at, unit=unit)
        try:
            given = {"kind": "panel-letters", **{k: value_of(k, v) for k, v in cells.items()}}
            found[unit] = spec_of({**_usual(str(given["kind"]), unit, plan), **given})
        except SignageError as exc:
            raise InputError("check.bad_list", path=str(path), row=row.line, why=str(describe(exc, LANG))) from exc
    if names.encoding != "utf-8":
        first = next(iter(found.values()), None)
        encoding = {"gb18030": "GB 18030"}.get(names.encoding, "UTF-16")
        note(t("batch.read_as", encoding=encoding, first=first.name if first is not None else "—"))
    return found


def _usual(kind: str, unit_id: str, plan: FrontagePlan) -> dict[str, float]:
    """The size of a sign that the list gives none of: the usual one of its kind on its unit."""
    from signage.design import kind_of
    from signage.frontage import usual_size

    face, unit = plan.find_unit(unit_id)
    width, height = usual_size(kind_of(kind), face, unit)
    return {"width_mm": width, "height_mm": height}


def _check(
    plan: FrontagePlan,
    wanted: Mapping[str, SignSpec],
    books: tuple[RuleBook, ...],
    day: date,
    facts: Mapping[str, str | bool | float | tuple[str, ...]],
    fonts: FontCatalogue,
) -> _Front:
    """Place every sign first, then check each with the others beside it."""
    from signage.design import lay_out
    from signage.frontage import Proposal, place, steps_between
    from signage.rules import check
    from signage.scene import CheckedSign

    placed: dict[str, PlacedSign] = {}
    refused: dict[str, tuple[str, str]] = {}
    for unit, spec in wanted.items():
        try:
            placed[unit] = place(lay_out(spec, fonts), plan, unit)
        except SignageError as error:
            refused[unit] = (spec.name, str(describe(error, LANG)))
    signs = []
    for unit, sign in placed.items():
        others = tuple(o for u, o in placed.items() if u != unit and o.face_id == sign.face_id)
        known = dict(facts)
        if sign.layout.spec.licence_name:
            known.setdefault("licence_name", sign.layout.spec.licence_name)
        proposal = Proposal(plan=plan, sign=sign, others=others, facts=known)
        signs.append(CheckedSign(placed=sign, report=check(proposal, books, day)))
    signs.sort(key=lambda one: (one.placed.face_id, one.placed.unit_id))
    steps = {face.id: steps_between(face, placed.values()) for face in plan.faces}
    return _Front(signs=tuple(signs), refused=refused, steps=steps)


def _draw(plan: FrontagePlan, front: _Front, face: str | None, output: Path, fonts: FontCatalogue) -> None:
    from signage.render import Viewport, draw
    from signage.scene import compose_street_report, street_report_px

    faces = list(dict.fromkeys(one.placed.face_id for one in front.signs))
    known = t("list_comma").join(faces)
    if face is None and len(faces) > 1:
        raise InputError("check.several_faces", known=known)
    chosen = face or (faces[0] if faces else "")
    if chosen not in faces:
        raise NotFound("check.nothing_on_face", face=chosen, known=known)
    form = output.suffix.lower().removeprefix(".")
    with speaking(LANG):
        scene = compose_street_report(plan, chosen, front.signs, fonts, steps=front.steps[chosen])
    width = street_report_px(plan, chosen)
    view = Viewport.of(scene, width_px=width, scale=_PAPER_MM / scene.bounds.width)
    rendering = draw(scene, view, form)
    deliver(output, rendering.content, rendering.losses)


def _print(front: _Front) -> None:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    table.add_column(t("check.col_unit"), no_wrap=True)
    table.add_column(t("check.col_name"), overflow="fold", ratio=3)
    table.add_column(t("col_verdict"), no_wrap=True)
    table.add_column(t("check.col_findings"), overflow="fold", ratio=6)
    for one in front.signs:
        row = (one.placed.unit_id, one.name, overall_word(one.report.verdict), _findings(one.report))
        table.add_row(*(escape(cell) for cell in row))
    for unit, (name, why) in front.refused.items():
        table.add_row(escape(unit), escape(name), t("check.not_checked"), escape(why))
    console.print(table)
    from signage.rules import Verdict

    verdicts = [one.report.verdict for one in front.signs]
    counts = [(verdict_word(v), verdicts.count(v)) for v in Verdict if v in verdicts]
    if front.refused:
        counts.append((t("check.not_checked"), len(front.refused)))
    listed = t("list_comma").join(t("check.front_count", verdict=word, count=count) for word, count in counts)
    for step in (one for steps in front.steps.values() for one in steps):
        say(_said(step, LANG))
    say(t("check.front_line", count=len(verdicts) + len(front.refused), counts=listed))


def _findings(report: CheckReport) -> str:
    from signage.scene import pinned

    lines = []
    for item in pinned(report):
        finding = item.finding
        lines.append(f"{item.number} {finding.title_zh if LANG is Lang.ZH else finding.title_en}")
        replaced = _REPLACES.search(finding.message_zh)
        if replaced:  # the unit's approved sign counts until somebody says that this one takes its place
            lines.append(t("check.replaces_hint", ids=replaced[1]))
    return "\n".join(lines)


def _said(step: Step, lang: Lang) -> str:
    from signage.scene import step_words

    with speaking(lang):
        return step_words(step)


def _value(front: _Front) -> dict[str, object]:
    from signage.documents.report_json import report_value
    from signage.plain import plain

    return {
        "form": FORM,
        "signs": [{"name": one.name, **report_value(one.report)} for one in front.signs],
        "remarks": [
            {"face": face, **plain(step), "text_zh": _said(step, Lang.ZH), "text_en": _said(step, Lang.EN)}
            for face, steps in front.steps.items()
            for step in steps
        ],
        "refused": [{"unit": unit, "name": name, "why": why} for unit, (name, why) in front.refused.items()],
    }
