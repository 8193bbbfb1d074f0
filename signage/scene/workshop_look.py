"""What the parts of the workshop drawing share: colours and line widths, and the box of all that is drawn."""

from __future__ import annotations

from signage.design import Piece, SignLayout
from signage.design.spec import Colour
from signage.geometry import Rect

OUTLINE_MM, FINE_MM = 0.25, 0.13  # line widths on paper
FIXING: Colour = "#D9500B"
CENTRE: Colour = "#848484"

# Middling tones, at least 3:1 on white paper and on a black screen alike.
_COLOURS: dict[str, Colour] = {
    "panel": "#2A7AB8",
    "box": "#2A7AB8",
    "display": "#2A7AB8",
    "fabric": "#2A7AB8",
    "letter": "#D32F2F",
    "logo": "#D32F2F",
    "divider": "#D32F2F",
    "film": "#C2477F",
    "rail": "#2E8B3D",
    "frame": "#9C4DCC",
    "trim": "#9C4DCC",
    "bracket": "#A0673C",
    "tie": "#A0673C",
    "rod": "#A0673C",
    "post": "#A0673C",
    "plinth": "#7D7A2C",
    "ballast": "#7D7A2C",
    "balloon": "#2A7AB8",
}
_OTHER: Colour = "#5F7D8C"


def colour_of(piece: Piece) -> Colour:
    """Return the colour of a piece's outline."""
    return _COLOURS.get(piece.role.value, _OTHER)


def whole_box(layout: SignLayout) -> Rect:
    """Return the box of everything that is drawn of a sign, brackets, rods and cords too."""
    boxes = [box for piece in layout.pieces if (box := piece.outline.bounds()) is not None]
    return Rect.joined([layout.envelope, *boxes])
