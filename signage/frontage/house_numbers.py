"""Which units stand at an address that somebody typed: street and house number must be the plan's own, exactly.

A plan names its street once, `示例市示例区晶湾路`, and each unit's house number, `5号`. What is typed may leave out the
region, be spaced or written in full width, and go on behind the number; it must not name another number or storey.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from signage.frontage.model import FrontagePlan, Unit

_STREET = re.compile(r"^(?P<region>.*[省市区县镇乡])?(?P<street>.+)$")
_REGION_END = ("省", "市", "区", "县", "镇", "乡")
_GROUND = re.compile(r"^(?:一|1|底|首)(?:层|楼)")
# What makes another number or another storey of it: 5号之一, 5号-2, 3号、5号, 5号二层.
_GOES_ON = re.compile(r"^(?:[\d之附号A-Za-z#]|[、,和及至~—–-]\d|[第]?[一二三四五六七八九十]+(?:层|楼|室|号|幢|栋))")


def units_at(plans: Iterable[FrontagePlan], typed: str) -> tuple[tuple[FrontagePlan, Unit], ...]:
    """Return the units whose street and house number stand in a typed address; several or none is no answer.

    Args:
        plans: Where to look.
        typed: As somebody wrote it.
    """
    address = _plain(typed)
    return tuple(
        (plan, unit)
        for plan in plans
        for face in plan.faces
        for unit in face.units
        if unit.door_number and _names(address, plan, unit)
    )


def _names(address: str, plan: FrontagePlan, unit: Unit) -> bool:
    parts = _STREET.match(_plain(plan.address))
    if parts is None:
        return False
    region, door = parts["region"] or "", parts["street"] + _plain(unit.door_number or "")
    return any(_is_same_region(head, region) and _is_whole(tail, unit) for head, tail in _around(address, door))


def _around(address: str, door: str) -> Iterator[tuple[str, str]]:
    at = address.find(door)
    while at >= 0:
        yield address[:at], address[at + len(door) :]
        at = address.find(door, at + 1)


def _is_same_region(head: str, region: str) -> bool:
    if not region:
        return not head or head.endswith(_REGION_END)
    return region.endswith(head) or head.endswith(region)


def _is_whole(tail: str, unit: Unit) -> bool:
    rest = _GROUND.sub("", tail) if unit.storey == 1 else tail
    for bracket in "(（[【·,，":
        rest = rest.removeprefix(bracket)
    return not _GOES_ON.match(rest.removeprefix(_plain(unit.id)))


def _plain(written: str) -> str:
    return "".join(unicodedata.normalize("NFKC", written).split())
