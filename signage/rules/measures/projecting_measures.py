"""Projecting signs (垂直式招牌、侧招): size class, face, brackets, angle, distance to other projecting signs."""

from __future__ import annotations

from math import pi

from signage.geometry import Rect
from signage.rules.measures.measurement import (
    Gauge,
    Measurement,
    area_of,
    found,
    lacking,
    line_mark,
    measure,
    nothing,
    rect_mark,
    word,
)
from signage.rules.measures.other_signs import OtherSign
from signage.rules.measures.subject import Subject
from signage.rules.measures.suppliers import APPLICANT, PLANNER, SURVEYOR
from signage.units import Quantity, Unit

_OTHER_FORM = ("不是垂直式招牌", "it is no projecting sign")
_ROUND_WITHIN = 0.01  # share by which a round face's area may differ from its circle's: curves are approximations
_SMALL_MM2 = 500_000  # DB3301/T 89-2023 3.3: small up to and including 0.5 m²


def _is_projecting(subject: Subject) -> bool:
    return subject.layout.form == "projecting"


def _face(subject: Subject) -> Rect:
    """The face across the wall: width out from the wall without brackets, and height; sign space."""
    return subject.layout.envelope


@measure(
    "side_area",
    Unit.M2,
    ("侧招面积", "area of the projecting face"),
    "Width (without brackets) times height of one face of a projecting sign.",
)
def side_area(subject: Subject) -> Measurement:
    """Return the area of one face of a projecting sign."""
    if not _is_projecting(subject):
        return nothing(*_OTHER_FORM)
    return Measurement(quantity=area_of(_face(subject).area), where=(rect_mark(subject.rect),))


@measure(
    "side_class",
    None,
    ("侧招类别", "class of projecting sign"),
    "`small` up to 0.5 m² of one face, else `large` (DB3301/T 89-2023, 3.3).",
    kind="text",
    values={"small": ("小型侧招", "small projecting sign"), "large": ("大型侧招", "large projecting sign")},
)
def side_class(subject: Subject) -> Measurement:
    """Return whether a projecting sign is small or large."""
    if not _is_projecting(subject):
        return nothing(*_OTHER_FORM)
    return word("small" if Quantity(_face(subject).area, Unit.MM2).ticks <= _SMALL_MM2 else "large")


def _side(subject: Subject, value: float) -> Measurement:
    if not _is_projecting(subject):
        return nothing(*_OTHER_FORM)
    return found(value, Unit.MM, rect_mark(subject.rect))


@measure(
    "side_width",
    Unit.MM,
    ("侧招宽度", "width of the projecting face"),
    "Width of the face measured out from the wall, brackets apart.",
)
def side_width(subject: Subject) -> Measurement:
    """Return the width of a projecting sign's face."""
    return _side(subject, _face(subject).width)


@measure(
    "side_height", Unit.MM, ("侧招高度", "height of the projecting face"), "Height of a projecting sign's envelope."
)
def side_height(subject: Subject) -> Measurement:
    """Return the height of a projecting sign's face."""
    if not _is_projecting(subject):
        return nothing(*_OTHER_FORM)
    r = subject.rect
    gauge = Gauge(axis="y", datum=r.y0, sign=1, rect=r)
    return found(r.height, Unit.MM, line_mark(r.x1, r.y0, r.x1, r.y1), gauge=gauge)


@measure(
    "side_longest",
    Unit.MM,
    ("侧招最长边", "longest side of the projecting face"),
    "Longer of width and height of a projecting sign's face, brackets apart; a round face has no sides.",
    version=2,
)
def side_longest(subject: Subject) -> Measurement:
    """Return the longest side of a projecting sign's face."""
    if _is_projecting(subject) and _is_round(subject):
        return nothing("圆形招牌没有边", "a round face has no sides")
    return _side(subject, max(_face(subject).width, _face(subject).height))


@measure(
    "side_diameter",
    Unit.MM,
    ("圆形侧招直径", "diameter of a round projecting sign"),
    "Diameter of a projecting sign whose face is a circle (area within 1 % of the circle's); others have none.",
)
def side_diameter(subject: Subject) -> Measurement:
    """Return the diameter of a round projecting sign."""
    if not _is_projecting(subject):
        return nothing(*_OTHER_FORM)
    if not _is_round(subject):
        return nothing("招牌面不是圆形", "the face is no circle")
    return _side(subject, _face(subject).width)


