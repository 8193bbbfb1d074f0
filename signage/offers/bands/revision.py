"""The next revision of a plan: a new value with its own number and first day; the old one is never edited."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from signage.errors import PlanError
from signage.frontage import Frontage, FrontagePlan, SignBand

_NUMBER = re.compile(r"(\d+)(?!.*\d)")


def stepped(revision: str) -> str:
    """Return a revision's successor: its last number one higher (`2026-1` → `2026-2`, `R09` → `R10`), else `-2`."""
    found = _NUMBER.search(revision)
    if found is None:
        return f"{revision}-2"
    number = str(int(found[1]) + 1).zfill(len(found[1]))
    return revision[: found.start()] + number + revision[found.end() :]


def next_revision(
    plan: FrontagePlan, faces: Sequence[Frontage], *, valid_from: date, revision: str | None = None
) -> FrontagePlan:
    """Return a plan's next revision with other faces.

    Args:
        plan: The revision before it, which stays as it is and ends on the day that the new one begins.
        faces: The faces of the new revision.
        valid_from: Its first day.
        revision: Its number; None steps the old one.

    Raises:
        PlanError: The first day is not after the old one's, or the number is the old one's.
    """
    number = revision or stepped(plan.revision)
    if valid_from <= plan.valid_from:
        start, day = plan.valid_from.isoformat(), valid_from.isoformat()
        raise PlanError("bands.revision_too_early", plan=plan.id, revision=plan.revision, start=start, day=day)
    if number == plan.revision:
        raise PlanError("bands.revision_same", plan=plan.id, revision=number)
    end = plan.valid_to if plan.valid_to is None or plan.valid_to > valid_from else None
    return replace(plan, revision=number, valid_from=valid_from, valid_to=end, faces=tuple(faces))


def with_bands(face: Frontage, gone: frozenset[str], bands: Mapping[str, SignBand]) -> Frontage:
    """Return a face whose bands of the named units are replaced; `bands` is by first unit, in order of the units."""
    kept = [band for band in face.bands if not gone & set(band.units)]
    made = sorted([*kept, *bands.values()], key=lambda band: (_storey(face, band), band.rect.x0))
    return replace(face, bands=tuple(made))


def _storey(face: Frontage, band: SignBand) -> int:
    return min((u.storey for u in face.units if u.id in band.units), default=0)
