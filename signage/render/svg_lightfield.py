"""Thrown light for formats that cannot add it: the raster's irradiance on a coarse grid, as pictures to lay over.

A scene is followed in its order with what its larger surfaces reflect. Each glow becomes a picture with an alpha that
takes what was shown before it to what the raster's curve shows after it, and the lens's veil becomes one at the end.
The pictures add as much as they can and cover as little: alpha is the least that gives the light. They fade to nothing
where less than half a step of the shown colour is left.
"""

from __future__ import annotations

import struct
import threading
import zlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil, floor
from typing import NamedTuple

import cv2
import numpy as np
from isal import isal_zlib
from numpy.typing import NDArray

from signage.geometry import Affine, Path, Rect
from signage.render.raster.colour import Bytes, Floats, emitted, plane
from signage.render.raster.light import glow_window, irradiance, veil
from signage.render.raster.masks import Window, rasterise
from signage.render.raster.materials import TONES
from signage.render.raster.noise import Grid
from signage.render.raster.surfaces import street_light, surface
from signage.render.svg_light import Lighting, Overlay, Triple, ambient_of, half_width, layer_of, shown
from signage.render.viewport import Viewport
from signage.scene import ANNOTATION_LAYERS, SIGN_LAYER, Ambience, Fill, Glow, Group, Lit, Node, Scene, Solid, Texture

_FINEST_MM = 8.0  # of a cell
_LEAST_CELLS = 2.0  # a surface's narrow side; what is narrower takes the light of what is around it
_LEAST_LEVEL = 0.5  # of 255: less is not shown
_BRIGHT = 0.08  # exposures from which a face outshines the veil before it
_LETTER_CELLS = 14.0  # half the width of a face's strokes
_STEPS = 4096
_TOP = 6.0  # brightest light that is told apart, in exposures
_KEPT = 4  # scenes


class _Event(NamedTuple):
    """A node that counts for light."""

    node: Fill | Glow
    clip: Rect | None
    sign: int  # number of the sign that it belongs to, 0 for none


def lighting(scene: Scene, viewport: Viewport, cells: int) -> Lighting:
    """Return the light of a scene by night, on a grid of so many cells across; by day there is none to add."""
    if not scene.ambience.is_night:
        return Lighting()
    events: list[_Event] = []
    last = -1
    for index, node in enumerate(scene.nodes):
        before = len(events)
        _collect((node,), "", None, 0, events)
        if any(isinstance(e.node, Glow) or isinstance(e.node.paint, Lit | Texture) for e in events[before:]):
            last = index
    if last < 0:
        return Lighting()
    known = _KNOWN.followed((viewport.bounds, cells, scene.ambience, scene.background), events)
    glows = {id(e.node): made for e, made in zip(events, known.overlays, strict=True) if made is not None}
    faces = {id(events[index].node): light for index, light in known.veiled}
    return Lighting(glows, faces, known.veil, last)


def _collect(nodes: Sequence[Node], layer: str, clip: Rect | None, sign: int, events: list[_Event]) -> None:
    """Append what counts for light, as the raster sees it: annotations neither shine nor are lit."""
    for node in nodes:
        own = layer_of(node, layer)
        if own in ANNOTATION_LAYERS:
            continue
        if isinstance(node, Group):
            inner = node.clip if clip is None else clip if node.clip is None else clip.intersection(node.clip)
            if inner is not None or (clip is None and node.clip is None):
                number = sign or (1 + max((e.sign for e in events), default=0) if node.layer == SIGN_LAYER else 0)
                _collect(node.children, own, inner, number, events)
        elif isinstance(node, Fill | Glow) and not node.path.is_empty:
            events.append(_Event(node, clip, sign))


