"""Approved signs as a re-check reads them from the database."""

from dataclasses import replace

from signage.applications import issuing, use_cases
from signage.applications.approved import approved_signs

from .case_builders import APPLICANT, BOSS, CLEAR, CLERK, NOW, SECOND, SHOP, Ticking, database, item, office, papers


def test_signs_of_live_permits_come_with_their_facts_and_the_others_do_not(tmp_path):
    db = database(tmp_path)
    try:
        desk = office(db, tmp_path)
        stated = (("leased_units", ("S1-01", "S1-02")), ("owner_consent", True), ("light_uniformity", 0.7))
        one, other = replace(item("S1-01"), facts=stated), item("S1-02")
        for number, sign in enumerate((one, other)):
            draft = use_cases.open_application(
                desk, APPLICANT, (sign,), papers(), SHOP, NOW, circumstances=CLEAR, idempotency_key=str(number)
            )
            use_cases.submit(desk, draft.id, SHOP, NOW)
            case = issuing.decide_on_the_spot(desk, draft.id, CLERK, SECOND, Ticking(), opinion="材料齐全，符合规定")
        assert {sign.unit_id for sign in approved_signs(db.reading)} == {"S1-01", "S1-02"}
        use_cases.revoke(desk, case.id, BOSS, NOW, reasons="被许可人申请注销")
        (found,) = approved_signs(db.reading)
        assert dict(found.facts) == dict(stated)
        assert found.origin_mm == one.origin_mm
        assert found.permit_number
        assert found.approved_on is not None
    finally:
        db.close()
