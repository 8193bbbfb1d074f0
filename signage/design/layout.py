"""`lay_out`: from a spec to pieces. The rule for text is stated in `lines`, the rule for depths in `bodies`.

A kind with a panel or box is as large as the spec says, and so is its envelope. A kind without (字符式, rail) has its
letters and rails for an envelope; the spec's width and height are then the field that they must fit in.
"""

from __future__ import annotations

from dataclasses import replace
from math import isfinite

from signage.design.bodies import pieces_of
from signage.design.kinds import kind_of
from signage.design.lines import SetLine, set_lines
from signage.design.sign_layout import Piece, SignLayout, TextLine
from signage.design.spec import SignSpec
from signage.errors import FontNotFound, GlyphMissing, Location, SignageError, SpecError
from signage.geometry import Affine, Rect
from signage.typography import FontCatalogue


def lay_out(spec: SignSpec, fonts: FontCatalogue) -> SignLayout:
    """Return a sign laid out, sign space.

    Args:
        spec: What is wanted; checked at its door, only sizes are looked at again.
        fonts: Where its typeface is found.

    Raises:
        SpecError: The kind or a size is impossible, or stated depths contradict each other.
        FontNotFound: No such typeface.
        GlyphMissing: The typeface lacks a character of the name or the second line.
        LayoutError: The text cannot fit; the error says what is needed, what there is and what would fit.
    """
    kind = kind_of(spec.kind)
    for field, size in (("sign.width_mm", spec.width_mm), ("sign.height_mm", spec.height_mm)):
        if not (isfinite(size) and size > 0):
            raise SpecError("spec.not_a_size", at=Location(field=field), value=size)
    try:
        typeface = fonts.typeface(spec.style.typeface, spec.style.weight)
        text = set_lines(spec, kind, typeface)
        lines, notes = text.lines, text.notes
    except FontNotFound as exc:
        raise exc.located(Location(field="text.typeface")) from exc
    except GlyphMissing as exc:
        raise _named(exc, spec) from exc
    if typeface.weight != spec.style.weight:
        notes = (*notes, "design.note_nearest_weight")
    pieces = pieces_of(spec, kind, lines)
    envelope = Rect(0.0, 0.0, spec.width_mm, spec.height_mm)
    if not kind.has_panel:
        built = Rect.joined([*(line.ink for line in lines), *_boxes(pieces)])
        pieces = tuple(replace(p, outline=p.outline.transformed(Affine.shift(-built.x0, -built.y0))) for p in pieces)
        lines = tuple(
            replace(line, pen_mm=line.pen_mm - built.x0, baseline_mm=line.baseline_mm - built.y0) for line in lines
        )
        envelope = Rect(0.0, 0.0, built.width, built.height)
    return SignLayout(
        spec=spec,
        form=kind.form,
        carrier=kind.carrier,
        pieces=pieces,
        lines=tuple(_text_line(line) for line in lines),
        envelope=envelope,
        depth_mm=max(piece.z_front_mm for piece in pieces),
        font=typeface.identity,
        notes=notes,
    )


def _boxes(pieces: tuple[Piece, ...]) -> list[Rect]:
    """Boxes of the straight-edged bodies; letters are inside their lines' ink, which is exact."""
    boxes = (p.outline.control_bounds() for p in pieces if p.construction is None)
    return [box for box in boxes if box is not None]


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
    )


def _named(error: GlyphMissing, spec: SignSpec) -> SignageError:
    character = str(error.params.get("character", ""))
    field = "text.name" if character in spec.name else "text.second_line"
    return error.located(Location(field=field))
