"""What nobody surveyed is not measured: a plan whose faces refuse to tell it.

A plan made from a table of units knows neither openings nor canopies, and an empty list would read as "there are none".
Rules look at such a plan through `guarded`: whoever asks a face for what was not surveyed gets `NotSurveyed`, so no
measure can forget to ask.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from signage.errors import Param, PlanError
from signage.frontage.model import Frontage, FrontagePlan, Unsurveyed
from signage.kept import Kept
from signage.locale import Lang, text

_BY_FIELD = {part.value: part for part in Unsurveyed}


class NotSurveyed(PlanError):
    """Somebody asked a face for what was not surveyed on it."""

    @classmethod
    def of(cls, part: Unsurveyed, face: str) -> NotSurveyed:
        """Return the error for a part of the face with an id."""
        # Both languages travel: the reader's is only known at the edge.
        words: dict[str, Param] = {f"part_{lang.value}": text(f"frontage.part_{part.value}", lang) for lang in Lang}
        return cls("frontage.not_surveyed", at=None, part=part.value, face=face, **words)

    @property
    def part(self) -> Unsurveyed:
        """What was not surveyed."""
        return Unsurveyed(str(self.params["part"]))


class _GuardedFace(Frontage):
    __slots__ = ()

    def __getattribute__(self, name: str) -> Any:
        part = _BY_FIELD.get(name)
        if part is not None and part in object.__getattribute__(self, "unsurveyed"):
            raise NotSurveyed.of(part, object.__getattribute__(self, "id"))
        return object.__getattribute__(self, name)


def _guarded(plan: FrontagePlan) -> FrontagePlan:
    if not any(face.unsurveyed for face in plan.faces):
        return plan
    return replace(plan, faces=tuple(_face(face) for face in plan.faces))


def _face(face: Frontage) -> Frontage:
    if not face.unsurveyed:
        return face
    return _GuardedFace(**{f.name: getattr(face, f.name) for f in fields(face)})


guarded: Kept[FrontagePlan, FrontagePlan] = Kept(_guarded)
"""Return a plan whose faces raise `NotSurveyed` for what stands in their `unsurveyed`; the plan itself when all is."""


def parts_in_words(face: Frontage) -> dict[str, Param]:
    """Return what was not surveyed as `parts_zh` and `parts_en`, for messages in either language."""
    return {
        f"parts_{lang.value}": text("frontage.part_and", lang).join(
            text(f"frontage.part_{part.value}", lang) for part in face.unsurveyed
        )
        for lang in Lang
    }


def must_be_surveyed(face: Frontage, *parts: Unsurveyed) -> None:
    """Refuse to go on where something was not surveyed.

    Raises:
        NotSurveyed: One of the parts stands in the face's `unsurveyed`.
    """
    for part in parts:
        if part in face.unsurveyed:
            raise NotSurveyed.of(part, face.id)
