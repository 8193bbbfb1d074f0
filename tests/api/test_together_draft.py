"""A group's draft: every ticked sign is drawn before it is handed in, and nothing typed is lost on the way."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from api.case_papers import sample_papers
from signage.applications.model import State
from signage.bootstrap import Services

from .conftest import APPLICANT, DESIGN
from .test_apply_item import FIGURES
from .test_cases import step

pytestmark = pytest.mark.usefixtures("one_drawing")

ANSWERS = {"affects_third_party": "no", "needs_survey": "no"}
FORM = {
    **FIGURES,
    **{name: APPLICANT[name] for name in ("applicant_name", "credit_code", "contact", "phone")},
    **ANSWERS,
    "group": "opening-a-shop",
    "place": "示例路 1 号",
    "items": ["shop-sign", "drainage", "temporary-event"],
    "term_start": "2026-12-01",
    "term_end": "2027-03-31",
    "incomplete": "yes",
}
EVENT = {
    **{name: value for name, value in DESIGN.items() if name not in ("luminance_cd_m2", "panel_colour")},
    **{"kind": "event-banner", "width_mm": "3000", "height_mm": "700"},
    **{"term_start": "2026-12-01", "term_end": "2026-12-10"},
}


def opened(client, **changes) -> str:
    """Open a draft and return the address of its list."""
    name, content = sample_papers()["M2"]
    files = {"paper_M2": (name, content, "application/pdf")}
    answer = client.post("/apply/together", data={**FORM, **changes}, files=files, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def case_of(services: Services, path: str):
    with services.office.reading() as unit:
        return unit.applications.get(path.rpartition("/")[2])


def draw(client, path: str, design=DESIGN, **changes):
    data = {**design, **APPLICANT, "case": path.rpartition("/")[2], "more": "yes", **changes}
    return client.post(f"{path}/sign", data=data, follow_redirects=False)


def test_a_draft_lists_what_is_still_to_be_drawn_and_is_refused_with_all_of_it(seated, services: Services):
    shop = seated("shop")
    path = opened(shop)
    page = shop.get(path).text
    assert page.count("还没有画图</span>") == 2
    assert page.count(">去画图</button>") == 2
    refused = shop.post(path, data={"version": 1})
    assert refused.status_code == 409
    told = refused.text.partition('id="problem"')[2].partition("</div>")[0]
    assert "还有 2 项" in told
    assert case_of(services, path).state is State.DRAFT
    assert step(shop, f"/applications/{path.rpartition('/')[2]}", "submit").status_code == 409
    last = shop.post("/apply", data={**DESIGN, **APPLICANT, "case": path.rpartition("/")[2]})
    assert last.status_code == 409
    assert "还有 1 项" in last.text
    assert DESIGN["name"] in last.text


def test_signs_are_drawn_one_after_the_other_and_handed_in_at_once(seated, services: Services):
    shop = seated("shop")
    path = opened(shop)
    form = shop.get("/apply", params={**DESIGN, "case": path.rpartition("/")[2]}).text
    assert "保存，回到清单" in form
    assert ">一次提交</button>" not in form  # the event comes first
    assert draw(shop, path).headers["location"] == path
    assert "海盐小铺" in shop.get(path).text
    assert ">一次提交</button>" in shop.get("/apply", params={**EVENT, "case": path.rpartition("/")[2]}).text
    kept = draw(shop, path, EVENT)
    assert kept.status_code == 303, kept.text
    page = shop.get(path).text
    assert "还没有画图" not in page
    sent = shop.post(path, data={"version": case_of(services, path).version}, follow_redirects=False)
    assert sent.headers["location"].partition("?")[0] == f"/applications/{path.rpartition('/')[2]}", sent.text
    assert len(case_of(services, path).items) == 2


def test_going_back_to_the_form_keeps_papers_and_drawings(seated, services: Services):
    shop = seated("shop")
    path = opened(shop)
    draw(shop, path)
    back = shop.get(f"/apply/together?draft={path.rpartition('/')[2]}").text
    assert 'value="示例路 1 号"' in back
    assert "M2-licence.pdf" in back
    assert re.search(r'value="temporary-event" checked', back)
    held = re.findall(r'name="held" value="([^"]+)"', back)[0]
    again = {**FORM, "items": ["shop-sign", "drainage"], "held": held, "draft": path.rpartition("/")[2]}
    sent = shop.post("/apply/together", data=again, follow_redirects=False)
    assert sent.status_code == 303, sent.text
    now = sent.headers["location"].partition("?")[0]
    assert now != path
    changed = case_of(services, now)
    assert [item.spec.name for item in changed.items] == ["海盐小铺"]
    assert {"M2", "M4", "M9"} <= {paper.kind for paper in changed.materials}
    assert case_of(services, path).state is State.WITHDRAWN
    assert "都画好了" in shop.get(now).text


def test_a_drawn_sign_can_be_left_out_again(seated, services: Services):
    shop = seated("shop")
    path = opened(shop)
    draw(shop, path)
    case = case_of(services, path)
    data = {"version": case.version, "item": case.items[0].id}
    assert shop.post(f"{path}/leave-out", data=data, follow_redirects=False).status_code == 303
    assert case_of(services, path).items == ()


def test_a_draft_is_its_owners_alone(seated):
    path = opened(seated("shop"))
    agent = seated("agent")
    assert agent.get(path).status_code == 404
    assert agent.get(f"/apply/together?draft={path.rpartition('/')[2]}").status_code == 404
    assert draw(agent, path).status_code == 404


def test_an_event_beside_signs_is_asked_for_its_own_form_and_commitment(seated, services: Services):
    shop = seated("shop")
    path = opened(shop)
    case = path.rpartition("/")[2]
    draw(shop, path)
    page = shop.get("/apply", params={**EVENT, "case": case}).text
    for code, is_there in (("M17", False), ("M18", False), ("M1", True), ("M9", True)):  # the sign's own are in
        label = re.search(rf'<label for="paper_{code}">.*?</label>', page)
        assert label is not None, code
        assert ("已交" in label[0]) is is_there, code
    refused = draw(shop, path, EVENT, sample_papers="")
    assert refused.status_code == 422
    assert "M17 临时户外宣传品设置申请表" in refused.text
    assert draw(shop, path, EVENT).status_code == 303
    kinds = [paper.kind for paper in case_of(services, path).materials]
    assert {"M1", "M9", "M17", "M18"} <= set(kinds)
    form = shop.get(f"/applications/{case}/forms/temporary-event/application.pdf")
    assert "临时户外宣传品设置申请表" in unquote(form.headers["content-disposition"])


def asked(client, path: str, item: str, **chosen: str):
    return client.get(f"{path}/draw", params={"item": item, **chosen}, follow_redirects=False)


def test_the_unit_of_the_house_number_is_chosen_not_that_of_the_tenant(seated):
    shop = seated("shop")
    firm = "示例市晶湾盐业有限公司"  # tenant of S1-02 and others of the sample street
    page = shop.get(opened(shop, applicant_name=firm, place="晶湾路 5 号")).text
    assert re.findall(r'<option value="([^"]+)" selected', page) == ["jingwan-li/S1-03"] * 2
    assert "“晶湾盐业”" in page
    unknown = shop.get(opened(shop, applicant_name=firm, place="晶湾路 25 号")).text
    assert not re.search(r'<option value="[^"]+" selected', unknown)
    assert "没有对上唯一的铺位" in unknown


def test_the_desk_opens_with_the_shops_name_the_unit_and_the_kind_that_were_chosen(seated):
    shop = seated("shop")
    path = opened(shop, applicant_name="示例市晶湾盐业有限公司", place="晶湾路 5 号")
    place = "jingwan-li/S1-03"
    for item, kind in (("shop-sign", ""), ("temporary-event", "event-arch"), ("temporary-event", "event-balloon")):
        answer = asked(shop, path, item, place=place, kind=kind)
        query = parse_qs(urlsplit(answer.headers["location"]).query)
        assert query.get("kind") == ([kind] if kind else None)
        assert (query["plan"], query["unit"]) == (["jingwan-li"], ["S1-03"])
        assert query["name"] == ["晶湾盐业"]
        assert query["licence_name"] == ["示例市晶湾盐业有限公司"]
        assert shop.get(answer.headers["location"]).status_code == 200


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({"kind": "event-arch"}, "还没有选好铺位"),
        ({"kind": "event-arch", "place": "jingwan-li/S9-99"}, "还没有选好铺位"),
        ({"place": "jingwan-li/S1-03"}, "横幅、拱门还是气球"),
        ({"place": "jingwan-li/S1-03", "kind": "panel-letters"}, "横幅、拱门还是气球"),
    ],
)
def test_without_unit_or_kind_the_list_asks_again_and_keeps_what_was_chosen(seated, chosen, words):
    shop = seated("shop")
    answer = asked(shop, opened(shop), "temporary-event", **chosen)
    assert answer.status_code == 422
    assert words in answer.text
    if chosen.get("kind") == "event-arch":
        assert re.search(r'value="event-arch" required checked', answer.text)


def test_what_was_not_ticked_is_not_drawn(seated):
    shop = seated("shop")
    path = opened(shop)
    assert asked(shop, path, "led-display").headers["location"] == path
    assert asked(seated("agent"), path, "shop-sign").status_code == 404


def test_dates_typed_on_the_groups_form_are_the_events_and_not_those_of_the_sign_beside_it(seated):
    shop = seated("shop")
    dates = {"term_start": "2026-12-01", "term_end": "2026-12-10"}
    path = opened(shop, items=["shop-sign", "construction-waste", "temporary-event"], **dates)
    case = path.rpartition("/")[2]
    design = {name: value for name, value in EVENT.items() if not name.startswith("term_")}

    def begun(fields):
        page = shop.get("/apply", params={**fields, "case": case}).text
        return re.findall(r'name="term_(?:start|end)" type="date" value="([^"]*)"', page)

    assert begun(design) == list(dates.values())
    assert begun(DESIGN) == ["", ""]
    assert draw(shop, path, EVENT).status_code == 303
    assert begun(DESIGN) == ["", ""]
    assert begun({**design, "kind": "event-arch"}) == [EVENT["term_start"], EVENT["term_end"]]
