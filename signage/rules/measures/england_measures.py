"""England: the class of an advertisement, and heights over the building's own ground floor, never the pavement."""

from __future__ import annotations

from signage.design import PieceRole
from signage.frontage import OpeningKind
from signage.rules.measures.fact_forms import FactKind, fact
from signage.rules.measures.measurement import (
    Gauge,
    Measurement,
    Words,
    found,
    lacking,
    line_mark,
    measure,
    nothing,
    ratio,
    rect_mark,
    word,
)
from signage.rules.measures.stated_facts import YES_NO, stated_word, stated_words
from signage.rules.measures.street_signs import face_mm2, is_lit, own_existing, own_others
from signage.rules.measures.subject import Subject
from signage.rules.measures.suppliers import APPLICANT, OFFICE, PLANNER
from signage.units import Quantity, Unit

HIGHWAYS: Words = ("公路主管部门", "the highway authority")
CLASSES: dict[str, Words] = {
    **{c: (f"第 {c.upper()} 类", f"Class {c.upper()}") for c in ("2a", "2b", "2c", "4a", "4b", "5", "6")},
    "unclear": ("类别不明，须人工判断", "no class that is clear"),
    "express": ("须申请明示许可", "express consent"),
}
_PREMISES: dict[str, Words] = {
    "shop": ("商店", "a shop"),
    "business": ("其他营业场所", "other business premises"),
    "other": ("非营业场所", "not business premises"),
}
_AREAS: dict[str, Words] = {
    "asc": ("广告特别管制区", "area of special control"),
    "conservation_area": ("保护区", "conservation area"),
    "aonb": ("杰出自然风景区", "area of outstanding natural beauty"),
    "national_park": ("国家公园", "national park"),
}
_HAZARDS: dict[str, Words] = {
    "endangers_traffic": ("危及交通", "endangers people on a highway or other way"),
    "obscures_signal": ("遮挡交通标志或信号", "obscures a sign or signal"),
    "hinders_device": ("妨碍监控或测速设备", "hinders a security or speed device"),
}
fact("advert_class", FactKind.WORD, {name: CLASSES[name] for name in CLASSES if name != "unclear"})
fact("premises", FactKind.WORD, _PREMISES)
fact("designated_area", FactKind.WORDS, _AREAS)
fact("highway_hazard", FactKind.WORDS, _HAZARDS)
_DESIGNATED: Words = ("所在地属于指定区域", "the place is in a designated area")
_AREA_WORDS: Words = ("所在地是否为指定区域", "the designated areas that the place is in")


@measure(
    "deemed_class",
    None,
    ("默认许可类别", "class of deemed consent"),
    "The class by Schedule 3, from `advert_class` when it is stated; else from `premises`, `is_forecourt`, the light, "
    "`is_medical`, `is_retail_park`, `designated_area` and whether the wall has a shop window.",
    kind="text",
    values=CLASSES,
    facts=("advert_class", "premises", "is_forecourt", "is_medical", "is_retail_park", "designated_area"),
)
def deemed_class(subject: Subject) -> Measurement:
    """Return the class of deemed consent, or that express consent is needed."""
    stated = subject.fact("advert_class")
    if isinstance(stated, str):
        return _stated_class(subject, stated)
    premises = stated_word(subject, "premises", _PREMISES, ("场所性质", "what the premises are"), APPLICANT)
    if premises.text is None:
        return premises
    if premises.text == "other":
        return word("express", detail=("不属于营业场所", "the place is not business premises"))
    lit = is_lit(subject.layout) or subject.fact("external_light") is True
    if subject.layout.stands_on_ground:
        return _on_forecourt(subject, lit)
    if lit and subject.fact("is_medical") is not True:
        return _lit_class(subject)
    return _unlit_class(subject, premises.text)


def _stated_class(subject: Subject, stated: str) -> Measurement:
    """A stated class holds where the light and the place allow it; a word alone makes no consent."""
    lit = is_lit(subject.layout) or subject.fact("external_light") is True
    if stated in ("5", "6") and lit and not (stated == "5" and subject.fact("is_medical") is True):
        return word("express", detail=(f"第 {stated} 类招牌不得发光", f"a sign of Class {stated} may not be lit"))
    if stated not in ("4a", "4b"):
        return word(stated)
    areas = stated_words(subject, "designated_area", _AREAS, _AREA_WORDS, OFFICE)
    if areas.words is None:
        return areas
    if not areas.words:
        return word(stated)
    return word("unclear" if stated == "4a" else "express", detail=_DESIGNATED)


def _on_forecourt(subject: Subject, lit: bool) -> Measurement:
    asked = stated_word(subject, "is_forecourt", YES_NO, ("是否在店前场地", "whether it is on a forecourt"), APPLICANT)
    if asked.text is None:
        return asked
    if asked.text == "no":
        return word("express", detail=("独立式招牌不在店前场地", "it stands on no forecourt"))
    return word("express", detail=("店前场地招牌不得发光", "a forecourt sign may not be lit")) if lit else word("6")


