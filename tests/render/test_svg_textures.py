"""Materials drawn as shapes have the stones, slats and panes of the raster's, in place, size and tone."""

from __future__ import annotations

import re

import numpy as np
import pytest
from numpy.typing import NDArray

from signage.geometry import Path, Rect
from signage.render import Viewport, draw
from signage.render.materials import COURSED, CURTAIN, WOOD, Coursed
from signage.render.raster.glazing import curtain_wall
from signage.render.raster.masks import Window
from signage.render.raster.materials import TONES
from signage.render.raster.noise import Grid, hashed
from signage.render.svg_light import Toner
from signage.render.svg_textures import Placed, shapes
from signage.scene import DAY, NIGHT, Ambience, Fill, Scene, Texture

SEED = 11


def tones_of(material: str, grain_mm: float, columns: int, rows: int) -> NDArray[np.float64]:
    """Return the raster's tone with its upper left at (0, rows · grain)."""
    grid = Grid(0.0, rows * grain_mm, grain_mm, Window(0, 0, columns, rows))
    return np.asarray(TONES[material](grid, SEED), dtype=np.float64)


def test_numbers_of_a_place_are_those_of_whole_number_arithmetic() -> None:
    places, seed = [(0, 0), (5, 7), (-3, 2), (123_456, -98_765)], 2**33 + 11
    for i, j in places:
        h = (i * 0x9E3779B1) ^ (j * 0x85EBCA77) ^ (seed * 0xC2B2AE3D + 0x27D4EB2F)
        for shift, factor in ((15, 0x2C1B3C6D), (12, 0x297A2D39), (15, 1)):
            h &= 0xFFFFFFFF
            h = (h ^ h >> shift) * factor
        found = hashed(np.array([i]), np.array([j]), seed)
        assert found.tolist() == [((h & 0xFFFFFFFF) >> 8) / (1 << 24)]


@pytest.mark.parametrize("material", sorted(COURSED))
def test_joints_lie_where_the_raster_has_them(material: str) -> None:
    kind: Coursed = COURSED[material]
    tone = tones_of(material, 1.0, int(kind.width_mm * 3), int(kind.height_mm * 4))
    beds = np.abs(np.gradient(tone.mean(axis=1)))
    rows = np.arange(len(beds))[::-1] + 0.5
    near = np.abs((rows + kind.height_mm / 2) % kind.height_mm - kind.height_mm / 2) <= kind.joint_mm * (
        1.6 if kind.has_arris else 0.8
    )
    assert beds[near].mean() > 3 * beds[~near].mean()
    course = tone[int(kind.height_mm * 0.35) : int(kind.height_mm * 0.65)]  # the third from the ground: an odd one
    columns = np.arange(course.shape[1]) + 0.5
    from_joint = np.abs(columns % kind.width_mm - kind.width_mm / 2)
    assert course[:, from_joint < kind.joint_mm / 2 - 1].mean() == pytest.approx(1 - kind.depth, abs=0.06)


@pytest.mark.parametrize("material", sorted(COURSED))
def test_blocks_are_as_light_as_the_raster_has_them(material: str) -> None:
    kind = COURSED[material]
    grain = kind.height_mm / 50
    tone = tones_of(material, grain, int(kind.width_mm * 8 / grain), 200)
    for course in range(4):
        shift = course % 2 * kind.width_mm / 2
        numbers = np.arange(0, 7)
        meant = 1 + kind.vary * (hashed(numbers, course, SEED) * 2 - 1)
        rows = slice(200 - course * 50 - 38, 200 - course * 50 - 12)
        for number, level in zip(numbers, meant, strict=True):
            left = (number * kind.width_mm + shift) / grain
            seen = tone[rows, int(left + kind.width_mm * 0.2 / grain) : int(left + kind.width_mm * 0.8 / grain)]
            assert seen.mean() == pytest.approx(level, abs=0.06)


def test_slats_and_panes_have_the_sizes_of_the_raster() -> None:
    tone = tones_of("wood", 1.0, 400, int(WOOD.height_mm * 8)).mean(axis=1)[::-1]
    at = np.arange(len(tone)) + 0.5
    from_joint = np.abs((at + WOOD.height_mm / 2) % WOOD.height_mm - WOOD.height_mm / 2)
    assert tone[from_joint < WOOD.joint_mm / 2 - 1].mean() < 0.35 * tone[from_joint > WOOD.joint_mm].mean()
    grid = Grid(0.0, CURTAIN.height_mm * 2, 10.0, Window(0, 0, 480, 320))
    panes = curtain_wall(grid, "#203040", SEED, is_night=False).mean(axis=0)
    middle = panes[80]
    posts = np.abs((np.arange(480) * 10 + 5 + CURTAIN.width_mm / 2) % CURTAIN.width_mm - CURTAIN.width_mm / 2)
    is_post = posts < CURTAIN.frame_mm / 2
    assert middle[is_post].min() > middle[~is_post].max()


def drawn(material: str, area: Rect, ambience: Ambience = DAY, px_per_mm: float = 0.2) -> str:
    paint = Texture(material=material, colour="#B0A898", seed=SEED)
    return shapes(paint, area, Placed(0.0, 5000.0, px_per_mm), Toner(ambience), lambda stops: "url(#g)")


@pytest.mark.parametrize("material", ["stone", "brick", "paving", "wood", "curtain"])
@pytest.mark.parametrize("ambience", [DAY, NIGHT])
def test_shapes_need_no_tiles_and_no_numbers_that_svg_lacks(material: str, ambience: Ambience) -> None:
    svg = drawn(material, Rect(0, 0, 4000, 3000), ambience)
    assert "<pattern" not in svg
    assert not re.search(r"nan|inf|[\d.]e[-+]?\d", re.sub(r"#\w+", "", svg))


def test_a_surface_moved_by_whole_blocks_keeps_its_stones() -> None:
    def tones(area: Rect) -> set[str]:
        return set(re.findall(r'stroke="(#\w+)"', drawn("stone", area)))

    assert tones(Rect(0, 0, 9000, 4000)) >= tones(Rect(2000, 1000, 5000, 3000))


def test_a_huge_wall_of_small_bricks_stays_a_small_drawing() -> None:
    assert len(drawn("brick", Rect(0, 0, 200_000, 30_000), px_per_mm=0.008)) < 40_000


def test_a_material_that_is_out_of_sight_draws_its_colour_alone() -> None:
    wall = Fill(path=Path.rect(Rect(2000, 0, 3000, 400)), paint=Texture(material="stone", colour="#B0A898"))
    scene = Scene(id="s", title="s", bounds=Rect(0, 0, 1000, 500), nodes=(wall,))
    assert b"stroke=" not in draw(scene, Viewport.of(scene), "svg").content
