"""The rule-check table of a sheet (规则核查表), worst first, with a warning where the check blocks a grant."""

from __future__ import annotations

import re

from signage.geometry import Point, Rect
from signage.locale import Lang, either, spoken, text
from signage.rules import CheckReport, Finding, Verdict
from signage.scene.labels import label
from signage.scene.marks import VERDICT_COLOUR
from signage.scene.nodes import Anchor, Node
from signage.scene.sheet_paper import ACCENT, INK, LEAST_TEXT, QUIET, Cell, even, frame, heading, lines_for, table
from signage.typography import FontCatalogue
from signage.units import Quantity, Unit

ROW, HEAD, TITLE = 8.4, 5.5, 7.5
_NOTE_PITCH = 3.6
_LATIN_VERDICT = 2.0  # height of a verdict in Latin letters: the column holds its longest word whole
_SHOWN_AS_M2 = 10_000.0  # mm²; larger areas read better in m²
_SHARES = (0.24, 0.27, 0.19, 0.175, 0.125)
_LATIN_SHARES = (0.235, 0.26, 0.185, 0.165, 0.155)
_WHOLE_FROM = 100.0  # mm; longer lengths are read in whole millimetres where the verdict does not hang on it
_STANDARD = re.compile(r"^([A-Z]{2,}(?:/[A-Z])? ?[\d.]+(?:[—-]\d{4})?)")
_IN_BRACKETS = re.compile(r"（[^（）]*）")
_NOTHING = re.compile(r"^≤ 0(?:\.0+)? (?:mm|mm²|m²|%)$")
_TOLERANCE = re.compile(r"^≤ 0 \S+ \(±(.+)\)$")
_RANGE = re.compile(r"^(\S+) (\S+) – (\S+) \2$")


def check_table(fonts: FontCatalogue, report: CheckReport, area: Rect) -> tuple[Node, ...]:
    """Return the rule-check table, worst first; what does not fit its area is counted below it."""
    nodes = list(heading(fonts, "check_table", Point(area.x0 + 1.5, area.y1 - 5.0)))
    applicable = [f for f in report.findings if f.verdict is not Verdict.NOT_APPLICABLE]
    ordered = sorted(applicable, key=lambda f: (f.verdict.rank, not f.is_noted))
    inapplicable = len(report.findings) - len(applicable)
    free = area.height - TITLE - HEAD
    # The notes under the table depend on what is left out, which depends on the room that they leave.
    count = len(ordered)
    while True:
        lines = _note_lines(fonts, report, ordered[:count], ordered[count:], inapplicable, area.width)
        if count == 0 or ROW * count + _NOTE_PITCH * len(lines) + 2.0 <= free:
            break
        count -= 1
    rows: list[tuple[Cell | str, ...]] = [
        tuple(text(f"sheet.check_{key}") for key in ("clause", "item", "required", "measured", "verdict"))
    ]
    rows += [_check_row(finding) for finding in ordered[:count]]
    widths = tuple(share * area.width for share in (_SHARES if spoken() is Lang.ZH else _LATIN_SHARES))
    made, y = table(fonts, Point(area.x0, area.y1 - TITLE), widths, rows, row_mm=ROW, head_mm=HEAD, text_mm=LEAST_TEXT)
    nodes += made
    for index, words in enumerate(lines):
        at = Point(area.x0 + 1.0, y - 3.6 - _NOTE_PITCH * index)
        nodes.append(label(fonts, words, at, even(words, LEAST_TEXT), colour=QUIET, weight=400))
    return (*nodes, *_warning(fonts, report, area))


def _note_lines(
    fonts: FontCatalogue,
    report: CheckReport,
    shown: list[Finding],
    rest: list[Finding],
    inapplicable: int,
    width: float,
) -> list[str]:
    books = text("drawing.comma").join(
        either(f"《{b.title_zh}》{b.edition}", f"{b.title_en} {b.edition}") for b in report.books
    )
    notes = [_rest(rest, inapplicable), text("sheet.check_books", books=books, on=report.on.isoformat())]
    if any(b.is_illustrative for b in report.books) or any(f.is_illustrative for f in shown):
        notes.append(text("sheet.check_illustrative"))
    return [words for note in notes for words in lines_for(fonts, note, even(note, LEAST_TEXT), width - 2.0)[:2]]


