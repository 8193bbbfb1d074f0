"""The weight of a sign: sums of its parts', and what is missing from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from signage.fabrication.values import Group, Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """Mass by group and in all.

    Attributes:
        groups: Mass of each group that has parts, kg.
        known_kg: Sum of what is known.
        unknown: Parts without a known mass, as `piece/use`.
    """

    groups: tuple[tuple[Group, float], ...]
    known_kg: float
    unknown: tuple[str, ...]

    @property
    def total_kg(self) -> float | None:
        """Mass of the whole sign, None while a part's is not known."""
        return None if self.unknown else self.known_kg


def weigh(parts: Sequence[Part]) -> Weight:
    """Return the weight of parts; work weighs nothing."""
    real = [part for part in parts if part.group is not Group.WORK]
    groups = tuple(
        (group, sum(part.mass_kg or 0.0 for part in real if part.group is group))
        for group in Group
        if any(part.group is group for part in real)
    )
    return Weight(
        groups=groups,
        known_kg=sum(mass for _, mass in groups),
        unknown=tuple(f"{part.piece}/{part.use}" for part in real if part.mass_kg is None),
    )


def mass_by_piece(parts: Sequence[Part]) -> dict[str, float | None]:
    """Return the mass of each piece; None for one with a part whose mass is not known."""
    masses: dict[str, float | None] = {}
    for part in parts:
        if not part.piece or part.group is Group.WORK:
            continue
        so_far = masses.get(part.piece, 0.0)
        masses[part.piece] = None if so_far is None or part.mass_kg is None else so_far + part.mass_kg
    return masses
