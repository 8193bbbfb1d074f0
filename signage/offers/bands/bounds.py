"""What the books in force ask of a band, read off their own evaluation of a probe sign; no figure is copied.

A probe is a plain sign of a kind whose envelope is taken to fill the whole place, so that the highest pavement and the
lowest sill over the place's width count. Each rule about height over ground, top, height, width or letters then gives
an interval for that quantity: the rule's bounds as it worked them out, shifted by what the probe measured.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from signage.errors import Param
from signage.frontage import Proposal
from signage.geometry import Rect
from signage.offers.bands.model import Remark
from signage.offers.room import LEVERS
from signage.rules import Modality, RuleBook, Verdict
from signage.rules.amounts import Exact
from signage.rules.book import Rule, effective
from signage.rules.check import Case
from signage.rules.deciding import Decided, decide
from signage.rules.judging import Status
from signage.rules.limit_words import required_words
from signage.rules.limits import Op
from signage.rules.measures import Fact, Subject, measure_of

_MORE = {"bottom_level": "bottom", "character_height": "letter"}
# Levers of `offers.room` that bound a band; signs next door and the plan's own bands are looked at elsewhere.
_LEVERS = ("bottom", "top", "height", "width", "letter", "edge")
_APART = frozenset(
    {
        "datum_step", "neighbour_bottom_step", "neighbour_height_step", "neighbour_depth_step", "content_share",
        "band_letter_low", "band_letter_high",
    }
)  # fmt: skip
# A rule on one of these that fails for one kind of sign and not for another shuts that kind out of the band.
OF_KIND = frozenset(
    {
        "thickness", "projection", "carrier", "form", "mounting", "storey", "top_storey", "sign_count",
        "parallel_count", "band_kind",
    }
)  # fmt: skip
_QUANTUM_MM = 0.01


def lever_of(measure: str) -> str | None:
    """Return the quantity of a sign that a measure bears on, as `offers.room` names it, or None."""
    return LEVERS.get(measure) or _MORE.get(measure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """One end of what a rule leaves: a level or a size in mm (a share for `share`), and the rule in words."""

    value: float
    rule: str
    clause: str
    title: tuple[str, str]
    required: tuple[str, str]
    is_must: bool


@dataclass(slots=True, kw_only=True)
class Bounds:
    """The tightest bounds by quantity: `bottom` and `top` (levels), `height`, `width`, `letter` (mm), `share`."""

    low: dict[str, Bound] = field(default_factory=dict)
    high: dict[str, Bound] = field(default_factory=dict)
    lacking: dict[str, Remark] = field(default_factory=dict)
    refused: list[Remark] = field(default_factory=list)

    def at_least(self, name: str, default: float) -> float:
        """Return the least value that is left, `default` where no rule speaks."""
        return self.low[name].value if name in self.low else default

    def at_most(self, name: str, default: float) -> float:
        """Return the greatest value that is left, `default` where no rule speaks."""
        return self.high[name].value if name in self.high else default

    def narrow(self, name: str, low: Bound | None, high: Bound | None) -> None:
        """Take in a further interval."""
        if low is not None and (name not in self.low or low.value > self.low[name].value):
            self.low[name] = low
        if high is not None and (name not in self.high or high.value < self.high[name].value):
            self.high[name] = high

    def take_in(self, other: Bounds) -> None:
        """Take in all intervals and gaps of other bounds; refusals of a kind stay with it."""
        for name in {*other.low, *other.high}:
            self.narrow(name, other.low.get(name), other.high.get(name))
        self.lacking |= other.lacking


class Filled(Subject):
    """A probe whose envelope is the whole place."""

    def __init__(self, proposal: Proposal, place: Rect) -> None:
        super().__init__(proposal)
        self.rect = place


def bounds_of(
    proposal: Proposal,
    place: Rect,
    books: Sequence[RuleBook],
    on: date,
    *,
    facts: Mapping[str, Fact],
    with_should: bool,
) -> Bounds:
    """Return what the books leave of a place to a sign of the probe's kind.

    Args:
        proposal: A probe on the unit; its plan has a band over the whole place.
        place: The place, elevation space.
        books: Rule books.
        on: The date whose rules apply.
        facts: What is stated of the units.
        with_should: Whether recommendations (宜) bind too.
    """
    subject = Filled(proposal, place)
    case, found = Case(subject), Bounds()
    for book in effective([one for one in books if one.in_force(on)]):
        for rule in book.rules:
            lever = lever_of(rule.measure)
            is_of_kind = rule.measure in OF_KIND
            if rule.measure in _APART or not (lever in _LEVERS or is_of_kind) or not rule.in_force(on):
                continue
            if rule.modality is Modality.MAY or (rule.modality is Modality.SHOULD and not with_should):
                continue
            decided = decide(_relaxed(rule, facts), case, facts, subject.proofs)
            if is_of_kind:
                if decided.verdict is Verdict.FAIL:
                    found.refused.append(refusal("kind_refused", rule, decided))
            elif decided.verdict is not Verdict.NOT_APPLICABLE:
                _bound(found, rule, lever or "", decided, place, case)
    return found


def _relaxed(rule: Rule, facts: Mapping[str, Fact]) -> Rule:
    """Return a rule with the limit that a consent gives, where the consent is stated: the probe itself needs none."""
    consent = rule.consent
    return replace(rule, limit=consent.limit) if consent is not None and facts.get(consent.fact) is True else rule


def refusal(code: str, rule: Rule, decided: Decided) -> Remark:
    """Return the remark that a rule is not met, with what it requires."""
    tolerance = rule.tolerance.amount if rule.tolerance else None
    required = required_words(decided.limit, decided.judged, decided.measure, tolerance)
    params: dict[str, Param] = {"rule": rule.id, "title_zh": rule.title_zh, "title_en": rule.title_en}
    return Remark(code=code, params={**params, **_both(required), "clause": rule.clause})


def _both(required: tuple[str, str]) -> dict[str, Param]:
    return {"required_zh": required[0], "required_en": required[1]}


def _bound(found: Bounds, rule: Rule, lever: str, decided: Decided, place: Rect, case: Case) -> None:
    if decided.missing is not None:
        what, who = decided.missing.what, decided.missing.who
        params = {"rule": rule.id, "what_zh": what[0], "what_en": what[1], "who_zh": who[0], "who_en": who[1]}
        found.lacking[rule.id] = Remark(code="lacking", params=dict(params))
        return
    judged = decided.judged
    if judged.status is Status.REVIEW and judged.low is None and judged.high is None:
        why = {"rule": rule.id, "why_zh": judged.reason[0], "why_en": judged.reason[1]}
        found.lacking[rule.id] = Remark(code="for_a_person", params=dict(why))
        return
    if not decided.reading.is_known or decided.reading.quantity is None or decided.measure != rule.measure:
        return  # of several limits of which one is enough, another measure settled it: the full check has the last word
    low, high = _ends(decided)
    name, turn = _turned(lever, rule, decided, place, case)
    ends = [None if end is None else turn(end) for end in (low, high)]
    if lever in ("bottom", "top") and decided.reading.gauge is not None and decided.reading.gauge.sign < 0:
        ends.reverse()
    made = [None if end is None else _named(end, rule, decided) for end in ends]
    found.narrow(name, made[0], made[1])


def _ends(decided: Decided) -> tuple[float | None, float | None]:
    """Return the bounds as numbers, mm for lengths; a strict bound one quantum inside."""
    unit = decided.reading.quantity.unit if decided.reading.quantity else None
    is_ratio = decided.reading.ratio_of is not None or (unit is not None and unit.value in ("ratio", "%"))
    inside = 1e-6 if is_ratio else _QUANTUM_MM

    def number(exact: Exact | None, step: float) -> float | None:
        return None if exact is None else float(exact) * (1.0 if is_ratio else _QUANTUM_MM) + step

    strict_low = inside if decided.limit.op is Op.MORE_THAN else 0.0
    strict_high = -inside if decided.limit.op is Op.LESS_THAN else 0.0
    return number(decided.judged.low, strict_low), number(decided.judged.high, strict_high)


def _turned(lever: str, rule: Rule, decided: Decided, place: Rect, case: Case) -> tuple[str, Callable[[float], float]]:
    """Return which quantity a rule bounds, and how its bound becomes one of that quantity."""
    value = float(decided.reading.exact) * _QUANTUM_MM
    if lever in ("bottom", "top"):
        edge = place.y0 if lever == "bottom" else place.y1
        sign = decided.reading.gauge.sign if decided.reading.gauge is not None else 1
        return lever, lambda end: edge + sign * (end - value)
    if rule.measure == "letter_panel_ratio":
        return "share", lambda end: end
    if lever == "edge":  # the longest edge of a letter, which may be its width: told as the letter height that has it
        height = case("letter_height")
        share = float(height.exact) * _QUANTUM_MM / value if height.is_known and value > 0 else 1.0
        return "letter", lambda end: end * min(share, 1.0)
    return lever, lambda end: end


def _named(value: float, rule: Rule, decided: Decided) -> Bound:
    measure = measure_of(rule.measure)
    tolerance = rule.tolerance.amount if rule.tolerance else None
    return Bound(
        value=round(value, 4),
        rule=rule.id,
        clause=rule.clause,
        title=measure.title if measure else (rule.title_zh, rule.title_en),
        required=required_words(decided.limit, decided.judged, decided.measure, tolerance),
        is_must=rule.modality is Modality.MUST,
    )
