"""The section or side view on a sheet: a profile at a standard scale, broken where it would be too large."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from signage.frontage import Proposal
from signage.geometry import Affine, Path, Point, Rect
from signage.locale import text
from signage.scene.dimensions import Stop, number_boxes
from signage.scene.labels import label, label_box
from signage.scene.nodes import Anchor, Dimension, Group, Label, Node, Stroke
from signage.scene.shapes import line, solid
from signage.scene.sheet_alone import without_place
from signage.scene.sheet_axis import Axis
from signage.scene.sheet_heights import stands
from signage.scene.sheet_outlines import BODY_TINT, LETTER_TINT, SUPPORT_TINT, earth, hatched, piece_lines
from signage.scene.sheet_paper import INK, MEDIUM, QUIET, THIN, lines_for, rule
from signage.scene.sheet_profile import (
    Part,
    Profile,
    edge_profile,
    is_seen_edge_on,
    profile_of,
    sides_of,
    without_break,
)
from signage.scene.sheet_rows import FIRST, Row, stacked
from signage.typography import FontCatalogue

SCALES = (5, 10, 15, 20, 25, 30, 40, 50, 60, 80, 100, 150, 200)
_WHOLE_UP_TO = 60  # a view that fits unbroken at this scale or a larger one is shown whole
_LEFT, _RIGHT, _TOP, _FOOT = 9.0, 7.0, 17.0, 19.0  # for words and dimensions, paper mm
_HEIGHTS = 17.0  # from the sign to what stands beyond the row of heights
_WORDS, _PITCH = 2.5, 4.1  # of the names of things, from line to line, paper mm
_KERB_SHOWN = 11.0  # of the road beyond a kerb, paper mm
_KERB_STEP = 1.6  # paper mm; nobody has measured it
_GAP_TO_KERB = 24.0  # of a break between sign and kerb: the row of heights stands in it
_KERB_MAY_COST = 1.6  # how much smaller the sign may be for the kerb to be shown
_LEAST_DEPTH = 0.9  # paper mm; what is thinner is measured in the enlarged detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A profile placed on paper.

    Attributes:
        profile: What is shown.
        scale: n of 1:n.
        x: Axis out of the wall.
        y: Axis of levels.
    """

    profile: Profile
    scale: float
    x: Axis
    y: Axis

    def box(self, rect: Rect) -> Rect:
        """Return a model box on paper, breaks left out."""
        return Rect(self.x(rect.x0), self.y(rect.y0), self.x(rect.x1), self.y(rect.y1))


def section_of(proposal: Proposal, area: Rect, *, has_plan: bool = True, least: float = 0.0) -> Section:
    """Return the side view at the largest scale that fits its area; whole, if that scale is still a large one.

    The kerb is shown unless the sign would have to be drawn much smaller for it: its distance is in the block plan too.
    Without a plan nothing is shown that only a plan could tell, and what stands on the ground is not drawn larger than
    1:`least`: its side is as tall as its face and reads beside it.
    """
    sides = sides_of(proposal)
    if not has_plan:
        return _alone(proposal, sides, area, least)
    made = _fitted(proposal, sides, area, has_kerb=True)
    if made.profile.kerb_mm is None:
        return made
    plain = _fitted(proposal, sides, area, has_kerb=False)
    return plain if made.scale > plain.scale * _KERB_MAY_COST else made


def _alone(proposal: Proposal, sides: tuple[Part, ...], area: Rect, least: float) -> Section:
    """Return the whole side view of a sign whose place is not known."""

    def at(scale: float) -> Profile:
        if is_seen_edge_on(proposal):
            return edge_profile(proposal, scale)
        return without_place(profile_of(proposal, sides, scale), proposal, scale)

    for scale in SCALES:
        if stands(proposal) and scale < least:
            continue
        profile = at(scale)
        made = _placed(without_break(profile), float(scale), area)
        if made.y.length <= area.height - _TOP - _FOOT and _width(made) <= area.width - _LEFT - _RIGHT:
            return made
    return _placed(at(SCALES[-1]), float(SCALES[-1]), area)


