"""`signage items`, `signage items show CODE`, `signage items check FOLDER`: the catalogue of what the window does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from signage.cli.items_print import add_prints
from signage.cli.output import BAD_INPUT, console, print_json, say
from signage.cli.words import LANG, t
from signage.locale import Lang, describe
from signage.settings import read_settings

if TYPE_CHECKING:
    from signage.items import Catalogue, CatalogueItem, Condition, ItemPaper

_Json = Annotated[bool, typer.Option("--json", help=t("opt_json"))]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(help=t("items.help"), invoke_without_command=True, rich_markup_mode=None)
    app.add_typer(group, name="items")
    group.callback()(_list)
    group.command("show", help=t("items.show_help"))(_show)
    group.command("check", help=t("items.check_help"))(_check)
    add_prints(group)


def _list(context: typer.Context, as_json: _Json = False) -> None:
    if context.invoked_subcommand is not None:
        return
    catalogue = _catalogue()
    if as_json:
        print_json({"items": catalogue.items, "groups": catalogue.groups})
    else:
        _print_list(catalogue)


def _show(
    code: Annotated[str, typer.Argument(metavar="CODE", help=t("items.arg_code"))], as_json: _Json = False
) -> None:
    item = _catalogue().item(code)
    if as_json:
        print_json(item)
        return
    for line in _guide(item):
        say(line)


def _check(folder: Annotated[Path, typer.Argument(metavar="FOLDER", help=t("items.arg_folder"))]) -> None:
    from signage.items import folder_faults

    sound, faults = folder_faults(_found(folder))
    for fault in faults:
        say(f"· {describe(fault, LANG)}")
    if sound:
        say(t("items.checked", count=len(sound), codes=t("list_comma").join(sound)))
    if not sound and not faults:
        say(t("items.checked_none", folder=str(folder)))
    if faults:
        say(t("items.faults", count=len(faults)))
    if faults or not sound:
        raise typer.Exit(BAD_INPUT)


def _found(folder: Path) -> Path:
    """Return a folder as given, or the bundled one of that name under `samples/`."""
    from signage.resources import bundled

    if folder.is_dir() or folder.parts[:1] != ("samples",):
        return folder
    sample = bundled("samples").joinpath(*folder.parts[1:])
    return sample if sample.is_dir() else folder


def _catalogue() -> Catalogue:
    from signage.applications.item_days import as_applied
    from signage.applications.policy_file import load_policy
    from signage.items import load_catalogue

    return as_applied(load_catalogue(read_settings().items), load_policy())


def _print_list(catalogue: Catalogue) -> None:
    from signage.items import ItemKind
    from signage.items.words import category_word, group_words, kind_word, type_word

    table = Table(box=SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    table.add_column(t("items.col_code"), no_wrap=True)
    table.add_column(t("items.col_name"), overflow="fold")
    for key in ("col_kind", "col_type"):
        table.add_column(t(f"items.{key}"), no_wrap=True)
    for key in ("col_statutory", "col_promised"):
        table.add_column(t(f"items.{key}"), justify="right", no_wrap=True)
    for category, items in catalogue.by_category():
        table.add_row("", category_word(category, LANG), style="bold")
        for item in items:
            statutory = "—" if item.days.statutory is None else str(item.days.statutory)
            name = _either(item.name_zh, item.name_en) + (" *" if item.is_illustrative else "")
            kind, type_ = kind_word(item.kind, LANG), type_word(item.type, LANG)
            table.add_row(item.code, name, kind, type_, statutory, str(item.days.promised))
        table.add_section()
    console.print(table, soft_wrap=False)
    approvals, services = (len(catalogue.by_kind(kind)) for kind in (ItemKind.APPROVAL, ItemKind.SERVICE))
    say(t("items.count_line", approvals=approvals, services=services))
    if any(item.is_illustrative for item in catalogue.items):
        say(t("items.illustrative_line"))
    for group in catalogue.groups:
        say(group_words(group, LANG))


def _guide(item: CatalogueItem) -> list[str]:
    from signage.items import words

    lines = [f"{item.code} · {_either(item.name_zh, item.name_en)} · {item.edition}"]
    lines += [f"   {_either(item.summary_zh, item.summary_en)}"]
    lines += [f"   {words.kind_word(item.kind, LANG)} · {words.type_word(item.type, LANG)}{_tracks(item)}"]
    if item.note_zh:
        lines.append(f"   {_either(item.note_zh, item.note_en)}")
    lines += _section(
        "head_basis",
        [
            f"{one.document} {one.article}{t('colon')}{_either(one.says_zh, one.says_en)}"
            f"（{words.source_word(one.source, LANG)}）"
            for one in item.basis
        ],
    )
    lines += _section("head_conditions", [_condition(one) for one in item.conditions])
    lines += _section("head_figures", _figures(item))
    lines += _section("head_papers", [_paper(paper) for paper in item.papers])
    times = [words.statutory_words(item, LANG), words.promised_words(item, LANG)]
    lines += _section("head_days", [*times, _either(item.days.basis_zh, item.days.basis_en)])
    if item.temporary:
        lines += _section("head_temporary", [words.temporary_words(item.temporary, LANG)])
    lines += _section("head_steps", [_either(one.zh, one.en) for one in item.steps])
    fees = [f"{_either(fee.name_zh, fee.name_en)}{t('colon')}{words.fee_words(fee, LANG)}" for fee in item.fees]
    lines += _section("head_fees", fees)
    lines += _section("head_results", [_either(one.name_zh, one.name_en) for one in item.results])
    if item.validity:
        lines += _section("head_validity", [_either(item.validity.zh, item.validity.en)])
    lines += _section("head_afterwards", _afterwards(item))
    at = item.window
    return lines + _section("head_window", [f"{_either(at.name_zh, at.name_en)} · {_either(at.hours_zh, at.hours_en)}"])


def _condition(one: Condition) -> str:
    return _either(one.zh, one.en) + (t("items.duty") if one.is_duty else "")


def _figures(item: CatalogueItem) -> list[str]:
    """The numbers that its form asks for, each with its unit and when it must be stated."""
    from signage.applications.figures import figures_of

    found = []
    for one in figures_of(item):
        unit = _either(one.unit, one.unit_en or one.unit)
        when = t("items.figure_always") if one.is_needed else _either(one.why, one.why_en)
        found.append(f"{_either(one.label, one.label_en or one.label)}{f' {unit}' if unit else ''} · {when}")
    return found


def _afterwards(item: CatalogueItem) -> list[str]:
    """What may become of its permit, a line for each of renewal, change and transfer."""
    found = [(name, item.afterwards.of(name)) for name in ("renewal", "change", "transfer")] if item.afterwards else []
    return [
        f"{'✓' if one.is_allowed else '✗'} {t(f'workflow.purpose_item_{name}')}{t('colon')}{_either(one.zh, one.en)}"
        for name, one in found
        if one is not None
    ]


def _paper(paper: ItemPaper) -> str:
    from signage.items.words import copies_words, follow_words
    from signage.uploads import accepted_words, formats_named

    when = f"（{_either(paper.when_zh, paper.when_en)}）" if paper.when else ""
    formats = "/".join(accepted_words(formats_named(paper.formats)))
    parts = [copies_words(paper, LANG), _either(paper.issuer_zh, paper.issuer_en), formats]
    follow = follow_words(paper, LANG)
    return f"{paper.code} {_either(paper.name_zh, paper.name_en)}{when} · " + " · ".join(
        [*parts, follow] if follow else parts
    )


def _tracks(item: CatalogueItem) -> str:
    names = t("list_comma").join(t(f"workflow.track_{track.value}") for track in item.tracks)
    return f" · {names}" if names else ""


def _section(head: str, lines: list[str]) -> list[str]:
    return [f"\n{t(f'items.{head}')}", *(f"   · {line}" for line in lines)] if lines else []


def _either(zh: str, en: str) -> str:
    return zh if LANG is Lang.ZH else en
