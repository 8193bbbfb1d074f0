"""What was measured against the frontage plan: amounts, and whether the tolerance explains them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from signage.errors import InputError, Location
from signage.frontage import Frontage, FrontagePlan, Unit, Unsurveyed
from signage.geometry import polyline_y_max
from signage.locale import Lang, text
from signage.survey.model import LEVELS, Datum, Measured, Measurement, Survey
from signage.units import length_ticks


class Outcome(StrEnum):
    """How a measure stands to the plan."""

    AGREES = "agrees"
    DEVIATES = "deviates"
    NOT_IN_PLAN = "not_in_plan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """One measured length beside the plan's.

    Attributes:
        measured_mm: As measured, levels over ±0.000.
        planned_mm: By the plan, None when it holds no such thing for the unit.
    """

    what: Measured
    measured_mm: float
    tolerance_mm: float
    planned_mm: float | None

    @property
    def difference_mm(self) -> float | None:
        """Measured less planned; None when the plan holds nothing."""
        return None if self.planned_mm is None else self.measured_mm - self.planned_mm

    @property
    def outcome(self) -> Outcome:
        """Whether the measure's own tolerance explains the difference, compared on 0.01 mm."""
        if self.difference_mm is None:
            return Outcome.NOT_IN_PLAN
        is_within = abs(length_ticks(self.difference_mm)) <= length_ticks(self.tolerance_mm)
        return Outcome.AGREES if is_within else Outcome.DEVIATES

    def sentence(self, lang: Lang | None = None) -> str:
        """Return it in words, with amounts."""
        difference = self.difference_mm
        return text(
            f"survey.said_{self.outcome.value}",
            lang,
            what=what_word(self.what, lang),
            measured=f"{self.measured_mm:.0f}",
            tolerance=f"{self.tolerance_mm:.0f}",
            planned="—" if self.planned_mm is None else f"{self.planned_mm:.0f}",
            difference="—" if difference is None else f"{round(difference):+d}",
        )


def what_word(what: Measured, lang: Lang | None = None) -> str:
    """Return what people call a measured thing."""
    return text(f"survey.what_{what.value}", lang)


def deviations(survey: Survey, plan: FrontagePlan) -> tuple[Deviation, ...]:
    """Return every measurement of a survey beside the plan's own figure.

    Args:
        survey: Levels over its datum; the pavement's is the highest point under the unit.
        plan: The revision that the survey was made against, or the one now in force.

    Raises:
        NotFound: The plan has no such unit.
        InputError: Levels were measured from the pavement, and neither plan nor survey says where that lies.
    """
    face, unit = plan.find_unit(survey.unit_id)
    return tuple(
        Deviation(
            what=m.what,
            measured_mm=level_of(m, survey, face, unit),
            tolerance_mm=m.tolerance_mm,
            planned_mm=_PLANNED[m.what](face, unit),
        )
        for m in survey.measurements
    )


def level_of(measurement: Measurement, survey: Survey, face: Frontage, unit: Unit) -> float:
    """Return a measured length with levels over ±0.000.

    Raises:
        InputError: Its datum is the pavement, and nobody says where that lies.
    """
    if survey.datum is Datum.FLOOR or measurement.what not in LEVELS:
        return measurement.value_mm
    own = survey.of(Measured.PAVEMENT)
    ground = own.value_mm if own is not None else pavement_level(face, unit)
    if ground is None:
        raise InputError("survey.no_pavement", at=Location(field="datum"))
    return measurement.value_mm + ground


def pavement_level(face: Frontage, unit: Unit) -> float | None:
    """Return the highest pavement level under a unit over ±0.000, None where the plan does not know it."""
    if Unsurveyed.PAVEMENT in face.unsurveyed:
        return None
    return polyline_y_max(face.pavement, unit.x0_mm, unit.x1_mm)


def _band_bottom(face: Frontage, unit: Unit) -> float | None:
    band = face.band_of(unit.id)
    return None if band is None else band.rect.y0


def _band_top(face: Frontage, unit: Unit) -> float | None:
    band = face.band_of(unit.id)
    return None if band is None else band.rect.y1


def _opening_top(face: Frontage, unit: Unit) -> float | None:
    return max((o.rect.y1 for o in face.openings if o.unit == unit.id and o.storey == unit.storey), default=None)


def _sill_above(face: Frontage, unit: Unit) -> float | None:
    above = face.storey(unit.storey + 1)
    if above is not None and above.sill_mm is not None:
        return above.sill_mm
    over = [
        o.rect.y0
        for o in face.openings
        if o.storey == unit.storey + 1 and o.rect.x0 < unit.x1_mm and unit.x0_mm < o.rect.x1
    ]
    return min(over, default=None)


def _storey_top(face: Frontage, unit: Unit) -> float | None:
    storey = None if Unsurveyed.STOREYS in face.unsurveyed else face.storey(unit.storey)
    return None if storey is None else storey.top_mm


def _canopy_bottom(face: Frontage, unit: Unit) -> float | None:
    return min((c.rect.y0 for c in face.canopies if c.rect.x0 < unit.x1_mm and unit.x0_mm < c.rect.x1), default=None)


def _canopy_projection(face: Frontage, unit: Unit) -> float | None:
    over = [c.projection_mm for c in face.canopies if c.rect.x0 < unit.x1_mm and unit.x0_mm < c.rect.x1]
    return max(over, default=None)


def _existing(face: Frontage, unit: Unit, side: str) -> float | None:
    signs = [s.rect for s in face.signs if s.unit == unit.id]
    if len(signs) != 1:  # none, or several: which one was measured is not said
        return None
    return {"width": signs[0].width, "height": signs[0].height, "bottom": signs[0].y0}[side]


_PLANNED: dict[Measured, Callable[[Frontage, Unit], float | None]] = {
    Measured.UNIT_WIDTH: lambda _, unit: unit.x1_mm - unit.x0_mm,
    Measured.BAND_BOTTOM: _band_bottom,
    Measured.BAND_TOP: _band_top,
    Measured.OPENING_TOP: _opening_top,
    Measured.SILL_ABOVE: _sill_above,
    Measured.STOREY_TOP: _storey_top,
    Measured.CANOPY_BOTTOM: _canopy_bottom,
    Measured.CANOPY_PROJECTION: _canopy_projection,
    Measured.PAVEMENT: pavement_level,
    Measured.FOOTWAY_WIDTH: lambda face, _: face.road.footway_mm if face.road is not None else None,
    Measured.EXISTING_WIDTH: lambda face, unit: _existing(face, unit, "width"),
    Measured.EXISTING_HEIGHT: lambda face, unit: _existing(face, unit, "height"),
    Measured.EXISTING_BOTTOM: lambda face, unit: _existing(face, unit, "bottom"),
}
