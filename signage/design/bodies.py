"""From set lines to bodies: depths, materials, colours and light of every piece, in field space."""

from __future__ import annotations

from dataclasses import dataclass

from signage.design.kinds import BasePart, SignKind, material_of
from signage.design.lines import SetLine, frame_width
from signage.design.sign_layout import Piece, PieceRole
from signage.design.spec import Colour, LetterConstruction, SignSpec
from signage.errors import LayoutError, Location, SpecError
from signage.geometry import Path, Rect

_STRAP_MM = 20.0  # width of the strap that holds a letter which does not reach its rail
_FACE = {LetterConstruction.FACE_LIT, LetterConstruction.FACE_AND_HALO, LetterConstruction.PRINTED}
_HALO = {LetterConstruction.HALO_LIT, LetterConstruction.FACE_AND_HALO}


@dataclass(frozen=True, slots=True, kw_only=True)
class Depths:
    """Depths out of the wall in mm: the base's, the gap behind the letters, the returns, and all of it."""

    base: float
    standoff: float
    letters: float
    total: float


def depths_of(spec: SignSpec, kind: SignKind) -> Depths:
    """Return the depths of a sign; what the spec states wins over the kind.

    A stated total depth is kept: the base (panel, rail) takes up the difference, the returns where there is no base or
    it would become too thin.

    Raises:
        SpecError: The stated depths contradict each other.
        LayoutError: The stated depth leaves too little for the parts.
    """
    construction = construction_of(spec, kind)
    if kind.base.part is BasePart.BOX:
        if spec.return_depth_mm is not None or spec.standoff_mm:
            raise SpecError("spec.no_return", at=Location(field="letters"), kind=kind.id)
        total = spec.depth_mm if spec.depth_mm is not None else kind.base.depth_mm
        _require_depth(total, kind.base.min_depth_mm)
        return Depths(base=total, standoff=0.0, letters=0.0, total=total)
    letters, base = kind.letters, kind.base
    standoff = letters.halo_standoff_mm if construction in _HALO else letters.standoff_mm
    standoff = standoff if spec.standoff_mm is None else spec.standoff_mm
    usual = letters.flat_depth_mm if construction is LetterConstruction.FLAT else letters.return_depth_mm
    deep = usual if spec.return_depth_mm is None else spec.return_depth_mm
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
    _require_depth(total, total - deep + letters.min_return_depth_mm)
    return Depths(base=base.min_depth_mm, standoff=standoff, letters=deep, total=total)


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
            allowed="、".join(kind.constructions),
        )
    return found


def pieces_of(spec: SignSpec, kind: SignKind, lines: tuple[SetLine, ...]) -> tuple[Piece, ...]:
    """Return the bodies of a sign back to front, field space."""
    depths = depths_of(spec, kind)
    letters = tuple(_letters(spec, kind, lines, depths))
    part = kind.base.part
    if part is BasePart.PANEL:
        return (_panel(spec, kind, depths), *letters)
    if part is BasePart.BOX:
        return (_box(spec, kind, depths), *letters, _frame(spec, kind, depths))
    if part is BasePart.RAIL:
        rails = tuple(_rail(spec, kind, line, index, depths) for index, line in enumerate(lines))
        return (*rails, *_straps(spec, kind, rails, letters, depths), *letters)
    return letters


def _letters(spec: SignSpec, kind: SignKind, lines: tuple[SetLine, ...], depths: Depths) -> list[Piece]:
    construction = construction_of(spec, kind)
    material = spec.letter_material or kind.letters.material
    colour = _colour(spec.colours.letter, spec.letter_material, kind.letters.colour)
    side = spec.colours.letter_side or (kind.letters.side_colour if colour == kind.letters.colour else _darker(colour))
    lip = kind.base.frame_lip_mm
    front = depths.total - lip if kind.base.part is BasePart.BOX else depths.total
    is_lit = construction in _FACE or construction in _HALO
    found: list[Piece] = []
    for index, line in enumerate(lines):
        face = colour if index == 0 or not spec.second_line else spec.colours.second or colour
        for text, outline in _outlines(line):
            found.append(
                Piece(
                    id=f"letter-{len(found) + 1:02d}",
                    role=PieceRole.LETTER,
                    outline=outline,
                    z_back_mm=front - depths.letters,
                    z_front_mm=front,
                    material=material,
                    face_colour=face,
                    side_colour=side,
                    construction=construction,
                    text=text,
                    line=index,
                    is_face_lit=construction in _FACE,
                    is_halo_lit=construction in _HALO,
                    luminance_cd_m2=spec.lighting.luminance_cd_m2 if is_lit else None,
                    temperature_k=spec.lighting.temperature_k,
                )
            )
    return found


