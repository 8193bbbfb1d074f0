"""The desk follows the kind: its colours, its size, its fields, and back."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient

from api.design_fields import fields_of, may_be_lit, own_colours
from api.design_form import DesignForm
from signage.bootstrap import Services
from signage.design import TextStyle, kind_of, lay_out, load_kinds
from signage.errors import SpecError

KINDS = [kind.id for kind in load_kinds()]
BEGIN = {"unit": "S1-06", "name": "海盐小铺"}  # the unit that has band, window and canopy


def read(services: Services, **given: str) -> DesignForm:
    return DesignForm.read({**BEGIN, **given}, services)


def changed(services: Services, form: DesignForm, **given: str) -> DesignForm:
    """The form after another kind was chosen in the browser."""
    sent = {**dict(form.query), "fitted": form.fitted_string, "of_kind": form.kind, **given}
    return DesignForm.read(sent, services)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_begins_with_a_sign_that_can_be_drawn_in_its_own_colours(
    anyone: TestClient, services: Services, kind
):
    form = read(services, kind=kind)
    spec = form.spec(services.logos)
    assert (spec.colours.panel, spec.colours.letter) == (None, None)
    letters = lay_out(spec, services.fonts).letters
    own = kind_of(kind).letters
    assert letters[0].face_colour in (own.colour, own.lit_colour, own.open_colour)
    answer = anyone.get("/design/result", params={**BEGIN, "kind": kind})
    assert answer.status_code in (200, 422)
    assert "<svg" in answer.text or "雨篷" in answer.text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("panel", ["", "#00843D", "墨绿"])
def test_the_colour_that_a_field_shows_is_the_one_that_is_drawn(services: Services, kind: str, panel: str):
    form = read(services, kind=kind, panel_colour=panel)
    drawn = lay_out(form.spec(services.logos), services.fonts).letters[0]
    shown = own_colours(form.values, kind_of(kind))
    assert (shown["letter_colour"], shown["letter_side_colour"]) == (drawn.face_colour, drawn.side_colour)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("view", ["front", "face", "street", "marks"])
def test_every_view_of_every_kind_is_drawn(anyone: TestClient, kind: str, view: str):
    wanted = {**BEGIN, "unit": "S2-03" if kind == "canopy-letters" else "S1-10", "kind": kind, "view": view}
    night = anyone.get("/design/picture.svg", params={**wanted, "light": "night"})
    assert night.status_code == 200
    if view != "marks":
        assert night.text != anyone.get("/design/picture.svg", params=wanted).text


def test_the_size_follows_the_kind_until_somebody_types_one(services: Services):
    form = read(services, kind="panel-letters")
    arch = changed(services, form, kind="event-arch")
    assert (arch.width_mm, arch.height_mm) == ("3800", "4000")  # no wider than its unit has room for
    own = changed(services, arch, kind="plaque", width_mm="1800")
    assert (own.width_mm, own.height_mm) == ("1800", "800")
    again = changed(services, own, kind="projecting")
    assert (again.width_mm, again.height_mm) == ("1800", "1800")
    cleared = changed(services, again, width_mm="")
    assert cleared.width_mm == "600"


def test_an_upright_plaque_is_taller_than_wide(services: Services):
    form = read(services, kind="plaque")
    upright = changed(services, form, setting="vertical")
    assert float(upright.height_mm) > float(upright.width_mm)


def test_a_colour_that_was_chosen_stays_with_another_kind_and_an_empty_one_is_the_kinds(services: Services):
    form = read(services, kind="panel-letters", panel_colour="#112233")
    plaque = changed(services, form, kind="plaque")
    assert plaque.spec(services.logos).colours.panel == "#112233"
    back = changed(services, plaque, panel_colour="")
    assert lay_out(back.spec(services.logos), services.fonts).panel.face_colour == kind_of("plaque").base.colour


def test_what_another_kind_lacks_is_dropped(services: Services):
    form = read(services, kind="panel-letters", construction="halo_lit", return_depth_mm="60", second_line="SEA SALT")
    box = changed(services, form, kind="light-box")
    assert (box.construction, box.return_depth_mm, box.second_line) == ("", "", "SEA SALT")
    assert box.spec(services.logos).kind == "light-box"


def test_a_choice_that_the_kind_lacks_is_told_when_the_address_asks_for_it(anyone: TestClient):
    answer = anyone.get("/design", params={**BEGIN, "kind": "led-ticker", "setting": "vertical"})
    assert answer.status_code == 422
    assert 'data-field="setting"' in answer.text or 'data-field="kind"' in answer.text


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_shows_the_fields_that_the_kind_has_and_no_other(anyone: TestClient, kind: str):
    page = anyone.get("/design", params={**BEGIN, "unit": "S2-03", "kind": kind}).text
    shown = set(re.findall(r'<(?:input|select)[^>]* name="([a-z_0-9]+)"', page))
    has = fields_of(kind_of(kind))
    kept_elsewhere = {"case", "draft", "item", "replaces", "facts"}  # of old signs and facts there are fields each
    assert has - shown == kept_elsewhere
    for name in (
        "setting",
        "construction",
        "faces",
        "return_depth_mm",
        "reach_mm",
        "luminance_cd_m2",
        "panel_material",
    ):
        assert (name in shown) == (name in has), name


def test_only_kinds_that_can_give_light_ask_for_it():
    dark = {kind.id for kind in load_kinds() if not may_be_lit(kind)}
    assert dark == {"plaque", "hanging", "window-letters", "event-banner", "event-arch", "event-balloon"}


def test_one_face_is_a_choice_of_what_is_read_from_both_sides(services: Services):
    form = read(services, kind="projecting", faces="1")
    assert form.spec(services.logos).faces == 1
    assert form.with_spec(form.spec(services.logos), services.logos).faces == "1"
    assert changed(services, form, kind="panel-letters").faces == ""
    assert read(services, kind="projecting", faces="2").spec(services.logos).faces is None  # the kind's own
    with pytest.raises(SpecError, match="faces_not_allowed"):
        read(services, kind="panel-letters", faces="2").spec(services.logos)


def test_a_projecting_sign_is_shown_from_its_face_and_another_from_the_street(services: Services):
    form = read(services, kind="panel-letters")
    assert form.view == "front"
    side = changed(services, form, kind="projecting")
    assert side.view == "face"
    assert changed(services, side, kind="plaque").view == "front"
    assert changed(services, side, kind="plaque", view="marks").view == "marks"


def test_the_leased_unit_follows_the_unit_until_another_is_typed(services: Services):
    form = read(services)
    assert changed(services, form, unit="S1-10").leased_units == "S1-10"
    both = changed(services, form, leased_units="S1-05 S1-06")
    assert changed(services, both, unit="S1-05").leased_units == "S1-05 S1-06"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_advice_names_fields_of_the_page_and_no_keys_of_a_file(anyone: TestClient, lang: str):
    words = {"zh": "底边标高", "en": "Bottom level"}
    answer = anyone.get(
        "/design", params={**BEGIN, "unit": "S1-10", "kind": "canopy-letters"}, headers={"accept-language": lang}
    )
    assert answer.status_code == 422
    problem = answer.text[answer.text.index('id="problem"') :][:900]
    assert words[lang] in problem
    assert "bottom_mm" not in problem.replace('href="#', "")
    shallow = {**BEGIN, "kind": "panel-letters", "depth_mm": "20"}
    told = anyone.get("/design", params=shallow, headers={"accept-language": lang}).text
    hint = told[told.index('id="problem"') :][:900]
    assert re.search(r"\b(depth_mm|standoff_mm)\b", re.sub(r'(data-field|href)="[^"]*"', "", hint)) is None


def test_the_typefaces_on_the_page_are_the_installed_ones_with_their_licence(anyone: TestClient, services: Services):
    page = anyone.get("/design", params=BEGIN).text
    for name in services.fonts.names()[1:]:
        assert f'<option value="{name}"' in page
    assert "OFL-1.1，可商用" in page


def test_an_address_is_enough_to_see_the_same_sign_again(anyone: TestClient, services: Services):
    said = {
        **{"kind": "hanging", "second_line": "SEA SALT", "small_print": "示例路 1 号", "divider": "yes"},
        **{"setting": "right_to_left", "construction": "carved", "second_typeface": "noto-sans-tc", "weight": "500"},
        **{"panel_material": "lacquered-board", "letter_colour": "#D9AE4F", "reach_mm": "300", "width_mm": "2400"},
        "height_mm": "800",
    }
    form = read(services, **said)
    spec = form.spec(services.logos)
    assert DesignForm.read(dict(form.query), services).spec(services.logos) == spec
    assert form.with_spec(spec, services.logos).spec(services.logos) == spec
    assert anyone.get(f"/design?{urlencode(form.query)}").status_code == 200


def test_a_first_place_stays_on_the_unit_and_spreads_when_the_next_one_is_leased_too(services: Services):
    alone = read(services, unit="S1-05", kind="panel-letters")
    assert (alone.width_mm, alone.offset_mm) == ("3600", "-2250")
    rect = alone.desk(services).placed.rect
    assert 25200 < rect.x0 < rect.x1 < 30000
    both = changed(services, alone, leased_units="S1-05 S1-06")
    assert (both.width_mm, both.offset_mm) == ("6000", "")
    moved = changed(services, alone, offset_mm="-2000")
    assert moved.offset_mm == "-2000"
    assert changed(services, moved, kind="plaque").offset_mm == "-2000"
    elsewhere = changed(services, alone, unit="S1-10")
    assert elsewhere.offset_mm == ""
    assert read(services, unit="S1-05", width_mm="6000").offset_mm == ""  # a design of before keeps its place


def test_a_plaque_begins_in_song_and_the_page_says_so(anyone: TestClient, services: Services):
    page = anyone.get("/design", params={**BEGIN, "kind": "plaque"}).text
    fields = page[page.index('<select id="typeface"') :]
    typeface = fields[: fields.index("</select>")]
    assert re.search(r'<option value="" selected>Noto Serif SC（OFL-1.1，可商用）（样式自带）', typeface)
    assert '<option value="noto-sans-sc"' in typeface
    weight = fields[fields.index('<select id="weight"') :]
    assert '<option value="" selected>常规 400' in weight
    assert '<option value="700">粗 700' in weight
    assert "匾额的常用字体" in page[page.index('id="result"') :]
    english = anyone.get("/design", params={**BEGIN, "kind": "plaque"}, headers={"accept-language": "en"}).text
    assert "Noto Serif SC (noto-serif-sc, weight 400)" in english
    style = read(services, kind="plaque").spec(services.logos).style
    assert (style.typeface, style.weight) == ("noto-serif-sc", 400)


def test_a_typeface_chosen_for_a_plaque_has_the_usual_weight_and_stays(anyone: TestClient, services: Services):
    form = read(services, kind="plaque", typeface="noto-sans-sc")
    spec = form.spec(services.logos)
    assert (spec.style.typeface, spec.style.weight) == ("noto-sans-sc", 700)
    assert form.with_spec(spec, services.logos).spec(services.logos) == spec
    page = anyone.get("/design", params={**BEGIN, "kind": "plaque", "typeface": "noto-sans-sc"}).text
    assert '<option value="noto-sans-sc" selected>' in page
    assert '<option value="" selected>粗 700' in page
    assert "匾额的常用字体" not in page


@pytest.mark.parametrize("weight", [400, 700])
@pytest.mark.parametrize("typeface", ["noto-sans-sc", "noto-serif-sc"])
@pytest.mark.parametrize("kind", ["plaque", "panel-letters"])
def test_typeface_and_weight_of_a_sign_come_back_from_the_form_as_they_were(
    services: Services, kind: str, typeface: str, weight: int
):
    wanted = read(services, kind=kind).spec(services.logos)
    wanted = replace(wanted, style=TextStyle(typeface=typeface, weight=weight))
    shown = read(services, kind=kind).with_spec(wanted, services.logos)
    assert shown.spec(services.logos) == wanted
    assert DesignForm.read(dict(shown.query), services).spec(services.logos) == wanted


def test_the_typeface_follows_the_kind_until_one_is_chosen(services: Services):
    plaque = changed(services, read(services, kind="panel-letters"), kind="plaque")
    assert plaque.spec(services.logos).style.typeface == "noto-serif-sc"
    assert changed(services, plaque, kind="panel-letters").spec(services.logos).style == TextStyle()
    song = read(services, kind="panel-letters", typeface="noto-serif-sc")
    assert song.spec(services.logos).style == TextStyle(typeface="noto-serif-sc", weight=700)
    assert changed(services, song, kind="plaque").spec(services.logos).style.weight == 400


def test_a_colour_by_its_name_is_drawn_shown_as_a_swatch_and_kept_as_it_was_typed(
    anyone: TestClient, services: Services
):
    form = read(services, panel_colour="藏青色")
    spec = form.spec(services.logos)
    assert spec.colours.panel == "#1B2F52"
    assert form.with_spec(spec, services.logos).panel_colour == "藏青色"  # an offer does not change what it leaves
    page = anyone.get("/design", params={**BEGIN, "panel_colour": "藏青色"}, headers={"accept-language": "zh-CN"}).text
    assert re.search(r'data-swatch="panel_colour"[^>]* value="#1b2f52"', page)
    assert '<option value="藏青">' in page
    english = anyone.get("/design", params=BEGIN, headers={"accept-language": "en"}).text
    assert '<option value="navy">' in english
    told = anyone.get("/design", params={**BEGIN, "panel_colour": "孔雀紫"}, headers={"accept-language": "zh-CN"})
    assert told.status_code == 422
    assert "紫 purple" in told.text
