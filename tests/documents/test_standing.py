"""A genuine document says where its permits stand, and a code is found however it is typed."""

from __future__ import annotations

from datetime import date

import pytest

from signage.applications.model import Track
from signage.documents import codes_typed, standing_of, told
from signage.documents.verify import CheckOutcome, Verification, _with_standing
from signage.locale import Lang

TERM = (date(2026, 1, 1), date(2028, 12, 31))
TODAY = date(2026, 11, 27)


def test_a_permit_stands_on_its_last_day_and_is_over_the_day_after():
    assert not standing_of("1", TERM, on=TERM[1]).is_over
    after = standing_of("1", TERM, on=date(2029, 1, 1))
    assert after.words(Lang.ZH) == "许可已失效（有效期届满，2028-12-31）"


def test_an_ended_permit_is_over_with_or_without_a_kept_date():
    assert standing_of("1", TERM, on=TODAY, ended_reason="撤销", ended_on=TODAY).words(Lang.ZH) == (
        "许可已失效（撤销，2026-11-27）"
    )
    assert standing_of("1", TERM, on=TODAY, ended_reason="换证").words(Lang.ZH) == "许可已失效（换证）"


def test_of_several_permits_those_that_are_over_are_named():
    alive, over = standing_of("1号", TERM, on=TODAY), standing_of("2号", TERM, on=TODAY, ended_reason="撤销")
    assert told((alive, over), Lang.ZH) == "2号 许可已失效（撤销）"


@pytest.mark.parametrize("ok", [True, False])
def test_standing_is_a_row_of_its_own_and_never_changes_whether_the_file_is_genuine(ok):
    over = standing_of("1", TERM, on=TODAY, ended_reason="撤销", ended_on=TODAY)
    found = _with_standing(Verification(ok=ok, checks=(), digest="sha256:0"), (over,))
    assert found.ok is ok
    assert found.in_force is False
    assert [(row.key, row.outcome) for row in found.checks] == [("standing", CheckOutcome.FAILED)]
    alone = Verification(ok=ok, checks=(), digest="sha256:0")
    assert _with_standing(alone, ()) is alone


@pytest.mark.parametrize("typed", ["7k3q-wm9x", "7K3QWM9X", " 7k3q wm9x ", "７Ｋ３Ｑ－ＷＭ９Ｘ", "7K3Q—WM9X"])
def test_a_code_is_read_in_small_letters_and_without_its_hyphen(typed):
    assert "7K3Q-WM9X" in codes_typed(typed)


def test_letters_that_no_code_has_are_read_as_the_digits_that_they_look_like():
    assert codes_typed("olki-0000")[-1] == "01K1-0000"
    assert codes_typed("  ") == ()


def test_a_permit_whose_first_day_lies_ahead_is_said_to_be_not_in_force_yet():
    ahead, begun = standing_of("1", TERM, on=date(2025, 12, 31)), standing_of("1", TERM, on=TERM[0])
    assert ahead.is_to_come
    assert not begun.is_to_come
    assert ahead.words(Lang.ZH) == "许可尚未生效，有效期 2026-01-01 至 2028-12-31"
    assert not standing_of("1", TERM, on=date(2025, 12, 31), ended_reason="撤销").is_to_come


@pytest.mark.parametrize(
    ("track", "noun"), [(Track.FILING, "备案"), (Track.GUIDANCE, "指导意见"), (Track.PERMIT, "许可")]
)
def test_a_filing_stands_and_ends_as_a_filing(track, noun):
    on = standing_of("1", TERM, on=TODAY, track=track)
    assert on.words(Lang.ZH).startswith(f"{noun}有效")
    assert standing_of("1", TERM, on=TODAY, ended_reason="换证", track=track).words(Lang.ZH) == f"{noun}已失效（换证）"
