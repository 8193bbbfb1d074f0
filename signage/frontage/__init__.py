"""The building face: its model, its readers, whether the plan is sane, and where a sign goes on it.

Elevation space: millimetres, x right seen from the street, y up from the building's ±0.000, z out of the wall.
"""

from signage.frontage.model import (
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
    SignBand,
    Storey,
    Unit,
)
from signage.frontage.placed import PlacedSign, Proposal

__all__ = [
    "Bay",
    "Canopy",
    "Column",
    "ExistingSign",
    "Frontage",
    "FrontagePlan",
    "LightingZone",
    "Opening",
    "OpeningKind",
    "PlacedSign",
    "Proposal",
    "Roadway",
    "SignBand",
    "Storey",
    "Unit",
]
