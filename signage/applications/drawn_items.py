"""Items of a composite group that come as drawings: which of those that were ticked have none yet.

A case of a group keeps the codes of its drawn items from the form; their signs are added at the design desk. What was
ticked and never drawn is lacking like a paper, so that it is told with all the others, once.
"""

from __future__ import annotations

from datetime import date

from signage.applications.model import Application, Item, Term
from signage.applications.temporary import TemporaryRule

SHOP_SIGN, TEMPORARY = "shop-sign", "temporary-event"


def code_of(item: Item, temporary_kinds: tuple[str, ...] = ()) -> str:
    """Return the item of the catalogue that a drawn sign belongs to."""
    return TEMPORARY if item.term is not None or item.spec.kind in temporary_kinds else SHOP_SIGN


def undrawn(application: Application, temporary_kinds: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the codes of ticked items without a drawing, in the form's order.

    Older cases kept only that something was to be drawn: without any drawing that is an empty code.

    Args:
        application: The case.
        temporary_kinds: Sign kinds that are always an event's, with or without their dates.
    """
    if not application.group:
        return ()
    there = {code_of(item, temporary_kinds) for item in application.items}
    if not application.drawn_codes:
        return ("",) if application.sign_days and not there else ()
    # Any sign that stays is the drawing of any item that stays: a kind of sign does not say which of them it is for.
    return tuple(
        code for code in application.drawn_codes if (TEMPORARY if code == TEMPORARY else SHOP_SIGN) not in there
    )


def event_dates(application: Application, rule: TemporaryRule, filed: date) -> Term | None:
    """Return the dates that an event of a case begins with: its other events', else those typed on the group's form.

    Args:
        application: A draft, or a case that was returned.
        rule: What stands for an event only; dates that it would refuse are the works', not the event's.
        filed: The local day.
    """
    own = next((item.term for item in application.items if item.term), None)
    if own is not None or TEMPORARY not in application.drawn_codes:
        return own
    typed = next((matter.term for matter in application.matters if matter.term), None)
    return typed if typed is not None and not rule.faults(typed, filed) else None
