"""`lay_out`: from a spec to pieces. The rule for text is stated in `lines`, the rule for depths in `depths`.

A kind with a body (panel, box, …) is as large as the spec says, and so is its envelope; posts, plinth and truss take
the lower part of that height, and so does a tether; a balloon is as wide as its sign and takes the top. A kind of
letters alone (字符式, rail) has its letters and rails for an envelope; the spec's width and height are then the field
that they must fit in.
"""

from __future__ import annotations

from dataclasses import replace
from math import ceil, isfinite

from signage.design.bodies import balloon_over, bodies_before, bodies_behind, rail_height
from signage.design.colouring import letter_material
from signage.design.depths import FACE_LIT, HALO_LIT, construction_of, depths_of
from signage.design.faces import faces_of
from signage.design.kind_files import kind_of, material_of
from signage.design.kinds import BasePart, Form, MountPart, RailPlace, SignKind
from signage.design.letters import letters_of
from signage.design.lines import SetLine, SetText, set_lines
from signage.design.mounts import mounts_of, reach_of, stands_below
from signage.design.notes import colour_notes, dark_face_notes, logo_notes, smaller_bulbs, whole_sizes
from signage.design.sign_layout import SUPPORTS, Piece, PieceRole, SignLayout, TextLine, on_both_faces
from signage.design.spec import LetterConstruction, SignSpec
from signage.design.street import edge_on
from signage.design.ties import Carrier, ties_of
from signage.errors import FontNotFound, GlyphMissing, LayoutError, Location, SignageError, SpecError
from signage.geometry import Affine, Rect
from signage.typography import FontCatalogue, Setting, Typeface

# Hangers lie outside a sign's own box; posts, plinth and truss stand in it.
_OUTSIDE = frozenset({PieceRole.BRACKET, PieceRole.ROD, PieceRole.CORD, PieceRole.TIE})
_LEAST_BOARD = 0.35  # share of the height that posts or plinth must leave to the board
_BARE = 0.2  # share of a lying board's width under which columns leave it almost bare
_UPRIGHT = 2.0  # times as high as wide: a board that a column would fill
_HALF = 0.5  # share of an upright board's height under which lines leave most of it bare
_CLEARLY = 1.25  # by how much larger letters must be to be worth another setting
_LEAST_BANNER = 0.25  # share of the height that balloon and tether must leave to the banner


def lay_out(spec: SignSpec, fonts: FontCatalogue) -> SignLayout:
    """Return a sign laid out, sign space.

    Args:
        spec: What is wanted; checked at its door, only sizes are looked at again.
        fonts: Where its typeface is found.

    Raises:
        SpecError: The kind or a size is impossible, or stated depths contradict each other.
        FontNotFound: No such typeface.
        GlyphMissing: The typeface lacks a character of the name or another line.
        LayoutError: The text cannot fit; the error says what is needed, what there is and what would fit.
    """
    kind = kind_of(spec.kind)
    for field, size in (("sign.width_mm", spec.width_mm), ("sign.height_mm", spec.height_mm)):
        if not (isfinite(size) and size > 0):
            raise SpecError("spec.not_a_size", at=Location(field=field), value=size)
    setting = spec.setting or kind.setting
    if setting not in kind.settings:
        raise SpecError(
            "spec.setting_not_allowed",
            at=Location(field="text.setting"),
            setting=setting.value,
            kind=kind.id,
            allowed=tuple(kind.settings),
        )
    board = _board_of(spec, kind)
    part = replace(spec, width_mm=board.width, height_mm=board.height, setting=setting)
    try:
        typeface = fonts.typeface(spec.style.typeface, spec.style.weight)
        own = spec.style.second_typeface
        second = fonts.typeface(own, spec.style.weight) if own is not None and spec.second_line else None
        text = set_lines(part, kind, typeface, second)
    except FontNotFound as exc:
        raise exc.located(Location(field="text.typeface")) from exc
    except GlyphMissing as exc:
        raise _named(exc, spec) from exc
    bare = _turned_note(part, kind, text, (typeface, second))
    pieces = _pieces(spec, part, kind, text, board)
    placed = _at_origin(pieces, text.lines, kind)
    lines, pieces, envelope = placed
    weights = ("design.note_nearest_weight",) if typeface.weight != spec.style.weight else ()
    reach, is_turned = reach_of(spec, kind), kind.form is Form.PROJECTING
    faces = faces_of(spec, kind)
    return SignLayout(
        spec=spec,
        form=kind.form.value,
        carrier=kind.carrier,
        setting=setting,
        faces=faces,
        is_temporary=kind.is_temporary,
        pieces=pieces,
        lines=tuple(_text_line(line) for line in lines),
        envelope=envelope,
        depth_mm=_depth(pieces, kind, faces, reach + envelope.width),
        font=typeface.identity,
        font_weight=typeface.weight,
        second_font=second.identity if second is not None else None,
        street=edge_on(pieces, reach, faces) if is_turned else None,
        notes=(
            *text.notes,
            *bare,
            *weights,
            *colour_notes(spec, kind),
            *logo_notes(spec),
            *_notes(spec, kind, lines, pieces),
        ),
    )


