"""`signage fonts [NAME] [--style STYLE] [--text WORDS]`: which typefaces there are, and which can write a name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from signage.cli.inputs import fonts_of
from signage.cli.output import FAILED, console, print_json, say
from signage.cli.words import t
from signage.errors import FontNotFound, InputError
from signage.locale import Lang
from signage.locale import text as words_of
from signage.settings import read_settings

_WIDE = 110  # columns from which a table can be read
_LICENCE = 32  # characters of a licence on a narrow terminal

if TYPE_CHECKING:
    from signage.typography import FontCatalogue, FontEntry, FontStyle


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""

    @app.command("fonts", help=t("fonts.help"))
    def fonts(
        name: Annotated[str | None, typer.Argument(metavar="NAME", help=t("fonts.arg_name"))] = None,
        style: Annotated[str | None, typer.Option("--style", help=t("fonts.opt_style"))] = None,
        text: Annotated[str | None, typer.Option("--text", help=t("fonts.opt_text"))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=t("opt_json"))] = False,
    ) -> None:
        from signage.typography import clean_text

        catalogue = fonts_of()
        if name is not None and name not in catalogue.names():
            raise FontNotFound("typography.font_not_found", name=name, known=", ".join(catalogue.names()))
        wanted = _style_of(style) if style is not None else None
        chosen = [e for e in catalogue.entries() if name in (None, e.name) and wanted in (None, e.style)]
        words = clean_text(text) if text is not None else ""
        if as_json:
            print_json([_plain(entry, words, text is not None, catalogue) for entry in chosen])
        elif wanted is not None and not chosen:
            say(t("fonts.none_of_style", style=t(f"fonts.style_{wanted.value}")))
        elif name is None:
            _print_list(chosen, words)
        else:
            _print_one(chosen, words, catalogue)
        if not chosen or (name is not None and _missing(chosen, words)):
            raise typer.Exit(FAILED)


def _style_of(said: str) -> FontStyle:
    """Return the style that a word names: as a program writes it, or as the list shows it in either language.

    Raises:
        InputError: No style is called so; the error lists them.
    """
    from signage.typography import FontStyle

    for one in FontStyle:
        shown = [words_of(f"fonts.style_{one.value}", lang) for lang in Lang]
        if said.strip().lower() in (one.value, *shown):
            return one
    known = ", ".join(f"{one.value} {words_of(f'fonts.style_{one.value}', Lang.ZH)}" for one in FontStyle)
    raise InputError("fonts.unknown_style", style=said[:40], known=known)


def _missing(entries: list[FontEntry], words: str) -> tuple[str, ...]:
    """Return the characters that some weight of a typeface cannot draw, each once, in the order of the words."""
    letters = "".join(c for c in words if not c.isspace())
    lacking = {c for entry in entries for c in entry.covers(letters)}
    return tuple(c for c in dict.fromkeys(letters) if c in lacking)


def _plain(entry: FontEntry, words: str, is_asked: bool, catalogue: FontCatalogue) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": entry.name,
        "family": entry.family,
        "style": entry.style.value,
        "weights": list(entry.weights),
        "is_variable": entry.is_variable,
        "licence": entry.licence,
        "is_commercial_use_allowed": entry.is_commercial_use_allowed,
        "digest": entry.digest,
        "source": _source(entry),
        "path": str(entry.path),
        "index": entry.index,
    }
    if is_asked:
        described["missing"] = [
            {"character": c, "code": _code(c), "found_in": list(catalogue.who_has(c))} for c in _missing([entry], words)
        ]
    return described


def _print_list(entries: list[FontEntry], words: str) -> None:
    """Print a row for each typeface; the files of its weights share it."""
    by_name: dict[str, list[FontEntry]] = {}
    for entry in entries:
        by_name.setdefault(entry.name, []).append(entry)
    if console.width < _WIDE:  # a terminal of 80 columns would fold every cell
        for name, faces in by_name.items():
            _print_narrow(name, faces, words)
        return
    table = Table(box=SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    table.add_column(t("fonts.col_name"), no_wrap=True)
    for key in ("style", "weights", "licence", "commercial", "digest", "source"):
        table.add_column(t(f"fonts.col_{key}"), overflow="fold")
    if words:
        table.add_column(t("fonts.col_missing"), overflow="fold")
    for name, faces in by_name.items():
        one = faces[0]
        row = [name, t(f"fonts.style_{one.style.value}"), _weights(faces), one.licence or t("fonts.unstated")]
        row += [_commercial(one), _short_digests(faces), _source_words(one)]
        if words:
            row.append(" ".join(_missing(faces, words)) or t("fonts.none_missing"))
        table.add_row(*(cell.replace("[", r"\[") for cell in row))
    console.print(table)


def _print_narrow(name: str, faces: list[FontEntry], words: str) -> None:
    """Print a typeface on two short lines."""
    one = faces[0]
    first = f"{name}  {t(f'fonts.style_{one.style.value}')}  {_weights(faces)}"
    if words:
        first += "  " + (" ".join(_missing(faces, words)) or t("fonts.none_missing"))
    licence = one.licence or t("fonts.unstated")
    if len(licence) > _LICENCE:
        licence = f"{licence[:_LICENCE]}…"
    say(first)
    say(f"    {licence} · {t('fonts.col_commercial')}{t('colon')}{_commercial(one)} · {_source_words(one)}")


def _print_one(faces: list[FontEntry], words: str, catalogue: FontCatalogue) -> None:
    one = faces[0]
    say(f"{one.name} · {one.family} · {t(f'fonts.style_{one.style.value}')} · {_weights(faces)}")
    say(f"{t('fonts.col_licence')}{t('colon')}{one.licence or t('fonts.unstated')}")
    say(f"{t('fonts.col_commercial')}{t('colon')}{_commercial(one)}")
    for face in faces:
        say(f"{_weights([face])}  {face.digest}  {_source_words(face)} {face.path}")
    if not words:
        return
    missing = _missing(faces, words)
    if not missing:
        say(t("fonts.has_all", name=one.name, text=words))
    for character in missing:
        others = t("list_comma").join(catalogue.who_has(character))
        key = "fonts.lacks" if others else "fonts.nobody_has"
        say(t(key, name=one.name, character=character, point=_code(character), others=others))


def _short_digests(faces: list[FontEntry]) -> str:
    """Return the first eight digits of each file's digest; the whole of it is in the typeface's own listing."""
    return " ".join(dict.fromkeys(face.digest.removeprefix("sha256:")[:8] for face in faces))


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"


def _weights(faces: list[FontEntry]) -> str:
    spans = sorted({face.weights for face in faces})
    return ", ".join(str(low) if low == high else f"{low}–{high}" for low, high in spans)


def _commercial(entry: FontEntry) -> str:
    known = {True: "fonts.yes", False: "fonts.no", None: "fonts.unstated"}
    return t(known[entry.is_commercial_use_allowed])


def _source(entry: FontEntry) -> str:
    """Return where a typeface was found: `folder` (of the settings), `package` or `system`."""
    from signage.typography import is_packaged

    folder = read_settings().fonts
    if folder is not None and entry.path.parent == Path(folder):
        return "folder"
    return "package" if is_packaged(entry.path) else "system"


def _source_words(entry: FontEntry) -> str:
    return t(f"fonts.source_{_source(entry)}")
