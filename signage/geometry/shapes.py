"""Curved outlines that several packages draw, as exact as four cubics make a circle (0.03 %)."""

from __future__ import annotations

from signage.geometry.basic import Rect
from signage.geometry.path import Path, PathBuilder

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
