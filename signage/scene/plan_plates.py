"""Where a plan's drawing names its units: under the pavement on the ground floor, above it on wall without openings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from signage.frontage import Frontage, OpeningKind, Storey, Unit
from signage.geometry import Path, Rect
from signage.locale import text
from signage.scene.labels import label, shortened, text_width
from signage.scene.nodes import Anchor, Label, Node, Solid, Stroke
from signage.scene.shapes import box
from signage.typography import FontCatalogue

_ID, _TENANT = 5.6, 3.6  # heights of a plate's words, in units of the drawing
_HIGH, _LOW = 15.0, 7.2  # heights of a plate of two lines and of one
_LEVELS = 24  # looked at on a storey; windows stand in rows
_ROWS = 3  # of plates under the pavement, where units are narrower than their names
_INK, _MUTED = "#1F4E6B", "#5B636C"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plate:
    """A unit's name at its place; `is_bare` where it stands on an opening and must not hide it."""

    unit: Unit
    tenant: str
    rect: Rect
    is_flat: bool = False
    is_bare: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plates:
    """The plates of a face, and the height of the strip under the pavement that those of its ground floor take."""

    placed: tuple[Plate, ...]
    strip_mm: float


def plates_of(face: Frontage, fonts: FontCatalogue, u: float, low: float) -> Plates:
    """Return the plates of a face's units.

    Args:
        face: The face.
        fonts: For the words.
        u: What words are sized in, mm.
        low: Lower edge of the drawn ground, from which the strip goes down.
    """
    drawn = [unit for unit in face.units if face.storey(unit.storey) is not None and unit.x0_mm < unit.x1_mm]
    lowest = min((storey.number for storey in face.storeys), default=1)
    ground = [unit for unit in drawn if unit.storey in (1, lowest)]
    placed, rows = _strip(ground, fonts, u, low)
    for number in sorted({unit.storey for unit in drawn} - {1, lowest}):
        storey = face.storey(number)
        if storey is not None:
            placed += _on_the_wall(face, storey, [unit for unit in drawn if unit.storey == number], fonts, u)
    return Plates(placed=tuple(placed), strip_mm=(rows * (_HIGH + 1) + 1) * u if rows else 0.0)


def _tenant(unit: Unit, fonts: FontCatalogue, u: float) -> str:
    name = unit.tenant or text("plan.drawing_vacant")
    return shortened(fonts, name, _TENANT * u, max((unit.x1_mm - unit.x0_mm) * 0.86, 8 * u))


def _width(unit: Unit, tenant: str, fonts: FontCatalogue, u: float, *, is_flat: bool) -> float:
    widths = text_width(fonts, unit.id, _ID * u, 700), text_width(fonts, tenant, _TENANT * u)
    return (widths[0] + widths[1] + 3 * u if is_flat and tenant else max(widths)) + 4 * u


def _strip(units: Sequence[Unit], fonts: FontCatalogue, u: float, low: float) -> tuple[list[Plate], int]:
    """Return plates under the pavement, in as many rows as their widths ask for, and how many."""
    ends: list[float] = []
    found = []
    for unit in sorted(units, key=lambda one: one.x0_mm):
        tenant = _tenant(unit, fonts, u)
        wide, centre = _width(unit, tenant, fonts, u, is_flat=False), (unit.x0_mm + unit.x1_mm) / 2
        row = next((n for n, end in enumerate(ends) if centre - wide / 2 >= end), len(ends))
        if row == len(ends) and row < _ROWS:
            ends.append(0.0)
        row = min(row, _ROWS - 1)
        ends[row] = centre + wide / 2
        top = low - (1 + row * (_HIGH + 1)) * u
        found.append(
            Plate(unit=unit, tenant=tenant, rect=Rect(centre - wide / 2, top - _HIGH * u, centre + wide / 2, top))
        )
    return found, len(ends)


def _on_the_wall(
    face: Frontage, storey: Storey, units: Sequence[Unit], fonts: FontCatalogue, u: float
) -> Iterator[Plate]:
    """Yield plates where no opening, band or sign is: all of a storey on one level if they can, else each alone."""
    taken = [o.rect for o in face.openings] + [b.rect for b in face.bands] + [s.rect for s in face.signs]
    taken += [c.rect for c in face.canopies]
    rows = [list(_choices(unit, storey, fonts, u, taken)) for unit in units]
    levels = list(dict.fromkeys((plate.rect.y0, plate.is_flat) for row in rows for plate in row))
    for level in levels:
        whole = [_free([p for p in row if (p.rect.y0, p.is_flat) == level], taken) for row in rows]
        if all(plate is not None for plate in whole):
            yield from (plate for plate in whole if plate is not None)
            return
    kept = [o.rect for o in face.openings if o.kind is OpeningKind.RESCUE]
    kept += [b.rect for b in face.bands] + [s.rect for s in face.signs]
    for row in rows:
        yield _free(row, taken) or _least(row, taken, kept)


