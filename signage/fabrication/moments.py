"""Bending of what stands out or stands up: at a projecting sign's wall plates, and overturning at a foot.

The wind on a projecting sign acts on its face, along the street; its lever arm is from the wall to the face's middle.
What stands on the ground is held by its own weight and by ballast or a foundation; factor and width of that foundation
are illustrative parameters. Figures for the engineer and the parts list, no proof of stability.
"""

from __future__ import annotations

from dataclasses import dataclass

from signage.design import Form, PieceRole, SignLayout
from signage.fabrication.balloon import tether_moment
from signage.fabrication.making import RoleRule
from signage.fabrication.supports import feet_of_truss
from signage.fabrication.tables import Tables
from signage.fabrication.values import Certainty, Figure, Moment, Remark
from signage.fabrication.wind import WindLoad, weight_kn
from signage.geometry import Point, Region

_G = 9.80665 / 1000  # kN of a kg


@dataclass(frozen=True, slots=True, kw_only=True)
class Bending:
    """Moments about one place, kN·m; None where the load is not known.

    Attributes:
        arm_m: From that place to where the wind acts.
    """

    arm_m: float
    wind_knm: float | None
    weight_knm: float | None


def stands_on_ground(layout: SignLayout) -> bool:
    """Return whether a sign stands on the ground: a free-standing one, a gate, or the weight of a balloon."""
    return layout.stands_on_ground


def bending_of(layout: SignLayout, wind_kn: float | None, weight: float | None, *, level_mm: float = 0.0) -> Bending:
    """Return the moments of wind and weight about a sign's wall plates, or about a level under it.

    Args:
        layout: The sign.
        wind_kn: The wind on it.
        weight: Its weight, kN.
        level_mm: Of the feet, sign space; a projecting sign does not ask.
    """
    if layout.form == Form.PROJECTING:
        arm = (layout.depth_mm - layout.envelope.width / 2) / 1000
        return Bending(arm_m=arm, wind_knm=_times(wind_kn, arm), weight_knm=_times(weight, arm))
    arm = max(0.0, _middle_height(layout) - level_mm) / 1000
    return Bending(arm_m=arm, wind_knm=_times(wind_kn, arm), weight_knm=0.0)


def moment_of(layout: SignLayout, wind: WindLoad, total_kg: float | None, tables: Tables) -> Moment | None:
    """Return the bending of a sign that stands out or up; None for one that lies on its wall or hangs.

    Args:
        layout: The sign.
        wind: The wind load.
        total_kg: Mass without fixings, None when not known.
        tables: Stability rule, stock.
    """
    case = wind.governing
    load = None if case is None else abs(case.total_kn)
    weight = None if total_kg is None else weight_kn(total_kg)
    if layout.form == Form.PROJECTING:
        return _at_brackets(layout, wind, load, weight)
    if layout.balloon is not None:
        return tether_moment(layout, load, total_kg, tables, wind.certainty)
    if layout.form == Form.ROOFTOP or stands_on_ground(layout):
        return _at_foot(layout, wind, load, weight, tables)
    return None


def _at_brackets(layout: SignLayout, wind: WindLoad, load: float | None, weight: float | None) -> Moment:
    bending = bending_of(layout, load, weight)
    count = max(1, sum(piece.role is PieceRole.BRACKET and piece.line is None for piece in layout.pieces))
    each = None if bending.wind_knm is None else bending.wind_knm / count
    figures = (
        _figure("wind_force", "W = wk·A", load, "kN", wind.certainty, "fabrication.from_wind"),
        _figure("arm", "e", bending.arm_m, "m", Certainty.INPUT, "fabrication.from_drawing"),
        _figure("wind_moment", "Mw = W·e", bending.wind_knm, "kN·m", wind.certainty, "fabrication.reckoned"),
        _figure("weight_force", "G", weight, "kN", Certainty.B, "fabrication.from_parts"),
        _figure("weight_moment", "Mg = G·e", bending.weight_knm, "kN·m", Certainty.B, "fabrication.reckoned"),
        _figure("brackets", "n", float(count), "", Certainty.INPUT, "fabrication.from_drawing"),
        _figure("moment_each", "Mw/n", each, "kN·m", wind.certainty, "fabrication.reckoned"),
    )
    return Moment(
        kind="bracket",
        figures=figures,
        wind_knm=bending.wind_knm,
        weight_knm=bending.weight_knm,
        ballast_kg=None,
        remarks=(),
    )


