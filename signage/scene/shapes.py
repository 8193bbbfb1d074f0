"""Small shapes and node makers that every composer uses."""

from __future__ import annotations

from signage.design import Colour
from signage.geometry import Path, PathBuilder, Point, Rect
from signage.scene.nodes import Fill, Gradient, Paint, Solid, Stroke

_CIRCLE = 0.5522847498  # control length of a quarter circle as one cubic


def ellipse(cx: float, cy: float, rx: float, ry: float | None = None) -> Path:
    """Return an ellipse (a circle without `ry`), counter-clockwise."""
    ry = rx if ry is None else ry
    kx, ky = rx * _CIRCLE, ry * _CIRCLE
    return (
        PathBuilder()
        .add("M", (cx + rx, cy))
        .add("C", (cx + rx, cy + ky), (cx + kx, cy + ry), (cx, cy + ry))
        .add("C", (cx - kx, cy + ry), (cx - rx, cy + ky), (cx - rx, cy))
        .add("C", (cx - rx, cy - ky), (cx - kx, cy - ry), (cx, cy - ry))
        .add("C", (cx + kx, cy - ry), (cx + rx, cy - ky), (cx + rx, cy))
        .add("Z")
        .build()
    )


def rounded(rect: Rect, radius: float) -> Path:
    """Return a rectangle with round corners, counter-clockwise."""
    r = min(radius, rect.width / 2, rect.height / 2)
    k = r * (1 - _CIRCLE)
    x0, y0, x1, y1 = rect.x0, rect.y0, rect.x1, rect.y1
    return (
        PathBuilder()
        .add("M", (x0 + r, y0))
        .add("L", (x1 - r, y0))
        .add("C", (x1 - k, y0), (x1, y0 + k), (x1, y0 + r))
        .add("L", (x1, y1 - r))
        .add("C", (x1, y1 - k), (x1 - k, y1), (x1 - r, y1))
        .add("L", (x0 + r, y1))
        .add("C", (x0 + k, y1), (x0, y1 - k), (x0, y1 - r))
        .add("L", (x0, y0 + r))
        .add("C", (x0, y0 + k), (x0 + k, y0), (x0 + r, y0))
        .add("Z")
        .build()
    )


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
