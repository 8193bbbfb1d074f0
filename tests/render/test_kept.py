"""What is kept between pictures spares work and changes none of them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from signage.design import Colours, SignSpec, lay_out
from signage.frontage import FrontagePlan, Proposal, place, read_plan
from signage.geometry import Path, Point, Rect
from signage.render import Viewport, draw
from signage.render.png import paint
from signage.render.raster import crew, painter
from signage.render.raster.kept import Kept
from signage.render.raster.painter import painted
from signage.resources import bundled
from signage.scene import (
    DAY,
    NIGHT,
    Ambience,
    Fill,
    Glow,
    Group,
    Label,
    Node,
    Scene,
    Shadow,
    Solid,
    Texture,
    compose_front,
)
from signage.typography import FontCatalogue

WIDTH_PX = 900
SPEC = SignSpec(kind="panel-letters", name="晶湾盐业生活馆", width_mm=6000.0, height_mm=1200.0)
SPECS = (
    SPEC,
    replace(SPEC, name="云麓茶舍", second_line="Tea House"),
    replace(SPEC, name="石榴巷面馆", width_mm=5200.0),
    replace(SPEC, kind="light-box", name="禾穗烘焙坊", colours=Colours(panel="#FFFFFF", letter="#B3201F")),
    replace(SPEC, kind="wall-letters", name="拾光眼镜店"),
)


@pytest.fixture(scope="module")
def scenes(fonts: FontCatalogue) -> tuple[Scene, ...]:
    plan: FrontagePlan = read_plan(bundled("samples", "plans", "jingwan-li.json"))
    proposals = [Proposal(plan=plan, sign=place(lay_out(spec, fonts), plan, "S1-02")) for spec in SPECS]
    return tuple(compose_front(proposal, light, fonts) for light in (DAY, NIGHT) for proposal in proposals)


@pytest.fixture(scope="module")
def expected(scenes: tuple[Scene, ...]) -> tuple[bytes, ...]:
    """Give each scene's picture as it is drawn with nothing kept."""
    return tuple(alone(scene) for scene in scenes)


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    painter.KEPT.clear()
    yield
    painter.KEPT.clear()


def png(scene: Scene) -> bytes:
    return draw(scene, Viewport(bounds=scene.bounds, width_px=WIDTH_PX), "png").content


def alone(scene: Scene) -> bytes:
    painter.KEPT.clear()
    return png(scene)


def test_a_picture_has_the_same_bytes_whatever_was_drawn_before(
    scenes: tuple[Scene, ...], expected: tuple[bytes, ...]
) -> None:
    order = [0, 1, 0, 2, 5, 6, 3, 3, 8, 1, 4, 9, 7, 0, 5]
    for index in order:
        assert png(scenes[index]) == expected[index], index


