"""What a case states twice and otherwise: the licence's name beside the applicant's, a transferred sign beside the old.

Neither stands in the way by itself: a branch's licence or a new tenant's own text can be meant. What it must not be is
silent, so the applicant is told before handing in, and the window beside the case.
"""

from __future__ import annotations

import math
from dataclasses import replace

from signage.applications.model import Application, Item, Purpose
from signage.applications.ports import UnitOfWork
from signage.applications.records import Defect, ReplacedSign
from signage.design import SignSpec
from signage.design.kind_files import kind_of
from signage.errors import SpecError
from signage.locale import Sentence, both, said
from signage.rules.characters import folded


def licence_defects(application: Application) -> tuple[Defect, ...]:
    """Return for each sign whose licence names somebody else than the applicant; width, script and marks aside."""
    applicant = application.applicant.name
    return tuple(
        Defect(
            key=f"licence:{item.position_key}",
            text=said(
                "applications.defect_licence", unit=application.unit_words(item), licence=licence, applicant=applicant
            ),
        )
        for item in application.items
        if (licence := licence_of(item)) and folded(licence) != folded(applicant)
    )


def licence_of(item: Item) -> str:
    """Return the name on the licence as it was stated with a sign, empty where it was not."""
    stated = dict(item.facts).get("licence_name") or item.spec.licence_name or ""
    return stated.strip() if isinstance(stated, str) else ""


def transfer_changes(unit: UnitOfWork, application: Application) -> tuple[Sentence, ...]:
    """Return what a transfer would change of the sign itself, nothing where the sign passes on as it was permitted."""
    if application.purpose is not Purpose.TRANSFER:
        return ()
    earlier = unit.permits.by_number(application.earlier_permit)
    if earlier is None or not earlier.application_id:
        return ()
    old = next((one for one in unit.applications.get(earlier.application_id).items if one.id == earlier.item_id), None)
    # In the same place first: a shop may ask for a sign on the wall and a projecting one in the same case.
    found = sorted(application.items, key=lambda one: one.position_key != earlier.position_key)
    new = next((one for one in found if earlier.goes_on_as(one)), None)
    return () if old is None or new is None else _differences(old, new)


def taken_down(unit: UnitOfWork, application: Application, item: Item) -> tuple[ReplacedSign, ...]:
    """Return the old signs that come down before an item's goes up: of those that it is stated to replace, all but one.

    The sign of the permit that is changed, renewed or transferred stays where it is, unless another is made of it.
    """
    place = (item.plan_id, item.unit_id)
    stays = staying_permit(
        unit, application.purpose, application.earlier_permit, place=place, spec=item.spec, origin_mm=item.origin_mm
    )
    return tuple(old for old in item.replaced if not stays or old.permit_number != stays)


def staying_permit(
    unit: UnitOfWork,
    purpose: Purpose,
    number: str,
    *,
    place: tuple[str, str],
    spec: SignSpec,
    origin_mm: tuple[float, float],
) -> str:
    """Return the number of the permit whose very sign is asked for again, empty where another sign takes its place.

    Args:
        unit: For the permit and its case.
        purpose: What is to become of the permit.
        number: Its number.
        place: Plan and unit of the sign that is asked for.
        spec: The sign; whose licence it names does not matter.
        origin_mm: Where it hangs, elevation space.
    """
    earlier = unit.permits.by_number(number) if number and purpose is not Purpose.NEW else None
    if earlier is None or not earlier.application_id:
        return ""
    old = next((one for one in unit.applications.get(earlier.application_id).items if one.id == earlier.item_id), None)
    if old is None or (old.plan_id, old.unit_id) != place:
        return ""
    is_same = replace(old.spec, licence_name=None) == replace(spec, licence_name=None)
    return number if is_same and math.dist(old.origin_mm, origin_mm) < _SAME_PLACE_MM else ""


_SAME_PLACE_MM = 1.0  # finer than anybody hangs a sign


def wording(spec: SignSpec) -> str:
    """Return everything that a sign reads, line after line."""
    return " / ".join(line for line in (spec.name, spec.second_line, spec.small_print) if line)


def _differences(old: Item, new: Item) -> tuple[Sentence, ...]:
    pairs = (
        ("changed_name", wording(old.spec), wording(new.spec)),
        ("changed_size", _size(old), _size(new)),
        ("changed_form", _kind(old), _kind(new)),
    )
    shown = [
        said("applications.transfer_change", what=said(f"letters.{key}"), before=before, after=after)
        for key, before, after in pairs
        if before != after
    ]
    was, now = old.particulars, new.particulars
    for key, name in (("changed_materials", "materials"), ("changed_lighting", "lighting")):
        if was is not None and now is not None and getattr(was, name) != getattr(now, name):
            shown.append(said("applications.transfer_change_unsaid", what=said(f"letters.{key}")))
    return tuple(shown)


def _size(item: Item) -> str:
    stated = item.particulars or item.spec
    return f"{stated.width_mm:.0f} × {stated.height_mm:.0f} mm"


def _kind(item: Item) -> str:
    try:
        known = kind_of(item.spec.kind)
    except SpecError:  # a kind that is gone since
        return item.spec.kind
    return both(known.title_zh, known.title_en)
