"""Paints as surfaces: what a paint reflects and emits over a window of pixels."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import assert_never

import numpy as np

from signage.geometry import Affine, Rect
from signage.render.raster.colour import Floats, emitted, linear, plane, srgb_to_linear, tint
from signage.render.raster.glazing import curtain_wall, sky_in_glass
from signage.render.raster.interiors import lit_room
from signage.render.raster.light import face_profile
from signage.render.raster.masks import Mask, Window
from signage.render.raster.materials import TONES
from signage.render.raster.noise import Grid
from signage.render.raster.tile import Surface
from signage.scene import Ambience, Gradient, Lit, Paint, Solid, Texture

_ROOM_LIGHT = 0.31  # lamps of a room, in exposures: its walls stay well below a lit letter
_GLASS_AT_NIGHT = 0.55  # share of its day picture that dark glass still mirrors
_RAMP = 1024


def surface(paint: Paint, mask: Mask, grid: Grid, bounds: Rect, to_px: Affine, ambience: Ambience) -> Surface:
    """Return a paint as a surface over a mask's window.

    Args:
        paint: The paint.
        mask: What it covers.
        grid: Where the picture's pixels lie in the scene.
        bounds: Box of the painted outline, scene mm; glass and rooms belong to it.
        to_px: Map from the scene to pixels.
        ambience: Day or night.
    """
    match paint:
        case Solid():
            return Surface(mask.window, plane(paint.colour), opacity=paint.opacity)
        case Gradient():
            return Surface(mask.window, _gradient(paint, mask.window, to_px), opacity=paint.opacity)
        case Lit():
            return _lit(paint, mask, grid, ambience)
        case Texture():
            return _texture(paint, mask.window, grid, bounds, ambience)
        case _:
            assert_never(paint)


def flat_surface(paint: Solid | Lit, window: Window, ambience: Ambience) -> Surface:
    """Return a paint as a surface that is the same everywhere; a lit one without the darker rim of its face."""
    if isinstance(paint, Solid):
        return Surface(window, plane(paint.colour), opacity=paint.opacity)
    if not ambience.is_night:
        return Surface(window, plane(paint.colour))
    level = np.float32(paint.luminance_cd_m2 / ambience.exposure_cd_m2)
    return Surface(window, plane(paint.colour), emission=emitted(paint.colour, paint.temperature_k) * level)


def _gradient(paint: Gradient, window: Window, to_px: Affine) -> Floats:
    """Interpolate between the stops in sRGB, as SVG does."""
    start, end = to_px.apply(paint.start), to_px.apply(paint.end)
    dx, dy = end.x - start.x, end.y - start.y
    length = dx * dx + dy * dy
    stops = sorted(paint.stops, key=lambda stop: stop[0])
    if length == 0 or len(stops) < 2:
        return plane(stops[-1][1] if stops else "#000000")
    x = np.arange(window.x0, window.x1, dtype=np.float64) + 0.5 - start.x
    y = np.arange(window.y0, window.y1, dtype=np.float64) + 0.5 - start.y
    across = (x * dx / length)[np.newaxis, :] if abs(dx) > 1e-9 else np.zeros((1, 1))
    down = (y * dy / length)[:, np.newaxis] if abs(dy) > 1e-9 else np.zeros((1, 1))
    at = np.clip(across + down, 0, 1)
    return _ramp(tuple(stops))[:, np.rint(at * (_RAMP - 1)).astype(np.int64)]


@lru_cache(maxsize=256)
def _ramp(stops: tuple[tuple[float, str], ...]) -> Floats:
    at = np.linspace(0, 1, _RAMP)
    offsets = [stop[0] for stop in stops]
    channels = []
    for index in (1, 3, 5):
        values = [int(colour[index : index + 2], 16) / 255 for _, colour in stops]
        channels.append(srgb_to_linear(np.interp(at, offsets, values)))
    ramp = np.stack(channels)
    ramp.setflags(write=False)
    return ramp


def _lit(paint: Lit, mask: Mask, grid: Grid, ambience: Ambience) -> Surface:
    if not ambience.is_night:
        return Surface(mask.window, plane(paint.colour))
    level = paint.luminance_cd_m2 / ambience.exposure_cd_m2
    profile = face_profile(mask, paint.falloff_mm / grid.mm_per_px)
    light = emitted(paint.colour, paint.temperature_k) * (profile * np.float32(level))[np.newaxis]
    return Surface(mask.window, plane(paint.colour), emission=light)


def _texture(paint: Texture, window: Window, grid: Grid, bounds: Rect, ambience: Ambience) -> Surface:
    here, bounds, night = grid.over(window), paint.extent or bounds, ambience.is_night
    if paint.material in TONES:
        return Surface(window, plane(paint.colour), tone=TONES[paint.material](here, paint.seed)[np.newaxis])
    if paint.material not in ("glass", "curtain", "interior"):
        return Surface(window, plane(paint.colour))  # `plain`, and what no pattern is known for
    planes = _glazed(paint, here, bounds, is_night=night)
    if paint.material == "interior" and night:
        return Surface(window, np.full((3, 1, 1), 0.02, np.float32), emission=planes)
    return Surface(window, planes)


def _glazed(paint: Texture, here: Grid, bounds: Rect, *, is_night: bool) -> Floats:
    if paint.material == "curtain":
        return curtain_wall(here, paint.colour, paint.seed, is_night=is_night)
    if paint.material == "interior":
        room = lit_room(here, bounds, paint.colour, paint.seed)
        if is_night:
            return room * np.float32(_ROOM_LIGHT)
        sky = sky_in_glass(here, bounds, "#6F8896", paint.seed)
        return np.asarray(room * np.float32(0.22) + sky * np.float32(0.7), dtype=np.float32)
    sky = sky_in_glass(here, bounds, paint.colour, paint.seed)
    return sky * np.float32(_GLASS_AT_NIGHT) if is_night else sky


def by_street(made: Surface, ambience: Ambience) -> Surface:
    """Return a sign's surface with the street's light that it gives back by night, beside what it emits."""
    if not ambience.is_night:
        return made
    given = (made.albedo if made.tone is None else made.albedo * made.tone) * street_light(ambience)
    return replace(made, emission=given if made.emission is None else made.emission + given)


@lru_cache(maxsize=16)
def street_light(ambience: Ambience) -> Floats:
    """Return the street's light on a white sign (3, 1, 1), in units of the exposure; none by day."""
    level = ambience.street_cd_m2 / ambience.exposure_cd_m2 if ambience.is_night else 0.0
    light = (np.array(tint(ambience.street_temperature_k)) * level).astype(np.float32).reshape(3, 1, 1)
    light.setflags(write=False)
    return light


def ambient_light(ambience: Ambience) -> tuple[float, float, float]:
    """Return the ambient light on a white surface per channel, in units of the exposure."""
    level = ambience.wall_cd_m2 / ambience.exposure_cd_m2
    red, green, blue = linear(ambience.sky_colour)
    if not ambience.is_night:
        return red * level, green * level, blue * level
    # The eye adapts to a part of the night's blue.
    red, green, blue = red**0.75, green**0.75, blue**0.75
    luminance = max(0.2126 * red + 0.7152 * green + 0.0722 * blue, 1e-6)
    return red / luminance * level, green / luminance * level, blue / luminance * level
