"""A drawing and its mapping become a plan, or questions: unit, face, frame, parts, validation, in this order."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from signage.errors import PlanError
from signage.frontage.problems import PlanProblem
from signage.frontage.read_json import inspect_plan
from signage.frontage.readers.detective import judged
from signage.frontage.readers.drawing import Drawing, Segment
from signage.frontage.readers.levels import (
    Lines,
    axes_in,
    bays_of,
    floors_in,
    ground_of,
    origin_of,
    pavement_of,
    refuse_far,
    storeys_of,
)
from signage.frontage.readers.mapping import CAN_BE_ABSENT, MM_PER, Mapping
from signage.frontage.readers.parts import Told, parts_of
from signage.frontage.readers.pick import outside_notes, picked, stray_notes, without_strays
from signage.frontage.readers.report import ImportReport, Note, Taken
from signage.frontage.readers.sizes import evidence, scales_in
from signage.geometry import Affine, Point

PARTS = ("storeys", "bays", "units", "bands", "openings", "columns", "canopies", "arcades", "existing")


def assemble(drawing: Drawing, mapping: Mapping, *, file: str = "") -> ImportReport:
    """Return what a drawing gives as a plan under a mapping, and all that is to be told of it.

    Raises:
        PlanError: A face cannot be found on the sheet, or has nothing to stand on.
    """
    _, strays = without_strays(drawing.strokes)
    reads = [_read(drawing, one, _name_of(one, index, mapping)) for index, one in enumerate(mapping.each())]
    ignored = [*drawing.ignored, *stray_notes(strays), *outside_notes(drawing, [read.face for read in reads])]
    ignored += [note for read in reads for note in read.ignored]
    questions = [*drawing.doubts, *(note for read in reads for note in read.questions)]
    repairs = (*drawing.repairs, *(note for read in reads for note in read.repairs))
    report = ImportReport(file=file, reader=drawing.reader, repairs=repairs, ignored=tuple(ignored))
    bodies = [read.body for read in reads if read.body is not None]
    if len(bodies) < len(reads):
        return replace(report, questions=tuple(questions))
    head = {"schema_version": 1, "unit": "mm", **mapping.plan}
    questions += _head_missing(head, bodies)
    body = {**head, "faces": bodies}
    plan, problems = inspect_plan(json.dumps(_on_quantum(body), ensure_ascii=False).encode())
    whole = not any(p.is_error for p in problems) and not any(q.is_blocking for q in questions)
    return replace(
        report,
        taken=_taken(bodies),
        questions=tuple(questions),
        problems=tuple(_by_name(p) for p in problems),
        plan=plan if whole else None,
        draft=None if whole else plan,
    )


def _name_of(mapping: Mapping, index: int, sheet: Mapping) -> str:
    """Return what notes of a face begin with: nothing where the sheet has only one."""
    return str(mapping.face.get("id", index + 1)) if sheet.faces else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What one face of the sheet gave; without a body where its unit is open."""

    face: Drawing
    body: dict[str, Any] | None
    repairs: tuple[Note, ...] = ()
    ignored: tuple[Note, ...] = ()
    questions: tuple[Note, ...] = ()


def _read(drawing: Drawing, mapping: Mapping, name: str) -> _Read:
    face, cut = picked(drawing, mapping)
    ignored = (*cut, *_without_role(face, mapping))
    told_scale = mapping.scale != 1.0
    said = scales_in(drawing, mapping)
    questions = judged(drawing.unit, mapping.unit, evidence(face, mapping), said, is_scaled=told_scale)
    if any(q.is_blocking for q in questions):
        return _Read(face=face, body=None, ignored=_of(name, ignored), questions=_of(name, questions))
    body, told = _body(face, mapping, MM_PER[mapping.unit or drawing.unit or "mm"] * mapping.scale)
    return _Read(
        face=face,
        body=body,
        repairs=_of(name, told.repairs),
        ignored=_of(name, (*ignored, *told.ignored)),
        questions=_of(name, (*questions, *told.questions, *_missing(body, mapping))),
    )


def _of(name: str, notes: Iterable[Note]) -> tuple[Note, ...]:
    """Return notes that say which face they are of."""
    return tuple(replace(n, source=" · ".join(filter(None, (name, n.source)))) for n in notes)


