"""From characters to clusters by HarfBuzz: horizontal lines, plaques from right to left, vertical lines.

The rules:

- Letters are bodies of their own and never joined into ligatures, except in scripts that are written joined (Arabic,
  Mongolian, …). There a body is a group of letters that touch, united into one outline with its dots. Joined scripts
  and those whose marks stack (Tibetan, Devanagari, Thai, …) are never letter-spaced: tracking goes between words only.
- A plaque (匾额) sets Han characters from right to left, unmirrored; paired marks take their partner's shape. A Latin
  word or number keeps its own direction and is one unit among them.
- A vertical line (竖排) uses the font's vertical forms and origins. Latin: up to four capitals or digits stand upright
  one below the other, two digits side by side in one cell (纵中横), anything longer or with small letters lies turned a
  quarter to the right. Other horizontal scripts are turned to the right, right-to-left ones to the left, so that every
  line is read from its top.
- Marks among Han characters (brackets, dots, stops) and full-width letters and digits (１２３) are set by their ink:
  `spacing` says what is left blank before and after it, in both settings, and half the tracking goes inside brackets.
- Mongolian is drawn lying in its fonts and turned to stand. In a horizontal line its words stand upright side by side.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import uharfbuzz as hb

from signage.geometry import Affine, Region
from signage.typography.outline import GlyphOutline
from signage.typography.run import Cluster, TextRun
from signage.typography.scripts import (
    MIRRORED,
    NARROW_BLANK,
    RAISED_MARKS,
    TURNED_MARKS,
    complex_script,
    is_alphabetic,
    is_joining,
    is_mongolian,
    is_shaping_mark,
    is_wide,
)
from signage.typography.spacing import set_by_ink
from signage.typography.text import Direction, Setting, is_blank

# Every letter of a sign is a body of its own, so letters are never joined into ligatures.
_FEATURES = {"kern": True, "liga": False, "clig": False, "dlig": False}
_VERTICAL = {**_FEATURES, "vert": True}

_STACKED_MOST = 4
_PAIR_WIDTH_EM = 0.94  # two digits in one cell are at most as wide as a Han character
_STACK_GAP_EM = 0.14
_BLANK_EM = 0.35  # a blank in a vertical line; an ideographic blank is a whole em
_MONGOLIAN_GAP_EM = 0.3
_TOUCH_EM = 1 / 500
# Quarter turns without the rounding of a sine: (x, y) goes to (y, -x) and to (-y, x).
_RIGHT, _LEFT = Affine(0.0, -1.0, 1.0, 0.0, 0.0, 0.0), Affine(0.0, 1.0, -1.0, 0.0, 0.0, 0.0)

Part = tuple[int, float, float]  # glyph, x, y
Missing = Callable[[str], Exception]


@dataclass(frozen=True, slots=True)
class _Raw:
    """A HarfBuzz cluster in visual order: its text, its glyphs relative to its own pen, its advance."""

    text: str
    parts: tuple[Part, ...]
    advance: float


class Shaper:
    """Shapes texts with one instance of a typeface.

    Args:
        font: Gives the calling thread's HarfBuzz font.
        outline: Gives the united outline of glyphs under an affine map, from a cache; None for nothing drawn.
        upem: Font units to the em.
        missing: Makes the error for a text that shapes to nothing.
    """

    def __init__(
        self,
        font: Callable[[], hb.Font],
        outline: Callable[[tuple[Part, ...], Affine | None], GlyphOutline | None],
        upem: int,
        missing: Missing,
    ) -> None:
        self._font, self._outline, self._upem, self._missing = font, outline, upem, missing

    def shaped(self, text: str, direction: Direction, setting: Setting) -> TextRun:
        """Return a cleaned text as a run.

        Raises:
            GlyphMissing: A character shapes to nothing.
        """
        if setting is Setting.VERTICAL:
            return TextRun(text, tuple(self._column(text, direction)), self._upem, setting)
        if direction == "rtl":
            clusters = self._bodies(self._raw(text, "rtl"))
            return TextRun(text, tuple(clusters), self._upem, setting, tuple(range(len(clusters)))[::-1])
        if setting is Setting.RIGHT_TO_LEFT:
            return self._plaque(text)
        return TextRun(text, tuple(self._line(text)), self._upem, setting)

    # -- horizontal

    def _line(self, text: str) -> list[Cluster]:
        """Return a left-to-right line."""
        return set_by_ink(self._clusters(text), self._upem, self._kern)

    def _clusters(self, text: str) -> list[Cluster]:
        """Return the clusters of a line; each script that shapes by context goes through HarfBuzz by itself."""
        found: list[Cluster] = []
        for script, piece in _pieces(text, complex_script):
            if script == "mongolian":
                found.extend(self._standing_word(piece))
            else:
                found.extend(self._bodies(self._raw(piece, "ltr")))
        return _between_words_once(found)

    def _standing_word(self, word: str) -> list[Cluster]:
        """Return a Mongolian word turned to stand in a horizontal line, its top at the height of Han characters."""
        parts, pen = [], 0.0
        for raw in self._raw(word, "ltr"):
            parts += [(glyph, pen + x, y) for glyph, x, y in raw.parts]
            pen += raw.advance
        lying = self._outline(tuple(parts), None)
        if lying is None:
            raise self._missing(word)
        # Turned right, (x, y) goes to (y, -x): the lying word's top is the standing one's right side.
        box, gap = lying.bounds, _MONGOLIAN_GAP_EM * self._upem
        turn = _RIGHT.then(Affine.shift(gap / 2 - box.y0, 0.88 * self._upem + box.x0))
        return [Cluster(word, self._outline(tuple(parts), turn), box.height + gap, is_turned=False)]

    def _plaque(self, text: str) -> TextRun:
        """Return Han characters from right to left; words of other scripts keep their own direction."""
        units: list[list[Cluster]] = []
        written: list[str] = []  # what each cluster stands for, whatever shape a mark takes
        for is_word, piece in _pieces(text, _is_word_on_plaque):
            shown = piece if is_word else "".join(MIRRORED.get(c, c) for c in piece)
            clusters = self._clusters(shown)
            units += [clusters] if is_word else [[cluster] for cluster in clusters]
            place = 0
            for cluster in clusters:
                written.append(piece[place : place + len(cluster.text)])
                place += len(cluster.text)
        clusters = [c for unit in units[::-1] for c in unit]
        clusters = set_by_ink(clusters, self._upem, self._kern, is_backwards=True)
        reading: list[int] = []
        end = len(clusters)
        for unit in units:
            end -= len(unit)
            reading.extend(range(end, end + len(unit)))
        for index, words in zip(reading, written, strict=True):
            clusters[index] = replace(clusters[index], text=words)
        return TextRun(text, tuple(clusters), self._upem, Setting.RIGHT_TO_LEFT, tuple(reading))

    # -- vertical

    def _column(self, text: str, direction: Direction) -> list[Cluster]:
        if direction == "rtl":
            return self._turned(text, "rtl")
        found: list[Cluster] = []
        for kind, piece in _cells(text):
            if kind == "blank":
                found.extend(Cluster(c, None, self._blank(c)) for c in piece)
            elif kind == "turned":
                found.extend(self._turned(piece, "ltr"))
            elif kind == "pair":
                found.extend(self._pair(piece))
            elif kind == "stack":
                found.extend(self._stack(piece))
            else:
                found.extend(self._upright(piece))
        return set_by_ink(found, self._upem, self._kern, is_vertical=True)

    def _blank(self, character: str) -> float:
        return self._upem * (1.0 if is_wide(character) else _BLANK_EM)

    def _upright(self, text: str) -> list[Cluster]:
        """Return characters of the em box with the font's vertical forms; marks without one are turned or raised."""
        font, found = self._font(), []
        for raw in self._raw(text, "ttb", _VERTICAL):
            mark = raw.text[0]
            plain = len(raw.parts) == 1 and raw.parts[0][0] == font.get_nominal_glyph(ord(mark))
            move = None
            if plain and mark in TURNED_MARKS:
                # Around the middle of its cell, which lies half an em below the pen on the axis.
                half = self._upem / 2
                move = Affine.shift(0, half).then(_RIGHT).then(Affine.shift(0, -half))
            elif plain and mark in RAISED_MARKS:
                move = Affine.shift(0.6 * self._upem, 0.6 * self._upem)
            found.append(self._cluster(raw.text, raw.parts, -raw.advance, move))
        return found

    def _stack(self, text: str) -> list[Cluster]:
        """Return capitals or digits upright one below the other, centred on the axis by their ink."""
        cell = self._cap_height + _STACK_GAP_EM * self._upem
        if len(text) == 1:  # a single one among Han characters keeps their rhythm
            cell = float(self._upem)
        drop = (cell + self._cap_height) / 2
        found = []
        for raw in self._raw(text, "ltr"):
            plain = self._cluster(raw.text, raw.parts, 0.0)
            middle = plain.glyph.bounds.centre.x if plain.glyph else 0.0
            found.append(self._cluster(raw.text, raw.parts, cell, Affine.shift(-middle, -drop)))
        return found

    def _pair(self, text: str) -> list[Cluster]:
        """Return two digits side by side in one cell, made smaller together when they are wider than a character."""
        first, second = self._raw(text, "ltr")
        one, two = (self._cluster(raw.text, raw.parts, 0.0).glyph for raw in (first, second))
        if one is None or two is None:
            raise self._missing(text)
        left, right = one.bounds.x0, first.advance + two.bounds.x1
        scale = min(1.0, _PAIR_WIDTH_EM * self._upem / (right - left))
        height = max(one.bounds.y1, two.bounds.y1)
        found = []
        for raw, pen, advance, gap in ((first, 0.0, 0.0, 0.0), (second, first.advance, float(self._upem), 1.0)):
            by = (
                Affine.shift(pen - (left + right) / 2, -height / 2)
                .then(Affine.scale(scale))
                .then(Affine.shift(0, -self._upem / 2))
            )
            found.append(replace(self._cluster(raw.text, raw.parts, advance, by), gap=gap))
        return found

    def _turned(self, text: str, direction: Direction) -> list[Cluster]:
        """Return a horizontal line turned a quarter, so that it reads from its top, its middle on the axis."""
        bodies: list[tuple[_Raw, float]] = []
        for _, piece in _pieces(text, complex_script) if direction == "ltr" else [(None, text)]:
            bodies.extend(self._grouped(self._raw(piece, direction)))
        plain = [self._cluster(raw.text, raw.parts, raw.advance) for raw, _ in bodies]
        boxes = [c.glyph.bounds for c in plain if c.glyph]
        middle = self._cap_height / 2
        if any(map(complex_script, text)) or direction == "rtl":
            middle = (min(b.y0 for b in boxes) + max(b.y1 for b in boxes)) / 2
        found = []
        for (raw, gap), cluster in zip(bodies, plain, strict=True):
            # To the right, (x, y) goes to (y, -x); to the left, the pen starts at the group's other end.
            turn = Affine.shift(0, -middle).then(_RIGHT if direction == "ltr" else _LEFT)
            if direction == "rtl":
                turn = turn.then(Affine.shift(0, -cluster.advance))
            found.append(replace(self._cluster(raw.text, raw.parts, cluster.advance, turn), gap=gap, is_turned=True))
        if direction == "rtl":
            found.reverse()
            gaps = [cluster.gap for cluster in found[1:]] + [1.0]
            found = [replace(cluster, gap=gap) for cluster, gap in zip(found, gaps, strict=True)]
        return found

    # -- shared

    def _kern(self, first: str, second: str) -> float:
        """Return by how much the font closes up two Latin letters, font units; 0 when it lacks them."""
        font = self._font()
        if not all(font.get_nominal_glyph(ord(c)) for c in (first, second)):
            return 0.0
        pair, one, two = (sum(r.advance for r in self._raw(text, "ltr")) for text in (first + second, first, second))
        return min(0.0, pair - one - two)

    @property
    def _cap_height(self) -> float:
        font = self._font()
        extents = font.get_glyph_extents(font.get_nominal_glyph(ord("H")) or 0)
        return float(extents.y_bearing) if extents and extents.y_bearing > 0 else 0.72 * self._upem

    def _raw(self, text: str, direction: str, features: dict[str, bool] = _FEATURES) -> list[_Raw]:
        buffer = hb.Buffer()
        buffer.add_codepoints([ord(c) for c in text])
        buffer.guess_segment_properties()
        buffer.direction = direction
        buffer.language = "zh-Hans"
        hb.shape(self._font(), buffer, features)
        placed = list(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True))
        starts = sorted({info.cluster for info, _ in placed})
        ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
        found = []
        for start, group in itertools.groupby(placed, key=lambda pair: pair[0].cluster):
            parts, pen = [], 0.0
            for info, position in group:
                if info.codepoint == 0:
                    raise self._missing(text[start : ends[start]])
                parts.append((info.codepoint, pen + position.x_offset, float(position.y_offset)))
                pen += position.y_advance if direction == "ttb" else position.x_advance
            found.append(_Raw(text[start : ends[start]], tuple(parts), pen))
        return found

    def _cluster(
        self, text: str, parts: tuple[Part, ...], advance: float, by: Affine | None = None, gap: float = 1.0
    ) -> Cluster:
        glyph = self._outline(parts, by)
        if glyph is None and not all(is_blank(c) or is_shaping_mark(c) for c in text):
            raise self._missing(text)
        return Cluster(text, glyph, advance, gap)

    def _bodies(self, raws: Sequence[_Raw]) -> list[Cluster]:
        return [self._cluster(raw.text, raw.parts, raw.advance, gap=gap) for raw, gap in self._grouped(raws)]

    def _grouped(self, raws: Sequence[_Raw]) -> list[tuple[_Raw, float]]:
        """Unite joined letters that touch, and tell the share of tracking after each body; visual order."""
        if not any(map(_is_letter, raws)):
            return [(raw, 1.0) for raw in raws]
        groups: list[list[_Raw]] = []
        for raw in raws:
            if groups and self._touch(groups[-1], raw):
                groups[-1].append(raw)
            else:
                groups.append([raw])
        bodies = [_united(group) for group in groups]
        # Between the bodies of one word there is no tracking, nor on one side of the blank between two words.
        gaps = [0.0 if _is_letter(a) and not _ends_word(b) else 1.0 for a, b in itertools.pairwise(bodies)]
        return list(zip(bodies, [*gaps, 1.0], strict=True))

    def _touch(self, group: Sequence[_Raw], raw: _Raw) -> bool:
        if all(map(is_shaping_mark, raw.text)):
            return True  # draws nothing and belongs to the letter beside it
        inked = [place for place, one in enumerate(group) if not all(map(is_shaping_mark, one.text))]
        if not inked:
            return True
        last = group[inked[-1]]
        if not (is_joining(raw.text) and is_joining(last.text)):
            return False
        one, two = self._outline(last.parts, None), self._outline(raw.parts, None)
        if one is None or two is None:
            return False
        apart = sum(between.advance for between in group[inked[-1] :])
        moved = two.units.transformed(Affine.shift(apart, 0))
        reach = _TOUCH_EM * self._upem
        box = moved.control_bounds()
        if box is None or not one.bounds.grown(reach).overlaps(box.grown(reach)):
            return False
        return Region.of_path(one.units, 0.5).distance(Region.of_path(moved, 0.5)) <= reach


