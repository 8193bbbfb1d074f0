"""The field seen along the line, and fitting one line into a length: the part of the layout rule that knows no places.

`Field` swaps width and height for vertical lines, so that one rule fits both: `long` is the extent along the line,
`deep` the one across it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil

from signage.design.kinds import BasePart, Rule, SignKind
from signage.design.spec import SignSpec
from signage.geometry import Rect
from signage.typography import TextRun

EPS = 1e-6

_ALPHABETIC = 0.4  # of the tracking figures, for lines of alphabetic letters, since their letters are narrow
_CLEAR_OF_FRAME = 0.75  # of the margin at a line's ends: what of it is clear of the frame at least
_ROUND, _NEARLY = 0.5, 0.02  # corners of half the shorter side on a square: a disc
_FLAT = 0.8  # of the letter height: what a line of flat letters (一, —) takes across at least

Tracking = tuple[float, float, float]  # least, usual, most; ems


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """The field of a sign seen along its lines, mm.

    Attributes:
        long: Extent along the line: the width, or the height of a vertical setting.
        deep: Extent across it.
        side: Margin at the line's ends.
        edge: Margin on the line's two sides.
        frame: Least margin, the frame's width.
        share: The kind's `side_margin`, for working out what would fit.
        is_vertical: Whether lines run downwards.
        is_board: Whether text stands on a board that a short name is spread over.
        is_round: Whether the face is a disc.
    """

    long: float
    deep: float
    side: float
    edge: float
    frame: float
    share: float
    is_vertical: bool
    is_board: bool = False
    is_round: bool = False

    @classmethod
    def of(cls, spec: SignSpec, kind: SignKind, *, is_vertical: bool, is_tight: bool = False) -> Field:
        """Return the field of a spec: margins by the kind's shares of `deep`, never less than a frame.

        Args:
            spec: Its width and height are the field.
            kind: Its shares and its frame.
            is_vertical: Whether lines run downwards.
            is_tight: Whether margins do without what a frame takes of them, for a text that does not fit otherwise.
        """
        rule, frame = kind.rule, frame_width(spec, kind)
        long, deep = (spec.height_mm, spec.width_mm) if is_vertical else (spec.width_mm, spec.height_mm)
        at_most, third = rule.side_margin * deep, rule.side_margin * long / 3
        side = max(min(at_most, third), frame)
        edge = max(rule.edge_margin * deep, frame)
        if frame > 0 and not is_tight:
            side = max(side, min(at_most, frame + _CLEAR_OF_FRAME * third))
            edge += max(0.0, frame - kind.base.frame_width * min(long, deep))  # a small box has a thick frame
        return cls(
            long=long,
            deep=deep,
            side=side,
            edge=edge,
            frame=frame,
            share=rule.side_margin,
            is_vertical=is_vertical,
            is_board=kind.has_panel and kind.base.part is not BasePart.DISPLAY,
            is_round=kind.base.corner >= _ROUND and abs(long - deep) <= _NEARLY * min(long, deep),
        )

    @property
    def free_long(self) -> float:
        """Extent along the line that text may use."""
        return self.long - 2 * self.side

    @property
    def free_deep(self) -> float:
        """Extent across the line that text may use."""
        return self.deep - 2 * self.edge

    def long_for(self, free: float) -> int:
        """Return the least extent along the line, whole mm, of a sign whose free extent is at least `free`."""
        # The side margin is the smaller of two, so the smaller of both answers is enough.
        by_depth = free + 2 * max(self.share * self.deep, self.frame)
        by_length = max(free / (1 - self.share * 2 / 3), free + 2 * self.frame)
        return ceil(min(by_depth, by_length) - EPS)


def frame_width(spec: SignSpec, kind: SignKind) -> float:
    """Return the width of the frame around the face, 0 when the kind has none."""
    base, shorter = kind.base, min(spec.width_mm, spec.height_mm)
    if base.frame_material is None:
        return 0.0
    # A frame never takes more than a quarter of a face, however small.
    return min(max(base.frame_width * shorter, base.min_frame_width_mm), shorter / 8)


def free_box(spec: SignSpec, kind: SignKind, *, is_vertical: bool = False) -> Rect:
    """Return the part of the field that text may use, field space."""
    field = Field.of(spec, kind, is_vertical=is_vertical)
    x, y = (field.edge, field.side) if is_vertical else (field.side, field.edge)
    return Rect(x, y, spec.width_mm - x, spec.height_mm - y)


@dataclass(frozen=True, slots=True, kw_only=True)
class SizedLine:
    """A line with its size, before it has a place.

    Attributes:
        run: The shaped text.
        em: Size of the em, mm.
        tracking_em: Extra space between clusters.
        note: Code of what was decided to make it fit, else empty.
    """

    run: TextRun
    em: float
    tracking_em: float
    note: str = ""

    @property
    def length(self) -> float:
        """Ink along the line."""
        return self.run.length_em(self.tracking_em) * self.em

    @property
    def depth(self) -> float:
        """What it takes across the line: its ink, or most of its letter height when its letters are flat."""
        return body_em(self.run) * self.em

    @property
    def letter_height(self) -> float:
        """Ink height of its tallest letter (字高)."""
        return self.run.letter_height_em * self.em


def body_em(run: TextRun) -> float:
    """Return what a line takes across itself in ems: its ink, at least 0.8 of its letter height."""
    return max(run.thickness_em, _FLAT * run.letter_height_em)


def depth_ratio(run: TextRun) -> float:
    """Return what a line takes across itself, of its letter height."""
    return body_em(run) / run.letter_height_em


def tracking_of(rule: Rule, run: TextRun) -> Tracking:
    """Return the kind's tracking figures for a line of the name; it is never opened beyond the usual one."""
    share = 1.0 if run.is_cjk else _ALPHABETIC
    return rule.tracking_min * share, rule.tracking * share, rule.tracking * share


