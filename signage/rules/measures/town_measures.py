"""Allowances of towns of the United States: which code is asked about, and what it multiplies."""

from __future__ import annotations

from dataclasses import replace

from signage.frontage import OpeningKind
from signage.geometry import Region
from signage.rules.measures.area_methods import measured_by, stated_method
from signage.rules.measures.fact_forms import FactKind, fact
from signage.rules.measures.measurement import (
    Measurement,
    Words,
    lacking,
    measure,
    nothing,
    ratio,
    rect_mark,
)
from signage.rules.measures.stated_facts import stated_number, stated_word
from signage.rules.measures.street_signs import feet, own_existing, own_others
from signage.rules.measures.subject import Subject
from signage.rules.measures.suppliers import APPLICANT, OFFICE, PLANNER
from signage.units import Quantity, Unit

_TOWNS = {
    "ashtabula-oh": "Ashtabula OH",
    "bloomington-mn": "Bloomington MN",
    "euclid-oh": "Euclid OH",
    "freeport-il": "Freeport IL",
    "hecker-il": "Hecker IL",
    "la-county-ca": "Los Angeles County CA",
    "marshfield-wi": "Marshfield WI",
    "millbrae-ca": "Millbrae CA",
    "millstadt-il": "Millstadt IL",
    "ordinance-d": "the code at ordinance.com D-4400704060",
    "saint-paris-oh": "St Paris OH",
    "seven-hills-oh": "Seven Hills OH",
    "sioux-falls-sd": "Sioux Falls SD",
    "springdale-oh": "Springdale OH",
    "tarentum-pa": "Tarentum PA",
    "woodmere-oh": "Woodmere OH",
    "all": "all towns, to compare",
}
TOWNS: dict[str, Words] = {code: (name if code != "all" else "各地对照", name) for code, name in _TOWNS.items()}
_USES: dict[str, Words] = {
    "business": ("独立营业场所", "a business of its own"),
    "office": ("办公楼", "an office"),
    "centre": ("商业中心内的单元", "a unit of a centre"),
}
fact("area_code", FactKind.WORD, TOWNS)
fact("premises_use", FactKind.WORD, _USES)


@measure(
    "area_code",
    None,
    ("适用的地方法规", "town whose code is asked about"),
    "Whose code applies, by the fact `area_code`; `all` asks every town of the book, to compare them.",
    kind="text",
    values=TOWNS,
    facts=("area_code",),
)
def area_code(subject: Subject) -> Measurement:
    """Return the town whose code is asked about."""
    return stated_word(subject, "area_code", TOWNS, ("适用哪一地的法规", "which town's code applies"), OFFICE)


@measure(
    "allowed_area",
    Unit.FOOT2,
    ("当地允许的面积", "area that the code allows"),
    "Area that the town's code allows for this sign, by the fact `allowed_area_ft2`; none is assumed.",
    facts=("allowed_area_ft2",),
)
def allowed_area(subject: Subject) -> Measurement:
    """Return the stated allowance."""
    value = stated_number(subject, "allowed_area_ft2")
    if value is None:
        what = ("当地允许的招牌面积（allowed_area_ft2）", "the area that the code allows (`allowed_area_ft2`)")
        return lacking(what, OFFICE)
    return Measurement(quantity=Quantity(value, Unit.FOOT2))


@measure(
    "premises_use",
    None,
    ("场所用途", "use of the premises"),
    "Business of its own, office, or unit of a centre, by the fact `premises_use`.",
    kind="text",
    values=_USES,
    facts=("premises_use",),
)
def premises_use(subject: Subject) -> Measurement:
    """Return the use of the premises."""
    return stated_word(subject, "premises_use", _USES, ("场所用途", "the use of the premises"), APPLICANT)


def _total_mm2(subject: Subject) -> float | Measurement:
    method = stated_method(subject)
    if isinstance(method, Measurement):
        return method
    total = 0.0
    for sign in (subject.proposal.sign, *own_others(subject)):
        taken = measured_by(Subject(replace(subject.proposal, sign=sign, others=())), method, Unit.MM2)
        if taken.missing is not None:
            return taken
        total += taken.quantity.value if taken.quantity is not None else 0.0
    return total + sum(e.rect.area for e in own_existing(subject))


