"""The design desk's fields: which there are, which of them a sign kind has, and what each may be chosen from.

All of it is read from the kinds' own files, so that a new kind has its fields without a word here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from signage.bootstrap import Services
from signage.design import (
    BasePart,
    Colours,
    LetterConstruction,
    LogoPlace,
    Material,
    MountPart,
    SignKind,
    SignSpec,
    load_materials,
)
from signage.design.colour_names import colour_of, named_colours
from signage.design.colouring import darker, letter_colour, usual_letter_colour
from signage.design.depths import FACE_LIT, HALO_LIT, SHOWN_ON_FACE
from signage.design.spec import USUAL_WEIGHT
from signage.locale import Lang, text
from signage.typography import FontEntry

PLACE_FIELDS = ("plan", "unit", "leased_units", "replaces", "facts", "view", "light", "case", "item", "draft")
TEXT_FIELDS = (
    *("name", "kind", "second_line", "small_print", "setting", "typeface", "second_typeface", "construction"),
    *("panel_material", "letter_material", "panel_colour", "letter_colour", "letter_side_colour", "second_colour"),
    "licence_name",
)
NUMBER_FIELDS = (
    *("width_mm", "height_mm", "depth_mm", "letter_height_mm", "letter_gap_mm", "return_depth_mm", "standoff_mm"),
    *("luminance_cd_m2", "offset_mm", "bottom_mm", "reach_mm"),
)
WHOLE_FIELDS = ("weight", "temperature_k", "faces")
FLAG_FIELDS = ("divider",)
LOGO_FIELDS = ("logo", "logo_height_mm", "logo_place")
FIELDS = (*PLACE_FIELDS, *TEXT_FIELDS, *NUMBER_FIELDS, *WHOLE_FIELDS, *FLAG_FIELDS, *LOGO_FIELDS)
"""What a design is: carried in addresses and in the form that applies with it."""

COLOUR_FIELDS = ("panel_colour", "letter_colour", "letter_side_colour", "second_colour")
FITTED_FIELDS = ("name", "width_mm", "height_mm", "leased_units", "view", "offset_mm")
"""What follows kind and unit as long as nobody typed another value."""

VIEWS = ("front", "face", "street", "marks")
LIGHTS = ("day", "night")
WEIGHTS = (100, 200, 300, 400, 500, 600, 700, 800, 900)

_ON_LETTERS = ("return_depth_mm", "standoff_mm", "letter_side_colour")
_ON_PANEL = ("panel_material", "panel_colour")
_OF_LIGHT = ("luminance_cd_m2", "temperature_k")
_LIT_BODIES = frozenset({BasePart.BOX, BasePart.DISPLAY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One entry of a list to choose from."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceGroup:
    """Typefaces of one style."""

    label: str
    faces: tuple[Choice, ...]


def fields_of(kind: SignKind) -> frozenset[str]:
    """Return the fields that a kind has; a field that it lacks would be refused or change nothing."""
    without: set[str] = set()
    if len(kind.settings) < 2:
        without.add("setting")
    if len(kind.constructions) < 2:
        without.add("construction")
    if kind.faces < 2:
        without.add("faces")
    if kind.base.part in SHOWN_ON_FACE:
        without.update(_ON_LETTERS)
    if kind.base.part is BasePart.NONE:
        without.update(_ON_PANEL)
    if kind.mount is None or kind.mount.part is MountPart.NONE:
        without.add("reach_mm")
    if not may_be_lit(kind):
        without.update(_OF_LIGHT)
    return frozenset(FIELDS) - without


def may_be_lit(kind: SignKind) -> bool:
    """Return whether a kind can be made so that it emits light; a print does so only on a lit body."""
    own = (FACE_LIT | HALO_LIT) - {LetterConstruction.PRINTED}
    return kind.base.part in _LIT_BODIES or any(one in own for one in kind.constructions)


def settings_of(kind: SignKind, lang: Lang) -> tuple[Choice, ...]:
    """Return the ways in which a kind's text may be set, its own first."""
    return _with_own([Choice(value=one.value, label=text(f"sign.setting_{one.value}", lang)) for one in kind.settings])


def constructions_of(kind: SignKind, lang: Lang) -> tuple[Choice, ...]:
    """Return how a kind's letters may be made, its own way first."""
    return _with_own(
        [Choice(value=one.value, label=text(f"sign.construction_{one.value}", lang)) for one in kind.constructions]
    )


def faces_for(kind: SignKind, lang: Lang) -> tuple[Choice, ...]:
    """Return how many sides of a kind may show the text, its own number first."""
    return _with_own([Choice(value=str(n), label=text(f"desk.faces_{n}", lang)) for n in range(kind.faces, 0, -1)])


