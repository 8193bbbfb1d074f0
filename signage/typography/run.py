"""A shaped text without a size, and the same at a size: what layouts work with.

Run space: font units (methods answer in ems), the line's pen starts at the origin. A horizontal line runs to the right
with its baseline at y = 0; a vertical one runs downwards along its axis, x = 0. `along` is the direction in which the
pen moves, `across` the other one, so that one rule can fit both.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from signage.geometry import Path, Rect
from signage.typography.outline import GlyphOutline
from signage.typography.scripts import complex_script, is_alphabetic, is_cjk, is_joining
from signage.typography.text import Setting, sets_height

WORD_GAP = 0.1
"""Share of the tracking inside a Latin word or number among Han characters; half of it on each side of its blanks."""

_BODY_OF_CJK, _BODY_OF_MARKS, _BODY_OF_SMALL = 0.75, 0.5, 0.35
# Small letters without a descender: their ink tells the x-height or the ascender's height.
_STANDING = frozenset("acemnorsuvwxzbdfhikltßαγδεικνοπστυωагдевжзиклмнопстхчшыэюя")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapedGlyph:
    """One character cluster of a line, line space (mm, baseline at y = 0, x right).

    Attributes:
        text: The characters it shows.
        outline: Unioned outline, empty for a blank.
        x_mm: Where its advance begins.
        advance_mm: Its advance without tracking.
        ink: Exact box of its outline, None for a blank.
        glyph: The same outline in font units with its measures, None for a blank.
    """

    text: str
    outline: Path
    x_mm: float
    advance_mm: float
    ink: Rect | None = None
    glyph: GlyphOutline | None = None

    @property
    def is_blank(self) -> bool:
        """Whether it draws nothing."""
        return self.ink is None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapedLine:
    """A shaped line, line space.

    Attributes:
        text: What it reads, NFC.
        glyphs: Clusters from left to right.
        ink: Exact box of all ink.
        advance_mm: Sum of advances and the tracking between clusters.
    """

    text: str
    glyphs: tuple[ShapedGlyph, ...]
    ink: Rect
    advance_mm: float

    @property
    def outline(self) -> Path:
        """All outlines as one path."""
        return Path.joined([glyph.outline for glyph in self.glyphs])


@dataclass(frozen=True, slots=True)
class Cluster:
    """What one letter body shows: a character with its marks, or a group of joined letters. Font units.

    Attributes:
        text: Its characters.
        glyph: Its outline from the pen's place, None for a blank.
        advance: How far the pen moves.
        gap: Share of the tracking that goes after it: 0 inside a joined word or a two-digit cell.
        is_turned: Whether it lies on its side in a vertical line.
    """

    text: str
    glyph: GlyphOutline | None
    advance: float
    gap: float = 1.0
    is_turned: bool = False

    @property
    def height(self) -> float:
        """Height of its ink as the letter stands, its width on the wall when it is turned; 0 for a blank."""
        if self.glyph is None:
            return 0.0
        return self.glyph.bounds.width if self.is_turned else self.glyph.bounds.height


@dataclass(frozen=True)  # no slots: measures are computed once and kept
class TextRun:
    """A text shaped without a size: everything that a layout needs to choose one. Lengths are in ems.

    Attributes:
        text: What it reads, NFC.
        clusters: Clusters in the pen's order: from left to right, or from top to bottom.
        upem: Font units to the em.
        setting: How it is set.
        reading: Indices of the clusters in the order in which they are read; empty means the pen's order.
    """

    text: str
    clusters: tuple[Cluster, ...]
    upem: int
    setting: Setting = Setting.HORIZONTAL
    reading: tuple[int, ...] = ()

    @property
    def is_vertical(self) -> bool:
        """Whether the pen moves downwards."""
        return self.setting is Setting.VERTICAL

    @cached_property
    def read_clusters(self) -> tuple[Cluster, ...]:
        """The clusters in reading order."""
        return tuple(self.clusters[i] for i in self.reading) if self.reading else self.clusters

    @cached_property
    def letter_height_em(self) -> float:
        """Ink height of the tallest letter by which height is told (`sets_height`).

        Without any: of the tallest small letter that stands on the baseline (the x-height of a name such as `sauce`);
        for scripts without capitals, the thickness of the line's ink. A text of flat letters alone (一, ー, -) counts
        as high as the body that they stand in, 0.75 em for CJK and 0.5 em for marks; by its ink, a shop named 一 would
        get a bar as wide as the wall.
        """
        told = [c.height for c in self.inked if any(map(sets_height, c.text))]
        if told:
            return max(max(told) / self.upem, _BODY_OF_CJK if self.is_cjk else _BODY_OF_MARKS)
        standing = [c.height for c in self.inked if c.text in _STANDING]
        if standing:
            return max(max(standing) / self.upem, _BODY_OF_SMALL)
        low, high = self.across_em
        return max(high - low, _BODY_OF_CJK if self.is_cjk else _BODY_OF_MARKS)

    @cached_property
    def is_small(self) -> bool:
        """Whether its letters are small ones without ascenders, so that its height is an x-height."""
        letters = [c.text for c in self.inked if unicodedata.category(c.text[0])[0] in "LN"]
        return bool(letters) and all(unicodedata.category(t[0]) == "Ll" and t[0] not in "bdfhklt" for t in letters)

    @cached_property
    def is_alphabetic(self) -> bool:
        """Whether all its letters are alphabetic with capitals (Latin, Greek, Cyrillic) or digits."""
        letters = [c for c in self.text if is_alphabetic(c)]
        return not self.is_cjk and all(unicodedata.category(c) != "Lo" for c in letters)

    @cached_property
    def thinnest_stroke_em(self) -> float:
        """Thinnest stroke of its letters and digits; of any ink when there are none."""
        strokes = {c.text: c.glyph.thinnest_stroke_em for c in self.inked if c.glyph}
        letters = [value for text, value in strokes.items() if unicodedata.category(text[0])[0] in "LN"]
        return min(letters or strokes.values())

    @cached_property
    def typical_stroke_em(self) -> float:
        """Median of the typical strokes of its letters and digits; of any ink when there are none."""
        strokes = {c.text: c.glyph.typical_stroke_em for c in self.inked if c.glyph}
        letters = sorted(value for text, value in strokes.items() if unicodedata.category(text[0])[0] in "LN")
        letters = letters or sorted(strokes.values())
        return (letters[(len(letters) - 1) // 2] + letters[len(letters) // 2]) / 2

    @cached_property
    def is_cjk(self) -> bool:
        """Whether it holds letters of an ideographic em box."""
        return any(map(is_cjk, self.text))

    @cached_property
    def is_han(self) -> bool:
        """Whether all its letters are of an ideographic em box: no Latin word, number or other script among them."""
        return self.is_cjk and not any(map(is_alphabetic, self.text))

    @cached_property
    def is_shaped_together(self) -> bool:
        """Whether it holds letters of a script whose ink goes far beyond small bodies (阿拉伯文、藏文 …)."""
        return any(map(complex_script, self.text))

    @cached_property
    def is_joined(self) -> bool:
        """Whether it holds letters that join their neighbours."""
        return is_joining(self.text)

    @cached_property
    def inked(self) -> tuple[Cluster, ...]:
        """Clusters that draw something."""
        return tuple(c for c in self.clusters if c.glyph is not None)

    @cached_property
    def across_em(self) -> tuple[float, float]:
        """Ink across the line: lowest and highest over the baseline, or leftmost and rightmost of a vertical line."""
        boxes = [c.glyph.bounds for c in self.inked if c.glyph]
        if self.is_vertical:
            return min(b.x0 for b in boxes) / self.upem, max(b.x1 for b in boxes) / self.upem
        return min(b.y0 for b in boxes) / self.upem, max(b.y1 for b in boxes) / self.upem

    @property
    def thickness_em(self) -> float:
        """Extent of its ink across the line."""
        low, high = self.across_em
        return high - low

    @cached_property
    def gaps(self) -> float:
        """How many times the tracking goes into the line."""
        return sum(c.gap for c in self.clusters[:-1])

    @cached_property
    def _ends(self) -> tuple[tuple[float, float, float], ...]:
        """For each inked cluster where its ink starts and ends along the line, and the gaps before it; font units."""
        found, pen, gaps = [], 0.0, 0.0
        for cluster in self.clusters:
            if cluster.glyph is not None:
                box = cluster.glyph.bounds
                first, last = (-box.y1, -box.y0) if self.is_vertical else (box.x0, box.x1)
                found.append((pen + first, pen + last, gaps))
            pen += cluster.advance
            gaps += cluster.gap
        return tuple(found)

    def along_em(self, tracking_em: float = 0.0) -> tuple[float, float]:
        """Return where its ink starts and ends along the line, from the pen's start, with some tracking."""
        extra = tracking_em * self.upem
        first = min(start + extra * gaps for start, _, gaps in self._ends)
        last = max(end + extra * gaps for _, end, gaps in self._ends)
        return first / self.upem, last / self.upem

    def length_em(self, tracking_em: float = 0.0) -> float:
        """Return the extent of its ink along the line with some tracking."""
        first, last = self.along_em(tracking_em)
        return last - first

    def ink_gaps_em(self, tracking_em: float = 0.0) -> list[float]:
        """Return the gaps along the line between the ink of neighbours with some tracking, in the pen's order."""
        extra = tracking_em * self.upem
        places = [(start + extra * gaps, end + extra * gaps) for start, end, gaps in self._ends]
        return [(b[0] - a[1]) / self.upem for a, b in itertools.pairwise(places)]

    def ink_em(self, tracking_em: float = 0.0) -> Rect:
        """Return the box of its ink, run space in ems."""
        (first, last), (low, high) = self.along_em(tracking_em), self.across_em
        return Rect(low, -last, high, -first) if self.is_vertical else Rect(first, low, last, high)

    def placed(self, em_mm: float, x_mm: float, y_mm: float, tracking_mm: float) -> Iterator[tuple[Cluster, Path]]:
        """Yield each inked cluster and its outline in reading order.

        Args:
            em_mm: Size of the em.
            x_mm: Where the pen starts.
            y_mm: Where the pen starts.
            tracking_mm: Extra space between clusters.
        """
        scale = em_mm / self.upem
        pens, pen = [], 0.0
        for cluster in self.clusters:
            pens.append(pen)
            pen += cluster.advance * scale + cluster.gap * tracking_mm
        for index in self.reading or range(len(self.clusters)):
            cluster = self.clusters[index]
            if cluster.glyph is None:
                continue
            moved = (x_mm, y_mm - pens[index]) if self.is_vertical else (x_mm + pens[index], y_mm)
            yield cluster, cluster.glyph.scaled(em_mm, *moved)

    def part(self, start: int, end: int) -> TextRun | None:
        """Return a stretch of the run as one of its own, outer blanks dropped; nothing is shaped again.

        Args:
            start: Place in reading order of its first cluster.
            end: Place after its last one.

        Returns:
            None when nothing is left, or when the clusters do not stand side by side.
        """
        order = list(self.reading or range(len(self.clusters)))[start:end]
        while order and self.clusters[order[0]].glyph is None:
            del order[0]
        while order and self.clusters[order[-1]].glyph is None:
            del order[-1]
        if not order:
            return None
        first = min(order)
        if max(order) - first + 1 != len(order):
            return None
        text = "".join(self.clusters[i].text for i in order)
        reading = tuple(i - first for i in order) if self.reading else ()
        clusters = self.clusters[first : max(order) + 1]
        if self.is_cjk and not any(map(is_cjk, text)):  # Latin words are tracked as a line of their own
            clusters = tuple(replace(c, gap=1.0) if c.gap in (WORD_GAP, WORD_GAP / 2) else c for c in clusters)
        return TextRun(text, clusters, self.upem, self.setting, reading)

    def may_break(self, place: int) -> bool:
        """Return whether the run may be parted before the cluster at a place in reading order."""
        order = self.reading or range(len(self.clusters))
        before, after = order[place - 1], order[place]
        return abs(before - after) != 1 or self.clusters[min(before, after)].gap > 0
