"""The strip below a marked picture: pin, rule, required and measured, verdict."""

from __future__ import annotations

from signage.geometry import Point, Rect
from signage.locale import either, text
from signage.rules import CheckReport, Finding, Verdict
from signage.scene.labels import INK, label, shortened, text_width
from signage.scene.marks import Pinned, pin, pinned
from signage.scene.nodes import Anchor, Group, Label, Node
from signage.scene.shapes import box, line, rounded, solid
from signage.typography import FontCatalogue

_MUTED = "#5B636C"
_ROW, _HEAD, _PAD = 58.0, 62.0, 26.0  # design pixels
ROWS_MOST = 16


def legend_height(report: CheckReport) -> float:
    """Return the strip's height in design pixels."""
    count = len(pinned(report))
    rows = -(-min(count, ROWS_MOST) // 2)
    more = 30.0 if count > ROWS_MOST else 0.0
    return _HEAD + rows * _ROW + more + (_PAD * 0.6 if rows else 0.0)


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
    column = (strip.width - 3 * _PAD * u) / 2
    per_column = -(-min(len(items), ROWS_MOST) // 2)
    for index, item in enumerate(items[:ROWS_MOST]):
        place, row = divmod(index, max(1, per_column))
        x = strip.x0 + _PAD * u + place * (column + _PAD * u)
        y = strip.y1 - (_HEAD + _ROW * row) * u
        nodes.append(_row(item, fonts, Rect(x, y - _ROW * u, x + column, y), u))
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
        source = shortened(fonts, text("scene.books_line", books=books, on=report.on.isoformat()), 12.5 * u, room, 400)
        nodes.append(_words(fonts, source, right, y + 2 * u, 12.5 * u, _MUTED, Anchor.END))
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


def _row(item: Pinned, fonts: FontCatalogue, cell: Rect, u: float) -> Group:
    finding = item.finding
    verdict = text(f"scene.verdict_{finding.verdict.value}")
    chip_wide = text_width(fonts, verdict, 13 * u, 700) + 22 * u
    chip = Rect(cell.x1 - chip_wide, cell.centre.y - 13 * u, cell.x1, cell.centre.y + 13 * u)
    x = cell.x0 + 42 * u
    room = chip.x0 - x - 18 * u
    title = shortened(fonts, either(finding.title_zh, finding.title_en), 15 * u, room, 600)
    nodes: list[Node] = [
        line(((cell.x0, cell.y1), (cell.x1, cell.y1)), "#E4E7EA", 1.0 * u),
        *pin(fonts, Point(cell.x0 + 15 * u, cell.centre.y), 13 * u, item.number, item.colour, layer="legend"),
        _words(fonts, title, x, cell.centre.y + 5 * u, 15 * u, INK, weight=600),
        solid(rounded(chip, 13 * u), item.colour, 0.12),
        _words(fonts, verdict, chip.centre.x, chip.centre.y - 6.4 * u, 13 * u, item.colour, Anchor.MIDDLE, weight=700),
    ]
    working = shortened(fonts, _working(finding), 12.5 * u, room, 400)
    if working:
        nodes.append(_words(fonts, working, x, cell.centre.y - 19 * u, 12.5 * u, _MUTED))
    return Group(id=f"legend-{item.number}", children=tuple(nodes), layer="legend", subject=finding.subject)


def _working(finding: Finding) -> str:
    parts = []
    if finding.required:
        parts.append(text("scene.required", value=finding.required))
    if finding.measured is not None:
        parts.append(text("scene.measured", value=str(finding.measured)))
    elif finding.missing:
        parts.append(text("scene.not_measured", missing=finding.missing.removeprefix("缺少")))
    parts.append(" ".join(p for p in (finding.document, finding.clause) if p))
    return "　".join(part for part in parts if part)
