"""The order of numbers: by their figures, never by their characters, for 10 comes after 2."""

from __future__ import annotations

import re

_FIGURES = re.compile(r"([0-9]+)")


def number_order(number: str) -> tuple[str | int, ...]:
    """Return the key by which numbers such as `示例受〔2026〕10号` are sorted.

    Numbers are written without leading zeros (GB/T 9704-2012, 7.2.5); those of earlier editions have them still, and
    `〔2026〕0009号` stands before `〔2026〕10号`. Words and figures alternate, so that any two keys can be compared.
    """
    return tuple(int(part) if at % 2 else part for at, part in enumerate(_FIGURES.split(number)))