def _outlines(line: SetLine) -> list[tuple[str, Path]]:
    """Return each inked cluster's text and outline in reading order."""
    return list(line.letters())


def _panel(spec: SignSpec, kind: SignKind, depths: Depths) -> Piece:
    colour = _base_colour(spec, kind)
    return Piece(
        id="panel",
        role=PieceRole.PANEL,
        outline=Path.rect(Rect(0.0, 0.0, spec.width_mm, spec.height_mm)),
        z_back_mm=0.0,
        z_front_mm=depths.base,
        material=_base_material(spec, kind),
        face_colour=colour,
        side_colour=_darker(colour),
    )


def _box(spec: SignSpec, kind: SignKind, depths: Depths) -> Piece:
    return Piece(
        id="box",
        role=PieceRole.BOX,
        outline=Path.rect(Rect(0.0, 0.0, spec.width_mm, spec.height_mm)),
        z_back_mm=0.0,
        z_front_mm=depths.total - kind.base.frame_lip_mm,
        material=_base_material(spec, kind),
        face_colour=_base_colour(spec, kind),
        side_colour=kind.base.frame_colour,
        is_face_lit=construction_of(spec, kind) in _FACE,
        luminance_cd_m2=spec.lighting.luminance_cd_m2,
        temperature_k=spec.lighting.temperature_k,
    )


def _frame(spec: SignSpec, kind: SignKind, depths: Depths) -> Piece:
    outer = Rect(0.0, 0.0, spec.width_mm, spec.height_mm)
    inner = outer.grown(-frame_width(spec, kind))
    return Piece(
        id="frame",
        role=PieceRole.FRAME,
        outline=Path.joined([Path.rect(outer), Path.polygon(inner.corners[::-1])]),
        z_back_mm=0.0,
        z_front_mm=depths.total,
        material=kind.base.frame_material or _base_material(spec, kind),
        face_colour=kind.base.frame_colour,
        side_colour=_darker(kind.base.frame_colour),
    )


def _rail(spec: SignSpec, kind: SignKind, line: SetLine, index: int, depths: Depths) -> Piece:
    base, ink, height = kind.base, line.ink, line.letter_height_mm
    half = max(base.rail_height * height, min(base.min_rail_height_mm, 0.8 * height)) / 2
    over = base.rail_overhang * height
    box = Rect(max(0.0, ink.x0 - over), ink.centre.y - half, min(spec.width_mm, ink.x1 + over), ink.centre.y + half)
    colour = _base_colour(spec, kind)
    return Piece(
        id=f"rail-{index + 1:02d}",
        role=PieceRole.RAIL,
        outline=Path.rect(box),
        z_back_mm=0.0,
        z_front_mm=depths.base,
        material=_base_material(spec, kind),
        face_colour=colour,
        side_colour=_darker(colour),
        line=index,
    )


def _straps(
    spec: SignSpec, kind: SignKind, rails: tuple[Piece, ...], letters: tuple[Piece, ...], depths: Depths
) -> list[Piece]:
    """Return a strap for each letter that its rail does not reach, such as a comma or an apostrophe."""
    found: list[Piece] = []
    boxes = [rail.outline.control_bounds() for rail in rails]
    for letter in letters:
        ink, rail = letter.outline.control_bounds(), boxes[letter.line or 0]
        if ink is None or rail is None or (ink.y0 < rail.y1 and ink.y1 > rail.y0):
            continue
        half = min(_STRAP_MM, ink.width * 0.6) / 2
        ends = sorted((ink.centre.y, rail.centre.y))
        colour = _base_colour(spec, kind)
        found.append(
            Piece(
                id=f"bracket-{len(found) + 1:02d}",
                role=PieceRole.BRACKET,
                outline=Path.rect(Rect(ink.centre.x - half, ends[0], ink.centre.x + half, ends[1])),
                z_back_mm=0.0,
                z_front_mm=depths.base,
                material=_base_material(spec, kind),
                face_colour=colour,
                side_colour=_darker(colour),
                line=letter.line,
            )
        )
    return found


def _base_material(spec: SignSpec, kind: SignKind) -> str:
    return spec.panel_material or kind.base.material or kind.letters.material


def _base_colour(spec: SignSpec, kind: SignKind) -> Colour:
    return _colour(spec.colours.panel, spec.panel_material, kind.base.colour)


def _colour(stated: Colour | None, material: str | None, usual: Colour) -> Colour:
    """A stated colour wins, then the colour of a stated material, then the kind's."""
    return stated or (material_of(material).default_colour if material else usual)


def _darker(colour: Colour) -> Colour:
    """Return a colour as its returns look where nothing else is said: two thirds of its value."""
    channels = (int(colour[place : place + 2], 16) * 2 // 3 for place in (1, 3, 5))
    return "#" + "".join(f"{channel:02X}" for channel in channels)
