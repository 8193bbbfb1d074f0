"""The other signs of a building: approved ones that stay, and those of the same application, in one form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from signage.design import kind_of
from signage.errors import SpecError
from signage.frontage import FrontagePlan, Proposal
from signage.geometry import Rect
from signage.rules.measures.measurement import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherSign:
    """A sign beside the one that is judged.

    Attributes:
        id: As the register names it; the unit's id for one of the same application.
        rect: Its envelope as the street sees it, elevation space of its own face.
        form: How it stands to the wall, a value of `Form`.
        colour: Colour of its panel, or of its letters where it has no panel.
    """

    id: str
    face_id: str
    unit_id: str
    tenant: str | None
    storey: int
    name: str
    kind: str
    form: str
    colour: str
    rect: Rect
    depth_mm: float


@cache
def form_of_kind(kind: str) -> str:
    """Return how a kind stands to the wall; a kind that only a register knows counts as flat on the wall."""
    try:
        return kind_of(kind).form.value
    except SpecError:
        return "parallel"


def other_signs(proposal: Proposal, replaced: frozenset[str]) -> tuple[OtherSign, ...]:
    """Return every sign of the building beside the proposed one: approved ones not replaced, then proposed ones."""
    plan = proposal.plan
    found = [
        OtherSign(
            id=e.id,
            face_id=face.id,
            unit_id=e.unit,
            tenant=_tenant(plan, e.unit),
            storey=_storey(plan, e.unit),
            name=e.name,
            kind=e.kind,
            form=form_of_kind(e.kind),
            colour=e.panel_colour,
            rect=e.rect,
            depth_mm=e.depth_mm,
        )
        for face in plan.faces
        for e in face.signs
        if e.id not in replaced
    ]
    for placed in proposal.others:
        panel = placed.layout.panel
        letters = placed.layout.letters
        found.append(
            OtherSign(
                id=placed.unit_id,
                face_id=placed.face_id,
                unit_id=placed.unit_id,
                tenant=_tenant(plan, placed.unit_id),
                storey=_storey(plan, placed.unit_id),
                name=placed.layout.spec.name,
                kind=placed.layout.spec.kind,
                form=placed.layout.form,
                colour=panel.face_colour if panel is not None else letters[0].face_colour if letters else "#000000",
                rect=placed.rect,
                depth_mm=placed.layout.depth_mm,
            )
        )
    return tuple(found)


def replace_hint(proposal: Proposal, counted: Iterable[OtherSign]) -> Words:
    """Return which approved signs were counted and how they are left out; empty when none was.

    Where it was stated what the sign replaces, as the desk and the application always do, that is the place to put it
    right; where nobody has said, the fact is named.
    """
    approved = {e.id for face in proposal.plan.faces for e in face.signs}
    named = [o.id for o in counted if o.id in approved]
    if not named:
        return ("", "")
    if proposal.replaced is not None:
        listed, is_one = ", ".join(named), len(named) == 1
        stays, they = ("sign {} stays and counts", "it") if is_one else ("signs {} stay and count", "them")
        return (
            f"已计入本铺位保留的已批招牌 {'、'.join(named)}；如本次更换，请在招牌设计页的“更换旧招牌”中勾选",
            f"The approved {stays.format(listed)}; if this sign replaces {they}, tick {they} on the design page under "
            "“Signs here already”",
        )
    ids = ",".join(named)
    return (
        f"已计入现有的已批招牌 {ids}；如本次是更换它，请向窗口说明（被更换的招牌：replaces={ids}）",
        f"The approved sign {ids} counts; if this one takes its place, tell the window (as a fact: replaces={ids})",
    )


def _tenant(plan: FrontagePlan, unit_id: str) -> str | None:
    return next((u.tenant for face in plan.faces for u in face.units if u.id == unit_id), None)


def _storey(plan: FrontagePlan, unit_id: str) -> int:
    return next((u.storey for face in plan.faces for u in face.units if u.id == unit_id), 1)
