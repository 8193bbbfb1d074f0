"""What a tile shows where lamps' light and half-covered pixels meet, and how threads share the work."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from signage.render.raster import crew
from signage.render.raster.crew import side_by_side, small_buffers
from signage.render.raster.masks import Window
from signage.render.raster.tile import Surface, Tile, lay

WINDOW = Window(0, 0, 40, 10)
DARK = np.zeros((3, 1, 1), dtype=np.float32)
WHITE = np.ones((3, 1, 1), dtype=np.float32)


def lit_wall(reflected: float, light: float) -> Tile:
    tile = Tile(WINDOW, np.full((3, 10, 40), reflected, dtype=np.float32))
    tile.shine(WINDOW, np.full((10, 40), light, dtype=np.float32), WHITE)
    return tile


def colour(value: float) -> np.ndarray:
    return np.full((3, 1, 1), value, dtype=np.float32)


@pytest.mark.parametrize("covered_columns", [40, 4])  # painted as an area, and pixel by pixel
@pytest.mark.parametrize("letter", [0.01, 0.9])
def test_a_pixel_half_covered_on_a_lit_wall_shows_half_the_walls_light(covered_columns: int, letter: float) -> None:
    tile = lit_wall(0.5, 2.0)
    coverage = np.zeros((10, 40), dtype=np.uint8)
    coverage[:, :covered_columns] = 102  # two fifths
    lay(tile, WINDOW, coverage, 10 * covered_columns, Surface(WINDOW, colour(letter)), is_night=True)
    light = tile.light(WINDOW, DARK)
    assert np.allclose(light[:, :, :covered_columns], 0.6 * 0.5 * 2.0, rtol=1e-5)
    assert np.allclose(light[:, :, covered_columns:], 0.5 * 2.0)


def test_light_from_behind_does_not_reach_what_is_painted_over_it() -> None:
    tile = lit_wall(0.5, 2.0)
    full = np.full((10, 40), 255, dtype=np.uint8)
    lay(tile, WINDOW, full, full.size, Surface(WINDOW, colour(0.3)), is_night=True)
    assert not tile.light(WINDOW, DARK).any()
    assert np.allclose(tile.light(WINDOW, colour(0.1)), 0.03)


def test_lamps_of_one_colour_add_up_and_others_are_kept_apart() -> None:
    tile = lit_wall(1.0, 0.5)
    part = Window(10, 2, 20, 6)
    tile.shine(part, np.full((4, 10), 0.25, dtype=np.float32), WHITE)
    tile.shine(part, np.full((4, 10), 1.0, dtype=np.float32), np.array([1, 0, 0], dtype=np.float32).reshape(3, 1, 1))
    assert len(tile.beams) == 2
    light = tile.light(WINDOW, DARK)
    assert light[:, 0, 0].tolist() == [0.5, 0.5, 0.5]
    assert light[:, 3, 12].tolist() == [1.75, 0.75, 0.75]


def test_a_copy_is_painted_on_and_the_tile_it_came_from_stays() -> None:
    tile = lit_wall(0.5, 1.0)
    before = tile.light(WINDOW, WHITE).copy()
    cells = tile.cells()
    assert cells is not None
    copy = tile.copy()
    full = np.full((10, 40), 255, dtype=np.uint8)
    lay(copy, WINDOW, full, full.size, Surface(WINDOW, colour(0.2), emission=colour(3.0)), is_night=True)
    assert np.array_equal(tile.light(WINDOW, WHITE), before)
    assert np.array_equal(tile.cells(), cells)
    assert np.allclose(copy.cells(), 3.0)


def test_what_shines_in_means_counts_light_that_arrives_with_what_reflects_it() -> None:
    tile = lit_wall(0.25, 2.0)
    assert np.allclose(tile.cells(), 0.5)


def test_what_shines_is_asked_anew_after_more_light_and_more_paint() -> None:
    tile = lit_wall(0.25, 2.0)
    assert np.allclose(tile.cells(), 0.5)
    tile.shine(WINDOW, np.full((10, 40), 1.0, dtype=np.float32), WHITE)
    assert np.allclose(tile.cells(), 0.75)
    full = np.full((10, 40), 255, dtype=np.uint8)
    lay(tile, WINDOW, full, full.size, Surface(WINDOW, colour(0.3), emission=colour(2.0)), is_night=True)
    assert np.allclose(tile.cells(), 2.0)


@pytest.fixture
def two_threads():
    size = crew._CREW.size
    crew.use_threads(2)
    yield
    crew._CREW.size = size


@pytest.mark.usefixtures("two_threads")
def test_work_done_side_by_side_comes_back_in_order() -> None:
    assert side_by_side(lambda number: number * number, range(200)) == [number * number for number in range(200)]


@pytest.mark.usefixtures("two_threads")
def test_an_error_in_one_piece_is_raised_once_all_threads_are_done() -> None:
    running, left = [], threading.Event()

    def work(number: int) -> int:
        if number == 0:
            raise ValueError(number)
        running.append(number)
        left.wait(0.05)
        running.remove(number)
        return number

    with pytest.raises(ValueError, match="0"):
        side_by_side(work, range(12))
    assert running == []


@pytest.mark.usefixtures("two_threads")
def test_work_within_work_is_done_by_the_thread_that_has_it() -> None:
    inner = side_by_side(lambda number: side_by_side(lambda other: (number, other), range(8)), range(8))
    assert inner == [[(number, other) for other in range(8)] for number in range(8)]


@pytest.mark.usefixtures("two_threads")
def test_every_thread_has_the_buffers_of_the_caller_and_gives_them_back() -> None:
    before = np.getbufsize()
    both = threading.Barrier(2, timeout=10)

    def work(number: int) -> tuple[int, int]:
        if number < 2:
            both.wait()  # one of the first two is taken by the other thread
        return threading.get_ident(), np.getbufsize()

    with small_buffers():
        found = side_by_side(work, range(8))
    assert len({thread for thread, _ in found}) == 2
    assert len({size for _, size in found}) == 1
    assert found[0][1] < before
    assert np.getbufsize() == before
    assert {size for _, size in side_by_side(work, range(8))} == {before}


def test_a_large_rectangle_laid_in_parts_is_the_same_to_the_last_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    window = Window(0, 0, 200, 64)
    coverage = np.full((64, 180), 255, dtype=np.uint8)
    coverage[0], coverage[:, 0], coverage[:, -1] = 90, 40, 201
    seen = Window(10, 0, 190, 64)
    dice = np.random.Generator(np.random.PCG64(7))
    made = Surface(
        seen,
        dice.random((3, 64, 180), dtype=np.float32),
        emission=dice.random((3, 64, 1), dtype=np.float32),
    )
    found = []
    for least in (1, 10**9):
        monkeypatch.setattr("signage.render.raster.tile._LARGE", least)
        tile = Tile(window, np.full((3, 64, 200), 0.3, dtype=np.float32))
        tile.lit()[:] = 0.7
        tile.reached()[:] = 0.5
        tile.shine(window, np.full((64, 200), 0.4, dtype=np.float32), np.ones((3, 1, 1), dtype=np.float32))
        lay(tile, seen, coverage, coverage.size, made, is_night=True)
        found.append(tile.light(window, np.full((3, 1, 1), 0.2, dtype=np.float32)))
    assert np.array_equal(found[0], found[1])