def tracking_for(run: TextRun, length_em: float) -> float:
    """Return the tracking that makes a run's ink this long (ink grows linearly with it), 0 for a single letter."""
    natural = run.length_em(0.0)
    slope = run.length_em(1.0) - natural
    return (length_em - natural) / slope if slope > EPS else 0.0


def fit(
    run: TextRun, height: float, room: float, tracking: Tracking, least: float, fill: float = 0.0
) -> SizedLine | None:
    """Return a line at its letter height or smaller, or None when it is too long even at the least one.

    Args:
        run: The shaped text.
        height: Wanted letter height, mm.
        room: Free extent along the line, mm.
        tracking: Its figures.
        least: Letter height below which it is not shrunk, mm.
        fill: A line that fills less than this share of the room is opened up.
    """
    low, usual, high = tracking
    em = height / run.letter_height_em
    natural = run.length_em(usual) * em
    if natural <= room + EPS:
        opened = tracking_for(run, fill * room / em) if natural < fill * room else usual
        return SizedLine(run=run, em=em, tracking_em=min(max(opened, usual), high))
    tight = tracking_for(run, room / em)
    if tight >= low and run.length_em(tight) * em <= room + EPS:
        return SizedLine(run=run, em=em, tracking_em=tight, note="design.note_tracking_reduced")
    smaller = min(em, room / run.length_em(low))
    if smaller * run.letter_height_em < least - EPS:
        return None
    note = "design.note_letters_shrunk" if smaller < em - EPS else "design.note_tracking_reduced"
    return SizedLine(run=run, em=smaller, tracking_em=low, note=note)


def fit_below(
    run: TextRun, height: float, beside: float, room: float, least: float, shrunk_note: str
) -> SizedLine | None:
    """Return a second line or small print, balanced under a name that is `beside` long or counts as such.

    Args:
        run: The shaped text.
        height: Wanted letter height, mm.
        beside: Length that it should keep within, when it is legible there.
        room: Length that it must keep within.
        least: Letter height below which it is not legible; never above `height`.
        shrunk_note: Code for a line that was made smaller.

    Returns:
        None when it is not legible within the room.
    """
    for length, fill in ((min(beside, room), _BELOW_FILL), (room, _BELOW_FILL * min(1.0, beside / room))):
        sized = fit(run, height, length, below_tracking(run), least, fill)
        if sized is not None:
            shrunk = sized.letter_height < height - EPS
            return replace(sized, note=shrunk_note if shrunk else "")
    return None


def below_tracking(run: TextRun) -> Tracking:
    """Return the tracking figures of a second line: small lines read better when open, joined ones only at blanks."""
    return _BLANKS_BELOW if run.is_shaped_together else _BELOW_TRACKING


_BELOW_TRACKING: Tracking = (0.02, 0.16, 0.45)
_BLANKS_BELOW: Tracking = (0.0, 0.04, 0.08)
_BELOW_FILL = 0.6
