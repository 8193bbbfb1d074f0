"""What the workshop buys: plates by material, tubes, films (`templates/fabrication/stock.toml`)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field, model_validator

from signage.fabrication.reading import (
    STRICT,
    Identifier,
    Many,
    Named,
    Positive,
    Table,
    Words,
    refuse_doubles,
)

_EPS_MM = 1e-6


class Uses(BaseModel):
    """Thickness in mm that a plate is taken in for each use; None: it is not used so."""

    model_config = STRICT

    face: Positive | None = None
    returns: Positive | None = None
    back: Positive | None = None
    panel: Positive | None = None
    light_face: Positive | None = None
    folded: Positive | None = None
    section: Positive | None = None
    applied: Positive | None = None


USES = tuple(Uses.model_fields)


class Plate(Named):
    """A sheet material.

    Attributes:
        id: A material of `templates/signs/materials.toml`, or one that only workshops know.
        density_kg_m3: Of the product as sold; a composite's is its mass over its thickness.
        solid_max_mm: Greatest depth that one plate is cut for; 0 never.
        is_translucent: Light passes it.
        is_formable: It can be bent into returns.
        is_film: It is stuck on or stretched and sold from the roll.
        is_board: A panel or frame of it is solid, as deep as drawn: neither folded nor framed behind.
        is_ink: It is printed: nothing is cut.
        is_glued_up: Its boards are glued up to any size; others are joined on a frame where a panel is larger than any.
        bare_colour: How it looks unpainted; None for what comes in its colour.
    """

    id: Identifier
    density_kg_m3: Annotated[float, Field(gt=0, le=25000)]
    thicknesses_mm: Annotated[Many[Positive], Field(min_length=1)]
    sheet_sizes_mm: Annotated[Many[Annotated[tuple[Positive, Positive], Field(strict=False)]], Field(min_length=1)]
    solid_max_mm: Annotated[float, Field(ge=0, le=1000)] = 0.0
    is_translucent: bool = False
    is_formable: bool = False
    is_film: bool = False
    is_ink: bool = False
    is_board: bool = False
    is_glued_up: bool = False
    bare_colour: Annotated[str | None, Field(pattern=r"^#[0-9A-F]{6}$")] = None
    uses: Uses

    @model_validator(mode="after")
    def _stocked(self) -> Plate:
        if list(self.thicknesses_mm) != sorted(set(self.thicknesses_mm)):
            raise ValueError("thicknesses_mm must rise")
        for use in USES:
            wanted = self.thickness_for(use)
            if wanted is not None and wanted not in self.thicknesses_mm:
                raise ValueError(f"uses.{use}: {wanted:g} mm is not among thicknesses_mm")
        return self

    def thickness_for(self, use: str) -> float | None:
        """Return the thickness in mm taken for a use, or None when it is not used so."""
        found: float | None = getattr(self.uses, use)
        return found

    def at_least(self, depth_mm: float) -> float | None:
        """Return the least stock thickness (mm) that is enough for a depth, or None."""
        return next((t for t in self.thicknesses_mm if t >= depth_mm - _EPS_MM), None)

    def item(self, thickness_mm: float) -> str:
        """Return the item that parts and prices name it by, such as `plate/acrylic/3`."""
        return f"plate/{self.id}/{thickness_mm:g}"

    def mass_kg(self, area_m2: float, thickness_mm: float) -> float:
        """Return the mass of an area at a thickness."""
        return area_m2 * thickness_mm / 1000 * self.density_kg_m3


class Tube(Named):
    """A rectangular tube of one of the plates' materials."""

    id: Identifier
    material: Identifier
    width_mm: Positive
    height_mm: Positive
    wall_mm: Positive

    @model_validator(mode="after")
    def _hollow(self) -> Tube:
        if 2 * self.wall_mm >= min(self.width_mm, self.height_mm):
            raise ValueError("wall_mm leaves nothing hollow")
        return self

    @property
    def section_mm2(self) -> float:
        """Area of its metal."""
        return 2 * self.wall_mm * (self.width_mm + self.height_mm - 2 * self.wall_mm)


class Bulk(Named):
    """What is bought by volume or by length.

    Attributes:
        kg_each: Mass of 1 m³ or of 1 m.
    """

    id: Identifier
    unit: Literal["m3", "m"]
    kg_each: Positive

    @property
    def item(self) -> str:
        """The item that parts and prices name it by."""
        return f"bulk/{self.id}"


class Edging(Named):
    """The edging (包边) round a lit face, by its width."""

    id: Identifier
    kg_m_mm: Positive

    @property
    def item(self) -> str:
        """The item that parts and prices name it by."""
        return f"edging/{self.id}"


class Stock(Table):
    """The whole table."""

    file = "stock.toml"

    source: Words
    source_en: Words | None = None
    plate: Annotated[Many[Plate], Field(min_length=1)]
    tube: Many[Tube] = ()
    bulk: Many[Bulk] = ()
    edging: Edging

    @model_validator(mode="after")
    def _joined(self) -> Stock:
        refuse_doubles(self.plate, lambda one: one.id, "plate")
        refuse_doubles(self.tube, lambda one: one.id, "tube")
        refuse_doubles(self.bulk, lambda one: one.id, "bulk")
        for tube in self.tube:
            if self.find_plate(tube.material) is None:
                raise ValueError(f"tube {tube.id}: no plate {tube.material!r}")
        return self

    def find_plate(self, material: str) -> Plate | None:
        """Return the plate of a material, or None when the table has none."""
        return next((plate for plate in self.plate if plate.id == material), None)

    def find_tube(self, tube_id: str | None) -> Tube | None:
        """Return a tube by id, or None."""
        return next((tube for tube in self.tube if tube.id == tube_id), None)

    def find_bulk(self, material: str) -> Bulk | None:
        """Return what is bought by volume or length under a material's id, or None."""
        return next((one for one in self.bulk if one.id == material), None)

    def tube_of(self, material: str, width_mm: float, height_mm: float) -> Tube | None:
        """Return the tube of a material with these sides (either way, to 1 mm), or None."""
        wanted = sorted((width_mm, height_mm))
        for tube in self.tube:
            sides = sorted((tube.width_mm, tube.height_mm))
            if tube.material == material and all(abs(a - b) <= 1.0 for a, b in zip(wanted, sides, strict=True)):
                return tube
        return None

    def tube_kg_m(self, tube: Tube) -> float:
        """Return a tube's mass for each metre, from its section and its material's density."""
        plate = self.find_plate(tube.material)
        return tube.section_mm2 * 1e-6 * plate.density_kg_m3 if plate else 0.0