def _is_round(subject: Subject) -> bool:
    face, panel = _face(subject), subject.layout.panel
    circle = pi * face.width**2 / 4
    is_even = abs(face.width - face.height) < 1.0
    return panel is not None and is_even and abs(abs(panel.outline.signed_area()) - circle) <= _ROUND_WITHIN * circle


@measure(
    "bracket_reach",
    Unit.MM,
    ("支架离墙距离", "stand-off of the brackets"),
    "From the wall to the near edge of a projecting sign: the gap that its brackets bridge.",
)
def bracket_reach(subject: Subject) -> Measurement:
    """Return how far brackets hold a projecting sign off the wall."""
    return _side(subject, subject.layout.depth_mm - _face(subject).width)


@measure(
    "wall_angle",
    Unit.DEGREE,
    ("与墙面夹角", "angle to the wall"),
    "Angle between a projecting sign's face and the wall: the fact `wall_angle` in degrees, else 90, as it is drawn.",
    facts=("wall_angle",),
)
def wall_angle(subject: Subject) -> Measurement:
    """Return the angle at which a projecting sign stands to the wall."""
    if not _is_projecting(subject):
        return nothing(*_OTHER_FORM)
    stated = subject.amount("wall_angle")
    return found(90.0 if stated is None else stated, Unit.DEGREE, rect_mark(subject.rect))


def _gap(subject: Subject, other: OtherSign) -> float:
    r, o = subject.rect, other.rect
    return max(o.x0 - r.x1, r.x0 - o.x1, 0.0)


def _projecting_others(subject: Subject) -> tuple[OtherSign, ...]:
    return tuple(o for o in subject.others if o.form == "projecting" and o.face_id == subject.face.id)


@measure(
    "projecting_spacing",
    Unit.MM,
    ("侧招间距", "spacing of projecting signs"),
    "Clear distance along the face to the nearest other projecting sign of the building, approved or proposed.",
    facts=("replaces",),
)
def projecting_spacing(subject: Subject) -> Measurement:
    """Return the distance to the nearest other projecting sign."""
    if not _is_projecting(subject):
        return nothing(*_OTHER_FORM)
    others = _projecting_others(subject)
    if not others:
        return nothing("同一建筑没有其他侧招", "the building has no other projecting sign")
    near = min(others, key=lambda o: _gap(subject, o))
    r, o = subject.rect, near.rect
    ends = (r.x1, o.x0) if o.x0 >= r.x1 else (o.x1, r.x0)
    y = r.centre.y
    value = found(_gap(subject, near), Unit.MM, line_mark(ends[0], y, ends[1], y), rect_mark(o, role="limit"))
    return Measurement(quantity=value.quantity, where=value.where, detail=_named(near))


def _named(other: OtherSign) -> tuple[str, str]:
    return (f"最近的侧招“{other.name}”（{other.unit_id}）", f"the nearest is “{other.name}” ({other.unit_id})")


@measure(
    "projecting_datum_step",
    Unit.MM,
    ("与其他侧招基准线之差", "step to the other projecting signs' datum"),
    "Difference of lower edges between the sign and the nearest other projecting sign of the building.",
    facts=("replaces",),
)
def projecting_datum_step(subject: Subject) -> Measurement:
    """Return how far the sign's bottom lies from that of the nearest other projecting sign."""
    if not _is_projecting(subject):
        return nothing(*_OTHER_FORM)
    others = _projecting_others(subject)
    if not others:
        return nothing("同一建筑没有其他侧招", "the building has no other projecting sign")
    near = min(others, key=lambda o: _gap(subject, o))
    r, level = subject.rect, near.rect.y0
    line = line_mark(min(r.x0, near.rect.x0), level, max(r.x1, near.rect.x1), level, role="limit")
    step = found(abs(r.y0 - level), Unit.MM, line, line_mark(r.x0, r.y0, r.x1, r.y0))
    return Measurement(quantity=step.quantity, where=step.where, detail=_named(near))


@measure(
    "cornice_gap",
    Unit.MM,
    ("招牌底至一层檐口", "bottom over the ground floor's cornice"),
    "From the ground floor's cornice (fact `cornice_level`, mm over ±0.000, else the top of storey 1 by the plan) up "
    "to the sign's bottom; negative when the sign reaches below it.",
    facts=("cornice_level",),
)
def cornice_gap(subject: Subject) -> Measurement:
    """Return how far the sign's bottom lies over the cornice of the ground floor."""
    stated, first, r = subject.amount("cornice_level"), subject.face.storey(1), subject.rect
    level = stated if stated is not None else first.top_mm if first is not None else None
    if level is None:
        return lacking(("一层檐口标高", "the level of the ground floor's cornice"), PLANNER)
    gauge = Gauge(axis="y", datum=level, sign=1, rect=r)
    return found(r.y0 - level, Unit.MM, line_mark(r.centre.x, level, r.centre.x, r.y0), gauge=gauge)


