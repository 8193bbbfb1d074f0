"""The lengths that are sums of levels and ends: their terms by name, so that a reader or a test can add them up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from signage.frontage import ExistingSign
from signage.geometry import polyline_y_at
from signage.rules.measures import Words
from signage.rules.measures.subject import Subject


class Term(NamedTuple):
    """One figure of a sum: what it is, in mm, added or taken away."""

    words: Words
    value_mm: float
    is_less: bool = False


class Sum(NamedTuple):
    """Terms that give a length in mm; `is_size` when its sign does not count."""

    terms: tuple[Term, ...]
    is_size: bool = False

    @property
    def value_mm(self) -> float:
        """What the terms give."""
        value = sum(-term.value_mm if term.is_less else term.value_mm for term in self.terms)
        return abs(value) if self.is_size else value


def sum_of(subject: Subject, name: str) -> Sum | None:
    """Return the sum that a measure's length is, None where it is none or an input is not there."""
    make = _SUMS.get(name)
    return make(subject) if make is not None else None


def mm_words(value: float) -> str:
    """Return a length in mm as a working shows it: to 0.01 mm, with a true minus sign."""
    shown = f"{value:.2f}".rstrip("0").rstrip(".")
    shown = "0" if shown == "-0" else shown.replace("-", "−")
    return f"{shown} mm"


def _less(zh: str, en: str, value: float) -> Term:
    return Term((zh, en), value, is_less=True)


_BOTTOM, TOP = ("招牌底边标高", "level of the sign's bottom"), ("招牌顶标高", "level of the sign's top")


def _bottom(subject: Subject) -> Term:
    return Term(_BOTTOM, subject.rect.y0)


def _top(subject: Subject) -> Term:
    return Term(TOP, subject.rect.y1, is_less=True)


def _pavement(subject: Subject) -> Term | None:
    """The highest pavement under the sign, and where that is."""
    r, line = subject.rect, subject.face.pavement
    places = [r.x0, r.x1, *(p.x for p in line if r.x0 < p.x < r.x1)]
    levels = [(y, -x) for x in places if (y := polyline_y_at(line, x)) is not None]
    if not levels:
        return None
    level, x = max(levels)
    at = mm_words(-x)
    return _less(f"招牌下方最高处（x = {at}）人行道标高", f"highest pavement under it, at x = {at},", level)


def _clear_height(subject: Subject) -> Sum | None:
    ground = _pavement(subject)
    return Sum((_bottom(subject), ground)) if ground is not None else None


def _top_level(subject: Subject) -> Sum:
    return Sum((_bottom(subject), Term(("招牌高度", "its height"), subject.rect.height)))


def _curb_height(subject: Subject) -> Sum | None:
    level = subject.amount("curb_level_mm")
    if level is None:
        return None
    return Sum((Term(TOP, subject.rect.y1), _less("路缘标高（curb_level_mm）", "curb level (`curb_level_mm`)", level)))


def _upper_window_gap(subject: Subject) -> Sum | None:
    r, above = subject.rect, subject.unit.storey + 1
    windows = [w.y0 for w in subject.openings.windows(above) if w.x0 < r.x1 and w.x1 > r.x0]
    storey = subject.face.storey(above)
    if windows:
        return Sum((Term(("上层窗下沿标高", "bottom of the windows above"), min(windows)), _top(subject)))
    if storey is None or storey.sill_mm is None:
        return None
    return Sum((Term(("上层窗台标高", "sill level of the storey above"), storey.sill_mm), _top(subject)))


def _roof_gap(subject: Subject) -> Sum | None:
    roof = subject.face.parapet_mm
    return (
        Sum((Term(("女儿墙顶（檐口）标高", "level of parapet or eaves"), roof), _top(subject)))
        if roof is not None
        else None
    )


def _cornice_gap(subject: Subject) -> Sum | None:
    stated, first = subject.amount("cornice_level"), subject.face.storey(1)
    if stated is not None:
        return Sum((_bottom(subject), _less("一层檐口标高（cornice_level）", "cornice (`cornice_level`)", stated)))
    return Sum((_bottom(subject), _less("一层顶标高", "top of storey 1", first.top_mm))) if first is not None else None


def _slab_mid(subject: Subject) -> Sum | None:
    storey = subject.storey
    if storey is None:
        return None
    half = storey.slab_mm / 2
    return Sum((Term(("本层顶标高", "top of the storey"), storey.top_mm), _less("楼板厚度之半", "half the slab", half)))


def _storey_height(subject: Subject) -> Sum | None:
    storey = subject.storey
    if storey is None:
        return None
    top, floor = Term(("本层顶标高", "top of the storey"), storey.top_mm), storey.floor_mm
    return Sum((top, _less("本层地面标高", "its floor", floor)))


