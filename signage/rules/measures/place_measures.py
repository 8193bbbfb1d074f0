"""Where the sign is: heights over the pavement, levels, bands, leases, openings, neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from signage.frontage import ExistingSign, Roof, Unsurveyed
from signage.geometry import Rect, Region, polyline_y_max
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
from signage.rules.measures.other_signs import replace_hint
from signage.rules.measures.parts import Openings
from signage.rules.measures.subject import Subject
from signage.rules.measures.suppliers import APPLICANT, PLANNER
from signage.units import Unit

_RESCUE_FROM = 3  # storey from which rescue openings are due, GB 55037-2022 2.2.3


@measure(
    "clear_height",
    Unit.MM,
    ("底边净空", "clear height"),
    "From the sign's lowest edge straight down to the highest point of the pavement under its width.",
)
def clear_height(subject: Subject) -> Measurement:
    """Return the clear height (净空) over a pavement that may slope."""
    r = subject.rect
    if subject.parts.stands_on_ground:
        return nothing("招牌立在地面上", "the sign stands on the ground")
    if subject.layout.form == "window":
        return nothing("字贴在橱窗上，不伸出墙面", "the letters lie on the glass and reach over nothing")
    ground = polyline_y_max(subject.face.pavement, r.x0, r.x1)
    if ground is None:
        return lacking(("招牌下方的人行道标高", "the pavement level under the sign"), PLANNER)
    middle = r.centre.x
    gauge = Gauge(axis="y", datum=ground, sign=1, rect=r)
    return found(r.y0 - ground, Unit.MM, line_mark(middle, ground, middle, r.y0), gauge=gauge)


@measure(
    "top_level",
    Unit.MM,
    ("招牌顶标高", "level of the sign's top"),
    "Upper edge of the envelope over the building's ±0.000.",
)
def top_level(subject: Subject) -> Measurement:
    """Return the level of the sign's upper edge."""
    r = subject.rect
    return found(r.y1, Unit.MM, line_mark(r.x0, r.y1, r.x1, r.y1), gauge=Gauge(axis="y", datum=0.0, sign=1, rect=r))


@measure(
    "slab_mid_level",
    Unit.MM,
    ("上层楼板中线标高", "mid-line of the slab above"),
    "Top of the unit's storey less half the thickness of the slab above it.",
)
def slab_mid_level(subject: Subject) -> Measurement:
    """Return the level of the mid-line of the slab over the unit's storey."""
    storey = subject.storey
    if storey is None or storey.slab_mm <= 0:
        return lacking(("本层顶板厚度", "the thickness of the slab above"), PLANNER)
    return found(storey.top_mm - storey.slab_mm / 2, Unit.MM)


@measure(
    "upper_sill_level",
    Unit.MM,
    ("上层窗下沿标高", "level of the sill above"),
    "Lowest window bottom of the next storey over the sign's width, else that storey's sill level.",
)
def upper_sill_level(subject: Subject) -> Measurement:
    """Return the level of the window sill of the next storey."""
    sill = _upper_sill(subject)
    if sill is not None:
        return found(sill, Unit.MM)
    if subject.face.storey(subject.unit.storey + 1) is None:
        return nothing("上方没有楼层", "there is no storey above")
    return lacking(("上层窗台标高", "the sill level of the storey above"), PLANNER)


def _upper_sill(subject: Subject) -> float | None:
    r, above = subject.rect, subject.unit.storey + 1
    left, right = r.x0, r.x1
    windows = [w.y0 for w in subject.openings.windows(above) if w.x0 < right and w.x1 > left]
    storey = subject.face.storey(above)
    return min(windows) if windows else storey.sill_mm if storey is not None else None


