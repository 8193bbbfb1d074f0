"""A typeface at a weight: shape text, give outlines in millimetres.

Shaping and outlines are HarfBuzz's. Every call works with font objects of the calling thread; finished outlines lie in
one cache for the process, keyed by the file's digest, the axes and the glyph, in font units.
"""

from __future__ import annotations

import itertools
import threading
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import uharfbuzz as hb

from signage.errors import GlyphMissing, InputError
from signage.geometry import Path, Rect
from signage.typography.identity import FontIdentity
from signage.typography.outline import GlyphOutline, draw_outline
from signage.typography.text import Direction, clean_text, code_of, direction_of, is_blank, is_cjk, sets_height

_GlyphKey = tuple[str, tuple[tuple[str, float], ...], tuple[tuple[int, float, float], ...]]

_OUTLINES: dict[_GlyphKey, GlyphOutline | None] = {}
_OUTLINES_LOCK = threading.Lock()
_OUTLINES_MOST = 6000  # about 30 MB; the oldest sixth goes when it is full
_RUNS_MOST = 2000

# Every letter of a sign is a body of its own, so letters are never joined into ligatures.
_FEATURES = {"kern": True, "liga": False, "clig": False, "dlig": False}


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
    """A character cluster in font units; `glyph` is None for a blank."""

    text: str
    glyph: GlyphOutline | None
    advance: float


@dataclass(frozen=True)  # no slots: measures are computed once and kept
class TextRun:
    """A text shaped without a size: everything that a layout needs to choose one. Lengths are in ems.

    Attributes:
        text: What it reads, NFC.
        clusters: Clusters from left to right.
        upem: Font units to the em.
    """

    text: str
    clusters: tuple[Cluster, ...]
    upem: int

    @cached_property
    def letter_height_em(self) -> float:
        """Ink height of the tallest letter by which height is told (`sets_height`); of any ink when there is none.

        A text of flat letters alone (一, ー, -) counts as high as the body that they stand in, 0.75 em for CJK and
        0.5 em otherwise; by its ink, a shop named 一 would get a bar as wide as the wall.
        """
        inks = [(c.text, c.glyph.bounds.height) for c in self.clusters if c.glyph]
        told = [height for text, height in inks if any(map(sets_height, text))]
        return max(max(told or [height for _, height in inks]) / self.upem, 0.75 if self.is_cjk else 0.5)

    @cached_property
    def thinnest_stroke_em(self) -> float:
        """Thinnest stroke of its letters and digits; of any ink when there are none."""
        strokes = {c.text: c.glyph.thinnest_stroke_em for c in self.inked if c.glyph}
        letters = [value for text, value in strokes.items() if unicodedata.category(text[0])[0] in "LN"]
        return min(letters or strokes.values())

    @cached_property
    def is_cjk(self) -> bool:
        """Whether it holds letters of an ideographic em box."""
        return any(map(is_cjk, self.text))

    @cached_property
    def inked(self) -> tuple[Cluster, ...]:
        """Clusters that draw something."""
        return tuple(c for c in self.clusters if c.glyph is not None)

    @cached_property
    def ink_y_em(self) -> tuple[float, float]:
        """Lowest and highest ink over the baseline."""
        boxes = [c.glyph.bounds for c in self.inked if c.glyph]
        return min(b.y0 for b in boxes) / self.upem, max(b.y1 for b in boxes) / self.upem

    @property
    def gaps(self) -> int:
        """Number of places where tracking goes: between clusters."""
        return len(self.clusters) - 1

    def ink_x_em(self, tracking_em: float) -> tuple[float, float]:
        """Return the leftmost and rightmost ink with some tracking."""
        left, right, pen = float("inf"), float("-inf"), 0.0
        extra = tracking_em * self.upem
        for cluster in self.clusters:
            if cluster.glyph is not None:
                left = min(left, pen + cluster.glyph.bounds.x0)
                right = max(right, pen + cluster.glyph.bounds.x1)
            pen += cluster.advance + extra
        return left / self.upem, right / self.upem

    def ink_width_em(self, tracking_em: float = 0.0) -> float:
        """Return the width of its ink with some tracking."""
        left, right = self.ink_x_em(tracking_em)
        return right - left


