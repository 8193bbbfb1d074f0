"""Paper sizes, the frame (图框) with its centring marks, and where each part of a sheet lies on it.

Paper space: millimetres, y up. A wide sign has its face view across the page and the section beside the elevation; an
upright one has its face view in a column beside them. Which of the two is taken is decided by the scale of the face.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from signage.geometry import Rect
from signage.scene.nodes import Node
from signage.scene.sheet_paper import QUIET, THIN, frame, rule

_FRAME_LINE = 1.0
_BINDING, _EDGE = 25.0, 5.0  # free at the left and at the other sides


class SheetSize(StrEnum):
    """Paper of a sheet: A3 landscape on one page, A4 portrait on two."""

    A3 = "a3"
    A4 = "a4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A page.

    Attributes:
        whole: Its box.
        inside: What the frame encloses.
    """

    whole: Rect

    @property
    def inside(self) -> Rect:
        """Box of the frame: the binding edge is at the left."""
        return Rect(_BINDING, _EDGE, self.whole.x1 - _EDGE, self.whole.y1 - _EDGE)


A3 = Paper(whole=Rect(0.0, 0.0, 420.0, 297.0))
A4 = Paper(whole=Rect(0.0, 0.0, 210.0, 297.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Areas:
    """Boxes on a page, a millimetre between neighbours.

    Attributes:
        node: Of the construction node; None where the sign has none.
        pictures: Of the pictures by day and by night; None where another page has them.
        location: Of the block plan; None where another page has it, or there is no plan.
    """

    face: Rect
    elevation: Rect
    section: Rect
    node: Rect | None = None
    pictures: Rect | None = None
    location: Rect | None = None

    @property
    def boxes(self) -> tuple[Rect, ...]:
        """The boxes that hold something."""
        every = (self.face, self.elevation, self.section, self.node, self.pictures, self.location)
        return tuple(box for box in every if box is not None and box.area > 0)


_FOOT = 58.0  # top of the row with pictures and block plan, where a node takes the corner beside it
_PICTURED = Rect(26.0, 6.0, 177.0, _FOOT - 1.0)
_PLACED = Rect(178.0, 6.0, 236.0, _FOOT - 1.0)
A3_WIDE = Areas(
    face=Rect(26.0, 206.0, 314.0, 291.5),
    elevation=Rect(26.0, _FOOT, 236.0, 205.0),
    section=Rect(237.0, 116.0, 314.0, 205.0),
    node=Rect(237.0, 6.0, 314.0, 115.0),
    pictures=_PICTURED,
    location=_PLACED,
)
A3_TALL = Areas(
    face=Rect(26.0, _FOOT, 126.0, 291.5),
    elevation=Rect(127.0, 176.0, 314.0, 291.5),
    section=Rect(127.0, _FOOT, 236.0, 175.0),
    node=Rect(237.0, 6.0, 314.0, 175.0),
    pictures=_PICTURED,
    location=_PLACED,
)
A3_SQUARE = Areas(
    face=Rect(26.0, 171.0, 189.0, 291.5),
    elevation=Rect(26.0, _FOOT, 236.0, 170.0),
    section=Rect(190.0, 171.0, 314.0, 291.5),
    node=Rect(237.0, 6.0, 314.0, 170.0),
    pictures=_PICTURED,
    location=_PLACED,
)
A4_WIDE = Areas(
    face=Rect(26.0, 222.0, 204.0, 291.5),
    elevation=Rect(26.0, 114.0, 204.0, 221.0),
    section=Rect(26.0, 34.0, 113.0, 113.0),
    node=Rect(114.0, 34.0, 204.0, 113.0),
)
A4_DEEP = Areas(
    face=Rect(26.0, 222.0, 204.0, 291.5),
    elevation=Rect(26.0, 126.0, 204.0, 221.0),
    section=Rect(26.0, 34.0, 113.0, 125.0),
    node=Rect(114.0, 34.0, 204.0, 125.0),
)
A4_TALL = Areas(
    face=Rect(26.0, 126.0, 106.0, 291.5),
    elevation=Rect(26.0, 34.0, 204.0, 125.0),
    section=Rect(107.0, 197.0, 204.0, 291.5),
    node=Rect(107.0, 126.0, 204.0, 196.0),
)
A4_SQUARE = Areas(
    face=Rect(26.0, 189.0, 136.0, 291.5),
    elevation=Rect(26.0, 34.0, 204.0, 122.0),
    section=Rect(137.0, 123.0, 204.0, 291.5),
    node=Rect(26.0, 123.0, 136.0, 188.0),
)
ARRANGEMENTS = {
    SheetSize.A3: (A3_WIDE, A3_SQUARE, A3_TALL),
    SheetSize.A4: (A4_WIDE, A4_DEEP, A4_SQUARE, A4_TALL),
}
_LOW_FOOT = 69.0  # without a node pictures and block plan take the whole foot
_BY_THE_SIDE = Rect(26.0, 6.0, 240.0, _LOW_FOOT)
_IN_THE_CORNER = Rect(241.0, 6.0, 314.0, _LOW_FOOT)
PLAIN = {
    SheetSize.A3: (
        Areas(
            face=Rect(26.0, 206.0, 314.0, 291.5),
            elevation=Rect(26.0, 70.0, 240.0, 205.0),
            section=Rect(241.0, 70.0, 314.0, 205.0),
            pictures=_BY_THE_SIDE,
            location=_IN_THE_CORNER,
        ),
        Areas(
            face=Rect(26.0, 171.0, 189.0, 291.5),
            elevation=Rect(26.0, 70.0, 314.0, 170.0),
            section=Rect(190.0, 171.0, 314.0, 291.5),
            pictures=_BY_THE_SIDE,
            location=_IN_THE_CORNER,
        ),
        Areas(
            face=Rect(26.0, 70.0, 126.0, 291.5),
            elevation=Rect(127.0, 176.0, 314.0, 291.5),
            section=Rect(127.0, 70.0, 314.0, 175.0),
            pictures=_BY_THE_SIDE,
            location=_IN_THE_CORNER,
        ),
    ),
    SheetSize.A4: (
        Areas(
            face=Rect(26.0, 222.0, 204.0, 291.5),
            elevation=Rect(26.0, 114.0, 204.0, 221.0),
            section=Rect(26.0, 34.0, 204.0, 113.0),
        ),
        Areas(
            face=Rect(26.0, 131.0, 136.0, 291.5),
            elevation=Rect(26.0, 34.0, 204.0, 130.0),
            section=Rect(137.0, 131.0, 204.0, 291.5),
        ),
        Areas(
            face=Rect(26.0, 150.0, 106.0, 291.5),
            elevation=Rect(26.0, 34.0, 204.0, 149.0),
            section=Rect(107.0, 150.0, 204.0, 291.5),
        ),
    ),
}


def paper_frame(paper: Paper) -> tuple[Node, ...]:
    """Return the frame with its centring marks."""
    inside, whole = paper.inside, paper.whole
    middle = inside.centre
    return (
        frame(inside, _FRAME_LINE),
        rule(middle.x, whole.y0, middle.x, inside.y0, 0.35),
        rule(middle.x, inside.y1, middle.x, whole.y1, 0.35),
        rule(whole.x0, middle.y, inside.x0, middle.y, 0.35),
        rule(inside.x1, middle.y, whole.x1, middle.y, 0.35),
    )


def dividers(boxes: tuple[Rect, ...]) -> tuple[Node, ...]:
    """Return thin lines between the views of a page."""
    found: list[Node] = []
    for box in boxes:
        for other in boxes:
            if abs(other.x0 - box.x1 - 1.0) < 1.01 and min(box.y1, other.y1) > max(box.y0, other.y0) + 1:
                x = (box.x1 + other.x0) / 2
                found.append(rule(x, max(box.y0, other.y0) - 0.5, x, min(box.y1, other.y1) + 0.5, THIN, QUIET))
            if abs(other.y0 - box.y1 - 1.0) < 1.01 and min(box.x1, other.x1) > max(box.x0, other.x0) + 1:
                y = (box.y1 + other.y0) / 2
                found.append(rule(max(box.x0, other.x0) - 1.0, y, min(box.x1, other.x1) + 1.0, y, THIN, QUIET))
    return tuple(found)
