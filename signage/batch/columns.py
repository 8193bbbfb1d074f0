"""The columns of a list of names: the spec's flat fields by their own name or a Chinese one, and the unit."""

from __future__ import annotations

import re
import unicodedata

from signage.design import FLAT_FIELDS
from signage.errors import Location, SpecError

UNIT = "unit"
COLUMNS = (*FLAT_FIELDS, UNIT)

_CHINESE = {
    "店名": "name",
    "名称": "name",
    "招牌名称": "name",
    "店铺名称": "name",
    "门店名称": "name",
    "宽": "width_mm",
    "宽度": "width_mm",
    "高": "height_mm",
    "高度": "height_mm",
    "厚": "depth_mm",
    "厚度": "depth_mm",
    "样式": "kind",
    "类型": "kind",
    "招牌类型": "kind",
    "第二行": "second_line",
    "副标题": "second_line",
    "字高": "letter_height_mm",
    "字距": "letter_gap_mm",
    "字净距": "letter_gap_mm",
    "字体": "typeface",
    "字重": "weight",
    "工艺": "construction",
    "围边": "return_depth_mm",
    "离墙距离": "standoff_mm",
    "面数": "faces",
    "底板材料": "panel_material",
    "字材料": "letter_material",
    "底板颜色": "panel_colour",
    "底色": "panel_colour",
    "字颜色": "letter_colour",
    "字色": "letter_colour",
    "亮度": "luminance_cd_m2",
    "色温": "temperature_k",
    "营业执照名称": "licence_name",
    "执照名称": "licence_name",
    "铺位": UNIT,
    "铺位编号": UNIT,
}
_SHORT = {
    "width": "width_mm",
    "height": "height_mm",
    "depth": "depth_mm",
    "letter_height": "letter_height_mm",
    "letter_gap": "letter_gap_mm",
}
_UNIT_WORDS = re.compile(r"\s*[(\[](?:mm|毫米|k|cd/m2|cd/m²)[)\]]$")
_LISTS = frozenset({"exemption_proof"})
_WHOLE = frozenset({"weight", "temperature_k", "faces"})
_YES_OR_NO = frozenset({"divider"})
_TRUTH = {
    **dict.fromkeys(("是", "有", "yes", "true", "1"), True),
    **dict.fromkeys(("否", "无", "no", "false", "0"), False),
}
_MEASURED = re.compile(r"_(?:mm|m|m2|cd_m2|k|deg|pct)$")


def column_of(heading: str) -> str | None:
    """Return the field that a heading names, None when it names none.

    Full-width letters, capitals, spaces and a unit in brackets make no difference.
    """
    plain = unicodedata.normalize("NFKC", heading).strip().casefold()
    plain = _UNIT_WORDS.sub("", plain).strip()
    spelt = re.sub(r"[\s\-]+", "_", plain)
    known = spelt if spelt in COLUMNS else _SHORT.get(spelt)
    return known or _CHINESE.get(plain)


def value_of(field: str, cell: str) -> object:
    """Return a cell as the type that its field has.

    Args:
        field: One of `COLUMNS`.
        cell: Its text, not empty.

    Raises:
        SpecError: A number belongs there and none stands there.
    """
    if field in _LISTS:
        return [word for word in re.split(r"[;；、\s]+", cell) if word]
    if field in _YES_OR_NO:
        truth = _TRUTH.get(cell.casefold())
        if truth is None:
            raise SpecError("spec.not_one_of", at=Location(field=field), value=_shown(cell), known="是、否 / yes, no")
        return truth
    if field not in _WHOLE and not _MEASURED.search(field):
        return cell
    try:
        number = float(cell)
    except ValueError as exc:
        raise SpecError("spec.not_a_number", at=Location(field=field), value=_shown(cell)) from exc
    if field in _WHOLE:
        if not number.is_integer():  # neither is infinity, nor what is no number
            raise SpecError("spec.not_whole", at=Location(field=field), value=_shown(cell))
        return int(number)
    return number


def _shown(cell: str) -> str:
    return cell if len(cell) <= 40 else cell[:39] + "…"
