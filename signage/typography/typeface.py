"""A typeface at a weight: shape text, give outlines in millimetres.

Shaping and outlines are HarfBuzz's. Every call works with font objects of the calling thread; finished outlines lie in
one cache for the process, keyed by the file's digest, the axes and the glyph, in font units.
"""

from __future__ import annotations

import itertools
import threading
import unicodedata
from collections.abc import Callable
from functools import cached_property, reduce

import uharfbuzz as hb

from signage.errors import GlyphMissing, InputError
from signage.geometry import Affine, Path, Rect
from signage.typography.identity import FontIdentity
from signage.typography.outline import GlyphOutline, draw_outline
from signage.typography.run import ShapedGlyph, ShapedLine, TextRun
from signage.typography.scripts import JOINER, NON_JOINER, is_cjk, is_wide
from signage.typography.shaping import Part, Shaper
from signage.typography.spacing import words_among_han
from signage.typography.system_fonts import fonts_with
from signage.typography.text import Direction, Setting, clean_text, code_of, direction_of

_GlyphKey = tuple[str, tuple[tuple[str, float], ...], tuple[Part, ...], Affine | None]

_OUTLINES: dict[_GlyphKey, GlyphOutline | None] = {}
_OUTLINES_LOCK = threading.Lock()
_OUTLINES_MOST = 6000  # about 30 MB; the oldest sixth goes when it is full
_RUNS_MOST = 2000


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
        self._runs: dict[tuple[str, str, str, str], TextRun] = {}
        self._shaper = Shaper(self._font, self._outline, self.upem, self._nothing)

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
            if character in (NON_JOINER, JOINER):
                continue  # HarfBuzz joins and parts letters by itself; fonts need no glyph for these
            if _is_variation_selector(character):
                found = font.get_variation_glyph(ord(before), ord(character))
            else:
                found = font.get_nominal_glyph(ord(character))
            if not found:
                lacking.append(character)
        return tuple(dict.fromkeys(lacking))

    def run(self, text: str, direction: Direction | None = None, *, setting: Setting = Setting.HORIZONTAL) -> TextRun:
        """Return a text shaped without a size, as a sign shows it: Latin words among Han characters spaced as words.

        Args:
            text: One line; it is cleaned as `clean_text` does.
            direction: The direction that the caller states; None takes the text's own.
            setting: How the line is set, by the rules of `shaping`.

        Raises:
            InputError: The text holds a refused character, mixes directions or runs against `direction`.
            GlyphMissing: The typeface has no glyph for a character; the error names typefaces that have it.
        """
        key = ("sign", text, direction or "", setting)
        found = self._runs.get(key)
        if found is None:
            found = self._keep(key, words_among_han(self.plain_run(text, direction, setting)))
        return found

    def plain_run(
        self, text: str, direction: Direction | None = None, setting: Setting = Setting.HORIZONTAL
    ) -> TextRun:
        """Return a text shaped as the font spaces it, as labels of a drawing are; otherwise as `run` does.

        Raises:
            InputError: As for `run`.
            GlyphMissing: As for `run`.
        """
        key = ("plain", text, direction or "", setting)
        found = self._runs.get(key)
        if found is None:
            cleaned = clean_text(text)
            self._require(cleaned)
            own = direction_of(cleaned)
            has_letters = any(unicodedata.category(c)[0] == "L" for c in cleaned)
            if direction is not None and direction != own and has_letters:
                raise InputError("typography.wrong_direction", text=cleaned, stated=direction, own=own)
            found = self._keep(key, self._shaper.shaped(cleaned, own, setting))
        return found

    def _keep(self, key: tuple[str, str, str, str], run: TextRun) -> TextRun:
        if len(self._runs) >= _RUNS_MOST:
            self._runs.clear()
        self._runs[key] = run
        return run

    def shape(
        self, text: str, size_mm: float, *, tracking_mm: float = 0.0, direction: Direction | None = None
    ) -> ShapedLine:
        """Return a line at a size as the font spaces it, line space; `run` spaces a sign's.

        Args:
            text: One line; it is cleaned as `clean_text` does.
            size_mm: Size of the em.
            tracking_mm: Extra space between clusters; a joined word takes none.
            direction: As for `run`.

        Raises:
            InputError: As for `run`, or the size is not above 0.
            GlyphMissing: As for `run`.
        """
        if not 0 < size_mm < float("inf"):
            raise InputError("typography.bad_size", size_mm=size_mm)
        run = self.plain_run(text, direction)
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
            pen += advance + cluster.gap * tracking_mm
        ink = Rect.joined(g.ink for g in glyphs if g.ink)
        end = pen - run.clusters[-1].gap * tracking_mm
        return ShapedLine(text=run.text, glyphs=tuple(glyphs), ink=ink, advance_mm=end)

    def label(self, text: str, height_mm: float) -> ShapedLine:
        """Return a line whose letters are `height_mm` high: of the Han height when it has any, else of capitals.

        All labels of one height and script have one size, whatever letters they hold; `shape` sizes by the em.

        Raises:
            InputError: As for `shape`.
            GlyphMissing: As for `run`.
        """
        return self.shape(text, self.label_em_mm(text, height_mm))

    def label_em_mm(self, text: str, height_mm: float) -> float:
        """Return the em, mm, at which `label` sets a line."""
        return height_mm / (self._han_em if any(map(is_cjk, text)) else self._capital_em)

    def advance_mm(self, text: str, size_mm: float) -> float:
        """Return how far a line without tracking advances at an em of `size_mm`; its outlines are not made.

        Raises:
            InputError: As for `run`.
            GlyphMissing: As for `run`.
        """
        scale = size_mm / self.upem
        # Added up one by one, as a line is set: `sum` rounds otherwise from Python 3.12 on.
        return reduce(lambda pen, cluster: pen + cluster.advance * scale, self.plain_run(text).clusters, 0.0)

    @cached_property
    def cap_height_em(self) -> float | None:
        """Ink height of its H, None when it has no Latin letters."""
        return self._ink_height("H")

    @cached_property
    def x_height_em(self) -> float | None:
        """Ink height of its x, None when it has no Latin letters."""
        return self._ink_height("x")

    def _ink_height(self, letter: str) -> float | None:
        if self.missing(letter):
            return None
        glyph = self.run(letter).clusters[0].glyph
        return glyph.bounds.height / self.upem if glyph is not None else None

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
            # Typefaces that could draw the whole text come before those that have only this character.
            others = tuple(dict.fromkeys((*self._who_has(text), *self._who_has(first))))
            files = () if others else (fonts_with(text) or fonts_with(first))
            raise GlyphMissing(
                "typography.glyph_in_file" if files else _code_of_missing(first, has_others=bool(others)),
                character=first,
                code=code_of(first),
                name=unicodedata.name(first, "?"),
                typeface=self.identity.name,
                others=others,
                more=len(lacking) - 1,
                family=files[0].family if files else "",
                file=str(files[0].path) if files else "",
            )

    def _nothing(self, text: str) -> GlyphMissing:
        """The character map names a glyph that shapes to nothing: as good as missing."""
        return GlyphMissing(
            _code_of_missing(text[0], has_others=False),
            character=text,
            code=code_of(text[0]),
            name=unicodedata.name(text[0], "?"),
            typeface=self.identity.name,
            others="",
            more=0,
        )

    def _outline(self, parts: tuple[Part, ...], by: Affine | None) -> GlyphOutline | None:
        # A single glyph's own offset moves it as a whole and would defeat the cache, so it is part of the key.
        key = (self.identity.digest, self.identity.axes, parts, by)
        try:
            return _OUTLINES[key]
        except KeyError:
            pass
        if by is None:
            outline = draw_outline(self._font(), parts, self.upem)
        else:
            plain = self._outline(parts, None)
            outline = plain.placed(by) if plain is not None else None
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


def _code_of_missing(character: str, *, has_others: bool) -> str:
    """Return the code of the words for a missing glyph: advice on Chinese characters helps with those alone."""
    code = "typography.glyph_missing" if has_others else "typography.glyph_nowhere"
    return code if is_cjk(character) or is_wide(character) else f"{code}_of_script"


def _is_variation_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
