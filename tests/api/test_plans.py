"""Frontage plans on the web: everyone looks, officers try one, a supervisor puts it on record and it counts."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from signage.bootstrap import Services
from signage.resources import bundled

from .conftest import Wall
from .plain_cases import issued

PLANS = bundled("samples", "plans")


def next_plan(services: Services, days: int = 0, **changes) -> bytes:
    """The sample building's next revision, its first band 150 mm lower at the top."""
    raw = json.loads((PLANS / "jingwan-li.json").read_text("utf-8"))
    raw |= {"revision": "2026-9", "valid_from": (services.today() + timedelta(days=days)).isoformat(), **changes}
    raw["faces"][0]["bands"][0]["top"] -= 150
    return json.dumps(raw, ensure_ascii=False).encode()


def tried(client: TestClient, content: bytes, name: str = "next.json", mapping: Path | None = None, **words: str):
    files = {"file": (name, content)}
    if mapping is not None:
        files["mapping"] = (mapping.name, mapping.read_bytes())
    return client.post("/plans/try", files=files, data=words)


def kept(answer) -> str:
    """The digest under which a preview keeps the plan."""
    found = re.search(r'name="digest" value="([^"]+)"', answer.text)
    assert found, answer.text
    return found[1]


def test_everyone_sees_buildings_and_nobody_is_offered_more(anyone: TestClient):
    page = anyone.get("/plans").text
    assert "晶湾里" in page
    assert "/plans/new" not in page
    one = anyone.get("/plans/jingwan-li")
    assert one.status_code == 200
    assert "S1-10" in one.text
    assert "3600×1750" in one.text
    assert anyone.get("/plans/nowhere").status_code == 404
    assert anyone.get("/plans/jingwan-li", params={"revision": "1999"}).status_code == 404
    picture = anyone.get("/plans/jingwan-li/jingwan-road/plan.svg")
    assert picture.headers["content-type"] == "image/svg+xml"
    assert picture.text.startswith(("<?xml", "<svg"))
    assert anyone.get("/plans/jingwan-li/nowhere/plan.svg").status_code == 404
    file = anyone.get("/plans/jingwan-li/plan.json")
    assert json.loads(file.content)["id"] == "jingwan-li"
    assert "attachment" in file.headers["content-disposition"]


def test_who_may_try_and_who_may_enter(anyone: TestClient, seated, services: Services):
    content = next_plan(services)
    for login in ("shop", "admin"):
        client = seated(login)
        assert client.get("/plans/new").status_code == 403
        assert tried(client, content).status_code == 403
    for login in ("designer", "clerk", "second"):
        client = seated(login)
        seen = tried(client, content)
        assert seen.status_code == 200
        assert "/plans/enter" not in seen.text
        assert "入库由主管办理" in seen.text
        digest = kept(seen)
        assert client.get(f"/plans/tried/{digest}/jingwan-road.svg").status_code == 200
        assert json.loads(client.get(f"/plans/tried/{digest}/plan.json").content)["revision"] == "2026-9"
        assert client.post("/plans/enter", data={"digest": digest, "basis": "批复"}).status_code == 403
    assert len(services.plans.revisions("jingwan-li")) == 1


def test_a_plan_is_seen_first_and_counts_when_it_is_put_on_record(seated, anyone: TestClient, services: Services):
    boss = seated("supervisor")
    seen = tried(boss, next_plan(services))
    assert seen.status_code == 200
    assert "还没有生效" in seen.text
    assert "y 3200–4950 → x 300–3900, y 3200–4800" in seen.text
    assert "这栋楼没有有效许可的招牌" in seen.text
    assert len(services.plans.revisions("jingwan-li")) == 1
    entered = boss.post("/plans/enter", data={"digest": kept(seen), "basis": "示规〔2026〕12号", "source": "next.json"})
    assert entered.status_code == 200
    assert "已入库" in entered.text
    assert services.plans.in_force("jingwan-li", services.today()).revision == "2026-9"
    listed = anyone.get("/plans/jingwan-li").text
    assert "示规〔2026〕12号" in listed
    assert "已被接替" in listed
    assert "负责人丙" not in listed  # who did it is for officers
    assert "负责人丙" in boss.get("/plans/jingwan-li").text
    old = anyone.get("/plans/jingwan-li", params={"revision": "2026-1"}).text
    assert "3600×1750" in old
    assert "3600×1600" in listed
    assert services.database.verify_history().ok


