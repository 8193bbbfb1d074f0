"""How pieces are made and fixed: a rule for each role, the parts of each construction (`making.toml`)."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, Field, model_validator

from signage.fabrication.reading import (
    STRICT,
    Amount,
    Identifier,
    Many,
    Name,
    Positive,
    Share,
    Words,
    read_table,
    refuse_doubles,
)
from signage.resources import bundled

_Word = Annotated[str, Field(pattern=r"^[a-z][a-z_]{1,30}$")]


class Making(StrEnum):
    """How a piece becomes parts; `making.toml` says in words what each means."""

    TRAY = "tray"
    LIGHT_BOX = "light_box"
    LETTER = "letter"
    FOLDED = "folded"
    FRAME = "frame"
    SECTION = "section"
    ROD = "rod"
    SHELL = "shell"
    SHEET = "sheet"
    APPLIED = "applied"
    EDGE = "edge"
    DISPLAY = "display"
    TUBE = "tube"


class FaceMaking(StrEnum):
    """What the front of a letter is."""

    NONE = "none"
    ANY = "any"
    TRANSLUCENT = "translucent"
    SOLID = "solid"
    APPLIED = "applied"


class LightTo(StrEnum):
    """Where light sources in a letter or box throw their light."""

    FRONT = "front"
    BACK = "back"
    OPEN = "open"
    PIXEL = "pixel"
    BOX = "box"


class RoleRule(BaseModel):
    """How pieces of one role are made; `waste_share` is bought beyond the net amount."""

    model_config = STRICT

    id: _Word
    rule: Annotated[Making, Field(strict=False)]
    frame: Identifier | None = None
    shallow_frame: Identifier | None = None
    frame_pitch_mm: Positive = 900.0
    back_material: Identifier | None = None
    side_material: Identifier | None = None
    waste_share: Share = 0.0


class ConstructionRule(BaseModel):
    """What a letter of one construction consists of."""

    model_config = STRICT

    id: _Word
    face: Annotated[FaceMaking, Field(strict=False)]
    face_material: Identifier | None = None
    return_material: Identifier | None = None
    back_material: Identifier | None = None
    light: Annotated[tuple[Annotated[LightTo, Field(strict=False)], ...], Field(strict=False)]


class Fixing(BaseModel):
    """A fixing and its working load."""

    model_config = STRICT

    id: Identifier
    name_zh: Name
    name_en: Name
    tension_kn: Positive
    shear_kn: Positive
    mass_kg: Amount

    @property
    def item(self) -> str:
        """The item that parts and prices name it by."""
        return f"fixing/{self.id}"


class FixingRule(BaseModel):
    """How many fixings there are by geometry, and what they bear."""

    model_config = STRICT

    edge_mm: Positive
    pitch_mm: Positive
    letter_min: Annotated[int, Field(ge=1, le=100)]
    letter_pitch_mm: Positive
    safety: Annotated[float, Field(ge=1, le=20)]
    source: Words
    wall: Fixing
    stud: Fixing
    letter_wall: Fixing

    @property
    def all(self) -> tuple[Fixing, ...]:
        """The fixings that there are."""
        return self.wall, self.stud, self.letter_wall


class MakingTable(BaseModel):
    """The whole table."""

    model_config = STRICT

    schema_version: Literal[1]
    source: Words
    role: Annotated[Many[RoleRule], Field(min_length=1)]
    construction: Annotated[Many[ConstructionRule], Field(min_length=1)]
    fixing: FixingRule

    @model_validator(mode="after")
    def _once(self) -> MakingTable:
        refuse_doubles(self.role, lambda one: one.id, "role")
        refuse_doubles(self.construction, lambda one: one.id, "construction")
        return self

    def rule_of(self, role: str) -> RoleRule | None:
        """Return the rule of a role, or None when there is none."""
        return next((rule for rule in self.role if rule.id == role), None)

    def construction_of(self, construction: str) -> ConstructionRule | None:
        """Return what a construction consists of, or None when the table does not know it."""
        return next((rule for rule in self.construction if rule.id == construction), None)


@cache
def load_making(path: Path | None = None) -> MakingTable:
    """Return the table of making; the bundled one when no file is named.

    Raises:
        InputError: The table is wrong; the error names file and field.
    """
    return read_table(path or bundled("templates", "fabrication", "making.toml"), MakingTable)
