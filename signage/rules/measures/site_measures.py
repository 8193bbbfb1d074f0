"""What surrounds the sign: the road, the ground under its edge, the lighting zone, forbidden places."""

from __future__ import annotations

from signage.rules.measures.fact_forms import FactKind, fact
from signage.rules.measures.measurement import Measurement, Words, found, lacking, measure, rect_mark, word
from signage.rules.measures.subject import Subject
from signage.rules.measures.suppliers import OFFICE, PLANNER, SURVEYOR
from signage.units import Unit


@measure("road_width", Unit.MM, ("道路宽度", "road width"), "Width of the road in front, green belts included.")
def road_width(subject: Subject) -> Measurement:
    """Return the width of the road in front of the face."""
    road = subject.face.road
    if road is None or road.width_mm is None:
        return lacking(("临街道路宽度（含绿化带）", "the road's width, green belts included"), PLANNER)
    return found(road.width_mm, Unit.MM)


@measure(
    "surface_below",
    None,
    ("招牌外缘下方地面", "surface under the outermost edge"),
    "What lies on the ground under the sign's outermost edge; at the kerb line itself it is the carriageway.",
    kind="text",
    values={
        "footway": ("人行道", "footway"),
        "cycle_lane": ("非机动车道", "cycle lane"),
        "carriageway": ("车行道", "carriageway"),
    },
)
def surface_below(subject: Subject) -> Measurement:
    """Return the surface under the sign's outermost edge."""
    road = subject.face.road
    if road is None or road.kerb_mm is None:
        return lacking(("路缘石位置", "the position of the kerb"), SURVEYOR)
    out = subject.layout.depth_mm
    if out < road.kerb_mm:
        return word("footway")
    if road.cycle_lane_mm is not None and out < road.cycle_lane_mm:
        return word("cycle_lane")
    return word("carriageway")


@measure(
    "zone",
    None,
    ("照明环境区域", "lighting zone"),
    "Environmental lighting zone of the face, by the plan.",
    kind="text",
    values={f"E{n}": (f"E{n} 区", f"zone E{n}") for n in range(5)},
)
def zone(subject: Subject) -> Measurement:
    """Return the lighting zone."""
    if subject.face.zone is None:
        return lacking(("照明环境区域（E0–E4）", "the lighting zone (E0–E4)"), OFFICE)
    return word(subject.face.zone.value)


_PLACES: dict[str, Words] = {
    "state_organ": ("国家机关建筑控制地带", "control zone of a state organ"),
    "traffic_facility": ("交通安全设施、交通标志", "traffic facility"),
    "fire_facility": ("消防设施", "fire facility"),
    "public_facility": ("市政公共设施", "municipal facility"),
    "illegal_building": ("违法建筑", "illegal building"),
    "dangerous_building": ("危险建筑", "dangerous building"),
    "heritage": ("文物保护单位、历史风貌区", "heritage zone"),
    "scenic_area": ("风景名胜区", "scenic area"),
}


fact("restricted_place", FactKind.WORDS, _PLACES)


@measure(
    "restricted_place",
    None,
    ("载体禁设情形", "restricted place"),
    "Forbidden or controlled places that the carrier is in: the fact `restricted_place` (`none` without any) and the "
    "plan's heritage flag; the flag alone says nothing of the other places.",
    kind="words",
    values=_PLACES,
    facts=("restricted_place",),
)
def restricted_place(subject: Subject) -> Measurement:
    """Return the forbidden places that the carrier is in."""
    stated = subject.words_of("restricted_place")
    if stated is None and not subject.face.is_heritage:
        known = "、".join(words[0] for words in _PLACES.values()), ", ".join(_PLACES)
        what = (
            f"载体是否在禁设地点的说明（restricted_place：{known[0]}，没有写 none）",
            f"whether the carrier is in a controlled place (`restricted_place`: {known[1]}, none)",
        )
        return lacking(what, OFFICE)
    listed = dict.fromkeys(stated or ())
    if subject.face.is_heritage:
        listed["heritage"] = None
    return Measurement(words=tuple(listed), where=(rect_mark(subject.rect),) if listed else ())
