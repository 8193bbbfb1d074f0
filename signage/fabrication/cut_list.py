"""What is cut from sheets (下料), piece by piece, in the material, thickness and number that the parts list counts.

Every amount of plate in the parts list has its outlines here, but for what no sheet is cut to: returns that a machine
bends from a strip along the face, films laid round a core, flat bars, ink, and the gores of a balloon. Cloth has its
net size: seams and hems are its maker's. Folded parts come with their folds: a frame's lip and side in one mitred
strip, a panel with its returns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from signage.design import Piece, PieceRole, SignLayout
from signage.fabrication.blanks import Blank, blank_of
from signage.fabrication.bodies import parts_of
from signage.fabrication.cutting import sheets_for
from signage.fabrication.measures import contours, measured
from signage.fabrication.stock import Plate
from signage.fabrication.strips import mitred_frame, strips, with_flaps
from signage.fabrication.tables import Tables
from signage.fabrication.values import Part
from signage.geometry import Path, Rect

Shape = tuple[Path, tuple[Path, ...]]  # an outline, and what is open in it beyond its own holes
_BASES = frozenset({PieceRole.PANEL, PieceRole.BOX})
_FACES = frozenset({"face", "solid", "applied", "carved", "sheet"})
_NOT_CUT = frozenset({"returns"})  # bent by a machine from a strip along the face's edge
_PLATES = frozenset({"wall_plate", "base_plate"})
_WRAPPED = 0.01  # share of an outline's area: a film that is this much more than whole copies lies round a core


@dataclass(frozen=True, slots=True, kw_only=True)
class CutSheet:
    """What is cut for one line of the parts list.

    Attributes:
        use: What it is in the piece: a key `use_<use>` of the catalogue.
        material: Id of the plate.
        thickness_mm: Of the plate.
        shapes: Outlines with their openings; in sign space, unless they lie loose.
        copies: How often all of them are cut: 2 where both faces of a sign show them, or for two layers.
        colour: Of a face that is seen; empty for anything else.
        carved_mm: Depth of what is cut into a board, not through it; 0 for what is cut out.
        is_loose: The shapes have no place on the sign: strips and plates that are folded or fixed elsewhere.
    """

    use: str
    material: str
    thickness_mm: float
    shapes: tuple[Shape, ...]
    copies: int = 1
    colour: str = ""
    carved_mm: float = 0.0
    is_loose: bool = False

    @property
    def area_m2(self) -> float:
        """Area of all copies."""
        return self.copies * _area(self.shapes) / 1e6


def cut_sheets(piece: Piece, layout: SignLayout, tables: Tables | None = None) -> tuple[CutSheet, ...]:
    """Return what is cut from sheets for a piece; nothing for one that is sawn, cast, tied or bought whole.

    Args:
        piece: One of the layout's pieces.
        layout: The sign; what stands round a piece decides on its parts.
        tables: Stock and rules; the bundled ones when left out.
    """
    chosen = tables or Tables()
    found: list[CutSheet] = []
    for part in parts_of(piece, layout.pieces, chosen, faces=layout.faces):
        plate = _plate_of(part, chosen)
        if plate is not None and part.use not in _NOT_CUT and not plate.is_ink:
            found += _Cutter(piece, layout, part, plate, chosen).sheets()
    return tuple(found)


def _plate_of(part: Part, tables: Tables) -> Plate | None:
    kind, _, rest = part.item.partition("/")
    return tables.stock.find_plate(rest.partition("/")[0]) if kind == "plate" else None


def _area(shapes: Sequence[Shape]) -> float:
    return sum(abs(o.signed_area()) - sum(abs(p.signed_area()) for p in cut) for o, cut in shapes)


class _Cutter:
    """Finds the outlines of one line of the parts list."""

    def __init__(self, piece: Piece, layout: SignLayout, part: Part, plate: Plate, tables: Tables) -> None:
        self.piece, self.layout, self.part, self.plate, self.tables = piece, layout, part, plate, tables
        self.longest = max(max(size) for size in plate.sheet_sizes_mm)

    def sheets(self) -> Iterator[CutSheet]:
        """Yield what is cut; nothing where no outline has the amount that is counted."""
        part, use = self.part, self.part.use
        if part.remark is not None and part.remark.code == "fabrication.flat_bar":
            return
        if use == "shell":
            yield from self._shell()
        elif use == "carved":
            yield from self._carved()
        elif use in _PLATES:
            wide, high = part.size_mm[:2]
            yield self._of(((Path.rect(Rect(0.0, 0.0, wide, high)), ()),), is_loose=True)
        elif use == "sides" or (part.remark is not None and part.remark.code == "fabrication.closed_section"):
            yield self._strip()
        elif use in ("frame", "moulding"):
            yield from self._frame()
        elif use == "panel" and not self.plate.is_board:
            yield from self._tray()
        else:
            yield from self._flat()

    def _of(
        self,
        shapes: Sequence[Shape],
        *,
        copies: int | None = None,
        is_loose: bool = False,
        carved_mm: float = 0.0,
    ) -> CutSheet:
        whole = _area(shapes) / 1e6
        counted = max(1, round(self.part.quantity / whole)) if whole > 0 else 1
        return CutSheet(
            use=self.part.use,
            material=self.plate.id,
            thickness_mm=self.part.thickness_mm or 0.0,
            shapes=tuple(shapes),
            copies=counted if copies is None else copies,
            colour=self.piece.face_colour if self.part.use in _FACES and not is_loose else "",
            carved_mm=carved_mm,
            is_loose=is_loose,
        )

    # --- flat parts

    def _flat(self) -> Iterator[CutSheet]:
        shapes = self._shapes()
        times = self.part.quantity / (abs(_area(((self.piece.outline, ()),))) / 1e6)
        is_film_round_a_core = self.plate.is_film and abs(times - round(times)) > _WRAPPED
        if not is_film_round_a_core:
            yield self._of(shapes)

    def _shapes(self) -> tuple[Shape, ...]:
        """Return the outline with its openings; in as many pieces as there are sheets where it is a rectangle."""
        piece, plate, use = self.piece, self.plate, self.part.use
        inner = self._inside_of_frame()
        if inner is not None:
            return ((inner, ()),)
        blank = blank_of(piece, self.tables) if use in ("panel", "light_face", "backdrop") else None
        box = piece.outline.as_rect
        if blank is None and use in ("back", "light_board") and piece.role not in _WRITTEN and box is not None:
            plan = sheets_for(box.width, box.height, plate.sheet_sizes_mm)
            blank = Blank(box=box, holes=(), fold_mm=0.0, plan=plan)
        openings = self._openings() if use in ("panel", "light_face") else ()
        if blank is not None:
            return blank.pieces(openings)
        has_holes = piece.outline.verbs.count("M") > 1  # then what is pushed through is open in it already
        return ((piece.outline, () if has_holes else openings),)

    def _openings(self) -> tuple[Path, ...]:
        through = [p for p in self.layout.pieces if p.construction and p.construction.value == "push_through"]
        if self.piece.role not in _BASES:
            return ()
        return tuple(p.outline for p in through if lies_on(p, self.piece))

    def _inside_of_frame(self) -> Path | None:
        """Return the outline of a board that a solid frame goes round, None where there is no such frame."""
        if self.part.use != "panel" or not self.plate.is_board:
            return None
        for other in self.layout.pieces:
            plate = self.tables.stock.find_plate(other.material)
            if other.role is PieceRole.FRAME and plate is not None and plate.is_board:
                rings = sorted(contours(other.outline), key=lambda ring: -abs(ring.signed_area()))
                if len(rings) > 1:
                    return rings[1] if rings[1].signed_area() > 0 else rings[1].reversed()
        return None

    def _carved(self) -> Iterator[CutSheet]:
        """What is cut into the board lies on the board's sheet; what is set into it is cut from its own."""
        base = next((p for p in self.layout.pieces if p.role in _BASES and lies_on(self.piece, p)), None)
        depth = self.piece.z_front_mm - self.piece.z_back_mm
        shapes = ((self.piece.outline, ()),)
        if base is not None:
            for board in parts_of(base, self.layout.pieces, self.tables, faces=self.layout.faces):
                plate = _plate_of(board, self.tables)
                if board.use == "panel" and plate is not None and board.thickness_mm is not None:
                    yield CutSheet(
                        use=self.part.use,
                        material=plate.id,
                        thickness_mm=board.thickness_mm,
                        shapes=shapes,
                        carved_mm=depth,
                    )
        if not self.plate.is_film:
            yield self._of(shapes)

    def _shell(self) -> Iterator[CutSheet]:
        """The front and the back of an inflated body, and the strip between them; the gores of a ball are no sheet."""
        if self.piece.role is not PieceRole.GATE:
            return
        yield self._of(((self.piece.outline, ()),), copies=2)
        size = measured(self.piece)
        if size is not None:
            made = strips(size.edge_m * 1000, size.depth_mm, self.longest)
            yield self._of(tuple((path, ()) for path in made), copies=1, is_loose=True)

    # --- folded parts

    def _strip(self) -> CutSheet:
        """A strip as long as the part and as wide as its folds, in pieces no longer than a sheet."""
        length = self.part.length_m or 0.0
        wide = self.part.quantity / length * 1000 if length > 0 else 0.0
        made = strips(length * 1000, wide, self.longest)
        return self._of(tuple((path, ()) for path in made), is_loose=True)

    def _frame(self) -> Iterator[CutSheet]:
        """Mitred strips of lip and side; of a frame that is no rectangle its ring, and the side as a strip to bend."""
        piece, part = self.piece, self.part
        rings = sorted(contours(piece.outline), key=lambda ring: -abs(ring.signed_area()))
        depth = 0.0 if part.use == "moulding" else piece.z_front_mm - piece.z_back_mm
        faces = 1 if part.use == "moulding" else self.layout.faces
        outer, inner = _rect_of(rings[0]), _rect_of(rings[1]) if len(rings) == 2 else None
        if outer is not None and inner is not None:
            made = mitred_frame(outer, inner, depth, faces=faces, longest_mm=self.longest)
            yield self._of(tuple((path, ()) for path in made), is_loose=True)
            return
        ring = ((piece.outline, ()),)
        if depth <= 0:
            yield self._of(ring)
            return
        yield self._of(ring, copies=faces)
        made = strips((part.length_m or 0.0) * 1000, depth, self.longest)
        yield self._of(tuple((path, ()) for path in made), copies=1, is_loose=True)

    def _tray(self) -> Iterator[CutSheet]:
        """A front with its returns: folded on straight edges, strips to be bent and welded on round ones."""
        blank = blank_of(self.piece, self.tables)
        if blank is not None:
            yield self._of(blank.pieces(self._openings()))
            return
        fold = self.piece.z_front_mm - self.piece.z_back_mm
        rim, *holes = sorted(contours(self.piece.outline), key=lambda ring: -abs(ring.signed_area()))
        flat, rounds = with_flaps(rim, fold)
        openings = self._openings() or tuple(holes)
        yield self._of(((flat, openings),), copies=self.part.copies)
        made = tuple((path, ()) for length in rounds for path in strips(length, fold, self.longest))
        if made:
            yield self._of(made, copies=self.part.copies, is_loose=True)


def _rect_of(ring: Path) -> Rect | None:
    """Return the rectangle that a ring is, however many points lie on it; None when it is anything else."""
    box = ring.bounds()
    is_straight = not set(ring.verbs) - set("MLZ")
    return box if box is not None and is_straight and abs(abs(ring.signed_area()) - box.area) < 1e-3 else None


_WRITTEN = frozenset({PieceRole.LETTER, PieceRole.LOGO, PieceRole.DIVIDER})


def lies_on(piece: Piece, base: Piece) -> bool:
    """Whether a piece lies inside another as both are seen from the front."""
    inner, outer = piece.outline.control_bounds(), base.outline.control_bounds()
    return inner is not None and outer is not None and outer.contains(inner)
