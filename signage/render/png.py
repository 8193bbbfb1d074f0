"""Draw a scene as a PNG picture, true to scale, by day and by night.

Day scenes keep every colour exact (drawings use the same backend). Night scenes are worked out in physical light and
toned by one curve and the ambience's exposure, so that two pictures can be compared. Same scene, same bytes.
"""

from __future__ import annotations

from dataclasses import replace
from math import ceil, floor
from typing import assert_never

import numpy as np

from signage.geometry import Affine, Path, Rect
from signage.render.backend import Rendering
from signage.render.raster.canvas import Canvas, Surface
from signage.render.raster.colour import LUMINANCE, Bytes, emitted, linear, plane
from signage.render.raster.encode import encode_png
from signage.render.raster.light import glow_window, irradiance, soft
from signage.render.raster.masks import Mask, Window, rasterise, rasterise_points
from signage.render.raster.noise import Grid
from signage.render.raster.pictures import picture_planes
from signage.render.raster.strokes import stroke_contours
from signage.render.raster.surfaces import ambient_light, surface
from signage.render.raster.tone import develop
from signage.render.viewport import Viewport
from signage.scene import (
    ANNOTATION_LAYERS,
    Dimension,
    Fill,
    Glow,
    Group,
    Label,
    Node,
    Picture,
    Scene,
    Shadow,
    Stroke,
)

_INK_GAMMA = 1.5  # dark ink on light paper, mixed in linear light, looks thinner than it is; this gives it back


def draw(scene: Scene, viewport: Viewport) -> Rendering:
    """Return a scene as PNG bytes.

    Args:
        scene: What to draw; all its nodes and paints can be drawn.
        viewport: Which part, and how many pixels.

    Raises:
        RenderError: A picture in the scene cannot be read, or an outline is too complex.
    """
    content = encode_png(
        paint(scene, viewport),
        px_per_metre=viewport.px_per_paper_mm * 1000,
        texts=(("Title", scene.title), ("Model", scene.model_digest)),
    )
    return Rendering(content=content, media_type="image/png", suffix=".png")


def paint(scene: Scene, viewport: Viewport) -> Bytes:
    """Return a scene as pixels, rows × columns × RGB, sRGB: what every raster format encodes.

    Args:
        scene: What to paint; all its nodes and paints can be painted.
        viewport: Which part, and how many pixels.

    Raises:
        RenderError: A picture in the scene cannot be read, or an outline is too complex.
    """
    painter = _Painter(scene, viewport)
    painter.paint(scene.nodes, painter.frame, "")
    return develop(painter.canvas, ambient_light(scene.ambience))


_Box = tuple[float, float, float, float]


