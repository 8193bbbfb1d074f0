"""A survey as a TOML file: read with every mistake named, written so that it reads back the same."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from signage.errors import InputError, Location
from signage.survey.model import Datum, Measured, Measurement, Survey, Surveyor

_MOST_BYTES = 256 * 1024
_STRICT = ConfigDict(extra="forbid", frozen=True)
_Number = Annotated[float, Field(allow_inf_nan=False)]


class _Surveyor(BaseModel):
    model_config = _STRICT
    name: str
    number: str = ""


class _Measurement(BaseModel):
    model_config = _STRICT
    what: Measured
    mm: _Number
    tolerance_mm: _Number
    instrument: str
    note: str = ""


class _Head(BaseModel):
    model_config = _STRICT
    plan: str
    revision: str = ""
    unit: str
    date: date
    datum: Datum = Datum.FLOOR
    official: bool = False
    remarks: str = ""


class _File(BaseModel):
    model_config = _STRICT
    schema_version: Literal[1]
    survey: _Head
    surveyors: tuple[_Surveyor, ...]
    measurements: tuple[_Measurement, ...]


def read_survey(content: bytes, *, file: str = "") -> Survey:
    """Return the survey in a TOML file; it is not yet checked (`checked_survey`).

    Raises:
        InputError: It is no TOML, or a key or value is not of the form; the error names the place.
    """
    at = Location(file=file or None)
    if len(content) > _MOST_BYTES:
        raise InputError("survey.file_unreadable", at=at, why=f"> {_MOST_BYTES // 1024} kB")
    try:
        shape = _File.model_validate(tomllib.loads(content.decode("utf-8-sig")))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as exc:
        raise InputError("survey.file_unreadable", at=at, why=str(exc)[:200]) from exc
    except ValidationError as exc:
        first: Any = exc.errors(include_url=False)[0]
        field = ".".join(str(step) for step in first["loc"])
        place = Location(file=file or None, field=field)
        known = ", ".join(what.value for what in Measured)
        raise InputError("survey.file_value", at=place, field=field, why=first["msg"], known=known) from exc
    head = shape.survey
    return Survey(
        id="",
        plan_id=head.plan,
        plan_revision=head.revision,
        unit_id=head.unit,
        surveyed_on=head.date,
        surveyors=tuple(Surveyor(name=s.name, number=s.number) for s in shape.surveyors),
        measurements=tuple(
            Measurement(what=m.what, value_mm=m.mm, tolerance_mm=m.tolerance_mm, instrument=m.instrument, note=m.note)
            for m in shape.measurements
        ),
        datum=head.datum,
        is_official=head.official,
        remarks=head.remarks,
    )


def write_survey(survey: Survey) -> str:
    """Return a survey as TOML that `read_survey` reads back; photos and record stay out."""
    lines = [
        "schema_version = 1",
        "",
        "[survey]",
        f"plan = {_quoted(survey.plan_id)}",
        f"revision = {_quoted(survey.plan_revision)}",
        f"unit = {_quoted(survey.unit_id)}",
        f"date = {survey.surveyed_on.isoformat()}",
        f"datum = {_quoted(survey.datum.value)}",
        f"official = {'true' if survey.is_official else 'false'}",
        f"remarks = {_quoted(survey.remarks)}",
    ]
    for one in survey.surveyors:
        lines += ["", "[[surveyors]]", f"name = {_quoted(one.name)}", f"number = {_quoted(one.number)}"]
    for m in survey.measurements:
        lines += ["", "[[measurements]]", f"what = {_quoted(m.what.value)}", f"mm = {float(m.value_mm)!r}"]
        lines += [f"tolerance_mm = {float(m.tolerance_mm)!r}", f"instrument = {_quoted(m.instrument)}"]
        lines += [f"note = {_quoted(m.note)}"] if m.note else []
    return "\n".join(lines) + "\n"


def _quoted(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    escaped = escaped.replace("\t", "\\t")
    return '"' + "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in escaped) + '"'