def _fitted(proposal: Proposal, sides: tuple[Part, ...], area: Rect, *, has_kerb: bool) -> Section:
    fits: Section | None = None
    for scale in SCALES:
        broken = profile_of(proposal, sides, scale)
        for shown in (without_break(broken), broken):
            profile = shown if has_kerb else replace(shown, kerb_mm=None)
            made = _placed(profile, float(scale), area)
            is_whole = len(made.y.spans) == 1
            if made.y.length > area.height - _TOP - _FOOT or _width(made) > area.width - _LEFT - _RIGHT:
                continue
            if is_whole and scale <= _WHOLE_UP_TO and (fits is None or scale <= fits.scale * 2.5):
                return made
            fits = fits or made
    last = profile_of(proposal, sides, SCALES[-1])
    return fits or _placed(last if has_kerb else replace(last, kerb_mm=None), float(SCALES[-1]), area)


def _width(section: Section) -> float:
    beyond = section.x.length - (section.x(section.profile.side_mm) - section.x.start)
    return section.x.length + max(0.0, _HEIGHTS - beyond if section.profile.kerb_mm is None else 0.0)


def _placed(profile: Profile, scale: float, area: Rect) -> Section:
    spans = list(profile.shown_z)
    gap = 4.0
    if profile.kerb_mm is not None:
        kerb = profile.kerb_mm
        spans.append((kerb - 5.0 * scale, kerb + _KERB_SHOWN * scale))
        gap = _GAP_TO_KERB
    x = Axis.over(spans, scale, 0.0, gap)
    y = Axis.over(profile.shown_y, scale, 0.0)
    made = Section(profile=profile, scale=scale, x=x, y=y)
    free = area.width - _LEFT - _RIGHT - _width(made)
    spare = area.height - _TOP - _FOOT - y.length
    return Section(
        profile=profile,
        scale=scale,
        x=x.moved(area.x0 + _LEFT + free / 2),
        y=y.moved(area.y0 + _FOOT + spare * 0.45),
    )


def section(fonts: FontCatalogue, view: Section) -> tuple[Node, ...]:
    """Return wall, sign and pavement from the side with their dimensions."""
    parts = [node for part in view.profile.parts for node in _part(view, part)]
    measured = _dimensions(fonts, view)
    words = tuple(_words(fonts, view, number_boxes(measured)))
    return (
        Group(id="section-parts", children=(*_ground(fonts, view), *parts, *_break_marks(view)), layer="context"),
        Group(id="section-dimensions", children=measured, layer="dimension"),
        Group(id="section-words", children=words, layer="text"),
    )


def _part(view: Section, part: Part) -> Iterator[Node]:
    if part.outline is not None and part.piece is not None and len(view.y.pieces(part.box.y0, part.box.y1)) == 1:
        shape = part.outline.bounds()
        if shape is not None:
            k = 1.0 / view.scale
            to_paper = Affine(k, 0.0, 0.0, k, view.x(part.box.x0) - shape.x0 * k, view.y(part.box.y0) - shape.y0 * k)
            yield from piece_lines(part.piece, part.outline.transformed(to_paper), to_paper)
        return
    for x0, x1 in view.x.pieces(part.box.x0, part.box.x1):
        for y0, y1 in view.y.pieces(part.box.y0, part.box.y1):
            yield from _drawn(part.look, Rect(x0, y0, x1, y1), is_top=y1 >= view.y(part.box.y1) - 0.01)


