"""A whole front with the findings of every sign: the picture, a stack of pins over each sign, the list below.

Pins carry the numbers that the sign's own report gives its findings, so that the two can be read side by side. They
stand in stacks above the building, spread until no two touch; a line leads from each stack to its sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from signage.digest import digest_of
from signage.frontage import FrontagePlan, PlacedSign, Step, staying
from signage.geometry import Point, Rect
from signage.locale import either, text
from signage.rules import CheckReport, Verdict
from signage.scene.labels import INK, Line, in_lines, label, shortened, text_width
from signage.scene.marks import VERDICT_COLOUR, Pinned, pin, pinned, shape_nodes
from signage.scene.nodes import DAY, Anchor, Group, Node, Scene, Stroke
from signage.scene.shapes import box, ellipse, line, rounded, solid
from signage.scene.street import compose_street
from signage.typography import FontCatalogue

_UNIT_PX = 104.0  # of the drawing for each unit of the fullest storey
_LEAST_PX, _MOST_PX = 2000.0, 5200.0
_RADIUS = 12.0
_STACK_MOST = 6  # pins over one sign; the list names all of them
_HEAD, _ROW, _UNIT_HEAD, _PAD, _COLUMN = 92.0, 22.0, 30.0, 26.0, 470.0
_SAID, _NEXT_LINE = 11.5, 18.5  # height of a finding's words, and from one of its lines to the next
_MUTED = "#5B636C"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedSign:
    """A sign at its place with what its check found."""

    placed: PlacedSign
    report: CheckReport

    @property
    def name(self) -> str:
        """Its name."""
        return self.placed.layout.spec.name


def step_words(step: Step) -> str:
    """Return in the language spoken by how much two adjoining signs do not line up, and where."""
    parts = [
        text(f"report.step_{name}", by=f"{abs(a - b):.0f}", left=f"{a:.0f}", right=f"{b:.0f}")
        for name, (a, b) in step.parts
    ]
    x = f"{step.x_mm / 1000:.2f}"
    return text("report.step", left=step.left, right=step.right, parts=text("report.semicolon").join(parts), x=x)


def compose_street_report(
    plan: FrontagePlan,
    face_id: str,
    checked: Sequence[CheckedSign],
    fonts: FontCatalogue,
    *,
    steps: Sequence[Step] = (),
) -> Scene:
    """Return a face from end to end, by day, with the findings of every sign on it and the list of them below.

    Signs of other faces are left out.

    Args:
        plan: The plan in force.
        face_id: Which of its faces.
        checked: The signs with their reports.
        fonts: Typefaces.
        steps: Where adjoining signs do not line up, a remark beside the findings.

    Raises:
        NotFound: The plan has no such face.
    """
    here = [one for one in checked if one.placed.face_id == face_id]
    here.sort(key=lambda one: (one.placed.rect.centre.x, one.placed.rect.y0))
    design_px = _design_px(plan, face_id)
    colours = {one.placed.unit_id: VERDICT_COLOUR[one.report.verdict] for one in here}
    signs = [one.placed for one in here]
    base = compose_street(plan, face_id, signs, DAY, fonts, design_px=design_px, colours=colours)
    u = base.bounds.width / design_px
    stacks = [_stack(one) for one in here]
    tallest = max((len(stack) for stack in stacks), default=0)
    roof = base.bounds.y1
    sky = Rect(base.bounds.x0, roof, base.bounds.x1, roof + (_HEAD + 14 + tallest * _RADIUS * 2.4 + 20) * u)
    columns = _Columns.of(here, fonts, base.bounds.width / u, steps)
    strip = Rect(base.bounds.x0, base.bounds.y0 - columns.height * u, base.bounds.x1, base.bounds.y0)
    nodes = (
        *base.nodes,
        Group(id="marks", children=_on_signs(here, u), layer="mark"),
        *((Group(id="steps", children=_steps(here, steps, fonts, u), layer="mark"),) if steps else ()),
        box(sky, "#FFFFFF", layer="legend"),
        Group(id="heading", children=_heading(plan, face_id, here, fonts, sky, u), layer="legend"),
        Group(
            id="pins",
            children=_pins(here, stacks, fonts, sky, roof, u, _in_the_way(plan, face_id, signs)),
            layer="mark",
        ),
        box(strip, "#FFFFFF", layer="legend"),
        Group(id="legend", children=columns.nodes(fonts, strip, u), layer="legend"),
    )
    return Scene(
        id="street-report",
        title=text("report.street_alt", building=plan.building, count=len(here)),
        bounds=Rect(base.bounds.x0, strip.y0, base.bounds.x1, sky.y1),
        nodes=nodes,
        ambience=DAY,
        background="#FFFFFF",
        model_digest=digest_of(
            [base.model_digest, [one.report.digest for one in here], *([list(steps)] if steps else [])],
            "signage.street-report/1",
        ),
    )


def street_report_px(plan: FrontagePlan, face_id: str) -> int:
    """Return how many pixels across the drawing needs so that its list can be read."""
    return round(_design_px(plan, face_id))


def _design_px(plan: FrontagePlan, face_id: str) -> float:
    face = next((f for f in plan.faces if f.id == face_id), None)
    storeys = [unit.storey for unit in face.units] if face is not None else []
    fullest = max((storeys.count(s) for s in set(storeys)), default=0)
    return min(max(_LEAST_PX, 180.0 + fullest * _UNIT_PX), _MOST_PX)


def _stack(one: CheckedSign) -> list[Pinned]:
    return list(pinned(one.report))[:_STACK_MOST]


def spread_out(centres: Sequence[float], least: float, low: float, high: float) -> list[float]:
    """Return places for things in a row, in the same order, as near to where they want to be as `least` allows.

    No two are nearer than `least`, unless `low` to `high` is too short for all of them: then they share it evenly.

    Args:
        centres: Where each would be best, in rising order.
        least: Distance that two centres keep.
        low: Where the first may be at least.
        high: Where the last may be at most.
    """
    count = len(centres)
    if count < 2:
        return [min(max(x, low), high) for x in centres]
    step = min(least, (high - low) / (count - 1))
    # Without the steps the order is all that is asked: the mean of each block that would run backwards is its place.
    blocks: list[tuple[float, int]] = []
    for index, x in enumerate(centres):
        blocks.append((x - index * step, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (a, m), (b, n) = blocks[-2], blocks[-1]
            blocks[-2:] = [((a * m + b * n) / (m + n), m + n)]
    places = [mean for mean, size in blocks for _ in range(size)]
    top = high - (count - 1) * step
    return [min(max(x, low), top) + index * step for index, x in enumerate(places)]


def _pins(
    here: Sequence[CheckedSign],
    stacks: Sequence[list[Pinned]],
    fonts: FontCatalogue,
    sky: Rect,
    roof: float,
    u: float,
    obstacles: Sequence[Rect],
) -> tuple[Node, ...]:
    r = _RADIUS * u
    marked = [(one, stack) for one, stack in zip(here, stacks, strict=True) if stack]
    wanted = [leader_x(one.placed.rect, obstacles, 7 * u) for one, _ in marked]
    places = spread_out(wanted, 2.5 * r, sky.x0 + 2 * r, sky.x1 - 2 * r)
    lines: list[Node] = []
    discs: list[Node] = []
    for (one, stack), x, up in zip(marked, places, wanted, strict=True):
        rect, colour = one.placed.rect, VERDICT_COLOUR[one.report.verdict]
        foot = roof + 14 * u
        route = ((up, rect.y1), (up, roof - 18 * u), (x, roof), (x, foot))
        lines += [line(route, "#FFFFFF", 3.6 * u, opacity=0.75), line(route, colour, 1.4 * u)]
        shown: list[Node] = []
        for index, item in enumerate(stack):
            at = Point(x, foot + r + index * 2.4 * r)
            shown += pin(fonts, at, r, item.number, item.colour, layer="mark")
        more = len(list(pinned(one.report))) - len(stack)
        if more:  # the list below has the rest
            over = Point(x, foot + (len(stack) - 1) * 2.4 * r + 2 * r + 5 * u)
            shown.append(label(fonts, f"+{more}", over, 10 * u, Anchor.MIDDLE, colour=_MUTED, layer="mark"))
        discs.append(Group(id=f"pins-{one.placed.unit_id}", children=tuple(shown), title=one.name, layer="mark"))
    return (*lines, *discs)


def _in_the_way(plan: FrontagePlan, face_id: str, signs: Sequence[PlacedSign]) -> list[Rect]:
    """Return what a leader had better pass beside: windows and doors, signs that are there and those proposed."""
    face = next(f for f in plan.faces if f.id == face_id)
    old = [sign.rect for sign in staying(face, signs)]
    return [*(opening.rect for opening in face.openings), *old, *(sign.rect for sign in signs)]


def leader_x(sign: Rect, obstacles: Sequence[Rect], clear: float) -> float:
    """Return where on a sign its leader goes up: nearest to its middle where nothing above is crossed, else there.

    Args:
        sign: Its box.
        obstacles: Boxes on the face; those that do not reach above the sign do not count.
        clear: How far the leader stays off a box, and off the sign's own ends.
    """
    low, high = sign.x0 + clear, sign.x1 - clear
    above = [o.grown(clear, 0.0) for o in obstacles if o.y1 > sign.y1 and o.y0 >= sign.centre.y]
    tried = [sign.centre.x, *(x for o in above for x in (o.x0, o.x1) if low <= x <= high)]
    free = [x for x in tried if not any(o.x0 < x < o.x1 for o in above)]
    return min(free, key=lambda x: (abs(x - sign.centre.x), x), default=sign.centre.x)


def _on_signs(here: Sequence[CheckedSign], u: float) -> tuple[Node, ...]:
    """Limits and excess at their places, and a frame about each sign in its verdict's colour."""
    nodes: list[Node] = []
    for one in here:
        colour = VERDICT_COLOUR[one.report.verdict]
        frame = one.placed.rect.grown(5 * u)
        width = 2.6 * u if one.report.verdict.blocks else 1.6 * u
        shapes: list[Node] = []
        for item in pinned(one.report):
            shapes += shape_nodes(item, u * 0.8)
        shapes.append(Stroke(path=rounded(frame, 3 * u), colour=colour, width_mm=width))
        nodes.append(Group(id=f"found-{one.placed.unit_id}", children=tuple(shapes), title=one.name, layer="mark"))
    return tuple(nodes)


