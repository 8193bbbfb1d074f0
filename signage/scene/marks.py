"""Findings on the elevation: limit lines, the excess in tint and hatch, measured distances, numbered pins.

Colour says the verdict: red fails, amber warns, violet waits for a person's judgement, grey was not measured. Pins and
texts are placed one after the other where nothing lies yet, so that none covers another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import cos, hypot, pi, sin

from signage.design import Colour
from signage.geometry import Path, Point, Rect
from signage.locale import either, text
from signage.rules import CheckReport, Concern, Finding, Mark, Verdict, concern_of
from signage.scene.labels import label, text_width
from signage.scene.nodes import Anchor, Group, Node, Solid, Stroke
from signage.scene.shapes import box, ellipse, line, rounded, solid
from signage.typography import FontCatalogue
from signage.units import Quantity, Unit, format_quantity, same_kind

VERDICT_COLOUR: dict[Verdict, Colour] = {
    Verdict.FAIL: "#C8201E",
    Verdict.UNMEASURED: "#6B7280",
    Verdict.REVIEW: "#6D4BB0",
    Verdict.WARN: "#B36B00",
    Verdict.PASS: "#2E7D4F",
    Verdict.NOT_APPLICABLE: "#9AA1A9",
}
_RINGS = (2.2, 3.2, 4.4, 6.0, 8.0, 11.0, 15.0)  # distances at which a place is tried, in half heights
_DIRECTIONS = 24
_HATCH_MOST = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """A finding with the number under which picture and legend name it."""

    number: int
    finding: Finding

    @property
    def colour(self) -> Colour:
        """Colour of its verdict."""
        return VERDICT_COLOUR[self.finding.verdict]


def pinned(report: CheckReport) -> tuple[Pinned, ...]:
    """Return what needs a reader's eye, numbered from 1: everything but passes and not applicable.

    Worst first, and what is about the same thing (place, size, light, …) together.
    """
    quiet = (Verdict.PASS, Verdict.NOT_APPLICABLE)
    shown = [f for f in report.findings if f.verdict not in quiet]
    concerns = list(Concern)
    shown.sort(key=lambda f: (f.verdict.rank, concerns.index(concern_of(f))))
    return tuple(Pinned(number=index, finding=finding) for index, finding in enumerate(shown, start=1))


def pin(fonts: FontCatalogue, at: Point, radius: float, number: int, colour: Colour, *, layer: str) -> list[Node]:
    """Return a numbered disc with its centre at `at`."""
    height = radius * (0.92 if number < 10 else 0.76)
    return [
        solid(ellipse(at.x, at.y, radius * 1.14), "#FFFFFF"),
        solid(ellipse(at.x, at.y, radius), colour),
        label(
            fonts,
            str(number),
            Point(at.x, at.y - height / 2),
            height,
            Anchor.MIDDLE,
            colour="#FFFFFF",
            weight=700,
            layer=layer,
        ),
    ]


def amount_words(finding: Finding) -> str | None:
    """Return by how much a finding misses its limit, such as 超出 325 mm; None when no distance or area tells it."""
    margin = finding.margin
    if margin is None or margin.value >= 0:
        return None
    if not any(same_kind(margin.unit, unit) for unit in (Unit.MM, Unit.MM2)):
        return None
    amount = format_quantity(Quantity(abs(margin.value), margin.unit))
    return text("scene.too_little" if _is_short(finding) else "scene.too_much", amount=amount)


def _is_short(finding: Finding) -> bool:
    """Whether the value lies below its limit; of a range it is the limit that it misses."""
    measured, limit = finding.measured, finding.limit
    if isinstance(measured, Quantity) and limit is not None and same_kind(measured.unit, limit.unit):
        return measured.compare(limit) < 0
    return finding.required.lstrip().startswith(("≥", ">", "＞", "不小于", "不低于"))


def mark_nodes(
    report: CheckReport, fonts: FontCatalogue, view: Rect, unit_mm: float, keep_clear: tuple[Rect, ...]
) -> tuple[Node, ...]:
    """Return the marks of all findings that have a place, as one group a finding.

    Args:
        report: The check.
        fonts: For numbers and amounts.
        view: Part of the elevation that is shown; pins and texts stay inside it.
        unit_mm: One design pixel in scene mm; line widths and text sizes follow it.
        keep_clear: What pins and texts should leave visible, such as the sign's lettering.
    """
    return marks_of(pinned(report), fonts, view, unit_mm, keep_clear)


def marks_of(
    items: Sequence[Pinned],
    fonts: FontCatalogue,
    view: Rect,
    unit_mm: float,
    keep_clear: tuple[Rect, ...],
    *,
    taken: tuple[Rect, ...] = (),
    wordless: frozenset[int] = frozenset(),
) -> tuple[Node, ...]:
    """Return the marks of some findings under the numbers they have; see `mark_nodes`.

    Args:
        items: The findings; those without a place are passed over.
        fonts: For numbers and amounts.
        view: Part of the elevation that is shown.
        unit_mm: One design pixel in scene mm.
        keep_clear: What pins and texts should leave visible.
        taken: What no pin or text may touch, such as numbers that already stand there.
        wordless: Numbers whose amount is told elsewhere: they get a pin alone.
    """
    shown = [item for item in items if item.finding.where]
    marks = [mark for item in shown for mark in item.finding.where]
    told = tuple(mark.bounds for mark in marks if mark.role == "excess" or mark.shape == "segment")
    desk = _Placer(view=view.grown(-unit_mm * 6), keep_clear=keep_clear + told, taken=list(taken))
    anchors = _anchors(shown)
    callouts = {
        i.number: _callout(i, anchors[i.number], fonts, desk, unit_mm, with_words=i.number not in wordless)
        for i in shown
    }
    # All lines first, all pins and plates above them: no leader strikes out another finding's words.
    below = [
        Group(
            id=f"finding-{item.number}",
            children=(*shape_nodes(item, unit_mm), *callouts[item.number][0]),
            title=_title(item),
            layer="mark",
            subject=item.finding.subject,
        )
        for item in shown
    ]
    above = [
        Group(
            id=f"pin-{item.number}",
            children=tuple(callouts[item.number][1]),
            layer="mark",
            subject=item.finding.subject,
        )
        for item in shown
    ]
    return (*below, *above)


@dataclass(slots=True)
class _Placer:
    """Finds free places: it remembers what it gave away."""

    view: Rect
    keep_clear: tuple[Rect, ...]
    taken: list[Rect] = field(default_factory=list)

    def place(self, anchor: Point, width: float, height: float) -> Rect:
        """Return a free box near an anchor, its own from now on."""
        best = min(self._tries(anchor, width, height), key=lambda rect: self._cost(rect, anchor))
        self.taken.append(best)
        return best

    def _tries(self, anchor: Point, width: float, height: float) -> list[Rect]:
        tries = []
        for ring in _RINGS:
            for step in range(_DIRECTIONS):
                turn = 2 * pi * (step + 0.5) / _DIRECTIONS + pi / 2
                reach_x, reach_y = height * 0.5 * ring + width / 2, height * 0.5 * ring + height / 2
                centre = Point(anchor.x + cos(turn) * reach_x, anchor.y + sin(turn) * reach_y)
                tries.append(self._inside(centre, width, height))
        return tries

    def _inside(self, centre: Point, width: float, height: float) -> Rect:
        v = self.view
        x = min(max(centre.x - width / 2, v.x0), max(v.x0, v.x1 - width))
        y = min(max(centre.y - height / 2, v.y0), max(v.y0, v.y1 - height))
        return Rect.sized(x, y, width, height)

    def _cost(self, rect: Rect, anchor: Point) -> float:
        distance = hypot(rect.centre.x - anchor.x, rect.centre.y - anchor.y)
        gap = rect.grown(rect.height * 0.12)
        collisions = sum(gap.overlaps(other) for other in self.taken)
        covered = sum(rect.overlaps(other) for other in self.keep_clear)
        return distance + collisions * 1e9 + covered * rect.height * 9


def _callout(
    item: Pinned, anchor: Point, fonts: FontCatalogue, desk: _Placer, u: float, *, with_words: bool = True
) -> tuple[list[Node], list[Node]]:
    """Return the leader, and the pin with the amount beside it on a white plate."""
    radius, height = 13.0 * u, 13.0 * u
    words = amount_words(item.finding) if with_words else None
    wide = radius * 2.3 + (text_width(fonts, words, height, 700) + 16 * u if words else 0.0)
    place = desk.place(anchor, wide, radius * 2.3)
    centre = Point(place.x0 + radius * 1.15, place.centre.y)
    leader: list[Node] = [
        line(((anchor.x, anchor.y), (centre.x, centre.y)), "#FFFFFF", 3.2 * u, opacity=0.7),
        line(((anchor.x, anchor.y), (centre.x, centre.y)), item.colour, 1.3 * u),
        solid(ellipse(anchor.x, anchor.y, 3.6 * u), item.colour),
    ]
    nodes: list[Node] = []
    if words:
        plate = Rect(centre.x, place.y0 + radius * 0.12, place.x1, place.y1 - radius * 0.12)
        nodes.append(solid(rounded(plate, 4 * u), "#FFFFFF", 0.96))
        nodes.append(Stroke(path=rounded(plate, 4 * u), colour=item.colour, width_mm=1.0 * u))
        at = Point(centre.x + radius + 6 * u, place.centre.y - height / 2)
        nodes.append(label(fonts, words, at, height, colour=item.colour, weight=700, layer="mark"))
    return leader, nodes + pin(fonts, centre, radius, item.number, item.colour, layer="mark")


def _title(item: Pinned) -> str:
    finding = item.finding
    return (
        f"{item.number}. {either(finding.title_zh, finding.title_en)}：{text('scene.verdict_' + finding.verdict.value)}"
    )


def _anchors(shown: list[Pinned]) -> dict[int, Point]:
    """Where each leader starts; findings on the same box share its upper edge, side by side."""
    found: dict[int, Point] = {}
    sharing: dict[Rect, list[int]] = {}
    for item in shown:
        mark = _told_mark(item.finding)
        if mark.shape == "segment" or mark.role == "excess":
            found[item.number] = mark.bounds.centre
        else:
            sharing.setdefault(mark.bounds, []).append(item.number)
    for rect, numbers in sharing.items():
        for index, number in enumerate(numbers):
            share = (index + 0.5) / len(numbers)
            found[number] = Point(rect.x0 + rect.width * (0.15 + 0.7 * share), rect.y1)
    return found


def _told_mark(finding: Finding) -> Mark:
    """The mark that the leader points at: the excess if there is one, else what was measured, else the limit."""
    order = {"excess": 0, "measured": 1, "limit": 2}
    return min(finding.where, key=lambda mark: order.get(mark.role, 3))


def shape_nodes(item: Pinned, u: float) -> list[Node]:
    """Return the places of a finding as shapes, without pin or words; `u` is one design pixel in scene mm."""
    order = {"measured": 0, "limit": 1, "excess": 2}
    nodes: list[Node] = []
    for mark in sorted(item.finding.where, key=lambda m: order.get(m.role, 0)):
        if mark.shape == "segment":
            nodes += _segment(mark, item.colour, u)
        elif mark.role == "excess":
            nodes += _excess(mark, item.colour, u)
        else:
            dash = (9 * u, 5 * u) if mark.role == "limit" else ()
            width = 1.8 * u if mark.role == "limit" else 1.2 * u
            path = Path.polygon(_ring(mark))
            nodes.append(Stroke(path=path, colour=item.colour, width_mm=width, dash_mm=dash, opacity=0.95))
    return nodes


def _ring(mark: Mark) -> tuple[Point, ...]:
    return mark.bounds.corners if mark.shape == "rect" else mark.points


def _segment(mark: Mark, colour: Colour, u: float) -> list[Node]:
    start, end = mark.points[0], mark.points[-1]
    if mark.role == "limit":
        return [line((start, end), colour, 1.8 * u, dash=(9 * u, 5 * u))]
    width = (3.0 if mark.role == "excess" else 1.4) * u
    length = hypot(end.x - start.x, end.y - start.y)
    nodes: list[Node] = [line((start, end), colour, width)]
    if length > 0:
        tick = Point(-(end.y - start.y) / length * 6 * u, (end.x - start.x) / length * 6 * u)
        for p in (start, end):
            nodes.append(line(((p.x - tick.x, p.y - tick.y), (p.x + tick.x, p.y + tick.y)), colour, 1.4 * u))
    return nodes


def _excess(mark: Mark, colour: Colour, u: float) -> list[Node]:
    path = Path.polygon(_ring(mark))
    nodes: list[Node] = [solid(path, colour, 0.24)]
    if mark.shape == "rect":
        nodes += _hatch(mark.bounds, colour, u)
    nodes.append(Stroke(path=path, colour=colour, width_mm=1.6 * u))
    return nodes


def _hatch(rect: Rect, colour: Colour, u: float) -> list[Node]:
    """Lines at 45 degrees, cut exactly at the box."""
    step = max(9 * u, (rect.width + rect.height) / _HATCH_MOST)
    lines: list[Path] = []
    c = step * 0.5
    while c < rect.width + rect.height:
        # the line x - y = const enters at the left or the foot and leaves at the head or the right
        start = (rect.x0, rect.y1 - c) if c <= rect.height else (rect.x0 + c - rect.height, rect.y0)
        end = (rect.x0 + c, rect.y1) if c <= rect.width else (rect.x1, rect.y1 - (c - rect.width))
        lines.append(Path.line((start, end)))
        c += step
    if not lines:
        return []
    return [Stroke(path=Path.joined(lines), colour=colour, width_mm=1.1 * u, opacity=0.75)]


def veil(view: Rect) -> Node:
    """Return a pale cover that lets the picture step back behind its marks."""
    return box(view, Solid(colour="#FFFFFF", opacity=0.12), layer="mark")
