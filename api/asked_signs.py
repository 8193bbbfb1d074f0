"""Signs and events ticked beside other items: the draft is not handed in without their drawings."""

from __future__ import annotations

from dataclasses import dataclass

from signage.applications.drawn_items import TEMPORARY, code_of
from signage.applications.model import Application, Item
from signage.errors import GuardFailed
from signage.items import Catalogue
from signage.locale import both


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedSign:
    """Something to draw that was asked for.

    Attributes:
        code: Of the catalogue's item.
        title: As the catalogue names it, in both languages.
        drawn: What was drawn for it.
    """

    code: str
    title: str
    drawn: tuple[Item, ...]

    @property
    def is_event(self) -> bool:
        """Whether it stands between two dates."""
        return self.code == TEMPORARY


def asked_signs(
    application: Application, catalogue: Catalogue, items: tuple[Item, ...] | None = None
) -> tuple[AskedSign, ...]:
    """Return what was ticked to be drawn, each with its drawings; `items` stands in for the draft's own."""
    there = application.items if items is None else items
    known = {item.code: item for item in catalogue.items}
    return tuple(
        AskedSign(
            code=code,
            title=both(known[code].name_zh, known[code].name_en) if code in known else code,
            drawn=tuple(one for one in there if (code_of(one) == TEMPORARY) == (code == TEMPORARY)),
        )
        for code in application.drawn_codes
    )


def undrawn(application: Application, catalogue: Catalogue, items: tuple[Item, ...] | None = None) -> tuple[str, ...]:
    """Return the titles of what was ticked and not drawn yet."""
    return tuple(one.title for one in asked_signs(application, catalogue, items) if not one.drawn)


def undrawn_beside(application: Application | None, catalogue: Catalogue, *, is_event: bool) -> tuple[str, ...]:
    """Return what is still to be drawn beside the sign that is being added: an event's, or one that stays."""
    signs = asked_signs(application, catalogue) if application else ()
    return tuple(one.title for one in signs if not one.drawn and one.is_event != is_event)


def refuse_undrawn(application: Application, catalogue: Catalogue, items: tuple[Item, ...] | None = None) -> None:
    """Refuse to hand in what is not drawn.

    Raises:
        GuardFailed: Something is missing; the sentence names all of it.
    """
    missing = undrawn(application, catalogue, items)
    if missing:
        names = "、".join(f"“{name}”" for name in missing)
        raise GuardFailed("web.signs_undrawn", names=names, count=len(missing))
