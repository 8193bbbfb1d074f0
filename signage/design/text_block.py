"""The lines of a sign as one block: name, divider, second line, small print, with their sizes and gaps but no place.

`fit_block` is steps 2 to 6 of the layout rule that `lines` states; it works along and across the line and knows neither
whether lines run to the right or downwards nor where the block stands.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from math import ceil, floor
from typing import Any

from signage.design.broken_name import Frame, best_broken, depth_em
from signage.design.kinds import Rule
from signage.design.line_breaks import AT_WORDS, NATURAL, ways_to_break
from signage.design.line_fit import (
    EPS,
    Field,
    SizedLine,
    below_tracking,
    depth_ratio,
    fit,
    fit_below,
    tracking_of,
)
from signage.design.round_face import on_disc
from signage.design.short_names import opened
from signage.design.stated_gap import with_gap
from signage.errors import LayoutError
from signage.typography import TextRun, is_mongolian

MOST_LINES = 3
# One line that keeps less than the first share of its letter height is broken when two lines are larger by the second.
_BREAK_BELOW, _BREAK_GAIN = 0.75, 1.2  # at a blank, bracket or middle dot
_WORDS_BELOW, _WORDS_GAIN = 0.75, 1.3  # between two words
_PART_BELOW, _PART_GAIN = 0.3, 1.5  # between any characters
_CAPITALS, _SMALL, _STANDING_WORDS = 0.8, 0.62, 1.5  # of the letter share
_SECOND_ROOM = 0.4
_UNDER_LEAST = 0.6  # of the wanted letter height: a second line that is smaller across is set as a column
# Of the second line's share: Han below a name of letters holds more strokes in the same height, and the ink of scripts
# that are shaped together (Arabic, Tibetan, …) reaches far above and below letters that are small themselves.
_TALLER_BELOW = 1.75
_SMALL_TRACKING = (0.0, 0.06, 0.06)  # small print is read, not displayed: it is never opened up
_SMALL_GAP = 0.75  # of the gap above a second line
_DIVIDER_SHARE, _DIVIDER_LEAST_MM, _DIVIDER_GAP = 1 / 40, 6.0, 1.4
_LEGIBLE_OF_NAME = 0.6  # a line below is never raised above this share of the name's letter height to be legible


class LineRole(StrEnum):
    """What a line is to the reader."""

    NAME = "name"
    SECOND = "second"
    SMALL = "small"


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The texts of a sign, shaped.

    Attributes:
        name: The name.
        second: The second line.
        small: The small print.
        has_divider: Whether a rule stands below the name.
        under: The second line set across, where it may stand under a name that is a column.
    """

    name: TextRun
    second: TextRun | None = None
    small: TextRun | None = None
    has_divider: bool = False
    under: TextRun | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the block: its size and the gap to what is before it."""

    line: SizedLine
    role: LineRole
    gap: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Lines with their gaps, mm.

    Attributes:
        rows: In reading order.
        letter_height: Of the name.
        divider: Thickness of the rule between the name and what follows, 0 without.
        notes: Codes of what was decided on the way.
        under: A second line set across under the foot of the columns, with its gap to them.
    """

    rows: tuple[Row, ...]
    letter_height: float
    divider: float
    notes: tuple[str, ...]
    under: Row | None = None

    @property
    def foot(self) -> float:
        """What a line under the columns takes along them, its gap included."""
        return self.under.gap + self.under.line.depth if self.under is not None else 0.0

    @property
    def length(self) -> float:
        """Longest line, and what stands under it."""
        return max(row.line.length for row in self.rows) + self.foot

    @property
    def depth(self) -> float:
        """All lines and gaps across the line."""
        return sum(row.line.depth + row.gap for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What a block may use: the field's free extents, less a logo's, and what the logo took along the line."""

    field: Field
    long: float
    deep: float
    taken: float = 0.0

    @classmethod
    def of(cls, field: Field) -> Room:
        """Return all that is free."""
        return cls(field=field, long=field.free_long, deep=field.free_deep)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Letter heights of the name: the one to begin with, the least, and whether it is stated."""

    height: float
    least: float
    is_stated: bool


def wanted_share(rule: Rule, texts: Texts) -> float:
    """Return the name's letter height as a share of the field's depth."""
    share = rule.letter_share_upright if texts.name.is_vertical else None
    if texts.second or texts.small:
        share = rule.letter_share_of_two * (share or rule.letter_share) / rule.letter_share
    elif len(texts.name.text) == 1:
        share = max(share or 0.0, rule.letter_share_of_one or rule.letter_share)
    return (share or rule.letter_share) * _script_share(texts.name)


def second_share(rule: Rule, texts: Texts) -> float:
    """Return the second line's letter height, of the name's; larger where the same height would read smaller."""
    second = texts.second
    is_taller = second is not None and (second.is_shaped_together or (second.is_cjk and texts.name.is_alphabetic))
    return min(1.0, rule.second_share * (_TALLER_BELOW if is_taller else 1.0))


def _script_share(run: TextRun) -> float:
    """Capitals fill their height, so they are set lower than Han; small letters by their x-height lower still."""
    if run.is_alphabetic:
        return _SMALL if run.is_small else _CAPITALS
    if not run.is_vertical and not run.is_cjk and any(map(is_mongolian, run.text)):
        return _STANDING_WORDS  # the height of such a line is the length of its longest word
    return 1.0


def fit_block(texts: Texts, rule: Rule, room: Room, stated: float | None, gap: float | None = None) -> Block:
    """Return the block at the largest sizes that the rule allows.

    Args:
        texts: What is set.
        rule: The kind's figures.
        room: Where it must fit.
        stated: Letter height of the name that the spec states, mm; kept exactly.
        gap: Gap between the ink of the name's letters that the spec states, mm; kept exactly.

    Raises:
        LayoutError: A line does not fit.
    """
    if texts.under is not None:
        found = _with_line_under(texts, texts.under, rule, room, stated, gap)
        if found is not None:
            return found
    wanted = _wanted(texts, rule, room, stated)
    if wanted.height * depth_ratio(texts.name) > room.deep + EPS:
        raise _too_thick(texts.name, room, wanted.height)
    is_free = stated is None and gap is None
    rows, notes = (_on_disc(texts, rule, room) if is_free else None) or _name(texts, rule, room, wanted, gap)
    if not rows:
        raise _too_long(texts, rule, room, wanted)
    if gap is not None:
        rows, notes = _with_gap(rows, notes, gap, rule, room, wanted)
    return _with_lines_below(texts, rule, room, rows, notes)


def _wanted(texts: Texts, rule: Rule, room: Room, stated: float | None) -> Wanted:
    name, share = texts.name, wanted_share(rule, texts) * room.field.deep
    if stated is not None:
        return Wanted(height=stated, least=stated, is_stated=True)
    if texts.second is None and texts.small is None:
        height = min(max(share, rule.legible_mm), room.deep / depth_ratio(name))
    else:
        height = max(share, min(rule.legible_mm, room.deep / 2))
        height *= min(1.0, room.deep / (height * (depth_ratio(name) + _below_share(texts, rule))))
    return Wanted(height=height, least=min(rule.legible_mm, height), is_stated=False)


def _below_share(texts: Texts, rule: Rule) -> float:
    """Return what the lines below the name take with their gaps, of the name's letter height."""
    gap = rule.line_gap * (_DIVIDER_GAP if texts.has_divider else 1.0)
    share = 0.0
    if texts.second is not None:
        share += gap + second_share(rule, texts) * depth_ratio(texts.second)
        gap = rule.line_gap * _SMALL_GAP
    if texts.small is not None:
        share += gap + rule.small_share * depth_ratio(texts.small)
    return share


# -- the name


def _name(texts: Texts, rule: Rule, room: Room, wanted: Wanted, gap: float | None) -> tuple[list[Row], list[str]]:
    """Return the name's rows, none when it does not fit on any number of lines."""
    run, frame = texts.name, _frame(texts, rule, room, wanted, gap)
    one = fit(run, wanted.height, room.long, tracking_of(rule, run), wanted.least)
    if one is None:
        for count in range(2, MOST_LINES + 1):
            if lines := best_broken(run, rule, frame, count, least_quality=0.0):
                return _broken(lines, rule)
        return [], []
    if not wanted.is_stated:
        # While one line is legible, it takes more to part a name where readers expect no break.
        for below, gain, quality in (
            (_BREAK_BELOW, _BREAK_GAIN, NATURAL),
            (_WORDS_BELOW, _WORDS_GAIN, AT_WORDS),
            (_PART_BELOW, _PART_GAIN, 0.0),
        ):
            if one.letter_height >= below * wanted.height:
                continue
            lines = best_broken(run, rule, frame, 2, least_quality=quality)
            if max((line.letter_height for line in lines), default=0.0) >= gain * one.letter_height:
                return _broken(lines, rule)
    if gap is None and room.field.is_board and room.taken == 0.0:
        one = opened(one, room.long)
    return [Row(line=one, role=LineRole.NAME)], [one.note]


def _frame(texts: Texts, rule: Rule, room: Room, wanted: Wanted, gap: float | None) -> Frame:
    return Frame(
        long=room.long,
        deep=room.deep,
        most=rule.letter_share * room.field.deep,
        below=_below_share(texts, rule),
        stated=wanted.height if wanted.is_stated else None,
        is_alike=gap is not None,
    )


def _on_disc(texts: Texts, rule: Rule, room: Room) -> tuple[list[Row], list[str]] | None:
    """Return the rows of a name that has a round face to itself, None where that does not hold."""
    field, is_alone = room.field, texts.second is None and texts.small is None
    if not (field.is_round and is_alone and room.taken == 0.0 and room.deep == field.free_deep):
        return None
    lines = on_disc(texts.name, rule, field, wanted_share(rule, texts) * field.deep, MOST_LINES)
    if not lines:
        return None
    if len(lines) > 1:
        return _broken(lines, rule)
    is_smaller = lines[0].letter_height < wanted_share(rule, texts) * field.deep - EPS
    return [Row(line=lines[0], role=LineRole.NAME)], ["design.note_letters_shrunk"] if is_smaller else []


def _with_gap(
    rows: list[Row], notes: list[str], gap: float, rule: Rule, room: Room, wanted: Wanted
) -> tuple[list[Row], list[str]]:
    """Return the name's rows with the gap that the spec states instead of the kind's tracking."""
    before = [row.line for row in rows]
    lines, told = with_gap(before, gap, rule, room.field, room.long, room.taken, wanted.least)
    scale = lines[0].em / before[0].em
    set_anew = [replace(row, line=line, gap=row.gap * scale) for row, line in zip(rows, lines, strict=True)]
    passed = {"design.note_tracking_reduced"} if lines != before else set()
    if scale < 1.0:
        passed.add("design.note_letters_shrunk")
    return set_anew, [*(note for note in notes if note not in passed), *told]


def _broken(lines: list[SizedLine], rule: Rule) -> tuple[list[Row], list[str]]:
    gap = rule.line_gap * max(line.letter_height for line in lines)
    rows = [Row(line=line, role=LineRole.NAME, gap=gap if index else 0.0) for index, line in enumerate(lines)]
    return rows, ["design.note_broken_in_two" if len(lines) == 2 else "lines.note_broken_in_three"]


# -- what is below it


def _with_lines_below(texts: Texts, rule: Rule, room: Room, rows: list[Row], notes: list[str]) -> Block:
    height = max(row.line.letter_height for row in rows)
    below = [
        (run, role, max(share * height, min(legible, _LEGIBLE_OF_NAME * height)), legible)
        for run, role, share, legible in (
            (texts.second, LineRole.SECOND, second_share(rule, texts), rule.second_legible_mm),
            (texts.small, LineRole.SMALL, rule.small_share, rule.small_legible_mm),
        )
        if run is not None
    ]
    divider = max(_DIVIDER_SHARE * height, _DIVIDER_LEAST_MM) if texts.has_divider and below else 0.0
    if texts.has_divider and not below:
        notes = [*notes, "lines.note_no_divider"]
    gaps = _gaps(rule, height, divider, len(below))
    used = sum(row.line.depth + row.gap for row in rows)
    needed = sum(gap + size * depth_ratio(run) for gap, (run, _, size, _) in zip(gaps, below, strict=True))
    squeeze = min(1.0, (room.deep - used) / needed) if below else 1.0
    beside = max(*(row.line.length for row in rows), _SECOND_ROOM * room.long)
    found = list(rows)
    for gap, (run, role, size, legible) in zip(gaps, below, strict=True):
        if size * squeeze < min(legible, size) - EPS:
            # Every line can be squeezed by this much before one of them is no longer legible.
            least = max(min(legible, size) / size for _, _, size, legible in below)
            raise _no_room_below(run, role, room, height, used + needed * least)
        found.append(Row(line=_below(run, role, size * squeeze, beside, legible, room), role=role, gap=gap * squeeze))
    notes = [
        *notes,
        "design.note_second_squeezed" if squeeze < 1 - EPS else "",
        *(r.line.note for r in found[len(rows) :]),
    ]
    return Block(
        rows=tuple(found),
        letter_height=height,
        divider=min(divider, gaps[0] * squeeze / 2) if below else 0.0,
        notes=tuple(dict.fromkeys(filter(None, notes))),
    )


def _with_line_under(
    texts: Texts, under: TextRun, rule: Rule, room: Room, stated: float | None, gap: float | None
) -> Block | None:
    """Return a column with the second line set across under its foot, None where that would be too small to read."""
    alone, share = replace(texts, second=None, under=None), second_share(rule, texts)
    height = _wanted(alone, rule, room, stated).height
    row: Row | None = None
    for _ in range(2):  # a name that gets smaller for want of length has a smaller line under it
        wanted = max(share * height, min(rule.second_legible_mm, _LEGIBLE_OF_NAME * height))
        least = max(min(rule.second_legible_mm, wanted), _UNDER_LEAST * wanted)
        beside = depth_ratio(texts.name) * height
        sized = fit_below(under, wanted, beside, room.deep, least, "design.note_second_shrunk")
        if sized is None:
            return None
        row = Row(line=sized, role=LineRole.SECOND, gap=rule.line_gap * height)
        left = replace(room, long=room.long - row.gap - sized.depth)
        try:
            block = fit_block(alone, rule, left, stated)
        except LayoutError:
            return None
        if block.letter_height >= height - EPS:
            break
        height = block.letter_height
    if gap is not None:  # it has no say in where the second line stands; where it cannot be, that is told
        block = fit_block(alone, rule, left, stated, gap)
    notes = dict.fromkeys(filter(None, (*block.notes, row.line.note if row else "")))
    return replace(block, under=row, notes=tuple(notes))


def _gaps(rule: Rule, height: float, divider: float, count: int) -> list[float]:
    first = rule.line_gap * height
    if divider:
        first = max(_DIVIDER_GAP * first, 3 * divider)
    return [first, rule.line_gap * height * _SMALL_GAP][:count]


def _below(run: TextRun, role: LineRole, height: float, beside: float, legible: float, room: Room) -> SizedLine:
    least = min(legible, height)
    note = "design.note_second_shrunk" if role is LineRole.SECOND else "lines.note_small_shrunk"
    if role is LineRole.SMALL:
        sized = fit(run, height, room.long, _SMALL_TRACKING, least)
        sized = replace(sized, note=note if sized.letter_height < height - EPS else "") if sized else None
    else:
        sized = fit_below(run, height, beside, room.long, least, note)
    if sized is not None:
        return sized
    raise LayoutError(
        _code(room, "design.second_too_wide" if role is LineRole.SECOND else "lines.small_too_wide"),
        text=run.text,
        needed_mm=_up(
            run.length_em((_SMALL_TRACKING if role is LineRole.SMALL else below_tracking(run))[0])
            * least
            / run.letter_height_em,
            room.long,
        ),
        available_mm=floor(room.long),
        letter_height_mm=round(least, 1),
    )


# -- what is told when it does not fit


_OF_COLUMNS = {
    "design.too_wide": "lines.column_too_long",
    "design.too_wide_fixed": "lines.column_too_long_fixed",
    "design.too_high": "lines.column_too_thick",
    "design.no_room_for_second": "lines.no_room_for_second_column",
    "design.second_too_wide": "lines.second_column_too_long",
    "lines.no_room_for_small": "lines.no_room_for_small_column",
    "lines.small_too_wide": "lines.small_column_too_long",
}


def _code(room: Room, code: str) -> str:
    return _OF_COLUMNS[code] if room.field.is_vertical else code


def _extent(room: Room, *, long_mm: int | None = None, deep_mm: int | None = None) -> dict[str, Any]:
    """Name a size of the sign as its owner knows it."""
    names = ("height_mm", "width_mm") if room.field.is_vertical else ("width_mm", "height_mm")
    return {name: value for name, value in zip(names, (long_mm, deep_mm), strict=True) if value is not None}


def _up(needed: float, available: float) -> int:
    """Round what is needed up, to a whole mm above what is told to be available."""
    return max(ceil(needed - EPS), floor(available) + 1)


def _too_thick(run: TextRun, room: Room, wanted: float) -> LayoutError:
    needed = wanted * depth_ratio(run)
    return LayoutError(
        _code(room, "design.too_high"),
        text=run.text,
        needed_mm=_up(needed, room.deep),
        available_mm=floor(room.deep),
        letter_height_mm=round(wanted, 1),
        fits_mm=floor(room.deep / depth_ratio(run)),
        **_extent(room, deep_mm=ceil(room.field.deep * needed / room.deep)),
    )


def _too_long(texts: Texts, rule: Rule, room: Room, wanted: Wanted) -> LayoutError:
    """Tell the length at which the name would fit: on one line, or on more where the depth allows them."""
    run = texts.name
    low = tracking_of(rule, run)[0]
    height = wanted.least
    needed = run.length_em(low) * height / run.letter_height_em
    for count in range(2, MOST_LINES + 1):
        for way in ways_to_break(run, count):
            heights = [part.letter_height_em for part in way.lines]
            em = height / max(heights) if wanted.is_stated else rule.legible_mm / min(heights)
            is_too_tall = not wanted.is_stated and em * max(heights) > rule.letter_share * room.field.deep
            if not is_too_tall and em * depth_em(way.lines, rule, _below_share(texts, rule)) <= room.deep + EPS:
                longest = max(part.length_em(tracking_of(rule, part)[0]) for part in way.lines)
                needed = min(needed, longest * em)
    fits = floor(room.long / run.length_em(low) * run.letter_height_em)
    code = "design.too_wide_fixed" if wanted.is_stated and fits >= rule.legible_mm else "design.too_wide"
    return LayoutError(
        _code(room, code),
        text=run.text,
        needed_mm=_up(needed, room.long),
        available_mm=max(0, floor(room.long)),
        letter_height_mm=round(height, 1),
        legible_mm=rule.legible_mm,
        fits_mm=fits,
        **_extent(room, long_mm=room.field.long_for(needed + room.taken)),
    )


def _no_room_below(run: TextRun, role: LineRole, room: Room, height: float, needed: float) -> LayoutError:
    return LayoutError(
        _code(room, "design.no_room_for_second" if role is LineRole.SECOND else "lines.no_room_for_small"),
        text=run.text,
        needed_mm=_up(needed, room.deep),
        available_mm=floor(room.deep),
        letter_height_mm=round(height, 1),
        **_extent(room, deep_mm=ceil(room.field.deep * needed / room.deep)),
    )
