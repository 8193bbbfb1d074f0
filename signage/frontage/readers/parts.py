"""The parts of a face as the plan file's natural JSON: units, bands, openings and the rest, each with an id."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from signage.errors import Param
from signage.frontage.readers.drawing import Drawing, Segment
from signage.frontage.readers.fields import typed
from signage.frontage.readers.mapping import Mapping
from signage.frontage.readers.naming import names_of
from signage.frontage.readers.report import Note
from signage.frontage.readers.runs import rectangles_in, standing_in
from signage.frontage.readers.shapes import Found, Shape, shapes_of

Json = dict[str, Any]
Parts = dict[str, list[Json]]

_PREFIX = {"door": "D", "window": "W", "shopfront": "G", "rescue": "R", "units": "S", "bands": "B"}
_PREFIX |= {"columns": "C", "canopies": "K", "arcades": "A", "existing": "X"}
_OPENINGS = ("door", "window", "shopfront", "rescue")
_ROLES = ("units", "bands", "columns", "canopies", "arcades", "existing", *_OPENINGS)
_DOOR_MM = 1800.0


@dataclass(slots=True)
class Told:
    """What is to be told so far."""

    repairs: list[Note] = field(default_factory=list)
    ignored: list[Note] = field(default_factory=list)
    questions: list[Note] = field(default_factory=list)
    foreign: Counter[tuple[str, str]] = field(default_factory=Counter)  # attribute and part, how often

    def tell_foreign(self) -> None:
        """Tell each attribute that is no field of its part, once."""
        for (part, tag), count in sorted(self.foreign.items()):
            params: dict[str, Param] = {"tag": tag, "part": part, "count": count}
            self.ignored.append(Note(code="reading.field_unknown", params=params))

    def take(self, found: Found) -> tuple[Shape, ...]:
        """Keep what a search has to tell and return its shapes."""
        self.repairs += found.repairs
        self.ignored += found.ignored
        self.questions += found.questions
        return found.shapes


def parts_of(
    face: Drawing, mapping: Mapping, storeys: list[Json], bays: list[Json], grounds: tuple[Segment, ...], told: Told
) -> Parts:
    """Return units, openings and the rest of a face that is in mm already, by the names of the plan file.

    `grounds` are its floor and pavement lines, which close openings that have no line there of their own.
    """
    shapes = _shapes(face, mapping, grounds, told)
    units = [_unit(s, mapping, storeys, bays, told) for s in shapes["units"]]
    _number(units, mapping.prefix + "S")
    result: dict[str, list[Json]] = {"units": _with_told(units, mapping)}
    for part in ("bands", "columns", "canopies", "arcades", "existing"):
        found = [_boxed(s, part, mapping, storeys, told) for s in shapes[part]]
        _number(found, mapping.prefix + _PREFIX[part])
        result[part] = _with_told(found, mapping)
    for band in result["bands"]:
        if not band.get("units"):
            band["units"] = [u["id"] for u in units if _holds(band, u, storeys)]
    result["openings"] = _openings(face, shapes, mapping, storeys, result["units"], grounds, told)
    told.tell_foreign()
    return result


def _shapes(face: Drawing, mapping: Mapping, grounds: tuple[Segment, ...], told: Told) -> dict[str, tuple[Shape, ...]]:
    """Return the shapes of every role, each text given to the one it numbers."""
    found = {role: told.take(shapes_of(face, mapping, role, grounds)) for role in _ROLES}
    parts = {(role, n): shape for role, shapes in found.items() for n, shape in enumerate(shapes)}
    known = {key: dict(shape.fields)["id"] for key, shape in parts.items() if "id" in dict(shape.fields)}
    names = names_of(face, mapping, {key: shape.box for key, shape in parts.items()}, known)
    told.ignored += names.ignored
    for (role, n), name in names.ids.items():
        shape = parts[role, n]
        parts[role, n] = replace(shape, fields=(*shape.fields, ("id", name)))
    return {role: tuple(parts[role, n] for n in range(len(shapes))) for role, shapes in found.items()}


def _with_told(parts: list[Json], mapping: Mapping) -> list[Json]:
    for part in parts:
        part.pop("_at", None)
        part.update(mapping.parts.get(str(part["id"]), {}))
    return parts


def _number(parts: list[Json], prefix: str) -> None:
    """Give those without an id one that says sort, storey and place in the row."""
    parts.sort(key=lambda p: p["_at"])
    taken = {p["id"] for p in parts if "id" in p}
    count: Counter[int] = Counter()
    for part in parts:
        storey = int(part.get("storey", part["_at"][0]))
        count[storey] += 1
        if "id" not in part:
            own = f"{prefix}{storey}-{count[storey]:02d}"
            while own in taken:
                own += "x"
            part["id"] = own
            taken.add(own)


def storey_at(level: float, storeys: list[Json]) -> int:
    """Return the number of the storey that a level is in; beyond the last, the last."""
    inside = [s["number"] for s in storeys if s["floor"] <= level < s["top"]]
    if inside or not storeys:
        return int(inside[0]) if inside else 1
    return int(storeys[0]["number"] if level < storeys[0]["floor"] else storeys[-1]["number"])


def _fields(shape: Shape, part: str, mapping: Mapping, told: Told) -> Json:
    fields, foreign = typed(part, dict(shape.fields))
    for tag in foreign:
        told.foreign[part, tag] += 1
    return {**mapping.defaults.get(part, {}), **fields}


def _unit(shape: Shape, mapping: Mapping, storeys: list[Json], bays: list[Json], told: Told) -> Json:
    box = shape.box
    number = storey_at(box.centre.y, storeys)
    spans = [b["id"] for b in bays if box.x0 < (b["x0"] + b["x1"]) / 2 < box.x1]
    if not spans:
        spans = [b["id"] for b in bays if b["x0"] <= box.centre.x <= b["x1"]][:1]
    drawn = {"storey": number, "bays": spans, "x0": box.x0, "x1": box.x1}
    return {**drawn, **_fields(shape, "units", mapping, told), "_at": (number, box.x0)}


def _boxed(shape: Shape, part: str, mapping: Mapping, storeys: list[Json], told: Told) -> Json:
    box = shape.box
    drawn = {"x0": box.x0, "x1": box.x1, "bottom": box.y0, "top": box.y1}
    if part == "arcades":  # drawn as the opening that one sees: its upper edge is the ceiling's underside
        drawn = {"x0": box.x0, "x1": box.x1, "ceiling": box.y1}
    return {**drawn, **_fields(shape, part, mapping, told), "_at": (storey_at(box.y0, storeys), box.x0)}


def _holds(band: Json, unit: Json, storeys: list[Json]) -> bool:
    middle = (unit["x0"] + unit["x1"]) / 2
    return bool(band["x0"] <= middle <= band["x1"] and storey_at(band["bottom"], storeys) == unit["storey"])


def _openings(
    face: Drawing, shapes: dict[str, tuple[Shape, ...]], mapping: Mapping, storeys: list[Json], units: list[Json],
    grounds: tuple[Segment, ...], told: Told,
) -> list[Json]:  # fmt: skip
    result = []
    for kind in _OPENINGS:
        found = [{"kind": kind, **_opening(shape, mapping, storeys, units, told)} for shape in shapes[kind]]
        _number(found, mapping.prefix + _PREFIX[kind])
        result += found
    result += _rectangles(face, mapping, storeys, units, grounds, told)
    return _with_told(result, mapping)


def _rectangles(
    face: Drawing, mapping: Mapping, storeys: list[Json], units: list[Json], grounds: tuple[Segment, ...], told: Told
) -> list[Json]:
    """Return openings out of a tangle of lines: rectangles inside one storey, a door when it stands on a floor."""
    loose = [g for s in face.strokes if mapping.has_role(s.layer, "openings") for g in s.segments]
    least, width, height = mapping.opening_mm
    found = rectangles_in(loose, mapping.snap_mm, least, (width, height))
    floors = sorted({a.y for a, b in grounds if abs(a.y - b.y) <= mapping.snap_mm / 2})
    standing = standing_in(loose, floors, mapping.snap_mm, least, (width, height))
    standing = [r for r in standing if not any(whole.grown(mapping.snap_mm).contains(r) for whole in found)]
    found = [r for r in found if not any(door.grown(mapping.snap_mm).contains(r) for door in standing)]
    standing = [r for r in standing if not any(r.overlaps(other) for other in found)]
    if standing:
        layers = sorted({s.layer for s in face.strokes if mapping.has_role(s.layer, "openings")})
        params: dict[str, Param] = {"layer": ", ".join(layers), "role": "openings", "count": len(standing)}
        told.repairs.append(Note(code="reading.closed_on_floor", params=params))
        found = sorted([*found, *standing], key=lambda r: (r.y0, r.x0))
    fitting = [r for r in found if any(s["floor"] - 150.0 <= r.y0 and r.y1 <= s["top"] for s in storeys)]
    if len(fitting) < len(found):
        told.ignored.append(Note(code="reading.in_no_storey", params={"count": len(found) - len(fitting)}))
    plain = []
    for rect in fitting:
        stands = any(abs(rect.y0 - s["floor"]) <= 150.0 for s in storeys) and rect.height >= _DOOR_MM
        shape = Shape(ring=rect.corners, fields=(), layer="", source="")
        opening = _opening(shape, mapping, storeys, units, told)
        plain.append({"kind": "door" if stands else "window", **opening})
    if plain:
        told.questions.append(Note(code="reading.kinds_guessed", params={"count": len(plain)}))
    for kind in ("door", "window"):
        _number([p for p in plain if p["kind"] == kind], mapping.prefix + _PREFIX[kind])
    return plain


def _opening(shape: Shape, mapping: Mapping, storeys: list[Json], units: list[Json], told: Told) -> Json:
    ring, box = shape.ring, shape.box
    fields = _fields(shape, "openings", mapping, told)
    number = int(fields.get("storey", storey_at(box.centre.y, storeys)))
    owner = next((u["id"] for u in units if u["storey"] == number and u["x0"] <= box.centre.x <= u["x1"]), None)
    outline = [[p.x, p.y] for p in (*ring, ring[0])]
    drawn: Json = {"storey": number, "outline": outline, "_at": (number, box.x0, box.y0)}
    return {**drawn, **({"unit": owner} if owner else {}), **fields}
