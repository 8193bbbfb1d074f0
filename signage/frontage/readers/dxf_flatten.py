"""Entities of a DXF as lines and texts: blocks opened, curves as chords, everything else told with a reason."""

from __future__ import annotations

import itertools
import logging
import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from signage.errors import Param, PlanError
from signage.frontage.readers.drawing import Label, Stroke
from signage.frontage.readers.report import Note
from signage.geometry import Point

if TYPE_CHECKING:
    from ezdxf.document import Drawing as Document

MAX_ENTITIES = 100_000
MAX_POINTS = 600_000
MAX_VERTICES = 20_000  # of one polyline
MAX_DEPTH = 8
MAX_ARRAY = 2_000
# A curve's chord stays this share of its size off the curve: 0.5 mm at 1 m, whatever the unit.
TOLERANCE_SHARE = 0.0005
_SPAN_CHORDS = 24  # of one span between knots: a quarter circle in one span stays within the tolerance
FARTHEST = 1e12  # beyond, a coordinate is rubbish

_CURVES = {"ARC", "CIRCLE", "ELLIPSE", "SPLINE"}
_LINES = {"LINE", "LWPOLYLINE", "POLYLINE", *_CURVES}
_TEXTS = {"TEXT", "MTEXT", "ATTDEF"}


@dataclass(slots=True)
class Flat:
    """What was found so far."""

    strokes: list[Stroke] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    skipped: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    seen: int = 0
    points: int = 0
    groups: int = 0
    hidden: tuple[str, ...] = ()

    @property
    def kinds(self) -> tuple[tuple[str, str, int], ...]:
        """(layer, sort, how many) in order."""
        return tuple((layer, kind, n) for (layer, kind), n in sorted(self.counts.items()))

    @property
    def notes(self) -> list[Note]:
        """What was left out, one note for each reason and sort."""
        groups: dict[tuple[str, str], dict[str, int]] = {}
        for (code, layer, kind), n in sorted(self.skipped.items()):
            groups.setdefault((code, kind), {})[layer] = n
        notes = []
        for (code, kind), by_layer in groups.items():
            listed = list(by_layer)
            names = ", ".join(listed[:6]) + ("…" if len(listed) > 6 else "")
            notes.append(Note(code=code, params={"layer": names, "kind": kind, "count": sum(by_layer.values())}))
        return notes

    @property
    def doubts(self) -> tuple[Note, ...]:
        """Layers that are off or frozen: they were read."""
        shown = ", ".join(self.hidden[:8]) + ("…" if len(self.hidden) > 8 else "")
        params: dict[str, Param] = {"count": len(self.hidden), "layers": shown}
        return (Note(code="reading.hidden_layers", params=params),) if self.hidden else ()

    def skip(self, code: str, layer: str, kind: str) -> None:
        """Remember that an entity was left out."""
        self.skipped[f"reading.{code}", layer, kind] += 1


def flatten(document: Document) -> Flat:
    """Return the lines and texts of a document's model space, blocks opened.

    Raises:
        PlanError: More entities, points or vertices than the caps allow.
    """
    logging.getLogger("ezdxf").setLevel(logging.CRITICAL)
    flat = Flat()
    hidden = sorted(str(layer.dxf.name) for layer in document.layers if layer.is_off() or layer.is_frozen())
    if hidden:  # the mapping says which layers count, and sheets are put away with every layer frozen
        flat.hidden = tuple(hidden)
    for entity in document.modelspace():
        _entity(entity, flat, (), str(entity.dxf.get("layer", "0")), ())
    return flat


def _entity(entity: Any, flat: Flat, path: tuple[str, ...], layer: str, groups: tuple[int, ...]) -> None:
    flat.seen += 1
    if flat.seen > MAX_ENTITIES:
        raise PlanError("reading.too_many_entities", most=MAX_ENTITIES)
    kind = entity.dxftype()
    flat.counts[layer, kind] += 1
    try:
        if kind == "INSERT":
            _insert(entity, flat, path, layer, groups)
        elif kind in _LINES:
            _stroke(entity, kind, flat, layer, groups)
        elif kind in _TEXTS:
            _label(entity, kind, flat, layer, groups)
        else:
            flat.skip("not_a_line", layer, kind)
    except (PlanError, MemoryError, RecursionError):
        raise
    except Exception:  # a half-broken entity answers with errors of many kinds; the rest of the sheet is still good
        flat.skip("broken_entity", layer, kind)


def _insert(entity: Any, flat: Flat, path: tuple[str, ...], layer: str, groups: tuple[int, ...]) -> None:
    name = str(entity.dxf.get("name", ""))
    if name in path:
        flat.skip("recursive_block", layer, name)
        return
    if len(path) >= MAX_DEPTH:
        flat.skip("blocks_too_deep", layer, name)
        return
    copies = max(1, entity.dxf.get("row_count", 1)) * max(1, entity.dxf.get("column_count", 1))
    if copies > MAX_ARRAY:
        flat.skip("array_too_big", layer, name)
        return
    for one in entity.multi_insert() if copies > 1 else (entity,):
        flat.groups += 1
        within = (*groups, flat.groups)
        _attributes(one, flat, layer, within)
        for inner in one.virtual_entities(
            skipped_entity_callback=lambda e, _: flat.skip("broken_entity", layer, e.dxftype())
        ):
            own = str(inner.dxf.get("layer", "0"))
            _entity(inner, flat, (*path, name), layer if own == "0" else own, within)


