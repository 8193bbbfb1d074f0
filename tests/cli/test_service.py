"""`signage service`: what is owed and which slots there are."""

from __future__ import annotations

import pytest


def test_asking_after_the_desk_does_not_make_a_database(signage, tmp_path):
    for words in (("due",), ("slots",)):
        ended = signage("service", *words)
        assert ended.status == 3
        assert "db upgrade" in ended.err
    assert list(tmp_path.iterdir()) == []


def test_the_slots_of_a_day_and_what_is_owed_are_printed(signage):
    signage("db", "upgrade")
    printed = signage("service", "slots", "--date", "2026-12-01")
    assert printed.status == 0
    assert "09:00–09:30" in printed.out
    assert "2 / 2" in printed.out
    assert "延时" in printed.out
    slots = signage("service", "slots", "--date", "2026-12-01", "--window", "D", "--json").json["windows"]
    assert [len(one) for one in slots.values()] == [7]
    assert slots["D"][0]["free"] == 1
    assert "不开放" in signage("service", "slots", "--date", "2026-10-01").out
    assert "暂定" in signage("service", "slots", "--date", "2027-01-04").out
    assert "没有未了事项" in signage("service", "due").out
    assert signage("service", "due", "--json").json == {"duties": [], "overdue": 0}
    assert "Nothing is owed" not in signage("service", "due").out


def test_a_complaint_that_is_overdue_is_told(signage, tmp_path):
    from datetime import UTC, datetime

    from signage.bootstrap import existing_desk
    from signage.service import complaints
    from signage.service.desk import new_secret
    from signage.settings import read_settings

    signage("db", "upgrade")
    with existing_desk(read_settings()) as desk:
        at = datetime(2026, 1, 5, 2, tzinfo=UTC)
        complaints.file_publicly(desk, complaints.Wording(words="请增开窗口。"), new_secret(), "x", at)
    printed = signage("service", "due")
    assert "TS2026-00001" in printed.out
    assert "逾期 1 件" in printed.out
    (duty,) = signage("service", "due", "--json").json["duties"]
    assert (duty["is_overdue"], duty["missing"], duty["due"]["day"]) == (True, "officer", "2026-01-19")


def test_an_office_brings_its_own_hours(signage, tmp_path, monkeypatch):
    from importlib.resources import files

    signage("db", "upgrade")
    own = tmp_path / "own.toml"
    sample = (files("signage.service") / "windows" / "demo-window.toml").read_text("utf-8")
    own.write_text(sample.replace('id = "D"', 'id = "E"').replace("slot_minutes = 60", "slot_minutes = 20"), "utf-8")
    monkeypatch.setenv("SIGNAGE_HOURS", str(own))
    windows = signage("service", "slots", "--date", "2026-12-01", "--json").json["windows"]
    assert {key: len(slots) for key, slots in windows.items()} == {"A": 18, "E": 21}
    own.write_text(sample.replace("capacity = 2", "capacity = 0"), "utf-8")
    ended = signage("service", "slots")
    assert ended.status == 2
    assert "capacity" in ended.err
    monkeypatch.setenv("SIGNAGE_HOURS", str(tmp_path / "none.toml"))
    assert signage("service", "slots").status == 2


@pytest.mark.parametrize("words", [("--date", "tomorrow"), ("--window", "Z")])
def test_a_wrong_day_or_window_is_bad_input(signage, words):
    signage("db", "upgrade")
    assert signage("service", "slots", *words).status == 2
