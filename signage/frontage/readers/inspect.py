"""What is in a drawing, so that its mapping can be written: layers, titles, extents, clues, a mapping to start from."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import floor, log10
from typing import Any

from signage.errors import PlanError
from signage.frontage.readers.detective import likely
from signage.frontage.readers.drawing import Drawing, Label
from signage.frontage.readers.guess import guessed, unknown
from signage.frontage.readers.layer_names import HINTS
from signage.frontage.readers.mapping import Mapping
from signage.frontage.readers.pick import (
    is_of_elevation,
    picked,
    stray_notes,
    title_labels,
    window_above,
    without_strays,
)
from signage.frontage.readers.sizes import evidence, scales_in
from signage.frontage.readers.starter import starter
from signage.geometry import Rect
from signage.locale import Lang

_MOST_WINDOWS = 12


def inspected(drawing: Drawing, mapping: Mapping, lang: Lang = Lang.ZH) -> dict[str, Any]:
    """Return what `signage plan inspect` shows, as plain JSON values; the remarks in its mapping are in `lang`."""
    kept, strays = without_strays(drawing.strokes)
    layers: dict[str, dict[str, int]] = defaultdict(dict)
    for layer, kind, count in drawing.kinds:
        layers[layer][kind] = count
    views = _views(drawing)
    each = [mapping] if mapping.title or mapping.window else _elevations(mapping, views)
    faces, trouble = [], None
    for one in each:
        try:
            faces.append(picked(drawing, one)[0])
        except PlanError as error:
            trouble = {"code": error.code, "params": dict(error.params)}
    face = faces[0] if faces else drawing
    roles = mapping.layers or _guessed_on(faces or [drawing])
    told = _with_layers(each[0], roles)
    found = evidence(face, told) if face.strokes else ()
    guess = likely(found, mapping.unit or drawing.unit, scales_in(drawing, told), is_scaled=mapping.scale != 1.0)
    sorts = {"repair": drawing.repairs, "ignored": (*drawing.ignored, *stray_notes(strays)), "question": drawing.doubts}
    rest = unknown(faces or [drawing], told.layers)
    named = [_with_layers(one, roles) for one in each]
    return {
        "unit": drawing.unit,
        "clues": [{"what": c.what, "size": c.size, "fits": list(c.fits)} for c in found],
        "likely": guess.unit if guess else None,
        "scale": guess.scale if guess else None,
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
        "map": starter(drawing, face, named, rest, guess, lang),
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


def _elevations(mapping: Mapping, views: list[dict[str, Any]]) -> list[Mapping]:
    """Return the mapping with each elevation of the sheet: by its title, by its window where that stands twice."""
    facing = [view for view in views if view["window"]]
    names = Counter(view["text"] for view in facing)
    found = [
        mapping.told({"title": view["text"]} if names[view["text"]] == 1 else {"window": view["window"]})
        for view in facing
    ]
    return found or [mapping]


def _guessed_on(faces: Sequence[Drawing]) -> dict[str, tuple[str, ...]]:
    """Return role to layers, guessed on every elevation of the sheet."""
    each = [guessed(face) for face in faces]
    roles = dict.fromkeys(role for role in HINTS if any(role in one for one in each))
    return {role: tuple(dict.fromkeys(layer for one in each for layer in one.get(role, ()))) for role in roles}


def _box(boxes: Iterable[Rect]) -> list[float] | None:
    listed = list(boxes)
    if not listed:
        return None
    box = Rect.joined(listed)
    return [box.x0, box.y0, box.x1, box.y1]
