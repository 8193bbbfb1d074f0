"""Broken, hostile and foreign files: one clear refusal or a report, never a traceback, never a hang."""

from __future__ import annotations

import io
import math
import subprocess

import ezdxf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signage.confined import child as confined_child
from signage.errors import PlanError
from signage.frontage.readers import Limits, dxf_flatten, import_plan
from signage.frontage.readers.assemble import assemble
from signage.frontage.readers.dxf_read import read_dxf
from signage.frontage.readers.mapping import Mapping, read_mapping
from signage.locale import Lang, all_codes, describe


def small(**header: object) -> ezdxf.document.Drawing:
    doc = ezdxf.new("R2000", units=4)
    doc.modelspace().add_line((0, 0), (4000, 0))
    return doc


def content_of(doc: ezdxf.document.Drawing) -> bytes:
    stream = io.StringIO()
    doc.write(stream)
    return stream.getvalue().encode("utf-8")


SMALL = content_of(small())
WHOLE = Mapping(layers={"window": ("*",), "slabs": ("*",), "bays": ("*",), "pavement": ("*",), "openings": ("*",)})


def told(content: bytes) -> str:
    """Return how a file ends: `refused CODE`, or `report`; anything else is a fault."""
    try:
        assemble(read_dxf(content, file="x.dxf"), WHOLE)
    except PlanError as error:
        refusal = error
    else:
        return "report"
    assert refusal.code in all_codes()
    assert all(describe(refusal, lang).hint for lang in Lang)
    return f"refused {refusal.code}"


@pytest.mark.parametrize(
    ("head", "code"),
    [
        (b"AC1032\x00\x00\x00\x00\x00", "is_dwg"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "foreign"),
        (b"PK\x03\x04" + b"\x00" * 40, "foreign"),
        (b"%PDF-1.7\n", "foreign"),
        (b'<?xml version="1.0"?><svg/>', "foreign"),
        (b"", "file_empty"),
        (b"   \n", "file_empty"),
        (b"hello, this is a letter\n", "not_dxf"),
        (b"\x00\x01\x02\x03" * 50, "not_dxf"),
    ],
)
def test_what_is_no_dxf_is_refused_in_one_sentence(head, code):
    assert told(head) == f"refused reading.{code}"


def test_a_drawing_without_lines_is_refused():
    assert told(content_of(ezdxf.new("R2000"))) == "refused reading.empty"


def test_a_block_that_inserts_itself_is_told_and_left():
    doc = small()
    one, two = doc.blocks.new("A"), doc.blocks.new("B")
    one.add_blockref("B", (0, 0))
    two.add_blockref("A", (0, 0))
    doc.modelspace().add_blockref("A", (0, 0))
    found = read_dxf(content_of(doc))
    assert "reading.recursive_block" in {n.code for n in found.ignored} or found.repairs


def test_blocks_nested_too_deeply_are_told_and_left():
    doc = small()
    for level in range(12):
        block = doc.blocks.new(f"N{level}")
        block.add_line((0, 0), (1, 1))
        if level:
            block.add_blockref(f"N{level - 1}", (0, 0))
    doc.modelspace().add_blockref("N11", (0, 0))
    assert "reading.blocks_too_deep" in {n.code for n in read_dxf(content_of(doc)).ignored}


def test_blocks_that_multiply_are_refused_before_they_fill_the_memory(monkeypatch):
    monkeypatch.setattr(dxf_flatten, "MAX_ENTITIES", 3000)
    doc = small()
    doc.blocks.new("M0").add_line((0, 0), (1, 1))
    for level in range(1, 7):
        block = doc.blocks.new(f"M{level}")
        for _ in range(12):
            block.add_blockref(f"M{level - 1}", (0, 0))
    doc.modelspace().add_blockref("M6", (0, 0))
    assert told(content_of(doc)) == "refused reading.too_many_entities"


def test_a_polyline_of_too_many_vertices_is_refused(monkeypatch):
    monkeypatch.setattr(dxf_flatten, "MAX_VERTICES", 900)
    doc = small()
    doc.modelspace().add_lwpolyline([(i, i % 7) for i in range(1_000)])
    assert told(content_of(doc)) == "refused reading.too_many_vertices"


@pytest.mark.parametrize("word", [b"nan", b"inf", b"1e300"])
def test_coordinates_that_are_no_finite_number_are_told_and_left(word):
    doc = small()
    doc.modelspace().add_line((0, 0), (123.25, 0))
    found = read_dxf(content_of(doc).replace(b"123.25", word))
    assert all(math.isfinite(v) for s in found.strokes for p in s.points for v in p)
    assert "reading.not_finite" in {n.code for n in found.ignored} or found.repairs


