"""Ends of a pavement line that miss the face's ends by the rounding of whoever wrote them down."""

from __future__ import annotations

from dataclasses import replace

from signage.errors import Param
from signage.frontage.model import Frontage, FrontagePlan
from signage.frontage.problems import PlanProblem, Severity, problem_at
from signage.geometry import Point
from signage.units import length_ticks

# A millimetre: what is lost when a plan is written in whole ones. A wider gap was not surveyed and stays an error.
TOLERANCE_MM = 1.0


def with_ends_drawn_out(plan: FrontagePlan) -> tuple[FrontagePlan, tuple[PlanProblem, ...]]:
    """Return the plan with pavement lines drawn out level to the face's ends, and a warning for each end moved."""
    faces, problems = [], []
    for face in plan.faces:
        mended, told = _face(face)
        faces.append(mended)
        problems += told
    return (replace(plan, faces=tuple(faces)) if problems else plan), tuple(problems)


def _face(face: Frontage) -> tuple[Frontage, list[PlanProblem]]:
    line, told = list(face.pavement), []
    for index, gap, end in ((0, line[0].x, 0.0), (-1, face.width_mm - line[-1].x, face.width_mm)):
        if 0 < length_ticks(gap) <= length_ticks(TOLERANCE_MM):
            line[index] = Point(end, line[index].y)
            params: dict[str, Param] = {"at_mm": f"{end:g}", "gap_mm": f"{gap:.2f}", "most_mm": f"{TOLERANCE_MM:g}"}
            told.append(problem_at("pavement_drawn_out", face, "", (line[index],), Severity.WARNING, **params))
    return (replace(face, pavement=tuple(line)) if told else face), told
