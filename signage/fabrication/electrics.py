"""Strings, power supplies and cables for the placed light sources.

The modules of a letter are fed in strings of equal size, none longer than the module allows. Strings are handed to
supplies in reading order; a supply takes what its rating less the reserve bears, and is then the least stock size that
does. The low-voltage pair takes the least section whose
voltage drop on the longest run, reckoned with the whole load at its end, stays within the limit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from signage.fabrication.light_sources import ElectricsTable, Supply
from signage.fabrication.lighting import LitPiece
from signage.fabrication.values import Group, Part, Remark, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class String:
    """Modules on one feed.

    Attributes:
        piece: Id of the piece they sit in.
        module: Id of the light source.
        face: Which face of the sign they light, from 1.
        count: Number of modules.
        watts: Their power.
        first: Where the feed enters, sign space (mm).
        supply: Index of its supply.
    """

    piece: str
    module: str
    count: int
    watts: float
    first: tuple[float, float]
    supply: int = 0
    face: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyUse:
    """One power supply and what hangs on it."""

    id: str
    rated_w: float
    load_w: float
    strings: int
    at: tuple[float, float]

    @property
    def load_share(self) -> float:
        """Load over rating."""
        return self.load_w / self.rated_w


@dataclass(frozen=True, slots=True, kw_only=True)
class Electrics:
    """The electric side of a sign.

    Attributes:
        watts: Power of all light sources on supplies.
        display_w: Power of displays with every dot on.
        direct_w: Power of displays, which have supplies of their own, and of blowers.
        mains_w: What the mains feel: light and displays over the efficiency, and blowers.
        mains_a: The same as a current at the mains' voltage.
        pair_mm2: Section of the low-voltage pair, None without strings.
        pair_m: Its length.
        longest_m: The longest run.
        drop_share: Voltage drop of the worst run over the voltage.
        mains_m: Length of the mains cable.
    """

    strings: tuple[String, ...]
    supplies: tuple[SupplyUse, ...]
    watts: float
    display_w: float
    direct_w: float
    mains_w: float
    mains_a: float
    pair_mm2: float | None
    pair_m: float
    longest_m: float
    drop_share: float
    mains_m: float
    parts: tuple[Part, ...]
    remarks: tuple[Remark, ...]

    @property
    def light_w(self) -> float:
        """Power of all light, displays included."""
        return self.watts + self.display_w


def wire(lit: Sequence[LitPiece], made: Sequence[Part], table: ElectricsTable) -> Electrics:
    """Return strings, supplies and cables.

    Args:
        lit: The placed light sources.
        made: The parts of the sign; displays and blowers among them hang on the mains.
        table: Light sources, supplies and cables.
    """
    strings = [string for one in lit for string in _strings(one, table)]
    displays = sum(_display_watts(part, table) for part in made if part.use == "display")
    blowers = sum(part.quantity * table.blower.watts for part in made if part.use == "blower")
    bins = _filled(strings, table)
    supplies, wired = _supplies(bins, table)
    watts = sum(string.watts for string in wired)
    direct = displays + blowers
    mains = (watts + displays) / table.supply_rule.efficiency + blowers
    cable = _pair(wired, supplies, table)
    mains_m = _mains_length(supplies, direct > 0, table)
    remarks = []
    if cable.drop_share > table.cable.drop_share:
        params = (("drop", f"{cable.drop_share * 100:.1f}"), ("limit", f"{table.cable.drop_share * 100:g}"))
        remarks.append(Remark(code="fabrication.drop_too_high", params=params))
    return Electrics(
        strings=tuple(wired),
        supplies=supplies,
        watts=watts,
        display_w=displays,
        direct_w=direct,
        mains_w=mains,
        mains_a=mains / table.supply_rule.mains_volts,
        pair_mm2=cable.section_mm2,
        pair_m=cable.total_m,
        longest_m=cable.longest_m,
        drop_share=cable.drop_share,
        mains_m=mains_m,
        parts=(*_module_parts(lit, table), *_power_parts(supplies, cable, mains_m, table)),
        remarks=tuple(remarks),
    )


def _strings(one: LitPiece, table: ElectricsTable) -> list[String]:
    if one.module is None or not one.spots:
        return []
    module = table.find_module(one.module)
    parts = ceil(one.count / module.string_max)
    ordered = sorted(one.spots, key=lambda spot: (round(spot.x, 3), round(spot.y, 3)))
    found, start = [], 0
    for index in range(parts):
        count = one.count // parts + (index < one.count % parts)
        first = ordered[start]
        found.append(
            String(
                piece=one.piece,
                module=module.id,
                count=count,
                watts=count * module.watts,
                first=(first.x, first.y),
                face=one.face,
            )
        )
        start += count
    return found


def _display_watts(part: Part, table: ElectricsTable) -> float:
    rule = table.display
    return part.quantity * rule.cabinet_width_mm * rule.cabinet_height_mm / 1e6 * rule.watts_m2


def _usable(supply: Supply, table: ElectricsTable) -> float:
    return supply.watts * (1 - table.supply_rule.reserve_share)


def _filled(strings: Sequence[String], table: ElectricsTable) -> list[list[String]]:
    """Return the strings of each supply in reading order: as few supplies as fit, evenly loaded."""
    total, most = sum(string.watts for string in strings), _usable(table.supply[-1], table)
    if not strings:
        return []
    fewest = max(1, ceil(total / most - 1e-9))
    for count in range(fewest, len(strings) + 1):
        target = total / count
        bins: list[list[String]] = [[]]
        done = 0.0
        for string in strings:
            load = sum(s.watts for s in bins[-1])
            # a new supply where its share of the whole begins, or where the last is full
            is_due = len(bins) < count and done >= target * len(bins) - string.watts / 2
            if bins[-1] and (is_due or load + string.watts > most + 1e-9):
                bins.append([])
            bins[-1].append(string)
            done += string.watts
        if len(bins) <= count:
            return bins
    return [[string] for string in strings]


def _supplies(bins: Sequence[Sequence[String]], table: ElectricsTable) -> tuple[tuple[SupplyUse, ...], list[String]]:
    uses: list[SupplyUse] = []
    wired: list[String] = []
    for index, strings in enumerate(bins):
        load = sum(string.watts for string in strings)
        supply = next(s for s in table.supply if load <= _usable(s, table) + 1e-9)
        at = (
            sum(string.first[0] for string in strings) / len(strings),
            sum(string.first[1] for string in strings) / len(strings),
        )
        uses.append(SupplyUse(id=supply.id, rated_w=supply.watts, load_w=load, strings=len(strings), at=at))
        wired += [replace(string, supply=index) for string in strings]
    return tuple(uses), wired


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    section_mm2: float | None
    total_m: float
    longest_m: float
    drop_share: float


def _pair(strings: Sequence[String], supplies: Sequence[SupplyUse], table: ElectricsTable) -> _Pair:
    rule = table.cable
    runs = []
    for string in strings:
        at = supplies[string.supply].at
        way = abs(string.first[0] - at[0]) + abs(string.first[1] - at[1])
        runs.append((way * (1 + rule.slack_share) + rule.lead_mm) / 1000)
    if not runs:
        return _Pair(section_mm2=None, total_m=0.0, longest_m=0.0, drop_share=0.0)

    def worst(section: float) -> float:
        drops = (
            2 * rule.resistivity_ohm_mm2_m * run / section * string.watts / table.volts / table.volts
            for run, string in zip(runs, strings, strict=True)
        )
        return max(drops)

    section = next((s for s in rule.sections_mm2 if worst(s) <= rule.drop_share), rule.sections_mm2[-1])
    return _Pair(section_mm2=section, total_m=sum(runs), longest_m=max(runs), drop_share=worst(section))


def _mains_length(supplies: Sequence[SupplyUse], has_display: bool, table: ElectricsTable) -> float:
    if not supplies and not has_display:
        return 0.0
    xs = [use.at[0] for use in supplies] or [0.0]
    between = (max(xs) - min(xs)) * (1 + table.cable.slack_share)
    return (between + table.cable.service_mm) / 1000


def _module_parts(lit: Sequence[LitPiece], table: ElectricsTable) -> list[Part]:
    parts = []
    for one in lit:
        if one.module is None or not one.spots:
            continue
        module = table.find_module(one.module)
        parts.append(
            Part(
                piece=one.piece,
                text=one.text,
                group=Group.LIGHT,
                use=f"light_{one.light.value}",
                item=module.item,
                name_zh=module.name_zh,
                name_en=module.name_en,
                unit=Unit.N,
                quantity=float(one.count),
                bought=float(one.count),
                size_mm=(module.length_mm, module.width_mm),
                mass_kg=one.count * module.mass_kg,
            )
        )
    return parts


def _power_parts(supplies: Sequence[SupplyUse], cable: _Pair, mains_m: float, table: ElectricsTable) -> list[Part]:
    parts = []
    for supply in table.supply:
        count = sum(use.id == supply.id for use in supplies)
        if count:
            rule = table.supply_rule
            parts.append(
                _whole(
                    "supply",
                    supply.item,
                    (f"{rule.name_zh} {supply.watts:g} W", f"{rule.name_en} {supply.watts:g} W"),
                    Unit.N,
                    count,
                    count * supply.mass_kg,
                )
            )
    rule_c = table.cable
    if cable.section_mm2 is not None:
        names = (f"{rule_c.pair_name_zh}{cable.section_mm2:g} mm²", f"{rule_c.pair_name_en}{cable.section_mm2:g} sq mm")
        mass = cable.total_m * rule_c.pair_kg_m_mm2 * cable.section_mm2
        parts.append(_whole("pair", f"cable/pair-{cable.section_mm2:g}", names, Unit.M, cable.total_m, mass))
    if mains_m:
        names = (rule_c.mains_name_zh, rule_c.mains_name_en)
        mass = mains_m * rule_c.mains_kg_m
        parts.append(_whole("mains", f"cable/{rule_c.mains_id}", names, Unit.M, mains_m, mass))
    return parts


def _whole(use: str, item: str, names: tuple[str, str], unit: Unit, amount: float, mass_kg: float) -> Part:
    """Return a part of the whole sign."""
    return Part(
        piece="",
        group=Group.POWER,
        use=use,
        item=item,
        name_zh=names[0],
        name_en=names[1],
        unit=unit,
        quantity=float(amount),
        bought=float(amount),
        length_m=float(amount) if unit is Unit.M else None,
        mass_kg=mass_kg,
    )
