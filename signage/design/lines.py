"""The layout rule for text: how large, how wide set, on how many lines, where. Its figures are each kind's `[rule]`.

Field space: millimetres, origin at the lower left corner of the field (width × height of the spec). The rule is stated
for horizontal lines; for vertical ones (竖排) "width" and "height" of the field change places, lines are columns, and
the second column stands to the left of the first (Han) or to its right (Mongolian).

1. Free margins: `side_margin` × height left and right, but at most a third of that share of the width, and never less
   than a frame; `edge_margin` × height above and below. On a small box, whose frame takes much of them, three quarters
   of what is free left and right stay clear of the frame, and what the frame is thicker than its share of the box is
   added above and below; both give way before a text is refused.
2. The name's letter height is `letter_share` × height (`letter_share_of_two` with further lines, `letter_share_of_one`,
   where a kind has it, for a single letter, which has the face to itself; in a column `letter_share_upright`, where a
   kind has it, and in its proportion with further columns), never below `legible_mm`. A `letter_height_mm` of the spec
   is kept exactly. Letter height (字高) is the ink height of the tallest CJK letter, capital or digit, in a column too.
   Names of alphabetic letters alone take 0.8 of the share, as capitals fill their height, and 0.62 when they have
   neither capitals nor ascenders, as their height is the x-height.
3. Tracking, the gap between em boxes, is `tracking` ems, so that two shops side by side with letters of one height have
   gaps of one width. It is less, down to `tracking_min`, where the line would be too wide, and more in one case: a name
   of two to four Han characters that has a board to itself, without a logo beside it, is opened until it fills two
   thirds of the free length, to a gap of at most 1.0 (two characters), 0.7 (three) or 0.5 (four) of the letter height
   (`short_names`). Lines of alphabetic letters take 0.4 of the figures, as their letters are narrow. Latin words and
   numbers inside a Chinese line keep their font's spacing and take a tenth of the line's tracking; between them and a
   Han character is the gap of two Han characters, and a word space is about a third of the letter height, all ink to
   ink (`typography.spacing`). Full-width letters take all of the tracking.
   Joined and stacked letters (Arabic, Mongolian, Tibetan, …) are never opened, only the blanks between words.
   `TextLine` gives the tracking and the gap between the letters' ink in mm.
   A `letter_gap_mm` of the spec is that gap, kept exactly (of a broken name, over all its lines). It parts no name:
   lines are those that the kind's tracking makes. Letters that have no room with it become smaller, alike in all
   lines, down to `legible_mm`, or not at all when their height is stated; a gap in which even these do not fit, or that
   is closer than `tracking_min`, is a `LayoutError`. One letter and joined letters have no gap to choose; that is told.
4. A line that is too wide is tightened to `tracking_min`, then made smaller down to `legible_mm`, then broken into two
   lines, or three when two do not do (`line_breaks` says where). They have one size, but for a bilingual name whose
   lines are Han alone and Latin alone: the Latin ones are 0.4 to 0.62 of the Han ones' letter height, whichever brings
   both to one length (more only to be legible), and the shorter ones are opened towards the longest, Han as in 3 (0.35
   for longer names), Latin to 0.3 ems (`broken_name`). It is broken before that, too, when one
   line would lose a quarter of its letter height and two lines are visibly larger: a fifth at a blank, bracket or
   middle dot, three tenths between two words, and half as large again between any characters, when one line would keep
   less than three tenths. A stated letter height is never shrunk, only broken. What still does not fit is a
   `LayoutError` with what is needed, what there is and what would fit.
   A name that has a round face to itself is broken, and sized, by the chords of the circle through the corners of the
   free box: on one to three lines, at the largest letters weighed by how good the breaks are, one character never alone
   (`round_face`).
5. A second line is `second_share` of the name's letter height (1.75 × that for a Chinese line below a name of
   alphabetic letters, whose strokes need the height, and for scripts whose ink reaches far above and below small
   letters, such as Arabic), opened up to 0.6 of the name's width and kept within it
   or within 0.4 of the free width, whichever is more (within all of it when that is not legible). Small print is
   `small_share` of the name's letter height, below everything, within the free width. The gap between the lines' ink is
   `line_gap` × letter height, three quarters of it above small print that follows a second line; when a stated letter
   height leaves less, lines and gaps below the name shrink together, as far as `second_legible_mm` and
   `small_legible_mm` allow. A divider is a rule of 1/40 of the letter height, at least 6 mm, in the middle of the gap
   below the name, which it widens by 0.4; it is as long as the longer of its neighbours.
   Beside a name that is a column, a second line that is not written in columns itself stands across under its foot, at
   `line_gap` × letter height, when it can be 0.6 of its size and legible there and nothing else follows; the name then
   has the column to itself. Else it is a column.
6. Every line is centred by its ink, and all lines together by theirs; never by em boxes. Columns of a broken name begin
   at one height.
7. A logo is `logo_share` of the height high and at most 0.35 of the free width wide, or as high as stated; made smaller
   to 0.6 of the rule's size when the text would not fit. It stands `logo_gap` × letter height beside the text or above
   it (then 0.6 as high); beside a column that is above it (`left`, `above`) or below it (`right`). Logo and text are
   centred together by their ink.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from statistics import median

from signage.design.kinds import SignKind
from signage.design.line_fit import Field, frame_width, free_box
from signage.design.logo_room import LogoPlan, plan_logo, smaller_logo
from signage.design.spec import SignSpec
from signage.design.stated_gap import opened_gaps
from signage.design.text_block import Block, LineRole, Room, Row, Texts, fit_block, wanted_share
from signage.errors import LayoutError
from signage.geometry import Path, Rect
from signage.typography import Setting, TextRun, Typeface, is_cjk, is_mongolian

__all__ = ["LineRole", "SetLine", "SetText", "frame_width", "free_box", "set_lines"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLine:
    """A line with its size and place, field space.

    Attributes:
        run: The shaped text.
        em_mm: Size of the em.
        tracking_mm: Extra space between clusters.
        pen_mm: x of the pen's start; of the axis in a column.
        baseline_mm: y of the pen's start: the baseline, or the head of a column.
        role: What it is to the reader.
    """

    run: TextRun
    em_mm: float
    tracking_mm: float
    pen_mm: float = 0.0
    baseline_mm: float = 0.0
    role: LineRole = LineRole.NAME

    @property
    def ink(self) -> Rect:
        """Box of its ink."""
        box, em = self.run.ink_em(self.tracking_mm / self.em_mm), self.em_mm
        x, y = self.pen_mm, self.baseline_mm
        return Rect(x + box.x0 * em, y + box.y0 * em, x + box.x1 * em, y + box.y1 * em)

    @property
    def letter_height_mm(self) -> float:
        """Ink height of its tallest letter (字高)."""
        return self.run.letter_height_em * self.em_mm

    @property
    def gap_mm(self) -> float | None:
        """Median gap between the ink of neighbours along the line; None for one letter."""
        tracking = self.tracking_mm / self.em_mm
        gaps = opened_gaps([self.run], tracking) or self.run.ink_gaps_em(tracking)
        return median(gaps) * self.em_mm if gaps else None

    def letters(self) -> Iterator[tuple[str, Path]]:
        """Yield each letter body's text and outline in reading order, field space."""
        for cluster, outline in self.run.placed(self.em_mm, self.pen_mm, self.baseline_mm, self.tracking_mm):
            yield cluster.text, outline


