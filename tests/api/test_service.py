"""Pages of the service around a case: who sees and does what, forms that come back, nothing personal in public."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from signage.accounts import add_account, use_cases
from signage.applications.model import Decision, Outcome, Role, State
from signage.bootstrap import Services, demo_password, service_desk
from signage.service import complaints, ratings, return_visits
from signage.service.desk import new_secret
from signage.service.model import Grade, RatingChannel, VisitKind
from tests.applications.case_builders import APPLICANT, NOW, SECOND, application

SLOT = "2026-11-25T01:00:00+00:00"  # 09:00 on the office's wall, the day after the tests' today
BOOKING = {"window": "A", "slot": SLOT, "name": "独特来客", "phone": "139-0000-1234", "purpose": "新店招牌"}


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch):
    """Passwords are tested elsewhere; here hashing them, slow on purpose, would be most of the time."""
    monkeypatch.setattr(use_cases, "verify_password", lambda given, stored: stored is not None and bool(given))
    monkeypatch.setattr(use_cases, "hash_password", lambda given: "none")


@pytest.fixture
def signed_in(services: Services):
    """Clients of one application, each with a session of its own."""
    app = create_app(services)

    def make(login: str) -> TestClient:
        client = TestClient(app, base_url="https://testserver", headers={"sec-fetch-site": "same-origin"})
        assert send(client, "/sign-in", login=login, password=demo_password(services.settings)).status_code == 303
        return client

    return make


def account(services: Services, login: str):
    with services.database.reading() as unit:
        return unit.accounts.by_login(login)[0].actor


@pytest.fixture
def desk(services: Services):
    return service_desk(services)


@pytest.fixture
def decided(services: Services):
    decision = Decision(officer=SECOND, at=NOW, outcome=Outcome.GRANTED, reasons="符合规则")
    owner = replace(APPLICANT, account_id=account(services, "shop").id)
    made = application(
        applicant=owner, number="示例受〔2026〕2号", state=State.ISSUED, decision=decision, issued_at=NOW
    )
    with services.database.unit_of_work() as unit:
        unit.applications.add(made)
        unit.commit()
    return made


@pytest.fixture
def other(services: Services, signed_in) -> TestClient:
    begin, password = services.database.unit_of_work, demo_password(services.settings)
    add_account(begin, "other", "另一申请人（演示）", Role.APPLICANT, password, services.now())
    return signed_in("other")


def send(client: TestClient, path: str, **data: str):
    return client.post(path, data=data, follow_redirects=False)


def version_in(page: str) -> str:
    return re.search(r'name="version" value="(\d+)"', page)[1]


PUBLIC = ("/appointments", "/window/board", "/complaints", "/rate")
OFFICERS = ("/window/today", "/complaints/desk")


def test_everyone_sees_the_public_pages_and_nobody_the_officers_without_signing_in(anyone: TestClient, signed_in):
    for path in PUBLIC:
        assert anyone.get(path).status_code == 200, path
    shop, clerk = signed_in("shop"), signed_in("clerk")
    for path in OFFICERS:
        assert anyone.get(path, follow_redirects=False).status_code == 303, path
        assert shop.get(path).status_code == 403, path
        assert clerk.get(path).status_code == 200, path


def test_the_pages_have_no_inline_script_or_style(anyone: TestClient, signed_in, decided):
    clerk = signed_in("clerk")
    pages = [anyone.get(path).text for path in PUBLIC]
    pages += [clerk.get(path).text for path in (*OFFICERS, f"/cases/{decided.id}/service")]
    for page in pages:
        assert re.search(r"<script(?![^>]*\bsrc=)", page) is None
        assert re.search(r"\sstyle=|<style|\son\w+=", page) is None


def test_pages_speak_english_too(anyone: TestClient, signed_in, decided):
    clerk = signed_in("clerk")
    for client, path in ((anyone, "/appointments"), (anyone, "/complaints"), (clerk, f"/cases/{decided.id}/service")):
        page = client.get(path, headers={"accept-language": "en"}).text
        assert "预约" not in page.split("<main")[1].split("</main>")[0].replace("中文", "")


# Appointments and the counter


def test_a_shop_books_sees_its_number_and_cancels(signed_in):
    shop = signed_in("shop")
    answer = send(shop, "/appointments", **BOOKING)
    assert answer.status_code == 303
    page = shop.get(answer.headers["location"]).text
    assert "预约成功：YY2026-00001" in page
    visit = re.search(r"/appointments/([0-9a-f-]{36})/cancel", page)[1]
    assert send(shop, f"/appointments/{visit}/cancel", version="1").status_code == 303
    assert "已取消" in shop.get("/appointments").text


def test_booking_wants_a_signed_in_applicant(anyone: TestClient):
    assert send(anyone, "/appointments", **BOOKING).status_code == 303
    assert "登录后预约" in anyone.get("/appointments").text


def test_a_booking_that_fails_comes_back_with_what_was_typed(signed_in):
    shop = signed_in("shop")
    for changes, status, words in (
        ({"phone": "call me"}, 422, "联系电话不正确"),
        ({"slot": ""}, 422, "没有选择"),
        ({"slot": "2026-11-25T01:00:00"}, 422, "没有选择"),
        ({"slot": "2026-11-28T01:00:00+00:00"}, 422, "不开放预约"),
        ({"window": "Z"}, 422, "没有窗口"),
        ({"case": "nothing"}, 404, "申请"),
    ):
        answer = send(shop, "/appointments", **{**BOOKING, **changes})
        assert (answer.status_code, words in answer.text) == (status, True), changes
        assert "独特来客" in answer.text


def test_nobody_else_sees_or_cancels_somebodys_appointment(signed_in, other: TestClient, anyone: TestClient):
    shop = signed_in("shop")
    where = send(shop, "/appointments", **BOOKING).headers["location"]
    visit = re.search(r"booked=([0-9a-f-]{36})", where)[1]
    for client in (other, anyone):
        page = client.get(where).text
        assert "YY2026-00001" not in page
        assert "独特来客" not in page
    refused = send(other, f"/appointments/{visit}/cancel", version="1")
    assert refused.status_code == 404
    assert "独特来客" not in refused.text


def test_the_counter_gives_tickets_calls_and_finishes_and_the_board_shows_numbers_only(
    signed_in, anyone: TestClient, services: Services, clock
):
    shop, clerk = signed_in("shop"), signed_in("clerk")
    send(shop, "/appointments", **BOOKING)
    clock.at = datetime(2026, 11, 25, 0, 55, tzinfo=UTC)
    shop, clerk = signed_in("shop"), signed_in("clerk")
    page = clerk.get("/window/today").text
    assert "独特来客" in page
    visit = re.search(r"/window/visits/([0-9a-f-]{36})/arrive", page)[1]
    assert send(clerk, f"/window/visits/{visit}/arrive", version="1").status_code == 303
    assert send(clerk, f"/window/visits/{visit}/arrive", version="1").status_code == 409
    clock.at = datetime(2026, 11, 25, 1, 2, 30, tzinfo=UTC)
    assert send(clerk, f"/window/visits/{visit}/call", version="2").status_code == 303
    board = anyone.get("/window/board").text
    assert "A001" in board
    for personal in ("独特来客", "1234", "新店招牌"):
        assert personal not in board
    assert send(clerk, f"/window/visits/{visit}/finish", version="3").status_code == 303
    assert "等 7 分钟" in clerk.get("/window/today").text
    assert services.database.verify_history().ok


def test_whoever_did_not_come_can_still_be_marked_the_day_after(signed_in, clock):
    send(signed_in("shop"), "/appointments", **BOOKING)
    clock.at = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
    clerk = signed_in("clerk")
    page = clerk.get("/window/today", params={"day": "2026-11-25"}).text
    step = re.search(r"/window/visits/[0-9a-f-]{36}/no_show", page)[0]
    answer = send(clerk, step, version="1")
    assert answer.headers["location"].startswith("/window/today?day=2026-11-25&")
    assert "已记未到" in clerk.get(answer.headers["location"]).text


def test_a_visit_has_a_helper_and_a_log(signed_in):
    clerk = signed_in("clerk")
    assert send(clerk, "/window/walk-ins", window="A", name="来客").status_code == 303
    visit = re.search(r"/window/visits/([0-9a-f-]{36})\"", clerk.get("/window/today").text)[1]
    path = f"/window/visits/{visit}"
    early = send(clerk, f"{path}/help", day="2026-11-24", minutes="5", words="指路")
    assert early.status_code == 409
    assert send(clerk, f"{path}/helper").status_code == 303
    assert send(clerk, f"{path}/help", day="2026-11-24", minutes="65", words="全程陪同").status_code == 303
    page = clerk.get(path).text
    assert "全程陪同" in page
    assert "1 小时 5 分" in page
    assert send(signed_in("shop"), f"{path}/helper").status_code == 403


def test_extended_hours_and_extra_days_are_recorded_by_who_may(signed_in):
    clerk, supervisor = signed_in("clerk"), signed_in("supervisor")
    hours = {"window": "A", "day": "2026-11-23", "start": "17:00", "end": "18:20", "what": "三店同办"}
    assert send(clerk, "/window/extended", **hours).status_code == 303
    assert "1 小时 20 分" in clerk.get("/window/today", params={"day": "2026-11-23"}).text
    assert send(clerk, "/window/extended", **{**hours, "start": "16:00"}).status_code == 409
    extra = {"window": "A", "extra_day": "2026-11-28", "reason": "月底办件多"}
    assert send(clerk, "/window/extra-days", **extra).status_code == 403
    assert send(supervisor, "/window/extra-days", **extra).status_code == 303
    assert "11月28日" in clerk.get("/appointments").text


def test_the_counter_says_what_was_done_and_who_is_next_and_keeps_what_was_typed(signed_in):
    clerk, supervisor = signed_in("clerk"), signed_in("supervisor")
    first = clerk.post("/window/walk-ins", data={"window": "A", "name": "来客甲", "phone": "000-0000001"}).text
    assert re.search(r'role="status" id="done"><strong>已取号</strong>：\w+ 来客甲。\s*没有其他人在等', first)
    second = clerk.post("/window/walk-ins", data={"window": "A", "name": "来客乙", "phone": "000-0000002"}).text
    assert "另有 1 人在等" in second
    visit = re.search(r"/window/visits/([0-9a-f-]{36})/call", second)[1]
    called = clerk.post(f"/window/visits/{visit}/call", data={"version": "1"}).text
    assert "<strong>已叫号</strong>" in called
    finished = clerk.post(f"/window/visits/{visit}/finish", data={"version": "2"}).text
    assert "下一位：" in finished
    for step, of in (("call", visit), ("call", "nobody"), ("extended", visit), ("dance", visit)):
        assert 'id="done"' not in clerk.get("/window/today", params={"done": step, "of": of}).text
    window = re.findall(r'<option value="(\w+)"', re.search(r'id="ext-window".*?</select>', finished, re.DOTALL)[0])[-1]
    hours = {"window": window, "day": "2026-11-23", "start": "16:00", "end": "17:20", "what": "三店同办"}
    wrong = clerk.post("/window/extended", data=hours).text
    form = re.search(r"<details open><summary>登记延时.*?</details>", wrong, re.DOTALL)[0]
    for words in (f'<option value="{window}" selected>', 'value="16:00"', 'value="三店同办"'):
        assert words in form, words
    done = clerk.post("/window/extended", data={**hours, "start": "17:00"}).text
    assert "<strong>已登记延时</strong>：17:00–17:20" in done
    extra = {"window": "A", "extra_day": "2026-11-28", "reason": "月底办件多"}
    assert "<strong>已加开</strong>" in supervisor.post("/window/extra-days", data=extra).text
    assert (
        "Day opened"
        in supervisor.get(
            "/window/today", params={"done": "extra_day", "of": "2026-11-28 A"}, headers={"accept-language": "en"}
        ).text
    )


def test_unknown_days_and_steps_are_refused_in_a_sentence(signed_in):
    clerk = signed_in("clerk")
    assert clerk.get("/window/today", params={"day": "soon"}).status_code == 422
    assert send(clerk, "/window/visits/nothing/dance", version="1").status_code == 422
    assert send(clerk, "/window/visits/nothing/arrive", version="1").status_code == 404
    assert clerk.get("/window/visits/nothing").status_code == 404


# The service around a case


def test_officers_keep_first_asked_helper_log_and_return_visits_of_a_case(signed_in, decided):
    clerk = signed_in("clerk")
    path = f"/cases/{decided.id}/service"
    me = re.search(r'<option value="([0-9a-f-]{36})" selected', clerk.get(path).text)[1]
    first = {"officer": me, "day": "2026-11-24", "words": "咨询尺寸"}
    assert send(clerk, f"{path}/first-asked", **first).status_code == 303
    again = send(clerk, f"{path}/first-asked", **first)
    assert (again.status_code, "不能更改" in again.text) == (409, True)
    assert send(clerk, f"{path}/helper").status_code == 303
    wrong = send(clerk, f"{path}/help", day="2026-11-24", minutes="many", words="代填")
    assert (wrong.status_code, "代填" in wrong.text) == (422, True)
    assert send(clerk, f"{path}/help", day="2026-11-24", minutes="20", words="代填表").status_code == 303
    assert send(clerk, f"/cases/{decided.id}/return-visits", kind="phone").status_code == 303
    page = clerk.get(path).text
    visit = re.search(r"/return-visits/([0-9a-f-]{36})/record", page)[1]
    step = f"/cases/{decided.id}/return-visits/{visit}"
    assert send(clerk, f"{step}/record", version="1", words="灯太亮", raises_matter="yes").status_code == 303
    assert send(clerk, f"{step}/answer", version="2", words="").status_code == 422
    assert send(clerk, f"{step}/answer", version="2", words="已调暗").status_code == 303
    for said in ("代填表", "灯太亮", "已调暗", "咨询尺寸"):
        assert said in clerk.get(path).text


def test_an_applicant_sees_nothing_of_the_officers_record(signed_in, decided):
    shop = signed_in("shop")
    for path in (f"/cases/{decided.id}/service", f"/cases/{decided.id}/service"):
        assert shop.get(path).status_code == 403
    assert send(shop, f"/cases/{decided.id}/service/helper").status_code == 403
    assert send(shop, f"/cases/{decided.id}/return-visits", kind="phone").status_code == 403
    assert send(shop, f"/cases/{decided.id}/rectification/close", rectification="x", version="1").status_code == 403


# Ratings


def test_an_applicant_rates_and_follows_what_the_window_does_about_it(signed_in, other: TestClient, decided):
    shop, clerk = signed_in("shop"), signed_in("clerk")
    path = f"/applications/{decided.id}/rating"
    assert other.get(path).status_code == 404
    assert send(other, path, grade="5").status_code == 404
    assert clerk.get(path).status_code == 403
    assert send(shop, path).status_code == 422
    assert send(shop, path, grade="9").status_code == 422
    assert send(shop, path, grade="2", words="等太久").status_code == 303
    assert "2026-12-15" in shop.get(path).text
    assert "已经评价过" not in send(shop, path, grade="5").text  # the page shows the rating itself instead
    page = clerk.get(f"/cases/{decided.id}/service").text
    opened = {"rectification": re.search(r'name="rectification" value="([0-9a-f-]+)"', page)[1]}
    step = f"/cases/{decided.id}/rectification"
    refused = send(clerk, f"{step}/close", version="1", **opened)
    assert (refused.status_code, "还没有答复" in refused.text) == (409, True)
    for number, (name, words) in enumerate((("answer", "增开窗口"), ("call-back", "认可"), ("close", "")), start=1):
        assert send(clerk, f"{step}/{name}", version=str(number), words=words, **opened).status_code == 303
    assert "增开窗口" in shop.get(path).text


def test_a_code_is_shown_once_and_rates_once_without_signing_in(signed_in, anyone: TestClient, decided):
    clerk = signed_in("clerk")
    made = send(clerk, f"/cases/{decided.id}/service/code", channel="sms")
    code = re.search(r'class="secret">([A-Z0-9-]{19})<', made.text)[1]
    assert code not in clerk.get(f"/cases/{decided.id}/service").text
    assert "示例受〔2026〕2号" in anyone.get(f"/rate/{code}").text
    assert APPLICANT.name not in anyone.get(f"/rate/{code}").text
    thanks = send(anyone, f"/rate/{code}", grade="1", words="")
    assert (thanks.status_code, "非常不满意" in thanks.text, "2026-12-15" in thanks.text) == (200, True, True)
    assert send(anyone, f"/rate/{code}", grade="5").status_code == 409
    assert anyone.get("/rate/AAAA-BBBB-CCCC-DDDD").status_code == 404
    assert send(anyone, "/rate/AAAA-BBBB-CCCC-DDDD", grade="5").status_code == 404


# Complaints


def complaint(page: str) -> tuple[str, str]:
    number, secret = re.findall(r'class="secret">([A-Z0-9-]+)<', page)
    return number, secret


def form_secret(client: TestClient) -> str:
    return re.search(r'name="secret" value="([A-Z0-9-]{19})"', client.get("/complaints").text)[1]


def test_anyone_complains_once_and_follows_with_number_and_secret(anyone: TestClient, signed_in):
    form = {"secret": form_secret(anyone), "words": "招牌灯太亮，请处理。", "name": "独特姓名", "phone": "13900001234"}
    number, secret = complaint(send(anyone, "/complaints", **form).text)
    assert complaint(send(anyone, "/complaints", **form).text) == (number, secret)
    seen = send(anyone, "/complaints/follow", number=number, secret=secret).text
    assert "招牌灯太亮" in seen
    assert "独特姓名" not in seen
    assert "13900001234" not in seen
    assert send(anyone, "/complaints/follow", number=number, secret=new_secret()).status_code == 404
    clerk = signed_in("clerk")
    assert number in clerk.get("/complaints/desk").text


def test_the_form_comes_back_with_what_was_typed_and_is_throttled(anyone: TestClient):
    answer = send(anyone, "/complaints", secret=form_secret(anyone), words="短", about="示例路")
    assert (answer.status_code, "示例路" in answer.text) == (422, True)
    for _ in range(complaints.MOST_FILED):
        assert send(anyone, "/complaints", secret=new_secret(), words="排队时间太长了。").status_code == 200
    answer = send(anyone, "/complaints", secret=new_secret(), words="排队时间太长了。")
    assert (answer.status_code, "过于频繁" in answer.text) == (409, True)


def test_officers_assign_answer_and_close_and_cannot_close_before(signed_in, desk, services: Services):
    wording = complaints.Wording(words="招牌灯太亮，请处理。")
    filed = complaints.file_publicly(desk, wording, new_secret(), "x", services.now())
    clerk, second, supervisor = signed_in("clerk"), signed_in("second"), signed_in("supervisor")
    path = f"/complaints/desk/{filed.id}"
    early = send(clerk, f"{path}/close", version="1")
    assert (early.status_code, "还没有答复" in early.text) == (409, True)
    assert send(clerk, f"{path}/assign", version="1").status_code == 303
    assert send(second, f"{path}/answer", version="2", words="代答").status_code == 409
    assert send(second, f"{path}/assign", version="2").status_code == 403
    to_second = {"officer": account(services, "second").id}
    assert send(supervisor, f"{path}/assign", version="2", **to_second).status_code == 303
    assert send(clerk, f"{path}/answer", version="2", words="已改").status_code == 409
    assert send(second, f"{path}/answer", version="3", words="已调暗").status_code == 303
    assert send(second, f"{path}/close", version="4").status_code == 303
    assert filed.number in clerk.get("/complaints/desk", params={"show": "closed"}).text
    assert send(clerk, f"{path}/dance", version="5").status_code == 422


def test_a_complaint_by_telephone_is_taken_down(signed_in):
    clerk = signed_in("clerk")
    hotline = {"channel": "12345", "words": "来电反映招牌松动。"}
    missing = send(clerk, "/complaints/desk", **hotline)
    assert (missing.status_code, "工单号" in missing.text) == (422, True)
    taken = send(clerk, "/complaints/desk", **hotline, outside_number="12345-0081")
    assert complaint(taken.text)[0] == "TS2026-00001"
    assert send(signed_in("shop"), "/complaints/desk", **hotline).status_code == 403


def test_the_list_of_what_is_owed_tells_what_is_overdue(signed_in, desk, decided, services: Services):
    shop, clerk = account(services, "shop"), account(services, "clerk")
    ratings.rate_own(desk, decided.id, Grade.DISSATISFIED, "", shop, services.now())
    return_visits.plan_visit(desk, decided.id, VisitKind.PHONE, clerk, services.now(), day=date(2026, 11, 30))
    long_ago = datetime(2026, 10, 20, 2, tzinfo=UTC)
    complaints.file_publicly(desk, complaints.Wording(words="灯太亮，请处理。"), new_secret(), "x", long_ago)
    client = signed_in("clerk")
    page = client.get("/complaints/desk").text
    for words in ("差评整改", "回访", "投诉建议", "1 件逾期", "2026-12-15", "2026-11-30"):
        assert words in page
    overdue = client.get("/complaints/desk", params={"show": "overdue"}).text
    assert "TS2026-00001" in overdue
    assert "2026-11-30" not in overdue


def test_making_a_code_wants_a_channel_and_a_decided_case(signed_in, decided):
    clerk = signed_in("clerk")
    assert send(clerk, f"/cases/{decided.id}/service/code").status_code == 422
    assert send(clerk, f"/cases/{decided.id}/service/code", channel=RatingChannel.QR.value).status_code == 200
    assert send(clerk, "/cases/nothing/service/code", channel="qr").status_code == 404
