"""What is looked at where an item that is no sign was permitted: its place, its period and the figures of its form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from signage.applications.afterwards import earlier_matter
from signage.applications.office import Office
from signage.errors import InputError, Location, NotFound
from signage.register.inspection import FigureFound, Fit, InspectionPolicy, ItemFound
from signage.register.ports import begin_reading

_STATED = re.compile(r"\s*([0-9]{1,9}(?:\.[0-9]{1,3})?)\s*(.*)")
_FOUND = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,3})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemTerms:
    """What a permit of an item fixes.

    Attributes:
        figures: Name, figure and unit of every number that was stated when it was asked for.
    """

    place: str
    first: date
    last: date
    figures: tuple[tuple[str, str, str], ...]


def item_terms(office: Office, number: str) -> ItemTerms:
    """Return what an item's permit fixes.

    Raises:
        NotFound: The register has no such permit, or it is a sign's.
    """
    with begin_reading(office) as unit:
        permit = unit.permits.by_number(number) if number.isprintable() else None
        matter = earlier_matter(unit, permit) if permit is not None else None
    if permit is None or matter is None:
        raise NotFound("register.no_permit", number=number[:60])
    read = ((name, _STATED.fullmatch(value)) for name, value in matter.answers)
    figures = tuple((name, found[1], found[2]) for name, found in read if found is not None)
    return ItemTerms(place=matter.place, first=permit.valid_from, last=permit.valid_to, figures=figures)


def item_found(
    terms: ItemTerms,
    policy: InspectionPolicy,
    on: date,
    *,
    is_at_place: bool | None,
    is_in_use: bool | None,
    figures: Mapping[str, str],
) -> ItemFound:
    """Return what was found beside what is permitted, figures compared as exact fractions.

    Args:
        terms: What the permit fixes.
        policy: The tolerance of figures.
        on: The day of the inspection.
        is_at_place: Whether what goes on keeps to the place.
        is_in_use: Whether it was going on.
        figures: What was counted or measured, by the figure's name; what is missing or empty was not looked at.

    Raises:
        InputError: A figure is none, or the permit states no such figure.
    """
    known = {name for name, _, _ in terms.figures}
    strange = sorted(set(figures) - known)
    if strange:
        raise InputError("register.unknown_figure", name=strange[0][:40], known="、".join(sorted(known)) or "—")
    if is_in_use is None:
        period = Fit.UNMEASURED
    else:
        period = Fit.DIFFERS if is_in_use and not terms.first <= on <= terms.last else Fit.FITS
    return ItemFound(
        place=terms.place,
        is_at_place=is_at_place,
        first=terms.first,
        last=terms.last,
        is_in_use=is_in_use,
        period=period,
        figures=tuple(
            _figure(name, value, unit, figures.get(name, "").strip(), policy.item_share)
            for name, value, unit in terms.figures
        ),
    )


def _figure(name: str, permitted: str, unit: str, found: str, share: Fraction) -> FigureFound:
    allowed = Fraction(permitted) * share
    if not found:
        fit = Fit.UNMEASURED
    elif _FOUND.fullmatch(found) is None:
        raise InputError("register.bad_figure", at=Location(field=name), given=found[:20])
    else:
        fit = Fit.FITS if abs(Fraction(found) - Fraction(permitted)) <= allowed else Fit.DIFFERS
    shown = f"{float(allowed):.2f}".rstrip("0").rstrip(".")
    return FigureFound(name=name, unit=unit, permitted=permitted, found=found, allowed=shown, fit=fit)
