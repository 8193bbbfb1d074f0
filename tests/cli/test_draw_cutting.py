from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import ezdxf
import pytest

from tests.cli.conftest import Outcome

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
