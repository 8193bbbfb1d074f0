"""`signage kinds`: the kinds of sign, how their text may be set, how letters are made, what sizes they take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from signage.cli.output import print_json, say
from signage.cli.words import LANG, t
from signage.errors import NotFound
from signage.locale import Lang, text

if TYPE_CHECKING:
    from signage.design import SignKind


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""

    @app.command("kinds", help=text("drawing.kinds_help", LANG))
    def kinds(
        kind: Annotated[str | None, typer.Argument(metavar="KIND", help=text("drawing.arg_kind", LANG))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=t("opt_json"))] = False,
    ) -> None:
        from signage.design import load_kinds

        found = load_kinds()
        if kind is not None:
            known = tuple(one.id for one in found)
            found = tuple(one for one in found if kind.strip() in (one.id, one.title_zh, one.title_en))
            if not found:
                raise NotFound("drawing.no_kind", kind=kind[:40], known=known)
        if as_json:
            print_json([_as_json(one) for one in found])
            return
        for one in found:
            for line in _lines(one):
                say(line)


def _as_json(kind: SignKind) -> dict[str, object]:
    return {
        "id": kind.id,
        "title_zh": kind.title_zh,
        "title_en": kind.title_en,
        "settings": [setting.value for setting in kind.settings],
        "constructions": [construction.value for construction in kind.constructions],
        "faces": kind.faces,
        "usual_sizes_mm": [
            {"setting": setting.value, "width": size[0], "height": size[1]}
            for setting in kind.settings
            for size in (kind.usual_size_mm(setting),)
        ],
        "least_letter_height_mm": kind.rule.legible_mm,
        "least_second_line_mm": kind.rule.second_legible_mm,
        "letter_share": kind.rule.letter_share,
        "body_depth_mm": kind.base.depth_mm if kind.has_panel else None,
        "least_body_depth_mm": kind.base.min_depth_mm if kind.has_panel else None,
        "typeface": kind.letters.typeface,
        "weight": kind.letters.weight,
        "return_depth_mm": kind.letters.return_depth_mm,
        "least_return_depth_mm": kind.letters.min_return_depth_mm,
    }


def _lines(kind: SignKind) -> list[str]:
    """Return what a reader should know of a kind: its first settings and constructions are its usual ones."""
    comma = t("list_comma")
    settings = comma.join(_named(text(f"drawing.setting_{one.value}", LANG), one.value) for one in kind.settings)
    made = comma.join(_named(text(f"sign.construction_{one.value}", LANG), one.value) for one in kind.constructions)
    title = kind.title_zh if LANG is Lang.ZH else kind.title_en
    summary = kind.summary_zh if LANG is Lang.ZH else kind.summary_en
    sizes = text(
        "drawing.kind_sizes",
        LANG,
        letter=f"{kind.rule.legible_mm:g}",
        share=f"{kind.rule.letter_share * 100:.0f}",
    )
    letters = kind.letters
    if letters.return_depth_mm > 0:
        thick, thin = f"{letters.return_depth_mm:g}", f"{letters.min_return_depth_mm:g}"
        sizes += text("drawing.kind_letters", LANG, depth=thick, least=thin)
    if kind.has_panel:
        sizes += text("drawing.kind_body", LANG, least=f"{kind.base.min_depth_mm:g}")
    return [
        f"{kind.id} · {title}",
        f"   {summary}",
        "   " + text("drawing.kind_settings", LANG, settings=settings),
        "   " + text("drawing.kind_made", LANG, made=made),
        *(["   " + text("drawing.kind_faces", LANG)] if kind.faces == 2 else []),
        "   " + text("drawing.kind_typeface", LANG, typeface=letters.typeface, weight=letters.weight),
        "   " + _usual(kind),
        "   " + sizes,
    ]


def _usual(kind: SignKind) -> str:
    """Return the size that a design begins with: of the kind's own setting, then of settings that turn it."""
    wide, high = kind.usual_size_mm()
    words = text("drawing.kind_usual", LANG, width=f"{wide:g}", height=f"{high:g}")
    if kind.has_panel:
        words += text("drawing.kind_usual_depth", LANG, depth=f"{kind.base.depth_mm:g}")
    for setting in kind.settings:
        other = kind.usual_size_mm(setting)
        if other != (wide, high):
            name = text(f"drawing.setting_{setting.value}", LANG)
            words += text("drawing.kind_usual_set", LANG, setting=name, width=f"{other[0]:g}", height=f"{other[1]:g}")
    return words


def _named(words: str, code: str) -> str:
    """Return what something is called, with what an option or a file calls it."""
    if words == code:
        return words
    return f"{words} {code}" if LANG is Lang.ZH else f"{words} ({code})"
