"""Materials as small SVG patterns: joints, courses, grain; glass and lit rooms as one pattern a pane."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from signage.geometry import Rect
from signage.render.svg_light import Toner
from signage.scene import Texture
from signage.scene.tones import darker, lighter, mix

Stops = Callable[[tuple[tuple[float, str], ...]], str]  # registers a vertical gradient, gives its paint reference

# material -> size of its pattern's tile, mm; below a few pixels a pattern is noise, and the colour alone is drawn
_TILES = {
    "stone": (4800.0, 2400.0),
    "brick": (1000.0, 500.0),
    "curtain": (1500.0, 1800.0),
    "paving": (1200.0, 600.0),
    "brushed": (700.0, 48.0),
    "wood": (1800.0, 320.0),
}
_FINEST = {"stone": 600.0, "brick": 75.0, "curtain": 1500.0, "paving": 300.0, "brushed": 16.0, "wood": 160.0}
_LEAST_PX = 3.0


def tile_size(material: str, px_per_mm: float) -> tuple[float, float] | None:
    """Return the tile of a repeating material in mm, or None when its colour alone is to be drawn."""
    if material not in _TILES or _FINEST[material] * px_per_mm < _LEAST_PX:
        return None
    return _TILES[material]


def tile_content(paint: Texture, toner: Toner) -> str:
    """Return the SVG elements of one tile, y down, origin at its upper left."""
    draw: Callable[[Texture, Random, Toner], str] = {
        "stone": _stone,
        "brick": _brick,
        "curtain": _curtain,
        "paving": _paving,
        "brushed": _brushed,
        "wood": _wood,
    }[paint.material]
    return draw(paint, Random(paint.seed), toner)  # noqa: S311 (scenery, no secret)


def pane_content(paint: Texture, size: Rect, toner: Toner, gradient: Stops) -> str:
    """Return the SVG elements of a glass pane or a lit room seen through it, in a box `size` at the origin.

    Args:
        paint: Material `glass` or `interior`.
        size: The pane's box; only its size counts.
        toner: The light.
        gradient: Registers a vertical gradient and gives its paint reference.
    """
    randoms = Random(paint.seed)  # noqa: S311 (scenery, no secret)
    if paint.material == "glass":
        return _glass(paint, size.width, size.height, randoms, toner, gradient)
    if size.height > 2000:
        return _shop(paint, size.width, size.height, randoms, gradient)
    return _room(paint, size.width, size.height, randoms, gradient)


def _rect(x: float, y: float, width: float, height: float, fill: str, opacity: float = 1.0) -> str:
    shade = "" if opacity >= 1 else f' opacity="{opacity:.2f}"'
    return f'<rect x="{x:.4g}" y="{y:.4g}" width="{width:.5g}" height="{height:.5g}" fill="{fill}"{shade}/>'


def _bond(width: float, course: float, block: float, joint: float, spread: float) -> Callable[..., str]:
    def draw(paint: Texture, randoms: Random, toner: Toner) -> str:
        tall = _TILES[paint.material][1]
        parts = [_rect(0, 0, width, tall, toner.surface(darker(paint.colour, 0.22)))]
        for row in range(round(tall / course)):
            shift = block / 2 if row % 2 else 0.0
            for column in range(round(width / block)):
                tone = randoms.uniform(-spread, spread)
                base = lighter(paint.colour, tone) if tone > 0 else darker(paint.colour, -tone)
                fill = toner.surface(base)
                x, y = column * block + shift, row * course
                parts.append(_rect(x, y, block - joint, course - joint, fill))
                if x + block > width:  # the block that goes on at the tile's other side
                    parts.append(_rect(x - width, y, block - joint, course - joint, fill))
        return "".join(parts)

    return draw


_stone = _bond(4800.0, 600.0, 1200.0, 9.0, 0.035)
_brick = _bond(1000.0, 62.5, 250.0, 10.0, 0.11)
_paving = _bond(1200.0, 300.0, 600.0, 8.0, 0.05)


def _curtain(paint: Texture, randoms: Random, toner: Toner) -> str:
    glass, metal = mix(paint.colour, "#6E8CA0", 0.45), darker(paint.colour, 0.45)
    parts = [_rect(0, 0, 1500, 1800, toner.surface(glass))]
    parts.append(_rect(0, 0, 1500, 500, toner.surface(darker(glass, 0.12))))
    parts.append(_rect(0, 0, 45, 1800, toner.surface(metal)) + _rect(0, 0, 1500, 35, toner.surface(metal)))
    parts.append(_rect(0, 490, 1500, 25, toner.surface(metal)))
    return "".join(parts)


def _brushed(paint: Texture, randoms: Random, toner: Toner) -> str:
    parts = [_rect(0, 0, 700, 48, toner.surface(paint.colour))]
    for _ in range(14):
        tone = randoms.uniform(-0.10, 0.12)
        colour = lighter(paint.colour, tone) if tone > 0 else darker(paint.colour, -tone)
        start = randoms.uniform(-200, 500)
        parts.append(_rect(start, randoms.uniform(0, 46), randoms.uniform(150, 600), 2.5, toner.surface(colour)))
    return "".join(parts)


def _wood(paint: Texture, randoms: Random, toner: Toner) -> str:
    parts = []
    for plank in range(2):
        tone = darker(paint.colour, 0.05 + 0.07 * plank)
        parts.append(_rect(0, plank * 160, 1800, 160, toner.surface(tone)))
        for _ in range(9):
            y = plank * 160 + randoms.uniform(6, 150)
            grain = toner.surface(darker(paint.colour, randoms.uniform(0.08, 0.22)))
            parts.append(_rect(randoms.uniform(-300, 1200), y, randoms.uniform(300, 1100), 3, grain, 0.7))
        parts.append(_rect(0, plank * 160 + 154, 1800, 6, toner.surface(darker(paint.colour, 0.5))))
    return "".join(parts)


def _glass(
    paint: Texture,
    width: float,
    height: float,
    randoms: Random,
    toner: Toner,
    gradient: Stops,
) -> str:
    colour = paint.colour
    stops = (
        (0.0, toner.surface(lighter(colour, 0.30))),
        (0.45, toner.surface(colour)),
        (1.0, toner.surface(darker(colour, 0.52))),
    )
    parts = [_rect(0, 0, width, height, gradient(stops))]
    # the street's far side, mirrored low in the pane
    if height > 1900:
        x = -randoms.uniform(0, 600)
        while x < width:
            wide, tall = randoms.uniform(500, 1300), height * randoms.uniform(0.30, 0.52)
            parts.append(_rect(x, height - tall, wide, tall, toner.surface(darker(colour, 0.45)), 0.22))
            x += wide + randoms.uniform(0, 500)
    shine = toner.surface("#FFFFFF")
    lean = height * 0.45
    x = -lean + randoms.uniform(0, 900)
    while x < width:
        wide = randoms.uniform(180, 520)
        points = f"{x + lean:.0f},0 {x + lean + wide:.0f},0 {x + wide:.0f},{height:.0f} {x:.0f},{height:.0f}"
        parts.append(f'<polygon points="{points}" fill="{shine}" opacity=".1"/>')
        x += wide + randoms.uniform(1100, 2600)
    return "".join(parts)


def _shop(
    paint: Texture,
    width: float,
    height: float,
    randoms: Random,
    gradient: Stops,
) -> str:
    warm = paint.colour
    tones = (0.0, mix(warm, "#6A431C", 0.50)), (0.35, mix(warm, "#4A2D12", 0.66)), (1.0, mix(warm, "#160D06", 0.90))
    wall = gradient(tones)
    parts = [_rect(0, 0, width, height, wall)]
    for shelf in range(3):
        y = height * (0.34 + 0.15 * shelf)
        parts.append(_rect(0, y, width, 28, "#3A2410", 0.55))
        x = randoms.uniform(40, 200)
        while x < width - 120:
            wide, tall = randoms.uniform(70, 190), randoms.uniform(110, 300)
            goods = randoms.choice(("#8C3B24", "#6F7A3A", "#B98A3C", "#4A4A52", "#7A5A3A", "#A65A3A"))
            parts.append(_rect(x, y - tall, wide, tall, mix(goods, darker(warm, 0.4), 0.35), 0.55))
            x += wide + randoms.uniform(30, 320)
    counter = height * 0.24
    parts.append(_rect(width * 0.16, height - counter, width * 0.62, counter, "#22150B", 0.75))
    count = max(2, round(width / 1100))
    for index in range(count):
        x = width * (index + 0.5) / count
        parts.append(f'<ellipse cx="{x:.0f}" cy="{height * 0.11:.0f}" rx="330" ry="190" fill="#FFE2AE" opacity=".13"/>')
        parts.append(f'<ellipse cx="{x:.0f}" cy="{height * 0.09:.0f}" rx="120" ry="40" fill="#FFE9C0" opacity=".8"/>')
    return "".join(parts)


def _room(
    paint: Texture,
    width: float,
    height: float,
    randoms: Random,
    gradient: Stops,
) -> str:
    warm = paint.colour
    wall = gradient(((0.0, mix(warm, "#5B3C1C", 0.66)), (1.0, mix(warm, "#1C1208", 0.86))))
    parts = [_rect(0, 0, width, height, wall)]
    lamp = width * randoms.uniform(0.35, 0.65)
    parts.append(f'<ellipse cx="{lamp:.0f}" cy="{height * 0.2:.0f}" rx="420" ry="260" fill="#FFDFA6" opacity=".14"/>')
    parts.append(f'<ellipse cx="{lamp:.0f}" cy="{height * 0.16:.0f}" rx="110" ry="60" fill="#FFEFCF" opacity=".85"/>')
    drape = width * randoms.uniform(0.10, 0.24)
    cloth = mix(warm, "#2E2318", 0.80)
    parts.append(_rect(0, 0, drape, height, cloth, 0.8) + _rect(width - drape, 0, drape, height, cloth, 0.8))
    return "".join(parts)
