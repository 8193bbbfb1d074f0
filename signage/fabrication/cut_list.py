"""What is cut from sheets (下料), piece by piece, in the material, thickness and number that the parts list counts.

Every amount of plate in the parts list has its outlines here, but for what no sheet is cut to: returns that a machine
bends from a strip along the face, films laid round a core, flat bars, ink, and the gores of a balloon. Cloth has its
net size: seams and hems are its maker's. Folded parts come flat with their folds: a frame's lip and side in one mitred
strip, a panel with its returns, a rail's clamp with its flanges. What is larger than a sheet comes in joined pieces.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from signage.design import Piece, PieceRole, SignLayout
from signage.fabrication.blanks import Blank, blank_of
from signage.fabrication.bodies import parts_of
from signage.fabrication.cut_shapes import CutShape
from signage.fabrication.cutting import sheets_for
from signage.fabrication.drilling import Drilled, clamp_shape, plate_shape, strap_shape
from signage.fabrication.jointing import jointed
from signage.fabrication.measures import contours, measured
from signage.fabrication.stock import Plate
from signage.fabrication.strips import mitred_frame, strips, with_flaps
from signage.fabrication.tables import Tables
from signage.fabrication.values import Part
from signage.geometry import Path, Rect

_BASES = frozenset({PieceRole.PANEL, PieceRole.BOX})
_FACES = frozenset({"face", "solid", "applied", "carved", "sheet"})
_LIT = frozenset({"light_face", "backdrop"})
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
        shapes: What is cut; in sign space, unless it lies loose.
        copies: How often all of them are cut: 2 where both faces of a sign show them, or for two layers.
        colour: Of a face that is seen; empty for anything else.
        carved_mm: Depth of what is cut into a board, not through it; 0 for what is cut out.
        is_loose: The shapes have no place on the sign: strips and plates that are folded or fixed elsewhere.
    """

    use: str
    material: str
    thickness_mm: float
    shapes: tuple[CutShape, ...]
    copies: int = 1
    colour: str = ""
    carved_mm: float = 0.0
    is_loose: bool = False

    @property
    def area_m2(self) -> float:
        """Area of all copies."""
        return self.copies * _area(self.shapes) / 1e6


def cut_sheets(
    piece: Piece, layout: SignLayout, tables: Tables | None = None, *, drilled: Drilled | None = None
) -> tuple[CutSheet, ...]:
    """Return what is cut from sheets for a piece; nothing for one that is sawn, cast, tied or bought whole.

    Args:
        piece: One of the layout's pieces.
        layout: The sign; what stands round a piece decides on its parts.
        tables: Stock and rules; the bundled ones when left out.
        drilled: Holes and clamps, as a pack's load asks for them; those of the set-out when left out.
    """
    chosen, held = tables or Tables(), drilled or Drilled.by_set_out(layout)
    found: list[CutSheet] = []
    for part in parts_of(piece, layout.pieces, chosen, faces=layout.faces, drilled=held):
        plate = _plate_of(part, chosen)
        if plate is not None and part.use not in _NOT_CUT and not plate.is_ink:
            found += _Cutter(piece, layout, part, plate, chosen, held).sheets()
    return tuple(found)


def _plate_of(part: Part, tables: Tables) -> Plate | None:
    kind, _, rest = part.item.partition("/")
    return tables.stock.find_plate(rest.partition("/")[0]) if kind == "plate" else None


def _area(shapes: Sequence[CutShape]) -> float:
    return sum(shape.area_mm2 for shape in shapes)


