"""The building face: its model, its readers, whether the plan is sane, and where a sign goes on it.

Elevation space: millimetres, x right seen from the street, y up from the building's ±0.000, z out of the wall.
"""

from signage.frontage.beyond import BEYOND, Beyond, adjoining_span, beyond_units, beyond_words
from signage.frontage.fit import usual_offset, usual_size
from signage.frontage.model import (
    Arcade,
    Bay,
    Canopy,
    Column,
    ExistingSign,
    Frontage,
    FrontagePlan,
    LightingZone,
    Opening,
    OpeningKind,
    Roadway,
    Roof,
    SignBand,
    Storey,
    Unit,
    Unsurveyed,
)
from signage.frontage.place import place, sign_span
from signage.frontage.placed import PlacedSign, Proposal, staying
from signage.frontage.problems import PlanProblem, Severity
from signage.frontage.read_json import inspect_plan, parse_plan, plan_schema, read_plan
from signage.frontage.register import PlanRegister
from signage.frontage.standing import replaceable, with_standing
from signage.frontage.stepping import Step, steps_between
from signage.frontage.street import faces_along
from signage.frontage.survey import (
    Neighbour,
    band_part,
    clear_spacing,
    in_colonnade,
    lowest_clearance,
    neighbours,
    pavement_under,
    shopfront_height,
    signs_of,
    unit_span,
)
from signage.frontage.unsurveyed import NotSurveyed, guarded, must_be_surveyed, parts_in_words
from signage.frontage.validate import validate
from signage.frontage.write_json import write_plan

__all__ = [
    "BEYOND",
    "Arcade",
    "Bay",
    "Beyond",
    "Canopy",
    "Column",
    "ExistingSign",
    "Frontage",
    "FrontagePlan",
    "LightingZone",
    "Neighbour",
    "NotSurveyed",
    "Opening",
    "OpeningKind",
    "PlacedSign",
    "PlanProblem",
    "PlanRegister",
    "Proposal",
    "Roadway",
    "Roof",
    "Severity",
    "SignBand",
    "Step",
    "Storey",
    "Unit",
    "Unsurveyed",
    "adjoining_span",
    "band_part",
    "beyond_units",
    "beyond_words",
    "clear_spacing",
    "faces_along",
    "guarded",
    "in_colonnade",
    "inspect_plan",
    "lowest_clearance",
    "must_be_surveyed",
    "neighbours",
    "parse_plan",
    "parts_in_words",
    "pavement_under",
    "place",
    "plan_schema",
    "read_plan",
    "replaceable",
    "shopfront_height",
    "sign_span",
    "signs_of",
    "staying",
    "steps_between",
    "unit_span",
    "usual_offset",
    "usual_size",
    "validate",
    "with_standing",
    "write_plan",
]
