"""Who a letter names, and where its decision can be challenged: the parts that many kinds share."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A person or firm that a letter names; every sample is fictitious.

    Attributes:
        credit_code: 统一社会信用代码, empty for a natural person.
    """

    name: str
    credit_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """An officer who acts; post and card number where the document states them."""

    name: str
    post: str = ""
    card: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedies:
    """Where a decision can be challenged: both bodies by name (arts 7, 38; 行政复议法 arts 20, 24; 行政诉讼法 art. 46).

    Attributes:
        review_body: The people's government of the same level.
        review_days: Calendar days from knowing of the decision.
        suit_months: Months from knowing of it.
    """

    review_body: str
    court: str
    review_days: int = 60
    suit_months: int = 6
