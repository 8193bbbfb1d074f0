"""Draws the sample street front as SVG: `python -m tests.frontage.readers.svg_architect`.

As a drawing program saves it: Inkscape layers with Chinese labels, doors and windows as `use` of a unit square, fields
as `data-…` attributes, texts and a title. The same plan gives the same bytes.
"""

from __future__ import annotations

import itertools
from typing import Any
from xml.sax.saxutils import quoteattr

from signage.frontage import Frontage, FrontagePlan, Opening, read_plan
from signage.geometry import Rect
from tests.frontage.readers.architect import LAYERS, SAMPLES, TAGS

LEFT, RIGHT, ABOVE, BELOW = 6_000.0, 6_000.0, 3_000.0, 6_000.0
_LOOK = {"窗": "#2F6F8F", "救援窗": "#B3261E", "店面玻璃": "#2F6F8F", "招牌位": "#A8742A", "现有招牌": "#2F5D7C"}
_HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" {size}\n'
    '     fill="none" stroke="#3B4046" stroke-width="15" font-family="sans-serif" text-anchor="middle">'
)


def drawn(plan: FrontagePlan, *, size: str | None = None, scale: float = 1.0) -> bytes:
    """Return the plan's first face as an SVG file.

    Args:
        plan: The plan.
        size: `width` and `height` in the place of those in mm.
        scale: User units a millimetre; the drawing stays that of full size in `width` and `height`.
    """
    face = plan.faces[0]
    sheet = _Sheet(scale)
    sheet.frame(face)
    for opening in face.openings:
        sheet.opening(opening)
    sheet.tagged(face)
    wide, high = LEFT + face.width_mm + RIGHT, ABOVE + face.height_mm + BELOW
    told = f'width="{wide:g}mm" height="{high:g}mm"' if size is None else size
    box = " ".join(f"{v * scale:g}" for v in (-LEFT, -face.height_mm - ABOVE, wide, high))
    rows = [_HEAD.format(size=f'{told} viewBox="{box}"'), *_DEFS]
    for number, layer in enumerate(LAYERS):
        if sheet.rows[layer]:
            colour = f' stroke="{_LOOK[layer]}"' if layer in _LOOK else ""
            rows.append(f'<g id="layer{number}" inkscape:groupmode="layer" inkscape:label="{layer}"{colour}>')
            rows += [*sheet.rows[layer], "</g>"]
    return "\n".join([*rows, "</svg>", ""]).encode()


_DEFS = (
    "<defs>",
    '<g id="leaf"><path d="M0 0h1v1h-1z"/><path d="M0 0A.5 .5 0 0 1 .5 .5" vector-effect="non-scaling-stroke"/></g>',
    '<g id="door"><use href="#leaf"/></g>',
    '<g id="pane"><rect width="1" height="1"/><line x1=".5" x2=".5" y2="1"/></g>',
    "</defs>",
)


