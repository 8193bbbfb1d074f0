"""What the shop asks for and how it is laid out: spec, kinds (data in `templates/signs/`), layout.

`read_spec` reads a TOML file, `lay_out` turns a spec into pieces with outlines, in sign space, millimetres.
"""

from signage.design.colouring import COLOUR_LAMPS, contrast
from signage.design.kind_files import kind_of, load_kinds, load_materials, material_of
from signage.design.kinds import BasePart, Form, Material, Mount, MountPart, SignKind
from signage.design.layout import lay_out
from signage.design.notes import note_words, notes_told, typeface_words
from signage.design.sign_layout import BODIES, LAYOUT_FORM, SUPPORTS, Piece, PieceRole, SignLayout, StreetView, TextLine
from signage.design.spec import (
    Colour,
    Colours,
    LetterConstruction,
    Lighting,
    Logo,
    LogoPlace,
    Position,
    SignSpec,
    TextStyle,
)
from signage.design.spec_file import (
    FLAT_FIELDS,
    changed_spec,
    flat_field,
    parse_spec,
    read_spec,
    spec_of,
    write_spec,
)
from signage.design.spec_model import spec_schema
from signage.design.street_lengths import OF_A_SIGN, names_measured, own_lengths

__all__ = [
    "BODIES",
    "COLOUR_LAMPS",
    "FLAT_FIELDS",
    "LAYOUT_FORM",
    "OF_A_SIGN",
    "SUPPORTS",
    "BasePart",
    "Colour",
    "Colours",
    "Form",
    "LetterConstruction",
    "Lighting",
    "Logo",
    "LogoPlace",
    "Material",
    "Mount",
    "MountPart",
    "Piece",
    "PieceRole",
    "Position",
    "SignKind",
    "SignLayout",
    "SignSpec",
    "StreetView",
    "TextLine",
    "TextStyle",
    "changed_spec",
    "contrast",
    "flat_field",
    "kind_of",
    "lay_out",
    "load_kinds",
    "load_materials",
    "material_of",
    "names_measured",
    "note_words",
    "notes_told",
    "own_lengths",
    "parse_spec",
    "read_spec",
    "spec_of",
    "spec_schema",
    "typeface_words",
    "write_spec",
]
