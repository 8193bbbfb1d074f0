from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from signage.cli.app import run
from signage.errors import NotFound, PlanError
from signage.frontage import FrontagePlan, PlanRegister, write_plan
from tests.frontage.builders import as_bytes, plan_object, plan_of


def revision(number: str, start: date, end: date | None = None) -> FrontagePlan:
    return replace(plan_of(), revision=number, valid_from=start, valid_to=end)


FIRST = revision("1", date(2025, 1, 1), date(2025, 7, 1))


def test_a_gap_between_revisions_is_told():
    told = PlanRegister.of([FIRST, revision("2", date(2025, 9, 1))]).doubts()
    assert [(p.code, p.params["start"], p.params["end"]) for p in told] == [
        ("plan.in_force_gap", "2025-07-01", "2025-09-01")
    ]


def test_an_overlap_of_revisions_is_told_and_the_later_one_holds():
    register = PlanRegister.of([FIRST, revision("2", date(2025, 6, 1))])
    assert [p.code for p in register.doubts()] == ["plan.in_force_overlap"]
    assert register.in_force("p", date(2025, 6, 1)).revision == "2"


def test_revisions_that_follow_each_other_leave_no_doubt():
    assert PlanRegister.of([FIRST, revision("2", date(2025, 7, 1))]).doubts() == ()
    assert PlanRegister.of([revision("1", date(2025, 1, 1)), revision("2", date(2025, 7, 1))]).doubts() == ()


def test_no_revision_is_in_force_in_a_gap():
    with pytest.raises(NotFound):
        PlanRegister.of([FIRST, revision("2", date(2025, 9, 1))]).in_force("p", date(2025, 8, 1))


def test_the_command_names_the_revision_in_force(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    for plan in (FIRST, revision("2", date(2025, 9, 1))):
        (tmp_path / f"{plan.revision}.json").write_bytes(write_plan(plan))
    assert run(["plan", "in-force", str(tmp_path), "--on", "2025-02-01"]) == 0
    told = capsys.readouterr()
    assert "版本 1  2025-01-01 起，到 2025-07-01 停用" in told.out
    assert "没有有效版本" in told.err
    assert run(["plan", "in-force", str(tmp_path), "--on", "2025-08-01", "--building", "p"]) == 2


def test_a_revision_ends_when_the_next_one_begins():
    first, second = revision("1", date(2025, 1, 1)), revision("2", date(2025, 7, 1))
    register = PlanRegister.of([first, second])
    assert (register.end_of(first), register.end_of(second)) == (date(2025, 7, 1), None)
    late = replace(first, valid_to=date(2025, 8, 1))
    assert PlanRegister.of([late, second]).end_of(late) == date(2025, 7, 1)


def test_a_broken_file_is_told_and_the_others_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "a.json").write_bytes(b"{")
    (tmp_path / "b.json").write_bytes(write_plan(FIRST))
    (tmp_path / "c.json").write_bytes(write_plan(FIRST))
    assert run(["plan", "in-force", str(tmp_path), "--on", "2025-02-01"]) == 2
    told = capsys.readouterr()
    assert told.out.count("版本 1") == 1
    assert "a.json" in told.err
    assert "c.json" in told.err
    with pytest.raises(PlanError):
        PlanRegister.read(tmp_path)


def test_a_file_whose_form_is_wrong_says_that_more_may_follow(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    raw = plan_object()
    raw["faces"][0]["bands"][0] |= {"bottom": 4700, "top": 3200}
    for name, content, says in (("wrong", as_bytes(raw), True), ("right", as_bytes(plan_object()), False)):
        path = tmp_path / f"{name}.json"
        path.write_bytes(content)
        run(["plan", "validate", str(path)])
        assert ("可能还有别的问题" in capsys.readouterr().out) is says