class _Sheet:
    """The rows of every layer; y is turned down here and nowhere else."""

    def __init__(self, scale: float) -> None:
        self.k = scale
        self.rows: dict[str, list[str]] = {layer: [] for layer in LAYERS}

    def line(self, layer: str, *ends: float) -> None:
        x0, y0, x1, y1 = (f"{v * self.k:.10g}" for v in (ends[0], -ends[1], ends[2], -ends[3]))
        self.rows[layer].append(f'<line x1="{x0}" y1="{y0}" x2="{x1}" y2="{y1}"/>')

    def box(self, layer: str, r: Rect, fields: dict[str, Any]) -> None:
        x, y, wide, high = (f"{v * self.k:.10g}" for v in (r.x0, -r.y1, r.width, r.height))
        self.rows[layer].append(f'<rect x="{x}" y="{y}" width="{wide}" height="{high}"{_data(fields)}/>')

    def use(self, layer: str, name: str, r: Rect, fields: dict[str, Any], *, is_mirrored: bool = False) -> None:
        x, wide = (r.x1, -r.width) if is_mirrored else (r.x0, r.width)
        at = " ".join(f"{v * self.k:.10g}" for v in (x, -r.y1))
        size = " ".join(f"{v * self.k:.10g}" for v in (wide, r.height))
        width = f"{15 / min(r.width, r.height):.3g}"
        self.rows[layer].append(
            f'<use href="#{name}" transform="translate({at}) scale({size})" stroke-width="{width}"{_data(fields)}/>'
        )

    def text(self, layer: str, words: str, x: float, y: float, size: float) -> None:
        at = f'x="{x * self.k:.10g}" y="{(-y + 0.35 * size) * self.k:.10g}"'
        self.rows[layer].append(
            f'<text {at} font-size="{size * self.k:.10g}" fill="#3B4046" stroke="none"><tspan>{words}</tspan></text>'
        )

    def frame(self, face: Frontage) -> None:
        axes = [face.bays[0].x0_mm, *(bay.x1_mm for bay in face.bays)]
        names = [face.bays[0].id.split("-")[0], *(bay.id.split("-")[1] for bay in face.bays)]
        for x, name in zip(axes, names, strict=True):
            self.line("轴线", x, -1800, x, 10_400)
            circle = f'cx="{x * self.k:.10g}" cy="{2200 * self.k:.10g}" r="{400 * self.k:.10g}"'
            self.rows["轴线"].append(f"<circle {circle}/>")
            self.text("轴线", name, x, -2200, 250)
        levels = [0.0, *(y for s in face.storeys for y in (s.top_mm, s.top_mm - s.slab_mm))]
        for y in levels:
            self.line("楼层线", -600, y, face.width_mm + 600, y)
        self.text("编号", "±0.000", -1200, 130, 250)
        self.text("编号", f"{face.name}立面图", face.width_mm / 2, -4200, 700)
        self.line("女儿墙", 0, face.height_mm, face.width_mm, face.height_mm)
        for start, end in itertools.pairwise(face.pavement):
            self.line("人行道", *start, *end)

    def opening(self, opening: Opening) -> None:
        rect, fields = opening.rect, {"id": opening.id, "unit": opening.unit}
        if opening.kind == "door":
            self.use("门", "door", rect, fields, is_mirrored=bool(int(opening.id[-2:]) % 2))
        elif opening.kind == "shopfront":
            x0, x1, y0, y1 = (f"{v * self.k:.10g}" for v in (rect.x0, rect.x1, -rect.y0, -rect.y1))
            self.rows["店面玻璃"].append(f'<polygon points="{x0},{y0} {x1},{y0} {x1},{y1} {x0},{y1}"/>')
            self.text("编号", opening.id, *rect.centre, min(120.0, rect.height / 3))
        else:
            self.use("救援窗" if opening.kind == "rescue" else "窗", "pane", rect, fields)

    def tagged(self, face: Frontage) -> None:
        for unit in face.units:
            storey = face.storey(unit.storey)
            assert storey is not None
            keys = ("id", "tenant", "door_number", "entrances")
            box = Rect(unit.x0_mm, storey.floor_mm, unit.x1_mm, storey.top_mm)
            self.box("铺位", box, {k: getattr(unit, k) for k in keys})
        for band in face.bands:
            letters = band.letter_height_mm or (0, 0)
            fields = {"id": band.id, "units": "、".join(band.units), "kinds": "、".join(band.kinds)}
            fields |= {"letter_height": f"{letters[0]:g}-{letters[1]:g}", "datum": band.datum_mm}
            self.box("招牌位", band.rect, fields)
        for column in face.columns:
            fields = {"id": column.id, "projection": column.projection_mm}
            self.box("柱", column.rect, fields | {"is_colonnade": "是" if column.is_colonnade else ""})
        for canopy in face.canopies:
            self.box("雨篷", canopy.rect, {"id": canopy.id, "projection": canopy.projection_mm})
        for sign in face.existing:
            keys = ("id", "unit", "name", "kind", "panel_colour", "letter_colour", "permit_number")
            fields = {k: getattr(sign, k) for k in keys}
            self.box("现有招牌", sign.rect, fields | {"depth": sign.depth_mm, "letter_height": sign.letter_height_mm})


def _data(fields: dict[str, Any]) -> str:
    said = ((TAGS[key], str(value)) for key, value in fields.items() if value not in (None, "", ()))
    return "".join(f" data-{tag}={quoteattr(value)}" for tag, value in said)


if __name__ == "__main__":
    (SAMPLES / "jingwan-li.svg").write_bytes(drawn(read_plan(SAMPLES / "jingwan-li.json")))
