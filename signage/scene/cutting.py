"""What a cutting machine gets: closed outlines at 1:1 in millimetres, one layer a material, nothing else.

Sheets are cut, not signs: pieces of different layers lie in front of each other on the sign, so each layer, and within
a layer each kind of part, lies in a field of its own, the fields below one another. Parts of one field keep their
places to each other, so that a cut-out also serves as the template for mounting.

What is cut, by how a piece is made:

- flat letters, logos and dividers: their outline, from a sheet as thick as they are; carved letters: their outline on
  a layer of the board that they are cut into;
- lit letters with returns: the face and the back, which has the same outline. The return is bent from a strip along the
  face's edge by a machine that reads the face; strips are in the part list, not here;
- open letters: the back alone; letters printed or of film: the film;
- letters pushed through a panel: the letter, and its opening in the panel;
- folded panels, box fronts and backdrops: their blanks as the parts list counts them (`fabrication.blanks`), folds
  added with their corners cut out, in as many pieces as there are sheets. Bend lines are not cut and so not here;
- frames, boards and other flat parts: their front outline.

Parts that are sawn from profiles, cast, tied, or bought whole (`_NOT_CUT`) are left out and named in `left_out`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import isfinite

from signage.design import Piece, SignLayout
from signage.errors import InputError, LayoutError, Location
from signage.fabrication import Tables, blank_of
from signage.geometry import Path, Rect
from signage.geometry.arc_areas import Area, overlapping
from signage.geometry.arc_cut import areas_of
from signage.geometry.arc_offset import offset
from signage.geometry.union import united

TOLERANCE_MM = 0.05
_TOLERANCES = (0.001, 1.0)
_KERF_AT_MOST = 20.0
_FIT_SHARE = 0.6  # of the tolerance when outlines are moved for the kerf; the rest is for the moving
_FIELD_GAP_MM = 100.0  # between the fields of different sheets

# Roles and constructions by their words: kinds of signs add new ones without touching this file.
_NOT_CUT = frozenset(
    {
        "post",
        "rod",
        "lamp",
        "light",
        "display",
        "cable",
        "trim",
        "wall",
        "glass",
        "plinth",
        "ballast",
        "cord",
        "balloon",
    }
)
_LETTER_LIKE = frozenset({"letter", "logo", "divider"})
_SOLID = frozenset({"flat", "carved", "push_through"})
_WITH_BACK = frozenset({"face_lit", "halo_lit", "face_and_halo"})
_UNCUT_LETTERS = frozenset({"pixels"})
_BASES = frozenset({"panel", "box"})
BACKS = "letter-back"  # what backs are made of is the workshop's choice


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
        name: The material's id, with colour or thickness where one material comes in several; `letter-back` for backs.
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


def compose_cutting(layout: SignLayout, *, tolerance_mm: float = TOLERANCE_MM, kerf_mm: float = 0.0) -> Cutting:
    """Return the outlines to cut for a sign.

    Args:
        layout: The sign.
        tolerance_mm: How far lines and arcs may stray from the curves of the letters.
        kerf_mm: Width of what the tool takes away; outlines move outwards and holes inwards by half of it, with mitred
            corners.

    Raises:
        InputError: Tolerance or kerf is out of range.
        LayoutError: An outline cannot be cut: it is broken, or nothing of the sign is cut from a sheet.
    """
    _check_range("tolerance_mm", tolerance_mm, *_TOLERANCES)
    _check_range("kerf_mm", kerf_mm, 0.0, _KERF_AT_MOST)
    jobs = _named_apart(list(_jobs(layout)))
    kept = {job.piece.id for job in jobs}
    layers: dict[str, list[CutPart]] = {}
    top, right, closed = 0.0, 0.0, 0
    for (name, _), field in _fields(jobs):
        parts = _cut(field, tolerance_mm if kerf_mm == 0 else tolerance_mm * _FIT_SHARE)
        if kerf_mm:
            before = _holes(parts)
            parts = _widened(parts, kerf_mm, tolerance_mm * (1 - _FIT_SHARE))
            closed += max(0, before - _holes(parts))
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


def _jobs(layout: SignLayout) -> Iterator[_Job]:
    through = [p for p in layout.pieces if _construction(p) == "push_through"]
    for piece in layout.pieces:
        role, construction = piece.role.value, _construction(piece)
        if role in _NOT_CUT or construction in _UNCUT_LETTERS or piece.outline.is_empty:
            continue
        if role not in _LETTER_LIKE:
            openings = tuple(p.outline for p in through if _lies_on(p, piece)) if role in _BASES else ()
            for blank, cut_out in _blanks(piece, openings):
                yield _Job(piece=replace(piece, outline=blank), layer=piece.material, use=role, openings=cut_out)
            continue
        if construction != "open_face":
            yield _Job(piece=piece, layer=_sheet_of(piece, layout), use="face")
        if construction in _WITH_BACK:
            yield _Job(piece=piece, layer=BACKS, use="back")
        elif construction == "open_face":
            yield _Job(piece=piece, layer=piece.material, use="back")


def _construction(piece: Piece) -> str:
    return piece.construction.value if piece.construction is not None else ""


def _blanks(piece: Piece, openings: tuple[Path, ...]) -> tuple[tuple[Path, tuple[Path, ...]], ...]:
    """Return the pieces that a body is cut as, each with its openings; openings that overlap count as one."""
    blank = blank_of(piece, Tables())
    if blank is None:
        has_holes = piece.outline.verbs.count("M") > 1  # then what is pushed through is open in it already
        return ((piece.outline, () if has_holes else openings),)
    return blank.pieces(openings)


def _sheet_of(piece: Piece, layout: SignLayout) -> str:
    """Return the material of a face, with its thickness where the face is the whole letter."""
    if _construction(piece) == "carved":
        boards = [p.material for p in layout.pieces if p.role.value in _BASES and _lies_on(piece, p)]
        return f"{boards[0] if boards else piece.material}-carved"
    thick = piece.z_front_mm - piece.z_back_mm
    is_solid = _construction(piece) in _SOLID and thick > 0
    return f"{piece.material}-{thick:g}mm" if is_solid else piece.material


def _lies_on(piece: Piece, base: Piece) -> bool:
    inner, outer = piece.outline.control_bounds(), base.outline.control_bounds()
    return inner is not None and outer is not None and outer.contains(inner)


def _named_apart(jobs: list[_Job]) -> list[_Job]:
    """Return the jobs with colours in their layers' names where faces of one material come in several colours."""
    colours: dict[str, set[str]] = {}
    for job in jobs:
        if job.use == "face":
            colours.setdefault(job.layer, set()).add(job.piece.face_colour)
    return [
        replace(job, layer=f"{job.layer}-{job.piece.face_colour.removeprefix('#')}")
        if job.use == "face" and len(colours[job.layer]) > 1
        else job
        for job in jobs
    ]


def _fields(jobs: Iterable[_Job]) -> list[tuple[tuple[str, str], list[_Job]]]:
    """Return the jobs by layer and use, letters first."""
    found: dict[tuple[str, str], list[_Job]] = {}
    for job in jobs:
        found.setdefault((job.layer, job.use), []).append(job)
    order = {"face": 0, "back": 1}
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
