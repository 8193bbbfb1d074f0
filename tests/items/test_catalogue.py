"""The catalogue that ships: complete, honest about its sources, and extended by files alone."""

from __future__ import annotations

import pytest

from signage.applications import load_policy
from signage.applications import model as applications
from signage.bootstrap import open_services
from signage.design import load_kinds
from signage.errors import InputError, NotFound
from signage.items import (
    ItemKind,
    ItemType,
    Source,
    Track,
    bundled_items,
    days_saved,
    load_catalogue,
    saved_against,
)
from signage.settings import Settings

from .builders import NAME, sample

CATALOGUE = load_catalogue()
GROUP = """
schema_version = 1
code = "tree-and-box"
edition = "2026.1"
name_zh = "甲"
name_en = "a"
summary_zh = "甲"
summary_en = "a"
joint_days = 5
source = "illustrative"
source_zh = "示例"
source_en = "illustrative"
split_illustrative = true

[[members]]
item = "tree-felling"

[[members]]
item = "street-flower-box"
separate_days = 3
"""


def test_there_are_24_approval_and_4_service_items():
    assert len(CATALOGUE.by_kind(ItemKind.APPROVAL)) == 24
    assert len(CATALOGUE.by_kind(ItemKind.SERVICE)) == 4
    assert sorted(item.code for item in CATALOGUE.items) == sorted(bundled_items())


def test_the_tracks_are_those_of_an_application():
    assert [(one.name, one.value) for one in Track] == [(one.name, one.value) for one in applications.Track]


def test_what_rests_on_nothing_that_was_read_is_marked_illustrative():
    for item in CATALOGUE.items:
        if not item.is_illustrative:
            assert any(basis.source is Source.READ for basis in item.basis), item.code


def test_no_promise_is_later_than_the_law_and_every_permit_has_a_refusal_and_remedies():
    for item in CATALOGUE.items:
        if Track.PERMIT in item.tracks:
            assert item.days.statutory is not None
            assert item.days.promised <= item.days.statutory
            assert {"review", "suit"} <= {remedy.value for remedy in item.remedies}, item.code


def test_the_sign_item_asks_for_the_papers_of_the_published_list_and_nothing_else():
    item, policy = CATALOGUE.item("shop-sign"), load_policy()
    own = [p for p in policy.papers if p.temporary != "only"]  # an event is an item of its own
    stated = {p.code: p.when or "".join(p.purposes) for p in own}
    listed = {p.code: (p.name_zh, p.name_en, [track.value for track in p.tracks], stated[p.code]) for p in own}
    asked = {p.code: (p.name_zh, p.name_en, [t.value for t in p.tracks or item.tracks], p.when) for p in item.papers}
    assert list(asked.items()) == list(listed.items())
    days = dict(policy.days)
    assert (item.days.statutory, item.days.promised) == (days["statutory_decision"], days["promised_decision"])
    assert item.validity is not None
    assert item.validity.years == policy.validity_years


def test_landscaping_firms_are_told_that_no_permit_is_needed():
    item = CATALOGUE.item("landscaping-qualification")
    assert item.tracks == (Track.GUIDANCE,)
    assert "不需要取得许可" in item.note_zh


def test_forms_of_an_event_that_the_desk_can_draw_name_kinds_that_there_are():
    temporary = CATALOGUE.item("temporary-event").temporary
    assert temporary is not None
    drawn = {form.sign_kind for form in temporary.forms} - {""}
    assert {"event-banner", "event-arch", "event-balloon"} <= drawn
    assert drawn <= {kind.id for kind in load_kinds()}


def test_items_are_found_by_what_people_call_them():
    assert [item.code for item in CATALOGUE.find("横幅")] == ["temporary-event"]
    assert "gas-licence" in [item.code for item in CATALOGUE.find("液化气")]
    assert [item.code for item in CATALOGUE.find("ＬＥＤ")] == ["led-display"]
    assert len(CATALOGUE.find("")) == 28
    assert CATALOGUE.find("横幅 燃气") == ()


def test_an_unknown_item_is_not_found():
    with pytest.raises(NotFound):
        CATALOGUE.item("x-ray")


def test_a_new_item_is_a_data_file(tmp_path):
    (tmp_path / NAME).write_text(sample(), "utf-8")
    services = open_services(Settings(home=tmp_path / "home", items=tmp_path))
    try:
        assert services.catalogue.item("street-flower-box").type is ItemType.INSTANT
        assert len(services.catalogue.items) == 29
    finally:
        services.database.close()


