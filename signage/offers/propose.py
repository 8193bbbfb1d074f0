"""Fresh compliant designs for a name and a unit: kinds the band allows, sized by it, colours of its palette."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from signage.design import (
    Colours,
    Form,
    LetterConstruction,
    Lighting,
    Position,
    SignKind,
    SignSpec,
    lay_out,
    load_kinds,
    material_of,
)
from signage.design.depths import construction_of
from signage.errors import InputError, LayoutError, PlanError
from signage.frontage import FrontagePlan, Proposal, SignBand, place, usual_size
from signage.frontage.place import sign_span
from signage.locale import Lang, text
from signage.offers.air import airy
from signage.offers.conflict import smallest_conflicts
from signage.offers.offer import Conflict, Offer
from signage.offers.settle import settle
from signage.offers.trials import Trials, final
from signage.rules import RuleBook, Verdict
from signage.rules.colour import lab_of
from signage.rules.measures import Fact
from signage.typography import FontCatalogue

_LEAST_HEIGHT = 100.0  # mm, of what a search begins with
_LUMINANCE = 300.0  # cd/m², a calm sign; repair lowers it where the zone asks for less


def propose(
    name: str,
    plan: FrontagePlan,
    unit_id: str,
    books: Sequence[RuleBook],
    on: date,
    fonts: FontCatalogue,
    *,
    count: int = 3,
    facts: Mapping[str, Fact] | None = None,
    bottom_mm: float | None = None,
) -> tuple[Offer, ...]:
    """Return up to `count` distinct designs that break no rule, best first.

    They differ in kind first, then in construction, then in colours. Designs that pass everything come before those
    with a recommendation unmet or a paper still to be supplied. A kind that has nothing to be fixed to at the unit (no
    canopy, no window) is left out.

    Args:
        name: What the sign says.
        plan: The plan in force.
        unit_id: Whose sign it is.
        books: Rule books.
        on: The date whose rules apply.
        fonts: Typefaces.
        count: How many designs at most.
        facts: What is stated beside the drawing.
        bottom_mm: Where the bottom edge of a sign flat on the wall is wished, elevation space; a rule may move it. None
            for the band's own place.

    Raises:
        NotFound: The plan has no such unit.
        PlanError: No band is kept for the unit and no bottom edge is stated, or the unit lacks what every kind of its
            band is fixed to.
        GlyphMissing: The typeface lacks a character of the name.
    """
    wish = _Wish(name, plan, unit_id, bottom_mm)
    if wish.band is None and bottom_mm is None:
        raise wish.without_band()
    found: list[tuple[int, int, Offer]] = []
    unfixed: set[str] = set()
    for turn, (kind, construction, colours) in enumerate(_designs(wish.band)):
        if kind.id in unfixed:
            continue
        spec = wish.first_spec(kind, construction, colours)
        try:
            offer = _settled(spec, kind, wish, books, on, fonts, facts or {})
        except PlanError:  # nothing there that such a sign is fixed to
            unfixed.add(kind.id)
            continue
        if offer is not None:
            found.append((offer.report.verdict.rank, turn, offer))
        if len([1 for rank, _, _ in found if rank >= Verdict.PASS.rank]) >= count:
            break
    if unfixed and all(kind.id in unfixed for kind, _, _ in _designs(wish.band)):
        raise wish.unfixed()
    found.sort(key=lambda item: (-item[0], item[1]))
    return tuple(offer for _, _, offer in found[:count])


def why_none(
    name: str,
    plan: FrontagePlan,
    unit_id: str,
    books: Sequence[RuleBook],
    on: date,
    fonts: FontCatalogue,
    *,
    facts: Mapping[str, Fact] | None = None,
    bottom_mm: float | None = None,
) -> tuple[Conflict, ...]:
    """Return the smallest sets of rules that no sign of the first kind and construction meets; see `propose`.

    Empty when the unit has neither a band nor a stated bottom, or the name fits none of the kinds even before a rule is
    asked.
    """
    wish = _Wish(name, plan, unit_id, bottom_mm)
    if wish.band is None and bottom_mm is None:
        return ()
    for kind, construction, colours in _designs(wish.band):
        try:
            sign = place(lay_out(wish.first_spec(kind, construction, colours), fonts), plan, unit_id)
        except (LayoutError, PlanError):
            continue
        refused = Proposal(plan=plan, sign=sign, facts=dict(facts or {}))
        return smallest_conflicts(Trials(refused, books, on, fonts))
    return ()


class _Wish:
    """What is asked for: a name on a unit, and perhaps where its bottom edge lies."""

    def __init__(self, name: str, plan: FrontagePlan, unit_id: str, bottom_mm: float | None) -> None:
        self.name, self.plan, self.unit_id, self.bottom_mm = name, plan, unit_id, bottom_mm
        self.face, self.unit = plan.find_unit(unit_id)
        self.band = self.face.band_of(unit_id)
        self.span = sign_span(self.face, self.unit)

    def without_band(self) -> PlanError:
        """Return why nothing can be proposed: nobody has said at what height."""
        known = ", ".join(band.id for band in self.face.bands) or "-"
        return PlanError("offers.no_band", unit=self.unit_id, face=self.face.id, plan=self.plan.id, known=known)

    def unfixed(self) -> PlanError:
        """Return that the unit has nothing to which a sign of its band's kinds is fixed."""
        band, kinds = self.band, tuple(dict.fromkeys(kind.id for kind, _, _ in _designs(self.band)))
        return PlanError(
            "offers.nothing_to_fix_to",
            unit=self.unit_id,
            band=band.id if band is not None else "-",
            kinds=", ".join(kinds),
            plan=self.plan.id,
        )

    def first_spec(self, kind: SignKind, construction: LetterConstruction, colours: Colours) -> SignSpec:
        """Return where the search begins: flat on the wall as large as the band and the shop allow, else as usual."""
        bottom = self.bottom_mm if kind.form is Form.PARALLEL else None
        width, height = self._first_size(kind, bottom)
        return SignSpec(
            kind=kind.id,
            name=self.name,
            width_mm=width,
            height_mm=height,
            construction=construction,
            style=kind.style,
            colours=colours,
            lighting=Lighting(luminance_cd_m2=_LUMINANCE),
            position=Position(bottom_mm=bottom),
        )

    def _first_size(self, kind: SignKind, bottom: float | None) -> tuple[float, float]:
        band, usual = self.band, usual_size(kind, self.face, self.unit)
        if kind.form is not Form.PARALLEL:
            return usual
        width = float(int(max(self.span[1] - self.span[0] - 200.0, 200.0)))
        if band is None or (bottom is not None and bottom >= band.rect.y1 - _LEAST_HEIGHT):
            return width, usual[1]
        datum = bottom if bottom is not None else band.datum_mm if band.datum_mm is not None else band.rect.y0
        return width, float(int(max(min(band.rect.y1 - datum, 1200.0), _LEAST_HEIGHT)))


