"""What the service desk (appointments, ratings, complaints) adds to a report: a small port that it may fulfil."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class ServiceLine(Protocol):
    """One figure in words, with a link to what is behind it (empty when there is none)."""

    @property
    def title_zh(self) -> str:
        """Name, such as 预约."""

    @property
    def title_en(self) -> str:
        """Name in English."""

    @property
    def value(self) -> str:
        """The number with its unit, or a dash."""

    @property
    def link(self) -> str:
        """Address of the list behind it, or an empty text."""


class ServiceFigures(Protocol):
    """Figures of the service desk within a period, in the order of the report."""

    @property
    def lines(self) -> Sequence[ServiceLine]:
        """The figures."""
