"""The SVG as a document: strict XML, unique and stable ids, titles, true scale, nothing from outside."""

from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree
from xml.parsers import expat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signage.design import SignSpec, lay_out
from signage.desk import prepare
from signage.frontage import read_plan
from signage.geometry import Path, Rect
from signage.render import Viewport, draw
from signage.resources import bundled
from signage.rules import books_for
from signage.scene import DAY, NIGHT, Group, Scene, compose_front, compose_sign, compose_street, compose_workshop
from signage.scene.shapes import solid
from signage.typography import FontCatalogue

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = ["盐&味", "<店>", '"味"馆', "'小'馆", "a]]>b", "店&amp;铺", "--><!--", "盐<script>"]
SPEC = SignSpec(kind="panel-letters", name="晶湾盐业生活馆", width_mm=6000.0, height_mm=1200.0)
NAME_START = re.compile(r"[A-Za-z_\u00c0-\u02ff\u0370-\u1fff\u3001-\ud7ff]")


def strictly_parsed(content: bytes) -> ElementTree.Element:
    """Parse, refusing what a lax reader would let pass: entities, doctypes and processing instructions."""
    parser = expat.ParserCreate(namespace_separator=" ")

    def refuse(*found: object) -> None:
        raise AssertionError(f"a drawing needs no {found}")

    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = parser.ProcessingInstructionHandler = refuse
    parser.Parse(content, True)
    return ElementTree.fromstring(content)


def svg_of(scene: Scene, scale: float = 0.02) -> bytes:
    return draw(scene, Viewport.of(scene, scale=scale), "svg").content


@pytest.fixture(scope="module")
def scenes(fonts: FontCatalogue) -> dict[str, Scene]:
    plan = read_plan(bundled("samples", "plans", "jingwan-li.json"))
    on = date(2026, 11, 24)
    desk = prepare(SPEC, plan, "S1-02", books_for(plan.city, on), on, fonts)
    return {
        "sign": compose_sign(desk.layout, DAY, fonts),
        "front": compose_front(desk.proposal, NIGHT, fonts),
        "marks": compose_front(desk.proposal, DAY, fonts, report=desk.report),
        "street": compose_street(plan, desk.placed.face_id, (desk.placed,), NIGHT, fonts),
        "workshop": compose_workshop(desk.layout, fonts),
    }


VIEWS = ["sign", "front", "marks", "street", "workshop"]


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_strict_xml_with_ids_that_are_unique_names(scenes: dict[str, Scene], view: str):
    root = strictly_parsed(svg_of(scenes[view]))
    ids = [element.get("id", "") for element in root.iter() if element.get("id") is not None]
    assert len(ids) == len(set(ids)) > 3
    assert [name for name in ids if not NAME_START.match(name) or re.search(r"[\s:<>&\"']", name)] == []


@pytest.mark.parametrize("view", VIEWS)
def test_every_reference_stays_inside_the_file(scenes: dict[str, Scene], view: str):
    text = svg_of(scenes[view]).decode()
    ids = set(re.findall(r'\sid="([^"]+)"', text))
    assert set(re.findall(r"url\(#([^)]+)\)", text)) <= ids
    assert set(re.findall(r'aria-labelledby="([^"]+)"', text)) <= ids
    assert re.findall(r'href="(?!data:image/|#)', text) == []
    assert re.findall(r"url\((?!#)|@import|<style|<script|<foreignObject|<!|\son\w+=", text) == []


@pytest.mark.parametrize("view", VIEWS)
def test_a_screen_reader_finds_role_and_title(scenes: dict[str, Scene], view: str):
    root = strictly_parsed(svg_of(scenes[view]))
    assert root.get("role") == "img"
    assert root[0].tag == f"{SVG}title"
    assert root[0].text == scenes[view].title
    assert root.get("aria-labelledby") == root[0].get("id")


def test_the_parts_of_a_sign_have_ids_and_the_sign_a_title(scenes: dict[str, Scene]):
    root = strictly_parsed(svg_of(scenes["sign"]))
    parts = {element.get("id", "") for element in root.iter(f"{SVG}g")}
    letters = [part for part in parts if re.match(r"sign-.*letter", part)]
    sign = next(group for group in root.iter(f"{SVG}g") if group.get("id") == "sign")
    assert len(letters) >= len(SPEC.name)
    assert sign[0].tag == f"{SVG}title"
    assert SPEC.name in (sign[0].text or "")


def test_redrawing_another_colour_keeps_the_ids_of_the_parts(fonts: FontCatalogue):
    def ids(ambience_scene: Scene) -> list[str]:
        return [g.get("id", "") for g in strictly_parsed(svg_of(ambience_scene)).iter(f"{SVG}g")]

    narrow = SignSpec(kind=SPEC.kind, name=SPEC.name, width_mm=5000.0, height_mm=1100.0)
    assert ids(compose_sign(lay_out(SPEC, fonts), DAY, fonts)) == ids(compose_sign(lay_out(narrow, fonts), DAY, fonts))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_of_shops_stay_words(fonts: FontCatalogue, name: str):
    scene = compose_sign(
        lay_out(SignSpec(kind=SPEC.kind, name=name, width_mm=6000.0, height_mm=1200.0), fonts), DAY, fonts
    )
    root = strictly_parsed(svg_of(scene))
    assert name in (root[0].text or "")
    assert list(root.iter(f"{SVG}script")) == []


@settings(max_examples=60)
@given(st.lists(st.text(max_size=12), max_size=6), st.text(max_size=12))
def test_any_ids_and_titles_give_a_document_with_unique_ids(names: list[str], scene_id: str):
    box = solid(Path.rect(Rect(1.0, 1.0, 9.0, 9.0)), "#123456")
    nodes = tuple(
        Group(id=name, children=(box,), title=name, clip=Rect(0.0, 0.0, float(i + 1), 5.0))
        for i, name in enumerate(names)
    )
    scene = Scene(id=scene_id, title=scene_id, bounds=Rect(0.0, 0.0, 10.0, 10.0), nodes=nodes)
    root = strictly_parsed(svg_of(scene))
    ids = [element.get("id") for element in root.iter() if element.get("id") is not None]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[^\s:\"'<>&#()]+", name or "") for name in ids)


@pytest.mark.parametrize(("scale", "said"), [(1.0, "1:1"), (0.02, "1:50"), (1 / 30, "1:30"), (2.0, "2:1")])
def test_user_units_are_millimetres_and_the_paper_has_the_scale_that_is_stated(
    scenes: dict[str, Scene], scale: float, said: str
):
    scene = scenes["workshop"]
    root = strictly_parsed(svg_of(scene, scale))
    assert [float(v) for v in (root.get("viewBox") or "").split()] == pytest.approx(
        [0, 0, scene.bounds.width, scene.bounds.height], abs=0.006
    )
    width, height = (re.fullmatch(r"([\d.]+)mm", root.get(key) or "") for key in ("width", "height"))
    assert width is not None
    assert height is not None
    assert (float(width[1]), float(height[1])) == pytest.approx(
        (scene.bounds.width * scale, scene.bounds.height * scale), abs=1e-4
    )
    about = next(root.iter(f"{SVG}metadata")).text or ""
    assert f"model {scene.model_digest}; unit mm; scale {said}" == about