def _designs(band: SignBand | None) -> list[tuple[SignKind, LetterConstruction, Colours]]:
    wanted = band.kinds if band is not None else ()
    kinds = [kind for kind in load_kinds() if kind.id in wanted or (not wanted and is_usual(kind))]
    schemes = _schemes(band.palette if band is not None else ())
    designs = []
    for depth in range(4):  # one round over the kinds, then the next construction and scheme
        for index, kind in enumerate(kinds):
            constructions = list(kind.letters.constructions)
            if depth < max(len(constructions), len(schemes)):
                scheme = schemes[(depth + index) % len(schemes)]
                designs.append((kind, constructions[depth % len(constructions)], _for_kind(kind, scheme)))
    return designs


def is_usual(kind: SignKind) -> bool:
    """A band without a list of kinds is for shop signs on the wall, made of what practice does not advise against."""
    if kind.form is not Form.PARALLEL or kind.carrier not in ("panel", "letters", "box"):
        return False
    return kind.base.material is None or not material_of(kind.base.material).is_discouraged


def _schemes(palette: tuple[str, ...]) -> list[Colours]:
    """Return panel and letter colours that contrast well: dark panels with light letters first."""
    if not palette:
        return [Colours()]
    by_light = sorted(palette, key=lambda colour: lab_of(colour.upper())[0])
    dark = [c for c in by_light if lab_of(c.upper())[0] < 50] or by_light[:1]
    light = [c for c in by_light if lab_of(c.upper())[0] >= 75] or by_light[-1:]
    pairs = [Colours(panel=panel, letter=light[-1 - index % len(light)]) for index, panel in enumerate(dark[:4])]
    return [*pairs, Colours(panel=light[0], letter=dark[0])]


def _for_kind(kind: SignKind, scheme: Colours) -> Colours:
    if kind.carrier == "letters":  # letters alone stand on the wall: the strong colour is theirs
        return Colours(letter=scheme.panel) if scheme.panel else scheme
    return scheme


def _settled(
    spec: SignSpec,
    kind: SignKind,
    wish: _Wish,
    books: Sequence[RuleBook],
    on: date,
    fonts: FontCatalogue,
    facts: Mapping[str, Fact],
) -> Offer | None:
    try:
        sign = place(lay_out(spec, fonts), wish.plan, wish.unit_id)
        start = Proposal(plan=wish.plan, sign=sign, facts=dict(facts))
    except LayoutError:
        return None
    trials = Trials(start, books, on, fonts)
    report = trials.report_of(start)
    why: dict[str, list[str]] = {}
    best = start
    for way in ("should", "least"):
        try:
            best, report, failure, why = settle(trials, way)
        except InputError:
            continue
        if failure is None and not report.of(Verdict.FAIL):
            break
    else:
        return None
    best, report = airy(best, report, books, on, fonts, keeps_bottom=wish.bottom_mm is not None)
    made = f"sign.construction_{construction_of(spec, kind).value}"
    return Offer(
        title_zh=text("offers.design", Lang.ZH, kind=kind.title_zh, made=text(made, Lang.ZH)),
        title_en=text("offers.design", Lang.EN, kind=kind.title_en, made=text(made, Lang.EN)),
        proposal=best,
        report=final(report, best),
        changes=(),
        binding=tuple(dict.fromkeys(rule for rules in why.values() for rule in rules)),
    )


__all__ = ["propose", "why_none"]
