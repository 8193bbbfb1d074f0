"""A case of several shops: kept without papers, asked for all of them when it is handed in, none of them replaced."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from api.case_papers import sample_digests, sample_papers
from signage.applications import use_cases
from signage.bootstrap import Services
from signage.materials import versions_of
from tests.api.conftest import APPLICANT, DESIGN
from tests.api.test_cases import step, version_of
from tests.api.test_correcting_signs import first_of_two
from tests.api.test_refused_steps import told_of

Apply = Callable[..., str]
LARGE = {"unit": "S1-02", "leased_units": "S1-02", "width_mm": "6000"}
SMALL = {"unit": "S1-10", "leased_units": "S1-10", "width_mm": "3100"}
UNASKED = {"sample_papers": ""}


def listed(page: str) -> set[str]:
    return set(re.findall(r'id="paper_(M\d+)"', page))


@pytest.mark.parametrize(("first", "second"), [(LARGE, SMALL), (SMALL, LARGE)], ids=["large first", "small first"])
def test_the_papers_of_the_whole_case_are_asked_for_in_either_order(seated, first, second):
    shop = seated("shop")
    case = first_of_two(shop, **first, **UNASKED)
    last = {**DESIGN, **APPLICANT, "case": case, **second, **UNASKED}
    page = shop.get("/apply", params={**DESIGN, **second, "case": case}).text
    assert {"M1", "M2", "M3", "M4", "M8"} <= listed(page)
    refused = shop.post("/apply", data=last)
    assert refused.status_code == 422
    for code in ("M1", "M2", "M3", "M4"):  # M8 may follow
        assert f'href="#paper_{code}"' in told_of(refused.text)
    assert shop.post("/apply", data={**last, "incomplete": "yes"}, follow_redirects=False).status_code == 303


def test_keeping_a_shop_asks_for_no_papers_and_handing_in_does(seated, services: Services):
    shop = seated("shop")
    case = first_of_two(shop, **UNASKED)
    page = shop.get(f"/applications/{case}").text
    assert "<summary>补材料、提交" in page
    version = {"version": version_of(shop, f"/applications/{case}")}
    for way in ("papers", "actions/submit"):
        refused = shop.post(f"/applications/{case}/{way}", data=version)
        assert refused.status_code == 422
        assert "还没有交齐：M1" in refused.text
    assert use_cases.case(services.office, case).state.value == "draft"
    done = shop.post(f"/applications/{case}/papers", data={**version, "sample_papers": "yes"}, follow_redirects=False)
    assert done.status_code == 303
    assert use_cases.case(services.office, case).state.value == "submitted"


def digests(services: Services, case: str) -> dict[str, str]:
    return {paper.kind: paper.digest for paper in use_cases.case(services.office, case).materials}


def test_samples_replace_no_paper_that_was_uploaded(seated, services: Services):
    shop = seated("shop")
    mine = {"paper_M1": ("form0.pdf", sample_papers()["M4"][1], "application/pdf")}
    first = {**DESIGN, **APPLICANT, "more": "yes"}
    kept = shop.post("/apply", data=first, files=mine, follow_redirects=False)
    case = kept.headers["location"].partition("case=")[2].partition("&")[0]
    own = digests(services, case)["M1"]
    second = {**DESIGN, **APPLICANT, "case": case, "unit": "S1-07", "leased_units": "S1-07"}
    assert shop.post("/apply", data=second, follow_redirects=False).status_code == 303
    assert digests(services, case)["M1"] == own
    assert digests(services, case)["M2"] in sample_digests()


def test_samples_replace_no_paper_on_correction(seated, services: Services, apply: Apply):
    shop = seated("shop")
    mine = {"paper_M1": ("form0.pdf", sample_papers()["M4"][1], "application/pdf")}
    faulty = {**DESIGN, **APPLICANT, "height_mm": "1700"}
    sent = shop.post("/apply", data=faulty, files=mine, follow_redirects=False)
    case = sent.headers["location"].partition("?")[0]
    own = digests(services, case.rpartition("/")[2])["M1"]
    assert step(seated("clerk"), case, "return", words="").status_code == 303
    again = {**DESIGN, **APPLICANT, "case": case.rpartition("/")[2]}
    assert shop.post("/apply", data=again, follow_redirects=False).status_code == 303
    assert digests(services, case.rpartition("/")[2])["M1"] == own


def test_samples_stand_in_history_like_papers_that_were_uploaded(seated, services: Services, apply: Apply):
    case = apply(seated("shop")).rpartition("/")[2]
    kinds = {version.kind for version in versions_of(services.database.unit_of_work, case)}
    assert kinds == set(digests(services, case))
    notes = [event.note for event in use_cases.events_of(services.office, case)]
    assert any("M4-" in note for note in notes)
