"""How many signs: by unit and form, by shop over all faces, grouped signs, building names, repeated contents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from signage.rules.characters import folded
from signage.rules.findings import Mark
from signage.rules.measures.measurement import Measurement, found, lacking, measure, nothing, rect_mark, word
from signage.rules.measures.other_signs import OtherSign, replace_hint
from signage.rules.measures.subject import Subject
from signage.rules.measures.suppliers import APPLICANT, PLANNER
from signage.units import Unit

_YES_NO = {"yes": ("是", "yes"), "no": ("否", "no")}


@measure(
    "sign_purpose",
    None,
    ("招牌用途", "what the sign names"),
    "`building` (建筑物标识) when the fact `is_building_name` says so, else `shop`.",
    kind="text",
    facts=("is_building_name",),
    values={"shop": ("店铺招牌", "a shop"), "building": ("建筑物标识", "a building")},
)
def sign_purpose(subject: Subject) -> Measurement:
    """Return whether the sign names a shop or the building."""
    return word("building" if subject.fact("is_building_name") is True else "shop")


@measure(
    "grouped",
    None,
    ("组合式招牌", "grouped sign"),
    "Whether the sign is one field of a grouped sign (组合式): the fact `is_grouped`.",
    kind="text",
    facts=("is_grouped",),
    values=_YES_NO,
)
def grouped(subject: Subject) -> Measurement:
    """Return whether the sign is part of a grouped sign."""
    return word("yes" if subject.fact("is_grouped") is True else "no")


@measure(
    "form_count",
    Unit.COUNT,
    ("本铺位同类招牌数量", "signs of this form at the unit"),
    "This sign and the unit's other signs that stand to the wall in the same way (`form`), replaced ones apart.",
    facts=("replaces",),
)
def form_count(subject: Subject) -> Measurement:
    """Return how many signs of this form the unit would have."""
    marks = [rect_mark(o.rect) for o in subject.own_others if o.face_id == subject.face.id]
    return _counted(subject, 1 + len(subject.own_others), subject.own_others, marks)


def _counted(subject: Subject, count: int, others: Sequence[OtherSign], marks: Sequence[Mark]) -> Measurement:
    """Return a count with what to state when the sign takes an approved one's place."""
    reading = found(count, Unit.COUNT, rect_mark(subject.rect), *marks)
    mine = [o for o in others if o.unit_id == subject.unit.id]
    return replace(reading, detail=replace_hint(subject.proposal, mine))


def _of_business(subject: Subject) -> tuple[OtherSign, ...]:
    """Other signs of the same form of the same shop, on all faces of the building."""
    tenant, own = subject.unit.tenant, {subject.unit.id, *subject.leased}
    return tuple(
        o
        for o in subject.others
        if o.form == subject.layout.form and (o.unit_id in own or (tenant is not None and o.tenant == tenant))
    )


@measure(
    "business_count",
    Unit.COUNT,
    ("同一单位招牌数量", "signs of the same business"),
    "This sign and others of the same form of the same unit, leased units or tenant, over all faces of the building.",
    facts=("replaces", "leased_units"),
)
def business_count(subject: Subject) -> Measurement:
    """Return how many signs of this form the business would have on the building."""
    own = _of_business(subject)
    marks = [rect_mark(o.rect) for o in own if o.face_id == subject.face.id]
    return _counted(subject, 1 + len(own), own, marks)


@measure(
    "repeated_contents",
    Unit.COUNT,
    ("内容重复的招牌数量", "other signs with the same text"),
    "Other signs of the same form and business whose name reads the same after folding width, script and case.",
    facts=("replaces", "leased_units"),
)
def repeated_contents(subject: Subject) -> Measurement:
    """Return how many other signs of the business repeat this one's text."""
    own = folded(subject.layout.spec.name)
    others = _of_business(subject)
    if not others:
        return nothing("同一单位没有其他同类招牌", "the business has no other sign of this form")
    same = [o for o in others if folded(o.name) == own]
    marks = [rect_mark(o.rect, role="excess") for o in same if o.face_id == subject.face.id]
    return _counted(subject, len(same), same, marks)


@measure(
    "stacked_signs",
    Unit.COUNT,
    ("上下叠加的招牌数量", "signs stacked with this one"),
    "Other signs of the same form at the unit that lie above or below this one: their widths overlap.",
    facts=("replaces",),
)
def stacked_signs(subject: Subject) -> Measurement:
    """Return how many signs of the unit are stacked with this one."""
    r = subject.rect
    over = [o for o in subject.own_others if o.face_id == subject.face.id and o.rect.x0 < r.x1 and r.x0 < o.rect.x1]
    return _counted(subject, len(over), over, [rect_mark(o.rect, role="excess") for o in over])


@measure(
    "broken_front",
    None,
    ("立面被柱分隔或有多个转角面", "front broken by columns or corners"),
    "Whether columns stand inside the leased front, or the tenant holds units on several faces; the fact "
    "`broken_front` wins.",
    kind="text",
    facts=("broken_front", "leased_units"),
    values=_YES_NO,
)
def broken_front(subject: Subject) -> Measurement:
    """Return whether the front of the business is broken by columns or goes round a corner."""
    stated = subject.fact("broken_front")
    if isinstance(stated, bool):
        return word("yes" if stated else "no")
    low, high = subject.leased_span
    if any(low < c.rect.x0 and c.rect.x1 < high for c in subject.face.columns):
        return word("yes")
    tenant = subject.unit.tenant
    faces = {
        face.id for face in subject.proposal.plan.faces for u in face.units if tenant is not None and u.tenant == tenant
    }
    return word("yes" if len(faces) > 1 else "no")


@measure(
    "building_names",
    Unit.COUNT,
    ("建筑物标识数量", "building-name signs"),
    "This building-name sign and the others of the building: the fact `building_name_faces`, one face or direction for "
    "each other one, `none` without any.",
    facts=("building_name_faces", "is_building_name"),
)
def building_names(subject: Subject) -> Measurement:
    """Return how many building-name signs the building would have."""
    others = _building_names(subject)
    return others if isinstance(others, Measurement) else found(1 + len(others), Unit.COUNT, rect_mark(subject.rect))


@measure(
    "building_names_same_way",
    Unit.COUNT,
    ("同一朝向的建筑物标识数量", "building-name signs facing the same way"),
    "This building-name sign and the others on the same face or direction by the fact `building_name_faces`.",
    facts=("building_name_faces", "is_building_name"),
)
def building_names_same_way(subject: Subject) -> Measurement:
    """Return how many building-name signs would face the same way."""
    others = _building_names(subject)
    if isinstance(others, Measurement):
        return others
    same = [o for o in others if o in (subject.face.id, subject.face.name)]
    return found(1 + len(same), Unit.COUNT, rect_mark(subject.rect))


def _building_names(subject: Subject) -> tuple[str, ...] | Measurement:
    if subject.fact("is_building_name") is not True:
        return nothing("不是建筑物标识", "it does not name the building")
    others = subject.words_of("building_name_faces")
    if others is None:
        return lacking(("已有建筑物标识的朝向（没有写 none）", "where the building's other names are"), APPLICANT)
    return others


@measure(
    "building_height",
    Unit.MM,
    ("建筑高度", "building height"),
    "From ±0.000 to the parapet's top or the eaves, by the plan.",
)
def building_height(subject: Subject) -> Measurement:
    """Return the height of the building at this face."""
    if subject.face.parapet_mm is None:
        return lacking(("女儿墙顶或檐口标高", "the level of the parapet or eaves"), PLANNER)
    return found(subject.face.parapet_mm, Unit.MM)
