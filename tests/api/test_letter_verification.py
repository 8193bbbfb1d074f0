"""A letter is known on the verification page: by its file, and by its code without telling whom it concerns."""

from __future__ import annotations

from dataclasses import replace

from signage.applications.model import Actor, Role
from signage.applications.paperwork import file_letter
from signage.demo.letters import sample_letters

CLERK = Actor(id="acc-clerk", name="窗口甲", role=Role.CLERK)


def filed(services, kind):
    (letter,) = (one for one in sample_letters(services.office.organ) if one.kind == kind)
    record = file_letter(services.office, replace(letter, number="", application_id=""), CLERK, services.now())
    return record, services.office.blobs.get(record.digest)


def test_a_sealed_letter_is_found_by_file_and_by_code(services, anyone):
    record, content = filed(services, "extension")
    page = anyone.post("/verify", files={"file": ("letter.pdf", content, "application/pdf")}).text
    assert "badge PASS" in page
    shown = anyone.get("/verify", params={"code": record.verification_code}).text
    assert record.number in shown
    assert "延长办理期限通知书" in shown
    assert "示例市晶湾盐业有限公司" not in shown
    english = anyone.get("/verify", params={"code": record.verification_code}, headers={"accept-language": "en"}).text
    assert "Notice of extension" in english


def test_a_record_signed_by_hand_passes_as_the_registered_file_only(services, anyone):
    _, content = filed(services, "survey")
    page = anyone.post("/verify", files={"file": ("survey.pdf", content, "application/pdf")}).text
    assert "badge PASS" in page
    changed = content.replace(b"/Title", b"/Titel", 1)
    page = anyone.post("/verify", files={"file": ("survey.pdf", changed, "application/pdf")}).text
    assert "badge FAIL" in page


def test_a_sealed_letter_that_was_never_filed_is_not_in_the_register(services, anyone):
    (letter,) = (one for one in sample_letters(services.office.organ) if one.kind == "change")
    content = services.office.letters.issue(letter).content
    page = anyone.post("/verify", files={"file": ("letter.pdf", content, "application/pdf")}).text
    assert "badge FAIL" in page
