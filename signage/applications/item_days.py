"""The guide's figures where the city's procedure decides them: one source for what is promised and what is done."""

from __future__ import annotations

from dataclasses import replace

from signage.applications.policy import Policy
from signage.items import Catalogue, CatalogueItem
from signage.items.model import Validity
from signage.locale import Lang, text

SIGN_ITEM = "shop-sign"  # the item whose tracks, papers and days are the policy's own


def as_applied(catalogue: Catalogue, policy: Policy) -> Catalogue:
    """Return a catalogue with the policy's figures in place of the files' own, for the items that the policy decides.

    These are the shop sign and what stands for an event only; every other item is decided by its file.
    """
    return replace(catalogue, items=tuple(item_as_applied(item, policy) for item in catalogue.items))


def item_as_applied(item: CatalogueItem, policy: Policy) -> CatalogueItem:
    """Return one item as `as_applied` gives it."""
    days = dict(policy.days)
    if item.code == SIGN_ITEM:
        own = replace(item.days, statutory=days["statutory_decision"], promised=days["promised_decision"])
        return replace(item, days=own, validity=_validity(item, policy))
    if item.temporary is None:
        return item
    rule = policy.temporary
    temporary = replace(
        item.temporary, max_days=rule.max_days, reminder_days=rule.reminder_days, removal_days=rule.removal_days
    )
    own = replace(item.days, statutory=days["statutory_decision"], promised=rule.promised_days)
    return replace(item, days=own, temporary=temporary)


def _validity(item: CatalogueItem, policy: Policy) -> Validity | None:
    """How long a sign's permit, filing or guidance holds: the notice takes the same figure."""
    if item.validity is None:
        return None
    years, ahead = policy.validity_years, policy.renewal_ahead_days
    zh, en = (text("applications.validity_of_signs", lang, years=years, ahead=ahead) for lang in (Lang.ZH, Lang.EN))
    return replace(item.validity, years=years, zh=zh, en=en)