class _Cutter:
    """Finds the outlines of one line of the parts list."""

    def __init__(
        self, piece: Piece, layout: SignLayout, part: Part, plate: Plate, tables: Tables, drilled: Drilled
    ) -> None:
        self.piece, self.layout, self.part, self.plate, self.tables = piece, layout, part, plate, tables
        self.drilled, self.fixing = drilled, tables.making.fixing
        self.longest = max(max(size) for size in plate.sheet_sizes_mm)

    def sheets(self) -> Iterator[CutSheet]:
        """Yield what is cut; nothing where no outline has the amount that is counted."""
        part, use = self.part, self.part.use
        code = part.remark.code if part.remark is not None else ""
        if code == "fabrication.flat_bar":
            return
        if use == "shell":
            yield from self._shell()
        elif use == "carved":
            yield from self._carved()
        elif use in _PLATES:
            wide, high = part.size_mm[:2]
            yield self._of((plate_shape(wide, high, self.drilled.bolts(self.fixing), self.fixing),), is_loose=True)
        elif use == "strap":
            long, wide = part.size_mm[:2]
            yield self._of((strap_shape(long, wide, self.fixing),), is_loose=True)
        elif use == "clamp":
            shape = clamp_shape(self.piece, self.drilled.form, self.tables.making)
            if shape is not None:
                yield self._of((shape,), is_loose=True)
        elif use == "sides" or code == "fabrication.closed_section":
            yield self._strip()
        elif use in ("frame", "moulding"):
            yield from self._frame()
        elif use == "panel" and not self.plate.is_board:
            yield from self._tray()
        else:
            yield from self._flat()

    def _of(
        self,
        shapes: Sequence[CutShape],
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
        times = self.part.quantity / (abs(self.piece.outline.signed_area()) / 1e6)
        is_film_round_a_core = self.plate.is_film and abs(times - round(times)) > _WRAPPED
        if not is_film_round_a_core:
            yield self._of(shapes)

    def _shapes(self) -> tuple[CutShape, ...]:
        """Return the outline with its openings, in as many pieces as there are sheets."""
        piece, plate, use = self.piece, self.plate, self.part.use
        inner = self._inside_of_frame()
        if inner is not None:
            return (CutShape(outline=inner),)
        blank = blank_of(piece, self.tables) if use in ("panel", "light_face", "backdrop") else None
        box = piece.outline.as_rect
        if blank is None and use in ("back", "light_board") and piece.role not in _WRITTEN and box is not None:
            plan = sheets_for(box.width, box.height, plate.sheet_sizes_mm)
            blank = Blank(box=box, holes=(), fold_mm=0.0, plan=plan)
        openings = self._openings() if use in ("panel", "light_face") else ()
        if blank is not None:
            return blank.pieces(openings)
        has_holes = piece.outline.verbs.count("M") > 1  # then what is pushed through is open in it already
        shape = CutShape(outline=piece.outline, openings=() if has_holes else openings)
        return (shape,) if plate.is_board else jointed(shape, plate, is_lit=use in _LIT)

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
        shapes = (CutShape(outline=self.piece.outline),)
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
        yield self._of((CutShape(outline=self.piece.outline),), copies=2)
        size = measured(self.piece)
        if size is not None:
            yield self._of(strips(size.edge_m * 1000, size.depth_mm, self.longest), copies=1, is_loose=True)

    # --- folded parts

    def _strip(self) -> CutSheet:
        """A strip as long as the part and as wide as its folds, in pieces no longer than a sheet."""
        length = self.part.length_m or 0.0
        wide = self.part.quantity / length * 1000 if length > 0 else 0.0
        return self._of(strips(length * 1000, wide, self.longest, widths_mm=self._fields()), is_loose=True)

    def _fields(self) -> tuple[float, ...]:
        """Return the fields of a closed section round its corners, taken along the middle of the sheet."""
        thick = self.part.thickness_mm or 0.0
        if self.part.use == "sides" or len(self.part.size_mm) < 3:
            return ()
        a, b = (side - thick for side in self.part.size_mm[1:])
        return a, b, a, b

    def _frame(self) -> Iterator[CutSheet]:
        """Mitred strips of lip and side; of a frame that is no rectangle its ring, and the side as a strip to bend."""
        piece, part = self.piece, self.part
        rings = sorted(contours(piece.outline), key=lambda ring: -abs(ring.signed_area()))
        depth = 0.0 if part.use == "moulding" else piece.z_front_mm - piece.z_back_mm
        faces = 1 if part.use == "moulding" else self.layout.faces
        outer, inner = _rect_of(rings[0]), _rect_of(rings[1]) if len(rings) == 2 else None
        if outer is not None and inner is not None:
            yield self._of(mitred_frame(outer, inner, depth, faces=faces, longest_mm=self.longest), is_loose=True)
            return
        ring = CutShape(outline=piece.outline)
        if depth <= 0:
            yield self._of((ring,))
            return
        yield self._of(jointed(ring, self.plate), copies=faces)
        yield self._of(strips((part.length_m or 0.0) * 1000, depth, self.longest), copies=1, is_loose=True)

    def _tray(self) -> Iterator[CutSheet]:
        """A front with its returns: folded on straight edges, strips to be bent and welded on round ones."""
        blank = blank_of(self.piece, self.tables)
        if blank is not None:
            yield self._of(blank.pieces(self._openings()))
            return
        fold = self.piece.z_front_mm - self.piece.z_back_mm
        rim, *holes = sorted(contours(self.piece.outline), key=lambda ring: -abs(ring.signed_area()))
        flat, rounds = with_flaps(rim, fold)
        whole = replace(flat, openings=self._openings() or tuple(holes))
        yield self._of(jointed(whole, self.plate), copies=self.part.copies)
        made = tuple(shape for length in rounds for shape in strips(length, fold, self.longest))
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