def _with_own(choices: list[Choice]) -> tuple[Choice, ...]:
    """Return choices of which the first is what a kind takes when nothing is said: its value is empty."""
    return (Choice(value="", label=choices[0].label), *choices[1:])


def materials_for(usual: str | None, lang: Lang) -> tuple[Choice, ...]:
    """Return all materials, the kind's own first as the empty value."""
    known = {material.id: material for material in load_materials()}
    own = text("desk.kinds_own", lang, name=_material_word(known[usual], lang)) if usual in known else ""
    rest = [Choice(value=one.id, label=_material_word(one, lang)) for one in known.values()]
    return (Choice(value="", label=own or text("desk.kinds_own_plain", lang)), *rest)


def _material_word(material: Material, lang: Lang) -> str:
    name = material.name_zh if lang is Lang.ZH else material.name_en
    return text("desk.discouraged", lang, name=name) if material.is_discouraged else name


def logo_places(lang: Lang) -> tuple[Choice, ...]:
    """Return where a logo may stand, the usual place first."""
    return tuple(
        Choice(value="" if place is LogoPlace.LEFT else place.value, label=text(f"desk.place_{place.value}", lang))
        for place in LogoPlace
    )


def usual_weight(values: Mapping[str, str], kind: SignKind) -> int:
    """Return the weight that letters have when none is chosen: the kind's, or the usual one of a chosen typeface."""
    return USUAL_WEIGHT if values["typeface"] else kind.letters.weight


def weights(usual: int, lang: Lang) -> tuple[Choice, ...]:
    """Return the weights by their usual names; the one that is taken when none is chosen has the empty value."""
    return tuple(
        Choice(value="" if one == usual else str(one), label=text(f"desk.weight_{one}", lang)) for one in WEIGHTS
    )


def typefaces(services: Services, kind: SignKind, lang: Lang) -> tuple[FaceGroup, ...]:
    """Return the installed typefaces by style, each with its licence; the kind's own has the empty value."""
    groups: dict[str, list[Choice]] = {}
    for name in services.fonts.names():
        entry = next(one for one in services.fonts.entries() if one.name == name)
        word = _face_word(entry, lang)
        is_own = name == kind.letters.typeface
        choice = Choice(value="" if is_own else name, label=text("desk.kinds_own", lang, name=word) if is_own else word)
        groups.setdefault(entry.style.value, []).append(choice)
    return tuple(
        FaceGroup(label=text(f"fonts.style_{style}", lang), faces=tuple(faces)) for style, faces in groups.items()
    )


def _face_word(entry: FontEntry, lang: Lang) -> str:
    if not entry.licence:
        return text("desk.face_unstated", lang, family=entry.family)
    allowed = {True: "desk.face_free", False: "desk.face_not_free", None: "desk.face_licensed"}
    return text(allowed[entry.is_commercial_use_allowed], lang, family=entry.family, licence=entry.licence)


def own_colours(values: Mapping[str, str], kind: SignKind) -> dict[str, str]:
    """Return the colours that a kind gives its parts where the visitor chose none, by field.

    Args:
        values: The form's fields; a chosen material brings its colour, a chosen letter colour that of its sides.
        kind: The kind.
    """
    known = {material.id: material for material in load_materials()}
    panel = known.get(values["panel_material"])
    stated = _as_far_as_stated(values, kind)
    own_letter, usual = letter_colour(stated, kind), usual_letter_colour(stated, kind)
    shown = colour_of(values["letter_colour"]) or own_letter
    return {
        "panel_colour": panel.default_colour if panel else kind.base.colour,
        "letter_colour": own_letter,
        "letter_side_colour": kind.letters.side_colour if shown == usual else darker(shown),
        "second_colour": shown,
    }


def _as_far_as_stated(values: Mapping[str, str], kind: SignKind) -> SignSpec:
    """Return what of a sign decides the colour of letters that state none."""
    made = values["construction"]
    return SignSpec(
        kind=kind.id,
        name="字",
        width_mm=1.0,
        height_mm=1.0,
        construction=LetterConstruction(made) if made in kind.constructions else None,
        panel_material=values["panel_material"] or None,
        letter_material=values["letter_material"] or None,
        colours=Colours(panel=colour_of(values["panel_colour"])),
    )


def colour_names(lang: Lang) -> tuple[str, ...]:
    """Return the names of colours that a field offers, in the reader's language; any other language is understood."""
    return tuple((one.zh if lang is Lang.ZH else one.en)[0] for one in named_colours())
