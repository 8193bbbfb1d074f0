"""One glyph's outline in font units: drawn by HarfBuzz, unioned by Skia, measured exactly.

Noto Sans SC keeps overlapping contours: their summed area is up to 17 % too large and even-odd filling punches holes.
So contours are unioned before anybody sees them. Outer contours run counter-clockwise (y up), holes clockwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pathops
import uharfbuzz as hb
from numpy.typing import NDArray

from signage.errors import FontError
from signage.geometry import Affine, Path, Rect
from signage.typography.metrics import LetterMeasures, contours_of, inscribed_width_of, perimeter_of
from signage.typography.strokes import thinnest_stroke_of, typical_stroke_of

_VERBS = {
    pathops.PathVerb.MOVE: "M",
    pathops.PathVerb.LINE: "L",
    pathops.PathVerb.QUAD: "Q",
    pathops.PathVerb.CUBIC: "C",
    pathops.PathVerb.CLOSE: "Z",
}

# Contours below this share of a square em are crumbs of the union, thinner than any cut (0.02 mm² at 400 mm letters).
_CRUMB_EM2 = 1e-7


@dataclass(frozen=True, eq=False)  # no slots: measures are computed on demand and kept
class GlyphOutline:
    """An outline in font units with its measures.

    Attributes:
        verbs: As in `Path`.
        points: Control points, one row each.
        bounds: Exact box of the ink.
        upem: Font units to the em.
        source: The upright outline that this one was turned or moved from; it has the same measures.
        shrink: Size of this one, of the source's.
    """

    verbs: str
    points: NDArray[np.float64]
    bounds: Rect
    upem: int
    source: GlyphOutline | None = None
    shrink: float = 1.0

    def path(self, by: Affine) -> Path:
        """Return the outline under an affine map, such as font units to millimetres of sign space."""
        moved = self.points @ np.array([[by.a, by.b], [by.c, by.d]])
        moved += (by.e, by.f)
        return Path(self.verbs, tuple(moved.ravel().tolist()))

    def scaled(self, em: float, x: float = 0.0, y: float = 0.0) -> Path:
        """Return the outline at an em size, its origin moved to (x, y)."""
        coords = tuple((self.points * (em / self.upem) + (x, y)).ravel().tolist())
        return Path.measured(self.verbs, coords, box=self.box(em, x, y), area=self.area_em2 * em * em)

    def box(self, em: float, x: float = 0.0, y: float = 0.0) -> Rect:
        """Return the ink box at an em size, its origin moved to (x, y)."""
        scale, box = em / self.upem, self.bounds
        return Rect(box.x0 * scale + x, box.y0 * scale + y, box.x1 * scale + x, box.y1 * scale + y)

    def placed(self, by: Affine) -> GlyphOutline:
        """Return the outline under quarter turns, shifts and even scaling; its measures are not taken again."""
        points = self.points @ np.array([[by.a, by.b], [by.c, by.d]]) + (by.e, by.f)
        box = Rect.around([by.apply(corner) for corner in self.bounds.corners])
        shrink = self.shrink * max(abs(by.a), abs(by.b))
        return GlyphOutline(self.verbs, points, box, self.upem, self.source or self, shrink)

    @cached_property
    def units(self) -> Path:
        """The outline as a path in font units."""
        return Path(self.verbs, tuple(self.points.ravel().tolist()))

    @cached_property
    def area_em2(self) -> float:
        """Area of the ink in square ems, exact by Green's theorem."""
        return self.units.signed_area() / self.upem**2

    @cached_property
    def perimeter_em(self) -> float:
        """Length of all contours in ems."""
        if self.source is not None:
            return self.source.perimeter_em * self.shrink
        return perimeter_of(self.units) / self.upem

    @cached_property
    def thinnest_stroke_em(self) -> float:
        """Thinnest stroke in ems, see `strokes.thinnest_stroke_of`."""
        if self.source is not None:
            return self.source.thinnest_stroke_em * self.shrink
        return thinnest_stroke_of(self.units, self.upem) / self.upem

    @cached_property
    def typical_stroke_em(self) -> float:
        """Area-weighted median stroke in ems, see `strokes.typical_stroke_of`."""
        if self.source is not None:
            return self.source.typical_stroke_em * self.shrink
        return typical_stroke_of(self.units, self.upem) / self.upem

    @cached_property
    def measures(self) -> LetterMeasures:
        """All measures of the letter in ems; taken when first asked for."""
        contours = contours_of(self.units)
        counters = [(contour, -area) for contour, area in contours if area < 0]
        tightest = min((inscribed_width_of(contour, self.upem) for contour, _ in counters), default=None)
        return LetterMeasures(
            height=self.bounds.height / self.upem,
            width=self.bounds.width / self.upem,
            area=self.area_em2,
            perimeter=self.perimeter_em,
            thinnest_stroke=self.thinnest_stroke_em,
            typical_stroke=self.typical_stroke_em,
            bodies=len(contours) - len(counters),
            counters=len(counters),
            counter_area=sum(area for _, area in counters) / self.upem**2,
            smallest_counter=None if tightest is None else tightest / self.upem,
        )


def draw_outline(font: hb.Font, parts: Iterable[tuple[int, float, float]], upem: int) -> GlyphOutline | None:
    """Return the unioned outline of one or more glyphs, or None when they draw nothing.

    Args:
        font: HarfBuzz font with its axes set; used by this thread only.
        parts: Glyph ids with their offsets in font units.
        upem: Font units to the em.

    Raises:
        FontError: Skia could not union the contours.
    """
    whole = pathops.Path()
    for glyph, dx, dy in parts:
        one = pathops.Path()
        font.draw_glyph(glyph, _FUNCS, one)
        whole.addPath(one.transform(1, 0, 0, 1, dx, dy) if dx or dy else one)
    try:
        whole.simplify(fix_winding=True, keep_starting_points=False, clockwise=False)
        whole.convertConicsToQuads()
    except pathops.PathOpsError as exc:
        raise FontError("typography.outline_broken", reason=str(exc)) from exc
    return _collected(whole, upem)


def _collected(whole: Any, upem: int) -> GlyphOutline | None:
    """Take a Skia path over by its raw verbs; `Path.segments` would merge quadratics into pen calls with None."""
    verbs: list[str] = []
    points: list[tuple[float, float]] = []
    for contour in whole.contours:
        if abs(contour.area) < _CRUMB_EM2 * upem * upem:
            continue
        for verb, ends in contour:
            verbs.append(_VERBS[verb])
            points.extend(ends)
    if not points:
        return None
    flat = np.array(points, dtype=np.float64)
    outline = Path("".join(verbs), tuple(flat.ravel().tolist()))
    bounds = outline.bounds()
    return None if bounds is None else GlyphOutline("".join(verbs), flat, bounds, upem)


def _make_funcs() -> hb.DrawFuncs:
    funcs = hb.DrawFuncs()
    funcs.set_move_to_func(lambda x, y, pen: pen.moveTo(x, y))
    funcs.set_line_to_func(lambda x, y, pen: pen.lineTo(x, y))
    funcs.set_quadratic_to_func(lambda x1, y1, x, y, pen: pen.quadTo(x1, y1, x, y))
    funcs.set_cubic_to_func(lambda x1, y1, x2, y2, x, y, pen: pen.cubicTo(x1, y1, x2, y2, x, y))
    funcs.set_close_path_func(lambda pen: pen.close())
    return funcs


_FUNCS = _make_funcs()  # never changed after this line, so threads may share it