def _at_foot(layout: SignLayout, wind: WindLoad, load: float | None, weight: float | None, tables: Tables) -> Moment:
    bending = bending_of(layout, load, weight)
    figures = [
        _figure("wind_force", "W = wk·A", load, "kN", wind.certainty, "fabrication.from_wind"),
        _figure("centre", "zc", bending.arm_m, "m", Certainty.INPUT, "fabrication.from_drawing"),
        _figure("overturning", "Mo = W·zc", bending.wind_knm, "kN·m", wind.certainty, "fabrication.reckoned"),
    ]
    rule = tables.making.rule_of(PieceRole.TRUSS.value)
    if layout.form == Form.ROOFTOP:
        feet = _feet(layout, rule)
        each = None if bending.wind_knm is None else bending.wind_knm / feet
        figures += [
            _figure("feet", "n", float(feet), "", Certainty.ILL, "fabrication.by_pitch"),
            _figure("moment_each", "Mo/n", each, "kN·m", wind.certainty, "fabrication.reckoned"),
        ]
        remarks = (Remark(code="fabrication.truss_stays"),)
        return Moment(
            kind="foot",
            figures=tuple(figures),
            wind_knm=bending.wind_knm,
            weight_knm=None,
            ballast_kg=None,
            remarks=remarks,
        )
    return _against_overturning(layout, bending, weight, figures, tables)


def _against_overturning(
    layout: SignLayout, bending: Bending, weight: float | None, figures: list[Figure], tables: Tables
) -> Moment:
    """Return what holds a sign that stands on the ground, and the ballast that it still needs."""
    rule = tables.making.stability
    base, is_own = _base_mm(layout, rule.base_mm)
    half_m = base / 2000
    holding = _times(weight, half_m)
    ballast = volume = None
    if bending.wind_knm is not None and holding is not None:
        ballast = max(0.0, rule.factor * bending.wind_knm - holding) / half_m / _G
        concrete = tables.stock.find_bulk(rule.concrete)
        volume = ballast / concrete.kg_each if concrete else None
    mark = Certainty.INPUT if is_own else Certainty.ILL
    figures = [
        *figures,
        _figure("weight_force", "G", weight, "kN", Certainty.B, "fabrication.from_parts"),
        _figure("base", "b", base / 1000, "m", mark, "fabrication.from_drawing" if is_own else rule.source),
        _figure("holding", "Ms = G·b/2", holding, "kN·m", Certainty.B, "fabrication.reckoned"),
        _figure("stability", "η", rule.factor, "", Certainty.ILL, rule.source),
        _figure("ballast", "(η·Mo − Ms) / (b/2)", ballast, "kg", Certainty.ILL, "fabrication.reckoned"),
        _figure("concrete", "V", volume, "m³", Certainty.ILL, "fabrication.reckoned"),
    ]
    return Moment(
        kind="foot",
        figures=tuple(figures),
        wind_knm=bending.wind_knm,
        weight_knm=holding,
        ballast_kg=ballast,
        remarks=tuple(_to_settle(layout, ballast, volume, base)),
    )


def _to_settle(layout: SignLayout, ballast: float | None, volume: float | None, base: float) -> list[Remark]:
    found = []
    if ballast:
        code = "fabrication.ballast_gate" if layout.is_temporary else "fabrication.ballast"
        params = (("mass", f"{ballast:.0f}"), ("volume", f"{volume or 0.0:.2f}"), ("base", f"{base:.0f}"))
        found.append(Remark(code=code, params=params))
    return found


def _base_mm(layout: SignLayout, usual_mm: float) -> tuple[float, bool]:
    """Return how wide a sign stands, and whether that is drawn: a plinth and a gate stand on themselves."""
    own = [p.z_front_mm - p.z_back_mm for p in layout.pieces if p.role in (PieceRole.PLINTH, PieceRole.GATE)]
    return (max(own), True) if own else (usual_mm, False)


def _feet(layout: SignLayout, rule: RoleRule | None) -> int:
    boxes = [box for p in layout.pieces if p.role is PieceRole.TRUSS and (box := p.outline.bounds()) is not None]
    return sum(feet_of_truss(box.width, rule) for box in boxes) if rule and boxes else 1


def _middle_height(layout: SignLayout) -> float:
    """Return the height of the middle of the area that the wind meets, sign space."""
    area = moment = 0.0
    for outer, holes in Region.union([piece.region() for piece in layout.pieces]).rings():
        for ring, sign in ((outer, 1.0), *((hole, -1.0) for hole in holes)):
            a, m = _shoelace(ring)
            area += sign * abs(a)
            moment += sign * (m if a >= 0 else -m)
    return moment / area if area else 0.0


def _shoelace(ring: tuple[Point, ...]) -> tuple[float, float]:
    """Return a ring's signed area and its first moment about y = 0."""
    area = moment = 0.0
    for p, q in zip(ring, (*ring[1:], ring[0]), strict=True):
        cross = p.x * q.y - q.x * p.y
        area += cross / 2
        moment += cross * (p.y + q.y) / 6
    return area, moment


def _times(force: float | None, arm_m: float) -> float | None:
    return None if force is None else force * arm_m


def _figure(key: str, symbol: str, value: float | None, unit: str, certainty: Certainty, source: str) -> Figure:
    return Figure(key=key, symbol=symbol, value=value, unit=unit, certainty=certainty, source=source)