def _shopfront_height(subject: Subject) -> Sum | None:
    storey, unit = subject.storey, subject.unit
    if storey is None:
        return None
    top = Term(("本层顶标高", "top of the storey"), storey.top_mm)
    line = subject.face.pavement
    places = [unit.x0_mm, unit.x1_mm, *(p.x for p in line if unit.x0_mm < p.x < unit.x1_mm)]
    levels = [y for x in places if (y := polyline_y_at(line, x)) is not None]
    if storey.number == 1 and levels and max(levels) > storey.floor_mm:
        return Sum((top, _less("店前人行道最高标高", "highest pavement before the shop", max(levels))))
    return Sum((top, _less("本层地面标高", "its floor", storey.floor_mm)))


def _datum_step(subject: Subject) -> Sum | None:
    band = subject.band
    if band is None or band.datum_mm is None:
        return None
    datum = _less(f"招牌带 {band.id} 基准线标高", f"datum of band {band.id}", band.datum_mm)
    return Sum((_bottom(subject), datum), is_size=True)


def _neighbour(own: Words, of: Callable[[Subject], float], theirs: Callable[[ExistingSign], float]) -> _Make:
    def make(subject: Subject) -> Sum | None:
        value = of(subject)
        worst = max(subject.neighbours, key=lambda one: abs(value - theirs(one)), default=None)
        if worst is None:
            return None
        other = _less(f"相邻招牌（{worst.unit}）", f"the neighbour's ({worst.unit})", theirs(worst))
        return Sum((Term(own, value), other), is_size=True)

    return make


def _outside_lease(subject: Subject) -> Sum:
    (low, high), r = subject.leased_span, subject.rect
    left, right = max(low - r.x0, 0.0), max(r.x1 - high, 0.0)
    ends = f"x {mm_words(low)}–{mm_words(high)}"
    return Sum(
        (
            Term((f"承租范围（{ends}）左侧超出", f"beyond the left end of the lease ({ends})"), left),
            Term(("右侧超出", "beyond its right end"), right),
        )
    )


def _width(subject: Subject) -> Sum:
    r = subject.rect
    return Sum((Term(("招牌右端 x", "right end of the sign, x ="), r.x1), _less("左端 x", "left end, x =", r.x0)))


def _height(subject: Subject) -> Sum:
    r = subject.rect
    return Sum((Term(TOP, r.y1), _less(*_BOTTOM, r.y0)))


def _panel_height(subject: Subject) -> Sum | None:
    r = subject.panel_rect
    if r is None:
        return None
    top = Term(("底板顶标高", "level of the panel's top"), r.y1)
    return Sum((top, _less("底板底标高", "of its bottom", r.y0)))


def _frontage_width(subject: Subject) -> Sum:
    low, high = subject.leased_span
    return Sum(
        (Term(("自有店面右端 x", "right end of the own frontage, x ="), high), _less("左端 x", "left end, x =", low))
    )


def _projection(subject: Subject) -> Sum:
    front = Term(("最前面距墙", "foremost surface from the wall"), subject.layout.depth_mm)
    return Sum((front, _less("墙面", "the wall", 0.0)))


def _kerb_gap(subject: Subject) -> Sum | None:
    road = subject.face.road
    if road is None or road.kerb_mm is None:
        return None
    kerb = Term(("路缘石距墙", "kerb from the wall"), road.kerb_mm)
    return Sum((kerb, _less("最前面距墙", "the sign's foremost surface", subject.layout.depth_mm)))


def _viewing(subject: Subject) -> Sum | None:
    road = subject.face.road
    if subject.amount("viewing_distance") is not None or road is None or road.width_mm is None:
        return None
    kerb = Term(("路缘石距墙", "the kerb from the wall"), road.kerb_mm or 0.0)
    return Sum((Term(("道路宽度", "width of the road"), road.width_mm), kerb))


_Make = Callable[[Subject], Sum | None]
_SUMS: Mapping[str, _Make] = {
    "clear_height": _clear_height,
    "clear_height_ft": _clear_height,
    "top_level": _top_level,
    "curb_height": _curb_height,
    "upper_window_gap": _upper_window_gap,
    "roof_gap": _roof_gap,
    "cornice_gap": _cornice_gap,
    "slab_mid_level": _slab_mid,
    "storey_height": _storey_height,
    "shopfront_height": _shopfront_height,
    "datum_step": _datum_step,
    "neighbour_bottom_step": _neighbour(_BOTTOM, lambda s: s.rect.y0, lambda e: e.rect.y0),
    "neighbour_height_step": _neighbour(
        ("招牌高度", "height of the sign"), lambda s: s.rect.height, lambda e: e.rect.height
    ),
    "neighbour_depth_step": _neighbour(
        ("招牌外挑", "projection of the sign"), lambda s: s.layout.depth_mm, lambda e: e.depth_mm
    ),
    "outside_lease": _outside_lease,
    "sign_width": _width,
    "sign_height": _height,
    "sign_height_in": _height,
    "side_height": _height,
    "panel_height": _panel_height,
    "frontage_width": _frontage_width,
    "frontage_width_ft": _frontage_width,
    "projection": _projection,
    "projection_in": _projection,
    "kerb_gap": _kerb_gap,
    "viewing_distance": _viewing,
}
