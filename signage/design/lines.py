"""The layout rule for text: how large, how wide set, on how many lines. Its figures are each kind's `[rule]`.

Field space: millimetres, origin at the lower left corner of the field (width × height of the spec).

1. Free margins: `side_margin` × height left and right, but at most a third of that share of the width, and never less
   than a frame; `edge_margin` × height above and below.
2. The name's letter height is `letter_share` × height (`letter_share_of_two` with a second line), never below
   `legible_mm`. A `letter_height_mm` of the spec is kept exactly. Letter height (字高) is the ink height of the tallest
   CJK letter, capital or digit. Names of alphabetic letters alone take 0.8 of the share, as capitals fill their height.
3. Tracking is `tracking` ems; a line that fills less than `fill` of the free width is opened up, to `tracking_max` at
   most. Lines of alphabetic letters take 0.4 of these figures, since their letters are narrow.
4. A line that is too wide is tightened to `tracking_min`, then made smaller down to `legible_mm`, then, without a
   second line or a stated letter height, broken into two lines of one size at a blank, bracket or middle dot. It is
   broken before that, too, when one line would lose almost half its letter height and two lines are at least a fifth
   larger. What still does not fit is a `LayoutError` with what is needed, what there is and what would fit.
5. A second line is `second_share` of the name's letter height, opened up to 0.6 of the name's width and kept within it
   or within 0.4 of the free width, whichever is more (within all of it when that is not legible). The gap between the
   lines' ink is `line_gap` × letter height; when a stated letter height leaves less, both shrink together.
6. Every line is centred by its ink, and all lines together by theirs; never by em boxes.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

from signage.design.kinds import Rule, SignKind
from signage.design.spec import SignSpec
from signage.errors import LayoutError
from signage.geometry import Rect
from signage.typography import TextRun, Typeface

_ALPHABETIC = 0.4
_ALPHABETIC_HEIGHT = 0.8
_BREAK_BELOW, _BREAK_GAIN = 0.55, 1.2
_SECOND_TRACKING = (0.02, 0.16, 0.45)  # least, usual, most; second lines are small and read better when open
_SECOND_WIDTH = 0.6
_SECOND_ROOM = 0.4
_EPS = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLine:
    """A line with its size and place, field space.

    Attributes:
        run: The shaped text.
        em_mm: Size of the em.
        tracking_mm: Extra space between clusters.
        pen_mm: x of the line's origin.
        baseline_mm: y of the baseline.
    """

    run: TextRun
    em_mm: float
    tracking_mm: float
    pen_mm: float = 0.0
    baseline_mm: float = 0.0

    @property
    def ink(self) -> Rect:
        """Box of its ink."""
        x0, x1 = self.run.ink_x_em(self.tracking_mm / self.em_mm)
        y0, y1 = self.run.ink_y_em
        em, x, y = self.em_mm, self.pen_mm, self.baseline_mm
        return Rect(x + x0 * em, y + y0 * em, x + x1 * em, y + y1 * em)

    @property
    def letter_height_mm(self) -> float:
        """Ink height of its tallest letter (字高)."""
        return self.run.letter_height_em * self.em_mm


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sized:
    """A line with its size, before it has a place."""

    run: TextRun
    em: float
    tracking_em: float
    note: str = ""

    @property
    def width(self) -> float:
        return self.run.ink_width_em(self.tracking_em) * self.em

    @property
    def height(self) -> float:
        low, high = self.run.ink_y_em
        return (high - low) * self.em


@dataclass(frozen=True, slots=True, kw_only=True)
class SetText:
    """Everything that is read on a sign, at its place, field space.

    Attributes:
        lines: In reading order.
        logo: Box of the logo, None without one.
        divider: Box of the fine rule between name and second line, None without one.
        notes: Codes of what was decided on the way.
    """

    lines: tuple[SetLine, ...]
    logo: Rect | None = None
    divider: Rect | None = None
    notes: tuple[str, ...] = ()


def set_lines(spec: SignSpec, kind: SignKind, typeface: Typeface) -> SetText:
    """Return the lines of a sign at their places, and the codes of what was decided on the way.

    Args:
        spec: Its width and height are the field.
        kind: Its rule.
        typeface: Draws both lines.

    Raises:
        LayoutError: The text cannot fit.
        GlyphMissing: The typeface lacks a character.
    """
    free = free_box(spec, kind)
    name = typeface.run(spec.name)
    if spec.second_line:
        lines, notes = _with_second(spec, kind, name, typeface.run(spec.second_line), free)
        return SetText(lines=lines, notes=notes)
    share = kind.rule.letter_share * spec.height_mm * _script_share(name)
    tallest = free.height / _height_ratio(name)
    wanted = spec.letter_height_mm or min(max(share, kind.rule.legible_mm), tallest)
    _require_height(spec, name, wanted, free)
    sized = _fit(name, wanted, free.width, _tracking(kind.rule, name), _least(spec, kind.rule, wanted), kind.rule.fill)
    height = sized.em * name.letter_height_em if sized else 0.0
    if height < _BREAK_BELOW * wanted and not spec.letter_height_mm:
        broken = _broken(spec, kind.rule, typeface, free)
        if broken and max(line.letter_height_mm for line in broken) >= _BREAK_GAIN * height:
            return SetText(lines=broken, notes=("design.note_broken_in_two",))
    if sized is None:
        raise _too_wide(spec, kind, name, free, wanted)
    return SetText(lines=_placed([sized], 0.0, free), notes=tuple(filter(None, [sized.note])))


def free_box(spec: SignSpec, kind: SignKind) -> Rect:
    """Return the part of the field that text may use, field space."""
    rule, width, height = kind.rule, spec.width_mm, spec.height_mm
    frame = frame_width(spec, kind)
    side = max(min(rule.side_margin * height, rule.side_margin * width / 3), frame)
    edge = max(rule.edge_margin * height, frame)
    return Rect(side, edge, width - side, height - edge)


def frame_width(spec: SignSpec, kind: SignKind) -> float:
    """Return the width of the frame around the face, 0 when the kind has none."""
    base, shorter = kind.base, min(spec.width_mm, spec.height_mm)
    if base.frame_material is None:
        return 0.0
    # A frame never takes more than a quarter of a face, however small.
    return min(max(base.frame_width * shorter, base.min_frame_width_mm), shorter / 8)


def _script_share(run: TextRun) -> float:
    return 1.0 if run.is_cjk else _ALPHABETIC_HEIGHT


def _height_ratio(run: TextRun) -> float:
    low, high = run.ink_y_em
    return (high - low) / run.letter_height_em


def _least(spec: SignSpec, rule: Rule, wanted: float) -> float:
    """The letter height below which a line is not shrunk: a stated height not at all."""
    return wanted if spec.letter_height_mm else min(rule.legible_mm, wanted)


def _tracking(rule: Rule, run: TextRun) -> tuple[float, float, float]:
    share = 1.0 if run.is_cjk else _ALPHABETIC
    return rule.tracking_min * share, rule.tracking * share, rule.tracking_max * share


def _fit(
    run: TextRun, height: float, room: float, tracking: tuple[float, float, float], least: float, fill: float
) -> _Sized | None:
    """Return the line at its letter height or smaller, or None when it is too wide even at the least one."""
    low, usual, high = tracking
    em = height / run.letter_height_em
    natural = run.ink_width_em(usual) * em
    if natural <= room + _EPS:
        opened = _tracking_for(run, fill * room / em) if natural < fill * room else usual
        return _Sized(run=run, em=em, tracking_em=min(max(opened, usual), high))
    tight = _tracking_for(run, room / em)
    if tight >= low and run.ink_width_em(tight) * em <= room + _EPS:
        return _Sized(run=run, em=em, tracking_em=tight, note="design.note_tracking_reduced")
    smaller = min(em, room / run.ink_width_em(low))
    if smaller * run.letter_height_em < least - _EPS:
        return None
    note = "design.note_letters_shrunk" if smaller < em - _EPS else "design.note_tracking_reduced"
    return _Sized(run=run, em=smaller, tracking_em=low, note=note)


def _tracking_for(run: TextRun, width_em: float) -> float:
    """Return the tracking that makes a run's ink this wide (ink grows linearly with it), 0 for a single letter."""
    natural = run.ink_width_em(0.0)
    slope = run.ink_width_em(1.0) - natural
    return (width_em - natural) / slope if slope > _EPS else 0.0


