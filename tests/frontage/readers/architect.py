"""Draws the sample street front the way an architect would: `python -m tests.frontage.readers.architect`.

Chinese layers, blocks with attributes, axes and shop windows as loose lines, a sheet with a ground plan beside the
elevation and something that strayed. The same plan gives the same bytes.
"""

from __future__ import annotations

import io
import itertools
from pathlib import Path
from typing import Any

import ezdxf
from ezdxf.enums import TextEntityAlignment

from signage.frontage import Frontage, FrontagePlan, Opening, read_plan
from signage.geometry import Rect

SAMPLES = Path(__file__).resolve().parents[3] / "samples/plans"
DX, DY = 125_000.0, 38_000.0  # where the face stands on the sheet

LAYERS = [
    "轴线",
    "楼层线",
    "门",
    "窗",
    "救援窗",
    "店面玻璃",
    "铺位",
    "招牌位",
    "柱",
    "雨篷",
    "女儿墙",
    "人行道",
    "现有招牌",
    "编号",
    "图框",
    "平面图",
]
TAGS = {
    "id": "编号", "tenant": "租户", "door_number": "门牌", "entrances": "出入口", "storey": "楼层", "units": "铺位",
    "kinds": "形式", "letter_height": "字高", "datum": "下沿", "projection": "凸出", "is_colonnade": "骑楼",
    "unit": "所属铺位", "name": "店名", "kind": "招牌形式", "depth": "厚度", "panel_colour": "底色",
    "letter_colour": "字色", "permit_number": "准许号",
}  # fmt: skip


def drawn(plan: FrontagePlan, version: str = "R2000", unit: int = 4, scale: float = 1.0) -> ezdxf.document.Drawing:
    """Return the plan's first face as a DXF document; `scale` is drawing units a millimetre."""
    ezdxf.options.write_fixed_meta_data_for_testing = True
    doc = ezdxf.new(version, setup=False, units=unit)
    doc.header["$INSUNITS"] = unit
    doc.encoding = "gbk"
    for layer in LAYERS:
        doc.layers.add(layer)
    sheet = Sheet(doc, scale)
    face = plan.faces[0]
    sheet.frame(face)
    for opening in face.openings:
        sheet.opening(opening)
    sheet.tagged(face)
    sheet.rest_of_sheet(face)
    return doc


