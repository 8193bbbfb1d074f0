"""Identity numbers (公民身份号码): checked by their own arithmetic, shown masked, kept as a keyed hash.

Source: GB 11643 (form and check character after ISO 7064 MOD 11-2). The region is not looked up: tables of districts
change, and a number once given stays.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from datetime import date
from enum import IntEnum

from signage.errors import InputError, Location

_CHECKS = "10X98765432"  # by the remainder of the weighted sum of the first 17 digits
_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
_OLDEST = 150  # years; more is a slip of the pen
_NO_REGION = ("000000", "999999")  # belong to no place, so that a sample can never be somebody's number


class Shown(IntEnum):
    """How much of a number's beginning is shown beside its last four: the birthday stays hidden either way."""

    PROVINCE = 3
    REGION = 6


def check_character(first_17: str) -> str:
    """Return the check character of a number's first 17 digits (ISO 7064 MOD 11-2)."""
    return _CHECKS[sum(int(c) * weight for c, weight in zip(first_17, _WEIGHTS, strict=True)) % 11]


def checked_id_number(number: str, today: date, *, is_demonstration: bool = False) -> str:
    """Return an identity number in normal form: 18 characters, a capital X.

    No message ever repeats the number. A sample has the region 000000 or 999999, which is nowhere; only a
    demonstration takes it, and takes nothing else, so that nobody's real number lands in one.

    Args:
        number: As typed; full-width digits and spaces are taken.
        today: No birthday lies after it.
        is_demonstration: Whether samples are taken in place of real numbers.

    Raises:
        InputError: It has 15 digits (the old form), or another length, a character, birthday or check that is wrong.
    """
    bare = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", number)).upper()
    at = Location(field="id_number")
    if re.fullmatch(r"[0-9]{15}", bare):
        raise InputError("accounts.id_old", at=at)
    if len(bare) != 18:
        raise InputError("accounts.id_length", at=at, length=len(bare))
    if not re.fullmatch(r"[0-9]{17}[0-9X]", bare):
        raise InputError("accounts.id_characters", at=at)
    if not _is_birthday(bare[6:14], today):
        raise InputError("accounts.id_birthday", at=at)
    if bare[17] != check_character(bare[:17]):
        raise InputError("accounts.id_check", at=at)
    is_sample = bare[:6] in _NO_REGION
    if is_sample != is_demonstration:
        raise InputError("accounts.id_sample" if is_sample else "accounts.id_real_in_demonstration", at=at)
    if not is_sample and bare[0] == "0":
        raise InputError("accounts.id_region", at=at)
    return bare


def masked_id_number(number: str, shown: Shown = Shown.PROVINCE) -> str:
    """Return an identity number as it may be shown: its first 3 or 6 and its last 4 characters."""
    hidden = len(number) - shown - 4
    return number[:shown] + "*" * hidden + number[-4:] if hidden > 0 else "*" * len(number)


def id_number_hash(number: str, key: bytes) -> str:
    """Return the keyed hash by which a number can be recognised but not guessed.

    Args:
        number: In normal form.
        key: Of this installation; without it all numbers could be tried in an afternoon.
    """
    return hmac.new(key, number.encode(), hashlib.sha256).hexdigest()


def _is_birthday(digits: str, today: date) -> bool:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return born <= today and today.year - born.year <= _OLDEST
