"""What a cutting machine gets: closed outlines at 1:1 in millimetres, one layer a material, nothing else.

Sheets are cut, not signs: pieces of different layers lie in front of each other on the sign, so each layer, and within
a layer each kind of part, lies in a field of its own, the fields below one another. Parts of one field keep their
places to each other, so that a cut-out also serves as the template for mounting.

What is cut is what the parts list counts (`fabrication.cut_list`), in its material, thickness and number; the name of
a layer says all three: `ACRYLIC_3MM`, `TRANSLUCENT-FILM_0.1MM_X2` (cut twice). Strips and plates that have no place on
the sign lie under each other in a field of their own. Holes for fixings are whole circles of their stated diameter.
Folds are not cut and so not here but in the drawing of the blanks (`workshop_blanks`); what is folded has its flat
size, corners cut out. Pieces without any sheet are named in `left_out`: sawn, cast, tied, sewn, printed, bought.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import isfinite

from signage.design import Piece, SignLayout
from signage.errors import InputError, LayoutError, Location
from signage.fabrication import CutSheet, Drilled, Hole, Tables, cut_sheets, drilled_of
from signage.geometry import Path, Rect
from signage.geometry.arc_areas import Area, overlapping
from signage.geometry.arc_cut import areas_of
from signage.geometry.arc_offset import offset
from signage.geometry.arcs import ArcRing
from signage.geometry.union import united

TOLERANCE_MM = 0.05
_TOLERANCES = (0.001, 1.0)
_KERF_AT_MOST = 20.0
_FIT_SHARE = 0.6  # of the tolerance when outlines are moved for the kerf; the rest is for the moving
_FIELD_GAP_MM = 100.0  # between the fields of different sheets

_LOOSE_GAP_MM = 20.0  # between strips that lie under each other
_FRONTS = frozenset({"face", "solid", "applied", "carved", "print"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CutPart:
    """One closed part.

    Attributes:
        subject: Ids of the pieces that it belongs to, joined by `+` where pieces run together.
        area: Its outline and holes, mm, in the space of the whole file.
    """

    subject: str
    area: Area


@dataclass(frozen=True, slots=True, kw_only=True)
class CutLayer:
    """What is cut from one material.

    Attributes:
        name: Material and thickness, `_<colour>` where its faces come in several, `_CARVE-<depth>MM` for what is cut
            into a board, `_X<n>` for what is cut n times: `ACRYLIC_3MM_F5F1E6_X2`.
        parts: From left to right, field by field.
    """

    name: str
    parts: tuple[CutPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cutting:
    """Everything that is cut for one sign.

    Attributes:
        title: The sign's name.
        layers: In the order of the pieces.
        bounds: Box of all parts by the design's outlines; its lower left corner is the origin.
        tolerance_mm: How far outlines may stray from the design's curves.
        kerf_mm: Width of the cut that the outlines make up for.
        left_out: Ids of pieces that are not cut from a sheet.
        closed: Number of holes that are narrower than the cut and so are gone.
        drilled: Number of holes for fixings, each as often as its layer is cut.
        model_digest: Digest of the sign.
    """

    title: str
    layers: tuple[CutLayer, ...]
    bounds: Rect
    tolerance_mm: float
    kerf_mm: float
    left_out: tuple[str, ...]
    closed: int
    model_digest: str
    drilled: int = 0


def compose_cutting(
    layout: SignLayout,
    *,
    tolerance_mm: float = TOLERANCE_MM,
    kerf_mm: float = 0.0,
    drilled: Drilled | None = None,
) -> Cutting:
    """Return the outlines to cut for a sign.

    Args:
        layout: The sign.
        tolerance_mm: How far lines and arcs may stray from the curves of the letters.
        kerf_mm: Width of what the tool takes away; outlines move outwards and holes inwards by half of it, with mitred
            corners.
        drilled: Holes and clamps as a pack's load asks for them; those of a pack without a place when left out.

    Raises:
        InputError: Tolerance or kerf is out of range.
        LayoutError: An outline cannot be cut: it is broken, or nothing of the sign is cut from a sheet.
    """
    _check_range("tolerance_mm", tolerance_mm, *_TOLERANCES)
    _check_range("kerf_mm", kerf_mm, 0.0, _KERF_AT_MOST)
    jobs = list(_jobs(layout, drilled or drilled_of(layout)))
    kept = {job.piece.id for job in jobs}
    layers: dict[str, list[CutPart]] = {}
    top, right, closed = 0.0, 0.0, 0
    for (name, _), field in _fields(jobs):
        parts = _cut(field, tolerance_mm if kerf_mm == 0 else tolerance_mm * _FIT_SHARE)
        if kerf_mm:
            before = _holes(parts)
            parts = _widened(parts, kerf_mm, tolerance_mm * (1 - _FIT_SHARE))
            closed += max(0, before - _holes(parts))
        parts, lost = _drilled(parts, field, kerf_mm)
        closed += lost
        box = _room(field, kerf_mm)
        if box is None or not parts:
            continue
        layers.setdefault(name, []).extend(_moved(parts, -box.x0, top - box.y1))
        top, right = top - box.height - _FIELD_GAP_MM, max(right, box.width)
    if not layers:
        raise LayoutError("cutting.nothing_to_cut")
    foot = top + _FIELD_GAP_MM
    found = tuple(CutLayer(name=name, parts=tuple(_moved(parts, 0.0, -foot))) for name, parts in layers.items())
    return Cutting(
        title=layout.spec.name,
        layers=found,
        bounds=Rect(0.0, 0.0, right, -foot),
        tolerance_mm=tolerance_mm,
        kerf_mm=kerf_mm,
        left_out=tuple(piece.id for piece in layout.pieces if piece.id not in kept),
        closed=closed,
        drilled=sum(len(job.holes) * job.copies for job in jobs),
        model_digest=layout.digest,
    )


def _check_range(field: str, value: float, least: float, most: float) -> None:
    if not (isfinite(value) and least <= value <= most):
        at = Location(field=field)
        raise InputError("cutting.out_of_range", at=at, value=f"{value:g}", least=f"{least:g}", most=f"{most:g}")


# --- what is cut ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """One outline of one piece on a layer; `use` tells apart what one layer holds for different purposes."""

    piece: Piece
    layer: str
    use: str
    openings: tuple[Path, ...] = ()
    holes: tuple[Hole, ...] = ()
    copies: int = 1


def _jobs(layout: SignLayout, drilled: Drilled | None) -> Iterator[_Job]:
    tables = Tables()
    found = [(piece, sheet) for piece in layout.pieces if not piece.outline.is_empty
             for sheet in cut_sheets(piece, layout, tables, drilled=drilled)]  # fmt: skip
    colours: dict[str, set[str]] = {}
    for _, sheet in found:
        if sheet.colour:
            colours.setdefault(_stock_of(sheet), set()).add(sheet.colour)
    low = 0.0
    for piece, sheet in found:
        layer = _layer_of(sheet, has_colour=len(colours.get(_stock_of(sheet), ())) > 1)
        use = "loose" if sheet.is_loose else "face" if sheet.use in _FRONTS else sheet.use
        for shape in sheet.shapes:
            box, placed = shape.outline.bounds(), shape
            if sheet.is_loose and box is not None:
                placed = shape.moved(-box.x0, low - box.y1)
                low -= box.height + _LOOSE_GAP_MM
            yield _Job(
                piece=replace(piece, outline=placed.outline),
                layer=layer,
                use=use,
                openings=placed.openings,
                holes=placed.holes,
                copies=sheet.copies,
            )


def _stock_of(sheet: CutSheet) -> str:
    """Return the sheet that a shop takes from its stock."""
    return f"{sheet.material}_{sheet.thickness_mm:g}mm".upper()


def _layer_of(sheet: CutSheet, *, has_colour: bool) -> str:
    words = [_stock_of(sheet)]
    if has_colour and sheet.colour:
        words.append(sheet.colour.removeprefix("#").upper())
    if sheet.carved_mm:
        words.append(f"CARVE-{sheet.carved_mm:g}MM")
    if sheet.copies > 1:
        words.append(f"X{sheet.copies}")
    return "_".join(words)


def _fields(jobs: Iterable[_Job]) -> list[tuple[tuple[str, str], list[_Job]]]:
    """Return the jobs by layer and use: fronts of letters first, then their backs, loose strips last."""
    found: dict[tuple[str, str], list[_Job]] = {}
    for job in jobs:
        found.setdefault((job.layer, job.use), []).append(job)
    order = {"face": 0, "back": 1, "loose": 3}
    return sorted(found.items(), key=lambda item: order.get(item[0][1], 2))


# --- outlines ---------------------------------------------------------------------------------------------------------


def _cut(field: Sequence[_Job], tolerance: float) -> list[CutPart]:
    single = [(job, _areas(job.piece.id, _outline(job), tolerance)) for job in field]
    return _sorted(part for group in _running_together(single) for part in _parts(group, tolerance))


def _widened(parts: Sequence[CutPart], kerf: float, tolerance: float) -> list[CutPart]:
    return _sorted(moved for group in _closer_than(kerf, parts) for moved in _offset(group, kerf / 2, tolerance))


def _sorted(parts: Iterable[CutPart]) -> list[CutPart]:
    return sorted(parts, key=lambda part: (part.area.outer.bounds.x0, part.area.outer.bounds.y0))


def _outline(job: _Job) -> Path:
    if not job.openings:
        return job.piece.outline
    openings = united(job.openings)
    if openings is None:
        raise LayoutError("cutting.broken_outline", part=job.piece.id)
    # What lies inside what tells holes from outlines: a letter is a hole of the panel, its counters are loose islands.
    return Path.joined([job.piece.outline, openings])


def _areas(subject: str, outline: Path, tolerance: float) -> tuple[Area, ...]:
    try:
        return _fitted(outline, tolerance)
    except ValueError as exc:
        raise LayoutError("cutting.broken_outline", part=subject) from exc


@lru_cache(maxsize=128)
def _fitted(outline: Path, tolerance: float) -> tuple[Area, ...]:
    return areas_of(outline, tolerance)  # a face and its back are one outline


_Single = tuple[_Job, tuple[Area, ...]]


def _drilled(parts: Sequence[CutPart], field: Sequence[_Job], kerf: float) -> tuple[list[CutPart], int]:
    """Return parts with the holes for fixings in them, as whole circles, and how many are narrower than the cut."""
    holes = [hole for job in field for hole in job.holes]
    if not holes:
        return list(parts), 0
    found, lost = [], sum(hole.diameter_mm <= kerf for hole in holes)
    for part in parts:
        box = part.area.outer.bounds
        own = [hole for hole in holes if hole.diameter_mm > kerf and box.contains(hole.box)]
        rings = [ArcRing.circle(hole.centre, (hole.diameter_mm - kerf) / 2, is_ccw=False) for hole in own]
        found.append(replace(part, area=replace(part.area, holes=(*part.area.holes, *rings))))
    return found, lost


def _running_together(single: Sequence[_Single]) -> list[list[_Single]]:
    """Return the pieces in groups that overlap, such as joined Arabic letters; most groups have one."""
    groups: list[list[_Single]] = []
    for one in single:
        near = [group for group in groups if any(_overlap(one, other) for other in group)]
        groups = [group for group in groups if not any(group is other for other in near)]
        groups.append([*(other for group in near for other in group), one])
    return groups


def _overlap(one: _Single, other: _Single) -> bool:
    (first, areas), (second, others) = one, other
    box, beside = first.piece.outline.control_bounds(), second.piece.outline.control_bounds()
    if box is None or beside is None or not box.overlaps(beside):
        return False
    return any(overlapping(a, b) for a in areas for b in others)


def _parts(group: Sequence[_Single], tolerance: float) -> list[CutPart]:
    """Return the parts of pieces that run together as one: their outlines are united before they are fitted."""
    subject = "+".join(job.piece.id for job, _ in group)
    areas = group[0][1]
    if len(group) > 1:
        whole = united([_outline(job) for job, _ in group])
        if whole is None:
            raise LayoutError("cutting.broken_outline", part=subject)
        areas = _areas(subject, whole, tolerance)
    return [CutPart(subject=subject, area=area) for area in areas]


def _closer_than(gap: float, parts: Sequence[CutPart]) -> list[list[CutPart]]:
    """Return the parts in groups whose boxes come closer to each other than a gap: moved outwards they may join."""
    groups: list[list[tuple[Rect, CutPart]]] = []
    for part in parts:
        box = part.area.outer.bounds.grown(gap / 2)
        near = [group for group in groups if any(box.overlaps(other) for other, _ in group)]
        groups = [group for group in groups if not any(group is one for one in near)]
        groups.append([*(other for group in near for other in group), (box, part)])
    return [[part for _, part in group] for group in groups]


def _offset(group: Sequence[CutPart], by: float, tolerance: float) -> list[CutPart]:
    moved = offset([part.area for part in group], by, tolerance)
    if moved is None:
        raise LayoutError("cutting.broken_outline", part="+".join(dict.fromkeys(part.subject for part in group)))
    found = []
    for area in moved:
        subjects = dict.fromkeys(part.subject for part in group if overlapping(part.area, area))
        found.append(CutPart(subject="+".join(subjects), area=area))
    return found


def _room(field: Iterable[_Job], kerf: float) -> Rect | None:
    """Return the box of a field by the design's own outlines: fitted ones would shift it by their error.

    For the kerf there is room for the sharpest mitred corner.
    """
    boxes = [box for job in field if (box := job.piece.outline.bounds()) is not None]
    return Rect.joined(boxes).grown(2 * kerf) if boxes else None


def _moved(parts: Iterable[CutPart], dx: float, dy: float) -> list[CutPart]:
    return [replace(part, area=part.area.moved(dx, dy)) for part in parts]


def _holes(parts: Iterable[CutPart]) -> int:
    return sum(len(part.area.holes) for part in parts)
