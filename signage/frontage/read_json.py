"""Read plan files: strict at the door, every refusal with file, line, field and what to do."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from signage.errors import Location, Param, PlanError
from signage.frontage.json_source import FieldPath, decode, field_name, lines_of
from signage.frontage.model import FrontagePlan
from signage.frontage.pavement_ends import with_ends_drawn_out
from signage.frontage.plan_file import UNITS, FacePart, PlanFile, to_model
from signage.frontage.problems import PlanProblem
from signage.frontage.validate import validate
from signage.geometry import Point
from signage.locale import Lang, describe
from signage.units import Unit

# pydantic's error type -> our code, where the words need nothing but the field's name and what stood there
_CODES = {
    "missing": "plan.key_missing",
    "string_type": "plan.not_text",
    "string_unicode": "plan.not_text",
    "not_words": "plan.not_text",
    "string_too_long": "plan.text_too_long",
    "float_type": "plan.not_a_number",
    "float_parsing": "plan.not_a_number",
    "finite_number": "plan.not_a_number",
    "int_type": "plan.not_a_count",
    "int_parsing": "plan.not_a_count",
    "int_parsing_size": "plan.not_a_count",
    "int_from_float": "plan.not_a_count",
    "greater_than_equal": "plan.not_a_count",
    "less_than_equal": "plan.not_a_count",
    "bool_type": "plan.not_yes_or_no",
    "tuple_type": "plan.not_a_list",
    "model_type": "plan.not_an_object",
    "model_attributes_type": "plan.not_an_object",
    "too_short": "plan.list_too_short",
    "too_long": "plan.list_too_long",
    "not_a_colour": "plan.not_a_colour",
    "not_an_id": "plan.not_an_id",
    "box_inside_out": "plan.box_inside_out",
    "surveyed_after_all": "plan.surveyed_after_all",
    "no_pavement": "plan.key_missing",
}


def read_plan(path: Path) -> FrontagePlan:
    """Return the frontage plan in a JSON file.

    Raises:
        PlanError: The file cannot be read or its plan has errors; the first is raised, with the number of the rest.
    """
    return parse_plan(content_of(path), file=str(path))


def parse_plan(content: bytes, *, file: str = "") -> FrontagePlan:
    """Return the frontage plan in the bytes of a JSON file; see `read_plan`."""
    plan, problems = inspect_plan(content, file=file)
    errors = [problem for problem in problems if problem.is_error]
    if plan is not None and not errors:
        return plan
    first = errors[0].as_error()
    if len(errors) == 1:
        raise first
    raise _first_of_many(first, len(errors) - 1, file)


def _first_of_many(first: PlanError, more: int, file: str) -> PlanError:
    # Both languages travel, since the words of the first error depend on its own code.
    params: dict[str, Param] = {"first_code": first.code, "more": more, "file": file}
    for lang in Lang:
        described = describe(first, lang)
        params |= {f"first_{lang.value}": described.message, f"first_hint_{lang.value}": described.hint}
    return PlanError("plan.first_of_many", at=first.at, **params)


def inspect_plan(content: bytes, *, file: str = "") -> tuple[FrontagePlan | None, tuple[PlanProblem, ...]]:
    """Return a plan and all that is wrong with it, errors first; never raises for what is in the file.

    Args:
        content: The bytes of a plan file.
        file: Its name, for the problems' locations.

    Returns:
        The plan, or None when the file's form allows none; and the problems, empty when it is in order. With errors
        among them the plan is good for drawing what is wrong, and for nothing else.
    """
    try:
        text, raw = decode(content, file=file)
        _declared_unit(raw, file)
    except PlanError as error:
        return None, (PlanProblem(code=error.code, params=dict(error.params), at=error.at),)
    try:
        document = PlanFile.model_validate_json(text, strict=True, context={"unit": Unit(raw["unit"])})
    except ValidationError as exc:
        found = [_form_problem(detail) for detail in _causes(exc.errors(include_url=False))]
        return None, _located(found, text, file)
    plan, mended = with_ends_drawn_out(to_model(document))
    problems = [*_open_outlines(document), *validate(plan), *mended]
    paths = _paths_of_parts(document)
    keyed = [(_path_of(problem, paths), problem) for problem in problems]
    ordered = sorted(_located(keyed, text, file), key=lambda problem: not problem.is_error)
    return plan, tuple(ordered)


def plan_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of plan files."""
    schema = PlanFile.model_json_schema(mode="validation")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "Frontage plan 沿街立面图"}


