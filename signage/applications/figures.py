"""The numbers that an item's form states (数量): read and checked, and which a case still lacks.

Which of them must be stated is the catalogue's word; a case keeps it as it was when it was opened, like its papers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from signage.applications.guards import Facts
from signage.applications.model import Actor, Application, Matter, Outcome, Purpose
from signage.applications.records import Defect
from signage.errors import GuardFailed, InputError, Location, Param
from signage.items import CatalogueItem
from signage.items.forms import FieldKind, FormField, FormKind
from signage.locale import both, enumerated, said, text

MOST_FIGURES = 20
PERIOD = "期限"  # the answer that says how long; it is no figure
_FIGURE = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,3})?")
_MINUS = ("-", "−", "－")  # as keyboards and tables write it


def figures_of(item: CatalogueItem) -> tuple[FormField, ...]:
    """Return every number that an item's application form asks for, each once."""
    fields = (one for form in item.forms if form.kind is FormKind.APPLICATION for one in form.fields)
    return tuple({one.label: one for one in fields if one.kind is FieldKind.NUMBER}.values())


def needed_figures(item: CatalogueItem) -> tuple[str, ...]:
    """Return the labels of the numbers that every application for an item states."""
    return tuple(one.label for one in figures_of(item) if one.is_needed)


def stated_figures(
    item: CatalogueItem, given: Iterable[tuple[str, str]], before: tuple[tuple[str, str], ...] = ()
) -> tuple[tuple[str, str], ...]:
    """Return what an item's form states in figures, each with its unit, as a case keeps it.

    Args:
        item: Whose application form asks for them.
        given: Label and plain number; an empty one says nothing.
        before: What was stated earlier; what is given takes its place.

    Raises:
        InputError: The form has no such figure, or the first that is no number, out of its bounds or above another one.
    """
    fields = {one.label: one for one in figures_of(item)}
    stated = dict(before)
    for label, value in tuple(given)[:MOST_FIGURES]:
        if not value.strip():
            continue
        if label not in fields:
            raise InputError("afterwards.figure_unknown", at=Location(field=label[:40]), known="、".join(fields) or "—")
        fault = figure_fault(fields[label], value)
        if fault is not None:
            raise fault
        stated[label] = f"{value.strip()} {fields[label].unit}".strip()
    for fault in pair_faults(item, stated):
        raise fault
    return tuple(stated.items())


def pair_faults(item: CatalogueItem, stated: Mapping[str, str]) -> Iterator[InputError]:
    """Yield a fault for each figure that exceeds the one that bounds it, such as a day's share of the total.

    Args:
        item: Whose application form says which bounds which.
        stated: Sound numbers by label, with or without their unit; what is missing bounds nothing.
    """
    fields = {one.label: one for one in figures_of(item)}
    for field in fields.values():
        own, other = (stated.get(label, "").partition(" ")[0] for label in (field.label, field.not_above))
        if own and other and Decimal(own) > Decimal(other):
            bound = fields[field.not_above]
            yield InputError(
                "figures.above_other",
                at=Location(field=field.label),
                given=own,
                other=both(bound.label, bound.label_en or bound.label),
                bound=other,
                **_named(field),
            )


def figure_fault(field: FormField, value: str) -> InputError | None:
    """Return what is wrong with a number as it was typed: none, not above 0, not whole, out of its bounds; or None."""
    figure = value.strip()
    named = _named(field)
    if figure[:1] in _MINUS and _FIGURE.fullmatch(figure[1:].lstrip()):
        return InputError("figures.not_above_zero", at=Location(field=field.label), **named)
    if _FIGURE.fullmatch(figure) is None:
        return InputError("figures.no_number", at=Location(field=field.label), given=figure[:20], **named)
    number = Decimal(figure)
    if number <= 0:
        return InputError("figures.not_above_zero", at=Location(field=field.label), **named)
    if field.is_whole and number != number.to_integral_value():
        return InputError("figures.not_whole", at=Location(field=field.label), given=figure, **named)
    if field.least is not None and number < field.least:
        return InputError("figures.too_small", at=Location(field=field.label), least=str(field.least), **named)
    if field.most is not None and number > field.most:
        return InputError("figures.too_big", at=Location(field=field.label), most=str(field.most), **named)
    return None


