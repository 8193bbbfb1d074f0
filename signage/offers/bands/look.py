"""What wall and books leave to one site: free places, the greatest height, and the kinds of sign that may hang."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from signage.frontage import FrontagePlan, SignBand
from signage.geometry import Rect
from signage.offers.bands.bounds import Bounds, bounds_of
from signage.offers.bands.datum import Wanted
from signage.offers.bands.model import BandWish, Remark
from signage.offers.bands.places import Obstacle, bands_near, free_places, obstacles_of
from signage.offers.bands.probes import Probes
from signage.offers.bands.reasons import in_front, no_place
from signage.offers.bands.sites import Site
from signage.offers.bands.zones import Standing, rules_of_place, standing_of
from signage.rules import RuleBook
from signage.rules.book import Rule

_PROBE_HEIGHT = 800.0
_WORTH = 0.5  # a pilaster that costs more than half of the width is passed in front of


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What every site is looked at with.

    Attributes:
        rough: The plan with one band over the whole wall of each site, so that probes have a band to hang in.
    """

    rough: FrontagePlan
    books: tuple[RuleBook, ...]
    on: date
    probes: Probes
    wish: BandWish


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What a site can have; without a place the warnings say why not."""

    wanted: Wanted | None
    kinds: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()


def look_at(site: Site, ask: Ask, bands: Sequence[SignBand] = (), *, is_beyond: bool = False) -> Sight:
    """Return what wall and books leave to a site; recommendations (宜) are kept to where they leave a place.

    Args:
        site: The unit or units.
        ask: What every site is looked at with.
        bands: Bands of other storeys, to be kept off.
        is_beyond: Whether the wall counts up to the windows above, past the top of the storey.
    """
    if site.frame is None or site.frame.width < ask.wish.least_width_mm:
        width = site.span[1] - site.span[0]
        figures = {"width": f"{width:.0f}", "least": f"{ask.wish.least_width_mm:.0f}"}
        return Sight(wanted=None, warnings=(Remark(code="too_narrow", params=dict(figures)),))
    frame = site.frame
    if is_beyond and site.sill_mm is not None:
        frame = Rect(frame.x0, frame.y0, frame.x1, site.sill_mm)
    must, kinds, refused = _bounds(site, frame, ask, with_should=False)
    if not kinds:
        return Sight(wanted=None, warnings=tuple({r.words(): r for r in refused}.values()))
    both, _, _ = _bounds(site, frame, ask, with_should=True, kinds=kinds)
    lacking = tuple(both.lacking.values())
    apart = bands_near(bands, ask.wish.storey_gap_mm)
    against: tuple[Remark, ...] = ()
    for bounds in (both, must):
        places, remarks = _places(site, frame, bounds, ask.wish, apart)
        places, against = _allowed(places, site, kinds, ask, with_should=bounds is both)
        wanted = Wanted(
            units=site.units,
            places=places,
            most_height_mm=_most_height(bounds),
            bounds=bounds,
            signs=tuple((s.rect.y0, s.rect.height) for s in site.face.signs if s.unit in site.units),
        )
        if wanted.best_height >= ask.wish.least_height_mm:
            gone = tuple(k for k in site.kinds if k not in kinds)
            names = "、".join(gone), ", ".join(gone)
            dropped = [
                Remark(code="kinds_dropped", params={"kinds_zh": names[0], "kinds_en": names[1], **_rule(refused)})
            ]
            return Sight(wanted=wanted, kinds=kinds, remarks=(*remarks, *(dropped if gone else ())), warnings=lacking)
    why = against or (no_place(site, frame, must, wanted, ask.wish, apart),)
    return Sight(wanted=None, warnings=(*why, *lacking))


def _allowed(
    places: Sequence[Rect], site: Site, kinds: Sequence[str], ask: Ask, *, with_should: bool
) -> tuple[tuple[Rect, ...], tuple[Remark, ...]]:
    """Return the places on a part of the wall where the books want a sign, and, where none is, what is against all.

    Places of which that is not known stay when there are no others.
    """
    rules = rules_of_place(ask.books, ask.on)
    if not rules or not places:
        return tuple(places), ()
    tried = [(place, _standing(place, site, kinds, ask, rules, with_should)) for place in places]
    sound = [place for place, standing in tried if not standing.against]
    sure = [place for place, standing in tried if not standing.against and not standing.is_open]
    against = {remark.words(): remark for _, standing in tried for remark in standing.against}
    return tuple(sure or sound), () if sound else tuple(against.values())


def _standing(
    place: Rect, site: Site, kinds: Sequence[str], ask: Ask, rules: Sequence[Rule], with_should: bool
) -> Standing:
    """Return what rules of place say of the kind that fares best there."""
    found = []
    for kind in kinds:
        layout = ask.probes.layout(kind, place.width, place.height, site.palette)
        if layout is not None:
            probe = ask.probes.placed(layout, ask.rough, site.units, place)
            found.append(standing_of(probe, place, rules, with_should=with_should))
        if found and not found[-1].against and not found[-1].is_open:
            break
    return min(found, key=lambda s: (len(s.against), s.is_open), default=Standing())


def _rule(refused: Sequence[Remark]) -> dict[str, str | int | float]:
    return {"rules": ", ".join(dict.fromkeys(str(r.params["rule"]) for r in refused))}


def _bounds(
    site: Site, frame: Rect, ask: Ask, *, with_should: bool, kinds: Sequence[str] | None = None
) -> tuple[Bounds, tuple[str, ...], list[Remark]]:
    """Return the tightest bounds over all kinds that may hang there, these kinds, and what shuts others out."""
    merged, usable, refused = Bounds(), [], list[Remark]()
    for kind in site.kinds if kinds is None else kinds:
        layout = ask.probes.layout(kind, frame.width, _PROBE_HEIGHT, site.palette)
        if layout is None:
            refused.append(Remark(code="kind_unsettable", params={"kind": kind, "rule": "-"}))
            continue
        place = Rect.sized(frame.x0, frame.y0, frame.width, _PROBE_HEIGHT)
        probe = ask.probes.placed(layout, ask.rough, site.units, place)
        found = bounds_of(probe, place, ask.books, ask.on, facts=probe.facts, with_should=with_should)
        if found.refused:
            refused += found.refused
            continue
        usable.append(kind)
        merged.take_in(found)
    return merged, tuple(usable), refused


def _most_height(bounds: Bounds) -> float:
    """The height that rules leave; letters that are to fill a share of a panel bound the panel too."""
    height = bounds.at_most("height", 1e9)
    share = bounds.at_least("share", 0.0)
    return min(height, bounds.at_most("letter", 1e9) / share) if share > 0 else height


def _places(
    site: Site, frame: Rect, bounds: Bounds, wish: BandWish, apart: Sequence[Obstacle]
) -> tuple[tuple[Rect, ...], tuple[Remark, ...]]:
    low, top = bounds.at_least("bottom", frame.y0), bounds.at_most("top", frame.y1)
    low, top = max(low, frame.y0), min(top, frame.y1)
    if top - low < wish.least_height_mm:
        return (), ()
    wall = Rect(frame.x0, low, frame.x1, top)
    strict, pilasters = obstacles_of(site.face, frame.x0, frame.x1, wish.opening_gap_mm)
    strict += apart
    least = (wish.least_width_mm, wish.least_height_mm)
    passed = [c for c in pilasters if c.rect.y0 < top and low < c.rect.y1]
    beside = free_places(
        wall, [*strict, *(Obstacle(id=c.id, rect=c.rect.grown(wish.opening_gap_mm)) for c in passed)], *least
    )
    before = free_places(wall, strict, *least) if passed else beside
    height = _most_height(bounds)
    chosen, remarks = beside, tuple[Remark, ...]()
    if passed and _best(beside, height) < _WORTH * _best(before, height):
        chosen, remarks = before, (in_front(passed),)
    width = bounds.at_most("width", 1e9)
    return tuple(r for r in (_narrowed(p, width) for p in chosen) if r.width >= wish.least_width_mm), remarks


def _best(places: Sequence[Rect], height: float) -> float:
    return max((p.width * min(p.height, height) for p in places), default=0.0)


def _narrowed(place: Rect, width: float) -> Rect:
    spare = max((place.width - width) / 2, 0.0)
    return Rect(place.x0 + spare, place.y0, place.x1 - spare, place.y1)
