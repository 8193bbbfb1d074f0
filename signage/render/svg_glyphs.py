"""A line of text as SVG, straight from the typeface: what a preview shows while somebody types.

Each glyph's data is written once, in font units, and kept; a line only says where its glyphs stand. No layout, no
scene: the sign itself is drawn by `signage.render.svg`.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain

import numpy as np

from signage.design import Colour
from signage.render.svg_words import escaped, number
from signage.typography import GlyphOutline, Typeface

_KEPT_MOST = 6000  # glyphs, about 3 kB each
_TENTHS = 10  # a font unit is written to its tenth: 0.03 mm in letters 300 mm high


def line_svg(
    text: str, typeface: Typeface, size_mm: float, *, colour: Colour = "#1A1A1A", margin_mm: float = 0.0
) -> str:
    """Return a line of text as one self-contained SVG, millimetre user units, its box the ink and a margin.

    Args:
        text: One horizontal line; cleaned as the typeface does.
        typeface: Draws it.
        size_mm: Size of the em.
        colour: Of the letters, `#RRGGBB`.
        margin_mm: Free around the ink.

    Raises:
        InputError: The text holds a refused character or mixes directions.
        GlyphMissing: The typeface lacks a character.
    """
    run = typeface.plain_run(text)
    scale = size_mm / run.upem
    ink = run.ink_em()
    width, height = ink.width * size_mm + 2 * margin_mm, ink.height * size_mm + 2 * margin_mm
    pen = 0.0
    placed: dict[int, tuple[str, float]] = {}
    parts: list[str] = []
    for cluster in run.clusters:
        glyph = cluster.glyph
        if glyph is not None:
            first = placed.get(id(glyph))
            if first is None:
                name, at = placed[id(glyph)] = f"g{len(placed)}", pen
                parts.append(f'<path id="{name}" d="{glyph_data(glyph)}" transform="translate({_tenths(at)})"/>')
            else:
                parts.append(f'<use href="#{first[0]}" x="{_tenths(pen - first[1])}"/>')
        pen += cluster.advance
    to_mm = f"matrix({scale / _TENTHS:.6g} 0 0 {-scale / _TENTHS:.6g} {number(margin_mm - ink.x0 * size_mm)} "
    to_mm += f"{number(margin_mm + ink.y1 * size_mm)})"
    size = f"{number(width)} {number(height)}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" role="img" aria-label="{escaped(run.text)}">'
        f'<g transform="{to_mm}" fill="{escaped(colour)}">{"".join(parts)}</g></svg>\n'
    )


@lru_cache(maxsize=_KEPT_MOST)
def glyph_data(glyph: GlyphOutline) -> str:
    """Return an outline as path data, whole tenths of font units, y up."""
    points = np.rint(glyph.points * _TENTHS).astype(np.int64)
    # Each point is written from the pen, which is the last point of the segment before.
    numbers = iter(points.tolist())
    pen_x = pen_y = 0
    parts: list[str] = []
    for verb in glyph.verbs:
        if verb == "Z":
            parts.append("z")
            continue
        ends = [next(numbers) for _ in range(_ARITY[verb])]
        if verb == "M":
            parts.append(f"M{ends[0][0]} {ends[0][1]}")
        else:
            steps = chain.from_iterable((x - pen_x, y - pen_y) for x, y in ends)
            parts.append(verb.lower() + " ".join(map(str, steps)))
        pen_x, pen_y = ends[-1]
    return "".join(parts)


_ARITY = {"M": 1, "L": 1, "Q": 2, "C": 3}


def _tenths(units: float) -> int:
    return round(units * _TENTHS)
