"""Elevations kept as GeoJSON: the same door, the mapping's unit, degrees refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signage.errors import PlanError
from signage.frontage.readers import import_plan
from signage.frontage.readers.assemble import assemble
from signage.frontage.readers.geojson import read_geojson
from signage.frontage.readers.mapping import Mapping, read_mapping
from signage.locale import Lang, describe
from tests.frontage.readers.in_process import read_here as read_here

MAP = """
unit = "m"
[origin]
x = 0
y = 0
[plan]
id = "row"
building = "示例楼"
address = "示例路"
city = "示例市"
revision = "1"
valid_from = "2026-01-01"
[face]
id = "south"
name = "南立面"
parapet = 5400
"""


def box(x0: float, y0: float, x1: float, y1: float) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[[x0, y0], [x1, y0], [x1, y1], [x0, y1], [x0, y0]]]}


def line(*spots: tuple[float, float]) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": [list(spot) for spot in spots]}


def collection(*parts: tuple[str, dict[str, Any], dict[str, Any]], **more: Any) -> dict[str, Any]:
    features = [
        {"type": "Feature", "properties": {"role": role, **fields}, "geometry": shape} for role, shape, fields in parts
    ]
    return {"type": "FeatureCollection", "features": features, **more}


def row(k: float = 1.0) -> dict[str, Any]:
    """Two shops in metres times k."""
    return collection(
        ("slabs", line((0, 0), (9 * k, 0)), {}),
        ("slabs", line((0, 4.8 * k), (9 * k, 4.8 * k)), {}),
        *(("bays", line((x * k, -0.5), (x * k, 5 * k)), {}) for x in (0, 4.5, 9)),
        ("units", box(0, 0, 4.5 * k, 4.8 * k), {"id": "S1-01", "tenant": "茶坊"}),
        ("units", box(4.5 * k, 0, 9 * k, 4.8 * k), {"id": "S1-02", "entrances": 2}),
        (
            "bands",
            box(0.3 * k, 3.2 * k, 4.2 * k, 4.2 * k),
            {"id": "B1", "units": ["S1-01"], "kinds": ["panel"]},
        ),
        ("door", box(1 * k, 0, 2 * k, 2.4 * k), {"unit": "S1-01"}),
        ("arcades", box(4.5 * k, 0, 9 * k, 3 * k), {"depth": 2500}),
        ("pavement", line((0, -0.15 * k), (9 * k, -0.2 * k)), {}),
    )


def content(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def test_features_with_roles_become_a_plan_without_a_list_of_layers():
    report = import_plan(content(row()), MAP, file="row.geojson")
    assert report.plan is not None
    assert report.reader == "geojson"
    face = report.plan.faces[0]
    assert [(u.id, u.tenant, u.entrances, u.x1_mm) for u in face.units] == [
        ("S1-01", "茶坊", None, 4500),
        ("S1-02", None, 2, 9000),
    ]
    assert (face.bands[0].id, face.bands[0].units, face.bands[0].kinds) == ("B1", ("S1-01",), ("panel",))
    assert [(o.kind, o.unit, o.rect.height) for o in face.openings] == [("door", "S1-01", 2400)]
    assert [(a.x0_mm, a.ceiling_mm, a.depth_mm) for a in face.arcades] == [(4500, 3000, 2500)]
    assert [p.y for p in face.pavement] == [-150, -200]


@pytest.mark.usefixtures("read_here")
def test_the_unit_is_asked_for_when_the_mapping_has_none():
    report = import_plan(content(row(1000)), MAP.replace('unit = "m"', ""))
    assert report.plan is None
    assert [(q.code, q.params["likely"]) for q in report.questions] == [("reading.unit_missing", "mm")]


@pytest.mark.parametrize(
    "value",
    [
        collection(("units", box(120.1500, 30.2800, 120.1506, 30.2801), {})),
        collection(("units", box(0, 0, 9, 4), {}), crs={"properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}),
    ],
)
def test_longitudes_and_latitudes_are_refused_in_words(value):
    with pytest.raises(PlanError) as caught:
        read_geojson(content(value))
    assert caught.value.code == "reading.geojson_degrees"
    assert "经纬度" in str(describe(caught.value, Lang.ZH))


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ({"type": "FeatureCollection"}, "reading.geojson_form"),
        ({"type": "FeatureCollection", "features": []}, "reading.geojson_empty"),
        (collection(("door", {"type": "Polygon", "coordinates": [[["a", 1]]]}, {})), "reading.geojson_empty"),
        (collection(("door", {"type": "Polygon", "coordinates": 7}, {})), "reading.geojson_empty"),
    ],
)
def test_a_collection_without_shapes_is_refused_by_what_it_lacks(value, code):
    with pytest.raises(PlanError) as caught:
        read_geojson(content(value))
    assert caught.value.code == code


def test_parts_of_a_multipolygon_are_parts_of_their_own_and_holes_are_told():
    two = {"type": "MultiPolygon", "coordinates": [box(0, 0, 1, 1)["coordinates"], box(2, 0, 3, 1)["coordinates"]]}
    holed = {"type": "Polygon", "coordinates": [*box(5, 0, 8, 2)["coordinates"], *box(6, 0.5, 7, 1)["coordinates"]]}
    value = collection(
        ("window", two, {}), ("window", holed, {}), ("pavement", line((0, 0), (8, 0)), {}),
        ("slabs", line((0, 0), (8, 0)), {}), ("slabs", line((0, 4), (8, 4)), {}),
    )  # fmt: skip
    report = assemble(read_geojson(content(value)), read_mapping(MAP).with_layers_as_roles())
    assert len(next(t for t in report.taken if t.part == "openings").ids) == 3
    assert "reading.inner_frames" in {n.code for n in report.ignored}


shapes = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(("type", "coordinates")), inner),
    max_leaves=12,
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.fixed_dictionaries({"geometry": shapes, "properties": shapes}) | shapes, max_size=4))
def test_any_features_end_in_a_report_or_a_refusal(features):
    refusal = None
    try:
        drawing = read_geojson(content({"type": "FeatureCollection", "features": features}))
        assemble(drawing, Mapping(unit="m").with_layers_as_roles())
    except PlanError as error:
        refusal = error
    assert refusal is None or describe(refusal, Lang.EN).hint


def test_roles_that_nobody_named_and_nobody_drew_are_told_once_as_unsurveyed():
    report = assemble(read_geojson(content(row())), read_mapping(MAP).with_layers_as_roles())
    assert report.plan is not None
    assert [q.code for q in report.questions] == ["reading.unsurveyed"]


def test_a_role_that_is_mapped_and_not_drawn_is_asked_about():
    told = read_mapping(MAP + '[layers]\ncolumns = ["pillars"]\n').with_layers_as_roles()
    questions = {q.code: q.params for q in assemble(read_geojson(content(row())), told).questions}
    assert questions["reading.role_empty"]["role"] == "columns"
