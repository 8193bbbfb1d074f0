"""One face of a plan as it is drawn: wall, openings, bands, signs and units, in its own elevation space."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from signage.frontage import Frontage, Opening, OpeningKind, PlanProblem
from signage.geometry import Path, Point, Rect, polyline_y_at
from signage.scene.labels import INK, label, shortened, text_width
from signage.scene.nodes import Anchor, Fill, Label, Node, Solid, Stroke
from signage.scene.plan_levels import level_text
from signage.scene.plan_plates import plate_nodes, plates_of
from signage.scene.shapes import box, ellipse, line, solid
from signage.typography import FontCatalogue

MUTED = "#5B636C"
_FAINT = "#AEB4BA"
_WALL, GLASS, STONE, CANOPY = "#F6F4EF", "#DCE7EE", "#E3DED3", "#8D949B"
BAND, BAND_INK, SIGN_INK, RESCUE = "#F2C879", "#8A5A00", "#2F5D7C", "#D3222A"
_BEYOND = 0.5  # how much larger than the face the drawing grows for what lies outside it, each way


class FaceView:
    """One face in the making; `u` is what text and lines are sized in, so that a street and one shop read alike.

    Attributes:
        extent: Box of the face and of all that is drawn on or beside it, as far as the drawing grows for it.
        low: Lower edge of the drawn ground is 7 u below this level.
        high: Top of the wall.
    """

    def __init__(self, face: Frontage, fonts: FontCatalogue, u: float, problems: Sequence[PlanProblem]) -> None:
        self.face, self.fonts, self.u = face, fonts, u
        self.high = max(face.height_mm, *(s.top_mm for s in face.storeys))
        self.extent = _extent(face, self.high, problems)
        self.low = self.extent.y0
        plates = plates_of(face, fonts, u, self.low - 7 * u)
        self.plates, self.strip = plates.placed, plates.strip_mm

    def words(
        self, words: str, x: float, y: float, size: float, anchor: Anchor = Anchor.START, colour: str = INK,
        weight: int = 400, subject: str = "", layer: str = "text",
    ) -> Label:  # fmt: skip
        """Return a line of words; `size` in units of the drawing."""
        return label(
            self.fonts, words, (x, y), size * self.u, anchor, colour=colour, weight=weight, subject=subject, layer=layer
        )

    def frame(self, rect: Rect, colour: str, width: float, *, subject: str = "", layer: str = "") -> Stroke:
        """Return the outline of a box; `width` in units of the drawing."""
        return Stroke(path=Path.rect(rect), colour=colour, width_mm=width * self.u, subject=subject, layer=layer)

    def face_nodes(self) -> list[Node]:
        """Return the wall with its openings, columns and canopies, and the pavement."""
        face, u = self.face, self.u
        wall = (*_foot(face), Point(face.width_mm, self.high), Point(0.0, self.high))
        nodes: list[Node] = [solid(Path.polygon(wall), _WALL, layer="wall")]
        for storey in face.storeys:
            nodes.append(line(((0, storey.top_mm), (face.width_mm, storey.top_mm)), _FAINT, 0.5 * u))
            if storey.slab_mm:
                slab = Rect(0.0, storey.top_mm - storey.slab_mm, face.width_mm, storey.top_mm)
                nodes.append(box(slab, Solid(colour=STONE), layer="slab"))
        for opening in face.openings:
            nodes += self._opening(opening)
        for column in face.columns:
            nodes.append(box(column.rect, STONE if not column.is_colonnade else "#CFC6B4", subject=column.id))
            nodes.append(self.frame(column.rect, MUTED, 0.5 if not column.is_colonnade else 0.9, subject=column.id))
        for canopy in face.canopies:
            nodes.append(box(canopy.rect, CANOPY, subject=canopy.id))
        for arcade in face.arcades:  # its ceiling, seen through the front
            ends = ((arcade.x0_mm, arcade.ceiling_mm), (arcade.x1_mm, arcade.ceiling_mm))
            nodes.append(line(ends, MUTED, 1.1 * u, dash=(6 * u, 3 * u), layer="arcades"))
        nodes.append(Stroke(path=Path.polygon(wall), colour=INK, width_mm=1.0 * u, layer="wall"))
        return nodes + self._pavement()

    def _opening(self, opening: Opening) -> list[Node]:
        u, path, rect = self.u, Path.polygon(opening.outline), opening.rect
        is_rescue = opening.kind is OpeningKind.RESCUE
        nodes: list[Node] = [
            Fill(path=path, paint=Solid(colour=GLASS), layer="openings", subject=opening.id),
            Stroke(
                path=path,
                colour=RESCUE if is_rescue else MUTED,
                width_mm=(1.3 if is_rescue else 0.6) * u,
                layer="openings",
                subject=opening.id,
            ),
        ]
        if opening.kind is OpeningKind.DOOR:
            middle = rect.centre.x
            nodes.append(line(((middle, rect.y0), (middle, rect.y1)), MUTED, 0.5 * u))
            for corner in (rect.x0, rect.x1):
                ends = ((corner, rect.y1), (middle, rect.centre.y), (corner, rect.y0))
                nodes.append(line(ends, _FAINT, 0.4 * u, dash=(3 * u, 2 * u)))
        if is_rescue:
            size = min(rect.width, rect.height) * 0.3
            c = rect.centre
            triangle = ((c.x - size, c.y - size * 0.8), (c.x + size, c.y - size * 0.8), (c.x, c.y + size * 0.9))
            nodes.append(solid(Path.polygon(triangle), RESCUE, layer="openings", subject=opening.id))
        return nodes

    def _pavement(self) -> list[Node]:
        u, run = self.u, self.face.pavement
        ground = (*run, Point(run[-1].x, self.low - 7 * u), Point(run[0].x, self.low - 7 * u))
        return [
            solid(Path.polygon(ground), "#D8D5CE", layer="pavement"),
            line(tuple(run), INK, 2.2 * u, layer="pavement"),
        ]

    def band_nodes(self) -> list[Node]:
        """Return the bands and the approved signs."""
        u = self.u
        nodes: list[Node] = []
        for band in self.face.bands:
            rect = band.rect
            nodes.append(box(rect, Solid(colour=BAND, opacity=0.32), layer="bands", subject=band.id))
            nodes += [line(ends, BAND_INK, 0.25 * u, opacity=0.35) for ends in _hatching(rect, 9 * u)]
            nodes.append(self.frame(rect, BAND_INK, 0.7, subject=band.id, layer="bands"))
        for sign in self.face.signs:
            nodes.append(box(sign.rect, Solid(colour="#FFFFFF", opacity=0.9), subject=sign.id))
            nodes.append(self.frame(sign.rect, SIGN_INK, 0.9, subject=sign.id))
            size = min(5.5, sign.rect.height / u * 0.42)
            shown = shortened(self.fonts, sign.name, size * u, sign.rect.width * 0.92)
            at = sign.rect.centre
            nodes.append(self.words(shown, at.x, at.y - size * u * 0.42, size, Anchor.MIDDLE, SIGN_INK))
        for band in self.face.bands:
            nodes += self._band_words(band.id, band.rect, band.datum_mm)
        return nodes

    def _band_words(self, name: str, rect: Rect, datum_mm: float | None) -> list[Node]:
        u = self.u
        nodes: list[Node] = []
        if datum_mm is not None:
            nodes.append(line(((rect.x0, datum_mm), (rect.x1, datum_mm)), BAND_INK, 1.3 * u, dash=(7 * u, 2 * u)))
        if rect.height < 9 * u or text_width(self.fonts, name, 4.2 * u) + 4 * u > rect.width:
            return nodes  # the level mark at the left end names the datum, the plate under the band its unit
        nodes.append(
            self.words(name, rect.x0 + 2 * u, rect.y1 - 6.2 * u, 4.2, colour=BAND_INK, weight=500, subject=name)
        )
        if datum_mm is not None:
            level = level_text(datum_mm)
            if text_width(self.fonts, name + level, 4.2 * u) + 12 * u < rect.width:
                where = (rect.x1 - 2 * u, rect.y1 - 6.2 * u)
                nodes.append(self.words(f"▽{level}", *where, 4.2, Anchor.END, BAND_INK, subject=name))
        return nodes

    def axis_nodes(self, axis_y: float, *, has_marks: bool = True) -> list[Node]:
        """Return the axes of the bays down to a level, their widths over it and, if wanted, their numbers below."""
        u, face = self.u, self.face
        xs = sorted({x for bay in face.bays for x in (bay.x0_mm, bay.x1_mm)})
        nodes: list[Node] = []
        dimension_y = axis_y + 9 * u
        foot = axis_y if has_marks else dimension_y - 3 * u
        for number, x in enumerate(xs, 1):
            nodes.append(line(((x, foot), (x, self.high + 4 * u)), _FAINT, 0.4 * u, dash=(12 * u, 2 * u, 2 * u, 2 * u)))
            if has_marks:
                nodes.append(Stroke(path=ellipse(x, axis_y - 6 * u, 6 * u), colour=MUTED, width_mm=0.6 * u))
                nodes.append(self.words(str(number), x, axis_y - 8.2 * u, 5, Anchor.MIDDLE, MUTED))
            tick = ((x - 1.8 * u, dimension_y - 1.8 * u), (x + 1.8 * u, dimension_y + 1.8 * u))
            nodes.append(line(tick, INK, 0.9 * u))
        if xs:
            nodes.append(line(((xs[0], dimension_y), (xs[-1], dimension_y)), MUTED, 0.5 * u))
        for bay in face.bays:
            size = f"{bay.x1_mm - bay.x0_mm:g}"
            if text_width(self.fonts, size, 4.6 * u) < (bay.x1_mm - bay.x0_mm) * 0.95:
                middle = (bay.x0_mm + bay.x1_mm) / 2
                nodes.append(self.words(size, middle, dimension_y + 1.8 * u, 4.6, Anchor.MIDDLE, MUTED))
        return nodes

    def unit_nodes(self) -> list[Node]:
        """Return the party walls and the plates of the units."""
        u, nodes = self.u, list[Node]()
        for unit in (plate.unit for plate in self.plates):
            storey = self.face.storey(unit.storey)
            if storey is None:
                continue
            for x in (unit.x0_mm, unit.x1_mm):
                ends = ((x, storey.floor_mm), (x, storey.top_mm))
                nodes.append(line(ends, "#3B6E8F", 0.8 * u, dash=(5 * u, 3 * u)))
        for plate in self.plates:
            nodes += plate_nodes(plate, self.fonts, u)
        return nodes


def _foot(face: Frontage) -> tuple[Point, ...]:
    """Return the wall's foot: the pavement's line from end to end of the face, drawn out level where it stops short."""
    run = sorted(face.pavement, key=lambda p: p.x)
    ends = []
    for x, nearest in ((0.0, run[0]), (face.width_mm, run[-1])):
        level = polyline_y_at(run, x)
        ends.append(Point(x, nearest.y if level is None else level))
    return (ends[0], *(p for p in run if 0.0 < p.x < face.width_mm), ends[1])


def _extent(face: Frontage, high: float, problems: Sequence[PlanProblem]) -> Rect:
    """Return the box of a face and of what lies outside it, within reason."""
    low = min(0.0, *(p.y for p in _foot(face)))
    corners = [Point(0.0, low), Point(face.width_mm, high), *face.pavement]
    for rect in _drawn(face, problems):
        corners += [Point(rect.x0, rect.y0), Point(rect.x1, rect.y1)]
    most = _BEYOND * max(face.width_mm, high - low)
    whole = Rect.around(corners)
    return Rect(
        max(whole.x0, -most), max(whole.y0, low - most), min(whole.x1, face.width_mm + most), min(whole.y1, high + most)
    )


def _drawn(face: Frontage, problems: Sequence[PlanProblem]) -> Iterator[Rect]:
    for group in (face.openings, face.bands, face.columns, face.canopies, face.signs):
        yield from (part.rect for part in group)
    for problem in problems:
        if problem.face == face.id and problem.place:
            yield problem.place if isinstance(problem.place, Rect) else Rect.around(problem.place)


def _hatching(rect: Rect, step: float) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Return the 45° lines inside a box, `step` apart."""
    found = []
    reach = rect.x0 - rect.height + step
    while reach < rect.x1:
        x0, x1 = max(reach, rect.x0), min(reach + rect.height, rect.x1)
        found.append(((x0, rect.y0 + x0 - reach), (x1, rect.y0 + x1 - reach)))
        reach += step
    return found
