"""A survey turned into a specification: the sign that goes into what was really found there."""

from __future__ import annotations

import math
from dataclasses import replace

from signage.design import SignSpec
from signage.errors import InputError, Location
from signage.frontage import FrontagePlan
from signage.survey.compare import level_of
from signage.survey.model import Measured, Measurement, Survey

_STEP_MM = 10.0  # sizes are ordered in whole centimetres, rounded towards the smaller
_NEEDED = (Measured.UNIT_WIDTH, Measured.BAND_BOTTOM, Measured.BAND_TOP)


def fitted_spec(survey: Survey, plan: FrontagePlan, wanted: SignSpec) -> SignSpec:
    """Return a specification fitted to the measured place; what is wanted smaller stays as it is.

    Each measure counts with its tolerance against the sign, so that it goes in even where the place is smallest: width
    at most the unit's, height at most between the band's edges, bottom edge on the band's lower edge.

    Args:
        survey: With the unit's width and both edges of the band.
        plan: Its plan, for the pavement when levels were measured from there.
        wanted: Kind, text and all else; its size is the largest that is wanted.

    Raises:
        InputError: One of the three is not measured, or no room is left between the band's edges.
        NotFound: The plan has no such unit.
    """
    face, unit = plan.find_unit(survey.unit_id)
    found = {what: survey.of(what) for what in _NEEDED}
    missing = [what.value for what, measurement in found.items() if measurement is None]
    if missing:
        raise InputError("survey.cannot_fit", at=Location(field=missing[0]), missing=", ".join(missing))
    width, bottom, top = (m for m in found.values() if m is not None)
    low = level_of(bottom, survey, face, unit) + bottom.tolerance_mm
    high = level_of(top, survey, face, unit) - top.tolerance_mm
    room = _down(high - low)
    across = _down(_least(width))
    if room < _STEP_MM or across < _STEP_MM:
        raise InputError("survey.no_room", at=Location(field="band_top"), height=f"{high - low:.0f}")
    height_mm = min(wanted.height_mm, room)
    on_step = math.ceil(low / _STEP_MM - 1e-9) * _STEP_MM
    bottom_mm = on_step if on_step + height_mm <= high + 1e-6 else low
    return replace(
        wanted,
        width_mm=min(wanted.width_mm, across),
        height_mm=height_mm,
        position=replace(wanted.position, bottom_mm=bottom_mm),
    )


def _least(measurement: Measurement) -> float:
    return measurement.value_mm - measurement.tolerance_mm


def _down(length_mm: float) -> float:
    return math.floor(length_mm / _STEP_MM + 1e-9) * _STEP_MM