class Typeface:
    """A named typeface at a weight; safe to share between threads.

    Attributes:
        identity: Which file and instance it is.
        weight: The weight that it really has.
        upem: Font units to the em.
    """

    def __init__(
        self, face: hb.Face, identity: FontIdentity, weight: int, who_has: Callable[[str], tuple[str, ...]]
    ) -> None:
        self.identity = identity
        self.weight = weight
        self.upem = int(face.upem)
        self._face = face
        self._who_has = who_has
        self._local = threading.local()
        self._runs: dict[tuple[str, str], TextRun] = {}

    @classmethod
    def of_face(
        cls,
        face: hb.Face,
        *,
        name: str,
        family: str,
        digest: str,
        index: int,
        licence: str,
        weight: int,
        is_variable: bool,
        who_has: Callable[[str], tuple[str, ...]],
    ) -> Typeface:
        """Return a typeface of an open face; a variable one is set to `weight`, whatever its default is."""
        axes = {axis.tag: float(axis.default_value) for axis in face.axis_infos}
        if is_variable:
            axes["wght"] = float(weight)
        identity = FontIdentity(
            name=name, family=family, digest=digest, index=index, axes=tuple(sorted(axes.items())), licence=licence
        )
        return cls(face, identity, weight, who_has)

    def missing(self, text: str) -> tuple[str, ...]:
        """Return the characters of a text that this typeface cannot draw, each once, in order."""
        font = self._font()
        lacking = []
        for before, character in itertools.pairwise(f"\0{text}"):
            if _is_variation_selector(character):
                found = font.get_variation_glyph(ord(before), ord(character))
            else:
                found = font.get_nominal_glyph(ord(character))
            if not found:
                lacking.append(character)
        return tuple(dict.fromkeys(lacking))

    def run(self, text: str, direction: Direction | None = None) -> TextRun:
        """Return a text shaped without a size.

        Args:
            text: One line; it is cleaned as `clean_text` does.
            direction: The direction that the caller states; None takes the text's own.

        Raises:
            InputError: The text holds a refused character, mixes directions or runs against `direction`.
            GlyphMissing: The typeface has no glyph for a character; the error names typefaces that have it.
        """
        key = (text, direction or "")
        found = self._runs.get(key)
        if found is None:
            cleaned = clean_text(text)
            self._require(cleaned)
            own = direction_of(cleaned)
            has_letters = any(unicodedata.category(c)[0] == "L" for c in cleaned)
            if direction is not None and direction != own and has_letters:
                raise InputError("typography.wrong_direction", text=cleaned, stated=direction, own=own)
            found = self._shaped(cleaned, own)
            if len(self._runs) >= _RUNS_MOST:
                self._runs.clear()
            self._runs[key] = found
        return found

    def shape(
        self, text: str, size_mm: float, *, tracking_mm: float = 0.0, direction: Direction | None = None
    ) -> ShapedLine:
        """Return a line at a size, line space.

        Args:
            text: One line; it is cleaned as `clean_text` does.
            size_mm: Size of the em.
            tracking_mm: Extra space between clusters.
            direction: As for `run`.

        Raises:
            InputError: As for `run`, or the size is not above 0.
            GlyphMissing: As for `run`.
        """
        if not 0 < size_mm < float("inf"):
            raise InputError("typography.bad_size", size_mm=size_mm)
        run = self.run(text, direction)
        scale = size_mm / self.upem
        glyphs, pen = [], 0.0
        for cluster in run.clusters:
            advance, glyph = cluster.advance * scale, cluster.glyph
            glyphs.append(
                ShapedGlyph(
                    text=cluster.text,
                    outline=glyph.scaled(size_mm, pen) if glyph else Path("", ()),
                    x_mm=pen,
                    advance_mm=advance,
                    ink=glyph.box(size_mm, pen) if glyph else None,
                    glyph=glyph,
                )
            )
            pen += advance + tracking_mm
        ink = Rect.joined(g.ink for g in glyphs if g.ink)
        return ShapedLine(text=run.text, glyphs=tuple(glyphs), ink=ink, advance_mm=pen - tracking_mm)

    def label(self, text: str, height_mm: float) -> ShapedLine:
        """Return a line whose letters are `height_mm` high: of the Han height when it has any, else of capitals.

        All labels of one height and script have one size, whatever letters they hold; `shape` sizes by the em.

        Raises:
            InputError: As for `shape`.
            GlyphMissing: As for `run`.
        """
        reference = self._han_em if any(map(is_cjk, text)) else self._capital_em
        return self.shape(text, height_mm / reference)

    @cached_property
    def _han_em(self) -> float:
        return self.run("国").letter_height_em if not self.missing("国") else self._capital_em

    @cached_property
    def _capital_em(self) -> float:
        return self.run("H").letter_height_em if not self.missing("H") else 0.7

    def _require(self, text: str) -> None:
        lacking = self.missing(text)
        if lacking:
            first = lacking[0]
            if _is_variation_selector(first):
                shown = text[max(0, text.index(first) - 1)]
                raise GlyphMissing(
                    "typography.variant_missing", character=shown, code=code_of(first), typeface=self.identity.name
                )
            others = self._who_has(first)
            raise GlyphMissing(
                "typography.glyph_missing" if others else "typography.glyph_nowhere",
                character=first,
                code=code_of(first),
                name=unicodedata.name(first, "?"),
                typeface=self.identity.name,
                others="、".join(others),
                more=len(lacking) - 1,
            )

    def _shaped(self, text: str, direction: Direction) -> TextRun:
        font = self._font()
        buffer = hb.Buffer()
        buffer.add_codepoints([ord(c) for c in text])
        buffer.guess_segment_properties()
        buffer.direction = direction
        buffer.language = "zh-Hans"
        hb.shape(font, buffer, _FEATURES)
        placed = list(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True))
        starts = sorted({info.cluster for info, _ in placed})
        ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
        clusters = [
            self._cluster(text[start : ends[start]], list(group))
            for start, group in itertools.groupby(placed, key=lambda pair: pair[0].cluster)
        ]
        return TextRun(text, tuple(clusters), self.upem)

    def _cluster(self, text: str, placed: list[tuple[hb.GlyphInfo, hb.GlyphPosition]]) -> Cluster:
        parts, pen = [], 0.0
        for info, position in placed:
            if info.codepoint == 0:
                self._refuse(text)
            parts.append((info.codepoint, pen + position.x_offset, float(position.y_offset)))
            pen += position.x_advance
        glyph = self._outline(tuple(parts))
        if glyph is None and not all(map(is_blank, text)):
            self._refuse(text)
        return Cluster(text, glyph, pen)

    def _refuse(self, text: str) -> None:
        """The character map names a glyph that shapes to nothing: as good as missing."""
        raise GlyphMissing(
            "typography.glyph_nowhere",
            character=text,
            code=code_of(text[0]),
            name=unicodedata.name(text[0], "?"),
            typeface=self.identity.name,
            others="",
            more=0,
        )

    def _outline(self, parts: tuple[tuple[int, float, float], ...]) -> GlyphOutline | None:
        # A single glyph's own offset moves it as a whole and would defeat the cache, so it is part of the key.
        key = (self.identity.digest, self.identity.axes, parts)
        try:
            return _OUTLINES[key]
        except KeyError:
            pass
        outline = draw_outline(self._font(), parts, self.upem)
        with _OUTLINES_LOCK:
            if len(_OUTLINES) >= _OUTLINES_MOST:
                for old in list(_OUTLINES)[: _OUTLINES_MOST // 6]:
                    del _OUTLINES[old]
            _OUTLINES[key] = outline
        return outline

    def _font(self) -> hb.Font:
        font: hb.Font | None = getattr(self._local, "font", None)
        if font is None:
            font = hb.Font(self._face)
            if self.identity.axes:
                font.set_variations(dict(self.identity.axes))
            self._local.font = font
        return font


def _is_variation_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
