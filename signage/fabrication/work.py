"""Work that a price table may price: cutting, bending, welding, fitting, mounting; amounts come from the parts."""

from __future__ import annotations

from collections.abc import Sequence

from signage.fabrication.measures import Measured
from signage.fabrication.values import Group, Part, Unit

_NAMES = {
    "cut": ("切割（字面、底板、背板轮廓）", "cutting (outlines of faces, panels, backs)"),
    "returns": ("围边折弯焊接", "bending and fixing returns"),
    "carve": ("雕刻", "carving"),
    "frame": ("钢架下料焊接", "cutting and welding frames"),
    "led": ("光源安装接线", "fitting and wiring light sources"),
    "put_up": ("搭设与拆除", "putting up and taking down"),
    "install": ("现场安装", "mounting on site"),
}
_CUT = {"face", "back", "solid", "panel", "light_face", "applied", "sheet", "backdrop", "print", "strap"}
_MASSIVE = {"solid", "carved", "sheet"}
_RETURNS = {"returns", "trim", "frame", "sides"}
_FRAMES = {"frame_behind", "rail", "bracket", "stay", "post", "truss", "rod"}


def work_of(
    parts: Sequence[Part], sizes: dict[str, Measured], envelope_m2: float, *, is_temporary: bool = False
) -> tuple[Part, ...]:
    """Return the work of a sign.

    Args:
        parts: Everything that is made.
        sizes: Measures of the pieces by id; a plate's cut is as long as its piece's outline.
        envelope_m2: Area of the sign's envelope, which mounting is counted by.
        is_temporary: It is put up and taken down as a whole.
    """
    known = [part for part in parts if part.item and part.piece in sizes]
    massive = {part.piece for part in known if part.use in _MASSIVE}  # a leaf laid over them is not cut
    cut = sum(
        sizes[part.piece].edge_m * part.copies
        for part in known
        if part.use in _CUT and not (part.use == "applied" and part.piece in massive)
    )
    carved = sum(sizes[part.piece].edge_m * part.copies for part in known if part.use == "carved")
    returns = sum(part.length_m or 0.0 for part in parts if part.use in _RETURNS)
    frames = sum(part.length_m or 0.0 for part in parts if part.use in _FRAMES)
    led = sum(part.quantity for part in parts if part.group is Group.LIGHT and part.unit is Unit.N)
    amounts = (
        ("cut", Unit.M, cut),
        ("returns", Unit.M, returns),
        ("carve", Unit.M, carved),
        ("frame", Unit.M, frames),
        ("led", Unit.N, led),
        ("install", Unit.M2, 0.0 if is_temporary else envelope_m2),
        ("put_up", Unit.N, float(is_temporary)),
    )
    return tuple(
        Part(
            piece="",
            group=Group.WORK,
            use=f"work_{key}",
            item=f"work/{key.replace('_', '-')}",
            name_zh=_NAMES[key][0],
            name_en=_NAMES[key][1],
            unit=unit,
            quantity=amount,
            bought=amount,
            mass_kg=0.0,
        )
        for key, unit, amount in amounts
        if amount > 0
    )
