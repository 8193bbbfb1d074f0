"""`signage letters list|sample`: the documents of a case's file, and every one of them to be looked at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from signage.cli.output import print_json, say, writable_folder, write_file
from signage.cli.words import LANG, t
from signage.errors import NotFound

if TYPE_CHECKING:
    from signage.applications.letters import LetterKind


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(help=t("letters.help"), no_args_is_help=True, rich_markup_mode=None)
    app.add_typer(group, name="letters")
    group.command("list", help=t("letters.list_help"))(_list)
    group.command("sample", help=t("letters.sample_help"))(_sample)


def _list(as_json: Annotated[bool, typer.Option("--json", help=t("opt_json"))] = False) -> None:
    from signage.applications.letter_numbers import PATTERNS
    from signage.applications.letters import LetterKind

    if as_json:
        print_json(
            [
                {
                    "kind": kind.value,
                    "title": kind.title(LANG),
                    "is_sealed": kind.is_sealed,
                    "is_public": kind.is_public,
                    "number": PATTERNS[kind],
                }
                for kind in LetterKind
            ]
        )
        return
    for kind in LetterKind:
        sealed = t("letters.list_sealed" if kind.is_sealed else "letters.list_by_hand")
        say(
            t(
                "letters.list_line",
                kind=f"{kind.value:<17}",
                title=kind.title(LANG),
                sealed=sealed,
                number=PATTERNS[kind],
            )
        )


def _sample(
    out: Annotated[Path, typer.Option("--out", help=t("letters.opt_out"))] = Path("out/letters"),
    kind: Annotated[str | None, typer.Option("--kind", help=t("letters.opt_kind"))] = None,
) -> None:
    from signage.bootstrap import letter_sealer
    from signage.demo.letters import sample_letters
    from signage.settings import read_settings

    wanted = _kind(kind) if kind is not None else None
    letters = [one for one in sample_letters() if wanted is None or one.kind is wanted]
    folder = writable_folder(out)
    sealer = letter_sealer(read_settings())
    for number, letter in enumerate(letters, start=1):
        path = folder / f"{number:02d}-{letter.kind.value.replace('_', '-')}.pdf"
        write_file(path, sealer.issue(letter).content)
        say(str(path))


def _kind(word: str) -> LetterKind:
    from signage.applications.letters import LetterKind

    found = next((kind for kind in LetterKind if kind.value == word.replace("-", "_")), None)
    if found is None:
        known = "、".join(kind.value for kind in LetterKind)
        raise NotFound("letters.no_kind", kind=word[:40], known=known)
    return found
