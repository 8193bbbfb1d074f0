"""The frontage plan itself as a technical elevation: axes, levels, units, bands, openings, and what is wrong with it.

Sizes of text and line weights follow the drawing's width, so that a street front and a single shop read alike.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from signage.errors import NotFound
from signage.frontage import Frontage, FrontagePlan, PlanProblem, faces_along
from signage.geometry import Point, Rect
from signage.locale import either, spoken, text
from signage.scene.labels import INK, label, shortened, text_width
from signage.scene.moving import moved_nodes
from signage.scene.nodes import Anchor, Group, Label, Node, Scene
from signage.scene.plan_face import BAND, BAND_INK, CANOPY, GLASS, MUTED, RESCUE, SIGN_INK, STONE, FaceView
from signage.scene.plan_levels import datum_marks, mark_nodes, storey_marks
from signage.scene.plan_pins import colour_of, pin_at, pin_nodes, place_nodes
from signage.scene.road_section import HEIGHT_U, has_section, section_nodes
from signage.scene.shapes import box, line
from signage.typography import FontCatalogue

_PROBLEM_ROWS = 14
_LEAST_MM = 12_000.0  # a narrower front is drawn as if it were this wide
_BETWEEN_U = 60.0  # between faces that do not adjoin


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
    face = _face(plan, face_id)
    own = [p for p in problems if p.face in ("", face.id)]
    u = max(face.width_mm, _LEAST_MM) / 1000
    page = _Page(plan, [(0.0, FaceView(face, fonts, u, own))], fonts, u, own)
    return page.scene(f"plan-{face.id}", face.name)


def compose_unrolled(
    plan: FrontagePlan, fonts: FontCatalogue, *, faces: Sequence[str] = (), problems: Sequence[PlanProblem] = ()
) -> Scene:
    """Return the faces of a plan unrolled into one elevation, in the order in which one walks past them.

    Args:
        plan: The plan; one with errors is drawn as far as it goes.
        fonts: For the words.
        faces: Which faces; empty for all.
        problems: What validation found, marked and listed as by `compose_plan`.

    Raises:
        NotFound: The plan has no such face.
    """
    chosen = [_face(plan, name).id for name in faces] or [face.id for face in plan.faces]
    rows = [[face for face in row if face.id in chosen] for row in faces_along(plan)]
    total = sum(face.width_mm for row in rows for face in row)
    u = max(total * (1 + _BETWEEN_U / 1000 * max(len(rows) - 1, 0)), _LEAST_MM) / 1000
    own = [p for p in problems if p.face in ("", *chosen)]
    views, x = list[tuple[float, FaceView]](), 0.0
    for row in rows:
        for face in row:
            views.append((x, FaceView(face, fonts, u, own)))
            x += face.width_mm
        x += _BETWEEN_U * u if row else 0.0
    page = _Page(plan, views, fonts, u, own)
    return page.scene("plan-street", text("plan.drawing_unrolled"))


def _face(plan: FrontagePlan, face_id: str) -> Frontage:
    face = next((f for f in plan.faces if f.id == face_id), None)
    if face is None:
        known = ", ".join(f.id for f in plan.faces)
        raise NotFound("frontage.face_not_found", face=face_id, plan=plan.id, known=known)
    return face


class _Page:
    """One drawing in the making: its faces with where each begins, and what stands around them."""

    def __init__(
        self,
        plan: FrontagePlan,
        views: Sequence[tuple[float, FaceView]],
        fonts: FontCatalogue,
        u: float,
        problems: Sequence[PlanProblem],
    ) -> None:
        self.plan, self.views, self.fonts, self.u, self.problems = plan, views, fonts, u, problems
        self.is_street = len(views) > 1
        self.left = min(x + view.extent.x0 for x, view in views)
        self.right = max(x + view.extent.x1 for x, view in views)
        self.top = max(view.extent.y1 for _, view in views)
        self.axis_y = min(view.low - view.strip for _, view in views) - 26 * u
        face = views[0][1].face
        self.section_face = face if not self.is_street and has_section(face) else None
        self.section_y = self.axis_y - 16 * u
        self.legend_y = self.axis_y - 24 * u - (HEIGHT_U * u if self.section_face is not None else 0.0)
        rows = min(len(problems), _PROBLEM_ROWS) + (1 if problems else 0) + (len(problems) > _PROBLEM_ROWS)
        bottom = self.legend_y - 14 * u - rows * 11 * u
        right = max(self.right, self.left + 560 * u)
        self.bounds = Rect(self.left - 64 * u, bottom, right + 76 * u, self.top + 58 * u)

    def scene(self, name: str, shown: str) -> Scene:
        """Return the drawing."""
        axes = self._all(lambda view: view.axis_nodes(self.axis_y, has_marks=not self.is_street))
        groups = {
            "face": self._all(FaceView.face_nodes),
            "bands": self._all(FaceView.band_nodes),
            "axes": [*axes, *(self._face_names() if self.is_street else ())],
            "levels": self._levels(),
            "units": self._all(FaceView.unit_nodes),
            "section": self._section(),
            "words": self._heading(shown),
            "problems": self._problems(),
        }
        return Scene(
            id=name,
            title=f"{self.plan.building} {shown} {text('plan.drawing_title')}",
            bounds=self.bounds,
            nodes=tuple(
                Group(id=key, children=tuple(nodes), layer="text" if key == "words" else key)
                for key, nodes in groups.items()
            ),
            model_digest=self.plan.digest,
        )

    def _all(self, of: Callable[[FaceView], list[Node]]) -> list[Node]:
        """Return nodes of every face, each set down where its face begins."""
        return [node for x, view in self.views for node in (of(view) if x == 0 else moved_nodes(of(view), x))]

    def _words(
        self, words: str, x: float, y: float, size: float, anchor: Anchor = Anchor.START, colour: str = INK,
        weight: int = 400,
    ) -> Label:  # fmt: skip
        return label(self.fonts, words, (x, y), size * self.u, anchor, colour=colour, weight=weight)

    def _face_names(self) -> list[Node]:
        """Return the faces' names under them, and the lines at which the drawing is folded."""
        u, nodes = self.u, list[Node]()
        for x, view in self.views:
            name = shortened(self.fonts, view.face.name, 6 * u, max(view.face.width_mm - 4 * u, 12 * u), 700)
            middle = x + view.face.width_mm / 2
            nodes.append(self._words(name, middle, self.axis_y - 8 * u, 6, Anchor.MIDDLE, weight=700))
        for (x, view), (following, _) in pairwise(self.views):
            if following == x + view.face.width_mm:
                ends = ((following, self.axis_y - 10 * u), (following, view.high + 14 * u))
                nodes.append(line(ends, INK, 0.9 * u, dash=(14 * u, 3 * u, 3 * u, 3 * u), layer="axes"))
        return nodes

    def _levels(self) -> list[Node]:
        first, last = self.views[0][1], self.views[-1][1]
        left = mark_nodes(datum_marks(first.face, self.u), self.fonts, self.u, x=self.left, side=-1)
        return left + mark_nodes(storey_marks(last.face, self.u), self.fonts, self.u, x=self.right, side=1)

    def _section(self) -> list[Node]:
        if self.section_face is None:
            return []
        return list(section_nodes(self.section_face, self.fonts, u=self.u, top=self.section_y))

    def _heading(self, shown: str) -> list[Node]:
        plan, u = self.plan, self.u
        top = self.top + 46 * u
        until = f" – {plan.valid_to}" if plan.valid_to else " –"
        facts = [plan.address, shown, f"{plan.id} / {plan.revision}", f"{plan.valid_from}{until}"]
        facts += dict.fromkeys(view.face.zone.value for _, view in self.views if view.face.zone)
        room = self.bounds.width - 20 * u
        title = shortened(self.fonts, f"{plan.building}  {text('plan.drawing_title')}", 11 * u, room, 700)
        x = self.bounds.x0 + 12 * u
        nodes: list[Node] = [
            self._words(title, x, top - 6 * u, 11, weight=700),
            self._words(shortened(self.fonts, "  ·  ".join(facts), 5.2 * u, room), x, top - 17 * u, 5.2, colour=MUTED),
        ]
        return nodes + self._legend(x)

    def _legend(self, x: float) -> list[Node]:
        u, y = self.u, self.legend_y
        swatches = (
            (BAND, BAND_INK, "band"), (GLASS, MUTED, "shopfront"), (GLASS, RESCUE, "rescue"),
            ("#FFFFFF", SIGN_INK, "existing"), (STONE, MUTED, "column"), (CANOPY, CANOPY, "canopy"),
        )  # fmt: skip
        nodes: list[Node] = []
        for fill, edge, key in swatches:
            sample = Rect.sized(x, y - 1 * u, 11 * u, 7 * u)
            frame = self.views[0][1].frame(sample, edge, 1.0)
            nodes += [box(sample, fill), frame]
            words = text(f"plan.drawing_{key}")
            nodes.append(self._words(words, x + 14 * u, y + 0.4 * u, 4.8, colour=MUTED))
            x += 26 * u + text_width(self.fonts, words, 4.8 * u)
        nodes.append(self._words(text("plan.drawing_note"), x, y + 0.4 * u, 4.8, colour=MUTED))
        return nodes

    def _problems(self) -> list[Node]:
        """Return the problems' places, then their pins over all of them, then the list of what they are."""
        u, fonts = self.u, self.fonts
        at = {view.face.id: x for x, view in self.views}
        placed = [(number, p, at.get(p.face, 0.0)) for number, p in enumerate(self.problems, 1) if p.place]
        nodes = [node for _, problem, dx in placed for node in moved_nodes(place_nodes(problem, u), dx)]
        taken: list[Point] = []
        for number, problem, dx in placed:
            spot = pin_at(problem, dx, taken, self.bounds, u)
            if spot is not None:
                taken.append(spot)
                nodes += pin_nodes(spot, number, colour_of(problem), fonts, u)
        return nodes + self._listed() if self.problems else []

    def _listed(self) -> list[Node]:
        u = self.u
        x, y = self.bounds.x0 + 12 * u, self.legend_y - 14 * u
        nodes: list[Node] = [self._words(text("plan.drawing_problems"), x, y, 6, weight=700)]
        names = {view.face.id: view.face.name for _, view in self.views} if self.is_street else {}
        for number, problem in enumerate(self.problems[:_PROBLEM_ROWS], 1):
            y, colour = y - 11 * u, colour_of(problem)
            nodes += pin_nodes(Point(x + 4 * u, y + 2 * u), number, colour, self.fonts, u)
            kind = text(f"plan.drawing_problem_{problem.severity.value}")
            whose = f"{names[problem.face]}{either('，', ', ')}" if problem.face in names else ""
            words = f"{kind}{either('：', ': ')}{whose}{problem.sentence(spoken())}"
            shown = shortened(self.fonts, words, 5 * u, self.bounds.x1 - x - 20 * u)
            nodes.append(self._words(shown, x + 12 * u, y, 5, colour=colour))
        more = len(self.problems) - _PROBLEM_ROWS
        if more > 0:
            nodes.append(self._words(text("plan.drawing_more", count=more), x + 12 * u, y - 11 * u, 5, colour=MUTED))
        return nodes
