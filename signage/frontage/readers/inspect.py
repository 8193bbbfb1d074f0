"""What is in a drawing, so that its mapping can be written: layers, titles, extents, clues, a mapping to start from."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from signage.errors import PlanError
from signage.frontage.readers.assemble import evidence
from signage.frontage.readers.detective import likely
from signage.frontage.readers.drawing import Drawing
from signage.frontage.readers.mapping import Mapping
from signage.frontage.readers.pick import picked, stray_notes, titles, without_strays
from signage.geometry import Rect

# Words in layer names that tell a role, Chinese and English, the more telling first.
_HINTS = {
    "rescue": ("救援", "rescue"),
    "door": ("门", "door"),
    "shopfront": ("橱窗", "店面", "shopfront", "glaz"),
    "window": ("窗", "win"),
    "bands": ("招牌带", "招牌位", "band"),
    "existing": ("招牌", "店招", "sign"),
    "bays": ("轴线", "轴网", "axis", "grid", "开间"),
    "slabs": ("楼板", "楼层", "层线", "标高", "slab", "floor", "lvl", "level"),
    "units": ("铺位", "商铺", "房间", "unit", "shop"),
    "columns": ("柱", "col"),
    "canopies": ("雨篷", "雨棚", "canopy", "chajja"),
    "parapet": ("女儿墙", "檐口", "parapet", "eaves"),
    "pavement": ("人行道", "室外地坪", "地坪", "pavement", "ground"),
    "labels": ("文字", "标注文字", "text"),
}


def inspected(drawing: Drawing, mapping: Mapping) -> dict[str, Any]:
    """Return what `signage plan inspect` shows, as plain JSON values."""
    kept, strays = without_strays(drawing.strokes)
    layers: dict[str, dict[str, int]] = defaultdict(dict)
    for layer, kind, count in drawing.kinds:
        layers[layer][kind] = count
    guessed = (
        mapping
        if mapping.layers
        else Mapping(layers=_guessed(list(layers)), title=mapping.title, window=mapping.window)
    )
    face, trouble = drawing, None
    try:
        face, _ = picked(drawing, guessed)
    except PlanError as error:
        trouble = {"code": error.code, "params": dict(error.params)}
    found = evidence(face, guessed) if face.strokes else ()
    notes = (*drawing.repairs, *drawing.ignored, *stray_notes(strays))
    return {
        "unit": drawing.unit,
        "clues": [{"what": c.what, "size": c.size, "fits": list(c.fits)} for c in found],
        "likely": likely(found),
        "layers": [{"layer": name, "kinds": kinds} for name, kinds in sorted(layers.items())],
        "titles": titles(drawing),
        "header_box": list(drawing.header_box) if drawing.header_box else None,
        "box": _box(s.box for s in drawing.strokes),
        "box_without_strays": _box(s.box for s in kept),
        "face_box": _box(s.box for s in face.strokes),
        "notes": [{"code": n.code, "params": dict(n.params), "source": n.source} for n in notes],
        "trouble": trouble,
        "map": _starter(drawing, guessed),
    }


def _box(boxes: Any) -> list[float] | None:
    listed = list(boxes)
    if not listed:
        return None
    box = Rect.joined(listed)
    return [box.x0, box.y0, box.x1, box.y1]


def _guessed(layers: list[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for layer in layers:
        role = next((r for r, words in _HINTS.items() if any(w in layer.casefold() for w in words)), None)
        if role is not None:
            found[role].append(layer)
    return {role: tuple(names[:6]) for role, names in found.items()}


def _starter(drawing: Drawing, mapping: Mapping) -> str:
    shown = titles(drawing)
    facing = [t for t in shown if "elev" in t.casefold() or "立面" in t] or shown
    lines = [f'unit = "{drawing.unit}"' if drawing.unit else '# unit = "mm"']
    lines.append(f"title = {_quoted(facing[0])}" if facing else "# window = [0, 0, 60000, 12000]")
    lines += ["", "[layers]"]
    lines += [f"{role} = [{', '.join(map(_quoted, names))}]" for role, names in mapping.layers.items()]
    lines += ["", "[plan]", *(f'{key} = "…"' for key in ("id", "building", "address", "city"))]
    lines += ['revision = "1"', 'valid_from = "2026-01-01"']
    lines += ["", "[face]", 'id = "…"', 'name = "…"']
    return "\n".join(lines) + "\n"


def _quoted(word: str) -> str:
    plain = "".join(c for c in word if ord(c) >= 32 and ord(c) != 127)
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