@dataclass(frozen=True, slots=True, kw_only=True)
class SetText:
    """All that stands on the face of a sign, field space.

    Attributes:
        lines: In reading order: the name on one to three lines, the second line, the small print.
        logo: Box of the logo, None without.
        divider: The rule between the name and what follows it, None without.
        notes: Codes of what was decided on the way.
    """

    lines: tuple[SetLine, ...]
    logo: Rect | None = None
    divider: Rect | None = None
    notes: tuple[str, ...] = ()

    @property
    def ink(self) -> Rect:
        """Box of everything."""
        return Rect.joined([*(line.ink for line in self.lines), *(box for box in (self.logo, self.divider) if box)])


def set_lines(spec: SignSpec, kind: SignKind, typeface: Typeface, second: Typeface | None = None) -> SetText:
    """Return what stands on the face of a sign at its place.

    Args:
        spec: Its width and height are the field.
        kind: Its rule, and how lines are set unless the spec says.
        typeface: Draws all lines.
        second: Draws the second line instead, for a script that the other lacks.

    Raises:
        LayoutError: Text or logo cannot fit.
        GlyphMissing: The typeface lacks a character.
        InputError: A text mixes writing directions.
    """
    texts = _shaped(spec, spec.setting or kind.setting, typeface, second or typeface)
    is_vertical = texts.name.is_vertical
    try:
        return _set_into(Field.of(spec, kind, is_vertical=is_vertical), texts, spec, kind)
    except LayoutError:
        tight = Field.of(spec, kind, is_vertical=is_vertical, is_tight=True)
        return _set_into(tight, texts, spec, kind)


