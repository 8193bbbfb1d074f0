"""One face out of a sheet: by window, by title, or the whole sheet without what has strayed."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from signage.errors import Param, PlanError
from signage.frontage.readers.drawing import Drawing, Label, Stroke
from signage.frontage.readers.mapping import Mapping
from signage.frontage.readers.numbers import plain
from signage.frontage.readers.report import Note
from signage.geometry import Point, Rect

_MAX_CELLS = 400  # that a segment may cross before it counts as a frame or a stray
_GAP_CELLS = 2.0  # an empty strip of five letter heights parts two views


def picked(drawing: Drawing, mapping: Mapping) -> tuple[Drawing, tuple[Note, ...]]:
    """Return the part of a drawing that shows the face, and a note for each layer that its edge cuts.

    Raises:
        PlanError: No text reads like the title, several do, or nothing lies in the window.
    """
    if mapping.window:
        x0, y0, x1, y1 = mapping.window
        box = Rect(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    elif mapping.title:
        box = _above_title(drawing, title_of(drawing, mapping.title))
    else:
        used = [s for s in drawing.strokes if mapping.roles_of(s.layer)]
        kept, _ = without_strays(tuple(used) or drawing.strokes)
        box = Rect.joined(s.box for s in kept)
        box = box.grown(0.02 * max(box.width, box.height))
    return _inside(drawing, box, mapping)


def _inside(drawing: Drawing, box: Rect, mapping: Mapping) -> tuple[Drawing, tuple[Note, ...]]:
    strokes = tuple(s for s in drawing.strokes if box.contains(s.box))
    wide = box.grown(0.0 if mapping.window else 0.05 * box.width, 0.0)  # level marks stand beside the front
    labels = tuple(t for t in drawing.labels if wide.x0 <= t.at.x <= wide.x1 and wide.y0 <= t.at.y <= wide.y1)
    if not strokes:
        shown = _numbers(box)
        raise PlanError("reading.window_empty", window=shown)
    notes = []
    for layer, across in sorted(_layers_of(_without(drawing, strokes)).items()):
        cut = [s for s in across if s.box.overlaps(box)]
        if cut and mapping.roles_of(layer):
            params: dict[str, Param] = {"layer": layer, "count": len(cut)}
            place = Rect.joined(s.box for s in cut).corners
            notes.append(Note(code="reading.across_edge", params=params, source=cut[0].source, place=place))
    return replace(drawing, strokes=strokes, labels=labels), tuple(notes)


def outside_notes(drawing: Drawing, faces: Iterable[Drawing]) -> tuple[Note, ...]:
    """Return a note of what lies in none of the faces that were picked, empty when all is in one."""
    beyond = _layers_of(_without(drawing, [s for face in faces for s in face.strokes]))
    if not beyond:
        return ()
    shown = ", ".join(f"{layer} {len(group)}" for layer, group in sorted(beyond.items()))
    return (Note(code="reading.outside", params={"layers": shown, "count": sum(map(len, beyond.values()))}),)


def _without(drawing: Drawing, strokes: Iterable[Stroke]) -> list[Stroke]:
    kept = {id(s) for s in strokes}
    return [s for s in drawing.strokes if id(s) not in kept]


def _layers_of(strokes: Iterable[Stroke]) -> dict[str, list[Stroke]]:
    groups: dict[str, list[Stroke]] = defaultdict(list)
    for stroke in strokes:
        groups[stroke.layer].append(stroke)
    return groups


def title_of(drawing: Drawing, title: str) -> Label:
    """Return the text that a title means: equal to it, else the only one that holds it.

    Raises:
        PlanError: None or several.
    """
    wanted = _plain(title)
    texts = [t for t in drawing.labels if t.text]
    found = [t for t in texts if _plain(t.text) == wanted] or [t for t in texts if wanted in _plain(t.text)]
    box = _usual_box(drawing.strokes)
    near = [t for t in found if box.x0 <= t.at.x <= box.x1 and box.y0 <= t.at.y <= box.y1] or found
    spots = {(round(t.at.x, 3), round(t.at.y, 3)): t for t in near}
    if not spots:
        known = ", ".join(titles(drawing)[:12])
        raise PlanError("reading.title_unknown", title=title, known=known or "—")
    if len(spots) > 1:
        places = "; ".join(f"{plain(x, 8)}, {plain(y, 8)}" for x, y in sorted(spots)[:6])
        raise PlanError("reading.title_twice", title=title, count=len(spots), places=places)
    return next(iter(spots.values()))


def titles(drawing: Drawing) -> list[str]:
    """Return the texts that read like titles of views, in the order of the sheet from the top."""
    return list(dict.fromkeys(_one_line(t.text) for t in title_labels(drawing)))


def title_labels(drawing: Drawing) -> list[Label]:
    """Return the labels of `titles`; a text that stands twice in one place comes once."""
    words = ("elevation", "立面", "section", "剖面", "plan", "平面")
    found = [t for t in drawing.labels if any(w in t.text.casefold() for w in words) and len(t.text) <= 40]
    ordered = sorted(found, key=lambda t: (-t.at.y, t.at.x))
    return list({(_one_line(t.text), round(t.at.x, 3), round(t.at.y, 3)): t for t in ordered}.values())


def is_of_elevation(title: str) -> bool:
    """Return whether a title names an elevation."""
    return "elev" in title.casefold() or "立面" in title


def window_above(drawing: Drawing, title: Label) -> Rect | None:
    """Return a window around the view that stands above a title, its level marks in it; None when nothing does."""
    try:
        box = _above_title(drawing, title)
    except PlanError:
        return None
    return box.grown(0.03 * box.width, 0.02 * box.height)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split()).removeprefix("%%u")


def _above_title(drawing: Drawing, title: Label) -> Rect:
    """Return the box of the cluster of lines that stands nearest above a title.

    Lines closer than two and a half letter heights hang together; a line hundreds of times as long is a frame. What a
    line from elsewhere holds together across a wide empty strip are two views.
    """
    cell = 2.5 * max(title.height, 1e-9)
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, stroke in enumerate(drawing.strokes):
        for key in _crossed(stroke, cell):
            cells[key].append(index)
    start = _nearest_above(cells, title, cell, drawing.strokes)
    if start is None:
        raise PlanError("reading.nothing_above", title=title.text)
    todo, seen = [start], {start}
    while todo:
        i, j = todo.pop()
        for key in ((i + di, j + dj) for di in (-1, 0, 1) for dj in (-1, 0, 1)):
            below = any(drawing.strokes[n].box.y1 > title.at.y + title.height * 0.8 for n in cells.get(key, ()))
            if key in cells and key not in seen and below:
                seen.add(key)
                todo.append(key)
    boxes = [drawing.strokes[n].box for key in seen for n in cells[key] if drawing.strokes[n].box.y0 > title.at.y]
    return Rect.joined(_beside_gaps(boxes, (start[0] + 0.5) * cell, _GAP_CELLS * cell)).grown(cell * 0.01)


def _beside_gaps(boxes: list[Rect], at: float, gap: float) -> list[Rect]:
    """Return the boxes of the view that stands at an x; the next view begins beyond an empty strip as wide as `gap`."""
    groups: list[list[Rect]] = []
    end = -np.inf
    for box in sorted(boxes, key=lambda b: b.x0):
        if box.x0 - end >= gap:
            groups.append([])
        groups[-1].append(box)
        end = max(end, box.x1)
    return min(groups, key=lambda group: max(group[0].x0 - at, at - max(b.x1 for b in group), 0.0))


def _crossed(stroke: Stroke, cell: float) -> set[tuple[int, int]]:
    keys: set[tuple[int, int]] = set()
    for start, end in stroke.segments:
        steps = int(max(abs(end.x - start.x), abs(end.y - start.y)) / cell * 2) + 1
        if steps > _MAX_CELLS:
            return set()
        for k in range(steps + 1):
            x, y = start.x + (end.x - start.x) * k / steps, start.y + (end.y - start.y) * k / steps
            keys.add((int(np.floor(x / cell)), int(np.floor(y / cell))))
    return keys


def _nearest_above(
    cells: dict[tuple[int, int], list[int]], title: Label, cell: float, strokes: tuple[Stroke, ...]
) -> tuple[int, int] | None:
    column, row = int(np.floor(title.at.x / cell)), int(np.floor(title.at.y / cell))
    half = max(1, int(len(title.text) * title.height / cell))
    best = None
    for i, j in cells:
        if not (row <= j <= row + 40 and abs(i - column) <= half + 20):
            continue
        # the line under a title is its underline, a thing no longer than itself is no view
        if not any(s.box.y0 > title.at.y + title.height * 0.8 for s in (strokes[n] for n in cells[i, j])):
            continue
        distance = (j - row) + 2.0 * max(0, abs(i - column) - half)
        if best is None or (distance, i, j) < best:
            best = (distance, i, j)
    return None if best is None else (best[1], best[2])


def _usual_box(strokes: tuple[Stroke, ...]) -> Rect:
    kept, _ = without_strays(strokes)
    return Rect.joined(s.box for s in kept)


def without_strays(strokes: tuple[Stroke, ...]) -> tuple[tuple[Stroke, ...], tuple[Stroke, ...]]:
    """Return the strokes that lie together and those that strayed: farther off than three times the middle 90 %."""
    if not strokes:
        return strokes, ()
    centres = np.array([s.box.centre for s in strokes])
    low, high = np.percentile(centres, 5, axis=0), np.percentile(centres, 95, axis=0)
    reach = 3.0 * max(float((high - low).max()), 1e-9)
    boxes = np.array([(s.box.x0, s.box.y0, s.box.x1, s.box.y1) for s in strokes])
    fine = (boxes[:, :2] >= low - reach).all(axis=1) & (boxes[:, 2:] <= high + reach).all(axis=1)
    if not fine.any():
        return strokes, ()
    kept = tuple(s for s, good in zip(strokes, fine.tolist(), strict=True) if good)
    return kept, tuple(s for s, good in zip(strokes, fine.tolist(), strict=True) if not good)


def stray_notes(strays: tuple[Stroke, ...]) -> tuple[Note, ...]:
    """Return a note for every layer that has strays."""
    return tuple(
        Note(code="reading.stray", params={"layer": layer, "count": len(group), "where": _numbers(group[0].box)},
             source=group[0].source, place=tuple(Point(*c) for c in group[0].box.corners))
        for layer, group in sorted(_layers_of(strays).items())
    )  # fmt: skip


def _numbers(box: Rect) -> str:
    return ", ".join(plain(value, 8) for value in (box.x0, box.y0, box.x1, box.y1))
