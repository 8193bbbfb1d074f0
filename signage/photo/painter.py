"""What one sign does to a photo, back to front: shade and light on the wall, the bodies, the same on them, letters."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, hypot

import numpy as np

from signage.design import LetterConstruction, Piece, PieceRole, SignLayout
from signage.geometry import Point, Rect
from signage.photo.homography import Array
from signage.photo.light import PhotoLight
from signage.photo.plate import Layer, Painted, Plate, Shaded, Shone
from signage.photo.reading import Bytes
from signage.photo.registration import Registration
from signage.photo.shapes import Body, Outline, alike, body_of
from signage.photo.surfaces import emission, front_tone, lamps_of, reflected, side_emission, spill_of
from signage.photo.texture import PhotoTexture
from signage.photo.tile import Paint
from signage.photo.veil import VEIL_REACH, Glow
from signage.photo.wall_grid import WallGrid, glow_on, shadow_over, smooth_field
from signage.render.raster.colour import Floats
from signage.render.raster.crew import side_by_side
from signage.render.raster.light import face_profile
from signage.render.raster.masks import Mask, Window

_FLAT_PX = 0.12  # chords of curves stray by at most so much of a pixel
_NIGHT_SHADOW = 0.45
_NEAR_MM = 3.0  # what lies closer casts no shadow worth drawing
_GROUNDS = (PieceRole.PANEL, PieceRole.BOX)


class Painter:
    """Gathers what one sign does to the photo, back to front, on the plate that it touches."""

    def __init__(
        self,
        pixels: Bytes,
        registration: Registration,
        layout: SignLayout,
        origin: Point,
        shadow_fall: Point,
        light: PhotoLight,
        texture: PhotoTexture,
        white_cd_m2: float | None,
    ) -> None:
        self.camera, self.layout, self.light, self.fall = registration.camera, layout, light, shadow_fall
        self.blur_px, self.white = texture.added_blur_px, white_cd_m2
        self.wall = registration.wall
        self.sign = layout.envelope.moved(origin.x, origin.y)
        self.mm_per_px = 1 / float(np.hypot(*self.wall.jacobian(self.sign.centre).T).max())
        fall = shadow_fall
        length = hypot(fall.x, fall.y)
        self.sun = Point(-fall.x / length, -fall.y / length) if length > 0.05 else Point(0.0, 1.0)
        tolerance = max(_FLAT_PX * self.mm_per_px, 0.02)
        self.groups = [
            (group[0], Outline.of([piece.outline for piece in group], origin, tolerance))
            for group in alike(layout.pieces)
        ]
        whole = Window(0, 0, pixels.shape[1], pixels.shape[0])
        window = self._window(whole)
        self.plate = Plate(pixels, window, None if white_cd_m2 is None else self._answer(window))

    def painted(self) -> Plate:
        """Return the plate with the sign on it."""
        groups = [(piece, outline) for piece, outline in self.groups if not outline.is_empty]
        bodies = [group for group in groups if group[0].role is not PieceRole.LETTER]
        letters = [group for group in groups if group[0].role is PieceRole.LETTER]
        ground = max((piece.z_front_mm for piece, _ in bodies if piece.role in _GROUNDS), default=0.0)
        fronts = side_by_side(lambda group: self._body(*group, ground), letters + bodies, fewest=2)
        on_letters, on_bodies = fronts[: len(letters)], fronts[len(letters) :]
        panel, carrier = None, None
        for (piece, _), found in zip(bodies, on_bodies, strict=True):
            if found is not None and piece.role in _GROUNDS:
                panel, carrier = found.body, piece
        planes = [(group, ground, carrier, panel) for group in letters]
        planes += [(group, 0.0, None, None) for group in bodies]
        behind = side_by_side(lambda at: self._behind(*at), planes, fewest=2)
        layers = self.plate.layers
        layers += _in_order(behind[len(letters) :], None)
        layers += [found for found in on_bodies if found is not None]
        layers += _in_order(behind[: len(letters)], panel)
        layers += [found for found in on_letters if found is not None]
        return self.plate

    def _behind(
        self, group: tuple[Piece, Outline], ground: float, carrier: Piece | None, panel: Body | None
    ) -> tuple[Shaded | None, Shone | None]:
        """Return the shadow and the glow of bodies on the plane behind them, which a panel's front may be."""
        piece, outline = group
        gap = piece.z_front_mm - ground
        shadow = None
        if gap > _NEAR_MM:
            strength = _NIGHT_SHADOW if self.white is not None else 1.0
            plane, window = self.camera.plane(ground), self.plate.window
            cast = shadow_over(window, plane, outline, gap, self.fall, self.mm_per_px, strength)
            shadow = None if cast is None else Shaded(*cast)
        if self.white is None:
            return shadow, None
        shone = self._glow(piece, outline, ground, self.white, carrier)
        if shone is not None and panel is not None and piece.is_halo_lit:
            shone = replace(shone, light=self._only_on(panel, shone.light))
        return shadow, shone

    def _only_on(self, panel: Body, light: Floats) -> Floats:
        """Return light that ends with a panel, which stands before its wall."""
        kept = np.zeros_like(light)
        part = panel.window.slices(self.plate.window)
        kept[part] = light[part] * (panel.front * np.float32(1 / 255))
        return kept

    def _glow(self, piece: Piece, outline: Outline, ground: float, white: float, carrier: Piece | None) -> Shone | None:
        lamps = lamps_of(piece, self.layout)
        gain, reach = spill_of(piece, carrier)
        if lamps is None or gain == 0.0:
            return None
        window = self.plate.window
        grid = WallGrid.over(self.sign.grown(3.2 * max(reach)), max(self.mm_per_px, 4.0))
        light = glow_on(grid, outline, reach)
        if light is None:
            return None
        seen = grid.seen(light, self.camera.plane(ground), window)
        seen *= np.float32(lamps.luminance_cd_m2 / white * gain)
        return Shone(seen, lamps.colour)

    def _answer(self, window: Window) -> Glow:
        share = smooth_field(self.wall, window, lambda points: np.asarray(1 / self.light.shade_at(points), np.float32))
        return Glow(window=window, white=self.light.white, share=share)

    def _body(self, piece: Piece, outline: Outline, ground: float) -> Painted | None:
        # A frame's inner side ends at the face that it frames, not at the wall.
        back = max(piece.z_back_mm, ground) if piece.role is PieceRole.FRAME else piece.z_back_mm
        depths = (back, piece.z_front_mm)
        body = body_of(outline, self.camera, depths, self.sun, self.blur_px, self.plate.window)
        if body is None:
            return None
        low, high = outline.points.min(axis=0), outline.points.max(axis=0)
        box = Rect(float(low[0]), float(low[1]), float(high[0]), float(high[1]))
        plane = self.camera.plane(piece.z_front_mm)
        tone = front_tone(piece, box, plane, body.window, self.mm_per_px, self.light)
        return Painted(body, self._paint(piece, body, box, tone))

    def _paint(self, piece: Piece, body: Body, box: Rect, tone: Floats) -> Paint:
        lamps = lamps_of(piece, self.layout) if self.white is not None else None
        front, side = reflected(piece.face_colour, self.light), reflected(piece.side_colour, self.light)
        if lamps is None or self.white is None or lamps.is_halo:
            return Paint(front, side, tone)
        is_print = piece.construction is LetterConstruction.PRINTED
        falloff = 1.0 if is_print else max(4.0, min(box.width, box.height) * 0.04)
        return Paint(
            front,
            side,
            tone,
            emission=emission(lamps, self.white),
            side_emission=side_emission(lamps, self.white) if piece.role is PieceRole.LETTER else None,
            profile=face_profile(Mask(body.window, body.front), falloff / self.mm_per_px),
        )

    def _window(self, whole: Window) -> Window:
        """Return the pixels that the sign, its shadow and its light can reach."""
        depth, fall = self.layout.depth_mm, self.fall
        reach = depth * (1.3 + max(abs(fall.x), abs(fall.y))) + 30.0
        margin = ceil(4 * self.blur_px) + 3
        lit = [p for p in self.layout.pieces if p.is_face_lit or p.is_halo_lit]
        if self.white is not None and lit:
            reach = max(reach, 3.1 * max(max(spill_of(piece)[1]) for piece in lit))
            margin += ceil(VEIL_REACH * whole.width)
        corners = np.array(self.sign.grown(reach).corners, dtype=np.float64)
        planes = [self.wall, self.camera.plane(depth)]
        # Far out a plane may pass its horizon; then the plate is the whole picture.
        if min(float(plane.weights(corners).min()) for plane in planes) <= 0:
            return whole
        points = np.concatenate([plane.apply(corners) for plane in planes])
        return window_of(points).grown(margin).common(whole) or whole


def _in_order(found: list[tuple[Shaded | None, Shone | None]], on: Body | None) -> list[Layer]:
    """Return shadows on a body's front, then glows."""
    shadows: list[Layer] = [replace(shadow, on=on) for shadow, _ in found if shadow is not None]
    return shadows + [glow for _, glow in found if glow is not None]


def window_of(points: Array) -> Window:
    """Return the pixels around points."""
    low, high = np.floor(points.min(axis=0)), np.ceil(points.max(axis=0))
    far = 1 << 24
    x0, y0, x1, y1 = (int(np.clip(v, -far, far)) for v in (*low, *high))
    return Window(x0, y0, max(x1, x0 + 1), max(y1, y0 + 1))
