"""What several commands read from their options: specs, plans, books, dates, facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from signage.cli.output import note, verdict_word
from signage.cli.words import LANG, t
from signage.errors import InputError, Location, RuleBookError, SignageError, SpecError
from signage.locale import describe
from signage.resources import bundled
from signage.settings import Settings, read_settings

if TYPE_CHECKING:  # the packages behind these load where they are used, so that `--help` answers at once
    from signage.design import SignSpec
    from signage.desk import Fact
    from signage.frontage import FrontagePlan
    from signage.rules import RuleBook
    from signage.typography import FontCatalogue


def fonts_of(settings: Settings | None = None, *, files: tuple[Path, ...] | None = None) -> FontCatalogue:
    """Return the typefaces: the default one, the system's, those of the configured folder, and those given by file.

    Args:
        settings: None for those of this run.
        files: Font files in place of those that this run was given: a process that another one started was given none.
    """
    from signage.typography import FontCatalogue

    chosen = settings or read_settings()
    given = font_files() if files is None else files
    fonts = FontCatalogue.standard((chosen.fonts,) if chosen.fonts else (), files=given)
    for error in fonts.left_out:
        told = describe(error, LANG).message
        if told not in _told:
            _told.add(told)
            note(t("fonts.left_out", told=told))
    return fonts


_font_files: list[Path] = []  # given by path in this command line
_told: set[str] = set()


def font_files() -> tuple[Path, ...]:
    """Return the font files that options of this run named (`typeface_of`)."""
    return tuple(_font_files)


def forget_font_files() -> None:
    """Forget the font files of an earlier command line of this process: they were given to that one alone."""
    _font_files.clear()


def typeface_of(value: str | None) -> str | None:
    """Return the catalogue name for what `--typeface` names: a name, or a font file by its path.

    A file joins the typefaces of this run; the sign's model records its digest.

    Raises:
        FontError: The file does not exist or is no font.
    """
    from signage.typography.font_files import FONT_SUFFIXES, describe_face

    if value is None or Path(value).suffix.lower() not in FONT_SUFFIXES:
        return value
    path = Path(value)
    entry = describe_face(path, 0)
    if path not in _font_files:
        _font_files.append(path)
    return entry.name


def date_of(text: str | None) -> date:
    """Return the date whose rules apply; today in the office's zone when none is given.

    Raises:
        InputError: The text is no date of the form YYYY-MM-DD.
    """
    if text is None:
        return datetime.now(ZoneInfo(read_settings().zone)).date()
    try:
        return date.fromisoformat(text)
    except ValueError as exc:
        raise InputError("cli.bad_date", text=text) from exc


def books_of(names: Sequence[str], plan: FrontagePlan, on: date) -> tuple[RuleBook, ...]:
    """Return the named rule books, each once, or those in force in the plan's city when none is named.

    Raises:
        RuleBookError: A book is unknown or faulty.
        InputError: No book is in force in the city on that date.
    """
    from signage.rules import NO_CITY_BOOK, books_for

    if names:
        named = tuple({book.identity.digest: book for book in map(book_of, names)}.values())
        _heed_dates(named, on)
        return named
    books = books_for(plan.city, on)
    if not books:
        raise InputError("cli.no_book_in_force", city=plan.city, on=on.isoformat())
    if any(book.name == NO_CITY_BOOK for book in books):
        note(t("no_city_book", city=plan.city))
    return books


def _heed_dates(named: Sequence[RuleBook], on: date) -> None:
    """Refuse books none of which is in force, and tell of single ones: what is not in force judges nothing.

    Raises:
        InputError: No named book is in force on the date.
    """
    idle = [book for book in named if not book.in_force(on)]
    for book in idle:
        dates = {
            "on": on.isoformat(),
            "start": book.valid_from.isoformat() if book.valid_from else "…",
            "end": book.valid_to.isoformat() if book.valid_to else "…",
        }
        if len(idle) == len(named):
            raise InputError("cli.named_book_not_in_force", at=None, book=book.name, **dates)
        note(t("named_book_idle", book=book.name, **dates))


def book_of(name: str) -> RuleBook:
    """Return a bundled rule book by name, or one from a file, bundled samples included.

    Raises:
        RuleBookError: It is unknown or faulty.
    """
    from signage.rules import bundled_books, load_book

    path = _found(Path(name))
    if path is None or name in bundled_books():
        return load_book(name)
    with naming(name, path):
        book = load_book(path)
        _heed_own_tests(book, path)
        return book


def _heed_own_tests(book: RuleBook, path: Path) -> None:
    """Refuse a book whose own worked examples come out otherwise; name its rules that lack one.

    Raises:
        RuleBookError: A test fails; its line is named.
    """
    from signage.rules import lint_book

    faults = lint_book(book)
    failing = [fault for fault in faults if fault.got is not None]
    if failing:
        first = failing[0]
        raise RuleBookError(
            "cli.book_test_fails",
            at=Location(line=_line_of_test(path, first.rule_id, first.test)),
            rule=first.rule_id,
            test=first.test,
            wanted=first.wanted.value,
            got=first.got.value if first.got else "—",
            count=len(failing),
        )

    own = {rule.id for rule in book.rules if rule.origin == book.edition_name}
    lacking: dict[str, list[str]] = {}
    for fault in faults:
        if fault.rule_id in own:
            lacking.setdefault(fault.rule_id, []).append(verdict_word(fault.wanted))
    if lacking:
        comma = t("list_comma")
        listed = (t("book_rule_lacks", rule=rule, kinds=comma.join(kinds)) for rule, kinds in lacking.items())
        note(t("book_tests_lacking", book=book.name, rules=t("list_semicolon").join(listed)))


def _line_of_test(path: Path, rule_id: str, test: str) -> int | None:
    """Return the line that names a rule's test, or that of the rule; None when neither is written plainly."""
    rows = path.read_text("utf-8").splitlines()
    start = next((n for n, row in enumerate(rows, 1) if re.match(rf'\s*id\s*=\s*"{re.escape(rule_id)}"', row)), None)
    if start is None:
        return None
    named = rf'(^|[\s{{,])name\s*=\s*"{re.escape(test)}"'
    return next((n for n, row in enumerate(rows[start:], start + 1) if re.search(named, row)), start)


