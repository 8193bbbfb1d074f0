from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

import pytest
from pypdfium2 import PdfDocument

from signage.applications.letters import LetterKind
from signage.applications.step_letters import letters_due, make_due
from signage.applications.use_cases import start_review
from signage.bootstrap import Services
from signage.resources import bundled
from signage.rounds import make_rounds
from tests.api.conftest import APPLICANT, DESIGN, Wall
from tests.api.test_cases import step
from tests.api.test_refused_steps import under_review as permit_under_review

Apply = Callable[..., str]
SURVEY = {
    "surveyor_1": "clerk",
    "card_1": "示执0101",
    "surveyor_2": "second",
    "card_2": "示执0102",
    "witness": "经办人甲",
    "began": "2026-11-24T08:05",
    "ended": "2026-11-24T08:50",
}


def kinds(services: Services, case: str) -> list[LetterKind]:
    with services.office.reading() as unit:
        return [one.kind for one in unit.documents.of(case.rpartition("/")[2])]


def sheet(services: Services, case: str, kind: LetterKind = LetterKind.SURVEY) -> str:
    with services.office.reading() as unit:
        made = unit.documents.of(case.rpartition("/")[2])
    (letter,) = [one for one in made if one.kind is kind]
    with closing(PdfDocument(services.office.blobs.get(letter.digest))) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", "")


def under_review(signed_in, apply: Apply, **sign: str) -> str:
    case = apply(signed_in("shop"), **sign)
    for action in ("accept", "start_review"):
        assert step(signed_in("clerk"), case, action).status_code == 303
    return case


def test_a_survey_is_recorded_with_its_own_time_and_the_cards_that_were_shown(
    signed_in, apply: Apply, services: Services
):
    case, clerk = under_review(signed_in, apply), signed_in("clerk")
    # The clock of the tests moves on a little with each look at it.
    assert re.search(r'type="datetime-local" max="2026-11-24T09:0\d"', clerk.get(case).text)
    assert step(clerk, case, "survey", **SURVEY).status_code == 303
    said = sheet(services, case)
    assert "8时05分至2026年11月24日8时50分" in said
    assert "窗口甲（演示）（证件号示执0101）；复核乙（演示）（证件号示执0102）" in said
    assert "已出示证件" in said


def test_two_officers_are_two_accounts_and_who_comes_from_outside_is_marked(seated, services: Services):
    case, clerk = permit_under_review(services), seated("clerk")
    form = clerk.get(case).text
    assert '<option value="clerk" selected>' in form  # whoever writes it down
    assert '<option value="shop"' not in form
    outside = {"outside": "勘验员丙，示例测绘院"}
    for alone in ({"surveyor_2": "clerk"}, {"surveyor_2": "", **outside}):
        assert step(clerk, case, "survey", **{**SURVEY, **alone, "words": "与图一致"}).status_code == 409
    assert step(clerk, case, "survey", **{**SURVEY, "surveyor_2": "shop"}).status_code == 422
    assert step(clerk, case, "survey", **{**SURVEY, **outside, "words": "与图一致"}).status_code == 303
    assert "勘验员丙，示例测绘院（外单位人员）" in sheet(services, case)


def test_a_survey_says_nothing_of_cards_that_nobody_stated(signed_in, apply: Apply, services: Services):
    case, clerk = under_review(signed_in, apply), signed_in("clerk")
    assert step(clerk, case, "survey", **{**SURVEY, "card_2": ""}).status_code == 303
    said = sheet(services, case)
    assert "出示" not in said
    assert "窗口甲（演示）（证件号示执0101）；复核乙（演示）" in said


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"ended": "2026-11-25T08:00"}, 409, "ended"),
        ({"ended": "2026-11-24T08:05"}, 409, "began"),
        ({"began": "later"}, 422, "began"),
        ({"began": ""}, 422, "began"),
    ],
)
def test_a_survey_that_is_to_come_or_took_no_time_is_not_recorded(signed_in, apply: Apply, change, status, field):
    case, clerk = under_review(signed_in, apply), signed_in("clerk")
    answer = step(clerk, case, "survey", **{**SURVEY, **change})
    assert answer.status_code == status
    assert f'id="{field}-survey-wrong"' in answer.text


