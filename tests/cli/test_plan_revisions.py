"""A command that makes a plan's next revision leaves the file of the one before alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Outcome
from tests.frontage.builders import as_bytes, plan_object

UNITS = "铺位,楼层,起点(m),终点(m)\nS1-01,1,0,4.5\nS1-02,1,4.5,9\n"
ON = ("--valid-from", "2026-11-24")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "plan.json"
    path.write_bytes(as_bytes(plan_object()))
    return path


@pytest.mark.parametrize("name", ["plan.json", "./plan.json", "link.json"])
@pytest.mark.parametrize(
    "words",
    [
        ("propose-bands", "plan.json", "--on", "2026-11-24"),
        ("import-units", "units.csv", "--onto", "plan.json", "--face", "south", "--storey", "1", *ON),
        ("import", "front.svg", "--map", "map.toml", "--onto", "plan.json", *ON),
    ],
    ids=["propose-bands", "import-units", "import"],
)
def test_the_revision_before_is_not_written_over(signage, tmp_path: Path, old: Path, words: tuple[str, ...], name: str):
    (tmp_path / "units.csv").write_text(UNITS, "utf-8")
    (tmp_path / "front.svg").write_text("<svg/>", "utf-8")
    (tmp_path / "map.toml").write_text("", "utf-8")
    (tmp_path / "link.json").symlink_to(old)
    before = old.read_bytes()
    done: Outcome = signage("plan", *words, "-o", name)
    assert done.status == 2
    assert "另取文件名" in done.err
    assert old.read_bytes() == before


def test_neither_table_nor_drawing_is_written_over_it(signage, tmp_path: Path, old: Path):
    before = old.read_bytes()
    told: Outcome = signage("plan", "propose-bands", "plan.json", "-o", "new.json", "--table", "plan.json")
    assert told.status == 2
    assert not (tmp_path / "new.json").exists()
    assert old.read_bytes() == before


@pytest.mark.parametrize(
    "words",
    [
        ("propose-bands", "plan.json", "--on", "2026-11-24"),
        ("import-units", "units.csv", "--onto", "plan.json", "--face", "south", "--storey", "1", *ON),
    ],
    ids=["propose-bands", "import-units"],
)
def test_another_name_is_written_also_over_what_was_made_before(
    signage, tmp_path: Path, old: Path, words: tuple[str, ...]
):
    (tmp_path / "units.csv").write_text(UNITS, "utf-8")
    for _ in range(2):
        assert signage("plan", *words, "-o", "new.json").status == 0
    assert (tmp_path / "new.json").exists()
    assert old.read_bytes() == as_bytes(plan_object())