def _require_height(spec: SignSpec, run: TextRun, wanted: float, free: Rect) -> None:
    needed = wanted * _height_ratio(run)
    if needed > free.height + _EPS:
        raise LayoutError(
            "design.too_high",
            text=run.text,
            needed_mm=ceil(needed),
            available_mm=floor(free.height),
            letter_height_mm=wanted,
            fits_mm=floor(free.height / _height_ratio(run)),
            height_mm=ceil(spec.height_mm * needed / free.height),
        )


def _too_wide(spec: SignSpec, kind: SignKind, run: TextRun, free: Rect, wanted: float) -> LayoutError:
    low = _tracking(kind.rule, run)[0]
    height = _least(spec, kind.rule, wanted)
    needed = run.ink_width_em(low) * height / run.letter_height_em
    fits = floor(free.width / run.ink_width_em(low) * run.letter_height_em)
    wider = width_for(spec, kind, needed)
    code = "design.too_wide_fixed" if spec.letter_height_mm and fits >= kind.rule.legible_mm else "design.too_wide"
    return LayoutError(
        code,
        text=run.text,
        needed_mm=ceil(needed),
        available_mm=floor(free.width),
        letter_height_mm=round(height, 1),
        legible_mm=kind.rule.legible_mm,
        fits_mm=fits,
        width_mm=wider,
    )


