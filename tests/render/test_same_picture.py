"""One scene through three formats is one picture, and two scenes are two.

Pictures of one size are compared by their luminance (0-255), blurred over some pixels: SVG and PDF leave out the grain
of materials. Looked at by themselves are the wall that the sign lights, and the letters; the letters' edges must lie in
the same places, and so must the stones.
"""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pytest
from numpy.typing import NDArray
from PIL import Image

from signage.design import Colours, PieceRole, SignSpec, lay_out
from signage.desk import prepare
from signage.frontage import read_plan
from signage.geometry import Path as Outline
from signage.geometry import Rect
from signage.render import Viewport, draw
from signage.render.raster.masks import Window, rasterise
from signage.resources import bundled
from signage.rules import books_for
from signage.scene import DAY, NIGHT, Ambience, Fill, Glow, Scene, Solid, compose_front, compose_sign
from signage.typography import FontCatalogue
from tests.chromium import find_browser

WHOLE, WALL, LETTERS = 2.2, 1.5, 6.5  # mean differences of blurred luminance, of 255
LETTERS_ALIKE = 0.87  # share of the letters' pixels that two pictures have in common
JOINTS_ALIKE = 0.9  # correlation of what a wall shows beside its mean: the same stones at the same places
STILL = 0.6  # of 255: the greatest step between neighbours where a glow ends
SAME_GLOW = 3.0  # of 255: the greatest difference along a line through a glow
ANOTHER = 36.0  # of 255: two scenes differ by more than that in one cell of a hundred
BLUR_PX = 2.5
WIDTH, HEIGHT = 960, 540
PAPER = 0.03  # paper mm per scene mm

Pixels = NDArray[np.float64]
Mask = NDArray[np.bool_]

SPEC = SignSpec(kind="panel-letters", name="盐味小馆", width_mm=6000.0, height_mm=1200.0)
RED_BOX = replace(SPEC, kind="light-box", colours=Colours(panel="#FFFFFF", letter="#B3201F"))
HALO = replace(SPEC, kind="wall-letters", name="晶湾生活馆")
RAIL = replace(SPEC, kind="rail-letters")
OTHERS = (replace(SPEC, name="晶湾生活馆"), RAIL, RED_BOX)
KINDS = pytest.mark.parametrize("spec", [SPEC, RED_BOX, HALO, RAIL], ids=["panel", "red-on-white-box", "halo", "rail"])
LIGHTS = pytest.mark.parametrize("light", [DAY, NIGHT], ids=["day", "night"])


def pixels_of(picture: Image.Image) -> Pixels:
    fitting = picture.convert("RGB").resize((WIDTH, HEIGHT), Image.Resampling.BOX)
    return np.asarray(fitting, dtype=np.float64)


def through_png(scene: Scene, folder: Path) -> Pixels:
    return pixels_of(Image.open(io.BytesIO(draw(scene, Viewport.of(scene, width_px=WIDTH), "png").content)))


def through_pdf(scene: Scene, folder: Path) -> Pixels:
    content = draw(scene, Viewport.of(scene, width_px=WIDTH, scale=PAPER), "pdf").content
    with pypdfium2.PdfDocument(content) as document:
        page = document[0]
        return pixels_of(page.render(scale=WIDTH / page.get_width()).to_pil())


def through_svg(scene: Scene, folder: Path) -> Pixels:
    drawing, shot = folder / "scene.svg", folder / "scene.png"
    scale = WIDTH * 25.4 / 96 / scene.bounds.width  # the browser shows a millimetre as 96/25.4 pixels
    drawing.write_bytes(draw(scene, Viewport.of(scene, width_px=WIDTH, scale=scale), "svg").content)
    flags = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    command = [find_browser(), *flags.split(), "--disable-component-update", "--disable-sync", "--hide-scrollbars"]
    command += [f"--user-data-dir={folder / 'profile'}", f"--window-size={WIDTH},{HEIGHT}"]
    command += [f"--screenshot={shot}", drawing.as_uri()]
    answer = subprocess.run(command, capture_output=True, check=False, timeout=120)
    assert shot.exists(), answer.stderr.decode(errors="replace")[-400:]
    return pixels_of(Image.open(shot))


@cache
def scene_of(spec: SignSpec, light: Ambience, fonts: FontCatalogue) -> Scene:
    return compose_sign(lay_out(spec, fonts), light, fonts)


@cache
def png_of(spec: SignSpec, light: Ambience, fonts: FontCatalogue) -> Pixels:
    """Return a sign's picture, drawn once for all formats that are compared with it."""
    return through_png(scene_of(spec, light, fonts), Path())


@cache
def front_of(light: Ambience, fonts: FontCatalogue) -> Scene:
    plan = read_plan(bundled("samples", "plans", "jingwan-li.json"))
    on = date(2026, 11, 24)
    desk = prepare(SPEC, plan, "S1-02", books_for(plan.city, on), on, fonts)
    return compose_front(desk.proposal, light, fonts)


def brightness(picture: Pixels, blur_px: float = BLUR_PX) -> Pixels:
    light = picture @ np.array([0.2126, 0.7152, 0.0722])
    return np.asarray(cv2.GaussianBlur(light, (0, 0), blur_px) if blur_px else light, dtype=np.float64)


def covered(scene: Scene, outline: Outline) -> Mask:
    """Return the pixels that an outline in the scene covers at least by half."""
    window = Window(0, 0, WIDTH, HEIGHT)
    mask = rasterise(outline, Viewport.of(scene, width_px=WIDTH).to_pixels(), window)
    found = np.zeros((HEIGHT, WIDTH), dtype=np.bool_)
    if mask is not None:
        found[mask.window.slices(window)] = mask.coverage >= 128
    return found


