"""What holds the sign in one value, and whether a structural calculation is due."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from signage.design import SignLayout
from signage.fabrication.anchors import Joint
from signage.fabrication.tables import Tables
from signage.fabrication.values import Certainty, Part
from signage.fabrication.wind import Site
from signage.fabrication.wind_table import Trigger


class Due(StrEnum):
    """Whether a condition holds."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


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


def triggers_of(layout: SignLayout, site: Site, total_kg: float | None, tables: Tables) -> tuple[TriggerResult, ...]:
    """Return every condition of the trigger rule with its value and source; none for film on a window."""
    if tables.wind.is_sheltered(layout.form):
        return ()
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
