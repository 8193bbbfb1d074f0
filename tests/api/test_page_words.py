"""What pages say of days and of other people's cases."""

from __future__ import annotations

from datetime import UTC, datetime


def test_a_day_that_is_over_is_called_over_and_a_day_off_a_day_off(anyone, clock):
    assert "今日已结束" not in anyone.get("/appointments").text
    clock.at = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)  # 19:00 at the office
    page = anyone.get("/appointments").text
    assert "今日已结束" in page
    assert "已满" not in page
    assert "休息" in page
    assert "休息，不办公" in anyone.get("/appointments?day=2026-11-28").text