def test_the_design_page_takes_the_new_building_at_once(seated, anyone: TestClient, services: Services):
    boss = seated("supervisor")
    content = next_plan(services, id="new-house", building="新楼（虚构）", address="新路 1 号")
    seen = tried(boss, content)
    assert "一栋新登记的建筑" in seen.text
    boss.post("/plans/enter", data={"digest": kept(seen), "basis": "批复"})
    assert "新楼（虚构）" in anyone.get("/").text
    assert "新楼（虚构）" in anyone.get("/design", params={"plan": "new-house", "unit": "S1-10"}).text


def test_a_later_revision_waits_for_its_day(seated, services: Services, clock: Wall):
    boss = seated("supervisor")
    seen = tried(boss, next_plan(services, days=3))
    boss.post("/plans/enter", data={"digest": kept(seen), "basis": "批复"})
    assert services.plans.in_force("jingwan-li", services.today()).revision == "2026-1"
    assert "尚未施行" in boss.get("/plans/jingwan-li", params={"revision": "2026-9"}).text
    clock.at += timedelta(days=3)
    assert services.plans.in_force("jingwan-li", services.today()).revision == "2026-9"


def test_number_and_first_day_may_be_given_on_the_form(seated, services: Services):
    boss = seated("supervisor")
    past = next_plan(services, days=-30)
    refused = tried(boss, past)
    assert refused.status_code == 422
    assert "早于今天" in refused.text
    seen = tried(boss, past, valid_from=services.today().isoformat(), revision="2026-甲")
    assert seen.status_code == 200
    boss.post("/plans/enter", data={"digest": kept(seen), "basis": "批复"})
    assert services.plans.in_force("jingwan-li", services.today()).revision == "2026-甲"


def test_what_becomes_of_permitted_signs_is_told_before(seated, services: Services):
    case = issued(services, "S1-10")
    number = case.items[0].unit_id
    raw = json.loads(next_plan(services, days=1))
    face = raw["faces"][0]
    band = next(one for one in face["bands"] if number in one["units"])
    band["top"] = band["bottom"] + 400
    seen = tried(seated("supervisor"), json.dumps(raw, ensure_ascii=False).encode())
    assert seen.status_code == 200
    assert "将不合格" in seen.text
    assert "已发的许可不因规划改版而失效" in seen.text
    gone = next_plan(services, days=1).replace(f'"{number}"'.encode(), b'"S1-77"')
    boss = seated("supervisor")
    seen = tried(boss, gone)
    assert "取消铺位" in seen.text
    assert "有许可的铺位不见了" in seen.text
    assert case.permits[0].number in seen.text
    assert "/plans/enter" not in seen.text
    digest = re.search(r"/plans/tried/(sha256:[0-9a-f]+)", seen.text)[1]
    forced = boss.post("/plans/enter", data={"digest": digest, "basis": "批复"})
    assert forced.status_code == 422
    assert "那里有有效的许可" in forced.text
    assert len(services.plans.revisions("jingwan-li")) == 1


def test_a_faulty_plan_is_drawn_with_its_faults_and_cannot_be_entered(seated, services: Services):
    boss = seated("supervisor")
    raw = json.loads(next_plan(services))
    raw["faces"][0]["units"][0]["x1"] += 400
    answer = tried(boss, json.dumps(raw, ensure_ascii=False).encode())
    assert answer.status_code == 422
    assert "重叠 400 mm" in answer.text
    assert "/plans/enter" not in answer.text
    address = re.search(r'src="(/plans/tried/[^"]+)"', answer.text)[1]
    assert boss.get(address).status_code == 200
    digest = address.split("/")[3]
    forced = boss.post("/plans/enter", data={"digest": digest, "basis": "批复"})
    assert forced.status_code == 422
    assert len(services.plans.revisions("jingwan-li")) == 1


