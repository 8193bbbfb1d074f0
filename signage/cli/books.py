"""`signage books [NAME]`: the rule books, or one of them with clauses and sources."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from signage.cli.output import console, print_illustrative, print_json, say
from signage.cli.words import LANG, t
from signage.locale import Lang
from signage.rules import RuleBook, bundled_books, load_book


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""

    @app.command("books", help=t("books_help"))
    def books(
        name: Annotated[str | None, typer.Argument(metavar="NAME", help=t("arg_book"))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=t("opt_json"))] = False,
    ) -> None:
        chosen = [load_book(one) for one in ([name] if name else bundled_books())]
        if as_json:
            print_json([{"identity": book.identity, "rules": book.rules} for book in chosen])
        elif name:
            _print_book(chosen[0])
        else:
            _print_list(chosen)


def _print_list(chosen: list[RuleBook]) -> None:
    table = Table()
    for key in ("col_book", "col_title", "col_edition", "col_jurisdiction", "col_rules"):
        table.add_column(t(key))
    for book in chosen:
        one = book.identity
        title = one.title_zh if LANG is Lang.ZH else one.title_en
        table.add_row(one.name, title, one.edition, book.jurisdiction, str(len(book.rules)))
    console.print(table)
    print_illustrative([b.identity.title_zh for b in chosen if b.identity.is_illustrative])


def _print_book(book: RuleBook) -> None:
    one = book.identity
    say(f"{one.name} · {one.title_zh if LANG is Lang.ZH else one.title_en} · {one.edition}")
    say(one.digest)
    for rule in book.rules:
        title = rule.title_zh if LANG is Lang.ZH else rule.title_en
        say(f"\n{rule.id}  {title}  [{t('modality_' + rule.modality.value)}]")
        say(f"   {t('col_clause')}: {rule.document} {rule.clause}   {t('col_required')}: {rule.required_text}")
        say(f"   {t('col_source')}: {rule.source}")
    if one.is_illustrative:
        print_illustrative([one.title_zh if LANG is Lang.ZH else one.title_en])