def width_for(spec: SignSpec, kind: SignKind, free_mm: float) -> int:
    """Return the least sign width, whole mm, whose free width is at least `free_mm`."""
    frame, share = frame_width(spec, kind), kind.rule.side_margin
    # The side margin is the smaller of two, so the smaller of both answers is enough.
    by_height = free_mm + 2 * max(share * spec.height_mm, frame)
    by_width = max(free_mm / (1 - share * 2 / 3), free_mm + 2 * frame)
    return ceil(min(by_height, by_width) - _EPS)


def _with_second(
    spec: SignSpec, kind: SignKind, name: TextRun, second: TextRun, free: Rect
) -> tuple[tuple[SetLine, ...], tuple[str, ...]]:
    rule = kind.rule
    share = rule.letter_share_of_two * spec.height_mm * _script_share(name)
    wanted = spec.letter_height_mm or max(share, min(rule.legible_mm, free.height / 2))
    if not spec.letter_height_mm:
        whole = wanted * (_height_ratio(name) + rule.line_gap + rule.second_share * _height_ratio(second))
        wanted *= min(1.0, free.height / whole)
    _require_height(spec, name, wanted, free)
    first = _fit(name, wanted, free.width, _tracking(rule, name), _least(spec, rule, wanted), rule.fill)
    if first is None:
        raise _too_wide(spec, kind, name, free, wanted)
    height = first.em * name.letter_height_em
    gap, small = rule.line_gap * height, max(rule.second_share * height, min(rule.second_legible_mm, 0.6 * height))
    room = free.height - first.height
    squeeze = min(1.0, room / (gap + small * _height_ratio(second)))
    if small * squeeze < min(rule.second_legible_mm, small) - _EPS:
        needed = first.height + (gap + small * _height_ratio(second)) * rule.second_legible_mm / small
        raise LayoutError(
            "design.no_room_for_second",
            text=second.text,
            needed_mm=ceil(needed),
            available_mm=floor(free.height),
            letter_height_mm=round(height, 1),
            height_mm=ceil(spec.height_mm * needed / free.height),
        )
    below = _second(second, small * squeeze, max(first.width, _SECOND_ROOM * free.width), free.width, rule)
    notes = [first.note, "design.note_second_squeezed" if squeeze < 1 - _EPS else "", below.note]
    return _placed([first, below], gap * squeeze, free), tuple(dict.fromkeys(filter(None, notes)))