def _depth(pieces: tuple[Piece, ...], kind: SignKind, faces: int, outreach_mm: float) -> float:
    """Return how far the sign stands out of its wall; the thickness of one that does not touch a wall."""
    if kind.form is Form.PROJECTING:
        return outreach_mm
    bodies = [piece for piece in on_both_faces(pieces, faces) if piece.role not in SUPPORTS]
    back = min(p.z_back_mm for p in bodies) if kind.form in (Form.FREESTANDING, Form.HANGING) else 0.0
    return max(piece.z_front_mm for piece in bodies) - back


def _board_of(spec: SignSpec, kind: SignKind) -> Rect:
    """Return the part of the sign that carries text, in the space of the whole sign (its foot at y = 0)."""
    whole = Rect(0.0, 0.0, spec.width_mm, spec.height_mm)
    base = kind.base
    if base.part is BasePart.GATE:
        leg = base.leg * whole.width
        return Rect(leg, whole.y1 - base.beam * whole.height, whole.x1 - leg, whole.y1)
    if base.part is BasePart.BALLOON:
        return banner_of(spec, kind)
    foot = 0.0
    if stands_below(kind):
        foot = reach_of(spec, kind)
    elif base.part is BasePart.RAIL and base.rail_place is RailPlace.FOOT:
        foot = rail_height(kind, kind.rule.letter_share * spec.height_mm)
    if foot > (1 - _LEAST_BOARD) * spec.height_mm:
        if spec.position.reach_mm is None:  # the kind's usual foot is for usual heights
            return Rect(0.0, (1 - _LEAST_BOARD) * spec.height_mm, whole.x1, whole.y1)
        least = spec.height_mm * _LEAST_BOARD
        raise LayoutError(
            "design.no_board",
            at=Location(field="position.reach_mm"),
            reach_mm=foot,
            available_mm=round(spec.height_mm - foot),
            needed_mm=round(least),
        )
    return Rect(0.0, foot, whole.x1, whole.y1)


def banner_of(spec: SignSpec, kind: SignKind) -> Rect:
    """Return the banner between a balloon and its tether, in the space of the whole sign."""
    base = kind.base
    wide, top = base.cloth * spec.width_mm, spec.height_mm - (1 + base.neck) * spec.width_mm
    least = _LEAST_BANNER * spec.height_mm
    if top < least:
        needed = (1 + base.neck) * spec.width_mm / (1 - _LEAST_BANNER)
        raise LayoutError(
            "design.no_banner",
            at=Location(field="sign.height_mm"),
            width_mm=round(spec.width_mm),
            available_mm=round(spec.height_mm),
            needed_mm=ceil(needed),
        )
    foot = reach_of(spec, kind)
    if foot > top - least:
        if spec.position.reach_mm is not None:
            raise LayoutError(
                "design.no_board",
                at=Location(field="position.reach_mm"),
                reach_mm=foot,
                available_mm=round(top - foot),
                needed_mm=round(least),
            )
        foot = top - least  # the kind's usual tether is for usual heights
    return Rect.sized((spec.width_mm - wide) / 2, foot, wide, top - foot)


