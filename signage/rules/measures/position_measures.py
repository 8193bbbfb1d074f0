"""Where on the façade a sign sits: over its entrance, between windows, on columns, and the forbidden cases."""

from __future__ import annotations

from signage.frontage import Opening, OpeningKind, Unsurveyed
from signage.geometry import Rect, Region
from signage.rules.measures.fact_forms import FactKind, fact
from signage.rules.measures.measurement import (
    Measurement,
    Words,
    area_of,
    found,
    lacking,
    measure,
    nothing,
    rect_mark,
    word,
)
from signage.rules.measures.subject import Subject
from signage.rules.measures.suppliers import PLANNER, SURVEYOR
from signage.units import Unit


def _doors(subject: Subject) -> list[Opening]:
    low, high = subject.leased_span
    own = {subject.unit.id, *subject.leased}
    return [
        o
        for o in subject.face.openings
        if o.kind is OpeningKind.DOOR
        and o.storey == subject.unit.storey
        and (o.unit in own or (o.unit is None and low <= o.rect.centre.x <= high))
    ]


@measure(
    "over_entrance",
    None,
    ("相对自身出入口的位置", "place beside the own entrance"),
    "`over` when the sign's width overlaps a door of the own units and its bottom is at or above the door's top, "
    "else `away`; the fact `over_entrance` stands in where the plan has no doors.",
    kind="text",
    facts=("over_entrance", "leased_units"),
    values={"over": ("在自身出入口上方", "over the own entrance"), "away": ("不在自身出入口上方", "not over it")},
)
def over_entrance(subject: Subject) -> Measurement:
    """Return whether the sign is on the lintel over the unit's own entrance."""
    stated, r = subject.fact("over_entrance"), subject.rect
    if Unsurveyed.OPENINGS in subject.face.unsurveyed and isinstance(stated, bool):
        return word("over" if stated else "away", rect_mark(r))
    doors = _doors(subject)
    if not doors:
        if not isinstance(stated, bool):
            return lacking(("本铺位出入口的位置", "where the unit's entrance is"), PLANNER)
        return word("over" if stated else "away", rect_mark(r))
    over = [d for d in doors if d.rect.x0 < r.x1 and r.x0 < d.rect.x1 and r.y0 >= d.rect.y1 - 0.01]
    return word("over" if over else "away", rect_mark(r), *(rect_mark(d.rect, role="limit") for d in doors))


@measure(
    "wall_zone",
    None,
    ("所在墙面部位", "part of the wall"),
    "`between` when the sign lies over the windows of the unit's storey and under those of the next one, over its "
    "width, else `other`; without a next storey the roof line bounds it.",
    kind="text",
    values={
        "between": ("本层窗与上层窗之间的墙面", "the wall between the own windows and those above"),
        "other": ("其他部位", "another part of the wall"),
    },
)
def wall_zone(subject: Subject) -> Measurement:
    """Return whether the sign is on the wall between its storey's windows and the next storey's."""
    r, n = subject.rect, subject.unit.storey
    below = _windows(subject, n)
    if not below:
        return lacking(("本层外窗的位置", "the windows of the storey"), PLANNER)
    above, next_storey = _windows(subject, n + 1), subject.face.storey(n + 1)
    sill = next_storey.sill_mm if next_storey is not None else subject.face.parapet_mm
    if not above and sill is None:
        return lacking(("上层窗台或女儿墙标高", "the sill above or the roof line"), PLANNER)
    ceiling = min([w.y0 for w in above], default=sill)
    inside = r.y0 >= max(w.y1 for w in below) and (ceiling is None or r.y1 <= ceiling)
    limits = [rect_mark(w, role="limit") for w in (*below, *above)]
    return word("between" if inside else "other", rect_mark(r), *limits)


def _windows(subject: Subject, storey: int) -> list[Rect]:
    r = subject.rect
    return [
        o.rect
        for o in subject.face.openings
        if o.storey == storey and o.kind is not OpeningKind.DOOR and o.rect.x0 < r.x1 and r.x0 < o.rect.x1
    ]


@measure(
    "top_storey",
    Unit.COUNT,
    ("招牌顶到达的楼层", "storey that the sign's top reaches"),
    "Number of the storey in which the sign's upper edge lies; on the line between two, the lower one.",
)
def top_storey(subject: Subject) -> Measurement:
    """Return the number of the storey that the sign's top reaches."""
    top = subject.rect.y1
    listed = sorted(subject.face.storeys, key=lambda s: s.floor_mm)
    if not listed:
        return lacking(("楼层标高", "the levels of the storeys"), PLANNER)
    inside = next((s for s in listed if top <= s.top_mm + 0.005), None)
    if inside is None and subject.face.parapet_mm is None:
        return lacking(("招牌顶所在楼层的标高", "the level of the storey that the sign's top reaches"), PLANNER)
    return found(inside.number if inside is not None else listed[-1].number + 1, Unit.COUNT, rect_mark(subject.rect))


