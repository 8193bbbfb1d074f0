"""Lay sign bands out for every unit of a building under the books in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from signage.errors import InputError
from signage.frontage import Frontage, FrontagePlan, SignBand, Unsurveyed, must_be_surveyed
from signage.geometry import Rect
from signage.offers.bands.datum import Run, Wanted, runs_of
from signage.offers.bands.look import Ask, Sight, look_at
from signage.offers.bands.model import BandLayout, BandRow, BandRun, BandWish
from signage.offers.bands.probes import Probes, wall_kinds
from signage.offers.bands.proof import letter_range, proven
from signage.offers.bands.reasons import run_remarks, sign_remarks
from signage.offers.bands.revision import next_revision, with_bands
from signage.offers.bands.sites import Site, band_id, sites_of
from signage.rules import RuleBook
from signage.rules.measures import Fact
from signage.typography import FontCatalogue

# What bands keep off, and what their levels come from. Which openings are for rescue matters to the rules alone.
_NEEDED = (
    Unsurveyed.OPENINGS,
    Unsurveyed.COLUMNS,
    Unsurveyed.CANOPIES,
    Unsurveyed.EXISTING,
    Unsurveyed.PAVEMENT,
    Unsurveyed.STOREYS,
)


def propose_bands(
    plan: FrontagePlan,
    books: Sequence[RuleBook],
    on: date,
    fonts: FontCatalogue,
    wish: BandWish | None = None,
    *,
    valid_from: date | None = None,
    revision: str | None = None,
    facts: Mapping[str, Fact] | None = None,
) -> BandLayout:
    """Return sign bands for the units of a building as a new revision of its plan.

    On each storey of a face all bands have one height and one datum; where pavement or floors forbid one, the datum
    steps as rarely as possible and the run says why. Approved signs draw the datum and the height to theirs. Each
    band was checked again with signs of the kinds that it allows; a unit without a band has the reason.

    Args:
        plan: The revision before; it is not changed.
        books: Rule books, in any order.
        on: The date whose rules apply.
        fonts: For the probe signs.
        wish: Storeys and figures that are no rule's; None for the usual ones.
        valid_from: First day of the new revision; None for `on`.
        revision: Its number; None steps the old one.
        facts: Stated of every unit, such as a consent.

    Raises:
        InputError: Nothing is left to plan: the plan has no such face, or no units on the storeys asked for.
        PlanError: The new first day or number does not follow the old one.
        NotSurveyed: Nobody has looked for what bands have to keep off, or for the levels that they hang by.
        SpecError: The plan or the wish names a sign kind that is not known.
    """
    chosen, start = wish or BandWish(), valid_from or on
    next_revision(plan, plan.faces, valid_from=start, revision=revision)  # refused before the work
    sites = [site for face in plan.faces for site in sites_of(face, chosen)]
    for site in sites:
        must_be_surveyed(site.face, *_NEEDED)
    if not sites:
        known = ", ".join(sorted({str(u.storey) for face in plan.faces for u in face.units})) or "-"
        raise InputError("bands.nothing_to_plan", plan=plan.id, known=known, faces=", ".join(f.id for f in plan.faces))
    ask = Ask(
        rough=_with(plan, sites, {s.units[0]: _whole(s) for s in sites if s.frame is not None}),
        books=tuple(books),
        on=on,
        probes=Probes(fonts, dict(facts or {})),
        wish=chosen,
    )
    rows: dict[str, BandRow] = {}
    runs: list[BandRun] = []
    taken = _names(plan)
    for key in dict.fromkeys((s.face.id, s.storey) for s in sites):
        row = [s for s in sites if (s.face.id, s.storey) == key]
        done, found = _row(row, ask, taken)
        rows |= done
        runs += found
    drawn = _with(plan, sites, _bands(rows))
    for site in sites:
        row_of = proven(site, rows[site.units[0]], drawn, ask)
        rows[site.units[0]] = replace(row_of, warnings=(*row_of.warnings, *sign_remarks(row_of, plan)))
    faces = _with(plan, sites, _bands(rows)).faces
    new = next_revision(plan, faces, valid_from=start, revision=revision)
    return BandLayout(plan=new, rows=tuple(rows[site.units[0]] for site in sites), runs=tuple(runs))


def _row(sites: Sequence[Site], ask: Ask, taken: set[str]) -> tuple[dict[str, BandRow], list[BandRun]]:
    """Return the rows of one storey of a face by first unit, and its runs."""
    sights = [(site, look_at(site, ask)) for site in sites]
    rows = {site.units[0]: _empty(site, sight) for site, sight in sights}
    items = [sight.wanted for _, sight in sights if sight.wanted is not None]
    runs = runs_of(items, ask.wish.least_height_mm) if items else ()
    by_units = {site.units: (site, sight) for site, sight in sights}
    for run in runs:
        for item in run.items:
            site, sight = by_units[item.units]
            band = _band(site, sight, run, item, taken)
            letters = letter_range(site, band, ask)
            rows[site.units[0]] = replace(
                rows[site.units[0]],
                band=replace(band, letter_height_mm=letters.range_mm),
                remarks=(*sight.remarks, *letters.remarks),
                characters=_characters(band, letters.range_mm, ask),
            )
    pairs = [(None, runs[0]), *pairwise(runs)] if runs else []
    return rows, [_told(before, run, sites[0]) for before, run in pairs]


def _empty(site: Site, sight: Sight) -> BandRow:
    return BandRow(
        face=site.face.id,
        storey=site.storey,
        units=site.units,
        span_mm=site.span,
        band=None,
        warnings=sight.warnings,
    )


def _band(site: Site, sight: Sight, run: Run, item: Wanted, taken: set[str]) -> SignBand:
    place = item.place_at(run.datum_mm, run.height_mm)
    if place is None:
        raise ValueError(f"no place for {item.units} on {run.datum_mm}")
    name = band_id(site, taken)
    taken.add(name)
    return SignBand(
        id=name,
        units=site.units,
        rect=Rect(place.x0, run.datum_mm, place.x1, run.datum_mm + run.height_mm),
        kinds=(*sight.kinds, *site.other_kinds),
        palette=site.palette,
        datum_mm=run.datum_mm,
    )


def _characters(band: SignBand, letters: tuple[float, float] | None, ask: Ask) -> int | None:
    """Return how many Han characters of the greatest height fit on the roomiest of the band's kinds."""
    kinds = wall_kinds(band.kinds)
    if letters is None or not kinds:
        return None
    size = (band.rect.width, band.rect.height)
    return max(ask.probes.most_characters(kind, *size, letters[1]) for kind in kinds)


