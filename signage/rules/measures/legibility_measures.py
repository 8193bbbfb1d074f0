"""Whether the text can be read and made: strokes, reading distance. Advice of designers, no law (STANDARDS §2.5)."""

from __future__ import annotations

from signage.rules.measures.measurement import Measurement, found, measure, nothing, rect_mark
from signage.rules.measures.subject import Subject
from signage.units import Unit

_FEET_PER_INCH = 30  # legibility index of the USSC: one inch of letter for 30 ft of distance
_NO_TEXT = ("本招牌没有文字", "the sign has no text")


@measure(
    "stroke_width",
    Unit.MM,
    ("最细笔画宽度", "thinnest stroke"),
    "Thinnest stroke over all lines, by circles inscribed along the strokes' middle.",
)
def stroke_width(subject: Subject) -> Measurement:
    """Return the thinnest stroke of the sign's letters."""
    lines = subject.layout.lines
    if not lines:
        return nothing(*_NO_TEXT)
    worst = min(lines, key=lambda line: line.thinnest_stroke_mm)
    return found(worst.thinnest_stroke_mm, Unit.MM, rect_mark(worst.ink.moved(*subject.face_shift)))


@measure(
    "legibility_distance",
    Unit.MM,
    ("可识读距离", "reading distance"),
    "Distance from which the name can be read: 30 ft for an inch of letter height, that is 360 letter heights (USSC).",
)
def legibility_distance(subject: Subject) -> Measurement:
    """Return the distance from which the name's letters can be read."""
    lines = subject.layout.lines
    if not lines:
        return nothing(*_NO_TEXT)
    line = lines[0]
    mark = rect_mark(line.ink.moved(*subject.face_shift))
    return found(line.letter_height_mm * 12 * _FEET_PER_INCH, Unit.MM, mark)


@measure(
    "viewing_distance",
    Unit.MM,
    ("观看距离", "viewing distance"),
    "From where the sign is to be read: the fact `viewing_distance` (mm), else the far side of the road by the plan.",
    facts=("viewing_distance",),
)
def viewing_distance(subject: Subject) -> Measurement:
    """Return the distance from which the sign is to be read."""
    stated, road = subject.amount("viewing_distance"), subject.face.road
    if stated is not None:
        return found(stated, Unit.MM)
    if road is None or road.width_mm is None:
        return nothing("未给出观看距离，也没有道路宽度", "neither a viewing distance nor a road width is given")
    return found(road.width_mm + (road.kerb_mm or 0.0), Unit.MM)