def test_a_file_of_a_bundled_name_takes_its_place(tmp_path):
    text = sample(('code = "street-flower-box"', 'code = "tree-felling"'), ("may_join = true", "may_join = false"))
    (tmp_path / "tree-felling.toml").write_text(text, "utf-8")
    catalogue = load_catalogue(tmp_path)
    assert catalogue.item("tree-felling").name_zh == "沿街花箱、花架设置"
    assert len(catalogue.items) == 28


def test_a_replaced_item_that_may_not_join_any_more_breaks_its_group_aloud(tmp_path):
    text = sample(('code = "street-flower-box"', 'code = "tree-moving"'), ("may_join = true", "may_join = false"))
    (tmp_path / "tree-moving.toml").write_text(text, "utf-8")
    with pytest.raises(InputError, match="may_not_join") as caught:
        load_catalogue(tmp_path)
    assert caught.value.params == {"item": "construction-site", "name": "tree-moving"}


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InputError, match="no_folder"):
        load_catalogue(tmp_path / "nowhere")


def test_a_building_site_saves_23_of_28_working_days_as_the_window_published():
    group = CATALOGUE.group("construction-site")
    assert (group.separate_days(), group.joint_days, days_saved(group)) == (28, 5, 23)
    assert 275 * days_saved(group) == 6325
    assert group.is_split_illustrative


def test_days_saved_count_what_is_applied_for():
    group = CATALOGUE.group("construction-site")
    assert days_saved(group, ("street-works", "night-work")) == 3
    assert days_saved(group, ("night-work",)) == 0  # a joint limit never lengthens
    assert saved_against(group, 2) == 26
    assert saved_against(group, 9, ("street-works", "night-work")) == -1
    with pytest.raises(InputError, match="not_in_group"):
        days_saved(group, ("gas-licence",))
    with pytest.raises(InputError, match="negative_days"):
        saved_against(group, -1)


def test_a_member_without_a_figure_has_the_statutory_time_of_its_item(tmp_path):
    (tmp_path / NAME).write_text(sample(), "utf-8")
    (tmp_path / "groups").mkdir()
    (tmp_path / "groups" / "tree-and-box.toml").write_text(GROUP, "utf-8")
    group = load_catalogue(tmp_path).group("tree-and-box")
    assert [(member.item, member.separate_days) for member in group.members] == [
        ("tree-felling", 20),
        ("street-flower-box", 3),
    ]


@pytest.mark.parametrize(
    ("old", "new", "code", "field"),
    [
        ('item = "tree-felling"', 'item = "tree-hugging"', "names_nobody", "members[0]"),
        ('item = "tree-felling"', 'item = "gas-licence"', "may_not_join", "members[0]"),
        ('item = "tree-felling"', 'item = "tree-felling"\nseparate_days = 21', "separate_late", "members[0]"),
        ('item = "tree-felling"', 'item = "street-flower-box"', "twin_code", "members[1]"),
        ("separate_days = 3\n", "", "no_separate_days", "members[1]"),
        ("joint_days = 5", "joint_days = 5\nquick = true", "unknown_key", "quick"),
        ('item = "tree-felling"', 'item = "tree-felling"\nseparate_days = 1', "joint_late", "joint_days"),
    ],
)
def test_a_group_that_does_not_hold_is_refused(tmp_path, old: str, new: str, code: str, field: str):
    (tmp_path / NAME).write_text(sample(), "utf-8")
    (tmp_path / "groups").mkdir()
    assert GROUP.count(old) == 1
    (tmp_path / "groups" / "tree-and-box.toml").write_text(GROUP.replace(old, new), "utf-8")
    with pytest.raises(InputError, match=code) as caught:
        load_catalogue(tmp_path)
    assert caught.value.at is not None
    assert str(caught.value.at.file).endswith("tree-and-box.toml")
    assert caught.value.at.field == field


def test_a_place_that_leads_to_an_item_that_is_not_there_is_refused(tmp_path):
    place = '\n[[ask.places]]\ncode = "a"\nzh = "甲"\nen = "a"\nnote_zh = "甲"\nnote_en = "a"\nleads_to = "nobody"\n'
    (tmp_path / NAME).write_text(sample(('en = "Flower boxes before a shop"', f'en = "Boxes"{place}')), "utf-8")
    with pytest.raises(InputError, match="names_nobody"):
        load_catalogue(tmp_path)
