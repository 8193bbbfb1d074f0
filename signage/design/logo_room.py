"""A logo beside or above the text: its size by the rule that `lines` states, and the room that it leaves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, floor

from signage.design.kinds import Rule
from signage.design.line_fit import EPS, Field
from signage.design.spec import Logo, LogoPlace
from signage.design.text_block import Block, Room
from signage.errors import LayoutError, Location

_LONGEST = 0.35  # of the free extent along the line
_ABOVE = 0.6  # of the logo share, when it stands above the text
_SMALLER = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class LogoPlan:
    """A logo with its size.

    Attributes:
        field: The field that it shares with the text.
        long: Its extent along the line, mm.
        deep: Its extent across the line, mm.
        is_stacked: Whether it stands above horizontal lines instead of at an end of the line.
        is_first: Whether it comes before the text along the line.
        is_stated: Whether its size is the spec's.
    """

    field: Field
    long: float
    deep: float
    is_stacked: bool
    is_first: bool
    is_stated: bool

    def room(self, gap: float) -> Room:
        """Return what is left for the text when it stands this far away.

        Raises:
            LayoutError: Nothing is left.
        """
        field, taken = self.field, (self.deep if self.is_stacked else self.long) + gap
        free = (field.free_deep if self.is_stacked else field.free_long) - taken
        if free <= EPS:
            available = field.free_deep if self.is_stacked else field.free_long
            raise _no_room(self, taken, available)
        if self.is_stacked:
            return Room(field=field, long=field.free_long, deep=free)
        return Room(field=field, long=free, deep=field.free_deep, taken=taken)

    def text_offset(self, gap: float) -> tuple[float, float]:
        """Return the text's centre from the field's, along and across, when both are centred together."""
        if self.is_stacked:
            return 0.0, (self.deep + gap) / 2
        half = (self.long + gap) / 2
        return (half if self.is_first else -half), 0.0

    def centre(self, block: Block, gap: float) -> tuple[float, float]:
        """Return the logo's centre from the field's, along and across, when both are centred together."""
        if self.is_stacked:
            return 0.0, -(block.depth + gap) / 2
        half = (block.length + gap) / 2
        return (-half if self.is_first else half), 0.0


def plan_logo(logo: Logo, rule: Rule, field: Field) -> LogoPlan:
    """Return a logo at the size that the spec states or the rule gives; its proportions are kept.

    Raises:
        LayoutError: It is larger than the free part of the field.
    """
    ratio = logo.artwork.width / logo.artwork.height
    is_stacked = logo.place is LogoPlace.ABOVE and not field.is_vertical
    if logo.height_mm is not None:
        width, height = logo.height_mm * ratio, logo.height_mm
        long, deep = (height, width) if field.is_vertical else (width, height)
    else:
        deep = min(rule.logo_share * field.deep * (_ABOVE if is_stacked else 1.0), field.free_deep)
        long = deep / ratio if field.is_vertical else deep * ratio
        most = field.free_long * (1.0 if is_stacked else _LONGEST)
        if long > most:
            long, deep = most, deep * most / long
    plan = LogoPlan(
        field=field,
        long=long,
        deep=deep,
        is_stacked=is_stacked,
        is_first=logo.place is not LogoPlace.RIGHT,
        is_stated=logo.height_mm is not None,
    )
    for needed, available in ((deep, field.free_deep), (long, field.free_long)):
        if needed > available + EPS:
            raise _no_room(plan, needed, available)
    return plan


def smaller_logo(plan: LogoPlan) -> LogoPlan:
    """Return the logo at the least size that the rule gives it."""
    return replace(plan, long=plan.long * _SMALLER, deep=plan.deep * _SMALLER)


def _no_room(plan: LogoPlan, needed: float, available: float) -> LayoutError:
    height = plan.long if plan.field.is_vertical else plan.deep
    return LayoutError(
        "lines.no_room_for_logo",
        at=Location(field="logo.height_mm"),
        height_mm=round(height, 1),
        needed_mm=max(ceil(needed), floor(available) + 1),
        available_mm=floor(available),
        fits_mm=max(0, floor(height * available / needed / 2)),
    )
