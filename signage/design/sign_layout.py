"""The laid-out sign: pieces with outlines in sign space.

Sign space: millimetres, origin at the lower left corner of the sign's envelope, x right, y up, z out of the wall.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from signage.design.spec import Colour, LetterConstruction, SignSpec
from signage.digest import digest_of
from signage.geometry import Path, Rect, Region
from signage.typography import FontIdentity


class PieceRole(StrEnum):
    """What a piece is to the workshop."""

    PANEL = "panel"  # 底板
    BOX = "box"  # 箱体
    LETTER = "letter"  # 字
    RAIL = "rail"  # 走线槽／横梁
    FRAME = "frame"  # 边框
    BRACKET = "bracket"  # 支架


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One body of the sign.

    Attributes:
        id: Unique in the sign, such as `letter-03`.
        role: What it is.
        outline: Its front outline, sign space; contours never overlap.
        z_back_mm: Distance of its back from the wall.
        z_front_mm: Distance of its front from the wall.
        material: Id of a material in `templates/signs/materials.toml`.
        face_colour: Colour of the front by day.
        side_colour: Colour of the returns (围边).
        construction: How a letter is made; None for other roles.
        text: The character or cluster that a letter shows, else empty.
        line: Index of the text line that a letter belongs to, else None.
        is_face_lit: The front emits light.
        is_halo_lit: The back throws light on what is behind.
        luminance_cd_m2: Mean luminance of the lit face; None when unlit or not known.
        temperature_k: Colour temperature of its light.
    """

    id: str
    role: PieceRole
    outline: Path
    z_back_mm: float
    z_front_mm: float
    material: str
    face_colour: Colour
    side_colour: Colour
    construction: LetterConstruction | None = None
    text: str = ""
    line: int | None = None
    is_face_lit: bool = False
    is_halo_lit: bool = False
    luminance_cd_m2: float | None = None
    temperature_k: int = 4000

    def region(self) -> Region:
        """Return the area inside the outline, flattened to 0.05 mm."""
        return Region.of_path(self.outline)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """One set line.

    Attributes:
        text: What it reads.
        ink: Box of its ink, sign space.
        baseline_mm: Height of the baseline, sign space.
        em_mm: Size of the em.
        letter_height_mm: Ink height of the tallest letter (字高).
        longest_edge_mm: The longest edge of any single letter's ink box (字最大边长).
        thinnest_stroke_mm: Thinnest stroke over its letters, by inscribed circles along the skeleton.
        tracking_mm: Extra space between letters.
    """

    text: str
    ink: Rect
    baseline_mm: float
    em_mm: float
    letter_height_mm: float
    longest_edge_mm: float
    thinnest_stroke_mm: float
    tracking_mm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SignLayout:
    """A sign laid out: what is built, to the millimetre.

    Attributes:
        spec: What was asked for.
        form: Mounting form of the kind: `parallel` (平行式) for every kind so far.
        carrier: `panel` (平板式), `letters` (字符式) or `box` (箱体式), in the words of DB3301/T 89.
        pieces: Back to front.
        lines: Text lines, top to bottom.
        envelope: Box of the whole sign, sign space; its lower left corner is (0, 0).
        depth_mm: From the wall to the foremost surface (厚度、外挑).
        font: Which typeface drew the letters.
        notes: Codes of the catalogue that say what the layout decided by itself.
    """

    spec: SignSpec
    form: str
    carrier: str
    pieces: tuple[Piece, ...]
    lines: tuple[TextLine, ...]
    envelope: Rect
    depth_mm: float
    font: FontIdentity
    notes: tuple[str, ...] = ()

    @property
    def letters(self) -> tuple[Piece, ...]:
        """The letters, in reading order."""
        return tuple(piece for piece in self.pieces if piece.role is PieceRole.LETTER)

    @property
    def panel(self) -> Piece | None:
        """The backing panel or box, if the kind has one."""
        return next((p for p in self.pieces if p.role in (PieceRole.PANEL, PieceRole.BOX)), None)

    @property
    def content(self) -> Rect:
        """The smallest box around all ink, sign space."""
        return Rect.joined([line.ink for line in self.lines])

    @property
    def digest(self) -> str:
        """Digest of the spec and the typeface that shaped it: together they fix every outline."""
        return digest_of({"spec": self.spec, "font": self.font}, "signage.layout/1")