def _set_into(field: Field, texts: Texts, spec: SignSpec, kind: SignKind) -> SetText:
    if spec.logo is None:
        block = fit_block(texts, kind.rule, Room.of(field), spec.letter_height_mm, spec.letter_gap_mm)
        return _placed(block, field, None, 0.0)
    letter_height = spec.letter_height_mm or wanted_share(kind.rule, texts) * field.deep
    gap = kind.rule.logo_gap * letter_height
    plan = plan_logo(spec.logo, kind.rule, field)
    try:
        block = fit_block(texts, kind.rule, plan.room(gap), spec.letter_height_mm, spec.letter_gap_mm)
    except LayoutError:
        if plan.is_stated:
            raise
        plan = smaller_logo(plan)
        block = fit_block(texts, kind.rule, plan.room(gap), spec.letter_height_mm, spec.letter_gap_mm)
        block = replace(block, notes=(*block.notes, "lines.note_logo_shrunk"))
    return _placed(block, field, plan, min(gap, kind.rule.logo_gap * block.letter_height))


def _shaped(spec: SignSpec, setting: Setting, typeface: Typeface, second: Typeface) -> Texts:
    return Texts(
        name=typeface.run(spec.name, setting=setting),
        second=second.run(spec.second_line, setting=setting) if spec.second_line else None,
        small=typeface.run(spec.small_print, setting=setting) if spec.small_print else None,
        has_divider=spec.has_divider,
        under=_under(spec, setting, second),
    )


def _under(spec: SignSpec, setting: Setting, second: Typeface) -> TextRun | None:
    """Return a second line set across where it may stand under a column: one that is not written in columns itself."""
    if setting is not Setting.VERTICAL or not spec.second_line or spec.small_print or spec.has_divider:
        return None
    is_of_columns = any(is_cjk(c) or is_mongolian(c) for c in spec.second_line)
    return None if is_of_columns else second.run(spec.second_line, setting=Setting.HORIZONTAL)


def _placed(block: Block, field: Field, plan: LogoPlan | None, gap: float) -> SetText:
    """Place a block and its logo, centred together; worked out along the line and across it, then turned into x, y."""
    along, across = 0.0, 0.0  # the block's centre from the field's
    logo: Rect | None = None
    if plan is not None:
        along, across = plan.text_offset(gap)
        logo = _box(field, *plan.centre(block, gap), plan.long, plan.deep)
    lines, divider = _rows(block, field, along, across)
    return SetText(lines=lines, logo=logo, divider=divider, notes=block.notes)


def _rows(block: Block, field: Field, along: float, across: float) -> tuple[tuple[SetLine, ...], Rect | None]:
    # `across` counts from the block's first line to its last: downwards, or in the direction that columns go.
    at = across - block.depth / 2
    foot = along + (block.length - (block.under.line.depth if block.under else 0.0)) / 2
    along -= block.foot / 2
    name_length = max(row.line.length for row in block.rows if row.role is LineRole.NAME)
    lines: list[SetLine] = []
    divider: Rect | None = None
    for row in block.rows:
        if block.divider and divider is None and row.role is not LineRole.NAME:
            length = max(name_length, row.line.length)
            divider = _box(field, along, _turned(block, at + row.gap / 2), length, block.divider)
        at += row.gap
        middle = along
        if field.is_vertical and row.role is LineRole.NAME:
            middle -= (name_length - row.line.length) / 2  # columns of one name begin at one height
        lines.append(_line(row, field, middle, _turned(block, at + row.line.depth / 2)))
        at += row.line.depth
    if block.under is not None:
        lines.append(_line(block.under, field, foot, across))
    return tuple(lines), divider


def _turned(block: Block, across: float) -> float:
    """Return an offset across the lines in the direction that lines follow each other: Mongolian columns go right."""
    run = block.rows[0].line.run
    return -across if run.is_vertical and any(map(is_mongolian, run.text)) else across


def _box(field: Field, along: float, across: float, length: float, depth: float) -> Rect:
    """Return a box by its centre from the field's centre, along the line and across it, field space."""
    if field.is_vertical:
        x, y = field.deep / 2 - across, field.long / 2 - along
        return Rect.sized(x - depth / 2, y - length / 2, depth, length)
    x, y = field.long / 2 + along, field.deep / 2 - across
    return Rect.sized(x - length / 2, y - depth / 2, length, depth)


def _line(row: Row, field: Field, along: float, across: float) -> SetLine:
    """Return a row with its ink centred at a place given from the field's centre."""
    sized = row.line
    ink = sized.run.ink_em(sized.tracking_em)
    box = _box(field, along, across, sized.length, sized.depth)
    return SetLine(
        run=sized.run,
        em_mm=sized.em,
        tracking_mm=sized.tracking_em * sized.em,
        pen_mm=box.centre.x - ink.centre.x * sized.em,
        baseline_mm=box.centre.y - ink.centre.y * sized.em,
        role=row.role,
    )
