"""How a measured number came about: its inputs by name, level and place, and the sum that they give.

A length that is a sum (a level less another, what stands out on two sides) is told as that sum, and `sum_of` gives its
terms, so that a test can add them up again. Everything else is told by what it was taken from: facts that were stated,
the places that the measure has marked, what the plan or the specification says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from signage.design import Form, PieceRole
from signage.frontage import NotSurveyed
from signage.rules.derivation_sums import TOP, Sum, mm_words, sum_of
from signage.rules.findings import Mark
from signage.rules.measures import Measurement, Words, measure_of
from signage.rules.measures.subject import Subject
from signage.rules.values import value_words

_PLACES_MOST = 6  # places that one line names


def derivation_of(subject: Subject, name: str, reading: Measurement) -> Words | None:
    """Return how a quantity was found, None for what is no quantity or is not there.

    Args:
        subject: What was measured.
        name: The measure.
        reading: What it found.
    """
    measure = measure_of(name)
    if measure is None or reading.quantity is None:
        return None
    value = value_words(measure, reading)
    try:
        return _told(subject, name, measure.facts, reading, value)
    except NotSurveyed:  # what the measure did not need
        return None


def _told(subject: Subject, name: str, facts: tuple[str, ...], reading: Measurement, value: Words) -> Words | None:
    found = sum_of(subject, name)
    if found is not None:
        zh, en = _said(found)
        return f"推算：{zh} = {value[0]}", f"Derived: {en} = {value[1]}"
    parts = _inputs(subject, name, facts, reading)
    if not parts:
        return None
    return (
        f"推算：{'；'.join(part[0] for part in parts)} → {value[0]}",
        f"Derived: {'; '.join(part[1] for part in parts)} → {value[1]}",
    )


def _said(found: Sum) -> Words:
    sides = []
    for side in (0, 1):
        words = ""
        for index, term in enumerate(found.terms):
            joint = ("− " if term.is_less else "") if index == 0 else " − " if term.is_less else " + "
            words += f"{joint}{term.words[side]} {mm_words(term.value_mm)}"
        sides.append(f"|{words}|" if found.is_size else words)
    return sides[0], sides[1]


# -- what a number was taken from


def _inputs(subject: Subject, name: str, facts: tuple[str, ...], reading: Measurement) -> list[Words]:
    parts: list[Words] = []
    if reading.ratio_of is not None:
        top, bottom = reading.ratio_of
        parts.append((f"{top} ÷ {bottom}", f"{top} ÷ {bottom}"))
    for fact in facts:
        stated = subject.fact(fact)
        if stated is not None:
            shown = ", ".join(stated) if isinstance(stated, tuple) else str(stated)
            parts.append((f"陈述 {fact} = {shown}", f"stated {fact} = {shown}"))
    own = _OWN.get(name)
    if own is not None:
        parts += own(subject)
    for role, zh, en in (("measured", "量到的部位", "measured at"), ("limit", "对照部位", "against")):
        marks = [mark for mark in reading.where if mark.role == role]
        if marks:
            parts.append(_places(marks, zh, en))
    return parts


def _places(marks: list[Mark], zh: str, en: str) -> Words:
    shown = "、".join(_place(mark) for mark in marks[:_PLACES_MOST])
    more = len(marks) - _PLACES_MOST
    if more > 0:
        return f"{zh}：{shown} 等 {len(marks)} 处", f"{en} {shown.replace('、', ', ')} and {more} more"
    return f"{zh}：{shown}", f"{en} {shown.replace('、', ', ')}"


def _place(mark: Mark) -> str:
    r = mark.bounds
    x, y = _span("x", r.x0, r.x1), _span("y", r.y0, r.y1)
    size = f" ({_number(r.width)} × {_number(r.height)} mm)" if mark.shape != "segment" else ""
    return f"{x} {y}{size}"


def _span(axis: str, low: float, high: float) -> str:
    return f"{axis} {_number(low)}" if high - low < 0.005 else f"{axis} {_number(low)}–{_number(high)}"


def _number(value: float) -> str:
    return mm_words(value).removesuffix(" mm")


def _of_plan(zh: str, en: str) -> Callable[[Subject], list[Words]]:
    def make(subject: Subject) -> list[Words]:
        plan, unit = subject.proposal.plan, subject.unit.id
        return [
            (
                f"平面图 {plan.id}（{plan.revision}）：铺位 {unit}，{zh}",
                f"plan {plan.id} ({plan.revision}), unit {unit}: {en}",
            )
        ]

    return make


def _of_storeys(subject: Subject) -> list[Words]:
    levels = ", ".join(f"{one.number}: {mm_words(one.top_mm)}" for one in subject.face.storeys)
    return [
        (
            f"{TOP[0]} {mm_words(subject.rect.y1)}；各层顶标高 {levels}",
            f"{TOP[1]} {mm_words(subject.rect.y1)}; tops of storeys {levels}",
        )
    ]


def _of_bodies(subject: Subject) -> list[Words]:
    bodies = subject.layout.bodies
    ends = (
        f"z {_number(min(p.z_back_mm for p in bodies))}–{_number(max(p.z_front_mm for p in bodies))}" if bodies else "—"
    )
    return [(f"{len(bodies)} 个实体构件，{ends}", f"{len(bodies)} bodies, {ends}")]


def _of_face(subject: Subject) -> list[Words]:
    r, depth = subject.layout.envelope, subject.layout.depth_mm
    size = f"{_number(r.width)} × {_number(r.height)} mm"
    return [
        (
            f"招牌面 {size}，最前面距墙 {mm_words(depth)}",
            f"the sign's face {size}, foremost surface {mm_words(depth)} from the wall",
        )
    ]


def _of_light(subject: Subject) -> list[Words]:
    spec, count = subject.layout.spec.lighting, len(subject.lit_pieces)
    stated = ", ".join(
        words
        for words in (
            f"{spec.luminance_cd_m2:g} cd/m²" if spec.luminance_cd_m2 is not None else "",
            f"{spec.temperature_k} K" if spec.temperature_k is not None else "",
        )
        if words
    )
    return [
        (f"发光构件 {count} 件，设计说明 {stated or '—'}", f"{count} lit pieces, by the specification {stated or '—'}")
    ]


def _of_colours(subject: Subject) -> list[Words]:
    pieces = subject.layout.pieces
    letters = next((p.face_colour for p in pieces if p.role is PieceRole.LETTER), "—")
    panel = subject.layout.panel
    ground = panel.face_colour if panel is not None else subject.face.wall_colour or "—"
    own = (f"字色 {letters}，底色 {ground}", f"letters {letters}, ground {ground}")
    band = subject.band
    if band is None or not band.palette:
        return [own]
    listed = ", ".join(band.palette)
    return [own, (f"规划色板 {listed}", f"palette {listed}")]


def _of_lines(subject: Subject) -> list[Words]:
    listed = ", ".join(f"“{line.text}” {mm_words(line.letter_height_mm)}" for line in subject.layout.lines)
    return [(f"各行字高 {listed}", f"letter heights by line {listed}")]


def _of_signs(subject: Subject) -> list[Words]:
    """This sign and the others of the building, which a count picks from."""
    others = ", ".join(f"{one.unit_id}" for one in subject.others) or "—"
    form = Form(subject.layout.form).value
    return [
        (
            f"本招牌（{subject.unit.id}）和本楼其他 {len(subject.others)} 处招牌（{others}）",
            f"this sign ({subject.unit.id}, {form}) and the building's {len(subject.others)} others ({others})",
        )
    ]


def _openings_of(subject: Subject) -> Words:
    count = len(subject.face.openings)
    return f"招牌与立面 {count} 处洞口的公共面积", f"common area of the sign and the face's {count} openings"


_OWN: Mapping[str, Callable[[Subject], list[Words]]] = {
    "storey": lambda s: _of_plan(f"在 {s.unit.storey} 层", f"storey {s.unit.storey}")(s),
    "entrances": lambda s: _of_plan(f"主出入口 {s.unit.entrances} 处", f"{s.unit.entrances} main entrances")(s),
    "band_letter_low": _of_plan("招牌带的字高下限", "least letter height of its band"),
    "band_letter_high": _of_plan("招牌带的字高上限", "greatest letter height of its band"),
    "road_width": _of_plan("立面前道路宽度", "width of the road in front"),
    "building_height": _of_plan("女儿墙顶（檐口）标高", "level of parapet or eaves"),
    "canopy_width": _of_plan("招牌所在雨篷", "the canopy that the sign is on"),
    "column_gap": _of_plan("招牌两侧的柱", "the columns beside the sign"),
    "first_floor_window_level": _of_plan("二层窗下沿", "bottoms of the windows of the next storey"),
    "wall_area": _of_plan("自有店面宽度 × 墙面高度", "width of the own frontage × height of the wall"),
    "frontage_area_4600": _of_plan("自有店面宽度 × 4.6 m", "width of the own frontage × 4.6 m"),
    "frontage_area_to_top": _of_plan(
        "自有店面宽度 × 招牌顶标高", "width of the own frontage × level of the sign's top"
    ),
    "weighted_frontage": _of_plan("自有店面宽度", "width of the own frontage"),
    "top_storey": _of_storeys,
    "thickness": _of_bodies,
    "bracket_reach": _of_face,
    "side_width": _of_face,
    "side_longest": _of_face,
    "side_diameter": _of_face,
    "face_longest": _of_face,
    "over_street_line": _of_face,
    "wall_angle": _of_face,
    "luminance": _of_light,
    "lit_area": _of_light,
    "temperature": _of_light,
    "light_contrast": _of_light,
    "palette_distance": _of_colours,
    "letter_contrast": _of_colours,
    "hue_distance": _of_colours,
    "block_main_colours": _of_colours,
    "legibility_distance": lambda s: [
        *_of_lines(s),
        ("字高 × 360（每 1 in 字高 30 ft）", "letter height × 360 (30 ft an inch)"),
    ],
    "opening_overlap": lambda s: [_openings_of(s)],
    "rescue_overlap": lambda s: [_openings_of(s)],
    "letter_height": _of_lines,
    "letter_edge": _of_lines,
    "foreign_to_chinese": _of_lines,
    "business_count": _of_signs,
    "business_projecting": _of_signs,
    "building_names": _of_signs,
    "building_names_same_way": _of_signs,
    "form_count": _of_signs,
    "parallel_count": _of_signs,
    "projecting_count": _of_signs,
    "repeated_contents": _of_signs,
    "stacked_signs": _of_signs,
    "projecting_gap": _of_signs,
    "projecting_spacing": _of_signs,
    "projecting_datum_step": _of_signs,
    "total_area": _of_signs,
    "lit_sign_area_ft2": _of_signs,
    "unlit_area_ft2": _of_signs,
    "forecourt_area": _of_signs,
    "window_sign_area": _of_signs,
}
