"""Materials as SVG shapes: courses, slats and panes where the raster paints them, each block in its own tone.

Nothing is tiled: every block is a stroke of a course's height and every joint a line, so that no seam shows at any
size. What is finer than half a pixel is left to the mean colour.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from math import ceil, floor

import numpy as np

from signage.geometry import Rect
from signage.render.materials import ARRIS, ARRIS_BELOW, ARRIS_WIDTH, COURSED, CURTAIN, WOOD, Coursed
from signage.render.raster.noise import hashed
from signage.render.svg_light import Toner, hex_of
from signage.scene import Texture

_LEVELS = 9  # tones of blocks that are told apart
_MOST_BLOCKS = 9000  # of one surface; more of them are drawn in one tone with their joints
_FINEST_PX = 0.35  # lines that are thinner are left out
_STREAK = 0.05
_METAL = (0.30, 0.31, 0.32)  # mullions of a curtain wall, linear

Stops = Callable[[tuple[tuple[float, str], ...]], str]  # registers an upright gradient, gives its paint reference


class Placed:
    """Writes lengths of the scene as numbers of the drawing: y down, from its upper left, to 0.1 mm."""

    def __init__(self, left_mm: float, top_mm: float, px_per_mm: float) -> None:
        self.left_mm, self.top_mm, self.px_per_mm = left_mm, top_mm, px_per_mm

    def x(self, at: float) -> str:
        """Return a place along x."""
        return f"{at - self.left_mm:.1f}".removesuffix(".0")

    def y(self, at: float) -> str:
        """Return a place along y."""
        return f"{self.top_mm - at:.1f}".removesuffix(".0")

    def shows(self, width_mm: float) -> bool:
        """Return whether a line of that width is more than a breath."""
        return width_mm * self.px_per_mm >= _FINEST_PX


def has_shapes(material: str) -> bool:
    """Return whether a material is drawn as shapes."""
    return material in COURSED or material in ("wood", "curtain")


def shapes(paint: Texture, area: Rect, placed: Placed, toner: Toner, gradient: Stops) -> str:
    """Return a material over an area as SVG elements, to be laid over its colour and clipped.

    Args:
        paint: A material that `has_shapes`.
        area: What is seen of the surface, scene mm.
        placed: Where the drawing lies.
        toner: The light.
        gradient: Registers an upright gradient over an element's box.
    """
    if paint.material == "wood":
        return _slats(paint, area, placed, toner)
    if paint.material == "curtain":
        return _panes(paint, area, placed, toner, gradient)
    return _courses(COURSED[paint.material], paint, area, placed, toner)


def _courses(kind: Coursed, paint: Texture, area: Rect, placed: Placed, toner: Toner) -> str:
    first, last = floor(area.y0 / kind.height_mm), ceil(area.y1 / kind.height_mm)
    columns = ceil(area.width / kind.width_mm) + 1
    parts: list[str] = []
    if (last - first) * columns <= _MOST_BLOCKS and placed.shows(kind.height_mm / 4):
        parts += _blocks(kind, paint, area, (first, last), placed, toner)
    if placed.shows(kind.joint_mm):
        parts += _joints(kind, paint, area, (first, last), placed, toner)
    return "".join(parts)


def _blocks(
    kind: Coursed, paint: Texture, area: Rect, rows: tuple[int, int], placed: Placed, toner: Toner
) -> list[str]:
    """Return one path a tone: each block a stroke as wide as its course; those of the middle tone need none."""
    runs: dict[int, list[str]] = {}
    for course in range(*rows):
        shift = course % 2 * kind.width_mm / 2
        start = floor((area.x0 - shift) / kind.width_mm)
        numbers = np.arange(start, ceil((area.x1 - shift) / kind.width_mm), dtype=np.int64)
        shades = hashed(numbers, course, paint.seed) * 2 - 1
        levels = np.rint(shades * (_LEVELS // 2)).astype(int).tolist()
        middle, at = placed.y((course + 0.5) * kind.height_mm), start
        for level, alike in groupby(levels):
            count = len(list(alike))
            if level:
                x = placed.x(at * kind.width_mm + shift)
                runs.setdefault(level, []).append(f"M{x} {middle}h{kind.width_mm * count:g}")
            at += count
    step = kind.vary / (_LEVELS // 2)
    return [
        f'<path d="{"".join(runs[level])}" stroke="{toner.surface(paint.colour, 1 + step * level)}" '
        f'stroke-width="{kind.height_mm:g}"/>'
        for level in sorted(runs)
    ]


def _joints(
    kind: Coursed, paint: Texture, area: Rect, rows: tuple[int, int], placed: Placed, toner: Toner
) -> list[str]:
    colour = toner.surface(paint.colour, 1 - kind.depth)
    x0, x1 = placed.x(area.x0), placed.x(area.x1)
    beds = [number * kind.height_mm for number in range(rows[0], rows[1] + 1)]
    parts = [_lines(beds, x0, x1, placed, colour, kind.joint_mm)]
    if kind.has_arris and placed.shows(kind.joint_mm * 2):
        lit = toner.surface(paint.colour, 1 + ARRIS)
        edges = [bed - kind.joint_mm * ARRIS_BELOW for bed in beds]
        parts.insert(0, _lines(edges, x0, x1, placed, lit, kind.joint_mm * ARRIS_WIDTH))
    # Upright joints run through every other course: dashes of a course's height, from a bed joint downwards.
    top, low = beds[-1], beds[0]
    for odd in (0, 1):
        shift = odd * kind.width_mm / 2
        columns = range(floor((area.x0 - shift) / kind.width_mm), ceil((area.x1 - shift) / kind.width_mm) + 1)
        data = "".join(
            f"M{placed.x(number * kind.width_mm + shift)} {placed.y(top)}V{placed.y(low)}" for number in columns
        )
        skipped = 0.0 if (rows[1] - 1) % 2 == odd else kind.height_mm
        parts.append(
            f'<path d="{data}" stroke="{colour}" stroke-width="{kind.joint_mm:g}" '
            f'stroke-dasharray="{kind.height_mm:g}" stroke-dashoffset="{skipped:g}"/>'
        )
    return parts


def _lines(levels: list[float], x0: str, x1: str, placed: Placed, colour: str, width_mm: float) -> str:
    data = "".join(f"M{x0} {placed.y(level)}H{x1}" for level in levels)
    return f'<path d="{data}" stroke="{colour}" stroke-width="{width_mm:g}"/>'


def _slats(paint: Texture, area: Rect, placed: Placed, toner: Toner) -> str:
    first, last = floor(area.y0 / WOOD.height_mm), ceil(area.y1 / WOOD.height_mm)
    numbers = np.arange(first, last, dtype=np.int64)
    levels = np.rint((hashed(numbers, 5, paint.seed) * 2 - 1) * (_LEVELS // 2)).astype(int)
    x0, x1 = placed.x(area.x0), placed.x(area.x1)
    parts = []
    for level in sorted(set(levels.tolist())):
        middles = [(number + 0.5) * WOOD.height_mm for number in numbers[levels == level].tolist()]
        colour = toner.surface(paint.colour, 1 + WOOD.vary * level / (_LEVELS // 2))
        parts.append(_lines(middles, x0, x1, placed, colour, WOOD.height_mm))
    beds = [number * WOOD.height_mm for number in range(first, last + 1)]
    if placed.shows(WOOD.arris_mm):
        edges = [bed + WOOD.arris_at_mm for bed in beds]
        parts.append(_lines(edges, x0, x1, placed, toner.surface(paint.colour, 1 + WOOD.arris), WOOD.arris_mm))
    if placed.shows(WOOD.joint_mm):
        parts.append(_lines(beds, x0, x1, placed, toner.surface(paint.colour, 1 - WOOD.depth), WOOD.joint_mm))
    return "".join(parts)


def _panes(paint: Texture, area: Rect, placed: Placed, toner: Toner, gradient: Stops) -> str:
    """Return the panes of a curtain wall, each with the sky's gradient in its own tone, and the mullions over them."""
    wide, tall, frame = CURTAIN.width_mm, CURTAIN.height_mm, CURTAIN.frame_mm
    rows = range(floor(area.y0 / tall), ceil(area.y1 / tall))
    columns = range(floor(area.x0 / wide), ceil(area.x1 / wide))
    dice = np.random.default_rng(paint.seed & 0x7FFFFFFF).random((64, 64)).astype(np.float32)
    dim = 0.5 if toner.ambience.is_night else 1.0
    parts = []
    for level in range(_LEVELS):
        boxes = "".join(
            f"M{placed.x(i * wide)} {placed.y((j + 1) * tall)}h{wide:g}v{tall:g}h-{wide:g}z"
            for j in rows
            for i in columns
            if int(dice[j % 64, i % 64] * _LEVELS) == level
        )
        tone = (level + 0.5) / _LEVELS
        for row in boxes.split("z")[:-1]:  # a gradient spans one pane
            stops = tuple(
                (1 - up, toner.surface(paint.colour, dim * (0.65 + 0.30 * tone + 0.35 * up * (0.5 + tone))))
                for up in (1.0, 0.5, 0.0)
            )
            parts.append(f'<path d="{row}z" fill="{gradient(stops)}" stroke="none"/>')
    # A streak of sky from the lower right of each pane to its upper middle.
    streaks = "".join(
        f"M{placed.x((i + 0.7) * wide)} {placed.y(j * tall)}l{-0.4 * wide:g} {-tall:g}h{0.2 * wide:g}"
        f"l{0.4 * wide:g} {tall:g}z"
        for j in rows
        for i in columns
    )
    parts.append(f'<path d="{streaks}" fill="{toner.surface("#FFFFFF")}" fill-opacity="{_STREAK}" stroke="none"/>')
    metal = hex_of(toner.pixels(np.array(_METAL, dtype=np.float32).reshape(3, 1, 1))[0, 0])
    beds = [j * tall for j in range(rows.start, rows.stop + 1)]
    parts.append(_lines(beds, placed.x(area.x0), placed.x(area.x1), placed, metal, frame))
    posts = "".join(
        f"M{placed.x(i * wide)} {placed.y(area.y1)}V{placed.y(area.y0)}" for i in range(columns.start, columns.stop + 1)
    )
    parts.append(f'<path d="{posts}" stroke="{metal}" stroke-width="{frame:g}"/>')
    return "".join(parts)
