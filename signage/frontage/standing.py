"""Signs that were permitted since a plan was drawn up, standing on its faces beside those that it records."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from signage.digest import digest_of
from signage.frontage.model import ExistingSign, Frontage, FrontagePlan, Unit
from signage.frontage.survey import signs_of


def with_standing(plan: FrontagePlan, signs: Iterable[ExistingSign], taken_down: Collection[str] = ()) -> FrontagePlan:
    """Return a plan on whose faces permitted signs stand; the revision and its digest stay what they are.

    Args:
        plan: The revision.
        signs: Permitted signs, each with the unit that it belongs to. One whose unit the plan does not have, or whose
            permit the plan records already, is left out.
        taken_down: Ids of signs of the plan that these took the place of.
    """
    wanted = tuple(signs)
    faces = tuple(_stood(face, wanted, frozenset(taken_down)) for face in plan.faces)
    shown = [
        [face.id, sorted(face.taken_down), [[sign, sign.spec] for sign in face.standing]]
        for face in faces
        if face.standing or face.taken_down
    ]
    digest = digest_of(shown, "signage.standing/1") if shown else ""
    return replace(plan, faces=faces, standing_digest=digest)


def _stood(face: Frontage, signs: tuple[ExistingSign, ...], taken_down: frozenset[str]) -> Frontage:
    units = {unit.id for unit in face.units}
    recorded = {sign.permit_number for sign in face.existing if sign.permit_number}
    standing = tuple(s for s in signs if s.unit in units and s.permit_number not in recorded and s.id not in taken_down)
    return replace(face, standing=standing, taken_down=taken_down & {sign.id for sign in face.existing})


def replaceable(plan: FrontagePlan, unit_id: str, leased: Collection[str] = ()) -> tuple[ExistingSign, ...]:
    """Return the signs that a new one at a unit may take the place of: those of the unit and of units leased with it.

    What stands for an event is none of them: it comes down by itself.

    Raises:
        NotFound: The plan has no such unit.
    """
    face, unit = plan.find_unit(unit_id)
    own: list[Unit] = [unit, *(one for one in face.units if one.id in leased and one.id != unit_id)]
    return tuple(dict.fromkeys(sign for one in own for sign in signs_of(face, one) if not sign.is_temporary))