def test_a_drawing_with_its_mapping_becomes_a_plan(seated, services: Services):
    boss = seated("supervisor")
    mapping = PLANS / "jingwan-li-map.toml"
    content = (PLANS / "jingwan-li.dxf").read_bytes()
    bare = tried(boss, content, "jingwan-li.dxf")
    assert bare.status_code == 422
    assert "图层对照表" in bare.text
    today = services.today().isoformat()
    seen = tried(boss, content, "jingwan-li.dxf", mapping, valid_from=today, revision="2026-图")
    assert seen.status_code == 200, seen.text
    assert "取自图纸" in seen.text
    boss.post("/plans/enter", data={"digest": kept(seen), "basis": "批复"})
    plan_id = json.loads(json.dumps(re.search(r'id\s*=\s*"([^"]+)"', mapping.read_text("utf-8"))[1]))
    assert services.plans.in_force(plan_id, services.today()).revision == "2026-图"


def test_a_table_of_units_becomes_a_plan_or_goes_onto_one(seated, services: Services):
    boss = seated("supervisor")
    table = (PLANS / "chaoxi-li-units.csv").read_bytes()
    lacking = tried(boss, table, "chaoxi-li-units.csv", building="潮汐里")
    assert lacking.status_code == 422
    assert "地址" in lacking.text
    assert 'value="潮汐里"' in lacking.text  # what was typed comes back
    wrong = tried(boss, table, "t.csv", building="潮汐里", address="潮汐路", city="示例市", pavement="-0.3")
    assert "像是按米写的" in wrong.text
    seen = tried(
        boss, table, "chaoxi-li-units.csv", building="潮汐里", address="潮汐路", city="示例市", id="chaoxi-li",
        levels="0,4500,8100", none="columns",
    )  # fmt: skip
    assert seen.status_code == 200, seen.text
    assert "没有测绘的部分" in seen.text
    boss.post("/plans/enter", data={"digest": kept(seen), "basis": "物业提供"})
    plan = services.plans.in_force("chaoxi-li", services.today())
    again = tried(boss, table, "t.csv", building="别的楼", address="别的路", city="示例市", id="chaoxi-li")
    assert again.status_code == 422
    assert "已有建筑：潮汐里" in again.text
    onto = tried(boss, table, "chaoxi-li-units.csv", onto="chaoxi-li", valid_from=services.today().isoformat())
    assert onto.status_code == 422
    onto = tried(boss, table, "chaoxi-li-units.csv", onto="chaoxi-li")  # from tomorrow
    assert onto.status_code == 200, onto.text
    assert "除版本号和日期外没有不同" in onto.text
    assert plan.units


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.json", "是空的"),
        (b"{", "a.json", "错误"),
        (b"\xff\xfe\x00", "a.json", "错误"),
        (b"[" * 100_000, "a.json", "错误"),
        (b"0\nSECTION\n", "a.dxf", "图层对照表"),
        ("铺位,起点\n".encode(), "a.csv", "还不能继续"),
    ],
)
def test_what_is_no_plan_is_told_on_the_page(seated, content: bytes, name: str, said: str):
    answer = tried(seated("supervisor"), content, name)
    assert answer.status_code == 422
    assert said in answer.text
    assert "Traceback" not in answer.text


def test_a_plan_is_not_entered_without_a_ground_nor_from_anything_else_that_is_kept(seated, services: Services):
    boss = seated("supervisor")
    seen = tried(boss, next_plan(services))
    refused = boss.post("/plans/enter", data={"digest": kept(seen), "basis": "  "})
    assert refused.status_code == 422
    assert "入库要写明依据" in refused.text
    assert 'name="digest"' in refused.text  # and it can be written now
    other = services.office.blobs.put(b"%PDF-1.7 not a plan")
    for digest in (other, "sha256:" + "0" * 64, "../../etc/passwd", ""):
        answer = boss.post("/plans/enter", data={"digest": digest, "basis": "批复"})
        assert answer.status_code in (404, 422)
        assert boss.get(f"/plans/tried/{digest or 'x'}/jingwan-road.svg").status_code == 404
        assert boss.get(f"/plans/tried/{digest or 'x'}/plan.json").status_code in (404, 422)
    assert len(services.plans.revisions("jingwan-li")) == 1


