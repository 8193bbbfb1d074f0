"""The raw engine floor: what a sign's picture takes when only the parts are called, with all else ready beforehand.

Masks of every outline by FreeType, the blurs of shadows or light, one float composite of face and one of sides for each
letter, the changed pixels to bytes, the whole picture filtered and deflated. No nodes, no plan, nothing kept.
"""

from __future__ import annotations

import numpy as np
from isal import isal_zlib

from signage.render import Viewport
from signage.render.raster import canvas, light, masks, plan, tone
from signage.render.raster.masks import Mask, Window, rasterise_all
from signage.render.raster.surfaces import ambient_light
from signage.render.raster.tile import Tile
from signage.scene import SIGN_LAYER, Glow, Scene, Shadow


class Floor:
    """The parts of one picture, made ready."""

    def __init__(self, scene: Scene, viewport: Viewport, pixels: np.ndarray) -> None:
        self.night = scene.ambience.is_night
        self.ambient = ambient_light(scene.ambience)
        self.picture = Window(0, 0, viewport.width_px, viewport.height_px)
        frame = (0.0, 0.0, float(viewport.width_px), float(viewport.height_px))
        to_px = viewport.to_pixels()
        marks = plan.marks_of(scene.nodes, frame, to_px)
        letters = [m for m in marks if m.group == SIGN_LAYER]
        steps = plan.gathered(letters, to_px, viewport.px_per_mm, is_night=self.night)
        self.outlines = [outline for step in steps for outline in step.outlines]
        self.soft = [m.node for m in letters if isinstance(m.node, Shadow | Glow)]
        self.k = viewport.px_per_mm
        self.paths = [masks.rasterise(node.path, to_px, self.picture) for node in self.soft]
        self.faces = [mask for step in steps if step.look is None and step.outlines
                      and (mask := rasterise_all(step.outlines, self.picture))]  # fmt: skip
        seen = [mask.window for mask in self.faces] or [self.picture]
        box = seen[0]
        for window in seen[1:]:
            box = box.around(window)
        if self.night:
            box = box.grown(round(3 * 400 * self.k))
        self.box = box.grown(20).common(self.picture) or self.picture
        self.buffer = np.full((3, self.box.height, self.box.width), 0.2, dtype=np.float32)
        self.tile = Tile(self.box, self.buffer)
        self.parts = [
            part
            for y in range(0, self.picture.height, canvas.TILE_H)
            for x in range(0, self.picture.width, canvas.TILE_W)
            if (part := Window(x, y, x + canvas.TILE_W, y + canvas.TILE_H).common(self.box))
        ]
        self.out = np.empty((self.box.height, self.box.width, 3), dtype=np.uint8)
        self.pixels = pixels

    def draw(self, _: int) -> bytes:
        """Do it once."""
        for points, verbs in self.outlines:
            rasterise_all([(points, verbs)], self.picture)
        for node, mask in zip(self.soft, self.paths, strict=True):
            if mask is None:
                continue
            if isinstance(node, Shadow):
                light.shadow(mask, node.blur_mm * self.k, node.opacity, self.picture)
            else:
                light.irradiance(mask, tuple(mm * self.k for mm in node.reach_mm), self.box)
        for mask in self.faces:
            self._composite(mask)
            self._composite(mask)
        for part in self.parts:
            tone.develop(self.tile, part, self.ambient, None, self.picture, self.out[part.slices(self.box)],
                         is_night=self.night)  # fmt: skip
        flat = self.pixels.reshape(self.picture.height, -1)
        lines = np.empty_like(flat)
        lines[0] = flat[0]
        np.subtract(flat[1:], flat[:-1], out=lines[1:])
        return bytes(isal_zlib.compress(lines, 1))

    def _composite(self, mask: Mask) -> None:
        seen = mask.window.common(self.box)
        if seen is None:
            return
        rows, columns = seen.slices(self.box)
        share = mask.coverage[seen.slices(mask.window)] * np.float32(1 / 255)
        target = self.buffer[:, rows, columns]
        target += (np.float32(0.8) - target) * share