def _steps(here: Sequence[CheckedSign], steps: Sequence[Step], fonts: FontCatalogue, u: float) -> tuple[Node, ...]:
    """A dimension between two signs whose bottom edges do not line up."""
    rects = {one.placed.unit_id: one.placed.rect for one in here}
    nodes: list[Node] = []
    for step in steps:
        left, right = rects.get(step.left), rects.get(step.right)
        if left is None or right is None or not any(name == "bottom" for name, _ in step.parts):
            continue
        x, (low, high) = step.x_mm, sorted(step.bottom_mm)
        for start, y in ((left.x1, step.bottom_mm[0]), (right.x0, step.bottom_mm[1])):
            end = x + (6 * u if x > start else -6 * u)
            nodes += [line(((start, y), (end, y)), "#FFFFFF", 3.0 * u), line(((start, y), (end, y)), _MUTED, 1.2 * u)]
        nodes += [line(((x, low), (x, high)), "#FFFFFF", 3.6 * u), line(((x, low), (x, high)), _MUTED, 1.6 * u)]
        nodes += [line(((x - 4 * u, y - 4 * u), (x + 4 * u, y + 4 * u)), _MUTED, 1.6 * u) for y in (low, high)]
        words = f"{high - low:.0f}"
        size, y = 12.0 * u, low - 22 * u
        half = text_width(fonts, words, size, 700) / 2 + 5 * u
        plate = Rect(x - half, y - 5 * u, x + half, y + size + 3 * u)
        nodes.append(solid(rounded(plate, 3 * u), "#FFFFFF"))
        nodes.append(label(fonts, words, (x, y), size, Anchor.MIDDLE, colour=_MUTED, weight=700, layer="mark"))
    return tuple(nodes)