def _body(face: Drawing, mapping: Mapping, mm: float) -> tuple[dict[str, Any], Told]:
    told = Told()
    snap = mapping.snap_mm / mm
    lines = Lines(axes=axes_in(face, mapping, snap), floors=floors_in(face, mapping, snap, mm))
    origin, notes = origin_of(face, mapping, lines, mm)
    refuse_far(face, mapping, lines, origin, mm)
    told.questions += notes
    to_face = Affine.shift(-origin.x, -origin.y).then(Affine.scale(mm))
    scaled = _moved(face, to_face)
    axes = mapping.bays_mm or tuple((x - origin.x) * mm for x in lines.axes)
    floors = tuple((y, 0.0) for y in mapping.floors_mm) or tuple(((y - origin.y) * mm, t * mm) for y, t in lines.floors)
    ends = max((s.box.x1 for s in scaled.strokes if mapping.roles_of(s.layer)), default=0.0)
    width = float(mapping.face.get("width", axes[-1] if len(axes) > 1 else ends))
    if len(axes) < 2 and "bays" not in mapping.face:
        told.questions.append(Note(code="reading.no_bays", params={"width_mm": f"{width:.0f}"}))
        axes = (0.0, width)
    bays = mapping.face.get("bays") or bays_of(axes, [t for t in scaled.labels if mapping.has_role(t.layer, "bays")])
    storeys = mapping.face.get("storeys") or storeys_of(floors)
    if storeys and mapping.defaults.get("storeys"):
        storeys = [
            {**s, **mapping.defaults["storeys"], **mapping.parts.get(f"storey-{s['number']}", {})} for s in storeys
        ]
    near = replace(scaled, strokes=tuple(s for s in scaled.strokes if s.box.x0 < width and s.box.x1 > 0.0))
    if len(near.strokes) < len(scaled.strokes):
        beyond = len(scaled.strokes) - len(near.strokes)
        told.ignored.append(Note(code="reading.beyond_ends", params={"count": beyond, "width_mm": f"{width:.0f}"}))
    ground = ground_of([s for s in scaled.strokes if mapping.has_role(s.layer, "pavement")], mapping.snap_mm)
    parts = parts_of(near, mapping, storeys, bays, _standing_lines(storeys, ground, mapping, width), told)
    _sills(storeys, parts["openings"])
    drawn: dict[str, Any] = {"width": width, "storeys": storeys, "bays": bays, **parts}
    if ground:
        drawn["pavement"], drawn_out = pavement_of(ground, width, mapping.snap_mm)
        told.repairs += drawn_out
    tops = [y for s in scaled.strokes if mapping.has_role(s.layer, "parapet") for y in (s.box.y1,)]
    if tops:
        drawn["parapet"] = max(tops)
    drawn["unsurveyed"] = _unsurveyed(face, mapping)
    if drawn["unsurveyed"] and "unsurveyed" not in mapping.face:
        told.questions.append(Note(code="reading.unsurveyed", params={"roles": tuple(drawn["unsurveyed"])}))
    return {**drawn, **mapping.face}, told


def _standing_lines(
    storeys: Sequence[dict[str, Any]], ground: Sequence[Point], mapping: Mapping, width: float
) -> tuple[Segment, ...]:
    """Return the lines that doors and shop windows may stand on: floors and the pavement, drawn or told."""
    told = mapping.face.get("pavement", ())
    line = [Point(float(x), float(y)) for x, y in told] if _is_line(told) else list(ground)
    floors = [(Point(0.0, s["floor"]), Point(width, s["floor"])) for s in storeys if _is_number(s.get("floor"))]
    return (*floors, *((a, b) for a, b in itertools.pairwise(line) if a != b))


def _is_line(value: Any) -> bool:
    """Return whether a mapping's own words are a line; the plan's reader refuses them otherwise, with their place."""
    return isinstance(value, list | tuple) and all(
        isinstance(p, list | tuple) and len(p) == 2 and all(map(_is_number, p)) for p in value
    ) and bool(value)  # fmt: skip


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _unsurveyed(face: Drawing, mapping: Mapping) -> list[str]:
    """Return what neither a layer nor a word of the mapping speaks of: its absence from the drawing says nothing.

    A layer that is called as its role, which needs no mapping, speaks of it when something is drawn on it.
    """
    drawn = {role for stroke in face.strokes for role in mapping.roles_of(stroke.layer)}
    mapped = {role for role in mapping.layers if not mapping.is_unmapped(role) or role in drawn}
    known = {*mapping.absent, *mapping.face, *mapped}
    if known & {"door", "window", "shopfront", "rescue"}:
        known.add("openings")
    return [role for role in CAN_BE_ABSENT if role not in known]


