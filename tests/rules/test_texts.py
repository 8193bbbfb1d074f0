"""Characters, words and names: what the text measures find, and what they spare."""

from __future__ import annotations

import pytest

from signage.rules.characters import nonstandard, standard_form
from signage.rules.measures import Subject, measure_of
from signage.rules.names import agreement, shop_name_of, sign_name_of, strange_characters
from tests.rules.scenery import scene


def absolute(text: str, licence: str = "") -> tuple[str, ...]:
    measure = measure_of("absolute_words")
    assert measure is not None
    facts = {"licence_name": licence} if licence else {}
    return measure.read(Subject(scene(facts, text=text))).words or ()


@pytest.mark.parametrize("text", ["第一中学文具店", "市第一人民医院便民店", "一品豆花", "第一课书屋", "绝对值教育"])
def test_ordinary_names_with_an_absolute_word_inside_are_spared(text: str):
    assert absolute(text) == ()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("最佳盐铺", "最佳"),
        ("最·佳盐铺", "最佳"),
        ("最 佳 盐 铺", "最佳"),
        ("全国第一面馆", "全国第一"),
        ("頂級茶舍", "顶级"),
        ("100％鲜", "100%"),
        ("第一面馆", "第一"),
    ],
)
def test_an_absolute_word_is_found_through_separators_width_and_script(text: str, word: str):
    assert absolute(text) == (word,)


def test_a_word_of_the_registered_shop_name_is_no_hit_and_says_so():
    measure = measure_of("absolute_words")
    assert measure is not None
    reading = measure.read(Subject(scene({"licence_name": "示例市王牌餐饮有限公司"}, text="王牌")))
    assert reading.words == ()
    assert "王牌" in reading.detail[0]
    assert absolute("王牌面馆", "示例市石榴餐饮有限公司") == ("王牌",)


def test_a_hit_shows_where_it_stands():
    measure = measure_of("absolute_words")
    assert measure is not None
    reading = measure.read(Subject(scene(text="晶湾最佳盐铺")))
    assert reading.shown is not None
    assert "晶湾最佳盐铺" in reading.shown[0]


@pytest.mark.parametrize(
    ("character", "plain", "kind"),
    [
        ("龍", "龙", "traditional"),
        ("峯", "峰", "traditional"),
        ("沢", "泽", "japanese"),
        ("\u2f8f", "行", "compatibility"),
        ("\uf900", "岂", "compatibility"),
    ],
)
def test_a_form_outside_the_table_is_named_with_its_standard_one(character: str, plain: str, kind: str):
    got, why = standard_form(character)
    assert got == plain
    assert why == kind or (kind == "compatibility" and why == "traditional")


def test_characters_of_the_table_and_zero_are_never_named():
    assert nonstandard("二〇二六年乾徵於") == ()


@pytest.mark.parametrize(
    ("sign", "wanted"),
    [
        ("晶湾盐业", "short"),
        ("晶湾便民店", "short"),
        ("示例市晶湾盐业有限公司", "same"),
        ("晶灣鹽業", "short"),
        ("示例市", "similar"),
        ("盐业", "similar"),
        ("石榴巷面馆", "different"),
    ],
)
def test_the_shop_name_must_be_whole_in_the_sign(sign: str, wanted: str):
    assert agreement(sign, "示例市晶湾盐业有限公司") == wanted


def test_what_the_licence_lacks_is_shown():
    assert shop_name_of("示例市晶湾盐业有限公司") == "晶湾"
    assert shop_name_of("示例市晶湾盐业有限公司旗舰店") == "晶湾"
    assert strange_characters("晶弯盐业", "示例市晶湾盐业有限公司") == "弯"


@pytest.mark.parametrize(
    ("licence", "name"),
    [
        ("示例市晶湾盐业有限公司", "晶湾盐业"),
        ("示例市 晶湾盐业有限公司旗舰店", "晶湾盐业"),
        ("示例市示例区海盐小铺（个体工商户）", "海盐小铺"),
        ("示例区石榴巷面馆", "石榴巷面馆"),
        ("云麓茶舍", "云麓茶舍"),
    ],
)
def test_a_sign_begins_with_the_licence_name_without_region_and_company_form(licence, name):
    assert sign_name_of(licence) == name
    assert shop_name_of(licence) in name
    assert agreement(name, licence) in ("same", "short")