@measure(
    "upper_window_gap",
    Unit.MM,
    ("招牌顶距上层窗下沿", "gap below the windows above"),
    "From the sign's top up to the lowest window bottom of the next storey over its width; negative when it covers it.",
)
def upper_window_gap(subject: Subject) -> Measurement:
    """Return the gap between the sign's top and the window sill above."""
    r = subject.rect
    sill = _upper_sill(subject)
    if sill is not None:
        mark = line_mark(r.centre.x, r.y1, r.centre.x, sill)
        return found(sill - r.y1, Unit.MM, mark, gauge=Gauge(axis="y", datum=sill, sign=-1, rect=r))
    if subject.face.storey(subject.unit.storey + 1) is None:
        return nothing("上方没有楼层", "there is no storey above")
    return lacking(("上层窗台标高", "the sill level of the storey above"), PLANNER)


_EAVES = ("坡屋顶的檐口标高", "the level of the eaves under the sloping roof")


@measure(
    "roof_gap",
    Unit.MM,
    ("招牌顶距女儿墙顶（檐口）", "gap below the parapet or eaves"),
    "From the sign's top up to the parapet's top or the eaves; negative when the sign stands above it.",
)
def roof_gap(subject: Subject) -> Measurement:
    """Return how far the sign stays below the roof line."""
    r, roof = subject.rect, subject.face.parapet_mm
    if roof is None:
        is_sloping = subject.face.roof is Roof.SLOPING
        return lacking(_EAVES if is_sloping else ("女儿墙顶或檐口标高", "the level of the parapet or eaves"), PLANNER)
    return found(
        roof - r.y1,
        Unit.MM,
        line_mark(r.centre.x, r.y1, r.centre.x, roof),
        gauge=Gauge(axis="y", datum=roof, sign=-1, rect=r),
    )


@measure("storey", Unit.COUNT, ("所在楼层", "storey"), "Number of the unit's storey; the ground floor is 1.")
def storey_number(subject: Subject) -> Measurement:
    """Return the number of the unit's storey."""
    return found(subject.unit.storey, Unit.COUNT)


@measure("storey_height", Unit.MM, ("层高", "storey height"), "From the storey's finished floor to its top.")
def storey_height(subject: Subject) -> Measurement:
    """Return the height of the unit's storey."""
    storey = subject.storey
    if storey is None:
        return lacking(("本层层高", "the storey height"), PLANNER)
    return found(storey.top_mm - storey.floor_mm, Unit.MM)


@measure(
    "shopfront_height",
    Unit.MM,
    ("店面总高", "height of the shopfront"),
    "From the storey's finished floor (or the highest pavement, where that is higher) to the storey's top.",
)
def shopfront_height(subject: Subject) -> Measurement:
    """Return the total height of the shopfront behind the sign."""
    storey = subject.storey
    ground = polyline_y_max(subject.face.pavement, subject.unit.x0_mm, subject.unit.x1_mm)
    if storey is None or (storey.number == 1 and ground is None):
        return lacking(("店面总高（楼层与人行道标高）", "the height of the shopfront"), PLANNER)
    floor = max(storey.floor_mm, ground) if storey.number == 1 and ground is not None else storey.floor_mm
    return found(storey.top_mm - floor, Unit.MM)


@measure(
    "datum_step",
    Unit.MM,
    ("底边与规划基准线之差", "distance from the planned datum"),
    "Distance between the sign's lower edge and the band's planned datum line.",
)
def datum_step(subject: Subject) -> Measurement:
    """Return how far the sign's bottom lies from the planned datum line."""
    band, r = subject.band, subject.rect
    if band is None:
        return lacking(("本铺位的招牌带", "a sign band for the unit"), PLANNER)
    if band.datum_mm is None:
        return nothing("规划未规定基准线", "the plan fixes no datum line")
    line = line_mark(r.x0, band.datum_mm, r.x1, band.datum_mm, role="limit")
    return found(abs(r.y0 - band.datum_mm), Unit.MM, line, line_mark(r.x0, r.y0, r.x1, r.y0))


