"""Nothing personal survives masking, however it is written; what is public stays."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signage.register.masking import (
    MaskingPolicy,
    is_identity_number,
    is_sole_trader,
    masked_home_address,
    masked_identifiers,
    masked_identity_number,
    masked_name,
    masked_text,
    public_code,
    public_holder,
)


def identity(first17: str) -> str:
    """A number with its right check character; the region 990000 belongs to no place."""
    weights = [2 ** (17 - place) % 11 for place in range(17)]
    return first17 + "10X98765432"[sum(int(d) * w for d, w in zip(first17, weights, strict=True)) % 11]


PERSON = identity("99000019900101123")
FIRM = "91110000600037341L"


def digits(value: str) -> str:
    return "".join(str(unicodedata.digit(c)) for c in value if c.isdigit())


@pytest.mark.parametrize(
    "written",
    [
        PERSON,
        " ".join(PERSON),
        f"{PERSON[:6]}-{PERSON[6:14]}-{PERSON[14:]}",
        "".join(chr(ord(c) + 0xFEE0) for c in PERSON),
        "\u200b".join(PERSON),
        f"{PERSON[:6]} {PERSON[6:14]} {PERSON[14:]}",
        PERSON[:6] + "\u202e" + PERSON[6:],
    ],
)
def test_an_identity_number_is_hidden_in_any_width_spacing_or_disguise(written):
    shown = masked_text(f"持证人身份证号{written}，特此说明。")
    assert PERSON[4:12] not in digits(shown)
    assert len(digits(shown)) <= 5
    assert shown.endswith("，特此说明。")


@pytest.mark.parametrize(
    "written",
    ["13800138000", "138-0013-8000", "138 0013 8000", "+86 138 0013 8000", "１３８００１３８０００",
     "138\u200b00138000", "0564-3331234", "(0564) 3331234", "（0564）3331234", "400-800-1234",
     "一三八〇〇一三八〇〇〇"],
)  # fmt: skip
def test_a_telephone_number_is_hidden_in_any_form(written):
    shown = masked_text(f"联系电话{written}。")
    assert len(digits(shown)) <= 7  # country code, the first three and the last two
    assert "*" in shown
    assert not re.search(r"[一三八〇]{5,}", shown)


@pytest.mark.parametrize(
    "text", ["许可编号示例城管招许〔2026〕0001号", "6000 mm × 1200 mm", "2026-11-27", "20261127", "净高 3150 mm"]
)
def test_numbers_of_documents_days_and_sizes_stay(text):
    assert masked_text(text) == text


def test_credit_codes_of_firms_stay_and_persons_numbers_in_their_place_do_not():
    assert public_code(FIRM) == FIRM
    assert public_code(FIRM.lower()) == FIRM
    assert public_code("91000000SAMPLE001X") == "91000000SAMPLE001X"
    assert public_code("（样例）91000000SAMPLE001X") == "（样例）91000000SAMPLE001X"
    assert PERSON[3:12] not in public_code(PERSON)
    assert "anything" not in public_code("anything else")
    assert FIRM in masked_text(f"统一社会信用代码{FIRM}")
    assert "SAMPLE" not in public_code(f"SAMPLE {PERSON}")


def test_identity_numbers_are_told_by_their_check_character_and_a_day_that_can_be():
    assert is_identity_number(PERSON)
    wrong = "0" if PERSON[17] != "0" else "1"
    assert not is_identity_number(PERSON[:17] + wrong)
    assert not is_identity_number(identity("99000019901301123"))
    assert is_identity_number("990000900101123")
    assert not is_identity_number(FIRM)
    assert masked_identity_number("12345") == "*****"


@pytest.mark.parametrize(
    ("name", "code", "shown"),
    [
        ("示例市晶湾盐业有限公司", "91000000SAMPLE001X", "示例市晶湾盐业有限公司"),
        ("示例市示例区海盐小铺", "92000000SAMPLE001X", "示例市示例区海盐小铺"),
        ("王小明", "92000000SAMPLE001X", "王**"),
        ("王小明", "", "王**"),
        ("王小明", PERSON, "王**"),
        ("海盐小铺（经营者：王小明）", "92000000SAMPLE001X", "海盐小铺（经营者：王**）"),
        ("阿卜杜拉·买买提", "", "阿*******"),
        ("", "", ""),
    ],
)
def test_firms_keep_their_names_and_persons_only_the_family_name(name, code, shown):
    assert public_holder(name, code) == shown


def test_a_city_may_publish_the_operators_of_sole_traders():
    open_policy = MaskingPolicy(hides_sole_traders=False)
    assert is_sole_trader("92000000SAMPLE001X")
    assert public_holder("王小明", "92000000SAMPLE001X", open_policy) == "王小明"
    assert public_holder("王小明", "", open_policy) == "王**"


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("联系人：王小明，当面办理", "小明"),
        ("经营者王小明（示例）", "小明"),
        ("由王小明先生办理", "小明"),
        ("申请人欧阳小明，到场", "小明"),
        ("法定代表人：阿卜杜拉·买买提，到场", "买买提"),
        ("家庭住址：示例省示例市示例区示例路1号2幢3单元401室。", "示例路"),
        ("住示例小区3幢2单元401室", "401"),
        ("邮箱 wang.xiaoming@example.invalid 可用", "xiaoming"),
    ],
)
def test_persons_homes_and_addresses_of_mail_are_hidden_in_free_text(text, hidden):
    assert hidden in text
    assert hidden not in masked_text(text)


def test_every_mention_of_a_known_person_is_hidden():
    assert masked_text("准予王小明设置，王小明应当维护。", persons=("王小明", "王")) == "准予王**设置，王**应当维护。"


@pytest.mark.parametrize(
    "text",
    [
        "申请人应当维护，不得遮挡。",
        "当事人和相邻方，均已同意。",
        "经业主委员会同意，可以设置。",
        "负责人签字后，另行通知。",
        "由施工单位负责，联系人另行告知。",
    ],
)
def test_plain_words_after_a_label_stay(text):
    assert masked_text(text) == text


def test_the_words_of_a_sign_and_a_firms_name_stay_without_numbers():
    assert masked_identifiers("小王师傅面馆 138 0013 8000") == "小王师傅面馆 138 **** **00"
    assert public_holder("示例市张师傅餐饮有限公司", "91000000SAMPLE001X") == "示例市张师傅餐饮有限公司"
    assert public_holder("张小姐的店", "92000000SAMPLE001X") == "张小姐的店"


def test_a_home_address_is_cut_at_its_district():
    assert masked_home_address("示例省示例市示例区示例路1号") == "示例省示例市示例区***"
    assert masked_home_address("") == ""


@given(st.text(max_size=300))
def test_masking_takes_any_text_and_masking_twice_is_masking_once(text):
    once = masked_text(text)
    assert masked_text(once) == once
    assert not any(unicodedata.category(c).startswith("C") for c in once)


@given(st.text(max_size=20), st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.text(max_size=20))
def test_no_mobile_number_survives_between_any_words(before, number, after):
    assert number not in masked_text(f"{before}，{number}，{after}")


@pytest.mark.parametrize(
    "text", ["1" * 9000, "1 " * 4500, "联系人" * 3000, "王" * 9000 + "先生", "a@" * 4500, "家庭住址" * 2000]
)
def test_long_hostile_text_is_cut_and_comes_back(text):
    assert len(masked_text(text)) <= 8000


def test_a_name_keeps_one_character():
    assert masked_name("欧阳锋") == "欧**"
