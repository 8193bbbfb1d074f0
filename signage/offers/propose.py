"""Fresh compliant designs for a name and a unit: kinds the band allows, sized by it, colours of its palette."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from signage.design import (
    Colours,
    Form,
    LetterConstruction,
    Lighting,
    SignKind,
    SignSpec,
    lay_out,
    load_kinds,
    material_of,
)
from signage.errors import InputError, LayoutError, PlanError
from signage.frontage import FrontagePlan, Proposal, SignBand, place
from signage.frontage.place import sign_span
from signage.offers.air import airy
from signage.offers.conflict import smallest_conflicts
from signage.offers.offer import Conflict, Offer
from signage.offers.settle import settle
from signage.offers.trials import Trials, final
from signage.rules import RuleBook, Verdict
from signage.rules.colour import lab_of
from signage.rules.measures import Fact
from signage.typography import FontCatalogue

_CONSTRUCTIONS: dict[LetterConstruction, tuple[str, str]] = {
    LetterConstruction.FLAT: ("平面字", "flat letters"),
    LetterConstruction.FACE_LIT: ("正面发光字", "face-lit letters"),
    LetterConstruction.HALO_LIT: ("背发光字", "halo-lit letters"),
    LetterConstruction.FACE_AND_HALO: ("正背发光字", "face- and halo-lit letters"),
    LetterConstruction.PRINTED: ("灯箱画面", "printed face"),
}
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
) -> tuple[Offer, ...]:
    """Return up to `count` distinct designs that break no rule, best first.

    They differ in kind first, then in construction, then in colours. Designs that pass everything come before those
    with a recommendation unmet or a paper still to be supplied.

    Raises:
        NotFound: The plan has no such unit.
        PlanError: No band is kept for the unit.
        GlyphMissing: The typeface lacks a character of the name.
    """
    face, unit = plan.find_unit(unit_id)
    band = face.band_of(unit_id)
    if band is None:
        raise PlanError(
            "frontage.no_band",
            unit=unit_id,
            face=face.id,
            plan=plan.id,
            known=", ".join(b.id for b in face.bands) or "-",
        )
    left, right = sign_span(face, unit)
    found: list[tuple[int, int, Offer]] = []
    for turn, (kind, construction, colours) in enumerate(_designs(band)):
        spec = _first_spec(name, kind, construction, colours, band, right - left)
        offer = _settled(spec, kind, construction, plan, unit_id, books, on, fonts, facts or {})
        if offer is not None:
            found.append((offer.report.verdict.rank, turn, offer))
        if len([1 for rank, _, _ in found if rank >= Verdict.PASS.rank]) >= count:
            break
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
) -> tuple[Conflict, ...]:
    """Return the smallest sets of rules that no sign of the first kind and construction meets; see `propose`.

    Empty when the unit has no band, or the name fits none of the kinds even before a rule is asked.
    """
    face, unit = plan.find_unit(unit_id)
    band = face.band_of(unit_id)
    if band is None:
        return ()
    left, right = sign_span(face, unit)
    for kind, construction, colours in _designs(band):
        spec = _first_spec(name, kind, construction, colours, band, right - left)
        try:
            sign = place(lay_out(spec, fonts), plan, unit_id)
        except LayoutError:
            continue
        refused = Proposal(plan=plan, sign=sign, facts=dict(facts or {}))
        return smallest_conflicts(Trials(refused, books, on, fonts))
    return ()


def _designs(band: SignBand) -> list[tuple[SignKind, LetterConstruction, Colours]]:
    kinds = [kind for kind in load_kinds() if kind.id in band.kinds or (not band.kinds and is_usual(kind))]
    schemes = _schemes(band.palette)
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


def _first_spec(
    name: str, kind: SignKind, construction: LetterConstruction, colours: Colours, band: SignBand, span: float
) -> SignSpec:
    datum = band.datum_mm if band.datum_mm is not None else band.rect.y0
    height = float(int(max(min(band.rect.y1 - datum, 1200.0), 100.0)))
    return SignSpec(
        kind=kind.id,
        name=name,
        width_mm=float(int(max(span - 200.0, 200.0))),
        height_mm=height,
        construction=construction,
        colours=colours,
        lighting=Lighting(luminance_cd_m2=_LUMINANCE),
    )


def _settled(
    spec: SignSpec,
    kind: SignKind,
    construction: LetterConstruction,
    plan: FrontagePlan,
    unit_id: str,
    books: Sequence[RuleBook],
    on: date,
    fonts: FontCatalogue,
    facts: Mapping[str, Fact],
) -> Offer | None:
    try:
        start = Proposal(plan=plan, sign=place(lay_out(spec, fonts), plan, unit_id), facts=dict(facts))
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
    best, report = airy(best, report, books, on, fonts)
    said = _CONSTRUCTIONS[construction]
    return Offer(
        title_zh=f"{kind.title_zh}（{said[0]}）",
        title_en=f"{kind.title_en} ({said[1]})",
        proposal=best,
        report=final(report, best),
        changes=(),
        binding=tuple(dict.fromkeys(rule for rules in why.values() for rule in rules)),
    )


__all__ = ["propose", "why_none"]
