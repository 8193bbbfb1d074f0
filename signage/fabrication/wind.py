"""Wind load on the sign by wk = βgz·μsl·μz·w0 (GB 50009-2012 8.1.1), every input with certainty and source.

The height is that of the sign's upper edge over the lowest pavement below it. Where it is not known there is no wind
load here. Where the table has no figure for it, one that is not lower stands in, which is said; where nothing bounds
it, the missing figure is named, with what the load is at least: nothing is extrapolated.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from signage.fabrication.values import Certainty, Figure, Remark
from signage.fabrication.wind_table import Found, Shape, Source, Terrain, WindTable, gust_at, mu_z_at

_RANK = (Certainty.INPUT, Certainty.A, Certainty.A_MINUS, Certainty.B, Certainty.B_MINUS, Certainty.ILL)
_KN_OF_KG = 9.80665 / 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What the load depends on beside the sign.

    Attributes:
        city: As the plan names it, empty when there is none.
        top_mm: Upper edge over the lowest pavement below, None when not known.
        top_source: Code of the words that say where the height comes from.
        bottom_mm: Lower edge over the highest pavement below, None when not known.
        is_curtain_wall: Fixed to a curtain wall, None when not known.
        is_rooftop: Fixed to a roof, None when not known.
        w0_kn_m2: Basic pressure given by the user, None takes the table's.
        terrain: Category given by the user, None takes the table's default.
        years: Return period, None takes the table's default.
        mu_z: Height factor given by the user, None takes the table's.
    """

    city: str = ""
    top_mm: float | None = None
    top_source: str = "fabrication.given"
    bottom_mm: float | None = None
    is_curtain_wall: bool | None = None
    is_rooftop: bool | None = None
    w0_kn_m2: float | None = None
    terrain: str | None = None
    years: int | None = None
    mu_z: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WindCase:
    """One shape coefficient and what it gives; negative is suction."""

    shape: str
    name_zh: str
    name_en: str
    mu_sl: float
    wk_kn_m2: float
    total_kn: float
    certainty: Certainty
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WindLoad:
    """The wind load and everything that went into it.

    Attributes:
        formula: With the symbols of the figures.
        figures: The inputs.
        area_m2: Area that the wind meets: the union of all pieces seen on the face.
        cases: One for each shape; empty when an input is missing.
        certainty: The weakest mark of all inputs.
        remarks: Why there is no load, or what stood in for an input.
        is_sheltered: The form meets no wind; there are then no cases and no remarks.
    """

    formula: str
    formula_source: str
    figures: tuple[Figure, ...]
    area_m2: float
    cases: tuple[WindCase, ...]
    certainty: Certainty
    remarks: tuple[Remark, ...]
    is_sheltered: bool = False

    @property
    def governing(self) -> WindCase | None:
        """The case of the greatest pressure, either way; None when there is no load."""
        return max(self.cases, key=lambda case: (abs(case.wk_kn_m2), case.mu_sl), default=None)


def wind_pressure(*, gust: float, mu_sl: float, mu_z: float, w0_kn_m2: float) -> float:
    """Return wk in kN/m²."""
    return gust * mu_sl * mu_z * w0_kn_m2


