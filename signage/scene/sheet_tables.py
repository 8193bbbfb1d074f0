"""The tables of a sheet: rule check, materials and colours, electrical and lighting notes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from signage.design import LetterConstruction, PieceRole, SignLayout, material_of
from signage.geometry import Point, Rect
from signage.locale import text
from signage.rules import CheckReport, Finding, Verdict
from signage.scene.labels import label
from signage.scene.marks import VERDICT_COLOUR
from signage.scene.nodes import Node
from signage.scene.shapes import box
from signage.scene.sheet_paper import INK, QUIET, THIN, Cell, frame, heading, lines_for, table
from signage.typography import FontCatalogue
from signage.units import Quantity, Unit

ROWS_AT_MOST = 16
_SHOWN_AS_M2 = 10_000.0  # mm²; larger areas read better in m²
_CHECK_WIDTHS = (23.5, 30.0, 19.5, 15.5, 11.5)
_WHOLE_FROM = 100.0  # mm; longer lengths are read in whole millimetres where the verdict does not hang on it
_STANDARD = re.compile(r"^([A-Z]{2,}(?:/[A-Z])? ?[\d.]+(?:[—-]\d{4})?)")
_IN_BRACKETS = re.compile(r"（[^（）]*）")
_NOTHING = re.compile(r"^≤ 0(?:\.0+)? (?:mm|mm²|m²|%)$")
_TOLERANCE = re.compile(r"^≤ 0 \S+ \(±(.+)\)$")
_RANGE = re.compile(r"^(\S+) (\S+) – (\S+) \2$")


def check_table(fonts: FontCatalogue, report: CheckReport, area: Rect) -> tuple[tuple[Node, ...], float]:
    """Return the rule-check table, worst first, and the level of its foot; what does not fit is counted."""
    nodes = list(heading(fonts, "check_table", Point(area.x0 + 1.5, area.y1 - 5.0)))
    applicable = [f for f in report.findings if f.verdict is not Verdict.NOT_APPLICABLE]
    ordered = sorted(applicable, key=lambda f: f.verdict.rank)
    shown = ordered[:ROWS_AT_MOST]
    rows: list[tuple[Cell | str, ...]] = [
        tuple(text(f"sheet.check_{key}") for key in ("clause", "item", "required", "measured", "verdict"))
    ]
    rows += [_check_row(finding) for finding in shown]
    made, y = table(fonts, Point(area.x0, area.y1 - 7.5), _CHECK_WIDTHS, rows, row_mm=8.2, text_mm=2.3)
    nodes += made
    notes = [_rest(ordered[ROWS_AT_MOST:], len(report.findings) - len(applicable))]
    notes.append(
        text(
            "sheet.check_books",
            books="、".join(f"《{b.title_zh}》{b.edition}" for b in report.books),
            on=report.on.isoformat(),
        )
    )
    if any(b.is_illustrative for b in report.books) or any(f.is_illustrative for f in shown):
        notes.append(text("sheet.check_illustrative"))
    return (*nodes, *_notes(fonts, notes, Rect(area.x0, area.y0, area.x1, y))), y - 4.0 * len(notes) - 4.0


def _check_row(finding: Finding) -> tuple[Cell | str, ...]:
    nowhere = Rect(0, 0, 0, 0)
    colour = VERDICT_COLOUR.get(finding.verdict, INK)
    measured = _measured(finding)
    verdict = Cell(
        text=text(f"scene.verdict_{finding.verdict.value}"),
        box=nowhere,
        text_mm=2.2,
        weight=700,
        colour=colour,
        is_centred=True,
    )
    clause = f"{short_document(finding.document)}\n{finding.clause}"
    return (
        Cell(text=clause, box=nowhere, text_mm=2.1, least_mm=1.8),
        finding.title_zh,
        required_words(finding),
        measured,
        verdict,
    )


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
    return _RANGE.sub(r"\1 – \3 \2", said)


def _measured(finding: Finding) -> str:
    value = finding.measured
    if value is None:
        return text("sheet.not_measured")
    if not isinstance(value, Quantity):
        return value
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


def _notes(fonts: FontCatalogue, notes: list[str], area: Rect) -> Iterator[Node]:
    y = area.y1 - 3.6
    for note in notes:
        for words in lines_for(fonts, note, 2.0, area.width - 2.0)[:2]:
            yield label(fonts, words, Point(area.x0 + 1.0, y), 2.0, colour=QUIET, weight=400)
            y -= 3.3


def material_table(fonts: FontCatalogue, layout: SignLayout, area: Rect) -> tuple[Node, ...]:
    """Return the material and colour schedule (材料色彩表), one row for each role, material and colour."""
    nodes = list(heading(fonts, "material_table", Point(area.x0 + 1.5, area.y1 - 5.0)))
    seen: dict[tuple[PieceRole, str, str, str, float], int] = {}
    for piece in layout.pieces:
        depth = piece.z_front_mm - piece.z_back_mm
        key = (piece.role, piece.material, piece.face_colour, piece.side_colour, depth)
        seen[key] = seen.get(key, 0) + 1
    rows: list[tuple[Cell | str, ...]] = [
        tuple(text(f"sheet.material_{key}") for key in ("part", "material", "depth", "face", "side"))
    ]
    widths = (20.0, 28.0, 12.0, 20.0, 20.0)
    most = max(1, int((area.height - 13.5) // 6.0))
    shown = list(seen.items())[:most]
    for (role, material, face, side, depth), count in shown:
        part = text(f"sign.role_{role.value}") + (f" ×{count}" if count > 1 else "")
        rows.append((part, material_of(material).name_zh, f"{depth:.0f}", _coloured(face), _coloured(side)))
    made, _ = table(fonts, Point(area.x0, area.y1 - 7.5), widths, rows, row_mm=6.0, text_mm=2.2)
    nodes += made
    y = area.y1 - 7.5 - 5.5
    for (_, _, face, side, _), _count in shown:
        for x, colour in ((area.x0 + 61.5, face), (area.x0 + 81.5, side)):
            chip = Rect.sized(x, y - 4.4, 3.6, 2.8)
            nodes += [box(chip, colour, layer="material"), frame(chip, THIN, QUIET, "material")]
        y -= 6.0
    return tuple(nodes)


def _coloured(colour: str) -> Cell:
    return Cell(text=colour, box=Rect(0, 0, 0, 0), text_mm=2.3, indent_mm=4.6)


def lighting_notes(fonts: FontCatalogue, layout: SignLayout, area: Rect) -> tuple[Node, ...]:
    """Return the construction, electrical and lighting notes (说明)."""
    nodes = list(heading(fonts, "notes", Point(area.x0 + 2.0, area.y1 - 5.5), 3.0))
    y = area.y1 - 10.5
    height, pitch = 2.1, 3.35
    for index, note in enumerate(_note_texts(layout), 1):
        lines = lines_for(fonts, f"{index}. {note}", height, area.width - 4.0)
        if y - pitch * (len(lines) - 1) < area.y0 + 1.0:
            break
        for words in lines:
            nodes.append(label(fonts, words, Point(area.x0 + 2.0, y), height, weight=400, colour=INK))
            y -= pitch
        y -= 0.7
    return (frame(area, _NOTE_LINE), *nodes)


_NOTE_LINE = 0.18


def _note_texts(layout: SignLayout) -> Iterator[str]:
    light = layout.spec.lighting
    lit = [p for p in layout.pieces if p.is_face_lit or p.is_halo_lit]
    made = next((p.construction for p in layout.letters if p.construction), LetterConstruction.FLAT)
    yield text("sheet.note_units")
    yield text("sheet.note_construction", construction=text(f"sign.construction_{made.value}"))
    if lit:
        shown = f"{light.luminance_cd_m2:.0f} cd/m²" if light.luminance_cd_m2 is not None else text("sheet.not_stated")
        yield text("sheet.note_light", luminance=shown, temperature=light.temperature_k)
        yield text("sheet.note_electric")
    else:
        yield text("sheet.note_unlit")
    yield text("sheet.note_structure")
    yield text("sheet.note_pictures")


def not_passed(report: CheckReport) -> str:
    """Return a warning for a sheet whose check blocks a grant, else an empty text."""
    return text("sheet.not_passed") if report.verdict.blocks else ""
