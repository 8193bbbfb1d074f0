"""An advertisement is permitted or filed by the width and height that its form states; nobody chooses the procedure."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from signage import items
from signage.applications.figures import figures_of
from signage.applications.item_track import track_stated
from signage.applications.vocabulary import Track
from signage.bootstrap import Services
from signage.errors import InputError
from signage.items import parse_item
from tests.api.test_apply_item import FORM, apply, case_of, words_of
from tests.api.test_cases import step

CODE = "outdoor-ad"
CATALOGUE_FILE = Path(items.__file__).parent / "catalogue" / "outdoor-ad.toml"
PLACE = "示例市示例区滨湖路66号 东墙"


def sized(services: Services, width: str, height: str) -> dict[str, str]:
    labels = [field.label for field in figures_of(services.catalogue.item(CODE))]
    return {f"figure_{CODE}_{labels.index(name)}": value for name, value in (("宽度", width), ("高度", height))}


def granted(signed_in, services: Services, width: str, height: str) -> str:
    shop, clerk, second = signed_in("shop"), signed_in("clerk"), signed_in("second")
    case = apply(shop, CODE, place=PLACE, **sized(services, width, height))
    for who, action in (
        (clerk, "accept"),
        (clerk, "start_review"),
        (clerk, "recommend"),
        (second, "approve"),
        (clerk, "issue"),
    ):
        assert step(who, case, action).status_code == 303
    return case


@pytest.mark.parametrize(
    ("width", "height", "track"),
    [
        ("3999", "2500", "filing"),
        ("3999.9", "2500", "filing"),
        ("4000", "1000", "permit"),  # “any side ≥ 4 m” takes its own bound in
        ("1000", "4000", "permit"),
        ("3999", "2501", "permit"),  # 10.001 m²
        ("3200", "3125", "permit"),  # exactly 10 m²
        ("600", "500", "filing"),  # a mark of guidance: an advertisement knows no guidance, so the next stricter
        ("", "500", "permit"),
    ],
)
def test_the_citys_bounds_decide_at_the_limit_too(services: Services, width, height, track):
    figures = [("宽度", width), ("高度", height), ("总面积", "48")]
    assert track_stated(services.catalogue.item(CODE), services.office.policy, figures).value == track


def test_an_item_whose_size_decides_nothing_is_a_permit(services: Services):
    assert track_stated(services.catalogue.item("night-work"), services.office.policy, [("宽度", "1")]) is Track.PERMIT


def test_a_small_advertisement_is_filed_from_form_to_register(signed_in, anyone, services: Services):
    case = granted(signed_in, services, "2400", "1200")
    kept = case_of(services, case)
    assert kept.track is kept.matters[0].track is Track.FILING
    assert not any("国务院" in line for line in kept.matters[0].basis)
    permit = kept.permits[0]
    assert "事备〔" in permit.number
    assert "备通〔" in kept.decision_number
    shop = signed_in("shop")
    words = words_of(shop.get(f"{case}/notice.pdf").content)
    assert "备案通知书" in words
    for wrong in ("行政许可", "准予", "被许可人"):
        assert wrong not in words
    for named in (PLACE, permit.number, "宽度", "2400"):
        assert named in words
    page = anyone.get(f"/register/{permit.number}").text
    assert "<dd>备案</dd>" in page
    shown = page.partition("<main")[2].partition("</main")[0]
    assert "许可" not in shown.replace("许可备案公开", "")
    assert permit.number in anyone.get("/register?track=filing").text
    assert permit.number not in anyone.get("/register?track=permit").text


def test_papers_that_only_a_permit_asks_for_are_marked_and_not_missed_by_a_filing(signed_in, services: Services):
    shop = signed_in("shop")
    form = shop.get(f"/apply/item/{CODE}").text
    assert "大型的（须许可）才要" in form
    assert "任一边长 ≥ 4 m 或面积 ≥ 10 m² 的，须经许可" in form
    assert "店招" not in form.partition("按宽度、高度判定")[2].partition("</p>")[0]  # an advertisement is none
    small = {"sample_papers": "", **sized(services, "2400", "1200")}
    told = shop.post(f"/apply/item/{CODE}", data={**FORM, **small}).text.partition("problem")[2].partition("</div>")[0]
    assert "标注尺寸的立面图" in told
    assert "经办人身份证明" not in told
    large = {**small, **sized(services, "12000", "4000")}
    told = shop.post(f"/apply/item/{CODE}", data={**FORM, **large}).text.partition("problem")[2].partition("</div>")[0]
    assert "经办人身份证明" in told


def test_a_filing_is_not_changed_into_a_permit(signed_in, services: Services):
    case = granted(signed_in, services, "2400", "1200")
    number = case_of(services, case).permits[0].number
    shop = signed_in("shop")
    page = shop.get(f"/permits/{number}/change").text
    assert "结构图" not in page  # asked for of a permit only
    labels = [field.label for field in figures_of(services.catalogue.item(CODE))]
    data = {**FORM, "place": PLACE, f"figure_{labels.index('宽度')}": "9000"}
    told = shop.post(f"/permits/{number}/change", data=data)
    assert told.status_code == 422
    assert "须经许可，不能由备案变更而来" in told.text
    data[f"figure_{labels.index('宽度')}"] = "3000"
    done = shop.post(f"/permits/{number}/change", data=data, follow_redirects=False)
    assert done.status_code == 303, done.text
    assert case_of(services, done.headers["location"].partition("?")[0]).track is Track.FILING


def test_a_filing_has_no_statutory_time_of_the_licensing_law(signed_in, services: Services):
    shop = signed_in("shop")
    case = apply(shop, CODE, place=PLACE, **sized(services, "2400", "1200"))
    clerk = signed_in("clerk")
    assert step(clerk, case, "accept").status_code == 303
    limits = case_of(services, case).deadlines
    assert limits
    assert not any("行政许可法" in limit.basis for limit in limits)
    assert max(limit.due for limit in limits) - services.today() < timedelta(days=60)


def test_a_figure_that_cannot_exceed_another_is_told_at_its_field(signed_in, services: Services):
    shop = signed_in("shop")
    labels = [field.label for field in figures_of(services.catalogue.item("construction-waste"))]
    total, daily = (f"figure_construction-waste_{labels.index(name)}" for name in ("处置总量", "日最大处置量"))
    data = {**FORM, total: "500", daily: "900"}
    told = shop.post("/apply/item/construction-waste", data=data)
    assert told.status_code == 422
    assert f'<a href="#{daily}">“日最大处置量”（900）大于“处置总量”（500）' in told.text
    assert apply(shop, "construction-waste", **{total: "500", daily: "500"})


@pytest.mark.parametrize(("last", "is_taken"), [("2031-11-30", True), ("2031-12-01", False)])
def test_no_term_is_longer_than_the_procedure_lets_it_be(signed_in, last, is_taken):
    data = {**FORM, "term_start": "2026-12-01", "term_end": last}
    answer = signed_in("shop").post("/apply/item/green-occupation", data=data, follow_redirects=False)
    assert answer.status_code == (303 if is_taken else 422)
    assert is_taken or "期限超过 5 年" in answer.text


def test_a_renewal_adds_no_more_than_the_longest_term(signed_in, services: Services):
    case = apply(signed_in("shop"))
    clerk, second = signed_in("clerk"), signed_in("second")
    for who, action in (
        (clerk, "accept"),
        (clerk, "start_review"),
        (clerk, "recommend"),
        (second, "approve"),
        (clerk, "issue"),
    ):
        assert step(who, case, action).status_code == 303
    number = case_of(services, case).permits[0].number
    told = signed_in("shop").post(f"/permits/{number}/renewal", data={**FORM, "until": "2035-01-01"})
    assert told.status_code == 422
    assert "期限超过 5 年" in told.text


def test_a_form_field_is_bounded_by_another_number_of_its_form_only(services: Services):
    text = CATALOGUE_FILE.read_text("utf-8")
    with pytest.raises(InputError, match="结构形式及材质"):
        parse_item(text.replace('not_above = "顶端离地高度"', 'not_above = "结构形式及材质"'), file="outdoor-ad.toml")