@measure(
    "total_area",
    Unit.FOOT2,
    ("店面招牌面积合计", "signs of the frontage, together"),
    "This and the other proposed signs of the frontage by the stated `area_method`, and the boxes of approved ones not "
    "replaced.",
    facts=("area_method", "replaces", "leased_units"),
)
def total_area(subject: Subject) -> Measurement:
    """Return the area of all signs of the frontage by the stated method."""
    total = _total_mm2(subject)
    if isinstance(total, Measurement):
        return total
    return Measurement(quantity=Quantity(total, Unit.MM2).to(Unit.FOOT2), where=(rect_mark(subject.rect),))


@measure(
    "weighted_frontage",
    Unit.FOOT,
    ("折算店面宽度", "frontage, the secondary one at half"),
    "Width of the own frontage plus half of the secondary one, which the fact `secondary_frontage_ft` states on a "
    "building with several faces.",
    facts=("secondary_frontage_ft", "leased_units"),
)
def weighted_frontage(subject: Subject) -> Measurement:
    """Return the primary frontage plus half of the secondary one."""
    second = stated_number(subject, "secondary_frontage_ft")
    if second is None and len(subject.proposal.plan.faces) > 1:
        what = ("次要店面宽度（secondary_frontage_ft）", "the secondary frontage's width (`secondary_frontage_ft`)")
        return lacking(what, APPLICANT)
    low, high = subject.leased_span
    return feet(high - low + Quantity(second or 0.0, Unit.FOOT).to(Unit.MM).value / 2)


def _wall_mm2(subject: Subject) -> float:
    low, high = subject.leased_span
    return (high - low) * subject.face.height_mm


@measure(
    "wall_area",
    Unit.FOOT2,
    ("墙面面积", "area of the wall"),
    "Width of the own frontage times the height of the wall over ±0.000.",
    facts=("leased_units",),
)
def wall_area(subject: Subject) -> Measurement:
    """Return the area of the business's own wall."""
    return Measurement(quantity=Quantity(_wall_mm2(subject), Unit.MM2).to(Unit.FOOT2))


@measure(
    "wall_share",
    Unit.RATIO,
    ("招牌占墙面之比", "signs over the wall"),
    "`total_area` over `wall_area`.",
    facts=("area_method", "replaces", "leased_units"),
)
def wall_share(subject: Subject) -> Measurement:
    """Return the share of the wall that the signs take."""
    total, wall = _total_mm2(subject), _wall_mm2(subject)
    if isinstance(total, Measurement):
        return total
    if wall <= 0:
        return lacking(("墙面高度", "the height of the wall"), PLANNER)
    return ratio(Quantity(total, Unit.MM2), Quantity(wall, Unit.MM2), rect_mark(subject.rect))


@measure(
    "window_share",
    Unit.RATIO,
    ("橱窗招牌占窗面之比", "window sign over its window"),
    "Envelope of a window sign over the windows and shop windows that it lies in.",
)
def window_share(subject: Subject) -> Measurement:
    """Return the share of its windows that a window sign takes."""
    if subject.layout.form != "window":
        return nothing("招牌不在橱窗内", "the sign is in no window")
    glass = [o for o in subject.face.openings if o.kind in (OpeningKind.WINDOW, OpeningKind.SHOPFRONT)]
    mine = [o for o in glass if o.rect.overlaps(subject.rect)]
    if not mine:
        return lacking(("招牌所在的橱窗", "the window that the sign is in"), PLANNER)
    area = Region.union([o.region for o in mine]).area
    marks = (rect_mark(subject.rect), *(rect_mark(o.rect, role="limit") for o in mine))
    return ratio(Quantity(subject.rect.area, Unit.MM2), Quantity(area, Unit.MM2), *marks)