def test_a_ring_that_crosses_itself_is_told_and_left():
    doc = small()
    doc.modelspace().add_lwpolyline([(0, 0), (1000, 1000), (1000, 0), (0, 1000)], close=True, dxfattribs={"layer": "W"})
    report = assemble(read_dxf(content_of(doc)), Mapping(unit="mm", layers={"window": ("W",), "pavement": ("0",)}))
    assert "reading.ring_crosses" in {n.code for n in report.ignored}


def test_curves_keep_to_their_tolerance():
    doc = small()
    doc.modelspace().add_lwpolyline([(0, 0, 1.0), (2000, 0, 1.0)], format="xyb", close=True)
    ring = next(s for s in read_dxf(content_of(doc)).strokes if s.is_closed)
    assert all(abs(math.dist(p, (1000, 0)) - 1000) < 1 for p in ring.points)
    sagitta = max(1000 - math.dist(((a.x + b.x) / 2, (a.y + b.y) / 2), (1000, 0)) for a, b in ring.segments)
    assert 0 < sagitta <= 2


def test_a_file_that_takes_too_long_is_stopped_in_words():
    one = b"  0\nLINE\n  8\n0\n 10\n0\n 20\n0\n 11\n9\n 21\n9\n"
    content = b"  0\nSECTION\n  2\nENTITIES\n" + one * 80_000 + b"  0\nENDSEC\n  0\nEOF\n"
    with pytest.raises(PlanError) as caught:
        import_plan(content, "", limits=Limits(seconds=1))
    assert caught.value.code == "reading.out_of_time"


def started_with(monkeypatch, code: str) -> None:
    """Let the child run other code under the same limits."""
    real = subprocess.run
    monkeypatch.setattr(confined_child.subprocess, "run", lambda command, **how: real([command[0], "-c", code], **how))


def test_the_clock_stops_a_reading_that_only_waits(monkeypatch):
    started_with(monkeypatch, "import time; time.sleep(60)")
    with pytest.raises(PlanError) as caught:
        import_plan(SMALL, "", limits=Limits(seconds=9, wall_seconds=1))
    assert caught.value.code == "reading.out_of_time"
    assert caught.value.params["seconds"] == "1"


def test_a_reading_has_ten_seconds_by_the_clock_and_one_gibibyte():
    assert (Limits().wall_seconds, Limits().seconds, Limits().memory_mb) == (10, 9, 1024)


HOG = """
import signage.confined.worker as door
import signage.frontage.readers.worker as worker
def hog(request, content):
    kept = []
    while True:
        kept.append(bytes(32 * 1024 * 1024))
worker.answered = hog
door.main()
"""


def test_a_reading_that_eats_memory_is_stopped_at_its_limit_in_one_sentence(monkeypatch):
    started_with(monkeypatch, HOG)
    with pytest.raises(PlanError) as caught:
        import_plan(SMALL, "", file="hog.dxf")
    assert caught.value.code == "reading.out_of_memory"
    assert "1024 MB" in str(describe(caught.value, Lang.EN))


@pytest.mark.parametrize(
    ("text", "code"),
    [("x = [", "map_no_toml"), ("snap_mm = -1", "map_bad_value"), ("[layers]\nfoo = ['a']", "map_role_unknown")],
)
def test_a_mapping_that_is_wrong_is_refused_by_name(text, code):
    with pytest.raises(PlanError) as caught:
        read_mapping(text)
    assert caught.value.code == f"reading.{code}"


@settings(max_examples=15, deadline=None)
@given(cut=st.integers(0, len(SMALL)))
def test_a_file_cut_anywhere_is_refused_or_reported(cut):
    assert told(SMALL[:cut])


@settings(max_examples=20, deadline=None)
@given(at=st.integers(0, len(SMALL) - 40), junk=st.binary(min_size=1, max_size=30))
def test_a_file_with_rubbish_in_it_is_refused_or_reported(at, junk):
    assert told(SMALL[:at] + junk + SMALL[at + len(junk) :])


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(*[st.floats(-1e5, 1e5) for _ in range(4)]), min_size=1, max_size=30))
def test_any_lines_end_in_a_report_or_a_refusal(lines):
    doc = ezdxf.new("R12")
    for x0, y0, x1, y1 in lines:
        doc.modelspace().add_line((x0, y0), (x1, y1))
    assert told(content_of(doc))
