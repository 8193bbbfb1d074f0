"""What lies in front of a face, cut across: wall, footway to the kerb, cycle lane, carriageway, with their widths.

A strip under the plan's elevation, at its scale where the front is long enough and reduced where it is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from signage.frontage import Frontage, Roadway
from signage.geometry import Rect
from signage.locale import text
from signage.scene.labels import INK, label, text_width
from signage.scene.nodes import Anchor, Node
from signage.scene.shapes import box, line
from signage.typography import FontCatalogue

HEIGHT_U = 56.0  # of the whole strip, in units of the drawing
_MUTED, _WALL, _FOOTWAY, _CYCLE, _LANE = "#5B636C", "#E3DED3", "#D8D5CE", "#C9D8C5", "#C3C7CB"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stretch:
    """A surface between two distances from the wall, mm."""

    word: str
    near_mm: float
    far_mm: float
    colour: str


def has_section(face: Frontage) -> bool:
    """Return whether the plan says where the kerb is; without it nothing in front of the wall can be drawn."""
    return face.road is not None and face.road.kerb_mm is not None


def section_nodes(face: Frontage, fonts: FontCatalogue, *, u: float, top: float) -> Iterator[Node]:
    """Yield the section.

    Args:
        face: A face that `has_section`.
        fonts: For the words.
        u: What text and lines are sized in, mm.
        top: Upper edge of the strip, mm in the drawing's space; its left end is the wall at x = 0.
    """
    road = face.road
    if road is None or road.kerb_mm is None:
        return
    stretches = _stretches(road, road.kerb_mm)
    end = stretches[-1].far_mm
    scale = min(1.0, face.width_mm / end)
    ground, kerb = top - 34 * u, 4 * u
    title = text("plan.drawing_section", road=road.name) + (
        "" if scale == 1.0 else text("plan.drawing_section_reduced")
    )
    yield label(fonts, title, (0.0, top - 8 * u), 5.2 * u, Anchor.START, colour=INK, weight=700, layer="text")
    yield box(Rect(-6 * u, ground - 4 * u, 0.0, ground + 20 * u), _WALL, layer="section")
    yield line(((0.0, ground - 4 * u), (0.0, ground + 20 * u)), INK, 1.2 * u, layer="section")
    for index, stretch in enumerate(stretches):
        left, right = stretch.near_mm * scale, stretch.far_mm * scale
        level = ground if index == 0 else ground - kerb
        yield box(Rect(left, ground - 8 * u, right, level), stretch.colour, layer="section")
        yield line(((left, level), (right, level)), INK, 1.2 * u, layer="section")
        yield from _words(stretch, fonts, u, (left + right) / 2, ground, (right - left) * 0.96)
    step = stretches[0].far_mm * scale
    yield line(((step, ground), (step, ground - kerb)), INK, 1.6 * u, layer="section")
    yield from _dimension([0.0, *(s.far_mm * scale for s in stretches)], u, ground - 16 * u)
    if road.width_mm is None:
        yield from _break(end * scale, ground - kerb, u)


def _stretches(road: Roadway, kerb_mm: float) -> list[_Stretch]:
    found = [_Stretch(word=text("plan.drawing_footway"), near_mm=0.0, far_mm=kerb_mm, colour=_FOOTWAY)]
    cycle = road.cycle_lane_mm
    if cycle is not None and cycle > kerb_mm:
        found.append(_Stretch(word=text("plan.drawing_cycle_lane"), near_mm=kerb_mm, far_mm=cycle, colour=_CYCLE))
    near = found[-1].far_mm
    far = near + 6000.0 if road.width_mm is None else kerb_mm + road.width_mm
    if far > near:
        word = text("plan.drawing_carriageway" if road.width_mm is not None else "plan.drawing_width_unknown")
        found.append(_Stretch(word=word, near_mm=near, far_mm=far, colour=_LANE))
    return found


def _words(
    stretch: _Stretch, fonts: FontCatalogue, u: float, middle: float, ground: float, room: float
) -> Iterator[Node]:
    """Yield a surface's name over it and its width under it; what has no room is left to its neighbours' words."""
    size = 3.8 * u
    if text_width(fonts, stretch.word, size) <= room:
        at = (middle, ground + 3 * u)
        yield label(fonts, stretch.word, at, size, Anchor.MIDDLE, colour=_MUTED, layer="text")
    width = f"{stretch.far_mm - stretch.near_mm:g}"
    if text_width(fonts, width, size) <= room and stretch.word != text("plan.drawing_width_unknown"):
        at = (middle, ground - 14 * u)
        yield label(fonts, width, at, size, Anchor.MIDDLE, colour=_MUTED, layer="text")


def _dimension(xs: list[float], u: float, y: float) -> Iterator[Node]:
    yield line(((xs[0], y), (xs[-1], y)), _MUTED, 0.5 * u, layer="section")
    for x in xs:
        yield line(((x - 1.8 * u, y - 1.8 * u), (x + 1.8 * u, y + 1.8 * u)), INK, 0.9 * u, layer="section")


def _break(x: float, y: float, u: float) -> Iterator[Node]:
    """Yield the zigzag that says the road goes on, nobody knows how far."""
    points = ((x, y + 8 * u), (x, y + 2 * u), (x - 2 * u, y), (x + 2 * u, y - 2 * u), (x, y - 4 * u), (x, y - 10 * u))
    yield line(points, _MUTED, 0.6 * u, layer="section")
