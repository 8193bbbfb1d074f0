"""An independent reader (OCR) reads the shop name back from its drawing. Needs the `ocr` extra: `./run ocr`."""

from __future__ import annotations

import os
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from signage.design import lay_out, spec_of
from signage.render import Viewport, draw
from signage.scene import DAY, compose_sign
from signage.typography import FontCatalogue

if not os.environ.get("SIGNAGE_OCR"):
    pytest.skip("reads every name twice, which takes minutes; ./run ocr does it", allow_module_level=True)
rapidocr = pytest.importorskip("rapidocr", reason="the ocr extra is not installed; ./run ocr installs it and runs this")

# Common characters, as shops are named; fictitious.
NAMES = (
    "晶湾盐业生活馆",
    "云麓茶舍",
    "石榴巷面馆",
    "知了文具店",
    "青石书法教室",
    "老街坊早餐铺",
    "湾畔书店",
    "晶湾食盐便民店",
    "盐味小馆",
    "海棠花店",
    "东门水果店",
    "江南小吃",
    "西湖茶庄",
    "大学书城",
    "光明眼镜",
    "新华药店",
    "和平饭店",
    "幸福蛋糕",
    "红星家具",
    "春风理发店",
    "北方饺子馆",
    "长江大酒店",
    "百姓大药房",
    "金山珠宝",
    "中心幼儿园",
    "四季鲜花",
    "家常菜馆",
    "明月茶楼",
    "建设五金店",
    "安全劳保用品",
    "手机维修中心",
    "汽车美容",
    "小河鱼庄",
    "黄山毛峰茶",
    "老王牛肉面",
    "城南修车行",
    "星光照相馆",
    "白云干洗店",
    "天天便利店",
    "万家超市",
    "花开富贵",
    "平安旅馆",
    "东方服装城",
    "南国风味",
    "美好时光",
    "阳光体育用品",
    "儿童乐园",
    "古城酒家",
    "山水画廊",
    "田园蔬菜",
    "青年公寓",
    "木工坊",
    "玉石轩",
    "土特产商行",
    "回民饭庄",
    "团圆饭店",
    "快乐音乐教室",
    "电器商场",
    "日用百货",
    "国际旅行社",
)


@pytest.mark.parametrize("kind", ["panel-letters", "light-box"])
def test_names_of_common_characters_are_read_back(kind: str, fonts: FontCatalogue) -> None:
    reader = rapidocr.RapidOCR()
    wrong = []
    for name in NAMES:
        layout = lay_out(spec_of({"kind": kind, "name": name, "width_mm": 6000, "height_mm": 1200}), fonts)
        scene = compose_sign(layout, DAY, fonts)
        content = draw(scene, Viewport.of(scene, width_px=1200), "png").content
        with Image.open(BytesIO(content), formats=("PNG",)) as picture:
            pixels = np.asarray(picture.convert("RGB"))[:, :, ::-1]
        found = "".join(reader(pixels).txts or ())
        if found.replace(" ", "") != name:
            wrong.append((name, found))
    assert len(NAMES) - len(wrong) >= 0.98 * len(NAMES), wrong
