"""From two clicks and a known distance to a scale, and from two corners to a size; each with its uncertainty.

A click is taken to be right within one pixel of the picture, or within what the screen could show of it. The worst
case is stated, not a mean: both ends of a length off by a click, in the unlucky direction, on the known distance and on
the sign alike.
"""

from __future__ import annotations

import math

from signage.drafts.model import Scale, ScaleSource, SignSize
from signage.errors import InputError, Location
from signage.geometry import Point
from signage.locale import Lang, text

CLICK_PX = 1.0
MIN_LENGTH_PX = 40.0  # below that a scale is uncertain by more than 5 %
MIN_SIDE_PX = 8.0
LONGEST_MM = 300_000.0
_AGREES = 0.01  # file and measure may differ by that share beside the clicks' own uncertainty
# What a file measures short or long by when its unit is another than it states.
_UNIT_RATIOS = (
    (10.0, "cm/mm"),
    (100.0, "m/cm"),
    (1000.0, "m/mm"),
    (25.4, "inch/mm"),
    (2.54, "inch/cm"),
    (304.8, "ft/mm"),
)


def scale_of(start: Point, end: Point, distance_mm: float, *, click_px: float = CLICK_PX) -> Scale:
    """Return the scale of a picture on which two points are a known distance apart.

    Args:
        start: Pixels.
        end: Pixels.
        distance_mm: In truth; more than 0.
        click_px: How exact a click is; a picture shown at a third of its size is clicked on to three pixels.

    Raises:
        InputError: The points are too near each other for a useful scale, or a number makes no sense.
    """
    numbers = (*start, *end, distance_mm)
    if not all(math.isfinite(v) for v in numbers) or not 0 < distance_mm <= LONGEST_MM:
        raise InputError("drafts.distance_impossible", at=Location(field="distance_mm"), given=f"{distance_mm:g}")
    length = math.dist(start, end)
    if length < MIN_LENGTH_PX:
        raise InputError("drafts.points_too_near", at=Location(field="points"), px=round(length), least=MIN_LENGTH_PX)
    exact = min(max(click_px, CLICK_PX), length / 8) if math.isfinite(click_px) else CLICK_PX
    scale = distance_mm / length
    worst = distance_mm / (length - 2 * exact)
    return Scale(
        mm_per_px=scale,
        uncertainty=worst - scale,
        source=ScaleSource.MEASURED,
        length_px=length,
        distance_mm=distance_mm,
        click_px=exact,
    )


def confirmed(measured: Scale, mm_per_px_by_file: float | None, *, trust_measured: bool = False) -> Scale:
    """Return the scale that counts for a drawing: the file's own when a known distance confirms it.

    Args:
        measured: From two points and a known distance.
        mm_per_px_by_file: By the unit that the file states; None takes the measured scale.
        trust_measured: The person has said that the file's unit is wrong and the distance right.

    Raises:
        InputError: The two differ by more than the clicks explain; the file's unit is asked about, never converted.
    """
    if mm_per_px_by_file is None or trust_measured:
        return measured
    if abs(measured.mm_per_px - mm_per_px_by_file) <= measured.uncertainty + _AGREES * mm_per_px_by_file:
        return Scale(
            mm_per_px=mm_per_px_by_file,
            uncertainty=0.0,
            source=ScaleSource.FILE,
            length_px=measured.length_px,
            distance_mm=measured.distance_mm,
            click_px=measured.click_px,
        )
    ratio = measured.mm_per_px / mm_per_px_by_file
    raise InputError(
        "drafts.unit_disagrees",
        at=Location(field="distance_mm"),
        told=f"{measured.distance_mm:.0f}",
        by_file=f"{measured.length_px * mm_per_px_by_file:.1f}",
        ratio=f"{ratio:.3g}",
        known=_known_ratio(ratio),
    )


def size_of(first: Point, second: Point, scale: Scale) -> SignSize:
    """Return the size of a box given by two opposite corners in any order.

    Raises:
        InputError: The box is too small to measure, or a number makes no sense.
    """
    if not all(math.isfinite(v) for v in (*first, *second)):
        raise InputError("drafts.sign_too_small", at=Location(field="sign"), least=MIN_SIDE_PX)
    box = (min(first.x, second.x), min(first.y, second.y), max(first.x, second.x), max(first.y, second.y))
    wide, high = box[2] - box[0], box[3] - box[1]
    if min(wide, high) < MIN_SIDE_PX:
        raise InputError("drafts.sign_too_small", at=Location(field="sign"), least=MIN_SIDE_PX)

    def worst(px: float) -> float:
        return (px + 2 * scale.click_px) * (scale.mm_per_px + scale.uncertainty) - px * scale.mm_per_px

    return SignSize(
        box_px=box,
        width_mm=wide * scale.mm_per_px,
        height_mm=high * scale.mm_per_px,
        width_tolerance_mm=worst(wide),
        height_tolerance_mm=worst(high),
    )


def size_sentences(scale: Scale, size: SignSize, lang: Lang | None = None) -> tuple[str, str]:
    """Return scale and size with their uncertainty, in words."""
    said = {"mm": f"{scale.mm_per_px:.3f}", "percent": f"{scale.percent:.1f}", "click": f"{scale.click_px:.3g}"}
    return (
        text(f"drafts.said_scale_{scale.source.value}", lang, **said),
        text(
            "drafts.said_size",
            lang,
            width=f"{size.width_mm:.0f}",
            width_tolerance=f"{math.ceil(size.width_tolerance_mm)}",
            height=f"{size.height_mm:.0f}",
            height_tolerance=f"{math.ceil(size.height_tolerance_mm)}",
        ),
    )


def _known_ratio(ratio: float) -> str:
    """Return the pair of units that explains a ratio, or a dash; told to the person, never applied."""
    for known, words in _UNIT_RATIOS:
        if abs(ratio / known - 1) < 0.03 or abs(ratio * known - 1) < 0.03:
            return words
    return "—"