@measure(
    "outside_band",
    Unit.MM2,
    ("超出招牌带的面积", "area outside the band"),
    "Area of the envelope that lies outside the planned sign band.",
)
def outside_band(subject: Subject) -> Measurement:
    """Return how much of the sign leaves its band."""
    band, r = subject.band, subject.rect
    if band is None:
        return lacking(("本铺位的招牌带", "a sign band for the unit"), PLANNER)
    common = r.intersection(band.rect)
    outside = max(r.area - (common.area if common else 0.0), 0.0)
    parts = () if outside == 0 else tuple(rect_mark(p, role="excess") for p in parts_outside(r, band.rect))
    return Measurement(
        quantity=area_of(outside),
        where=(rect_mark(r), rect_mark(band.rect, role="limit")),
        excess=parts,
    )


def parts_outside(rect: Rect, frame: Rect) -> list[Rect]:
    """Return up to four boxes that cover what of `rect` lies outside `frame` without overlapping."""
    common = rect.intersection(frame)
    if common is None:
        return [rect]
    boxes = [
        (rect.x0, rect.y0, common.x0, rect.y1),
        (common.x1, rect.y0, rect.x1, rect.y1),
        (common.x0, rect.y0, common.x1, common.y0),
        (common.x0, common.y1, common.x1, rect.y1),
    ]
    return [Rect(*b) for b in boxes if b[0] < b[2] and b[1] < b[3]]


@measure(
    "outside_lease",
    Unit.MM,
    ("超出承租铺位的宽度", "width outside the leased units"),
    "Width of the sign that lies outside the applicant's adjoining leased units (`leased_units`), own unit included.",
    facts=("leased_units",),
)
def outside_lease(subject: Subject) -> Measurement:
    """Return how wide the sign reaches beyond the units that the applicant leases."""
    r = subject.rect
    low, high = subject.leased_span
    over = max(low - r.x0, 0.0) + max(r.x1 - high, 0.0)
    if over > 0 and subject.fact("leased_units") is None:
        return lacking(("相邻铺位的租赁证明", "proof of the lease of the neighbouring unit"), APPLICANT)
    limits = tuple(line_mark(x, r.y0, x, r.y1, role="limit") for x in (low, high))
    parts = [(r.x0, min(low, r.x1)), (max(high, r.x0), r.x1)]
    excess = tuple(rect_mark(Rect(a, r.y0, b, r.y1), role="excess") for a, b in parts if a < b)
    return Measurement(quantity=found(over, Unit.MM).quantity, where=(rect_mark(r), *limits), excess=excess)


def _overlap(subject: Subject, openings: Openings) -> Measurement:
    near = openings.near(subject.rect)
    covered = [openings.all[i] for i in near]
    if not covered:
        return found(0.0, Unit.MM2, rect_mark(subject.rect))
    if subject.sheet is not None and all(openings.are_boxes[i] for i in near) and _apart([o.rect for o in covered]):
        return _overlap_of_boxes(subject.sheet, [o.rect for o in covered])
    sign = subject.region
    common = [sign.intersection(o.region) for o in covered]
    area = Region.union(common).area
    excess = tuple(rect_mark(c.bounds, role="excess") for c in common if c.bounds is not None)
    where = tuple(rect_mark(o.rect, role="limit") for o in covered)
    return Measurement(quantity=area_of(area), where=where, excess=excess)


def _overlap_of_boxes(sheet: Rect, boxes: Sequence[Rect]) -> Measurement:
    """As `_overlap` of a board on upright openings, which are most of all: the same areas without polygons."""
    common = [part for box in boxes if (part := sheet.intersection(box)) is not None and part.area > 0]
    excess = tuple(rect_mark(part, role="excess") for part in common)
    where = tuple(rect_mark(box, role="limit") for box in boxes)
    return Measurement(quantity=area_of(sum(part.area for part in common)), where=where, excess=excess)


def _apart(boxes: Sequence[Rect]) -> bool:
    return not any(one.overlaps(other) for one, other in combinations(boxes, 2))


def _no_openings(subject: Subject) -> Measurement | None:
    if subject.face.openings:
        return None
    return lacking(("立面门窗洞口位置", "the openings of the façade"), PLANNER)