def _drawn(look: str, box: Rect, *, is_top: bool) -> Iterator[Node]:
    match look:
        case "wall":
            yield from hatched(box)
            yield rule(box.x0, box.y0, box.x0, box.y1, 0.35)
            yield rule(box.x1, box.y0, box.x1, box.y1, 0.5)
            if is_top:
                yield rule(box.x0, box.y1, box.x1, box.y1, THIN)
        case "cut":
            yield solid(Path.rect(box), "#FFFFFF", layer="context")
            yield from hatched(box)
            yield Stroke(path=Path.rect(box), colour=INK, width_mm=0.35, layer="context")
        case "glass":
            yield solid(Path.rect(box), "#DCE7EE", layer="context")
            yield Stroke(path=Path.rect(box), colour=INK, width_mm=0.18, layer="context")
        case "hidden":
            yield Stroke(path=Path.rect(box), colour=QUIET, width_mm=0.18, dash_mm=(1.6, 0.8), layer="context")
        case _:
            tint = {"letter": LETTER_TINT, "support": SUPPORT_TINT}.get(look, BODY_TINT)
            yield solid(Path.rect(box), tint, layer="sign")
            yield Stroke(path=Path.rect(box), colour=INK, width_mm=0.18 if look == "letter" else MEDIUM, layer="sign")


def _ground(fonts: FontCatalogue, view: Section) -> Iterator[Node]:
    """The pavement, and where the plan gives it the kerb with the road below."""
    if not view.profile.has_ground:
        return
    y, profile = view.y(view.profile.ground_mm), view.profile
    spans = [(view.x(low), view.x(high)) for low, high in view.x.spans]
    if profile.kerb_mm is None:
        ends = (spans[0][0] - 2.0, spans[-1][1] + 2.0)
        yield from earth(*ends, y)
        yield rule(ends[0], y, ends[1], y, 0.7)
        return
    kerb = view.x(profile.kerb_mm)
    for low, high in (*spans[:-1], (spans[-1][0], kerb)) if len(spans) > 1 else ((spans[0][0], kerb),):
        yield from earth(low, high, y)
        yield rule(low, y, high, y, 0.7)
    end = spans[-1][1]
    points = [(kerb, y), (kerb, y - _KERB_STEP), (end, y - _KERB_STEP)]
    yield line(tuple(points), INK, 0.7, layer="context")
    for low, high in view.x.breaks:  # the pavement runs on under the break
        yield line(((low, y), (high, y)), INK, 0.35, dash=(1.6, 1.0), layer="context")


def _break_marks(view: Section) -> Iterator[Node]:
    walls = [part for part in view.profile.parts if part.look == "wall"]
    for low, high in view.y.breaks:
        for part in walls[:1]:
            x0, x1 = view.x(part.box.x0), view.x(part.box.x1)
            middle = (x0 + x1) / 2
            for y in (low, high):
                points = ((x0 - 2, y), (middle - 1.2, y), (middle - 0.5, y + 1.4), (middle + 0.5, y - 1.4),
                          (middle + 1.2, y), (x1 + 2, y))  # fmt: skip
                yield line(points, INK, THIN, layer="context")


def _dimensions(fonts: FontCatalogue, view: Section) -> tuple[Dimension, ...]:
    profile = view.profile
    made: tuple[Dimension, ...] = ()
    level = dict(profile.depths)
    if level:
        kept = _thinned(sorted(level), view.scale)
        stops = [Stop(at=view.x(z), edge=view.y(level[z]), model_mm=z) for z in kept]
        ends = (stops[0], stops[-1])
        rows = [Row(stops=tuple(stops), subject="depth"), Row(stops=ends, subject="depth")]
        top = max(view.y(part.box.y1) for part in profile.parts)
        if profile.has_depths_below:
            made += stacked(fonts, rows, stops[0].edge - FIRST, outward=-1.0)
        else:
            made += stacked(fonts, rows, max(top + 3.5, stops[0].edge + FIRST), outward=1.0)
    side = view.x(profile.side_mm)
    over = tuple(y for y in profile.heights if y - profile.ground_mm >= 0.5)
    levels = (profile.ground_mm, *over) if profile.has_ground else over
    up = tuple(Stop(at=view.y(y), edge=side, model_mm=y) for y in levels)
    at = side + FIRST + (7.0 if profile.has_depths_below else 2.5)
    rows = [Row(stops=up, subject="clear")]
    made += stacked(fonts, rows, at, outward=1.0, is_vertical=True, zero_mm=profile.zero_mm, taken=number_boxes(made))
    if profile.kerb_mm is not None:
        made += _to_the_kerb(fonts, view, profile.kerb_mm, number_boxes(made))
    return made


