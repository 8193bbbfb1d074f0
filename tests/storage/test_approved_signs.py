"""Approved signs as a re-check reads them from the database."""

import json
from dataclasses import replace

from signage.applications import issuing, use_cases
from signage.applications.approved import approved_signs
from signage.cli.app import run
from signage.frontage import read_plan
from signage.resources import bundled

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
        use_cases.revoke(
            desk, case.id, BOSS, NOW, reasons="不符合条件", ground="revocation_conditions", heard="当面听取了陈述"
        )
        (found,) = approved_signs(db.reading)
        assert dict(found.facts) == dict(stated)
        assert found.origin_mm == one.origin_mm
        assert (found.plan_revision, found.plan_digest) == (one.plan_revision, one.plan_digest)
        assert found.permit_number
        assert found.approved_on is not None
    finally:
        db.close()


def test_signs_filed_on_another_revision_are_judged_on_it_too_and_a_lost_one_is_told(tmp_path, monkeypatch, capsys):
    folder = tmp_path / "plans"
    folder.mkdir()
    first = {**json.loads(bundled("samples", "plans", "jingwan-li.json").read_text("utf-8")), "id": item().plan_id}
    later = {**first, "revision": "2026-2", "valid_from": "2026-11-01"}
    for name, plan in (("a", first), ("b", later)):
        (folder / f"{name}.json").write_text(json.dumps(plan, ensure_ascii=False), "utf-8")
    monkeypatch.setenv("SIGNAGE_PLANS", str(folder))
    db = database(tmp_path)
    try:
        desk = office(db, tmp_path)
        filed = read_plan(folder / "a.json")
        lost = replace(item("S1-02"), plan_digest="sha256:0")
        for number, sign in enumerate((replace(item("S1-01"), plan_digest=filed.digest), lost)):
            draft = use_cases.open_application(
                desk, APPLICANT, (sign,), papers(), SHOP, NOW, circumstances=CLEAR, idempotency_key=str(number)
            )
            use_cases.submit(desk, draft.id, SHOP, NOW)
            issuing.decide_on_the_spot(desk, draft.id, CLERK, SECOND, Ticking(), opinion="材料齐全，符合规定")
    finally:
        db.close()
    status = run(["recheck", "--signs", str(tmp_path / "signage.db"), "--on", "2026-11-24"])
    told = capsys.readouterr()
    assert status in (0, 1), told.err
    assert "另按申报时的版次核对：规划 plan-1 版次 2026-1（今用 2026-2），1 个招牌" in told.out
    assert "（S1-02）申报时的规划" in told.err
