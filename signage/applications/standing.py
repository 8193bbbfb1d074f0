"""The signs of live permits at their places on a plan's faces, as every front that is shown or checked has them.

A permit never changes: which permits of a plan are live says everything, so what was made of them is kept by that.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from threading import Lock

from signage.applications.model import Item, Permit
from signage.applications.ports import UnitOfWork
from signage.design import SignLayout, lay_out
from signage.errors import SignageError
from signage.frontage import ExistingSign, FrontagePlan, with_standing
from signage.geometry import Rect
from signage.typography import FontCatalogue

_MOST_SIGNS = 4000
_MOST_PLANS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stood:
    """A permit with its sign; None where its case holds no such sign."""

    permit: Permit
    sign: ExistingSign | None
    replaces: tuple[str, ...]

    def is_up(self, on: date) -> bool:
        """Whether it stands on a day: an event between its dates, another sign as long as its permit is live."""
        if self.sign is None:
            return False
        return not self.permit.is_temporary or self.permit.valid_from <= on <= self.permit.valid_to


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenAway:
    """A sign that a plan records, and the permit, ended since, with which another one took its place."""

    sign: ExistingSign
    permit: Permit


class StandingSigns:
    """Plans with the signs of live permits on them; one for each running process."""

    def __init__(self) -> None:
        self._signs: OrderedDict[str, _Stood] = OrderedDict()
        self._plans: OrderedDict[Hashable, FrontagePlan] = OrderedDict()
        self._lock = Lock()

    def on_plan(
        self,
        plan: FrontagePlan,
        on: date,
        begin_reading: Callable[[], UnitOfWork],
        fonts: FontCatalogue,
        *,
        apart_from: str = "",
    ) -> FrontagePlan:
        """Return a plan with the signs of its live permits, the plan itself where it has none.

        An old sign that a permitted one took the place of is gone for good, also when that permit ends: it was taken
        down, and a new front must not show it again.

        Args:
            plan: A revision.
            on: The day; events stand between their dates.
            begin_reading: Gives the register.
            fonts: To lay the signs out.
            apart_from: Id of a case whose own signs are left out.
        """
        with begin_reading() as unit:
            stood = [self._stood(one, unit, fonts) for one in unit.permits.live_on(plan.id)]
            over = [self._stood(one, unit, fonts) for one in unit.permits.ended_on(plan.id)]
        up = [one for one in stood if one.is_up(on) and (not apart_from or one.permit.application_id != apart_from)]
        gone = tuple(away.sign.id for away in _away(plan, over) if away.permit.application_id != apart_from)
        if not up and not gone:
            return plan
        key = (plan.digest, tuple(one.permit.id for one in up), gone)
        with self._lock:
            found = self._plans.get(key)
        if found is None:
            signs = tuple(one.sign for one in up if one.sign is not None)
            found = with_standing(plan, signs, [*gone, *(old for one in up for old in one.replaces)])
        with self._lock:
            self._plans[key] = found
            self._plans.move_to_end(key)
            while len(self._plans) > _MOST_PLANS:
                self._plans.popitem(last=False)
        return found

    def taken_away(
        self, plan: FrontagePlan, begin_reading: Callable[[], UnitOfWork], fonts: FontCatalogue
    ) -> tuple[TakenAway, ...]:
        """Return the signs of a plan whose place a permitted one took that holds no longer: they do not come back."""
        with begin_reading() as unit:
            over = [self._stood(one, unit, fonts) for one in unit.permits.ended_on(plan.id)]
        return _away(plan, over)

    def _stood(self, permit_id: str, unit: UnitOfWork, fonts: FontCatalogue) -> _Stood:
        with self._lock:
            found = self._signs.get(permit_id)
        if found is None:
            found = _read(unit.permits.get(permit_id), unit, fonts)
        with self._lock:
            self._signs[permit_id] = found
            self._signs.move_to_end(permit_id)
            while len(self._signs) > _MOST_SIGNS:
                self._signs.popitem(last=False)
        return found


def _away(plan: FrontagePlan, over: Iterable[_Stood]) -> tuple[TakenAway, ...]:
    """Return which of a plan's signs ended permits had taken the place of, each with the first that did."""
    recorded = {sign.id: sign for face in plan.faces for sign in face.existing}
    found: dict[str, TakenAway] = {}
    for one in over:
        for old in one.replaces:
            if old in recorded:
                found.setdefault(old, TakenAway(sign=recorded[old], permit=one.permit))
    return tuple(found.values())


def _read(permit: Permit, unit: UnitOfWork, fonts: FontCatalogue) -> _Stood:
    case = unit.applications.get(permit.application_id)
    item = next((one for one in case.items if one.id == permit.item_id), None)
    if item is None:
        return _Stood(permit=permit, sign=None, replaces=())
    return _Stood(permit=permit, sign=_sign_of(item, permit.number, fonts), replaces=replaced_by(item))


def replaced_by(item: Item) -> tuple[str, ...]:
    """Return the ids of the signs that an item is stated to take the place of."""
    stated = dict(item.facts).get("replaces", ())
    listed = stated if isinstance(stated, tuple) else tuple(str(stated).replace("，", ",").split(","))
    return tuple(one.strip() for one in listed if one.strip() not in ("", "none"))


def _sign_of(item: Item, number: str, fonts: FontCatalogue) -> ExistingSign:
    spec, (x, y) = item.spec, item.origin_mm
    try:
        layout = lay_out(spec, fonts)
    except SignageError:  # a kind or typeface of then is gone: its box still stands
        facts = item.particulars
        return ExistingSign(
            id=number,
            unit=item.unit_id,
            name=spec.name,
            kind=spec.kind,
            rect=Rect.sized(x, y, *((facts.width_mm, facts.height_mm) if facts else (spec.width_mm, spec.height_mm))),
            depth_mm=facts.depth_mm if facts else spec.depth_mm or 0.0,
            permit_number=number,
        )
    panel, letter = _colours(layout)
    return ExistingSign(
        id=number,
        unit=item.unit_id,
        name=spec.name,
        kind=spec.kind,
        rect=layout.street_envelope.moved(x, y),
        depth_mm=layout.depth_mm,
        panel_colour=panel,
        letter_colour=letter,
        letter_height_mm=max((line.letter_height_mm for line in layout.lines), default=None),
        permit_number=number,
        spec=spec,
    )


def _colours(layout: SignLayout) -> tuple[str, str]:
    """Colour of the panel, or of the letters where there is none, and of the letters."""
    letter = layout.letters[0].face_colour if layout.letters else "#000000"
    return layout.panel.face_colour if layout.panel is not None else letter, letter