def missing_fault(field: FormField) -> InputError:
    """Return the sentence for a number that must be stated and was left empty."""
    return InputError("figures.missing", at=Location(field=field.label), **_named(field))


def _named(field: FormField) -> dict[str, Param]:
    unit = both(f"（单位：{field.unit}）", f" (in {field.unit_en or field.unit})") if field.unit else ""
    example = field.example[0] if field.example else "160"
    return {"name": both(field.label, field.label_en or field.label), "unit": unit, "example": example}


def unstated(matter: Matter, asked: Mapping[str, tuple[str, ...]] | None = None) -> tuple[str, ...]:
    """Return the labels of the numbers that an item of a case must state and does not.

    Args:
        matter: The item.
        asked: What the catalogue asks for today by code, for a case that was opened before cases kept it.
    """
    needed = matter.needed if matter.needed is not None else (asked or {}).get(matter.code, ())
    stated = dict(matter.answers)
    return tuple(label for label in needed if not stated.get(label, "").strip())


def figures_stated(matter: Matter) -> tuple[tuple[str, str], ...]:
    """Return name and value, with its unit, of every number that an item of a case states."""
    return tuple((name, value) for name, value in matter.answers if name != PERIOD)


def figure_words(matter: Matter) -> tuple[str, ...]:
    """Return the numbers that an item of a case states as documents and publications say them."""
    return tuple(text("figures.stated", name=name, value=value) for name, value in figures_stated(matter))


def figure_defects(application: Application, asked: Mapping[str, tuple[str, ...]]) -> tuple[Defect, ...]:
    """Return a defect for each number that a case must state and does not; a sequel goes on with what was permitted."""
    if application.purpose is not Purpose.NEW:
        return ()
    return tuple(
        Defect(
            key=f"field:figure:{matter.code}:{label}",
            text=said("figures.defect", item=matter.title, name=label),
        )
        for matter in application.matters
        for label in unstated(matter, asked)
    )


def new_figures(application: Application, matters: tuple[Matter, ...]) -> tuple[str, ...]:
    """Return in words the numbers that some items state beyond what a case states already."""
    before = {matter.id: dict(matter.answers) for matter in application.matters}
    return tuple(
        said("figures.stated", name=name, value=value)
        for matter in matters
        for name, value in matter.answers
        if before.get(matter.id, {}).get(name) != value
    )


def only_missing_figures(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """Once a case is accepted, numbers that it lacks may still be stated; nothing else of its items changes."""
    given = facts.matters or ()
    lacking = {matter.id: set(unstated(matter)) for matter in application.matters}
    wanted = [said("figures.of_item", item=m.title, name=label) for m in application.matters for label in unstated(m)]
    is_filled = bool(new_figures(application, given)) and len(given) == len(application.matters)
    if is_filled and all(
        replace(after, answers=before.answers) == before
        and set(before.answers) <= set(after.answers)
        and {name for name, _ in after.answers} - {name for name, _ in before.answers} <= lacking[before.id]
        for before, after in zip(application.matters, given, strict=True)
    ):
        return None
    return GuardFailed("figures.only_missing", figures=enumerated(wanted or ["—"]))


def figures_are_stated(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """Every number that an item's form must state is there, unless the item is to be refused."""
    if facts.outcome is Outcome.REFUSED:
        return None
    lacking = [said("figures.of_item", item=m.title, name=label) for m in application.matters for label in unstated(m)]
    return GuardFailed("figures.lacking", figures=enumerated(lacking)) if lacking else None