def test_the_review_form_says_who_accepted_and_what_happened_on_the_way(
    signed_in, apply: Apply, services: Services, clock
):
    large = {"unit": "S1-02", "leased_units": "S1-02", "width_mm": "6000"}
    case, clerk = under_review(signed_in, apply, **large), signed_in("clerk")
    assert step(signed_in("supervisor"), case, "extend", days="10", words="须复核结构。").status_code == 303
    assert step(clerk, case, "survey", **SURVEY, words="墙面平整。").status_code == 303
    path = f"{case}/letters/new"
    party = {"kind": "interested_party", "party": "二层住户己", "interest": "采光", "speak_by": "2026-12-01"}
    hearing = {"kind": "hearing_notice", "about": "招牌", "day": "2026-12-14", "time": "09:30", "place": "示例厅"}
    named = {"chair": "主持人己", "recorder": "记录人庚"}
    for letter in (party, {**hearing, **named}):
        assert clerk.post(path, data=letter, follow_redirects=False).status_code == 303
    with services.office.reading() as unit:
        made = {one.kind: one.number for one in unit.documents.of(case.rpartition("/")[2])}
    given_up = {"kind": "waive", "notice": made[LetterKind.HEARING_NOTICE], "waived": "申请人书面放弃听证"}
    spoken = {
        "kind": "settle",
        "period": f"speak {made[LetterKind.INTERESTED_PARTY]}",
        "how": "spoken",
        "words": "求关灯",
    }
    for record in (given_up, spoken):
        assert clerk.post(path, data=record, follow_redirects=False).status_code == 303
    clock.at += timedelta(days=8)
    assert step(signed_in("clerk"), case, "recommend").status_code == 303
    assert step(signed_in("second"), case, "approve").status_code == 303
    said = sheet(services, case, LetterKind.REVIEW)
    for words in (
        "受理意见",
        "申请材料齐全，符合法定形式，予以受理",
        "结论：予以受理",
        f"墙面平整（勘验笔录：{made[LetterKind.SURVEY]}）",
        "2026年12月1日，已陈述：求关灯",
        "没有提出",
        "没有举行：申请人书面放弃听证",
        "延长10个工作日：须复核结构",
    ):
        assert words in said.replace(" ", "")


def test_the_documents_of_a_visit_are_made_with_its_steps_and_can_be_verified(
    signed_in, apply: Apply, services: Services
):
    shop, clerk, second, boss = (signed_in(login) for login in ("shop", "clerk", "second", "supervisor"))
    case = apply(shop, unit="S1-02", leased_units="S1-02", width_mm="6000")
    assert kinds(services, case) == [LetterKind.RECEIPT]
    assert step(clerk, case, "accept").status_code == 303
    assert step(boss, case, "extend", days="10").status_code == 303
    assert step(clerk, case, "start_review").status_code == 303
    assert step(clerk, case, "survey", **SURVEY).status_code == 303
    assert step(clerk, case, "recommend").status_code == 303
    assert step(second, case, "approve").status_code == 303
    assert step(second, case, "issue").status_code == 303
    assert step(clerk, case, "deliver", recipient="经办人甲", method="in_person").status_code == 303
    assert (
        step(
            boss, case, "revoke", words="以欺骗手段取得", ground="revocation_deceit", heard="当面听取了陈述"
        ).status_code
        == 303
    )
    made = kinds(services, case)
    assert made == [
        LetterKind.RECEIPT,
        LetterKind.ACCEPTANCE,
        LetterKind.EXTENSION,
        LetterKind.SURVEY,
        LetterKind.REVIEW,
        LetterKind.DELIVERY,
        LetterKind.REVOCATION,
    ]
    with services.office.reading() as unit:
        documents = unit.documents.of(case.rpartition("/")[2])
    for document in documents:
        path = f"{case}/documents/{document.id}.pdf"
        assert clerk.get(path).content.startswith(b"%PDF-")
        assert shop.get(path).status_code == (404 if document.kind is LetterKind.REVIEW else 200)
    sealed = shop.get(f"{case}/documents/{documents[1].id}.pdf").content
    assert "不通过" not in shop.post("/verify", files={"file": ("a.pdf", sealed, "application/pdf")}).text
    notice = shop.get(f"{case}/notice.pdf").content
    told = shop.post("/verify", files={"file": ("n.pdf", notice, "application/pdf")}).text
    assert "文书真实，许可已失效" in told  # genuine, and of no force any more
    assert "撤销" in told
    assert services.database.verify_history().ok