@measure(
    "special_street",
    None,
    ("特色街区", "special street"),
    "Whether the face is on a special street by the city's list, as the plan says.",
    kind="text",
    values={"yes": ("是", "yes"), "no": ("否", "no")},
)
def special_street(subject: Subject) -> Measurement:
    """Return whether the face is on a special street."""
    return word("yes" if subject.face.is_special_street else "no")


@measure(
    "footway_width",
    Unit.MM,
    ("人行道宽度", "width of the footway"),
    "Width of the footway in front: the fact `footway_width` (mm), else the plan's road.",
    facts=("footway_width",),
)
def footway_width(subject: Subject) -> Measurement:
    """Return the width of the footway in front of the face."""
    stated = subject.amount("footway_width")
    if stated is None and subject.face.road is not None:
        stated = subject.face.road.footway_mm
    if stated is None:
        return lacking(("人行道宽度", "the width of the footway"), SURVEYOR)
    return found(stated, Unit.MM)


@measure(
    "kerb_gap",
    Unit.MM,
    ("外缘至路缘石", "outermost edge to the kerb"),
    "From the sign's outermost edge to the kerb line on the ground; negative when the sign reaches over the road.",
)
def kerb_gap(subject: Subject) -> Measurement:
    """Return how far inside the kerb line the sign's outermost edge stays."""
    road = subject.face.road
    if road is None or road.kerb_mm is None:
        return lacking(("路缘石位置", "the position of the kerb"), SURVEYOR)
    return found(road.kerb_mm - subject.layout.depth_mm, Unit.MM, rect_mark(subject.rect))


@measure(
    "small_side_case",
    None,
    ("可设小型侧招的情形", "case for a small projecting sign"),
    "First that holds: special street, colonnade in front of the unit, footway below 2.5 m; else none "
    "(DB3301/T 89-2023, 4.2.1.4).",
    kind="text",
    facts=("footway_width",),
    values={
        "special_street": ("特色街区", "special street"),
        "colonnade": ("骑楼", "colonnade"),
        "narrow_footway": ("人行道宽度小于 2.5 m", "footway below 2.5 m"),
        "none": ("不属于所列情形", "none of the listed cases"),
    },
)
def small_side_case(subject: Subject) -> Measurement:
    """Return which listed case allows a small projecting sign."""
    unit = subject.unit
    if subject.face.is_special_street:
        return word("special_street")
    if any(c.is_colonnade and c.rect.x0 <= unit.x1_mm and unit.x0_mm <= c.rect.x1 for c in subject.face.columns):
        return word("colonnade")
    footway = footway_width(subject)
    if footway.quantity is None:
        return footway
    return word("narrow_footway" if footway.quantity.compare(Quantity(2.5, Unit.M)) < 0 else "none")


@measure(
    "open_all_day",
    None,
    ("24 小时营业", "open day and night"),
    "Whether the shop is open for 24 hours: the fact `open_24h`.",
    kind="text",
    facts=("open_24h",),
    values={"yes": ("是", "yes"), "no": ("否", "no")},
)
def open_all_day(subject: Subject) -> Measurement:
    """Return whether the shop is open day and night."""
    stated = subject.fact("open_24h")
    if not isinstance(stated, bool):
        return lacking(("是否 24 小时营业", "whether the shop is open for 24 hours"), APPLICANT)
    return word("yes" if stated else "no")


@measure(
    "business_projecting",
    Unit.COUNT,
    ("本店侧招数量", "projecting signs of the shop"),
    "This projecting sign and other projecting signs of the same unit or tenant on the building.",
    facts=("replaces",),
)
def business_projecting(subject: Subject) -> Measurement:
    """Return how many projecting signs the shop would have."""
    if not _is_projecting(subject):
        return nothing(*_OTHER_FORM)
    tenant = subject.unit.tenant
    own = [
        o
        for o in subject.others
        if o.form == "projecting" and (o.unit_id == subject.unit.id or (tenant is not None and o.tenant == tenant))
    ]
    marks = [rect_mark(o.rect) for o in own if o.face_id == subject.face.id]
    return found(1 + len(own), Unit.COUNT, rect_mark(subject.rect), *marks)
