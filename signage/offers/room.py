"""The room that the rules leave to a sign, read off the margins of its findings: no search, only arithmetic."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil, floor

from signage.frontage import Proposal
from signage.geometry import Rect
from signage.kept import Kept
from signage.rules import CheckReport, Finding, RuleBook, Verdict
from signage.rules.book import Rule
from signage.rules.limits import Op
from signage.units import Unit

# measure -> the quantity of the sign that it limits
LEVERS: dict[str, str] = {
    "clear_height": "bottom",
    "cornice_gap": "bottom",
    "projecting_datum_step": "bottom",
    "top_level": "top",
    "upper_window_gap": "top",
    "roof_gap": "top",
    "panel_height": "height",
    "sign_height": "height",
    "side_height": "height",
    "side_width": "face_width",
    "bracket_reach": "reach",
    "sign_width": "width",
    "letter_edge": "edge",
    "letter_height": "letter",
    "letter_panel_ratio": "letter",
    "content_share": "letter",
    "thickness": "depth",
    "projection": "outreach",
    "kerb_gap": "outreach",
    "luminance": "luminance",
    "datum_step": "bottom",
    "neighbour_bottom_step": "bottom",
    "neighbour_height_step": "height",
    "neighbour_depth_step": "depth",
    "outside_band": "frame",
    "outside_lease": "frame",
    "opening_overlap": "frame",
    "rescue_overlap": "frame",
    "rescue_clear": "frame",
    "over_entrance": "frame",
    "wall_zone": "frame",
    "palette_distance": "colour",
    "band_kind": "kind",
    "foreign_to_chinese": "none",
}
_SILENT = (Verdict.NOT_APPLICABLE, Verdict.UNMEASURED, Verdict.REVIEW)
_BAD = (Verdict.FAIL, Verdict.WARN)
_OF_OPENINGS = frozenset({"opening_overlap", "rescue_overlap", "rescue_clear"})
_STRICT = (Op.LESS_THAN, Op.MORE_THAN)


@dataclass(slots=True, kw_only=True)
class Room:
    """Bounds in mm (elevation space) and in cd/m², None where no rule speaks; `why` names the rules of each bound.

    `over` is what the sign has to lie over, from left to right, such as the shop's door.
    `depth_high` bounds the thickness of the bodies, `outreach_high` how far the foremost edge stands out from the
    wall; `depth_at` is the depth of a neighbour that stands out further. `face_width_high` and `reach_high` bound the
    face and the brackets of a projecting sign.
    """

    bottom_low: float | None = None
    bottom_at: float | None = None
    top_high: float | None = None
    height_high: float | None = None
    height_at: float | None = None
    width_high: float | None = None
    left: float | None = None
    right: float | None = None
    over: tuple[float, float] | None = None
    letter_scale: float = 1.0
    depth_high: float | None = None
    depth_at: float | None = None
    outreach_high: float | None = None
    face_width_high: float | None = None
    reach_high: float | None = None
    luminance_high: float | None = None
    is_off_palette: bool = False
    why: dict[str, list[str]] = field(default_factory=dict)

    def note(self, name: str, rule: str) -> None:
        """Remember that a rule asks for something of a quantity."""
        if rule not in self.why.setdefault(name, []):
            self.why[name].append(rule)


def rule_of(books: tuple[RuleBook, ...], finding: Finding) -> Rule | None:
    """Return the rule that a finding is of."""
    return _by_name(books).get((finding.book, finding.rule_id))


_by_name: Kept[tuple[RuleBook, ...], dict[tuple[str, str], Rule]] = Kept(
    lambda books: {(book.name, rule.id): rule for book in reversed(books) for rule in book.rules}
)


def room_of(proposal: Proposal, report: CheckReport, books: tuple[RuleBook, ...], *, with_should: bool) -> Room:
    """Return the room around a sign.

    Args:
        proposal: The sign as it is.
        report: Its findings; margins of passing rules bound the room as well as those of broken ones.
        books: Where the findings' rules are.
        with_should: Whether recommendations (宜) bind too.
    """
    room = Room()
    is_over_openings = False
    for finding in report.findings:
        if finding.verdict in _SILENT or (rule := rule_of(books, finding)) is None:
            continue
        if rule.modality.value == "may" or (rule.modality.value == "should" and not with_should):
            continue
        _bound(room, rule, finding, proposal)
        is_over_openings = is_over_openings or (rule.measure in _OF_OPENINGS and finding.verdict in _BAD)
    if is_over_openings:
        _clear_of_openings(room, proposal)
    return room


def _bound(room: Room, rule: Rule, finding: Finding, proposal: Proposal) -> None:
    lever, rect = LEVERS.get(rule.measure), proposal.sign.rect
    is_bad = finding.verdict in _BAD
    if lever is None:
        return
    if is_bad:
        room.note(lever, rule.id)
    if lever == "frame":
        _frame(room, rule, finding, proposal, is_bad)
    elif lever == "colour":
        room.is_off_palette = room.is_off_palette or is_bad
    elif rule.measure == "datum_step":
        band = proposal.face.band_of(proposal.unit.id)
        room.bottom_at = band.datum_mm if band is not None and is_bad else room.bottom_at
    elif rule.measure == "projecting_datum_step":
        other = next((m.bounds for m in finding.where if m.role == "limit"), None)
        room.bottom_at = other.y0 if other is not None and is_bad else room.bottom_at
    elif rule.measure == "neighbour_depth_step":
        _neighbour_depth(room, finding, proposal, is_bad)
    elif rule.measure.startswith("neighbour_"):
        _neighbour(room, rule.measure, finding, is_bad)
    elif finding.margin is not None and finding.limit is not None:
        margin = finding.margin.value if finding.margin.unit is not Unit.M2 else 0.0
        _distance(room, rule, finding, margin - (1.0 if rule.limit.op in _STRICT else 0.0), rect, lever, proposal)


def _distance(
    room: Room, rule: Rule, finding: Finding, margin: float, rect: Rect, lever: str, proposal: Proposal
) -> None:
    if lever == "bottom":
        low = ceil(round(rect.y0 - margin, 2))
        if room.bottom_low is None or low > room.bottom_low:
            room.bottom_low = low
    elif lever == "top":
        room.top_high = _least(room.top_high, floor(round(rect.y1 + margin, 2)))
    elif lever == "height":
        room.height_high = _least(room.height_high, floor(round(rect.height + margin, 2)))
    elif lever == "width":
        room.width_high = _least(room.width_high, floor(round(rect.width + margin, 2)))
    elif lever == "depth":
        room.depth_high = _least(room.depth_high, proposal.sign.layout.thickness_mm + margin)
    elif lever == "outreach":
        room.outreach_high = _least(room.outreach_high, proposal.sign.layout.depth_mm + margin)
    elif lever == "face_width":
        room.face_width_high = _least(room.face_width_high, proposal.sign.layout.envelope.width + margin)
    elif lever == "reach":
        layout = proposal.sign.layout
        room.reach_high = _least(room.reach_high, layout.depth_mm - layout.envelope.width + margin)
    elif lever == "luminance" and finding.limit is not None:
        room.luminance_high = _least(room.luminance_high, float(floor(finding.limit.value)))
    elif finding.verdict in _BAD and finding.limit is not None:
        measured = finding.measured
        if isinstance(measured, str) or measured is None or measured.value <= 0:
            return
        scale = finding.limit.value / measured.value
        if rule.measure == "content_share":
            scale = scale**0.5
        room.letter_scale = min(room.letter_scale, scale) if scale < 1 else max(room.letter_scale, scale)


def _frame(room: Room, rule: Rule, finding: Finding, proposal: Proposal, is_bad: bool) -> None:
    face, unit = proposal.face, proposal.unit
    if rule.measure == "outside_band":
        band = face.band_of(unit.id)
        if band is not None:
            r = band.rect
            room.bottom_low = r.y0 if room.bottom_low is None else max(room.bottom_low, r.y0)
            room.top_high = _least(room.top_high, r.y1)
            room.left, room.right = max(r.x0, room.left or r.x0), min(r.x1, room.right or r.x1)
    elif rule.measure == "outside_lease" and is_bad:
        room.left, room.right = max(unit.x0_mm, room.left or unit.x0_mm), min(unit.x1_mm, room.right or unit.x1_mm)
    elif rule.measure == "over_entrance" and is_bad:
        _over_a_door(room, finding, proposal)
    elif rule.measure == "wall_zone" and is_bad:
        _between_windows(room, finding, proposal)


def _over_a_door(room: Room, finding: Finding, proposal: Proposal) -> None:
    """Put the sign over the nearest of the doors that the measure has marked."""
    doors = [mark.bounds for mark in finding.where if mark.role == "limit"]
    if not doors:
        return
    door = min(doors, key=lambda one: abs(one.centre.x - proposal.sign.rect.centre.x))
    room.over = (door.x0, door.x1)
    room.bottom_low = door.y1 if room.bottom_low is None else max(room.bottom_low, door.y1)


def _between_windows(room: Room, finding: Finding, proposal: Proposal) -> None:
    """Keep the sign over the windows of its own storey and under those of the next, as the measure has marked them."""
    face, storey = proposal.face, proposal.unit.storey
    marked = [mark.bounds for mark in finding.where if mark.role == "limit"]
    own = [o.rect.y1 for o in face.openings if o.storey == storey and o.rect in marked]
    above = [o.rect.y0 for o in face.openings if o.storey == storey + 1 and o.rect in marked]
    if own:
        room.bottom_low = max(own) if room.bottom_low is None else max(room.bottom_low, *own)
    upper = face.storey(storey + 1)
    ceiling = min(above, default=upper.sill_mm if upper is not None else face.parapet_mm)
    if ceiling is not None:
        room.top_high = _least(room.top_high, ceiling)


def _clear_of_openings(room: Room, proposal: Proposal) -> None:
    """Keep the sign below or above the openings that it covers, whichever is nearer to where other rules put it."""
    rect = proposal.sign.rect
    bottom = room.bottom_at if room.bottom_at is not None else rect.y0
    if room.bottom_low is not None:
        bottom = max(bottom, room.bottom_low)
    middle = bottom + rect.height / 2
    for opening in (o.rect for o in proposal.face.openings if o.rect.overlaps(rect)):
        if opening.centre.y >= middle:
            room.top_high = _least(room.top_high, opening.y0)
        else:
            room.bottom_low = opening.y1 if room.bottom_low is None else max(room.bottom_low, opening.y1)


def _neighbour(room: Room, measure: str, finding: Finding, is_bad: bool) -> None:
    other = next((m.bounds for m in finding.where if m.role == "limit"), None)
    if not is_bad or other is None:
        return
    if measure == "neighbour_bottom_step":
        room.bottom_at = other.y0
    elif measure == "neighbour_height_step":
        room.height_at = other.height


def _neighbour_depth(room: Room, finding: Finding, proposal: Proposal, is_bad: bool) -> None:
    """A sign goes back to its neighbour's depth, or comes forward to it where its bodies may be that deep."""
    measured = finding.measured
    if not is_bad or measured is None or isinstance(measured, str):
        return
    present, step = proposal.sign.layout.depth_mm, measured.value
    depths = [one.depth_mm for one in proposal.existing]
    if any(abs(depth - (present - step)) < 0.5 for depth in depths):
        room.outreach_high = _least(room.outreach_high, present - step)
    else:
        room.depth_at = next((depth for depth in depths if abs(depth - (present + step)) < 0.5), None)


def _least(known: float | None, value: float) -> float:
    return value if known is None else min(known, value)
