"""The strip below a marked picture: pin, rule, required and measured, verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from signage.geometry import Point, Rect
from signage.locale import either, text
from signage.rules import CheckReport, Finding, Verdict
from signage.scene.labels import INK, Line, in_lines, label, text_width
from signage.scene.marks import Pinned, pin, pinned
from signage.scene.nodes import Anchor, Group, Label, Node
from signage.scene.shapes import box, line, rounded, solid
from signage.typography import FontCatalogue

_MUTED = "#5B636C"
_ROW, _HEAD, _PAD = 58.0, 62.0, 26.0  # design pixels
_TITLE, _WORKING, _VERDICT = 15.0, 12.5, 13.0  # heights of words
_NEXT_TITLE, _NEXT_WORKING = 23.0, 20.0  # from one line to the next where words need several
ROWS_MOST = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """A row of the strip, its words in as many lines as they need."""

    item: Pinned
    verdict: str
    chip_px: float
    title: tuple[Line, ...]
    working: tuple[Line, ...]

    @property
    def height(self) -> float:
        """Design pixels."""
        return _ROW + _NEXT_TITLE * (len(self.title) - 1) + _NEXT_WORKING * max(0, len(self.working) - 1)


def legend_height(report: CheckReport, fonts: FontCatalogue, width_px: float) -> float:
    """Return the strip's height in design pixels, for a strip of this width."""
    items = pinned(report)
    columns = _columns(items, fonts, width_px)
    more = 30.0 if len(items) > ROWS_MOST else 0.0
    tallest = max(sum(entry.height for entry in column) for column in columns)
    return _HEAD + tallest + more + (_PAD * 0.6 if items else 0.0)


