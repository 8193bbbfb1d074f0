"""Faces of a building in the order in which one walks past them: whose baselines meet at a corner."""

from __future__ import annotations

from math import hypot

from signage.frontage.model import Frontage, FrontagePlan

CORNER_MM = 2000.0  # ends of two faces nearer than this are meant to meet


def faces_along(plan: FrontagePlan) -> tuple[tuple[Frontage, ...], ...]:
    """Return the faces in rows, each from left to right as seen from the street.

    A face follows another when its baseline begins where the other's ends; a face without a baseline is a row of its
    own. Rows stand in the order of the plan, and one that goes round the whole building begins at its first face.
    """
    after = _followers(plan.faces)
    led = {follower.id for follower in after.values()}
    starts = [face for face in plan.faces if face.id not in led]
    rows: list[tuple[Frontage, ...]] = []
    seen: set[str] = set()
    for start in [*starts, *plan.faces]:  # what no start reaches goes round the building
        row: list[Frontage] = []
        face: Frontage | None = start
        while face is not None and face.id not in seen:
            seen.add(face.id)
            row.append(face)
            face = after.get(face.id)
        if row:
            rows.append(tuple(row))
    order = {face.id: number for number, face in enumerate(plan.faces)}
    return tuple(sorted(rows, key=lambda row: min(order[face.id] for face in row)))


def _followers(faces: tuple[Frontage, ...]) -> dict[str, Frontage]:
    """Return the face that follows each at its right end; of several the nearest."""
    drawn = [face for face in faces if len(face.baseline) >= 2]
    pairs = []
    for left in drawn:
        for right in drawn:
            end, start = left.baseline[-1], right.baseline[0]
            gap = hypot(end.x - start.x, end.y - start.y)
            if left.id != right.id and gap < CORNER_MM:
                pairs.append((gap, left.id, right))
    found: dict[str, Frontage] = {}
    led: set[str] = set()
    for _, left_id, right in sorted(pairs, key=lambda pair: pair[0]):
        if left_id not in found and right.id not in led:
            found[left_id] = right
            led.add(right.id)
    return found
