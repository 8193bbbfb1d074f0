"""Lay sign bands out for every unit of a building under the books in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from signage.errors import InputError
from signage.frontage import Frontage, FrontagePlan, SignBand, Unsurveyed, faces_along, must_be_surveyed
from signage.geometry import Rect
from signage.offers.bands.datum import Run, Wanted, runs_round_corners
from signage.offers.bands.look import Ask, Sight, look_at
from signage.offers.bands.model import BandLayout, BandRow, BandWish
from signage.offers.bands.probes import Probes, wall_kinds
from signage.offers.bands.proof import letter_range, proven
from signage.offers.bands.reasons import beyond, sign_remarks
from signage.offers.bands.revision import next_revision, with_bands
from signage.offers.bands.sites import Site, band_id, sites_of
from signage.offers.bands.told import ToldRun, runs_that_stand, told_runs
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


def can_be_laid(plan: FrontagePlan) -> bool:
    """Return whether everything was surveyed that bands have to keep off or hang by, and there are units."""
    return bool(plan.units) and not any(set(_NEEDED) & set(face.unsurveyed) for face in plan.faces)


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

    On each storey all bands of a face, and of the faces that adjoin it by their baselines, have one height and one
    datum; where pavement or floors forbid one, the datum steps as rarely as possible and the run says why. Approved
    signs draw the datum and the height to theirs. Each band was checked again with signs of the kinds that it allows;
    a unit without a band has the reason.

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
    runs: list[ToldRun] = []
    taken = _names(plan)
    for street in faces_along(plan):
        own = [site for face in street for site in sites if site.face.id == face.id]
        for storey in sorted({site.storey for site in own}):
            row = [site for site in own if site.storey == storey]
            done, found = _row(row, ask, taken, _others(row, plan, sites, rows))
            rows |= done
            runs += found
    drawn = _with(plan, sites, _bands(rows))
    for site in sites:
        row_of = proven(site, rows[site.units[0]], drawn, ask)
        rows[site.units[0]] = replace(row_of, warnings=(*row_of.warnings, *sign_remarks(row_of, plan)))
    faces = _with(plan, sites, _bands(rows)).faces
    new = next_revision(plan, faces, valid_from=start, revision=revision)
    return BandLayout(
        plan=new, rows=tuple(rows[site.units[0]] for site in sites), runs=runs_that_stand(runs, rows, plan)
    )


def _others(
    row: Sequence[Site], plan: FrontagePlan, sites: Sequence[Site], rows: Mapping[str, BandRow]
) -> dict[str, tuple[SignBand, ...]]:
    """Return by face the bands that a row has to keep off: those that stay, and those laid for storeys below."""
    gone = {unit for site in sites for unit in site.units}
    found: dict[str, tuple[SignBand, ...]] = {}
    for face in plan.faces:
        if any(site.face.id == face.id for site in row):
            stay = [band for band in face.bands if not gone & set(band.units)]
            laid = [r.band for r in rows.values() if r.face == face.id and r.band is not None]
            found[face.id] = (*stay, *laid)
    return found


def _row(
    sites: Sequence[Site], ask: Ask, taken: set[str], others: Mapping[str, tuple[SignBand, ...]]
) -> tuple[dict[str, BandRow], list[ToldRun]]:
    """Return the rows of one storey of adjoining faces by first unit, and its runs.

    Where a site has no place on its own storey, all are looked at up to the windows above, so that they can still
    have one datum; a site that gains nothing by it keeps its reason.
    """
    sights = [(site, look_at(site, ask, others[site.face.id])) for site in sites]
    if any(sight.wanted is None and site.sill_mm is not None for site, sight in sights):
        further = [(site, look_at(site, ask, others[site.face.id], is_beyond=True)) for site in sites]
        pairs_of = zip(sights, further, strict=True)
        sights = [new if new[1].wanted is not None or old[1].wanted is None else old for old, new in pairs_of]
    rows = {site.units[0]: _empty(site, sight) for site, sight in sights}
    by_units = {site.units: (site, sight) for site, sight in sights}
    of_face = {
        face: [sight.wanted for site, sight in sights if site.face.id == face and sight.wanted is not None]
        for face in dict.fromkeys(site.face.id for site in sites)
    }
    streets, jump_mm = runs_round_corners([row for row in of_face.values() if row], ask.wish.least_height_mm)
    for run in (run for street in streets for run in street):
        for item in run.items:
            site, sight = by_units[item.units]
            band = _band(site, sight, run, item, taken)
            letters = letter_range(site, band, ask)
            rows[site.units[0]] = replace(
                rows[site.units[0]],
                band=replace(band, letter_height_mm=letters.range_mm),
                remarks=(*sight.remarks, *letters.remarks),
                warnings=(*sight.warnings, *beyond(site, band)),
                characters=_characters(band, letters.range_mm, ask),
            )
    return rows, told_runs(streets, {units: site for units, (site, _) in by_units.items()}, jump_mm)


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
