"""What a finding is about (place, size, light, colour, content), so that a reader meets related ones together."""

from __future__ import annotations

from enum import StrEnum

from signage.rules.findings import Finding
from signage.rules.measures import measure_of
from signage.units import Unit, same_kind


class Concern(StrEnum):
    """What a rule is about, in the order in which a sign is put right."""

    PLACE = "place"
    SIZE = "size"
    LIGHT = "light"
    COLOUR = "colour"
    CONTENT = "content"


_FAMILIES = {
    "place_measures": Concern.PLACE,
    "site_measures": Concern.PLACE,
    "size_measures": Concern.SIZE,
    "light_measures": Concern.LIGHT,
    "text_measures": Concern.CONTENT,
}
# Measures that stand in a family for the sake of what they read, not of what they are about.
_BY_NAME = {
    "palette_distance": Concern.COLOUR,
    "neighbour_height_step": Concern.SIZE,
    "neighbour_depth_step": Concern.SIZE,
    "mounting": Concern.PLACE,
    "carrier": Concern.PLACE,
    "form": Concern.PLACE,
    "second_line": Concern.CONTENT,
    "unified_design": Concern.CONTENT,
}


def concern_of(finding: Finding) -> Concern:
    """Return what a finding is about, by its measure; one whose measure is not known goes by what was found."""
    measure = measure_of(finding.measure)
    if measure is None:
        unit = getattr(finding.measured, "unit", None)
        return _by_unit(unit) if isinstance(unit, Unit) else Concern.CONTENT
    named = _BY_NAME.get(measure.name)
    if named is None and measure.unit is not None and same_kind(measure.unit, Unit.DELTA_E):
        named = Concern.COLOUR
    family = measure.take.__module__.rpartition(".")[2]
    return named or _FAMILIES.get(family) or (_by_unit(measure.unit) if measure.unit else Concern.CONTENT)


def _by_unit(unit: Unit) -> Concern:
    if unit in (Unit.CD_M2, Unit.KELVIN):
        return Concern.LIGHT
    return Concern.COLOUR if unit is Unit.DELTA_E else Concern.SIZE
