"""`signage items form CODE` and `signage items guide CODE`: an item's forms and its service guide as PDF."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from signage.cli.output import say, write_file
from signage.cli.words import t
from signage.settings import read_settings

if TYPE_CHECKING:
    from signage.items import CatalogueItem

_Code = Annotated[str, typer.Argument(metavar="CODE", help=t("items.arg_code"))]
_Out = Annotated[Path, typer.Option("--out", "-o", help=t("forms.opt_out"))]


def add_prints(group: typer.Typer) -> None:
    """Add the commands of this module to `signage items`."""
    group.command("form", help=t("forms.form_help"))(_form)
    group.command("guide", help=t("forms.guide_help"))(_guide)


def _form(
    code: _Code,
    out: _Out,
    example: Annotated[bool, typer.Option("--example", help=t("forms.opt_example"))] = False,
    form: Annotated[str, typer.Option("--form", help=t("forms.opt_form"))] = "",
) -> None:
    from signage.bootstrap import read_organ
    from signage.documents.form_page import Filling, form_of, typeset_form

    item = _item(code)
    chosen = form_of(item, form)
    filling = Filling.EXAMPLE if example else Filling.BLANK
    organ = read_organ(read_settings())
    _write(out, typeset_form(item, chosen, organ, made_at=datetime.now(UTC), filling=filling), chosen.zh)


def _guide(code: _Code, out: _Out) -> None:
    from signage.applications.policy_file import load_policy
    from signage.bootstrap import read_organ
    from signage.documents.service_guide import typeset_guide

    item, now = _item(code), datetime.now(UTC)
    organ = read_organ(read_settings())
    made = typeset_guide(item, organ, load_policy(), today=now.astimezone().date(), made_at=now)
    _write(out, made, item.name_zh)


def _item(code: str) -> CatalogueItem:
    from signage.items import load_catalogue

    return load_catalogue(read_settings().items).item(code)


def _write(out: Path, content: bytes, title: str) -> None:
    import io

    import pikepdf

    write_file(out, content)
    with pikepdf.open(io.BytesIO(content)) as made:
        say(t("forms.written", file=str(out), title=title, pages=len(made.pages)))
