"""A new sign in an old one's place: said at the desk, kept with the case, told to the clerk and on the notice."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from signage.applications.approved import approved_signs
from signage.bootstrap import Services
from tests.api.conftest import APPLICANT, DESIGN
from tests.api.plain_cases import issued, submitted
from tests.api.test_cases import step
from tests.api.test_forms import words_of

Apply = Callable[..., str]

NOODLES = {
    **DESIGN,
    "unit": "S1-01",
    "leased_units": "S1-01",
    "name": "石榴巷面馆",
    "licence_name": "石榴巷面馆",
    "width_mm": "2800",
}
ONE_SIGN = "一店一招"


def open_findings(page: str) -> str:
    return re.split("符合的规则|Rules passed", page)[0].rpartition("data-takes")[2]


def test_the_desk_names_the_signs_of_the_unit_and_a_tick_takes_one_away(anyone: TestClient):
    page = anyone.get("/design", params=NOODLES).text
    assert 'name="replaces.X1-01" value="yes">更换“石榴巷面馆”（平板发光字，演示准〔2025〕7号 X1-01）' in page
    assert ONE_SIGN in open_findings(page)
    assert "“更换旧招牌”中勾选" in open_findings(page)
    assert "replaces=" not in open_findings(page)
    assert "existing-X1-01" in page
    ticked = anyone.get("/design", params={**NOODLES, "replaces.X1-01": "yes", "of_unit": "S1-01"}).text
    assert 'name="replaces.X1-01" value="yes" checked' in ticked
    assert ONE_SIGN not in open_findings(ticked)
    assert "existing-X1-01" not in ticked
    assert '<input type="hidden" name="replaces" value="X1-01">' in ticked  # goes on to the application
    assert "须在新招牌安装前拆除" in ticked


@pytest.mark.parametrize("view", ["front", "marks", "street"])
def test_every_view_of_the_front_leaves_the_replaced_sign_out(anyone: TestClient, view: str):
    stays = anyone.get("/design/picture.svg", params={**NOODLES, "view": view}).text
    gone = anyone.get("/design/picture.svg", params={**NOODLES, "view": view, "replaces": "X1-01"}).text
    assert "existing-X1-01" in stays
    assert "existing-X1-01" not in gone


def test_in_english_the_advice_speaks_of_the_tick(anyone: TestClient):
    anyone.cookies.set("lang", "en")
    page = anyone.get("/design", params=NOODLES).text
    assert "Signs here already" in page
    assert "tick it on the design page under" in page
    assert "as a fact" not in page
    assert "Choose a unit on 盐埠路<" in anyone.get("/").text


def test_a_sign_of_another_unit_is_refused_in_words(anyone: TestClient, signed_in):
    answer = anyone.get("/design", params={**NOODLES, "replaces": "X1-04"})
    assert answer.status_code == 422
    assert "铺位 S1-01 没有招牌 X1-04，不能写作被更换的旧招牌。" in answer.text
    assert "这里可以更换的招牌：X1-01。" in answer.text
    assert anyone.get("/design/picture.svg", params={**NOODLES, "replaces": "X1-04"}).status_code == 422
    shop = signed_in("shop")
    assert shop.post("/apply", data={**NOODLES, **APPLICANT, "replaces": "X1-04"}).status_code == 422
    assert shop.get("/api/v1/applications").json() == []
    event = anyone.get("/design", params={**NOODLES, "kind": "event-arch", "replaces": "X1-01"})
    assert "活动临时设施不占用招牌位置" in event.text


def test_a_sign_of_a_unit_leased_with_it_may_be_replaced(anyone: TestClient):
    both = {**NOODLES, "leased_units": "S1-01 S1-03"}
    page = anyone.get("/design", params={**both, "replaces": "X1-01 X1-03"}).text
    assert page.count('value="yes" checked') == 2


def test_ticks_are_forgotten_when_another_unit_or_an_event_is_chosen(anyone: TestClient):
    ticked = {**NOODLES, "replaces.X1-01": "yes", "of_unit": "S1-01", "of_kind": "panel-letters"}
    moved = anyone.get("/design", params={**ticked, "unit": "S1-04"})
    assert moved.status_code == 200
    assert 'name="replaces.X1-04" value="yes" checked>' in moved.text  # that unit's own begins as covered
    assert anyone.get("/design", params={**ticked, "kind": "event-arch"}).status_code == 200


def test_a_new_page_begins_with_the_old_sign_replaced_where_the_new_one_would_cover_it(anyone: TestClient):
    page = anyone.get("/design?plan=jingwan-li&unit=S1-01").text
    assert 'name="replaces.X1-01" value="yes" checked' in page
    assert "新招牌盖住的已先勾选" in page
    assert "existing-X1-01" not in page
    beside = anyone.get("/design?plan=jingwan-li&unit=S1-01&kind=projecting").text
    assert 'name="replaces.X1-01" value="yes">' in beside  # a sign on a bracket leaves the board where it is
    assert "已先勾选" not in beside


def test_a_tick_taken_away_stays_away_and_an_application_states_nothing_unseen(anyone: TestClient):
    unticked = anyone.get("/design", params={**NOODLES, "of_unit": "S1-01", "of_plan": "jingwan-li"}).text
    assert 'name="replaces.X1-01" value="yes">' in unticked
    assert "existing-X1-01" in anyone.get("/design/picture.svg?plan=jingwan-li&unit=S1-01").text


def test_a_new_visitor_is_offered_the_tenants_name_until_they_type_another(anyone: TestClient):
    def name_in(page: str) -> str:
        return re.search(r'<input id="name" name="name" value="([^"]*)"', page)[1]

    def fitted(page: str) -> str:
        return unescape(re.search(r'name="fitted" value="([^"]*)"', page)[1])

    page = anyone.get("/design?plan=jingwan-li&unit=S1-01").text
    assert name_in(page) == "石榴巷面馆"
    moved = {"plan": "jingwan-li", "unit": "S1-02", "fitted": fitted(page)}
    assert name_in(anyone.get("/design", params={**moved, "name": "石榴巷面馆"}).text) == "晶湾盐业"
    assert name_in(anyone.get("/design", params={**moved, "name": "另取的名"}).text) == "另取的名"
    assert name_in(anyone.get("/design?plan=jingwan-li&unit=S1-10").text) == "晶湾茶坊"


def test_a_replacement_goes_from_the_desk_to_the_notice(signed_in, apply: Apply, services: Services):
    shop, clerk, second = signed_in("shop"), signed_in("clerk"), signed_in("second")
    person = {"applicant_name": "石榴巷面馆"}
    case = apply(shop, **NOODLES, **person, replaces="X1-01")
    page = clerk.get(case).text
    assert "<dt>更换旧招牌</dt><dd>“石榴巷面馆”（平板发光字，演示准〔2025〕7号 X1-01）" in page
    assert "旧招牌“石榴巷面馆”（演示准〔2025〕7号）由新招牌更换" in page
    assert "可以当场办结" in page
    clerk.cookies.set("lang", "en")
    assert "<dt>Replaces</dt><dd>“石榴巷面馆” (Letters on a panel" in clerk.get(case).text
    clerk.cookies.delete("lang")
    for who, action in ((clerk, "accept"), (clerk, "start_review"), (clerk, "recommend"), (second, "approve")):
        assert step(who, case, action).status_code == 303
    assert step(second, case, "issue").status_code == 303
    words = "".join(words_of(shop.get(f"{case}/notice.pdf").content).split())
    assert "旧招牌“石榴巷面馆”（平板发光字，演示准〔2025〕7号X1-01）在新招牌安装前拆除" in words
    (approved,) = approved_signs(services.database.reading)
    assert dict(approved.facts)["replaces"] == ("X1-01",)  # as every recheck is told
    front = services.front("jingwan-li")
    number = approved.permit_number
    ids = {sign.id for face in front.faces for sign in face.signs}
    assert number in ids
    assert "X1-01" not in ids
    renewal = re.search(r'href="/design\?([^"]*)">变更', shop.get(case).text)[1]
    asked = {key: value[0] for key, value in parse_qs(unescape(renewal)).items()}
    assert asked["replaces"] == number
    assert ONE_SIGN not in open_findings(shop.get("/design", params=asked).text)


def test_an_old_sign_that_made_room_stays_away_when_the_new_permit_is_revoked(seated, apply: Apply, services: Services):
    shop, clerk, second = seated("shop"), seated("clerk"), seated("second")
    case = apply(shop, **NOODLES, applicant_name="石榴巷面馆", replaces="X1-01")
    for who, action in ((clerk, "accept"), (clerk, "start_review"), (clerk, "recommend"), (second, "approve")):
        assert step(who, case, action).status_code == 303
    assert step(second, case, "issue").status_code == 303
    why = {"words": "以欺骗手段取得", "ground": "revocation_deceit", "heard": "当面听取了陈述"}
    revoked = step(seated("supervisor"), case, "revoke", **why)
    assert revoked.status_code == 303
    with services.office.reading() as unit:
        number = unit.applications.get(case.rpartition("/")[2]).permits[0].number
    ids = {sign.id for face in services.front("jingwan-li").faces for sign in face.signs}
    assert not {"X1-01", number} & ids
    assert "X1-03" in ids  # others stay
    assert "existing-X1-01" not in shop.get("/design/picture.svg", params={**NOODLES, "view": "front"}).text
    told = f"已由证号 {number} 的招牌更换，该证已失效"
    assert told in clerk.get(case).text
    assert told not in shop.get(case).text
    again = apply(shop, **NOODLES, applicant_name="石榴巷面馆")
    assert told in clerk.get(again).text
    clerk.cookies.set("lang", "en")
    assert f"made room for the one of {number}, which holds no longer (" in clerk.get(again).text


def test_a_draft_or_returned_case_comes_back_with_what_it_replaces(signed_in, apply: Apply):
    shop, clerk = signed_in("shop"), signed_in("clerk")
    case = apply(shop, **NOODLES, replaces="X1-01")
    assert step(clerk, case, "return", words="门牌号请核对").status_code == 303
    back = re.search(r'href="(/design\?[^"]*)">修改设计', shop.get(case).text)[1]
    assert parse_qs(urlsplit(unescape(back)).query)["replaces"] == ["X1-01"]


def test_a_live_permits_sign_stands_on_the_front_and_counts(anyone: TestClient, signed_in, apply: Apply, services):
    shop, clerk, second = signed_in("shop"), signed_in("clerk"), signed_in("second")
    before = anyone.get("/plans/jingwan-li/jingwan-road/street.png").content
    assert ONE_SIGN not in open_findings(anyone.get("/design", params=DESIGN).text)
    case = apply(shop)
    for who, action in ((clerk, "accept"), (clerk, "start_review"), (clerk, "recommend"), (second, "approve")):
        assert step(who, case, action).status_code == 303
    assert ONE_SIGN not in open_findings(anyone.get("/design", params=DESIGN).text)
    assert step(second, case, "issue").status_code == 303
    with services.office.reading() as unit:
        number = unit.applications.get(case.rpartition("/")[2]).permits[0].number
    page = anyone.get("/design", params=DESIGN).text
    assert ONE_SIGN in open_findings(page)
    assert f'name="replaces.{number}"' in page
    assert APPLICANT["contact"] not in page
    assert f"existing-{number}" in anyone.get("/design/picture.svg", params={**DESIGN, "unit": "S1-09"}).text
    assert anyone.get("/plans/jingwan-li/jingwan-road/street.png").content != before
    ticked = anyone.get("/design", params={**DESIGN, "replaces": number}).text
    assert ONE_SIGN not in open_findings(ticked)
    assert f"existing-{number}" not in ticked
    # Whoever changes, renews or takes over a permit takes its sign's place by that.
    form = shop.get("/apply", params=DESIGN).text
    assert f"您的备案 {number}" in form
    assert f'name="replaces" value="{number}"' in form
    changed = apply(shop, purpose="change", earlier_permit=number, letter_colour="#ffffff")
    assert f"{number}）" in re.search(r"<dt>更换旧招牌</dt><dd>(.*?)<br>", clerk.get(changed).text)[1]


def test_a_clerk_is_told_of_a_live_permit_that_stands_there(services: Services, signed_in, apply: Apply):
    clerk, second = signed_in("clerk"), signed_in("second")
    others = apply(signed_in("shop"), credit_code="91000000SAMPLE009X")  # before the place was taken
    first = f"/applications/{submitted(services, 'S1-10').id}"
    for who, action in ((clerk, "accept"), (clerk, "start_review"), (clerk, "recommend"), (second, "approve")):
        assert step(who, first, action).status_code == 303
    assert step(second, first, "issue").status_code == 303
    with services.office.reading() as unit:
        held = unit.permits.live_at("jingwan-li/S1-10")
    own = clerk.get(f"/applications/{submitted(services, 'S1-10').id}").text
    assert f"该位置已有本申请人的有效许可 {held.number}" in own
    page = clerk.get(others).text
    assert f"持有的有效许可 {held.number}" in page
    assert "不会因本件签发而终止" in page
    with services.office.reading() as unit:
        assert not unit.permits.by_number(held.number).ended_reason


def test_an_own_permit_of_a_leased_unit_that_is_replaced_is_said_to_end(services: Services, signed_in, apply: Apply):
    held = issued(services, "S2-01").permits[0]
    both = {"unit": "S2-03", "leased_units": "S2-03 S2-01", "replaces": held.number}
    case = apply(signed_in("shop"), **both)
    assert f"本件更换或变更的招牌有有效许可 {held.number}（S2-01" in signed_in("clerk").get(case).text


def test_a_revoked_permits_sign_leaves_the_front(services: Services):
    case = issued(services, "S1-10")
    assert services.front("jingwan-li").standing_digest
    plan = services.plans.in_force("jingwan-li", services.today())
    assert services.stood(plan, apart_from=case.id) is plan
    assert services.front("jingwan-li").digest == plan.digest  # the revision is what it was
    with services.office.begin() as unit:
        unit.permits.end(case.permits[0].id, reason="撤销", at=services.now())
        unit.commit()
    assert services.front("jingwan-li") is plan


def test_the_dimensioned_sheet_says_what_comes_down_first(anyone: TestClient):
    sheet = anyone.get("/design/files/sheet-a3.pdf", params={**NOODLES, "replaces": "X1-01"})
    assert "更换旧招牌“石榴巷面馆”（演示准〔2025〕7号X1-01）：本招牌安装前拆除旧招牌。" in words_of(sheet.content)


def test_the_first_page_asks_for_a_fresh_street_when_a_permit_is_issued(services: Services, anyone: TestClient):
    assert "street.png?" not in anyone.get("/").text
    issued(services, "S1-10")
    assert anyone.get("/").text.count("street.png?signs=") == 1


def test_an_event_stands_on_the_front_between_its_dates(
    services: Services, signed_in, apply: Apply, anyone: TestClient
):
    start, end = date(2026, 12, 5), date(2026, 12, 10)
    shop, clerk, second = signed_in("shop"), signed_in("clerk"), signed_in("second")
    banner = {"kind": "event-banner", "width_mm": "3000", "height_mm": "700", "luminance_cd_m2": ""}
    case = apply(shop, **banner, term_start=start.isoformat(), term_end=end.isoformat())
    for who, action in ((clerk, "accept"), (clerk, "start_review"), (clerk, "recommend"), (second, "approve")):
        assert step(who, case, action).status_code == 303
    assert step(second, case, "issue").status_code == 303
    with services.office.reading() as unit:
        number = unit.applications.get(case.rpartition("/")[2]).permits[0].number

    def shown(on: date) -> bool:
        return number in {sign.id for face in services.front("jingwan-li", on).faces for sign in face.signs}

    days = (start - timedelta(days=1), start, end, end + timedelta(days=1))
    assert [shown(day) for day in days] == [False, True, True, False]
    wanted = {"plan": "jingwan-li", "unit": "S1-10", "on": "2026-12-06", "spec": {"name": "海盐小铺", "kind": "plaque"}}
    wanted["spec"] |= {"width_mm": 2000, "height_mm": 800}
    answer = anyone.post("/api/v1/designs", json=wanted)
    assert answer.status_code == 200
    assert f"existing-{number}" in answer.json()["svg"]
    counted = {one["title_zh"]: one["verdict"] for one in answer.json()["report"]["findings"]}
    assert counted[ONE_SIGN] == "PASS"
