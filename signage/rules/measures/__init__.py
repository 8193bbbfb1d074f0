"""Named measures: pure functions from a proposal to a quantity, a text or words, with the place on the elevation.

`measure_of` looks one up; books may name nothing else. A measure is taken when a rule asks for it and once per check.
"""

from signage.rules.measures import (
    area_methods,
    colour_measures,
    content_measures,
    count_measures,
    england_measures,
    freestanding_measures,
    hanging_measures,
    legibility_measures,
    light_measures,
    material_measures,
    new_york_measures,
    place_measures,
    position_measures,
    projecting_measures,
    site_measures,
    size_measures,
    street_signs,
    text_measures,
    town_measures,
    track_measures,
    walkway_measures,
)
from signage.rules.measures.fact_forms import FACT_FORMS, Fact, FactForm, NotUnderstood, told
from signage.rules.measures.measurement import Gauge, Measure, Measurement, Missing, Words, registry
from signage.rules.measures.subject import Subject

FAMILIES = (
    place_measures,
    site_measures,
    size_measures,
    light_measures,
    text_measures,
    area_methods,
    street_signs,
    england_measures,
    new_york_measures,
    walkway_measures,
    town_measures,
    position_measures,
    projecting_measures,
    hanging_measures,
    freestanding_measures,
    count_measures,
    colour_measures,
    material_measures,
    track_measures,
    content_measures,
    legibility_measures,
)


def measure_of(name: str) -> Measure | None:
    """Return a measure by name, or None."""
    return registry().get(name)


def measure_names() -> tuple[str, ...]:
    """Return the names of all measures, sorted."""
    return tuple(sorted(registry()))


__all__ = [
    "FACT_FORMS",
    "FAMILIES",
    "Fact",
    "FactForm",
    "Gauge",
    "Measure",
    "Measurement",
    "Missing",
    "NotUnderstood",
    "Subject",
    "Words",
    "measure_names",
    "measure_of",
    "told",
]
