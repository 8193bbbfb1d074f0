"""What is in a drawing, so that its mapping can be written: layers, titles, extents, clues, a mapping to start from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from math import floor, log10
from typing import Any

from signage.errors import PlanError
from signage.frontage.readers.detective import likely
from signage.frontage.readers.drawing import Drawing, Label
from signage.frontage.readers.guess import guessed, unknown
from signage.frontage.readers.levels import level_mark_of
from signage.frontage.readers.mapping import Mapping
from signage.frontage.readers.pick import (
    is_of_elevation,
    picked,
    stray_notes,
    title_labels,
    titles,
    window_above,
    without_strays,
)
from signage.frontage.readers.sizes import evidence
from signage.geometry import Rect

_MOST_WINDOWS = 12
_MOST_UNKNOWN = 12
_MOST_TAGS = 30


def inspected(drawing: Drawing, mapping: Mapping) -> dict[str, Any]:
    """Return what `signage plan inspect` shows, as plain JSON values."""
    kept, strays = without_strays(drawing.strokes)
    layers: dict[str, dict[str, int]] = defaultdict(dict)
    for layer, kind, count in drawing.kinds:
        layers[layer][kind] = count
    views = _views(drawing)
    chosen = mapping if mapping.title or mapping.window else _first_elevation(mapping, views)
    face, trouble = drawing, None
    try:
        face, _ = picked(drawing, chosen)
    except PlanError as error:
        trouble = {"code": error.code, "params": dict(error.params)}
    roles = mapping.layers or guessed(face)
    told = _with_layers(chosen, roles)
    found = evidence(face, told) if face.strokes else ()
    sorts = {"repair": drawing.repairs, "ignored": (*drawing.ignored, *stray_notes(strays)), "question": drawing.doubts}
    rest = unknown(face, told.layers)
    return {
        "unit": drawing.unit,
        "clues": [{"what": c.what, "size": c.size, "fits": list(c.fits)} for c in found],
        "likely": likely(found),
        "layers": [{"layer": name, "kinds": kinds} for name, kinds in sorted(layers.items())],
        "titles": views,
        "unknown": [{"layer": layer, "lines": count} for layer, count in rest],
        "header_box": list(drawing.header_box) if drawing.header_box else None,
        "box": _box(s.box for s in drawing.strokes),
        "box_without_strays": _box(s.box for s in kept),
        "face_box": _box(s.box for s in face.strokes),
        "notes": [
            {"sort": sort, "code": n.code, "params": dict(n.params), "source": n.source}
            for sort, notes in sorts.items()
            for n in notes
        ],
        "trouble": trouble,
        "map": _starter(drawing, face, told, rest),
    }


def _with_layers(mapping: Mapping, layers: dict[str, tuple[str, ...]]) -> Mapping:
    """Return a mapping with other layers."""
    return mapping.model_copy(update={"layers": layers})


def _views(drawing: Drawing) -> list[dict[str, Any]]:
    """Return the titles with their places and, for elevations, the window around what they name.

    A view belongs to one title: of several that point at it, to the one nearest beside it.
    """
    kept, _ = without_strays(drawing.strokes)
    sheet = Rect.joined(s.box for s in kept) if kept else None
    sheet = sheet and sheet.grown(0.5 * max(sheet.width, sheet.height))  # titles stand below what they name
    tidy = replace(drawing, strokes=kept)
    labels = title_labels(drawing)
    facing = [t for t in labels if is_of_elevation(t.text) and sheet and sheet.contains(Rect(*t.at, *t.at))]
    found = [(label, window) for label in facing[:_MOST_WINDOWS] if (window := window_above(tidy, label))]
    best: dict[Rect, Label] = {}
    for label, window in sorted(found, key=lambda pair: -_beside(*pair)):
        best[window] = label
    windows = {id(label): _rounded(window) for window, label in best.items()}
    return [{"text": " ".join(t.text.split()), "at": [t.at.x, t.at.y], "window": windows.get(id(t))} for t in labels]


def _beside(label: Label, window: Rect) -> float:
    """Return how far a title stands left or right of a window."""
    return max(window.x0 - label.at.x, label.at.x - window.x1, 0.0)


def _rounded(box: Rect) -> list[float]:
    """Return a window in numbers that can be typed: a thousandth of its size."""
    step = 10.0 ** floor(log10(max(box.width, box.height) / 1000.0))
    digits = max(0, -floor(log10(step)))
    return [round(round(value / step) * step, digits) for value in (box.x0, box.y0, box.x1, box.y1)]


def _first_elevation(mapping: Mapping, views: list[dict[str, Any]]) -> Mapping:
    """Return the mapping with the first elevation of the sheet: by its title, by its window where that stands twice."""
    facing = [view for view in views if view["window"]]
    names = [view["text"] for view in facing]
    if not facing:
        return mapping
    first = facing[0]
    by_title = names.count(first["text"]) == 1
    return mapping.told({"title": first["text"]} if by_title else {"window": first["window"]})


def _box(boxes: Iterable[Rect]) -> list[float] | None:
    listed = list(boxes)
    if not listed:
        return None
    box = Rect.joined(listed)
    return [box.x0, box.y0, box.x1, box.y1]


def _starter(drawing: Drawing, face: Drawing, mapping: Mapping, rest: list[tuple[str, int]]) -> str:
    """Return a mapping to start from: what a table would swallow stands above the first, what is open is a comment."""
    lines = [f'unit = "{drawing.unit}"' if drawing.unit else '# unit = "mm"']
    if mapping.window:
        lines.append(f"window = [{', '.join(f'{value:.10g}' for value in mapping.window)}]")
    else:
        named = mapping.title or next(iter(titles(drawing)), None)
        lines.append(f"title = {_quoted(named)}" if named else "# window = [0, 0, 60000, 12000]")
    for role, key in (("slabs", "floors_mm"), ("bays", "bays_mm")):
        if role not in mapping.layers:
            lines.append(f"# {key} = [0, …]")
    lines += ["", "[layers]"]
    lines += [f"{role} = [{', '.join(map(_quoted, names))}]" for role, names in mapping.layers.items()]
    if rest:
        lines.append(f"# unknown: {', '.join(_quoted(layer) for layer, _ in rest[:_MOST_UNKNOWN])}")
    mark = level_mark_of(face)
    if mark is not None:
        lines += ["", "[origin]", f"text = {_quoted(mark)}"]
    tags = list(dict.fromkeys(tag for label in face.labels for tag, _ in label.fields))
    if tags:
        lines += ["", "[attributes]", *(f'# {_quoted(tag)} = "…"' for tag in tags[:_MOST_TAGS])]
    lines += ["", "[plan]", *(f'{key} = "…"' for key in ("id", "building", "address", "city"))]
    lines += ['revision = "1"', 'valid_from = "2026-01-01"']
    lines += ["", "[face]", 'id = "…"', 'name = "…"']
    return "\n".join(lines) + "\n"


def _quoted(word: str) -> str:
    plain = "".join(c for c in word if ord(c) >= 32 and ord(c) != 127)
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
