"""What a finding is about (place, size, light, colour, content), so that a reader meets related ones together."""

from __future__ import annotations

from enum import StrEnum

from signage.rules.findings import Finding
from signage.rules.measures import measure_of
from signage.units import Unit, same_kind


class Concern(StrEnum):
    """What a rule is about, in the order in which a sign is put right."""

    PLACE = "place"
    NUMBER = "number"
    SIZE = "size"
    LIGHT = "light"
    COLOUR = "colour"
    MATERIAL = "material"
    CONTENT = "content"
    SITE = "site"


# What most measures of a file are about.
FAMILIES = {
    "area_methods": Concern.SIZE,
    "colour_measures": Concern.COLOUR,
    "content_measures": Concern.CONTENT,
    "count_measures": Concern.NUMBER,
    "england_measures": Concern.SITE,
    "freestanding_measures": Concern.PLACE,
    "hanging_measures": Concern.PLACE,
    "legibility_measures": Concern.SIZE,
    "light_measures": Concern.LIGHT,
    "material_measures": Concern.MATERIAL,
    "new_york_measures": Concern.PLACE,
    "place_measures": Concern.PLACE,
    "position_measures": Concern.PLACE,
    "projecting_measures": Concern.PLACE,
    "site_measures": Concern.SITE,
    "size_measures": Concern.SIZE,
    "street_signs": Concern.SIZE,
    "text_measures": Concern.CONTENT,
    "town_measures": Concern.SIZE,
    "track_measures": Concern.SIZE,
    "walkway_measures": Concern.PLACE,
}
# Measures that stand in a file for the sake of what they read, not of what they are about.
_OTHERWISE: dict[Concern, tuple[str, ...]] = {
    Concern.PLACE: (
        "mounting", "carrier", "form", "band_kind", "bottom_level", "first_floor_window_level", "grouped",
        "restricted_place",
    ),
    Concern.NUMBER: ("sign_count", "parallel_count", "projecting_count", "business_projecting", "face_number"),
    Concern.SIZE: (
        "neighbour_height_step", "neighbour_depth_step", "side_area", "side_class", "side_diameter", "side_height",
        "side_longest", "side_width", "projection_in", "sign_height_in", "window_sign_area", "face_share_3600",
        "forecourt_area", "frontage_area_4600", "frontage_area_to_top",
    ),
    Concern.LIGHT: ("is_lit", "light_contrast", "lit_parts", "motion"),
    Concern.COLOUR: ("palette_distance", "block_main_colours"),
    Concern.CONTENT: ("second_line", "sign_purpose"),
    Concern.SITE: (
        "area_code", "broken_front", "building_height", "entrances", "historic_street",
        "open_all_day", "premises_use", "road_width", "small_side_case", "special_street", "unified_design",
        "zoning_district",
    ),
}  # fmt: skip
_BY_NAME = {name: concern for concern, names in _OTHERWISE.items() for name in names}


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
    return named or FAMILIES.get(family) or (_by_unit(measure.unit) if measure.unit else Concern.CONTENT)


def _by_unit(unit: Unit) -> Concern:
    if unit in (Unit.CD_M2, Unit.KELVIN):
        return Concern.LIGHT
    return Concern.COLOUR if unit is Unit.DELTA_E else Concern.SIZE
