"""Small shapes and node makers that every composer uses."""

from __future__ import annotations

from signage.design import Colour
from signage.geometry import Path, Point, Rect, ellipse, rounded
from signage.scene.nodes import Fill, Gradient, Paint, Solid, Stroke

__all__ = ["across", "box", "ellipse", "line", "rounded", "solid", "upright"]


def solid(path: Path, colour: Colour, opacity: float = 1.0, *, layer: str = "", subject: str = "") -> Fill:
    """Return a fill in one colour."""
    return Fill(path=path, paint=Solid(colour=colour, opacity=opacity), layer=layer, subject=subject)


def box(rect: Rect, paint: Paint | Colour, *, layer: str = "", subject: str = "") -> Fill:
    """Return a filled rectangle."""
    made = Solid(colour=paint) if isinstance(paint, str) else paint
    return Fill(path=Path.rect(rect), paint=made, layer=layer, subject=subject)


def upright(rect: Rect, *stops: tuple[float, Colour], opacity: float = 1.0) -> Gradient:
    """Return a gradient from the top of a box (offset 0) to its foot (offset 1)."""
    x = rect.centre.x
    return Gradient(start=Point(x, rect.y1), end=Point(x, rect.y0), stops=stops, opacity=opacity)


def across(rect: Rect, *stops: tuple[float, Colour], opacity: float = 1.0) -> Gradient:
    """Return a gradient from the left of a box (offset 0) to its right (offset 1)."""
    y = rect.centre.y
    return Gradient(start=Point(rect.x0, y), end=Point(rect.x1, y), stops=stops, opacity=opacity)


def line(
    points: tuple[tuple[float, float], ...],
    colour: Colour,
    width_mm: float,
    *,
    dash: tuple[float, ...] = (),
    opacity: float = 1.0,
    layer: str = "",
    subject: str = "",
) -> Stroke:
    """Return a stroked open line through points."""
    return Stroke(
        path=Path.line(points),
        colour=colour,
        width_mm=width_mm,
        dash_mm=dash,
        opacity=opacity,
        layer=layer,
        subject=subject,
    )
