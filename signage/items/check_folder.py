"""Every fault of a folder of items at once, for somebody who is writing one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from signage.errors import SignageError
from signage.items.catalogue import (
    catalogue_faults,
    existing_folder,
    load_catalogue,
    text_of,
)
from signage.items.group import parse_group
from signage.items.item_file import parse_item


def folder_faults(folder: str | Path) -> tuple[tuple[str, ...], tuple[SignageError, ...]]:
    """Return the codes of the sound items and groups of a folder, and the faults of the others.

    One fault a file: a file's further ones show when that one is put right. What the files say of each other is
    looked at when each of them is sound, over the bundled catalogue.

    Raises:
        InputError: There is no such folder.
    """
    own = existing_folder(folder)
    items, item_faults = _each(own, parse_item)
    groups, group_faults = _each(own / "groups", parse_group)
    faults = [*item_faults, *group_faults]
    if not faults:
        bundled = load_catalogue()
        everything = {item.code: item for item in bundled.items} | items
        faults += catalogue_faults(everything, {group.code: group for group in bundled.groups} | groups)
    return (*items, *groups), tuple(faults)


def _each(folder: Path, parse: Callable[..., Any]) -> tuple[dict[str, Any], list[SignageError]]:
    found: dict[str, Any] = {}
    faults: list[SignageError] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            part = parse(text_of(path), file=str(path))
        except SignageError as error:
            faults.append(error)
        else:
            found[part.code] = part
    return found, faults
