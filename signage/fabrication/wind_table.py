"""Wind figures and the rule when a structural calculation is due, with certainty and source (`wind.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, Field, model_validator

from signage.fabrication.reading import (
    STRICT,
    Identifier,
    Many,
    Name,
    Named,
    Positive,
    Table,
    Words,
    refuse_doubles,
)
from signage.fabrication.values import Certainty

_EPS = 1e-9
_Mark = Annotated[Certainty, Field(strict=False)]
_Shape = Annotated[str, Field(pattern=r"^[a-z][a-z_]{1,30}$")]


class Source(BaseModel):
    """Where a figure comes from and how sure that is."""

    model_config = STRICT

    text: Words
    text_en: Words | None = None
    certainty: _Mark


class GustFloor(BaseModel):
    """The least gust factor of cladding: 1 + share/√μz."""

    model_config = STRICT

    share: Positive
    text: Words
    text_en: Words | None = None
    certainty: _Mark


class LeastPressure(BaseModel):
    """The least basic wind pressure, kN/m²."""

    model_config = STRICT

    value: Positive
    text: Words
    text_en: Words | None = None
    certainty: _Mark


class Place(BaseModel):
    """Basic wind pressure (kN/m²) of a place by return period in years."""

    model_config = STRICT

    id: Identifier
    names: Annotated[Many[Name], Field(min_length=1)]
    name_en: Name
    w0: dict[Annotated[str, Field(pattern=r"^[1-9][0-9]{0,2}$")], Positive]
    text: Words
    text_en: Words | None = None
    certainty: _Mark


class Default(BaseModel):
    """What stands in where nothing is said."""

    model_config = STRICT

    place: Identifier
    years: Annotated[int, Field(ge=1, le=999)]
    terrain: Literal["A", "B", "C", "D"]
    certainty: _Mark


class Step(BaseModel):
    """A value that holds up to a height."""

    model_config = STRICT

    to_m: Positive
    value: Positive


class Terrain(Named):
    """A terrain category; its steps rise."""

    id: Literal["A", "B", "C", "D"]
    mu_z: Annotated[Many[Step], Field(min_length=1)]
    gust: Many[Step]

    @model_validator(mode="after")
    def _rising(self) -> Terrain:
        for steps in (self.mu_z, self.gust):
            heights = [step.to_m for step in steps]
            if heights != sorted(set(heights)):
                raise ValueError("to_m must rise")
        return self


class TerrainSource(BaseModel):
    """Sources of the two columns."""

    model_config = STRICT

    mu_z: Source
    gust: Source


class Shape(Named):
    """A local shape coefficient; negative is suction."""

    id: _Shape
    mu_sl: Annotated[float, Field(ge=-5, le=5)]
    text: Words
    text_en: Words | None = None
    certainty: _Mark


class Trigger(BaseModel):
    """A condition that makes a structural calculation due; a fact has no bound.

    Attributes:
        is_extra: It asks for more than a calculation, such as an inspection report.
    """

    model_config = STRICT

    id: Identifier
    measure: Literal["area_m2", "longest_side_m", "bottom_m", "mass_kg", "is_rooftop", "is_curtain_wall"]
    at_least: Positive | None = None
    more_than: Positive | None = None
    text: Words
    text_en: Words | None = None
    certainty: _Mark
    is_extra: bool = False

    @model_validator(mode="after")
    def _one_bound(self) -> Trigger:
        bounds = sum(bound is not None for bound in (self.at_least, self.more_than))
        if bounds != (0 if self.measure.startswith("is_") else 1):
            raise ValueError("a measure needs at_least or more_than, a fact neither")
        return self


class WindTable(Table):
    """The whole table."""

    file = "wind.toml"

    formula: Words
    formula_source: Source
    gust_floor: GustFloor
    w0_min: LeastPressure
    place: Annotated[Many[Place], Field(min_length=1)]
    default: Default
    terrain: Annotated[Many[Terrain], Field(min_length=1)]
    terrain_source: TerrainSource
    bounds: Source
    shape: Annotated[Many[Shape], Field(min_length=1)]
    forms: dict[_Shape, Many[_Shape]]
    trigger: Many[Trigger]

    @model_validator(mode="after")
    def _rough(self) -> WindTable:
        if [one.id for one in self.terrain] != sorted(one.id for one in self.terrain):
            raise ValueError("terrain: from A, the smoothest, to D")
        return self

    @model_validator(mode="after")
    def _joined(self) -> WindTable:
        refuse_doubles(self.place, lambda one: one.id, "place")
        refuse_doubles(self.terrain, lambda one: one.id, "terrain")
        refuse_doubles(self.shape, lambda one: one.id, "shape")
        refuse_doubles(self.trigger, lambda one: one.id, "trigger")
        known = {shape.id for shape in self.shape}
        for form, shapes in self.forms.items():
            if not set(shapes) <= known:
                raise ValueError(f"forms.{form}: unknown shape")
        stand_in = next((place for place in self.place if place.id == self.default.place), None)
        if stand_in is None or str(self.default.years) not in stand_in.w0:
            raise ValueError("default: no such place or return period")
        if self.find_terrain(self.default.terrain) is None:
            raise ValueError("default: no such terrain")
        return self

    def is_sheltered(self, form: str) -> bool:
        """Return whether a mounting form meets no wind: it is listed with no shape."""
        return self.forms.get(form) == ()

    def find_place(self, name: str) -> Place | None:
        """Return the place that goes by a name, or None."""
        return next((place for place in self.place if name in place.names), None)

    def find_terrain(self, terrain: str) -> Terrain | None:
        """Return a terrain category, or None."""
        return next((one for one in self.terrain if one.id == terrain), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A figure of the terrain tables, or the lowest that bounds it from above.

    Attributes:
        value: The figure.
        terrain: Whose it is.
        to_m: The height that it stands at.
        is_own: It is the terrain's own, at a height that it is given for.
    """

    value: float
    terrain: str
    to_m: float
    is_own: bool


def mu_z_at(table: WindTable, terrain: str, height_m: float) -> Found | None:
    """Return μz, or the least bound: of the same height or a greater one, on the same or smoother ground."""
    found = [
        Found(value=step.value, terrain=one.id, to_m=step.to_m, is_own=one.id == terrain)
        for one in table.terrain
        if one.id <= terrain
        for step in one.mu_z
        if height_m <= step.to_m + _EPS
    ]
    return min(found, key=lambda one: (not one.is_own, one.value, one.to_m), default=None)


def gust_at(table: WindTable, terrain: str, height_m: float) -> Found | None:
    """Return βgz, or the least bound: of the same height or a lower one, on the same or rougher ground."""
    found = []
    for one in table.terrain:
        held = next((step for step in one.gust if height_m <= step.to_m + _EPS), None)
        step = held or (one.gust[-1] if one.gust else None)
        if one.id >= terrain and step is not None:
            is_own = one.id == terrain and held is not None
            found.append(Found(value=step.value, terrain=one.id, to_m=step.to_m, is_own=is_own))
    return min(found, key=lambda one: (not one.is_own, one.value, one.terrain), default=None)
