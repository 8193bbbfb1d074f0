"""`signage pack`: parts list, light map, cost, wind load and fixings of a sign, as CSV, JSON and PDF."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from signage.cli.asked_sign import AskedSign, takes_sign
from signage.cli.inputs import existing_file, fonts_of, naming, plan_of_file
from signage.cli.output import deliver, note, say, writable_folder
from signage.cli.words import LANG, t
from signage.errors import InputError, Location, Param
from signage.locale import speaking, text

if TYPE_CHECKING:
    from signage.design import SignLayout
    from signage.fabrication import Prices, Site, WorkshopPack

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # the pack is the same on every day; its tables carry their own dates
_PRESSURE = (0.01, 5.0)
_YEARS = (1, 999)
_HEIGHT_FACTOR = (0.3, 5.0)
_HIGHEST_MM = 300_000.0
# What would settle a remark on the site; an option that was given is not asked for again.
_SITE_OPTIONS = {
    "fabrication.height_not_known": "option_height",
    "fabrication.w0_stand_in": "option_w0",
    "fabrication.w0_no_place": "option_w0",
    "fabrication.beyond_table": "option_mu_z",
}


def _t(key: str, **params: Param) -> str:
    return text(f"fabrication.{key}", LANG, **params)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""

    @app.command("pack", help=_t("cli_help"))
    @takes_sign
    def pack(
        output: Annotated[Path, typer.Option("-o", "--output", help=_t("opt_out"))],
        sign: AskedSign,
        frontage: Annotated[Path | None, typer.Option("--frontage", help=t("opt_frontage"))] = None,
        unit: Annotated[str | None, typer.Option("--unit", help=t("opt_unit"))] = None,
        prices: Annotated[Path | None, typer.Option("--prices", help=_t("opt_prices"))] = None,
        w0: Annotated[float | None, typer.Option("--w0", help=_t("opt_w0"))] = None,
        terrain: Annotated[str | None, typer.Option("--terrain", help=_t("opt_terrain"))] = None,
        years: Annotated[int | None, typer.Option("--years", help=_t("opt_years"))] = None,
        mu_z: Annotated[float | None, typer.Option("--mu-z", help=_t("opt_mu_z"))] = None,
        top: Annotated[float | None, typer.Option("--top", help=text("drawing.opt_top", LANG))] = None,
    ) -> None:
        from signage.documents.workshop_pack import workshop_pack_pdf
        from signage.fabrication import pack_json, parts_csv

        if (frontage is None) != (unit is None):
            raise InputError("cli.frontage_and_unit")
        if top is not None and frontage is not None:
            raise InputError("drawing.top_and_plan", at=Location(field="--top"))
        site = replace(_site(w0, terrain, years, mu_z), top_mm=top)
        made = _pack(sign, frontage, unit, _prices(prices), site)
        with speaking(LANG):
            document = workshop_pack_pdf(made, made_at=_EPOCH)
        files = {"parts.csv": parts_csv(made, LANG), "pack.json": pack_json(made), "pack.pdf": document}
        folder = writable_folder(output)
        for name, content in files.items():
            deliver(folder / name, content)
        _tell(made)


def _site(w0: float | None, terrain: str | None, years: int | None, mu_z: float | None) -> Site:
    from signage.fabrication import Site, Tables

    known = [one.id for one in Tables().wind.terrain]
    if terrain is not None and terrain.upper() not in known:
        at = Location(field="--terrain")
        raise InputError("fabrication.bad_terrain", at=at, given=terrain[:20], known=tuple(known))
    low, high = _PRESSURE
    if w0 is not None and not (isfinite(w0) and low <= w0 <= high):
        raise InputError("fabrication.bad_pressure", at=Location(field="--w0"), given=w0, low=low, high=high)
    if years is not None and not _YEARS[0] <= years <= _YEARS[1]:
        raise InputError("fabrication.bad_period", at=Location(field="--years"), given=years)
    low, high = _HEIGHT_FACTOR
    if mu_z is not None and not (isfinite(mu_z) and low <= mu_z <= high):
        raise InputError("fabrication.bad_mu_z", at=Location(field="--mu-z"), given=mu_z, low=low, high=high)
    return Site(w0_kn_m2=w0, terrain=terrain.upper() if terrain else None, years=years, mu_z=mu_z)


def _refuse_an_impossible_top(top_mm: float | None, layout: SignLayout) -> None:
    """Refuse a top that no sign of this height can have.

    Raises:
        InputError: It is no number, over `_HIGHEST_MM`, or the sign would reach below the pavement.
    """
    least = layout.envelope.height
    if top_mm is not None and not (isfinite(top_mm) and least <= top_mm <= _HIGHEST_MM):
        at = Location(field="--top")
        raise InputError("drawing.bad_top", at=at, given=top_mm, least=f"{least:.0f}", most=f"{_HIGHEST_MM:.0f}")


def _prices(path: Path | None) -> Prices:
    from signage.fabrication import read_prices

    if path is None:
        return read_prices()
    file = existing_file(path)
    with naming(str(path), file):
        return read_prices(file)


def _pack(asked: AskedSign, frontage: Path | None, unit: str | None, prices: Prices, site: Site) -> WorkshopPack:
    from signage.design import lay_out
    from signage.fabrication import Tables, make_pack
    from signage.frontage import place

    spec = asked.spec()
    with asked.naming():
        layout = lay_out(spec, fonts_of())
    _refuse_an_impossible_top(site.top_mm, layout)
    tables = Tables(prices=prices)
    if frontage is None or unit is None:
        return make_pack(layout, site=site, tables=tables)
    plan = plan_of_file(frontage)
    with naming(str(frontage), field="--unit"):
        placed = place(layout, plan, unit)
    return make_pack(layout, placed=placed, plan=plan, site=site, tables=tables)


def _tell(made: WorkshopPack) -> None:
    """Print the figures that everybody asks for first, then what has to be settled."""
    from signage.fabrication import estimate_words, excluded_words, remark_words

    cost, weight, case = made.cost, made.weight, made.wind.governing
    leds = sum(one.count for one in made.lit) + sum(int(p.quantity) for p in made.parts if p.use == "display")
    light = _t("sum_leds", leds=leds, watts=f"{made.electrics.light_w:.0f}") if leds else _t("sum_no_leds")
    blowers = sum(int(p.quantity) for p in made.parts if p.use == "blower")
    if blowers:  # moves air and gives no light
        light += _t("sum_blowers", count=blowers, watts=f"{blowers * made.tables.electrics.blower.watts:g}")
    mass = f"{weight.known_kg:.1f} kg" if weight.known_kg >= 1 else f"{weight.known_kg:.2f} kg"
    if weight.total_kg is None:
        mass = _t("mass_at_least", mass=f"{weight.known_kg:.1f}", count=len(weight.unknown))
    say(
        _t(
            "sum_line",
            count=len(made.layout.letters) * made.layout.faces,
            light=light,
            mass=mass,
            cost=estimate_words(cost),
        )
    )
    due = _t(f"due_{made.structure.calculation.value}")
    if made.wind.is_sheltered:
        say(_t("sheltered_line", due=due))
    elif case is None:
        say(_t("no_wind_line", due=due))
    else:
        say(_t("wind_line", wk=f"{abs(case.wk_kn_m2):.3f}", total=f"{abs(case.total_kn):.2f}", due=due))
    for remark in made.remarks:
        note(remark_words(remark, LANG))
    if made.cost.excluded:
        note(excluded_words(made.cost, LANG))
    wanted = [_t(words) for code, words in _SITE_OPTIONS.items() if any(one.code == code for one in made.remarks)]
    if wanted:
        note(_t("site_options", options=tuple(dict.fromkeys(wanted))))
