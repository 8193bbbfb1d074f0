"""The sample drawing imports to the sample plan; its variants too."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache

import pytest

from signage.errors import PlanError
from signage.frontage import FrontagePlan, read_plan
from signage.frontage.readers import import_plan, inspect_file
from signage.frontage.readers.assemble import assemble, explained
from signage.frontage.readers.dxf_read import read_dxf
from signage.frontage.readers.mapping import Mapping, read_mapping
from signage.frontage.readers.report import ImportReport
from tests.frontage.readers.architect import SAMPLES, drawn, written
from tests.frontage.readers.in_process import read_here as read_here

MAP = (SAMPLES / "jingwan-li-map.toml").read_text("utf-8")
_read = cache(read_dxf)  # the same drawing is read by several mappings


@cache
def plan() -> FrontagePlan:
    return read_plan(SAMPLES / "jingwan-li.json")


def imported(content: bytes, mapping: Mapping | None = None) -> ImportReport:
    chosen = mapping or read_mapping(MAP)
    return assemble(_read(content, encoding=chosen.encoding), chosen)


def asked(content: bytes, mapping: Mapping) -> ImportReport:
    """The report as the child gives it: a refusal is a question beside what was read."""
    drawing = _read(content)
    try:
        return assemble(drawing, mapping)
    except PlanError as error:
        return explained(error, drawing, file="")


def substance(value: FrontagePlan) -> FrontagePlan:
    """The plan on 0.01 mm, parts in order of id, outlines from their lowest left corner."""
    faces = []
    for face in value.faces:
        openings = tuple(replace(o, outline=tuple(sorted(o.outline))) for o in face.openings)
        parts = {"openings": openings, **{k: getattr(face, k) for k in ("units", "bands", "columns", "existing")}}
        faces.append(replace(face, **{k: tuple(sorted(v, key=lambda p: p.id)) for k, v in parts.items()}))
    return replace(value, faces=tuple(faces))


def same(one: object, other: object, path: str = "") -> list[str]:
    if isinstance(one, float | int) and isinstance(other, float | int):
        return [] if abs(one - other) <= 0.011 else [f"{path}: {one} {other}"]
    if isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        return [w for i, (a, b) in enumerate(zip(one, other, strict=True)) for w in same(a, b, f"{path}[{i}]")]
    if hasattr(one, "__dataclass_fields__") and type(one) is type(other):
        names = [n for n in one.__dataclass_fields__ if not n.startswith("_")]
        return [w for n in names for w in same(getattr(one, n), getattr(other, n), f"{path}.{n}")]
    return [] if one == other else [f"{path}: {one} {other}"]


def test_the_shipped_drawing_is_what_the_architect_script_draws():
    assert (SAMPLES / "jingwan-li.dxf").read_bytes() == written(drawn(plan()))


def test_the_sample_drawing_imports_to_the_sample_plan_through_the_child_process():
    report = import_plan((SAMPLES / "jingwan-li.dxf").read_bytes(), MAP, file="jingwan-li.dxf")
    assert report.plan is not None
    assert same(substance(report.plan), substance(plan())) == []
    assert {t.part: len(t.ids) for t in report.taken}["openings"] == 66
    assert {n.code for n in report.ignored} >= {"reading.stray", "reading.outside", "reading.inner_frames"}
    assert [n.code for n in report.repairs] == ["reading.bridged"]
    assert report.questions == ()
    assert ImportReport.from_json(report.to_json()) == report


@pytest.mark.parametrize(("version", "unit"), [("R12", "mm"), ("R2018", None)])
def test_other_versions_give_the_same_plan_once_the_unit_is_told_that_r12_lacks(version, unit):
    report = imported(written(drawn(plan(), version)), read_mapping(MAP).told({"unit": unit} if unit else {}))
    assert report.plan is not None
    assert same(substance(report.plan), substance(plan())) == []


def test_a_binary_drawing_in_metres_gives_the_same_plan():
    stream = io.BytesIO()
    drawn(plan(), unit=6, scale=0.001).write(stream, fmt="bin")
    report = imported(stream.getvalue())
    assert report.plan is not None
    assert same(substance(report.plan), substance(plan())) == []


def test_a_wrong_header_unit_is_asked_about_and_never_converted():
    content = written(drawn(plan(), unit=6))  # millimetres that call themselves metres
    report = imported(content)
    assert report.plan is None
    (question,) = [q for q in report.questions if q.is_blocking]
    assert (question.code, question.params["likely"], question.params["unit"]) == ("reading.unit_disagrees", "mm", "m")
    settled = imported(content, read_mapping(MAP).told({"unit": "mm"}))
    assert settled.plan is not None
    assert settled.plan.faces[0].width_mm == 60000


def test_without_a_unit_the_likely_one_is_proposed():
    report = imported(written(drawn(plan(), unit=0, scale=0.1)))
    assert report.plan is None
    assert [(q.code, q.params["likely"]) for q in report.questions] == [("reading.unit_missing", "cm")]


def test_a_window_picks_the_face_as_well_as_its_title():
    window = {"title": None, "window": [120000, 34500, 190000, 50000]}
    report = imported((SAMPLES / "jingwan-li.dxf").read_bytes(), read_mapping(MAP).told(window))
    assert report.plan is not None
    assert same(substance(report.plan), substance(plan())) == []


def test_a_gap_wider_than_the_tolerance_is_told_with_its_place_and_layer():
    doc = drawn(plan())
    glass = next(e for e in doc.modelspace().query('LINE[layer=="店面玻璃"]'))
    glass.dxf.end = glass.dxf.end.lerp(glass.dxf.start, 0.2)
    report = imported(written(doc))
    (note,) = [q for q in report.questions if q.code == "reading.not_closed"]
    assert note.params["layer"] == "店面玻璃"
    assert note.place
    assert len(next(t for t in report.taken if t.part == "openings").ids) == 65


@pytest.mark.usefixtures("read_here")
def test_inspecting_shows_layers_titles_strays_the_unit_and_a_mapping_that_can_be_read():
    found = inspect_file((SAMPLES / "jingwan-li.dxf").read_bytes(), file="a.dxf")
    assert "晶湾路一侧立面图" in [view["text"] for view in found["titles"]]
    assert (found["unit"], found["likely"]) == ("mm", "mm")
    assert found["box"][2] > 1e9 > found["box_without_strays"][2]
    assert "reading.stray" in {n["code"] for n in found["notes"]}
    starter = read_mapping(found["map"])
    assert starter.title == "晶湾路一侧立面图"
    assert starter.layers["door"] == ("门",)
    assert starter.layers["bands"] == ("招牌位",)


def test_texts_in_the_wrong_codepage_are_read_as_the_mapping_says():
    content = written(drawn(plan())).replace(b"ANSI_936", b"ANSI_1252")
    told = read_mapping('encoding = "gbk"\n' + MAP)
    assert imported(content, told).plan is not None
    with pytest.raises(PlanError, match="title_unknown"):
        imported(content)


def test_an_origin_far_off_the_face_is_told_in_one_sentence_with_the_likely_one():
    content = (SAMPLES / "jingwan-li.dxf").read_bytes()
    report = asked(content, read_mapping(MAP).told({"origin": {"y": -9_000_000}}))
    assert report.plan is None
    assert report.problems == ()
    (question,) = report.questions
    assert question.code == "reading.origin_far"
    assert (question.params["axis"], float(question.params["likely"])) == ("y", 38000)
    mended = asked(content, read_mapping(MAP).told({"origin": {"y": float(question.params["likely"])}}))
    assert mended.plan is not None
    sideways = asked(content, read_mapping(MAP).told({"origin": {"x": 5, "y": 38000}}))
    assert (sideways.questions[0].params["axis"], float(sideways.questions[0].params["likely"])) == ("x", 125000)


def test_a_level_line_that_cannot_be_found_is_told_by_what_was_looked_for():
    content = (SAMPLES / "jingwan-li.dxf").read_bytes()
    named = asked(content, read_mapping(MAP).told({"origin": {"layer": "NONE"}}))
    assert [(q.code, q.params["layer"]) for q in named.questions] == [("reading.no_ground_layer", "NONE")]
    told = read_mapping(MAP)
    layers = {k: v for k, v in told.layers.items() if k != "pavement"} | {"slabs": ("无",)}
    short = asked(content, told.told({"origin": {}, "layers": layers}))
    assert [(q.code, q.params) for q in short.questions] == [("reading.no_ground", {"layer": "无"})]


def test_a_pavement_that_stops_just_short_is_drawn_out_and_told():
    doc = drawn(plan())
    last = max(doc.modelspace().query('LINE[layer=="人行道"]'), key=lambda e: e.dxf.end.x)
    last.dxf.end = last.dxf.end - type(last.dxf.end)(0.4, 0)
    report = imported(written(doc))
    assert report.plan is not None
    assert report.plan.faces[0].pavement[-1].x == 60000
    (note,) = [n for n in report.repairs if n.code == "reading.pavement_drawn_out_right"]
    assert note.params["gap"] == "0.40"


def test_layers_that_are_frozen_are_read_and_told_as_a_doubt_not_as_ignored():
    doc = drawn(plan())
    doc.layers.get("门").freeze()
    report = imported(written(doc))
    assert report.plan is not None
    assert [q.code for q in report.questions] == ["reading.hidden_layers"]
    assert "reading.hidden_layers" not in {n.code for n in report.ignored}


def test_arcades_are_taken_with_their_ceiling():
    doc = drawn(plan())
    doc.layers.add("骑楼")
    x, y = 125_000 + 8400, 38_000
    doc.modelspace().add_lwpolyline(
        [(x, y), (x + 4200, y), (x + 4200, y + 3100), (x, y + 3100)], close=True, dxfattribs={"layer": "骑楼"}
    )
    told = read_mapping(MAP + "\n[defaults.arcades]\ndepth = 3000\n")
    report = imported(written(doc), told.told({"layers": {**told.layers, "arcades": ("骑楼",)}}))
    assert report.plan is not None, report.problems
    (arcade,) = report.plan.faces[0].arcades
    assert (arcade.x0_mm, arcade.x1_mm, arcade.ceiling_mm, arcade.depth_mm) == (8400, 12600, 3100, 3000)


def test_what_the_mapping_does_not_speak_of_is_unsurveyed_and_told():
    """Nothing of a sort in a drawing whose layers for it nobody named is no sign that there is none."""
    mapping = read_mapping(MAP)
    layers = {role: names for role, names in mapping.layers.items() if role not in ("canopies", "rescue")}
    content = (SAMPLES / "jingwan-li.dxf").read_bytes()
    report = imported(content, mapping.model_copy(update={"layers": layers, "absent": ()}))
    assert report.plan is not None
    assert [p.value for p in report.plan.faces[0].unsurveyed] == ["arcades", "canopies", "rescue"]
    told = [q for q in report.questions if q.code == "reading.unsurveyed"]
    assert [q.params["roles"] for q in told] == [("rescue", "canopies", "arcades")]
    stated = {"face": {**mapping.face, "unsurveyed": []}, "layers": layers, "absent": ()}
    said = imported(content, mapping.model_copy(update=stated))
    assert said.plan is not None
    assert said.plan.faces[0].unsurveyed == ()
    assert not [q for q in said.questions if q.code == "reading.unsurveyed"]


@pytest.mark.parametrize(
    ("head", "code"),
    [('absent = ["doors"]\n', "map_absent_unknown"), ('absent = ["canopies"]\n', "map_absent_mapped")],
)
def test_absent_names_roles_that_no_layer_has(head: str, code: str):
    with pytest.raises(PlanError) as told:
        read_mapping(head + MAP.replace('absent = ["arcades"]\n', ""))
    assert told.value.code == f"reading.{code}"
