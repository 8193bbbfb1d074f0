"""What the street sees of a projecting sign: its edge, with the wall behind its back."""

from __future__ import annotations

from dataclasses import replace

from signage.design.sign_layout import Piece, PieceRole, StreetView
from signage.geometry import Affine, Path, Rect

_LEAST_MM = 0.5  # what is thinner than this is print, and not seen from its edge


def edge_on(pieces: tuple[Piece, ...], reach_mm: float, faces: int) -> StreetView:
    """Return a sign turned by a right angle out of the wall.

    Args:
        pieces: As seen on the face: x away from the wall, z across the thickness.
        reach_mm: From the wall to x = 0.
        faces: 2 when the letters stand on both sides.

    Returns:
        Every piece as the box of its outline turned: its width is the piece's thickness, its distance from the wall
        where the outline begins and ends. What is nearer to the wall comes first.
    """
    thick = max(p.z_front_mm for p in pieces if p.role is not PieceRole.LETTER)
    turned = []
    for piece in pieces:
        box = piece.outline.bounds()
        if box is None or piece.z_front_mm - piece.z_back_mm < _LEAST_MM:
            continue
        turned.append(_turned(piece, box, reach_mm, piece.z_back_mm, piece.z_front_mm))
        if faces == 2 and piece.construction is not None:
            mirrored = replace(piece, id=f"{piece.id}-back")
            turned.append(_turned(mirrored, box, reach_mm, thick - piece.z_front_mm, thick - piece.z_back_mm))
    turned.sort(key=lambda piece: (piece.z_front_mm, piece.id))
    whole = Rect.joined(box for piece in turned if (box := piece.outline.control_bounds()) is not None)
    shift = Affine.shift(-whole.x0, 0.0)
    return StreetView(
        pieces=tuple(replace(piece, outline=piece.outline.transformed(shift)) for piece in turned),
        envelope=Rect(0.0, 0.0, whole.width, max(whole.y1, 0.0)),
    )


def _turned(piece: Piece, box: Rect, reach_mm: float, low: float, high: float) -> Piece:
    return replace(
        piece,
        outline=Path.rect(Rect(low, box.y0, high, box.y1)),
        z_back_mm=reach_mm + box.x0,
        z_front_mm=reach_mm + box.x1,
        face_colour=piece.side_colour,
        is_face_lit=False,
        is_halo_lit=False,
        trim_mm=0.0,
        lamps=(),
        art=(),
        picture=None,
    )
