"""The desk's addresses for the signs of a group's draft: what is asked before one is drawn, and where it is changed."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from api.asked_signs import AskedSign
from api.case_page import design_of
from api.design_form import name_suggested
from signage.applications.drawn_items import TEMPORARY
from signage.applications.model import Application, Item
from signage.bootstrap import Services
from signage.errors import InputError, Location
from signage.frontage import FrontagePlan, Unit
from signage.frontage.house_numbers import units_at


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceChoice:
    """A unit to choose.

    Attributes:
        value: Plan and unit, as the form sends them.
        group: The building, or that the units are the applicant's own by the plan.
    """

    value: str
    group: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDraw:
    """What is asked before something is drawn.

    Attributes:
        chosen: The unit that is meant for sure, as a choice's value; empty asks.
        kinds: Kinds of an event: of the desk, with their names in both languages; empty for a sign that stays.
    """

    chosen: str
    places: tuple[PlaceChoice, ...]
    kinds: tuple[tuple[str, str, str], ...]


def to_draw(services: Services, draft: Application, sign: AskedSign) -> ToDraw:
    """Return what is asked before a sign, or a further one, is drawn for a draft."""
    return ToDraw(
        chosen=_known_place(services, draft),
        places=_places(services, draft),
        kinds=event_kinds(services) if sign.is_event else (),
    )


def event_kinds(services: Services) -> tuple[tuple[str, str, str], ...]:
    """Return the desk's kinds of an event as the catalogue names them: kind, and its name in both languages."""
    temporary = services.catalogue.item(TEMPORARY).temporary
    forms = temporary.forms if temporary else ()
    known = services.office.policy.temporary.kinds
    return tuple((form.sign_kind, form.name_zh, form.name_en) for form in forms if form.sign_kind in known)


def desk_address(services: Services, draft: Application, sign: AskedSign, place: str, kind: str) -> str:
    """Return the address that draws a sign.

    Args:
        services: Whose plans.
        draft: The draft.
        sign: What is drawn for it.
        place: The unit that was chosen, as `PlaceChoice.value`.
        kind: An event's kind; of no matter to a sign that stays.

    Raises:
        InputError: No unit of a plan in force was chosen, or no kind that an event may have.
    """
    if place not in {one.value for one in _places(services, draft)}:
        raise InputError("web.draw_place_missing", at=Location(field=f"place-{sign.code}"))
    plan, _, unit = place.partition("/")
    name = draft.items[-1].spec.name if draft.items else name_suggested(draft.applicant.name)
    fields = {"case": draft.id, "licence_name": draft.applicant.name, "name": name, "plan": plan, "unit": unit}
    if sign.is_event:
        if kind not in {one for one, _, _ in event_kinds(services)}:
            raise InputError("web.draw_kind_missing", at=Location(field=f"kind-{sign.code}"))
        fields["kind"] = kind
    return f"/design?{urlencode(fields)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A sign of the draft.

    Attributes:
        change: The address of the desk that changes it.
        picture: Name of its drawing by day, of any picture where there is none; empty without.
    """

    item: Item
    change: str
    picture: str


def redraws(services: Services, draft: Application, sign: AskedSign) -> list[Drawn]:
    """Return what is drawn for a sign."""
    return [
        Drawn(
            item=one,
            change=f"/design?{urlencode({**design_of(services, one), 'case': draft.id})}",
            picture=_picture(one),
        )
        for one in sign.drawn
    ]


def _picture(item: Item) -> str:
    names = [name for name, _ in item.drawings if name.endswith((".png", ".svg"))]
    return next((name for name in names if name.startswith("front-day")), next(iter(names), ""))


def _known_place(services: Services, draft: Application) -> str:
    """Where the draft's other sign is; else the one unit whose street and number were typed; else nothing."""
    plans = services.plans.all_in_force(services.today())
    if draft.items:
        last = draft.items[-1]
        return _value(last.plan_id, last.unit_id) if last.plan_id in {plan.id for plan in plans} else ""
    found = units_at(plans, draft.matters[0].place) if draft.matters else ()
    return _value(found[0][0].id, found[0][1].id) if len(found) == 1 else ""


def _places(services: Services, draft: Application) -> tuple[PlaceChoice, ...]:
    """Every unit of the plans in force, by building."""
    return tuple(
        PlaceChoice(value=_value(plan.id, unit.id), group=plan.building, label=_label(plan, unit))
        for plan in services.plans.all_in_force(services.today())
        for face in plan.faces
        for unit in face.units
    )


def _value(plan: str, unit: str) -> str:
    return f"{plan}/{unit}"


def _label(plan: FrontagePlan, unit: Unit) -> str:
    return " · ".join((unit.id, f"{plan.address}{unit.door_number or ''}", *((unit.tenant,) if unit.tenant else ())))