def test_a_letter_that_a_dead_process_owed_is_made_later_once(signed_in, apply: Apply, services: Services):
    shop, clerk = signed_in("shop"), signed_in("clerk")
    case = apply(shop)
    assert step(clerk, case, "accept").status_code == 303
    case_id = case.rpartition("/")[2]
    with services.office.begin() as unit:  # the record is gone, as if the process had died before it was written
        unit._connection.exec_driver_sql("DELETE FROM case_document WHERE kind = 'acceptance'")
        unit.commit()
    with services.office.reading() as unit:
        reviewer = unit.history.of(case_id)[-1].actor
    start_review(services.office, case_id, reviewer, services.now())
    assert [due.kind for due in letters_due(services.office, case_id)] == [LetterKind.ACCEPTANCE]
    assert len(make_due(services.office, case_id).made) == 1
    assert make_due(services.office, case_id).made == ()


@pytest.mark.parametrize(
    ("ground", "words", "cited"),
    [("not_our_power", "属文化部门管理", "职权"), ("no_permit_needed", "店内陈设，无需许可", "不需要取得")],
)
def test_a_case_that_is_not_accepted_gets_its_written_decision(
    signed_in, apply: Apply, services: Services, ground, words, cited
):
    shop, clerk = signed_in("shop"), signed_in("clerk")
    case = apply(shop)
    said = {"words": words, "referral": "示例市文化局（示例路 9 号）"}
    assert step(clerk, case, "not_accept", ground="other", **said).status_code == 422
    assert step(clerk, case, "not_accept", ground=ground, **said).status_code == 303
    assert kinds(services, case) == [LetterKind.RECEIPT, LetterKind.NON_ACCEPTANCE]
    assert "示例市文化局" in shop.get(case).text
    with services.office.reading() as unit:
        letter = unit.documents.of(case.rpartition("/")[2])[-1]
    with closing(PdfDocument(services.office.blobs.get(letter.digest))) as document:
        assert cited in document[0].get_textpage().get_text_bounded().replace("\r\n", "")


def issued(signed_in, case: str) -> None:
    clerk, second = signed_in("clerk"), signed_in("second")
    for client, action in (
        (clerk, "accept"),
        (clerk, "start_review"),
        (clerk, "recommend"),
        (second, "approve"),
        (second, "issue"),
    ):
        assert step(client, case, action).status_code == 303


def test_a_change_gets_its_own_decision_that_says_what_changes(signed_in, apply: Apply, services: Services):
    shop = signed_in("shop")
    large = {"unit": "S1-02", "leased_units": "S1-02", "width_mm": "6000"}
    first = apply(shop, **large)
    issued(signed_in, first)
    with services.office.reading() as unit:
        number = unit.applications.get(first.rpartition("/")[2]).permits[0].number
    second = apply(shop, **{**large, "width_mm": "5000"}, purpose="change", earlier_permit=number)
    issued(signed_in, second)
    assert LetterKind.CHANGE in kinds(services, second)
    with services.office.reading() as unit:
        old = unit.permits.by_number(number)
        new = unit.applications.get(second.rpartition("/")[2]).permits[0]
    assert old.ended_reason == "变更换证"
    assert new.valid_to == old.valid_to


def test_a_renewal_of_a_permit_that_is_not_there_is_told(signed_in, apply: Apply):
    answer = signed_in("shop").post(
        "/apply", data={**DESIGN, **APPLICANT, "purpose": "renewal", "earlier_permit": "没有这个号"}
    )
    assert answer.status_code == 422
    assert "不是有效的许可" in answer.text


def test_a_third_party_and_a_hearing_get_their_letters_and_unlawful_ones_are_refused(
    signed_in, apply: Apply, services: Services
):
    shop, clerk = signed_in("shop"), signed_in("clerk")
    case = apply(shop, unit="S1-02", leased_units="S1-02", width_mm="6000")
    assert step(clerk, case, "accept").status_code == 303
    path = f"{case}/letters/new"
    assert shop.get(path).status_code == 403
    assert clerk.get(path).status_code == 200
    party = {"kind": "interested_party", "party": "二层业主（演示）", "interest": "采光", "speak_by": "2027-01-11"}
    assert clerk.post(path, data=party, follow_redirects=False).status_code == 303
    hearing = {
        "kind": "hearing_notice",
        "about": "大型招牌的设置",
        "time": "09:30",
        "place": "示例厅",
        "chair": "主持人己",
        "recorder": "记录人庚",
    }
    soon = services.today() + timedelta(days=2)
    assert clerk.post(path, data={**hearing, "day": soon.isoformat()}).status_code == 409
    later = services.today() + timedelta(days=30)
    assert clerk.post(path, data={**hearing, "day": later.isoformat()}, follow_redirects=False).status_code == 303
    assert clerk.post(path, data={**hearing, "day": later.isoformat(), "time": "half past nine"}).status_code == 422
    assert kinds(services, case)[-2:] == [LetterKind.INTERESTED_PARTY, LetterKind.HEARING_NOTICE]