@measure(
    "opening_overlap",
    Unit.MM2,
    ("遮挡门窗洞口的面积", "area covering doors and windows"),
    "Common area of the sign's pieces and the façade's doors, windows and shop windows (rescue openings apart).",
)
def opening_overlap(subject: Subject) -> Measurement:
    """Return how much of doors and windows the sign covers."""
    return _no_openings(subject) or _overlap(subject, subject.openings.doors_and_windows)


def _rescue_denied(subject: Subject) -> Measurement | None:
    """Return that there is no rescue opening where the plan says so though nobody surveyed the others."""
    unsurveyed = subject.face.unsurveyed
    if Unsurveyed.OPENINGS in unsurveyed and Unsurveyed.RESCUE not in unsurveyed:
        return nothing("平面图注明本立面没有消防救援窗口", "the plan says that the face has no fire-rescue opening")
    return None


def _no_rescue(subject: Subject) -> Measurement | None:
    """Return that there is no rescue opening, or that a plan of an upper storey ought to say where they are."""
    if subject.openings.rescue.all:
        return None
    upper = next((s for s in subject.face.storeys if s.number == _RESCUE_FROM), None)
    reaches = upper is not None and subject.rect.y1 > upper.floor_mm
    if reaches and subject.fact("is_rescue_face") is not False:
        what = (
            "三层及以上的消防救援窗口，或本立面不是救援面的说明（is_rescue_face=否）",
            "the rescue openings from storey 3 on, or that this is no rescue face (`is_rescue_face`: no)",
        )
        return lacking(what, PLANNER)
    return nothing("本立面未设消防救援窗口", "the face has no fire-rescue opening")


@measure(
    "rescue_overlap",
    Unit.MM2,
    ("遮挡消防救援窗口的面积", "area covering fire-rescue openings"),
    "Common area of the sign's pieces and the façade's marked fire-rescue openings. Where none is marked and the sign "
    "reaches storey 3, the plan has to say so (`is_rescue_face`).",
    facts=("is_rescue_face",),
)
def rescue_overlap(subject: Subject) -> Measurement:
    """Return how much of the fire-rescue openings the sign covers."""
    known = _rescue_denied(subject) or _no_openings(subject) or _no_rescue(subject)
    return known or _overlap(subject, subject.openings.rescue)


@measure(
    "rescue_clear",
    Unit.MM,
    ("救援窗口剩余净尺寸", "clear size left of a rescue opening"),
    "Smaller side of the largest upright box that stays free in the fire-rescue opening most affected by the envelope.",
    facts=("is_rescue_face",),
)
def rescue_clear(subject: Subject) -> Measurement:
    """Return what stays free of the rescue openings near the sign."""
    known = _rescue_denied(subject) or _no_openings(subject) or _no_rescue(subject)
    if known is not None:
        return known
    rescue = subject.openings.rescue
    sides, boxes = list(rescue.short_sides), {}
    for at in rescue.near(subject.rect):
        box = boxes[at] = _free_box(rescue.all[at].rect, subject.rect)
        sides[at] = min(box.width, box.height)
    least = min(sides)
    at = sides.index(least)
    return found(least, Unit.MM, rect_mark(boxes.get(at, rescue.all[at].rect)))


def _free_box(opening: Rect, sign: Rect) -> Rect:
    common = opening.intersection(sign)
    if common is None or common.area == 0:
        return opening
    rest = [
        Rect(opening.x0, opening.y0, common.x0, opening.y1),
        Rect(common.x1, opening.y0, opening.x1, opening.y1),
        Rect(opening.x0, opening.y0, opening.x1, common.y0),
        Rect(opening.x0, common.y1, opening.x1, opening.y1),
    ]
    return max(rest, key=lambda box: min(box.width, box.height))