def wind_load(form: str, area_m2: float, site: Site, table: WindTable) -> WindLoad:
    """Return the wind load on a sign.

    Args:
        form: Mounting form of the sign, such as `parallel`.
        area_m2: Area that the wind meets.
        site: Place, terrain and heights.
        table: Figures with certainty and source.
    """
    remarks: list[Remark] = []
    is_sheltered = table.is_sheltered(form)
    w0 = _w0(site, table, remarks)
    terrain, terrain_figure = _terrain(site, table)
    height = _height(site)
    mu_z, gust = _mu_z(site, terrain, table, remarks), _gust(site, terrain, table, remarks)
    floor = _gust_floor(mu_z, table)
    area = Figure(
        key="area", symbol="A", value=area_m2, unit="m²", certainty=Certainty.INPUT, source="fabrication.from_outlines"
    )
    figures = (w0, terrain_figure, height, mu_z, gust, floor, area)
    shapes = _shapes(form, table, remarks)
    missing = _beyond(w0, height, terrain, shapes, table) if mu_z.value is None and height.value is not None else None
    if missing is not None:
        remarks = [one for one in remarks if one.code != "fabrication.wind_bounded"] + [missing]
    cases: tuple[WindCase, ...] = ()
    values = (w0.value, mu_z.value, gust.value, floor.value)
    if all(isinstance(value, float) for value in values):
        pressure, share, factor, least = (float(value or 0.0) for value in values)
        cases = tuple(_case(shape, max(factor, least), share, pressure, area_m2) for shape in shapes)
    marks = [figure.certainty for figure in figures] + [table.formula_source.certainty, *(s.certainty for s in shapes)]
    return WindLoad(
        formula=table.formula,
        formula_source=table.formula_source.text,
        figures=figures,
        area_m2=area_m2,
        cases=cases,
        certainty=max(marks, key=_RANK.index),
        remarks=() if is_sheltered else tuple(remarks),
        is_sheltered=is_sheltered,
    )


def weight_kn(mass_kg: float) -> float:
    """Return the weight of a mass."""
    return mass_kg * _KN_OF_KG


def _case(shape: Shape, gust: float, mu_z: float, w0: float, area_m2: float) -> WindCase:
    wk = wind_pressure(gust=gust, mu_sl=shape.mu_sl, mu_z=mu_z, w0_kn_m2=w0)
    return WindCase(
        shape=shape.id,
        name_zh=shape.name_zh,
        name_en=shape.name_en,
        mu_sl=shape.mu_sl,
        wk_kn_m2=wk,
        total_kn=wk * area_m2,
        certainty=shape.certainty,
        source=shape.text,
    )


def _w0(site: Site, table: WindTable, remarks: list[Remark]) -> Figure:
    years = site.years or table.default.years
    if site.w0_kn_m2 is not None:
        value, certainty, source = site.w0_kn_m2, Certainty.INPUT, "fabrication.given"
    else:
        place = table.find_place(site.city)
        certainty = place.certainty if place else table.default.certainty
        if place is None:
            place = next(one for one in table.place if one.id == table.default.place)
            stand_in = (("place", place.names[0]), ("place_en", place.name_en))
            remarks.append(
                Remark(code="fabrication.w0_stand_in", params=(("city", site.city), *stand_in))
                if site.city
                else Remark(code="fabrication.w0_no_place", params=stand_in)
            )
        found = place.w0.get(str(years))
        source = place.text
        if found is None:
            known = tuple(place.w0)
            remarks.append(Remark(code="fabrication.no_period", params=(("years", years), ("known", known))))
            return _figure("w0", "w0", None, "kN/m²", certainty, source)
        value = found
    if value < table.w0_min.value:
        source = table.w0_min.text
        params = (("given", f"{value:g}"), ("least", f"{table.w0_min.value:g}"))
        remarks.append(Remark(code="fabrication.w0_raised", params=params, needs_action=False))
        value, certainty = table.w0_min.value, max(certainty, table.w0_min.certainty, key=_RANK.index)
    return _figure("w0", f"w0 (R={years})", value, "kN/m²", certainty, source)


def _terrain(site: Site, table: WindTable) -> tuple[Terrain | None, Figure]:
    given = site.terrain is not None
    terrain = table.find_terrain(site.terrain or table.default.terrain)
    certainty = Certainty.INPUT if given else table.default.certainty
    word = terrain.id if terrain else None
    source = "fabrication.given" if given else "fabrication.assumed"
    return terrain, Figure(key="terrain", symbol="—", value=word, unit="", certainty=certainty, source=source)


def _height(site: Site) -> Figure:
    height = None if site.top_mm is None else site.top_mm / 1000
    source = site.top_source if height is not None else "fabrication.not_known"
    return _figure("height", "z", height, "m", Certainty.INPUT, source)


