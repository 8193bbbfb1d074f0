"""Which light source each letter or box takes, and where its modules sit.

Letters of one line share a module: the largest that fits the thinnest stroke of at least half of them. A letter whose
thinnest stroke is below that module's minimum, or whose bends and corners leave too much of it dark, takes the largest
smaller source that lights it and is remarked; one that no source lights evenly is told; one that none fits stays
without, and the remark says so. Nothing is swapped in silence. Exposed bulbs are where the layout put
them, in the stock's nearest size. A box or a pan is lit over its whole face, a framed one
over what its frame leaves open; one that shows two faces has its light on
a plate in the middle, once for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from signage.design import Piece, PieceRole, SignLayout
from signage.design.sign_layout import BODIES
from signage.fabrication.led_map import Spot, dark_share, place_along_strokes, place_on_grid
from signage.fabrication.light_sources import Module
from signage.fabrication.making import LightTo, Making
from signage.fabrication.measures import Measured, contours, measured
from signage.fabrication.tables import Tables
from signage.fabrication.values import Remark
from signage.geometry import Path
from signage.typography import thinnest_stroke_of

_DARK = 0.08  # of a letter's strokes: where more stays dark a smaller source is tried
_UNEVEN = 0.15  # where still more stays dark it is told
_BULB_OFF_MM = 0.5  # from the drawn diameter: a larger bulb would have no room where it is drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class LitPiece:
    """A piece with its light sources.

    Attributes:
        piece: Id of the sign's piece.
        text: The character it shows.
        light: Where the light goes.
        module: Id of the light source; None when nothing fits.
        throw_mm: From the module to what it lights.
        pitch_mm: Greatest distance between modules of a row.
        thinnest_mm: Thinnest stroke of the outline.
        face_m2: Area inside the outline.
        spots: Where the modules sit, sign space.
        face: Which face of the sign it lights, from 1; the other one as it is seen from its own side.
    """

    piece: str
    text: str
    light: LightTo
    module: str | None
    throw_mm: float
    pitch_mm: float
    thinnest_mm: float
    face_m2: float
    spots: tuple[Spot, ...]
    face: int = 1

    @property
    def count(self) -> int:
        """Number of modules."""
        return len(self.spots)

    @property
    def density_n_m2(self) -> float:
        """Modules for each m² of the face."""
        return self.count / self.face_m2 if self.face_m2 else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lighting:
    """All light of a sign, and what has to be said about it."""

    lit: tuple[LitPiece, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    piece: Piece
    light: LightTo
    throw_mm: float
    thinnest_mm: float
    face_m2: float
    lit: Path | None = None  # of a box: what its frame leaves open; None for the whole outline


def light_sign(layout: SignLayout, tables: Tables) -> Lighting:
    """Return the light sources of every lit letter and box.

    Args:
        layout: The sign.
        tables: Stock, making and light sources.
    """
    wanted = [one for piece in layout.pieces for one in _wanted(piece, layout, tables)]
    lit: list[LitPiece] = []
    remarks: list[Remark] = []
    groups = dict.fromkeys((one.light, one.piece.line, one.piece.role) for one in wanted)
    for light, line, role in groups:
        group = [w for w in wanted if (w.light, w.piece.line, w.piece.role) == (light, line, role)]
        found, said = _light_group(group, light, tables)
        lit.extend(found)
        remarks.extend(said)
    both = [replace(one, face=face) for one in lit for face in range(1, layout.faces + 1)]
    order = {piece.id: index for index, piece in enumerate(layout.pieces)}
    ordered = sorted(both, key=lambda one: (one.face, order[one.piece], one.light.value))
    return Lighting(lit=tuple(ordered), remarks=tuple(remarks))


def _wanted(piece: Piece, layout: SignLayout, tables: Tables) -> list[_Wanted]:
    role = tables.making.rule_of(piece.role.value)
    size = measured(piece)
    if role is None or size is None:
        return []
    if role.rule is Making.LIGHT_BOX and piece.is_face_lit:
        return [replace(_box(piece, size, size.depth_mm / layout.faces), lit=_opening(layout))]
    if role.rule is Making.BACKDROP:
        return [_box(piece, size, piece.z_back_mm)] if any(one.is_face_lit for one in layout.letters) else []
    if role.rule is not Making.LETTER or piece.construction is None:
        return []
    rule = tables.making.construction_of(piece.construction.value)
    lights = [light for light in (rule.light if rule else ()) if _is_on(piece, light)]
    if not lights:
        return []
    lines, widest = layout.lines, max(size.box.width, size.box.height)
    em = lines[piece.line].em_mm if piece.line is not None and piece.line < len(lines) else widest
    thin = thinnest_stroke_of(piece.outline, em)
    return [
        _Wanted(
            piece=piece,
            light=light,
            throw_mm=_throw(piece, light, layout),
            thinnest_mm=thin,
            face_m2=size.area_m2,
        )
        for light in lights
    ]


def _opening(layout: SignLayout) -> Path | None:
    """Return what a frame leaves open: under its lip, where the tubes run, a module has no place and gives no light."""
    frame = next((piece for piece in layout.pieces if piece.role is PieceRole.FRAME), None)
    rings = sorted(contours(frame.outline), key=lambda ring: abs(ring.signed_area())) if frame is not None else []
    return rings[0] if len(rings) > 1 else None


def _box(piece: Piece, size: Measured, throw_mm: float) -> _Wanted:
    thin = min(size.box.width, size.box.height)
    return _Wanted(piece=piece, light=LightTo.BOX, throw_mm=throw_mm, thinnest_mm=thin, face_m2=size.area_m2)


def _is_on(piece: Piece, light: LightTo) -> bool:
    if light is LightTo.FRONT:
        return piece.is_face_lit
    if light is LightTo.BACK:
        return piece.is_halo_lit
    return True


def _throw(piece: Piece, light: LightTo, layout: SignLayout) -> float:
    """Return the way of the light in mm: through the letter, and for a halo on to what is behind it."""
    depth = piece.z_front_mm - piece.z_back_mm
    if light is not LightTo.BACK:
        return depth
    behind = max((p.z_front_mm for p in layout.pieces if p.role in BODIES), default=0.0)
    return piece.z_front_mm - min(behind, piece.z_back_mm)


def _light_group(group: Sequence[_Wanted], light: LightTo, tables: Tables) -> tuple[list[LitPiece], list[Remark]]:
    sources = tables.electrics.modules_for(light)
    if not sources:
        params = (("light", light.value),)
        pieces = tuple(one.piece.id for one in group)
        return [_dark(one) for one in group], [Remark(code="fabrication.no_source", params=params, pieces=pieces)]
    if light is LightTo.OPEN:
        return _bulbs(group, sources)
    # too near to what it lights, a module's lens leaves spots
    near = min(one.throw_mm for one in group)
    sources = tuple(m for m in sources if m.throw_min_mm <= near + 1e-6) or sources[-1:]
    usual = _usual(group, sources)
    finer = sources[sources.index(usual) :]
    if light is LightTo.BOX:
        return _box_light(group, usual, finer, tables)
    chosen = [(one, *_best(one, finer, tables)) for one in group]
    return [lit for _, lit, _ in chosen], _letter_remarks(chosen, usual, finer, tables)


def _box_light(
    group: Sequence[_Wanted], usual: Module, finer: tuple[Module, ...], tables: Tables
) -> tuple[list[LitPiece], list[Remark]]:
    lit = []
    for one in group:
        module = next((m for m in finer if m.min_stroke_mm <= one.thinnest_mm), None)
        lit.append(_dark(one) if module is None else _placed(one, module, tables))
    return lit, _letter_remarks(
        [(one, found, 0.0) for one, found in zip(group, lit, strict=True)], usual, finer, tables
    )


def _best(one: _Wanted, finer: tuple[Module, ...], tables: Tables) -> tuple[LitPiece, float]:
    """Return a letter with the largest source that lights all of it, or that leaves least dark, and the dark share."""
    best, least = _dark(one), 1.0
    for module in finer:
        if module.min_stroke_mm > one.thinnest_mm:
            continue
        found = _placed(one, module, tables)
        reach = (module.length_mm + one.throw_mm) / 2  # beyond its end by half of the depth
        share = dark_share(one.piece.outline, found.spots, reach)
        if best.module is None or share < least - 1e-9:
            best, least = found, share
        if share <= _DARK:
            return found, share
    return best, least


def _letter_remarks(
    chosen: Sequence[tuple[_Wanted, LitPiece, float]], usual: Module, finer: tuple[Module, ...], tables: Tables
) -> list[Remark]:
    """Say which letters have another source than usual, are lit unevenly or not at all."""
    swapped: dict[tuple[Literal["too_thin_use", "too_tight_use"], str], list[_Wanted]] = {}
    said: dict[Literal["too_thin_unlit", "no_room", "uneven"], list[_Wanted]] = {}
    for one, lit, share in chosen:
        if lit.module is None:
            said.setdefault("too_thin_unlit", []).append(one)
            continue
        if lit.module != usual.id:
            is_thin = usual.min_stroke_mm > one.thinnest_mm
            swapped.setdefault(("too_thin_use" if is_thin else "too_tight_use", lit.module), []).append(one)
        if not lit.spots:
            said.setdefault("no_room", []).append(one)
        elif share > _UNEVEN:
            said.setdefault("uneven", []).append(one)
    remarks = [
        _too_thin(code, pieces, usual, tables.electrics.find_module(other)) for (code, other), pieces in swapped.items()
    ]
    return remarks + [
        _too_thin(code, pieces, usual, usual if code == "no_room" else finer[-1]) for code, pieces in said.items()
    ]


def _bulbs(group: Sequence[_Wanted], sources: tuple[Module, ...]) -> tuple[list[LitPiece], list[Remark]]:
    """Return exposed bulbs where the layout shows them, in the stock's nearest size; one far off is remarked."""
    lit: list[LitPiece] = []
    bare: list[_Wanted] = []
    drawn = max((one.piece.lamp_mm for one in group), default=0.0)
    module = min(sources, key=lambda source: (abs(source.length_mm - drawn), source.length_mm))
    for one in group:
        spots = tuple(Spot(lamp.x, lamp.y, 0.0) for lamp in one.piece.lamps)
        lit.append(replace(_dark(one), module=module.id if spots else None, spots=spots, pitch_mm=module.pitch_min_mm))
        if not spots:
            bare.append(one)
    remarks = [_too_thin("no_room", bare, module, module)] if bare else []
    if abs(module.length_mm - drawn) > _BULB_OFF_MM:
        params = (
            ("drawn", f"{drawn:g}"),
            ("size", f"{module.length_mm:g}"),
            ("module_zh", module.name_zh),
            ("module_en", module.name_en),
        )
        remarks.append(Remark(code="fabrication.bulb_size", params=params, pieces=tuple(one.piece.id for one in group)))
    return lit, remarks