def _told(before: Run | None, run: Run, site: Site) -> BandRun:
    return BandRun(
        face=site.face.id,
        storey=site.storey,
        first=run.items[0].units[0],
        last=run.items[-1].units[-1],
        datum_mm=run.datum_mm,
        height_mm=run.height_mm,
        remarks=run_remarks(run, before),
    )


def _whole(site: Site) -> SignBand:
    """A band over the whole wall of a site: probes hang in it, and no rule about bands is against them."""
    frame = site.frame or Rect(0.0, 0.0, 1.0, 1.0)
    return SignBand(id=f"whole-{site.units[0]}", units=site.units, rect=frame, palette=site.palette)


def _with(plan: FrontagePlan, sites: Sequence[Site], bands: Mapping[str, SignBand]) -> FrontagePlan:
    """Return the plan with the bands of all sites replaced by those given; its revision is not stepped."""
    faces: list[Frontage] = []
    for face in plan.faces:
        own = [site for site in sites if site.face.id == face.id]
        gone = frozenset(unit for site in own for unit in site.units)
        made = {s.units[0]: bands[s.units[0]] for s in own if s.units[0] in bands}
        faces.append(with_bands(face, gone, made))
    return replace(plan, faces=tuple(faces))


def _bands(rows: Mapping[str, BandRow]) -> dict[str, SignBand]:
    return {name: row.band for name, row in rows.items() if row.band is not None}


def _names(plan: FrontagePlan) -> set[str]:
    """Ids in use, which must differ over the whole plan."""
    parts = [
        part.id
        for face in plan.faces
        for group in (face.units, face.bands, face.openings, face.columns, face.canopies, face.signs)
        for part in group
    ]
    return {*parts, *(face.id for face in plan.faces)}
