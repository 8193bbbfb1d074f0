"""The one-time notice says of every line how it is put right: papers, findings, dates, statements, places."""

from __future__ import annotations

from dataclasses import replace

import pytest

from signage.applications import use_cases
from signage.applications.how_to_mend import how_to_mend, paper_ways
from signage.applications.letter_content import Correction
from signage.applications.letters import SetLetter
from signage.applications.model import Circumstances
from signage.applications.records import Defect
from signage.applications.step_letters import make_due
from signage.digest import digest_of_bytes
from signage.items import load_catalogue
from signage.rules import Verdict
from signage.storage import Database
from signage.units import MM, Quantity

from .case_builders import APPLICANT, CLERK, NOW, SHOP, finding, item, office, papers

TOO_HIGH = replace(
    finding(Verdict.FAIL, "la-03"),
    title_zh="招牌高度",
    required="≤ 800 mm",
    measured=Quantity(1200.0, MM),
    hint_zh="降低招牌高度。",
)
UNMEASURED = replace(finding(Verdict.UNMEASURED, "la-02"), measured=None, missing="路宽（由窗口提供）")
DOUBTFUL = replace(finding(Verdict.REVIEW, "cn-06"), title_zh="绝对化用语")


class Letters:
    def __init__(self):
        self.made = []

    def issue(self, letter):
        self.made.append(letter)
        content = letter.number.encode()
        return SetLetter(content=content, digest=digest_of_bytes(content), verification_code="C", is_sealed=True)


@pytest.fixture
def letters():
    return Letters()


@pytest.fixture
def desk(tmp_path, letters):
    opened = Database.open(f"sqlite:///{tmp_path / 'a.db'}")
    opened.upgrade()
    yield replace(office(opened, tmp_path, letters=letters), paper_ways=paper_ways(load_catalogue()))
    opened.close()


def test_every_line_of_the_notice_says_how(desk, letters):
    sign = item(findings=(TOO_HIGH, UNMEASURED, DOUBTFUL))
    draft = use_cases.open_application(
        desk, APPLICANT, (sign,), papers("M1", "M2"), SHOP, NOW, circumstances=Circumstances()
    )
    case = use_cases.submit(desk, draft.id, SHOP, NOW)
    use_cases.return_for_correction(desk, case.id, CLERK, NOW, defects=("租赁合同缺页",))
    assert make_due(desk, case.id).refused == ()
    (letter,) = [one for one in letters.made if isinstance(one.content, Correction)]
    how = {one.what: one.how for one in letter.content.defects}
    assert all(how.values())

    def said_of(part):
        (words,) = [way for what, way in how.items() if part in what]
        return words

    assert said_of("M3《") == "出具：公安机关；授权书由申请人出具。提交复印件 1 份，网上提交用 PDF、PNG、JPEG、WebP。"
    assert "原件 1 份" in said_of("M8《")
    assert "设计台出图" in said_of("M6《")
    assert "修改设计，使其符合：≤ 800 mm（申报为 1200 mm）。降低招牌高度。" in how.values()
    assert "补充可供核对的数据：路宽（由窗口提供）。" in how.values()
    assert any("绝对化用语" in way and "由窗口判断" in way for way in how.values())
    assert not any("相邻方" in what for what in how)  # what the applicant is not sure of is the window's to find out
    assert said_of("租赁合同缺页").startswith("按照左栏所述补正")


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("field:term:a", "最长 30 日"),
        ("field:term-length:a", "最长 30 日"),
        ("field:earlier_permit", "核对原证号"),
        ("field:figure:x:y", "补填这一数量"),
        ("field:group", "一并办理"),
        ("place:a/b", "改设其他位置"),
        ("finding:a:b", "按照左栏"),
    ],
)
def test_each_sort_of_defect_has_its_way(desk, key, words):
    draft = use_cases.open_application(desk, APPLICANT, (item(),), papers(), SHOP, NOW)
    assert words in how_to_mend(desk, draft, Defect(key=key, text="x"))
