"""Read an elevation kept as GeoJSON: features with a `role`, in the face's own plane, never on the globe.

A feature's property `role` (or `layer`) is its layer, its other properties are the fields of a part, a point with a
property `text` is a text. The unit is the mapping's. RFC 7946 knows degrees only; a file in degrees is refused, since
no map tells how high a band hangs.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from signage.errors import Location, Param, PlanError
from signage.frontage.json_source import decode
from signage.frontage.readers.drawing import Drawing, Label, Stroke
from signage.frontage.readers.dxf_flatten import FARTHEST, MAX_DEPTH, MAX_ENTITIES, MAX_POINTS, MAX_VERTICES, Flat
from signage.geometry import Point, Rect

_OWN = ("role", "layer", "text")
_DEGREES = (180.0, 90.0)
_LEAST_FRONT = 0.5  # in whatever unit: what is smaller on a globe's coordinates is a building in degrees
_NO_LAYER = "—"


def is_geojson(content: bytes) -> bool:
    """Return whether a file is a JSON object that calls itself a FeatureCollection."""
    return content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{" and b'"FeatureCollection"' in content


def read_geojson(content: bytes, *, file: str = "") -> Drawing:
    """Return what a FeatureCollection draws.

    Raises:
        PlanError: It is no whole JSON, no FeatureCollection, lies in degrees, holds nothing, or is more than the caps
            allow.
    """
    at = Location(file=file or None)
    _, raw = decode(content, file=file)
    features = raw.get("features") if isinstance(raw, dict) else None
    if not isinstance(features, list) or raw.get("type") != "FeatureCollection":
        raise PlanError("reading.geojson_form", at=at, what="features")
    if len(features) > MAX_ENTITIES:
        raise PlanError("reading.too_many_entities", at=at, most=MAX_ENTITIES)
    flat = Flat()
    for index, feature in enumerate(features):
        _feature(feature, index, flat, at)
    _refuse_degrees(raw, flat, at)
    if not flat.strokes and not flat.labels:
        raise PlanError("reading.geojson_empty", at=at, found=len(features))
    return Drawing(
        reader="geojson",
        unit=None,
        strokes=tuple(flat.strokes),
        labels=tuple(flat.labels),
        kinds=flat.kinds,
        ignored=tuple(flat.notes),
    )


def _feature(feature: Any, index: int, flat: Flat, at: Location) -> None:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    given = feature.get("properties") if isinstance(feature, dict) else None
    properties: dict[str, Any] = given if isinstance(given, dict) else {}
    layer = _text(properties.get("role") or properties.get("layer") or _NO_LAYER)
    name = feature.get("id", properties.get("id")) if isinstance(feature, dict) else None
    source = f"Feature #{_text(name)[:60]}" if name not in (None, "") else f"Feature {index + 1}"
    if not isinstance(geometry, dict):
        flat.skip("broken_entity", layer, "Feature")
        return
    fields = tuple((key, _text(v)) for key, v in properties.items() if key not in _OWN and v not in (None, ""))
    for kind, line in _lines(geometry, 0):
        flat.counts[layer, kind] += 1
        points = None if line is None else _points(line)
        if points is None:
            flat.skip("broken_entity" if line is None else "not_finite", layer, kind)
            continue
        flat.points += len(points)
        if len(points) > MAX_VERTICES:
            told: dict[str, Param] = {"layer": layer, "what": source, "count": len(points), "most": MAX_VERTICES}
            raise PlanError("reading.too_many_vertices", at=at, **told)
        if flat.points > MAX_POINTS:
            raise PlanError("reading.too_many_points", at=at, most=MAX_POINTS)
        groups = () if kind == "Point" else _stroke(flat, layer, kind, points, source)
        middle = Rect.around(points).centre
        for words, own in ((_text(properties.get("text", "")), ()), ("", fields)):
            if words or own:
                label = Label(
                    layer=layer, text=words, at=middle, source=source, fields=own, groups=groups if own else ()
                )
                flat.labels.append(label)


def _stroke(flat: Flat, layer: str, kind: str, points: list[Point], source: str) -> tuple[int, ...]:
    """Keep a line; returns the group that binds a ring to its fields, none for an open line that may meet others."""
    line = [p for i, p in enumerate(points) if i == 0 or p != points[i - 1]]
    closed = len(line) > 3 and line[0] == line[-1]
    line = line[:-1] if closed else line
    if len(line) < 2:
        flat.skip("no_length", layer, kind)
        return ()
    flat.groups += closed
    groups = (flat.groups,) if closed else ()
    flat.strokes.append(Stroke(layer=layer, points=tuple(line), is_closed=closed, source=source, groups=groups))
    return groups


def _lines(geometry: dict[str, Any], depth: int) -> Iterator[tuple[str, Any]]:
    """Yield (sort, list of positions) of every line, ring and point in a geometry; None where the form is broken."""
    kind, inner = _text(geometry.get("type")), geometry.get("coordinates")
    if kind == "GeometryCollection":
        parts = geometry.get("geometries")
        if depth >= MAX_DEPTH or not isinstance(parts, list):
            yield kind, None
            return
        for part in parts:
            if isinstance(part, dict):
                yield from _lines(part, depth + 1)
        return
    nested = {"Point": -1, "MultiPoint": 0, "LineString": 0, "MultiLineString": 1, "Polygon": 1, "MultiPolygon": 2}
    if kind not in nested or not isinstance(inner, list):
        yield kind or _NO_LAYER, None
        return
    lists: list[Any] = [inner] if nested[kind] >= 0 else [[inner]]
    for _ in range(nested[kind]):
        lists = [one for many in lists if isinstance(many, list) for one in many]
    for line in lists:
        yield kind.removeprefix("Multi"), line


def _points(line: Any) -> list[Point] | None:
    if not isinstance(line, list) or not line:
        return None
    points = []
    for spot in line:
        good = isinstance(spot, list) and len(spot) >= 2 and all(_is_number(v) for v in spot[:2])
        if not good:
            return None
        points.append(Point(float(spot[0]), float(spot[1])))
    return points


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value) and abs(value) < FARTHEST


def _refuse_degrees(raw: dict[str, Any], flat: Flat, at: Location) -> None:
    """Refuse longitudes and latitudes: told by the file, or by a front of less than half a unit on the globe."""
    crs = _text(raw.get("crs", "")).casefold()
    if any(name in crs for name in ("crs84", "4326", "4490")):
        raise PlanError("reading.geojson_degrees", at=at)
    points = [p for s in flat.strokes for p in s.points]
    if not points:
        return
    box = Rect.around(points)
    on_globe = all(abs(v) <= most for v, most in zip((box.x0, box.y0, box.x1, box.y1), _DEGREES * 2, strict=True))
    if on_globe and max(box.width, box.height) < _LEAST_FRONT:
        raise PlanError("reading.geojson_degrees", at=at)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ",".join(_text(v) for v in value)[:500]
    return "" if value is None else str(value)[:500]