def test_a_paper_of_ones_own_is_taken_in_and_every_later_step_still_makes_its_letters(
    signed_in, apply: Apply, services: Services
):
    shop, clerk = signed_in("shop"), signed_in("clerk")
    paper = (bundled("samples") / "papers" / "M2-licence.pdf").read_bytes()
    files = {"paper_M2": ("营业执照.pdf", paper, "application/pdf")}
    answer = shop.post("/apply", data={**DESIGN, **APPLICANT}, files=files, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    case = answer.headers["location"].partition("?")[0]
    assert step(clerk, case, "accept").status_code == 303
    assert kinds(services, case) == [LetterKind.RECEIPT, LetterKind.ACCEPTANCE]
    assert make_rounds(services.office, services.now()).clock.failed == ()
    assert "v1" in shop.get(f"{case}/materials").text


def test_a_form_that_could_not_be_submitted_leaves_no_draft_behind(signed_in):
    shop = signed_in("shop")
    wrong = {"purpose": "change", "earlier_permit": "没有这个号"}
    assert shop.post("/apply", data={**DESIGN, **APPLICANT, **wrong}).status_code == 422
    assert [case["state"] for case in shop.get("/api/v1/applications").json()] == []


def test_a_stop_of_the_clock_is_told_in_writing_and_what_it_took_stands_on_the_page(
    signed_in, apply: Apply, services: Services, clock: Wall
):
    shop, clerk = signed_in("shop"), signed_in("clerk")
    case = apply(shop, unit="S1-02", leased_units="S1-02", width_mm="6000")
    assert step(clerk, case, "accept").status_code == 303
    asked = {"kind": "expert_review", "days": "8", "words": "安装方式须由专家论证"}
    assert step(clerk, case, "suspend", **asked).status_code == 303
    said = sheet(services, case, LetterKind.SUSPENSION).replace(" ", "")
    for words in ("第四十五条", "专家评审", "预计8个工作日，至2026年12月4日止", "安装方式须由专家论证"):
        assert words in said
    with services.office.reading() as unit:
        (made,) = [one for one in unit.documents.of(case.rpartition("/")[2]) if one.kind is LetterKind.SUSPENSION]
    assert made.is_sealed
    assert made.number == "示例城管许中〔2026〕1号"
    shown = shop.get(case).text
    assert "中止计时告知书" in shown
    assert "因专家评审中止计时，预计 8 个工作日，不计入办理期限" in shown
    assert shop.get(f"{case}/documents/{made.id}.pdf").content.startswith(b"%PDF-")
    clock.at += timedelta(days=7)
    assert step(signed_in("clerk"), case, "resume").status_code == 303
    told = signed_in("shop").get(case).text
    assert "恢复计时，5 个工作日不计入办理期限" in told
    assert "专家评审，2026-11-24 至 2026-12-01，5 个工作日" in told
    assert letters_due(services.office, case.rpartition("/")[2]) == ()


def test_a_filings_stop_of_the_clock_cites_no_law_of_permits(signed_in, apply: Apply, services: Services):
    case, clerk = apply(signed_in("shop")), signed_in("clerk")
    assert step(clerk, case, "accept").status_code == 303
    asked = {"kind": "testing", "days": "3", "words": "墙体须检测"}
    assert step(clerk, case, "suspend", **asked).status_code == 303
    said = sheet(services, case, LetterKind.SUSPENSION).replace(" ", "")
    assert "因墙体须检测，需要检验、检测、鉴定" in said
    assert "行政许可法" not in said
    assert "备中〔2026〕1号" in said


def test_a_stop_for_a_survey_does_not_cite_the_article_that_names_none(signed_in, apply: Apply, services: Services):
    case = apply(signed_in("shop"), unit="S1-02", leased_units="S1-02", width_mm="6000")
    clerk = signed_in("clerk")
    assert step(clerk, case, "accept").status_code == 303
    assert step(clerk, case, "suspend", kind="survey", days="3", words="须查看墙面").status_code == 303
    said = sheet(services, case, LetterKind.SUSPENSION).replace(" ", "")
    assert "需要现场勘验" in said
    assert "第四十五条" not in said