def _mu_z(site: Site, terrain: Terrain | None, table: WindTable, remarks: list[Remark]) -> Figure:
    source = table.terrain_source.mu_z
    if site.top_mm is None:
        remarks.append(Remark(code="fabrication.height_not_known"))
    if site.mu_z is not None:
        return _figure("mu_z", "μz", site.mu_z, "", Certainty.INPUT, "fabrication.given")
    if site.top_mm is None:
        return _figure("mu_z", "μz", None, "", source.certainty, source.text)
    height_m = max(0.0, site.top_mm) / 1000
    found = mu_z_at(table, terrain.id, height_m) if terrain is not None else None
    if found is not None and not found.is_own:
        remarks.append(_bounded("μz", site, terrain, found))
    return _found("mu_z", "μz", found, source, table)


def _gust(site: Site, terrain: Terrain | None, table: WindTable, remarks: list[Remark]) -> Figure:
    source = table.terrain_source.gust
    if site.top_mm is None or terrain is None:
        return _figure("gust", "βgz", None, "", source.certainty, source.text)
    found = gust_at(table, terrain.id, max(0.0, site.top_mm) / 1000)
    if found is not None and not found.is_own:
        remarks.append(_bounded("βgz", site, terrain, found))
    return _found("gust", "βgz", found, source, table)


def _found(key: str, symbol: str, found: Found | None, source: Source, table: WindTable) -> Figure:
    if found is None or found.is_own:
        return _figure(key, symbol, found.value if found else None, "", source.certainty, source.text)
    certainty = max(source.certainty, table.bounds.certainty, key=_RANK.index)
    return _figure(key, f"{symbol} ≤", found.value, "", certainty, table.bounds.text)


def _bounded(symbol: str, site: Site, terrain: Terrain | None, found: Found) -> Remark:
    params = (
        ("symbol", symbol),
        ("height", f"{(site.top_mm or 0.0) / 1000:.2f}"),
        ("terrain", terrain.id if terrain else "—"),
        ("value", f"{found.value:g}"),
        ("other", found.terrain),
        ("to", f"{found.to_m:g}"),
    )
    return Remark(code="fabrication.wind_bounded", params=params, needs_action=False)


def _beyond(
    w0: Figure, height: Figure, terrain: Terrain | None, shapes: list[Shape], table: WindTable
) -> Remark | None:
    """Name a height factor that the table lacks and nothing bounds, and what the load is at least without it.

    μz rises with height, so it is not below the last that is known; the gust factor is not below its floor.
    """
    if terrain is None or not terrain.mu_z or not isinstance(w0.value, float) or not isinstance(height.value, float):
        return None
    last = terrain.mu_z[-1]
    floor = 1 + table.gust_floor.share / sqrt(last.value)
    most = max((abs(shape.mu_sl) for shape in shapes), default=0.0)
    params = (
        ("symbol", "μz"),
        ("height", f"{height.value:.2f}"),
        ("terrain", terrain.id),
        ("source", table.terrain_source.mu_z.text),
        ("source_en", table.terrain_source.mu_z.text_en or table.terrain_source.mu_z.text),
        ("known", f"{last.to_m:g}"),
        ("value", f"{last.value:g}"),
        ("least", f"{wind_pressure(gust=floor, mu_sl=most, mu_z=last.value, w0_kn_m2=w0.value):.2f}"),
    )
    return Remark(code="fabrication.beyond_table", params=params)


def _gust_floor(mu_z: Figure, table: WindTable) -> Figure:
    rule = table.gust_floor
    value = 1 + rule.share / sqrt(mu_z.value) if isinstance(mu_z.value, float) else None
    return _figure("gust_floor", f"βgz ≥ 1 + {rule.share:g}/√μz", value, "", rule.certainty, rule.text)


def _shapes(form: str, table: WindTable, remarks: list[Remark]) -> list[Shape]:
    names = table.forms.get(form)
    if names is None:
        remarks.append(Remark(code="fabrication.no_rule_form", params=(("form", form),)))
        return []
    return [shape for name in names for shape in table.shape if shape.id == name]


def _figure(key: str, symbol: str, value: float | None, unit: str, certainty: Certainty, source: str) -> Figure:
    return Figure(key=key, symbol=symbol, value=value, unit=unit, certainty=certainty, source=source)
