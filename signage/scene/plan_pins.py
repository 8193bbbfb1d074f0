"""What is wrong with a plan, marked on its drawing: places tinted, numbered pins over them, none under another."""

from __future__ import annotations

from collections.abc import Sequence

from signage.frontage import PlanProblem
from signage.geometry import Path, Point, Rect
from signage.scene.labels import label
from signage.scene.nodes import Anchor, Node, Solid, Stroke
from signage.scene.shapes import box, ellipse, line, solid
from signage.typography import FontCatalogue

_ERROR, _WARNING = "#C4161C", "#C26A00"
_APART = 9.5  # from pin to pin, in units of the drawing


def colour_of(problem: PlanProblem) -> str:
    """Return the colour that a problem is marked in."""
    return _ERROR if problem.is_error else _WARNING


def place_nodes(problem: PlanProblem, u: float) -> list[Node]:
    """Return a problem's place on its face, tinted or as a line; nothing where it has none."""
    place, colour = problem.place, colour_of(problem)
    if isinstance(place, Rect):
        frame = Stroke(path=Path.rect(place), colour=colour, width_mm=1.6 * u)
        return [box(place, Solid(colour=colour, opacity=0.18)), frame]
    return [line(tuple(place), colour, 2.2 * u)] if place else []


def pin_at(problem: PlanProblem, dx: float, taken: Sequence[Point], room: Rect, u: float) -> Point | None:
    """Return where a problem's pin goes: over its place, beside pins that are there, inside the picture."""
    if not problem.place:
        return None
    rect = problem.place if isinstance(problem.place, Rect) else Rect.around(problem.place)
    is_line = not isinstance(problem.place, Rect) and len(problem.place) == 2
    inside = room.grown(-6 * u)
    x = min(max(rect.centre.x + dx, inside.x0), inside.x1)
    y = min(max(rect.centre.y if is_line else rect.y1, inside.y0), inside.y1)
    steps = [0, *(sign * n for n in range(1, 40) for sign in (1, -1))]
    spots = [Point(x + step * _APART * u, y - row * _APART * u) for row in range(3) for step in steps]
    near = 0.95 * _APART * u
    free = (
        spot
        for spot in spots
        if inside.x0 <= spot.x <= inside.x1
        and not any(abs(spot.x - p.x) < near and abs(spot.y - p.y) < near for p in taken)
    )
    return next(free, spots[0])


def pin_nodes(at: Point, number: int, colour: str, fonts: FontCatalogue, u: float) -> list[Node]:
    """Return a numbered pin."""
    size = (4.2 if number < 10 else 3.6) * u
    return [
        solid(ellipse(at.x, at.y, 4.6 * u), "#FFFFFF"),
        solid(ellipse(at.x, at.y, 4.1 * u), colour),
        label(fonts, str(number), (at.x, at.y - 1.9 * u), size, Anchor.MIDDLE, colour="#FFFFFF", weight=700),
    ]
