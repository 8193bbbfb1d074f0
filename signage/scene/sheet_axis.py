"""A paper axis with break lines: parts of a length are drawn to scale, what lies between them is left out."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """Where positions of the model lie on paper.

    Attributes:
        spans: What is shown, from low to high, model mm.
        scale: n of 1:n.
        start: Where the first span begins, paper mm.
        gap: Width of a break on paper.
    """

    spans: tuple[tuple[float, float], ...]
    scale: float
    start: float
    gap: float = 4.0

    @classmethod
    def over(cls, spans: Iterable[tuple[float, float]], scale: float, start: float, gap: float = 4.0) -> Axis:
        """Return an axis over spans in any order; those that a break would not bring nearer are joined."""
        joined: list[tuple[float, float]] = []
        for low, high in sorted(spans):
            if joined and (low - joined[-1][1]) / scale <= gap * 1.2:
                joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
            else:
                joined.append((low, high))
        return cls(spans=tuple(joined), scale=scale, start=start, gap=gap)

    def __call__(self, value: float) -> float:
        """Return a position on paper; one in a break lies in the middle of it."""
        at = self.start
        for index, (low, high) in enumerate(self.spans):
            if value < low and index:
                return at - self.gap / 2
            if value <= high or index == len(self.spans) - 1:
                return at + (value - low) / self.scale
            at += (high - low) / self.scale + self.gap
        return at

    @property
    def length(self) -> float:
        """Its whole length on paper."""
        return sum(high - low for low, high in self.spans) / self.scale + self.gap * (len(self.spans) - 1)

    @property
    def breaks(self) -> tuple[tuple[float, float], ...]:
        """Where its breaks begin and end on paper."""
        return tuple((self(a[1]), self(b[0])) for a, b in itertools.pairwise(self.spans))

    def pieces(self, low: float, high: float) -> tuple[tuple[float, float], ...]:
        """Return the shown parts of a length, on paper."""
        found = []
        for a, b in self.spans:
            start, end = max(a, low), min(b, high)
            if end > start:
                found.append((self(start), self(end)))
        return tuple(found)

    def moved(self, by: float) -> Axis:
        """Return the same axis somewhere else on paper."""
        return Axis(spans=self.spans, scale=self.scale, start=self.start + by, gap=self.gap)
