"""What is drawn: one bay with one sign, built by the product itself from a plan of the sample's form."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice, product
from typing import Any

from signage.design import SignLayout, SignSpec, lay_out
from signage.frontage import FrontagePlan, Proposal, parse_plan, place
from signage.geometry import Rect
from signage.render import Viewport
from signage.resources import bundled
from signage.scene import Ambience, Scene, compose_front
from signage.typography import FontCatalogue

BAY_MM = (8000.0, 4500.0)
WIDTH_PX = 2400  # and so 1350 high
UNIT = "B-01"
NAME, SECOND = "晶湾盐业旗舰商店", "Jingwan Salts"  # 8 Chinese letters and 12 Latin ones
SPEC = SignSpec(kind="panel-letters", name=NAME, second_line=SECOND, width_mm=6000.0, height_mm=1500.0)

# Characters that shop names are made of; a thousand different names need a few hundred glyphs.
_FIRST = "晶湾云麓石榴禾穗拾光半亩青松白鹿长安锦绣福满東方江南山水春风秋月"
_SECOND = "盐茶面书花果米酒药衣鞋帽灯表镜纸笔香"
_THIRD = ("旗舰商店", "生活百货", "精品会馆", "文化书院", "时尚空间", "家居中心")


def _plan_source() -> dict[str, Any]:
    """One bay of 8.0 × 4.5 m with one shop: its wall, shop window and door in the sample plan's form."""
    sample = json.loads(bundled("samples", "plans", "jingwan-li.json").read_text(encoding="utf-8"))
    face = sample["faces"][0]
    band = face["bands"][0] | {"id": "K-01", "units": [UNIT], "x0": 900, "x1": 7100, "bottom": 2600, "top": 4200}
    band |= {"letter_height": [200, 800], "datum": 2650}

    def opening(name: str, kind: str, x0: float, x1: float, y0: float, y1: float) -> dict[str, Any]:
        ring = [[x0, y0], [x1, y0], [x1, y1], [x0, y1], [x0, y0]]
        return {"id": name, "kind": kind, "storey": 1, "unit": UNIT, "outline": ring}

    bay = face | {
        "id": "bay",
        "name": "测速开间",
        "width": 8000,
        "parapet": 4500,
        "baseline": [[0, 0], [8000, 0]],
        "pavement": [[0, 0], [8000, 0]],
        "storeys": [{"number": 1, "floor": 0, "top": 4500, "slab": 120}],
        "bays": [{"id": "1-2", "x0": 0, "x1": 8000}],
        "units": [{"id": UNIT, "storey": 1, "bays": ["1-2"], "x0": 0, "x1": 8000, "entrances": 1}],
        "bands": [band],
        "openings": [
            opening("W-01", "shopfront", 500, 3300, 450, 2400),
            opening("W-02", "shopfront", 4900, 7500, 450, 2400),
            opening("D-01", "door", 3500, 4700, 0, 2400),
        ],
        "columns": [face["columns"][0] | {"id": "C-01", "x0": 0, "x1": 320, "bottom": 0, "top": 2500}],
        "canopies": [],
        "existing": [],
    }
    return sample | {"id": "bench-bay", "building": "测速楼（虚构）", "faces": [bay]}


@dataclass(frozen=True, slots=True)
class Bay:
    """The plan and the fonts that every workload shares."""

    plan: FrontagePlan
    fonts: FontCatalogue

    def layout(self, spec: SignSpec = SPEC) -> SignLayout:
        """Lay a sign out."""
        return lay_out(spec, self.fonts)

    def scene(self, ambience: Ambience, spec: SignSpec = SPEC) -> Scene:
        """Lay out, place and compose; nothing is drawn."""
        proposal = Proposal(plan=self.plan, sign=place(self.layout(spec), self.plan, UNIT))
        return compose_front(proposal, ambience, self.fonts)


@cache
def bay() -> Bay:
    """Return the bay; read once."""
    content = json.dumps(_plan_source(), ensure_ascii=False).encode()
    return Bay(parse_plan(content), FontCatalogue.standard())


def viewport() -> Viewport:
    """Return the picture of the bay, 2400 × 1350 pixels."""
    return Viewport(bounds=Rect.sized(0.0, 0.0, *BAY_MM), width_px=WIDTH_PX)


def names(count: int) -> tuple[str, ...]:
    """Return different names of eight Chinese characters, always the same ones."""
    heads = (a + b for a, b in product(_FIRST, _FIRST) if a != b)
    made = (head + _SECOND[i % len(_SECOND)] + "业" + _THIRD[i % len(_THIRD)] for i, head in enumerate(heads))
    return tuple(islice(made, count))


def spec_named(name: str) -> SignSpec:
    """Return the workload's sign with another name."""
    return replace(SPEC, name=name)
