from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from math import hypot, pi

import pytest

from signage.design import lay_out, spec_of
from signage.geometry import Rect
from signage.geometry.arc_areas import Area
from signage.geometry.arcs import ArcRing, ArcVertex
from signage.geometry.basic import Point
from signage.render.svg_cutting import draw_cutting
from signage.scene.cutting import CutLayer, CutPart, Cutting, compose_cutting
from signage.typography import FontCatalogue

SVG = "{http://www.w3.org/2000/svg}"


def test_groups_are_materials_and_the_page_is_in_millimetres(fonts: FontCatalogue):
    fields = {"kind": "panel-letters", "name": "回圆", "width_mm": 3000, "height_mm": 900}
    layout = lay_out(spec_of(fields), fonts)
    cutting = compose_cutting(layout)
    root = ET.fromstring(draw_cutting(cutting).content)
    assert [g.get("id") for g in root.iter(f"{SVG}g")] == [layer.name for layer in cutting.layers]
    width, height = cutting.bounds.width + 2, cutting.bounds.height + 2
    assert float((root.get("width") or "").removesuffix("mm")) == pytest.approx(width, abs=1e-4)
    assert [float(v) for v in (root.get("viewBox") or "").split()] == pytest.approx([0, 0, width, height], abs=1e-4)
    assert layout.digest in "".join(root.itertext())
    assert {e.tag for e in root.iter()} == {f"{SVG}{tag}" for tag in ("svg", "metadata", "g", "path")}


def test_arcs_are_arcs_of_their_radius_turned_the_right_way():
    # A D: a straight back on the left and a half circle on the right, counter-clockwise on the wall.
    ring = ArcRing((ArcVertex(0, 0, 1.0), ArcVertex(0, 20, 0.0)))
    cutting = Cutting(
        title="D",
        layers=(CutLayer(name="acrylic", parts=(CutPart(subject="d", area=Area(outer=ring)),)),),
        bounds=Rect(0, 0, 10, 20),
        tolerance_mm=0.05,
        kerf_mm=0.0,
        left_out=(),
        closed=0,
        model_digest="sha256:0",
    )
    content = draw_cutting(cutting).content.decode()
    (data,) = re.findall(r' d="([^"]+)"', content)
    assert data == "M1 21A10 10 0 0 0 1 1L1 21Z"


def test_circle_keeps_its_length():
    circle = ArcRing.circle(Point(30, 30), 25)
    assert circle.length == pytest.approx(50 * pi)
    assert all(hypot(s.start.x - 30, s.start.y - 30) == pytest.approx(25) for s in circle.segments())
