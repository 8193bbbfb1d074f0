"""Dates, sizes and list numbers as official Chinese documents write them."""

from __future__ import annotations

from datetime import date

_DIGITS = "零一二三四五六七八九"


def chinese_date(day: date) -> str:
    """Return a date as `2026年11月23日`."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_number(value: int) -> str:
    """Return 1 to 99 in Chinese numerals, such as 十二; anything else in digits."""
    if not 0 < value < 100:
        return str(value)
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


def whole_mm(value: float) -> str:
    """Return a length in whole millimetres, such as `6000 mm`."""
    return f"{value:.0f} mm"