def _united(group: Sequence[_Raw]) -> _Raw:
    parts, pen = [], 0.0
    for raw in group:
        parts += [(glyph, pen + x, y) for glyph, x, y in raw.parts]
        pen += raw.advance
    texts = [raw.text for raw in group]
    is_backwards = unicodedata.bidirectional(texts[0][0]) in {"R", "AL"}
    return _Raw("".join(texts[::-1] if is_backwards else texts), tuple(parts), pen)


def _is_letter(raw: _Raw) -> bool:
    return any(map(complex_script, raw.text))


def _ends_word(raw: _Raw) -> bool:
    return not _is_letter(raw) and not all(map(is_blank, raw.text))


def _between_words_once(clusters: list[Cluster]) -> list[Cluster]:
    """Take the tracking from one side of the blanks between words of a script that is not letter-spaced."""
    found = list(clusters)
    for place in range(1, len(found) - 1):
        before, blank, after = (found[place + step].text for step in (-1, 0, 1))
        if is_blank(blank[0]) and complex_script(before[-1]) and complex_script(after[0]):
            found[place - 1] = replace(found[place - 1], gap=0.0)
    return found


def _pieces(text: str, key: Callable[[str], object]) -> list[tuple[object, str]]:
    """Part a text where a property of its characters changes; marks that draw nothing go with what is before them."""
    found: list[tuple[object, str]] = []
    for character in text:
        kind = key(character)
        keeps = is_shaping_mark(character) or character == NARROW_BLANK or unicodedata.category(character) == "Mn"
        if found and (keeps or found[-1][0] == kind):
            found[-1] = (found[-1][0], found[-1][1] + character)
        else:
            found.append((kind, character))
    return found


