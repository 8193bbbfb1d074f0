"""Identity numbers are checked by their own arithmetic, and passwords by what anybody would try first."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signage.accounts.identity import Shown, check_character, checked_id_number, id_number_hash, masked_id_number
from signage.accounts.passwords import one_time_password, refuse_weak
from signage.applications.intake import checked_credit_code
from signage.applications.policy_file import load_policy
from signage.errors import InputError
from signage.locale import Lang, describe

TODAY = date(2026, 11, 24)
EXAMPLE = "11010519491231002X"  # the worked example that the standard itself prints; nobody's
SAMPLE = "00000019900101000X"


def whole(first: str) -> str:
    return first + check_character(first)


@pytest.mark.parametrize(
    "typed", [EXAMPLE, "11010519491231002x", " １１０１０５　19491231 002Ｘ ", "110105-19491231-002X"]
)
def test_a_right_number_passes_however_it_was_typed(typed):
    assert checked_id_number(typed, TODAY) == EXAMPLE


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("110105491231002", "id_old"),
        ("", "id_length"),
        ("1101051949123100", "id_length"),
        ("11010519491231002A", "id_characters"),
        ("1101051949123100XX", "id_characters"),
        (whole("11010519490230002"), "id_birthday"),
        (whole("11010520261125002"), "id_birthday"),
        (whole("11010518001231002"), "id_birthday"),
        ("110105194912310021", "id_check"),
        ("110105194912310201", "id_check"),
        (SAMPLE, "id_sample"),
        (whole("01010519491231002"), "id_region"),
    ],
)
def test_a_wrong_number_is_told_what_is_wrong_and_never_repeated(typed, code):
    with pytest.raises(InputError) as caught:
        checked_id_number(typed, TODAY)
    assert caught.value.code == f"accounts.{code}"
    for lang in Lang:
        words = f"{describe(caught.value, lang)} {caught.value}"
        assert typed == "" or typed not in words


def test_residents_of_other_origin_are_not_turned_away():
    for first in ("81000019910101001", "83000019910101001", "91112419810803002"):
        assert checked_id_number(whole(first), TODAY)


def test_a_demonstration_takes_samples_and_nothing_else():
    assert checked_id_number(SAMPLE, TODAY, is_demonstration=True) == SAMPLE
    with pytest.raises(InputError) as caught:
        checked_id_number(EXAMPLE, TODAY, is_demonstration=True)
    assert caught.value.code == "accounts.id_real_in_demonstration"
    assert SAMPLE in describe(caught.value).hint


@given(st.integers(0, 10**6 - 1), st.integers(0, 999), st.integers(0, 16), st.integers(1, 9))
def test_any_single_wrong_digit_is_found(region, serial, place, change):
    first = f"1{region % 10**5:05}19900101{serial:03}"
    number = whole(first)
    other = str((int(number[place]) + change) % 10)
    wrong = number[:place] + other + number[place + 1 :]
    assert check_character(wrong[:17]) != wrong[17]


def test_a_number_is_shown_masked_and_kept_as_a_keyed_hash():
    assert masked_id_number(EXAMPLE) == "110***********002X"
    assert masked_id_number(EXAMPLE, Shown.REGION) == "110105********002X"
    assert "1949" not in masked_id_number(EXAMPLE, Shown.REGION)
    assert masked_id_number("123") == "***"
    assert id_number_hash(EXAMPLE, b"a") != id_number_hash(EXAMPLE, b"b")
    assert EXAMPLE not in id_number_hash(EXAMPLE, b"a")


def test_a_full_width_credit_code_is_the_same_code():
    assert checked_credit_code("９１110000600037341L", load_policy()) == "91110000600037341L"


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short", "password_unfit"),
        ("elevenchars", "password_unfit"),
        ("长" * 201, "password_unfit"),
        ("aaaaaaaaaaaaa", "password_common"),
        ("abcabcabcabcabc", "password_common"),
        ("1234567890123", "password_common"),
        ("210987654321098", "password_common"),
        ("abcdefghijklmn", "password_common"),
        ("Password1234", "password_common"),
        ("ＰＡＳＳＷＯＲＤ１２３４", "password_common"),
        ("pass-word-1234", "password_common"),
        ("WoAiNi1314520", "password_common"),
        ("my-zhang.san-pw", "password_holds_login"),
    ],
)
def test_a_password_that_anybody_would_try_first_is_refused(password, code):
    with pytest.raises(InputError) as caught:
        refuse_weak(password, login="zhang.san")
    assert caught.value.code == f"accounts.{code}"
    assert describe(caught.value).hint


@pytest.mark.parametrize("password", ["一句容易记住的话，也够长", "correct horse battery", "Kp7#mmq2!xWz"])
def test_a_sentence_or_a_random_password_will_do(password):
    refuse_weak(password, login="zhang.san")


def test_one_time_passwords_will_do_and_differ():
    drawn = {one_time_password() for _ in range(20)}
    assert len(drawn) == 20
    for password in drawn:
        refuse_weak(password)
