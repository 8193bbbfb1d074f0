"""What an officer wrote into a notice stays open until the applicant answers it and an officer finds it put right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from signage.applications import use_cases
from signage.bootstrap import Services
from signage.rounds import make_rounds
from tests.api.conftest import APPLICANT, DESIGN, Wall
from tests.api.test_cases import step, version_of
from tests.api.test_refused_steps import form_of, told_of

Apply = Callable[..., str]
LINE = "请补充店面照片"
ANSWER = "照片已附在 M5"


@pytest.fixture
def returned(seated, apply: Apply) -> str:
    """A sound case that was returned for one line of the clerk's own."""
    case = apply(seated("shop"))
    assert step(seated("clerk"), case, "return", words=LINE).status_code == 303
    return case


def again(client, case: str, **typed: str):
    return client.post(f"{case}/papers", data={"version": version_of(client, case), **typed}, follow_redirects=False)


def test_a_line_asks_for_its_answer_before_the_case_is_handed_in_again(seated, returned):
    shop = seated("shop")
    page = shop.get(returned).text
    assert f"怎样补正的：{LINE}" in page
    assert "补正期限：" in page
    assert "（含当日）" in page
    refused = again(shop, returned, sample_papers="yes")
    assert refused.status_code == 422
    assert LINE in told_of(refused.text)
    assert 'name="incomplete"' in refused.text
    assert again(shop, returned, answer_0=ANSWER).status_code == 303
    assert "已说明，待核实" in shop.get(returned).text


def test_an_open_line_stands_in_the_way_until_an_officer_ticks_it(seated, services: Services, returned):
    shop, clerk = seated("shop"), seated("clerk")
    assert again(shop, returned, answer_0=ANSWER).status_code == 303
    page = clerk.get(returned).text
    assert "暂不能当场办结" in page
    assert f"告知的要求尚未核实：“{LINE}”（已说明，待核实）" in page
    assert f"已处理：{LINE}（申请人说明：{ANSWER}）" in form_of(page, "accept")
    refused = step(clerk, returned, "accept")
    assert refused.status_code == 409
    assert LINE in told_of(refused.text)
    assert step(clerk, returned, "accept", settled_0="yes").status_code == 303
    page = clerk.get(returned).text
    assert "可以当场办结" in page
    history = [event.note for event in use_cases.events_of(services.office, returned.rpartition("/")[2])]
    assert any(f"{LINE} → {ANSWER}" in note for note in history)
    assert any(f"已核实处理的告知要求：{LINE}" in note for note in history)
    assert "已处理" in shop.get(returned).text


def test_a_line_left_open_is_told_again_and_one_that_is_ticked_is_not(seated, services: Services, returned):
    shop, clerk = seated("shop"), seated("clerk")
    assert again(shop, returned, incomplete="yes").status_code == 303
    assert "受理以后不能再要求补正" in form_of(clerk.get(returned).text, "accept")
    assert step(clerk, returned, "return", words="门牌号请核对", late_reason="补正后才看到").status_code == 303
    case = use_cases.case(services.office, returned.rpartition("/")[2])
    assert [one.text for one in case.notices[-1].defects] == [LINE, "门牌号请核对"]
    assert again(shop, returned, answer_0=ANSWER, answer_1="已核对").status_code == 303
    done = step(clerk, returned, "return", words="", settled_0="yes")
    assert done.status_code == 303
    case = use_cases.case(services.office, case.id)
    assert [one.text for one in case.notices[-1].defects] == ["门牌号请核对"]
    assert [(one.text, one.is_open, one.answer) for one in case.lines] == [
        (LINE, False, ANSWER),
        ("门牌号请核对", True, ""),
    ]


def test_the_correction_of_the_design_asks_for_the_answer_and_repeats_the_notice(seated, services: Services, returned):
    shop = seated("shop")
    design = {**DESIGN, "case": returned.rpartition("/")[2]}
    page = shop.get("/apply", params=design).text
    assert "需要补正（一次性告知）" in page
    assert LINE in page
    refused = shop.post("/apply", data={**design, **APPLICANT, "height_mm": "1100"})
    assert refused.status_code == 422
    assert 'href="#answer_0"' in told_of(refused.text)
    sent = {**design, **APPLICANT, "height_mm": "1100", "answer_0": ANSWER}
    assert shop.post("/apply", data=sent, follow_redirects=False).status_code == 303
    assert use_cases.case(services.office, design["case"]).lines[0].answer == ANSWER


@pytest.mark.parametrize("ticked_at", ["start_review", "recommend"])
def test_a_line_that_silence_left_open_is_ticked_when_the_case_is_taken_up_or_judged(
    seated, services: Services, clock: Wall, returned, ticked_at
):
    assert again(seated("shop"), returned, answer_0=ANSWER).status_code == 303
    clock.at += timedelta(days=14)
    make_rounds(services.office, clock())
    case_id = returned.rpartition("/")[2]
    assert use_cases.case(services.office, case_id).state.value == "accepted"
    clerk = seated("clerk")
    for action in ("start_review", "recommend"):
        page = clerk.get(returned).text
        is_open = action == "start_review" or ticked_at == "recommend"
        assert ("已处理：" in form_of(page, action)) == is_open
        tick = {"settled_0": "yes"} if action == ticked_at else {}
        assert step(clerk, returned, action, **tick).status_code == 303
    (line,) = use_cases.case(services.office, case_id).lines
    assert not line.is_open
    assert line.settled_by.name.startswith("窗口甲")
    last = {event.action: event.note for event in use_cases.events_of(services.office, case_id)}
    assert f"已核实处理的告知要求：{LINE}" in last[ticked_at]
    assert "found put right: " + LINE in clerk.get(returned, headers={"accept-language": "en"}).text
    assert services.database.verify_history().ok
