"""How pieces are made and fixed: a rule for each role, the parts of each construction (`making.toml`)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, Field, model_validator

from signage.fabrication.reading import (
    STRICT,
    Amount,
    Identifier,
    Many,
    Named,
    Positive,
    Share,
    Table,
    Words,
    refuse_doubles,
)

_Word = Annotated[str, Field(pattern=r"^[a-z][a-z_]{1,30}$")]


class Making(StrEnum):
    """How a piece becomes parts; `making.toml` says in words what each means."""

    TRAY = "tray"
    LIGHT_BOX = "light_box"
    BACKDROP = "backdrop"
    DISPLAY = "display"
    INFLATABLE = "inflatable"
    APPLIED = "applied"
    LETTER = "letter"
    SHEET = "sheet"
    FRAME = "frame"
    FOLDED = "folded"
    ARM = "arm"
    TIE = "tie"
    POST = "post"
    TRUSS = "truss"
    ROD = "rod"
    BLOCK = "block"
    CORD = "cord"
    BALL = "ball"


class FaceMaking(StrEnum):
    """What the front of a letter is."""

    NONE = "none"
    ANY = "any"
    TRANSLUCENT = "translucent"
    SOLID = "solid"
    APPLIED = "applied"
    SHOWN = "shown"


class LightTo(StrEnum):
    """Where light sources in a letter or box throw their light."""

    FRONT = "front"
    BACK = "back"
    OPEN = "open"
    BOX = "box"


class RoleRule(BaseModel):
    """How pieces of one role are made.

    Attributes:
        frame: Tube of the frame behind or inside; `shallow_frame` where there is no room for it.
        frame_pitch_mm: Greatest distance between its members, or between the posts of a truss.
        back_material: Of the plate behind, which carries the light in a box.
        side_material: Of a box's sides where it has no frame piece.
        core_material: What a film or leaf is laid on where it cannot be the part itself.
        filling: Gas that a balloon is filled with, a bulk material of the stock.
        print_material: Film for the colours of a logo.
        plate_mm: Side of a support's wall or base plate, 0 without one.
        plate_thick_mm: Its thickness.
        clamp_mm: Width of the clamps that hold a rail, 0 without.
        clamp_flange_mm: Of a clamp's two flanges, one fixing in the middle of each.
        clamp_thick_mm: Thickness of a clamp.
        clamp_material: What it is cut from.
        waste_share: Bought beyond the net amount.
    """

    model_config = STRICT

    id: _Word
    rule: Annotated[Making, Field(strict=False)]
    frame: Identifier | None = None
    shallow_frame: Identifier | None = None
    frame_pitch_mm: Positive = 900.0
    back_material: Identifier | None = None
    side_material: Identifier | None = None
    core_material: Identifier | None = None
    filling: Identifier | None = None
    print_material: Identifier | None = None
    plate_mm: Amount = 0.0
    plate_thick_mm: Amount = 0.0
    clamp_mm: Amount = 0.0
    clamp_flange_mm: Amount = 0.0
    clamp_thick_mm: Amount = 0.0
    clamp_material: Identifier | None = None
    waste_share: Share = 0.0


class ConstructionRule(BaseModel):
    """What a letter of one construction consists of.

    Attributes:
        core_material: What a film or leaf is laid on where the letter is solid.
        is_carved: It is carved, not cut.
        is_fixed: It has studs of its own; a print or what is glued has none.
    """

    model_config = STRICT

    id: _Word
    face: Annotated[FaceMaking, Field(strict=False)]
    face_material: Identifier | None = None
    return_material: Identifier | None = None
    back_material: Identifier | None = None
    core_material: Identifier | None = None
    is_carved: bool = False
    is_fixed: bool = True
    light: Annotated[tuple[Annotated[LightTo, Field(strict=False)], ...], Field(strict=False)]


class Fixing(Named):
    """A fixing, its working load, and the hole that it goes through."""

    id: Identifier
    hole_mm: Positive
    tension_kn: Positive
    shear_kn: Positive
    mass_kg: Amount

    @property
    def item(self) -> str:
        """The item that parts and prices name it by."""
        return f"fixing/{self.id}"


class FixingRule(BaseModel):
    """How many fixings there are by geometry, and what they bear.

    Attributes:
        support_min: Fixings of a bracket, a post or a truss's foot at least.
        hanger_min: Fixings of a rod or cord at least.
        plate_edge_mm: From a plate's edge to the middle of its holes.
    """

    model_config = STRICT

    edge_mm: Positive
    pitch_mm: Positive
    letter_min: Annotated[int, Field(ge=1, le=100)]
    letter_pitch_mm: Positive
    support_min: Annotated[int, Field(ge=1, le=100)]
    hanger_min: Annotated[int, Field(ge=1, le=100)]
    plate_edge_mm: Positive
    safety: Annotated[float, Field(ge=1, le=20)]
    source: Words
    source_en: Words | None = None
    wall: Fixing
    stud: Fixing
    letter_wall: Fixing
    support: Fixing
    hanger: Fixing

    @property
    def all(self) -> tuple[Fixing, ...]:
        """The fixings that there are."""
        return self.wall, self.stud, self.letter_wall, self.support, self.hanger


class Stability(BaseModel):
    """How a sign that stands on the ground is kept from falling over.

    Attributes:
        factor: Of the overturning moment that weight must hold.
        base_mm: Width of the foundation under posts, across the board; a plinth or a gate has its own.
        concrete: What ballast or foundation is reckoned in, a bulk material of the stock.
        air_kg_m3: Density of the air that lifts a balloon.
        friction: Of a weight on paving, against sliding before the wind.
    """

    model_config = STRICT

    factor: Annotated[float, Field(ge=1, le=20)]
    base_mm: Positive
    concrete: Identifier
    air_kg_m3: Positive
    friction: Annotated[float, Field(gt=0, le=1)]
    source: Words
    source_en: Words | None = None


class PaintRule(Named):
    """How bare metal is painted.

    Attributes:
        bare_darker: How much darker in a channel (of 255) a colour may be and is still the bare metal in shade.
        bare_lighter: How much lighter.
    """

    bare_darker: Annotated[float, Field(ge=0, le=255)]
    bare_lighter: Annotated[float, Field(ge=0, le=255)]


class MakingTable(Table):
    """The whole table."""

    file = "making.toml"

    source: Words
    source_en: Words | None = None
    role: Annotated[Many[RoleRule], Field(min_length=1)]
    construction: Annotated[Many[ConstructionRule], Field(min_length=1)]
    paint: PaintRule
    fixing: FixingRule
    stability: Stability

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
