"""What somebody writes of a building beside its table of units, as values: levels, pavement, what it has none of.

The command line and the page of plans ask for the same words; each calls its fields by its own names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from signage.design.colour_names import colour_of, some_names
from signage.errors import InputError
from signage.frontage.model import Unsurveyed
from signage.frontage.plan_file import is_id
from signage.frontage.units_alone import CAN_BE_NONE, Building
from signage.geometry import Point
from signage.locale import Lang, Sentence, text

FIELDS = ("id", "building", "address", "city", "width", "levels", "pavement", "wall-colour", "none")
_NEEDED = ("building", "address", "city")
_MOST_MM = 5_000_000.0
_METRES_BELOW = 10.0  # mm; nobody surveys a pavement that closely


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildingWords:
    """What was written, by field, and what each field is called where it was written.

    Attributes:
        own: Words by field of `FIELDS` but `none`; a field that was left out is not in it.
        none: What the faces are said to have none of, as words.
        labels: What a field is called; one that is not in it is called `--field`.
    """

    own: Mapping[str, str] = field(default_factory=dict)
    none: Sequence[str] = ()
    labels: Mapping[str, Sentence] = field(default_factory=dict)

    def label(self, name: str) -> Sentence | str:
        """Return what a field is called."""
        return self.labels.get(name, f"--{name}")

    def building(
        self, *, stem: str, revision: str | None, valid_from: date, face: str | None = None, storey: int | None = None
    ) -> Building:
        """Return the building.

        Args:
            stem: The plan's id where none was written.
            revision: Number of the revision; None takes the first one of the year.
            valid_from: Its first day.
            face: Name of the only face, where the table names none.
            storey: Storey of rows that name none.

        Raises:
            InputError: A field is missing or cannot be read.
        """
        own = self.own
        lacking = tuple(self.label(key) for key in _NEEDED if not own.get(key, "").strip())
        if lacking:
            raise InputError("units.head_missing", options=lacking)
        return Building(
            id=self._id(own.get("id", stem)),
            name=own["building"].strip(),
            address=own["address"].strip(),
            city=own["city"].strip(),
            revision=revision or f"{valid_from.year}-1",
            valid_from=valid_from,
            face_name=face,
            storey=storey,
            width_mm=self._mm("width", own["width"]) if "width" in own else None,
            levels_mm=self._levels(own["levels"]) if "levels" in own else (),
            pavement=self._pavement(own["pavement"]) if "pavement" in own else (),
            none=self._none(),
            wall_colour=self._colour(own.get("wall-colour")),
        )

    def _id(self, value: str) -> str:
        if not is_id(value):
            raise InputError("units.bad_plan_id", given=value[:60], option=self.label("id"))
        return value

    def _colour(self, words: str | None) -> str | None:
        if words is None:
            return None
        colour = colour_of(words)
        if colour is None:
            option = self.label("wall-colour")
            raise InputError("units.bad_wall_colour", given=words[:60], option=option, known=some_names(words))
        return colour

    def _mm(self, name: str, words: str) -> float:
        try:
            value = float(words)
        except ValueError as exc:
            raise InputError("units.bad_length", option=self.label(name), given=words[:60]) from exc
        if not abs(value) <= _MOST_MM or (name == "width" and value < 1.0):
            raise InputError("units.bad_length", option=self.label(name), given=words[:60])
        return value

    def _levels(self, words: str) -> tuple[float, ...]:
        levels = tuple(self._mm("levels", word) for word in _listed(words))
        if len(levels) < 2 or any(b <= a for a, b in pairwise(levels)):
            raise InputError("units.bad_levels", given=words[:60], option=self.label("levels"))
        return levels

    def _pavement(self, words: str) -> tuple[Point, ...]:
        """Return the pavement line; a single level is one point, where it is level."""
        listed = _listed(words)
        if len(listed) == 1 and ":" not in listed[0]:
            return (Point(0.0, self._level(listed[0])),)
        spots = [spot.replace("：", ":").split(":") for spot in listed]
        if len(spots) < 2 or any(len(spot) != 2 for spot in spots):
            raise InputError("units.bad_pavement", given=words[:60], option=self.label("pavement"))
        return tuple(Point(self._mm("pavement", x), self._level(y)) for x, y in spots)

    def _level(self, words: str) -> float:
        """Return a level of the pavement; one of a few millimetres was meant in metres."""
        value = self._mm("pavement", words)
        if 0.0 < abs(value) < _METRES_BELOW:
            raise InputError("units.metres_meant", given=words[:60], option=self.label("pavement"))
        return value

    def _none(self) -> frozenset[Unsurveyed]:
        labels = {part: text(f"frontage.part_{part.value}", Lang.ZH) for part in CAN_BE_NONE}
        found: set[Unsurveyed] = set()
        for one in (one for word in self.none for one in _listed(word)):
            part = next((part for part, label in labels.items() if one == part.value or one in label), None)
            if part is None:
                known = ", ".join(f"{part.value}（{label}）" for part, label in labels.items())
                raise InputError("units.bad_none", given=one[:60], known=known, option=self.label("none"))
            found.add(part)
        return frozenset(found)


def _listed(words: str) -> list[str]:
    return [word for word in re.split(r"[\s,，、]+", words) if word]
