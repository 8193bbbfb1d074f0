"""What a workshop needs to make a sign (加工资料): parts, plates, light sources, supplies, weight, cost, wind, fixings.

`make_pack` works it out from a laid-out sign; the tables under `templates/fabrication/` hold stock, making, light
sources, wind figures and prices. What the tables have no rule for is listed as such and never guessed.
"""

from signage.fabrication.anchors import wall_points
from signage.fabrication.blanks import Blank, blank_of
from signage.fabrication.build_up import MadeOf, build_up
from signage.fabrication.cut_list import CutSheet, cut_sheets
from signage.fabrication.cut_shapes import CutShape, Fold, Hole
from signage.fabrication.drilling import Drilled, is_clamped
from signage.fabrication.files import (
    FORM,
    estimate_words,
    excluded_words,
    pack_digest,
    pack_json,
    parts_csv,
    remark_words,
    whole_yuan,
    yuan,
)
from signage.fabrication.led_map import Spot, corners_of
from signage.fabrication.lighting import LitPiece
from signage.fabrication.measures import Measured, measured
from signage.fabrication.moments import stands_on_ground
from signage.fabrication.numbering import part_numbers, span_of
from signage.fabrication.pack import WorkshopPack, drilled_of, make_pack
from signage.fabrication.prices import Price, Prices, read_prices
from signage.fabrication.structure import Due
from signage.fabrication.tables import Tables
from signage.fabrication.values import Certainty, Figure, Group, Moment, Part, Remark, Unit
from signage.fabrication.wind import Site, WindCase, WindLoad, wind_load, wind_pressure

__all__ = [
    "FORM",
    "Blank",
    "Certainty",
    "CutShape",
    "CutSheet",
    "Drilled",
    "Due",
    "Figure",
    "Fold",
    "Group",
    "Hole",
    "LitPiece",
    "MadeOf",
    "Measured",
    "Moment",
    "Part",
    "Price",
    "Prices",
    "Remark",
    "Site",
    "Spot",
    "Tables",
    "Unit",
    "WindCase",
    "WindLoad",
    "WorkshopPack",
    "blank_of",
    "build_up",
    "corners_of",
    "cut_sheets",
    "drilled_of",
    "estimate_words",
    "excluded_words",
    "is_clamped",
    "make_pack",
    "measured",
    "pack_digest",
    "pack_json",
    "part_numbers",
    "parts_csv",
    "read_prices",
    "remark_words",
    "span_of",
    "stands_on_ground",
    "wall_points",
    "whole_yuan",
    "wind_load",
    "wind_pressure",
    "yuan",
]