def _steps(subject: Subject, pick: str) -> Measurement:
    neighbours = subject.neighbours
    if not neighbours:
        return nothing("同侧没有已核准的相邻招牌", "there is no approved neighbouring sign on this side")
    r = subject.rect

    def step(one: ExistingSign) -> float:
        if pick == "bottom":
            return abs(r.y0 - one.rect.y0)
        if pick == "height":
            return abs(r.height - one.rect.height)
        return abs(subject.layout.depth_mm - one.depth_mm)

    worst = max(neighbours, key=step)
    limit = line_mark(min(r.x0, worst.rect.x0), worst.rect.y0, max(r.x1, worst.rect.x1), worst.rect.y0, role="limit")
    marks = (rect_mark(worst.rect, role="limit"),) if pick == "height" else (limit,)
    return Measurement(
        quantity=found(step(worst), Unit.MM).quantity,
        where=(rect_mark(r), *marks),
        detail=(f"相邻招牌“{worst.name}”（{worst.unit}）", f"the neighbour “{worst.name}” ({worst.unit})"),
    )


@measure(
    "neighbour_bottom_step",
    Unit.MM,
    ("底边与相邻招牌之差", "step to the neighbours' bottom"),
    "Largest difference of lower edges between the sign and the nearest approved sign on each side, same storey.",
)
def neighbour_bottom_step(subject: Subject) -> Measurement:
    """Return the step between lower edges."""
    return _steps(subject, "bottom")


@measure(
    "neighbour_height_step",
    Unit.MM,
    ("高度与相邻招牌之差", "difference of height to the neighbours"),
    "Largest difference of envelope heights between the sign and the nearest approved sign on each side.",
)
def neighbour_height_step(subject: Subject) -> Measurement:
    """Return the difference of heights."""
    return _steps(subject, "height")


@measure(
    "neighbour_depth_step",
    Unit.MM,
    ("外挑与相邻招牌之差", "difference of projection to the neighbours"),
    "Largest difference of projection between the sign and the nearest approved sign on each side.",
)
def neighbour_depth_step(subject: Subject) -> Measurement:
    """Return the difference of projections."""
    return _steps(subject, "depth")


@measure(
    "unified_design",
    None,
    ("统一设计立面", "unified design"),
    "Whether the signs of the face follow one approved design.",
    kind="text",
    values={"yes": ("是", "yes"), "no": ("否", "no")},
)
def unified_design(subject: Subject) -> Measurement:
    """Return whether the face has one approved design."""
    return word("yes" if subject.face.is_unified_design else "no")


@measure(
    "sign_count",
    Unit.COUNT,
    ("本铺位招牌数量", "number of signs of the unit"),
    "This sign, others of the application at the unit, and approved ones there that it does not replace (`replaces`).",
    facts=("replaces",),
)
def sign_count(subject: Subject) -> Measurement:
    """Return how many signs the unit would have."""
    unit = subject.unit.id
    replaced = set(subject.words_of("replaces") or ())
    stays = [e for e in subject.face.signs if e.unit == unit and e.id not in replaced]
    # What stands for a few days is no sign of the shop.
    old = [e for e in stays if not e.is_temporary or subject.layout.is_temporary]
    others = [s for s in subject.proposal.others if s.unit_id == unit]
    marks = [rect_mark(subject.rect), *(rect_mark(e.rect) for e in old), *(rect_mark(s.rect) for s in others)]
    counted = [o for o in subject.others if o.unit_id == unit]
    reading = found(1 + len(old) + len(others), Unit.COUNT, *marks)
    return replace(reading, detail=replace_hint(subject.proposal, counted))


@measure(
    "entrances", Unit.COUNT, ("主出入口数量", "number of main entrances"), "Main entrances of the unit, by the plan."
)
def entrances(subject: Subject) -> Measurement:
    """Return the number of the unit's main entrances."""
    if subject.unit.entrances is None:
        return lacking(("本铺位主出入口的数量", "the number of the unit's main entrances"), PLANNER)
    return found(subject.unit.entrances, Unit.COUNT)
