"""What is above and under a sign: pavement, canopy, parapet, pane, the underside that people walk under."""

from __future__ import annotations

from signage.design import Form, PieceRole
from signage.frontage import Canopy, Frontage, OpeningKind, Proposal
from signage.geometry import Rect, polyline_y_at
from signage.locale import text
from signage.scene.sheet_face import board_of, gate_legs

_LEVEL_MM = 30.0  # of slope under a sign: two heights that differ by less mean the same to whoever reads the sheet


def ground_at(face: Frontage, x: float) -> float:
    """Return the pavement's level at a place, that of its nearest end beyond it."""
    inside = min(max(x, face.pavement[0].x), face.pavement[-1].x)
    found = polyline_y_at(face.pavement, inside)
    return 0.0 if found is None else found


def ground_levels(face: Frontage, sign: Rect) -> list[tuple[float, float]]:
    """Return the highest and the lowest pavement under a sign with their places, one when it is level.

    Clear heights are least over the highest; a slope of less than `_LEVEL_MM` says nothing more and is one level.
    """
    xs = [sign.x0, sign.x1, *(p.x for p in face.pavement if sign.x0 < p.x < sign.x1)]
    found = [(ground_at(face, x), x) for x in xs]
    high, low = max(found), min(found)
    return [high] if high[0] - low[0] < _LEVEL_MM else [high, low]


def canopy_of(face: Frontage, sign: Rect) -> Canopy | None:
    """Return the canopy that a sign stands on: of those under it the one whose top is nearest to its foot."""
    under = [c for c in face.canopies if c.rect.x0 < sign.x1 and sign.x0 < c.rect.x1]
    return min(under, key=lambda c: abs(c.rect.y1 - sign.y0), default=None)


def pane_of(proposal: Proposal) -> Rect | None:
    """Return the pane that a window sign is in: the one of its unit that holds its middle."""
    centre = proposal.sign.rect.centre
    panes = [o.rect for o in proposal.face.openings if o.kind is not OpeningKind.RESCUE and o.unit == proposal.unit.id]
    return next((p for p in panes if p.x0 <= centre.x <= p.x1 and p.y0 <= centre.y <= p.y1), None)


def stands(proposal: Proposal) -> bool:
    """Whether the sign stands on the pavement itself."""
    return proposal.sign.layout.stands_on_ground


def underside(proposal: Proposal) -> float | None:
    """Return the level of what people could walk under, elevation space; None for a sign that stands on its foot."""
    sign, layout = proposal.sign.rect, proposal.sign.layout
    legs = gate_legs(layout)
    if legs is not None:
        return sign.y0 + legs[2]
    if layout.balloon is not None:
        return sign.y0 + board_of(layout).y0
    if layout.form == Form.FREESTANDING:
        has_plinth = any(p.role is PieceRole.PLINTH for p in layout.pieces)
        board = board_of(layout)
        return None if has_plinth or board.y0 < 1.0 else sign.y0 + board.y0
    return sign.y0


def heights_over(proposal: Proposal) -> tuple[float, ...]:
    """Return the levels that the chain over the pavement stops at, besides the pavement, elevation space."""
    sign, layout, face = proposal.sign.rect, proposal.sign.layout, proposal.face
    under = underside(proposal)
    if stands(proposal):
        return (*([under] if under is not None else []), sign.y1)
    if layout.form == Form.CANOPY:
        canopy = canopy_of(face, sign)
        return (sign.y0,) if canopy is None else (canopy.rect.y0, canopy.rect.y1, sign.y0)
    if layout.form == Form.ROOFTOP:
        return (min(face.height_mm, sign.y0), sign.y0, sign.y1)
    if layout.form == Form.WINDOW:
        pane = pane_of(proposal)
        return (sign.y0,) if pane is None else (pane.y0, sign.y0)
    return (sign.y0,)


def named_levels(proposal: Proposal) -> dict[float, str]:
    """Return the levels that are marked, with their names."""
    sign, layout, face = proposal.sign.rect, proposal.sign.layout, proposal.face
    named = {0.0: text("sheet.level_ground")}
    is_on_parapet = layout.form == Form.ROOFTOP and abs(sign.y0 - face.height_mm) <= 1.0
    if layout.form == Form.ROOFTOP and sign.y0 >= face.height_mm - 1.0:
        named[face.height_mm] = text("sheet.level_parapet")
    if stands(proposal):
        under = underside(proposal)
        if under is not None:
            named[under] = text("sheet.level_under")
    elif not is_on_parapet:
        named[sign.y0] = text("sheet.level_bottom")
    named[sign.y1] = text("sheet.level_top")
    band = face.band_of(proposal.unit.id)
    is_on_band = layout.form == Form.PARALLEL
    if is_on_band and band is not None and band.datum_mm is not None and abs(band.datum_mm - sign.y0) >= 0.5:
        named[band.datum_mm] = text("sheet.level_datum")
    return named
