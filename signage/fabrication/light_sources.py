"""Light sources, power supplies and cables (`electrics.toml`)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field, model_validator

from signage.fabrication.making import LightTo
from signage.fabrication.reading import (
    STRICT,
    Amount,
    Identifier,
    Many,
    Name,
    Named,
    Positive,
    Share,
    Table,
    Words,
    refuse_doubles,
)


class Module(Named):
    """A light source that is placed piece by piece.

    Attributes:
        min_stroke_mm: Narrower strokes have no room for it.
        edge_mm: Least distance from its middle to the outline.
        throw_min_mm: Nearer to what it lights it leaves spots.
        pitch_share: Pitch over the throw, within `pitch_min_mm` and `pitch_max_mm`.
        string_max: Most of them on one feed.
    """

    id: Identifier
    kind: Literal["module", "strip", "bulb"]
    lights: Annotated[tuple[Annotated[LightTo, Field(strict=False)], ...], Field(strict=False, min_length=1)]
    length_mm: Positive
    width_mm: Positive
    min_stroke_mm: Positive
    edge_mm: Positive
    throw_min_mm: Amount = 0.0
    pitch_share: Annotated[float, Field(ge=0, le=10)]
    pitch_min_mm: Positive
    pitch_max_mm: Positive
    watts: Positive
    mass_kg: Amount
    string_max: Annotated[int, Field(ge=1, le=10000)]

    @model_validator(mode="after")
    def _ordered(self) -> Module:
        if not self.length_mm * 0.999 <= self.pitch_min_mm <= self.pitch_max_mm:
            raise ValueError("length_mm <= pitch_min_mm <= pitch_max_mm does not hold")
        if 2 * self.edge_mm > self.min_stroke_mm:
            raise ValueError("edge_mm needs more than min_stroke_mm")
        return self

    @property
    def item(self) -> str:
        """The item that parts and prices name it by."""
        return f"led/{self.id}"

    def pitch_mm(self, throw_mm: float) -> float:
        """Return the greatest distance between two of them along a row, for a throw."""
        return min(self.pitch_max_mm, max(self.pitch_min_mm, self.pitch_share * throw_mm))


class Supply(BaseModel):
    """A power supply of a stock size."""

    model_config = STRICT

    id: Identifier
    watts: Positive
    mass_kg: Amount

    @property
    def item(self) -> str:
        """The item that parts and prices name it by."""
        return f"supply/{self.id}"


class SupplyRule(Named):
    """How supplies are chosen: `reserve_share` of a rating stays free."""

    reserve_share: Share
    efficiency: Annotated[float, Field(gt=0.3, le=1)]
    mains_volts: Positive


class CableRule(BaseModel):
    """The low-voltage pair and the mains cable."""

    model_config = STRICT

    lead_mm: Amount
    slack_share: Share
    drop_share: Annotated[float, Field(gt=0, lt=1)]
    resistivity_ohm_mm2_m: Positive
    sections_mm2: Annotated[Many[Positive], Field(min_length=1)]
    service_mm: Amount
    mains_id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9.-]{0,40}$")]
    mains_name_zh: Name
    mains_name_en: Name
    mains_kg_m: Amount
    pair_name_zh: Name
    pair_name_en: Name
    pair_kg_m_mm2: Amount

    @model_validator(mode="after")
    def _rising(self) -> CableRule:
        if list(self.sections_mm2) != sorted(set(self.sections_mm2)):
            raise ValueError("sections_mm2 must rise")
        return self


class DisplayRule(Named):
    """An LED display (显示屏), by whole modules with their own supplies and one controller.

    Attributes:
        material: The sign material that it is.
        watts_m2: With every dot on.
        wire_mm2: Section of the pair from the supplies to the modules, one of the cable's sections.
        wire_lead_mm: Of that pair, for each supply beside the way along the rows.
    """

    material: Identifier
    cabinet_width_mm: Positive
    cabinet_height_mm: Positive
    watts_m2: Positive
    kg_m2: Positive
    supply_name_zh: Name
    supply_name_en: Name
    supply_watts: Positive
    supply_kg: Amount
    controller_name_zh: Name
    controller_name_en: Name
    controller_kg: Amount
    wire_mm2: Positive
    wire_lead_mm: Amount


class BlowerRule(Named):
    """The blower of an inflatable gate; it runs as long as the gate stands.

    Attributes:
        m3_max: Volume that one keeps up.
    """

    watts: Positive
    mass_kg: Positive
    m3_max: Positive


class ElectricsTable(Table):
    """The whole table; modules of one light from the largest to the smallest, supplies rising.

    Attributes:
        row_share: A stroke wider than this share of the pitch takes a further row.
    """

    file = "electrics.toml"

    source: Words
    source_en: Words | None = None
    volts: Positive
    row_share: Annotated[float, Field(gt=0.2, le=5)] = 1.3
    module: Annotated[Many[Module], Field(min_length=1)]
    supply: Annotated[Many[Supply], Field(min_length=1)]
    supply_rule: SupplyRule
    cable: CableRule
    display: DisplayRule
    blower: BlowerRule

    @model_validator(mode="after")
    def _ordered(self) -> ElectricsTable:
        refuse_doubles(self.module, lambda one: one.id, "module")
        refuse_doubles(self.supply, lambda one: one.id, "supply")
        if self.display.wire_mm2 not in self.cable.sections_mm2:
            raise ValueError("display: wire_mm2 is none of the cable's sections_mm2")
        ratings = [supply.watts for supply in self.supply]
        if ratings != sorted(set(ratings)):
            raise ValueError("supply: watts must rise")
        most = ratings[-1] * (1 - self.supply_rule.reserve_share)
        for module in self.module:
            if module.watts * module.string_max > most:
                raise ValueError(f"module {module.id}: a full string needs more than {most:g} W, the largest supply")
        return self

    def modules_for(self, light: LightTo) -> tuple[Module, ...]:
        """Return the light sources for one light, the largest first."""
        return tuple(module for module in self.module if light in module.lights)

    def find_module(self, module_id: str) -> Module:
        """Return a light source by id.

        Raises:
            KeyError: None by that id; a fault of the calling code.
        """
        return {module.id: module for module in self.module}[module_id]