class _Field:
    """What the scene's larger surfaces reflect and how bright they are, on a coarse grid; planes (3, rows, columns).

    Attributes:
        albedo: Of what was painted last.
        light: What it sends, ambient light and thrown light together; lit faces are left out, since glows lie below.
        shine: The same without ambient light and with lit faces: what the lens's veil is made of.
        faces: Share of each cell that lies well inside a large lit face (rows, columns).
        letters: Bright faces that are no larger: index of the node, rows and columns of their cells.
    """

    def __init__(self, bounds: Rect, cells: int, ambience: Ambience, background: str) -> None:
        self.bounds, self.ambience = bounds, ambience
        self.cell = max(bounds.width / cells, _FINEST_MM, bounds.height / cells)
        # Even numbers, so that halving is fast.
        self.window = Window(0, 0, *(2 * ceil(side / self.cell / 2) for side in (bounds.width, bounds.height)))
        scale = 1 / self.cell
        self.to_px = Affine(scale, 0.0, 0.0, -scale, -bounds.x0 * scale, bounds.y1 * scale)
        self.grid = Grid(bounds.x0, bounds.y1, self.cell, self.window)
        self.ambient = np.array(ambient_of(ambience), dtype=np.float32).reshape(3, 1, 1)
        self.street = street_light(ambience)
        shape = (3, self.window.height, self.window.width)
        self.albedo: Floats = np.array(np.broadcast_to(plane(background), shape), dtype=np.float32)
        self.light: Floats = self.albedo * self.ambient
        self.shine: Floats = np.zeros(shape, dtype=np.float32)
        self.faces: Floats = np.zeros(shape[1:], dtype=np.float32)
        self.letters: list[tuple[int, NDArray[np.intp], NDArray[np.intp]]] = []

    def copy(self) -> _Field:
        """Return a field to go on with."""
        made = _Field.__new__(_Field)
        for name in ("bounds", "ambience", "cell", "window", "to_px", "grid", "ambient", "street"):
            setattr(made, name, getattr(self, name))
        made.albedo, made.light = self.albedo.copy(), self.light.copy()
        made.shine, made.faces, made.letters = self.shine.copy(), self.faces.copy(), list(self.letters)
        return made

    def follow(self, index: int, event: _Event) -> Overlay | None:
        """Take a node in, one of a scene's in order; return the picture of a glow."""
        if isinstance(event.node, Glow):
            return self._glow(event.node, self._limit(event.clip))
        self._fill(index, event.node, self._limit(event.clip), is_on_sign=event.sign > 0)
        return None

    def _limit(self, clip: Rect | None) -> Window | None:
        if clip is None:
            return self.window
        low, high = self.to_px.apply((clip.x0, clip.y1)), self.to_px.apply((clip.x1, clip.y0))
        return Window(floor(low.x), floor(low.y), ceil(high.x), ceil(high.y)).common(self.window)

    def _fill(self, index: int, node: Fill, limit: Window | None, *, is_on_sign: bool) -> None:
        box, paint = node.path.control_bounds(), node.paint
        if limit is None or box is None:
            return
        is_small = min(box.width, box.height) < _LEAST_CELLS * self.cell
        if is_small and not isinstance(paint, Lit):
            return
        mask = rasterise(node.path, self.to_px, limit)
        if mask is None:
            return
        rows, columns = mask.window.slices(self.window)
        share = mask.coverage.astype(np.float32) * np.float32(1 / 255)
        if isinstance(paint, Lit):
            self._face(index, node.path, paint, mask.window, share)
            return
        is_flat = isinstance(paint, Solid) or (isinstance(paint, Texture) and paint.material in TONES)
        emission: Floats | None = None
        if is_flat and isinstance(paint, Solid | Texture):
            albedo = plane(paint.colour)
            share = share if isinstance(paint, Texture) else share * np.float32(paint.opacity)
        else:
            made = surface(paint, mask, self.grid, box, self.to_px, self.ambience)
            albedo, emission = made.albedo, made.emission
            share = share * np.float32(made.opacity)
        thrown = emission if emission is not None else np.zeros((3, 1, 1), dtype=np.float32)
        if is_on_sign:
            thrown = thrown + albedo * self.street
        _towards(self.albedo[:, rows, columns], albedo, share)
        _towards(self.light[:, rows, columns], albedo * self.ambient + thrown, share)
        _towards(self.shine[:, rows, columns], thrown, share)

    def _face(self, index: int, path: Path, paint: Lit, window: Window, share: Floats) -> None:
        """Take a lit face in: it makes veil, and lies over the glows that were painted before it."""
        rows, columns = window.slices(self.window)
        level = np.float32(paint.luminance_cd_m2 / self.ambience.exposure_cd_m2)
        inside = np.nonzero(share > 0.5)
        before = float(self.shine[:, rows, columns].mean(axis=0)[inside].mean()) if len(inside[0]) else 0.0
        _towards(self.shine[:, rows, columns], emitted(paint.colour, paint.temperature_k) * level, share)
        # Print on a face and faces larger than a letter's strokes lie under the veil; others have it in their colour.
        if level >= _BRIGHT and before < level / 4 and half_width(path) < _LETTER_CELLS * self.cell and len(inside[0]):
            self.letters.append((index, inside[0] + window.y0, inside[1] + window.x0))
            return
        wide = cv2.erode(share, np.ones((5, 5), dtype=np.uint8), borderType=cv2.BORDER_CONSTANT, borderValue=0)
        self.faces[rows, columns] = np.maximum(self.faces[rows, columns], wide)

    def _glow(self, node: Glow, limit: Window | None) -> Overlay | None:
        if limit is None:
            return None
        reach = tuple(max(mm / self.cell, 0.3) for mm in node.reach_mm)
        near = limit.grown(ceil(3 * max(reach, default=0.0)) + 2)
        mask = rasterise(node.path, self.to_px, near)
        target = glow_window(mask, reach, limit) if mask else None
        if mask is None or target is None:
            return None
        level = np.float32(node.luminance_cd_m2 * node.gain / self.ambience.exposure_cd_m2)
        rows, columns = target.slices(self.window)
        thrown = self.albedo[:, rows, columns] * (emitted(node.tint, node.temperature_k) * level)
        thrown *= irradiance(mask, reach, target)
        before = self.light[:, rows, columns].copy()
        self.light[:, rows, columns] += thrown
        self.shine[:, rows, columns] += thrown
        return self._overlay(before, self.light[:, rows, columns], target, self.cell)

    def veil(self) -> tuple[Overlay | None, tuple[tuple[int, Triple], ...]]:
        """Return the lens's veil over all that shines, as the raster has it, and its mean light over each letter."""
        rows, columns = self.window.height // 2, self.window.width // 2
        shine, light = _resized(self.shine, columns, rows), _resized(self.light, columns, rows)
        faces = _resized(self.faces[np.newaxis], columns, rows)
        light += (shine - light) * faces
        # Dark print on a face must get all of its light; what is bright takes little of it anyway.
        light = np.where(faces > 0, np.stack([cv2.erode(one, np.ones((3, 3), np.uint8)) for one in light]), light)
        # The raster's grid has cells of four pixels; a picture with as many cells is four times as wide.
        over = veil(shine, columns * 4)[:, 1:-1, 1:-1]
        means = ((index, over[:, down // 2, across // 2].mean(axis=1)) for index, down, across in self.letters)
        veiled = tuple((index, (float(mean[0]), float(mean[1]), float(mean[2]))) for index, mean in means)
        return self._overlay(light, light + over, Window(0, 0, columns, rows), 2 * self.cell), veiled

    def _overlay(self, before: Floats, after: Floats, target: Window, cell: float) -> Overlay | None:
        made = _picture(before, after)
        if made is None:
            return None
        pixels, box = made
        left, top = self.bounds.x0 + target.x0 * cell, self.bounds.y1 - target.y0 * cell
        filled = Rect(left + box.x0 * cell, top - box.y1 * cell, left + box.x1 * cell, top - box.y0 * cell)
        return Overlay(filled, _png(pixels))


def _resized(planes: Floats, columns: int, rows: int) -> Floats:
    made = [cv2.resize(one, (columns, rows), interpolation=cv2.INTER_AREA) for one in planes]
    return np.asarray(np.stack(made), dtype=np.float32)


def _towards(planes: Floats, value: Floats, share: Floats) -> None:
    planes += (value - planes) * share


def _picture(before: Floats, after: Floats) -> tuple[Bytes, Window] | None:
    """Return pixels (rows, columns, RGBA) that take one shown light to another, and the box of what is not empty."""
    low, high = _shown(before), _shown(after)
    step = np.subtract(high, low, out=high)
    seen = step.max(axis=0) >= _LEAST_LEVEL
    rows, columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    if not len(rows):
        return None
    # One empty cell around: what is enlarged smoothly ends in nothing.
    y0, y1 = max(int(rows[0]) - 1, 0), min(int(rows[-1]) + 2, seen.shape[0])
    x0, x1 = max(int(columns[0]) - 1, 0), min(int(columns[-1]) + 2, seen.shape[1])
    seen, low, step = seen[y0:y1, x0:x1], low[:, y0:y1, x0:x1], step[:, y0:y1, x0:x1]
    share = (step / np.maximum(255 - low, 1)).max(axis=0)
    alpha = np.maximum(np.ceil(share * np.float32(255)), 1)
    # What is added is a whole number of steps once alpha is multiplied in, as viewers do: else rounding would darken.
    added = np.rint(step + low * (alpha / 255))
    colour = added * (255 / alpha)
    pixels = np.empty((*alpha.shape, 4), dtype=np.uint8)
    pixels[..., :3] = np.clip(colour, 0, 255, out=colour).transpose(1, 2, 0) + np.float32(0.5)
    pixels[..., 3] = alpha
    pixels[~seen] = 0
    return pixels, Window(x0, y0, x1, y1)


def _shown(light: Floats) -> Floats:
    at = np.minimum(light, np.float32(_TOP)) * np.float32((_STEPS - 1) ** 2 / _TOP)
    return np.asarray(_table().take(np.sqrt(at, out=at).astype(np.uint16)), dtype=np.float32)


@cache
def _table() -> Floats:
    light = (np.arange(_STEPS, dtype=np.float32) + np.float32(0.5)) / np.float32(_STEPS - 1)
    return np.asarray(shown(np.asarray(light**2 * _TOP, dtype=np.float32), is_night=True), dtype=np.float32)


def _png(pixels: Bytes) -> bytes:
    """Return pixels (rows, columns, RGBA) as PNG: unfiltered, since colours repeat exactly, and packed fast."""
    height, width, _ = pixels.shape
    rows = np.zeros((height, 1 + 4 * width), dtype=np.uint8)
    rows[:, 1:] = pixels.reshape(height, -1)
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", isal_zlib.compress(rows.tobytes(), 2)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


_Page = tuple[Rect, int, Ambience, str]


@dataclass(slots=True)
class _Known:
    """A scene that was followed: up to where its last sign began, and whole."""

    events: tuple[_Event, ...]
    overlays: tuple[Overlay | None, ...]
    front: int
    at_front: _Field
    veil: Overlay | None
    veiled: tuple[tuple[int, Triple], ...]


class _Scenes:
    """Scenes whose light was worked out, the longest unused dropped; shared between threads. No byte depends on it."""

    def __init__(self) -> None:
        self._held: OrderedDict[_Page, _Known] = OrderedDict()
        self._lock = threading.Lock()

    def followed(self, page: _Page, events: list[_Event]) -> _Known:
        """Return what the events come to, taken from an earlier scene as far as that began alike."""
        with self._lock:
            known = self._held.get(page)
        if known is not None and len(known.events) == len(events) and _agree(known.events, events, len(events)):
            return known
        last = max((event.sign for event in events), default=0)
        front = next((i for i, event in enumerate(events) if last and event.sign == last), len(events))
        if known is not None and known.front == front and _agree(known.events, events, front):
            at_front, overlays = known.at_front, list(known.overlays[:front])
        else:
            at_front = _Field(*page)
            overlays = [at_front.follow(index, event) for index, event in enumerate(events[:front])]
        whole = at_front.copy()
        overlays += [whole.follow(index, event) for index, event in enumerate(events[front:], front)]
        made = _Known(tuple(events), tuple(overlays), front, at_front, *whole.veil())
        with self._lock:
            self._held[page] = made
            self._held.move_to_end(page)
            while len(self._held) > _KEPT:
                self._held.popitem(last=False)
        return made


def _agree(one: Sequence[_Event], other: Sequence[_Event], count: int) -> bool:
    return (
        len(one) >= count <= len(other)
        and all(a.node is b.node or a.node == b.node for a, b in zip(one[:count], other[:count], strict=True))
        and all(a.clip == b.clip for a, b in zip(one[:count], other[:count], strict=True))
    )


_KNOWN = _Scenes()