def _attributes(insert: Any, flat: Flat, layer: str, groups: tuple[int, ...]) -> None:
    fields = tuple((str(a.dxf.get("tag", "")), str(a.dxf.get("text", ""))) for a in insert.attribs)
    at = _point(insert.dxf.get("insert"))
    if fields and at is not None:
        flat.labels.append(Label(layer=layer, text="", at=at, source=_name(insert), fields=fields, groups=groups))


def _stroke(entity: Any, kind: str, flat: Flat, layer: str, groups: tuple[int, ...]) -> None:
    count = len(entity.vertices) if kind == "POLYLINE" else len(entity) if kind == "LWPOLYLINE" else 0
    if count > MAX_VERTICES:
        raise PlanError("reading.too_many_vertices", layer=layer, what=_name(entity), count=count, most=MAX_VERTICES)
    if kind == "POLYLINE" and not (entity.is_2d_polyline or entity.is_3d_polyline):
        flat.skip("not_a_line", layer, "MESH")
        return
    points = _points(entity, kind)
    if points is None:
        flat.skip("not_finite", layer, kind)
        return
    reach = (1e-6 if kind == "SPLINE" else 1e-9) * max(1.0, abs(points[0].x), abs(points[0].y))
    closed = len(points) > 2 and math.dist(points[0], points[-1]) <= reach
    points = [p for i, p in enumerate(points) if i == 0 or p != points[i - 1]]
    if closed and len(points) > 1:
        points = points[:-1]
    if len(points) < 2:
        flat.skip("no_length", layer, kind)
        return
    flat.points += len(points)
    if flat.points > MAX_POINTS:
        raise PlanError("reading.too_many_points", most=MAX_POINTS)
    flat.strokes.append(
        Stroke(layer=layer, points=tuple(points), is_closed=closed, source=_name(entity), groups=groups)
    )


def _points(entity: Any, kind: str) -> list[Point] | None:
    if kind == "LINE":
        ends = [_point(entity.dxf.start), _point(entity.dxf.end)]
        return None if None in ends else [p for p in ends if p is not None]
    if kind == "SPLINE":
        periodic = _unclamped(entity)
        if periodic is not None:
            return periodic
    from ezdxf.path import make_path

    path = make_path(entity)
    corners = [_point(v) for v in path.control_vertices()]
    if any(p is None for p in corners) or not corners:
        return None
    xs, ys = [p.x for p in corners if p], [p.y for p in corners if p]
    size = max(max(xs) - min(xs), max(ys) - min(ys))
    if size <= 0:
        return [p for p in corners if p]
    if not path.has_curves:
        found = [_point(v) for v in path.control_vertices()]
    else:
        found = [_point(v) for v in path.flattening(size * TOLERANCE_SHARE, segments=4)]
    return None if None in found else [p for p in found if p is not None]


def _unclamped(entity: Any) -> list[Point] | None:
    """Return a spline without end knots of its own, such as a periodic one; None when it has them.

    Only between the knots number p and n does such a curve follow its control points, p its degree. Outside it
    flies off, and conversion to Bézier curves takes it there.
    """
    curve = entity.construction_tool()
    if curve.is_clamped:
        return None
    knots, degree = curve.knots(), curve.degree
    inner = sorted(set(knots[degree : len(knots) - degree]))
    if len(inner) < 2 or not all(math.isfinite(t) for t in inner):
        return None
    times = [a + (b - a) * k / _SPAN_CHORDS for a, b in itertools.pairwise(inner) for k in range(_SPAN_CHORDS)]
    found = [_point(curve.point(t)) for t in (*times, inner[-1] - 1e-12 * (inner[-1] - inner[0]))]
    return None if None in found else [p for p in found if p is not None]


def _label(entity: Any, kind: str, flat: Flat, layer: str, groups: tuple[int, ...]) -> None:
    if kind == "ATTDEF":
        return  # the pattern of an attribute, not one
    text = (entity.plain_text() or "").strip()[:500]
    at = _point(entity.dxf.get("insert"))
    height = float(entity.dxf.get("char_height" if kind == "MTEXT" else "height", 0.0))
    if not text or at is None or not math.isfinite(height):
        flat.skip("no_text", layer, kind)
        return
    lines = text.split("\n")
    width = max(sum(1.0 if ord(c) > 0x2E80 else 0.7 for c in line) for line in lines) * height
    tall = height * (1.6 * len(lines) - 0.6)
    right, up = _lean(entity, kind)
    align = _point(entity.dxf.get("align_point")) if kind == "TEXT" and entity.dxf.get("halign", 0) else None
    base = align or at
    middle = Point(base.x + width * right, base.y + tall * up)
    flat.labels.append(Label(layer=layer, text=text, at=middle, height=height, source=_name(entity), groups=groups))


def _lean(entity: Any, kind: str) -> tuple[float, float]:
    """Return how far the middle lies from the insertion point, in widths and heights."""
    if kind == "MTEXT":
        point = int(entity.dxf.get("attachment_point", 1))
        return (0.5, 0.0, -0.5)[(point - 1) % 3], (-0.5, 0.0, 0.5)[(point - 1) // 3 % 3]
    halign = int(entity.dxf.get("halign", 0))
    up = {2: 0.0, 3: -0.5}.get(int(entity.dxf.get("valign", 0)), 0.5)
    return {1: 0.0, 2: -0.5, 4: 0.0}.get(halign, 0.5), 0.0 if halign == 4 else up


def _point(value: Any) -> Point | None:
    if value is None:
        return None
    x, y = float(value[0]), float(value[1])
    return Point(x, y) if abs(x) < FARTHEST and abs(y) < FARTHEST else None  # NaN fails both


def _name(entity: Any) -> str:
    handle = entity.dxf.get("handle")
    return f"{entity.dxftype()} #{handle}" if handle else str(entity.dxftype())
