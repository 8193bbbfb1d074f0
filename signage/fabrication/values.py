"""The values of a workshop pack that several steps share: parts, remarks, figures with their certainty."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from signage.errors import Param


class Unit(StrEnum):
    """What a part is counted in."""

    M2 = "m2"
    M3 = "m3"
    M = "m"
    N = "n"


class Group(StrEnum):
    """The sections of a parts list."""

    LETTERS = "letters"  # 字
    BODY = "body"  # 底板、箱体、构架
    LIGHT = "light"  # 光源
    POWER = "power"  # 供电
    FIXINGS = "fixings"  # 固定件
    WORK = "work"  # 工时（只计价，不计重）
    EXTRA = "extra"  # 招牌以外的费用（只在估价里）


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something the reader must know: a code of the catalogue and its parameters; the words are made at the edge.

    Attributes:
        pieces: Ids of the pieces that it is about, may be empty.
        needs_action: The workshop or the designer has to decide something.
    """

    code: str
    params: tuple[tuple[str, Param], ...] = ()
    pieces: tuple[str, ...] = ()
    needs_action: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A line of the parts list.

    Attributes:
        piece: Id of the sign's piece, empty for what belongs to the whole sign.
        text: The character that a letter shows.
        group: Its section.
        use: What it is in the piece: a key `use_<use>` of the catalogue.
        item: What is bought, such as `plate/acrylic/3`; empty when there is no rule for it.
        name_zh: Its name, Chinese.
        name_en: Its name, English.
        unit: What `quantity` and `bought` are counted in.
        quantity: Net amount that is in the sign.
        bought: Amount to buy: boxes around what is cut out, whole sheets, waste added.
        size_mm: Its sizes: width and height, or length and developed width.
        thickness_mm: Of the plate.
        length_m: Running length of returns, profiles and cables.
        mass_kg: Mass of the net amount; None when it is not known.
        copies: Equal ones of this size that the amounts hold: 2 where both faces of a sign show it.
        remark: Why it has no figure, or how it is cut.
    """

    piece: str
    group: Group
    use: str
    item: str
    name_zh: str
    name_en: str
    unit: Unit
    quantity: float
    bought: float
    text: str = ""
    size_mm: tuple[float, ...] = ()
    thickness_mm: float | None = None
    length_m: float | None = None
    mass_kg: float | None = None
    copies: int = 1
    remark: Remark | None = None


class Certainty(StrEnum):
    """How sure a figure's source is; `wind.toml` states what each mark means."""

    A = "A"
    A_MINUS = "A-"
    B = "B"
    B_MINUS = "B-"
    ILL = "ILL"
    INPUT = "INPUT"  # measured from the drawing or given by the user


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure that went into a result, with where it comes from.

    Attributes:
        key: What it is: a key `figure_<key>` of the catalogue.
        symbol: As formulas write it.
        value: None when it is not known.
        unit: As printed.
        source: Document and clause, or how it was measured.
    """

    key: str
    symbol: str
    value: float | str | None
    unit: str
    certainty: Certainty
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """The bending of a sign with every figure that goes into it.

    Attributes:
        kind: `bracket` (at the wall plates), `foot` (overturning) or `tether` (what pulls at it).
        figures: Inputs and results, in the order of the reckoning.
        wind_knm: Of the wind, about all brackets or feet together; None when there is no wind load.
        weight_knm: Of the weight: about the brackets, or holding against the overturning; None when not known.
        ballast_kg: What is still needed against overturning, lifting or sliding, None where that does not apply or is
            not known.
        remarks: What has to be settled.
    """

    kind: str
    figures: tuple[Figure, ...]
    wind_knm: float | None
    weight_knm: float | None
    ballast_kg: float | None
    remarks: tuple[Remark, ...]
