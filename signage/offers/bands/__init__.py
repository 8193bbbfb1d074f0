"""Pre-planning: sign bands for every unit of a building, laid out by the books in force.

The limits are the books' own: a probe sign is measured at each unit, and what its rules ask is read off their
evaluation. Physical room comes from the plan. Every band that is handed back was checked again in full.
"""

from signage.offers.bands.lay import can_be_laid, propose_bands
from signage.offers.bands.model import BandLayout, BandRow, BandRun, BandWish, Remark
from signage.offers.bands.revision import next_revision
from signage.offers.bands.table import band_table

__all__ = [
    "BandLayout",
    "BandRow",
    "BandRun",
    "BandWish",
    "Remark",
    "band_table",
    "can_be_laid",
    "next_revision",
    "propose_bands",
]
