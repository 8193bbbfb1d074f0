from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import ezdxf
import pypdfium2
import pytest

from tests.cli.conftest import PLAN, Outcome

NAME = ("--name", "盐O8", "--width", "3000", "--height", "900")


def test_cutting_file_of_the_wanted_version_is_written(signage: Callable[..., Outcome], tmp_path: Path):
    words = ("--view", "cutting", "--dxf-version", "R12", "--kerf", "0.2", "--tolerance", "0.1")
    assert signage("draw", "-o", "cut.dxf", *NAME, *words).status == 0
    doc = ezdxf.readfile(tmp_path / "cut.dxf")
    assert doc.dxfversion == "AC1009"
    assert {e.dxftype() for e in doc.modelspace()} == {"POLYLINE"}
    assert "KerfMm: 0.2" in (tmp_path / "cut.dxf").read_text("ascii")


def test_cutting_svg_is_written(signage: Callable[..., Outcome], tmp_path: Path):
    assert signage("draw", "-o", "cut.svg", *NAME, "--view", "cutting").status == 0
    assert '<g id="ACRYLIC_3MM"' in (tmp_path / "cut.svg").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-o", "cut.png", "--view", "cutting"), "PNG"),
        (("-o", "cut.svg", "--view", "cutting", "--dxf-version", "R12"), "--dxf-version"),
        (("-o", "cut.dxf", "--view", "cutting", "--kerf", "-1"), "--kerf"),
        (("-o", "cut.dxf", "--view", "cutting", "--tolerance", "nan"), "--tolerance"),
        (("-o", "cut.dxf", "--kerf", "0.1"), "--kerf"),
        (("-o", "cut.dxf", "--view", "workshop", "--tolerance", "0.1"), "--tolerance"),
    ],
)
def test_what_cannot_be_cut_is_refused_and_nothing_is_written(
    signage: Callable[..., Outcome], tmp_path: Path, words: tuple[str, ...], said: str
):
    outcome = signage("draw", *words, *NAME)
    assert outcome.status == 2
    assert said in outcome.err
    assert not list(tmp_path.glob("cut.*"))


PLATED = ("--name", "晶湾酒家", "--width", "2400", "--height", "4200", "--kind", "projecting")
ON_A_PLAN = ("--frontage", PLAN, "--unit", "S1-02")


def circles(path: Path) -> int:
    found = 0
    for entity in ezdxf.readfile(path).modelspace():
        times = re.search(r"_X(\d+)", entity.dxf.layer)
        found += int(times.group(1)) if entity.dxftype() == "CIRCLE" and times else entity.dxftype() == "CIRCLE"
    return found


@pytest.mark.parametrize("place", [(), ON_A_PLAN], ids=["without a plan", "on a plan"])
def test_the_cutting_file_has_a_hole_for_each_anchor_of_the_pack_of_the_same_place(
    signage: Callable[..., Outcome], tmp_path: Path, place: tuple[str, ...]
):
    assert signage("draw", "-o", "cut.dxf", *PLATED, *place, "--view", "cutting").status == 0
    assert signage("pack", "-o", "pack", *PLATED, *place).status == 0
    joints = json.loads((tmp_path / "pack" / "pack.json").read_text("utf-8"))["structure"]["joints"]
    (count,) = [joint["count"] for joint in joints if joint["plates"]]
    assert circles(tmp_path / "cut.dxf") == count


def test_a_unit_that_the_plan_does_not_have_is_named(signage: Callable[..., Outcome], tmp_path: Path):
    words = ("--frontage", PLAN, "--unit", "S9-99", "--view", "cutting")
    outcome = signage("draw", "-o", "cut.dxf", *PLATED, *words)
    assert outcome.status == 2
    assert "S9-99" in outcome.err
    assert not (tmp_path / "cut.dxf").exists()


# --- the drawing profile ----------------------------------------------------------------------------------------------


def test_the_workshop_drawing_file_holds_the_blanks_with_their_folds_too(
    signage: Callable[..., Outcome], tmp_path: Path
):
    assert signage("draw", "-o", "w.dxf", *NAME, "--view", "workshop").status == 0
    doc = ezdxf.readfile(tmp_path / "w.dxf")
    folds = [e for e in doc.modelspace() if e.dxf.layer == "fold" and e.dxftype() == "LWPOLYLINE"]
    assert {e.dxf.linetype for e in folds} == {"CENTER"}
    assert len(folds) == 6  # two joined pieces of a panel that is longer than a sheet, three each
    assert {"TEXT", "DIMENSION"} <= {e.dxftype() for e in doc.modelspace()}


def test_a_workshop_pdf_has_a_page_for_each_sheet_and_pictures_are_numbered(
    signage: Callable[..., Outcome], tmp_path: Path
):
    assert signage("draw", "-o", "w.pdf", *NAME, "--view", "workshop").status == 0
    assert len(pypdfium2.PdfDocument(tmp_path / "w.pdf")) == 2
    assert signage("draw", "-o", "w.png", *NAME, "--view", "workshop").status == 0
    assert sorted(path.name for path in tmp_path.glob("*.png")) == ["w-1.png", "w-2.png"]


def test_a_sign_without_folded_parts_has_one_sheet(signage: Callable[..., Outcome], tmp_path: Path):
    assert signage("draw", "-o", "w.svg", *NAME, "--kind", "wall-letters", "--view", "workshop").status == 0
    assert [path.name for path in tmp_path.glob("*.svg")] == ["w.svg"]
