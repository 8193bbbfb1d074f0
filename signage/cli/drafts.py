"""`signage draft measure`: a designer's draft measured by two points, its name compared, its sign checked."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from signage.cli.inputs import (
    books_of,
    check_facts,
    date_of,
    existing_file,
    facts_of,
    fonts_of,
    leased_of,
    naming,
    plan_of_file,
)
from signage.cli.output import deliver, end_with, note, print_report, read_bytes, say
from signage.cli.words import LANG, t
from signage.errors import InputError, Location
from signage.geometry import Point

if TYPE_CHECKING:
    from signage.design import SignSpec
    from signage.drafts import DraftPicture, Scale, SignSize

_NUMBER = r"\s*([-+]?\d{1,7}(?:\.\d{1,4})?)\s*"
_FOUR = re.compile(_NUMBER + ("[,，]" + _NUMBER) * 3)
_SIZE = re.compile(_NUMBER + r"[x×X*]" + _NUMBER)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(help=t("drafts.cli_group"), no_args_is_help=True, rich_markup_mode=None)
    app.add_typer(group, name="draft")

    @group.command("measure", help=t("drafts.cli_help"))
    def measure(
        file: Annotated[Path, typer.Argument(metavar="FILE", help=t("drafts.arg_file"))],
        points: Annotated[str, typer.Option("--points", help=t("drafts.opt_points"))],
        distance: Annotated[float, typer.Option("--distance", help=t("drafts.opt_distance"))],
        sign: Annotated[str, typer.Option("--sign", help=t("drafts.opt_sign"))],
        kind: Annotated[str, typer.Option("--kind", help=t("drafts.opt_kind"))] = "panel-letters",
        name: Annotated[str | None, typer.Option("--name", help=t("drafts.opt_name"))] = None,
        licence: Annotated[str | None, typer.Option("--licence", help=t("drafts.opt_licence"))] = None,
        told: Annotated[str | None, typer.Option("--told", help=t("drafts.opt_told"))] = None,
        page: Annotated[int, typer.Option("--page", min=1, help=t("drafts.opt_page"))] = 1,
        trust: Annotated[bool, typer.Option("--trust-distance", help=t("drafts.opt_trust"))] = False,
        output: Annotated[Path | None, typer.Option("-o", "--output", help=t("drafts.opt_output"))] = None,
        picture: Annotated[Path | None, typer.Option("--picture", help=t("drafts.opt_picture"))] = None,
        frontage: Annotated[Path | None, typer.Option("--frontage", help=t("opt_frontage"))] = None,
        unit: Annotated[str | None, typer.Option("--unit", help=t("opt_unit"))] = None,
        book: Annotated[list[str] | None, typer.Option("--book", help=t("opt_book"))] = None,
        on: Annotated[str | None, typer.Option("--on", help=t("opt_on"))] = None,
        fact: Annotated[list[str] | None, typer.Option("--fact", help=t("opt_fact"))] = None,
        leased: Annotated[list[str] | None, typer.Option("--leased", help=t("opt_leased"))] = None,
    ) -> None:
        from signage.design import write_spec
        from signage.drafts import confirmed, panel_and_letters, read_draft, scale_of, size_of, spec_of_draft
        from signage.drafts.colours import colours_in

        if (frontage is None) != (unit is None):
            raise InputError("cli.frontage_and_unit")
        ends, corners = _four(points, "--points"), _four(sign, "--sign")
        said = _told(told)
        draft = read_draft(read_bytes(existing_file(file)), file.name, page=page - 1)
        if picture is not None:
            deliver(picture, draft.png)
        start, end = _on_picture(ends, draft)
        scale = confirmed(scale_of(start, end, distance), draft.mm_per_px_by_file, trust_measured=trust)
        size = size_of(*_on_picture(corners, draft), scale)
        _say_size(scale, size, draft)
        found = colours_in(draft.png, size.box_px)
        say(t("drafts.said_colours", colours=" ".join(f"{c.colour} {c.share:.0%}" for c in found)))
        panel, letters = panel_and_letters(found)
        read = _name(name, draft, size)
        spec = spec_of_draft(kind, read, size, licence_name=licence or "", panel=panel, letters=letters)
        if licence:
            _say_licence(read, licence)
        _say_differences(size, said)
        if output is not None:
            deliver(output, write_spec(spec).encode())
        if frontage is not None and unit is not None:
            _check(spec, size, frontage, unit, book or (), on, fact or (), leased or ())


def _check(
    spec: SignSpec,
    size: SignSize,
    frontage: Path,
    unit: str,
    book: list[str] | tuple[str, ...],
    on: str | None,
    fact: list[str] | tuple[str, ...],
    leased: list[str] | tuple[str, ...],
) -> None:
    from signage.drafts import check_draft

    day, plan = date_of(on), plan_of_file(frontage)
    books = books_of(book, plan, day)
    facts = facts_of(fact, leased)
    check_facts(facts, books)
    with naming(str(frontage), field="--leased"):
        leased_of(leased, plan)
    with naming(str(frontage), field="--unit"):
        plan.find_unit(unit)
    result = check_draft(spec, size, plan, unit, books, day, fonts_of(), facts=facts)
    print_report(result.desk.report)
    if result.open_rules:
        titles = {f.rule_id: f.title_zh if LANG.value == "zh" else f.title_en for f in result.desk.report.findings}
        listed = t("list_comma").join(titles.get(rule, rule) for rule in result.open_rules)
        say(t("drafts.said_open", rules=listed))
    end_with(result.desk.report.verdict)


def _name(name: str | None, draft: DraftPicture, size: SignSize) -> str:
    from signage.drafts import can_read, name_in

    if name:
        say(t("drafts.said_name_typed", name=name))
        return name
    read = name_in(draft.png, size.box_px, draft.texts)
    if read is None:
        at = Location(field="--name")
        raise InputError("drafts.nothing_read", at=at) if can_read() else InputError("drafts.no_ocr", at=at)
    say(t(f"drafts.said_name_{read.source}", name=read.words, percent=f"{100 * read.score:.0f}"))
    return read.words


def _say_size(scale: Scale, size: SignSize, draft: DraftPicture) -> None:
    from signage.drafts import size_sentences
    from signage.uploads import remark_words

    for remark in draft.remarks:
        note(remark_words(remark, LANG))
    for sentence in size_sentences(scale, size, LANG):
        say(sentence)


def _say_licence(name: str, licence: str) -> None:
    from signage.drafts import Part, compare_names

    marks = {Part.SAME: "{}", Part.ONLY_SIGN: "[+{}]", Part.ONLY_LICENCE: "[-{}]"}
    found = compare_names(name, licence)
    parts = "".join(marks[part].format(words) for part, words in found.parts)
    words = t(f"drafts.agreement_{found.agreement}")
    say(t("drafts.said_licence", licence=licence, agreement=words, parts=parts))


def _say_differences(size: SignSize, told: tuple[float, float] | None) -> None:
    from signage.drafts import differences

    for difference in differences(size, told):
        say(difference.sentence(LANG))


def _on_picture(corners: tuple[Point, Point], draft: DraftPicture) -> tuple[Point, Point]:
    """Return points of the file's own pixels on our picture, which is smaller when the file is large."""
    kx, ky = draft.size_px[0] / draft.source_px[0], draft.size_px[1] / draft.source_px[1]
    return Point(corners[0].x * kx, corners[0].y * ky), Point(corners[1].x * kx, corners[1].y * ky)


def _four(words: str, option: str) -> tuple[Point, Point]:
    match = _FOUR.fullmatch(words[:120])
    if match is None:
        raise InputError("drafts.points_form", at=Location(field=option), given=words[:80])
    return Point(float(match[1]), float(match[2])), Point(float(match[3]), float(match[4]))


def _told(words: str | None) -> tuple[float, float] | None:
    if words is None:
        return None
    match = _SIZE.fullmatch(words[:60])
    if match is None:
        raise InputError("drafts.told_form", at=Location(field="--told"), given=words[:60])
    return float(match[1]), float(match[2])
