"""The dimensions of the workshop drawing: along the letters and across them, overall, and of what carries the sign."""

from __future__ import annotations

from collections.abc import Iterator

from signage.design import Form, PieceRole, SignLayout
from signage.geometry import Rect
from signage.scene.dimensions import DimensionStyle, Stop, chain, number_boxes
from signage.scene.nodes import Dimension
from signage.scene.sheet_face import gate_legs
from signage.scene.workshop_look import whole_box
from signage.typography import FontCatalogue, Setting

_ROOM_FOR_A_NUMBER = 3.5  # heights of a number that its dimension is long
DECIMALS = 1  # letters are not set to whole millimetres


def dimensions_of(layout: SignLayout, fonts: FontCatalogue, style: DimensionStyle) -> Iterator[Dimension]:
    """Yield the rows over the sign, then those at its left, then those of a gate's legs.

    Each letter is measured along its line; across it the ink of the lines is.
    """
    over = list(_rows_over(layout, fonts, style))
    yield from over
    yield from _rows_at_left(layout, fonts, style)
    yield from _of_a_gate(layout, fonts, style)


def _rows_over(layout: SignLayout, fonts: FontCatalogue, style: DimensionStyle) -> Iterator[Dimension]:
    box, top = layout.envelope, whole_box(layout).y1 + style.first_mm
    across = [_stop(box.x0, box.y1), _stop(box.x1, box.y1)]
    if layout.setting is Setting.VERTICAL:
        across += [_stop(x, box.y1) for line in layout.lines for x in (line.ink.x0, line.ink.x1)]
    else:
        across += [_stop(x, b.y1) for b in _first_line(layout) for x in (b.x0, b.x1)]
    across += [_stop(x, b.y1) for b in _logos(layout) for x in (b.x0, b.x1)]
    inner = chain(fonts, across, top, style=style, subject="letters", decimals=DECIMALS)
    yield from inner
    reach = whole_box(layout).x0 if layout.form == Form.PROJECTING else box.x0
    ends = [_stop(x, box.y1) for x in dict.fromkeys((reach, box.x0, box.x1))]
    above = max((number.y1 for number in number_boxes(inner)), default=top)
    outer = max(top + style.step_mm, above + style.step_mm / 2)
    yield from chain(fonts, ends, outer, style=style, subject="sign", decimals=DECIMALS)


def _rows_at_left(layout: SignLayout, fonts: FontCatalogue, style: DimensionStyle) -> Iterator[Dimension]:
    box, whole = layout.envelope, whole_box(layout)
    side = whole.x0 - style.first_mm
    up = [_stop(box.y0, box.x0), _stop(box.y1, box.x0)]
    rows = [[*up, *(_stop(y, box.x0) for y in _levels(layout, style))]]
    logos = _logos(layout)
    if logos:
        rows.append([*up, *(_stop(y, box.x0) for b in logos for y in (b.y0, b.y1))])
    if layout.form == Form.HANGING and whole.y1 > box.y1:
        up = [*up, _stop(whole.y1, box.x0)]
    for index, row in enumerate([*rows, up]):
        subject = ("lines", "logo")[index] if index < len(rows) else "sign"
        made = chain(fonts, row, side, is_vertical=True, style=style, subject=subject, decimals=DECIMALS)
        yield from made
        beyond = min((number.x0 for number in number_boxes(made)), default=side)
        side = min(side - style.step_mm, beyond - style.step_mm / 2)


def _levels(layout: SignLayout, style: DimensionStyle) -> list[float]:
    """Return the levels that are measured: the lines' ink, or each letter's where they stand in a column.

    Letters too low for a number beside each are measured together; the list has their sizes.
    """
    letters = _first_line(layout)
    is_column = layout.setting is Setting.VERTICAL and bool(letters)
    if not is_column or min(b.height for b in letters) < style.text_mm * _ROOM_FOR_A_NUMBER:
        return [y for line in layout.lines for y in (line.ink.y0, line.ink.y1)]
    return [y for b in letters for y in (b.y0, b.y1)]


def _first_line(layout: SignLayout) -> list[Rect]:
    letters = [(piece.line, b) for piece in layout.letters if (b := piece.outline.bounds()) is not None]
    first = [b for number, b in letters if number == 0]
    return first or [b for _, b in letters]


def _logos(layout: SignLayout) -> list[Rect]:
    return [b for p in layout.pieces if p.role is PieceRole.LOGO and (b := p.outline.bounds()) is not None]


def _of_a_gate(layout: SignLayout, fonts: FontCatalogue, style: DimensionStyle) -> Iterator[Dimension]:
    """Yield the legs and the passage under a gate, and its beam at the right."""
    legs, box = gate_legs(layout), layout.envelope
    if legs is None:
        return
    left, right, under = legs
    low = [_stop(x, box.y0) for x in (box.x0, left, right, box.x1)]
    yield from chain(fonts, low, box.y0 - style.first_mm, style=style, subject="legs", decimals=DECIMALS)
    up = [_stop(y, box.x1) for y in (box.y0, under, box.y1)]
    beside = box.x1 + style.first_mm + style.step_mm * 2  # clear of the part's name
    yield from chain(fonts, up, beside, is_vertical=True, style=style, subject="beam", decimals=DECIMALS)


def _stop(at: float, edge: float) -> Stop:
    return Stop(at=at, edge=edge, model_mm=at)
