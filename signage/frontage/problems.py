"""What is wrong with a plan, as values: all of it at once, each with its place on the face."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from signage.errors import Location, Param, PlanError
from signage.frontage.model import Frontage
from signage.geometry import Point, Rect
from signage.locale import Lang, describe, text

Place = Rect | tuple[Point, ...]


class Severity(StrEnum):
    """How bad a problem is."""

    ERROR = "error"  # the plan cannot be used
    WARNING = "warning"  # it can, and somebody should look


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanProblem:
    """One thing that is wrong with a plan.

    Attributes:
        code: Key of the message catalogue, such as `plan.units_overlap`.
        params: Values for the placeholders of its message.
        severity: Error or warning.
        face: Id of the face, empty when the problem is the whole file's.
        place: Where on the face (elevation space, mm): a box or points; None when it has no place there.
        at: Where in the file, as far as known.
    """

    code: str
    params: dict[str, Param] = field(default_factory=dict)
    severity: Severity = Severity.ERROR
    face: str = ""
    place: Place | None = None
    at: Location | None = None

    @property
    def is_error(self) -> bool:
        """Whether the plan cannot be used because of it."""
        return self.severity is Severity.ERROR

    def as_error(self) -> PlanError:
        """Return the problem as the exception that says the same."""
        return PlanError(self.code, at=self.at, **self.params)

    def words(self, lang: Lang = Lang.ZH) -> str:
        """Return where it is in file and face, what is wrong and what to do, as one line."""
        told = describe(self.as_error(), lang)
        place = self.spot(lang)
        if not place:
            return str(told)
        at = str(told.location or "")
        return f"{at}{' ' if at and lang is Lang.EN else ''}{place}: {replace(told, location=None)}"

    def spot(self, lang: Lang = Lang.ZH) -> str:
        """Return its place on the face in brackets, in mm; empty when it has none."""
        if not self.place:
            return ""
        box = self.place if isinstance(self.place, Rect) else Rect.around(self.place)
        return text("plan.spot", lang, x=_span(box.x0, box.x1, lang), y=_span(box.y0, box.y1, lang))

    def sentence(self, lang: Lang = Lang.ZH) -> str:
        """Return what is wrong, as one sentence."""
        return describe(self.as_error(), lang).message


def _span(low: float, high: float, lang: Lang) -> str:
    ends = [f"{round(value):d}" for value in (low, high)]
    return ends[0] if ends[0] == ends[1] else f" {text('plan.to', lang)} ".join(ends)


def problem_at(
    code: str,
    face: Frontage,
    part: str,
    place: Place | None,
    severity: Severity = Severity.ERROR,
    **params: Param,
) -> PlanProblem:
    """Return a problem of a part of a face; `part` is `units:S1-03` and the like."""
    at = Location(field=part)
    return PlanProblem(code=f"plan.{code}", params=params, severity=severity, face=face.id, place=place, at=at)
