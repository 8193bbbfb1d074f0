"""Free-standing signs (独立式招牌): upright or lying, the site they stand on, their distance to the footway."""

from __future__ import annotations

from signage.rules.measures.measurement import Measurement, found, lacking, measure, nothing, rect_mark, word
from signage.rules.measures.subject import Subject
from signage.rules.measures.suppliers import SURVEYOR
from signage.units import Unit

_OTHER_FORM = ("不是独立式招牌", "it is no free-standing sign")


@measure(
    "freestanding_shape",
    None,
    ("独立式招牌形式", "shape of a free-standing sign"),
    "`vertical` when it is at least as high as wide, foot included, else `horizontal`.",
    kind="text",
    values={"vertical": ("竖式", "upright"), "horizontal": ("横式", "horizontal")},
)
def freestanding_shape(subject: Subject) -> Measurement:
    """Return whether a free-standing sign is upright or horizontal."""
    if subject.layout.form != "freestanding":
        return nothing(*_OTHER_FORM)
    return word("vertical" if subject.rect.height >= subject.rect.width else "horizontal")


@measure(
    "site_width",
    Unit.MM,
    ("场地最小宽度", "least width of the site"),
    "Least width of the site that a free-standing sign stands on: the fact `site_width`, mm.",
    facts=("site_width",),
)
def site_width(subject: Subject) -> Measurement:
    """Return the least width of the site of a free-standing sign."""
    if subject.layout.form != "freestanding":
        return nothing(*_OTHER_FORM)
    stated = subject.amount("site_width")
    if stated is None:
        return lacking(("设置场地的最小宽度", "the least width of the site"), SURVEYOR)
    return found(stated, Unit.MM, rect_mark(subject.rect))


@measure(
    "footway_distance",
    Unit.MM,
    ("距人行道", "distance to the footway"),
    "From a free-standing sign's nearest part to the edge of the footway: the fact `footway_distance`, mm.",
    facts=("footway_distance",),
)
def footway_distance(subject: Subject) -> Measurement:
    """Return how far a free-standing sign stands from the footway."""
    if subject.layout.form != "freestanding":
        return nothing(*_OTHER_FORM)
    stated = subject.amount("footway_distance")
    if stated is None:
        return lacking(("独立式招牌与人行道的距离", "the distance of the sign from the footway"), SURVEYOR)
    return found(stated, Unit.MM, rect_mark(subject.rect))
