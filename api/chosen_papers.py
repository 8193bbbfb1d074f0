"""Papers of a group's form by the items that ask for them: those of what is not ticked are neither shown nor read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from api.item_form import ItemForm
from signage.applications.composite import needs_term, statements_of
from signage.applications.records import MatterPaper
from signage.items import CatalogueItem, Track


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPaper:
    """One paper of the form.

    Attributes:
        titles: The ticked items that ask for it; all that do while none is ticked.
        codes: Codes of every item of the form that asks for it.
        when: Circumstance in which it is asked for; empty: always.
        is_shown: Whether something that is ticked asks for it.
    """

    paper: MatterPaper
    titles: tuple[str, ...]
    codes: tuple[str, ...]
    when: str
    is_shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupStatement:
    """A circumstance to be ticked, with the items that ask for a paper in it; the rest as of `GroupPaper`."""

    key: str
    zh: str
    en: str
    codes: tuple[str, ...]
    is_shown: bool


def group_papers(form: ItemForm) -> tuple[GroupPaper, ...]:
    """Return every paper that some item of the form asks for, in the form's order."""
    return tuple(_paper(form, paper, when) for paper, _, when in form.offered)


def _paper(form: ItemForm, paper: MatterPaper, when: str) -> GroupPaper:
    asking = [item for item in form.by_forms if paper.name in _names(item)]
    chosen = [item for item in asking if item.code in form.codes]
    return GroupPaper(
        paper=paper,
        titles=tuple(item.name_zh for item in chosen or asking),
        codes=tuple(item.code for item in asking),
        when=when,
        is_shown=bool(chosen),
    )


def group_statements(form: ItemForm) -> tuple[GroupStatement, ...]:
    """Return the circumstances that the form lets one tick."""
    asking = {key: tuple(i.code for i in form.by_forms if _asks_in(i, key)) for key, _, _ in form.statements}
    return tuple(
        GroupStatement(key=key, zh=zh, en=en, codes=asking[key], is_shown=is_chosen(form, asking[key]))
        for key, zh, en in form.statements
    )


def is_chosen(form: ItemForm, codes: Collection[str]) -> bool:
    """Return whether one of some items is ticked."""
    return any(code in form.codes for code in codes)


def with_dates(form: ItemForm) -> tuple[str, ...]:
    """Return the codes of the items whose days the applicant says."""
    return tuple(item.code for item in form.by_forms if needs_term(item))


def without_unasked_dates(form: ItemForm) -> ItemForm:
    """Return the form without dates that nothing ticked asks for: what stays typed in a hidden field is not judged."""
    if form.group is None or is_chosen(form, with_dates(form)):
        return form
    return replace(form, typed={**form.typed, "term_start": "", "term_end": ""})


def told_by_chosen(form: ItemForm, came: Collection[str]) -> ItemForm:
    """Return the form with what its papers say (`ItemForm.told_by`); papers of what is not ticked say nothing."""
    shown = {one.paper.code for one in group_papers(form) if one.is_shown}
    return form.told_by([code for code in came if code in shown])


def _names(item: CatalogueItem) -> set[str]:
    return {paper.name_zh for paper in item.papers if paper.is_asked_on(Track.PERMIT)}


def _asks_in(item: CatalogueItem, key: str) -> bool:
    return key in {one for one, _, _ in statements_of((item,))}
