"""Set a sign into the room that rules leave it, in closed form, and check again until nothing is broken."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from math import ceil, copysign, inf

from signage.design import Form, PieceRole, SignLayout, SignSpec
from signage.design.kind_files import kind_of
from signage.design.stated_gap import GAP_REFUSALS
from signage.errors import InputError, LayoutError
from signage.frontage import Proposal
from signage.geometry import Rect
from signage.offers.room import Room, room_of
from signage.offers.trials import Trials
from signage.rules import CheckReport, Verdict
from signage.rules.colour import nearest

_ROUNDS = 6
_TOO_WIDE = ("design.too_wide", "design.too_wide_fixed")
_TOO_HIGH = ("design.too_high", "lines.column_too_long", "lines.column_too_long_fixed")
_TOO_LARGE = (*_TOO_WIDE, "design.too_high", "lines.column_too_long_fixed", "lines.column_too_thick")
HELD = (Form.CANOPY, Form.FREESTANDING, Form.ROOFTOP, Form.WINDOW)


def settle(
    trials: Trials, way: str, only: Collection[str] | None = None
) -> tuple[Proposal, CheckReport, LayoutError | None, dict[str, list[str]]]:
    """Return the sign set into its room, its report, the layout's refusal if any, and which rules asked for what.

    Args:
        trials: The sign that is to be set.
        way: `least`, `scaled` or `should`.
        only: Ids of the rules that count, None for all.
    """
    best = trials.proposal
    report = trials.report_of(best, only)
    why: dict[str, list[str]] = {}
    can_fill = True
    for _ in range(_ROUNDS):
        wanted = (Verdict.FAIL, Verdict.WARN) if way == "should" else (Verdict.FAIL,)
        if not report.of(*wanted):
            break
        room = room_of(best, report, trials.books, with_should=way == "should")
        for lever, rules in room.why.items():
            _asked(why, lever, rules)
        spec = set_into(best, room, is_scaled=way == "scaled")
        refusal: LayoutError | None = None
        fitting: Proposal | None = None
        if spec is not None and spec != best.sign.layout.spec:
            try:
                fitting = trials.with_spec(spec)
            except LayoutError as exc:
                refusal = exc
                fitting = _fitting(trials, best, spec, room, exc, why)
            except InputError:
                break  # a figure left the range of a specification: no sign of that size exists
        if fitting is None and can_fill:
            fitting, can_fill = _filling(trials, best, room, why), False
        if fitting is None:
            return best, report, refusal, why
        best = fitting
        report = trials.report_of(best, only)
    return *_as_bright(trials, best, report, only), None, why


def _as_bright(
    trials: Trials, best: Proposal, report: CheckReport, only: Collection[str] | None
) -> tuple[Proposal, CheckReport]:
    """Return a dimmed sign as bright as it may be now: the limit it was dimmed to was that of its size before."""
    asked = trials.proposal.sign.layout.spec.lighting.luminance_cd_m2
    spec = best.sign.layout.spec
    present = spec.lighting.luminance_cd_m2
    if asked is None or present is None or present >= asked:
        return best, report
    now = [f.limit.value for f in report.findings if f.measure == "luminance" and f.limit is not None]
    wanted = min([asked, *now])
    if wanted <= present:
        return best, report
    brighter = trials.with_spec(replace(spec, lighting=replace(spec.lighting, luminance_cd_m2=wanted)))
    found = trials.report_of(brighter, only)
    is_no_worse = all(len(found.of(verdict)) <= len(report.of(verdict)) for verdict in Verdict if verdict.blocks)
    is_no_worse = is_no_worse and len(found.of(Verdict.WARN)) <= len(report.of(Verdict.WARN))
    return (brighter, found) if is_no_worse else (best, report)


def _asked(why: dict[str, list[str]], lever: str, rules: Iterable[str]) -> None:
    """Remember that rules ask for something of a quantity, each once."""
    why[lever] = list(dict.fromkeys((*why.get(lever, ()), *rules)))


def _fitting(
    trials: Trials, best: Proposal, spec: SignSpec, room: Room, refusal: LayoutError, why: dict[str, list[str]]
) -> Proposal | None:
    """Return the nearest sign in which the text that was refused fits, None where the room has none."""
    found, drawn, by = _with_gap_that_fits(trials, spec, refusal), "gap", "frame"
    if found is None:
        found, drawn, by = _made_wider(trials, best, spec, room, refusal), "width", "letter"
    if found is None and room.letter_scale > 1.0:  # a rule asks for larger letters: smaller ones are no help
        found, drawn = _made_higher(trials, best, spec, room, refusal), "height"
    elif found is None:
        found, drawn, by = _with_smaller_letters(trials, spec, refusal), "letter", "frame"
    if found is not None:
        _asked(why, drawn, why.get(by, ()))
    return found


def _filling(trials: Trials, best: Proposal, room: Room, why: dict[str, list[str]]) -> Proposal | None:
    """Return the sign as large as its room where a rule asks for larger letters, which may then stand in two lines."""
    bottom = room.bottom_at if room.bottom_at is not None else room.bottom_low
    if room.letter_scale <= 1.0 or best.sign.layout.street is not None:
        return None
    if room.left is None or room.right is None or room.top_high is None or bottom is None:
        return None
    spec, rect = best.sign.layout.spec, best.sign.rect
    width = room.right - room.left if room.width_high is None else min(room.right - room.left, room.width_high)
    height = room.top_high - bottom if room.height_high is None else min(room.top_high - bottom, room.height_high)
    if width < 1.0 or height < 1.0:
        return None
    shift = (room.left + room.right) / 2 - rect.centre.x
    position = replace(spec.position, bottom_mm=round(bottom, 2), offset_mm=round(spec.position.offset_mm + shift, 2))
    try:
        larger = replace(
            spec, width_mm=float(int(width)), height_mm=float(int(height)), letter_height_mm=None, position=position
        )
        found = trials.with_spec(larger)
    except (LayoutError, InputError):
        return None
    for lever in ("width", "height"):
        _asked(why, lever, why.get("letter", ()))
    return found


def _made_wider(
    trials: Trials, proposal: Proposal, spec: SignSpec, room: Room, refusal: LayoutError
) -> Proposal | None:
    """Return the sign as wide as its letters ask for, None where that is not what is missing or where no room is."""
    needed = refusal.params.get("width_mm")
    is_upright = proposal.sign.layout.street is not None  # its width is none of the elevation
    if refusal.code not in _TOO_WIDE or not isinstance(needed, int | float) or is_upright:
        return None
    width, present = float(ceil(needed)), proposal.sign.layout.spec.position.offset_mm
    centre = proposal.sign.rect.centre.x + spec.position.offset_mm - present
    if room.width_high is not None and width > room.width_high:
        return None
    if room.left is not None and room.right is not None:
        if width > room.right - room.left:
            return None
        centre = min(max(centre, room.left + width / 2), room.right - width / 2)
    offset = round(present + centre - proposal.sign.rect.centre.x, 2)
    try:
        return trials.with_spec(replace(spec, width_mm=width, position=replace(spec.position, offset_mm=offset)))
    except (LayoutError, InputError):
        return None


def _made_higher(
    trials: Trials, proposal: Proposal, spec: SignSpec, room: Room, refusal: LayoutError
) -> Proposal | None:
    """Return the sign as high as its letters ask for, None where that is not what is missing or where no room is."""
    needed = refusal.params.get("height_mm")
    if refusal.code not in _TOO_HIGH or not isinstance(needed, int | float) or room.height_at is not None:
        return None
    height = float(ceil(needed))
    if room.height_high is not None and height > room.height_high:
        return None
    position = spec.position
    if room.top_high is not None and kind_of(spec.kind).has_panel:  # of letters alone the field may be higher
        if height > room.top_high - (room.bottom_low if room.bottom_low is not None else -inf):
            return None
        bottom = position.bottom_mm if position.bottom_mm is not None else proposal.sign.rect.y0
        if bottom + height > room.top_high:
            if room.bottom_at is not None:
                return None
            position = replace(position, bottom_mm=round(room.top_high - height, 2))
    try:
        return trials.with_spec(replace(spec, height_mm=height, position=position))
    except (LayoutError, InputError):
        return None


def _with_gap_that_fits(trials: Trials, spec: SignSpec, refusal: LayoutError) -> Proposal | None:
    """Return the sign with the letter gap that its lines have room for, None where the gap is not what is wrong."""
    fits = refusal.params.get("fits_mm")
    if refusal.code not in GAP_REFUSALS or not isinstance(fits, int | float) or fits < 1:
        return None
    try:
        return trials.with_spec(replace(spec, letter_gap_mm=float(fits)))
    except (LayoutError, InputError):
        return None


def _with_smaller_letters(trials: Trials, spec: SignSpec, refusal: LayoutError) -> Proposal | None:
    """Return the sign with letters that its lines have room for, None where smaller letters are no help.

    Letters whose height nobody asked for are left to the layout; asked for, they get the height that it says fits.
    """
    fits = refusal.params.get("fits_mm")
    if refusal.code not in _TOO_LARGE or spec.letter_height_mm is None or not isinstance(fits, int | float):
        return None
    is_free = trials.proposal.sign.layout.spec.letter_height_mm is None
    for height in (None, float(fits)) if is_free else (float(fits),):
        if height is not None and not 0 < height < spec.letter_height_mm:
            continue
        try:
            return trials.with_spec(replace(spec, letter_height_mm=height))
        except (LayoutError, InputError):
            continue
    return None


def set_into(proposal: Proposal, room: Room, *, is_scaled: bool) -> SignSpec | None:
    """Return the specification set into the room in closed form, or None when the room is empty.

    Height first (all bounds at once), then the bottom within what is left, then width and place across; letters,
    depth, light and colours follow.
    """
    rect, spec = proposal.sign.rect, proposal.sign.layout.spec
    room = held(proposal, room)
    bottom = room.bottom_at if room.bottom_at is not None else rect.y0
    if room.bottom_low is not None:
        bottom = max(bottom, room.bottom_low)
    height = room.height_at if room.height_at is not None else rect.height
    if room.height_high is not None:
        height = min(height, room.height_high)
    if room.top_high is not None:
        floor_mm = bottom if room.bottom_at is not None else room.bottom_low if room.bottom_low is not None else None
        if floor_mm is not None:
            height = min(height, room.top_high - floor_mm)
        bottom = min(bottom, room.top_high - height)
    width = rect.width if room.width_high is None else min(rect.width, room.width_high)
    if is_scaled and rect.height > 0:
        width = min(width, rect.width * height / rect.height)
    centre = _over(room.over, width, rect.centre.x)
    if room.left is not None and room.right is not None:
        width = min(width, room.right - room.left)
        centre = min(max(centre, room.left + width / 2), room.right - width / 2)
    if height <= 0 or width <= 0:
        return None
    sized = _sized(proposal, height, width, bottom, _shift(rect, room, centre, width))
    letter = _letter_height(proposal, room, height)
    sized = replace(sized, letter_height_mm=letter if letter is not None else spec.letter_height_mm)
    if spec.letter_gap_mm is not None:
        sized = replace(sized, letter_gap_mm=_gap(proposal.sign.layout, spec.letter_gap_mm, sized, width))
    return _finished(proposal, sized, room)


def _over(wanted: tuple[float, float] | None, width: float, centre: float) -> float:
    """Return the nearest middle of a sign of that width that lies over all of what is wanted, or within it."""
    if wanted is None:
        return centre
    low, high = sorted((wanted[0] + width / 2, wanted[1] - width / 2))
    return min(max(centre, low), high)


def _shift(rect: Rect, room: Room, centre: float, width: float) -> float:
    """Return how far a sign goes sideways, in whole 0.01 mm, rounded so that nothing of it stays out of its room."""
    by = centre - rect.centre.x
    further = copysign(ceil(round(abs(by) * 100, 4)) / 100, by)
    if room.left is None or room.right is None:
        return round(by, 2)
    middle = rect.centre.x + further
    has_slack = room.left <= middle - width / 2 and middle + width / 2 <= room.right
    return further if has_slack else round(by, 2)


def _sized(proposal: Proposal, height: float, width: float, bottom: float, shift: float) -> SignSpec:
    rect, spec = proposal.sign.rect, proposal.sign.layout.spec
    changed = spec
    has_body = kind_of(spec.kind).has_panel
    if abs(height - rect.height) > 0.005:
        # Of a body on posts or a plinth the body gives way; of letters alone the field does, in proportion.
        rest = spec.height_mm - (rect.height - height) if has_body else spec.height_mm * height / rect.height
        changed = replace(changed, height_mm=float(int(round(rest, 2))))
    is_edge_on = proposal.sign.layout.street is not None  # its width is then none of the elevation
    if abs(width - rect.width) > 0.005 and not is_edge_on:
        changed = replace(changed, width_mm=float(int(spec.width_mm * width / rect.width)))
    position = spec.position
    if abs(bottom - rect.y0) > 0.005:
        position = replace(position, bottom_mm=round(bottom, 2))
    if abs(shift) > 0.005:
        position = replace(position, offset_mm=round(position.offset_mm + shift, 2))
    return replace(changed, position=position)


def _gap(layout: SignLayout, gap: float, sized: SignSpec, width: float) -> float:
    """Return the stated letter gap for another size: letters keep their places on a body; alone, they close up."""
    spec, letters = layout.spec, sum(1 for piece in layout.letters if piece.line == 0)
    if kind_of(spec.kind).has_panel or letters < 2:
        closer = gap * min(sized.width_mm / spec.width_mm, sized.height_mm / spec.height_mm)
    else:
        gaps, scale = letters - 1, (sized.letter_height_mm or inf) / layout.lines[0].letter_height_mm
        closer = (width - (layout.envelope.width - gaps * gap) * min(scale, 1.0)) / gaps
    return max(1.0, float(int(closer))) if closer < gap else gap


def _letter_height(proposal: Proposal, room: Room, height: float) -> float | None:
    lines, spec = proposal.sign.layout.lines, proposal.sign.layout.spec
    scale = room.letter_scale
    if not lines or (scale == 1.0 and spec.letter_height_mm is None):
        return None
    present = lines[0].letter_height_mm
    if scale != 1.0:
        return float(int(present * scale)) if scale < 1 else float(-int(-present * scale // 1))
    grown = height / proposal.sign.rect.height
    if grown > 1.0001 and not kind_of(spec.kind).has_panel:  # what is to be higher are the letters themselves
        return float(round(present * grown))
    return float(int(present * grown)) if grown < 0.9999 else None


def _finished(proposal: Proposal, spec: SignSpec, room: Room) -> SignSpec:
    layout = proposal.sign.layout
    spec = _thinner(layout, spec, room)
    if layout.street is not None:
        spec = _drawn_in(layout, spec, room)
    luminance = spec.lighting.luminance_cd_m2
    if room.luminance_high is not None and luminance is not None and luminance > room.luminance_high:
        spec = replace(spec, lighting=replace(spec.lighting, luminance_cd_m2=room.luminance_high))
    return with_palette(proposal, spec) if room.is_off_palette else spec


def _thinner(layout: SignLayout, spec: SignSpec, room: Room) -> SignSpec:
    """Return the specification with bodies that keep to the thickness, and flat on the wall to the outreach."""
    over = 0.0 if room.depth_high is None else layout.thickness_mm - room.depth_high
    if layout.street is None and room.outreach_high is not None:
        over = max(over, layout.depth_mm - room.outreach_high)
    if over <= 0:
        is_flat = Form(layout.form) in (Form.PARALLEL, Form.CANOPY)
        return replace(spec, depth_mm=room.depth_at) if is_flat and room.depth_at is not None else spec
    stands_off = Form(layout.form) not in (Form.PARALLEL, Form.CANOPY)
    present = spec.depth_mm if spec.depth_mm is not None else layout.thickness_mm if stands_off else layout.depth_mm
    left = max(float(int(round(present - over, 2))), 1.0)
    deep = spec.return_depth_mm
    if deep is not None:
        deep = max(10.0, float(int(deep * left / present)))
    return replace(spec, depth_mm=left, return_depth_mm=deep)


def _drawn_in(layout: SignLayout, spec: SignSpec, room: Room) -> SignSpec:
    """Return a projecting sign's specification with brackets and face that keep to their bounds: the face gives way."""
    face = layout.envelope.width
    reach = layout.depth_mm - face
    wanted = reach if room.reach_high is None else max(min(reach, room.reach_high), 0.0)
    width = face if room.face_width_high is None else min(face, room.face_width_high)
    if room.outreach_high is not None:
        width = min(width, room.outreach_high - wanted)
    if abs(wanted - reach) > 0.005:
        spec = replace(spec, position=replace(spec.position, reach_mm=float(int(round(wanted, 2)))))
    return replace(spec, width_mm=max(float(int(round(width, 2))), 1.0)) if face - width > 0.005 else spec


