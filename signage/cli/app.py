"""The application object: the groups of commands put together, and the one place that turns errors into exits."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from typing import Annotated, Any

import typer
from typer.exceptions import TyperException
from typer.main import get_command

from signage import __version__
from signage.cli import (
    accounts,
    books,
    calendar,
    check,
    check_front,
    demo,
    drafts,
    draw,
    facts,
    fonts,
    gallery,
    items,
    kinds,
    letters,
    pack,
    permits,
    photo,
    plan,
    procedure,
    propose,
    recheck,
    records,
    register,
    repair,
    report,
    schema,
    serve,
    service,
    surveys,
)
from signage.cli.inputs import forget_font_files
from signage.cli.output import BAD_INPUT, TOOL_FAILED, errors, exit_code_of
from signage.cli.usage import usage_words
from signage.cli.words import LANG, is_language, t
from signage.errors import InputError, SignageError
from signage.locale import describe

INTERRUPTED = 130

app = typer.Typer(
    name="signage",
    help=t("app_help"),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

demo.register(app)
draw.register(app)
photo.register(app)
drafts.register(app)
surveys.register(app)
pack.register(app)
check.register(app)
check_front.register(app)
propose.register(app)
repair.register(app)
recheck.register(app)
plan.register(app)
schema.register(app)
books.register(app)
facts.register(app)
calendar.register(app)
kinds.register(app)
items.register(app)
fonts.register(app)
gallery.register(app)
serve.register(app)
records.register(app)
accounts.register(app)
procedure.register(app)
service.register(app)
letters.register(app)
register.register(app)
permits.register(app)
report.register(app)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"signage {__version__}")
        raise typer.Exit


@app.callback()
def root(
    lang: Annotated[str, typer.Option("--lang", help=t("opt_lang"))] = LANG.value,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=t("opt_version"))
    ] = False,
) -> None:
    """Options of every command."""
    if not is_language(lang):
        raise InputError("cli.bad_language", given=lang)


def main() -> None:
    """Run the command line and end the process with its exit status; never shows a traceback."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit status; `--lang` may stand anywhere."""
    forget_font_files()
    try:
        result = _command()(args=_language_first(arguments), standalone_mode=False, prog_name="signage")
        status = result if isinstance(result, int) else 0
        if status == INTERRUPTED:  # the parser has caught the interruption and says nothing itself
            errors.print(t("interrupted"), markup=False)
        return status
    except SignageError as error:
        errors.print(f"{t('error')}{describe(error, LANG)}", markup=False)
        return exit_code_of(error)
    except TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":  # a group without its command: its help is the answer
            typer.echo(_sentence(error), err=True)
        else:
            errors.print(t("usage", why=usage_words(_sentence(error))), markup=False)
        return BAD_INPUT
    except BrokenPipeError:
        return 0
    except (KeyboardInterrupt, typer.Abort):
        errors.print(t("interrupted"), markup=False)
        return INTERRUPTED
    except Exception as error:  # the last door: whatever it is, a person reads a sentence and not a traceback
        errors.print(t("unexpected", kind=type(error).__name__, words=str(error)), markup=False)
        return TOOL_FAILED


@cache
def _command() -> Callable[..., Any]:
    """Return what `app` describes as the parser runs it: made once, also for a caller that runs many command lines."""
    return get_command(app)


def _language_first(arguments: list[str]) -> list[str]:
    """Put `--lang X` before the command, where the application reads it, wherever it was typed."""
    for index, word in enumerate(arguments):
        if word.startswith("--lang="):
            return [word, *arguments[:index], *arguments[index + 1 :]]
        if word == "--lang" and index + 1 < len(arguments):
            return [*arguments[index : index + 2], *arguments[:index], *arguments[index + 2 :]]
    return arguments


def _sentence(error: TyperException) -> str:
    formatted = getattr(error, "format_message", None)
    return str(formatted()) if callable(formatted) else str(error)
