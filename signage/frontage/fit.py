"""The size and place that a design begins with: the kind's usual ones, no larger than what the unit has for it."""

from __future__ import annotations

from collections.abc import Collection
from math import floor

from signage.design import BasePart, Form, SignKind
from signage.frontage.model import Frontage, OpeningKind, Unit
from signage.frontage.place import sign_span
from signage.frontage.strips import GAP_MM, bare_strip
from signage.geometry import polyline_y_max
from signage.typography import Setting

# Shares of the place that a sign takes when nobody said how large it shall be. None of them is a limit.
_OF_WIDTH = 0.8
_OF_BAND_HEIGHT = 0.85
_OF_PANE_HEIGHT = 0.4
_BALLOON_SHARE = 0.27  # of the height from the ground to its top
_LEAST = (600.0, 200.0)
_STEP_MM = 50.0


def usual_size(
    kind: SignKind,
    face: Frontage,
    unit: Unit,
    setting: Setting | None = None,
    leased: Collection[str] | None = None,
) -> tuple[float, float]:
    """Return width and height (mm) for a new sign of a kind on a unit.

    It is the kind's usual size for the setting; where a band, canopy, window, bare wall or the unit itself is the place
    of such a sign, at most four fifths of its width and the part of its height that leaves a margin, in whole 50 mm.

    Args:
        kind: What sort of sign.
        face: The face that the unit is on.
        unit: Whose sign it is.
        setting: How the text is set; None for the kind's own way.
        leased: As of `sign_span`.
    """
    width, height = kind.usual_size_mm(setting)
    room_width, room_height = _room(kind, face, unit, sign_span(face, unit, leased))
    if kind.usual.width_mm == kind.usual.height_mm:  # a round or square kind stays so
        width = height = min(width, room_width or width, room_height or height)
        return _whole(width, _LEAST[1]), _whole(height, _LEAST[1])
    if room_width is not None and width > room_width:
        width = _whole(room_width, _LEAST[0])
    if room_height is not None and height > room_height:
        height = _whole(room_height, _LEAST[1])
    return width, height


def usual_offset(kind: SignKind, face: Frontage, unit: Unit, leased: Collection[str] | None) -> float:
    """Return how far (mm) to the right of where `place` puts it a new sign begins: on the units that are leased.

    `place` centres a sign on all that its tenant holds by the plan; who leases less begins on that. What stands before
    its own unit anyway, such as a window's letters, an arch or a balloon, stays where it is.

    Args:
        kind: What sort of sign.
        face: The face that the unit is on.
        unit: Whose sign it is.
        leased: As of `sign_span`.
    """
    (all_left, all_right), (left, right) = sign_span(face, unit), sign_span(face, unit, leased)
    if kind.form is Form.WINDOW or kind.base.part in (BasePart.GATE, BasePart.BALLOON):
        return 0.0
    if kind.form in (Form.PROJECTING, Form.FREESTANDING):
        return left - all_left
    return (left + right - all_left - all_right) / 2


def _room(kind: SignKind, face: Frontage, unit: Unit, span: tuple[float, float]) -> tuple[float | None, float | None]:
    left, right = span
    across = (right - left) * _OF_WIDTH
    band = face.band_of(unit.id)
    if kind.form is Form.PARALLEL:
        return across, band.rect.height * _OF_BAND_HEIGHT if band is not None else None
    if kind.form is Form.CANOPY:
        over = [c.rect.width for c in face.canopies if c.rect.x0 < right and left < c.rect.x1]
        return max(over, default=right - left) * _OF_WIDTH, None
    if kind.form is Form.WINDOW:
        panes = [
            o.rect for o in face.openings if o.unit == unit.id and o.kind in (OpeningKind.SHOPFRONT, OpeningKind.WINDOW)
        ]
        if panes:
            pane = max(panes, key=lambda rect: rect.width)
            return pane.width * _OF_WIDTH, pane.height * _OF_PANE_HEIGHT
        return across, None
    if kind.form in (Form.HANGING, Form.ROOFTOP, Form.FREESTANDING):
        return across, None
    if kind.form is Form.TEMPORARY:
        return _for_an_event(kind, face, unit, across)
    return None, None


def _for_an_event(kind: SignKind, face: Frontage, unit: Unit, across: float) -> tuple[float, float | None]:
    """A gate or a balloon stands before its own unit; a banner hangs on the bare strip of wall, as high as that is."""
    if kind.base.part is BasePart.BALLOON:
        return _for_a_balloon(face, unit, across)
    if kind.base.part is BasePart.GATE:
        return (unit.x1_mm - unit.x0_mm) * _OF_WIDTH, None
    strip = bare_strip(face, unit)
    return across, strip[1] - strip[0] - 2 * GAP_MM if strip is not None else None


def _for_a_balloon(face: Frontage, unit: Unit, across: float) -> tuple[float, float]:
    """As high as the front beside the rescue openings over its unit, or under them: where the balloon is larger."""
    ground = polyline_y_max(face.pavement, unit.x0_mm, unit.x1_mm) or 0.0
    tall = face.height_mm - ground - GAP_MM
    over = [
        o.rect
        for o in face.openings
        if o.kind is OpeningKind.RESCUE and o.rect.x0 < unit.x1_mm and unit.x0_mm < o.rect.x1
    ]
    ends = [unit.x0_mm, *(x for rect in sorted(over, key=lambda one: one.x0) for x in (rect.x0, rect.x1)), unit.x1_mm]
    beside = max(right - left for left, right in zip(ends[::2], ends[1::2], strict=True)) - GAP_MM
    under = min((rect.y0 - ground - GAP_MM for rect in over), default=tall)
    sizes = [(min(across, beside, tall * _BALLOON_SHARE), tall), (min(across, under * _BALLOON_SHARE), under)]
    return max(sizes)


def _whole(value: float, least: float) -> float:
    return max(least, floor(value / _STEP_MM) * _STEP_MM)
