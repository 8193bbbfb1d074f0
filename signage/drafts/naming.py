"""The name on a draft against the licence's name: the rules' own judgement, and where the characters differ."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import LCSseq

from signage.rules.characters import folded
from signage.rules.names import agreement, shop_name_of, strange_characters


class Part(StrEnum):
    """How a run of characters stands in the two names."""

    SAME = "same"
    ONLY_SIGN = "only_sign"
    ONLY_LICENCE = "only_licence"


@dataclass(frozen=True, slots=True, kw_only=True)
class NameComparison:
    """Two names beside each other.

    Attributes:
        agreement: `same`, `short`, `similar` or `different`, as the name rule judges.
        shop_name: The licence's 字号, which must be whole on the sign.
        strange: Characters of the sign that the licence does not have.
        parts: Runs of characters in reading order; joined without ONLY_LICENCE they are the sign's name.
    """

    sign: str
    licence: str
    agreement: str
    shop_name: str
    strange: str
    parts: tuple[tuple[Part, str], ...]


def compare_names(sign: str, licence: str) -> NameComparison:
    """Return how a sign's name stands to a licence name, compared in the folded form that the rules use."""
    shown, full = folded(sign), folded(licence)
    parts: list[tuple[Part, str]] = []
    for step in LCSseq.opcodes(shown, full):
        mine, theirs = shown[step.src_start : step.src_end], full[step.dest_start : step.dest_end]
        if step.tag == "equal":
            parts.append((Part.SAME, mine))
            continue
        if mine:
            parts.append((Part.ONLY_SIGN, mine))
        if theirs:
            parts.append((Part.ONLY_LICENCE, theirs))
    return NameComparison(
        sign=sign,
        licence=licence,
        agreement=agreement(sign, licence),
        shop_name=shop_name_of(licence),
        strange=strange_characters(sign, licence),
        parts=tuple(parts),
    )
