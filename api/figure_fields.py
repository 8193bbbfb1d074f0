"""The numbers that the form of an item asks for (数量), as fields of a page: named by item, read and judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from signage.applications.figures import figure_fault, figures_of, missing_fault, stated_figures, unstated
from signage.applications.model import Application, Matter, Purpose
from signage.bootstrap import Services
from signage.errors import InputError, NotFound
from signage.items import Catalogue, CatalogueItem
from signage.items.forms import FormField


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureAsked:
    """One number as the page asks for it.

    Attributes:
        name: Of the field, also its id.
        value: As it was typed.
    """

    name: str
    field: FormField
    value: str

    @property
    def fault(self) -> InputError | None:
        """What is wrong with what was typed; an empty field where a number must be stated is missing."""
        if self.value:
            return figure_fault(self.field, self.value)
        return missing_fault(self.field) if self.field.is_needed else None

    def as_typed(self, stated: Mapping[str, str]) -> str:
        """Return what somebody typed who stated a figure that a case keeps with its unit."""
        return stated.get(self.field.label, "").removesuffix(self.field.unit).strip()


def figures_asked(item: CatalogueItem, typed: Mapping[str, str]) -> tuple[FigureAsked, ...]:
    """Return the fields of an item's numbers with what was typed."""
    return tuple(
        FigureAsked(name=name, field=field, value=typed.get(name, "").strip())
        for field, name in ((field, f"figure_{item.code}_{n}") for n, field in enumerate(figures_of(item)))
    )


def figures_lacking(
    services: Services, application: Application
) -> tuple[tuple[CatalogueItem, tuple[FigureAsked, ...]], ...]:
    """Return the fields of the numbers that a case must state and does not, item by item."""
    if application.purpose is not Purpose.NEW:
        return ()
    lacking = {matter.code: unstated(matter, services.office.needed_figures) for matter in application.matters}
    items = [item for item in services.catalogue.items if lacking.get(item.code)]
    return tuple(
        (item, tuple(one for one in figures_asked(item, {}) if one.field.label in lacking[item.code])) for item in items
    )


def matters_stated(
    catalogue: Catalogue, application: Application, sent: Mapping[str, object]
) -> tuple[Matter, ...] | None:
    """Return a case's items with the numbers that were sent for them, or None when no number was.

    Raises:
        InputError: One of them is no number or out of its bounds.
    """
    typed = {name: value for name, value in sent.items() if name.startswith("figure_") and isinstance(value, str)}
    if not any(value.strip() for value in typed.values()):
        return None
    return tuple(_stated(catalogue, matter, typed) for matter in application.matters)


def _stated(catalogue: Catalogue, matter: Matter, typed: Mapping[str, str]) -> Matter:
    try:
        item = catalogue.item(matter.code)
    except NotFound:  # a city may have taken the item out of its catalogue since
        return matter
    given = [(one.field.label, one.value) for one in figures_asked(item, typed)]
    return replace(matter, answers=stated_figures(item, given, matter.answers))