def _warning(fonts: FontCatalogue, report: CheckReport, area: Rect) -> tuple[Node, ...]:
    words = not_passed(report)
    if not words:
        return ()
    at = Rect(area.x1 - 37.0, area.y1 - 6.4, area.x1 - 1.0, area.y1 - 1.0)
    return (
        frame(at, 0.35, ACCENT, "check"),
        label(fonts, words, Point(at.centre.x, at.centre.y - 1.25), 2.5, Anchor.MIDDLE, colour=ACCENT, weight=700),
    )


def _check_row(finding: Finding) -> tuple[Cell | str, ...]:
    nowhere = Rect(0, 0, 0, 0)
    said, colour = _said(finding)
    measured = _measured(finding)
    verdict = Cell(
        text=said,
        box=nowhere,
        text_mm=LEAST_TEXT if spoken() is Lang.ZH else _LATIN_VERDICT,
        weight=700,
        colour=colour,
        is_centred=True,
        pad_mm=0.5,
    )
    clause = f"{short_document(finding.document)}\n{finding.clause}"
    return (
        Cell(text=clause, box=nowhere, text_mm=LEAST_TEXT),
        either(finding.title_zh, finding.title_en),
        required_words(finding),
        measured,
        verdict,
    )


def _said(finding: Finding) -> tuple[str, str]:
    """Return the last cell's words and colour: a threshold passes nobody, and a broken option is a note, not a pass."""
    if finding.is_threshold and finding.measured is not None:
        if finding.is_noted:
            return text("sheet.threshold_reached"), VERDICT_COLOUR[Verdict.REVIEW]
        return text("sheet.threshold_below"), QUIET
    if finding.is_noted:
        return text("sheet.noted"), VERDICT_COLOUR[Verdict.REVIEW]
    return text(f"scene.verdict_{finding.verdict.value}"), VERDICT_COLOUR.get(finding.verdict, INK)


def short_document(name: str) -> str:
    """Return a document's name as a clerk says it: a standard's number, a law without the state's name and notes."""
    standard = _STANDARD.match(name)
    if standard:
        return standard[1]
    return _IN_BRACKETS.sub("", name).removeprefix("中华人民共和国").strip() or name


def required_words(finding: Finding) -> str:
    """Return a requirement as it reads best in a narrow cell; the same in meaning."""
    said = finding.required.strip()
    if _NOTHING.match(said):
        return text("sheet.required_nothing")
    tolerance = _TOLERANCE.match(said)
    if tolerance:
        return f"± {tolerance[1]}"
    return _RANGE.sub(r"\1 – \3 \2", either(said, finding.required_en.strip() or said))


def _measured(finding: Finding) -> str:
    value = finding.measured
    if value is None:
        return text("sheet.not_measured")
    if not isinstance(value, Quantity):
        return either(value, finding.measured_en or value)
    if value.value == 0 and _NOTHING.match(finding.required.strip()):
        return text("sheet.measured_nothing")
    if value.unit is Unit.MM2 and value.value >= _SHOWN_AS_M2:
        return str(value.to(Unit.M2))
    if value.unit is Unit.MM and value.value >= _WHOLE_FROM and finding.verdict is Verdict.PASS:
        return f"{value.value:.0f} mm"
    return str(value)


def _rest(rest: list[Finding], inapplicable: int) -> str:
    if all(f.verdict is Verdict.PASS for f in rest):
        return text("sheet.check_rest", count=len(rest), other=inapplicable)
    return text("sheet.check_rest_open", count=len(rest), other=inapplicable)


def not_passed(report: CheckReport) -> str:
    """Return a warning for a sheet whose check blocks a grant, else an empty text."""
    return text("sheet.not_passed") if report.verdict.blocks else ""
