"""W1, W1n and W6: pictures of one bay with its sign, beside a browser, CairoSVG and the raw parts."""

from __future__ import annotations

from benchmarks.browser import Page
from benchmarks.floor import Floor
from benchmarks.measure import ROUNDS, Row, faster, medians, within
from benchmarks.workloads import WIDTH_PX, bay, names, spec_named, viewport
from signage.render import draw
from signage.render.png import paint
from signage.render.raster import glazing, interiors, painter
from signage.scene import DAY, NIGHT, Ambience, facade, people, solids


def forget_all_but_glyphs() -> None:
    """Leave nothing but the typeface's outlines in memory."""
    painter.KEPT.clear()
    facade._backdrop.cache_clear()
    people._standing_there.cache_clear()
    glazing._mirrored.cache_clear()
    interiors._picture.cache_clear()
    solids._shapes.clear()


def rows(page: Page | None, rounds: int = ROUNDS) -> list[Row]:
    """Return the rows of W1, W1n and W6."""
    return [row for light in (DAY, NIGHT) for row in _rows(light, page, rounds)]


def _rows(light: Ambience, page: Page | None, rounds: int) -> list[Row]:
    kind = "night" if light.is_night else "day"
    shop = bay()
    specs = [spec_named(name) for name in names(rounds + 2)]
    scenes = [shop.scene(light, spec) for spec in specs]
    svgs = [draw(scene, viewport(), "svg").content.decode() for scene in scenes]
    floor = Floor(scenes[0], viewport(), paint(scenes[0], viewport()))

    def cold(number: int) -> bytes:
        forget_all_but_glyphs()
        return draw(shop.scene(light, specs[number]), viewport(), "png").content

    first = {
        "ours": lambda n: draw(shop.scene(light, specs[n]), viewport(), "png").content,
        "drawing": lambda n: draw(scenes[n], viewport(), "png").content,
        "floor": floor.draw,
    }
    if page is not None:
        first["browser"] = lambda n: page.shoot(svgs[n])
    warm = medians(first, rounds)
    others = {"cold": cold}
    cairo = _cairo()
    if cairo is not None:
        others["cairo"] = lambda n: cairo(svgs[n])
    late = medians(others, max(3, rounds // 2))
    shown = f"text → PNG {WIDTH_PX} px, {kind}"
    found = [
        faster("W1", f"{shown}, bay kept", warm["ours"], "Chromium", warm.get("browser"), 15),
        faster("W1", f"{shown}, bay kept", warm["ours"], "CairoSVG (drops blur)", late.get("cairo"), 8),
        within("W1", f"scene → PNG, {kind}, bay kept", warm["drawing"], "raw parts", warm["floor"], 1.3),
        faster("W1n", f"{shown}, only glyphs kept", late["cold"], "Chromium", warm.get("browser"), 6),
    ]
    if light.is_night:
        found.append(within("W6", "3-D night picture, nothing kept", late["cold"], "Chromium, plain night",
                            warm.get("browser"), 0.7))  # fmt: skip
    return found


def _cairo():
    try:
        import cairosvg
    except ImportError:
        print("no CairoSVG here: left out")
        return None
    return lambda svg: cairosvg.svg2png(bytestring=svg.encode(), output_width=WIDTH_PX)