def _unlit_class(subject: Subject, premises: str) -> Measurement:
    if premises == "shop":
        if not subject.face.openings:
            return lacking(("立面门窗洞口位置", "the openings of the façade"), PLANNER)
        if not any(o.kind is OpeningKind.SHOPFRONT for o in subject.face.openings):
            return word("express", detail=("该墙面没有橱窗", "the wall has no shop window"))
    return word("5")


def _lit_class(subject: Subject) -> Measurement:
    park = stated_word(subject, "is_retail_park", YES_NO, ("是否在零售园区", "whether it is a retail park"), OFFICE)
    areas = stated_words(subject, "designated_area", _AREAS, _AREA_WORDS, OFFICE)
    for one in (park, areas):
        if one.missing is not None:
            return one
    if not areas.words:
        return word("4a" if park.text == "yes" else "4b")
    return word("unclear" if park.text == "yes" else "express", detail=_DESIGNATED)


@measure(
    "special_control",
    None,
    ("是否特别管制区", "place"),
    "Whether the place is in an area of special control of advertisements, by the fact `designated_area` (`asc`).",
    kind="text",
    values={"yes": ("特别管制区内", "in an area of special control"), "no": ("其他地区", "elsewhere")},
    facts=("designated_area",),
)
def special_control(subject: Subject) -> Measurement:
    """Return whether the place is in an area of special control."""
    areas = stated_words(subject, "designated_area", _AREAS, _AREA_WORDS, OFFICE)
    return areas if areas.words is None else word("yes" if "asc" in areas.words else "no")


@measure(
    "bottom_level",
    Unit.MM,
    ("招牌底标高", "level of the sign's bottom"),
    "Lower edge of the envelope over the building's ±0.000, its own ground floor.",
)
def bottom_level(subject: Subject) -> Measurement:
    """Return the level of the sign's lower edge."""
    r = subject.rect
    mark = line_mark(r.x0, r.y0, r.x1, r.y0)
    return found(r.y0, Unit.MM, mark, gauge=Gauge(axis="y", datum=0.0, sign=1, rect=r))


@measure(
    "first_floor_window_level",
    Unit.MM,
    ("二层窗下沿标高", "level of the first-floor window bottom"),
    "Lowest window bottom of the storey over the ground floor in that wall, over ±0.000; wherever in the wall it is.",
)
def first_floor_window_level(subject: Subject) -> Measurement:
    """Return the level of the bottom of the first-floor windows in the wall."""
    if subject.face.storey(2) is None:
        return nothing("该墙面没有上层", "the wall has no storey above")
    upper = [o for o in subject.face.openings if o.storey == 2]
    windows = [o.rect.y0 for o in upper if o.kind in (OpeningKind.WINDOW, OpeningKind.RESCUE)]
    storey = subject.face.storey(2)
    if windows:
        level = min(windows)
    elif storey is not None and storey.sill_mm is not None:
        level = storey.sill_mm
    else:
        return lacking(("二层窗下沿标高", "the level of the first-floor window bottom"), PLANNER)
    return found(level, Unit.MM, line_mark(0.0, level, subject.face.width_mm, level))


@measure(
    "lit_parts",
    None,
    ("发光部位与方式", "what is lit and how"),
    "`within` letters or a cut-out lit from inside, `halo` letters lit behind, `face` a whole panel or box, `exposed` "
    "lamps that are seen, `display` a screen, `external` lamps that shine on the sign (`external_light`).",
    kind="words",
    values={
        "within": ("字内透光", "characters lit from within"),
        "halo": ("字背发光", "halo behind characters"),
        "face": ("整面发光", "a whole lit face"),
        "exposed": ("外露光源", "exposed lamps"),
        "display": ("电子屏", "a display"),
        "external": ("外打光", "lamps that shine on it"),
    },
    facts=("external_light",),
)
def lit_parts(subject: Subject) -> Measurement:
    """Return what of the sign is lit, and how."""
    found_words: dict[str, None] = {}
    for piece in subject.lit_pieces:
        if piece.role is PieceRole.DISPLAY:
            found_words["display"] = None
        elif piece.lamps:
            found_words["exposed"] = None
        elif piece.role in (PieceRole.PANEL, PieceRole.BOX, PieceRole.FABRIC, PieceRole.GATE):
            found_words["face"] = None
        elif piece.is_face_lit:
            found_words["within"] = None
        if piece.is_halo_lit:
            found_words["halo"] = None
    if subject.fact("external_light") is True:
        found_words["external"] = None
    return Measurement(words=tuple(found_words), where=(rect_mark(subject.rect),) if found_words else ())


_MOTION: dict[str, Words] = {
    "intermittent": ("闪烁光", "intermittent light"),
    "moving": ("活动部件", "moving parts"),
    "animated": ("动画", "animation"),
}
fact("motion", FactKind.WORDS, _MOTION)


