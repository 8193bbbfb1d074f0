"""Composite cases (单独受理、综合办理): which items are taken in together, under one clock, and what that saves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StringConstraints

from signage.errors import InputError, Location
from signage.items.model import Source
from signage.items.reading import parse
from signage.items.soundness import twins

_Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
_Days = Annotated[StrictInt, Field(ge=1, le=400)]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupMember:
    """An item of a group.

    Attributes:
        separate_days: Working days that it had when handled by itself; None until the catalogue fills in the item's
            statutory time.
    """

    item: str
    separate_days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompositeGroup:
    """Items that may be applied for together.

    Attributes:
        joint_days: Working days promised for all of them, from the one acceptance.
        source: How certain the figures are; `source_zh`, `source_en` say which.
        is_split_illustrative: The sum is known, its split over the items is not.
    """

    code: str
    edition: str
    name_zh: str
    name_en: str
    summary_zh: str
    summary_en: str
    joint_days: int
    source: Source
    source_zh: str
    source_en: str
    is_split_illustrative: bool
    members: tuple[GroupMember, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of its items."""
        return tuple(member.item for member in self.members)

    def separate_days(self, items: Iterable[str] | None = None) -> int:
        """Return the sum of the separate working days of some items, all of the group's by default.

        Args:
            items: Codes; one that is applied for twice counts twice.

        Raises:
            InputError: An item is none of the group's.
        """
        days = {member.item: member.separate_days or 0 for member in self.members}
        chosen = self.codes if items is None else tuple(items)
        for code in chosen:
            if code not in days:
                raise InputError("items.not_in_group", group=self.code, item=code, known=tuple(days))
        return sum(days[code] for code in chosen)


def days_saved(group: CompositeGroup, items: Iterable[str] | None = None) -> int:
    """Return the working days that the joint promise saves against handling some items one after the other.

    Never below 0: the joint limit does not lengthen what the items had by themselves.

    Raises:
        InputError: An item is none of the group's.
    """
    return max(group.separate_days(items) - group.joint_days, 0)


def saved_against(group: CompositeGroup, actual_days: int, items: Iterable[str] | None = None) -> int:
    """Return the working days saved by a case that took `actual_days`; below 0 it took longer than apart.

    Raises:
        InputError: An item is none of the group's, or the days are below 0.
    """
    if actual_days < 0:
        raise InputError("items.negative_days", given=actual_days)
    return group.separate_days(items) - actual_days


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Member(_Strict):
    item: _Text
    separate_days: _Days | None = None


class _GroupFile(_Strict):
    schema_version: Literal[1]
    code: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
    edition: _Text
    name_zh: _Text
    name_en: _Text
    summary_zh: _Text
    summary_en: _Text
    joint_days: _Days
    source: Source
    source_zh: _Text
    source_en: _Text
    split_illustrative: StrictBool
    members: Annotated[tuple[_Member, ...], Field(min_length=2)]


def parse_group(content: str, *, file: str = "") -> CompositeGroup:
    """Return a group from TOML text; its items are looked up when the catalogue is put together.

    Raises:
        InputError: As of an item's file.
    """
    return parse(content, file=file, shape=_GroupFile, build=_group, faults=_faults)


def _group(data: _GroupFile) -> CompositeGroup:
    kept = {key: value for key, value in dict(data).items() if key not in ("schema_version", "split_illustrative")}
    members = tuple(GroupMember(**dict(member)) for member in data.members)
    return CompositeGroup(**{**kept, "members": members, "is_split_illustrative": data.split_illustrative})


def _faults(group: CompositeGroup) -> Iterator[InputError]:
    yield from twins(group.code, "members", group.codes)
    separate = [member.separate_days for member in group.members]
    known = [days for days in separate if days is not None]
    if len(known) == len(separate) and sum(known) < group.joint_days:
        at = Location(field="joint_days")
        yield InputError("items.joint_late", at=at, item=group.code, joint=group.joint_days, apart=sum(known))
