"""Measure approved signs of one building and keep what was measured: a file of arrays for each group of signs.

A later run with other limits or dates only compares what is kept; a changed plan, sign, typeface or measure is
measured anew, and nothing else is.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from signage import __version__
from signage.applications.approved import ApprovedSign
from signage.batch.files import write_whole
from signage.design import LAYOUT_FORM, lay_out
from signage.digest import digest_of
from signage.errors import SignageError
from signage.frontage import FrontagePlan, PlacedSign, Proposal, place
from signage.geometry import Point
from signage.rules.bulk.columns import Column, Signs, column_of
from signage.rules.measures import Fact, Measurement, Subject, measure_of
from signage.typography import FontCatalogue

FORM = "signage.measured/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Signs of one building that are measured together.

    Attributes:
        plan: The plan they are measured on.
        home: The plan that a sign without a recorded origin was placed on; its place stays when the plan changes.
        measures: Names of the measures that are wanted.
        file: Where the measures are kept, None to keep nothing.
        fonts: Further folder of typefaces.
    """

    plan: FrontagePlan
    home: FrontagePlan
    signs: tuple[ApprovedSign, ...]
    measures: tuple[str, ...]
    file: Path | None = None
    fonts: Path | None = None

    @property
    def key(self) -> str:
        """Digest of what the measures depend on, the measures' own versions apart."""
        face = _fonts(self.fonts).typeface().identity
        parts = [
            __version__,
            LAYOUT_FORM,
            self.plan.digest,
            self.home.digest,
            face,
            [(one.id, one.digest) for one in self.signs],
        ]
        return digest_of(parts, FORM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A group's measures.

    Attributes:
        ids: The signs that could be measured, row by row of `signs`.
        refused: The others, each with the error that says why.
        fresh: How many measures were taken now; 0 when everything was on record.
    """

    ids: tuple[str, ...]
    signs: Signs
    refused: tuple[tuple[str, SignageError], ...]
    fresh: int


@cache
def _fonts(folder: Path | None) -> FontCatalogue:
    return FontCatalogue.standard((folder,) if folder else ())


def measure_group(group: Group) -> Measured:
    """Return the measures of a group, taken now as far as they are not on record."""
    names = tuple(sorted(set(group.measures)))
    key = group.key
    found = _read(group.file, key) if group.file is not None else None
    ids, kept = found if found is not None else ((), {})
    lacking = tuple(name for name in names if name not in kept)
    # What could not be laid out is tried again, so that its reason can be told; the others only where values lack.
    tried = group.signs if lacking else tuple(sign for sign in group.signs if sign.id not in set(ids))
    proposals, refused = _proposals(group, tried)
    if lacking:
        subjects = [Subject(one) for _, one in proposals]
        ids = tuple(sign.id for sign, _ in proposals)
        kept = {**kept, **{name: column_of(name, [_taken(name, one) for one in subjects]) for name in lacking}}
        if group.file is not None:
            _write(group.file, key, ids, kept)
    measured = set(ids)
    signs = _signs(group, [sign for sign in group.signs if sign.id in measured], kept)
    return Measured(ids=ids, signs=signs, refused=tuple(refused), fresh=len(lacking))


def _taken(name: str, subject: Subject) -> Measurement:
    measure = measure_of(name)
    if measure is None:
        raise KeyError(name)
    return measure.read(subject)


def proposal_of(sign: ApprovedSign, plan: FrontagePlan, home: FrontagePlan, fonts: FontCatalogue) -> Proposal:
    """Return an approved sign as a proposal on a plan, at the place where it was approved.

    Raises:
        SignageError: The sign cannot be laid out, or the plan has no such unit.
    """
    layout = lay_out(sign.spec, fonts)
    face, _ = plan.find_unit(sign.unit_id)
    if sign.origin_mm is not None:
        placed = PlacedSign(layout=layout, face_id=face.id, unit_id=sign.unit_id, origin=Point(*sign.origin_mm))
    else:
        placed = replace(place(layout, home, sign.unit_id), face_id=face.id)
    return Proposal(plan=plan, sign=placed, facts=facts_of(sign, plan))


def facts_of(sign: ApprovedSign, plan: FrontagePlan) -> dict[str, Fact]:
    """Return what is stated of a sign; where the plan shows the very sign, that is not a second one."""
    facts: dict[str, Fact] = dict(sign.facts)
    same = [
        one.id
        for face in plan.faces
        for one in face.signs
        if one.unit == sign.unit_id and sign.permit_number and one.permit_number == sign.permit_number
    ]
    if same:
        stated = facts.get("replaces", ())
        listed = stated if isinstance(stated, tuple) else tuple(str(stated).split(","))
        facts["replaces"] = (*listed, *same)
    return facts


def _proposals(
    group: Group, signs: Sequence[ApprovedSign]
) -> tuple[list[tuple[ApprovedSign, Proposal]], list[tuple[str, SignageError]]]:
    made, refused = [], []
    for sign in signs:
        try:
            made.append((sign, proposal_of(sign, group.plan, group.home, _fonts(group.fonts))))
        except SignageError as error:
            refused.append((sign.id, error))
    return made, refused


def _signs(group: Group, signs: Sequence[ApprovedSign], columns: Mapping[str, Column]) -> Signs:
    facts = [facts_of(sign, group.plan) for sign in signs]
    return Signs(
        count=len(signs),
        columns=dict(columns),
        proofs=tuple(
            frozenset(s.spec.exemption_proof) | _listed(f.get("proofs")) for s, f in zip(signs, facts, strict=True)
        ),
        true_facts=tuple(frozenset(name for name, value in f.items() if value is True) for f in facts),
        approved=np.array([s.approved_on.toordinal() if s.approved_on else 0 for s in signs], np.int64),
    )


def _listed(value: Fact | None) -> frozenset[str]:
    if value is None:
        return frozenset()
    words = value if isinstance(value, tuple) else tuple(str(value).replace("，", ",").split(","))
    return frozenset(word.strip() for word in words if word.strip() and word.strip() != "none")


def _version(name: str) -> int:
    measure = measure_of(name)
    return measure.version if measure is not None else -1


def _write(file: Path, key: str, ids: Sequence[str], columns: Mapping[str, Column]) -> None:
    arrays: dict[str, Any] = {}
    head: dict[str, Any] = {"form": FORM, "key": key, "ids": list(ids), "measures": {}}
    for name, column in columns.items():
        listed = [list(v) if isinstance(v, tuple) else v for v in column.values]
        head["measures"][name] = {"version": _version(name), "values": listed}
        arrays[f"{name}.known"], arrays[f"{name}.codes"] = column.known, column.codes
        for end, values in (("top", column.top), ("bottom", column.bottom)):
            arrays[f"{name}.{end}"] = values if values.dtype != object else np.array([str(v) for v in values])
    arrays["head"] = np.array(json.dumps(head, ensure_ascii=False, sort_keys=True))
    out = io.BytesIO()
    np.savez_compressed(out, **arrays)
    write_whole(file, out.getvalue())


def _read(file: Path, key: str) -> tuple[tuple[str, ...], dict[str, Column]] | None:
    """Return the ids on record and the columns whose measures are still defined as they were; None where none fits."""
    try:
        with file.open("rb") as opened, np.load(opened, allow_pickle=False) as stored:
            head = json.loads(str(stored["head"]))
            if head["form"] != FORM or head["key"] != key:
                return None
            columns = {
                name: _column(name, entry["values"], stored)
                for name, entry in head["measures"].items()
                if entry["version"] == _version(name)
            }
            return tuple(head["ids"]), columns
    except (OSError, ValueError, KeyError, TypeError, EOFError):  # torn, foreign or of an earlier form: measured anew
        return None
    except Exception as exc:  # a damaged archive raises errors of its own
        if type(exc).__name__ == "BadZipFile":
            return None
        raise


def _column(name: str, values: list[Any], stored: Any) -> Column:
    ends = []
    for end in ("top", "bottom"):
        array = stored[f"{name}.{end}"]
        ends.append(array if array.dtype.kind == "i" else np.array([int(v) for v in array], object))
    return Column(
        measure=name,
        known=stored[f"{name}.known"],
        top=ends[0],
        bottom=ends[1],
        codes=stored[f"{name}.codes"],
        values=tuple(tuple(v) if isinstance(v, list) else v for v in values),
    )
