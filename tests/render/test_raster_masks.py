import io
import threading

import numpy as np
import pytest
from PIL import Image

from signage.errors import RenderError
from signage.geometry import Affine, Path, Point, Rect
from signage.render.raster.colour import emitted, tint
from signage.render.raster.encode import encode_png
from signage.render.raster.light import face_profile, irradiance
from signage.render.raster.masks import Mask, Window, rasterise
from signage.render.raster.noise import Grid, stripes, value_noise
from signage.render.raster.tone import filmic
from signage.typography import FontCatalogue

PAGE = Window(0, 0, 600, 600)
FLIP = Affine(1, 0, 0, -1, 0, 600)


@pytest.mark.parametrize("character", ["鑫", "回", "徽", "O", "g"])
def test_a_glyphs_coverage_is_its_exact_area(character: str, fonts: FontCatalogue) -> None:
    line = fonts.typeface("noto-sans-sc", 700).shape(character, 400)
    outline = line.glyphs[0].outline.transformed(Affine.shift(60, 120))
    mask = rasterise(outline, FLIP, PAGE)
    assert mask is not None
    assert mask.coverage.sum(dtype=np.int64) / 255 == pytest.approx(abs(outline.signed_area()), rel=0.003)


def test_a_mask_lies_where_its_outline_lies() -> None:
    mask = rasterise(Path.rect(Rect(10, 500, 30.5, 590)), FLIP, PAGE)
    assert mask is not None
    assert mask.window == Window(10, 10, 31, 100)
    assert mask.coverage[5, 5] == 255
    assert abs(int(mask.coverage[5, -1]) - 128) <= 1


def test_an_outline_out_of_sight_has_no_mask() -> None:
    assert rasterise(Path.rect(Rect(1000, 0, 1100, 10)), FLIP, PAGE) is None
    assert rasterise(Path("", ()), FLIP, PAGE) is None


def test_a_hole_that_runs_against_its_outline_is_left_open() -> None:
    ring = Path.joined([Path.rect(Rect(100, 100, 300, 300)), Path.polygon(Rect(150, 150, 250, 250).corners[::-1])])
    mask = rasterise(ring, FLIP, PAGE)
    assert mask is not None
    assert mask.coverage.sum(dtype=np.int64) / 255 == pytest.approx(40_000 - 10_000)


def test_more_points_than_the_rasteriser_counts_are_drawn_in_parts() -> None:
    squares = [Path.rect(Rect(x, y, x + 1, y + 1)) for x in range(0, 200, 2) for y in range(0, 200, 2)]
    mask = rasterise(Path.joined(squares), FLIP, PAGE)
    assert mask is not None
    assert mask.coverage.sum(dtype=np.int64) == 255 * len(squares)


def test_one_contour_with_too_many_points_is_refused() -> None:
    turn = np.linspace(0, 6.28, 40_000)
    path = Path.polygon([Point(300 + 200 * float(np.cos(t)), 300 + 200 * float(np.sin(t))) for t in turn])
    with pytest.raises(RenderError, match="outline_too_complex"):
        rasterise(path, FLIP, PAGE)


def test_a_clip_cuts_through_pixels() -> None:
    mask = Mask(Window(0, 0, 4, 4), np.full((4, 4), 200, np.uint8)).clipped(0, 1, 2.5, 4)
    assert mask.coverage[0].tolist() == [0, 0, 0, 0]
    assert mask.coverage[2].tolist() == [200, 200, 100, 0]


def test_threads_get_the_same_masks() -> None:
    path = Path.rect(Rect(10.3, 20.7, 300.1, 400.9))
    found: list[bytes] = []

    def work() -> None:
        mask = rasterise(path, FLIP, PAGE)
        found.append(mask.coverage.tobytes() if mask else b"")

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1
    assert found[0]


def test_what_is_encoded_is_what_a_reader_decodes() -> None:
    picture = np.random.default_rng(3).integers(0, 256, (37, 53, 3), dtype=np.uint8)
    content = encode_png(picture, px_per_metre=1000, texts=(("Title", "盐"),))
    opened = Image.open(io.BytesIO(content))
    opened.load()
    assert opened.mode == "RGB"
    assert (np.asarray(opened) == picture).all()


def test_warm_light_is_redder_than_cold_light() -> None:
    ratios = [tint(k)[0] / tint(k)[2] for k in (2700, 3000, 4000, 5000, 6500)]
    assert ratios == sorted(ratios, reverse=True)


def test_a_lit_face_keeps_its_luminance_and_is_brighter_inside() -> None:
    mask = Mask(Window(0, 0, 60, 60), np.full((60, 60), 255, np.uint8))
    profile = face_profile(mask, 10)
    assert profile.mean() == pytest.approx(1.0, abs=1e-4)
    assert profile[30, 30] > profile[0, 30] * 1.3
    assert float(emitted("#FFFFFF", 4000).ravel() @ np.array([0.2126, 0.7152, 0.0722])) == pytest.approx(1, abs=1e-3)


def test_irradiance_is_nothing_at_the_edge_of_its_window() -> None:
    mask = Mask(Window(290, 290, 310, 310), np.full((20, 20), 255, np.uint8))
    light = irradiance(mask, (5, 20, 60), PAGE)
    assert light.max() == light[280:320, 280:320].max()
    assert light[300, 0] == 0
    assert light.min() >= 0
    # the widest gaussian's window ends here
    assert light[300, 310 + 175] < 2e-4


def test_the_tone_curve_rises_and_never_clips() -> None:
    light = np.linspace(0, 4, 400, dtype=np.float32)
    shown = filmic(light)
    assert (np.diff(shown) > 0).all()
    assert shown[0] == 0
    assert shown[-1] <= 1


def test_joints_cover_their_exact_share() -> None:
    edges = np.linspace(0, 3000, 97)
    assert float(stripes(edges, 500.0, 7.0).mean()) == pytest.approx(7 / 500, rel=1e-3)


def test_noise_belongs_to_the_place_not_to_the_window() -> None:
    wide = value_noise(Grid(0, 1000, 5, Window(0, 0, 200, 100)), 60, 40, 9)
    part = value_noise(Grid(0, 1000, 5, Window(50, 30, 120, 80)), 60, 40, 9)
    assert np.abs(wide[30:80, 50:120] - part).max() < 1e-5
    assert wide.std() > 0.1


@pytest.mark.parametrize("width_px", [400, 1600, 2400, 4800])
def test_a_long_almost_level_line_is_drawn_whole(width_px: int):
    k = width_px / 12_900
    corners = [(0, 20.4), (12_900, 6.1), (12_900, 20.1), (0, 34.4)]
    sliver = Path.polygon([(x * k, y * k) for x, y in corners])
    limit = Window(0, 0, width_px, max(8, round(60 * k) + 2))
    mask = rasterise(sliver, Affine(), limit)
    assert mask is not None
    covered = float(mask.coverage.sum()) / 255
    assert covered == pytest.approx(abs(sliver.signed_area()), rel=0.02)
    assert mask.coverage.any(axis=0).all()
