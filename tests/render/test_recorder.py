from __future__ import annotations

import json

from signage.geometry import Path, Point, Rect
from signage.render import Viewport, draw
from signage.scene import Fill, Group, Label, Scene, Solid


def scene_of(x: float = 0.0) -> Scene:
    box = Path.rect(Rect(x, 0, x + 10, 10))
    words = Label(text="盐", at=Point(x, 0), height_mm=5, outline=box)
    part = Group(id="g", children=(Fill(path=box, paint=Solid(colour="#112233")), words))
    return Scene(id="s", title="样图", bounds=Rect(0, 0, 100, 50), nodes=(part,))


def record(scene: Scene) -> bytes:
    return draw(scene, Viewport.of(scene), "json").content


def test_a_record_is_sorted_json_that_names_every_node() -> None:
    content = json.loads(record(scene_of()))
    assert list(content) == sorted(content)
    part = content["scene"]["nodes"][0]
    assert part["node"] == "Group"
    assert [child["node"] for child in part["children"]] == ["Fill", "Label"]
    assert part["children"][0]["path"].startswith("M1L3Z1 [0 0 10 10] ")


def test_less_than_a_hundredth_of_a_millimetre_leaves_the_record_alone() -> None:
    assert record(scene_of(0.001)) == record(scene_of())


def test_a_tenth_of_a_millimetre_shows() -> None:
    assert record(scene_of(0.1)) != record(scene_of())


def test_chinese_words_stay_readable_in_the_record() -> None:
    assert "盐" in record(scene_of()).decode()
