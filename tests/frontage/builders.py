"""Small plans as the natural JSON object, to be spoilt one field at a time."""

from __future__ import annotations

import json
from typing import Any

from signage.frontage import FrontagePlan, parse_plan

RING = [[400, 150], [4100, 150], [4100, 3100], [400, 3100], [400, 150]]


def plan_object() -> dict[str, Any]:
    """Two units, one band, one shop window; nothing wrong with it."""
    return {
        "schema_version": 1,
        "unit": "mm",
        "id": "p",
        "building": "示例楼",
        "address": "示例路",
        "city": "示例市",
        "revision": "1",
        "valid_from": "2026-01-01",
        "faces": [
            {
                "id": "south",
                "name": "南立面",
                "width": 9000,
                "parapet": 5400,
                "wall_colour": "#B9B0A2",
                "pavement": [[0, -150], [9000, -200]],
                "storeys": [{"number": 1, "floor": 0, "top": 4800, "slab": 120}],
                "bays": [{"id": "1-2", "x0": 0, "x1": 4500}, {"id": "2-3", "x0": 4500, "x1": 9000}],
                "units": [
                    {"id": "S1-01", "storey": 1, "bays": ["1-2"]},
                    {"id": "S1-02", "storey": 1, "bays": ["2-3"]},
                ],
                "bands": [
                    {"id": "B1", "units": ["S1-01"], "x0": 300, "x1": 4200, "bottom": 3200, "top": 4700, "datum": 3300}
                ],
                "openings": [{"id": "G1", "kind": "shopfront", "storey": 1, "unit": "S1-01", "outline": list(RING)}],
            }
        ],
    }


def face_of(plan: dict[str, Any]) -> dict[str, Any]:
    """Its only face."""
    face: dict[str, Any] = plan["faces"][0]
    return face


def as_bytes(plan: Any) -> bytes:
    return json.dumps(plan, ensure_ascii=False, indent=1).encode()


def plan_of(plan: dict[str, Any] | None = None) -> FrontagePlan:
    return parse_plan(as_bytes(plan or plan_object()), file="p.json")
