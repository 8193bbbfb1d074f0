"""Whether a sign reaches beyond the units of whoever asks for it: told beside its picture, whatever rules say of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from signage.frontage.model import Frontage, Unit
from signage.frontage.placed import Proposal
from signage.locale import Lang, text

BEYOND = "frontage.note_beyond_units"
"""Code of the note that `beyond_words` puts into words."""

_TOLD_MM = 0.5  # less is not seen in a sentence of whole millimetres


@dataclass(frozen=True, slots=True, kw_only=True)
class Beyond:
    """How far a sign reaches beyond its units, mm.

    Attributes:
        units: The adjoining units that it may stand on, from left to right.
        span_mm: Their width together.
        left_mm: What of the sign lies to the left of them.
        right_mm: What of it lies to the right.
    """

    units: tuple[str, ...]
    span_mm: float
    left_mm: float
    right_mm: float


def adjoining_span(face: Frontage, unit: Unit, leased: Collection[str]) -> tuple[float, float]:
    """Return left and right end (mm) of the leased units that adjoin a unit without a gap, that unit included.

    Args:
        face: The face that the unit is on.
        unit: Whose sign it is.
        leased: Ids of leased units; those elsewhere, or on another storey, do not count.
    """
    spans = sorted((u.x0_mm, u.x1_mm) for u in face.units if u.id in leased and u.storey == unit.storey)
    low, high = unit.x0_mm, unit.x1_mm
    grew = True
    while grew:
        grew = False
        for x0, x1 in spans:
            if x0 <= high + 1 and x1 >= low - 1 and (x0 < low or x1 > high):
                low, high, grew = min(low, x0), max(high, x1), True
    return low, high


def beyond_units(proposal: Proposal) -> Beyond | None:
    """Return how far a proposed sign reaches beyond the leased units that adjoin its own, None when it does not."""
    face, unit, rect = proposal.face, proposal.unit, proposal.sign.rect
    low, high = adjoining_span(face, unit, _leased(proposal))
    left, right = max(low - rect.x0, 0.0), max(rect.x1 - high, 0.0)
    if max(left, right) < _TOLD_MM:
        return None
    on_it = (u for u in face.units if u.storey == unit.storey and u.x0_mm >= low - 1 and u.x1_mm <= high + 1)
    units = tuple(u.id for u in sorted(on_it, key=lambda u: u.x0_mm))
    return Beyond(units=units, span_mm=high - low, left_mm=left, right_mm=right)


def beyond_words(proposal: Proposal, lang: Lang | None = None) -> tuple[str, ...]:
    """Return a sentence that tells how far a sign reaches beyond its units, none when it does not.

    Args:
        proposal: The sign at its place, with `leased_units` where they are stated.
        lang: The reader's language; None takes the one that the drawing speaks.
    """
    over = beyond_units(proposal)
    if over is None:
        return ()
    ends = [
        text(f"frontage.beyond_{side}", lang, by=f"{by:.0f}")
        for side, by in (("left", over.left_mm), ("right", over.right_mm))
        if by >= _TOLD_MM
    ]
    comma = text("frontage.part_and", lang)
    return (
        text(
            BEYOND,
            lang,
            width=f"{proposal.sign.rect.width:.0f}",
            units=comma.join(over.units),
            span=f"{over.span_mm:.0f}",
            ends=comma.join(ends),
        ),
    )


def _leased(proposal: Proposal) -> frozenset[str]:
    """The units that are stated to be leased, else those of the unit's own tenant by the plan."""
    stated, unit = proposal.facts.get("leased_units"), proposal.unit
    if isinstance(stated, str | tuple):
        listed = stated if isinstance(stated, tuple) else tuple(stated.replace("，", ",").split(","))
        return frozenset(one.strip() for one in listed)
    if unit.tenant is None:
        return frozenset()
    return frozenset(u.id for u in proposal.face.units if u.tenant == unit.tenant)
