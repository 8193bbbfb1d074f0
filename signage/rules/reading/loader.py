"""Read rule books from TOML, strictly: every fault is refused with file, line and rule id."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from signage.errors import Location, RuleBookError
from signage.rules.book import LAYERS, NATIONAL, RuleBook, effective
from signage.rules.reading.layers import Inherited, inherit, override
from signage.rules.reading.limit_reader import Reader
from signage.rules.reading.rule_reader import read_rule

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
    "layer",
    "extends",
    "rule",
    "override",
}
_DEEPEST = 6  # layers above a book: nation, province, city, district, street and one to spare
# Places outside China that books are kept for, and the nation whose books they take.
NO_CITY_BOOK = "no-city-book"
_PLAN_BOOK = "building-plan"
NATIONS_ABROAD = {"England": "GB", "New York City": "US"}


def bundled_books() -> tuple[str, ...]:
    """Return the names of the books that travel with the package, sorted."""
    folder = files("signage.rules").joinpath("books")
    return tuple(sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml")))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parsed:
    """A resolved book with the tables that its rules were read from, for the books that extend it."""

    book: RuleBook
    tables: Mapping[str, Mapping[str, Any]]


def load_book(name_or_path: str | Path) -> RuleBook:
    """Return a bundled book by name, or one read from a TOML file, with what it takes over from the books it extends.

    Raises:
        RuleBookError: No such book, not readable, or a fault in it; with file, line and rule id.
    """
    name = str(name_or_path)
    if isinstance(name_or_path, str) and name in bundled_books():
        return _bundled(name).book
    path = Path(name)
    if not path.is_file():
        raise RuleBookError("book.not_found", at=Location(file=name), name=name, known=", ".join(bundled_books()))
    return _parse(_read(path), file=name, below=()).book


def _read(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as exc:
        raise RuleBookError("book.unreadable", at=Location(file=str(path)), why=exc.strerror or "") from exc
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as exc:
        line = content[: exc.start].count(b"\n") + 1
        raise RuleBookError("book.not_utf8", at=Location(file=str(path), line=line), byte=exc.start) from exc


@lru_cache(maxsize=64)
def _bundled(name: str, below: tuple[str, ...] = ()) -> _Parsed:
    text = files("signage.rules").joinpath("books", f"{name}.toml").read_text("utf-8")
    return _parse(text, file=f"{name}.toml", below=below)


def books_for(city: str, on: date) -> tuple[RuleBook, ...]:
    """Return the bundled books of the nation and of a city that are in force on a date, national first.

    A city of China without a book of its own gets one that says so (`no-city-book`): national rules alone pass nothing.
    Where no book of the city speaks of sign bands, the plan's own requirements come last (`building-plan`).

    Args:
        city: The city's name as the plan states it, such as `示例市`.
        on: The date whose rules apply.
    """
    books = [_bundled(name).book for name in bundled_books()]
    nation = NATIONS_ABROAD.get(city, NATIONAL)
    mine = [book for book in books if book.jurisdiction in (nation, city) and book.in_force(on)]
    if nation == NATIONAL and not any(book.jurisdiction == city for book in mine):
        mine.append(_bundled(NO_CITY_BOOK).book)
    if nation == NATIONAL and not any(rule.measure == "outside_band" for book in mine for rule in book.rules):
        mine.append(_bundled(_PLAN_BOOK).book)
    return effective(sorted(mine, key=lambda book: (book.jurisdiction != nation, LAYERS.index(book.layer), book.name)))


def parse_book(text: str, *, file: str = "") -> RuleBook:
    """Return the book that a TOML text writes.

    Args:
        text: The TOML.
        file: Its name, for errors; books that it extends are looked for beside it.

    Raises:
        RuleBookError: A fault, with file, line and rule id.
    """
    return _parse(text, file=file, below=()).book


def _parse(text: str, *, file: str, below: tuple[str, ...]) -> _Parsed:
    data = _toml(text, file)
    sections = _Sections(data, text, file)
    head = sections.head
    head.only(_BOOK_KEYS)
    if head.whole("schema_version") != 1:
        raise head.fault("book.bad_version", "schema_version", value=str(data.get("schema_version")))
    name, edition = head.text_of("name"), head.text_of("edition")
    start, end = head.dates()
    layer = _layer(head)
    uppers = _uppers(head, f"{name}@{edition}", layer, file, below)
    own = sections.tables("rule")
    if not own and not uppers:
        raise head.fault("book.no_rules", "rule")
    merged = inherit(head, [Inherited(book=upper.book, tables=upper.tables) for upper in uppers])
    origin = f"{name}@{edition}"
    for reader in sections.tables("override"):
        override(reader, merged, origin)
    for reader in own:
        rule = read_rule(reader, origin)
        if rule.id in merged:
            raise reader.fault("book.duplicate_rule", "id", rule=rule.id)
        merged[rule.id] = (rule, reader.data)
    title, authority, note = head.pair("title"), head.pair("authority"), head.pair("note", optional=True)
    book = RuleBook(
        schema_version=1,
        name=name,
        edition=edition,
        title_zh=title[0],
        title_en=title[1],
        jurisdiction=head.text_of("jurisdiction"),
        authority_zh=authority[0],
        authority_en=authority[1],
        is_illustrative=head.truth("is_illustrative"),
        valid_from=start,
        valid_to=end,
        rules=tuple(rule for rule, _ in merged.values()),
        note_zh=note[0],
        note_en=note[1],
        layer=layer,
        chain=tuple(dict.fromkeys(one for upper in uppers for one in (*upper.book.chain, upper.book.edition_name))),
    )
    if not book.rules:
        raise head.fault("book.no_rules", "rule")
    _check_marked(head, book)
    return _Parsed(book=book, tables={rule_id: table for rule_id, (_, table) in merged.items()})


def _check_marked(head: Reader, book: RuleBook) -> None:
    """Refuse a figure of an illustrative book that claims to be law; what it takes over keeps its own standing."""
    written = [rule for rule in book.rules if book.edition_name in (rule.origin, *(one for _, one in rule.set_by))]
    unmarked = next((r.id for r in written if book.is_illustrative and not r.is_illustrative), None)
    if unmarked is not None:
        raise head.fault("book.unmarked_illustrative", "is_illustrative", rule=unmarked)


def _toml(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as exc:
        found = re.search(r"line (\d+)", str(exc))
        line = int(found.group(1)) if found else None
        where = Location(file=file, line=line, field=_rule_at(text, line))
        raise RuleBookError("book.bad_toml", at=where, why=str(exc)) from exc


class _Sections:
    """The head of a book and its `[[rule]]` and `[[override]]` tables, each with its lines in the file."""

    def __init__(self, data: dict[str, Any], text: str, file: str) -> None:
        self._data, self._text, self._file = data, text, file
        self._rows = text.splitlines()
        self._starts = [n for n, row in enumerate(self._rows, 1) if re.match(r"\s*\[\[\s*(rule|override)\s*\]\]", row)]
        first = self._starts[0] if self._starts else len(self._rows)
        self.head = Reader(data, file=file, text=text, start=1, end=first)

    def tables(self, key: str) -> list[Reader]:
        """Return the tables of one kind."""
        raw = self._data.get(key, [])
        if not isinstance(raw, list) or not all(isinstance(one, dict) for one in raw):
            raise self.head.fault("book.no_rules", key)
        starts = [n for n in self._starts if re.match(rf"\s*\[\[\s*{key}\s*\]\]", self._rows[n - 1])]
        readers = []
        for index, one in enumerate(raw):
            at = starts[index] if index < len(starts) else 1
            after = next((n for n in self._starts if n > at), len(self._rows) + 1)
            said = str(one.get("id", one.get("rule", f"#{index + 1}")))
            readers.append(Reader(one, file=self._file, text=self._text, start=at, end=after, rule=said))
        return readers


def _layer(head: Reader) -> str:
    if "layer" in head.data:
        return head.choice("layer", LAYERS)
    return "national" if head.text_of("jurisdiction") == NATIONAL else "city"


def _uppers(head: Reader, own: str, layer: str, file: str, below: tuple[str, ...]) -> list[_Parsed]:
    """Return the resolved books that a head extends, each in the exact edition that it names."""
    if "extends" not in head.data:
        return []
    wanted = (head.text_of("extends"),) if isinstance(head.data["extends"], str) else head.words("extends")
    path = (*below, own)
    found = []
    for one in wanted:
        name, _, edition = one.partition("@")
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name) or not edition:
            raise head.fault("book.bad_extends", "extends", value=one)
        if one in path or len(path) >= _DEEPEST:
            raise head.fault("book.circular", "extends", value=" → ".join((*path, one)))
        upper = _upper(head, name, file, path)
        if upper.book.edition != edition:
            raise head.fault("book.other_edition", "extends", value=one, there=upper.book.edition)
        if LAYERS.index(upper.book.layer) > LAYERS.index(layer):
            raise head.fault("book.upside_down", "extends", value=one, upper=upper.book.layer, layer=layer)
        found.append(upper)
    return found


def _upper(head: Reader, name: str, file: str, path: tuple[str, ...]) -> _Parsed:
    if name in bundled_books():
        return _bundled(name, path)
    beside = Path(file).parent / f"{name}.toml"
    if not file or not beside.is_file():
        raise head.fault("book.no_upper", "extends", value=name, known=", ".join(bundled_books()))
    return _parse(_read(beside), file=str(beside), below=path)


def _rule_at(text: str, line: int | None) -> str | None:
    above = text.splitlines()[: line or 0]
    ids = [m.group(1) for one in above if (m := re.match(r'\s*(?:id|rule)\s*=\s*"([^"]*)"', one))]
    return f"rule {ids[-1]}" if ids else None