def _choices(unit: Unit, storey: Storey, fonts: FontCatalogue, u: float, taken: Sequence[Rect]) -> Iterator[Plate]:
    """Yield the plates that a unit might have, best first: low on its wall, then further up, in the middle first."""
    tenant = _tenant(unit, fonts, u)
    for is_flat, high, gap in ((False, _HIGH, 2.0), (True, _LOW, 0.4)):
        wide, short = _width(unit, tenant, fonts, u, is_flat=is_flat), tenant
        if is_flat and wide > unit.x1_mm - unit.x0_mm:
            short, wide = "", _width(unit, "", fonts, u, is_flat=True)
        for y in _levels(storey, taken, high * u, gap * u):
            for x in ((unit.x0_mm + unit.x1_mm - wide) / 2, unit.x0_mm + u, unit.x1_mm - wide - u):
                rect = Rect(x, y, x + wide, y + high * u)
                yield Plate(unit=unit, tenant=short, rect=rect, is_flat=is_flat)


def _levels(storey: Storey, taken: Sequence[Rect], high: float, gap: float) -> list[float]:
    """Return where a plate may begin on a storey: over its floor, under its slab, over and under what is there."""
    low, top = storey.floor_mm + gap, storey.top_mm - storey.slab_mm - high - gap
    beside = {round(y, 1) for rect in taken for y in (rect.y1 + gap, rect.y0 - high - gap) if low < y < top}
    return [low, *sorted(beside)[:_LEVELS], top]


def _free(plates: Sequence[Plate], taken: Sequence[Rect]) -> Plate | None:
    return next((plate for plate in plates if not any(plate.rect.overlaps(rect) for rect in taken)), None)


def _least(plates: Sequence[Plate], taken: Sequence[Rect], kept: Sequence[Rect]) -> Plate:
    """Return the plate that stands on least, and rather on glass than on words and marks; it will hide nothing."""

    def covered(plate: Plate) -> float:
        return _common(plate.rect, taken) + 10 * _common(plate.rect, kept)

    best = min(plates, key=covered)
    return Plate(unit=best.unit, tenant=best.tenant, rect=best.rect, is_flat=best.is_flat, is_bare=True)


def _common(rect: Rect, others: Sequence[Rect]) -> float:
    return sum(part.area for other in others if (part := rect.intersection(other)) is not None)


def plate_nodes(plate: Plate, fonts: FontCatalogue, u: float) -> list[Node]:
    """Return a plate as it is drawn."""
    rect, unit = plate.rect, plate.unit
    nodes: list[Node]
    if plate.is_bare:
        nodes = [Stroke(path=Path.rect(rect), colour=_INK, width_mm=0.3 * u, dash_mm=(2 * u, 1 * u), subject=unit.id)]
    else:
        nodes = [box(rect, Solid(colour="#FFFFFF", opacity=0.88), subject=unit.id)]

    def words(said: str, x: float, y: float, size: float, anchor: Anchor, colour: str, weight: int) -> Label:
        return label(fonts, said, (x, y), size * u, anchor, colour=colour, weight=weight, layer="text", subject=unit.id)

    if plate.is_flat and plate.tenant:
        nodes.append(words(unit.id, rect.x0 + 2 * u, rect.y0 + 0.9 * u, _ID, Anchor.START, _INK, 700))
        nodes.append(words(plate.tenant, rect.x1 - 2 * u, rect.y0 + 1.2 * u, _TENANT, Anchor.END, _MUTED, 400))
        return nodes
    middle = rect.centre.x
    nodes.append(words(unit.id, middle, rect.y0 + (0.9 if plate.is_flat else 7.6) * u, _ID, Anchor.MIDDLE, _INK, 700))
    if not plate.is_flat:
        nodes.append(words(plate.tenant, middle, rect.y0 + 2 * u, _TENANT, Anchor.MIDDLE, _MUTED, 400))
    return nodes
