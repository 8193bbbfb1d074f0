"""What measures ask of a layout or a face again and again, worked out once for each value and not for each check.

A sign that is moved keeps its layout, and a street keeps its face: somebody who drags a sign along a front of thirty
shops asks the same letters and the same 120 openings sixty times a second. Nothing here knows where the sign is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from signage.design import Piece, SignLayout
from signage.frontage import Frontage, Opening, OpeningKind, Unsurveyed, must_be_surveyed
from signage.geometry import Rect, Region
from signage.kept import Kept
from signage.rules.characters import is_foreign, is_han


class SignParts:
    """A layout's parts, sign space.

    Args:
        layout: The sign; nothing of it is changed.
    """

    def __init__(self, layout: SignLayout) -> None:
        self._layout = layout

    @cached_property
    def text(self) -> str:
        """What all lines read."""
        return " ".join(line.text for line in self._layout.lines)

    @cached_property
    def letters(self) -> tuple[Piece, ...]:
        """The letters, in reading order."""
        return self._layout.letters

    @cached_property
    def letter_boxes(self) -> tuple[tuple[Piece, Rect], ...]:
        """Letters that have ink, each with its box."""
        boxes = ((piece, piece.outline.bounds()) for piece in self.letters)
        return tuple((piece, box) for piece, box in boxes if box is not None)

    @cached_property
    def longest_letter(self) -> Rect | None:
        """Box of the letter with the longest edge, None without ink; of equals the first."""
        return max((box for _, box in self.letter_boxes), key=lambda b: max(b.width, b.height), default=None)

    @cached_property
    def boxes_by_script(self) -> tuple[tuple[Rect, ...], tuple[Rect, ...]]:
        """Boxes of the Chinese characters, and of the letters of other scripts."""
        han: list[Rect] = []
        foreign: list[Rect] = []
        for piece, box in self.letter_boxes:
            if any(map(is_han, piece.text)):
                han.append(box)
            elif any(map(is_foreign, piece.text)):
                foreign.append(box)
        return tuple(han), tuple(foreign)

    @cached_property
    def panel(self) -> Piece | None:
        """What carries the text over its whole face."""
        return self._layout.panel

    @cached_property
    def panel_box(self) -> Rect | None:
        """Its box."""
        return self.panel.outline.bounds() if self.panel is not None else None

    @cached_property
    def content(self) -> Rect | None:
        """The smallest box around all ink, None without text."""
        return self._layout.content if self._layout.lines else None

    @cached_property
    def lit(self) -> tuple[Piece, ...]:
        """Pieces that emit light, forwards or backwards."""
        return tuple(p for p in self._layout.pieces if p.is_face_lit or p.is_halo_lit)

    @cached_property
    def lit_area_mm2(self) -> float:
        """Area that the lit pieces cover together, holes apart: letters on a lit face are part of that face."""
        return seen_area_mm2(self.lit)

    @cached_property
    def thickness_mm(self) -> float | None:
        """From the rearmost back to the foremost front of its bodies, None without bodies."""
        return self._layout.thickness_mm if self._layout.bodies else None

    @cached_property
    def stands_on_ground(self) -> bool:
        """Whether nothing of the building carries it."""
        return self._layout.stands_on_ground


def seen_area_mm2(pieces: Sequence[Piece]) -> float:
    """Return the area that pieces cover together; exact where none lies partly on another."""
    counted: list[tuple[Piece, Rect]] = []
    for piece in sorted(pieces, key=lambda one: -abs(one.outline.signed_area())):
        box = piece.outline.bounds()
        if box is None:
            continue
        under = [other for other, room in counted if room.overlaps(box)]
        if any(_lies_on(piece, box, other) for other in under):
            continue
        if any(piece.region().intersection(other.region()).area > 0.0 for other in under):
            return Region.union([one.region() for one in pieces]).area
        counted.append((piece, box))
    return sum(abs(piece.outline.signed_area()) for piece, _ in counted)


def _lies_on(piece: Piece, box: Rect, other: Piece) -> bool:
    sheet = other.outline.as_rect
    if sheet is not None:
        return sheet.contains(box)
    region = piece.region()
    return region.area - region.intersection(other.region()).area < 1.0


class Openings:
    """Openings of one sort, with their boxes as plain numbers.

    Args:
        openings: In the order of the plan.
    """

    def __init__(self, openings: Iterable[Opening]) -> None:
        self.all = tuple(openings)
        self._boxes = tuple((o.rect.x0, o.rect.y0, o.rect.x1, o.rect.y1, i) for i, o in enumerate(self.all))
        self.are_boxes = tuple(set(o.outline) == set(o.rect.corners) for o in self.all)
        self.short_sides = tuple(min(o.rect.width, o.rect.height) for o in self.all)

    def near(self, rect: Rect) -> list[int]:
        """Return which openings share area with a box, as far as their own boxes tell."""
        left, low, right, high = rect.x0, rect.y0, rect.x1, rect.y1
        return [i for x0, y0, x1, y1, i in self._boxes if x0 < right and left < x1 and y0 < high and low < y1]


class FaceParts:
    """A face's openings by what they are.

    Args:
        face: The face; nothing of it is changed.
    """

    def __init__(self, face: Frontage) -> None:
        openings = face.openings
        self._face = face
        self._rescue = Openings(o for o in openings if o.kind is OpeningKind.RESCUE)
        self.doors_and_windows = Openings(o for o in openings if o.kind is not OpeningKind.RESCUE)
        windows = [o for o in openings if o.kind is OpeningKind.WINDOW]
        self._windows = {n: tuple(o.rect for o in windows if o.storey == n) for n in {o.storey for o in windows}}

    @property
    def rescue(self) -> Openings:
        """The fire-rescue openings.

        Raises:
            NotSurveyed: Nobody has said which of the openings they are.
        """
        must_be_surveyed(self._face, Unsurveyed.RESCUE)
        return self._rescue

    def windows(self, storey: int) -> tuple[Rect, ...]:
        """Return the boxes of a storey's windows."""
        return self._windows.get(storey, ())


sign_parts: Kept[SignLayout, SignParts] = Kept(SignParts)
face_parts: Kept[Frontage, FaceParts] = Kept(FaceParts)
