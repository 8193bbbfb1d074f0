"""Rows of dimensions beside a view: the first near the drawing, each next one further out, none over another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from signage.geometry import Rect
from signage.scene.dimensions import SHEET_STYLE, DimensionStyle, Stop, chain, line_boxes, number_boxes
from signage.scene.nodes import Dimension
from signage.typography import FontCatalogue

FIRST = 8.0  # from a view's edge to the first row; with the gap of the extension lines over 10 from most outlines


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one row measures, and its subject."""

    stops: tuple[Stop, ...]
    subject: str


def stacked(
    fonts: FontCatalogue,
    rows: Iterable[Row],
    line: float,
    *,
    outward: float,
    is_vertical: bool = False,
    zero_mm: float | None = None,
    taken: Iterable[Rect] = (),
    style: DimensionStyle = SHEET_STYLE,
    decimals: int = 0,
    is_level: bool = False,
) -> tuple[Dimension, ...]:
    """Return rows of dimensions, the outermost first, so that its extension lines pass under the others' numbers.

    A row that measures nothing, or the same places as a nearer one, is left out.

    Args:
        fonts: For the numbers.
        rows: From the nearest to the farthest.
        line: Where the nearest row's line runs.
        outward: 1 when further rows lie at greater coordinates, -1 when at smaller ones.
        is_vertical: Whether heights are measured.
        zero_mm: Position from which all of them are rounded.
        taken: Boxes that no number may touch; `line_boxes` gives those of lines.
        style: Their looks.
        decimals: Places after the point of the numbers.
        is_level: How numbers of a vertical row stand that do not fit along it; see `chain`.
    """
    kept = list(taken)
    made: list[tuple[Dimension, ...]] = []
    seen: list[set[float]] = []
    at = line
    wanted = list(rows)
    for index, row in enumerate(wanted):
        places = {round(stop.model_mm, decimals) for stop in row.stops}
        if len(places) < 2 or places in seen:
            continue
        seen.append(places)
        done = chain(
            fonts,
            row.stops,
            at,
            is_vertical=is_vertical,
            taken=kept,
            subject=row.subject,
            zero_mm=zero_mm,
            style=style,
            decimals=decimals,
            is_level=is_level,
            beside=_coming(wanted[index + 1 :], at, outward, is_vertical),
        )
        boxes = number_boxes(done)
        kept += (*boxes, *line_boxes(done))
        made.append(done)
        at = _next_line(at, boxes, outward, is_vertical, style)
    return tuple(part for row_made in reversed(made) for part in row_made)


def _coming(rows: Iterable[Row], line: float, outward: float, is_vertical: bool) -> tuple[Rect, ...]:
    """Return thin boxes about the extension lines of further rows where they pass a row."""
    found = []
    for stop in (stop for row in rows for stop in row.stops):
        low, high = sorted((stop.edge, line + outward * 30.0))
        a, b = stop.at - 0.3, stop.at + 0.3
        found.append(Rect(low, a, high, b) if is_vertical else Rect(a, low, b, high))
    return tuple(found)


def _next_line(at: float, boxes: Sequence[Rect], outward: float, is_vertical: bool, style: DimensionStyle) -> float:
    ends = [(b.x1 if outward > 0 else b.x0) if is_vertical else (b.y1 if outward > 0 else b.y0) for b in boxes]
    reach = max(((end - at) * outward for end in ends), default=0.0)
    # Numbers over the next line's inner side need their own room only where they stand on that side.
    is_over = outward > 0 if not is_vertical else outward < 0
    own = 0.0 if is_over else style.text_mm + style.lift_mm * 2
    return at + outward * max(style.step_mm, reach + style.lift_mm * 1.5 + own)


def across(places: Iterable[tuple[float, float]], to_paper: tuple[float, float, float]) -> tuple[Stop, ...]:
    """Return stops of a row over a view.

    Args:
        places: Position and level of each measured point, model mm.
        to_paper: Factor, and where the model's zero lies on paper in x and y.
    """
    k, x0, y0 = to_paper
    return tuple(Stop(at=x0 + x * k, edge=y0 + y * k, model_mm=x) for x, y in places)


def upright(places: Iterable[tuple[float, float]], to_paper: tuple[float, float, float]) -> tuple[Stop, ...]:
    """Return stops of a row beside a view; see `across`, with level before position."""
    k, x0, y0 = to_paper
    return tuple(Stop(at=y0 + y * k, edge=x0 + x * k, model_mm=y) for y, x in places)