@measure(
    "column_overlap",
    Unit.MM2,
    ("遮挡骑楼（柱廊）柱的面积", "area on colonnade columns"),
    "Common area of the sign's pieces and the colonnade's columns as the street sees them.",
)
def column_overlap(subject: Subject) -> Measurement:
    """Return how much of a colonnade's columns the sign covers."""
    columns = [c.rect for c in subject.face.columns if c.is_colonnade]
    if not columns:
        return nothing("本立面没有骑楼柱廊", "the face has no colonnade")
    near = [c for c in columns if c.overlaps(subject.rect)]
    if not near:
        return found(0.0, Unit.MM2, rect_mark(subject.rect))
    sign = subject.region
    common = [sign.intersection(Region.rect(c)) for c in near]
    excess = tuple(rect_mark(c.bounds, role="excess") for c in common if c.bounds is not None)
    where = tuple(rect_mark(c, role="limit") for c in near)
    return Measurement(quantity=area_of(Region.union(common).area), where=where, excess=excess)


@measure(
    "planned_band",
    None,
    ("规划招牌带", "planned sign band"),
    "Whether the frontage plan keeps a sign band for the unit.",
    kind="text",
    values={"yes": ("有", "yes"), "no": ("无", "no")},
)
def planned_band(subject: Subject) -> Measurement:
    """Return whether the plan keeps a band for the unit."""
    return word("no" if subject.band is None else "yes")


@measure(
    "lintel",
    None,
    ("门楣", "lintel"),
    "Whether the shop has a lintel for a sign, by the fact `has_lintel`; a planned band is no proof of one.",
    kind="text",
    facts=("has_lintel",),
    values={"yes": ("有", "yes"), "no": ("无", "no")},
)
def lintel(subject: Subject) -> Measurement:
    """Return whether there is a lintel over the shop."""
    stated = subject.fact("has_lintel")
    if isinstance(stated, bool):
        return word("yes" if stated else "no")
    return lacking(("店面是否有门楣", "whether the shop has a lintel"), SURVEYOR)


_CASES: dict[str, Words] = {
    "fire_safety": ("影响消防安全", "endangers fire safety"),
    "public_facility": ("影响市政公共设施", "hinders municipal facilities"),
    "traffic_facility": ("影响交通安全设施、交通标志", "hinders traffic facilities"),
    "fire_facility": ("影响消防设施", "hinders fire facilities"),
    "telecom_facility": ("影响通信设施", "hinders telecommunication facilities"),
    "traffic": ("影响车辆、行人通行", "hinders traffic"),
    "lawful_use": ("妨碍他人依法使用建筑物或居民生活", "hinders others' lawful use or residents"),
    "daylight": ("影响采光", "takes daylight"),
    "ventilation": ("影响通风", "takes air"),
    "illegal_building": ("违法建筑", "illegal building"),
    "dangerous_building": ("危险建筑", "dangerous building"),
    "skyline": ("破坏建筑轮廓、天际线", "breaks the skyline"),
    "sloping_roof": ("破坏坡屋顶轮廓", "breaks the outline of a sloping roof"),
    "ornament": ("遮挡线脚、浮雕等装饰", "covers mouldings or relief"),
}


fact("forbidden_cases", FactKind.WORDS, _CASES)


@measure(
    "forbidden_cases",
    None,
    ("禁止设置情形", "forbidden cases"),
    "Forbidden cases that were found on the spot (fact `forbidden_cases`, `none` without any) and those among the "
    "carrier's restricted places.",
    kind="words",
    values=_CASES,
    facts=("forbidden_cases", "restricted_place"),
)
def forbidden_cases(subject: Subject) -> Measurement:
    """Return the forbidden cases that a survey found."""
    stated = subject.words_of("forbidden_cases")
    places = [p for p in subject.words_of("restricted_place") or () if p in _CASES]
    if stated is None and not places:
        return lacking(("禁止设置情形的踏勘结果（没有写 none）", "the survey of forbidden cases"), SURVEYOR)
    listed = tuple(dict.fromkeys((*(stated or ()), *places)))
    return Measurement(words=listed, where=(rect_mark(subject.rect),) if listed else ())
