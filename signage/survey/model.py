"""A survey on site (现场勘测) as the design office records it, as frozen values. Lengths in mm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Measured(StrEnum):
    """What is measured; the words are in the locale file `survey`."""

    UNIT_WIDTH = "unit_width"  # 铺面净宽
    BAND_BOTTOM = "band_bottom"  # 招牌位下沿
    BAND_TOP = "band_top"  # 招牌位上沿
    OPENING_TOP = "opening_top"  # 门窗洞口上沿
    SILL_ABOVE = "sill_above"  # 上层窗台
    STOREY_TOP = "storey_top"  # 上层楼面
    CANOPY_BOTTOM = "canopy_bottom"  # 雨篷底
    CANOPY_PROJECTION = "canopy_projection"  # 雨篷出挑
    PAVEMENT = "pavement"  # 门前人行道标高
    FOOTWAY_WIDTH = "footway_width"  # 人行道宽
    EXISTING_WIDTH = "existing_width"  # 现状招牌宽
    EXISTING_HEIGHT = "existing_height"  # 现状招牌高
    EXISTING_BOTTOM = "existing_bottom"  # 现状招牌下沿


LEVELS = frozenset(
    {
        Measured.BAND_BOTTOM,
        Measured.BAND_TOP,
        Measured.OPENING_TOP,
        Measured.SILL_ABOVE,
        Measured.STOREY_TOP,
        Measured.CANOPY_BOTTOM,
        Measured.EXISTING_BOTTOM,
    }
)
"""What is a level over the survey's datum; all else is a distance of its own."""


class Datum(StrEnum):
    """What levels were measured from."""

    FLOOR = "floor"  # ±0.000, finished ground floor
    PAVEMENT = "pavement"  # the highest point of the pavement under the unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Surveyor:
    """Who measured.

    Attributes:
        number: Staff or law-enforcement number; needed of both officers of an official survey.
    """

    name: str
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One measured length.

    Attributes:
        tolerance_mm: By how much it may be wrong, as the person who measured states it.
        instrument: What it was measured with.
    """

    what: Measured
    value_mm: float
    tolerance_mm: float
    instrument: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePhoto:
    """A photo of the survey, made anew at the door.

    Attributes:
        digest: Of the picture as it is kept.
        preview: Digest of the smaller picture that pages show.
    """

    digest: str
    preview: str
    file_name: str
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """One visit to one unit.

    Attributes:
        id: UUIDv7 as text; empty when it comes from a file.
        is_official: An inspection that the law asks two officers for (行政许可法 art 34); else the office's own survey.
        application_id: The case that it is for, empty when there is none.
        recorded_by: Name of the account that recorded it.
    """

    id: str
    plan_id: str
    plan_revision: str
    unit_id: str
    surveyed_on: date
    surveyors: tuple[Surveyor, ...]
    measurements: tuple[Measurement, ...]
    datum: Datum = Datum.FLOOR
    is_official: bool = False
    remarks: str = ""
    photos: tuple[SitePhoto, ...] = ()
    application_id: str = ""
    account_id: str = ""
    recorded_by: str = ""
    recorded_at: datetime | None = None

    def of(self, what: Measured) -> Measurement | None:
        """Return what was measured of something, or None."""
        return next((m for m in self.measurements if m.what is what), None)
