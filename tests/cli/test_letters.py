"""`signage letters`: the kinds, and one of them as a file that verifies."""

from contextlib import closing

from signage.accounts import add_account
from signage.applications import use_cases
from signage.applications.model import Role
from signage.bootstrap import open_services
from signage.settings import Settings
from tests.register.case_builders import APPLICANT, CLEAR, NOW, SHOP, item, papers


def test_the_kinds_are_listed(signage):
    kinds = signage("letters", "list", "--json").json
    assert len(kinds) == 25
    assert [kind["kind"] for kind in kinds if not kind["is_sealed"]] == [
        "survey",
        "review",
        "hearing_record",
        "delivery",
    ]
    assert "受理通知书" in signage("letters", "list").out


def test_a_sample_is_sealed_and_verifies(signage, tmp_path):
    ended = signage("letters", "sample", "--kind", "non-acceptance", "--out", "letters")
    assert ended.status == 0
    path = tmp_path / "letters" / "01-non-acceptance.pdf"
    assert ended.out.strip() == "letters/01-non-acceptance.pdf"
    assert signage("verify", str(path)).status == 0


def test_an_unknown_kind_is_told_with_those_there_are(signage):
    ended = signage("letters", "sample", "--kind", "love-letter")
    assert ended.status == 2
    assert "non_acceptance" in ended.err


def test_a_designer_writes_the_record_only_of_what_they_surveyed_and_a_clerk_of_any_case(signage, tmp_path):
    with closing((services := open_services(Settings(home=tmp_path / "home"))).database):
        unit_of_work = services.database.unit_of_work
        for login, role in (("designer", Role.DESIGNER), ("clerk", Role.CLERK), ("shop", Role.APPLICANT)):
            add_account(unit_of_work, login, f"{login}甲", role, "a long password", NOW)
        draft = use_cases.open_application(
            services.office, APPLICANT, (item(),), papers(), SHOP, NOW, circumstances=CLEAR
        )
        case = use_cases.submit(services.office, draft.id, SHOP, NOW)
    said = ("--asked", "2026-11-20", "--done", "2026-11-21", "--hours", "2.5", "--usual", "800", "--basis", "市场询价")
    assert signage("letters", "design-service", case.id, "--by", "designer", *said).status == 2
    assert signage("letters", "design-service", case.id, "--by", "shop", *said).status != 0
    made = signage("letters", "design-service", case.id, "--by", "clerk", *said)
    assert made.status == 0, made.err
    assert case.number in made.out
    assert signage("letters", "design-service", case.id, "--by", "clerk", *said, "--charged", "free").status == 2
