"""Light and colour: luminance, lit area, external light, dynamic displays, the band's palette."""

from __future__ import annotations

from signage.rules.colour import nearest
from signage.rules.measures.measurement import (
    Measurement,
    Words,
    found,
    lacking,
    measure,
    nothing,
    rect_mark,
    word,
)
from signage.rules.measures.subject import Subject
from signage.rules.measures.suppliers import PLANNER
from signage.units import Quantity, Unit

DESIGNER: Words = ("设计单位", "the designer")


@measure(
    "luminance",
    Unit.CD_M2,
    ("平均亮度", "mean luminance"),
    "Highest mean luminance of any lit piece; unlit signs have none.",
)
def luminance(subject: Subject) -> Measurement:
    """Return the mean luminance of the brightest lit piece."""
    lit = subject.lit_pieces
    if not lit:
        return nothing("本招牌不发光", "the sign is not lit")
    if any(p.luminance_cd_m2 is None for p in lit):
        return lacking(("发光面平均亮度", "the mean luminance of the lit faces"), DESIGNER)
    value = max(p.luminance_cd_m2 for p in lit if p.luminance_cd_m2 is not None)
    return found(value, Unit.CD_M2, rect_mark(subject.content_rect or subject.rect))


@measure(
    "lit_area",
    Unit.M2,
    ("发光面积", "lit area"),
    "Area of all lit pieces as one sees them: exact outlines, holes apart; what lies on a lit face counts once.",
    version=2,
)
def lit_area(subject: Subject) -> Measurement:
    """Return the lit area, unlit parts excluded."""
    if not subject.lit_pieces:
        return nothing("本招牌不发光", "the sign is not lit")
    return found(subject.parts.lit_area_mm2 / 1e6, Unit.M2)


@measure(
    "light_source",
    None,
    ("照明方式", "lighting"),
    "`external` when the fact `external_light` says so, `internal` when a piece emits light, else `none`.",
    kind="text",
    facts=("external_light",),
    values={
        "none": ("不发光", "unlit"),
        "internal": ("内透光或自发光", "internal"),
        "external": ("外打光", "external"),
    },
)
def light_source(subject: Subject) -> Measurement:
    """Return how the sign is lit."""
    if subject.fact("external_light") is True:
        return word("external", rect_mark(subject.rect))
    return word("internal" if subject.lit_pieces else "none")


def _stated(subject: Subject, fact: str, unit: Unit, what: Words) -> Measurement:
    value = subject.fact(fact)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return lacking(what, DESIGNER)
    return Measurement(quantity=Quantity(float(value), unit))


@measure(
    "light_uniformity",
    Unit.RATIO,
    ("照明均匀度", "uniformity"),
    "Lmin over Lmax by a light study, `light_uniformity`.",
    facts=("light_uniformity",),
)
def light_uniformity(subject: Subject) -> Measurement:
    """Return the stated uniformity of external light."""
    return _stated(subject, "light_uniformity", Unit.RATIO, ("照明均匀度计算书", "the light study's uniformity"))


@measure(
    "light_spill",
    Unit.PERCENT,
    ("溢散光比例", "spill light"),
    "Share of the light that misses the sign's face by a light study, `light_spill_percent`.",
    facts=("light_spill_percent",),
)
def light_spill(subject: Subject) -> Measurement:
    """Return the stated spill light."""
    return _stated(subject, "light_spill_percent", Unit.PERCENT, ("溢散光比例计算书", "the light study's spill"))


@measure(
    "dynamic",
    None,
    ("动态显示", "dynamic display"),
    "Whether pictures move or change: the fact `is_dynamic`, which a display (LED screen or ticker) must state; "
    "built-up letters and printed faces do not.",
    kind="text",
    facts=("is_dynamic",),
    values={"yes": ("是", "yes"), "no": ("否", "no")},
)
def dynamic(subject: Subject) -> Measurement:
    """Return whether the display is dynamic."""
    stated = subject.fact("is_dynamic")
    if stated is None and subject.layout.carrier == "display":
        return lacking(("显示内容是否变化（is_dynamic）", "whether the display changes (`is_dynamic`)"), DESIGNER)
    return word("yes" if stated is True else "no")


@measure(
    "temperature", Unit.KELVIN, ("光源色温", "colour temperature"), "Highest colour temperature of the lit pieces."
)
def temperature(subject: Subject) -> Measurement:
    """Return the highest colour temperature."""
    if not subject.lit_pieces:
        return nothing("本招牌不发光", "the sign is not lit")
    return found(max(p.temperature_k for p in subject.lit_pieces), Unit.KELVIN)


@measure(
    "palette_distance",
    Unit.DELTA_E,
    ("与规划色板的色差", "distance to the palette"),
    "Largest over panel, box and letter faces of the smallest ΔE00 to a colour of the band's palette.",
)
def palette_distance(subject: Subject) -> Measurement:
    """Return how far the sign's colours lie from the band's palette."""
    band = subject.band
    if band is None:
        return lacking(("本铺位的招牌带", "a sign band for the unit"), PLANNER)
    if not band.palette:
        return nothing("规划未规定色板", "the plan fixes no palette")
    pieces = [p for p in (subject.parts.panel, *subject.parts.letters) if p is not None]
    if not pieces:
        return nothing("本招牌没有可见色面", "the sign has no coloured face")
    far = [(*nearest(p.face_colour.upper(), band.palette), p) for p in pieces]
    distance, colour, piece = max(far, key=lambda item: item[0])
    bounds = piece.outline.bounds()
    mark = () if bounds is None else (rect_mark(bounds.moved(*subject.face_shift)),)
    return Measurement(
        quantity=Quantity(distance, Unit.DELTA_E),
        where=mark,
        detail=(
            f"{piece.face_colour}，最接近的规划色为 {colour}",
            f"{piece.face_colour}; the nearest planned colour is {colour}",
        ),
    )
