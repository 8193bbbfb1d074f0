"""New York City: districts, street line, curb, awnings and marquees, by the words of the Zoning Resolution."""

from __future__ import annotations

import re

from signage.rules.measures.fact_forms import FactKind, fact
from signage.rules.measures.measurement import Measurement, Words, lacking, measure, nothing, rect_mark, word
from signage.rules.measures.stated_facts import YES_NO, stated_number, stated_word
from signage.rules.measures.street_signs import feet, inches, is_lit, own_others
from signage.rules.measures.subject import Subject
from signage.rules.measures.suppliers import APPLICANT, PLANNER, SURVEYOR
from signage.units import Quantity, Unit

_GROUPS = ("C1", "C2", "C4", "C5", "C5-4", "C6", "C7", "C8")
_DISTRICTS: dict[str, Words] = {g: (f"{g} 区", g) for g in _GROUPS} | {
    "M": ("制造区 M", "a manufacturing district"),
    "other": ("其他分区", "another district"),
}
# ZR 42-541(a): the districts whose ground floors may have small unlit projecting signs further out.
_FURTHER_OUT = ("M1-5A", "M1-5B", "M1-5M", "M1-6M")
_DISTRICT: Words = ("用地分区（district，如 C1-2）", "the zoning district (`district`, such as C1-2)")


def _district(subject: Subject) -> str | None:
    value = subject.fact("district")
    return "".join(value.split()).upper() or None if isinstance(value, str) else None


@measure(
    "zoning_district",
    None,
    ("用地分区", "zoning district"),
    "Group of the district that the fact `district` names: `C1-2` is of C1; C5-4 "
    "stands for itself; any M district is M.",
    kind="text",
    values=_DISTRICTS,
    facts=("district",),
)
def zoning_district(subject: Subject) -> Measurement:
    """Return the group of the zoning district."""
    name = _district(subject)
    if name is None:
        return lacking(_DISTRICT, APPLICANT)
    if re.match(r"M\d", name) or name == "M":
        return word("M")
    group = re.match(r"C5-4(?!\d)|C\d(?!\d)", name)
    return word(group.group(0) if group is not None and group.group(0) in _DISTRICTS else "other")


@measure(
    "over_street_line",
    Unit.INCH,
    ("越过红线的外挑", "projection over the street line"),
    "From the street line to the sign's foremost surface; the line's distance from "
    "the wall is the fact `street_line_mm`.",
    facts=("street_line_mm",),
)
def over_street_line(subject: Subject) -> Measurement:
    """Return how far the sign stands out over the street line; 0 when it stays behind it."""
    line = stated_number(subject, "street_line_mm")
    if line is None:
        what = ("红线距墙面的距离（street_line_mm）", "the street line's distance from the wall (`street_line_mm`)")
        return lacking(what, SURVEYOR)
    return inches(max(subject.layout.depth_mm - line, 0.0), subject.rect)


@measure(
    "face_number",
    None,
    ("招牌面数", "faces"),
    "Whether the sign is read from one side or from several.",
    kind="text",
    values={"single": ("单面", "one face"), "several": ("双面或多面", "two or more faces")},
)
def face_number(subject: Subject) -> Measurement:
    """Return whether the sign has one face or several."""
    return word("several" if subject.layout.faces > 1 else "single")


@measure(
    "curb_height",
    Unit.FOOT,
    ("招牌顶高出路缘", "height over curb level"),
    "Upper edge of the envelope over curb level, which the fact `curb_level_mm` gives over the building's ±0.000.",
    facts=("curb_level_mm",),
)
def curb_height(subject: Subject) -> Measurement:
    """Return the height of the sign's top over curb level."""
    level = stated_number(subject, "curb_level_mm")
    if level is None:
        what = ("路缘标高（curb_level_mm，相对 ±0.000）", "the curb level over ±0.000 (`curb_level_mm`)")
        return lacking(what, SURVEYOR)
    return feet(subject.rect.y1 - level, subject.rect)


