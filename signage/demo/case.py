"""The sample case as a value: which plan, which signs, whose papers."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from signage.errors import InputError, Location

_STRICT = ConfigDict(extra="forbid", frozen=True)


class CaseApplicant(BaseModel):
    """Who applies."""

    model_config = _STRICT

    name: str
    credit_code: str
    contact: str
    phone: str


class CaseCircumstances(BaseModel):
    """What is stated of the case beside its papers."""

    model_config = _STRICT

    affects_third_party: bool
    needs_survey: bool


class CaseShop(BaseModel):
    """One sign: its specification and the unit it is for.

    Attributes:
        plan: Plan of its building; empty means the case's.
        facts: What its papers prove beside, or in place of, the case's facts.
    """

    model_config = _STRICT

    spec: str
    unit: str
    plan: str = ""
    facts: dict[str, str | bool | float | tuple[str, ...]] = {}


class CasePaper(BaseModel):
    """One paper handed in."""

    model_config = _STRICT

    kind: str
    title: str
    file: str


class Case(BaseModel):
    """A case file (TOML), paths relative to its own folder.

    Attributes:
        plan: Plan of the building that shops without a plan of their own are in.
    """

    model_config = _STRICT

    schema_version: Annotated[int, Field(ge=1, le=1)]
    title: str
    plan: str
    applicant: CaseApplicant
    facts: dict[str, str | bool | float | tuple[str, ...]] = {}
    circumstances: CaseCircumstances
    shops: tuple[CaseShop, ...]
    papers: tuple[CasePaper, ...]

    def plan_of(self, shop: CaseShop) -> str:
        """Return the plan file of a shop's building."""
        return shop.plan or self.plan

    def facts_of(self, shop: CaseShop) -> dict[str, str | bool | float | tuple[str, ...]]:
        """Return what the papers prove of a shop's sign."""
        return {**self.facts, **shop.facts}


def read_case(path: Path) -> Case:
    """Return a case file.

    Raises:
        InputError: It cannot be read, or says something that a case does not have.
    """
    at = Location(file=path.name)
    try:
        return Case(**tomllib.loads(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as exc:
        raise InputError("demo.case_unreadable", at=at, why=str(exc)) from exc
    except ValidationError as exc:
        first = exc.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise InputError("demo.case_wrong", at=Location(file=path.name, field=field), why=first["msg"]) from exc