def _thinned(places: list[float], scale: float) -> list[float]:
    """Return the first and last place and those between that are far enough from their neighbours to be read."""
    kept = [places[0]]
    for place in places[1:-1]:
        if (place - kept[-1]) / scale >= _LEAST_DEPTH and (places[-1] - place) / scale >= _LEAST_DEPTH:
            kept.append(place)
    return [*kept, places[-1]] if len(places) > 1 else kept


def _to_the_kerb(fonts: FontCatalogue, view: Section, kerb: float, taken: tuple[Rect, ...]) -> tuple[Dimension, ...]:
    ground, side = view.y(view.profile.ground_mm), view.profile.side_mm
    is_far_out = 0.05 * kerb < side < kerb  # its distance from the kerb is then asked for
    places = (0.0, side, kerb) if is_far_out else (0.0, kerb)
    found = [Row(stops=tuple(Stop(at=view.x(z), edge=ground - 1.5, model_mm=z) for z in places), subject="kerb")]
    return stacked(fonts, found, ground - FIRST + 0.5, outward=-1.0, zero_mm=0.0, taken=taken)


def _words(fonts: FontCatalogue, view: Section, taken: tuple[Rect, ...]) -> Iterator[Node]:
    for note in view.profile.notes:
        at = Point(view.x(note.z) + note.aside[0], view.y(note.y) + note.aside[1])
        if note.is_upright:
            yield label(fonts, note.words, at, 2.5, Anchor.MIDDLE, angle_deg=90.0, colour=QUIET)
        elif note.is_end:
            room = at.x - view.x.start + _LEFT - 1.0
            for index, words in enumerate(lines_for(fonts, note.words, _WORDS, room, 500)):
                spot = Point(at.x, at.y - _PITCH * index)
                yield label(fonts, words, spot, _WORDS, Anchor.END, colour=QUIET)
        else:
            room = view.x(view.x.spans[-1][1]) + _RIGHT - 1.0 - at.x
            for index, words in enumerate(lines_for(fonts, note.words, _WORDS, room, 500)):
                yield label(fonts, words, Point(at.x, at.y - _PITCH * index), _WORDS, colour=QUIET)
    if not view.profile.has_ground:
        return
    kerb, ground = view.profile.kerb_mm, view.y(view.profile.ground_mm)
    below = ground - FIRST - 6.2
    if kerb is None:
        start = view.x(view.x.spans[0][0]) - 1.0
        named = text("sheet.pavement" if view.profile.is_pavement else "drawing.ground")
        yield _clear(fonts, label(fonts, named, Point(start, ground - 6.4), 2.5, colour=QUIET), taken)
        return
    under = Point((view.x(0.0) + view.x(kerb)) / 2, below)
    yield _clear(fonts, label(fonts, text("sheet.pavement"), under, 2.5, Anchor.MIDDLE, colour=QUIET), taken)
    road = (view.x(kerb) + view.x(view.x.spans[-1][1])) / 2
    yield label(
        fonts,
        text("sheet.roadway"),
        Point(road + 1.0, ground - _KERB_STEP - 4.2),
        2.5,
        Anchor.MIDDLE,
        colour=QUIET,
    )


def _clear(fonts: FontCatalogue, named: Label, taken: tuple[Rect, ...]) -> Label:
    """Return a word under the ground, lower where a height's number reaches as low."""
    over = [box for box in taken if box.grown(0.5).overlaps(label_box(named))]
    if not over:
        return named
    at = Point(named.at.x, min(box.y0 for box in over) - named.height_mm - 1.0)
    return label(fonts, named.text, at, named.height_mm, named.anchor, colour=named.colour)
