"""A small front drawn for one test: axes, floors and pavement; the test adds what it is about."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import ezdxf

from signage.frontage.readers.assemble import assemble
from signage.frontage.readers.dxf_read import read_dxf
from signage.frontage.readers.mapping import read_mapping
from signage.frontage.readers.report import ImportReport

MAP = """
unit = "mm"
absent = ["rescue", "columns", "canopies", "arcades", "existing"]
[layers]
bays = ["轴线"]
slabs = ["楼层"]
pavement = ["地坪"]
door = ["门"]
window = ["窗"]
shopfront = ["橱窗"]
units = ["铺位"]
labels = ["编号", "铺号"]
[plan]
id = "small"
building = "小楼（虚构）"
address = "示例市示例路 2 号"
city = "示例市"
revision = "2026-1"
valid_from = 2026-01-01
[face]
id = "south"
name = "沿街"
"""


def front(bays: int = 4, scale: float = 1.0, unit: int = 4) -> tuple[ezdxf.document.Drawing, Any]:
    """Return a document and its model space with `bays` bays of 4 m, two storeys and a pavement 150 mm down."""
    doc = ezdxf.new("R2010", units=unit)
    doc.header["$INSUNITS"] = unit
    frame(doc.modelspace(), bays, scale)
    return doc, doc.modelspace()


def frame(space: Any, bays: int = 4, scale: float = 1.0) -> None:
    """Draw axes, floors and pavement into a space or a block."""
    for n in range(bays + 1):
        line(space, "轴线", (n * 4000, -500), (n * 4000, 9000), scale)
    for y in (0, 4200, 8000):
        line(space, "楼层", (0, y), (bays * 4000, y), scale)
    line(space, "地坪", (0, -150), (bays * 4000, -150), scale)


def line(space: Any, layer: str, start: tuple[float, float], end: tuple[float, float], scale: float = 1.0) -> None:
    """Draw a line; coordinates in mm."""
    ends = [(x * scale, y * scale) for x, y in (start, end)]
    space.add_line(*ends, dxfattribs={"layer": layer})


def box(space: Any, layer: str, x0: float, y0: float, x1: float, y1: float, scale: float = 1.0) -> None:
    """Draw a closed rectangle; coordinates in mm."""
    ring = [(x * scale, y * scale) for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))]
    space.add_lwpolyline(ring, close=True, dxfattribs={"layer": layer})


def text(space: Any, layer: str, words: str, x: float, y: float, scale: float = 1.0, height: float = 200.0) -> None:
    """Write a text; coordinates in mm."""
    space.add_text(words, height=height * scale, dxfattribs={"layer": layer}).set_placement((x * scale, y * scale))


def content_of(doc: ezdxf.document.Drawing) -> bytes:
    """Return a document's bytes."""
    stream = io.StringIO()
    doc.write(stream)
    return stream.getvalue().encode()


def imported(doc: ezdxf.document.Drawing, mapping: str = MAP) -> ImportReport:
    """Return what the document gives under a mapping."""
    return assemble(read_dxf(content_of(doc)), read_mapping(mapping))


def kinds(report: ImportReport) -> dict[str, int]:
    """Return how many openings of each kind the plan has."""
    assert report.plan is not None, [n.words() for n in report.questions] + [p.words() for p in report.problems]
    found: dict[str, int] = {}
    for opening in report.plan.faces[0].openings:
        found[opening.kind] = found.get(opening.kind, 0) + 1
    return found


def counts(notes: Iterable[Any]) -> dict[str, dict[str, Any]]:
    """Return notes by code with their parameters, for codes that come once."""
    return {n.code: n.params for n in notes}