def _columns(items: Sequence[Pinned], fonts: FontCatalogue, width_px: float) -> tuple[tuple[_Entry, ...], ...]:
    """The rows in two columns, the first one the longer."""
    column_px = (width_px - 3 * _PAD) / 2
    entries = tuple(_entry(item, fonts, column_px) for item in items[:ROWS_MOST])
    first = -(-len(entries) // 2)
    return entries[:first], entries[first:]


def _entry(item: Pinned, fonts: FontCatalogue, width_px: float) -> _Entry:
    finding = item.finding
    verdict = text(f"scene.verdict_{finding.verdict.value}")
    chip = text_width(fonts, verdict, _VERDICT, 700) + 22
    room = width_px - 42 - 18 - chip
    return _Entry(
        item=item,
        verdict=verdict,
        chip_px=chip,
        title=in_lines(fonts, either(finding.title_zh, finding.title_en), _TITLE, room, 600, most=2),
        working=in_lines(fonts, _working(finding), _WORKING, room, 400),
    )


def legend(report: CheckReport, fonts: FontCatalogue, strip: Rect, u: float) -> Group:
    """Return the strip.

    Args:
        report: The check.
        fonts: For its words.
        strip: Where it lies, scene mm.
        u: One design pixel in scene mm.
    """
    nodes: list[Node] = [box(strip, "#FFFFFF")]
    nodes += _heading(report, fonts, strip, u)
    items = pinned(report)
    wide = (strip.width - 3 * _PAD * u) / 2
    for place, column in enumerate(_columns(items, fonts, strip.width / u)):
        x = strip.x0 + _PAD * u + place * (wide + _PAD * u)
        y = strip.y1 - _HEAD * u
        for entry in column:
            nodes.append(_row(entry, fonts, Rect(x, y - entry.height * u, x + wide, y), u))
            y -= entry.height * u
    if len(items) > ROWS_MOST:
        words = text("scene.legend_more", count=len(items) - ROWS_MOST)
        nodes.append(_words(fonts, words, strip.x0 + _PAD * u, strip.y0 + 14 * u, 13 * u, _MUTED))
    return Group(id="legend", children=tuple(nodes), title=text("scene.marks_title"), layer="legend")


def _words(
    fonts: FontCatalogue,
    words: str,
    x: float,
    y: float,
    height: float,
    colour: str,
    anchor: Anchor = Anchor.START,
    weight: int = 400,
) -> Label:
    return label(fonts, words, Point(x, y), height, anchor, colour=colour, weight=weight, layer="legend")


def _heading(report: CheckReport, fonts: FontCatalogue, strip: Rect, u: float) -> list[Node]:
    y = strip.y1 - 39 * u
    left, right = strip.x0 + _PAD * u, strip.x1 - _PAD * u
    books = text("drawing.comma").join(
        either(b.title_zh, b.title_en) + (text("scene.illustrative") if b.is_illustrative else "") for b in report.books
    )
    words = _summary(report)
    room = right - left - text_width(fonts, words, 17 * u, 700) - 40 * u
    nodes: list[Node] = [
        line(((strip.x0, strip.y1), (strip.x1, strip.y1)), "#C9CDD2", 1.5 * u),
        _words(fonts, words, left, y, 17 * u, INK, weight=700),
    ]
    if books and room > 80 * u:
        source = text("scene.books_line", books=books, on=report.on.isoformat())
        lines = in_lines(fonts, source, 12.5 * u, room, 400, most=2)
        top = y + (2 if len(lines) == 1 else 12) * u
        for index, part in enumerate(lines):
            low = top - index * 19 * u
            nodes.append(_words(fonts, part.words, right, low, part.height_mm, _MUTED, Anchor.END))
    return nodes


def _summary(report: CheckReport) -> str:
    passed = len(report.of(Verdict.PASS))
    if not pinned(report):
        return text("scene.legend_all_pass", count=passed)
    return text(
        "scene.legend_summary",
        title=text("scene.marks_title"),
        fail=len(report.of(Verdict.FAIL)),
        open=len(report.of(Verdict.UNMEASURED, Verdict.REVIEW)),
        warn=len(report.of(Verdict.WARN)),
        passed=passed,
    )


def _row(entry: _Entry, fonts: FontCatalogue, cell: Rect, u: float) -> Group:
    item = entry.item
    chip = Rect(cell.x1 - entry.chip_px * u, cell.centre.y - 13 * u, cell.x1, cell.centre.y + 13 * u)
    x = cell.x0 + 42 * u
    nodes: list[Node] = [
        line(((cell.x0, cell.y1), (cell.x1, cell.y1)), "#E4E7EA", 1.0 * u),
        *pin(fonts, Point(cell.x0 + 15 * u, cell.centre.y), 13 * u, item.number, item.colour, layer="legend"),
    ]
    y = cell.y1 - (_ROW / 2 - 5) * u
    for part in entry.title:
        nodes.append(_words(fonts, part.words, x, y, part.height_mm * u, INK, weight=600))
        y -= _NEXT_TITLE * u
    chip_low = chip.centre.y - 6.4 * u
    nodes.append(solid(rounded(chip, 13 * u), item.colour, 0.12))
    nodes.append(
        _words(fonts, entry.verdict, chip.centre.x, chip_low, _VERDICT * u, item.colour, Anchor.MIDDLE, weight=700)
    )
    y -= (24 - _NEXT_TITLE) * u
    for part in entry.working:
        nodes.append(_words(fonts, part.words, x, y, part.height_mm * u, _MUTED))
        y -= _NEXT_WORKING * u
    return Group(id=f"legend-{item.number}", children=tuple(nodes), layer="legend", subject=item.finding.subject)


def _working(finding: Finding) -> str:
    parts = []
    if finding.required:
        parts.append(text("scene.required", value=either(finding.required, finding.required_en or finding.required)))
    if finding.measured is not None:
        shown = str(finding.measured)
        parts.append(text("scene.measured", value=either(shown, finding.measured_en or shown)))
    elif finding.missing:
        missing = either(finding.missing.removeprefix("缺少"), finding.missing_en or finding.missing)
        parts.append(text("scene.not_measured", missing=missing))
    parts.append(" ".join(p for p in (finding.document, finding.clause) if p))
    return "　".join(part for part in parts if part)
