"""What the layers of a drawing may mean, by their names and by what lies on them; rather nothing than a poor guess."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from signage.frontage.readers.drawing import Drawing, Stroke
from signage.frontage.readers.layer_names import HINTS, hinted
from signage.frontage.readers.runs import runs_of
from signage.geometry import Rect

_MOST_LAYERS = 6
# How much of the front's width the lines of a role must span before a name is believed.
_SPANS = {"slabs": 0.3, "pavement": 0.5, "parapet": 0.2}


def guessed(face: Drawing) -> dict[str, tuple[str, ...]]:
    """Return role to layers of a face, in the order of the roles; a layer counts when what lies on it fits its name."""
    if not face.strokes:
        return {}
    by_layer: dict[str, list[Stroke]] = defaultdict(list)
    for stroke in face.strokes:
        by_layer[stroke.layer].append(stroke)
    texts = {label.layer for label in face.labels if label.text}
    width = Rect.joined(s.box for s in face.strokes).width
    found: dict[str, list[str]] = defaultdict(list)
    for layer in sorted(by_layer.keys() | texts):
        strokes = by_layer.get(layer, [])
        role = next((r for r in hinted(layer) if _counts(r, strokes, layer in texts, width)), None)
        if role is not None:
            found[role].append(layer)
    return {role: tuple(found[role][:_MOST_LAYERS]) for role in HINTS if role in found}


def unknown(faces: Sequence[Drawing], roles: dict[str, tuple[str, ...]]) -> list[tuple[str, int]]:
    """Return the layers of faces that no role was guessed for, with their lines, the fullest first."""
    known = {layer for layers in roles.values() for layer in layers}
    counts = Counter(s.layer for face in faces for s in face.strokes if s.layer not in known)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _counts(role: str, strokes: Sequence[Stroke], has_text: bool, width: float) -> bool:
    if role == "labels":
        return has_text and not strokes
    return bool(strokes) and _fits(role, strokes, width)


def _fits(role: str, strokes: Sequence[Stroke], width: float) -> bool:
    if role == "bays":
        segments = [g for s in strokes for g in s.segments]
        return len(runs_of(segments, 1e-4 * width, is_level=False)) > 1
    if role == "slabs":
        segments = [g for s in strokes for g in s.segments]
        runs = runs_of(segments, 1e-4 * width, is_level=True)
        return any(b - a >= _SPANS[role] * width for _, a, b in runs)
    return Rect.joined(s.box for s in strokes).width >= _SPANS.get(role, 0.0) * width