def _is_word_on_plaque(character: str) -> bool:
    return is_alphabetic(character) or character in "&+'’.-"


def _cells(text: str) -> list[tuple[str, str]]:
    """Part a vertical line into upright characters, stacked and paired Latin, turned words, and blanks."""
    cells = [(str(kind), piece) for kind, piece in _pieces(text, _cell_kind)]
    found: list[tuple[str, str]] = []
    for is_phrase, group in itertools.groupby(cells, key=lambda cell: cell[0] in {"word", "turned", "blank"}):
        phrase = list(group)
        kinds = [_word_kind(piece) if kind == "word" else kind for kind, piece in phrase]
        if is_phrase and "turned" in kinds:
            # Words of one phrase stand alike: when one is turned, so are its neighbours and the blanks between them.
            first, last = _inner(kinds)
            found.extend((kind, piece) for kind, (_, piece) in zip(kinds[:first], phrase[:first], strict=True))
            found.append(("turned", "".join(piece for _, piece in phrase[first:last])))
            found.extend((kind, piece) for kind, (_, piece) in zip(kinds[last:], phrase[last:], strict=True))
        else:
            found.extend((kind, piece) for kind, (_, piece) in zip(kinds, phrase, strict=True))
    return found


def _inner(kinds: Sequence[str]) -> tuple[int, int]:
    """Return where a phrase begins and ends without its outer blanks."""
    inked = [place for place, kind in enumerate(kinds) if kind != "blank"]
    return inked[0], inked[-1] + 1


def _cell_kind(character: str) -> str:
    if is_blank(character):
        return "blank"
    if is_mongolian(character) or complex_script(character):
        return "turned"
    if is_wide(character):
        return "upright"
    return "word" if is_alphabetic(character) or character in "&+'’.-°%" else "upright"


def _word_kind(word: str) -> str:
    """Tell how a Latin word or number stands in a vertical line."""
    if len(word) == 2 and all(unicodedata.category(c) == "Nd" for c in word):
        return "pair"
    stands = all(unicodedata.category(c) in {"Lu", "Nd"} or c in "&+" for c in word)
    if len(word) == 1 or (stands and len(word) <= _STACKED_MOST):
        return "stack"
    return "turned"
