"""What the surfaces of a sign look like: lacquer, brushed metal, wood, acrylic; their sheen, and the light on edges."""

from __future__ import annotations

from math import cos, radians, sin

from signage.design import Colour, Piece, PieceRole, material_of
from signage.geometry import Path, Point, Rect
from signage.scene.nodes import Fill, Gradient, Node, Paint, Stroke, Texture
from signage.scene.shapes import across, upright
from signage.scene.solids import LIT_LEVELS, lit_edges
from signage.scene.tones import darker, lighter, lightness, seed_of

_SHEEN = {"gloss": 0.30, "satin": 0.20, "matt": 0.12}  # how strongly a finish mirrors the sky
_SHEEN_LEAN_DEG = 24.0  # of the mirrored sky's edge from upright
_SHEEN_TONE = (0.22, 0.60)  # share of white in it, on dark and on pale colours
# Along a textured face from its top: what a soft light from above adds and takes, as shares of white and black.
_METAL_LIGHT = ((0.0, 0.42), (0.22, 0.10), (0.42, 0.22), (0.70, -0.06), (1.0, -0.30))
_WOOD_LIGHT = ((0.0, 0.16), (0.35, 0.02), (1.0, -0.22))
_LIGHT_OPACITY = {"brushed": 0.40, "grain": 0.40, "wood": 0.35}
_EDGE_STEP = 0.14  # opacity of each step of the light along an edge; the steps lie over each other


def texture_of(piece: Piece) -> str | None:
    """Return the texture of what a piece is made of, or None for a plain surface."""
    material = material_of(piece.material)
    return material.texture or (material.finish if material.finish in _LIGHT_OPACITY else None)


def textured(piece: Piece) -> Texture | None:
    """Return a piece's surface as a texture in its colour, or None for a plain one."""
    name = texture_of(piece)
    return None if name is None else Texture(material=name, colour=piece.face_colour, seed=seed_of(piece.id) % 997)


def lacquer(box: Rect, colour: Colour) -> Gradient:
    """Return a painted face in the light from above."""
    return upright(box, (0.0, lighter(colour, 0.09)), (0.5, colour), (1.0, darker(colour, 0.12)))


def light_on(path: Path, box: Rect, texture: Texture) -> Fill:
    """Return the soft light along a textured face: broad bands on metal, a fall towards its foot on wood."""
    colour = texture.colour
    shares = _METAL_LIGHT if texture.material == "brushed" else _WOOD_LIGHT
    stops = [(at, lighter(colour, share) if share >= 0 else darker(colour, -share)) for at, share in shares]
    paint = upright(box, *stops, opacity=_LIGHT_OPACITY[texture.material])
    return Fill(path=path, paint=paint)


def sheen(piece: Piece, path: Path, box: Rect) -> list[Node]:
    """Return the sky that a plain face mirrors: one soft slanted band, elsewhere on every face."""
    strength = _SHEEN.get(material_of(piece.material).finish, 0.0)
    if not strength or piece.role not in (PieceRole.PANEL, PieceRole.BOX):
        return []
    colour = piece.face_colour
    seed = seed_of(colour, f"{box.x0:.0f} {box.width:.0f} {box.height:.0f}")
    middle, half = 0.26 + seed % 29 / 100, 0.10 + seed // 29 % 7 / 100
    bright = lighter(colour, _SHEEN_TONE[lightness(colour) >= 0.5])
    stops = ((0.0, colour), (middle - half, colour), (middle, bright), (middle + half * 1.4, colour), (1.0, colour))
    return [Fill(path=path, paint=_slanted(box, stops, strength * (2.0 if lightness(colour) < 0.5 else 1.4)))]


def _slanted(box: Rect, stops: tuple[tuple[float, Colour], ...], opacity: float) -> Gradient:
    """Return a gradient across a box whose lines lean to the right."""
    lean = radians(_SHEEN_LEAN_DEG)
    away = Point(cos(lean), -sin(lean))
    reach = box.width * away.x - box.height * away.y  # from the upper left to the lower right corner, along it
    start = Point(box.x0, box.y1)
    end = Point(start.x + away.x * reach, start.y + away.y * reach)
    return Gradient(start=start, end=end, stops=stops, opacity=min(1.0, opacity))


def edge_light(path: Path, colour: Colour, width_mm: float, tolerance: float) -> list[Node]:
    """Return the light along a body's edge, stronger the more an edge faces it, so that it fades around a curve."""
    return [
        Stroke(path=lit_edges(path, tolerance, level), colour=colour, width_mm=width_mm, opacity=_EDGE_STEP)
        for level in range(LIT_LEVELS)
    ]


def tube(box: Rect, colour: Colour) -> Paint:
    """Return an upright post or plinth in the light from the left."""
    return across(box, (0.0, lighter(colour, 0.25)), (0.3, colour), (1.0, darker(colour, 0.35)))
