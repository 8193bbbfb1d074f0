"""Where a carved letter (刻字) stands in a section: cut into the board that it is seen on, not laid on it."""

from __future__ import annotations

from signage.design import LetterConstruction, Piece, PieceRole, SignLayout

_BOARDS = (PieceRole.PANEL, PieceRole.BOX)
_SAME_MM = 0.01


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
