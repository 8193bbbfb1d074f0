"""What an offer holds: a sign that passes, how it differs from what was asked for, and which rules bind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import overload

from signage.frontage import Proposal
from signage.rules import CheckReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that differs from the sign that was asked for.

    Attributes:
        field: Path in the specification, such as `height_mm`.
        before, after: Values as a reader sees them.
        unit: Their unit, may be empty.
        rules: Ids of the rules that ask for it.
    """

    field: str
    before: str
    after: str
    unit: str
    rules: tuple[str, ...]
    text_zh: str
    text_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BindingLimit:
    """A rule that stops an offer from being nearer to what was asked for, with its limit and what the offer has."""

    rule: str
    required: str
    measured: str
    text_zh: str
    text_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A sign on its place with its report, and the rules that keep it from being what was asked for.

    Attributes:
        binding: Ids of these rules: taking one of the changes back breaks one of them.
        limits: Those of them at whose limit the offer stands, in words, with their figures.
    """

    title_zh: str
    title_en: str
    proposal: Proposal
    report: CheckReport
    changes: tuple[Change, ...]
    binding: tuple[str, ...]
    limits: tuple[BindingLimit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A smallest set of rules that no change of size, place, letters, depth, light or colour satisfies together.

    Attributes:
        rules: Their ids in the order of the books; with any one of them left out, the others can be met.
        is_only: Whether nothing else stands against the sign: without any one of them an offer is found that keeps
            all other rules of the books.
    """

    rules: tuple[str, ...]
    text_zh: str
    text_en: str
    is_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairResult:
    """Offers, the nearest first; or, when there is none, what stands against it. Reads as a sequence of offers."""

    offers: tuple[Offer, ...]
    conflicts: tuple[Conflict, ...] = ()

    def __iter__(self) -> Iterator[Offer]:
        return iter(self.offers)

    def __len__(self) -> int:
        return len(self.offers)

    @overload
    def __getitem__(self, index: int) -> Offer: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Offer, ...]: ...
    def __getitem__(self, index: int | slice) -> Offer | tuple[Offer, ...]:
        return self.offers[index]
