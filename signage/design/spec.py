"""What the shop asks for: the sign specification (招牌设计说明) and its parts, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from signage.artwork import Artwork
from signage.digest import LEFT_OUT_WHEN_EMPTY, digest_of
from signage.typography import DEFAULT_TYPEFACE, Setting

Colour = str  # "#RRGGBB", upper case
USUAL_WEIGHT = 700  # of a typeface that is named without a weight


class LetterConstruction(StrEnum):
    """How the letters are made and lit."""

    FLAT = "flat"  # flat cut, unlit 平面字
    FACE_LIT = "face_lit"  # 正面发光
    HALO_LIT = "halo_lit"  # 背发光
    FACE_AND_HALO = "face_and_halo"  # 正背发光
    PRINTED = "printed"  # print or film on a face 灯箱画面、贴膜
    OPEN_FACE = "open_face"  # open channel with exposed bulbs 外露灯珠字
    PUSH_THROUGH = "push_through"  # acrylic pushed through a cut-out panel, backlit 镂空穿孔字
    CARVED = "carved"  # carved or raised and gilded, unlit 刻字（贴金）
    PIXELS = "pixels"  # dots of an LED matrix 点阵


@dataclass(frozen=True, slots=True, kw_only=True)
class TextStyle:
    """Typeface by catalogue name and its weight (100–900); the second line may have one of its own, for its script.

    A specification always names its typeface, also where the kind chose it (`SignKind.style`): what is stored, signed
    or permitted stays drawn in the same letters whatever a kind's own typeface is later.
    """

    typeface: str = DEFAULT_TYPEFACE
    weight: int = USUAL_WEIGHT
    second_typeface: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """Colours of the parts; None takes the kind's default."""

    panel: Colour | None = None
    letter: Colour | None = None
    letter_side: Colour | None = None
    second: Colour | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lighting:
    """What the sign emits; `luminance_cd_m2` is the mean of the lit area, None when not known."""

    luminance_cd_m2: float | None = None
    temperature_k: int = 4000


class LogoPlace(StrEnum):
    """Where a logo stands beside the text."""

    LEFT = "left"
    RIGHT = "right"
    ABOVE = "above"


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """A logo on the sign (图形标志).

    Attributes:
        artwork: What it shows; never stretched.
        height_mm: Its height on the sign, None takes the kind's rule.
        place: Where it stands.
    """

    artwork: Artwork
    height_mm: float | None = None
    place: LogoPlace = LogoPlace.LEFT


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where the sign hangs on its unit.

    Attributes:
        offset_mm: Sign's centre to the right of the band's centre.
        bottom_mm: Bottom edge of the sign's envelope over ±0.000; None hangs it on the band's planned datum, or
            centred in the band when the plan names no datum.
        reach_mm: The gap that the sign's mounting bridges (see `Mount.reach_mm`); None takes the kind's.
    """

    offset_mm: float = 0.0
    bottom_mm: float | None = None
    reach_mm: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignSpec:
    """One sign as its owner wants it, before it is laid out.

    `None` means "the kind's template decides" (see `templates/signs/`), so that a spec holds only what was said; the
    typeface is filled in where a spec is read.

    Attributes:
        kind: Id of a sign kind, the name of a file in `templates/signs/`.
        name: The shop's name as it is to be read, NFC.
        second_line: A second, smaller line (Latin or other script).
        small_print: A last, smallest line, such as address or telephone; whether it is allowed is for the rule books.
        has_divider: Whether a fine line stands between name and second line.
        logo: A logo beside or above the text.
        setting: How the text is set; None takes the kind's.
        width_mm: Overall width of the sign (panel, or the field that the letters fill).
        height_mm: Overall height of the same.
        depth_mm: From the wall to the sign's foremost surface; the body's own thickness for a sign that stands off
            the wall (projecting, hanging, free-standing).
        letter_height_mm: Wanted ink height of the name's line; None lets the layout fit it.
        letter_gap_mm: Wanted gap (字距) between the ink of neighbouring letters of the name, the median over
            its lines: the figure that `TextLine.gap_mm` and the sheet state. None takes the kind's tracking.
        licence_name: The business name on the licence (营业执照名称), for the name check.
        exemption_proof: Kinds of proof documents that lift a rule, such as `time_honoured_brand`.
        faces: Sides that show the text, 1 or 2, of a kind that is read from both sides; None takes the kind's.
    """

    kind: str
    name: str
    width_mm: float
    height_mm: float
    second_line: str | None = None
    small_print: str | None = None
    has_divider: bool = False
    logo: Logo | None = None
    setting: Setting | None = None
    depth_mm: float | None = None
    letter_height_mm: float | None = None
    letter_gap_mm: float | None = field(default=None, metadata=LEFT_OUT_WHEN_EMPTY)
    construction: LetterConstruction | None = None
    return_depth_mm: float | None = None
    standoff_mm: float | None = None
    panel_material: str | None = None
    letter_material: str | None = None
    style: TextStyle = field(default_factory=TextStyle)
    colours: Colours = field(default_factory=Colours)
    lighting: Lighting = field(default_factory=Lighting)
    position: Position = field(default_factory=Position)
    licence_name: str | None = None
    exemption_proof: tuple[str, ...] = ()
    faces: int | None = field(default=None, metadata=LEFT_OUT_WHEN_EMPTY)

    @property
    def digest(self) -> str:
        """Digest of the specification."""
        return digest_of(self, "signage.spec/2")
