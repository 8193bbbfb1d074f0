"""How large a sign is by the tests that decide between permit, filing and guidance (大型户外招牌)."""

from __future__ import annotations

from signage.rules.measures.measurement import Measurement, area_of, found, measure, rect_mark
from signage.rules.measures.subject import Subject
from signage.units import Unit


@measure(
    "face_longest",
    Unit.MM,
    ("招牌最长边", "longest side of the face"),
    "Longer of width and height of the sign's own face, supports apart; that of a projecting sign looks along the "
    "street.",
)
def face_longest(subject: Subject) -> Measurement:
    """Return the longest side of the sign's face."""
    envelope = subject.layout.envelope
    return found(max(envelope.width, envelope.height), Unit.MM, rect_mark(subject.rect))


@measure(
    "face_area",
    Unit.M2,
    ("招牌单面面积", "area of one face"),
    "Width times height of the sign's own face, supports apart (one rectangle).",
)
def face_area(subject: Subject) -> Measurement:
    """Return the area of one face of the sign."""
    return Measurement(quantity=area_of(subject.layout.envelope.area), where=(rect_mark(subject.rect),))
