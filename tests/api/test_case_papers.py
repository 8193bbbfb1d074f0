"""A case is offered its own papers only, and its ZIP file holds its letters."""

from __future__ import annotations

import io
import zipfile

from api.case_papers import papers_concerning, sample_papers
from signage.applications.letters import LetterKind
from signage.bootstrap import Services

from .plain_cases import returned, submitted
from .test_cases import step


def test_there_is_a_sample_for_a_transfer_and_for_an_event():
    assert {"M13", "M14"} <= sample_papers().keys()
    assert all(content.startswith(b"%PDF-") for _, content in sample_papers().values())


def test_a_plain_new_sign_is_offered_no_paper_of_a_transfer_or_an_event(signed_in, services: Services):
    case = returned(services)
    codes = {paper.code for paper in papers_concerning(services, case)}
    assert "M2" in codes
    assert not codes & {"M13", "M14"}
    shop = signed_in("shop")
    for page in (shop.get(f"/applications/{case.id}").text, shop.get(f"/applications/{case.id}/materials").text):
        assert 'name="paper_M2"' in page
        assert "paper_M13" not in page
        assert "paper_M14" not in page


def test_drafts_are_not_counted_as_returned_and_an_officer_has_no_tab_for_them(signed_in, services: Services):
    submitted(services)
    assert "草稿（待您提交）（0）" in signed_in("shop").get("/applications").text
    assert "草稿（" not in signed_in("clerk").get("/applications").text


def test_the_zip_file_holds_the_letters_and_the_review_form_only_for_officers(signed_in, services: Services, apply):
    address = apply(signed_in("shop"))
    case, clerk = address.rpartition("/")[2], signed_in("clerk")
    for action in ("accept", "start_review", "recommend"):
        assert step(clerk, address, action).status_code == 303
    assert step(signed_in("second"), address, "approve").status_code == 303

    def names(login: str) -> list[str]:
        content = signed_in(login).get(f"{address}/bundle.zip").content
        return [name for name in zipfile.ZipFile(io.BytesIO(content)).namelist() if name.startswith("3-")]

    with services.office.reading() as unit:
        made = unit.documents.of(case)
    assert any(one.kind is not LetterKind.REVIEW for one in made)
    for login in ("shop", "clerk"):
        found = names(login)
        for one in made:
            shown = login == "clerk" or one.kind is not LetterKind.REVIEW
            assert any(one.title in name for name in found) is shown, (login, one.title, found)
