"""Letters that an officer writes from the case's page: the design office's record, and what comes of a hearing."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import timedelta

import pytest
from pypdfium2 import PdfDocument

from signage.applications import use_cases
from signage.applications.hearings import hearings_of
from signage.applications.letters import LetterKind
from signage.applications.model import Outcome
from signage.bootstrap import Services
from tests.api.conftest import Wall
from tests.api.plain_cases import submitted
from tests.api.test_cases import step

DESIGNED = {
    "kind": "design_service",
    "designer": "设计员壬",
    "asked_on": "2026-11-23",
    "done_on": "2026-11-24",
    "hours": "2.5",
    "usual": "800",
    "charged": "0",
    "price_basis": "参照示例市招牌设计市场询价",
}


def said_by(services: Services, case_id: str, kind: LetterKind) -> str:
    with services.office.reading() as unit:
        letter = next(one for one in unit.documents.of(case_id) if one.kind is kind)
    with closing(PdfDocument(services.office.blobs.get(letter.digest))) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", "")


def test_the_design_office_records_what_it_drew_how_long_and_what_it_saved(seated, services: Services):
    case, clerk = submitted(services), seated("clerk")
    path = f"/applications/{case.id}/letters/new"
    assert "设计服务记录" in clerk.get(path).text
    assert seated("shop").post(path, data=DESIGNED).status_code == 403
    assert clerk.post(path, data=DESIGNED, follow_redirects=False).status_code == 303
    said = said_by(services, case.id, LetterKind.DESIGN_SERVICE)
    for words in ("徽盐生活馆", "6000 × 1200 mm", "2小时30分钟", "节省800元", "参照示例市招牌设计市场询价", "设计员壬"):
        assert words in said
    assert "设计服务记录" in clerk.get(f"/applications/{case.id}").text
    assert services.database.verify_history().ok


def test_the_same_letter_is_not_made_twice_from_two_open_pages(seated, services: Services):
    case, clerk = submitted(services), seated("clerk")
    path = f"/applications/{case.id}/letters/new"
    seen = re.search(r'name="seen" value="(\d+)"', clerk.get(path).text)[1]
    assert seated("second").post(path, data={**DESIGNED, "seen": seen}, follow_redirects=False).status_code == 303
    late = clerk.post(path, data={**DESIGNED, "seen": seen})
    assert late.status_code == 409
    assert "您打开本页以后" in late.text
    assert "设计员壬" in late.text  # what was typed is still there
    with services.office.reading() as unit:
        assert len([one for one in unit.documents.of(case.id) if one.kind is LetterKind.DESIGN_SERVICE]) == 1
    now = re.search(r'name="seen" value="(\d+)"', late.text)[1]
    known = clerk.post(path, data={**DESIGNED, "seen": now})
    assert known.status_code == 200
    assert "已经制作过" in known.text
    with services.office.reading() as unit:
        assert len([one for one in unit.documents.of(case.id) if one.kind is LetterKind.DESIGN_SERVICE]) == 1


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("hours", "two", 422),
        ("usual", "-1", 422),
        ("price_basis", "", 422),
        ("charged", "900", 409),  # nothing is saved
        ("done_on", "2026-11-20", 409),  # done before it was asked for
    ],
)
def test_a_record_that_makes_no_sense_is_refused_and_the_form_keeps_what_was_typed(
    seated, services: Services, field, value, status
):
    case, clerk = submitted(services), seated("clerk")
    answer = clerk.post(f"/applications/{case.id}/letters/new", data={**DESIGNED, field: value})
    assert answer.status_code == status
    assert "设计员壬" in answer.text
    with services.office.reading() as unit:
        assert all(one.kind is not LetterKind.DESIGN_SERVICE for one in unit.documents.of(case.id))


NOTICE = {
    "kind": "hearing_notice",
    "about": "大型招牌的设置",
    "time": "09:30",
    "place": "示例厅",
    "chair": "主持人己",
    "recorder": "记录人庚",
}
RECORD = {
    "kind": "hearing_record",
    "time": "09:30",
    "until": "10:40",
    "place": "示例厅",
    "chair": "主持人己",
    "recorder": "记录人庚",
    "attendants": "申请人委托代理人 经办人甲\n利害关系人 二层住户己",
    "reviewers_said": "亮度符合规则，拟准予",
    "parties_said": "住户己：请求夜间降低亮度",
    "evidence": "夜间效果图一份",
}


def recommended(services: Services) -> str:
    case = submitted(services)
    with services.office.reading() as unit:
        clerk = unit.accounts.by_login("clerk")[0].actor
    use_cases.accept(services.office, case.id, clerk, services.now())
    use_cases.start_review(services.office, case.id, clerk, services.now())
    use_cases.recommend(services.office, case.id, clerk, services.now(), outcome=Outcome.GRANTED, opinion="符合")
    return case.id


@pytest.mark.parametrize("chair", ["窗口甲（演示）", "窗口甲", "clerk"])
def test_the_officer_who_took_the_case_up_does_not_chair_its_hearing(seated, services: Services, chair):
    case, clerk = submitted(services), seated("clerk")
    with services.office.reading() as unit:
        actor = unit.accounts.by_login("clerk")[0].actor
    use_cases.accept(services.office, case.id, actor, services.now())
    use_cases.start_review(services.office, case.id, actor, services.now())
    held = (services.today() + timedelta(days=20)).isoformat()
    answer = clerk.post(f"/applications/{case.id}/letters/new", data={**NOTICE, "day": held, "chair": chair})
    assert answer.status_code == 409
    assert "不能主持听证" in answer.text
    with services.office.reading() as unit:
        assert all(one.kind is not LetterKind.HEARING_NOTICE for one in unit.documents.of(case.id))


def test_nothing_is_decided_after_a_hearing_was_announced_before_its_record_is_on_file(
    seated, services: Services, clock: Wall
):
    case_id = recommended(services)
    case, clerk = f"/applications/{case_id}", seated("clerk")
    path = f"{case}/letters/new"
    assert "听证笔录" not in clerk.get(path).text  # nothing was announced
    assert clerk.post(path, data={**RECORD, "notice": "没有", "day": "2026-11-24"}).status_code == 409
    held = services.today() + timedelta(days=20)
    assert clerk.post(path, data={**NOTICE, "day": held.isoformat()}, follow_redirects=False).status_code == 303
    with services.office.reading() as unit:
        (notice,) = [d.number for d in unit.documents.of(case_id) if d.kind is LetterKind.HEARING_NOTICE]
    shown = clerk.get(case).text
    assert "暂不能当场办结" in shown
    assert "听证笔录存档前不能作出决定" in shown
    early = step(seated("second"), case, "approve")
    assert early.status_code == 409
    assert "没有听证笔录" in early.text
    record = {**RECORD, "notice": notice, "day": held.isoformat()}
    assert clerk.post(path, data=record).status_code == 409  # it is still to come
    for day in ("2025-03-01", (services.today() - timedelta(days=1)).isoformat()):
        early = clerk.post(path, data={**record, "day": day})
        assert early.status_code == 409
        assert 'id="h-day-wrong"' in early.text
        assert f"早于{notice}通知的 {held.isoformat()}" in early.text
    assert step(seated("second"), case, "approve").status_code == 409
    clock.at += timedelta(days=21)
    clerk = seated("clerk")
    reviewer = clerk.post(path, data={**record, "chair": "窗口甲（演示）"})
    assert reviewer.status_code == 409
    assert "二层住户己" in reviewer.text  # what was typed stays
    assert clerk.post(path, data=record, follow_redirects=False).status_code == 303
    said = said_by(services, case_id, LetterKind.HEARING_RECORD)
    for words in (notice, "主持人己", "二层住户己", "请求夜间降低亮度", "夜间效果图一份", "示例厅"):
        assert words in said
    assert step(seated("second"), case, "approve").status_code == 303
    assert services.database.verify_history().ok


def held_hearing(services: Services, clerk, clock: Wall, chair: str) -> tuple[str, str, dict[str, str]]:
    """A case under review with a hearing that was announced and held: its address, the notice, what the record says."""
    case_id = accepted_case(services)
    path, held = f"/applications/{case_id}/letters/new", services.today() + timedelta(days=20)
    told = {**NOTICE, "day": held.isoformat(), "chair": chair}
    assert clerk.post(path, data=told, follow_redirects=False).status_code == 303
    with services.office.reading() as unit:
        (notice,) = [d.number for d in unit.documents.of(case_id) if d.kind is LetterKind.HEARING_NOTICE]
    clock.at += timedelta(days=21)
    return f"/applications/{case_id}", notice, {**RECORD, "notice": notice, "day": held.isoformat(), "chair": chair}


def accepted_case(services: Services) -> str:
    case = submitted(services)
    with services.office.reading() as unit:
        boss = unit.accounts.by_login("second")[0].actor
    use_cases.accept(services.office, case.id, boss, services.now())
    use_cases.start_review(services.office, case.id, boss, services.now())
    return case.id


@pytest.mark.parametrize("is_held", [False, True])
def test_who_chairs_a_hearing_does_not_recommend(seated, services: Services, clock: Wall, is_held):
    case, _notice, record = held_hearing(services, seated("clerk"), clock, "clerk")
    clerk = seated("clerk")
    if is_held:
        assert clerk.post(f"{case}/letters/new", data=record, follow_redirects=False).status_code == 303
    refused = step(clerk, case, "recommend", words="符合规则，建议准予")
    assert refused.status_code == 409
    assert "主持本件的听证，不能再审查本件（行政许可法第四十八条）" in refused.text
    assert step(seated("second"), case, "recommend", words="符合规则，建议准予").status_code == 303


def test_who_was_to_chair_a_hearing_that_is_given_up_may_recommend(seated, services: Services, clock: Wall):
    case, notice, _ = held_hearing(services, seated("clerk"), clock, "clerk")
    clerk = seated("clerk")
    given_up = {"kind": "waive", "notice": notice, "waived": "当事人书面放弃"}
    assert clerk.post(f"{case}/letters/new", data=given_up, follow_redirects=False).status_code == 303
    assert step(clerk, case, "recommend", words="符合规则，建议准予").status_code == 303


def test_a_hearing_held_otherwise_than_told_says_why_in_the_record_and_the_review_form(
    seated, services: Services, clock: Wall
):
    case, notice, record = held_hearing(services, seated("clerk"), clock, "主持人己")
    path, clerk, case_id = f"{case}/letters/new", seated("clerk"), case.rpartition("/")[2]
    other = {**record, "chair": "主持人壬", "place": "四楼会议室", "time": "10:00"}
    refused = clerk.post(path, data=other)
    assert refused.status_code == 409
    assert 'id="h-otherwise-wrong"' in refused.text
    assert f"听证地点“四楼会议室”与{notice}通知的“示例厅”不同" in refused.text
    told = {**other, "otherwise": "主持人己依法回避，听证室停电"}
    assert clerk.post(path, data=told, follow_redirects=False).status_code == 303
    assert "主持人己依法回避" in said_by(services, case_id, LetterKind.HEARING_RECORD)
    assert step(clerk, case, "recommend", words="符合规则，建议准予").status_code == 303
    assert step(seated("second"), case, "approve").status_code == 303
    form = said_by(services, case_id, LetterKind.REVIEW)
    for words in ("10时00分至10时40分", "四楼会议室", "主持人壬", "与通知不同的原因：主持人己依法回避", notice):
        assert words in form
    assert "9时30分" not in form  # what was held stands there, not what was announced


def test_a_wrong_record_of_a_hearing_is_corrected_by_one_that_names_it(seated, services: Services, clock: Wall):
    case, _notice, record = held_hearing(services, seated("clerk"), clock, "主持人己")
    path, clerk = f"{case}/letters/new", seated("clerk")
    assert clerk.post(path, data=record, follow_redirects=False).status_code == 303

    def records():
        with services.office.reading() as unit:
            made = unit.documents.of(case.rpartition("/")[2])
        return [one for one in made if one.kind is LetterKind.HEARING_RECORD]

    (first,) = records()
    assert first.number in clerk.get(path).text  # the form says that there is one
    assert clerk.post(path, data=record).status_code == 200  # the same again is not made twice
    right = {**record, "parties_said": "住户己：请求二十二时以后关灯", "until": "11:20"}
    refused = clerk.post(path, data=right)
    assert refused.status_code == 409
    assert f'name="correction" value="{first.number}"' in refused.text
    assert 'href="#h-correction"' in refused.text
    assert 'id="h-correction"' in refused.text
    assert "二十二时以后关灯" in refused.text
    assert clerk.post(path, data={**right, "correction": first.number}, follow_redirects=False).status_code == 303
    old, new = records()
    assert (old.number, new.replaces) == (first.number, first.number)
    with closing(PdfDocument(services.office.blobs.get(new.digest))) as document:
        said = "".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", "")
    assert f"更正并代替{first.number}" in said
    with services.office.reading() as unit:
        (hearing,) = hearings_of(unit, case.rpartition("/")[2])
    assert (hearing.record, hearing.is_open) == (new.number, False)
    assert services.database.verify_history().ok


def test_a_hearing_that_is_given_up_stands_in_nobodys_way_once_the_reason_is_on_record(seated, services: Services):
    case_id = recommended(services)
    case, clerk = f"/applications/{case_id}", seated("clerk")
    path = f"{case}/letters/new"
    held = services.today() + timedelta(days=20)
    assert clerk.post(path, data={**NOTICE, "day": held.isoformat()}, follow_redirects=False).status_code == 303
    with services.office.reading() as unit:
        (notice,) = [d.number for d in unit.documents.of(case_id) if d.kind is LetterKind.HEARING_NOTICE]
    waiver = {"kind": "waive", "notice": notice, "waived": "申请人书面放弃听证"}
    assert clerk.post(path, data={**waiver, "waived": " "}).status_code == 422
    assert clerk.post(path, data={**waiver, "notice": "别的号"}).status_code == 409
    assert clerk.post(path, data=waiver, follow_redirects=False).status_code == 303
    assert "申请人书面放弃听证" in clerk.get(case).text
    assert clerk.post(path, data=waiver).status_code == 409
    assert step(seated("second"), case, "approve").status_code == 303


PARTY = {"kind": "interested_party", "party": "二层住户己", "interest": "夜间光照", "speak_by": "2026-12-04"}


def test_nothing_is_recommended_or_decided_while_a_party_may_still_speak(seated, services: Services, clock: Wall):
    case_id = recommended(services)
    case, clerk = f"/applications/{case_id}", seated("clerk")
    path = f"{case}/letters/new"
    assert clerk.post(path, data=PARTY, follow_redirects=False).status_code == 303
    early = step(seated("second"), case, "approve")
    assert early.status_code == 409
    assert "2026-12-04" in early.text
    assert "2026-12-01" in early.text
    assert step(seated("second"), case, "send_back", words="请听取意见").status_code == 303
    again = step(clerk, case, "recommend")
    assert again.status_code == 409
    assert "二层住户己" in again.text
    keys = re.findall(r'<option value="((?:speak|hearing) [^"]+)"', clerk.get(path).text)
    assert len(keys) == 2
    said = {"kind": "settle", "period": keys[0], "how": "spoken", "words": "请求夜间关灯"}
    assert clerk.post(path, data={**said, "how": ""}).status_code == 422
    assert clerk.post(path, data=said, follow_redirects=False).status_code == 303
    assert "请求夜间关灯" in clerk.get(case).text
    assert step(clerk, case, "recommend").status_code == 409
    clock.at += timedelta(days=8)  # 2 December: the days to ask for a hearing are over
    assert step(seated("clerk"), case, "recommend").status_code == 303
    assert step(seated("second"), case, "approve").status_code == 303


def test_a_party_gets_the_least_days_to_speak_that_the_policy_gives(seated, services: Services):
    case, clerk = submitted(services), seated("clerk")
    path = f"/applications/{case.id}/letters/new"
    for day, given in (("2026-11-25", 1), ("2026-11-30", 4)):
        refused = clerk.post(path, data={**PARTY, "speak_by": day})
        assert refused.status_code == 409
        assert 'id="p-speak_by-wrong"' in refused.text
        assert f"只有 {given} 个工作日，至少要给 5 个工作日" in refused.text
    assert clerk.post(path, data={**PARTY, "speak_by": "2026-12-01"}, follow_redirects=False).status_code == 303


def test_a_step_that_would_be_refused_now_says_why_and_is_not_the_main_one(seated, services: Services):
    case_id = accepted_case(services)
    case, clerk = f"/applications/{case_id}", seated("clerk")
    button = '<button class="do">初审：建议准予</button>'
    assert button in clerk.get(case).text
    assert clerk.post(f"{case}/letters/new", data=PARTY, follow_redirects=False).status_code == 303
    shown = clerk.get(f"{case}?done=letter_made").text
    assert button not in shown
    assert '<button class="do quiet">初审：建议准予</button>' in shown
    assert "下一步：初审" not in shown
    why = re.search(r'<p class="hint barred">(.*?)</p>', shown)[1]
    assert why.startswith("现在不能办理：")
    assert "2026-12-04" in why
    assert "“初审：建议准予”现在不能办理" in shown  # where the page says what was done and what comes next
    english = clerk.get(case, headers={"accept-language": "en"}).text
    assert "Not possible now: " in english


def test_a_letters_own_day_is_not_past_and_a_day_off_is_asked_about(seated, services: Services):
    case, clerk = submitted(services), seated("clerk")
    path = f"/applications/{case.id}/letters/new"
    past = clerk.post(path, data={**PARTY, "speak_by": "2026-11-02"})
    assert past.status_code == 409
    assert 'id="p-speak_by-wrong"' in past.text
    saturday = {**PARTY, "speak_by": "2026-12-05"}
    asked = clerk.post(path, data=saturday)
    assert asked.status_code == 409
    assert 'name="day_off" value="2026-12-05"' in asked.text
    sunday = {**PARTY, "speak_by": "2026-12-06", "day_off": "2026-12-05"}
    assert clerk.post(path, data=sunday).status_code == 409  # the tick was of another day
    assert clerk.post(path, data={**saturday, "day_off": "2026-12-05"}, follow_redirects=False).status_code == 303


def test_a_wrong_letter_is_corrected_by_one_that_names_it_and_the_list_says_so(seated, services: Services):
    case, clerk = submitted(services), seated("clerk")
    path = f"/applications/{case.id}/letters/new"
    assert clerk.post(path, data=PARTY, follow_redirects=False).status_code == 303
    with services.office.reading() as unit:
        (first,) = [d for d in unit.documents.of(case.id) if d.kind is LetterKind.INTERESTED_PARTY]
    same = clerk.post(path, data=PARTY)
    assert same.status_code == 200
    assert f"/documents/{first.id}.pdf" in same.text
    other = {**PARTY, "speak_by": "2026-12-09"}
    refused = clerk.post(path, data=other)
    assert refused.status_code == 409
    assert f'name="correction" value="{first.number}"' in refused.text
    assert clerk.post(path, data={**other, "correction": first.number}, follow_redirects=False).status_code == 303
    with services.office.reading() as unit:
        second = [d for d in unit.documents.of(case.id) if d.kind is LetterKind.INTERESTED_PARTY][-1]
    assert second.replaces == first.number
    with closing(PdfDocument(services.office.blobs.get(second.digest))) as document:
        said = "".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", "")
    assert f"更正并代替{first.number}" in said
    assert "2026年12月9日" in said
    shown = clerk.get(f"/applications/{case.id}").text
    assert f"已被代替，不再有效：{second.number}" in shown
    looked_up = clerk.get("/verify", params={"code": first.verification_code}).text
    assert f"已被代替，不再有效：{second.number}" in looked_up
    assert "已被代替" not in clerk.get("/verify", params={"code": second.verification_code}).text
    assert services.database.verify_history().ok