class _Painter:
    """Walks the nodes and paints them on a canvas; boxes are clips in pixels (x0, y0, x1, y1)."""

    def __init__(self, scene: Scene, viewport: Viewport) -> None:
        self.ambience = scene.ambience
        self.is_note = False
        self.to_px = viewport.to_pixels()
        self.canvas = Canvas(
            viewport.width_px, viewport.height_px, plane(scene.background), is_night=scene.ambience.is_night
        )
        self.px_per_mm = viewport.px_per_mm
        self.frame: _Box = (0.0, 0.0, float(viewport.width_px), float(viewport.height_px))
        self.grid = Grid(viewport.bounds.x0, viewport.bounds.y1, 1 / viewport.px_per_mm, self.canvas.window)

    def paint(self, nodes: tuple[Node, ...], clip: _Box, layer: str) -> None:
        """Paint nodes in order.

        Args:
            nodes: What to paint.
            clip: Box that holds them.
            layer: Of the group around them. Inside a group of the street (a layer that is no annotation) everything
                is part of the street, such as the words on a door plate.
        """
        for node in nodes:
            self.is_note = (layer in ANNOTATION_LAYERS or not layer) and (node.layer or layer) in ANNOTATION_LAYERS
            match node:
                case Group():
                    inner = clip if node.clip is None else _common(clip, self._box(node.clip))
                    if inner is not None:
                        self.paint(node.children, inner, layer if _is_street(layer) else node.layer or layer)
                case Fill():
                    self._fill(node, clip)
                case Stroke():
                    self._stroke(node, clip)
                case Label():
                    self._ink(self._mask(node.outline, clip), node.colour, 1.0)
                case Shadow():
                    self._shadow(node, clip)
                case Glow():
                    self._glow(node, clip)
                case Picture():
                    self._picture(node, clip)
                case Dimension():
                    self.paint(node.parts, clip, layer or node.layer)
                case _:
                    assert_never(node)

    def _fill(self, node: Fill, clip: _Box) -> None:
        mask = self._mask(node.path, clip)
        bounds = node.path.control_bounds()
        if mask is None or bounds is None or bounds.width <= 0 or bounds.height <= 0:
            return
        painted = surface(node.paint, mask, self.grid, bounds, self.to_px, self.ambience)
        self.canvas.paint(mask, replace(painted, is_note=self.is_note))

    def _stroke(self, node: Stroke, clip: _Box) -> None:
        width = node.width_mm * self.px_per_mm
        dashes = tuple(length * self.px_per_mm for length in node.dash_mm)
        points, verbs = stroke_contours(node.path, self.to_px, width, dashes)
        if not verbs:
            return
        mask = rasterise_points(points, verbs, _pixels(clip))
        self._ink(mask.clipped(*clip) if mask else None, node.colour, node.opacity)

    def _ink(self, mask: Mask | None, colour: str, opacity: float) -> None:
        """Paint text or a line; dark ink by day gets the weight that the eye expects."""
        if mask is None:
            return
        if not self.ambience.is_night and float(np.array(linear(colour)) @ LUMINANCE) < 0.2:
            mask = Mask(mask.window, _INK_TABLE[mask.coverage])
        self.canvas.paint(mask, Surface(mask.window, plane(colour), opacity=opacity, is_note=self.is_note))

    def _shadow(self, node: Shadow, clip: _Box) -> None:
        moved = self.to_px.then(Affine.shift(node.offset.x * self.px_per_mm, -node.offset.y * self.px_per_mm))
        sigma = node.blur_mm * self.px_per_mm
        near = _pixels(clip).grown(ceil(3 * sigma) + 2)
        mask = rasterise(node.path, moved, near)
        cast = soft(mask, sigma, _pixels(clip)) if mask else None
        if cast is not None:
            self.canvas.shade(cast[0], cast[1] * np.float32(node.opacity))

    def _glow(self, node: Glow, clip: _Box) -> None:
        if not self.ambience.is_night:
            return
        reach = tuple(max(mm * self.px_per_mm, 0.3) for mm in node.reach_mm)
        near = _pixels(clip).grown(ceil(3 * max(reach, default=0.0)) + 2)
        mask = rasterise(node.path, self.to_px, near)
        target = glow_window(mask, reach, _pixels(clip)) if mask else None
        if mask is None or target is None:
            return
        level = node.luminance_cd_m2 * node.gain / self.ambience.exposure_cd_m2
        light = irradiance(mask, reach, target)
        self.canvas.shine(target, light, emitted(node.tint, node.temperature_k) * np.float32(level))

    def _picture(self, node: Picture, clip: _Box) -> None:
        x0, y0, x1, y1 = self._box(node.rect)
        # The picture fills whole pixels and is then cut to its true box.
        left, top, right, bottom = floor(x0 + 1e-6), floor(y0 + 1e-6), ceil(x1 - 1e-6), ceil(y1 - 1e-6)
        own = Window(left, top, max(right, left + 1), max(bottom, top + 1))
        seen = own.common(_pixels(clip))
        if seen is None:
            return
        planes, cover = picture_planes(node, own.width, own.height)
        rows, columns = seen.slices(own)
        mask = Mask(seen, np.rint(cover[rows, columns] * 255).astype(np.uint8)).clipped(x0, y0, x1, y1)
        self.canvas.paint(mask.clipped(*clip), Surface(seen, planes[:, rows, columns], is_note=self.is_note))

    def _mask(self, path: Path, clip: _Box) -> Mask | None:
        mask = rasterise(path, self.to_px, _pixels(clip))
        return mask.clipped(*clip) if mask else None

    def _box(self, rect: Rect) -> _Box:
        low, high = self.to_px.apply((rect.x0, rect.y1)), self.to_px.apply((rect.x1, rect.y0))
        return low.x, low.y, high.x, high.y


def _common(one: _Box, other: _Box) -> _Box | None:
    x0, y0, x1, y1 = max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None


def _is_street(layer: str) -> bool:
    return bool(layer) and layer not in ANNOTATION_LAYERS


def _pixels(box: _Box) -> Window:
    return Window(floor(box[0]), floor(box[1]), ceil(box[2]), ceil(box[3]))


def _ink_table() -> np.ndarray:
    share = np.arange(256) / 255
    return np.rint((1 - (1 - share) ** _INK_GAMMA) * 255).astype(np.uint8)


_INK_TABLE = _ink_table()
