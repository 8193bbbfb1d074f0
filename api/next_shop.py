"""Where a chain's next sign begins: at a unit that has none of the applicant's yet, under their own name."""

from __future__ import annotations

from api.design_form import name_suggested
from signage.applications.model import Application
from signage.bootstrap import Services
from signage.frontage import signs_of


def next_shop(services: Services, draft: Application, plan_id: str) -> dict[str, str]:
    """Return plan, unit and name that the desk begins the next sign with.

    The applicant's own unit by the plan comes first, then an empty one, then any other; one that has a sign of the
    applicant's, in this draft or on the building, is none of them.
    """
    front = services.front(plan_id)
    used = {item.unit_id for item in draft.items if item.plan_id == plan_id}
    with services.office.reading() as unit_of_work:
        found = [
            (unit.tenant, bool(signs_of(face, unit)), unit)
            for face in front.faces
            for unit in face.units
            if unit.id not in used
            and not any(
                permit is not None and permit.holder_code == draft.applicant.credit_code
                for sign in signs_of(face, unit)
                if sign.permit_number
                for permit in (unit_of_work.permits.by_number(sign.permit_number),)
            )
        ]
    own = draft.applicant.name
    ranked = sorted(found, key=lambda one: (one[0] != own, one[0] is not None, one[1], one[2].storey))
    place = {"unit": ranked[0][2].id, "leased_units": ranked[0][2].id} if ranked else {}
    return {"plan": plan_id, **place, "name": name_suggested(own), "licence_name": own}
