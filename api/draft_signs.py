"""The desk's addresses for the signs of a group's draft: where one is first drawn, and where it is changed."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from api.asked_signs import AskedSign
from api.case_page import design_of
from signage.applications.model import Application, Item
from signage.bootstrap import Services
from signage.frontage import FrontagePlan, Unit
from signage.typography import MAX_NAME


def to_draw(services: Services, draft: Application, sign: AskedSign) -> str:
    """Return the address that draws a sign, or a further one, at the unit that the draft is about as far as known."""
    name = draft.items[-1].spec.name if draft.items else draft.applicant.name[:MAX_NAME]
    fields = {"case": draft.id, "licence_name": draft.applicant.name, "name": name}
    place = _place(services, draft)
    if place is not None:
        fields |= {"plan": place[0], "unit": place[1]}
    if sign.is_event:
        fields["kind"] = services.office.policy.temporary.kinds[0]
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


def _place(services: Services, draft: Application) -> tuple[str, str] | None:
    """Where the draft's other sign is; else the unit of that tenant, or the one whose address was typed."""
    if draft.items:
        return draft.items[-1].plan_id, draft.items[-1].unit_id
    typed = "".join(draft.matters[0].place.split()) if draft.matters else ""
    units = [
        (plan, unit)
        for plan in services.plans.all_in_force(services.today())
        for face in plan.faces
        for unit in face.units
    ]
    by_tenant = [(plan.id, unit.id) for plan, unit in units if unit.tenant and unit.tenant == draft.applicant.name]
    by_address = [(plan.id, unit.id) for plan, unit in units if _is_named(plan, unit, typed)]
    return next(iter((*by_tenant, *by_address)), None)


def _is_named(plan: FrontagePlan, unit: Unit, typed: str) -> bool:
    address = "".join(f"{plan.address}{unit.door_number or ''}".split())
    return bool(unit.door_number) and address in typed
