"""What no drawing shows: asked for at the desk, kept with the case, verified before a decision on the spot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html import unescape
from urllib.parse import parse_qsl

import pytest
from fastapi.testclient import TestClient

from api.stated_facts import asked_for, facts_of, field_of, of_the_sign, read_facts
from signage.bootstrap import Services
from signage.design import kind_of, load_kinds
from signage.errors import InputError
from signage.locale import Lang
from signage.rules import load_book
from signage.rules.measures import FACT_FORMS
from signage.rules.measures.fact_words import stated_in_words
from tests.api.conftest import DESIGN

ON = date(2026, 11, 24)
TICKER = {**DESIGN, "kind": "led-ticker", "width_mm": "3000", "height_mm": "320"}


def test_the_pages_fields_win_over_the_address_and_an_emptied_one_takes_its_fact_away():
    given = {
        "facts": "open_24h=yes&has_lintel=no&restricted_place=none",
        "fact.open_24h": "",
        "fact.has_lintel": "yes",
        "fact.restricted_place.none": "",
        "fact.restricted_place.fire_facility": "yes",
        "fact.restricted_place.heritage": "yes",
    }
    assert dict(parse_qsl(read_facts(given))) == {"has_lintel": "yes", "restricted_place": "fire_facility,heritage"}
    assert facts_of(read_facts(given)) == {"has_lintel": True, "restricted_place": ("fire_facility", "heritage")}
    assert read_facts({"fact.restricted_place.none": "yes"}) == "restricted_place=none"
    # Whoever ticks a case forgets to untick “none”: the case counts.
    both = {"fact.restricted_place.none": "yes", "fact.restricted_place.heritage": "yes"}
    assert read_facts(both) == "restricted_place=heritage"


def test_what_a_case_keeps_comes_back_as_the_same_facts():
    kept = (("facade_luminance", 200.0), ("has_lintel", True), ("leased_units", ("S1-10",)), ("restricted_place", ()))
    assert facts_of(field_of(kept)) == {"facade_luminance": 200.0, "has_lintel": True, "restricted_place": ()}
    words = stated_in_words(kept, Lang.ZH)
    assert [value for _, value, _ in words] == ["200", "是", "没有"]
    assert [enough for _, _, enough in words] == [False, False, False]


@pytest.mark.parametrize("field", ["leased_units=S1-01", "colour=red", "is_dynamic=video", "wall_angle=steep"])
def test_a_fact_that_is_none_is_refused_at_its_field(field: str):
    with pytest.raises(InputError) as told:
        facts_of(field)
    assert told.value.at is not None
    assert told.value.at.field == "facts"


def test_what_was_said_of_a_place_does_not_go_along_to_another_unit():
    assert of_the_sign("facade_luminance=200&has_lintel=yes&open_24h=no") == "open_24h=no"


def test_only_what_the_rules_ask_of_a_kind_is_asked_for():
    book = [load_book("cn-hangzhou-2023")]
    wall = {form.name for form in asked_for(book, kind_of("panel-letters"), ON)}
    side = {form.name for form in asked_for(book, kind_of("projecting"), ON)}
    assert "has_lintel" in wall - side
    assert "wall_angle" in side - wall
    assert not {"leased_units", "replaces", "licence_name"} & (wall | side)
    for kind in load_kinds():
        for form in asked_for(book, kind, ON):
            assert FACT_FORMS[form.name] is form
            assert all(form.title(lang) for lang in Lang)


def test_the_desk_asks_names_what_would_settle_a_finding_and_takes_the_answer(anyone: TestClient):
    page = unescape(anyone.get("/design", params=TICKER).text)
    assert 'href="#fact.is_dynamic">画面会动或会变' in page
    assert 'name="fact.is_dynamic"' in page
    said = unescape(anyone.get("/design", params={**TICKER, "fact.is_dynamic": "no"}).text)
    assert 'href="#fact.is_dynamic"' not in said
    assert '<option value="no" selected>否' in said
    assert 'name="facts" value="is_dynamic=no"' in said  # goes on to the application


def test_an_answer_that_says_nothing_is_told_at_its_field(anyone: TestClient):
    answer = anyone.get("/design", params={**DESIGN, "facts": "external_light=perhaps"})
    assert answer.status_code == 422
    page = unescape(answer.text)
    assert 'data-field="facts"' in page
    assert "perhaps" in page


def test_a_case_keeps_what_was_stated_and_the_officer_verifies_before_the_spot(
    services: Services, seated: Callable[[str], TestClient], apply: Callable[..., str], one_drawing: None
):
    shop, clerk = seated("shop"), seated("clerk")
    where = apply(shop, facts="external_light=no&has_lintel=yes")
    with services.database.reading() as unit:
        case = unit.applications.get(where.rpartition("/")[2])
    assert dict(case.items[0].facts)["has_lintel"] is True
    spot = {one.key: one for one in services.office.policy.on_the_spot(case)}
    assert not spot["stated"].is_met
    assert "店面有门楣" in spot["stated"].explanation_zh
    shop.post(f"{where}/submit", follow_redirects=False)
    page = unescape(clerk.get(where).text)
    assert "图上看不出的情况（申请人说明）" in page
    assert "店面有门楣：是" in page
    plain = apply(seated("shop"), unit="S1-07", leased_units="S1-07", facts="external_light=no")
    with services.database.reading() as unit:
        other = unit.applications.get(plain.rpartition("/")[2])
    assert "stated" not in {one.key for one in services.office.policy.on_the_spot(other)}
