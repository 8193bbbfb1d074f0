"""A step that is refused gives back everything that was typed; one that worked says what was done."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import quote

import pytest

from signage.applications import use_cases
from signage.applications.letters import LetterKind
from signage.bootstrap import Services
from signage.register import inspecting
from tests.api.conftest import Wall
from tests.api.item_cases import granted_item
from tests.api.plain_cases import issued, returned, submitted
from tests.api.test_cases import step, version_of
from tests.api.test_sequels import ASKED

LONG = "租赁合同只到本月底，\n且二层住户尚未同意。"


def form_of(page: str, key: str) -> str:
    """The form of a step, as it stands on the page."""
    found = re.search(rf'<form[^>]*id="step-{key}">.*?</form>', page, re.DOTALL)
    assert found is not None, f"no form of {key}"
    return found[0]


def told_of(page: str) -> str:
    found = re.search(
        r'<div class="notice bad" role="alert" tabindex="-1" autofocus id="problem">.*?</div>', page, re.DOTALL
    )
    assert found is not None, "no summary with the focus"
    return found[0]


def under_review(services: Services) -> str:
    case = submitted(services)
    with services.office.reading() as unit:
        clerk = unit.accounts.by_login("clerk")[0].actor
    use_cases.accept(services.office, case.id, clerk, services.now())
    return f"/applications/{use_cases.start_review(services.office, case.id, clerk, services.now()).id}"


SURVEYED = {"began": "2026-11-24T08:05", "ended": "2026-11-24T08:50"}


@pytest.mark.parametrize(
    ("login", "action", "typed", "field"),
    [
        ("clerk", "survey", {"surveyor_1": "clerk", "words": LONG, "witness": "经办人甲", **SURVEYED}, "surveyor_2"),
        ("clerk", "recommend", {"words": "  "}, "words"),
        ("clerk", "suspend", {"kind": "testing", "days": "0", "words": LONG}, "days"),
        ("supervisor", "extend", {"days": "11", "words": LONG}, "days"),
        ("clerk", "suspend", {"kind": "dance", "days": "3", "words": LONG}, "kind"),
    ],
)
def test_a_refused_step_opens_its_own_form_with_every_word_and_the_error_beside_the_field(
    seated, services: Services, login, action, typed, field
):
    case, officer = under_review(services), seated(login)
    answer = step(officer, case, action, **{"words": "", **typed})
    assert answer.status_code in (409, 422)
    form = form_of(answer.text, action)
    for words in typed.values():
        assert words.strip() in form
    assert re.search(rf'id="{field}-{action}"[^>]*aria-invalid="true" aria-describedby="{field}-{action}-wrong"', form)
    assert f'id="{field}-{action}-wrong"' in form
    assert f'href="#{field}-{action}"' in told_of(answer.text)
    if action != "recommend":  # it stands aside, and is opened
        assert '<details class="aside" open>' in answer.text


def test_the_second_button_of_a_form_gives_its_words_back_too(seated, services: Services):
    case, clerk = under_review(services), seated("clerk")
    late = clerk.post(f"{case}/actions/recommend_refusal", data={"version": "1", "words": LONG})
    assert late.status_code == 409
    assert LONG in form_of(late.text, "recommend")


def test_who_comes_second_sees_what_changed_and_keeps_the_words(seated, services: Services):
    case, clerk = f"/applications/{submitted(services).id}", seated("clerk")
    seen = version_of(clerk, case)
    assert step(seated("second"), case, "accept", words="").status_code == 303
    late = clerk.post(f"{case}/actions/return", data={"version": seen, "words": LONG})
    assert late.status_code == 409
    told = told_of(late.text)
    assert "受理" in told  # what was done since
    assert "您打开本页以后" in told
    assert LONG in told  # an accepted case cannot be returned: the words stand to be copied
    assert "请刷新" not in told
    case = under_review_of(services, case)
    seen = version_of(clerk, case)
    assert step(seated("second"), case, "suspend", kind="testing", days="3", words="检测").status_code == 303
    assert step(seated("second"), case, "resume", words="").status_code == 303
    late = clerk.post(f"{case}/actions/recommend", data={"version": seen, "words": LONG})
    assert late.status_code == 409
    assert LONG in form_of(late.text, "recommend")
    assert "中止计时" in told_of(late.text)
    english = clerk.post(
        f"{case}/actions/recommend", data={"version": seen, "words": LONG}, headers={"accept-language": "en"}
    ).text
    assert "Since you opened this page" in english
    now = re.search(r'name="version" value="(\d+)"', form_of(late.text, "recommend"))[1]
    again = clerk.post(f"{case}/actions/recommend", data={"version": now, "words": LONG}, follow_redirects=False)
    assert again.status_code == 303


def under_review_of(services: Services, case: str) -> str:
    with services.office.reading() as unit:
        clerk = unit.accounts.by_login("clerk")[0].actor
    use_cases.start_review(services.office, case.rpartition("/")[2], clerk, services.now())
    return case


def test_papers_that_are_handed_in_again_too_late_come_back_opened(seated, services: Services):
    case, shop = f"/applications/{returned(services).id}", seated("shop")
    paper = {"paper_M9": ("承诺.pdf", b"MZ not a pdf", "application/pdf")}
    wrong = shop.post(f"{case}/papers", data={"version": version_of(shop, case), "sample_papers": "yes"}, files=paper)
    assert wrong.status_code == 422
    assert "承诺.pdf" in told_of(wrong.text)
    assert "<details open><summary>补材料、重新提交" in wrong.text
    assert 'name="sample_papers" value="yes" checked' in wrong.text


def test_a_step_that_worked_says_what_was_done_what_was_made_and_what_comes_next(seated, services: Services):
    case, clerk = f"/applications/{submitted(services).id}", seated("clerk")
    done = step(clerk, case, "accept", words="")
    assert done.status_code == 303
    page = clerk.get(done.headers["location"]).text
    status = re.search(r'<div class="notice good" role="status" id="done">.*?</div>', page, re.DOTALL)[0]
    with services.office.reading() as unit:
        letter = next(d for d in unit.documents.of(case.rpartition("/")[2]) if d.kind is LetterKind.ACCEPTANCE)
    for words in (
        "已办理：受理",
        letter.number,
        f"documents/{letter.id}.pdf",
        "下一步：开始审查",
        letter.verification_code,
    ):
        assert words in status
    english = clerk.get(done.headers["location"], headers={"accept-language": "en"}).text
    for words in ("Done: Accepted", "Next: Take up"):
        assert words in english
    assert 'id="done"' not in clerk.get(case).text


def test_an_address_cannot_say_that_something_was_done_which_was_not(seated, services: Services, clock: Wall):
    case, clerk, second = f"/applications/{submitted(services).id}", seated("clerk"), seated("second")
    where = step(clerk, case, "accept", words="").headers["location"]
    assert 'id="done"' in clerk.get(where).text
    assert 'id="done"' not in second.get(where).text  # somebody else's step
    for forged in ("approve", "issue", "99", "<b>通过</b>", "9" * 40):
        page = clerk.get(f"{case}?done={quote(forged)}").text
        assert 'id="done"' not in page
        assert "<b>通过" not in page
    clock.at += timedelta(minutes=16)
    assert 'id="done"' not in clerk.get(where).text  # not news any more
    where = step(clerk, case, "start_review", words="").headers["location"]
    assert step(second, case, "suspend", kind="testing", days="3", words="检测").status_code == 303
    assert 'id="done"' not in clerk.get(where).text  # the case has moved on


def test_a_letters_form_alone_keeps_what_was_typed_into_it(seated, services: Services):
    case_id = under_review(services).rpartition("/")[2]
    path, clerk = f"/applications/{case_id}/letters/new", seated("clerk")
    sent = {
        "kind": "hearing_notice",
        "about": "大型招牌的设置",
        "day": (services.today() + timedelta(days=2)).isoformat(),
        "time": "09:30",
        "place": "示例厅",
        "chair": "主持人己",
        "recorder": "记录人庚",
    }
    soon = clerk.post(path, data=sent)
    assert soon.status_code == 409
    assert 'href="#n-day"' in told_of(soon.text)
    assert re.search(r'id="n-day"[^>]*aria-invalid="true"', soon.text)
    assert soon.text.count("大型招牌的设置") == 1  # the other forms have a field of that name, and stay empty
    for name in ("time", "place", "chair", "recorder"):
        assert f'value="{sent[name]}"' in soon.text
    kept = clerk.post(path, data={**sent, "day": (services.today() + timedelta(days=20)).isoformat()})
    assert 'role="status"' in kept.text
    assert "听证通知" in re.search(r'id="done">.*?</div>', kept.text, re.DOTALL)[0]


def test_an_order_to_rectify_stays_open_with_its_words_when_it_is_refused(seated, services: Services):
    case = issued(services)
    number, clerk = case.permits[0].number, seated("clerk")
    path = f"/inspect/{quote(number)}"
    found = clerk.post(path, data={"width": "6420", "height": "1200", "content": "different"})
    assert 'role="status"' in found.text
    assert "下一步：制发《责令限期改正通知书》" in found.text
    (asked,) = inspecting.rectifications(services.office)
    url = f"{path}/rectifications/{asked.id}"
    sent = {"act": "order", "version": "1", "inspectors": "执法员甲", "days": "7", "words": LONG}
    alone = clerk.post(url, data=sent)
    assert alone.status_code == 422
    assert f'href="#i-{asked.id}"' in told_of(alone.text)
    form = re.search(r"<details open>.*?</details>", alone.text, re.DOTALL)[0]
    for words in ("执法员甲", 'value="7"', LONG, "不足 2 名"):
        assert words in form
    assert alone.text.count(LONG) == 1  # the answer's form has a field of that name
    done = clerk.post(url, data={**sent, "inspectors": "执法员甲\n执法员乙"})
    assert "下一步：当事人改正后复查" in done.text
    late = clerk.post(url, data={**sent, "inspectors": "执法员甲\n执法员乙"})
    assert late.status_code == 409
    assert LONG in told_of(late.text)  # the form is gone


def test_an_answer_that_comes_second_keeps_its_words(seated, services: Services):
    case = issued(services)
    path, clerk = f"/inspect/{quote(case.permits[0].number)}", seated("clerk")
    clerk.post(path, data={"width": "6420"})
    (asked,) = inspecting.rectifications(services.office)
    url = f"{path}/rectifications/{asked.id}"
    assert "整改答复" in clerk.post(url, data={"act": "answer", "version": "1", "words": "当事人已拆除一段"}).text
    late = clerk.post(url, data={"act": "answer", "version": "1", "words": LONG})
    assert late.status_code == 409
    assert re.search(rf'<textarea id="a-{asked.id}"[^>]*>\s*{LONG}</textarea>', late.text)
    assert "请重新载入" not in told_of(late.text)


def test_a_refused_inspection_names_the_photos_to_choose_again(seated, services: Services):
    case = issued(services)
    path, clerk = f"/inspect/{quote(case.permits[0].number)}", seated("clerk")
    answer = clerk.post(
        path,
        data={"width": "6000", "note": LONG, "date": "2030-01-01"},
        files={"photos": ("门头.png", b"\x89PNG", "image/png")},
    )
    assert answer.status_code == 422
    assert 'href="#date"' in told_of(answer.text)
    assert "门头.png" in told_of(answer.text)
    assert LONG in answer.text


def test_a_sequel_tells_the_field_and_then_what_was_done(seated, services: Services):
    number, _ = granted_item(services)
    shop, path = seated("shop"), f"/permits/{quote(number)}/renewal"
    late = shop.post(path, data={**ASKED, "until": "2027-02-28"})
    assert 'href="#until"' in told_of(late.text)
    assert re.search(r'id="until"[^>]*value="2027-02-28"[^>]*aria-invalid="true"', late.text)
    done = shop.post(path, data={**ASKED, "until": "2027-05-31"}).text
    status = re.search(r'id="done">.*?</div>', done, re.DOTALL)[0]
    assert "提交" in status
    assert "窗口人员" in status  # whose turn it is


def test_a_cases_file_lists_the_decision_among_its_letters_by_date(seated, services: Services):
    number, case_id = granted_item(services)
    shop = seated("shop")
    page = shop.get(f"/applications/{case_id}").text
    listed = re.search(r'<ol class="file">.*?</ol>', page, re.DOTALL)[0]
    with services.office.reading() as unit:
        case, letters = unit.applications.get(case_id), unit.documents.of(case_id)
        permit = unit.permits.by_number(number)
    assert case.decision_number in listed
    assert f"/applications/{case_id}/notice.pdf" in listed
    assert f"/verify?code={permit.verification_code}" in listed
    days = re.findall(r'datetime="([^"]+)"', listed)
    assert days == sorted(days)
    assert len(days) == 1 + sum(one.kind is not LetterKind.REVIEW for one in letters)
    assert permit.number in shop.get(f"/verify?code={permit.verification_code}").text
    assert "审批表" in seated("clerk").get(f"/applications/{case_id}").text.partition('<ol class="file">')[2]
