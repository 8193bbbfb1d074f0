"""The bare strip of wall over a unit, where the banner of an event hangs without covering a window or a sign."""

from __future__ import annotations

from signage.frontage.model import Frontage, Unit

GAP_MM = 50.0  # kept free above and below a banner; no limit
_LEAST_MM = 300.0  # a lower strip is none
_HEAD_MM = 2700.0  # where no band says how high a sign begins, over the pavement


def bare_strip(face: Frontage, unit: Unit) -> tuple[float, float] | None:
    """Return bottom and top (mm, elevation space) of the lowest bare strip over a unit's band, or None.

    Bare of openings, bands and signs that are there; it begins over the unit's band (without a band over head height)
    and ends at the parapet.
    """
    band = face.band_of(unit.id)
    floor = band.rect.y1 if band is not None else _HEAD_MM
    rects = [o.rect for o in face.openings]
    rects += [b.rect for b in face.bands]
    rects += [s.rect for s in face.existing]
    rects += [c.rect for c in face.canopies]
    taken = sorted((r.y0, r.y1) for r in rects if r.x0 < unit.x1_mm and unit.x0_mm < r.x1 and r.y1 > floor)
    for bottom, top in [*taken, (face.height_mm, face.height_mm)]:
        if bottom - floor >= _LEAST_MM:
            return floor, bottom
        floor = max(floor, top)
    return None
