"""How many faces of a sign count: two faces that lie close together or nearly back to back are one.

Codes draw the line differently; each way is a `FaceRule` and named by its code in the book that uses it.
"""

from __future__ import annotations

from dataclasses import dataclass

from signage.rules.measures.measurement import Measurement, Words, lacking
from signage.rules.measures.subject import Subject
from signage.rules.measures.suppliers import APPLICANT
from signage.units import Quantity, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceRule:
    """When two faces count once; every bound belongs to it.

    Attributes:
        angle_deg: Greatest angle between the faces; 0 is parallel, back to back.
        apart: Greatest distance between them, None when the code names none.
    """

    angle_deg: float
    apart: Quantity | None = None

    def merges(self, angle_deg: float, apart_mm: float) -> bool:
        """Return whether two faces at an angle and a distance count once, compared on the quantum."""
        if Quantity(angle_deg, Unit.DEGREE).compare(Quantity(self.angle_deg, Unit.DEGREE)) > 0:
            return False
        return self.apart is None or Quantity(apart_mm, Unit.MM).compare(self.apart) <= 0


PARALLEL_2FT = FaceRule(angle_deg=0.0, apart=Quantity(2.0, Unit.FOOT))
ANGLE_15_48IN = FaceRule(angle_deg=15.0, apart=Quantity(48.0, Unit.INCH))
ANGLE_30 = FaceRule(angle_deg=30.0)
ANGLE_60 = FaceRule(angle_deg=60.0)


def counted_area(areas: tuple[float, ...], angle_deg: float, apart_mm: float, rule: FaceRule) -> float:
    """Return the area of a sign's faces: the larger one when they count once, else their sum.

    Args:
        areas: Area of each face, one or two.
        angle_deg: Angle between the two faces.
        apart_mm: Distance between them where it is greatest.
        rule: When they count once.
    """
    return max(areas) if len(areas) < 2 or rule.merges(angle_deg, apart_mm) else sum(areas)


def faces_of(subject: Subject) -> tuple[int, float, float] | Measurement:
    """Return the number of faces, the angle between them and how far apart they are, or what is lacking.

    A box read from both sides has parallel faces, as far apart as it is thick. Faces that open to a V are stated by
    the facts `face_angle_deg` and `face_gap_mm`.
    """
    layout = subject.layout
    if layout.faces < 2:
        return 1, 0.0, 0.0
    angle, gap = subject.fact("face_angle_deg"), subject.fact("face_gap_mm")
    if angle is None:
        return layout.faces, 0.0, layout.thickness_mm
    if not _is_number(angle):
        return lacking(_ANGLE, APPLICANT)
    if not _is_number(gap):
        return lacking(_GAP, APPLICANT)
    return layout.faces, float(str(angle)), float(str(gap))


_ANGLE: Words = ("两面夹角的度数", "the angle between the faces, as a number of degrees")
_GAP: Words = ("两面之间的最大距离", "the greatest distance between the faces")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
