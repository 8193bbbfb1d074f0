"""One finding cut out of the elevation: its place with enough around it, its marks alone, its excess dimensioned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from signage.design import Colour
from signage.digest import digest_of
from signage.frontage import Proposal
from signage.geometry import Path, Point, Rect
from signage.locale import either, text
from signage.rules import CheckReport, Finding, Mark
from signage.scene.front import compose_front
from signage.scene.labels import label, label_box, text_width
from signage.scene.marks import Pinned, marks_of, pinned, veil
from signage.scene.nodes import DAY, Anchor, Dimension, Fill, Glow, Group, Label, Node, Picture, Scene, Shadow, Stroke
from signage.scene.shapes import line, rounded, solid
from signage.typography import FontCatalogue
from signage.units import Quantity, Unit, format_quantity, same_kind

DETAIL_MM = (80.0, 52.0)  # on paper
OVERVIEW_MM = 170.0
_U_MM = 0.165  # a design pixel on paper: numbers of 2.1 mm, pins of 4.3 mm
_LEAST_MM = 3400.0  # of the elevation across a detail: a door and a person's height are recognised
_ROOM = 1.5  # of the view for a place of size 1
_WORDS_MOST = 9  # findings on one picture that are told with their amounts


def compose_details(
    proposal: Proposal, report: CheckReport, fonts: FontCatalogue
) -> tuple[Scene | None, dict[int, Scene]]:
    """Return the overview with every pin, and a detail of each finding that has a place, by its number.

    The overview is None when no finding that needs a reader's eye has a place.

    Raises:
        NotFound: The sign names a unit that its plan does not have.
        RenderError: The report belongs to another unit.
    """
    items = [item for item in pinned(report) if item.finding.where]
    front = compose_front(proposal, DAY, fonts)
    compose_front_check(proposal, report)
    letters = tuple(one.ink.moved(*proposal.sign.origin) for one in proposal.sign.layout.lines)
    if not items:
        return None, {}
    details = {item.number: _detail(item, front, proposal, report, fonts, letters) for item in items}
    return _overview(items, front, report, fonts, letters), details


def compose_front_check(proposal: Proposal, report: CheckReport) -> None:
    """Refuse a report of another unit.

    Raises:
        RenderError: It is.
    """
    from signage.errors import RenderError

    if report.unit != proposal.sign.unit_id:
        raise RenderError("scene.report_of_another_unit", unit=proposal.sign.unit_id, other=report.unit)


def detail_view(finding: Finding, shown: Rect) -> Rect:
    """Return the part of a picture that shows a finding's place with its surroundings.

    Args:
        finding: It has at least one mark.
        shown: What the picture shows; the part lies inside it and has the shape of `DETAIL_MM`.
    """
    told = [mark for mark in finding.where if mark.role in ("excess", "limit")] or list(finding.where)
    excess = [mark for mark in finding.where if mark.role == "excess"]
    if excess:  # a limit line as long as the sign would push the place into a corner
        told = excess + [m for m in finding.where if m.role == "limit" and _near(m.bounds, excess)]
    focus = Rect.joined([mark.bounds for mark in told])
    aspect = DETAIL_MM[0] / DETAIL_MM[1]
    width = max(focus.width * _ROOM, focus.height * _ROOM * aspect, _LEAST_MM)
    width = min(width, shown.width, shown.height * aspect)
    height = width / aspect
    x0 = min(max(focus.centre.x - width / 2, shown.x0), shown.x1 - width)
    y0 = min(max(focus.centre.y - height / 2, shown.y0), shown.y1 - height)
    return Rect.sized(x0, y0, width, height)


def _near(limit: Rect, excess: Sequence[Mark]) -> bool:
    return any(limit.grown(50.0).overlaps(mark.bounds.grown(50.0)) for mark in excess)


def _detail(
    item: Pinned,
    front: Scene,
    proposal: Proposal,
    report: CheckReport,
    fonts: FontCatalogue,
    letters: tuple[Rect, ...],
) -> Scene:
    view = detail_view(item.finding, front.bounds)
    u = view.width / DETAIL_MM[0] * _U_MM
    dimension = excess_dimension(item.finding, fonts, view, u, item.colour)
    measured, taken = dimension or ((), ())
    wordless = frozenset({item.number}) if measured else frozenset()
    marks = marks_of((item,), fonts, view, u, letters, taken=tuple(taken), wordless=wordless)
    title = either(item.finding.title_zh, item.finding.title_en)
    return Scene(
        id=f"finding-{item.number}",
        title=text("report.detail_alt", number=item.number, title=title, unit=proposal.sign.unit_id),
        bounds=view,
        nodes=(
            Group(id="picture", children=_seen(front.nodes, view), layer="context", clip=view),
            Group(id="marks", children=(veil(view), *marks, *measured), layer="mark", clip=view),
        ),
        model_digest=digest_of([proposal.digest, report.digest, item.number], "signage.detail/1"),
    )


def _overview(
    items: Sequence[Pinned], front: Scene, report: CheckReport, fonts: FontCatalogue, letters: tuple[Rect, ...]
) -> Scene:
    view = front.bounds
    u = view.width / OVERVIEW_MM * _U_MM
    wordless = frozenset(i.number for i in items) if len(items) > _WORDS_MOST else frozenset()
    marks = marks_of(items, fonts, view, u, letters, wordless=wordless)
    return Scene(
        id="overview",
        title=text("report.overview_alt", unit=report.unit, count=len(items)),
        bounds=view,
        nodes=(*front.nodes, Group(id="marks", children=(veil(view), *marks), layer="mark", clip=view)),
        model_digest=digest_of([front.model_digest, report.digest], "signage.overview/1"),
    )


def excess_dimension(
    finding: Finding, fonts: FontCatalogue, view: Rect, u: float, colour: Colour
) -> tuple[tuple[Node, ...], tuple[Rect, ...]] | None:
    """Return the dimension from a limit's line to the edge beyond it, and the box of its number; None if there is none.

    Only where the excess on the elevation is as long as the margin says: a number must not stand at another length.
    """
    margin = finding.margin
    if margin is None or margin.value >= 0 or not same_kind(margin.unit, Unit.MM):
        return None
    amount = abs(margin.to(Unit.MM).value)
    words = format_quantity(Quantity(abs(margin.value), margin.unit))
    for mark in finding.where:
        if mark.role != "excess":
            continue
        r = mark.bounds
        if abs(r.height - amount) < 0.02:
            return _measured(fonts, view, u, colour, words, r, is_upright=True)
        if abs(r.width - amount) < 0.02:
            return _measured(fonts, view, u, colour, words, r, is_upright=False)
    return None


def _measured(
    fonts: FontCatalogue, view: Rect, u: float, colour: Colour, words: str, r: Rect, *, is_upright: bool
) -> tuple[tuple[Node, ...], tuple[Rect, ...]]:
    height = 15.0 * u
    wide = text_width(fonts, words, height, 700)
    off, tick = 26.0 * u, 7.0 * u
    inner = view.grown(-8.0 * u)
    if is_upright:
        is_right = r.x1 + off + wide + 24 * u <= inner.x1 or r.x0 - off - wide - 24 * u < inner.x0
        edge = min(r.x1, inner.x1 - off - wide - 24 * u) if is_right else r.x0
        x = edge + (off if is_right else -off)
        ends = (Point(x, r.y0), Point(x, r.y1))
        extensions = [((edge, y), (x + (tick if is_right else -tick), y)) for y in (r.y0, r.y1)]
        middle = min(max(r.centre.y, inner.y0 + height), inner.y1 - height)
        x0 = x + 13 * u if is_right else x - 13 * u - wide
        baseline = Point(x0, middle - height / 2)
    else:
        is_above = r.y1 + off + height * 2.2 <= inner.y1
        edge = r.y1 if is_above else r.y0
        y = edge + (off if is_above else -off)
        ends = (Point(r.x0, y), Point(r.x1, y))
        extensions = [((x, edge), (x, y + (tick if is_above else -tick))) for x in (r.x0, r.x1)]
        x0 = min(max(r.centre.x - wide / 2, inner.x0), inner.x1 - wide)
        baseline = Point(x0, y + 13 * u if is_above else y - 13 * u - height)
    number = label(fonts, words, baseline, height, Anchor.START, colour=colour, weight=700, layer="mark")
    plate = Rect(x0, baseline.y, x0 + wide, baseline.y + height).grown(5 * u)
    nodes: list[Node] = []
    for start, end in extensions:
        nodes += [line((start, end), "#FFFFFF", 3.0 * u, opacity=0.8), line((start, end), colour, 1.2 * u)]
    nodes += [line(ends, "#FFFFFF", 4.2 * u, opacity=0.8), line(ends, colour, 2.2 * u)]
    for p in ends:
        nodes.append(line(((p.x - tick, p.y - tick), (p.x + tick, p.y + tick)), colour, 2.4 * u))
    nodes += [solid(rounded(plate, 3 * u), "#FFFFFF", 0.96), number]
    return tuple(nodes), (plate, Rect.around(ends).grown(tick * 1.2))


def _seen(nodes: Sequence[Node], view: Rect) -> tuple[Node, ...]:
    """Return what of a picture can be seen in a part of it; groups keep their ids."""
    kept: list[Node] = []
    for node in nodes:
        if isinstance(node, Group):
            if node.clip is not None and not node.clip.overlaps(view):
                continue
            children = _seen(node.children, view)
            if children:
                kept.append(replace(node, children=children))
        elif (bounds := _bounds(node)) is None or bounds.overlaps(view):
            kept.append(node)
    return tuple(kept)


def _bounds(node: Fill | Stroke | Shadow | Glow | Label | Picture | Dimension) -> Rect | None:
    """Return a box that a node does not leave, None where that is not known."""
    if isinstance(node, Label):
        return label_box(node)
    if isinstance(node, Picture):
        return node.rect
    if isinstance(node, Dimension | Glow):
        return None
    box = _box(node.path)
    if box is None:
        return None
    if isinstance(node, Stroke):
        return box.grown(node.width_mm + 1.0)
    if isinstance(node, Shadow):
        return box.grown(abs(node.offset.x) + abs(node.offset.y) + node.blur_mm * 4)
    return box.grown(1.0)


def _box(path: Path) -> Rect | None:
    return path.control_bounds()
