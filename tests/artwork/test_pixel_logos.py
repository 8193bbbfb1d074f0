from __future__ import annotations

import io
from math import pi

import numpy as np
import pytest
from PIL import Image, ImageDraw

from signage.artwork import is_photograph, read_artwork
from signage.artwork.fit import fitted
from signage.artwork.level import level_loops, loop_area
from signage.geometry import Region
from signage.resources import bundled

from .builders import disc, file_of, on_ground

DISC_AREA = pi * 500**2


def drawing(
    size: tuple[int, int], ground: str | tuple[int, ...], mode: str = "RGB"
) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new(mode, (size[0] * 4, size[1] * 4), ground)
    return image, ImageDraw.Draw(image)


def smooth(image: Image.Image) -> Image.Image:
    return image.resize((image.width // 4, image.height // 4), Image.Resampling.BOX)


@pytest.mark.parametrize("radius", [20, 60, 150, 400])
def test_a_disc_is_traced_to_half_a_percent_of_its_area_and_keeps_its_ratio(radius: int) -> None:
    art = read_artwork(file_of(disc(radius, int(radius * 2.5))))
    assert art.outline.signed_area() == pytest.approx(DISC_AREA, rel=5e-3)
    assert art.width / art.height == pytest.approx(1, rel=2e-3)
    assert [shape.colour for shape in art.shapes] == ["#C81E1E"]
    assert len(art.outline.verbs) < 20


@pytest.mark.parametrize(("kind", "options"), [("JPEG", {"quality": 85}), ("WEBP", {"quality": 85}), ("PNG", {})])
def test_a_disc_on_white_is_traced_from_any_format(kind: str, options: dict[str, int]) -> None:
    art = read_artwork(file_of(on_ground(disc(150, 400)), kind, **options))
    assert art.outline.signed_area() == pytest.approx(DISC_AREA, rel=5e-3)
    red = int(art.shapes[0].colour[1:3], 16)
    assert abs(red - 200) <= 4
    assert art.picture is not None
    alpha = np.asarray(Image.open(io.BytesIO(art.picture)))[..., 3]
    assert alpha[0, 0] == 0
    assert alpha.mean() / 255 == pytest.approx(pi / 4, rel=0.01)


def test_a_ring_keeps_its_hole() -> None:
    art = read_artwork(file_of(on_ground(disc(150, 400, hole=75), "#0A7A3C")))
    assert art.outline.signed_area() == pytest.approx(DISC_AREA * 0.75, rel=5e-3)


def test_corners_stay_sharp_and_sides_straight() -> None:
    image, pen = drawing((300, 300), "white")
    pen.polygon([(240, 1000), (600, 160), (1080, 900)], fill="#004B87")
    art = read_artwork(file_of(smooth(image)))
    corners = [ends[-1] for verb, ends in art.outline.segments() if verb != "Z"]
    assert len(corners) <= 8
    scale = 1000 / 840  # artwork units to a pixel of the large drawing
    for x, y in ((0, 0), (360 * scale, 1000), (840 * scale, 100 * scale)):
        assert min(np.hypot(p.x - x, p.y - y) for p in corners) < 6  # 1.3 pixels
    assert art.outline.signed_area() == pytest.approx(abs(360 * (-100) - 840 * (-840)) / 2 * scale**2, rel=4e-3)


def test_few_flat_colours_become_shapes_without_a_seam() -> None:
    image, pen = drawing((400, 300), "white")
    pen.rectangle([100, 100, 800, 1100], fill="#C8102E")
    pen.rectangle([800, 100, 1500, 700], fill="#004B87")
    pen.ellipse([900, 760, 1200, 1060], fill="#F2A900")
    art = read_artwork(file_of(smooth(image), "JPEG", quality=90))
    wanted = {(200, 16, 46): 700_000, (0, 75, 135): 420_000, (242, 169, 0): pi * 150**2}
    assert len(art.shapes) == 3
    for shape in art.shapes:
        colour = tuple(int(shape.colour[i : i + 2], 16) for i in (1, 3, 5))
        near = min(wanted, key=lambda known: sum(abs(a - b) for a, b in zip(known, colour, strict=True)))
        assert max(abs(a - b) for a, b in zip(near, colour, strict=True)) < 8
        assert shape.path.signed_area() == pytest.approx(wanted[near], rel=0.02)
    union = Region.union([Region.of_path(shape.path) for shape in art.shapes])
    assert union.difference(Region.of_path(art.outline)).area < 2000
    assert Region.of_path(art.outline).difference(union).area < 2000


def test_thin_strokes_of_another_colour_keep_it() -> None:
    image, pen = drawing((200, 200), "white")
    pen.ellipse([80, 80, 480, 480], fill="#C8102E")
    for x in range(80, 700, 40):
        pen.line([(x, 560), (x, 720)], fill="#111111", width=6)
    art = read_artwork(file_of(smooth(image)))
    assert len(art.shapes) == 2
    dark = min(art.shapes, key=lambda shape: int(shape.colour[1:3], 16))
    assert int(dark.colour[1:3], 16) < 120


def test_a_gradient_stays_a_picture_with_an_outline() -> None:
    ramp = np.zeros((200, 200, 4), np.uint8)
    ramp[..., 0] = np.linspace(0, 255, 200)[None]
    ramp[..., 2] = np.linspace(255, 0, 200)[:, None]
    ramp[..., 3] = np.asarray(disc(80, 200))[..., 3]
    art = read_artwork(file_of(Image.fromarray(ramp, "RGBA")))
    assert art.shapes == ()
    assert art.outline.signed_area() == pytest.approx(DISC_AREA, rel=5e-3)


def test_a_photograph_without_a_ground_is_its_own_outline() -> None:
    y, x = np.mgrid[0:120, 0:240]
    photo = Image.fromarray(np.stack([x, y * 2, (x * y) % 255], axis=2).astype(np.uint8))
    art = read_artwork(file_of(photo, "JPEG"))
    assert (art.shapes, art.outline.verbs, art.width) == ((), "MLLLZ", 2000)


def test_orientation_from_exif_comes_first() -> None:
    image = on_ground(disc(30, 100)).crop((0, 0, 100, 50))
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: a quarter clockwise
    turned = read_artwork(file_of(image, "JPEG", exif=exif, quality=95))
    assert turned.width / turned.height == pytest.approx(0.5, rel=0.02)
    assert turned.picture is not None
    assert b"Exif" not in turned.picture


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "CMYK", "I;16"])
def test_every_pixel_mode_gives_the_same_disc(mode: str) -> None:
    source = on_ground(disc(150, 400, colour=(30, 30, 30)))
    if mode == "I;16":
        image = Image.fromarray(np.asarray(source.convert("L")).astype(np.uint16) * 257)
    elif mode == "LA":
        image = disc(150, 400, colour=(30, 30, 30)).convert("LA")
    else:
        image = source.quantize(16) if mode == "P" else source.convert(mode)
    art = read_artwork(file_of(image, "JPEG" if mode == "CMYK" else "PNG"))
    assert art.outline.signed_area() == pytest.approx(DISC_AREA, rel=0.01)
    assert int(art.shapes[0].colour[1:3], 16) < 60


