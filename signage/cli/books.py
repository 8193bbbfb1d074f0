"""`signage books [NAME]`: the rule books, or one of them with clauses and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from signage.cli.inputs import book_of
from signage.cli.output import console, print_illustrative, print_json, say
from signage.cli.words import LANG, t
from signage.locale import Lang

if TYPE_CHECKING:
    from signage.rules import Rule, RuleBook


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""

    @app.command("books", help=t("books_help"))
    def books(
        name: Annotated[str | None, typer.Argument(metavar="NAME", help=t("arg_book"))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=t("opt_json"))] = False,
    ) -> None:
        from signage.rules import bundled_books

        chosen = [book_of(one) for one in ([name] if name else bundled_books())]
        if as_json:
            print_json([{"identity": book.identity, "rules": book.rules} for book in chosen])
        elif name:
            _print_book(chosen[0])
        else:
            _print_list(chosen)


def _print_list(chosen: list[RuleBook]) -> None:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    table.add_column(t("col_book"), no_wrap=True)
    for key in ("col_title", "col_edition", "col_jurisdiction"):
        table.add_column(t(key), overflow="fold")
    table.add_column(t("col_rules"), justify="right")
    for book in chosen:
        one = book.identity
        title = one.title_zh if LANG is Lang.ZH else one.title_en
        table.add_row(one.name, title, one.edition, book.jurisdiction, str(len(book.rules)))
    console.print(table)
    illustrative = [b.identity for b in chosen if b.identity.is_illustrative]
    print_illustrative([one.title_zh if LANG is Lang.ZH else one.title_en for one in illustrative])


def _print_book(book: RuleBook) -> None:
    one = book.identity
    say(f"{one.name} · {one.title_zh if LANG is Lang.ZH else one.title_en} · {one.edition}")
    say(one.digest)
    say(t("book_layer", layer=t("layer_" + book.layer), chain=t("list_comma").join(book.chain) or "—"))
    note = book.note_zh if LANG is Lang.ZH else book.note_en
    if note:
        say(note)
    for rule in book.rules:
        title = rule.title_zh if LANG is Lang.ZH else rule.title_en
        required = rule.required_words[0 if LANG is Lang.ZH else 1]
        source = rule.source if LANG is Lang.ZH else rule.source_en
        say(f"\n{rule.id}  {title}  [{t('modality_' + rule.modality.value)}]")
        say(f"   {t('col_clause')}: {rule.document} {rule.clause}   {t('col_required')}: {required}")
        say(f"   {t('col_source')}: {source}")
        for line in _provenance(book, rule):
            say(f"   {line}")
    if one.is_illustrative:
        print_illustrative([one.title_zh if LANG is Lang.ZH else one.title_en])


def _provenance(book: RuleBook, rule: Rule) -> list[str]:
    """Where a rule that another book wrote comes from, and who changed what of it."""
    lines = [] if rule.origin in ("", book.edition_name) else [t("rule_from", book=rule.origin)]
    for by in dict.fromkeys(one for _, one in rule.set_by):
        fields = t("list_comma").join(field for field, one in rule.set_by if one == by and field != "source")
        lines.append(t("rule_set_by", book=by, fields=fields))
    return lines