def test_a_case_keeps_the_revision_that_it_was_judged_by(seated, services: Services, anyone: TestClient):
    case = issued(services, "S1-10")
    boss = seated("supervisor")
    seen = tried(boss, next_plan(services))
    boss.post("/plans/enter", data={"digest": kept(seen), "basis": "批复"})
    page = seated("clerk").get(f"/applications/{case.id}")
    assert page.status_code == 200
    assert services.database.verify_history().ok


def test_bands_are_laid_out_for_a_plan_without_any_before_it_counts(seated, services: Services):
    boss = seated("supervisor")
    raw = json.loads(next_plan(services, id="bare-house", building="无招牌位的楼", address="别的路"))
    raw["faces"][0] |= {"bands": [], "existing": []}
    seen = tried(boss, json.dumps(raw, ensure_ascii=False).encode())
    assert seen.status_code == 200
    assert seen.text.count("没有招牌位") >= 16
    laid = boss.post("/plans/bands", data={"digest": kept(seen), "source": "next.json"})
    assert laid.status_code == 200
    assert "划出的招牌位" in laid.text
    assert "1 层" in laid.text
    boss.post("/plans/enter", data={"digest": kept(laid), "basis": "新楼预先规划"})
    plan = services.plans.in_force("bare-house", services.today())
    assert sum(face.band_of(unit.id) is not None for face in plan.faces for unit in face.units) >= 10


def test_bands_are_not_laid_out_where_nobody_surveyed(seated):
    boss = seated("supervisor")
    table = (PLANS / "chaoxi-li-units.csv").read_bytes()
    seen = tried(boss, table, "t.csv", building="潮汐里", address="潮汐路", city="示例市", id="chaoxi-li")
    refused = boss.post("/plans/bands", data={"digest": kept(seen), "source": "t.csv"})
    assert refused.status_code == 422
    assert 'role="alert"' in refused.text
    assert "潮汐里" in refused.text


def test_a_preview_has_an_address_to_come_back_to_and_to_hand_on(seated, services: Services):
    designer, boss = seated("designer"), seated("supervisor")
    seen = tried(designer, next_plan(services))
    address = re.search(r'name="back" value="([^"]+)"', seen.text)[1].replace("&amp;", "&")
    assert address.startswith("/plans/tried/")
    shown = boss.get(address)
    assert shown.status_code == 200
    assert "y 3200–4950 → x 300–3900, y 3200–4800" in shown.text
    assert "/plans/enter" in shown.text
    assert seated("shop").get(address).status_code == 403
    english = designer.post("/preferences", data={"back": address, "lang": "en"})
    assert english.status_code == 200
    assert "Not in force yet" in english.text
    large = boss.get(f"/plans/tried/{kept(shown)}/jingwan-road.png")
    assert large.headers["content-type"] == "image/png"


def test_a_plan_of_another_building_under_a_known_id_is_pointed_out(seated, services: Services):
    seen = tried(seated("supervisor"), next_plan(services, building="别的楼", address="别的路 1 号"))
    assert seen.status_code == 200
    assert "像是另一栋楼" in seen.text


def test_only_permits_of_the_register_are_counted(seated, anyone: TestClient, services: Services):
    row = re.search(r"<tr><td[^>]*><a href=\"/plans/jingwan-li\">.*?</tr>", anyone.get("/plans").text, re.DOTALL)[0]
    assert row.rstrip().endswith('class="num">0</td></tr>')
    issued(services, "S1-10")
    row = re.search(r"<tr><td[^>]*><a href=\"/plans/jingwan-li\">.*?</tr>", anyone.get("/plans").text, re.DOTALL)[0]
    assert row.rstrip().endswith('class="num">1</td></tr>')
    seen = tried(seated("supervisor"), next_plan(services, days=1))
    assert "只在规划里有记载" in seen.text
    assert "石榴巷面馆" in seen.text
