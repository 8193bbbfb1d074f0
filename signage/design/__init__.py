"""What the shop asks for and how it is laid out: spec, kinds (data in `templates/signs/`), layout.

`read_spec` reads a TOML file, `lay_out` turns a spec into pieces with outlines, in sign space, millimetres.
"""

from signage.design.sign_layout import Piece, PieceRole, SignLayout, TextLine
from signage.design.spec import (
    Colour,
    Colours,
    LetterConstruction,
    Lighting,
    Position,
    SignSpec,
    TextStyle,
)

__all__ = [
    "Colour",
    "Colours",
    "LetterConstruction",
    "Lighting",
    "Piece",
    "PieceRole",
    "Position",
    "SignLayout",
    "SignSpec",
    "TextLine",
    "TextStyle",
]