@measure(
    "motion",
    None,
    ("闪烁或活动", "intermittent light or movement"),
    "What of `intermittent`, `moving` and `animated` the fact `motion` states; a "
    "display must be stated, letters need not.",
    kind="words",
    values=_MOTION,
    facts=("motion", "is_dynamic"),
)
def motion(subject: Subject) -> Measurement:
    """Return what flashes or moves."""
    stated = subject.words_of("motion")
    if stated is None and subject.fact("is_dynamic") is True:
        stated = ("animated",)
    if stated is None and subject.layout.carrier == "display":
        return lacking(
            ("显示内容是否闪烁或活动（motion）", "whether the display flashes or moves (`motion`)"), APPLICANT
        )
    return Measurement(words=stated or (), where=(rect_mark(subject.rect),))


def _frontage_area(subject: Subject, up_to: float) -> Measurement:
    low, high = subject.leased_span
    top = min(up_to, subject.face.height_mm)
    if top <= 0:
        return lacking(("立面高度", "the height of the façade"), PLANNER)
    return found((high - low) * top / 1e6, Unit.M2)


@measure(
    "frontage_area_4600",
    Unit.M2,
    ("4.6 m 以下店面面积", "frontage up to 4.6 m"),
    "Width of the own frontage times 4.6 m over ±0.000, or the height of the wall where that is less.",
    facts=("leased_units",),
)
def frontage_area_4600(subject: Subject) -> Measurement:
    """Return the area of the frontage up to 4.6 m."""
    return _frontage_area(subject, 4600.0)


@measure(
    "frontage_area_to_top",
    Unit.M2,
    ("招牌顶以下店面面积", "frontage up to the sign's top"),
    "Width of the own frontage times the level of the sign's upper edge over ±0.000.",
    facts=("leased_units",),
)
def frontage_area_to_top(subject: Subject) -> Measurement:
    """Return the area of the frontage up to the top of the sign."""
    return _frontage_area(subject, subject.rect.y1)


@measure(
    "face_share_3600",
    Unit.RATIO,
    ("广告占 3.6 m 以下立面之比", "signs over the face up to 3.6 m"),
    "Face areas of this, of the other proposed and of all approved signs on the face not replaced, over the face's "
    "width times 3.6 m.",
    facts=("replaces",),
)
def face_share_3600(subject: Subject) -> Measurement:
    """Return the share of the building's face up to 3.6 m that all its signs take."""
    replaced = set(subject.words_of("replaces") or ())
    old = [e for e in subject.face.signs if e.id not in replaced]
    others = [s for s in subject.proposal.others if s.face_id == subject.face.id]
    total = face_mm2(subject.layout) + sum(face_mm2(s.layout) for s in others) + sum(e.rect.area for e in old)
    face = subject.face.width_mm * min(3600.0, subject.face.height_mm)
    marks = [rect_mark(r) for r in (subject.rect, *(s.rect for s in others), *(e.rect for e in old))]
    return ratio(Quantity(total, Unit.MM2), Quantity(face, Unit.MM2), *marks)


@measure(
    "forecourt_area",
    Unit.M2,
    ("店前场地广告面积合计", "signs on the forecourt, together"),
    "Face areas, one side each, of the signs of the frontage that stand on the ground: this, others proposed, approved "
    "ones not replaced.",
    facts=("replaces", "leased_units"),
)
def forecourt_area(subject: Subject) -> Measurement:
    """Return the sum of the areas of the signs on the forecourt."""
    if not subject.layout.stands_on_ground:
        return nothing("招牌不在店前场地", "the sign stands on no forecourt")
    total = face_mm2(subject.layout)
    total += sum(face_mm2(s.layout) for s in own_others(subject) if s.layout.stands_on_ground)
    total += sum(e.rect.area for e in own_existing(subject) if e.kind.startswith("freestanding"))
    return found(total / 1e6, Unit.M2, rect_mark(subject.rect))


@measure(
    "owner_consent",
    None,
    ("场地所有人同意", "consent of the site's owner"),
    "Whether the owner of the site permits the sign, by the fact `owner_consent`.",
    kind="text",
    values=YES_NO,
    facts=("owner_consent",),
)
def owner_consent(subject: Subject) -> Measurement:
    """Return whether the owner of the site has agreed."""
    what = ("场地所有人的同意", "whether the site's owner permits the sign")
    return stated_word(subject, "owner_consent", YES_NO, what, APPLICANT)


@measure(
    "highway_hazard",
    None,
    ("对交通的妨碍", "hazards to traffic"),
    "What a site visit found, by the fact `highway_hazard`; `none` when nothing.",
    kind="words",
    values=_HAZARDS,
    facts=("highway_hazard",),
)
def highway_hazard(subject: Subject) -> Measurement:
    """Return what hazards to traffic were found."""
    what = ("对交通安全和设备的影响", "whether the sign endangers traffic, hides signals or hinders devices")
    return stated_words(subject, "highway_hazard", _HAZARDS, what, HIGHWAYS)
