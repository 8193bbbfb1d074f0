"""Where a sign goes on the building face, by how it stands to the wall."""

from __future__ import annotations

from collections.abc import Callable, Collection

from signage.design import Form, PieceRole, SignLayout
from signage.errors import PlanError
from signage.frontage.model import Frontage, FrontagePlan, OpeningKind, SignBand, Unit
from signage.frontage.placed import PlacedSign
from signage.frontage.strips import bare_strip
from signage.geometry import Point, Rect, polyline_y_at, polyline_y_max

# Usual places where the plan names none; a spec's position always wins. None of them is a limit: limits are rules.
_HANGING_CLEAR_MM = 2500.0  # over the pavement, the clear height that DB3301/T 89 4.3.1.11 asks of hanging signs
_PROJECTING_CLEAR_MM = 3000.0
_OVER_BAND_MM = 150.0
_UNDER_BAND_MM = 80.0
_TETHER_STEP_MM = 100.0  # between the places that are tried for a balloon
_FROM_END_MM = 120.0  # of a projecting or free-standing sign from its unit's left end
_EYE_SHARE = 0.52  # height of window letters in their pane


def place(layout: SignLayout, plan: FrontagePlan, unit_id: str) -> PlacedSign:
    """Return a sign at its place on the face.

    A parallel sign: across, the envelope's middle lies on the middle of the unit's part of its band (see `sign_span`);
    upwards, its bottom lies on the band's planned datum, else the envelope is in the middle of the band. A projecting
    sign hangs at its unit's left end over the band, a hanging one from its arcade's ceiling (without an arcade
    in the plan at the usual clear height), canopy letters stand on the unit's canopy, rooftop letters on the parapet,
    a free-standing sign and an arch on the pavement (the arch around the door, inside the unit where it has room),
    window letters are in the unit's widest pane, a banner hangs on the bare strip of wall over the band. The spec's
    offset and bottom always win. Nothing is pushed to fit: a sign that is too big is for the rules to find.

    Args:
        layout: The sign, sign space.
        plan: The plan in force.
        unit_id: The unit that it is for.

    Raises:
        NotFound: The plan has no such unit.
        PlanError: The unit lacks what the sign is fixed to (band, canopy, window), and the spec does not say where
            the bottom lies.
    """
    face, unit = plan.find_unit(unit_id)
    wanted, envelope = layout.spec.position, layout.street_envelope
    where = _Where(plan=plan, face=face, unit=unit, layout=layout)
    centre, bottom = _PLACES[Form(layout.form)](where)
    if wanted.bottom_mm is not None:
        bottom = wanted.bottom_mm
    if bottom is None:
        raise _nothing_to_fix_to(where)
    origin = Point(centre + wanted.offset_mm - envelope.width / 2 - envelope.x0, bottom - envelope.y0)
    return PlacedSign(layout=layout, face_id=face.id, unit_id=unit_id, origin=origin)


class _Where:
    """A unit and the sign that is to be placed on it."""

    def __init__(self, *, plan: FrontagePlan, face: Frontage, unit: Unit, layout: SignLayout) -> None:
        self.plan, self.face, self.unit, self.layout = plan, face, unit, layout
        self.band = face.band_of(unit.id)
        self.span = sign_span(face, unit)
        self.middle = (self.span[0] + self.span[1]) / 2
        self.size = layout.street_envelope

    def ground(self, left: float, right: float) -> float:
        """Return the highest pavement level between two places, 0 where the plan does not reach."""
        found = polyline_y_max(self.face.pavement, left, right)
        return 0.0 if found is None else found


_Place = tuple[float, float | None]


def _on_band(where: _Where) -> _Place:
    band = where.band
    if band is None:
        return where.middle, None
    if band.datum_mm is not None:
        return where.middle, band.datum_mm
    return where.middle, band.rect.centre.y - where.size.height / 2


def _at_left_end(where: _Where) -> float:
    return where.span[0] + _FROM_END_MM + where.size.width / 2


def _out_of_the_wall(where: _Where) -> _Place:
    clear = where.ground(*where.span) + _PROJECTING_CLEAR_MM
    over = where.band.rect.y1 + _OVER_BAND_MM if where.band is not None else clear
    return _at_left_end(where), max(clear, over)


def _under_a_ceiling(where: _Where) -> _Place:
    half = where.size.width / 2
    arcade = where.face.arcade_over(where.middle - half, where.middle + half)
    if arcade is not None:
        boxes = [p.outline.bounds() for p in where.layout.street_pieces if p.role is PieceRole.ROD]
        top = max([where.size.y1, *(box.y1 for box in boxes if box is not None)])
        return where.middle, arcade.ceiling_mm - (top - where.size.y0)
    return where.middle, where.ground(*where.span) + _HANGING_CLEAR_MM


def _on_canopy(where: _Where) -> _Place:
    left, right = where.span
    over = [c for c in where.face.canopies if c.rect.x0 < right and left < c.rect.x1]
    if not over:
        return where.middle, None
    canopy = max(over, key=lambda c: min(right, c.rect.x1) - max(left, c.rect.x0))
    return canopy.rect.centre.x, canopy.rect.y1


def _on_the_ground(where: _Where) -> _Place:
    x = _at_left_end(where)
    half = where.size.width / 2
    lowest = [polyline_y_at(where.face.pavement, at) for at in (x - half, x + half)]
    return x, min([y for y in lowest if y is not None], default=0.0)