def _second(run: TextRun, height: float, beside: float, room: float, rule: Rule) -> _Sized:
    """Return the second line, balanced under a name that is `beside` wide or counts as such."""
    least = min(rule.second_legible_mm, height)
    for width, fill in ((min(beside, room), _SECOND_WIDTH), (room, _SECOND_WIDTH * min(1.0, beside / room))):
        sized = _fit(run, height, width, _SECOND_TRACKING, least, fill)
        if sized is not None:
            shrunk = sized.em * run.letter_height_em < height - _EPS
            note = "design.note_second_shrunk" if shrunk else ""
            return _Sized(run=run, em=sized.em, tracking_em=sized.tracking_em, note=note)
    needed = run.ink_width_em(_SECOND_TRACKING[0]) * least / run.letter_height_em
    raise LayoutError(
        "design.second_too_wide",
        text=run.text,
        needed_mm=ceil(needed),
        available_mm=floor(room),
        letter_height_mm=round(least, 1),
    )


def _broken(spec: SignSpec, rule: Rule, typeface: Typeface, free: Rect) -> tuple[SetLine, ...] | None:
    """Return the name on two lines of one size, the break that lets them be largest; None when none is legible."""
    best: list[_Sized] = []
    for parts in _breaks(spec.name):
        runs = [typeface.run(part) for part in parts]
        lows = [_tracking(rule, run)[0] for run in runs]
        by_width = min(free.width / run.ink_width_em(low) for run, low in zip(runs, lows, strict=True))
        ratio = sum(run.ink_y_em[1] - run.ink_y_em[0] for run in runs)
        tallest = max(run.letter_height_em for run in runs)
        em = min(
            by_width, free.height / (ratio + rule.line_gap * tallest), rule.letter_share * spec.height_mm / tallest
        )
        if em * min(run.letter_height_em for run in runs) >= rule.legible_mm - _EPS and (not best or em > best[0].em):
            room = [min(_tracking_for(run, free.width / em), _tracking(rule, run)[1]) for run in runs]
            if runs[0].is_cjk == runs[1].is_cjk:
                room = [min(room)] * 2  # lines of one script are set alike
            best = [_Sized(run=run, em=em, tracking_em=extra) for run, extra in zip(runs, room, strict=True)]
    if not best:
        return None
    gap = rule.line_gap * best[0].em * max(line.run.letter_height_em for line in best)
    return _placed(best, gap, free)


def _breaks(name: str) -> list[tuple[str, str]]:
    """Return the ways to break a name: at a blank or a middle dot, which goes, or before an opening bracket."""
    found = []
    for place, character in enumerate(name):
        before, after = name[:place].strip(), name[place + 1 :].strip()
        if character in "(（[【〔「《":
            after = name[place:].strip()
        elif not (character.isspace() or character in "·・•"):
            continue
        if before and after:
            found.append((before, after))
    return found


def _placed(lines: list[_Sized], gap: float, free: Rect) -> tuple[SetLine, ...]:
    total = sum(line.height for line in lines) + gap * (len(lines) - 1)
    centre, top = free.centre.x, free.centre.y + total / 2
    placed = []
    for line in lines:
        left = line.run.ink_x_em(line.tracking_em)[0] * line.em
        high = line.run.ink_y_em[1] * line.em
        placed.append(
            SetLine(
                run=line.run,
                em_mm=line.em,
                tracking_mm=line.tracking_em * line.em,
                pen_mm=centre - line.width / 2 - left,
                baseline_mm=top - high,
            )
        )
        top -= line.height + gap
    return tuple(placed)