def unused_books(used: Sequence[RuleBook], plan: FrontagePlan, on: date) -> tuple[RuleBook, ...]:
    """Return the books in force in the plan's city that a check with these books leaves out."""
    from signage.rules import books_for

    names = {book.name for book in used} | {one.partition("@")[0] for book in used for one in book.chain}
    return tuple(book for book in books_for(plan.city, on) if book.name not in names)


def spec_of_file(path: Path) -> SignSpec:
    """Return the specification of a file; errors name the file as it was typed.

    Raises:
        SpecError: It is no specification.
    """
    from signage.design import read_spec

    file = existing_file(path)
    with naming(str(path), file):
        return read_spec(file)


def logo_text_of(path: Path) -> str:
    """Return the text form of a logo's file; errors name the file as it was typed.

    Raises:
        SpecError: It is no logo that can be used.
        InputError: There is no such file, or it cannot be read.
    """
    from signage.artwork import MOST_FILE, artwork_text, read_artwork

    file = existing_file(path)
    with naming(str(path), file, field="--logo"):
        try:
            with file.open("rb") as opened:
                content = opened.read(MOST_FILE + 1)
        except OSError as exc:
            raise SpecError("spec.logo_unreadable", path=str(path), reason=exc.strerror or "?") from exc
        return artwork_text(read_artwork(content, file=file.name))


def plan_of_file(path: Path) -> FrontagePlan:
    """Return the plan of a file; errors name the file as it was typed.

    Raises:
        PlanError: It is no sound plan.
    """
    from signage.frontage import read_plan

    file = existing_file(path)
    with naming(str(path), file):
        return read_plan(file)


@contextmanager
def naming(typed: str, file: Path | None = None, *, field: str | None = None) -> Iterator[None]:
    """Give the errors raised inside the name of the file as it was typed, when they have none or only its own name.

    Args:
        typed: The name as the caller gave it.
        file: Where that was found.
        field: Where in it the fault lies when the error does not say.
    """
    try:
        yield
    except SignageError as error:
        at = error.at or Location()
        own = {str(file), file.name} if file is not None else set()
        if at.file is not None and at.file not in own and at.file != typed:
            raise
        renamed = replace(at, file=typed, field=at.field or field)
        raise type(error)(error.code, at=renamed, **error.params) from error


def leased_of(units: Sequence[str], plan: FrontagePlan) -> tuple[str, ...]:
    """Return the leased units, all of which the plan must have.

    Raises:
        NotFound: The plan lacks one.
    """
    for unit in units:
        plan.find_unit(unit)
    return tuple(units)


def facts_of(pairs: Sequence[str], leased: Sequence[str]) -> dict[str, Fact]:
    """Return the facts given as `name=value` and the leased units.

    Raises:
        InputError: A pair has no `=`.
    """
    facts: dict[str, Fact] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name.strip():
            raise InputError("cli.bad_fact", text=pair)
        facts[name.strip()] = _fact(value.strip())
    if leased:
        facts["leased_units"] = tuple(leased)
    return facts


def check_facts(facts: Mapping[str, Fact], books: Sequence[RuleBook]) -> None:
    """Refuse a fact that nothing asks for: most likely a slip of the pen, and silence would look like an answer.

    Raises:
        InputError: Neither a measure nor a rule's consent has that name, or its value says nothing that it takes.
    """
    from signage.rules import measure_names
    from signage.rules.measures import measure_of, told

    known = {name for measure in measure_names() if (one := measure_of(measure)) for name in one.facts}
    consents = {rule.consent.fact for book in books for rule in book.rules if rule.consent is not None}
    known |= {*consents, "proofs"}
    for name, value in facts.items():
        if name not in known:
            raise InputError("cli.unknown_fact", name=name, known=t("list_comma").join(sorted(known)))
        if name in consents and not isinstance(value, bool):
            raise InputError(
                "check.fact_not_understood", name=name, value=str(value), known="是、否", known_en="yes, no"
            )
        told(name, value)


def _fact(word: str) -> Fact:
    if word.lower() in ("true", "yes", "是", "有", "同意"):
        return True
    if word.lower() in ("false", "no", "否", "无", "没有", "不同意"):
        return False
    try:
        return float(word)
    except ValueError:
        return word


def existing_file(path: Path) -> Path:
    """Return a path to a file, looked for as given and then among the bundled samples.

    Raises:
        InputError: There is no such file.
    """
    found = _found(path)
    if found is None:
        raise InputError("cli.is_a_folder" if path.is_dir() else "cli.no_such_file", path=str(path))
    return found


def _found(path: Path) -> Path | None:
    if path.is_file():
        return path
    if path.parts[:1] == ("samples",):
        sample = bundled("samples").joinpath(*path.parts[1:])
        if sample.is_file():
            return sample
    return None
