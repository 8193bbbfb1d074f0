"""The spec file's shape, as pydantic models: sections, ranges, words. Its JSON schema is `spec_schema()`.

Values are strict: a number is a number, `true` is none, and nothing is converted. Names are cleaned (NFC).
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from signage.design.colour_names import colour_of, named_colours
from signage.design.spec import LetterConstruction, LogoPlace
from signage.typography import Setting

_STRICT = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


def _by_its_name(value: object) -> object:
    """A colour's name becomes its value; what is neither stays, to be told as it was written."""
    return (colour_of(value) or value) if isinstance(value, str) else value


_Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$"), BeforeValidator(_by_its_name)]
_Id = Annotated[str, StringConstraints(min_length=1, max_length=60)]


class SignSection(BaseModel):
    """What is built, and how large. Sizes in mm."""

    model_config = _STRICT

    kind: Annotated[_Id, Field(description="Sign kind (招牌类型): the name of a file in templates/signs")]
    width_mm: Annotated[
        float, Field(ge=200, le=60000, description="Overall width 宽, mm: the panel's, or the field's without a panel")
    ]
    height_mm: Annotated[float, Field(ge=100, le=10000, description="Overall height 高, mm: as for the width")]
    depth_mm: Annotated[
        float | None, Field(default=None, ge=5, le=1500, description="From the wall to the foremost surface 厚度, mm")
    ] = None
    faces: Annotated[
        int | None,
        Field(default=None, ge=1, le=2, description="Sides that show the text 面数, 1 or 2; left out: the kind's"),
    ] = None
    panel_material: Annotated[
        _Id | None, Field(default=None, description="Material of the panel, rail or box: an id of materials.toml")
    ] = None


class TextSection(BaseModel):
    """What it reads, and in which letters."""

    model_config = _STRICT

    name: Annotated[str, Field(description="Shop name as it is to be read, 1–40 characters, one writing direction")]
    second_line: Annotated[str | None, Field(default=None, description="A second, smaller line")] = None
    small_print: Annotated[
        str | None,
        Field(default=None, description="A last, smallest line: address, telephone 小字; up to 80 characters"),
    ] = None
    divider: Annotated[
        bool, Field(default=False, description="Whether a fine line stands between name and second line 分隔线")
    ] = False
    setting: Annotated[
        Setting | None,
        Field(default=None, strict=False, description="How the text is set 排列方式; left out: the kind's"),
    ] = None
    typeface: Annotated[
        _Id | None, Field(default=None, description="Typeface by catalogue name; left out: the kind's")
    ] = None
    second_typeface: Annotated[
        _Id | None, Field(default=None, description="Typeface of the second line alone, for a script of its own")
    ] = None
    weight: Annotated[
        int | None,
        Field(
            default=None,
            ge=100,
            le=900,
            description="Weight, 100 thin to 900 black; left out: the kind's, or 700 where a typeface is named",
        ),
    ] = None
    letter_height_mm: Annotated[
        float | None,
        Field(default=None, ge=10, le=10000, description="Ink height of the name's tallest letter 字高, mm"),
    ] = None
    letter_gap_mm: Annotated[
        float | None,
        Field(
            default=None,
            ge=1,
            le=10000,
            description="Gap between the ink of neighbouring letters of the name 字距（字净距）, mm, "
            "as the sheet states it; left out: the kind's",
        ),
    ] = None
    licence_name: Annotated[
        str | None, Field(default=None, max_length=120, description="Business name on the licence 营业执照名称")
    ] = None
    exemption_proof: Annotated[
        list[_Id],
        Field(default_factory=list, max_length=20, description="Kinds of proof documents that lift a rule"),
    ]


