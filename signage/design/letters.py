"""Letters, logo and divider as pieces: outlines, depth, light, bulbs and matrix dots, in field space."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from signage.artwork import ArtShape
from signage.design.colouring import darker, letter_colour, letter_material, usual_letter_colour
from signage.design.depths import FACE_LIT, HALO_LIT, SHOWN_ON_FACE, Depths, construction_of, line_depth
from signage.design.kinds import BasePart, SignKind
from signage.design.lines import LineRole, SetLine, SetText, frame_width
from signage.design.sign_layout import Piece, PieceRole
from signage.design.spec import LetterConstruction, Logo, SignSpec
from signage.geometry import Affine, Path, Point, Rect, Region
from signage.quick_init import changer

_DIVIDER_DEPTH_MM = 5.0
_SMALL_PRINT_MM = 5.0
_MOST_ROWS = 64  # of lamps in the height of a letter
_as_letter: Callable[[Piece, str, Path, str, int], Piece] = changer(Piece, "id", "outline", "text", "line")


def letters_of(spec: SignSpec, kind: SignKind, text: SetText, depths: Depths) -> tuple[Piece, ...]:
    """Return logo, letters and divider, back to front."""
    model = _letter(spec, kind, depths)
    found: list[Piece] = []
    if spec.logo is not None and text.logo is not None:
        found.append(_logo(model, spec.logo, text.logo))
    count, deep = 0, _depths_of_roles(spec, kind, text, depths)
    for index, line in enumerate(text.lines):
        own, mine = _of_line(_as_deep(model, deep[line.role]), line, spec, kind), list[Piece]()
        for shown, outline in line.letters():
            count += 1
            mine.append(_as_letter(own, f"letter-{count:02d}", outline, shown, index))
        found += _with_lamps(tuple(mine), line, spec, kind)
    if text.divider is not None:
        found.append(_divider(model, text.divider))
    return tuple(found)


def _letter(spec: SignSpec, kind: SignKind, depths: Depths) -> Piece:
    """Return what all letters share; its outline is empty."""
    construction = construction_of(spec, kind)
    colour = letter_colour(spec, kind)
    is_usual = colour == usual_letter_colour(spec, kind)
    side = spec.colours.letter_side or (kind.letters.side_colour if is_usual else darker(colour))
    front = depths.base if kind.base.part in SHOWN_ON_FACE else depths.total
    is_face_lit = construction in FACE_LIT
    if construction is LetterConstruction.PRINTED:
        is_face_lit = kind.base.part is BasePart.BOX  # print shines only where lamps are behind it
    is_halo_lit = construction in HALO_LIT
    return Piece(
        id="letter",
        role=PieceRole.LETTER,
        outline=Path("", ()),
        z_back_mm=front - depths.letters,
        z_front_mm=front,
        material=letter_material(spec, kind),
        face_colour=colour,
        side_colour=side,
        construction=construction,
        is_face_lit=is_face_lit,
        is_halo_lit=is_halo_lit,
        luminance_cd_m2=spec.lighting.luminance_cd_m2 if is_face_lit or is_halo_lit else None,
        temperature_k=spec.lighting.temperature_k,
        trim_mm=kind.letters.trim_mm if construction in (LetterConstruction.FACE_LIT,) else 0.0,
    )


def _depths_of_roles(spec: SignSpec, kind: SignKind, text: SetText, depths: Depths) -> dict[LineRole, float]:
    """Return how deep the letters of each role are: lines of one role are by the tallest of them."""
    tallest: dict[LineRole, float] = {}
    for line in text.lines:
        tallest[line.role] = max(line.letter_height_mm, tallest.get(line.role, 0.0))
    found = {role: line_depth(spec, kind, depths, tall) for role, tall in tallest.items()}
    return {**found, LineRole.NAME: depths.letters}


def _as_deep(model: Piece, deep_mm: float) -> Piece:
    front = model.z_back_mm + deep_mm
    return model if abs(front - model.z_front_mm) < 1e-9 else replace(model, z_front_mm=front)


def _of_line(model: Piece, line: SetLine, spec: SignSpec, kind: SignKind) -> Piece:
    """Return what the letters of a line share: its colour; small print is cut flat, too small for returns and lamps."""
    trim = min(model.trim_mm, kind.letters.trim_share * line.letter_height_mm)
    if line.role is LineRole.NAME:
        return model if trim == model.trim_mm else replace(model, trim_mm=trim)
    own = replace(model, face_colour=spec.colours.second or model.face_colour, trim_mm=trim)
    if line.role is not LineRole.SMALL or model.z_front_mm == model.z_back_mm or kind.base.part in SHOWN_ON_FACE:
        return own
    thick = min(_SMALL_PRINT_MM, model.z_front_mm - model.z_back_mm)
    return replace(
        own,
        construction=LetterConstruction.FLAT,
        z_front_mm=model.z_back_mm + thick,
        is_face_lit=False,
        is_halo_lit=False,
        luminance_cd_m2=None,
        trim_mm=0.0,
    )


def _logo(model: Piece, logo: Logo, box: Rect) -> Piece:
    """The logo is made like the letters; its colours are its own, so beside bulbs it is lit from inside."""
    art = logo.artwork
    scale = box.height / art.height
    to_field = Affine(scale, 0.0, 0.0, scale, box.x0, box.y0)
    shapes = tuple(
        ArtShape(path=shape.path.transformed(to_field), colour=shape.colour, opacity=shape.opacity)
        for shape in art.shapes
    )
    is_open = model.construction is LetterConstruction.OPEN_FACE
    main = max(art.shapes, key=lambda s: abs(s.path.signed_area())).colour if art.shapes else model.face_colour
    return replace(
        model,
        id="logo",
        role=PieceRole.LOGO,
        construction=LetterConstruction.FACE_LIT if is_open else model.construction,
        outline=art.outline.transformed(to_field),
        face_colour=main,
        side_colour=darker(main),
        art=shapes,
        picture=art.picture if not art.shapes else None,
        trim_mm=0.0,
    )


def _divider(model: Piece, box: Rect) -> Piece:
    depth = min(_DIVIDER_DEPTH_MM, model.z_front_mm - model.z_back_mm)
    return replace(
        model,
        id="divider",
        role=PieceRole.DIVIDER,
        outline=Path.rect(box),
        z_front_mm=model.z_back_mm + depth,
        construction=LetterConstruction.PRINTED if depth == 0 else LetterConstruction.FLAT,
        is_face_lit=model.construction is LetterConstruction.PRINTED and model.is_face_lit,
        is_halo_lit=False,
        trim_mm=0.0,
    )


def _with_lamps(letters: tuple[Piece, ...], line: SetLine, spec: SignSpec, kind: SignKind) -> tuple[Piece, ...]:
    """Return the letters of a line with the dots of a matrix or with exposed bulbs, all of one size."""
    pitch, size = kind.letters.lamp_pitch_mm, kind.letters.lamp_mm
    boxes = [box for letter in letters if (box := letter.outline.control_bounds()) is not None]
    if pitch <= 0 or not boxes:
        return letters
    # very large letters take larger lamps further apart
    coarser = max(1.0, max(box.height for box in boxes) / (pitch * _MOST_ROWS))
    pitch, size = pitch * coarser, size * coarser
    construction = letters[0].construction
    if construction is LetterConstruction.PIXELS:
        corner = frame_width(spec, kind)
        return tuple(replace(letter, lamps=_grid(letter.outline, pitch, corner), lamp_mm=size) for letter in letters)
    if construction is LetterConstruction.OPEN_FACE:
        from signage.design.bulbs import with_bulbs  # loads OpenCV, which other letters do without

        return with_bulbs(letters, line, size, pitch)
    return letters


def _grid(outline: Path, pitch: float, corner: float) -> tuple[Point, ...]:
    """Return the matrix dots inside an outline; the matrix begins inside the frame's corner, the same for all."""
    cells = Region.of_path(outline.transformed(Affine.shift(-corner, -corner)), pitch / 10).cells(pitch)
    return tuple(Point(cell.x + corner, cell.y + corner) for cell in cells)
