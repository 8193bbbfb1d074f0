"""What a revision of a plan changes, unit by unit."""

from __future__ import annotations

import copy

import pytest

from signage.frontage.changed import plan_changes
from signage.locale import Lang

from .builders import RING, face_of, plan_object, plan_of


def told(change) -> list[tuple[str, str]]:
    """The unit and the words of every difference between the small plan and a changed one."""
    old = plan_object()
    new = copy.deepcopy(old)
    change(face_of(new), new)
    return [(one.unit, str(one.what)) for one in plan_changes(plan_of(old), plan_of(new))]


def test_the_same_plan_under_another_number_and_date_changes_nothing():
    assert told(lambda face, plan: plan.update(revision="2", valid_from="2027-01-01")) == []


def test_a_lower_band_is_told_with_its_extent_before_and_after():
    (one,) = told(lambda face, plan: face["bands"][0].update(top=4500))
    assert one == ("S1-01", "招牌位范围：x 300–4200, y 3200–4700 → x 300–4200, y 3200–4500 mm")


def test_bands_kinds_palettes_letters_and_datum_are_told_one_by_one():
    found = told(
        lambda face, plan: face["bands"][0].update(
            kinds=["wall-letters"], palette=["#FFFFFF"], letter_height=[300, 600], datum=3350
        )
    )
    assert [unit for unit, _ in found] == ["S1-01"] * 4
    assert [words.split("：")[0] for _, words in found] == [
        "招牌位允许的样式", "招牌位色板", "招牌位字高", "招牌下缘对齐线",
    ]  # fmt: skip


def test_the_order_of_kinds_and_the_case_of_colours_are_no_change():
    old, new = plan_object(), plan_object()
    face_of(old)["bands"][0].update(kinds=["light-box", "wall-letters"], palette=["#abcdef"])
    face_of(new)["bands"][0].update(kinds=["wall-letters", "light-box"], palette=["#ABCDEF"])
    assert plan_changes(plan_of(old), plan_of(new)) == ()


def test_units_that_come_and_go_and_change_hands_are_told():
    def changed(face, plan):
        face["units"][1].update(id="S1-03", tenant="云上书店")
        face["units"][0]["tenant"] = "石榴面馆"

    assert told(changed) == [
        ("S1-01", "承租人：— → 石榴面馆"),
        ("S1-03", "新增铺位"),
        ("S1-02", "取消铺位"),
    ]


def test_a_unit_that_gets_its_first_band_or_loses_it_is_told():
    assert told(lambda face, plan: face.update(bands=[]))[0][1].startswith("取消招牌位")
    second = {"id": "B2", "units": ["S1-02"], "x0": 4800, "x1": 8700, "bottom": 3200, "top": 4700}
    assert told(lambda face, plan: face["bands"].append(second))[0][0] == "S1-02"


def test_a_new_face_counts_its_units_and_a_lost_one_names_them():
    old, new = plan_object(), plan_object()
    side = copy.deepcopy(face_of(new))
    side |= {"id": "east", "name": "东立面", "bands": [], "openings": []}
    side["units"] = [{"id": "E1-01", "storey": 1, "bays": ["1-2"]}]
    new["faces"].append(side)
    (one,) = plan_changes(plan_of(old), plan_of(new))
    assert (one.face, one.unit, str(one.what)) == ("东立面", "", "新增立面，铺位 1 个")
    gone = plan_changes(plan_of(new), plan_of(old))
    assert [(one.face, one.unit) for one in gone] == [("东立面", ""), ("东立面", "E1-01")]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("wall_colour", "#FFFFFF", "墙面主色"),
        ("parapet", 5600, "女儿墙"),
        ("pavement", [[0, 0], [9000, 0]], "人行道标高"),
        ("is_heritage", True, "历史建筑"),
        ("openings", [{"id": "G1", "kind": "window", "storey": 1, "outline": list(RING)}], "门窗洞口"),
    ],
)
def test_other_parts_of_a_face_are_told_as_changed(field: str, value: object, said: str):
    (one,) = told(lambda face, plan: face.update({field: value}))
    assert said in one[1]


def test_every_difference_has_english_words():
    old, new = plan_object(), plan_object()
    new |= {"building": "B", "address": "A", "city": "C"}
    face_of(new).update(name="F", wall_colour="#FFFFFF", bands=[])
    for one in plan_changes(plan_of(old), plan_of(new)):
        assert one.what.say(Lang.EN)
        assert "有改动" not in one.what.say(Lang.EN)
