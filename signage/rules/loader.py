"""Read rule books from TOML, strictly: every fault is refused with file, line and rule id."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from signage.errors import Location, RuleBookError
from signage.rules.book import NATIONAL, BookTest, Condition, Consent, Exemption, Rule, RuleBook, Tolerance
from signage.rules.findings import Modality, Verdict
from signage.rules.limit_reader import Reader, read_amount, read_limit
from signage.rules.measures import measure_of
from signage.rules.sentences import unknown_placeholders
from signage.units import same_kind

_BOOK_KEYS = {
    "schema_version",
    "name",
    "edition",
    "title",
    "jurisdiction",
    "authority",
    "is_illustrative",
    "valid_from",
    "valid_to",
    "note",
    "rule",
}
_RULE_KEYS = {
    "id",
    "title",
    "measure",
    "modality",
    "limit",
    "source",
    "applies_when",
    "exemption",
    "consent",
    "tolerance",
    "on_breach",
    "valid_from",
    "valid_to",
    "local",
    "message",
    "hint",
    "test",
}
CERTAINTIES = ("A", "A-", "B", "ILL")
# Places outside China that books are kept for, and the nation whose books they take.
NATIONS_ABROAD = {"England": "GB", "New York City": "US"}
LOCALS = ("fixed", "may_tighten", "may_relax")


def bundled_books() -> tuple[str, ...]:
    """Return the names of the books that travel with the package, sorted."""
    folder = files("signage.rules").joinpath("books")
    return tuple(sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml")))


def load_book(name_or_path: str | Path) -> RuleBook:
    """Return a bundled book by name, or one read from a TOML file.

    Raises:
        RuleBookError: No such book, not readable, or a fault in it; with file, line and rule id.
    """
    name = str(name_or_path)
    if isinstance(name_or_path, str) and name in bundled_books():
        return _bundled(name)
    path = Path(name)
    if not path.is_file():
        raise RuleBookError("book.not_found", at=Location(file=name), name=name, known=", ".join(bundled_books()))
    try:
        content = path.read_bytes()
    except OSError as exc:
        raise RuleBookError("book.unreadable", at=Location(file=name), why=exc.strerror or "") from exc
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as exc:
        line = content[: exc.start].count(b"\n") + 1
        raise RuleBookError("book.not_utf8", at=Location(file=name, line=line), byte=exc.start) from exc
    return parse_book(text, file=name)


@lru_cache(maxsize=32)
def _bundled(name: str) -> RuleBook:
    text = files("signage.rules").joinpath("books", f"{name}.toml").read_text("utf-8")
    return parse_book(text, file=f"{name}.toml")


def books_for(city: str, on: date) -> tuple[RuleBook, ...]:
    """Return the bundled books of the nation and of a city that are in force on a date, national first.

    Args:
        city: The city's name as the plan states it, such as `示例市`.
        on: The date whose rules apply.
    """
    books = [_bundled(name) for name in bundled_books()]
    nation = NATIONS_ABROAD.get(city, NATIONAL)
    mine = [book for book in books if book.jurisdiction in (nation, city) and book.in_force(on)]
    return tuple(sorted(mine, key=lambda book: (book.jurisdiction != nation, book.name)))


def parse_book(text: str, *, file: str = "") -> RuleBook:
    """Return the book that a TOML text writes.

    Args:
        text: The TOML.
        file: Its name, for errors.

    Raises:
        RuleBookError: A fault, with file, line and rule id.
    """
    try:
        data = tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as exc:
        found = re.search(r"line (\d+)", str(exc))
        line = int(found.group(1)) if found else None
        where = Location(file=file, line=line, field=_rule_at(text, line))
        raise RuleBookError("book.bad_toml", at=where, why=str(exc)) from exc
    lines = _rule_lines(text)
    head = Reader(data, file=file, text=text, start=1, end=lines[0] if lines else len(text.splitlines()))
    head.only(_BOOK_KEYS)
    if head.whole("schema_version") != 1:
        raise head.fault("book.bad_version", "schema_version", value=str(data.get("schema_version")))
    raw = data.get("rule", [])
    if not isinstance(raw, list) or not raw or not all(isinstance(one, dict) for one in raw):
        raise head.fault("book.no_rules", "rule")
    bounds = [*lines, len(text.splitlines()) + 1]
    rules: list[Rule] = []
    for index, one in enumerate(raw):
        at = bounds[index] if index < len(lines) else 1
        reader = Reader(
            one,
            file=file,
            text=text,
            start=at,
            end=bounds[index + 1] if index < len(lines) else at,
            rule=str(one.get("id", f"#{index + 1}")),
        )
        rule = _read_rule(reader)
        if any(known.id == rule.id for known in rules):
            raise reader.fault("book.duplicate_rule", "id", rule=rule.id)
        rules.append(rule)
    start, end = head.dates()
    title, authority, note = head.pair("title"), head.pair("authority"), head.pair("note", optional=True)
    book = RuleBook(
        schema_version=1,
        name=head.text_of("name"),
        edition=head.text_of("edition"),
        title_zh=title[0],
        title_en=title[1],
        jurisdiction=head.text_of("jurisdiction"),
        authority_zh=authority[0],
        authority_en=authority[1],
        is_illustrative=head.truth("is_illustrative"),
        valid_from=start,
        valid_to=end,
        rules=tuple(rules),
        note_zh=note[0],
        note_en=note[1],
    )
    unmarked = next((r.id for r in rules if book.is_illustrative and not r.is_illustrative), None)
    if unmarked is not None:
        raise head.fault("book.unmarked_illustrative", "is_illustrative", rule=unmarked)
    return book


def _rule_lines(text: str) -> list[int]:
    return [n for n, line in enumerate(text.splitlines(), 1) if re.match(r"\s*\[\[\s*rule\s*\]\]", line)]


def _rule_at(text: str, line: int | None) -> str | None:
    above = text.splitlines()[: line or 0]
    ids = [m.group(1) for one in above if (m := re.match(r'\s*id\s*=\s*"([^"]*)"', one))]
    return f"rule {ids[-1]}" if ids else None


def _read_rule(reader: Reader) -> Rule:
    reader.only(_RULE_KEYS)
    rule_id = reader.text_of("id")
    if not re.fullmatch(r"[a-z]{2,8}-[0-9a-z-]{1,24}", rule_id):
        raise reader.fault("book.bad_id", "id", rule=rule_id)
    measure = reader.text_of("measure")
    named = measure_of(measure)
    if named is None:
        raise reader.unknown_measure("measure", measure)
    source = reader.table("source")
    source.only({"document", "clause", "certainty", "summary"})
    certainty = source.choice("certainty", CERTAINTIES)
    summary = source.pair("summary")
    start, end = reader.dates()
    limit = read_limit(reader.table("limit"), named)
    title, message, hint = (
        reader.pair("title"),
        reader.pair("message", optional=True),
        reader.pair("hint", optional=True),
    )
    for key, template in (("message", message[0]), ("message", message[1])):
        wrong = unknown_placeholders(template)
        if wrong:
            raise reader.fault("book.bad_placeholder", key, placeholder=", ".join(sorted(wrong)))
    tests = tuple(_read_test(one) for one in reader.tables("test"))
    return Rule(
        id=rule_id,
        title_zh=title[0],
        title_en=title[1],
        document=source.text_of("document"),
        clause=source.text_of("clause"),
        certainty=certainty,
        source=f"{summary[0]}〔{certainty}〕",
        source_en=f"{summary[1]} [{certainty}]",
        modality=Modality(reader.choice("modality", tuple(m.value for m in Modality))),
        measure=measure,
        limit=limit,
        applies_when=tuple(_read_condition(one) for one in reader.tables("applies_when")),
        exemptions=tuple(_read_exemption(one) for one in reader.tables("exemption")),
        consent=_read_consent(reader, measure),
        tolerance=_read_tolerance(reader, measure),
        on_breach=reader.choice("on_breach", ("review",)) if "on_breach" in reader.data else "",
        valid_from=start,
        valid_to=end,
        local=reader.choice("local", LOCALS) if "local" in reader.data else "may_tighten",
        message_zh=message[0],
        message_en=message[1],
        hint_zh=hint[0],
        hint_en=hint[1],
        tests=tests,
    )


def _read_condition(reader: Reader) -> Condition:
    if "any_of" in reader.data:
        reader.only({"any_of"})
        return Condition(any_of=tuple(_read_condition(one) for one in reader.tables("any_of")))
    name = reader.text_of("measure")
    named = measure_of(name)
    if named is None:
        raise reader.unknown_measure("measure", name)
    rest = Reader({k: v for k, v in reader.data.items() if k != "measure"}, parent=reader)
    return Condition(measure=name, limit=read_limit(rest, named))


def _read_exemption(reader: Reader) -> Exemption:
    reader.only({"proof", "title"})
    title = reader.pair("title")
    return Exemption(proof=reader.text_of("proof"), title_zh=title[0], title_en=title[1])


def _read_consent(reader: Reader, measure: str) -> Consent | None:
    if "consent" not in reader.data:
        return None
    inner = reader.table("consent")
    inner.only({"fact", "title", "limit"})
    named, title = measure_of(measure), inner.pair("title")
    if named is None:
        raise reader.unknown_measure("measure", measure)
    return Consent(
        fact=inner.text_of("fact"), title_zh=title[0], title_en=title[1], limit=read_limit(inner.table("limit"), named)
    )


def _read_tolerance(reader: Reader, measure: str) -> Tolerance | None:
    if "tolerance" not in reader.data:
        return None
    inner = reader.table("tolerance")
    inner.only({"value", "source"})
    amount = read_amount(inner, "value")
    named = measure_of(measure)
    if named is None or named.unit is None or not same_kind(named.unit, amount.unit):
        raise inner.fault(
            "book.wrong_unit",
            "value",
            unit=amount.unit.value,
            measure=measure,
            wanted=named.unit.value if named and named.unit else "—",
        )
    return Tolerance(amount=amount, source=inner.text_of("source"))


def _read_test(reader: Reader) -> BookTest:
    reader.only({"name", "given", "verdict", "facts"})
    given: Mapping[str, Any] = reader.table("given").data
    for name, value in given.items():
        if measure_of(name) is None:
            raise reader.unknown_measure("given", name)
        if not (isinstance(value, str) or (isinstance(value, list) and all(isinstance(v, str) for v in value))):
            raise reader.fault("book.wrong_type", f"given.{name}", wanted="text / list", got=type(value).__name__)
    facts: Mapping[str, Any] = reader.table("facts").data if "facts" in reader.data else {}
    return BookTest(
        name=reader.text_of("name"),
        verdict=Verdict(reader.choice("verdict", tuple(v.value for v in Verdict))),
        given=tuple((k, tuple(v) if isinstance(v, list) else v) for k, v in given.items()),
        facts=tuple((k, tuple(v) if isinstance(v, list) else v) for k, v in facts.items()),
    )
