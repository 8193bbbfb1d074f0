"""Surfaces of a sign by day: brushed metal, grain, lacquer with a sheen, edges that fade, letters that are cut in."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import hypot

import numpy as np
import pytest

from signage.design import LetterConstruction, SignSpec, lay_out
from signage.geometry import Path, Rect, ellipse
from signage.render import Viewport
from signage.render.png import paint
from signage.scene import DAY, NIGHT, Fill, Gradient, Group, Node, Scene, Texture, compose_sign
from signage.scene.carving import hollow
from signage.scene.nodes import Shadow, Solid, Stroke
from signage.scene.sign_surfaces import edge_light
from signage.scene.solids import SUN, lit_edges
from signage.typography import FontCatalogue


def walk(nodes: tuple[Node, ...]) -> list[Node]:
    found: list[Node] = []
    for node in nodes:
        found += [node, *walk(node.children)] if isinstance(node, Group) else [node]
    return found


def part(scene: Scene, name: str) -> Group:
    return next(n for n in walk(scene.nodes) if isinstance(n, Group) and n.id == name)


def spec(**more: object) -> SignSpec:
    plain = SignSpec(kind="panel-letters", name="晶湾盐业", width_mm=4200.0, height_mm=1000.0)
    return replace(plain, **more)  # type: ignore[arg-type]


def day(fonts: FontCatalogue, **more: object) -> Scene:
    return compose_sign(lay_out(spec(**more), fonts), DAY, fonts)


def textures(group: Group) -> set[str]:
    return {n.paint.material for n in group.children if isinstance(n, Fill) and isinstance(n.paint, Texture)}


def test_a_steel_panel_is_brushed_with_a_soft_light_over_it(fonts: FontCatalogue) -> None:
    panel = part(day(fonts, panel_material="stainless-steel"), "sign-panel")
    assert textures(panel) == {"brushed"}
    light = [n.paint for n in panel.children if isinstance(n, Fill) and isinstance(n.paint, Gradient)]
    assert [0 < paint.opacity < 0.6 and len(paint.stops) > 3 for paint in light] == [True]


def test_brushing_shows_in_the_picture_as_lines_along_the_panel(fonts: FontCatalogue) -> None:
    scene = day(fonts, panel_material="stainless-steel")
    panel = part(scene, "sign-panel").children
    box = max((n.path.bounds() for n in panel if isinstance(n, Fill)), key=lambda b: b.width if b else 0.0)
    assert box is not None
    corner = Rect(box.x0 + 60, box.y0 + 100, box.x0 + 460, box.y0 + 250)
    pixels = paint(scene, Viewport(bounds=corner, width_px=400)).astype(float).mean(axis=2)
    pixels -= pixels.mean(axis=1, keepdims=True).mean()
    down = np.abs(np.diff(pixels, axis=0)).mean()
    along = np.abs(np.diff(pixels, axis=1)).mean()
    assert down > 2 * along
    assert down > 0.8


def test_metal_letters_are_brushed_and_acrylic_ones_are_not(fonts: FontCatalogue) -> None:
    for material, expected in (("titanium-gold-steel", {"brushed"}), ("acrylic", set())):
        layout = lay_out(spec(letter_material=material, construction=LetterConstruction.FLAT), fonts)
        letter = part(compose_sign(layout, DAY, fonts), f"sign-{layout.letters[0].id}")
        assert textures(letter) == expected


def test_the_sheen_of_a_lacquer_is_one_soft_band_and_only_by_day(fonts: FontCatalogue) -> None:
    layout = lay_out(spec(), fonts)

    def bands(scene: Scene) -> list[Gradient]:
        fills = [n for n in part(scene, "sign-panel").children if isinstance(n, Fill)]
        slanted = [f.paint for f in fills if isinstance(f.paint, Gradient) and f.paint.start.x != f.paint.end.x]
        return [paint for paint in slanted if isinstance(paint, Gradient)]

    (band,) = bands(compose_sign(layout, DAY, fonts))
    assert band.opacity < 0.5
    assert band.stops[0][1] == band.stops[-1][1] == layout.panel.face_colour
    assert bands(compose_sign(layout, NIGHT, fonts)) == []


def test_a_board_shows_its_grain_and_its_carved_letters_throw_no_shadow(fonts: FontCatalogue) -> None:
    plaque = {"kind": "plaque", "width_mm": 2400.0, "height_mm": 800.0}
    carved = lay_out(spec(**plaque, construction=LetterConstruction.CARVED), fonts)
    laid_on = lay_out(spec(**plaque, construction=LetterConstruction.FLAT), fonts)
    picture = compose_sign(carved, DAY, fonts)
    assert textures(part(picture, "sign-panel")) == {"grain"}

    def shades(scene: Scene) -> int:
        return sum(isinstance(n, Shadow) for n in walk(scene.nodes))

    assert shades(picture) < shades(compose_sign(laid_on, DAY, fonts))


def test_a_hollow_is_dark_towards_the_light_and_bright_away_from_it() -> None:
    square = Path.rect(Rect(0, 0, 100, 100))
    nodes = hollow(square, 12.0, "#D9AE4F", 100.0)
    dark = [n.path for n in nodes if isinstance(n, Fill) and isinstance(n.paint, Solid) and n.paint.colour == "#000000"]
    (bright,) = [n.path for n in nodes if isinstance(n, Stroke)]
    assert len(dark) == 2
    for path in dark:
        middle = np.mean([[p.x, p.y] for contour in path.flattened() for p in contour], axis=0) - 50
        assert middle @ (SUN.x, SUN.y) > 0
        assert square.bounds() == Rect.joined([square.bounds() or Rect(0, 0, 0, 0), path.bounds() or Rect(0, 0, 0, 0)])
    ends = [p for _, points in bright.segments() for p in points]
    assert {(p.x, p.y) for p in ends} == {(0.0, 0.0), (100.0, 0.0), (100.0, 100.0)}


def test_the_light_along_a_round_edge_fades_in_steps_that_are_hardly_seen() -> None:
    ring = ellipse(0.0, 0.0, 300.0)
    steps = edge_light(ring, "#FFFFFF", 4.0, 0.3)
    lines = [line for node in steps if isinstance(node, Stroke) for line in [node.path.flattened()[0]]]
    lengths = [sum(hypot(b.x - a.x, b.y - a.y) for a, b in pairwise(line)) for line in lines]
    assert len(set(np.round(lengths))) == len(steps) > 4
    assert all(isinstance(node, Stroke) and node.opacity < 0.2 for node in steps)


@pytest.mark.parametrize("level", [1, 2, 3])
def test_a_straight_upper_edge_is_lit_at_every_level_and_a_lower_one_at_none(level: int) -> None:
    lit = lit_edges(Path.rect(Rect(0, 0, 10, 10)), 0.4, level)
    ends = [p for _, points in lit.segments() for p in points]
    assert {(p.x, p.y) for p in ends if p.y == 10.0} == {(0.0, 10.0), (10.0, 10.0)}
    assert not any(a.y == b.y == 0.0 for a, b in pairwise(ends))
