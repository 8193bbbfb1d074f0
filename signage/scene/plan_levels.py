"""Level marks of a plan's drawing, kept apart where the levels themselves are close."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from signage.frontage import Frontage, Roof, Unsurveyed
from signage.geometry import Path, polyline_y_at
from signage.locale import text
from signage.scene.labels import INK, label
from signage.scene.nodes import Anchor, Node, Stroke
from signage.scene.shapes import line
from signage.typography import FontCatalogue

_MUTED = "#5B636C"
_APART = 13.8  # from mark to mark, in units of the drawing: figures over the line and words under the next
_SPREAD = 11.0  # sills and datums nearer than this to another are left out, as they always stand in rows


def level_text(level_mm: float) -> str:
    """Return a level in metres to three decimals, as drawings write it: `±0.000`, `+3.200`, `-0.150`."""
    metres = round(level_mm) / 1000
    return "±0.000" if metres == 0 else f"{metres:+.3f}"


def storey_marks(face: Frontage, u: float) -> dict[float, str]:
    """Return the levels at the right end of a face with their words: floors, sills, top, parapet and pavement."""
    marks = {0.0: ""}
    if Unsurveyed.STOREYS not in face.unsurveyed:
        marks |= {s.floor_mm: text("plan.drawing_storey", number=s.number) for s in face.storeys}
        marks.setdefault(max(s.top_mm for s in face.storeys), "")
    if face.parapet_mm is not None:
        is_sloping = face.roof is Roof.SLOPING
        marks[face.parapet_mm] = text("plan.drawing_eaves" if is_sloping else "plan.drawing_parapet")
    ground = polyline_y_at(face.pavement, face.width_mm)
    if ground is not None and Unsurveyed.PAVEMENT not in face.unsurveyed:
        marks.setdefault(ground, text("plan.drawing_pavement"))
    sills = [s.sill_mm for s in face.storeys if s.sill_mm is not None and Unsurveyed.STOREYS not in face.unsurveyed]
    return marks | {sill: "" for sill in sills if all(abs(sill - level) >= _SPREAD * u for level in marks)}


def datum_marks(face: Frontage, u: float) -> dict[float, str]:
    """Return the levels at the left end of a face: datums of its bands, and the pavement."""
    marks: dict[float, str] = {}
    for datum in sorted({b.datum_mm for b in face.bands if b.datum_mm is not None}):
        if all(abs(datum - level) >= _SPREAD * u for level in marks):
            marks[datum] = text("plan.drawing_datum")
    ground = polyline_y_at(face.pavement, 0.0)
    if ground is not None and Unsurveyed.PAVEMENT not in face.unsurveyed:
        marks[ground] = text("plan.drawing_pavement")
    return marks


def mark_nodes(marks: Mapping[float, str], fonts: FontCatalogue, u: float, *, x: float, side: int) -> list[Node]:
    """Return level marks in a column.

    Args:
        marks: Levels (mm) with the words under each.
        fonts: For the words.
        u: What words are sized in, mm.
        x: Where the column begins.
        side: 1 to the right of `x`, -1 to the left.
    """
    levels = sorted(marks)
    nodes: list[Node] = []
    for level, y in zip(levels, spread(levels, _APART * u), strict=True):
        nodes += _mark(x, level, y, marks[level], side, fonts, u)
    return nodes


def spread(levels: Sequence[float], apart: float) -> list[float]:
    """Return rising levels moved as little as needs be to stand apart, those in a cluster by the same measure."""
    clusters: list[list[float]] = []
    for level in levels:
        clusters.append([level])
        while len(clusters) > 1 and _foot(clusters[-1], apart) < _head(clusters[-2], apart) + apart:
            last = clusters.pop()
            clusters[-1] = [*clusters[-1], *last]
    return [_foot(cluster, apart) + n * apart for cluster in clusters for n in range(len(cluster))]


def _foot(cluster: Sequence[float], apart: float) -> float:
    return sum(cluster) / len(cluster) - (len(cluster) - 1) * apart / 2


def _head(cluster: Sequence[float], apart: float) -> float:
    return _foot(cluster, apart) + (len(cluster) - 1) * apart


def _mark(x: float, level: float, y: float, words: str, side: int, fonts: FontCatalogue, u: float) -> list[Node]:
    tip = x + side * 10 * u
    start, end = tip + side * 5 * u, tip + side * 40 * u
    triangle = ((tip, y), (tip - 3 * u, y + 4 * u), (tip + 3 * u, y + 4 * u))
    anchor = Anchor.START if side > 0 else Anchor.END
    run = ((x + side * 2 * u, level), (x + side * 6 * u, y), (end, y))
    nodes: list[Node] = [
        line(run, _MUTED, 0.5 * u),
        Stroke(path=Path.polygon(triangle), colour=_MUTED, width_mm=0.6 * u),
        label(fonts, level_text(level), (start, y + 1.4 * u), 4.6 * u, anchor, colour=INK, weight=400),
    ]
    if words:
        nodes.append(label(fonts, words, (start, y - 5.6 * u), 4.0 * u, anchor, colour=_MUTED, weight=400))
    return nodes
