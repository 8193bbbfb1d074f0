"""Fixings from load, and whether a structural calculation is due.

Fixings are first set out by geometry (edge distance, greatest pitch, studs for each letter). Then their number is
raised until wind and weight on each, times the safety factor, stay within the stated capacity. The factor and the
capacities are illustrative parameters: this is a count for the parts list, no proof of stability.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from signage.design import Piece, SignLayout
from signage.fabrication.making import Fixing, FixingRule, Making
from signage.fabrication.measures import measured
from signage.fabrication.tables import Tables
from signage.fabrication.values import Certainty, Group, Part, Unit
from signage.fabrication.wind import Site, WindCase, weight_kn
from signage.fabrication.wind_table import Trigger

_SUPPORTS = {Making.TRAY, Making.LIGHT_BOX, Making.FOLDED, Making.SHELL, Making.DISPLAY, Making.FRAME}


class Due(StrEnum):
    """Whether a condition holds."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """One kind of connection and its fixings.

    Attributes:
        kind: `wall`, `stud` (letter to what is behind it) or `letter_wall`.
        by_geometry: Fixings that the set-out asks for.
        by_wind: Fixings that the wind asks for; None when there is no wind load.
        by_weight: Fixings that the weight asks for; None when the weight is not known.
        count: Fixings taken.
        tension_kn: Wind on each, characteristic.
        shear_kn: Weight on each.
        use_share: The greater of both over the capacity, safety in; None when neither is known.
    """

    kind: str
    fixing: str
    name_zh: str
    name_en: str
    by_geometry: int
    by_wind: int | None
    by_weight: int | None
    count: int
    tension_kn: float | None
    shear_kn: float | None
    use_share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerResult:
    """One condition of the trigger rule as it came out."""

    id: str
    measure: str
    value: float | None
    bound: str
    due: Due
    certainty: Certainty
    source: str
    is_extra: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """Fixings and the answer to whether a calculation is due."""

    joints: tuple[Joint, ...]
    triggers: tuple[TriggerResult, ...]
    safety: float
    fixing_source: str
    parts: tuple[Part, ...]

    @property
    def calculation(self) -> Due:
        """Due when one condition holds; unknown when none does but one cannot be told."""
        found = {trigger.due for trigger in self.triggers if not trigger.is_extra}
        return Due.YES if Due.YES in found else Due.UNKNOWN if Due.UNKNOWN in found else Due.NO


def joints_of(
    layout: SignLayout,
    case: WindCase | None,
    masses: dict[str, float | None],
    tables: Tables,
    *,
    area_m2: float,
    total_kg: float | None,
) -> tuple[Joint, ...]:
    """Return the connections of a sign: letters to what is behind them, the sign to the wall.

    Args:
        layout: The sign.
        case: The governing wind case, None when there is no load.
        masses: Known mass by id of a piece; None for a piece with an unknown one.
        tables: The fixing rule.
        area_m2: Area that the wind meets.
        total_kg: Mass of the whole sign, None when not known.
    """
    rule = tables.making.fixing
    letters = [p for p in layout.pieces if _making(p, tables) is Making.LETTER and _is_applied(p)]
    supports = [p for p in layout.pieces if _making(p, tables) in _SUPPORTS]
    wk = abs(case.wk_kn_m2) if case else None
    found: list[Joint] = []
    if letters:
        found.append(_letter_joint(letters, rule, wk, masses, bool(supports)))
    if supports:
        count = sum(_set_out(piece, rule) for piece in _outermost(supports))
        wind = None if wk is None else wk * area_m2
        weight = None if total_kg is None else weight_kn(total_kg)
        found.append(_joint("wall", rule.wall, rule.safety, count, wind, weight))
    return tuple(found)


def fixing_parts(joints: Sequence[Joint], tables: Tables) -> tuple[Part, ...]:
    """Return the fixings as parts."""
    rule = tables.making.fixing
    parts = []
    for joint in joints:
        fixing = next(one for one in rule.all if one.id == joint.fixing)
        parts.append(
            Part(
                piece="",
                group=Group.FIXINGS,
                use=f"joint_{joint.kind}",
                item=fixing.item,
                name_zh=fixing.name_zh,
                name_en=fixing.name_en,
                unit=Unit.N,
                quantity=float(joint.count),
                bought=float(joint.count),
                mass_kg=joint.count * fixing.mass_kg,
            )
        )
    return tuple(parts)


def triggers_of(layout: SignLayout, site: Site, total_kg: float | None, tables: Tables) -> tuple[TriggerResult, ...]:
    """Return every condition of the trigger rule with its value and source."""
    box = layout.envelope
    values: dict[str, float | None] = {
        "area_m2": box.width * box.height / 1e6,
        "longest_side_m": max(box.width, box.height) / 1000,
        "bottom_m": None if site.bottom_mm is None else site.bottom_mm / 1000,
        "mass_kg": total_kg,
        "is_rooftop": None if site.is_rooftop is None else float(site.is_rooftop),
        "is_curtain_wall": None if site.is_curtain_wall is None else float(site.is_curtain_wall),
    }
    return tuple(_trigger(trigger, values[trigger.measure]) for trigger in tables.wind.trigger)


def _trigger(trigger: Trigger, value: float | None) -> TriggerResult:
    if trigger.at_least is not None:
        bound, is_due = f"≥ {trigger.at_least:g}", value is not None and value >= trigger.at_least - 1e-9
    elif trigger.more_than is not None:
        bound, is_due = f"> {trigger.more_than:g}", value is not None and value > trigger.more_than + 1e-9
    else:
        bound, is_due = "", value is not None and value > 0
    return TriggerResult(
        id=trigger.id,
        measure=trigger.measure,
        value=value,
        bound=bound,
        due=Due.UNKNOWN if value is None else Due.YES if is_due else Due.NO,
        certainty=trigger.certainty,
        source=trigger.text,
        is_extra=trigger.is_extra,
    )


def _making(piece: Piece, tables: Tables) -> Making | None:
    rule = tables.making.rule_of(piece.role.value)
    return rule.rule if rule else None


def _is_applied(piece: Piece) -> bool:
    """Print on a box's face needs no studs."""
    return piece.z_front_mm > piece.z_back_mm


