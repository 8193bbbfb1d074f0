"""What a sign under an arcade hangs from, so that no rod ends in mid-air.

The ceiling of an arcade or a canopy of the plan over the sign holds it: the rods run up to its underside. Where the
plan has neither it gives no soffit (an arcade's columns say nothing of its ceiling), and the picture shows a marked
carrier at the rods' ends, with words that say so.
"""

from __future__ import annotations

from signage.design import Form, PieceRole
from signage.frontage import Frontage, PlacedSign
from signage.geometry import Path, Point, Rect
from signage.locale import text
from signage.scene.labels import label, text_width
from signage.scene.nodes import Anchor, Group, Node, Stroke
from signage.scene.shapes import across, box, line, rounded, solid
from signage.typography import FontCatalogue

_CARRIER_MM = 90.0  # height of the beam that stands for what is not known
_PAST_ROD_MM = 160.0  # of the beam beyond the outer rods


def hangers(face: Frontage, sign: PlacedSign, fonts: FontCatalogue | None = None, u: float = 0.0) -> list[Node]:
    """Return what holds a hanging sign, elevation space; nothing for any other sign.

    Args:
        face: The building's face, for its arcades and canopies.
        sign: The sign at its place.
        fonts: For the words beside a carrier that the plan does not give; without them it has none.
        u: Size of a design pixel, mm.
    """
    rods = _rods(sign)
    if sign.layout.form != Form.HANGING or not rods:
        return []
    soffit = _soffit_over(face, rods)
    name = f"hangers-{sign.unit_id}"
    if soffit is not None:
        longer = [Rect(rod.x0, rod.y1, rod.x1, soffit) for rod in rods if rod.y1 < soffit]
        colour = next(p.face_colour for p in sign.pieces if p.role is PieceRole.ROD)
        nodes: list[Node] = [box(rect, colour) for rect in longer]
        return [Group(id=name, children=tuple(nodes), layer="sign", subject=sign.unit_id)] if nodes else []
    beam = _carrier(rods)
    nodes = _beam(beam, rods)
    if fonts is not None:
        nodes += _words(fonts, beam, u)
    title = text("drawing.carrier_not_given")
    return [Group(id=name, children=tuple(nodes), title=title, layer="sign", subject=sign.unit_id)]


def _rods(sign: PlacedSign) -> list[Rect]:
    pieces = [p for p in sign.pieces if p.role is PieceRole.ROD]
    return [found for p in pieces if (found := sign.outline_of(p).bounds()) is not None]


def _soffit_over(face: Frontage, rods: list[Rect]) -> float | None:
    """Return the level of the lowest ceiling or canopy that all rods reach or lie under."""
    top, left, right = max(rod.y1 for rod in rods), min(r.x0 for r in rods), max(r.x1 for r in rods)
    over = [c.rect.y0 for c in face.canopies if c.rect.x0 <= left and right <= c.rect.x1 and c.rect.y1 >= top]
    over += [a.ceiling_mm for a in face.arcades if a.x0_mm <= left and right <= a.x1_mm and a.ceiling_mm >= top - 0.01]
    return min(over, default=None)


def _carrier(rods: list[Rect]) -> Rect:
    top = max(rod.y1 for rod in rods)
    past = _PAST_ROD_MM
    return Rect(min(r.x0 for r in rods) - past, top, max(r.x1 for r in rods) + past, top + _CARRIER_MM)


def _beam(beam: Rect, rods: list[Rect]) -> list[Node]:
    """A pale beam in a dashed outline: there must be something, and nobody has said what."""
    nodes: list[Node] = [box(beam, across(beam, (0.0, "#EDEFF1"), (1.0, "#D5D9DD")), layer="sign")]
    nodes.append(Stroke(path=Path.rect(beam), colour="#2B3138", width_mm=9.0, dash_mm=(46.0, 26.0), layer="sign"))
    for rod in rods:
        foot = Rect(rod.x0 - 26.0, beam.y0, rod.x1 + 26.0, beam.y0 + 22.0)
        nodes.append(solid(Path.rect(foot), "#2B3138"))
    return nodes


def _words(fonts: FontCatalogue, beam: Rect, u: float) -> list[Node]:
    """What the beam is, on a plate over it."""
    words, height = text("drawing.carrier_not_given"), 12.0 * u
    wide = text_width(fonts, words, height) + 20.0 * u
    plate = Rect.sized(beam.centre.x - wide / 2, beam.y1 + 20.0 * u, wide, 24.0 * u)
    at = Point(plate.centre.x, plate.centre.y - height / 2)
    return [
        line(((beam.centre.x, beam.y1), (beam.centre.x, plate.y0)), "#2B3138", 1.4 * u),
        solid(rounded(plate, 4.0 * u), "#0B0F18", 0.78, layer="text"),  # read by day and by night
        label(fonts, words, at, height, Anchor.MIDDLE, colour="#E6EAF1"),
    ]