class LettersSection(BaseModel):
    """How the letters are made; what is left out is the kind's. Lengths in mm."""

    model_config = _STRICT

    construction: Annotated[
        LetterConstruction | None, Field(default=None, strict=False, description="How the letters are made and lit")
    ] = None
    return_depth_mm: Annotated[
        float | None, Field(default=None, ge=3, le=1000, description="Depth of the returns 围边, mm")
    ] = None
    standoff_mm: Annotated[
        float | None, Field(default=None, ge=0, le=500, description="Gap between letters and what is behind them, mm")
    ] = None
    material: Annotated[
        _Id | None, Field(default=None, description="Material of the letters: an id of materials.toml")
    ] = None


class LogoSection(BaseModel):
    """A logo (图形标志) beside or above the text; exactly one of `file` and `art` says what it shows."""

    model_config = _STRICT

    file: Annotated[
        str | None,
        Field(
            default=None,
            min_length=1,
            max_length=200,
            description="SVG, PNG, JPEG or WebP beside the spec file or in a folder below; / between folders",
        ),
    ] = None
    art: Annotated[
        str | None,
        Field(default=None, description="The logo as text, as this software writes it; not meant to be edited"),
    ] = None
    height_mm: Annotated[
        float | None,
        Field(
            default=None, ge=20, le=10000, description="Height of what is seen of the logo, mm; left out: the kind's"
        ),
    ] = None
    place: Annotated[
        LogoPlace, Field(default=LogoPlace.LEFT, strict=False, description="Where it stands beside the text")
    ] = LogoPlace.LEFT


class ColoursSection(BaseModel):
    """Colours as #RRGGBB, or by a name such as 红 or navy; what is left out is the kind's."""

    model_config = _STRICT

    panel: Annotated[_Colour | None, Field(default=None, description="Panel, rail or box face")] = None
    letter: Annotated[_Colour | None, Field(default=None, description="Letter faces")] = None
    letter_side: Annotated[_Colour | None, Field(default=None, description="Letter returns")] = None
    second: Annotated[_Colour | None, Field(default=None, description="Letters of the second line")] = None


class LightingSection(BaseModel):
    """What the sign emits."""

    model_config = _STRICT

    luminance_cd_m2: Annotated[
        float | None, Field(default=None, ge=1, le=10000, description="Mean luminance of the lit area, cd/m²")
    ] = None
    temperature_k: Annotated[int, Field(default=4000, ge=1800, le=10000, description="Colour temperature 色温, K")] = (
        4000
    )


class PositionSection(BaseModel):
    """Where it hangs on its unit. Lengths in mm."""

    model_config = _STRICT

    offset_mm: Annotated[
        float, Field(default=0.0, ge=-60000, le=60000, description="Centre, to the right of the band's centre, mm")
    ] = 0.0
    bottom_mm: Annotated[
        float | None,
        Field(
            default=None, ge=-10000, le=300000, description="Bottom edge over ±0.000, mm; left out: the band's datum"
        ),
    ] = None
    reach_mm: Annotated[
        float | None,
        Field(
            default=None,
            ge=0,
            le=20000,
            description="Gap that the mounting bridges, mm: wall to projecting sign, ceiling to hanging sign, "
            "ground to board, roof to letters; left out: the kind's",
        ),
    ] = None


class SpecFile(BaseModel):
    """A sign specification (招牌设计说明), schema version 1."""

    model_config = _STRICT

    schema_version: Annotated[Literal[1], Field(description="Version of this shape")]
    sign: SignSection
    text: TextSection
    letters: Annotated[LettersSection, Field(default_factory=LettersSection)]
    logo: Annotated[LogoSection, Field(default_factory=LogoSection)]
    colours: Annotated[ColoursSection, Field(default_factory=ColoursSection)]
    lighting: Annotated[LightingSection, Field(default_factory=LightingSection)]
    position: Annotated[PositionSection, Field(default_factory=PositionSection)]


def spec_schema() -> dict[str, Any]:
    """Return the JSON schema (2020-12) of a spec file, with descriptions and units."""
    schema = SpecFile.model_json_schema()
    names = [name for one in named_colours() for name in (*one.zh, *one.en)]
    for colour in schema["$defs"]["ColoursSection"]["properties"].values():
        colour["anyOf"].insert(1, {"enum": names})
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
