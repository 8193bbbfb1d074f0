"""The catalogue put together: the bundled files, a city's own on top of them, and the groups over both."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

from signage.errors import InputError, Location, NotFound
from signage.items.group import CompositeGroup, GroupMember, parse_group
from signage.items.item_file import parse_item
from signage.items.model import CatalogueItem, Category, ItemKind

_Part = TypeVar("_Part", CatalogueItem, CompositeGroup)


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Every item, in the order of the guide, and every group."""

    items: tuple[CatalogueItem, ...]
    groups: tuple[CompositeGroup, ...]

    def item(self, code: str) -> CatalogueItem:
        """Return an item.

        Raises:
            NotFound: There is none by this code.
        """
        for item in self.items:
            if item.code == code:
                return item
        raise NotFound("items.no_item", code=code[:60], count=len(self.items))

    def group(self, code: str) -> CompositeGroup:
        """Return a group.

        Raises:
            NotFound: There is none by this code.
        """
        for group in self.groups:
            if group.code == code:
                return group
        raise NotFound("items.no_group", code=code[:60], known=tuple(one.code for one in self.groups))

    def by_kind(self, kind: ItemKind) -> tuple[CatalogueItem, ...]:
        """Return the approval or the service items."""
        return tuple(item for item in self.items if item.kind is kind)

    def by_category(self) -> tuple[tuple[Category, tuple[CatalogueItem, ...]], ...]:
        """Return the items under their headings; a heading without items is left out."""
        under = ((category, tuple(i for i in self.items if i.category is category)) for category in Category)
        return tuple((category, items) for category, items in under if items)

    def find(self, words: str) -> tuple[CatalogueItem, ...]:
        """Return the items that hold each of some words in name, code, summary, keywords or basis; all for none.

        Latin words are looked for from a word's beginning: `led` is a display and no part of `filled`.
        """
        wanted = [re.compile(r"(?<![a-z0-9])" * word[0].isascii() + re.escape(word)) for word in _folded(words).split()]
        return tuple(item for item in self.items if all(word.search(_searchable(item)) for word in wanted))

    def groups_of(self, code: str) -> tuple[CompositeGroup, ...]:
        """Return the groups that an item may be part of."""
        return tuple(group for group in self.groups if code in group.codes)


def load_catalogue(folder: str | Path | None = None) -> Catalogue:
    """Return the bundled catalogue with a folder's items (`*.toml`) and groups (`groups/*.toml`) on top.

    A file of the folder takes the place of the bundled one with the same code, or adds to them.

    Raises:
        InputError: A file cannot be read or is wrong, or the folder is none; the first fault.
    """
    if folder is None:
        return _bundled()
    items, groups = dict(_bundled_items()), dict(_bundled_groups())
    own = existing_folder(folder)
    items |= _read(_toml_files(own), str(own), parse_item)
    groups |= _read(_toml_files(own / "groups"), str(own / "groups"), parse_group)
    return put_together(items, groups)


def bundled_items() -> tuple[str, ...]:
    """Return the codes of the items that the package ships."""
    return tuple(_bundled_items())


def existing_folder(folder: str | Path) -> Path:
    """Return a folder as a path.

    Raises:
        InputError: It is none.
    """
    path = Path(folder)
    if not path.is_dir():
        raise InputError("items.no_folder", at=Location(file=str(folder)), folder=str(folder))
    return path


def put_together(items: Mapping[str, CatalogueItem], groups: Mapping[str, CompositeGroup]) -> Catalogue:
    """Return the catalogue of some items and groups.

    Raises:
        InputError: One names an item that is not there, or a group takes one in that may not join.
    """
    for fault in catalogue_faults(items, groups):
        raise fault
    order = list(Category)
    listed = sorted(items.values(), key=lambda one: (order.index(one.category), one.order, one.code))
    return Catalogue(items=tuple(listed), groups=tuple(_filled(group, items) for group in groups.values()))


def catalogue_faults(items: Mapping[str, CatalogueItem], groups: Mapping[str, CompositeGroup]) -> Iterator[InputError]:
    """Yield what files say of each other that does not hold."""
    for item in items.values():
        for number, place in enumerate(item.ask.places):
            if place.leads_to and place.leads_to not in items:
                at = Location(file=f"{item.code}.toml", field=f"ask.places[{number}].leads_to")
                yield InputError("items.names_nobody", at=at, item=item.code, name=place.leads_to)
    for group in groups.values():
        for number, member in enumerate(group.members):
            at = Location(file=f"groups/{group.code}.toml", field=f"members[{number}]")
            yield from _member_faults(group, member, items.get(member.item), at)


def _member_faults(
    group: CompositeGroup, member: GroupMember, item: CatalogueItem | None, at: Location
) -> Iterator[InputError]:
    if item is None:
        yield InputError("items.names_nobody", at=at, item=group.code, name=member.item)
        return
    if not item.may_join:
        yield InputError("items.may_not_join", at=at, item=group.code, name=member.item)
    longest = item.days.statutory
    if member.separate_days is None and longest is None:
        yield InputError("items.no_separate_days", at=at, item=group.code, name=member.item)
    if member.separate_days is not None and longest is not None and member.separate_days > longest:
        yield InputError(
            "items.separate_late",
            at=at,
            item=group.code,
            name=member.item,
            separate=member.separate_days,
            statutory=longest,
        )


def _filled(group: CompositeGroup, items: Mapping[str, CatalogueItem]) -> CompositeGroup:
    """Give each member without a figure of its own the statutory time of its item."""
    members = tuple(
        replace(member, separate_days=member.separate_days or items[member.item].days.statutory)
        for member in group.members
    )
    return replace(group, members=members)


@cache
def _bundled() -> Catalogue:
    return put_together(_bundled_items(), _bundled_groups())


@cache
def _bundled_items() -> dict[str, CatalogueItem]:
    return _read(_toml_files(files("signage.items") / "catalogue"), "", parse_item)


@cache
def _bundled_groups() -> dict[str, CompositeGroup]:
    return _read(_toml_files(files("signage.items") / "groups"), "", parse_group)


def _toml_files(folder: Traversable) -> tuple[Traversable, ...]:
    if not folder.is_dir():
        return ()
    named = (entry for entry in folder.iterdir() if entry.name.endswith(".toml") and entry.is_file())
    return tuple(sorted(named, key=lambda entry: entry.name))


def _read(entries: tuple[Traversable, ...], folder: str, parse: Callable[..., _Part]) -> dict[str, _Part]:
    found = {}
    for entry in entries:
        part = parse(text_of(entry), file=str(Path(folder) / entry.name))
        found[part.code] = part
    return found


def text_of(entry: Traversable) -> str:
    """Return a file's text.

    Raises:
        InputError: It cannot be read as UTF-8.
    """
    try:
        return entry.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as exc:
        raise InputError("items.unreadable", at=Location(file=entry.name), item=entry.name, why=str(exc)) from exc


def _folded(words: str) -> str:
    return unicodedata.normalize("NFKC", words).casefold()


def _searchable(item: CatalogueItem) -> str:
    parts = [item.code, item.name_zh, item.name_en, item.summary_zh, item.summary_en, item.ask.zh, item.ask.en]
    parts += [*item.keywords, *(basis.document for basis in item.basis)]
    if item.temporary:
        parts += [name for form in item.temporary.forms for name in (form.name_zh, form.name_en)]
    return _folded("\n".join(parts))
