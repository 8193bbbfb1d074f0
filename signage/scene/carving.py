"""A carved letter (刻字): cut into the board that it is seen on, not laid on it, in sections and in the light."""

from __future__ import annotations

from signage.design import Colour, LetterConstruction, Piece, PieceRole, SignLayout
from signage.geometry import Affine, Path, Region
from signage.scene.nodes import Node, Stroke
from signage.scene.shapes import solid
from signage.scene.solids import SUN, back_offset, lit_edges
from signage.scene.tones import lighter

_BOARDS = (PieceRole.PANEL, PieceRole.BOX)
_SAME_MM = 0.01
_FINE = 0.3  # tolerance of shades, mm
_CUT = (0.75, 1.5)  # how far shade lies on the floor of a cut, in depths: the core and its soft rim
_CUT_SHADE = (0.34, 0.20)


def drawn_depths(piece: Piece, layout: SignLayout) -> tuple[float, float]:
    """Return back and front of a piece as a section shows them, mm out of the wall.

    The layout keeps a carved letter's depth in front of the board, where its gilding is seen; a section shows what the
    carver does: the same depth taken out of the board, from its surface inwards.
    """
    low, high = piece.z_back_mm, piece.z_front_mm
    if piece.construction is not LetterConstruction.CARVED:
        return low, high
    for board in layout.faced_pieces:
        if board.role not in _BOARDS:
            continue
        depth = min(high - low, board.z_front_mm - board.z_back_mm)
        if abs(board.z_front_mm - low) < _SAME_MM:
            return low - depth, low
        if abs(board.z_back_mm - high) < _SAME_MM:
            return high, high + depth
    return low, high


def hollow(outline: Path, depth_mm: float, colour: Colour, size_mm: float) -> list[Node]:
    """Return light and shade of a cut: dark along the edges towards the light, bright along those away from it.

    Args:
        outline: Of the letter, on the board's surface.
        depth_mm: Of the cut.
        colour: Of its floor.
        size_mm: Of the letter, for the width of the bright edge.
    """
    whole = Region.of_path(outline, _FINE)
    nodes: list[Node] = []
    away = back_offset(depth_mm)
    for share, opacity in zip(_CUT, _CUT_SHADE, strict=True):
        floor = Affine.shift(-SUN.x * depth_mm * share + away.x * 0.3, -SUN.y * depth_mm * share + away.y * 0.3)
        shaded = whole.difference(whole.transformed(floor))
        if not shaded.is_empty:
            nodes.append(solid(shaded.to_path(), "#000000", opacity))
    # What is lit of a body standing out is dark here; the outline turned round has the lit edges of a hollow.
    lit = lit_edges(outline.reversed(), max(0.25, size_mm / 900))
    nodes.append(Stroke(path=lit, colour=lighter(colour, 0.65), width_mm=max(1.2, size_mm * 0.007), opacity=0.75))
    return nodes
