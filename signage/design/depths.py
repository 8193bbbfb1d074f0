"""How deep the parts of a sign are, out of the wall."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

from signage.design.kinds import BasePart, SignKind
from signage.design.spec import LetterConstruction, SignSpec
from signage.errors import LayoutError, Location, SpecError

FACE_LIT = frozenset(
    {
        LetterConstruction.FACE_LIT,
        LetterConstruction.FACE_AND_HALO,
        LetterConstruction.PRINTED,
        LetterConstruction.OPEN_FACE,
        LetterConstruction.PUSH_THROUGH,
        LetterConstruction.PIXELS,
    }
)
HALO_LIT = frozenset({LetterConstruction.HALO_LIT, LetterConstruction.FACE_AND_HALO})
_DEEPEST = 1 / 3  # of the letter height, for returns that nobody states
_FLAT = frozenset({LetterConstruction.FLAT, LetterConstruction.CARVED, LetterConstruction.PRINTED})
# Parts whose face shows the letters itself, without any depth of their own.
SHOWN_ON_FACE = frozenset({BasePart.BOX, BasePart.DISPLAY, BasePart.FABRIC, BasePart.GATE, BasePart.BALLOON})


@dataclass(frozen=True, slots=True, kw_only=True)
class Depths:
    """Depths out of the wall in mm: the base's, the gap behind the letters, the letters' own, and all of it."""

    base: float
    standoff: float
    letters: float
    total: float


def depths_of(spec: SignSpec, kind: SignKind, letter_height_mm: float) -> Depths:
    """Return the depths of a sign; what the spec states wins over the kind.

    Built-up letters whose depth nobody states are as deep as the kind says, but at most a third of their letter height,
    in whole millimetres and never under the kind's least: small letters on deep sides look like boxes. The depths of
    the sign are those of its name; `line_depth` has the other lines'.

    A stated total depth is kept: the base (panel, rail) takes up the difference, the returns where there is no base or
    it would become too thin.

    Args:
        spec: What is stated.
        kind: What holds where nothing is.
        letter_height_mm: Of the name's line.

    Raises:
        SpecError: The stated depths contradict each other.
        LayoutError: The stated depth leaves too little for the parts.
    """
    construction = construction_of(spec, kind)
    if kind.base.part in SHOWN_ON_FACE:
        if spec.return_depth_mm is not None or spec.standoff_mm:
            raise SpecError("spec.no_return", at=Location(field="letters"), kind=kind.id)
        if kind.base.part is BasePart.BALLOON and spec.depth_mm is not None:
            raise SpecError("design.depth_of_balloon", at=Location(field="sign.depth_mm"), kind=kind.id)
        total = spec.depth_mm if spec.depth_mm is not None else kind.base.depth_mm
        _require_depth(total, kind.base.min_depth_mm)
        face = total - kind.base.frame_lip_mm  # a frame stands before the face that it frames
        return Depths(base=face, standoff=0.0, letters=0.0, total=total)
    base = kind.base
    standoff = _standoff(spec, kind, construction)
    deep = _usual_depth(kind, construction, letter_height_mm) if spec.return_depth_mm is None else spec.return_depth_mm
    usual_total = base.depth_mm + standoff + deep
    if spec.depth_mm is None or spec.depth_mm == usual_total:
        return Depths(base=base.depth_mm, standoff=standoff, letters=deep, total=usual_total)
    total = spec.depth_mm
    behind = total - standoff - deep if base.part is not BasePart.NONE else 0.0
    if base.part is not BasePart.NONE and behind >= base.min_depth_mm:
        return Depths(base=behind, standoff=standoff, letters=deep, total=total)
    if spec.return_depth_mm is not None:
        least = base.min_depth_mm + standoff + deep
        parts = f"{base.min_depth_mm:g} + {standoff:g} + {deep:g}"
        raise SpecError(
            "spec.depth_contradiction", at=Location(field="sign.depth_mm"), depth_mm=total, sum_mm=least, parts=parts
        )
    deep = total - standoff - base.min_depth_mm
    _require_depth(total, total - deep + kind.letters.min_return_depth_mm)
    return Depths(base=base.min_depth_mm, standoff=standoff, letters=deep, total=total)


def line_depth(spec: SignSpec, kind: SignKind, depths: Depths, letter_height_mm: float) -> float:
    """Return how deep the letters of a line beside the name are, mm: a depth that is stated is that of every line.

    Else by their own height, as the name's by its, and never deeper than the name's. All backs lie in one plane, so
    what is less deep stands back behind the name's front.

    Args:
        spec: What is stated.
        kind: What holds where nothing is.
        depths: Of the sign.
        letter_height_mm: Of that line.
    """
    if spec.return_depth_mm is not None or depths.letters <= 0:
        return depths.letters
    return min(depths.letters, _usual_depth(kind, construction_of(spec, kind), letter_height_mm))


def _standoff(spec: SignSpec, kind: SignKind, construction: LetterConstruction) -> float:
    if construction is LetterConstruction.PUSH_THROUGH:
        return 0.0  # the acrylic comes out of the panel itself
    usual = kind.letters.halo_standoff_mm if construction in HALO_LIT else kind.letters.standoff_mm
    return usual if spec.standoff_mm is None else spec.standoff_mm


def _usual_depth(kind: SignKind, construction: LetterConstruction, letter_height_mm: float) -> float:
    if construction is LetterConstruction.PUSH_THROUGH:
        return kind.letters.proud_mm
    if construction in _FLAT:
        return kind.letters.flat_depth_mm
    most = max(float(floor(letter_height_mm * _DEEPEST)), kind.letters.min_return_depth_mm)
    return min(kind.letters.return_depth_mm, most)


def _require_depth(depth: float, least: float) -> None:
    if depth < least:
        raise LayoutError("design.too_shallow", at=Location(field="sign.depth_mm"), available_mm=depth, needed_mm=least)


def construction_of(spec: SignSpec, kind: SignKind) -> LetterConstruction:
    """Return how the letters are made: as the spec says, else the kind's default.

    Raises:
        SpecError: The kind does not allow it.
    """
    found = spec.construction or kind.constructions[0]
    if found not in kind.constructions:
        raise SpecError(
            "spec.construction_not_allowed",
            construction=found.value,
            kind=kind.id,
            allowed=tuple(kind.constructions),
        )
    return found
