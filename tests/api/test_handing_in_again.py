"""A returned case comes back put right or on the applicant's word; what the window finds out is asked of none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from api.case_papers import sample_papers
from tests.api.conftest import APPLICANT, DESIGN
from tests.api.test_cases import step, version_of
from tests.api.test_refused_steps import form_of, told_of

Apply = Callable[..., str]
LEASE = sample_papers()["M4"][1]


@pytest.fixture
def lacking(seated, apply: Apply) -> str:
    """A case that was returned since four papers are missing."""
    case = apply(seated("shop"), sample_papers="", incomplete="yes")
    assert step(seated("clerk"), case, "return", words="").status_code == 303
    return case


def again(client, case, **typed):
    return client.post(f"{case}/papers", data={"version": version_of(client, case), **typed}, follow_redirects=False)


def test_what_is_still_missing_is_told_and_nothing_is_handed_in(seated, lacking):
    shop = seated("shop")
    before = version_of(shop, lacking)
    answer = again(shop, lacking)
    assert answer.status_code == 422
    for code in ("M1", "M2", "M4", "M9"):
        assert code in told_of(answer.text)
    assert version_of(shop, lacking) == before
    assert (
        "Still missing: M1"
        in shop.post(f"{lacking}/papers", data={"version": before}, headers={"accept-language": "en"}).text
    )
    assert 'name="incomplete"' not in shop.get(lacking).text  # offered to whom it was told
    assert 'name="incomplete"' in answer.text
    assert again(shop, lacking, incomplete="yes").status_code == 303


def test_a_case_whose_design_was_returned_does_not_come_back_as_it_was(seated, apply: Apply):
    shop, clerk = seated("shop"), seated("clerk")
    case = apply(shop, height_mm="1700")
    assert step(clerk, case, "return", words="").status_code == 303
    answer = again(shop, case)
    assert answer.status_code == 422
    assert "修改设计后重新提交" in told_of(answer.text)


def test_what_the_applicant_is_not_sure_of_is_the_windows_to_find_out(seated, apply: Apply):
    shop, clerk = seated("shop"), seated("clerk")
    case = apply(shop, affects_third_party="unsure", needs_survey="unsure", sample_papers="", incomplete="yes")
    assert "申请人不清楚，由窗口核实" in clerk.get(case).text
    assert step(clerk, case, "return", words="").status_code == 303
    assert "不清楚" not in told_of_notice(shop.get(case).text)
    assert again(shop, case, sample_papers="yes").status_code == 303
    only_open = clerk.get(case).text
    assert "先一次性告知" not in form_of(only_open, "accept")  # nothing is the applicant's any more
    assert step(clerk, case, "return", words="").status_code == 409
    assert step(clerk, case, "accept", affects_third_party="no", needs_survey="no").status_code == 303


def told_of_notice(page: str) -> str:
    return page.partition("需要补正（一次性告知）")[2].partition("</ol>")[0]


def test_a_case_with_open_faults_is_accepted_by_a_quiet_button_that_warns(seated, apply: Apply):
    shop, clerk = seated("shop"), seated("clerk")
    sound, faulty = apply(shop), apply(shop, unit="S1-08", leased_units="S1-08", height_mm="1700")
    assert '<button class="do">受理' in form_of(clerk.get(sound).text, "accept")
    form = form_of(clerk.get(faulty).text, "accept")
    assert '<button class="do quiet">受理' in form
    assert "受理以后不能再要求补正" in form


@pytest.mark.parametrize(("question", "paper"), [("needs_survey", "M5"), ("affects_third_party", "M10")])
def test_a_paper_that_an_answer_asks_for_is_told_before_it_is_handed_in(seated, question, paper):
    asked = {**DESIGN, **APPLICANT, "sample_papers": ""}
    told = told_of(seated("shop").post("/apply", data=asked).text)
    assert f'href="#paper_{paper}"' not in told
    answer = seated("shop").post("/apply", data={**asked, question: "yes"})
    assert answer.status_code == 422
    assert f'href="#paper_{paper}"' in told_of(answer.text)


def test_a_lease_for_one_place_is_not_taken_for_the_next_ones_unasked(seated, apply: Apply):
    shop = seated("shop")
    papers = {f"paper_{code}": (f"{code}.pdf", LEASE, "application/pdf") for code in ("M1", "M2", "M4", "M9")}
    first = {**DESIGN, **APPLICANT, "sample_papers": "", "more": "yes"}
    kept = shop.post("/apply", data=first, files=papers, follow_redirects=False)
    assert kept.status_code == 303, kept.text
    case = kept.headers["location"].partition("case=")[2].partition("&")[0]
    second = {**first, "case": case, "unit": "S1-08", "leased_units": "S1-08", "more": ""}
    asked = shop.post("/apply", data=second)
    assert asked.status_code == 422
    told = told_of(asked.text)
    assert "S1-10" in told
    assert 'href="#paper_M4"' in told
    assert "M1 " not in told  # the form is the firm's, whatever the places
    assert 'name="covers_M4"' in asked.text
    both = {"paper_M4": ("both.pdf", LEASE, "application/pdf")}
    kept = shop.post("/apply", data={**second, "more": "yes"}, files=both, follow_redirects=False)
    assert kept.status_code == 303
    third = {**second, "unit": "S1-07", "leased_units": "S1-07"}
    assert shop.post("/apply", data=third).status_code == 422
    assert shop.post("/apply", data={**third, "covers_M4": "yes"}, follow_redirects=False).status_code == 303