def held(proposal: Proposal, room: Room) -> Room:
    """Return the room of a sign that stands on something: its bottom stays, and what bounds its top bounds its height.

    Canopy and roof letters stand on their edge, a free-standing sign on the ground, window letters are in their pane.
    """
    layout, rect = proposal.sign.layout, proposal.sign.rect
    if Form(layout.form) not in HELD and not layout.stands_on_ground:
        return room
    height = room.height_high
    if room.top_high is not None and room.top_high < rect.y1:
        height = room.top_high - rect.y0 if height is None else min(height, room.top_high - rect.y0)
    return replace(room, bottom_low=None, bottom_at=None, top_high=None, height_high=height)


def with_palette(proposal: Proposal, spec: SignSpec) -> SignSpec:
    """Return the specification with panel and letters in the nearest colours of the band's palette."""
    band, layout = proposal.face.band_of(proposal.unit.id), proposal.sign.layout
    if band is None or not band.palette:
        return spec
    colours = spec.colours
    if layout.panel is not None:
        distance, near = nearest(layout.panel.face_colour.upper(), band.palette)
        colours = replace(colours, panel=near) if distance > 0 else colours
    for line, name in ((0, "letter"), (1, "second")):
        piece = next((p for p in layout.pieces if p.role is PieceRole.LETTER and p.line == line), None)
        if piece is not None:
            distance, near = nearest(piece.face_colour.upper(), band.palette)
            if distance == 0:
                continue
            colours = replace(colours, letter=near) if name == "letter" else replace(colours, second=near)
    return replace(spec, colours=colours)
