"""A designer's draft and what was measured on it, as frozen values. Picture space: pixels, x right, y down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from signage.uploads import Remark


class ScaleSource(StrEnum):
    """Where a scale comes from."""

    MEASURED = "measured"  # two points and the distance between them
    FILE = "file"  # the file's own unit, confirmed by a known distance


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How many millimetres a pixel of the picture is.

    Attributes:
        mm_per_px: Millimetres a pixel.
        uncertainty: By how much that may be wrong at most, mm a pixel, when each click is off by one pixel.
        length_px: Between the two points.
        distance_mm: That they are apart in truth.
        click_px: How exact a click is: 1, or more when the picture was shown smaller than it is.
    """

    mm_per_px: float
    uncertainty: float
    source: ScaleSource
    length_px: float
    distance_mm: float
    click_px: float = 1.0

    @property
    def percent(self) -> float:
        """The uncertainty as a share, per cent."""
        return 100 * self.uncertainty / self.mm_per_px


@dataclass(frozen=True, slots=True, kw_only=True)
class SignSize:
    """The sign's outline as measured on the draft.

    Attributes:
        box_px: Left, top, right, bottom, in pixels.
        width_mm, height_mm: Measured.
        width_tolerance_mm, height_tolerance_mm: By how much they may be wrong at most.
    """

    box_px: tuple[float, float, float, float]
    width_mm: float
    height_mm: float
    width_tolerance_mm: float
    height_tolerance_mm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Words that a drawing's file holds, with their height and middle in pixels of the picture."""

    words: str
    height_px: float
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPicture:
    """A draft as we show it: pixels made by us and what the file itself says.

    Attributes:
        png: The picture.
        size_px: Width and height of it.
        source_px: Width and height of the file's own pixels, upright; the picture's own for pages and drawings.
        unit: Unit that a drawing's file states, None when it states none or has no units.
        mm_per_px_by_file: By that unit; to be confirmed before it counts.
        texts: Of a drawing, tallest first.
        page, pages: Page shown, from 0, and how many there are.
    """

    png: bytes
    size_px: tuple[int, int]
    source_px: tuple[int, int]
    media_type: str
    unit: str | None = None
    mm_per_px_by_file: float | None = None
    texts: tuple[Text, ...] = ()
    page: int = 0
    pages: int = 1
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft on the desk (他人设计稿).

    Attributes:
        id: UUIDv7 as text.
        account_id: Whose it is.
        file_name: What its owner calls it.
        digest: Of the bytes as they came.
        picture: Digest of our picture of it.
    """

    id: str
    account_id: str
    created_at: datetime
    file_name: str
    digest: str
    picture: str
    size_px: tuple[int, int]
    media_type: str
    unit: str | None = None
    mm_per_px_by_file: float | None = None
    texts: tuple[Text, ...] = ()
    page: int = 0
    pages: int = 1
    remarks: tuple[Remark, ...] = ()
