"""Write a plan as the file that reads back as the same plan: millimetres, fixed order, one part a line."""

from __future__ import annotations

import json
from typing import Any

from signage.frontage import model
from signage.frontage.model import Unsurveyed
from signage.geometry import Point, Rect

_LINE = 118


def write_plan(plan: model.FrontagePlan) -> bytes:
    """Return a plan as UTF-8 JSON in millimetres; reading it gives an equal plan.

    Args:
        plan: Any plan; what it does not say is left out of the file.
    """
    return (_laid_out(from_model(plan), 0) + "\n").encode("utf-8")


def _laid_out(value: Any, depth: int) -> str:
    flat = json.dumps(value, ensure_ascii=False, allow_nan=False)
    if not isinstance(value, dict | list) or not value or (depth and len(flat) + depth <= _LINE):
        return flat
    inner = " " * (depth + 2)
    if isinstance(value, dict):
        rows = [f"{inner}{json.dumps(key, ensure_ascii=False)}: {_laid_out(v, depth + 2)}" for key, v in value.items()]
        return "{\n" + ",\n".join(rows) + "\n" + " " * depth + "}"
    return "[\n" + ",\n".join(inner + _laid_out(v, depth + 2) for v in value) + "\n" + " " * depth + "]"


def from_model(plan: model.FrontagePlan) -> dict[str, Any]:
    """Return a plan as the natural JSON object of its file, in millimetres, defaults left out."""
    head: dict[str, Any] = {"schema_version": plan.schema_version, "unit": "mm", "id": plan.id}
    head |= {"building": plan.building, "address": plan.address, "city": plan.city, "revision": plan.revision}
    head["valid_from"] = plan.valid_from.isoformat()
    head["valid_to"] = plan.valid_to.isoformat() if plan.valid_to else None
    return _said(head) | {"faces": [_face_out(face) for face in plan.faces]}


def _said(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value is not None and value != [] and value is not False}


def _num(value: float | None) -> float | int | None:
    return None if value is None else int(value) if value == int(value) else value


def _spots(points: tuple[Point, ...]) -> list[list[float | int | None]]:
    return [[_num(p.x), _num(p.y)] for p in points]


def _rect(rect: Rect) -> dict[str, Any]:
    return {"x0": _num(rect.x0), "x1": _num(rect.x1), "bottom": _num(rect.y0), "top": _num(rect.y1)}


def _face_out(face: model.Frontage) -> dict[str, Any]:
    head = _said(
        {
            "id": face.id,
            "name": face.name,
            "width": _num(face.width_mm),
            "parapet": _num(face.parapet_mm),
            "roof": face.roof.value if face.roof else None,
            "wall": face.wall,
            "wall_colour": None if Unsurveyed.WALL_COLOUR in face.unsurveyed else face.wall_colour,
            "zone": face.zone.value if face.zone else None,
            "is_special_street": face.is_special_street,
            "is_unified_design": face.is_unified_design,
            "is_heritage": face.is_heritage,
            "facts": dict(face.facts) or None,
            "road": _road_out(face.road),
            "baseline": _spots(face.baseline),
            "unsurveyed": [part.value for part in face.unsurveyed if part is not Unsurveyed.WALL_COLOUR],
        }
    )
    if face.is_heritage is not None:
        head["is_heritage"] = face.is_heritage
    parts = {
        "bands": [_band_out(b) for b in face.bands],
        "openings": [_opening_out(o) for o in face.openings],
        "columns": [
            _said({"id": c.id} | _rect(c.rect) | {"projection": _num(c.projection_mm), "is_colonnade": c.is_colonnade})
            for c in face.columns
        ],
        "canopies": [{"id": c.id} | _rect(c.rect) | {"projection": _num(c.projection_mm)} for c in face.canopies],
        "arcades": [_arcade_out(a) for a in face.arcades],
        "existing": [_sign_out(s) for s in face.existing],
    }
    return (
        head
        | ({} if Unsurveyed.PAVEMENT in face.unsurveyed else {"pavement": _spots(face.pavement)})
        | {"storeys": [_storey_out(s) for s in face.storeys]}
        | {"bays": [{"id": b.id, "x0": _num(b.x0_mm), "x1": _num(b.x1_mm)} for b in face.bays]}
        | {"units": [_unit_out(u) for u in face.units]}
        | {key: value for key, value in parts.items() if value}
    )


def _road_out(road: model.Roadway | None) -> dict[str, Any] | None:
    if road is None:
        return None
    widths = {"width": _num(road.width_mm), "kerb": _num(road.kerb_mm), "cycle_lane": _num(road.cycle_lane_mm)}
    return _said({"name": road.name} | widths | {"footway": _num(road.footway_mm)})


def _arcade_out(a: model.Arcade) -> dict[str, Any]:
    ends = {"id": a.id, "x0": _num(a.x0_mm), "x1": _num(a.x1_mm)}
    return _said(ends | {"ceiling": _num(a.ceiling_mm), "depth": _num(a.depth_mm)})


def _storey_out(s: model.Storey) -> dict[str, Any]:
    levels = {"floor": _num(s.floor_mm), "top": _num(s.top_mm), "slab": _num(s.slab_mm), "sill": _num(s.sill_mm)}
    return _said({"number": s.number} | levels)


def _unit_out(u: model.Unit) -> dict[str, Any]:
    head = {"id": u.id, "storey": u.storey, "bays": list(u.bays), "x0": _num(u.x0_mm), "x1": _num(u.x1_mm)}
    return _said(head | {"entrances": u.entrances, "tenant": u.tenant, "door_number": u.door_number})


def _band_out(b: model.SignBand) -> dict[str, Any]:
    letters = [_num(v) for v in b.letter_height_mm] if b.letter_height_mm else None
    allowed = {"kinds": list(b.kinds), "palette": list(b.palette), "letter_height": letters, "datum": _num(b.datum_mm)}
    return _said({"id": b.id, "units": list(b.units)} | _rect(b.rect) | allowed)


def _opening_out(o: model.Opening) -> dict[str, Any]:
    ring = _spots((*o.outline, o.outline[0]))
    return _said({"id": o.id, "kind": o.kind.value, "storey": o.storey, "unit": o.unit, "outline": ring})


def _sign_out(s: model.ExistingSign) -> dict[str, Any]:
    head = {"id": s.id, "unit": s.unit, "name": s.name, "kind": s.kind} | _rect(s.rect) | {"depth": _num(s.depth_mm)}
    colours = {"panel_colour": s.panel_colour, "letter_colour": s.letter_colour}
    return _said(head | colours | {"letter_height": _num(s.letter_height_mm), "permit_number": s.permit_number})