def _heading(
    plan: FrontagePlan, face_id: str, here: Sequence[CheckedSign], fonts: FontCatalogue, sky: Rect, u: float
) -> tuple[Node, ...]:
    face = next(f for f in plan.faces if f.id == face_id)
    title = text("report.street_title", building=plan.building, face=face.name)
    x, y = sky.x0 + _PAD * u, sky.y1 - 40 * u
    nodes: list[Node] = [_words(fonts, title, x, y, 20 * u, INK, weight=700)]
    x += text_width(fonts, title, 20 * u, 700) + 36 * u
    for verdict in Verdict:
        count = sum(one.report.verdict is verdict for one in here)
        if not count:
            continue
        words = f"{text(f'scene.verdict_{verdict.value}')} {count}"
        nodes.append(solid(rounded(Rect(x, y - 1 * u, x + 14 * u, y + 13 * u), 3 * u), VERDICT_COLOUR[verdict]))
        nodes.append(_words(fonts, words, x + 20 * u, y, 14 * u, INK, weight=500))
        x += 20 * u + text_width(fonts, words, 14 * u, 500) + 26 * u
    nodes += _pin_legend(here, fonts, Point(sky.x0 + _PAD * u, y - 30 * u), u)
    if here:
        on = text("report.street_on", on=here[0].report.on.isoformat())
        nodes.append(_words(fonts, on, sky.x1 - _PAD * u, y, 13 * u, _MUTED, anchor=Anchor.END))
    return tuple(nodes)