_CANOPIES: dict[str, Words] = {
    "awning": ("遮阳篷或雨篷", "an awning or canopy"),
    "marquee": ("挑檐（marquee）", "a marquee"),
}
fact("canopy_kind", FactKind.WORD, _CANOPIES)


@measure(
    "canopy_kind",
    None,
    ("雨篷种类", "kind of canopy"),
    "Whether the canopy under the sign is an awning or canopy, or a marquee, by the fact `canopy_kind`.",
    kind="text",
    values=_CANOPIES,
    facts=("canopy_kind",),
)
def canopy_kind(subject: Subject) -> Measurement:
    """Return what kind of canopy carries the sign."""
    return stated_word(subject, "canopy_kind", _CANOPIES, ("雨篷种类", "the kind of canopy"), APPLICANT)


@measure(
    "marquee_place",
    None,
    ("在挑檐的位置", "place at the marquee"),
    "Whether the whole sign is above the canopy of the plan, below it, or before its edge.",
    kind="text",
    values={"above": ("上方", "above it"), "below": ("下方", "below it"), "before": ("前沿", "before its edge")},
)
def marquee_place(subject: Subject) -> Measurement:
    """Return where the sign is at the marquee."""
    r = subject.rect
    over = [c.rect for c in subject.face.canopies if c.rect.x0 < r.x1 and c.rect.x1 > r.x0]
    if not over:
        return lacking(("雨篷的位置", "the canopy on the plan"), PLANNER)
    box = over[0]
    return word("above" if r.y0 >= box.y1 else "below" if r.y1 <= box.y0 else "before", rect_mark(box, role="limit"))


@measure("sign_height_in", Unit.INCH, ("招牌高度", "sign height"), "Height of the sign's envelope, in inches.")
def sign_height_in(subject: Subject) -> Measurement:
    """Return the envelope's height in inches."""
    return inches(subject.rect.height, subject.rect)


@measure(
    "further_out",
    None,
    ("适用底层侧招例外", "ground-floor exception"),
    "Whether the sign projects, is unlit, at the ground floor and in one of the districts M1-5A, M1-5B, M1-5M, M1-6M.",
    kind="text",
    values=YES_NO,
    facts=("district", "external_light"),
)
def further_out(subject: Subject) -> Measurement:
    """Return whether the exception for small ground-floor signs applies."""
    name = _district(subject)
    if name is None:
        return lacking(_DISTRICT, APPLICANT)
    unlit = not is_lit(subject.layout) and subject.fact("external_light") is not True
    is_one = subject.layout.form == "projecting" and subject.unit.storey == 1 and unlit
    return word("yes" if name in _FURTHER_OUT and is_one else "no")


@measure(
    "projecting_gap",
    Unit.FOOT,
    ("侧招间距", "spacing of projecting signs"),
    "Clear distance along the wall to the nearest other projecting sign proposed for the frontage.",
)
def projecting_spacing(subject: Subject) -> Measurement:
    """Return the distance to the nearest other projecting sign of the frontage."""
    r = subject.rect
    others = [s.rect for s in own_others(subject) if s.layout.form == "projecting"]
    if not others:
        return nothing("没有其他侧招", "there is no other projecting sign")
    near = min(others, key=lambda o: max(o.x0 - r.x1, r.x0 - o.x1))
    return feet(max(near.x0 - r.x1, r.x0 - near.x1, 0.0), r, near)


@measure(
    "window_sign_area",
    Unit.FOOT2,
    ("橱窗发光招牌面积合计", "lit window signs, together"),
    "Face areas of the lit window signs proposed for the frontage, this one included.",
)
def window_sign_area(subject: Subject) -> Measurement:
    """Return the sum of the lit window signs' areas."""
    layouts = [subject.layout, *(s.layout for s in own_others(subject))]
    total = sum(x.envelope.area for x in layouts if x.form == "window" and is_lit(x))
    return Measurement(quantity=Quantity(total, Unit.MM2).to(Unit.FOOT2), where=(rect_mark(subject.rect),))
