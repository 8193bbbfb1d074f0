"""The scene as sorted JSON text: the format of golden tests, made so that a person can review the difference.

Numbers are rounded to 0.01; an outline is told by its verbs' counts, its box and a digest of its coordinates on that
quantum.
"""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from enum import Enum
from typing import Any

from signage.digest import digest_of_bytes
from signage.geometry import Path, Rect
from signage.render.backend import Rendering
from signage.render.viewport import Viewport
from signage.scene import Scene


def draw(scene: Scene, viewport: Viewport) -> Rendering:
    """Return what a scene holds as JSON text (UTF-8, sorted keys, two spaces); the viewport's bounds stand first."""
    record = {"scene": plain(scene), "shown": plain(viewport.bounds)}
    content = json.dumps(record, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    return Rendering(content=content.encode("utf-8"), media_type="application/json", suffix=".json")


def plain(value: Any) -> Any:
    """Return a value of the scene as plain JSON types, with the name of every dataclass under `node`."""
    if isinstance(value, Path):
        return _path(value)
    if isinstance(value, Rect):
        return " ".join(_number(v) for v in (value.x0, value.y0, value.x1, value.y1))
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bool) or value is None or isinstance(value, str | int):
        return value
    if isinstance(value, float):
        return float(_number(value))
    if isinstance(value, bytes):
        return {"bytes": len(value), "digest": digest_of_bytes(value)[:23]}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return " ".join(_number(v) for v in value)
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = dataclasses.fields(value)
        changed = {f.name: getattr(value, f.name) for f in fields if getattr(value, f.name) != f.default}
        return {"node": type(value).__name__, **{name: plain(item) for name, item in changed.items()}}
    raise TypeError(f"a scene holds no {type(value).__name__}")


def _path(path: Path) -> str:
    counts = Counter(path.verbs)
    verbs = "".join(f"{verb}{counts[verb]}" for verb in "MLQCZ" if counts[verb])
    box = path.control_bounds()
    if box is None:
        return "empty"
    coords = " ".join(_number(v) for v in path.coords)
    digest = digest_of_bytes(f"{path.verbs} {coords}".encode())[7:19]
    return f"{verbs} [{plain(box)}] {digest}"


def _number(value: float) -> str:
    rounded = round(float(value), 2) + 0.0
    return f"{rounded:.2f}".rstrip("0").rstrip(".")