def _pieces(spec: SignSpec, part: SignSpec, kind: SignKind, text: SetText, board: Rect) -> tuple[Piece, ...]:
    """Return all pieces back to front, field space (the board's corner at the origin)."""
    frame = kind.mount.section_mm if kind.mount and kind.mount.part is MountPart.TRUSS else 0.0
    if frame and part.depth_mm is not None:  # a stated depth is that of letters and the frame behind them
        part = replace(part, depth_mm=part.depth_mm - frame)
    depths = depths_of(part, kind, text.lines[0].letter_height_mm)
    letters = letters_of(part, kind, text, depths)
    whole = Rect(0.0, 0.0, spec.width_mm, spec.height_mm).moved(-board.x0, -board.y0)
    behind = bodies_behind(part, kind, text.lines, letters, depths, whole)
    before = bodies_before(part, kind, depths)
    ink = Rect.joined(line.ink for line in text.lines)
    reach = board.y0 if stands_below(kind) else reach_of(spec, kind)
    field = Rect(0.0, 0.0, board.width, board.height)
    thick = depths.total if kind.has_panel else depths.base
    mounts = mounts_of(kind, field, thick, reach, ink)
    letters = _out(letters, frame)
    if frame:
        behind = (*behind, *_ties_to_frame(mounts, letters))
    pieces = (*mounts, *behind, *letters, *before)
    if kind.base.part is BasePart.BALLOON:  # the banner hangs in the middle of the balloon's depth
        balloon = balloon_over(spec, kind, whole)
        pieces = (*_out(pieces, (balloon.z_front_mm - depths.base) / 2), balloon)
    return _out(pieces, -min(0.0, *(piece.z_back_mm for piece in pieces)))