def test_threads_that_draw_at_once_get_the_same_bytes(scenes: tuple[Scene, ...], expected: tuple[bytes, ...]) -> None:
    wrong: list[int] = []

    def work(first: int) -> None:
        for step in range(6):
            index = (first + 3 * step) % len(scenes)
            if png(scenes[index]) != expected[index]:
                wrong.append(index)

    threads = [threading.Thread(target=work, args=(first,)) for first in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_one_thread_and_two_give_the_same_bytes(scenes: tuple[Scene, ...]) -> None:
    size = crew._CREW.size
    try:
        found = []
        for count in (1, 2):
            crew.use_threads(count)
            found.append([alone(scene) for scene in scenes[4:7]])
    finally:
        crew.use_threads(size)
    assert found[0] == found[1]


def test_the_callers_buffers_change_no_byte(scenes: tuple[Scene, ...], expected: tuple[bytes, ...]) -> None:
    with np.errstate():
        np.setbufsize(4096)
        found = [alone(scene) for scene in scenes[:2] + scenes[-2:]]
    assert found == [*expected[:2], *expected[-2:]]


def test_the_pixels_for_other_formats_are_those_of_the_png(scenes: tuple[Scene, ...]) -> None:
    viewport = Viewport(bounds=scenes[0].bounds, width_px=WIDTH_PX)
    before = paint(scenes[0], viewport)
    png(scenes[1])
    assert before.shape == (viewport.height_px, WIDTH_PX, 3)
    assert before.dtype == np.uint8
    assert np.array_equal(paint(scenes[0], viewport), before)


def test_a_picture_that_was_given_away_is_not_painted_on(scenes: tuple[Scene, ...]) -> None:
    viewport = Viewport(bounds=scenes[5].bounds, width_px=WIDTH_PX)
    first = painted(scenes[5], viewport, is_packed=True)
    copy = [band.copy() for band in first.bands]
    for scene in scenes[6:]:
        png(scene)
    assert all(np.array_equal(band, old) for band, old in zip(first.bands, copy, strict=True))
    assert not any(band.flags.writeable for band in first.bands)


def scene_of(*nodes: Node, ambience: Ambience = DAY) -> Scene:
    return Scene(id="t", title="t", bounds=Rect(0, 0, 900, 600), nodes=nodes, ambience=ambience, background="#C0B8A0")


WALL = Fill(path=Path.rect(Rect(0, 0, 900, 600)), paint=Texture(material="stone", colour="#C3B8A5", seed=4))


@pytest.mark.parametrize("ambience", [DAY, NIGHT], ids=["day", "night"])
@pytest.mark.parametrize(
    "other",
    [
        Fill(path=Path.rect(Rect(0, 0, 900, 600)), paint=Texture(material="stone", colour="#C3B8A6", seed=4)),
        Fill(path=Path.rect(Rect(0, 0, 900, 600)), paint=Texture(material="stone", colour="#C3B8A5", seed=5)),
        Fill(path=Path.rect(Rect(0, 0, 899, 600)), paint=Texture(material="stone", colour="#C3B8A5", seed=4)),
    ],
    ids=["colour", "seed", "outline"],
)
def test_a_wall_that_differs_in_one_thing_is_not_taken_for_the_kept_one(other: Fill, ambience: Ambience) -> None:
    letter = Fill(path=Path.rect(Rect(200, 200, 300, 400)), paint=Solid(colour="#FFFFFF"))
    sign = Group(id="sign", children=(letter,), layer="sign")
    expected = alone(scene_of(other, sign, ambience=ambience))
    painter.KEPT.clear()
    png(scene_of(WALL, sign, ambience=ambience))
    png(scene_of(WALL, sign, ambience=ambience))
    assert png(scene_of(other, sign, ambience=ambience)) == expected


def test_a_clip_and_an_annotation_are_part_of_what_is_compared(fonts: FontCatalogue) -> None:
    words = Label(text="字", at=Point(300, 300), height_mm=80, outline=Path.rect(Rect(300, 300, 380, 380)))
    box = Fill(path=Path.rect(Rect(100, 100, 800, 500)), paint=Solid(colour="#AA2211"))
    drawn = [
        scene_of(WALL, Group(id="a", children=(box, words), layer="context"), ambience=NIGHT),
        scene_of(WALL, Group(id="a", children=(box, words), layer="mark"), ambience=NIGHT),
        scene_of(WALL, Group(id="a", children=(box, words), layer="mark", clip=Rect(0, 0, 350, 600)), ambience=NIGHT),
    ]
    expected = [alone(scene) for scene in drawn]
    assert len(set(expected)) == 3
    painter.KEPT.clear()
    for index in (0, 1, 0, 2, 1, 2, 0):
        assert png(drawn[index]) == expected[index]


def test_light_and_shadow_that_move_leave_nothing_behind() -> None:
    def at(x: float, ambience: Ambience) -> Scene:
        path = Path.rect(Rect(x, 250, x + 60, 350))
        thrown: Node = Glow(path=path, luminance_cd_m2=300, temperature_k=4000, reach_mm=(5.0, 15.0, 40.0, 90.0))
        if not ambience.is_night:
            thrown = Shadow(path=path, offset=Point(8, -12), blur_mm=9, opacity=0.5)
        sign = Group(id="sign", children=(thrown, Fill(path=path, paint=Solid(colour="#FFFFFF"))), layer="sign")
        return scene_of(WALL, sign, ambience=ambience)

    places = (100.0, 400.0, 103.3, 700.0, 100.0)
    for ambience in (DAY, NIGHT):
        expected = [alone(at(x, ambience)) for x in places]
        painter.KEPT.clear()
        assert [png(at(x, ambience)) for x in places] == expected


def test_no_more_is_kept_than_allowed(scenes: tuple[Scene, ...]) -> None:
    capacity = 9_000_000
    kept = Kept(capacity)
    for scene in scenes:
        for width_px in (300, 420):
            painted(scene, Viewport(bounds=scene.bounds, width_px=width_px), is_packed=True, kept=kept)
            assert sum(entry.nbytes for entry in kept._entries.values()) <= capacity
    assert kept._entries