def _letter_joint(
    letters: Sequence[Piece],
    rule: FixingRule,
    wk: float | None,
    masses: dict[str, float | None],
    has_support: bool,
) -> Joint:
    """Return the studs of all letters, each letter by itself; the joint shows their sum and the worst stud."""
    rows: list[Joint] = []
    kind, fixing = ("stud", rule.stud) if has_support else ("letter_wall", rule.letter_wall)
    for piece in letters:
        size = measured(piece)
        if size is None:
            continue
        count = max(rule.letter_min, ceil(size.outer_m * 1000 / rule.letter_pitch_mm - 1e-9))
        mass = masses.get(piece.id)
        wind = None if wk is None else wk * size.area_m2
        rows.append(_joint(kind, fixing, rule.safety, count, wind, None if mass is None else weight_kn(mass)))

    def worst(values: list[float | None]) -> float | None:
        return None if not values or None in values else max(v for v in values if v is not None)

    def total(values: list[int | None]) -> int | None:
        return None if None in values else sum(v for v in values if v is not None)

    return Joint(
        kind=kind,
        fixing=fixing.id,
        name_zh=fixing.name_zh,
        name_en=fixing.name_en,
        by_geometry=sum(row.by_geometry for row in rows),
        by_wind=total([row.by_wind for row in rows]),
        by_weight=total([row.by_weight for row in rows]),
        count=sum(row.count for row in rows),
        tension_kn=worst([row.tension_kn for row in rows]),
        shear_kn=worst([row.shear_kn for row in rows]),
        use_share=worst([row.use_share for row in rows]),
    )


def _joint(
    kind: str, fixing: Fixing, safety: float, by_geometry: int, wind_kn: float | None, weight: float | None
) -> Joint:
    by_wind = None if wind_kn is None else max(1, ceil(wind_kn * safety / fixing.tension_kn - 1e-9))
    by_weight = None if weight is None else max(1, ceil(weight * safety / fixing.shear_kn - 1e-9))
    count = max(by_geometry, by_wind or 0, by_weight or 0)
    tension = None if wind_kn is None else wind_kn / count
    shear = None if weight is None else weight / count
    shares = [
        force * safety / capacity
        for force, capacity in ((tension, fixing.tension_kn), (shear, fixing.shear_kn))
        if force is not None
    ]
    return Joint(
        kind=kind,
        fixing=fixing.id,
        name_zh=fixing.name_zh,
        name_en=fixing.name_en,
        by_geometry=by_geometry,
        by_wind=by_wind,
        by_weight=by_weight,
        count=count,
        tension_kn=tension,
        shear_kn=shear,
        use_share=max(shares, default=None),
    )


def _outermost(supports: Sequence[Piece]) -> list[Piece]:
    """Bodies that are fixed to the wall themselves: not the frame round a box, nor what stands on another."""
    found: list[Piece] = []
    boxes = [(piece, piece.outline.bounds()) for piece in supports]
    for piece, box in boxes:
        if box is None:
            continue
        inside = any(
            other is not piece
            and outer is not None
            and outer.x0 <= box.x0 + 1e-6
            and outer.y0 <= box.y0 + 1e-6
            and outer.x1 >= box.x1 - 1e-6
            and outer.y1 >= box.y1 - 1e-6
            and (outer != box or supports.index(other) < supports.index(piece))
            for other, outer in boxes
        )
        if not inside:
            found.append(piece)
    return found


def _set_out(piece: Piece, rule: FixingRule) -> int:
    """Return the fixings of one body as the workshop drawing sets them out: along both long edges, or in one row."""
    box = piece.outline.bounds()
    if box is None:
        return 0
    along = max(2, int((max(box.width, box.height) - 2 * rule.edge_mm) // rule.pitch_mm) + 2)
    return along if min(box.width, box.height) < 3 * rule.edge_mm else 2 * along
