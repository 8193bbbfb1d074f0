"""Is a survey fit to be recorded? Who, when, how many officers, and lengths that a street front can have."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import replace
from datetime import date

from signage.errors import InputError, Location
from signage.survey.model import LEVELS, Measured, Measurement, Survey, Surveyor

_LONGEST_MM = 100_000.0
_LONGEST_TOLERANCE_MM = 200.0
_LONGEST_TEXT = 60
_LONGEST_REMARKS = 2000
_MOST_PHOTOS = 20


def checked_survey(survey: Survey, today: date) -> Survey:
    """Return a survey with its texts in normal form.

    Raises:
        InputError: Something is missing or impossible; the error names the field and what to do.
    """
    surveyors = tuple(one for one in (_surveyor(s) for s in survey.surveyors) if one.name)
    if not surveyors:
        raise InputError("survey.nobody", at=Location(field="surveyors"))
    if survey.is_official:
        _refuse_one_officer(surveyors)
    if survey.surveyed_on > today:
        at = Location(field="surveyed_on")
        raise InputError("survey.in_future", at=at, day=survey.surveyed_on.isoformat(), today=today.isoformat())
    if not survey.measurements:
        raise InputError("survey.nothing_measured", at=Location(field="measurements"))
    if len(survey.photos) > _MOST_PHOTOS:
        raise InputError("survey.too_many_photos", at=Location(field="photos"), most=_MOST_PHOTOS)
    seen: set[Measured] = set()
    for measurement in survey.measurements:
        _check(measurement)
        if measurement.what in seen:
            at = Location(field=measurement.what.value)
            raise InputError("survey.twice", at=at, what=measurement.what.value)
        seen.add(measurement.what)
    return replace(
        survey,
        surveyors=surveyors,
        measurements=tuple(
            replace(m, instrument=_clean(m.instrument), note=_clean(m.note)) for m in survey.measurements
        ),
        remarks=_clean(survey.remarks, _LONGEST_REMARKS, keep_lines=True),
    )


def _refuse_one_officer(surveyors: tuple[Surveyor, ...]) -> None:
    """Refuse an official survey by fewer than two officers who can be told apart (行政许可法 art 34).

    Raises:
        InputError: They are fewer than two, one of them has no number, or two of them are one person.
    """
    at = Location(field="surveyors")
    if len(surveyors) < 2:
        raise InputError("survey.two_officers", at=at, count=len(surveyors))
    if any(not one.number for one in surveyors):
        raise InputError("survey.officer_number", at=at)
    if len({s.number.casefold() for s in surveyors}) < len(surveyors) or len({s.name for s in surveyors}) < 2:
        raise InputError("survey.same_officer", at=at)


def _check(measurement: Measurement) -> None:
    at = Location(field=measurement.what.value)
    value, tolerance = measurement.value_mm, measurement.tolerance_mm
    least = -_LONGEST_MM if measurement.what in (*LEVELS, Measured.PAVEMENT) else 1.0
    if not (math.isfinite(value) and least <= value <= _LONGEST_MM):
        raise InputError("survey.impossible", at=at, what=measurement.what.value, value=f"{value:g}")
    if not (math.isfinite(tolerance) and 0 < tolerance <= _LONGEST_TOLERANCE_MM):
        raise InputError("survey.tolerance", at=at, what=measurement.what.value, most=f"{_LONGEST_TOLERANCE_MM:g}")
    if not measurement.instrument.strip():
        raise InputError("survey.instrument", at=at, what=measurement.what.value)


def _surveyor(one: Surveyor) -> Surveyor:
    return Surveyor(name=_clean(one.name), number=_clean(one.number))


def _clean(words: str, longest: int = _LONGEST_TEXT, *, keep_lines: bool = False) -> str:
    kept = unicodedata.normalize("NFC", words)
    allowed = "\n" if keep_lines else ""
    kept = "".join(c for c in kept if c in allowed or not unicodedata.category(c).startswith("C"))
    return kept.strip()[:longest]
