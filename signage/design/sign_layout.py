"""The laid-out sign: pieces with outlines in sign space.

Sign space: millimetres, origin at the lower left corner of the sign's envelope, x right, y up, z out of the wall.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from signage.artwork import ArtShape
from signage.design.spec import USUAL_WEIGHT, Colour, LetterConstruction, SignSpec
from signage.digest import digest_of
from signage.geometry import Path, Point, Rect, Region
from signage.quick_init import quick
from signage.typography import FontIdentity, Setting


class PieceRole(StrEnum):
    """What a piece is to the workshop."""

    PANEL = "panel"  # 底板
    BOX = "box"  # 箱体
    LETTER = "letter"  # 字
    RAIL = "rail"  # 走线槽／横梁
    FRAME = "frame"  # 边框
    BRACKET = "bracket"  # 支架
    DISPLAY = "display"  # 点阵屏体
    FABRIC = "fabric"  # 布幅
    GATE = "gate"  # 拱门
    BACKDROP = "backdrop"  # 透光背板, behind a cut-out panel
    LOGO = "logo"  # 图形标志
    DIVIDER = "divider"  # 分隔线
    POST = "post"  # 立柱
    PLINTH = "plinth"  # 基座
    ROD = "rod"  # 吊杆
    TRUSS = "truss"  # 钢架
    CORD = "cord"  # 绳索
    BALLOON = "balloon"  # 气球, over the banner that it holds up
    BALLAST = "ballast"  # 压重, what a tether is tied to
    TIE = "tie"  # 连接条, from a rail to its letters, and between the parts of a letter


LAYOUT_FORM = "signage.layout/4"
"""Form of a layout's digest. Its number is that of the layout's rules: it rises when the same spec gives another sign.

Since 3 each line's letters have the depth of their own height, and letters are tied to their rail part by part.
Since 4 Latin words among Han characters are spaced as words, short names are opened, broken, round and upright names
are sized anew, and canopy letters lie before their rail.
"""

# What carries the text over its whole face.
BODIES = (PieceRole.PANEL, PieceRole.BOX, PieceRole.DISPLAY, PieceRole.FABRIC, PieceRole.GATE)
# What holds a sign and belongs neither to its size nor to its thickness.
SUPPORTS = frozenset(
    {
        PieceRole.BRACKET,
        PieceRole.POST,
        PieceRole.PLINTH,
        PieceRole.ROD,
        PieceRole.TRUSS,
        PieceRole.CORD,
        PieceRole.BALLAST,
        PieceRole.TIE,
    }
)
_OFF_THE_WALL = frozenset({PieceRole.GATE, PieceRole.BALLOON})  # of what an event puts up: stands before the wall


@quick
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
        trim_mm: Width of the edging (包边) inside the outline of a lit face, 0 without.
        lamps: Centres of exposed bulbs or matrix dots, sign space.
        lamp_mm: Diameter of one of them.
        art: Coloured areas of a logo, sign space; empty for anything else.
        picture: Pixels of a logo that could not be drawn, PNG, stretched over the outline's box.
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
    trim_mm: float = 0.0
    lamps: tuple[Point, ...] = ()
    lamp_mm: float = 0.0
    art: tuple[ArtShape, ...] = ()
    picture: bytes | None = None

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
        gap_mm: Usual gap between the ink of neighbouring letters (字净距), the median; None for one letter.
    """

    text: str
    ink: Rect
    baseline_mm: float
    em_mm: float
    letter_height_mm: float
    longest_edge_mm: float
    thinnest_stroke_mm: float
    tracking_mm: float
    gap_mm: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetView:
    """A sign as the street sees it, where that is not its face: a projecting sign from its edge (侧立面).

    Attributes:
        pieces: Back to front as seen from the street; x across the sign's thickness, z from the wall.
        envelope: Box of the pieces; its lower left corner is (0, 0).
    """

    pieces: tuple[Piece, ...]
    envelope: Rect


