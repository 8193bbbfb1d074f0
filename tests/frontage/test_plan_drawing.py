from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from signage.errors import NotFound
from signage.frontage import inspect_plan, read_plan
from signage.locale import Lang, speaking
from signage.resources import bundled
from signage.scene import Group, Label, Node, compose_plan
from signage.scene.plan_levels import level_text
from signage.typography import FontCatalogue
from tests.frontage.builders import as_bytes, face_of, plan_object


def labels(nodes: tuple[Node, ...]) -> Iterator[Label]:
    for node in nodes:
        if isinstance(node, Group):
            yield from labels(node.children)
        elif isinstance(node, Label):
            yield node


def test_the_plan_shows_every_unit_band_and_level_inside_its_bounds(fonts: FontCatalogue) -> None:
    plan = read_plan(bundled("samples", "plans", "jingwan-li.json"))
    scene = compose_plan(plan, "jingwan-road", fonts)
    found = list(labels(scene.nodes))
    words = {label.text for label in found}
    assert {u.id for u in plan.faces[0].units} <= words
    assert {b.id for b in plan.faces[0].bands} <= words
    assert {"±0.000", "+4.800", "+9.600", "-0.150"} <= words
    for label in found:
        box = label.outline.control_bounds()
        assert box is None or scene.bounds.contains(box), label.text


def road_words(fonts: FontCatalogue, road: dict[str, Any] | None) -> list[str]:
    """The words of the section across the road, under a front whose plan states this road."""
    raw: dict[str, Any] = plan_object()
    face_of(raw).pop("road", None)
    face_of(raw).update({} if road is None else {"road": road})
    plan, _ = inspect_plan(as_bytes(raw))
    assert plan is not None
    scene = compose_plan(plan, "south", fonts)
    found = [group for group in scene.nodes if isinstance(group, Group) and group.id == "section"]
    return [label.text for group in found for label in labels(group.children)]


def test_the_section_shows_the_kerb_and_what_lies_on_either_side_with_its_width(fonts: FontCatalogue) -> None:
    road = {"name": "海风路", "width": 14000, "kerb": 4000, "cycle_lane": 6500}
    words = road_words(fonts, road)
    assert words[1:] == ["人行道至路缘", "4000", "非机动车道", "2500", "车行道", "11500"]
    assert words[0].startswith("海风路断面")


def test_the_section_says_that_a_width_is_not_stated_and_is_left_out_without_a_kerb(fonts: FontCatalogue) -> None:
    assert road_words(fonts, {"name": "海风路", "kerb": 4000})[1:] == ["人行道至路缘", "4000", "路宽未载"]
    assert road_words(fonts, {"name": "海风路", "width": 14000}) == []
    assert road_words(fonts, None) == []


def test_problems_are_pinned_and_listed(fonts: FontCatalogue) -> None:
    raw: dict[str, Any] = plan_object()
    face_of(raw)["units"][1] |= {"bays": ["1-2", "2-3"]}
    plan, problems = inspect_plan(as_bytes(raw))
    assert plan is not None
    words = [label.text for label in labels(compose_plan(plan, "south", fonts, problems=problems).nodes)]
    assert sum("重叠" in word for word in words) == 1
    clean = [label.text for label in labels(compose_plan(plan, "south", fonts).nodes)]
    assert words.count("1") == clean.count("1") + 2  # the pin on the face and the pin in the list


def test_an_unknown_face_is_not_found(fonts: FontCatalogue) -> None:
    plan = read_plan(bundled("samples", "plans", "jingwan-li.json"))
    with pytest.raises(NotFound):
        compose_plan(plan, "back", fonts)


def test_levels_read_as_on_drawings() -> None:
    assert [level_text(v) for v in (0.0, 3200.0, -150.0, -0.2)] == ["±0.000", "+3.200", "-0.150", "±0.000"]


def test_an_english_plan_keeps_chinese_for_names_alone(fonts: FontCatalogue) -> None:
    raw: dict[str, Any] = plan_object() | {"building": "Row", "address": "Road", "city": "Town"}
    face_of(raw)["name"] = "South"
    face_of(raw)["units"][1] |= {"bays": ["1-2", "2-3"]}
    plan, problems = inspect_plan(as_bytes(raw), file="x.json")
    assert plan is not None
    with speaking(Lang.EN):
        words = " ".join(label.text for label in labels(compose_plan(plan, "south", fonts, problems=problems).nodes))
    assert "Error: " in words
    assert not [c for c in words if "\u3000" <= c <= "\u9fff" or c in "：，。、"], words
