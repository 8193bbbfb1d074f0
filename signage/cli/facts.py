"""`signage facts [NAME]`: what may be stated of a place or a sign that no drawing shows, and who asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from signage.cli.output import console, print_json, say
from signage.cli.words import LANG, t
from signage.errors import InputError
from signage.locale import Lang

if TYPE_CHECKING:
    from signage.rules.measures import FactForm, Measure


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""

    @app.command("facts", help=t("facts_help"))
    def facts(
        name: Annotated[str | None, typer.Argument(metavar="NAME", help=t("arg_fact"))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=t("opt_json"))] = False,
    ) -> None:
        from signage.rules.measures import FACT_FORMS

        consents = _consents()
        if name in consents and not as_json:
            say(f"{name} · {consents[name]}")
            say(t("fact_takes", known=t("fact_consent")))
            return
        if name is not None and name not in FACT_FORMS:
            known = sorted({*FACT_FORMS, *consents})
            raise InputError("cli.unknown_fact", name=name, known=t("list_comma").join(known))
        chosen = [FACT_FORMS[one] for one in ([name] if name else sorted(FACT_FORMS))]
        if as_json:
            print_json([_value(form) for form in chosen])
        elif name:
            _print_one(chosen[0])
        else:
            _print_list(chosen, consents)


def _consents() -> dict[str, str]:
    """Return the consents that lift a limit in a bundled book: name and title."""
    from signage.rules import bundled_books, load_book

    consents = (rule.consent for book in map(load_book, bundled_books()) for rule in book.rules)
    return {one.fact: one.title_zh if LANG is Lang.ZH else one.title_en for one in consents if one is not None}


def _readers(form: FactForm) -> list[Measure]:
    from signage.rules.measures import measure_names, measure_of

    measures = (measure_of(name) for name in measure_names())
    return [one for one in measures if one is not None and form.name in one.facts]


def _rules(form: FactForm) -> list[str]:
    """Return the rules of the bundled books that measure by a fact, with the book that wrote each."""
    from signage.rules import bundled_books, load_book
    from signage.rules.bulk.compiled import measures_of

    names = {one.name for one in _readers(form)}
    found = [(rule.id, book.name) for book in map(load_book, bundled_books()) for rule in book.rules
             if rule.origin == book.edition_name and names & set(measures_of(rule))]  # fmt: skip
    return [f"{rule} ({book})" for rule, book in found]


def _print_list(chosen: list[FactForm], consents: Mapping[str, str]) -> None:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    table.add_column(t("col_fact"), no_wrap=True)
    table.add_column(t("col_title"), overflow="fold")
    table.add_column(t("col_takes"), overflow="fold")
    for form in chosen:
        table.add_row(form.name, form.title(LANG), form.sample[LANG is Lang.EN])
    for name, title in sorted(consents.items()):
        table.add_row(name, title, "是|否" if LANG is Lang.ZH else "yes|no")
    console.print(table)


def _print_one(form: FactForm) -> None:
    say(f"{form.name} · {form.title(LANG)}")
    say(t("fact_takes", known=form.known[LANG is Lang.EN]))
    for one in _readers(form):
        say(f"  {one.name} · {one.title[LANG is Lang.EN]}")
    rules = _rules(form)
    if rules:
        say(t("fact_rules", rules=t("list_comma").join(rules)))


def _value(form: FactForm) -> dict[str, object]:
    values = {key: {"zh": words[0], "en": words[1]} for key, words in form.values.items()}
    return {
        "name": form.name,
        "kind": form.kind.value,
        "title": {lang.value: form.title(lang) for lang in Lang},
        "is_applicants": form.is_applicants,
        "values": values,
        "measures": [one.name for one in _readers(form)],
        "rules": _rules(form),
    }
