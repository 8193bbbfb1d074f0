"""Parts as a line drawing on a sheet: heavy lines for bodies, fine ones for letters, dashes for what is hidden."""

from __future__ import annotations

from collections.abc import Iterator

from signage.design import BODIES, SUPPORTS, Piece, PieceRole, SignLayout
from signage.geometry import Affine, Path, Rect
from signage.locale import text
from signage.scene.nodes import Node, Picture, Stroke
from signage.scene.shapes import line, solid
from signage.scene.sheet_paper import INK, MEDIUM, QUIET, THICK, THIN
from signage.scene.tones import lightness

LETTER_TINT = "#C9D3DC"
SUPPORT_TINT = "#E7EAED"
BODY_TINT = "#FFFFFF"
_FINE = 1 / 40  # of a letter's height on paper: its outline, half of which lies on strokes of a tenth of that height
_LIKE_PAPER, _HAIR = 0.85, 0.12  # lightness above which an area of a logo is not seen on paper, and its outline there
_SOLID_MM = 3.0  # letters that are lower on paper are filled with ink and have no outline


def piece_lines(piece: Piece, outline: Path, to_paper: Affine, letter_mm: float | None = None) -> Iterator[Node]:
    """Yield one part as it is drawn.

    Args:
        piece: The part.
        outline: Its outline on paper.
        to_paper: Map from the space of the part to paper, for a logo's colours.
        letter_mm: Letter height of its line on paper; the outlines of small letters are finer, those of the smallest
            are left out. None draws it as a part that is no letter of a line.
    """
    if outline.is_empty:
        return
    if piece.role is PieceRole.BACKDROP:
        yield Stroke(path=outline, colour=QUIET, width_mm=THIN, dash_mm=(1.6, 0.8), layer="sign", subject=piece.id)
        return
    if piece.role is PieceRole.LOGO:
        yield from _logo(piece, outline, to_paper)
        return
    if letter_mm is not None and letter_mm < _SOLID_MM:
        yield solid(outline, INK, layer="sign", subject=piece.id)
        return
    is_body = piece.role in BODIES or piece.role is PieceRole.BALLOON
    if is_body:
        yield solid(outline, BODY_TINT, layer="sign", subject=piece.id)
    elif piece.role is PieceRole.LETTER or piece.role is PieceRole.DIVIDER:
        yield solid(outline, LETTER_TINT, layer="sign", subject=piece.id)
    elif piece.role in SUPPORTS:
        yield solid(outline, SUPPORT_TINT, layer="sign", subject=piece.id)
    elif piece.role is PieceRole.RAIL:
        yield solid(outline, BODY_TINT, layer="sign", subject=piece.id)
    fine = piece.construction is not None
    width = THICK if is_body else 0.18 if fine else MEDIUM
    if letter_mm is not None:
        width = min(width, letter_mm * _FINE)
    yield Stroke(path=outline, colour=INK, width_mm=width, layer="sign", subject=piece.id)


def letter_height_of(piece: Piece, layout: SignLayout) -> float | None:
    """Return the letter height of the line a letter belongs to, sign mm; None for other parts."""
    if piece.role is not PieceRole.LETTER or not layout.lines:
        return None
    line_no = min(piece.line or 0, len(layout.lines) - 1)
    return layout.lines[line_no].letter_height_mm


def _logo(piece: Piece, outline: Path, to_paper: Affine) -> Iterator[Node]:
    box = outline.bounds()
    if piece.picture is not None and box is not None:
        yield Picture(rect=box, content=piece.picture, media_type="image/png", title=text("sign.role_logo"))
    elif piece.art:
        for shape in piece.art:
            area = shape.path.transformed(to_paper)
            yield solid(area, shape.colour, shape.opacity, layer="sign", subject=piece.id)
            if lightness(shape.colour) > _LIKE_PAPER:
                yield Stroke(path=area, colour=QUIET, width_mm=_HAIR, layer="sign", subject=piece.id)
    else:
        yield solid(outline, LETTER_TINT, layer="sign", subject=piece.id)
    if box is not None:
        yield Stroke(path=Path.rect(box), colour=QUIET, width_mm=THIN, dash_mm=(1.0, 0.8), layer="sign")


def hatched(box: Rect, pitch_mm: float = 2.4, colour: str = "#8A929B") -> Iterator[Node]:
    """Yield 45° hatch lines in a box, for walls, slabs and ceilings that are cut."""
    shift = box.x0 + box.y0  # one pattern for neighbouring boxes
    c = shift - (shift % pitch_mm) + pitch_mm * 0.5
    while c < box.x1 + box.y1:
        # the line x + y = c, clipped to the box
        x0, x1 = max(box.x0, c - box.y1), min(box.x1, c - box.y0)
        if x1 - x0 > 0.05:
            yield line(((x0, c - x0), (x1, c - x1)), colour, THIN, layer="context")
        c += pitch_mm


def earth(x0: float, x1: float, y: float) -> Iterator[Node]:
    """Yield the ticks under a ground line, which itself is drawn by the caller."""
    x = x0 + 2.4
    while x <= x1 - 0.2:
        yield line(((x, y - 0.5), (x - 1.8, y - 2.3)), QUIET, THIN, layer="context")
        x += 4.0
