"""Words beside projecting signs in drawings of the front, where the street sees nothing of them but an edge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from signage.geometry import Point, Rect
from signage.locale import text
from signage.scene.labels import label, text_width
from signage.scene.nodes import Anchor, Group
from signage.scene.shapes import line, rounded, solid
from signage.typography import FontCatalogue

_LETTERS, _PLATE, _PAD = 10.5, 20.0, 8.0  # heights and margin of a plate, design pixels
_AWAY = (18.0, 34.0, 54.0, 90.0)  # of the plate from the edge that it names, design pixels
_PAPER, _INK, _LINE = "#0B0F18", "#E6EAF1", "#C9D0DA"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenFromItsEdge:
    """A projecting sign in the elevation: its name, its edge as the street sees it, and the unit that it belongs to."""

    name: str
    edge: Rect
    unit: str


def edge_labels(
    signs: Sequence[SeenFromItsEdge], fonts: FontCatalogue, view: Rect, u: float, taken: Sequence[Rect] = ()
) -> list[Group]:
    """Return a plate with a leader for each sign; one for which there is no room in the view has none.

    Args:
        signs: The signs that show an edge.
        fonts: For the words.
        view: What the picture shows; plates stay inside it.
        u: A design pixel, mm.
        taken: What no plate may cover, such as the other signs.
    """
    covered = [*taken, *(sign.edge for sign in signs)]
    made: list[Group] = []
    for sign in (one for one in signs if one.edge.overlaps(view)):
        words = text("scene.edge_on", name=sign.name)
        plate = _place(sign.edge, text_width(fonts, words, _LETTERS * u) + 2 * _PAD * u, view.grown(-4 * u), u, covered)
        if plate is None:
            continue
        covered.append(plate)
        made.append(_drawn(sign, words, plate, fonts, u))
    return made


def label_boxes(groups: Sequence[Group]) -> tuple[Rect, ...]:
    """Return the boxes of the plates, for what is placed after them."""
    boxes = (child.path.control_bounds() for group in groups for child in group.children[1:2] if hasattr(child, "path"))
    return tuple(found for found in boxes if found is not None)


def _place(edge: Rect, wide: float, view: Rect, u: float, covered: Sequence[Rect]) -> Rect | None:
    """Return the first free place: at the right, at the left, then lower and higher beside the edge."""
    high = _PLATE * u
    levels = (edge.centre.y, edge.y0 + high / 2, edge.y1 - high / 2, edge.y0 - 1.5 * high, edge.y1 + 1.5 * high)
    for away in _AWAY:
        for y in levels:
            for x in (edge.x1 + away * u, edge.x0 - away * u - wide):
                found = Rect.sized(x, y - high / 2, wide, high)
                if view.contains(found) and not any(found.grown(3 * u).overlaps(other) for other in covered):
                    return found
    return None


def _drawn(sign: SeenFromItsEdge, words: str, plate: Rect, fonts: FontCatalogue, u: float) -> Group:
    is_right = plate.x0 > sign.edge.x1
    foot = Point(sign.edge.x1 if is_right else sign.edge.x0, min(max(plate.centre.y, sign.edge.y0), sign.edge.y1))
    end = Point(plate.x0 if is_right else plate.x1, plate.centre.y)
    height = _LETTERS * u
    return Group(
        id=f"edge-label-{sign.unit}",
        children=(
            line((foot, end), _LINE, 1.3 * u, layer="text"),
            solid(rounded(plate, 4.0 * u), _PAPER, 0.78, layer="text"),  # read by day and by night
            label(fonts, words, Point(plate.centre.x, plate.centre.y - height / 2), height, Anchor.MIDDLE, colour=_INK),
        ),
        title=words,
        layer="text",
        subject=sign.unit,
    )
