"""What of a thing can be measured on the street by its kind: a balloon has a diameter and no thickness to measure.

Names are those of an inspection (`register/inspection.py`): `width`, `height`, `bottom`, `projection` of a sign.
"""

from __future__ import annotations

from signage.design.kind_files import kind_of
from signage.design.kinds import BasePart
from signage.design.layout import banner_of
from signage.design.spec import SignSpec
from signage.errors import LayoutError, SpecError

OF_A_SIGN = ("width", "height", "bottom", "projection")
_MEASURED: dict[BasePart, tuple[str, ...]] = {
    BasePart.FABRIC: ("width", "height", "bottom"),
    BasePart.GATE: ("width", "height", "clearance"),
    BasePart.BALLOON: ("diameter", "top", "banner_foot"),
}


def names_measured(kind: str) -> tuple[str, ...]:
    """Return the names of the lengths that can be measured of a kind; an unknown kind is measured as a sign."""
    part = _part(kind)
    return _MEASURED.get(part, OF_A_SIGN) if part is not None else OF_A_SIGN


def own_lengths(spec: SignSpec) -> dict[str, float]:
    """Return the lengths (mm) of what stands before the wall that its spec fixes; nothing for what hangs on it.

    Of a balloon its `diameter`, the height of its `top` over its foot (系留高度), and of the lower edge of the banner
    that hangs under it, `banner_foot`; of an arch its `width`, `height` and the `clearance` under its beam.
    """
    part = _part(spec.kind)
    if part is BasePart.GATE:
        under = (1 - kind_of(spec.kind).base.beam) * spec.height_mm
        return {"width": spec.width_mm, "height": spec.height_mm, "clearance": under}
    if part is not BasePart.BALLOON:
        return {}
    found = {"diameter": spec.width_mm, "top": spec.height_mm}
    try:
        return found | {"banner_foot": banner_of(spec, kind_of(spec.kind)).y0}
    except LayoutError:  # a spec that cannot be laid out has no banner
        return found


def _part(kind: str) -> BasePart | None:
    try:
        return kind_of(kind).base.part
    except SpecError:
        return None
