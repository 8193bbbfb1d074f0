"""What the plan already records of a unit and no rule judges: another tenant, a permitted sign."""

from __future__ import annotations

from signage.frontage import FrontagePlan, signs_of
from signage.locale import Lang, text


def notes_of(
    plan: FrontagePlan,
    unit_id: str,
    applicant: str,
    lang: Lang,
    *,
    is_temporary: bool = False,
    replaced: frozenset[str] | None = None,
    is_handed_in: bool = False,
    staying: str = "",
) -> list[str]:
    """Return notes for applicant and clerk, none when the plan records nothing that stands against the applicant.

    Args:
        plan: The plan in force.
        unit_id: The unit that the sign is for.
        applicant: Name on the licence or of the applicant, may be empty.
        lang: Language of the notes.
        is_temporary: What is asked for stands for an event only.
        replaced: Ids of the signs that are stated to be replaced.
        staying: Number of the permit whose very sign is asked for again; of that sign there is nothing to tell.
        is_handed_in: The clerk reads it of an application; else the designer, who may still say it.
    """
    face, unit = plan.find_unit(unit_id)
    notes = []
    if unit.tenant and unit.tenant != applicant.strip():
        notes.append(text("web.note_tenant", lang, tenant=unit.tenant))
    stay = () if is_temporary else tuple(sign for sign in signs_of(face, unit) if not sign.is_temporary)
    for sign in (
        one for one in stay if not staying or one.permit_number != staying
    ):  # an event takes no sign's place, and no sign an event's
        permit = text("web.in_brackets", lang, words=sign.permit_number) if sign.permit_number else ""
        kept = "note_sign_kept" if is_handed_in else "note_sign"
        key = "note_sign_replaced" if replaced and sign.id in replaced else kept
        notes.append(text(f"web.{key}", lang, name=sign.name, permit=permit))
    return notes
