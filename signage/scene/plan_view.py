"""The frontage plan itself as a technical elevation: axes, levels, units, bands, openings, and what is wrong with it.

Sizes of text and line weights follow the face's width, so that a street front and a single shop read alike.
"""

from __future__ import annotations

from collections.abc import Sequence

from signage.errors import NotFound
from signage.frontage import Frontage, FrontagePlan, Opening, OpeningKind, PlanProblem, Roof, Unit, Unsurveyed
from signage.geometry import Path, Point, Rect, polyline_y_at
from signage.locale import either, spoken, text
from signage.scene.labels import INK, label, shortened, text_width
from signage.scene.nodes import Anchor, Fill, Group, Label, Node, Scene, Solid, Stroke
from signage.scene.road_section import HEIGHT_U, has_section, section_nodes
from signage.scene.shapes import box, ellipse, line, solid
from signage.typography import FontCatalogue

_MUTED, _FAINT = "#5B636C", "#AEB4BA"
_WALL, _GLASS, _STONE = "#F6F4EF", "#DCE7EE", "#E3DED3"
_BAND, _BAND_INK = "#F2C879", "#8A5A00"
_ERROR, _WARNING, _RESCUE = "#C4161C", "#C26A00", "#D3222A"
_PROBLEM_ROWS = 14


def compose_plan(
    plan: FrontagePlan, face_id: str, fonts: FontCatalogue, *, problems: Sequence[PlanProblem] = ()
) -> Scene:
    """Return one face of a plan as a technical elevation, elevation space.

    Args:
        plan: The plan; one with errors is drawn as far as it goes.
        face_id: Which face.
        fonts: For the words.
        problems: What validation found; those with a place on the face are marked with numbered pins, and all that
            are of this face or of the whole file are listed below.

    Raises:
        NotFound: The plan has no such face.
    """
    face = next((f for f in plan.faces if f.id == face_id), None)
    if face is None:
        known = ", ".join(f.id for f in plan.faces)
        raise NotFound("frontage.face_not_found", face=face_id, plan=plan.id, known=known)
    view = _View(plan, face, fonts, [p for p in problems if p.face in ("", face.id)])
    return Scene(
        id=f"plan-{face.id}",
        title=f"{plan.building} {face.name} {text('plan.drawing_title')}",
        bounds=view.bounds,
        nodes=(
            Group(id="face", children=tuple(view.face_nodes()), layer="face"),
            Group(id="bands", children=tuple(view.band_nodes()), layer="bands"),
            Group(id="axes", children=tuple(view.axis_nodes()), layer="axes"),
            Group(id="levels", children=tuple(view.level_nodes()), layer="levels"),
            Group(id="units", children=tuple(view.unit_nodes()), layer="units"),
            Group(id="section", children=tuple(view.section_nodes()), layer="section"),
            Group(id="words", children=tuple(view.heading_nodes()), layer="text"),
            Group(id="problems", children=tuple(view.problem_nodes()), layer="problems"),
        ),
        model_digest=plan.digest,
    )


