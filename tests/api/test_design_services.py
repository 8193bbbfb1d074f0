"""A designer writes the record of the design service for a case that they surveyed, and for no other."""

from __future__ import annotations

from datetime import date

from signage.applications.letters import LetterKind
from signage.bootstrap import Services
from signage.survey import Measured, Measurement, Survey, Surveyor, record_survey
from tests.api.plain_cases import submitted
from tests.api.test_written_letters import DESIGNED, said_by


def surveyed(services: Services, unit: str) -> None:
    with services.database.reading() as reading:
        designer = reading.accounts.by_login("designer")[0]
    plan = services.plans.in_force("jingwan-li", services.today())
    survey = Survey(
        id="",
        plan_id=plan.id,
        plan_revision=plan.revision,
        unit_id=unit,
        surveyed_on=date(2026, 11, 23),
        surveyors=(Surveyor(name="设计员壬"),),
        measurements=(
            Measurement(what=Measured.UNIT_WIDTH, value_mm=6000.0, tolerance_mm=5.0, instrument="激光测距仪"),
        ),
    )
    record_survey(
        services.database.unit_of_work, survey, plan, designer.actor, services.now(), services.today()
    )  # fmt: skip


def test_a_designer_records_what_they_drew_where_they_surveyed(seated, services: Services):
    case, other = submitted(services, "S1-02"), submitted(services, "S1-03")
    designer = seated("designer")
    path = f"/design-services/{case.id}"
    assert designer.get(path).status_code == 404  # not surveyed yet
    surveyed(services, "S1-02")
    listed = designer.get("/design-services").text
    assert case.number in listed
    assert other.number not in listed
    assert case.applicant.contact not in designer.get(path).text
    sent = {**DESIGNED, "designer": "别人", "asked_on": "2026-11-23", "done_on": "2026-11-24"}
    assert designer.post(path, data={**sent, "hours": "two"}).status_code == 422
    assert designer.post(path, data=sent, follow_redirects=False).status_code == 303
    said = said_by(services, case.id, LetterKind.DESIGN_SERVICE)
    with services.database.reading() as unit:
        name = unit.accounts.by_login("designer")[0].name
        (record,) = [one for one in unit.documents.of(case.id) if one.kind is LetterKind.DESIGN_SERVICE]
        told = [event for event in unit.history.of(case.id) if event.action == "letter_made"]
    assert name in said
    assert "别人" not in said
    assert told[-1].actor.name == name
    assert designer.get(f"{path}/{record.id}.pdf").content.startswith(b"%PDF-")
    assert designer.post(f"/design-services/{other.id}", data=sent).status_code == 404
    assert designer.get(f"/applications/{case.id}").status_code in (403, 404)


def test_a_clerk_may_write_it_for_any_case_and_a_shop_for_none(seated, services: Services):
    case = submitted(services)
    path = f"/design-services/{case.id}"
    sent = {**DESIGNED, "asked_on": "2026-11-23", "done_on": "2026-11-24"}
    assert seated("shop").get(path).status_code == 403
    assert seated("clerk").post(path, data=sent, follow_redirects=False).status_code == 303
    assert "设计员壬" in said_by(services, case.id, LetterKind.DESIGN_SERVICE)