def content_of(path: Path) -> bytes:
    """Return the bytes of a plan file.

    Raises:
        PlanError: The file cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as exc:
        why = exc.strerror or type(exc).__name__
        raise PlanError("plan.unreadable", at=Location(file=str(path)), path=str(path), why=why) from exc


def _declared_unit(raw: Any, file: str) -> None:
    known = ", ".join(unit.value for unit in UNITS)
    if not isinstance(raw, dict):
        raise PlanError("plan.not_an_object", at=Location(file=file, line=1), key="(file)", value=_shown(raw))
    if raw.get("type") == "FeatureCollection":
        raise PlanError("plan.is_drawing", at=Location(file=file), kind="GeoJSON", file=file or "FILE")
    if "unit" not in raw:
        raise PlanError("plan.unit_missing", at=Location(file=file, field="unit"), known=known)
    if raw["unit"] not in [unit.value for unit in UNITS]:
        raise PlanError(
            "plan.unit_unknown", at=Location(file=file, field="unit"), value=_shown(raw["unit"]), known=known
        )


def _causes(details: list[ErrorDetails]) -> list[ErrorDetails]:
    """Drop what only follows from something else: a list counts as short when its entries are wrong."""
    places = [detail["loc"] for detail in details]

    def follows(detail: ErrorDetails) -> bool:
        here = detail["loc"]
        return detail["type"] == "too_short" and any(
            len(loc) > len(here) and loc[: len(here)] == here for loc in places
        )

    return [detail for detail in details if not follows(detail)]


def _form_problem(detail: ErrorDetails) -> tuple[FieldPath, PlanProblem]:
    path: FieldPath = tuple(detail["loc"])
    kind, context = detail["type"], detail.get("ctx", {})
    name = str(path[-1]) if path else ""
    params: dict[str, Param] = {"key": field_name(path), "value": _shown(detail["input"])}
    if kind == "extra_forbidden":
        return path, _unknown_key(path, name)
    if kind == "literal_error":
        code = "plan.version_unknown" if path == ("schema_version",) else "plan.not_one_of"
        params["known"] = str(context.get("expected", "")).replace(" or ", ", ").replace("'", "")
    elif kind == "length_out_of_range":
        code = "plan.length_out_of_range"
        params |= {key: str(value) for key, value in context.items()}
    elif kind.startswith("date"):
        code = "plan.not_a_date"
    elif kind in ("surveyed_after_all", "no_pavement"):
        code, path = _CODES[kind], (*path, str(context.get("part", "pavement")))
        params["key"] = field_name(path)
    else:
        code = _CODES.get(kind, "plan.bad_value")
    if kind == "missing" and not isinstance(path[-1], str):
        code, params["value"] = "plan.list_too_short", _shown(detail["input"])
    if kind in ("too_short", "missing"):
        params["least"] = int(context.get("min_length", 2))
    if kind in ("too_long", "string_too_long"):
        params["most"] = int(context.get("max_length", 0))
    return path, PlanProblem(code=code, params=params)


def _unknown_key(path: FieldPath, name: str) -> PlanProblem:
    known = list(_fields_at(path[:-1]))
    near = difflib.get_close_matches(name.removesuffix("_mm"), known, n=1, cutoff=0.6)
    params: dict[str, Param] = {"key": name, "known": ", ".join(known)}
    if near:
        return PlanProblem(code="plan.key_unknown_but_near", params=params | {"near": near[0]})
    return PlanProblem(code="plan.key_unknown", params=params)


def _fields_at(path: FieldPath) -> tuple[str, ...]:
    """Return the keys that the form knows at a path."""
    part: type[BaseModel] = PlanFile
    for key in (step for step in path if isinstance(step, str)):
        inner = _part_in(part.model_fields[key].annotation)
        if inner is None:
            return ()
        part = inner
    return tuple(part.model_fields)


def _part_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        found = _part_in(inner)
        if found is not None:
            return found
    return None


def _shown(value: Any) -> str:
    text = repr(value) if not isinstance(value, str) else value
    return text if len(text) <= 60 else text[:57] + "…"


def _open_outlines(document: PlanFile) -> list[PlanProblem]:
    """Find outlines whose last point is not the first; the model holds rings only, so it must be seen here."""
    found = []
    for face in document.faces:
        for opening in face.openings:
            ring = opening.outline
            if ring[0] != ring[-1] or len(ring) < 4:
                gap = ((ring[0][0] - ring[-1][0]) ** 2 + (ring[0][1] - ring[-1][1]) ** 2) ** 0.5
                found.append(
                    PlanProblem(
                        code="plan.outline_open" if gap else "plan.outline_too_short",
                        params={"id": opening.id, "points": len(ring), "gap_mm": f"{gap:g}"},
                        face=face.id,
                        at=Location(field=f"openings:{opening.id}"),
                        place=tuple(Point(x, y) for x, y in ring),
                    )
                )
    return found


def _paths_of_parts(document: PlanFile) -> dict[tuple[str, str], FieldPath]:
    """Return where in the file each part with an id stands, by (face, id); the last of a duplicate wins."""
    paths: dict[tuple[str, str], FieldPath] = {}
    for index, face in enumerate(document.faces):
        paths[face.id, ""] = ("faces", index)
        for key in FacePart.model_fields:
            parts = getattr(face, key)
            for number, part in enumerate(parts if isinstance(parts, tuple) else ()):
                name = getattr(part, "id", None) or getattr(part, "number", None)
                if name is not None:
                    paths[face.id, f"{key}:{name}"] = ("faces", index, key, number)
    return paths


def _path_of(problem: PlanProblem, paths: dict[tuple[str, str], FieldPath]) -> FieldPath:
    hint = problem.at.field if problem.at else None
    if hint and (problem.face, hint) in paths:
        return paths[problem.face, hint]
    return paths.get((problem.face, ""), ())


def _located(keyed: list[tuple[FieldPath, PlanProblem]], text: str, file: str) -> tuple[PlanProblem, ...]:
    lines = lines_of(text, {path for path, _ in keyed})
    return tuple(
        PlanProblem(
            code=problem.code,
            params=problem.params,
            severity=problem.severity,
            face=problem.face,
            place=problem.place,
            at=Location(file=file or None, line=lines[path], field=field_name(path) or None),
        )
        for path, problem in keyed
    )
