"""Where a sign goes on the building face."""

from __future__ import annotations

from signage.design import SignLayout
from signage.errors import PlanError
from signage.frontage.model import Frontage, FrontagePlan, SignBand, Unit
from signage.frontage.placed import PlacedSign
from signage.geometry import Point


def place(layout: SignLayout, plan: FrontagePlan, unit_id: str) -> PlacedSign:
    """Return a sign at its place on the face.

    Across, the envelope's middle lies on the middle of the unit's part of its band (see `sign_span`), moved by the
    spec's offset. Upwards, its bottom lies where the spec says; else on the band's planned datum; else so that the
    envelope is in the middle of the band. Nothing is pushed to fit: a sign that is too big is for the rules to find.

    Args:
        layout: The sign, sign space.
        plan: The plan in force.
        unit_id: The unit that it is for.

    Raises:
        NotFound: The plan has no such unit.
        PlanError: No band is kept for the unit and the spec does not say where the bottom lies.
    """
    face, unit = plan.find_unit(unit_id)
    band = face.band_of(unit_id)
    wanted, envelope = layout.spec.position, layout.envelope
    if wanted.bottom_mm is not None:
        bottom = wanted.bottom_mm
    elif band is None:
        kept = ", ".join(b.id for b in face.bands) or "-"
        raise PlanError("frontage.no_band", unit=unit_id, face=face.id, plan=plan.id, known=kept)
    elif band.datum_mm is not None:
        bottom = band.datum_mm
    else:
        bottom = band.rect.centre.y - envelope.height / 2
    left, right = sign_span(face, unit)
    centre = (left + right) / 2 + wanted.offset_mm
    origin = Point(centre - envelope.width / 2 - envelope.x0, bottom - envelope.y0)
    return PlacedSign(layout=layout, face_id=face.id, unit_id=unit_id, origin=origin)


def sign_span(face: Frontage, unit: Unit) -> tuple[float, float]:
    """Return the left and right end (mm) of the part of a face on which a unit's sign is centred.

    It is the part of the unit's band that lies on the unit, and on the units beside it that share the band and the
    tenant: one tenant with two shops side by side has one sign over both. Without a band it is the unit itself.
    """
    band = face.band_of(unit.id)
    if band is None:
        return unit.x0_mm, unit.x1_mm
    held = _held_together(face, unit, band)
    left, right = min(u.x0_mm for u in held), max(u.x1_mm for u in held)
    if band.rect.x0 < right and left < band.rect.x1:
        return max(left, band.rect.x0), min(right, band.rect.x1)
    return left, right


def _held_together(face: Frontage, unit: Unit, band: SignBand) -> list[Unit]:
    if unit.tenant is None:
        return [unit]
    row = sorted((u for u in face.units if u.storey == unit.storey), key=lambda u: u.x0_mm)
    held, at = [unit], row.index(unit)
    for side in (reversed(row[:at]), iter(row[at + 1 :])):
        for other in side:
            if other.tenant != unit.tenant or other.id not in band.units:
                break
            held.append(other)
    return held
