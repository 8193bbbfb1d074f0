"""One scene through three formats is one picture, and two scenes are two.

Pictures are compared as 96 × 54 means of the shown colours (0–255). The tolerance is stated below: patterns of stone
are drawn simpler in SVG and PDF, and light is blended there, not added, so pixels differ where the picture does not.
"""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from numpy.typing import NDArray
from PIL import Image

from signage.design import Colours, SignSpec, lay_out
from signage.render import Viewport, draw
from signage.scene import DAY, NIGHT, Ambience, Scene, compose_sign
from signage.typography import FontCatalogue

MEAN = 9.0  # of 255, over the whole picture
WORST_HUNDREDTH = 36.0  # of 255: what 99 cells of 100 stay below
WIDTH, HEIGHT = 960, 540
PAPER = 0.03  # paper mm per scene mm
PLACES = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")

Cells = NDArray[np.float64]

SPEC = SignSpec(kind="panel-letters", name="盐味小馆", width_mm=6000.0, height_mm=1200.0)
RED_BOX = replace(SPEC, kind="light-box", colours=Colours(panel="#FFFFFF", letter="#B3201F"))
OTHERS = (replace(SPEC, name="晶湾生活馆"), replace(SPEC, kind="rail-letters"), RED_BOX)


def cells_of(picture: Image.Image) -> Cells:
    small = picture.convert("RGB").resize((96, 54), Image.Resampling.BOX)
    return np.asarray(small, dtype=np.float64)


def through_png(scene: Scene, folder: Path) -> Cells:
    return cells_of(Image.open(io.BytesIO(draw(scene, Viewport.of(scene, width_px=WIDTH), "png").content)))


def through_pdf(scene: Scene, folder: Path) -> Cells:
    content = draw(scene, Viewport.of(scene, width_px=WIDTH, scale=PAPER), "pdf").content
    with pypdfium2.PdfDocument(content) as document:
        page = document[0]
        return cells_of(page.render(scale=WIDTH / page.get_width()).to_pil())


def through_svg(scene: Scene, folder: Path) -> Cells:
    drawing, shot = folder / "scene.svg", folder / "scene.png"
    scale = WIDTH * 25.4 / 96 / scene.bounds.width  # the browser shows a millimetre as 96/25.4 pixels
    drawing.write_bytes(draw(scene, Viewport.of(scene, width_px=WIDTH, scale=scale), "svg").content)
    flags = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    command = [browser(), *flags.split(), "--disable-component-update", "--disable-sync", "--hide-scrollbars"]
    command += [f"--user-data-dir={folder / 'profile'}", f"--window-size={WIDTH},{HEIGHT}"]
    command += [f"--screenshot={shot}", drawing.as_uri()]
    answer = subprocess.run(command, capture_output=True, check=False, timeout=120)
    assert shot.exists(), answer.stderr.decode(errors="replace")[-400:]
    return cells_of(Image.open(shot))


def browser() -> str:
    for place in (os.environ.get("SIGNAGE_CHROMIUM", ""), *PLACES):
        if place and Path(place).is_file():
            return place
    message = "no Chromium on this machine: install the package chromium, or name one in SIGNAGE_CHROMIUM"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


def scene_of(spec: SignSpec, light: Ambience, fonts: FontCatalogue) -> Scene:
    return compose_sign(lay_out(spec, fonts), light, fonts)


def distance(one: Cells, other: Cells) -> tuple[float, float]:
    apart = np.abs(one - other)
    return float(apart.mean()), float(np.percentile(apart, 99))


Through = Callable[[Scene, Path], Cells]


@pytest.mark.parametrize("through", [through_svg, through_pdf])
@pytest.mark.parametrize("light", [DAY, NIGHT], ids=["day", "night"])
@pytest.mark.parametrize("spec", [SPEC, RED_BOX], ids=["panel", "red-on-white-box"])
def test_a_scene_looks_alike_in_every_format(
    spec: SignSpec, light: Ambience, through: Through, tmp_path: Path, fonts: FontCatalogue
) -> None:
    scene = scene_of(spec, light, fonts)
    mean, worst = distance(through_png(scene, tmp_path), through(scene, tmp_path))
    assert mean < MEAN
    assert worst < WORST_HUNDREDTH


@pytest.mark.parametrize("other", OTHERS, ids=["name", "kind", "box"])
@pytest.mark.parametrize("light", [DAY, NIGHT], ids=["day", "night"])
def test_another_spec_is_another_picture_by_the_same_measure(
    other: SignSpec, light: Ambience, tmp_path: Path, fonts: FontCatalogue
) -> None:
    mine, its = (through_png(scene_of(spec, light, fonts), tmp_path) for spec in (SPEC, other))
    assert distance(mine, its)[1] > WORST_HUNDREDTH


def test_another_spec_is_another_picture_across_formats_too(tmp_path: Path, fonts: FontCatalogue) -> None:
    mine, other = scene_of(SPEC, NIGHT, fonts), scene_of(RED_BOX, NIGHT, fonts)
    assert distance(through_png(mine, tmp_path), through_pdf(other, tmp_path))[1] > WORST_HUNDREDTH
