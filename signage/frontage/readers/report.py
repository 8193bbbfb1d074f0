"""What an import did, as values: taken, ignored, repaired, still open; and the plan when it is whole.

Every reader gives this report. It travels from the child process as JSON, so it goes both ways without loss.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from signage.errors import Location, Param, PlanError
from signage.frontage.model import FrontagePlan
from signage.frontage.problems import PlanProblem, Severity
from signage.frontage.read_json import inspect_plan
from signage.frontage.readers.mapping import ROLES
from signage.frontage.write_json import write_plan
from signage.geometry import Point, Rect
from signage.locale import Lang, describe, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One thing that a reader tells of a file.

    Attributes:
        code: Key of the message catalogue, such as `reading.stray`.
        params: Values for the placeholders of its message.
        source: Where in the file, such as `layer 窗 · LINE #1F3`; empty when it is the whole file's.
        place: Where: on the sheet in its own coordinates, or on the face in mm once it is found; may be empty.
        is_blocking: No plan comes of it before this is answered.
    """

    code: str
    params: dict[str, Param] = field(default_factory=dict)
    source: str = ""
    place: tuple[Point, ...] = ()
    is_blocking: bool = False

    def words(self, lang: Lang = Lang.ZH) -> str:
        """Return where it is, what it is and what to do, as one line."""
        params = {key: _in_words(key, value, lang) for key, value in self.params.items()}
        said = str(describe(PlanError(self.code, at=None, **params), lang))
        colon = "：" if lang is Lang.ZH else ": "
        return f"{self.source}{colon}{said}" if self.source else said


def _in_words(key: str, value: Param, lang: Lang) -> Param:
    """Return a parameter with the words for the role or the thing measured that it names by its key."""
    if key in ("role", "part") and value in ROLES:
        return text(f"reading.role_{value}", lang)
    if key == "roles" and isinstance(value, tuple):
        return tuple(text(f"reading.role_{role}", lang) for role in value)
    if key == "clues" and isinstance(value, tuple):
        return tuple(clue_in(*clue.split(" ", 1), lang=lang) for clue in value)
    return value


def clue_in(what: str, size: str, *, lang: Lang) -> str:
    """Return a typical size of a drawing in words: 门高 2400 mm."""
    return f"{text(f'reading.clue_{what}', lang)} {size}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Parts of one sort that the import took: `storeys`, `bays`, `openings` and so on, with their ids."""

    part: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """The outcome of an import.

    Attributes:
        file: Name of the file as the caller gave it.
        reader: Which reader read it, such as `dxf`.
        taken: What went into the plan.
        ignored: What did not, and why.
        repairs: What was mended on the way, in the file or in its lines.
        questions: What is open; with a blocking one there is no plan.
        problems: What validation has against the plan.
        plan: The plan, or None when a question blocks it or validation finds an error.
        draft: What was read so far where there is no plan: to look at, never to use.
    """

    file: str
    reader: str
    taken: tuple[Taken, ...] = ()
    ignored: tuple[Note, ...] = ()
    repairs: tuple[Note, ...] = ()
    questions: tuple[Note, ...] = ()
    problems: tuple[PlanProblem, ...] = ()
    plan: FrontagePlan | None = None
    draft: FrontagePlan | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the report as plain JSON values; `from_json` gives an equal report."""
        return {
            "file": self.file,
            "reader": self.reader,
            "taken": [{"part": t.part, "ids": list(t.ids)} for t in self.taken],
            **{
                name: [_note_out(note) for note in notes]
                for name, notes in (
                    ("ignored", self.ignored),
                    ("repairs", self.repairs),
                    ("questions", self.questions),
                )
            },
            "problems": [_problem_out(p) for p in self.problems],
            "plan": _plan_out(self.plan),
            "draft": _plan_out(self.draft),
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> ImportReport:
        """Return the report that `to_json` wrote."""
        return cls(
            file=value["file"],
            reader=value["reader"],
            taken=tuple(Taken(part=t["part"], ids=tuple(t["ids"])) for t in value["taken"]),
            ignored=tuple(_note_in(note) for note in value["ignored"]),
            repairs=tuple(_note_in(note) for note in value["repairs"]),
            questions=tuple(_note_in(note) for note in value["questions"]),
            problems=tuple(_problem_in(p) for p in value["problems"]),
            plan=_plan_in(value["plan"]),
            draft=_plan_in(value.get("draft")),
        )


def _plan_out(plan: FrontagePlan | None) -> Any:
    return None if plan is None else json.loads(write_plan(plan))


def _plan_in(value: Any) -> FrontagePlan | None:
    return None if value is None else inspect_plan(json.dumps(value, ensure_ascii=False).encode())[0]


def _note_out(note: Note) -> dict[str, Any]:
    return {
        "code": note.code,
        "params": dict(note.params),
        "source": note.source,
        "place": [list(p) for p in note.place],
        "is_blocking": note.is_blocking,
    }


def _note_in(value: dict[str, Any]) -> Note:
    params = {k: tuple(v) if isinstance(v, list) else v for k, v in value["params"].items()}
    return Note(**{**value, "params": params, "place": tuple(Point(*p) for p in value["place"])})


def _problem_out(problem: PlanProblem) -> dict[str, Any]:
    place, at = problem.place, problem.at
    points = place.corners if isinstance(place, Rect) else place
    return {
        "code": problem.code,
        "params": dict(problem.params),
        "severity": problem.severity.value,
        "face": problem.face,
        "is_box": isinstance(place, Rect),
        "place": None if points is None else [list(p) for p in points],
        "field": at.field if at else None,
    }


def _problem_in(value: dict[str, Any]) -> PlanProblem:
    points = None if value["place"] is None else tuple(Point(*p) for p in value["place"])
    return PlanProblem(
        code=value["code"],
        params=value["params"],
        severity=Severity(value["severity"]),
        face=value["face"],
        place=Rect.around(points) if points and value["is_box"] else points,
        at=Location(field=value["field"]) if value["field"] else None,
    )
