"""Air around the letters of a proposal: what a designer leaves free although no rule asks for it.

Rules bound letters from above only, and a sign set into its bounds has letters as large as they may be. A fresh design
therefore steps back: at the left and right ends of its panel, or of its shop where letters stand on the wall, at least
`_SIDE` of the letter height stays free, and letters on the wall go to the middle of their band where the rules let
them. Whatever breaks a rule, or only passes worse than before, is taken back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from signage.design import SignSpec
from signage.design.kind_files import kind_of
from signage.errors import InputError, LayoutError
from signage.frontage import Proposal
from signage.frontage.place import sign_span
from signage.geometry import Rect
from signage.offers.trials import rebuilt
from signage.rules import CheckReport, RuleBook, check
from signage.typography import FontCatalogue

_SIDE = 0.7  # of the letter height, free at each end of the text (a designer's figure, no rule)
_TRIES = 4  # tracking changes with the size, so that one step may not be enough


def airy(
    proposal: Proposal,
    report: CheckReport,
    books: Sequence[RuleBook],
    on: date,
    fonts: FontCatalogue,
    *,
    keeps_bottom: bool = False,
) -> tuple[Proposal, CheckReport]:
    """Return the proposal with comfortable margins and its report, or both as they are when the rules forbid it.

    Args:
        proposal: The sign at its place.
        report: Its report.
        books: Rule books.
        on: The date whose rules apply.
        fonts: Typefaces.
        keeps_bottom: Whether somebody stated the bottom edge, so that letters do not go to the middle of their band.
    """
    for step in (_smaller,) if keeps_bottom else (_smaller, _in_the_middle):
        for _ in range(_TRIES):
            spec = step(proposal)
            if spec is None:
                break
            try:
                tried = rebuilt(proposal, spec, fonts)
            except (LayoutError, InputError):
                break
            found = check(tried, books, on)
            if found.verdict.rank < report.verdict.rank:
                break
            proposal, report = tried, found
    return proposal, report


def _smaller(proposal: Proposal) -> SignSpec | None:
    """Return the specification with the letters that leave the wanted air, None when they do already."""
    layout = proposal.sign.layout
    if not layout.lines:
        return None
    if kind_of(layout.spec.kind).has_panel:  # in sign space, where a sign seen from its edge has its face
        left, right = layout.envelope.x0, layout.envelope.x1
    else:
        left, right = (end - proposal.sign.origin.x for end in sign_span(proposal.face, proposal.unit))
    ink, height = Rect.joined(line.ink for line in layout.lines), layout.lines[0].letter_height_mm
    free = 2 * min(ink.x0 - left, right - ink.x1)
    if free >= 2 * _SIDE * height - 1.0:
        return None
    scale = (ink.width + free) / (ink.width + 2 * _SIDE * height)
    wanted = float(int(height * min(scale, 0.995)))
    gap = layout.spec.letter_gap_mm
    closer = max(1.0, float(int(gap * wanted / height))) if gap is not None else None
    return replace(layout.spec, letter_height_mm=wanted, letter_gap_mm=closer)


def _in_the_middle(proposal: Proposal) -> SignSpec | None:
    """Return the specification with letters alone in the middle of their band, None for any other sign."""
    band, sign = proposal.face.band_of(proposal.unit.id), proposal.sign
    if band is None or kind_of(sign.layout.spec.kind).has_panel:
        return None
    bottom = round(band.rect.centre.y - sign.rect.height / 2, 2)
    if abs(bottom - sign.rect.y0) < 1.0:
        return None
    return replace(sign.layout.spec, position=replace(sign.layout.spec.position, bottom_mm=bottom))