def _usual(group: Sequence[_Wanted], sources: tuple[Module, ...]) -> Module:
    for module in sources:
        fitting = sum(module.min_stroke_mm <= one.thinnest_mm for one in group)
        if 2 * fitting >= len(group):
            return module
    return sources[-1]


def _too_thin(
    code: Literal["too_thin_use", "too_tight_use", "too_thin_unlit", "no_room", "uneven"],
    group: Sequence[_Wanted],
    usual: Module,
    other: Module,
) -> Remark:
    params = (
        ("letters", "、".join(dict.fromkeys(one.piece.text or one.piece.id for one in group))),
        ("thinnest", f"{min(one.thinnest_mm for one in group):.1f}"),
        ("module_zh", usual.name_zh),
        ("module_en", usual.name_en),
        ("least", f"{usual.min_stroke_mm:g}"),
        ("other_zh", other.name_zh),
        ("other_en", other.name_en),
    )
    return Remark(code=f"fabrication.{code}", params=params, pieces=tuple(one.piece.id for one in group))


def _dark(one: _Wanted) -> LitPiece:
    return LitPiece(
        piece=one.piece.id,
        text=one.piece.text,
        light=one.light,
        module=None,
        throw_mm=one.throw_mm,
        pitch_mm=0.0,
        thinnest_mm=one.thinnest_mm,
        face_m2=one.face_m2,
        spots=(),
    )


def _placed(one: _Wanted, module: Module, tables: Tables) -> LitPiece:
    pitch = module.pitch_mm(one.throw_mm)
    if one.light is LightTo.BOX:
        spots = place_on_grid(one.lit or one.piece.outline, module, pitch)
    else:
        spots = place_along_strokes(one.piece.outline, module, pitch, tables.electrics.row_share)
    return LitPiece(
        piece=one.piece.id,
        text=one.piece.text,
        light=one.light,
        module=module.id,
        throw_mm=one.throw_mm,
        pitch_mm=pitch,
        thinnest_mm=one.thinnest_mm,
        face_m2=one.face_m2,
        spots=spots,
    )