def _sills(storeys: list[dict[str, Any]], openings: list[dict[str, Any]]) -> None:
    """Take the sill of a storey from its windows where they all stand on one level."""
    for storey in storeys:
        kinds = ("window", "rescue")
        own = [o for o in openings if o["storey"] == storey["number"] and o["kind"] in kinds]
        sills = {round(min(y for _, y in o["outline"]), 2) for o in own}
        if len(sills) == 1 and "sill" not in storey:
            storey["sill"] = sills.pop()


def _moved(face: Drawing, to: Affine) -> Drawing:
    def points(line: tuple[Point, ...]) -> tuple[Point, ...]:
        return tuple(Point(round(p.x, 4), round(p.y, 4)) for p in map(to.apply, line))

    return replace(
        face,
        strokes=tuple(replace(s, points=points(s.points)) for s in face.strokes),
        labels=tuple(replace(t, at=to.apply(t.at)) for t in face.labels),
    )


def _on_quantum(value: Any) -> Any:
    """Round lengths to 0.01 mm, the quantum that rules compare on."""
    if isinstance(value, dict):
        return {key: _on_quantum(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_on_quantum(inner) for inner in value]
    return round(value, 2) + 0.0 if isinstance(value, float) else value


def _without_role(face: Drawing, mapping: Mapping) -> list[Note]:
    counts: dict[str, int] = {}
    for stroke in face.strokes:
        if not mapping.roles_of(stroke.layer):
            counts[stroke.layer] = counts.get(stroke.layer, 0) + 1
    return [Note(code="reading.no_role", params={"layer": k, "count": n}) for k, n in sorted(counts.items())]


def _head_missing(head: dict[str, Any], faces: list[dict[str, Any]]) -> list[Note]:
    wanted = ("id", "building", "address", "city", "revision", "valid_from")
    lacking = [f"plan.{key}" for key in wanted if key not in head]
    lacking += list(dict.fromkeys(f"face.{k}" for face in faces for k in ("id", "name") if k not in face))
    if not lacking:
        return []
    return [Note(code="reading.head_missing", params={"keys": ", ".join(lacking)}, is_blocking=True)]


def _missing(face: dict[str, Any], mapping: Mapping) -> list[Note]:
    notes = []
    if not face["storeys"]:
        notes.append(Note(code="reading.no_storeys", is_blocking=True))
    if not face.get("pavement"):
        notes.append(Note(code="reading.no_pavement", is_blocking=True))
    if not face["units"]:
        notes.append(Note(code="reading.no_units"))
    drawn = {role for role in mapping.layers if role not in ("labels",)}
    for role in sorted(drawn - {r for r in drawn if mapping.is_unmapped(r)}):  # nobody named them: see `_unsurveyed`
        part = "openings" if role in ("door", "window", "shopfront", "rescue", "openings") else role
        if part in PARTS and part not in ("bays", "storeys") and not face.get(part):
            notes.append(
                Note(code="reading.role_empty", params={"role": role, "layers": ", ".join(mapping.layers[role])})
            )
    return notes


def _taken(faces: list[dict[str, Any]]) -> tuple[Taken, ...]:
    found = []
    for part in PARTS:
        ids = tuple(str(p.get("id", p.get("number", ""))) for face in faces for p in face.get(part, ()))
        if ids:
            found.append(Taken(part=part, ids=ids))
    return tuple(found)


def _by_name(problem: PlanProblem) -> PlanProblem:
    """Leave out line numbers of a file that nobody wrote."""
    return replace(problem, at=None if problem.at is None else replace(problem.at, line=None, file=None))


def explained(error: PlanError, drawing: Drawing, *, file: str) -> ImportReport:
    """Return a refusal as a report with one blocking question, so that repairs and strays are told beside it."""
    question = Note(code=error.code, params=dict(error.params), is_blocking=True)
    return ImportReport(
        file=file,
        reader=drawing.reader,
        repairs=drawing.repairs,
        ignored=drawing.ignored,
        questions=(*drawing.doubts, question),
    )