@dataclass(frozen=True, slots=True, kw_only=True)
class SignLayout:
    """A sign laid out: what is built, to the millimetre.

    Sign space looks at the sign's face. For a projecting sign that is along the street, so the sign as it appears in
    the elevation is kept beside it (`street`).

    Attributes:
        spec: What was asked for.
        form: Mounting form of the kind, a value of `Form`.
        carrier: `panel` (平板式), `letters` (字符式), `box` (箱体式) in the words of DB3301/T 89, or `film`, `display`,
            `fabric`, `gate`, `balloon`.
        setting: How its text is set.
        faces: Sides that show the text.
        pieces: Back to front, seen on the face.
        lines: Text lines, in reading order.
        envelope: Box of the sign without what holds it up, sign space; its lower left corner is (0, 0).
        depth_mm: From the wall to the foremost surface (外挑).
        font: Which typeface drew the letters.
        font_weight: The weight that the letters have: that of the spec, or the nearest that the typeface has.
        second_font: Which one drew the second line, None for the same.
        street: What the street sees of a sign whose face it does not see, None where it sees the face.
        is_temporary: Whether its kind is put up for an event.
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
    setting: Setting = Setting.HORIZONTAL
    faces: int = 1
    street: StreetView | None = None
    is_temporary: bool = False
    font_weight: int = USUAL_WEIGHT
    second_font: FontIdentity | None = None
    notes: tuple[str, ...] = ()
    # The digest once computed: every check of a sign that is moved about asks for it.
    _digest: list[str] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def letters(self) -> tuple[Piece, ...]:
        """The letters, in reading order."""
        return tuple(piece for piece in self.pieces if piece.role is PieceRole.LETTER)

    @property
    def logo(self) -> Piece | None:
        """The logo, if there is one."""
        return next((piece for piece in self.pieces if piece.role is PieceRole.LOGO), None)

    @property
    def panel(self) -> Piece | None:
        """What carries the text over its whole face (panel, box, display, fabric, gate), if the kind has one."""
        return next((p for p in self.pieces if p.role in BODIES), None)

    @property
    def content(self) -> Rect:
        """The smallest box around all ink, the logo included, sign space."""
        logo = self.logo.outline.bounds() if self.logo is not None else None
        return Rect.joined([*(line.ink for line in self.lines), *([logo] if logo else [])])

    @property
    def bodies(self) -> tuple[Piece, ...]:
        """Everything but what holds the sign up."""
        return tuple(piece for piece in self.pieces if piece.role not in SUPPORTS)

    @property
    def faced_pieces(self) -> tuple[Piece, ...]:
        """All pieces as they are built: of a sign read from both sides the letters of its other face too."""
        return on_both_faces(self.pieces, self.faces)

    @property
    def thickness_mm(self) -> float:
        """From the rearmost back to the foremost front of its bodies (厚度), both faces' letters included."""
        bodies = [piece for piece in self.faced_pieces if piece.role not in SUPPORTS]
        return max(p.z_front_mm for p in bodies) - min(p.z_back_mm for p in bodies)

    @property
    def stands_on_ground(self) -> bool:
        """Whether nothing of the building carries it: a free-standing sign (独立式), a gate or a tethered balloon."""
        return self.form == "freestanding" or any(piece.role in _OFF_THE_WALL for piece in self.pieces)

    @property
    def balloon(self) -> Piece | None:
        """The balloon that holds the sign up, if there is one."""
        return next((piece for piece in self.pieces if piece.role is PieceRole.BALLOON), None)

    @property
    def street_pieces(self) -> tuple[Piece, ...]:
        """The pieces as they appear in the elevation."""
        return self.street.pieces if self.street is not None else self.pieces

    @property
    def street_envelope(self) -> Rect:
        """The envelope as it appears in the elevation; its lower left corner is (0, 0)."""
        return self.street.envelope if self.street is not None else self.envelope

    @property
    def digest(self) -> str:
        """Digest of the spec and the typefaces that shaped it: under one form together they fix every outline."""
        if not self._digest:
            parts = {"spec": self.spec, "font": self.font, "second_font": self.second_font}
            self._digest.append(digest_of(parts, LAYOUT_FORM))
        return self._digest[0]


def on_both_faces(pieces: tuple[Piece, ...], faces: int) -> tuple[Piece, ...]:
    """Return pieces with the letters, logo and divider of a second face mirrored about the body's middle.

    Args:
        pieces: Back to front, seen on the face.
        faces: Sides that show the text; 1 changes nothing.

    Returns:
        The other face's pieces first; their ids end in `-back`, their `z_back_mm` may be below 0.
    """
    held = [p for p in pieces if p.construction is None and p.role not in SUPPORTS and p.role is not PieceRole.FRAME]
    if faces != 2 or not held:
        return pieces
    across = min(p.z_back_mm for p in held) + max(p.z_front_mm for p in held)
    back = tuple(
        replace(p, id=f"{p.id}-back", z_back_mm=across - p.z_front_mm, z_front_mm=across - p.z_back_mm)
        for p in pieces
        if p.construction is not None
    )
    return (*back, *pieces)
