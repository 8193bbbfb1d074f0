"""What an order to rectify (责令限期改正) rests on in a city, and what follows after it: the policy says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderBasis:
    """Of an order about one kind of permit.

    Attributes:
        basis: Documents and articles that let the organ order it.
        consequence: What follows, in a sentence without its full stop; an officer may word it otherwise.
        consequence_basis: What that rests on.
    """

    basis: tuple[str, ...]
    consequence: str
    consequence_basis: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRule:
    """What a policy says of orders to rectify.

    Attributes:
        signs, items: About a sign's permit, and about another item's.
        is_illustrative: A parameter of a demonstration, no city's rule; the order's foot says that it has no force.
        illustrative_title: Of the rule that the foot then names.
    """

    signs: OrderBasis
    items: OrderBasis
    is_illustrative: bool = True
    illustrative_title: str = ""
