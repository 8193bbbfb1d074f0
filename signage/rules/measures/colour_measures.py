"""Colour by areas and material colours of the model: main colour, hue distance to the building, contrasts.

Nothing here looks at pixels. Areas are exact outline areas; what lies in front of a panel is taken off its area, on
the understanding that letters, logo, divider and frame do not lie over each other.
"""

from __future__ import annotations

import colorsys
from functools import lru_cache
from math import hypot

from signage.design import Piece, PieceRole, contrast, material_of
from signage.errors import SpecError
from signage.geometry import Path
from signage.rules.colour import delta_e2000, lab_of
from signage.rules.measures.measurement import (
    Measurement,
    found,
    lacking,
    measure,
    nothing,
    ratio,
    rect_mark,
    word,
)
from signage.rules.measures.subject import Subject
from signage.rules.measures.suppliers import OFFICE, SURVEYOR
from signage.units import Quantity, Unit

ACHROMATIC_CHROMA = 8.0  # C*ab below which a colour counts as having no hue: our reading, no standard gives a figure
SAME_COLOUR = 6.0  # ΔE00 within which two colours count as one main colour of a block: our reading
_NO_HUE = frozenset({"stainless-steel", "titanium-gold-steel", "gold-leaf"})
_FRONT = (PieceRole.LETTER, PieceRole.LOGO, PieceRole.DIVIDER, PieceRole.FRAME)


@lru_cache(maxsize=8192)
def _area_mm2(outline: Path) -> float:
    return abs(outline.signed_area())


def _shares(subject: Subject) -> list[tuple[str, float, Piece]]:
    """Return each colour of the face with its visible area and the largest piece that has it, largest area first."""
    panel = subject.layout.panel
    front = [p for p in subject.layout.pieces if p.role in _FRONT and p.id.endswith("-back") is False]
    parts = [(p, _area_mm2(p.outline)) for p in front]
    if panel is not None:
        parts.append((panel, max(_area_mm2(panel.outline) - sum(area for _, area in parts), 0.0)))
    areas: dict[str, float] = {}
    largest: dict[str, tuple[float, Piece]] = {}
    for piece, area in parts:
        colour = piece.face_colour.upper()
        areas[colour] = areas.get(colour, 0.0) + area
        if colour not in largest or area > largest[colour][0]:
            largest[colour] = (area, piece)
    return sorted(((c, a, largest[c][1]) for c, a in areas.items()), key=lambda item: (-item[1], item[0]))


_NO_COLOUR = ("本招牌没有可见色面", "the sign has no coloured face")


@measure(
    "main_colour_share",
    Unit.RATIO,
    ("主色面积占比", "share of the main colour"),
    "Visible area of the colour that covers most of the face over the area of all its colours; letters, logo, divider "
    "and frame are taken off the panel behind them.",
)
def main_colour_share(subject: Subject) -> Measurement:
    """Return the share of the face that its most frequent colour takes."""
    shares = _shares(subject)
    total = sum(area for _, area, _ in shares)
    if total <= 0:
        return nothing(*_NO_COLOUR)
    colour, area, _ = shares[0]
    share = ratio(Quantity(area, Unit.MM2), Quantity(total, Unit.MM2), rect_mark(subject.rect))
    return Measurement(
        quantity=share.quantity,
        ratio_of=share.ratio_of,
        where=share.where,
        detail=(f"面积最大的颜色为 {colour}", f"the colour with the largest area is {colour}"),
    )


def hue_of(colour: str) -> float | None:
    """Return a colour's hue angle in degrees on the HSB wheel, or None for one without hue."""
    _, a, b = lab_of(colour.upper())
    if hypot(a, b) < ACHROMATIC_CHROMA:
        return None
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return colorsys.rgb_to_hsv(red, green, blue)[0] * 360


def _is_bare_metal(piece: Piece) -> bool:
    if piece.material not in _NO_HUE:
        return False
    try:
        return material_of(piece.material).default_colour.upper() == piece.face_colour.upper()
    except SpecError:
        return False


