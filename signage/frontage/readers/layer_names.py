"""What names of layers tell of their use, Chinese and English."""

from __future__ import annotations

import re

HINTS = {
    "rescue": ("救援", "rescue"),
    "door": ("门", "door"),
    "shopfront": ("橱窗", "店面", "shopfront", "storefront", "glaz"),
    "window": ("窗", "win", "wdw", "window"),
    "bands": ("招牌带", "招牌位", "band"),
    "existing": ("招牌", "店招", "sign"),
    "bays": ("轴线", "轴网", "dote", "axis", "axes", "grid", "开间"),
    "slabs": ("楼板", "楼层", "层线", "标高", "slab", "floor", "flr", "flor", "lvl", "levl", "level"),
    "units": ("铺位", "商铺", "房间", "unit", "shop", "tenant"),
    "columns": ("柱", "col", "cols", "column"),
    "arcades": ("骑楼", "檐廊", "arcade"),
    "canopies": ("雨篷", "雨棚", "canopy", "chajja"),
    "parapet": ("女儿墙", "檐口", "parapet", "eaves", "roof"),
    "pavement": ("人行道", "室外地坪", "地坪", "pavement", "pvmt", "ground", "grade"),
    "labels": ("编号", "铺号", "铺位", "商铺", "文字", "标注", "text", "label", "tenant", "unit"),
}
"""Words in layer names that tell a role, the more telling roles first."""

_UNITS = ("铺", "商户", "租户", "房号", "unit", "units", "tenant", "tenants", "shop", "shops")


def hinted(layer: str) -> list[str]:
    """Return the roles that a layer's name speaks of, the likeliest first."""
    return [role for role, words in HINTS.items() if any(_reads(layer, word) for word in words)]


def is_of_units(layer: str) -> bool:
    """Return whether a layer's name says that its texts are of shops."""
    name = layer.casefold()
    return any(word in name for word in _UNITS if not word.isascii()) or bool(set(_latin(name)) & set(_UNITS))


def _reads(layer: str, word: str) -> bool:
    """Return whether a layer's name holds a word; of Latin words the short ones whole, the others as beginnings."""
    name = layer.casefold()
    if not word.isascii():
        return word in name
    tokens = _latin(name)
    return word in tokens if len(word) <= 3 else any(token.startswith(word) for token in tokens)


def _latin(name: str) -> list[str]:
    return re.findall(r"[a-z]+", name)
