"""Lit rooms behind glass at night: shops of several trades, and homes above them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from signage.geometry import Rect
from signage.render.raster.colour import Floats, linear
from signage.render.raster.glazing import fitted
from signage.render.raster.noise import Grid

_PX_PER_MM = 0.14
_POOL_REACH = 4.5  # standard deviations of a pool of light that are drawn
_ROOM_MM = 2700.0
_UPSTAIRS_MM = 3400.0  # a small window whose sill is higher belongs to a flat
_GOODS = ("#B3362B", "#D98E2B", "#3E7D4C", "#2F5E8E", "#C9B037", "#8C4A7A", "#E3D9C6", "#5B3A29", "#2E8B8B", "#D9D2C3")
_CLOTHES = ("#2B2F3A", "#7A2E35", "#C8B89A", "#49604F", "#E6E0D6", "#35507A", "#8A6A4F", "#1F1F22")
_COATS = ("#2B2F3A", "#5A252B", "#2F4036", "#26364F", "#1F1F22", "#4A382B")

Colour = tuple[float, float, float]


@dataclass
class _Room:
    """A picture of a room under work: rows × columns × 3, linear, 1 the brightest wall."""

    image: Floats
    scale: float  # px per mm
    dice: np.random.Generator

    @property
    def width_mm(self) -> float:
        return float(self.image.shape[1] / self.scale)

    @property
    def height_mm(self) -> float:
        return float(self.image.shape[0] / self.scale)

    def box(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """Paint a box; y counts up from the floor line, mm."""
        rows = self.image.shape[0]
        x0, x1 = round(x * self.scale), max(round((x + width) * self.scale), round(x * self.scale) + 1)
        y0, y1 = rows - round((y + height) * self.scale), rows - round(y * self.scale)
        self.image[max(y0, 0) : max(y1, y0 + 1, 0), max(x0, 0) : max(x1, 0)] = colour

    def light(self, x: float, y: float, reach_x: float, reach_y: float, colour: Colour) -> None:
        """Add a soft pool of light around a point, y up, mm."""
        rows, columns = self.image.shape[:2]
        # Beyond some standard deviations it is nothing that shows.
        x0, x1 = (round((x + side * _POOL_REACH * reach_x) * self.scale) for side in (-1, 1))
        y0, y1 = (rows - round((y + side * _POOL_REACH * reach_y) * self.scale) for side in (1, -1))
        across, down = slice(max(x0, 0), max(x1, 0)), slice(max(y0, 0), max(y1, 0))
        u = (np.arange(columns, dtype=np.float32)[across] / self.scale - x) / reach_x
        v = ((rows - np.arange(rows, dtype=np.float32)[down]) / self.scale - y) / reach_y
        fall = np.exp(-0.5 * u**2)[:, np.newaxis] * np.array(colour, dtype=np.float32)
        self.image[down, across] += np.exp(-0.5 * v**2)[:, np.newaxis, np.newaxis] * fall

    def pick(self, colours: tuple[str, ...], gain: float) -> Colour:
        """Return one of some colours, lit by a gain that varies a little."""
        red, green, blue = linear(colours[int(self.dice.integers(len(colours)))])
        level = gain * float(self.dice.uniform(0.7, 1.15))
        return red * level, green * level, blue * level


def lit_room(grid: Grid, bounds: Rect, colour: str, seed: int) -> Floats:
    """Return a lit interior, shape (3, h, w), 1.3 at most for its lamps and about 0.3 in the mean.

    Openings upstairs under 2.6 m wide and 2.1 m high are homes, larger ones shops; the remainder of the seed by four
    picks shelves, racks, tables or a counter.

    Args:
        grid: Pixels to fill.
        bounds: The opening, scene mm.
        colour: Colour of the light in the room.
        seed: Fixes trade, goods and lamps.
    """
    is_home = bounds.y0 > _UPSTAIRS_MM and bounds.width < 2600 and bounds.height < 2100
    if not is_home and bounds.height < _ROOM_MM:  # a fanlight or a window over a sill shows the upper part of its room
        bounds = Rect(bounds.x0, bounds.y1 - _ROOM_MM, bounds.x1, bounds.y1)
    scale = min(1.2 / grid.mm_per_px, _PX_PER_MM, 2400 / bounds.width)
    return fitted(_picture(bounds.width, bounds.height, scale, colour, seed, is_home=is_home), grid, bounds)


@lru_cache(maxsize=6)  # the panes of one shop show parts of one picture
def _picture(width_mm: float, height_mm: float, scale: float, colour: str, seed: int, *, is_home: bool) -> Floats:
    """Return a room, shape (3, rows, columns), that fills its box."""
    shape = (max(8, round(height_mm * scale)), max(8, round(width_mm * scale)), 3)
    dice = np.random.default_rng(seed & 0x7FFFFFFF)
    room = _Room(np.zeros(shape, dtype=np.float32), scale, dice)
    if is_home:
        _home(room)
    else:
        _shell(room)
        (_shelves, _boutique, _cafe, _counter)[seed % 4](room)
        _lamps(room)
    image: Floats = np.asarray(cv2.GaussianBlur(room.image, (0, 0), max(0.45, 9 * scale)), dtype=np.float32)
    hue = np.array(linear(colour), dtype=np.float32) + 0.05
    image *= (hue / hue.max()) ** np.float32(0.75)
    planes = np.ascontiguousarray(image.transpose(2, 0, 1))
    planes *= 0.55 + 0.45 * np.clip(planes.max(axis=0) * 2.2, 0, 1)  # deeper corners
    picture = np.clip(planes, 0, 1.3, out=planes)
    picture.setflags(write=False)  # shared by everyone who asks again
    return picture


def _shell(room: _Room) -> None:
    """Paint back wall, side walls, ceiling and floor in one-point perspective."""
    rows, columns = room.image.shape[:2]
    x0, x1 = round(columns * 0.07), round(columns * 0.93)
    if room.width_mm > 6000:
        x0, x1 = round(450 * room.scale), columns - round(450 * room.scale)
    y0, y1 = round(rows * 0.17), round(rows * 0.84)
    wall = np.array(room.pick(("#F0DDBC", "#EAD8C0", "#E4D2B4", "#F2E6D2"), 0.44), dtype=np.float32)

    def quad(points: list[tuple[int, int]], shade: float) -> None:
        cv2.fillPoly(room.image, [np.array(points, dtype=np.int32)], tuple(float(v) for v in wall * shade))

    quad([(0, 0), (columns, 0), (x1, y0), (x0, y0)], 0.78)
    quad([(0, rows), (columns, rows), (x1, y1), (x0, y1)], 0.42)
    quad([(0, 0), (x0, y0), (x0, y1), (0, rows)], 0.62)
    quad([(columns, 0), (x1, y0), (x1, y1), (columns, rows)], 0.56)
    quad([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], 1.0)
    fall = np.linspace(1.12, 0.72, rows, dtype=np.float32)[:, np.newaxis, np.newaxis]
    room.image *= fall


def _shelves(room: _Room) -> None:
    """A general store: shelves of goods along the back wall, a counter before them."""
    height = room.height_mm
    left, right = room.width_mm * 0.10, room.width_mm * 0.90
    levels = np.arange(height * 0.26, height * 0.74, 330.0)
    bay = 1100.0
    for level in levels:
        room.box(left, level - 22, right - left, 22, (0.10, 0.065, 0.035))
        room.box(left, level + 255, right - left, 38, (0.62, 0.50, 0.33))  # strip light under the next shelf
        at = left + 15
        while at < right - 60:
            wide, tall = float(room.dice.uniform(45, 130)), float(room.dice.uniform(110, 250))
            colour = room.pick(_GOODS, 0.62)
            for _ in range(int(room.dice.integers(1, 5))):  # goods stand in rows of the same kind
                if at + wide > right:
                    break
                room.box(at, level, wide * 0.88, tall, colour)
                room.box(at, level, wide * 0.20, tall, (colour[0] * 1.25, colour[1] * 1.25, colour[2] * 1.25))
                at += wide
            at += float(room.dice.uniform(4, 45))
    for post in np.arange(left, right + 1, bay):
        room.box(post - 16, height * 0.16, 32, height * 0.64, (0.12, 0.08, 0.045))
    _bar(room, room.width_mm * float(room.dice.uniform(0.12, 0.4)), room.width_mm * 0.38)


def _boutique(room: _Room) -> None:
    """A clothes shop: rails of garments, lit niches, figures in the window."""
    width, height = room.width_mm, room.height_mm
    for niche in np.arange(width * 0.12, width * 0.86, 1300.0):
        room.box(niche, height * 0.24, 1060, height * 0.50, (0.52, 0.44, 0.33))
        room.box(niche + 40, height * 0.60, 980, 16, (0.12, 0.11, 0.10))
        at = niche + 70
        while at < niche + 970:
            wide = float(room.dice.uniform(35, 85))
            drop = float(room.dice.uniform(650, 950))
            room.box(at, height * 0.60 - drop, wide * 0.9, drop, room.pick(_CLOTHES, 0.75))
            at += wide
        room.light(niche + 530, height * 0.72, 380, 260, (0.26, 0.22, 0.16))
    for at in np.arange(width * 0.16, width * 0.9, 2100.0):
        _figure(room, at + float(room.dice.uniform(-200, 200)), room.pick(_COATS, 0.5))


def _cafe(room: _Room) -> None:
    """An eating place: a panelled wall with pictures, tables, pendant lamps."""
    width, height = room.width_mm, room.height_mm
    room.box(width * 0.07, height * 0.16, width * 0.86, height * 0.24, (0.15, 0.085, 0.045))
    for at in np.arange(width * 0.14, width * 0.84, 1500.0):
        room.box(at, height * 0.50, 620, 460, (0.10, 0.07, 0.05))
        room.box(at + 40, height * 0.50 + 40, 540, 380, room.pick(_GOODS, 0.45))
    for at in np.arange(width * 0.12, width * 0.9, 1250.0):
        x = at + float(room.dice.uniform(-120, 120))
        room.box(x, 560, 800, 50, (0.30, 0.19, 0.10))
        room.box(x + 380, 0, 45, 560, (0.06, 0.05, 0.04))
        for seat in (x - 240, x + 720):
            room.box(seat, 0, 300, 400, (0.09, 0.06, 0.045))
            room.box(seat + (0 if seat < x else 240), 380, 60, 420, (0.10, 0.065, 0.045))
        room.box(x + 385, height * 0.72, 14, height * 0.2, (0.05, 0.045, 0.04))
        room.box(x + 290, height * 0.68, 200, 120, (0.9, 0.70, 0.40))
        room.light(x + 390, height * 0.68, 330, 300, (0.42, 0.30, 0.15))
        room.light(x + 390, 640, 420, 120, (0.26, 0.18, 0.09))


def _counter(room: _Room) -> None:
    """A service counter: a lit board on the wall, a long bar, people waiting."""
    width, height = room.width_mm, room.height_mm
    for at in np.arange(width * 0.14, width * 0.80, 950.0):
        room.box(at, height * 0.56, 880, 420, (0.80, 0.72, 0.56))
        room.box(at + 50, height * 0.56 + 300, 420, 60, room.pick(_GOODS, 0.5))
        for line in range(4):
            room.box(at + 50, height * 0.56 + 50 + 55 * line, float(room.dice.uniform(350, 760)), 16, (0.25, 0.2, 0.15))
    room.box(width * 0.1, height * 0.30, width * 0.8, height * 0.20, (0.24, 0.15, 0.09))
    at = width * 0.12
    while at < width * 0.86:
        room.box(at, height * 0.30, float(room.dice.uniform(80, 220)), float(room.dice.uniform(90, 330)),
                 room.pick(_GOODS, 0.5))  # fmt: skip
        at += float(room.dice.uniform(160, 420))
    _bar(room, width * 0.12, width * 0.62)
    for at in np.arange(width * 0.3, width * 0.95, 2600.0):
        _figure(room, at + float(room.dice.uniform(-300, 300)), room.pick(_COATS, 0.4))


def _bar(room: _Room, x: float, width: float) -> None:
    room.box(x, 0, width, 900, (0.135, 0.08, 0.045))
    for at in np.arange(x + 30, x + width - 60, 260.0):
        room.box(at, 60, 220, 760, (0.17, 0.10, 0.055))
    room.box(x - 40, 900, width + 80, 55, (0.55, 0.47, 0.36))
    room.light(x + width / 2, 900, width * 0.42, 130, (0.12, 0.085, 0.045))


def _figure(room: _Room, x: float, colour: Colour) -> None:
    """A person or a dressed figure, far enough behind the glass to be a shape."""
    skin = (colour[0] * 0.6 + 0.13, colour[1] * 0.6 + 0.09, colour[2] * 0.6 + 0.065)
    dark = (colour[0] * 0.3 + 0.01, colour[1] * 0.3 + 0.01, colour[2] * 0.3 + 0.012)
    rows = room.image.shape[0]
    size = min(1.0, room.height_mm / 2700)

    def spot(cx: float, cy: float, rx: float, ry: float, paint: Colour) -> None:
        centre = (round(cx * room.scale), rows - round(cy * size * room.scale))
        axes = (max(1, round(rx * size * room.scale)), max(1, round(ry * size * room.scale)))
        cv2.ellipse(room.image, centre, axes, 0, 0, 360, paint, -1, cv2.LINE_AA)

    room.box(x - 120 * size, 0, 105 * size, 780 * size, dark)
    room.box(x + 15 * size, 0, 105 * size, 780 * size, dark)
    coat = ((-205, 800), (-200, 1260), (-168, 1365), (-60, 1425), (60, 1425), (168, 1365), (200, 1260), (205, 800))
    ring = [[round((x + dx * size) * room.scale), rows - round(y * size * room.scale)] for dx, y in coat]
    cv2.fillPoly(room.image, [np.array(ring, dtype=np.int32)], colour, cv2.LINE_AA)
    room.box(x - 42 * size, 1400 * size, 84 * size, 90 * size, skin)
    spot(x, 1560, 84, 112, skin)


def _lamps(room: _Room) -> None:
    """Downlights in the ceiling, each with its cone on the wall below."""
    width, height = room.width_mm, room.height_mm
    count = max(2, round(width / 1250))
    for number in range(count):
        x = width * (number + 0.5) / count
        room.light(x, height * 0.70, 300, height * 0.20, (0.20, 0.155, 0.095))
        room.light(x, height * 0.915, 120, 46, (0.55, 0.46, 0.32))
        rows = room.image.shape[0]
        centre = (round(x * room.scale), rows - round(height * 0.915 * room.scale))
        axes = (max(1, round(85 * room.scale)), max(1, round(26 * room.scale)))
        cv2.ellipse(room.image, centre, axes, 0, 0, 360, (1.0, 0.96, 0.86), -1, cv2.LINE_AA)


def _home(room: _Room) -> None:
    """A flat: dark, dim behind curtains, or a lit room with a lamp."""
    width, height = room.width_mm, room.height_mm
    mood = int(room.dice.integers(6))
    if mood <= 2:  # nobody at home: the faint end of a hall light
        room.image[:] = (0.012, 0.013, 0.018)
        room.light(width * float(room.dice.uniform(0.2, 0.8)), height * 0.4, 300, 400, (0.02, 0.016, 0.010))
        return
    warm = float(room.dice.uniform(0.45, 1.0))
    glow = (0.30, 0.17 + 0.05 * (1 - warm), 0.065 + 0.10 * (1 - warm))
    room.image[:] = tuple(0.55 * v for v in glow)
    room.light(width * 0.5, height * 0.85, width * 0.5, height * 0.5, glow)
    if mood == 3:  # drawn curtains, lit from behind
        folds = 1 + 0.22 * np.sin(np.arange(room.image.shape[1]) / room.scale / 26.0).astype(np.float32)
        room.image *= folds[np.newaxis, :, np.newaxis] * 0.8
        return
    room.box(width * 0.12, height * 0.35, width * 0.3, height * 0.22, room.pick(_GOODS, 0.3))
    room.box(width * 0.5, 0, width * 0.42, height * 0.28, (0.06, 0.04, 0.03))
    room.light(width * 0.7, height * 0.78, 130, 90, (0.5, 0.36, 0.18))
    for x in (0.0, width * 0.84):
        room.box(x, 0, width * 0.16, height, (0.8 * glow[0], 0.8 * glow[1], 0.8 * glow[2]))
