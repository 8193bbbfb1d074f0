"""Lines of text as outlines, anchored and turned: the only place where the composers meet a typeface."""

from __future__ import annotations

import re
from dataclasses import dataclass

from signage.design import Colour
from signage.geometry import Affine, Path, Point, Rect
from signage.scene.nodes import Anchor, Label
from signage.typography import FontCatalogue, FontIdentity, ShapedLine, is_cjk

TYPEFACE = "noto-sans-sc"
INK: Colour = "#22262B"
_EM_MM = 100.0  # the height at which lines are kept; every label is a scaled copy

_kept: dict[tuple[FontIdentity, str], tuple[Path, float]] = {}
_KEPT_AT_MOST = 4096
# Breaking a text into lines asks for the width of every beginning of every line, whose outlines nobody needs.
_widths: dict[tuple[FontIdentity, str], float] = {}
_WIDTHS_AT_MOST = 65_536
_LATIN_TO_HAN = 0.8  # a capital beside a Chinese character of one size of type
# Where a line may end: after spaces, and after a Chinese character that no closing mark follows.
_BREAK = re.compile(r"\s+|[\u4e00-\u9fff，。；：、）](?![，。；：、）”》])")


def label(
    fonts: FontCatalogue,
    text: str,
    at: Point | tuple[float, float],
    height_mm: float,
    anchor: Anchor = Anchor.START,
    *,
    colour: Colour = INK,
    weight: int = 500,
    angle_deg: float = 0.0,
    layer: str = "text",
    subject: str = "",
) -> Label:
    """Return a line of text with its outlines in scene space.

    Args:
        fonts: Where the typeface comes from.
        text: What it reads.
        at: Anchor point on the baseline, scene space.
        height_mm: Height of a capital or a Chinese character, scene mm.
        anchor: Which point of the line `at` names.
        colour: Its colour.
        weight: Weight of the typeface, 100-900.
        angle_deg: Counter-clockwise turn about `at`.
        layer: The drawing layer.
        subject: Id of what it belongs to.

    Raises:
        GlyphMissing: The typeface lacks a character.
    """
    outline, advance = _line(fonts, text, weight)
    shift = {Anchor.START: 0.0, Anchor.MIDDLE: -advance / 2, Anchor.END: -advance}[anchor]
    to_scene = Affine.shift(shift, 0.0).then(Affine.scale(height_mm / _EM_MM))
    if angle_deg:
        to_scene = to_scene.then(Affine.turn(angle_deg))
    place = Point(*at)
    return Label(
        text=text,
        at=place,
        height_mm=height_mm,
        outline=outline.transformed(to_scene.then(Affine.shift(*place))),
        colour=colour,
        anchor=anchor,
        angle_deg=angle_deg,
        weight=weight,
        layer=layer,
        subject=subject,
    )


def text_width(fonts: FontCatalogue, text: str, height_mm: float, weight: int = 500) -> float:
    """Return the advance of a line in scene mm, 0 for an empty text."""
    if not text:
        return 0.0
    typeface = fonts.typeface(TYPEFACE, weight)
    key = (typeface.identity, text)
    found = _widths.get(key)
    if found is None:
        found = typeface.advance_mm(text, typeface.label_em_mm(text, _EM_MM))
        if len(_widths) >= _WIDTHS_AT_MOST:
            _widths.clear()
        _widths[key] = found
    return found * height_mm / _EM_MM


def shortened(fonts: FontCatalogue, text: str, height_mm: float, width_mm: float, weight: int = 500) -> str:
    """Return the text, cut and ended with an ellipsis when it is wider than `width_mm`."""
    if text_width(fonts, text, height_mm, weight) <= width_mm:
        return text
    kept = text
    while kept and text_width(fonts, kept + "…", height_mm, weight) > width_mm:
        kept = kept[:-1]
    return kept.rstrip() + "…"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a longer text, and its height as `label` takes it."""

    words: str
    height_mm: float


def in_lines(
    fonts: FontCatalogue, text: str, height_mm: float, width_mm: float, weight: int = 500, *, most: int = 3
) -> tuple[Line, ...]:
    """Return the text in lines of at most `width_mm`, broken at spaces and between Chinese characters.

    What is too long for `most` lines ends with an ellipsis, and so does a single word that is wider than a line. All
    lines have one size of type, also where some hold Chinese and some do not.
    """
    has_han = any(map(is_cjk, text))

    def height(words: str) -> float:
        return height_mm * _LATIN_TO_HAN if has_han and not any(map(is_cjk, words)) else height_mm

    def fits(words: str) -> bool:
        return text_width(fonts, words, height(words), weight) <= width_mm

    left = text.strip()
    lines: list[str] = []
    while left and len(lines) < most - 1 and not fits(left):
        end = 0
        for found in _BREAK.finditer(left):
            if not fits(left[: found.end()].rstrip()):
                break
            end = found.end()
        if end == 0:
            break
        lines.append(left[:end].rstrip())
        left = left[end:].lstrip()
    if left:
        lines.append(shortened(fonts, left, height(left), width_mm, weight))
    return tuple(Line(words, height(words)) for words in lines)


def label_box(node: Label) -> Rect:
    """Return the box of a label's ink; a point when it has none."""
    return node.outline.control_bounds() or Rect(node.at.x, node.at.y, node.at.x, node.at.y)


def _line(fonts: FontCatalogue, text: str, weight: int) -> tuple[Path, float]:
    typeface = fonts.typeface(TYPEFACE, weight)
    key = (typeface.identity, text)
    found = _kept.get(key)
    if found is None:
        found = _joined(typeface.label(text, _EM_MM)) if text else (Path("", ()), 0.0)
        if len(_kept) >= _KEPT_AT_MOST:
            _kept.clear()
        _kept[key] = found
    return found


def _joined(line: ShapedLine) -> tuple[Path, float]:
    return Path.joined([glyph.outline for glyph in line.glyphs]), line.advance_mm
