"""A round balloon as nodes: the shades of a ball in the sun, its seams, its gloss and the neck that it is tied at."""

from __future__ import annotations

from math import atan2, cos, pi, sin

from signage.design import Colour
from signage.geometry import Affine, Path, PathBuilder, Point, Rect
from signage.scene.nodes import Node, Stroke
from signage.scene.shapes import ellipse, solid
from signage.scene.solids import SUN
from signage.scene.tones import darker, lighter, mix

_RINGS = 40  # shades of the ball; fewer would be seen as steps
_SHINE = 14  # shades of the sun's mirror image
_DARK, _LIGHT = 0.50, 0.30  # of the colour: at the edge that turns away from the sun, and where the sun falls on it
_AIM = 0.46  # of the radius: how far from the middle the sun's side lies
_GORES = 12  # strips that the ball is welded from, of which the front shows one half
_K = 0.5522847498  # of a quarter circle
_RIM = (0.025, 0.04, 0.055, 0.07)  # widths of the light from the ground, of the radius
_TURN_DEG = 38.0  # the sun's mirror image lies across the way to the sun


def ball(box: Rect, colour: Colour, *, is_night: bool) -> list[Node]:
    """Return a balloon, back to front.

    Args:
        box: Its own, a square.
        colour: Of its film.
        is_night: No sun is mirrored in it then.
    """
    return [*_neck(box, colour), *_shades(box, colour), *_seams(box, colour), *_gloss(box, is_night=is_night)]


def _shades(box: Rect, colour: Colour) -> list[Node]:
    """Return rings that close in on the side towards the sun, each lighter than the one around it."""
    radius, centre = box.width / 2, box.centre
    dark, light = darker(colour, _DARK), lighter(colour, _LIGHT)
    nodes: list[Node] = [solid(ellipse(*centre, radius), dark)]
    for ring in range(1, _RINGS + 1):
        part = ring / (_RINGS + 1)
        inner = radius * cos(part * pi / 2)  # a ball turns away fastest at its edge
        away = _AIM * (radius - inner)
        tone = mix(dark, colour, part / 0.62) if part < 0.62 else mix(colour, light, (part - 0.62) / 0.38)
        nodes.append(solid(ellipse(centre.x + SUN.x * away, centre.y + SUN.y * away, inner), tone))
    return nodes


def _seams(box: Rect, colour: Colour) -> list[Node]:
    """Return every other strip a little darker, the welds between them, and the caps where they meet."""
    centre, radius = box.centre, box.width / 2
    places = [sin((index / _GORES - 0.5) * pi) for index in range(_GORES + 1)]
    nodes: list[Node] = [
        solid(_strip(centre, radius, left, right), "#000000", 0.045)
        for left, right in zip(places[::2], places[1::2], strict=False)
    ]
    nodes += [
        Stroke(path=_meridian(centre, radius, place), colour=darker(colour, 0.55), width_mm=radius * 0.007, opacity=0.5)
        for place in places[1:-1]
    ]
    cap = ellipse(centre.x, box.y1 - radius * 0.05, radius * 0.16, radius * 0.035)
    return [*nodes, solid(cap, darker(colour, 0.28), 0.8)]


def _meridian(centre: Point, radius: float, place: float) -> Path:
    """Return the half of an ellipse from pole to pole that bulges to `place`, -1 to 1 of the radius."""
    x, k = centre.x + place * radius, _K
    top, foot = (centre.x, centre.y + radius), (centre.x, centre.y - radius)
    bulge = place * radius
    return (
        PathBuilder()
        .add("M", top)
        .add("C", (centre.x + k * bulge, top[1]), (x, centre.y + k * radius), (x, centre.y))
        .add("C", (x, centre.y - k * radius), (centre.x + k * bulge, foot[1]), foot)
        .build()
    )


def _strip(centre: Point, radius: float, left: float, right: float) -> Path:
    """Return the area between two meridians."""
    there, back = _meridian(centre, radius, left), _meridian(centre, radius, right)
    points = list(zip(back.coords[::2], back.coords[1::2], strict=True))[::-1]
    made = PathBuilder().add("M", (there.coords[0], there.coords[1]))
    pairs = list(zip(there.coords[::2], there.coords[1::2], strict=True))
    made = made.add("C", *pairs[1:4]).add("C", *pairs[4:7]).add("C", *points[1:4]).add("C", *points[4:7])
    return made.add("Z").build()


def _gloss(box: Rect, *, is_night: bool) -> list[Node]:
    """Return what a glossy film mirrors: the sun with its halo by day, the ground's light along the lower edge."""
    centre, radius = box.centre, box.width / 2
    strength = 0.3 if is_night else 1.0
    at = Point(centre.x + SUN.x * radius * 0.56, centre.y + SUN.y * radius * 0.54)
    turn = Affine.shift(-at.x, -at.y).then(Affine.turn(_TURN_DEG)).then(Affine.shift(at.x, at.y))
    shine = [
        ellipse(at.x, at.y, radius * 0.44 * size, radius * 0.22 * size).transformed(turn)
        for size in (1.0 - step / _SHINE for step in range(_SHINE))
    ]
    # Faint at its rim and stronger towards its middle, as a glossy film mirrors the sun.
    nodes: list[Node] = [
        solid(path, "#FFFFFF", (0.018 + 0.10 * (step / _SHINE) ** 2) * strength) for step, path in enumerate(shine)
    ]
    return [*nodes, *(solid(_crescent(centre, radius, part), "#FFFFFF", 0.022 * strength) for part in _RIM)]


def _crescent(centre: Point, radius: float, wide: float) -> Path:
    """Return a sickle inside the edge that turns away from the sun, `wide` of the radius at its widest."""
    way = atan2(-SUN.y, -SUN.x)
    points: list[tuple[float, float]] = []
    back: list[tuple[float, float]] = []
    for step in range(33):
        angle, part = way + (step / 32 - 0.5) * pi * 0.8, sin(step / 32 * pi) ** 2
        for found, reach in ((points, 0.975), (back, 0.975 - wide * part)):
            found.append((centre.x + radius * reach * cos(angle), centre.y + radius * reach * sin(angle)))
    return Path.polygon((*points, *back[::-1]))


def _neck(box: Rect, colour: Colour) -> list[Node]:
    """Return the filling neck under a balloon and the cord around it."""
    x, foot, radius = box.centre.x, box.y0, box.width / 2
    wide, slim, tall = radius * 0.10, radius * 0.035, radius * 0.15
    funnel = Path.polygon(
        (
            (x - wide, foot + radius * 0.02),
            (x + wide, foot + radius * 0.02),
            (x + slim, foot - tall * 0.6),
            (x + slim * 1.9, foot - tall),
            (x - slim * 1.9, foot - tall),
            (x - slim, foot - tall * 0.6),
        )
    )
    knot = Rect(x - slim * 1.3, foot - tall * 0.68, x + slim * 1.3, foot - tall * 0.5)
    return [solid(funnel, darker(colour, 0.42)), solid(Path.rect(knot), "#D8CBB0")]