def _on_the_roof(where: _Where) -> _Place:
    return where.middle, where.face.height_mm


def _in_the_window(where: _Where) -> _Place:
    panes = [
        o.rect
        for o in where.face.openings
        if o.unit == where.unit.id and o.kind in (OpeningKind.SHOPFRONT, OpeningKind.WINDOW)
    ]
    if not panes:
        return where.middle, None
    pane = max(panes, key=lambda rect: rect.width)
    return pane.centre.x, pane.y0 + pane.height * _EYE_SHARE - where.size.height / 2


def _for_the_event(where: _Where) -> _Place:
    panel = where.layout.panel
    if where.layout.balloon is not None:
        return _tethered(where)
    if panel is not None and panel.role is PieceRole.GATE:
        doors = [o.rect for o in where.face.openings if o.unit == where.unit.id and o.kind is OpeningKind.DOOR]
        half = where.size.width / 2
        x = Rect.joined(doors).centre.x if doors else where.middle
        if where.size.width <= where.unit.x1_mm - where.unit.x0_mm:  # beside the door rather than before the next shop
            x = min(max(x, where.unit.x0_mm + half), where.unit.x1_mm - half)
        return x, min(where.ground(x - half, x), where.ground(x, x + half))
    strip = bare_strip(where.face, where.unit)
    if strip is not None:
        return where.middle, (strip[0] + strip[1] - where.size.height) / 2
    if where.band is None:
        return where.middle, None
    return where.middle, where.band.rect.y0 - _UNDER_BAND_MM - where.size.height


def _tethered(where: _Where) -> _Place:
    """A balloon stands where neither its box covers a rescue opening nor its tether a door, the leftmost such place."""
    half = where.size.width / 2
    low, high = where.unit.x0_mm + half, max(where.unit.x0_mm, where.unit.x1_mm - where.size.width) + half
    rescue = [o.rect for o in where.face.openings if o.kind is OpeningKind.RESCUE]
    doors = [o.rect for o in where.face.openings if o.unit == where.unit.id and o.kind is OpeningKind.DOOR]
    count = max(1, int((high - low) / _TETHER_STEP_MM))
    places = [low + (high - low) * at / count for at in range(count + 1)]

    def foot(x: float) -> float:
        return min(where.ground(x - half, x), where.ground(x, x + half))

    boxes = {x: Rect.sized(x - half, foot(x), 2 * half, where.size.height) for x in places}
    free = [x for x in places if not any(boxes[x].overlaps(one) for one in rescue)]
    beside = [x for x in free if not any(door.x0 < x < door.x1 for door in doors)]
    x = next(iter((*beside, *free, *places)))
    return x, foot(x)


_PLACES: dict[Form, Callable[[_Where], _Place]] = {
    Form.PARALLEL: _on_band,
    Form.PROJECTING: _out_of_the_wall,
    Form.HANGING: _under_a_ceiling,
    Form.CANOPY: _on_canopy,
    Form.FREESTANDING: _on_the_ground,
    Form.ROOFTOP: _on_the_roof,
    Form.WINDOW: _in_the_window,
    Form.TEMPORARY: _for_the_event,
}


def _nothing_to_fix_to(where: _Where) -> PlanError:
    unit, face, plan = where.unit.id, where.face.id, where.plan.id
    if where.layout.form == Form.CANOPY:
        return PlanError("frontage.no_canopy", unit=unit, face=face, plan=plan)
    if where.layout.form == Form.WINDOW:
        return PlanError("frontage.no_window", unit=unit, face=face, plan=plan)
    kept = ", ".join(b.id for b in where.face.bands) or "-"
    return PlanError("frontage.no_band", unit=unit, face=face, plan=plan, known=kept)


def sign_span(face: Frontage, unit: Unit, leased: Collection[str] | None = None) -> tuple[float, float]:
    """Return the left and right end (mm) of the part of a face on which a unit's sign is centred.

    It is the part of the unit's band that lies on the unit, and on the units beside it that share the band and the
    tenant: one tenant with two shops side by side has one sign over both. Without a band it is the unit itself.

    Args:
        face: The face that the unit is on.
        unit: Whose sign it is.
        leased: Units that may be counted beside it; None takes all that the plan gives to the unit's tenant.
    """
    band = face.band_of(unit.id)
    if band is None:
        return unit.x0_mm, unit.x1_mm
    held = _held_together(face, unit, band, leased)
    left, right = min(u.x0_mm for u in held), max(u.x1_mm for u in held)
    if band.rect.x0 < right and left < band.rect.x1:
        return max(left, band.rect.x0), min(right, band.rect.x1)
    return left, right


def _held_together(face: Frontage, unit: Unit, band: SignBand, leased: Collection[str] | None) -> list[Unit]:
    if unit.tenant is None:
        return [unit]
    row = sorted((u for u in face.units if u.storey == unit.storey), key=lambda u: u.x0_mm)
    held, at = [unit], row.index(unit)
    for side in (reversed(row[:at]), iter(row[at + 1 :])):
        for other in side:
            is_open = leased is None or other.id in leased
            if other.tenant != unit.tenant or other.id not in band.units or not is_open:
                break
            held.append(other)
    return held
