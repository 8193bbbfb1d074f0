"""The working days that a case saved: one count on its page, in the weekly report and in the bulletin."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from signage.applications import issuing, use_cases
from signage.applications.composite import Asked, days_saved, days_taken, matters_of, statutory_of
from signage.applications.model import Decision, Outcome
from signage.applications.saved_days import saved_against
from signage.applications.vocabulary import PauseKind
from signage.items import load_catalogue
from signage.locale import Lang, said_again, wording_of
from signage.reports.cases import CaseRecord, span
from signage.reports.figures import figures_of
from signage.storage import Database
from tests.items.examples import example_figures

from .case_builders import APPLICANT, BOSS, CLEAR, CLERK, SECOND, SHOP, application, item, office, papers

MORNING = datetime(2026, 9, 22, 1, 30, tzinfo=UTC)
CATALOGUE = load_catalogue()
SITE = CATALOGUE.group("construction-site")


@pytest.fixture
def desk(tmp_path, url):
    db = Database.open(url)
    yield office(db, tmp_path)
    db.close()


def counted(desk, case):
    """The days saved by the weekly report and the bulletin: a case's own share of their figure."""
    events = use_cases.events_of(desk, case.id)
    record = CaseRecord(application=case, events=events)
    whole_year = span(date(2026, 1, 1), date(2026, 12, 31), desk.zone)
    figures = figures_of((record,), whole_year, desk.calendar, statutory_days=statutory_of(desk))
    return figures["days_saved"].value


def two_signs(desk, *, is_extended=False, pause_days=0, outcome=Outcome.GRANTED):
    """A case with two signs, decided a week after its acceptance (two weeks with a pause of a week)."""
    signs = (item("S1-02"), item("S1-03"))
    draft = use_cases.open_application(desk, APPLICANT, signs, papers(), SHOP, MORNING, circumstances=CLEAR)
    use_cases.submit(desk, draft.id, SHOP, MORNING)
    use_cases.accept(desk, draft.id, CLERK, MORNING)
    use_cases.start_review(desk, draft.id, CLERK, MORNING)
    if pause_days:
        use_cases.suspend(
            desk, draft.id, CLERK, MORNING, kind=PauseKind.TESTING, expected_days=pause_days, reasons="检测"
        )
        use_cases.resume(desk, draft.id, CLERK, MORNING + timedelta(days=pause_days))
    if is_extended:
        use_cases.extend(desk, draft.id, BOSS, MORNING, working_days=10, reasons="情况复杂")
    at = MORNING + timedelta(days=1 + pause_days)
    use_cases.recommend(desk, draft.id, CLERK, at, outcome=outcome, opinion="意见见附件")
    if outcome is Outcome.REFUSED:
        return use_cases.refuse(desk, draft.id, SECOND, at, reasons="与规划不符", basis="《示例规划》第三条")
    use_cases.approve(desk, draft.id, SECOND, at)
    return issuing.issue(desk, draft.id, CLERK, at)


@pytest.mark.parametrize(
    "changes", [{}, {"is_extended": True}, {"pause_days": 7}, {"is_extended": True, "pause_days": 7}]
)
def test_neither_an_extension_nor_a_pause_counts_as_days_saved_and_page_and_report_agree(desk, changes):
    case = two_signs(desk, **changes)
    assert len(case.extensions) == bool(changes.get("is_extended"))
    assert days_saved(case, desk) == counted(desk, case) == 2 * 20 - days_taken(case, desk)
    assert days_taken(case, desk) <= 1
    assert "各 20 个工作日" in saved_against(case, desk)


def test_a_refusal_saves_no_days(desk):
    case = two_signs(desk, outcome=Outcome.REFUSED)
    assert days_saved(case, desk) is None
    assert counted(desk, case) is None
    assert saved_against(case, desk) == ""


def test_a_group_names_where_its_separate_days_are_from(desk):
    asked = Asked(figures=example_figures(CATALOGUE.item(code) for code in SITE.codes))
    matters = matters_of(CATALOGUE, SITE, SITE.codes, place="示例市示例路", asked=asked)
    decided = replace(
        application(),
        items=(),
        matters=matters,
        group=SITE.code,
        joint_days=SITE.joint_days,
        accepted_at=MORNING,
        decision=Decision(officer=SECOND, at=MORNING, outcome=Outcome.GRANTED, reasons=""),
    )
    words = saved_against(decided, desk, (SITE,))
    assert "合计 28 个工作日" in words
    assert "窗口公布：原需 28 个工作日" in words
    assert "不是各事项办事指南的法定或承诺期限" in words
    assert "办事指南所列" not in words
    english = said_again(words, wording_of(words), Lang.EN)
    assert "Published by the window" in english
    assert "neither the statutory nor the promised time" in english
    assert "开办这件申请时" in saved_against(decided, desk)