class _View:
    """One drawing in the making: the face, its frame, and `u`, the unit that text and lines are sized in."""

    def __init__(self, plan: FrontagePlan, face: Frontage, fonts: FontCatalogue, problems: list[PlanProblem]) -> None:
        self.plan, self.face, self.fonts, self.problems = plan, face, fonts, problems
        u = self.u = max(face.width_mm, 12_000.0) / 1000
        self.low = min(0.0, *(p.y for p in face.pavement))
        self.high = max(face.height_mm, *(s.top_mm for s in face.storeys))
        self.strip = 17 * u if _is_crowded(face, u) else 0.0  # room under the pavement for the ground floor's plates
        self.axis_y = self.low - 26 * u - self.strip
        self.section_y = self.axis_y - 16 * u
        self.legend_y = self.axis_y - 24 * u - (HEIGHT_U * u if has_section(face) else 0.0)
        rows = min(len(problems), _PROBLEM_ROWS) + (1 if problems else 0) + (len(problems) > _PROBLEM_ROWS)
        bottom = self.legend_y - 14 * u - rows * 11 * u
        width = max(face.width_mm, 560 * u)
        self.bounds = Rect(-62 * u, bottom, width + 74 * u, self.high + 58 * u)

    def words(
        self, words: str, x: float, y: float, size: float, anchor: Anchor = Anchor.START, colour: str = INK,
        weight: int = 400, subject: str = "", layer: str = "text",
    ) -> Label:  # fmt: skip
        return label(
            self.fonts, words, (x, y), size * self.u, anchor, colour=colour, weight=weight, subject=subject, layer=layer
        )

    def frame(self, rect: Rect, colour: str, width: float, *, subject: str = "", layer: str = "") -> Stroke:
        return Stroke(path=Path.rect(rect), colour=colour, width_mm=width * self.u, subject=subject, layer=layer)

    def face_nodes(self) -> list[Node]:
        face, u = self.face, self.u
        wall = (*face.pavement, Point(face.width_mm, self.high), Point(0.0, self.high))
        nodes: list[Node] = [solid(Path.polygon(wall), _WALL, layer="wall")]
        for storey in face.storeys:
            nodes.append(line(((0, storey.top_mm), (face.width_mm, storey.top_mm)), _FAINT, 0.5 * u))
            if storey.slab_mm:
                slab = Rect(0.0, storey.top_mm - storey.slab_mm, face.width_mm, storey.top_mm)
                nodes.append(box(slab, Solid(colour=_STONE), layer="slab"))
        for opening in face.openings:
            nodes += self._opening(opening)
        for column in face.columns:
            nodes.append(box(column.rect, _STONE if not column.is_colonnade else "#CFC6B4", subject=column.id))
            nodes.append(self.frame(column.rect, _MUTED, 0.5 if not column.is_colonnade else 0.9, subject=column.id))
        for canopy in face.canopies:
            nodes.append(box(canopy.rect, "#8D949B", subject=canopy.id))
        for arcade in face.arcades:  # its ceiling, seen through the front
            ends = ((arcade.x0_mm, arcade.ceiling_mm), (arcade.x1_mm, arcade.ceiling_mm))
            nodes.append(line(ends, _MUTED, 1.1 * u, dash=(6 * u, 3 * u), layer="arcades"))
        nodes.append(Stroke(path=Path.polygon(wall), colour=INK, width_mm=1.0 * u, layer="wall"))
        return nodes + self._pavement()

    def _opening(self, opening: Opening) -> list[Node]:
        u, path, rect = self.u, Path.polygon(opening.outline), opening.rect
        is_rescue = opening.kind is OpeningKind.RESCUE
        nodes: list[Node] = [
            Fill(path=path, paint=Solid(colour=_GLASS), layer="openings", subject=opening.id),
            Stroke(
                path=path,
                colour=_RESCUE if is_rescue else _MUTED,
                width_mm=(1.3 if is_rescue else 0.6) * u,
                layer="openings",
                subject=opening.id,
            ),
        ]
        if opening.kind is OpeningKind.DOOR:
            middle = rect.centre.x
            nodes.append(line(((middle, rect.y0), (middle, rect.y1)), _MUTED, 0.5 * u))
            for corner in (rect.x0, rect.x1):
                ends = ((corner, rect.y1), (middle, rect.centre.y), (corner, rect.y0))
                nodes.append(line(ends, _FAINT, 0.4 * u, dash=(3 * u, 2 * u)))
        if is_rescue:
            size = min(rect.width, rect.height) * 0.3
            c = rect.centre
            triangle = ((c.x - size, c.y - size * 0.8), (c.x + size, c.y - size * 0.8), (c.x, c.y + size * 0.9))
            nodes.append(solid(Path.polygon(triangle), _RESCUE, layer="openings", subject=opening.id))
        return nodes

    def _pavement(self) -> list[Node]:
        u, run = self.u, self.face.pavement
        ground = (*run, Point(run[-1].x, self.low - 7 * u), Point(run[0].x, self.low - 7 * u))
        return [
            solid(Path.polygon(ground), "#D8D5CE", layer="pavement"),
            line(tuple(run), INK, 2.2 * u, layer="pavement"),
        ]

    def band_nodes(self) -> list[Node]:
        u = self.u
        nodes: list[Node] = []
        for band in self.face.bands:
            rect = band.rect
            nodes.append(box(rect, Solid(colour=_BAND, opacity=0.32), layer="bands", subject=band.id))
            nodes += [line(ends, _BAND_INK, 0.25 * u, opacity=0.35) for ends in _hatching(rect, 9 * u)]
            nodes.append(self.frame(rect, _BAND_INK, 0.7, subject=band.id, layer="bands"))
        for sign in self.face.signs:
            nodes.append(box(sign.rect, Solid(colour="#FFFFFF", opacity=0.9), subject=sign.id))
            nodes.append(self.frame(sign.rect, "#2F5D7C", 0.9, subject=sign.id))
            size = min(5.5, sign.rect.height / u * 0.42)
            shown = shortened(self.fonts, sign.name, size * u, sign.rect.width * 0.92)
            at = sign.rect.centre
            nodes.append(self.words(shown, at.x, at.y - size * u * 0.42, size, Anchor.MIDDLE, "#2F5D7C"))
        for band in self.face.bands:
            nodes += self._band_words(band.id, band.rect, band.datum_mm)
        return nodes

    def _band_words(self, name: str, rect: Rect, datum_mm: float | None) -> list[Node]:
        u = self.u
        nodes: list[Node] = []
        if datum_mm is not None:
            nodes.append(line(((rect.x0, datum_mm), (rect.x1, datum_mm)), _BAND_INK, 1.3 * u, dash=(7 * u, 2 * u)))
        if rect.height < 9 * u or text_width(self.fonts, name, 4.2 * u) + 4 * u > rect.width:
            return nodes  # the level mark at the left end names the datum, the plate under the band its unit
        nodes.append(
            self.words(name, rect.x0 + 2 * u, rect.y1 - 6.2 * u, 4.2, colour=_BAND_INK, weight=500, subject=name)
        )
        if datum_mm is not None:
            level = level_text(datum_mm)
            if text_width(self.fonts, name + level, 4.2 * u) + 12 * u < rect.width:
                where = (rect.x1 - 2 * u, rect.y1 - 6.2 * u)
                nodes.append(self.words(f"▽{level}", *where, 4.2, Anchor.END, _BAND_INK, subject=name))
        return nodes

    def axis_nodes(self) -> list[Node]:
        u, face = self.u, self.face
        xs = sorted({x for bay in face.bays for x in (bay.x0_mm, bay.x1_mm)})
        nodes: list[Node] = []
        dimension_y = self.axis_y + 9 * u
        for number, x in enumerate(xs, 1):
            nodes.append(
                line(((x, self.axis_y), (x, self.high + 4 * u)), _FAINT, 0.4 * u, dash=(12 * u, 2 * u, 2 * u, 2 * u))
            )
            nodes.append(Stroke(path=ellipse(x, self.axis_y - 6 * u, 6 * u), colour=_MUTED, width_mm=0.6 * u))
            nodes.append(self.words(str(number), x, self.axis_y - 8.2 * u, 5, Anchor.MIDDLE, _MUTED))
            tick = ((x - 1.8 * u, dimension_y - 1.8 * u), (x + 1.8 * u, dimension_y + 1.8 * u))
            nodes.append(line(tick, INK, 0.9 * u))
        if xs:
            nodes.append(line(((xs[0], dimension_y), (xs[-1], dimension_y)), _MUTED, 0.5 * u))
        for bay in face.bays:
            size = f"{bay.x1_mm - bay.x0_mm:g}"
            if text_width(self.fonts, size, 4.6 * u) < (bay.x1_mm - bay.x0_mm) * 0.95:
                middle = (bay.x0_mm + bay.x1_mm) / 2
                nodes.append(self.words(size, middle, dimension_y + 1.8 * u, 4.6, Anchor.MIDDLE, _MUTED))
        return nodes

    def level_nodes(self) -> list[Node]:
        face, u = self.face, self.u
        marks = {0.0: ""}
        if Unsurveyed.STOREYS not in face.unsurveyed:
            marks |= {s.floor_mm: text("plan.drawing_storey", number=s.number) for s in face.storeys}
            marks |= {max(s.top_mm for s in face.storeys): ""}
            marks |= {s.sill_mm: "" for s in face.storeys if s.sill_mm is not None}
        if face.parapet_mm is not None:
            is_sloping = face.roof is Roof.SLOPING
            marks[face.parapet_mm] = text("plan.drawing_eaves" if is_sloping else "plan.drawing_parapet")
        nodes: list[Node] = []
        last = -1e12
        for level in sorted(marks):
            if level - last < 11 * u:
                continue
            last = level
            nodes += self._level(face.width_mm, level, marks[level], 1)
        last = -1e12
        for datum in sorted({b.datum_mm for b in face.bands if b.datum_mm is not None}):
            if datum - last >= 11 * u and abs(datum - face.pavement[0].y) >= 11 * u:
                nodes += self._level(0.0, datum, text("plan.drawing_datum"), -1)
                last = datum
        for x, side in () if Unsurveyed.PAVEMENT in face.unsurveyed else ((0.0, -1), (face.width_mm, 1)):
            ground = polyline_y_at(face.pavement, x)
            if ground is not None and (side < 0 or ground < -11 * u):
                nodes += self._level(x, ground, text("plan.drawing_pavement") if side < 0 else "", side)
            elif ground is not None:  # too close under ±0.000 for a mark of its own
                words = f"{text('plan.drawing_pavement')} {level_text(ground)}"
                nodes.append(self.words(words, x - 3 * u, self.low - 5.6 * u, 3.8, Anchor.END, _MUTED))
        return nodes

    def _level(self, x: float, y: float, words: str, side: int) -> list[Node]:
        u = self.u
        tip = x + side * 8 * u
        end = tip + side * 40 * u
        triangle = ((tip, y), (tip - 3 * u, y + 4 * u), (tip + 3 * u, y + 4 * u))
        start = tip + side * 5 * u
        anchor = Anchor.START if side > 0 else Anchor.END
        nodes: list[Node] = [
            line(((x + side * 2 * u, y), (end, y)), _MUTED, 0.5 * u),
            Stroke(path=Path.polygon(triangle), colour=_MUTED, width_mm=0.6 * u),
            self.words(level_text(y), start, y + 1.4 * u, 4.6, anchor),
        ]
        if words:
            nodes.append(self.words(words, start, y - 5.6 * u, 4.0, anchor, _MUTED))
        return nodes

    def unit_nodes(self) -> list[Node]:
        nodes: list[Node] = []
        for unit in self.face.units:
            storey = self.face.storey(unit.storey)
            if storey is None or unit.x0_mm >= unit.x1_mm:
                continue
            ends = (storey.floor_mm, storey.top_mm)
            for x in (unit.x0_mm, unit.x1_mm):
                nodes.append(line(((x, ends[0]), (x, ends[1])), "#3B6E8F", 0.8 * self.u, dash=(5 * self.u, 3 * self.u)))
            nodes += self._unit_words(unit, (ends[0] + ends[1]) / 2)
        return nodes

    def _unit_words(self, unit: Unit, middle_y: float) -> list[Node]:
        u, storey = self.u, self.face.storey(unit.storey)
        width, centre = unit.x1_mm - unit.x0_mm, (unit.x0_mm + unit.x1_mm) / 2
        floor = storey.floor_mm if storey else 0.0
        tenant = unit.tenant or text("plan.drawing_vacant")
        tenant = shortened(self.fonts, tenant, 3.6 * u, width * 0.86)
        wide = max(text_width(self.fonts, unit.id, 5.6 * u, 700), text_width(self.fonts, tenant, 3.6 * u)) + 6 * u
        # The plate stands low on the ground floor (on the glass) and under the sills above, clear of bands and windows.
        sill = storey.sill_mm if storey and storey.sill_mm is not None else None
        y = floor + 3 * u if sill is not None and sill > floor else floor + 14 * u
        y = min(y, middle_y)
        ground = polyline_y_at(self.face.pavement, centre)
        if self.strip and unit.storey == min(u.storey for u in self.face.units):
            y = self.low - 7 * u - self.strip + u
        elif ground is not None and unit.storey == 1:
            y = max(y, ground + 3 * u)  # where the pavement stands over the floor, the plate stands over the pavement
        plate = Rect(centre - wide / 2, y, centre + wide / 2, y + 15 * u)
        return [
            box(plate, Solid(colour="#FFFFFF", opacity=0.88), subject=unit.id),
            self.words(unit.id, centre, y + 7.6 * u, 5.6, Anchor.MIDDLE, "#1F4E6B", 700, unit.id),
            self.words(tenant, centre, y + 2 * u, 3.6, Anchor.MIDDLE, _MUTED, subject=unit.id),
        ]

    def section_nodes(self) -> list[Node]:
        if not has_section(self.face):
            return []
        return list(section_nodes(self.face, self.fonts, u=self.u, top=self.section_y))

    def heading_nodes(self) -> list[Node]:
        plan, face, u = self.plan, self.face, self.u
        top = self.high + 46 * u
        until = f" – {plan.valid_to}" if plan.valid_to else " –"
        facts = [plan.address, face.name, f"{plan.id} / {plan.revision}", f"{plan.valid_from}{until}"]
        if face.zone:
            facts.append(face.zone.value)
        room = self.bounds.width - 20 * u
        title = shortened(self.fonts, f"{plan.building}  {text('plan.drawing_title')}", 11 * u, room, 700)
        x = self.bounds.x0 + 12 * u
        nodes: list[Node] = [
            self.words(title, x, top - 6 * u, 11, weight=700),
            self.words(shortened(self.fonts, "  ·  ".join(facts), 5.2 * u, room), x, top - 17 * u, 5.2, colour=_MUTED),
        ]
        return nodes + self._legend(x)

    def _legend(self, x: float) -> list[Node]:
        u, y = self.u, self.legend_y
        swatches = (
            (_BAND, _BAND_INK, "band"), (_GLASS, _MUTED, "shopfront"), (_GLASS, _RESCUE, "rescue"),
            ("#FFFFFF", "#2F5D7C", "existing"), (_STONE, _MUTED, "column"), ("#8D949B", "#8D949B", "canopy"),
        )  # fmt: skip
        nodes: list[Node] = []
        for fill, edge, key in swatches:
            sample = Rect.sized(x, y - 1 * u, 11 * u, 7 * u)
            nodes += [box(sample, fill), self.frame(sample, edge, 1.0)]
            words = text(f"plan.drawing_{key}")
            nodes.append(self.words(words, x + 14 * u, y + 0.4 * u, 4.8, colour=_MUTED))
            x += 26 * u + text_width(self.fonts, words, 4.8 * u)
        nodes.append(self.words(text("plan.drawing_note"), x, y + 0.4 * u, 4.8, colour=_MUTED))
        return nodes

    def problem_nodes(self) -> list[Node]:
        u, nodes = self.u, list[Node]()
        if not self.problems:
            return nodes
        x, y = self.bounds.x0 + 12 * u, self.legend_y - 14 * u
        nodes.append(self.words(text("plan.drawing_problems"), x, y, 6, weight=700))
        taken: list[Point] = []
        for number, problem in enumerate(self.problems, 1):
            colour = _ERROR if problem.is_error else _WARNING
            if problem.place is not None:
                nodes += self._marked(problem, colour)
                nodes += self._pin(self._free(problem, taken), number, colour)
            if number <= _PROBLEM_ROWS:
                y -= 11 * u
                nodes += self._pin(Point(x + 4 * u, y + 2 * u), number, colour)
                kind = text(f"plan.drawing_problem_{problem.severity.value}")
                words = f"{kind}{either('：', ': ')}{problem.sentence(spoken())}"
                room = self.bounds.x1 - x - 20 * u
                nodes.append(self.words(shortened(self.fonts, words, 5 * u, room), x + 12 * u, y, 5, colour=colour))
        more = len(self.problems) - _PROBLEM_ROWS
        if more > 0:
            nodes.append(self.words(text("plan.drawing_more", count=more), x + 12 * u, y - 11 * u, 5, colour=_MUTED))
        return nodes

    def _marked(self, problem: PlanProblem, colour: str) -> list[Node]:
        place = problem.place
        if isinstance(place, Rect):
            return [box(place, Solid(colour=colour, opacity=0.18)), self.frame(place, colour, 1.6)]
        return [line(tuple(place or ()), colour, 2.2 * self.u)]

    def _free(self, problem: PlanProblem, taken: list[Point]) -> Point:
        """Return where a problem's pin goes: at its place, moved right past pins that are already there."""
        place = problem.place
        rect = place if isinstance(place, Rect) else Rect.around(place or (Point(0.0, 0.0),))
        at = Point(rect.centre.x, rect.y1)
        while any(abs(at.x - p.x) < 9 * self.u and abs(at.y - p.y) < 9 * self.u for p in taken):
            at = Point(at.x + 9.5 * self.u, at.y)
        taken.append(at)
        return at

    def _pin(self, at: Point, number: int, colour: str) -> list[Node]:
        u = self.u
        return [
            solid(ellipse(at.x, at.y, 4.6 * u), "#FFFFFF"),
            solid(ellipse(at.x, at.y, 4.1 * u), colour),
            self.words(str(number), at.x, at.y - 1.9 * u, 4.2 if number < 10 else 3.6, Anchor.MIDDLE, "#FFFFFF", 700),
        ]


def _is_crowded(face: Frontage, u: float) -> bool:
    """Return whether plates of the lowest storey with units would cover its bands: a long front, drawn small."""
    if not face.units:
        return False
    number = min(unit.storey for unit in face.units)
    storey, own = face.storey(number), {unit.id for unit in face.units if unit.storey == number}
    if storey is None:
        return False
    bottoms = [band.rect.y0 for band in face.bands if own & set(band.units)]
    return min(bottoms, default=storey.floor_mm + (storey.top_mm - storey.floor_mm) * 0.6) - storey.floor_mm < 30 * u


def level_text(level_mm: float) -> str:
    """Return a level in metres to three decimals, as drawings write it: `±0.000`, `+3.200`, `-0.150`."""
    metres = round(level_mm) / 1000
    return "±0.000" if metres == 0 else f"{metres:+.3f}"


def _hatching(rect: Rect, step: float) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Return the 45° lines inside a box, `step` apart."""
    found = []
    reach = rect.x0 - rect.height + step
    while reach < rect.x1:
        x0, x1 = max(reach, rect.x0), min(reach + rect.height, rect.x1)
        found.append(((x0, rect.y0 + x0 - reach), (x1, rect.y0 + x1 - reach)))
        reach += step
    return found
