"""W3, W5 and the live preview: text to outlines and SVG."""

from __future__ import annotations

import statistics
import time

from benchmarks.measure import Row, below, faster
from benchmarks.workloads import NAME, bay, names, spec_named, viewport
from signage.geometry import Region
from signage.render import draw
from signage.render.svg_glyphs import line_svg
from signage.scene import DAY
from signage.typography import typeface as typefaces

_SIZE_MM = 700.0
_LETTER_MM = 400.0


def rows() -> list[Row]:
    """Return the rows of W3, W5 and the preview."""
    return [*_text_to_svg(), *_polygons(), *_preview()]


def _text_to_svg() -> list[Row]:
    face = bay().fonts.typeface("noto-sans-sc", 700)
    all_names = names(900)
    for name in all_names[:600]:  # every glyph is known then; no name comes twice
        line_svg(name, face, _SIZE_MM)
    pen = _pen_of_fonttools()
    ours, theirs = [], []
    for number, name in enumerate(all_names[600:]):
        start = time.perf_counter()
        line_svg(name, face, _SIZE_MM)
        ours.append((time.perf_counter() - start) * 1000)
        if pen is not None and number % 20 == 0:
            start = time.perf_counter()
            pen(name)
            theirs.append((time.perf_counter() - start) * 1000)
    median = statistics.median(ours)
    return [
        below("W3", "text → SVG, 8 characters, unseen name, known glyphs", median, 0.2),
        faster("W3", "the same", median, "fontTools SVGPathPen", statistics.median(theirs) if theirs else None, 20),
    ]


def _pen_of_fonttools():
    """Return a function that gives a name's outlines by fontTools from the same file at the same weight."""
    try:
        from fontTools.pens.svgPathPen import SVGPathPen
        from fontTools.ttLib import TTFont
    except ImportError:
        print("no fontTools here: left out")
        return None
    entry = next(e for e in bay().fonts.entries() if e.name == "noto-sans-sc")
    font = TTFont(entry.path)
    glyphs, characters = font.getGlyphSet(location={"wght": 700}), font.getBestCmap()

    def pen(name: str) -> str:
        parts, at = [], 0
        for character in name:
            glyph = glyphs[characters[ord(character)]]
            own = SVGPathPen(glyphs)
            glyph.draw(own)
            parts.append(f'<path d="{own.getCommands()}" transform="translate({at})"/>')
            at += glyph.width
        return "".join(parts)

    pen(NAME)  # opening the tables is not counted
    return pen


def _polygons() -> list[Row]:
    """Cold glyphs to valid polygons, and how far their area is from Green's theorem on the curves."""
    face = bay().fonts.typeface("noto-sans-sc", 700)
    characters = sorted(set("".join(names(900))))
    times, worst, is_valid = [], 0.0, True
    for character in characters:
        typefaces._OUTLINES.clear()
        face._runs.clear()
        start = time.perf_counter()
        cluster = face.run(character).clusters[0]
        assert cluster.glyph is not None
        region = Region.of_path(cluster.glyph.scaled(_LETTER_MM))
        times.append((time.perf_counter() - start) * 1000)
        exact = cluster.glyph.area_em2 * _LETTER_MM**2
        worst = max(worst, abs(region.area - exact) / exact)
        is_valid &= bool(region.shape.is_valid)
    area = Row("W5", f"{len(characters)} glyphs, all valid: {is_valid}", statistics.median(times), "Green's theorem",
               worst * 100, "≤ 0.02 % of area", is_valid and worst <= 2e-4)  # fmt: skip
    return [below("W5", "cold glyph → unioned polygon", statistics.median(times), 2.5), area]


def _preview() -> list[Row]:
    shop, times, drawn = bay(), [], []
    for number, name in enumerate(names(45)):
        start = time.perf_counter()
        scene = shop.scene(DAY, spec_named(name))
        middle = time.perf_counter()
        draw(scene, viewport(), "svg")
        if number >= 15:
            times.append((middle - start) * 1000)
            drawn.append((time.perf_counter() - start) * 1000)
    return [
        below("preview", "text → layout → scene, unseen name, warm", statistics.median(times), None),
        below("preview", "text → layout → scene → SVG, the same", statistics.median(drawn), None),
    ]
