"""Elevations in SVG: the sample gives the sample plan, units are declared or asked for, broken files refused."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signage.errors import PlanError
from signage.frontage.readers import import_plan, inspect_file, svg, svg_tree
from signage.frontage.readers.assemble import assemble
from signage.frontage.readers.drawing import Drawing
from signage.frontage.readers.mapping import Mapping, read_mapping
from signage.frontage.readers.read import is_svg, read_drawing
from signage.frontage.readers.report import ImportReport
from signage.locale import Lang, all_codes, describe
from tests.frontage.readers.architect import SAMPLES
from tests.frontage.readers.in_process import read_here as read_here
from tests.frontage.readers.svg_architect import drawn
from tests.frontage.readers.test_sample import MAP, plan, same, substance

MM = 'width="9000mm" height="6000mm" viewBox="0 0 9000 6000"'
WHOLE = Mapping(layers={"window": ("*",), "slabs": ("*",), "bays": ("*",), "pavement": ("*",), "openings": ("*",)})


def page(body: str, size: str = MM) -> bytes:
    space = 'xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"'
    return f'<svg {space} xmlns:xlink="http://www.w3.org/1999/xlink" {size}>{body}</svg>'.encode()


def read(content: bytes, mapping: Mapping | None = None) -> Drawing:
    return read_drawing(content, mapping or Mapping(), file="x.svg")


def imported(content: bytes, **told: object) -> ImportReport:
    mapping = read_mapping(MAP).told(told)
    return assemble(read_drawing(content, mapping), mapping)


def ended(content: bytes) -> str:
    """Return how a file ends: `refused CODE`, or `report`; anything else is a fault."""
    try:
        assemble(read_drawing(content, WHOLE, file="x.svg"), WHOLE)
    except PlanError as error:
        refusal = error
    else:
        return "report"
    assert refusal.code in all_codes()
    assert all(describe(refusal, lang).hint for lang in Lang)
    return f"refused {refusal.code}"


def test_the_shipped_drawing_is_what_the_script_draws():
    assert (SAMPLES / "jingwan-li.svg").read_bytes() == drawn(plan())


def test_the_sample_drawing_imports_to_the_sample_plan_by_the_mapping_of_the_dxf():
    report = import_plan((SAMPLES / "jingwan-li.svg").read_bytes(), MAP, file="jingwan-li.svg")
    assert report.plan is not None
    assert same(substance(report.plan), substance(plan())) == []
    assert (report.reader, report.questions, report.repairs) == ("svg", (), ())


def test_a_drawing_one_to_a_hundred_needs_its_scale_and_gives_the_same_plan():
    content = drawn(plan(), size='width="720mm" height="186mm"')
    lost = imported(content)
    assert lost.plan is None
    (question,) = [q for q in lost.questions if q.is_blocking]
    assert (question.code, question.params["scale"]) == ("reading.scale_disagrees", 100)
    report = imported(content, scale=100)
    assert report.plan is not None
    assert same(substance(report.plan), substance(plan())) == []


@pytest.mark.parametrize("size", ["", 'width="720" height="186"', 'width="100%"', 'width="72mm" height="300mm"'])
def test_without_a_size_that_can_be_trusted_the_unit_is_asked_and_never_guessed(size):
    report = imported(drawn(plan(), size=size, scale=0.1))
    assert report.plan is None
    assert [(q.code, q.params["likely"]) for q in report.questions] == [("reading.unit_missing", "cm")]
    settled = imported(drawn(plan(), size=size, scale=0.1), unit="cm")
    assert settled.plan is not None
    assert same(substance(settled.plan), substance(plan())) == []


@pytest.mark.usefixtures("read_here")
def test_inspecting_shows_layers_title_unit_and_a_mapping_that_can_be_read():
    found = inspect_file((SAMPLES / "jingwan-li.svg").read_bytes(), file="a.svg")
    assert (found["unit"], found["likely"], [v["text"] for v in found["titles"]]) == ("mm", "mm", ["晶湾路一侧立面图"])
    assert read_mapping(found["map"]).layers["bands"] == ("招牌位",)


@pytest.mark.parametrize(
    ("shape", "box"),
    [
        ('<rect x="10" y="20" width="30" height="40"/>', (10, -60, 40, -20)),
        ('<path d="m10 20h30v40h-30z"/>', (10, -60, 40, -20)),
        ('<polygon points="10,20 40,20 40,60 10,60"/>', (10, -60, 40, -20)),
        ('<circle cx="10" cy="20" r="5"/>', (5, -25, 15, -15)),
        ('<ellipse cx="10" cy="20" rx="5" ry="2"/>', (5, -22, 15, -18)),
        ('<g transform="translate(5 6)"><line x1="1" x2="3" y2="2" transform="scale(10)"/></g>', (15, -26, 35, -6)),
        ('<rect width="2" height="4" transform="rotate(90)"/>', (-4, -2, 0, 0)),
        ('<rect width="2" height="4" transform="matrix(1 0 0 -1 7 0)"/>', (7, 0, 9, 4)),
        ('<defs><rect id="a" width="2" height="4"/></defs><use xlink:href="#a" x="3" y="1"/>', (3, -5, 5, -1)),
    ],
)
def test_shapes_stand_where_a_viewer_shows_them_with_y_turned_up(shape, box):
    (stroke,) = read(page(shape)).strokes
    found = stroke.box
    assert (found.x0, found.y0, found.x1, found.y1) == pytest.approx(box, abs=0.01)
    assert stroke.is_closed == ("line" not in shape)


def test_the_innermost_name_with_a_role_is_the_layer_else_the_drawing_programs_layer():
    body = (
        '<g inkscape:groupmode="layer" inkscape:label="Front" id="layer1"><g id="g12"><g class="glass thin">'
        '<rect id="r1" width="5" height="5"/></g><rect id="door-1" width="2" height="5"/></g></g>'
    )
    assert [s.layer for s in read(page(body)).strokes] == ["Front", "Front"]
    mapping = Mapping(layers={"window": ("glass",), "door": ("DOOR-*",)})
    assert [s.layer for s in read(page(body), mapping).strokes] == ["glass", "door-1"]


def test_fields_of_a_group_belong_to_its_shapes_and_a_name_is_no_field():
    body = '<g data-name="窗"><g data-编号="W1"><rect width="5" height="5"/><path d="M0 0L1 1"/></g></g>'
    found = read(page(body))
    (label,) = found.labels
    assert label.fields == (("编号", "W1"),)
    assert {s.groups for s in found.strokes} == {label.groups} != {()}
    assert {s.layer for s in found.strokes} == {"窗"}


def test_texts_are_joined_and_placed_by_their_anchor():
    left, right = read(
        page(
            '<text x="100" y="50" font-size="20">示例</text>'
            '<text style="text-anchor:end" y="5"><tspan>A</tspan> B</text>'
        )
    ).labels
    assert (left.text, right.text) == ("示例", "A B")
    assert left.at == pytest.approx((120, -43))
    assert right.at.x < 0
    assert left.height == 20


def test_what_draws_no_line_and_what_is_hidden_is_told():
    hidden = '<g id="旧" style="display:none"><path d="M0 0h9"/></g>'
    body = '<image href="a.png"/><linearGradient><stop/></linearGradient>' + hidden
    found = read(page(body))
    assert {n.params.get("kind") for n in found.ignored if n.code == "reading.not_a_line"} == {
        "image",
        "linearGradient",
    }
    assert [n.params["layers"] for n in found.doubts if n.code == "reading.hidden_layers"] == ["旧"]


BOMB = '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (BOMB.encode() + page("<text>&b;</text>"), "svg_entities"),
        (b'<!DOCTYPE svg SYSTEM "file:///etc/passwd">' + page(""), "svg_entities"),
        (page("<script>1</script>"), "svg_script"),
        (page('<rect onclick="x()" width="1" height="1"/>'), "svg_script"),
        (page("<foreignObject/>"), "svg_script"),
        (page('<use href="https://example.org/a.svg#b"/>'), "svg_reference"),
        (page('<use href="#nothing"/>'), "svg_reference"),
        (b'<?xml-stylesheet href="a.css"?>' + page("<path d='M0 0h1'/>"), "svg_reference"),
        (page("<style>@import url(https://example.org/a.css);</style>"), "svg_reference"),
        (page('<rect style="transform:scale(2)" width="1" height="1"/>'), "svg_style_moves"),
        (page('<rect x="NaN" width="1" height="1"/>'), "svg_bad_value"),
        (page('<rect x="1e99" width="1" height="1"/>'), "svg_bad_value"),
        (page('<rect x="5%" width="1" height="1"/>'), "svg_bad_value"),
        (page('<g transform="warp(3)"/>'), "svg_bad_value"),
        (page('<path d="M0 0 L x"/>'), "svg_bad_path"),
        (page('<polyline points="0 0 1"/>'), "svg_bad_path"),
        (page("<g>" * 80 + "</g>" * 80), "svg_too_deep"),
        (page(""), "svg_empty"),
        (page("<g><path d='M0 0h1'/>"), "svg_not_xml"),
        (b'<?xml version="1.0" encoding="gbk"?>' + page(""), "svg_bad_encoding"),
        (b"<svg:svg xmlns:svg='urn:other'></svg:svg>", "svg_no_root"),
    ],
)
def test_what_is_hostile_or_broken_is_refused_in_one_sentence(content, code):
    assert is_svg(content)
    assert ended(content) == f"refused reading.{code}"


def test_a_refusal_names_the_line():
    with pytest.raises(PlanError) as caught:
        read(page('\n<g>\n<rect x="NaN" width="1" height="1"/></g>'))
    assert caught.value.at is not None
    assert (caught.value.at.file, caught.value.at.line) == ("x.svg", 3)


def test_paths_and_files_past_their_caps_are_refused(monkeypatch):
    monkeypatch.setattr(svg, "MAX_VERTICES", 900)
    long = " ".join(f"{i} {i % 7}" for i in range(1000))
    assert ended(page(f'<path d="M{long}"/>')) == "refused reading.too_many_vertices"
    assert ended(page(f'<polyline points="{long}"/>')) == "refused reading.svg_too_much"
    monkeypatch.setattr(svg_tree, "MOST_OUTLINE", 900)
    assert ended(page(f'<path d="M{long}"/>')) == "refused reading.svg_long_value"
    monkeypatch.setattr(svg_tree, "MOST_BYTES", 900)
    assert ended(page(f'<path d="M{long}"/>')) == "refused reading.file_too_big"


def test_uses_that_multiply_are_refused_and_one_that_uses_itself_is_told(monkeypatch):
    monkeypatch.setattr(svg, "MAX_ENTITIES", 3000)
    levels = "".join(f'<g id="m{n}">{f"""<use href="#m{n - 1}"/>""" * 12}</g>' for n in range(1, 7))
    body = f'<defs><path id="m0" d="M0 0h1"/>{levels}</defs><use href="#m6"/>'
    assert ended(page(body)) == "refused reading.too_many_entities"
    loop = '<path d="M0 0h9"/><g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'
    assert "reading.recursive_block" in {n.code for n in read(page(loop)).ignored}


def test_a_chain_of_uses_ends_in_words_before_the_stack_does():
    chain = "".join(f'<g id="c{n}"><use href="#c{n - 1}"/></g>' for n in range(1, 200))
    body = f'<defs><path id="c0" d="M0 0h1"/>{chain}</defs><use href="#c199"/>'
    assert ended(page(body)) == "refused reading.svg_too_deep"


def test_transforms_that_run_away_are_told_and_left():
    body = '<path d="M0 0h1"/>' + '<g transform="scale(1e6)">' * 5 + '<path d="M0 0h1"/>' + "</g>" * 5
    found = read(page(body))
    assert all(math.isfinite(v) for s in found.strokes for p in s.points for v in p)
    assert "reading.not_finite" in {n.code for n in found.ignored}


def test_a_table_is_sent_to_the_command_that_reads_tables():
    with pytest.raises(PlanError) as caught:
        import_plan("铺位,起\nS1,0\n".encode(), MAP, file="units.csv")
    assert caught.value.code == "reading.is_table"
    assert "import-units" in str(describe(caught.value, Lang.EN).hint)


SMALL = page('<g id="窗"><rect x="1" y="2" width="30" height="40" data-id="W1"/><path d="M0 0c1 2 3 4 5 6z"/></g>')


@settings(max_examples=15, deadline=None)
@given(cut=st.integers(0, len(SMALL)))
def test_a_file_cut_anywhere_is_refused_or_reported(cut):
    assert ended(SMALL[:cut])


JUNK = st.binary(min_size=1, max_size=12) | st.text("<>&#;'\"/.-e9 zMA", min_size=1)


@settings(max_examples=40, deadline=None)
@given(at=st.integers(0, len(SMALL) - 20), junk=JUNK)
def test_a_file_with_rubbish_in_it_is_refused_or_reported(at, junk):
    middle = junk.encode() if isinstance(junk, str) else junk
    assert ended(SMALL[:at] + middle + SMALL[at + len(middle) :])
