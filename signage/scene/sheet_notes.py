"""Notes on a sheet (设计说明): making, light, electrics, structure, the dates of a temporary sign."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from signage.design import Form, LetterConstruction, SignLayout, note_words
from signage.fabrication import WorkshopPack, make_pack
from signage.frontage import Frontage, Proposal, Unsurveyed, parts_in_words
from signage.geometry import Point, Rect
from signage.locale import either, spoken, text
from signage.scene.labels import label
from signage.scene.nodes import Node
from signage.scene.sheet_alone import notes_alone
from signage.scene.sheet_electrics import electric_words
from signage.scene.sheet_face import letter_facts
from signage.scene.sheet_paper import INK, LEAST_TEXT, even, heading, lines_for
from signage.scene.sheet_particulars import SheetParticulars
from signage.typography import FontCatalogue

TITLE = 9.5
_PITCH, _AFTER = 1.5, 0.5  # from line to line in heights of the words; more after a note, paper mm


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureTriggers:
    """From where on a structural calculation is asked for.

    Illustrative: a side of 4 m or 10 m² is Beijing's rule, a bottom edge at 10 m or a fixing on a roof are usual
    practice; no city's rule holds in another. The sheet says so beside them.
    """

    side_mm: float = 4000.0
    area_m2: float = 10.0
    bottom_mm: float = 10_000.0


def note_lines(fonts: FontCatalogue, notes: tuple[str, ...], width: float, words_mm: float) -> list[list[str]]:
    """Return the numbered notes broken into lines of a width."""
    numbered = [f"{n}. {note}" for n, note in enumerate(notes, 1)]
    return [lines_for(fonts, note, even(note, words_mm), width - 4.0) for note in numbered]


def notes_height(fonts: FontCatalogue, notes: tuple[str, ...], width: float, words_mm: float = LEAST_TEXT) -> float:
    """Return what the notes take in a column of a width, paper mm."""
    lines = note_lines(fonts, notes, width, words_mm)
    return TITLE + sum(_PITCH * words_mm * len(rows) + _AFTER for rows in lines) + 0.5


def notes_block(
    fonts: FontCatalogue, notes: tuple[str, ...], area: Rect, words_mm: float = LEAST_TEXT
) -> tuple[Node, ...]:
    """Return the notes under their title; those beyond the area's foot are left out, the last ones first."""
    nodes = list(heading(fonts, "notes", Point(area.x0 + 1.5, area.y1 - 5.0)))
    y = area.y1 - TITLE
    for lines in note_lines(fonts, notes, area.width, words_mm):
        if y - _PITCH * words_mm * (len(lines) - 1) < area.y0 + 0.6:
            break
        for words in lines:
            nodes.append(label(fonts, words, Point(area.x0 + 2.0, y), even(words, words_mm), weight=400, colour=INK))
            y -= _PITCH * words_mm
        y -= _AFTER
    return tuple(nodes)


def note_texts(
    proposal: Proposal,
    particulars: SheetParticulars,
    triggers: StructureTriggers | None = None,
    *,
    has_plan: bool = True,
    pack: WorkshopPack | None = None,
) -> tuple[str, ...]:
    """Return the notes in their order; `pack` is the sign's own, made here when left out."""
    layout = proposal.sign.layout
    return (
        *((text("sheet.note_units"),) if has_plan else notes_alone(layout)),
        *_unsurveyed(proposal.face, has_plan=has_plan),
        _making(layout),
        *_temporary(layout, particulars),
        *_replaced(proposal),
        *_light(layout, pack or make_pack(layout)),
        _structure(proposal, triggers or StructureTriggers()),
        *(words.rstrip("。.") + either("。", ".") for words in note_words(layout)),
        text("sheet.note_pictures"),
    )


def _unsurveyed(face: Frontage, *, has_plan: bool) -> Iterator[str]:
    if has_plan and face.unsurveyed:
        yield text("sheet.note_unsurveyed", parts=parts_in_words(face)[f"parts_{spoken().value}"])
        if Unsurveyed.PAVEMENT in face.unsurveyed:
            yield text("sheet.note_no_pavement")


def _making(layout: SignLayout) -> str:
    made = next((p.construction for p in layout.letters if p.construction), LetterConstruction.FLAT)
    note = text(
        "sheet.note_making",
        form=text(f"sign.form_{layout.form}") + _faces(layout),
        construction=text(f"sign.construction_{made.value}"),
        setting=text(f"sign.setting_{layout.setting.value}"),
        font=f"{layout.font.family} {layout.font_weight}",
        letters=letter_facts(layout),
    )
    return note[0].upper() + note[1:]


def _faces(layout: SignLayout) -> str:
    """Return how many faces it has, where that is more than one or was asked for."""
    if layout.faces == 2:
        return text("sheet.two_faces")
    return text("sheet.one_face") if layout.spec.faces == 1 else ""


def _temporary(layout: SignLayout, particulars: SheetParticulars) -> Iterator[str]:
    if layout.is_temporary:
        start, end = (d.isoformat() if d else "＿＿＿＿" for d in (particulars.valid_from, particulars.valid_to))
        yield text("sheet.note_temporary", start=start, end=end)


def _replaced(proposal: Proposal) -> Iterator[str]:
    """Say which old signs come down before this one goes up."""
    named = proposal.replaced or frozenset()
    for old in (one for face in proposal.plan.faces for one in face.signs if one.id in named):
        number = old.permit_number if old.permit_number and old.permit_number != old.id else ""
        yield text("sheet.note_replaced", name=old.name, number=" ".join(filter(None, (number, old.id))))


def _light(layout: SignLayout, pack: WorkshopPack) -> Iterator[str]:
    light = layout.spec.lighting
    if not any(p.is_face_lit or p.is_halo_lit for p in layout.pieces):
        yield text("sheet.note_unlit")
        yield from electric_words(pack)
        return
    shown = f"{light.luminance_cd_m2:.0f} cd/m²" if light.luminance_cd_m2 is not None else text("sheet.not_stated")
    yield text("sheet.note_light", luminance=shown, temperature=light.temperature_k)
    yield from electric_words(pack)
    yield text("sheet.note_electric")


def _structure(proposal: Proposal, triggers: StructureTriggers) -> str:
    """Say whether a calculation is due by the stated thresholds, with the sign's own figures."""
    sign, layout = proposal.sign.rect, proposal.sign.layout
    size = layout.envelope
    side, area = max(size.width, size.height), size.area / 1e6
    reasons = []
    if side >= triggers.side_mm:
        reasons.append(text("sheet.due_side", side=f"{side:.0f}", limit=f"{triggers.side_mm:.0f}"))
    if area >= triggers.area_m2:
        reasons.append(text("sheet.due_area", area=f"{area:.2f}", limit=f"{triggers.area_m2:g}"))
    if sign.y0 >= triggers.bottom_mm:
        reasons.append(text("sheet.due_bottom", level=f"{sign.y0 / 1000:.2f}", limit=f"{triggers.bottom_mm / 1000:g}"))
    if layout.form == Form.ROOFTOP:
        reasons.append(text("sheet.due_roof"))
    ground = "_ground" if layout.stands_on_ground else ""
    if reasons:
        return text(f"sheet.note_calculation{ground}", reasons=either("，", ", ").join(reasons))
    return text(
        f"sheet.note_no_calculation{ground}",
        side=f"{triggers.side_mm:.0f}",
        area=f"{triggers.area_m2:g}",
        bottom=f"{triggers.bottom_mm / 1000:g}",
    )
