"""The weekly report, the bulletin, their PDFs, the history as sentences, and one case as a ZIP file."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pypdfium2
import pytest

from signage.applications import issuing, use_cases
from signage.applications.model import Material
from signage.documents.reports import bulletin_pdf, weekly_pdf
from signage.errors import NotFound
from signage.register import publishing
from signage.reports.behind import cases_behind
from signage.reports.bulletin import bulletin, months_before
from signage.reports.bundle import bundle_name, case_bundle, readable
from signage.reports.cases import month, week
from signage.reports.history_export import history_csv, history_lines
from signage.reports.page_rows import problem_lines, weekly_rows
from signage.reports.weekly import weekly_report
from signage.rules.findings import Verdict
from signage.storage import Database

from .case_builders import (
    APPLICANT,
    CLEAR,
    CLERK,
    NOW,
    SECOND,
    SHOP,
    Ticking,
    finding,
    item,
    office,
    papers,
)

LATER = NOW + timedelta(days=3)


@pytest.fixture
def desk(tmp_path, url):
    opened = Database.open(url)
    yield office(opened, tmp_path)
    opened.close()


def submitted(desk, unit="S1-01", *, now=NOW, findings=None, applicant=APPLICANT, materials=None):
    made = (item(unit, findings=findings),)
    handed = papers() if materials is None else materials
    draft = use_cases.open_application(desk, applicant, made, handed, SHOP, now, circumstances=CLEAR)
    return use_cases.submit(desk, draft.id, SHOP, now)


def issued(desk, unit="S1-01", *, now=NOW, applicant=APPLICANT):
    case = submitted(desk, unit, now=now, applicant=applicant)
    return issuing.decide_on_the_spot(desk, case.id, CLERK, SECOND, Ticking(now), opinion="符合规定")


def words_of(content):
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))


class Line:
    title_zh, title_en, value, link = "预约办理", "Appointments", "7 件", "/appointments"


class Service:
    lines = (Line(),)


def test_the_weekly_report_names_what_is_overdue_and_returned(desk):
    issued(desk)
    late = submitted(desk, "S1-02", now=NOW - timedelta(days=14))
    accepted = submitted(desk, "S1-03", now=NOW - timedelta(days=14))
    use_cases.accept(desk, accepted.id, CLERK, NOW - timedelta(days=14))
    back = submitted(desk, "S1-04", findings=(finding(Verdict.FAIL),), materials=())
    use_cases.return_for_correction(desk, back.id, CLERK, NOW, defects=("门牌号请核对",))
    report = weekly_report(desk, week("2026-W48", desk.zone), LATER)
    assert report.is_running
    assert report.made_on == date(2026, 11, 27)
    found = {one.case.id: (one.deadline, one.working_days) for one in report.overdue}
    assert found[late.id][0] == "acceptance"
    assert found[accepted.id][0] == "promised_decision"
    assert found[late.id][1] == desk.calendar.between(date(2026, 11, 17), date(2026, 11, 27))
    assert [one.case.id for one in report.returned] == [back.id]
    assert "门牌号请核对" in [line.text for line in report.returned[0].lines]
    assert {case.id for case in report.open_cases} == {late.id, accepted.id, back.id}
    lines = [line for _, some in problem_lines(report) for line in some]
    assert any(late.number in line and "超" in line for line in lines)
    assert report.figures.failing[0].cases == (back.id,)


def test_a_decision_not_published_in_time_is_a_problem(desk):
    case = issued(desk, now=NOW - timedelta(days=20))
    report = weekly_report(desk, week("2026-W48", desk.zone), LATER)
    assert [one.document_number for one in report.unpublished] == [case.decision_number]
    publishing.publish_due(desk, LATER)
    assert weekly_report(desk, week("2026-W48", desk.zone), LATER).unpublished == ()


def test_a_past_week_is_judged_on_its_last_day(desk):
    late = submitted(desk, now=NOW - timedelta(days=14))
    then = weekly_report(desk, week("2026-W47", desk.zone), LATER)
    assert not then.is_running
    assert then.made_on == date(2026, 11, 22)
    assert then.overdue[0].working_days == desk.calendar.between(then.overdue[0].due, date(2026, 11, 22))
    assert late.id in {case.id for case in then.open_cases}


def test_every_number_of_the_week_has_the_cases_that_it_counts(desk):
    issued(desk)
    period = week("2026-W48", desk.zone)
    report = weekly_report(desk, period, LATER)
    for figure, row in zip(report.figures.figures, weekly_rows(report), strict=True):
        behind = cases_behind(desk, period, figure=figure.name)
        assert tuple(case.id for case in behind.cases) == figure.cases
        assert bool(row.link) == bool(figure.cases or figure.of)


def test_the_weekly_report_as_pdf_reads_as_its_page_and_repeats_itself_byte_for_byte(desk):
    issued(desk)
    report = weekly_report(desk, week("2026-W48", desk.zone), LATER, service=Service())
    content = weekly_pdf(report, desk.organ, made_at=LATER)
    assert content == weekly_pdf(report, desk.organ, made_at=LATER)
    words = words_of(content)
    for part in ("审批工作周报", "2026年第48周", "一次办结", "100 %", "没有超过时限的办件", "预约办理", "演示文书"):
        assert part in words
    empty = weekly_report(desk, week("2020-W01", desk.zone), LATER)
    assert "—" in words_of(weekly_pdf(empty, desk.organ, made_at=LATER))


def test_the_bulletin_lists_what_was_published_masked(desk):
    person = replace(APPLICANT, name="王小明", contact="李大山", credit_code="92000000SAMPLE001X")
    issued(desk, applicant=person)
    gone = issued(desk, "S1-02")
    publishing.publish_due(desk, LATER)
    entry = next(e for e in publishing.publications(desk) if e.application_id == gone.id)
    publishing.withdraw(desk, entry.id, SECOND, LATER, reason="决定已撤销")
    shown = bulletin(desk, month("2026-11", desk.zone), LATER, service=Service())
    words = words_of(bulletin_pdf(shown, desk.organ, made_at=LATER))
    assert "王**" in words
    for secret in ("王小明", "大山", person.phone):
        assert secret not in words
    assert "该项公示已撤下：决定已撤销" in words
    assert gone.decision_number in words
    assert set(shown.figures[0].cases) == {""}
    assert all(rule.cases == () for rule in shown.rules)
    assert bulletin(desk, month("2026-10", desk.zone), LATER).entries == ()


def test_the_last_months_go_back_over_the_year(desk):
    names = [one.name for one in months_before(desk, datetime(2026, 1, 31, 17, tzinfo=UTC), 3)]
    assert names == ["2026-02", "2026-01", "2025-12"]  # 1 February in the office


def test_the_history_reads_as_sentences_who_when_what_why(desk):
    case = issued(desk)
    submitted(desk, "S1-02")
    lines = history_lines(desk, case.number)
    assert [line.number for line in lines] == [1, 2, 3, 4, 5, 6, 7]
    assert lines[2].sentence == "2026-11-24 09:31，窗口人员窗口甲：受理。" + lines[2].why.rstrip("。")
    assert history_lines(desk, case.permits[0].number) == lines == history_lines(desk, case.id)
    assert len(history_lines(desk)) == 9
    table = history_csv(desk, lines).decode("utf-8-sig")
    assert table.startswith("序号,收件编号,时间,办理人")
    assert table.count("\r\n") == 8
    with pytest.raises(NotFound):
        history_lines(desk, "no such case")


def test_a_bundle_has_readable_unique_names_whatever_files_were_called(desk):
    paper = desk.blobs.put(b"%PDF-1.7 one")
    other = desk.blobs.put(b"%PDF-1.7 two")
    kinds = papers()[0]
    evil = [
        Material(
            kind="M2", title="../../etc/passwd", digest=paper, media_type="application/pdf", file_name="a.PDF", size=1
        ),
        Material(
            kind="M2", title="../../ETC/passwd", digest=other, media_type="application/pdf", file_name="b", size=1
        ),
    ]
    case = replace(submitted(desk), materials=tuple(evil))
    content = case_bundle(desk, case, report=lambda _report: b"{}")
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert names[:2] == ["1-申请材料/M2-etc_passwd-v1.pdf", "1-申请材料/M2-ETC_passwd-v2"]
    assert len({name.casefold() for name in names}) == len(names)
    assert not any(".." in name or name.startswith("/") for name in names)
    assert bundle_name(case) == "示例受2026-1号.zip"
    with pytest.raises(NotFound):
        case_bundle(desk, replace(case, materials=(kinds,)), report=lambda _report: b"{}")


@pytest.mark.parametrize(
    ("name", "shown"),
    [("a/b\\c:d", "a_b_c_d"), ("\u202e盐\x00", "盐"), ("...", "file"), ("示例〔2026〕1号", "示例2026-1号")],
)
def test_names_are_fit_for_every_system(name, shown):
    assert readable(name) == shown
