"""Signs and events ticked beside other items: the draft remembers them, and is not handed in without their drawings.

What is drawn is no matter of forms (`composite.py`), so that only an answer on the first matter says that it was asked
for; which of them came is read from the draft's signs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from signage.applications.model import Application, Item, Matter
from signage.errors import GuardFailed
from signage.items import CatalogueItem

SIGN, EVENT = "一并申请的招牌", "一并申请的临时设置"
"""Names of the answers; an event stands between two dates, a sign stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedSign:
    """Something to draw that was asked for.

    Attributes:
        title: As the catalogue names it.
        is_event: Whether it stands between two dates.
        drawn: What was drawn for it.
    """

    title: str
    is_event: bool
    drawn: tuple[Item, ...]


def remembered(matters: tuple[Matter, ...], drawn: Iterable[CatalogueItem]) -> tuple[Matter, ...]:
    """Return the matters of a case with the ticked items that are still to be drawn, written on the first."""
    asked = tuple((SIGN if item.temporary is None else EVENT, item.name_zh) for item in drawn)
    return (replace(matters[0], answers=(*matters[0].answers, *asked)), *matters[1:]) if asked else matters


def asked_signs(application: Application, items: tuple[Item, ...] | None = None) -> tuple[AskedSign, ...]:
    """Return what was ticked to be drawn, each with its drawings; `items` stands in for the draft's own."""
    there = application.items if items is None else items
    answers = [answer for matter in application.matters for answer in matter.answers]
    return tuple(
        AskedSign(
            title=title, is_event=key == EVENT, drawn=tuple(i for i in there if (i.term is not None) == (key == EVENT))
        )
        for key, title in answers
        if key in (SIGN, EVENT)
    )


def undrawn(application: Application, items: tuple[Item, ...] | None = None) -> tuple[str, ...]:
    """Return the titles of what was ticked and not drawn yet."""
    return tuple(one.title for one in asked_signs(application, items) if not one.drawn)


def undrawn_beside(application: Application | None, *, is_event: bool) -> tuple[str, ...]:
    """Return what is still to be drawn beside the sign that is being added: an event's, or one that stays."""
    signs = asked_signs(application) if application else ()
    return tuple(one.title for one in signs if not one.drawn and one.is_event != is_event)


def refuse_undrawn(application: Application, items: tuple[Item, ...] | None = None) -> None:
    """Refuse to hand in what is not drawn.

    Raises:
        GuardFailed: Something is missing; the sentence names all of it.
    """
    missing = undrawn(application, items)
    if missing:
        names = "、".join(f"“{name}”" for name in missing)
        raise GuardFailed("web.signs_undrawn", names=names, count=len(missing))
