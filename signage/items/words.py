"""The catalogue's values in words, the same on pages, in print and on the command line."""

from __future__ import annotations

from signage.items.group import CompositeGroup, days_saved
from signage.items.model import (
    CatalogueItem,
    Category,
    Fee,
    ItemKind,
    ItemPaper,
    ItemType,
    Remedy,
    Source,
    Temporary,
)
from signage.locale import Lang, text


def kind_word(kind: ItemKind, lang: Lang) -> str:
    """Return 审批事项 or 服务事项."""
    return text(f"items.kind_{kind.value}", lang)


def type_word(kind: ItemType, lang: Lang) -> str:
    """Return 即办件 or 承诺件."""
    return text(f"items.type_{kind.value}", lang)


def category_word(category: Category, lang: Lang) -> str:
    """Return a heading of the guide."""
    return text(f"items.category_{category.value}", lang)


def source_word(source: Source, lang: Lang) -> str:
    """Return how certain a basis is."""
    return text(f"items.source_{source.value}", lang)


def statutory_words(item: CatalogueItem, lang: Lang) -> str:
    """Return the statutory time of an item."""
    if item.days.statutory is None:
        return text("items.statutory_none", lang)
    return text("items.statutory_of", lang, days=item.days.statutory)


def promised_words(item: CatalogueItem, lang: Lang) -> str:
    """Return what is promised; an instant item's days are for a case that cannot be decided at once."""
    days = item.days.promised
    if item.type is ItemType.INSTANT:
        return text("items.promised_instant" if days else "items.promised_same_day", lang, days=days)
    return text("items.promised_of", lang, days=days)


def copies_words(paper: ItemPaper, lang: Lang) -> str:
    """Return in which form and how many times a paper is handed in."""
    if not paper.copies:
        return text("items.shown_only" if paper.original else "items.as_file", lang)
    form = text("items.original" if paper.original else "items.copy", lang)
    return text("items.copies", lang, form=form, count=paper.copies)


def follow_words(paper: ItemPaper, lang: Lang) -> str:
    """Return whether a paper may follow on a promise; empty when it may not."""
    days = paper.may_follow_days
    return "" if days is None else text("items.may_follow", lang, days=days)


def fee_words(fee: Fee, lang: Lang) -> str:
    """Return what is paid."""
    if fee.fen is None:
        return fee.rate_zh if lang is Lang.ZH else fee.rate_en
    if fee.fen == 0:
        return text("items.free", lang)
    return text("items.yuan", lang, yuan=f"{fee.fen // 100}.{fee.fen % 100:02d}")


def temporary_words(temporary: Temporary, lang: Lang) -> str:
    """Return how long something temporary may stand."""
    return text(
        "items.temporary_days",
        lang,
        most=temporary.max_days,
        reminder=temporary.reminder_days,
        removal=temporary.removal_days,
    )


def remedy_words(remedy: Remedy, lang: Lang, *, review_body: str, court: str, phone: str) -> str:
    """Return what somebody who disagrees can do, and where."""
    return text(f"items.remedy_{remedy.value}", lang, review_body=review_body, court=court, phone=phone)


def group_words(group: CompositeGroup, lang: Lang) -> str:
    """Return what handling a group together saves, as one line."""
    line = text(
        "items.group_line",
        lang,
        group=group.code,
        name=group.name_zh if lang is Lang.ZH else group.name_en,
        count=len(group.members),
        apart=group.separate_days(),
        joint=group.joint_days,
        saved=days_saved(group),
    )
    return line + (text("items.group_note", lang) if group.is_split_illustrative else "")
