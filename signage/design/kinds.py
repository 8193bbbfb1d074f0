"""Sign kinds and materials as values; their files are in `templates/signs/`, read by `kind_files`.

A kind says what its letters are fixed to (a panel, a rail, a box or nothing), what its parts are made of and which
figures the layout rule uses. A new kind is a new TOML file beside the others, composed of the same parts; copy the
nearest one, change `id` to the file's name, and it is known everywhere (layout, command line, pages) without code.
Code is needed only for a part that no kind has yet (`BasePart`).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from signage.design.spec import LetterConstruction
from signage.typography import Setting

STRICT = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)

HexColour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-F]{6}$")]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,40}$")]
Length = Annotated[float, Field(ge=0, le=10000)]
Share = Annotated[float, Field(ge=0, le=1)]


class Form(StrEnum):
    """How a sign stands to the wall (设置形式)."""

    PARALLEL = "parallel"  # 平行式
    PROJECTING = "projecting"  # 垂直式: its faces look along the street, the street sees its edge
    HANGING = "hanging"  # 檐下悬挂式
    CANOPY = "canopy"  # 雨篷式
    FREESTANDING = "freestanding"  # 独立式
    ROOFTOP = "rooftop"  # 楼顶式
    WINDOW = "window"  # 橱窗式
    TEMPORARY = "temporary"  # 临时性: banners, arches and balloons of an event


class BasePart(StrEnum):
    """What the letters of a kind are fixed to."""

    NONE = "none"
    PANEL = "panel"
    RAIL = "rail"
    BOX = "box"
    DISPLAY = "display"  # 点阵屏体
    FABRIC = "fabric"  # 布幅
    GATE = "gate"  # 拱门: two legs and a beam, the beam carries the text
    BALLOON = "balloon"  # 空飘气球: a balloon, the banner under it carries the text


class RailPlace(StrEnum):
    """Where a rail runs: behind the letters at a share of their height, or at their feet, which lie before it."""

    CENTRE = "centre"
    FOOT = "foot"


class MountPart(StrEnum):
    """What holds a sign that is not fixed flat to the wall."""

    NONE = "none"
    BRACKETS = "brackets"  # 支架: arms from the wall to a projecting sign
    RODS = "rods"  # 吊杆
    POSTS = "posts"  # 立柱
    PLINTH = "plinth"  # 基座
    TRUSS = "truss"  # 钢架: the frame of rooftop letters
    CORDS = "cords"  # 绳索
    TETHER = "tether"  # 系留绳: from a banner in the air down to a weight on the ground


class Material(BaseModel):
    """A material of signs.

    Attributes:
        transmission: Share of the light behind a white piece that passes it: what a film on a lit window shows.
        texture: What its surface shows from near by, beside what its finish says: the grain of a board.
        is_combustible: Whether its usual make burns (below fire class B1).
        is_discouraged: Whether city practice asks not to use it.
    """

    model_config = STRICT

    id: Identifier
    name_zh: str
    name_en: str
    finish: Literal["matt", "satin", "gloss", "brushed", "wood"]
    default_colour: HexColour
    is_combustible: bool
    is_discouraged: bool = False
    transmission: Share = 0.0
    texture: Literal["grain"] | None = None


class Usual(BaseModel):
    """A usual size of a kind, in mm: where a design begins when nobody stated one. No limit: limits are rules.

    Attributes:
        turned_width_mm: Width for a text that runs the other way than the kind's first setting; None: the same.
        turned_height_mm: Height for it.
    """

    model_config = STRICT

    width_mm: Annotated[float, Field(ge=200, le=60000)]
    height_mm: Annotated[float, Field(ge=100, le=10000)]
    turned_width_mm: Annotated[float | None, Field(ge=200, le=60000)] = None
    turned_height_mm: Annotated[float | None, Field(ge=100, le=10000)] = None


class Base(BaseModel):
    """What the letters are fixed to, lengths in mm; shares are of the height that the field's comment names.

    Attributes:
        rail_at: Where the axis of a rail behind its letters runs, as a share of their ink's height from its foot.
        rail_overhang: How far a rail goes on past its outermost letters' ink, as a share of its line's letter height.
        module_width_mm: Of the modules that a display is built of, whole ones alone; 0 for anything else.
        module_height_mm: Their height.
        cloth: Width of the banner under a balloon, as a share of the balloon's diameter.
        neck: From a balloon down to its banner, as a share of the balloon's diameter.
    """

    model_config = STRICT

    part: Annotated[BasePart, Field(strict=False)]
    material: str | None = None
    colour: HexColour = "#808080"
    depth_mm: Length = 0.0
    min_depth_mm: Length = 0.0
    rail_height: Share = 0.0
    min_rail_height_mm: Length = 0.0
    rail_overhang: Share = 0.0
    rail_at: Share = 0.5
    frame_material: str | None = None
    frame_colour: HexColour = "#808080"
    frame_width: Share = 0.0
    min_frame_width_mm: Length = 0.0
    frame_lip_mm: Length = 0.0
    module_width_mm: Length = 0.0
    module_height_mm: Length = 0.0
    corner: Annotated[float, Field(ge=0, le=0.5)] = 0.0
    rail_place: Annotated[RailPlace, Field(strict=False)] = RailPlace.CENTRE
    beam: Share = 0.0
    leg: Share = 0.0
    cloth: Share = 0.0
    neck: Share = 0.0
    backdrop_material: str | None = None

    @model_validator(mode="after")
    def _whole(self) -> Base:
        if self.part is BasePart.GATE and not (self.beam > 0 and self.leg > 0):
            raise ValueError("a gate needs beam and leg")
        if self.part is BasePart.BALLOON and not (self.cloth > 0 and self.frame_material):
            raise ValueError("a balloon needs cloth and frame_material, which is that of the balloon itself")
        return self


class Mount(BaseModel):
    """What holds a sign that is not fixed flat to the wall; lengths in mm.

    Attributes:
        count: How many brackets, rods, posts or cords.
        section_mm: Thickness of one of them, the depth of a plinth, or the side of a tether's weight.
        reach_mm: The gap that they bridge: from the wall to a projecting sign, from the ceiling to a hanging one, from
            the ground to a board on posts or a plinth or to a banner in the air, from the roof to rooftop letters.
        weight_material: Of the weight that a tether is tied to; None: `material`.
        weight_colour: Its colour.
        inset: From the sign's end to the outermost of them, as a share of the sign's length.
    """

    model_config = STRICT

    part: Annotated[MountPart, Field(strict=False)]
    material: str
    colour: HexColour = "#5A5F66"
    count: Annotated[int, Field(ge=1, le=20)] = 2
    section_mm: Length = 40.0
    reach_mm: Length = 0.0
    inset: Annotated[float, Field(ge=0, le=0.5)] = 0.15
    weight_material: str | None = None
    weight_colour: HexColour = "#9A9C98"


class Letters(BaseModel):
    """How the letters of a kind are made, in mm; the first construction is the default.

    Attributes:
        lit_material: Of a face that light comes through, where `material` lets none through; None: `material`.
        lit_colour: Colour of such a face; None: `colour`.
        open_colour: Colour inside a channel that is open to the front, behind its bulbs; None: `colour`.
        proud_mm: How far push-through acrylic stands out of its panel.
        trim_mm: Width of the edging (包边) around a lit face, 0 without.
        trim_share: Most of that width as a share of the line's letter height, so that small letters keep their face.
        min_stroke_mm: Thinnest stroke that still takes LED modules or bulbs; a thinner one is told.
        lamp_pitch_mm: Distance between exposed bulbs or matrix dots, 0 where there are none.
        lamp_mm: Diameter of one of them.
    """

    model_config = STRICT

    constructions: Annotated[list[Annotated[LetterConstruction, Field(strict=False)]], Field(min_length=1)]
    material: str
    colour: HexColour
    side_colour: HexColour
    lit_material: str | None = None
    lit_colour: HexColour | None = None
    open_colour: HexColour | None = None
    return_depth_mm: Length
    flat_depth_mm: Length
    min_return_depth_mm: Length
    standoff_mm: Length
    halo_standoff_mm: Length
    proud_mm: Length = 8.0
    trim_mm: Length = 0.0
    trim_share: Share = 1.0
    min_stroke_mm: Length = 0.0
    lamp_pitch_mm: Length = 0.0
    lamp_mm: Length = 0.0


class Rule(BaseModel):
    """Figures of the layout rule; `signage.design.lines` states the rule.

    The least letter heights (`legible_mm`, `second_legible_mm`, `small_legible_mm`) are illustrative: no standard
    gives them. A line that would be lower is refused in words, never drawn.
    """

    model_config = STRICT

    side_margin: Share
    edge_margin: Annotated[float, Field(ge=0, lt=0.5)]
    letter_share: Annotated[float, Field(gt=0, le=1)]
    letter_share_of_two: Annotated[float, Field(gt=0, le=1)]
    letter_share_of_one: Annotated[float | None, Field(gt=0, le=1)] = None
    second_share: Annotated[float, Field(gt=0, le=1)]
    line_gap: Share
    tracking: Share
    tracking_min: Share
    legible_mm: Annotated[float, Field(gt=0, le=1000)]
    second_legible_mm: Annotated[float, Field(gt=0, le=1000)]
    small_share: Annotated[float, Field(gt=0, le=1)] = 0.18
    small_legible_mm: Annotated[float, Field(gt=0, le=1000)] = 25.0
    logo_share: Annotated[float, Field(gt=0, le=1)] = 0.62
    logo_gap: Share = 0.30

    @model_validator(mode="after")
    def _ordered(self) -> Rule:
        if not self.tracking_min <= self.tracking:
            raise ValueError("tracking_min <= tracking does not hold")
        return self


class SignKind(BaseModel):
    """A kind of sign (招牌类型), one file of `templates/signs/`.

    Attributes:
        form: How it stands to the wall.
        carrier: `panel` (平板式), `letters` (字符式) or `box` (箱体式) in the words of DB3301/T 89; beside them `film`
            (贴膜), `display` (电子屏), `fabric` (布幅), `gate` (拱门) or `balloon` (空飘气球).
        settings: How its text may be set, the default first.
        faces: Sides that show the text: 2 for a projecting or free-standing sign that is read from both sides.
        is_temporary: Whether it is put up for an event, from one date to another.
        usual: The size that a design begins with.
    """

    model_config = STRICT

    schema_version: Literal[1]
    id: Identifier
    title_zh: str
    title_en: str
    summary_zh: str
    summary_en: str
    form: Annotated[Form, Field(strict=False)]
    carrier: Literal["panel", "letters", "box", "film", "display", "fabric", "gate", "balloon"]
    settings: Annotated[list[Annotated[Setting, Field(strict=False)]], Field(min_length=1)] = [Setting.HORIZONTAL]
    faces: Literal[1, 2] = 1
    is_temporary: bool = False
    usual: Usual
    base: Base
    mount: Mount | None = None
    letters: Letters
    rule: Rule

    @property
    def setting(self) -> Setting:
        """How its text is set when nobody says otherwise."""
        return self.settings[0]

    def usual_size_mm(self, setting: Setting | None = None) -> tuple[float, float]:
        """Return the usual width and height for a setting, None being the kind's own."""
        usual = self.usual
        is_turned = ((setting or self.setting) is Setting.VERTICAL) != (self.setting is Setting.VERTICAL)
        if is_turned and usual.turned_width_mm is not None and usual.turned_height_mm is not None:
            return usual.turned_width_mm, usual.turned_height_mm
        return usual.width_mm, usual.height_mm

    @property
    def constructions(self) -> tuple[LetterConstruction, ...]:
        """The constructions that the kind allows, the default first."""
        return tuple(self.letters.constructions)

    @property
    def has_panel(self) -> bool:
        """Whether the spec's width and height are those of a body, not of a field that letters must fit."""
        return self.base.part not in (BasePart.NONE, BasePart.RAIL)
