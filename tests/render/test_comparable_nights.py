"""Two night pictures can be compared: one light shows as one brightness, whatever the picture is of."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from signage.design import SignLayout, lay_out, spec_of
from signage.frontage import FrontagePlan, Proposal, place, read_plan
from signage.geometry import Rect
from signage.render import Viewport, draw
from signage.resources import bundled
from signage.scene import NIGHT, Scene, compose_front, compose_sample_front, compose_sign, compose_street, parse_wall
from signage.typography import FontCatalogue

WIDTH = 1600


@pytest.fixture(scope="module")
def plan() -> FrontagePlan:
    return read_plan(bundled("samples", "plans", "jingwan-li.json"))


def box_sign(fonts: FontCatalogue, luminance: float, **more: object) -> SignLayout:
    fields = {"kind": "light-box", "name": "茶", "width_mm": 3600.0, "height_mm": 1100.0, "luminance_cd_m2": luminance}
    return lay_out(spec_of({**fields, **more}), fonts)


def shown(scene: Scene, part: Rect) -> float:
    """Return the median brightness (0-255) of a part of a scene."""
    viewport = Viewport.of(scene, width_px=WIDTH)
    with Image.open(io.BytesIO(draw(scene, viewport, "png").content)) as opened:
        pixels = np.asarray(opened.convert("L"))
    to_px = viewport.to_pixels()
    (x0, y1), (x1, y0) = to_px.apply((part.x0, part.y0)), to_px.apply((part.x1, part.y1))
    return float(np.median(pixels[round(y0) : round(y1), round(x0) : round(x1)]))


def left_of_text(layout: SignLayout) -> Rect:
    """A part of the face that no letter covers, sign space."""
    box, ink = layout.envelope, layout.lines[0].ink
    return Rect(box.x0 + 0.4 * (ink.x0 - box.x0), box.y0 + 0.3 * box.height, ink.x0 - 250.0, box.y1 - 0.3 * box.height)


def pictures(layout: SignLayout, plan: FrontagePlan, fonts: FontCatalogue) -> dict[str, float]:
    """Return how bright one face shows in pictures of all sorts."""
    part = left_of_text(layout)
    placed = place(layout, plan, "S1-03")
    on_plan = part.moved(*placed.origin)
    made = {
        "alone": (compose_sign(layout, NIGHT, fonts), part),
        "front": (compose_front(Proposal(plan=plan, sign=placed), NIGHT, fonts), on_plan),
        "street": (compose_street(plan, placed.face_id, (placed,), NIGHT, fonts), on_plan),
    }
    for wall in ("stone", "brick", "plaster"):
        scene = compose_sample_front(layout, NIGHT, fonts, wall=parse_wall(wall))
        at = scene.bounds.centre.x - layout.envelope.centre.x
        foot = 3000.0  # of a sign over the sample shop
        made[wall] = (scene, part.moved(at, foot))
    return {name: shown(scene, where) for name, (scene, where) in made.items()}


def test_one_luminance_shows_alike_in_every_picture(plan: FrontagePlan, fonts: FontCatalogue) -> None:
    levels = pictures(box_sign(fonts, 160.0), plan, fonts)
    assert max(levels.values()) - min(levels.values()) < 12.0, levels  # the vignette and the lens's veil


def test_more_light_shows_brighter_in_each_of_them(plan: FrontagePlan, fonts: FontCatalogue) -> None:
    dim, bright = (pictures(box_sign(fonts, level), plan, fonts) for level in (80.0, 160.0))
    for name in dim:
        assert bright[name] > dim[name] + 20.0, name


def test_every_night_picture_has_one_exposure(plan: FrontagePlan, fonts: FontCatalogue) -> None:
    bright = box_sign(fonts, 2000.0)
    placed = place(bright, plan, "S1-03")
    scenes = [
        compose_sign(bright, NIGHT, fonts),
        compose_sample_front(bright, NIGHT, fonts),
        compose_front(Proposal(plan=plan, sign=placed), NIGHT, fonts),
        compose_street(plan, placed.face_id, (placed,), NIGHT, fonts),
    ]
    assert {scene.ambience.exposure_cd_m2 for scene in scenes} == {NIGHT.exposure_cd_m2}