@cache
def parts_of(spec: SignSpec, light: Ambience, fonts: FontCatalogue) -> tuple[Mask, Mask, Mask]:
    """Return the pixels of the letters, of the sign's box, and of the wall around it."""
    scene = scene_of(spec, light, fonts)
    layout = lay_out(spec, fonts)
    written = [piece.outline for piece in layout.pieces if piece.role is PieceRole.LETTER]
    boxes = [box for piece in layout.pieces if (box := piece.outline.bounds()) is not None]
    whole = Rect.joined(boxes)
    sign = covered(scene, Outline.rect(whole.grown(60.0)))
    return covered(scene, Outline.joined(written)), sign, covered(scene, Outline.rect(whole.grown(700.0))) & ~sign


def apart(one: Pixels, other: Pixels, where: Mask | None = None) -> float:
    differences = np.abs(brightness(one) - brightness(other))
    return float(differences.mean() if where is None else differences[where].mean())


def letters_seen(picture: Pixels, letters: Mask, sign: Mask) -> Mask:
    """Return the pixels of a sign that look rather like its letters than like what is beside them."""
    near = sign & (cv2.dilate(letters.astype(np.uint8), np.ones((25, 25), dtype=np.uint8)) > 0)
    ink, ground = picture[letters].mean(axis=0), picture[near & ~letters].mean(axis=0)
    along = (picture - ground) @ (ink - ground) / float((ink - ground) @ (ink - ground))
    return np.asarray((along > 0.5) & near, dtype=np.bool_)


def alike(one: Mask, other: Mask) -> float:
    return float((one & other).sum() / (one | other).sum())


Through = Callable[[Scene, Path], Pixels]
FORMATS = pytest.mark.parametrize("through", [through_svg, through_pdf])


@FORMATS
@LIGHTS
@KINDS
def test_a_sign_looks_alike_in_every_format(
    spec: SignSpec, light: Ambience, through: Through, tmp_path: Path, fonts: FontCatalogue
) -> None:
    letters, sign, wall = parts_of(spec, light, fonts)
    png, other = png_of(spec, light, fonts), through(scene_of(spec, light, fonts), tmp_path)
    assert apart(png, other) < WHOLE
    assert apart(png, other, wall) < WALL
    assert apart(png, other, letters) < LETTERS
    assert alike(letters_seen(png, letters, sign), letters_seen(other, letters, sign)) > LETTERS_ALIKE


@FORMATS
@LIGHTS
def test_a_front_with_its_windows_and_neighbours_looks_alike_in_every_format(
    light: Ambience, through: Through, tmp_path: Path, fonts: FontCatalogue
) -> None:
    scene = front_of(light, fonts)
    assert apart(through_png(scene, tmp_path), through(scene, tmp_path)) < WHOLE


@FORMATS
def test_stones_lie_in_the_same_places_and_have_the_same_tones(
    through: Through, tmp_path: Path, fonts: FontCatalogue
) -> None:
    pictures = png_of(SPEC, DAY, fonts), through(scene_of(SPEC, DAY, fonts), tmp_path)
    png, other = (brightness(picture, 1.0)[10:150, 10:-10] for picture in pictures)
    assert np.corrcoef(png.ravel(), other.ravel())[0, 1] > JOINTS_ALIKE


@FORMATS
def test_a_glow_is_as_strong_as_in_the_picture_and_ends_without_a_ring(
    through: Through, tmp_path: Path, fonts: FontCatalogue
) -> None:
    wall = Fill(path=Outline.rect(Rect(0, 0, 8000, 4500)), paint=Solid(colour="#BDB4A6"))
    box = Outline.rect(Rect(3000, 2000, 5000, 2500))
    scene = Scene(
        id="glow",
        title="glow",
        bounds=Rect(0, 0, 8000, 4500),
        nodes=(wall, Glow(path=box, luminance_cd_m2=140, temperature_k=4000, reach_mm=(40, 120, 320, 600), gain=0.2)),
        ambience=NIGHT,
    )
    light = brightness(through(scene, tmp_path), 3.0)
    meant = brightness(through_png(scene, tmp_path), 3.0)
    assert float(np.abs(light - meant)[HEIGHT // 2, 20:-20].max()) < SAME_GLOW
    middle = light[HEIGHT // 2, WIDTH // 2 :]
    outside = middle[WIDTH // 8 + 40 :]
    assert middle[0] > 3 * outside[-1]
    assert float(np.diff(outside).max()) < STILL  # never brighter further out
    assert float(np.abs(np.diff(outside, n=2)).max()) < STILL  # and no edge


@pytest.mark.parametrize("other", OTHERS, ids=["name", "kind", "box"])
@LIGHTS
def test_another_spec_is_another_picture_by_the_same_measure(
    other: SignSpec, light: Ambience, fonts: FontCatalogue
) -> None:
    mine, its = (png_of(spec, light, fonts) for spec in (SPEC, other))
    assert worst(mine, its) > ANOTHER
    letters, sign, _ = parts_of(SPEC, light, fonts)
    assert alike(letters_seen(mine, letters, sign), letters_seen(its, letters, sign)) < LETTERS_ALIKE


def test_another_spec_is_another_picture_across_formats_too(tmp_path: Path, fonts: FontCatalogue) -> None:
    other = scene_of(RED_BOX, NIGHT, fonts)
    assert worst(png_of(SPEC, NIGHT, fonts), through_pdf(other, tmp_path)) > ANOTHER


def worst(one: Pixels, other: Pixels) -> float:
    """Return what 99 of 100 pixels stay below."""
    return float(np.percentile(np.abs(brightness(one) - brightness(other)), 99))
