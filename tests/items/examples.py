"""What the filled examples of an item's form state, as a case is asked for with."""

from __future__ import annotations

from collections.abc import Iterable

from signage.applications.figures import figures_of
from signage.items import CatalogueItem


def example_figures(items: Iterable[CatalogueItem]) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return by the item's code what the filled examples of its form state, label and plain number."""
    return tuple(
        (item.code, tuple((one.label, one.example[0]) for one in figures_of(item) if one.example)) for item in items
    )
