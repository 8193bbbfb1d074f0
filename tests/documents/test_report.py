"""The check report as a page."""

from datetime import UTC, date, datetime

import pypdfium2
import pytest

from signage.documents import DocumentFaces, check_report_pdf
from signage.rules import CheckReport, Finding, Verdict
from signage.rules.findings import BookIdentity, Modality
from signage.units import Quantity, Unit


def finding(number, verdict, **changes):
    facts = {
        "rule_id": f"demo-{number:02d}",
        "book": "demo-city",
        "title_zh": f"第{number}项要求",
        "title_en": f"rule {number}",
        "clause": f"4.3.{number}",
        "document": "示例市店招规则",
        "source": "示例数值",
        "modality": Modality.MUST,
        "subject": "S1-01",
        "verdict": verdict,
        "required": "≥ 2500 mm",
        "measured": Quantity(2380, Unit.MM),
        "margin": Quantity(-120, Unit.MM),
        "message_zh": f"第{number}项的说明。",
        "hint_zh": "上移 120 mm。",
        "is_illustrative": True,
    }
    return Finding(**{**facts, **changes})


def report(*findings, illustrative=True):
    book = BookIdentity(
        name="demo-city",
        edition="2026",
        digest="sha256:" + "b2" * 32,
        title_zh="示例市店招规则（示例）",
        title_en="demo",
        is_illustrative=illustrative,
    )
    return CheckReport(
        on=date(2026, 11, 23), unit="S1-01", books=(book,), proposal_digest="sha256:" + "c3" * 32, findings=findings
    )


def words_of(checked):
    content = check_report_pdf(
        checked, made_at=datetime(2026, 11, 23, tzinfo=UTC), name="徽盐生活馆", faces=DocumentFaces.bundled()
    )
    document = pypdfium2.PdfDocument(content)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_has_its_word_and_its_row(verdict):
    from signage.locale import text

    page = words_of(report(finding(1, verdict)))[0]
    assert page.count(text(f"documents.verdict_{verdict.value.lower()}")) >= 2
    assert "4.3.1" in page
    assert "≥ 2500 mm" in page


def test_worst_findings_come_first_and_digests_are_stated():
    checked = report(finding(1, Verdict.PASS), finding(2, Verdict.WARN), finding(3, Verdict.FAIL))
    page = words_of(checked)[0]
    assert page.index("第3项要求") < page.index("第2项要求") < page.index("第1项要求")
    assert checked.digest in page
    assert checked.proposal_digest in page
    assert "−120 mm" in page


def test_illustrative_books_are_named_on_every_page():
    pages = words_of(report(*(finding(n, Verdict.FAIL) for n in range(1, 30))))
    assert len(pages) > 2
    assert all("示例市店招规则（示例）" in page and "无法律效力" in page for page in pages)


def test_what_was_not_measured_says_so():
    assert "未测得" in words_of(report(finding(1, Verdict.UNMEASURED, measured=None, margin=None)))[0]