def _pin_legend(here: Sequence[CheckedSign], fonts: FontCatalogue, at: Point, u: float) -> list[Node]:
    """Say what the colours of the pins mean, those that the drawing has."""
    seen = {item.finding.verdict: item.colour for one in here for item in pinned(one.report)}
    if not seen:
        return []
    words = text("report.street_pins")
    nodes: list[Node] = [_words(fonts, words, at.x, at.y, 12.5 * u, _MUTED)]
    x = at.x + text_width(fonts, words, 12.5 * u) + 14 * u
    for verdict in Verdict:
        if verdict not in seen:
            continue
        said = text(f"report.street_pin_{verdict.value}")
        nodes.append(solid(ellipse(x + 6 * u, at.y + 5.6 * u, 6 * u), seen[verdict]))
        nodes.append(_words(fonts, said, x + 17 * u, at.y, 12.5 * u, _MUTED))
        x += 17 * u + text_width(fonts, said, 12.5 * u) + 22 * u
    return nodes


def _words(
    fonts: FontCatalogue,
    words: str,
    x: float,
    y: float,
    height: float,
    colour: str,
    *,
    weight: int = 400,
    anchor: Anchor = Anchor.START,
) -> Node:
    return label(fonts, words, (x, y), height, anchor, colour=colour, weight=weight, layer="legend")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    """The list below the picture, one block a sign, in as many columns as fit."""

    columns: tuple[tuple[_Block, ...], ...]
    width: float
    height: float

    @classmethod
    def of(cls, here: Sequence[CheckedSign], fonts: FontCatalogue, width_px: float, steps: Sequence[Step]) -> _Columns:
        """Return the signs dealt into columns of about one height, in their order on the street."""
        count = max(1, min(int((width_px - _PAD) // (_COLUMN + _PAD)), len(here) or 1))
        width = (width_px - _PAD * (count + 1)) / count
        blocks = [_Block.of(one, fonts, width, steps) for one in here]
        most = sum(block.height for block in blocks) / count
        columns: list[list[_Block]] = [[]]
        filled = 0.0
        for block in blocks:
            if columns[-1] and filled + block.height / 2 > most and len(columns) < count:
                columns.append([])
                filled = 0.0
            columns[-1].append(block)
            filled += block.height
        height = max((sum(block.height for block in column) for column in columns), default=0.0) + _PAD * 1.6
        return cls(columns=tuple(tuple(column) for column in columns), width=width, height=height)

    def nodes(self, fonts: FontCatalogue, strip: Rect, u: float) -> tuple[Node, ...]:
        """Return the list drawn into a strip."""
        made: list[Node] = [line(((strip.x0, strip.y1), (strip.x1, strip.y1)), "#C9CDD2", 1.5 * u)]
        for index, column in enumerate(self.columns):
            x = strip.x0 + (_PAD + index * (self.width + _PAD)) * u
            y = strip.y1 - _PAD * 0.7 * u
            for block in column:
                made.append(_entry(block, fonts, Rect(x, y - block.height * u, x + self.width * u, y), u))
                y -= block.height * u
        return tuple(made)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """A sign's part of the list: findings and remarks (without a pin) in as many lines as they need, design pixels."""

    one: CheckedSign
    rows: tuple[tuple[Pinned | None, tuple[Line, ...]], ...]
    height: float

    @classmethod
    def of(cls, one: CheckedSign, fonts: FontCatalogue, width_px: float, steps: Sequence[Step]) -> _Block:
        """Return a sign's part of a column of this width; a step to the sign on its right is a remark of it."""
        said: list[tuple[Pinned | None, str]] = [(item, _line(item)) for item in pinned(one.report)]
        said += [(None, step_words(step)) for step in steps if step.left == one.placed.unit_id]
        rows = tuple((item, in_lines(fonts, words, _SAID, width_px - 26, 400)) for item, words in said)
        return cls(one=one, rows=rows, height=_UNIT_HEAD + sum(_row_height(lines) for _, lines in rows) + 8.0)


def _row_height(lines: tuple[Line, ...]) -> float:
    return _ROW + _NEXT_LINE * (len(lines) - 1)


def _entry(block: _Block, fonts: FontCatalogue, cell: Rect, u: float) -> Group:
    one = block.one
    verdict = one.report.verdict
    colour = VERDICT_COLOUR[verdict]
    word = text("report.word_overall_warn") if verdict is Verdict.WARN else text(f"scene.verdict_{verdict.value}")
    y = cell.y1 - 20 * u
    chip = text_width(fonts, word, 12.5 * u, 700)
    unit = one.placed.unit_id
    wide = text_width(fonts, unit, 13.5 * u, 700)
    name = shortened(fonts, one.name, 13.5 * u, max(cell.width - chip - wide - 40 * u, 20 * u), 500)
    nodes: list[Node] = [
        line(((cell.x0, cell.y1 - 2 * u), (cell.x1, cell.y1 - 2 * u)), "#E4E7EA", 1.0 * u),
        _words(fonts, unit, cell.x0, y, 13.5 * u, colour, weight=700),
        _words(fonts, name, cell.x0 + wide + 12 * u, y, 13.5 * u, INK, weight=500),
        _words(fonts, word, cell.x1, y, 12.5 * u, colour, weight=700, anchor=Anchor.END),
    ]
    top = cell.y1 - _UNIT_HEAD * u
    for item, lines in block.rows:
        middle = top - _ROW / 2 * u
        if item is not None:
            nodes += pin(fonts, Point(cell.x0 + 9 * u, middle), 8.2 * u, item.number, item.colour, layer="legend")
        else:
            low, high = middle - 4 * u, middle + 4 * u
            x = cell.x0 + 9 * u
            nodes.append(line(((x - 7 * u, low), (x, low), (x, high), (x + 7 * u, high)), _MUTED, 1.6 * u))
        for index, part in enumerate(lines):
            low = middle - (5.4 + index * _NEXT_LINE) * u
            nodes.append(_words(fonts, part.words, cell.x0 + 24 * u, low, part.height_mm * u, "#3A4149"))
        top -= _row_height(lines) * u
    return Group(id=f"entry-{unit}", children=tuple(nodes), title=f"{unit} {one.name}: {word}", layer="legend")


def _line(item: Pinned) -> str:
    finding = item.finding
    parts = [either(finding.title_zh, finding.title_en)]
    if finding.measured is not None:
        parts.append(either(str(finding.measured), finding.measured_en or str(finding.measured)))
        parts.append(text("scene.required", value=either(finding.required, finding.required_en or finding.required)))
    elif finding.missing:
        parts.append(either(finding.missing, finding.missing_en))
    return "　".join(parts)
