"""What each piece of the sign looks like in the photo's light: colours, sheen, material, lamps."""

from __future__ import annotations

from dataclasses import dataclass
from math import log1p

import numpy as np

from signage.design import LetterConstruction, Piece, PieceRole, SignLayout
from signage.geometry import Rect
from signage.photo.homography import Array, Homography
from signage.photo.light import PhotoLight
from signage.photo.tile import Colour3
from signage.photo.veil import FILM_SPEED
from signage.photo.wall_grid import WallGrid, material_tone, smooth_field
from signage.render.raster.colour import LUMINANCE, Floats, emitted, linear
from signage.render.raster.masks import Window
from signage.scene import NIGHT
from signage.scene.sign_light import BOX_CD_M2, BOX_SPILL, COLOUR_LAMPS, FACE_SPILL, LETTER_CD_M2, halo_gain
from signage.scene.tones import luminance, seed_of

_MIRROR = 0.012  # share of the sky that lacquer and acrylic mirror at any angle, so that black is never quite black
_SIDE_GLOW = 0.06  # of a lit face's luminance, on its returns
_TEXTURES = {"brushed": "brushed", "stainless": "brushed", "wood": "wood", "timber": "wood"}
_METALS = ("stainless", "brass", "titanium", "copper", "metal", "steel")
_FOLLOWS = 0.6  # of what the street's light says of a photo's exposure
_LETTER_REACH = (15.0, 50.0, 150.0, 400.0)
_BOX_REACH = (40.0, 120.0, 320.0, 600.0)
_WHITE_RANGE = (90.0, 320.0)

# Share of height (0 at the foot) and factor on the colour.
_RISES: dict[str, tuple[tuple[float, float], ...]] = {
    "panel": ((0.0, 0.88), (0.45, 1.0), (1.0, 1.10)),
    "letter": ((0.0, 0.93), (0.4, 1.0), (1.0, 1.10)),
    "metal": ((0.0, 0.72), (0.30, 0.96), (0.45, 1.18), (0.65, 0.98), (1.0, 1.30)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lamps:
    """What a piece emits by night.

    Attributes:
        luminance_cd_m2: Mean luminance of the lit part.
        colour: Of its light, luminance 1.
        is_halo: It shines on what is behind instead of forwards.
    """

    luminance_cd_m2: float
    colour: Colour3
    is_halo: bool


def reflected(colour: str, light: PhotoLight) -> Colour3:
    """Return a surface's colour in the photo's light, linear."""
    red, green, blue = (
        (channel * (1 - _MIRROR) + _MIRROR) * white for channel, white in zip(linear(colour), light.white, strict=True)
    )
    return red, green, blue


def front_tone(
    piece: Piece, box: Rect, plane: Homography, window: Window, mm_per_px: float, light: PhotoLight
) -> Floats:
    """Return how bright each pixel of a front is beside its colour: shade, sheen from above, brushed metal, wood."""
    rise = np.array(_RISES[_rise_of(piece)])

    def upwards(points: Array) -> Floats:
        share = (points[:, 1] - box.y0) / max(box.height, 1.0)
        return np.asarray(np.interp(share, rise[:, 0], rise[:, 1]) * light.shade_at(points), dtype=np.float32)

    tone = smooth_field(plane, window, upwards, box.height / mm_per_px / 8)
    material = next((kind for word, kind in _TEXTURES.items() if word in piece.material), None)
    if material is not None:
        margin = 40 * mm_per_px
        grid = WallGrid.over(box.grown(margin), mm_per_px)
        seen = grid.seen(material_tone(grid, material, seed_of(piece.id) % 997), plane, window)
        tone *= np.where(seen > 0, seen, 1)
    return tone


def _rise_of(piece: Piece) -> str:
    if any(word in piece.material for word in _METALS):
        return "metal"
    return "letter" if piece.role is PieceRole.LETTER else "panel"


def lamps_of(piece: Piece, layout: SignLayout) -> Lamps | None:
    """Return what a piece emits, or None: the same light as in our night elevations."""
    if not (piece.is_face_lit or piece.is_halo_lit):
        return None
    passed = luminance(piece.face_colour)
    if piece.role is not PieceRole.LETTER:
        level = (piece.luminance_cd_m2 or BOX_CD_M2) * min(1.0, COLOUR_LAMPS * passed)
    elif piece.construction is LetterConstruction.PRINTED:
        box = next((p for p in layout.pieces if p.role is PieceRole.BOX and p.is_face_lit), None)
        behind = lamps_of(box, layout) if box is not None else None
        share = passed / max(luminance(box.face_colour), 0.05) if box is not None else 1.0
        level = (behind.luminance_cd_m2 if behind else LETTER_CD_M2) * share
    else:
        level = piece.luminance_cd_m2 or LETTER_CD_M2
        level *= min(1.0, COLOUR_LAMPS * passed) if piece.is_face_lit else 1.0
    is_halo = piece.is_halo_lit and not piece.is_face_lit
    tint = emitted("#FFFFFF" if is_halo else piece.face_colour, piece.temperature_k).ravel()
    return Lamps(luminance_cd_m2=level, colour=(float(tint[0]), float(tint[1]), float(tint[2])), is_halo=is_halo)


def spill_of(piece: Piece, behind: Piece | None = None) -> tuple[float, tuple[float, ...]]:
    """Return the share of a piece's light that reaches what is behind it, and how far (mm, near to far).

    Args:
        piece: What shines.
        behind: The panel that it stands on; before a dark one the lamps of a halo are stronger, as in our elevations.
    """
    if piece.role is not PieceRole.LETTER:
        return BOX_SPILL, _BOX_REACH
    if piece.construction is LetterConstruction.PRINTED:
        return 0.0, _LETTER_REACH
    if not piece.is_halo_lit:
        return FACE_SPILL, _LETTER_REACH
    return (1.0 if behind is None else halo_gain(behind.face_colour)), _LETTER_REACH


def emission(lamps: Lamps, white_cd_m2: float, gain: float = 1.0) -> Colour3:
    """Return a lamp's light in units of the photo's white."""
    level = lamps.luminance_cd_m2 / white_cd_m2 * gain
    return lamps.colour[0] * level, lamps.colour[1] * level, lamps.colour[2] * level


def side_emission(lamps: Lamps, white_cd_m2: float) -> Colour3:
    """Return what the returns of a lit letter give off."""
    return emission(lamps, white_cd_m2, _SIDE_GLOW)


def night_white_cd_m2(light: PhotoLight) -> float:
    """Return the luminance (cd/m²) that a night photo shows as white, estimated from how bright its street is.

    A white surface at the sign shows as bright as the film's curve makes the street's light on it. Taken to be lit as
    the street of our own night pictures is, it tells the exposure: hand-held night photos are exposed much longer than
    those pictures, so that lamps in them burn out and light the wall around them. Streets differ, and phones lift
    shadows: the estimate follows that light by `_FOLLOWS` (in logarithm) and stays within a range.
    """
    shown = float(np.clip(np.array(light.white) @ LUMINANCE, 1e-4, 0.97))
    by_street = NIGHT.on_sign_cd_m2 * FILM_SPEED / -log1p(-shown)
    exposure = NIGHT.exposure_cd_m2
    estimate = exposure * float((by_street / exposure) ** _FOLLOWS)
    return min(max(estimate, _WHITE_RANGE[0]), _WHITE_RANGE[1])
