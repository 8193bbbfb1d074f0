"""Which exposed bulbs (外露灯珠) there are, and the room that one takes: `templates/signs/bulbs.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal

from pydantic import BaseModel, Field, model_validator

from signage.design.kind_files import BULBS_FILE, read_table
from signage.design.kinds import STRICT
from signage.resources import bundled

_Size = Annotated[float, Field(gt=0, le=500)]


class _Row(BaseModel):
    model_config = STRICT

    size_mm: _Size
    pitch_mm: _Size


class _BulbFile(BaseModel):
    model_config = STRICT

    schema_version: Literal[1]
    margin_mm: _Size
    gap_mm: _Size
    row_share: Annotated[float, Field(gt=0.5, le=5)]
    bulb: Annotated[list[_Row], Field(min_length=1)]

    @model_validator(mode="after")
    def _falling(self) -> _BulbFile:
        sizes = [row.size_mm for row in self.bulb]
        if sizes != sorted(set(sizes), reverse=True):
            raise ValueError("bulb: size_mm must fall")
        if any(row.pitch_mm < row.size_mm + self.gap_mm for row in self.bulb):
            raise ValueError("bulb: pitch_mm must leave gap_mm")
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulb:
    """An exposed bulb and the room that it takes, mm.

    Attributes:
        size_mm: Its diameter.
        pitch_mm: Usual distance between two along a stroke.
        margin_mm: From its rim to the letter's outline at least.
        gap_mm: From its rim to the next one's at least.
        row_share: A stroke wider than this share of the pitch takes a further row.
    """

    size_mm: float
    pitch_mm: float
    margin_mm: float
    gap_mm: float
    row_share: float

    @property
    def edge_mm(self) -> float:
        """From its middle to the outline at least."""
        return self.size_mm / 2 + self.margin_mm

    @property
    def least_stroke_mm(self) -> float:
        """Narrower strokes have no room for it."""
        return 2 * self.edge_mm

    @property
    def apart_mm(self) -> float:
        """From its middle to the next one's at least."""
        return self.size_mm + self.gap_mm


@cache
def bulbs_from(usual_mm: float, pitch_mm: float) -> tuple[Bulb, ...]:
    """Return a kind's usual bulb and all smaller ones, the largest first.

    Args:
        usual_mm: Diameter of the usual one.
        pitch_mm: Its pitch.

    Raises:
        SpecError: `bulbs.toml` is wrong.
    """
    table = read_table(bundled("templates", "signs", BULBS_FILE), _BulbFile)
    rows = [(usual_mm, pitch_mm), *((row.size_mm, row.pitch_mm) for row in table.bulb if row.size_mm < usual_mm)]
    return tuple(
        Bulb(size_mm=size, pitch_mm=pitch, margin_mm=table.margin_mm, gap_mm=table.gap_mm, row_share=table.row_share)
        for size, pitch in rows
    )
