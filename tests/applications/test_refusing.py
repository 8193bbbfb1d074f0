"""What a refusal rests on: findings and opinions that the case holds, each with its basis."""

from dataclasses import replace

import pytest

from signage.applications.citing import names_a_document
from signage.applications.model import Outcome, State
from signage.applications.refusing import cited, documents_known, reasons_offered, reasons_stated
from signage.errors import InputError
from signage.rules.findings import Verdict

from .case_builders import application, finding, item
from .ready_cases import Action, ready


def case():
    found = (
        replace(finding(Verdict.FAIL, "hz-01"), message_zh="牌高 1600 mm，超过 1500 mm", clause="6.2"),
        finding(Verdict.PASS, "hz-02"),
        finding(Verdict.REVIEW, "hz-03"),
    )
    return application(State.RECOMMENDED, items=(item(findings=found),))


def test_every_finding_that_blocks_is_offered_with_its_clause():
    offered = reasons_offered(case())
    assert [one.key for one in offered] == ["1-hz-01", "1-hz-03"]
    first = offered[0].reason
    assert "牌高 1600 mm，超过 1500 mm" in first.text
    assert first.basis.endswith("第6.2条")
    assert first.basis in offered[0].label_zh
    assert first.book == finding().book


def test_a_clause_at_the_end_of_a_findings_sentence_is_not_said_twice():
    one = replace(finding(Verdict.FAIL, "hz-01"), document="示例规则（演示）", clause="第3条")
    one = replace(one, message_zh="字高：850 mm（示例规则（演示） 第3条）")
    (offered,) = reasons_offered(application(State.RECOMMENDED, items=(item(findings=(one,)),)))
    assert offered.reason.text.endswith("字高：850 mm")
    bare = replace(one, message_zh="", required="≤ 700 mm", title_zh="字高")
    (offered,) = reasons_offered(application(State.RECOMMENDED, items=(item(findings=(bare,)),)))
    assert offered.reason.text.endswith("不符合“字高”的要求：≤ 700 mm")


def test_a_sections_word_against_an_item_is_offered_with_what_the_item_rests_on():
    of_items, _ = ready(State.RECOMMENDED, Action.REFUSE)
    (one,) = [one for one in reasons_offered(of_items) if one.key == "m-m-1"]
    assert (one.reason.text, one.reason.basis) == ("挖掘道路（演示）：符合", "《示例条例》")
    matter = of_items.matters[0]
    granted = replace(matter, opinion=replace(matter.opinion, outcome=Outcome.GRANTED))
    assert all(one.key != "m-m-1" for one in reasons_offered(replace(of_items, matters=(granted,))))


def test_ticked_findings_and_own_words_are_the_reasons_each_once():
    reasons, told = reasons_stated(case(), ("1-hz-01", "1-hz-01"), " 墙体不能承重。 ", "《示例规定》第十条")
    assert [one.text for one in reasons][1:] == ["墙体不能承重。"]
    assert reasons[1].basis == "《示例规定》第十条"
    assert told.endswith("；墙体不能承重（《示例规定》第十条）。")
    assert reasons_stated(case(), (), "It hides a window.", "Art 3")[1] == "It hides a window (Art 3)."
    assert reasons_stated(case(), (), " ", "《示例规定》第十条") == ((), "")


def test_a_reason_that_the_case_does_not_offer_is_refused():
    with pytest.raises(InputError):
        reasons_stated(case(), ("1-hz-02",), "", "")


@pytest.mark.parametrize(
    ("document", "clause", "words"),
    [
        ("DB3301/T 89-2023", "4.3.1.8", "DB3301/T 89-2023第4.3.1.8条"),
        ("示例市店招规则（示例）", "第13条", "《示例市店招规则（示例）》第13条"),
        ("《示例市店招规则（示例）》", "6.2", "《示例市店招规则（示例）》第6.2条"),
        ("SI 2007/783", "Class 5", "SI 2007/783Class 5"),
    ],
)
def test_a_clause_is_cited_as_documents_cite_it(document, clause, words):
    assert cited(replace(finding(), document=document, clause=clause)) == words


@pytest.mark.parametrize(
    ("basis", "is_named"),
    [
        ("《示例规定》第十条", True),
        ("《刑法》", True),
        ("依照 《示例市户外招牌设置管理规定》（演示文本）", True),
        ("无", False),
        ("同上", False),
        ("《无》", False),
        ("第十条", False),
        ("SI 2007/783 reg 14", True),  # a rule that the case was checked against
        ("si2007/783", True),
        ("reg 14", False),
    ],
)
def test_a_basis_is_a_document_in_brackets_or_one_that_the_case_names_itself(basis, is_named):
    assert names_a_document(basis, ("SI 2007/783", "")) is is_named


def test_own_words_that_rest_on_a_rule_of_the_check_know_its_book():
    known = case()
    document = known.items[0].report.findings[0].document
    assert document in documents_known(known)
    (reason,), _ = reasons_stated(known, (), "墙体不能承重。", f"{document} 6.2")
    assert reason.book == known.items[0].report.findings[0].book
