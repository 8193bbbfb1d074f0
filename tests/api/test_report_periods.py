"""Reports for every period that somebody may ask for: none before anything happened, one in progress, none ahead."""

from __future__ import annotations

import pytest

from signage.bootstrap import Services

from .test_item_papers import FORM

BEGUN = ("/reports/weekly", "/reports/weekly?week=2026-W47", "/bulletin", "/bulletin/2026-11", "/bulletin/1999-01")
AHEAD = (
    "/reports/weekly?week=2026-W49",
    "/reports/weekly.pdf?week=2027-W01",
    "/bulletin/2026-12",
    "/bulletin/2027-01.pdf",
)
NONE = ("/reports/weekly?week=9999-W52", "/reports/weekly?week=0001-W01", "/bulletin/9999-12", "/bulletin/2026-13")


@pytest.mark.parametrize(
    ("paths", "status", "words"),
    [(BEGUN, 200, "—"), (AHEAD, 404, "还没有到"), (NONE, 422, "不是年和")],
)
def test_without_a_case_every_period_answers_or_says_why_not(seated, paths, status, words):
    boss = seated("supervisor")
    for path in paths:
        answer = boss.get(path)
        assert answer.status_code == status, path
        assert words in answer.text, path


def test_a_week_in_progress_counts_a_case_of_an_item_and_names_it_behind_the_number(seated, services: Services):
    place = {"place": "示例路 1 号", "term_start": "2026-12-01", "term_end": "2026-12-03", "sample_papers": "yes"}
    sent = seated("shop").post("/apply/item/night-work", data={**FORM, **place}, follow_redirects=False)
    assert sent.status_code == 303, sent.text
    boss = seated("supervisor")
    week = boss.get("/reports/weekly").text
    assert "本期尚未结束" in week
    row = week.partition("<td>收件</td>")[2].partition("</tr>")[0]
    assert ">1 件</a>" in row
    link = row.partition('href="')[2].partition('"')[0].replace("&amp;", "&")
    assert "夜间" in boss.get(link).text
    assert boss.get("/reports/weekly.pdf").content.startswith(b"%PDF-")
    assert boss.get("/bulletin/2026-11.pdf").content.startswith(b"%PDF-")
