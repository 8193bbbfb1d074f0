"""A scene as pixels: paints its marks on a canvas, develops what changed, and keeps what the next picture may share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from math import ceil, floor
from typing import assert_never

import numpy as np

from signage.geometry import Affine, Path, Rect
from signage.render.raster.canvas import UNSEEN, Canvas, Cover, Deed, Pattern, Shade, Shine
from signage.render.raster.colour import LUMINANCE, Bytes, Flags, Floats, emitted, linear, plane
from signage.render.raster.crew import one_by_one, side_by_side, small_buffers
from signage.render.raster.encode import PackedBand, pack_band
from signage.render.raster.kept import Kept, Page, Shown, State
from signage.render.raster.light import Spread, shadow, veil
from signage.render.raster.masks import Mask, Window, rasterise, rasterise_all
from signage.render.raster.materials import TONES
from signage.render.raster.noise import Grid
from signage.render.raster.pictures import picture_planes
from signage.render.raster.plan import Box, Look, Mark, Step, box_of, gathered, marks_of
from signage.render.raster.surfaces import ambient_light, by_street, flat_surface, surface
from signage.render.raster.tile import CELL, Surface, Tile
from signage.render.raster.tone import develop, veil_over
from signage.render.viewport import Viewport
from signage.scene import (
    SIGN_LAYER,
    Dimension,
    Fill,
    Glow,
    Group,
    Label,
    Paint,
    Picture,
    Scene,
    Shadow,
    Stroke,
    Texture,
)

_INK_GAMMA = 1.5  # dark ink on light paper, mixed in linear light, looks thinner than it is; this gives it back

_SOFT_FROM_PX = 1.0
_MARGIN_PX = 64  # what lies out of sight is looked at in such steps, so that shadows of one outline look equally far

KEPT = Kept()


@dataclass(frozen=True, slots=True)
class Painted:
    """A finished picture.

    Attributes:
        bands: Its rows, top to bottom, each band rows × columns × RGB; not to be changed.
        packed: The same, packed for a PNG; empty when that was not asked for.
    """

    bands: tuple[Bytes, ...]
    packed: tuple[PackedBand, ...]


def painted(scene: Scene, viewport: Viewport, *, is_packed: bool, kept: Kept = KEPT) -> Painted:
    """Return a scene as pixels.

    Args:
        scene: What to draw.
        viewport: Which part, and how many pixels.
        is_packed: Also pack the bands for a PNG.
        kept: What earlier pictures left; the picture does not depend on it.

    Raises:
        RenderError: A picture in the scene cannot be read, or an outline is too complex.
    """
    with small_buffers():
        return _painted(scene, viewport, is_packed=is_packed, kept=kept)


def _painted(scene: Scene, viewport: Viewport, *, is_packed: bool, kept: Kept) -> Painted:
    page = Page(viewport.bounds, viewport.width_px, scene.ambience, scene.background)
    window = Window(0, 0, viewport.width_px, viewport.height_px)
    frame: Box = (0.0, 0.0, float(window.width), float(window.height))
    marks = tuple(marks_of(scene.nodes, frame, viewport.to_pixels()))
    begun, shown, agreed = kept.begin(page, marks)
    night = scene.ambience.is_night
    if begun is None:
        canvas = Canvas(window.width, window.height, plane(scene.background), is_night=night)
    else:
        canvas = Canvas.over(begun.tiles, window, is_night=night)
    painter = _Painter(scene, viewport, canvas)
    at = len(begun.marks) if begun else 0
    states = [] if begun is None else [begun]
    for stop in sorted({_front_end(marks), agreed}):
        if at < stop < len(marks):
            painter.paint(marks[at:stop], is_wide=at == 0)
            states.append(State.after(marks[:stop], canvas.kept(), states[-1] if states else None))
            at = stop
    painter.paint(marks[at:], is_wide=at == 0)
    made = _developed(canvas, marks, scene, shown, is_packed=is_packed)
    kept.keep(page, states[-2:], made)
    return Painted(made.bands, tuple(band for band in made.packed if band is not None))


def _front_end(marks: tuple[Mark, ...]) -> int:
    """Return the number of marks before the last sign begins, 0 when there is none."""
    last = next((i for i in range(len(marks) - 1, -1, -1) if marks[i].group == SIGN_LAYER), -1)
    while last > 0 and marks[last - 1].group == SIGN_LAYER:
        last -= 1
    return max(last, 0)


def _developed(canvas: Canvas, marks: tuple[Mark, ...], scene: Scene, shown: Shown | None, *, is_packed: bool) -> Shown:
    """Return the finished picture; tiles and bands that are as in an earlier one are taken from it."""
    over = _veil(canvas) if canvas.is_night else None
    dimmed = None if over is None or shown is None or shown.veil is None else (over != shown.veil).any(axis=0)
    ambient = ambient_light(scene.ambience)

    def band_at(row: int) -> tuple[Bytes, PackedBand | None]:
        line = range(row * canvas.columns, (row + 1) * canvas.columns)
        boxes = [(i, _changed(canvas, i, dimmed, shown)) for i in line]
        if shown is not None and all(box is None for _, box in boxes):
            band, pack = shown.bands[row], shown.packed[row]
            return band, pack_band(band) if is_packed and pack is None else pack
        frame = canvas.tiles[line[0]].window
        band = np.empty((frame.height, canvas.window.width, 3), dtype=np.uint8)
        if shown is not None and any(box != canvas.tiles[i].window for i, box in boxes):
            band[:] = shown.bands[row]
        for i, box in boxes:
            if box is not None:
                seen = None if over is None else veil_over(over, canvas.tiles[i].window)
                part = band[box.y0 - frame.y0 : box.y1 - frame.y0, box.x0 : box.x1]
                develop(canvas.tiles[i], box, ambient, seen, canvas.window, part, is_night=canvas.is_night)
        band.setflags(write=False)
        return band, pack_band(band) if is_packed else None

    bands = side_by_side(band_at, canvas.rows)
    return Shown(
        marks,
        tuple(canvas.bases) or (None,) * len(canvas.tiles),
        tuple(canvas.touched),
        over,
        tuple(band for band, _ in bands),
        tuple(pack for _, pack in bands),
    )


def _changed(canvas: Canvas, index: int, dimmed: Flags | None, shown: Shown | None) -> Window | None:
    """Return the pixels of a tile that may differ from an earlier picture, None for none."""
    whole = canvas.tiles[index].window
    if shown is None or not canvas.bases or shown.bases[index] is not canvas.bases[index]:
        return whole
    box, before = canvas.touched[index], shown.touched[index]
    box = box or before if box is None or before is None else box.around(before)
    if dimmed is None:
        return box
    differs = veil_over(dimmed, whole)
    if not differs.any():
        return box
    down, across = np.flatnonzero(differs.any(axis=1)), np.flatnonzero(differs.any(axis=0))
    # The first cell lies outside the tile; a pixel mixes its cell with the next ones.
    x0, x1 = whole.x0 + CELL * (int(across[0]) - 2), whole.x0 + CELL * (int(across[-1]) + 1)
    y0, y1 = whole.y0 + CELL * (int(down[0]) - 2), whole.y0 + CELL * (int(down[-1]) + 1)
    veiled = Window(x0, y0, x1, y1).common(whole)
    return veiled if box is None else box if veiled is None else box.around(veiled)


def _veil(canvas: Canvas) -> Floats:
    rows, columns = -(-canvas.window.height // CELL), -(-canvas.window.width // CELL)
    cells = np.zeros((3, rows, columns), dtype=np.float32)
    for tile, own in zip(canvas.tiles, side_by_side(Tile.cells, canvas.tiles), strict=True):
        if own is not None:
            y, x = tile.window.y0 // CELL, tile.window.x0 // CELL
            cells[:, y : y + own.shape[1], x : x + own.shape[2]] = own
    return veil(cells, canvas.window.width)


class _Painter:
    """Paints marks on a canvas: works out what each one does, then does it all, in order."""

    def __init__(self, scene: Scene, viewport: Viewport, canvas: Canvas) -> None:
        self.ambience = scene.ambience
        self.canvas = canvas
        self.to_px = viewport.to_pixels()
        self.px_per_mm = viewport.px_per_mm
        self.grid = Grid(viewport.bounds.x0, viewport.bounds.y1, 1 / viewport.px_per_mm, canvas.window)

    def paint(self, marks: tuple[Mark, ...], *, is_wide: bool) -> None:
        """Paint marks in order, as far as the order shows.

        Args:
            marks: Them.
            is_wide: They fill the picture, as a front does, and threads share them. A sign's many small steps belong
                to the interpreter for the most part; threads would wait for each other.
        """
        steps = gathered(marks, self.to_px, self.px_per_mm, is_night=self.ambience.is_night)
        shared = side_by_side if is_wide else one_by_one
        self.canvas.do([deed for deeds in shared(self._deeds, _tasks(steps)) for deed in deeds], shared)

    def _deeds(self, steps: list[Step]) -> list[Deed]:
        """Return what steps do; several steps are shadows of one shape, which is rasterised once."""
        first = steps[0]
        if first.look is not None:
            deed = self._area(first, first.look)
        elif isinstance(first.mark.node, Shadow):
            return self._shadows(first.mark.node.path, [step.mark for step in steps])
        else:
            deed = self._alone(first)
        return [] if deed is None else [deed]

    def _area(self, step: Step, look: Look) -> Deed | None:
        mask = rasterise_all(step.outlines, _pixels(look.clip))
        if mask is None:
            return None
        mask = mask.clipped(*look.clip)
        if look.is_ink and not self.ambience.is_night and _is_dark(look.paint.colour):
            mask = Mask(mask.window, _INK_TABLE[mask.coverage])
        made = flat_surface(look.paint, mask.window, self.ambience)
        if look.is_on_sign:
            made = by_street(made, self.ambience)
        return Cover(mask, replace(made, is_note=True) if look.is_note else made)

    def _alone(self, step: Step) -> Deed | None:
        node = step.mark.node
        match node:
            case Fill():
                return self._fill(node, step)
            case Glow():
                return self._glow(node, step.mark.clip)
            case Picture():
                return self._picture(node, step.mark)
            case Group() | Dimension() | Stroke() | Label() | Shadow():
                raise AssertionError(node)  # taken apart, an area, or done together
            case _:
                assert_never(node)

    def _fill(self, node: Fill, step: Step) -> Deed | None:
        mask = rasterise_all(step.outlines, _pixels(step.mark.clip))
        bounds = node.path.control_bounds()
        if mask is None or bounds is None or bounds.width <= 0 or bounds.height <= 0:
            return None
        mask = mask.clipped(*step.mark.clip)
        made = partial(self._surface, node.paint, bounds, step.mark)
        is_wide = isinstance(node.paint, Texture) and node.paint.material in TONES
        return Pattern(mask, made) if is_wide else Cover(mask, made(mask))

    def _surface(self, paint: Paint, bounds: Rect, mark: Mark, mask: Mask) -> Surface:
        return self._seen(surface(paint, mask, self.grid, bounds, self.to_px, self.ambience), mark)

    def _seen(self, made: Surface, mark: Mark) -> Surface:
        if mark.is_note:
            return replace(made, is_note=True)
        return by_street(made, self.ambience) if mark.is_on_sign else made

    def _shadows(self, path: Path, marks: list[Mark]) -> list[Deed]:
        """Return the shadows of one shape: a contact and a cast shadow, mostly."""
        known: dict[tuple[Affine, Window], Mask | None] = {}
        deeds: list[Deed] = []
        for mark in marks:
            node = mark.node
            assert isinstance(node, Shadow)
            sigma = node.blur_mm * self.px_per_mm
            dx, dy = node.offset.x * self.px_per_mm, -node.offset.y * self.px_per_mm
            # A shadow is soft: it is moved by whole pixels, so that shadows of one outline share a mask.
            right, down = (round(dx), round(dy)) if sigma > _SOFT_FROM_PX else (0, 0)
            moved = self.to_px if sigma > _SOFT_FROM_PX else self.to_px.then(Affine.shift(dx, dy))
            view = _pixels(mark.clip)
            reach = ceil(3 * sigma) + 2 + max(abs(right), abs(down))
            near = view.grown(-(-reach // _MARGIN_PX) * _MARGIN_PX)
            if (moved, near) not in known:
                known[moved, near] = rasterise(path, moved, near)
            mask = known[moved, near]
            if mask is None:
                continue
            x0, y0, x1, y1 = mask.window
            window = Window(x0 + right, y0 + down, x1 + right, y1 + down)
            cast = shadow(Mask(window, mask.coverage), sigma, node.opacity, view)
            if cast is not None:
                deeds.append(Shade(*cast))
        return deeds

    def _glow(self, node: Glow, clip: Box) -> Deed | None:
        if not self.ambience.is_night:
            return None
        reach = tuple(max(mm * self.px_per_mm, 0.3) for mm in node.reach_mm)
        near = _pixels(clip).grown(ceil(3 * max(reach, default=0.0)) + 2)
        mask = rasterise(node.path, self.to_px, near)
        if mask is None:
            return None
        level = node.luminance_cd_m2 * node.gain / self.ambience.exposure_cd_m2
        spread = Spread(mask, reach, level)
        target = spread.window(UNSEEN)
        seen = target.common(_pixels(clip)) if target else None
        return Shine(seen, spread, emitted(node.tint, node.temperature_k)) if seen else None

    def _picture(self, node: Picture, mark: Mark) -> Deed | None:
        x0, y0, x1, y1 = box_of(node.rect, self.to_px)
        # The picture fills whole pixels and is then cut to its true box.
        left, top, right, bottom = floor(x0 + 1e-6), floor(y0 + 1e-6), ceil(x1 - 1e-6), ceil(y1 - 1e-6)
        own = Window(left, top, max(right, left + 1), max(bottom, top + 1))
        seen = own.common(_pixels(mark.clip))
        if seen is None:
            return None
        planes, cover = picture_planes(node, own.width, own.height)
        rows, columns = seen.slices(own)
        mask = Mask(seen, np.rint(cover[rows, columns] * 255).astype(np.uint8)).clipped(x0, y0, x1, y1)
        return Cover(mask.clipped(*mark.clip), self._seen(Surface(seen, planes[:, rows, columns]), mark))


def _tasks(steps: list[Step]) -> list[list[Step]]:
    """Return steps one by one, but shadows of one shape that follow each other together."""
    tasks: list[list[Step]] = []
    for step in steps:
        node = step.mark.node
        before = tasks[-1][-1].mark.node if tasks else None
        if isinstance(node, Shadow) and isinstance(before, Shadow) and before.path is node.path:
            tasks[-1].append(step)
        else:
            tasks.append([step])
    return tasks


def _is_dark(colour: str) -> bool:
    return float(np.array(linear(colour)) @ LUMINANCE) < 0.2


def _pixels(box: Box) -> Window:
    return Window(floor(box[0]), floor(box[1]), ceil(box[2]), ceil(box[3]))


def _ink_table() -> Bytes:
    share = np.arange(256) / 255
    return np.rint((1 - (1 - share) ** _INK_GAMMA) * 255).astype(np.uint8)


_INK_TABLE = _ink_table()