@measure(
    "hue_distance",
    Unit.DEGREE,
    ("主色与建筑主色的色相差", "hue distance to the building"),
    "Smaller angle on the HSB wheel between the hues of the sign's main colour and of the building's; none for bare "
    "metal and for colours without hue (C*ab below 8).",
)
def hue_distance(subject: Subject) -> Measurement:
    """Return the hue angle between the sign's main colour and the building's main colour."""
    shares = _shares(subject)
    if not shares:
        return nothing(*_NO_COLOUR)
    colour, _, piece = shares[0]
    own = hue_of(colour)
    if own is None or _is_bare_metal(piece):
        return nothing("招牌主色为无彩色或金属色", "the sign's main colour has no hue or is bare metal")
    wall = hue_of(subject.face.wall_colour)
    if wall is None:
        return nothing("建筑主色为无彩色，没有色相", "the building's main colour has no hue")
    angle = abs(own - wall) % 360
    distance = found(min(angle, 360 - angle), Unit.DEGREE, rect_mark(subject.rect))
    detail = (
        f"招牌主色 {colour}，建筑主色 {subject.face.wall_colour}",
        f"the sign's main colour is {colour}, the building's {subject.face.wall_colour}",
    )
    return Measurement(quantity=distance.quantity, where=distance.where, detail=detail)


@measure(
    "light_contrast",
    Unit.PERCENT,
    ("与建筑立面的亮度对比", "luminance contrast with the façade"),
    "(L1 - L2) / (L1 + L2) of the brightest lit piece and the façade around it (fact `facade_luminance`, cd/m²).",
    facts=("facade_luminance",),
)
def light_contrast(subject: Subject) -> Measurement:
    """Return the contrast between the lit sign and the façade around it."""
    lit = subject.lit_pieces
    if not lit:
        return nothing("本招牌不发光", "the sign is not lit")
    around = subject.amount("facade_luminance")
    if around is None or around < 0:
        return lacking(("招牌周围立面的夜间亮度", "the façade's luminance around the sign at night"), SURVEYOR)
    known = [p.luminance_cd_m2 for p in lit if p.luminance_cd_m2 is not None]
    if len(known) < len(lit):
        return lacking(("发光面平均亮度", "the mean luminance of the lit faces"), ("设计单位", "the designer"))
    own = max(known)
    if own + around == 0:
        return found(0.0, Unit.PERCENT)
    return found(100 * abs(own - around) / (own + around), Unit.PERCENT, rect_mark(subject.rect))


@measure(
    "letter_contrast",
    Unit.RATIO,
    ("字与底的明度对比", "contrast of letters and ground"),
    "(Y1 + 0.05) / (Y2 + 0.05) by relative luminance (WCAG 2.2) of the letters with the least contrast and what is "
    "behind them: the panel, else the wall.",
)
def letter_contrast(subject: Subject) -> Measurement:
    """Return the least contrast between letters and their ground by day."""
    letters, panel = subject.parts.letters, subject.parts.panel
    if not letters:
        return nothing("本招牌没有文字", "the sign has no text")
    ground = panel.face_colour if panel is not None else subject.face.wall_colour
    least = min(letters, key=lambda p: contrast(p.face_colour, ground))
    value = found(contrast(least.face_colour, ground), Unit.RATIO, rect_mark(subject.content_rect or subject.rect))
    detail = (f"字 {least.face_colour}，底 {ground}", f"letters {least.face_colour} on {ground}")
    return Measurement(quantity=value.quantity, where=value.where, detail=detail)


@measure(
    "historic_street",
    None,
    ("历史街区", "historic street"),
    "Whether the face is in a heritage or historic street, as the plan says.",
    kind="text",
    values={"yes": ("是", "yes"), "no": ("否", "no")},
)
def historic_street(subject: Subject) -> Measurement:
    """Return whether the face is in a historic street."""
    if subject.face.is_heritage is None:
        return lacking(("是否属于历史街区、风貌区", "whether the street is a historic one"), OFFICE)
    return word("yes" if subject.face.is_heritage else "no")


@measure(
    "block_main_colours",
    Unit.COUNT,
    ("本楼招牌主色数量", "main colours of the building's signs"),
    "Different main colours over the building's signs, this one included; colours within ΔE00 6 count as one.",
    facts=("replaces",),
)
def block_main_colours(subject: Subject) -> Measurement:
    """Return how many main colours the signs of the building would have."""
    shares = _shares(subject)
    colours = [shares[0][0]] if shares else []
    colours.extend(o.colour.upper() for o in subject.others)
    kinds: list[str] = []
    for colour in colours:
        if all(delta_e2000(lab_of(colour), lab_of(known)) > SAME_COLOUR for known in kinds):
            kinds.append(colour)
    value = found(len(kinds), Unit.COUNT, rect_mark(subject.rect))
    listed = "、".join(kinds)
    detail = (f"主色：{listed}", f"main colours: {', '.join(kinds)}")
    return Measurement(quantity=value.quantity, where=value.where, detail=detail)