def _ties_to_frame(mounts: tuple[Piece, ...], letters: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return what holds the letters, and the parts of letters, that lie before no bar of the frame behind them."""
    frame = mounts[0]
    carrier = Carrier(
        region=frame.region(),
        z_front_mm=frame.z_front_mm,
        material=frame.material,
        colour=frame.face_colour,
        side_colour=frame.side_colour,
    )
    return ties_of([(letter, carrier) for letter in letters])


def _out(pieces: tuple[Piece, ...], by_mm: float) -> tuple[Piece, ...]:
    """Return pieces moved out of the wall."""
    if by_mm == 0:
        return pieces
    return tuple(replace(p, z_back_mm=p.z_back_mm + by_mm, z_front_mm=p.z_front_mm + by_mm) for p in pieces)


def _at_origin(
    pieces: tuple[Piece, ...], lines: tuple[SetLine, ...], kind: SignKind
) -> tuple[tuple[SetLine, ...], tuple[Piece, ...], Rect]:
    """Return lines and pieces moved so that the envelope's lower left corner is (0, 0), and the envelope."""
    boxes = [
        box
        for piece in pieces
        if piece.construction is None and (kind.has_panel is False or piece.role not in _OUTSIDE)
        if (box := piece.outline.control_bounds()) is not None
    ]
    inks = [] if kind.has_panel else [line.ink for line in lines]
    if not kind.has_panel:  # a logo's own curves count, its control points may lie outside
        inks += [box for p in pieces if p.role is PieceRole.LOGO and (box := p.outline.bounds()) is not None]
    built = Rect.joined([*inks, *boxes])
    if built.x0 == 0.0 and built.y0 == 0.0:
        return lines, pieces, built
    shift = Affine.shift(-built.x0, -built.y0)
    moved = tuple(_moved(piece, shift) for piece in pieces)
    shifted = tuple(
        replace(line, pen_mm=line.pen_mm - built.x0, baseline_mm=line.baseline_mm - built.y0) for line in lines
    )
    return shifted, moved, Rect(0.0, 0.0, built.width, built.height)


def _moved(piece: Piece, by: Affine) -> Piece:
    return replace(
        piece,
        outline=piece.outline.transformed(by),
        lamps=tuple(by.apply(lamp) for lamp in piece.lamps),
        art=tuple(replace(shape, path=shape.path.transformed(by)) for shape in piece.art),
    )


def _notes(spec: SignSpec, kind: SignKind, lines: tuple[SetLine, ...], pieces: tuple[Piece, ...]) -> tuple[str, ...]:
    """What a maker would object to: strokes too thin for lamps, materials that practice asks not to use."""
    found = []
    construction = construction_of(spec, kind)
    if smaller_bulbs(pieces, kind):
        found.append("design.note_smaller_bulbs")
    if whole_sizes(spec, kind):
        found.append("design.note_whole_modules")
    has_own = (LetterConstruction.PRINTED, LetterConstruction.OPEN_FACE)  # lamps behind all of it; bulbs chosen to fit
    needs_lamps = construction in FACE_LIT | HALO_LIT and construction not in has_own
    least = kind.letters.min_stroke_mm
    if needs_lamps and least > 0 and any(line.run.thinnest_stroke_em * line.em_mm < least for line in lines):
        found.append("design.note_stroke_thin")
    used = {spec.panel_material or kind.base.material, letter_material(spec, kind)}
    if any(material_of(material).is_discouraged for material in used if material is not None):
        found.append("design.note_discouraged_material")
    return (*found, *dark_face_notes(spec, kind))


def _turned_note(part: SignSpec, kind: SignKind, text: SetText, faces: tuple[Typeface, Typeface | None]) -> list[str]:
    """Say of columns on a lying board, and of lines on an upright one, that the other way would be clearly larger."""
    is_column = part.setting is Setting.VERTICAL
    other = Setting.HORIZONTAL if is_column else Setting.VERTICAL
    if other not in kind.settings:
        return []
    if is_column and (part.width_mm <= part.height_mm or text.ink.width >= _BARE * part.width_mm):
        return []
    if not is_column and (part.height_mm < _UPRIGHT * part.width_mm or text.ink.height >= _HALF * part.height_mm):
        return []
    try:
        turned = set_lines(replace(part, setting=other), kind, *faces)
    except SignageError:  # it cannot be set that way: nothing to advise
        return []
    is_larger = turned.lines[0].letter_height_mm >= _CLEARLY * text.lines[0].letter_height_mm
    return ["design.note_bare_board" if is_column else "design.note_upright_board"] if is_larger else []


def _text_line(line: SetLine) -> TextLine:
    edges = (max(c.glyph.bounds.width, c.glyph.bounds.height) for c in line.run.clusters if c.glyph)
    return TextLine(
        text=line.run.text,
        ink=line.ink,
        baseline_mm=line.baseline_mm,
        em_mm=line.em_mm,
        letter_height_mm=line.letter_height_mm,
        longest_edge_mm=max(edges) * line.em_mm / line.run.upem,
        thinnest_stroke_mm=line.run.thinnest_stroke_em * line.em_mm,
        tracking_mm=line.tracking_mm,
        gap_mm=line.gap_mm,
    )


def _named(error: GlyphMissing, spec: SignSpec) -> SignageError:
    character = str(error.params.get("character", ""))
    fields = {"text.name": spec.name, "text.second_line": spec.second_line, "text.small_print": spec.small_print}
    field = next((name for name, line in fields.items() if line and character in line), "text.name")
    return error.located(Location(field=field))