class Sheet:
    """The sheet that is being drawn, in millimetres of the face."""

    def __init__(self, doc: Any, scale: float) -> None:
        self.doc, self.space, self.k = doc, doc.modelspace(), scale
        for name in ("门扇", "窗扇"):
            block = doc.blocks.new(name)  # a unit square, scaled where it is inserted
            block.add_polyline2d([(0, 0), (1, 0), (1, 1), (0, 1)], close=True, dxfattribs={"layer": "0"})
            block.add_line((0.5, 0), (0.5, 1), dxfattribs={"layer": "0"})
        doc.blocks["门扇"].add_arc((0, 0), 0.5, 0, 90, dxfattribs={"layer": "0"})
        outer = doc.blocks.new("门")
        outer.add_blockref("门扇", (0, 0), dxfattribs={"layer": "0"})
        doc.blocks.new("标签")

    def at(self, x: float, y: float) -> tuple[float, float]:
        return (x + DX) * self.k, (y + DY) * self.k

    def line(self, layer: str, x0: float, y0: float, x1: float, y1: float) -> None:
        self.space.add_line(self.at(x0, y0), self.at(x1, y1), dxfattribs={"layer": layer})

    def box(self, layer: str, rect: Rect) -> None:
        points = [self.at(*p) for p in rect.corners]
        if self.doc.dxfversion == "AC1009":
            self.space.add_polyline2d(points, close=True, dxfattribs={"layer": layer})
        else:
            self.space.add_lwpolyline(points, close=True, dxfattribs={"layer": layer})

    def text(self, layer: str, words: str, x: float, y: float, height: float = 250.0) -> None:
        entity = self.space.add_text(words, height=height * self.k, dxfattribs={"layer": layer})
        entity.set_placement(self.at(x, y), align=TextEntityAlignment.MIDDLE_CENTER)

    def tag(self, layer: str, block: str, x: float, y: float, fields: dict[str, Any], **attribs: float) -> None:
        ref = self.space.add_blockref(block, self.at(x, y), dxfattribs={"layer": layer, **attribs})
        for key, value in fields.items():
            if value not in (None, "", ()):
                ref.add_attrib(TAGS[key], str(value), self.at(x, y), dxfattribs={"layer": layer})

    def frame(self, face: Frontage) -> None:
        axes = [face.bays[0].x0_mm, *(bay.x1_mm for bay in face.bays)]
        names = [face.bays[0].id.split("-")[0], *(bay.id.split("-")[1] for bay in face.bays)]
        for x, name in zip(axes, names, strict=True):
            self.line("轴线", x, -1800, x, 4000)  # in two pieces, as copied
            self.line("轴线", x, 4000, x, 10_400)
            self.space.add_circle(self.at(x, -2200), 400 * self.k, dxfattribs={"layer": "轴线"})
            self.text("轴线", name, x, -2200)
        self.line("楼层线", -600, 0, face.width_mm + 600, 0)
        for storey in face.storeys:
            for y in (storey.top_mm, storey.top_mm - storey.slab_mm):
                self.line("楼层线", -600, y, face.width_mm / 2, y)
                self.line("楼层线", face.width_mm / 2 + 2, y, face.width_mm + 600, y)
        self.text("编号", "%%p0.000", -1200, 130)
        self.line("女儿墙", 0, face.height_mm, face.width_mm, face.height_mm)
        for start, end in itertools.pairwise(face.pavement):
            self.line("人行道", *start, *end)

    def opening(self, opening: Opening) -> None:
        rect, fields = opening.rect, {"id": opening.id, "unit": opening.unit}
        if opening.kind == "door":  # every other one mirrored, all scaled from the unit block, nested once
            mirrored = int(opening.id[-2:]) % 2
            x, sx = (rect.x1, -rect.width) if mirrored else (rect.x0, rect.width)
            self.tag("门", "门", x, rect.y0, fields, xscale=sx * self.k, yscale=rect.height * self.k)
        elif opening.kind == "shopfront":  # four loose lines, corners 1 to 2 mm off, one edge in two pieces
            r, layer = rect, "店面玻璃"
            self.line(layer, r.x0, r.y0, r.x1, r.y0)
            self.line(layer, r.x1, r.y0 + 1.0, r.x1, r.y1)
            self.line(layer, r.x0, r.y1, r.x1, r.y1)
            self.line(layer, r.x0, r.y0, r.x0, r.centre.y)
            self.line(layer, r.x0, r.centre.y + 2.0, r.x0, r.y1)
            self.text("编号", opening.id, *r.centre, height=min(120.0, r.height / 3))
        else:
            layer = "救援窗" if opening.kind == "rescue" else "窗"
            size = {"xscale": rect.width * self.k, "yscale": rect.height * self.k}
            self.tag(layer, "窗扇", rect.x0, rect.y0, fields, **size)
            inner = rect.grown(-50)
            self.box(layer, inner)

    def tagged(self, face: Frontage) -> None:
        for unit in face.units:
            storey = face.storey(unit.storey)
            assert storey is not None
            box = Rect(unit.x0_mm, storey.floor_mm, unit.x1_mm, storey.top_mm)
            keys = ("id", "tenant", "door_number", "entrances")
            self._part("铺位", box, {k: getattr(unit, k) for k in keys}, 0.83)
        for band in face.bands:
            letters = band.letter_height_mm or (0, 0)
            fields = {"id": band.id, "units": "、".join(band.units), "kinds": "、".join(band.kinds)}
            fields |= {"letter_height": f"{letters[0]:g}-{letters[1]:g}", "datum": band.datum_mm}
            self._part("招牌位", band.rect, fields)
        for column in face.columns:
            fields = {"id": column.id, "projection": column.projection_mm}
            self._part("柱", column.rect, fields | {"is_colonnade": "是" if column.is_colonnade else ""})
        for canopy in face.canopies:
            self._part("雨篷", canopy.rect, {"id": canopy.id, "projection": canopy.projection_mm})
        for sign in face.existing:
            keys = ("id", "unit", "name", "kind", "panel_colour", "letter_colour", "permit_number")
            fields = {k: getattr(sign, k) for k in keys}
            fields |= {"depth": sign.depth_mm, "letter_height": sign.letter_height_mm}
            self._part("现有招牌", sign.rect, fields)

    def _part(self, layer: str, rect: Rect, fields: dict[str, Any], up: float = 0.5) -> None:
        self.box(layer, rect)
        self.tag(layer, "标签", rect.centre.x, rect.y0 + up * rect.height, fields)

    def rest_of_sheet(self, face: Frontage) -> None:
        self.text("编号", f"{face.name}立面图", face.width_mm / 2, -4200, 700)
        self.text("编号", "一层平面图", face.width_mm / 2, -26_200, 700)
        for y in (-24_000, -12_000):
            self.line("平面图", 0, y, face.width_mm, y)
        for bay in face.bays:
            self.line("平面图", bay.x0_mm, -24_000, bay.x0_mm, -12_000)
            self.line("轴线", bay.x0_mm, -25_000, bay.x0_mm, -11_000)
        self.box("图框", Rect(-14_000, -30_000, face.width_mm + 14_000, 22_000))
        self.line("图框", 3_000_000_000, 0, 3_000_004_000, 0)  # strayed 3,000 km off


def written(doc: Any) -> bytes:
    """Return a document's bytes, in its own encoding."""
    stream = io.StringIO()
    doc.write(stream)
    return stream.getvalue().encode("utf-8" if doc.dxfversion >= "AC1021" else doc.encoding, "surrogateescape")


if __name__ == "__main__":
    (SAMPLES / "jingwan-li.dxf").write_bytes(written(drawn(read_plan(SAMPLES / "jingwan-li.json"))))
