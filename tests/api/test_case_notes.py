"""What a case's page tells of other cases for the same place, and to whom."""

from __future__ import annotations

import re
from pathlib import Path

import signage.applications
from api.case_page import _SPOT_TITLES
from signage.applications import use_cases
from tests.storage.case_builders import CLEAR, OTHER, OTHER_SHOP, item, papers

from .plain_cases import submitted


def asked_by_another(services, clock):
    office = services.office
    draft = use_cases.open_application(
        office, OTHER, (item("S1-01", plan="jingwan-li"),), papers(), OTHER_SHOP, clock(), circumstances=CLEAR
    )
    return use_cases.submit(office, draft.id, OTHER_SHOP, clock())


def test_officers_are_led_to_the_other_case_and_told_which_came_first(services, signed_in, clock):
    first = submitted(services)
    second = asked_by_another(services, clock)
    clerk = signed_in("clerk")
    later = clerk.get(f"/applications/{second.id}").text
    assert "更早提交了对同一位置的申请" in later
    assert f'<a href="/applications/{first.id}">{first.number}</a>' in later
    assert "同一位置有更早提交的他人申请尚未办结" in later
    earlier = clerk.get(f"/applications/{first.id}").text
    assert "之后也申请了同一位置" in earlier
    assert f'<a href="/applications/{second.id}">{second.number}</a>' in earlier


def test_an_applicant_is_told_of_their_own_second_case_and_never_of_somebody_elses(services, signed_in, clock):
    first = submitted(services)
    other = asked_by_another(services, clock)
    shop = signed_in("shop")
    page = shop.get(f"/applications/{first.id}").text
    assert OTHER.name not in page
    assert other.number not in page
    again = submitted(services)
    page = shop.get(f"/applications/{again.id}").text
    assert "您对同一位置另有未办结的申请" in page
    assert f'<a href="/applications/{first.id}">{first.number}</a>' in page
    assert other.number not in page


def test_the_notes_are_in_the_readers_language(services, signed_in, clock):
    submitted(services)
    second = asked_by_another(services, clock)
    clerk = signed_in("clerk")
    clerk.cookies.set("lang", "en")
    page = clerk.get(f"/applications/{second.id}").text
    assert "asked for the same place earlier (" in page
    assert "（" not in page.partition("asked for the same place earlier (")[2].partition("</p>")[0].partition("<a")[0]


def test_different_places_have_no_notes(services, signed_in):
    submitted(services)
    second = submitted(services, "S1-02")
    assert "同一位置另有" not in signed_in("clerk").get(f"/applications/{second.id}").text


def test_every_condition_of_a_decision_on_the_spot_has_a_label():
    made = [path.read_text("utf-8") for path in Path(signage.applications.__file__).parent.glob("*.py")]
    keys = {key for source in made for key in re.findall(r"Condition\(\s*key=\"(\w+)\"", source)}
    assert {"heard", "findings", "papers"} <= keys
    assert keys <= set(_SPOT_TITLES)