def test_a_large_picture_is_kept_small() -> None:
    art = read_artwork(file_of(disc(150, 400).resize((2200, 2200))))
    assert art.picture is not None
    assert max(Image.open(io.BytesIO(art.picture)).size) <= 2000
    noisy = np.random.default_rng(7).integers(0, 255, (900, 900, 3), dtype=np.uint8)
    busy = read_artwork(file_of(Image.fromarray(noisy)))
    assert busy.picture is not None
    assert len(busy.picture) <= 320 * 1024


def test_the_sample_in_pixels_is_the_sample_in_curves() -> None:
    logos = bundled("samples", "logos")
    curves = read_artwork((logos / "salt-crystal.svg").read_bytes())
    pixels = read_artwork((logos / "salt-crystal.png").read_bytes())
    assert pixels.width == pytest.approx(curves.width, rel=2e-3)
    assert {shape.colour for shape in pixels.shapes} == {shape.colour for shape in curves.shapes}
    one, two = Region.of_path(curves.outline), Region.of_path(pixels.outline)
    assert one.difference(two).area + two.difference(one).area < 0.01 * one.area


def test_level_lines_are_closed_and_wind_around_the_ink() -> None:
    noise = np.random.default_rng(3).random((40, 50)).astype(np.float32)
    loops = level_loops(noise)
    for loop in loops:
        steps = np.hypot(*(loop - np.roll(loop, 1, axis=0)).T)
        assert steps.max() <= 2**0.5 + 1e-9
    solid = level_loops(np.ones((30, 20), np.float32))
    assert [loop_area(loop) for loop in solid] == [pytest.approx(600, abs=1)]
    assert level_loops(np.zeros((9, 9), np.float32)) == []


def test_a_fitted_loop_stays_within_its_tolerance() -> None:
    angle = np.linspace(0, 2 * np.pi, 900, endpoint=False)
    radius = 120 + 18 * np.sin(5 * angle)
    loop = np.stack([200 + radius * np.cos(angle), 200 + radius * np.sin(angle)], axis=1)
    path = fitted(loop)
    assert path.signed_area() == pytest.approx(loop_area(loop), rel=2e-3)
    flat = np.array(path.flattened(0.01)[0])
    ends = np.roll(flat, -1, axis=0)
    close = np.concatenate([flat + (ends - flat) * share for share in np.linspace(0, 1, 60)])
    apart = np.array([np.hypot(*(close - point).T).min() for point in loop])
    assert apart.max() < 0.6
    assert len(path.verbs) < 60


def photograph(side: int = 300) -> Image.Image:
    """Many colours up to every edge, as a camera gives them."""
    dice = np.random.default_rng(5)
    small = dice.integers(0, 256, (12, 12, 3), dtype=np.uint8)
    return Image.fromarray(small, "RGB").resize((side, side), Image.Resampling.BICUBIC)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_photograph_is_told_from_a_logo(kind: str) -> None:
    assert is_photograph(read_artwork(file_of(photograph(), kind)))


def badge() -> Image.Image:
    """A flat square without a ground: two colours on its border, three in all."""
    image = Image.new("RGB", (400, 400), "#B23A2E")
    image.paste("#1F3440", (200, 0, 400, 400))
    image.paste("#FFFFFF", (120, 120, 280, 280))
    return image


@pytest.mark.parametrize(
    "image",
    [disc(120, 300), on_ground(disc(120, 300)), badge(), photograph(60)],
    ids=["transparent", "on a ground", "flat to its edges", "tiny"],
)
def test_what_is_no_photograph_is_not_called_one(image: Image.Image) -> None:
    assert not is_photograph(read_artwork(file_of(image)))


def test_a_photograph_with_a_transparent_part_is_somebodys_choice() -> None:
    cut = photograph().convert("RGBA")
    cut.putalpha(disc(120, 300).getchannel("A"))
    assert not is_photograph(read_artwork(file_of(cut)))
