"""Drawings made by others, where the folder that SIGNAGE_REAL names has them: one face each, by a short mapping."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from signage.errors import PlanError
from signage.frontage.readers.assemble import assemble
from signage.frontage.readers.dxf_read import read_dxf
from signage.frontage.readers.mapping import read_mapping

FOLDER = Path(os.environ.get("SIGNAGE_REAL", "")) / "drawings"
HEAD = """
[plan]
id = "real"
building = "Building"
address = "Plot 82"
city = "City"
revision = "1"
valid_from = "2020-01-01"
[face]
id = "front"
name = "Front"
"""
RAMP = """
title = "FRONT ELEVATION"
floors_mm = [0, 3500, 6550]
[origin]
layer = "0"
x = -9623.54
[layers]
window = ["win"]
pavement = ["0"]
""" + HEAD + "width = 7020\nparapet = 7450\n"  # fmt: skip
FLAT = """
window = [253.5, 160.0, 274, 175]
floors_mm = [450, 3550, 6650, 9750]
snap_mm = 10
opening_mm = [400, 1900, 2400]
[origin]
x = 254.14
[layers]
openings = ["0"]
pavement = ["0"]
""" + HEAD + "width = 17900\nparapet = 10350\n"  # fmt: skip


def real(name: str) -> bytes:
    if not os.environ.get("SIGNAGE_REAL") or not (FOLDER / name).exists():
        pytest.skip(f"SIGNAGE_REAL names no folder with drawings/{name}")
    return (FOLDER / name).read_bytes()


def test_a_sheet_of_four_elevations_with_far_strays_gives_its_front_with_two_windows():
    assert len(RAMP.splitlines()) < 30
    drawing = read_dxf(real("VehicleDARamp.dxf"))
    report = assemble(drawing, read_mapping(RAMP))
    assert report.plan is not None
    face = report.plan.faces[0]
    seen = [(o.kind.value, o.storey, round(o.rect.width)) for o in face.openings]
    assert seen == [("window", 1, 1422), ("window", 2, 1422)]
    assert "reading.hidden_layers" in {n.code for n in report.questions}
    assert any("DIMSTYLE" in str(n.params.get("what")) for n in report.repairs)


def test_a_three_storey_elevation_of_loose_lines_gives_its_openings():
    assert len(FLAT.splitlines()) < 30
    report = assemble(read_dxf(real("poc_FLAT.dxf")), read_mapping(FLAT))
    assert report.plan is not None
    face = report.plan.faces[0]
    assert {o.storey for o in face.openings} == {1, 2, 3}
    assert {o.kind.value for o in face.openings} == {"door", "window"}


def test_dimensions_alone_are_no_elevation():
    with pytest.raises(PlanError, match=r"reading\.empty"):
        read_dxf(real("Dimensions.dxf"))


def test_a_damaged_file_tells_its_repair():
    assert [n.code for n in read_dxf(real("recover02.dxf")).repairs] == ["reading.repaired"]
