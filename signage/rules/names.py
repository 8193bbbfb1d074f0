"""Shop name against licence name (店名与营业执照名称).

A licence name is 行政区划 + 字号 + 行业 + 组织形式. The sign may shorten it, but the 字号 must be whole in
the sign. Where the parts cannot be told apart, likeness decides and the middle ground goes to a person.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz

from signage.rules.characters import folded

_COMPANIES = ("有限责任公司", "股份有限公司", "集团有限公司", "有限公司")
_FORMS = (
    "有限责任公司",
    "股份有限公司",
    "集团有限公司",
    "有限公司",
    "普通合伙企业",
    "有限合伙企业",
    "个人独资企业",
    "分公司",
    "合作社",
    "合伙企业",
    "公司",
    "商行",
    "经营部",
    "工作室",
    "服务部",
    "门市部",
    "专卖店",
    "分店",
    "总店",
    "店",
    "行",
    "部",
    "厂",
    "馆",
    "中心",
)
_TRADES = (
    "盐业",
    "餐饮管理",
    "餐饮服务",
    "餐饮",
    "食品销售",
    "食品",
    "商贸",
    "贸易",
    "百货",
    "超市",
    "便利",
    "服装",
    "服饰",
    "鞋业",
    "茶业",
    "茶叶",
    "茶",
    "酒业",
    "烟酒",
    "医药",
    "大药房",
    "药房",
    "药业",
    "眼镜",
    "珠宝",
    "美容美发",
    "美容",
    "美发",
    "理发",
    "图书",
    "书",
    "文具",
    "文化传媒",
    "文化",
    "花卉",
    "花",
    "水果",
    "果品",
    "生鲜",
    "五金",
    "建材",
    "家居",
    "家具",
    "电器",
    "电子",
    "数码",
    "通讯",
    "科技",
    "教育咨询",
    "教育培训",
    "教育",
    "健身",
    "体育用品",
    "母婴用品",
    "母婴",
    "宠物",
    "汽车服务",
    "汽修",
    "汽车",
    "房地产经纪",
    "房地产",
    "广告",
    "印务",
    "摄影",
    "照相",
    "酒店管理",
    "酒店",
    "宾馆",
    "旅行社",
    "面馆",
    "小吃",
    "火锅",
    "烘焙",
    "蛋糕",
    "咖啡",
    "奶茶",
    "饭",
)
_REGION = re.compile(
    r"^(?:[^省市县区]{1,6}?(?:省|自治区|特别行政区))?(?:[^省市县区]{1,5}?市)?(?:[^省市县区]{1,5}?[区县])?"
)


@lru_cache(maxsize=4096)
def shop_name_of(licence: str) -> str:
    """Return the 字号 of a licence name: without region, bracketed place, trade and form; never shorter than two."""
    name = folded(re.sub(r"[（(][^）)]*[）)]", "", licence))
    region = _REGION.match(name)
    rest = name[region.end() :] if region else name
    name = rest if len(rest) >= 2 else name
    for form in _COMPANIES:  # a branch names its company first: 某某有限公司旗舰店
        head, found, _ = name.partition(form)
        if found and len(head) >= 2:
            name = head
            break
    for endings in (_FORMS, _TRADES):
        for ending in endings:
            if name.endswith(ending) and len(name) - len(ending) >= 2:
                name = name[: -len(ending)]
                break
    return name


def sign_name_of(licence: str) -> str:
    """Return what a shop usually writes on its sign: the licence name without region, brackets and company form.

    The trade stays, so that 示例市晶湾盐业有限公司 gives 晶湾盐业 and a 面馆 stays one; the 字号 is always whole in it.
    """
    name = "".join(re.sub(r"[（(][^）)]*[）)]", "", licence).split())
    region = _REGION.match(name)
    rest = name[region.end() :] if region else name
    name = rest if len(rest) >= 2 else name
    for form in _COMPANIES:
        head, found, _ = name.partition(form)
        if found and len(head) >= 2:
            return head
    return name


@lru_cache(maxsize=4096)
def strange_characters(sign: str, licence: str) -> str:
    """Return the characters of a sign's name that the licence name does not have, each once, in their order."""
    full = set(folded(licence))
    return "".join(dict.fromkeys(c for c in folded(sign) if c not in full))


@lru_cache(maxsize=4096)
def agreement(sign: str, licence: str) -> str:
    """Return how a sign's name agrees with a licence name.

    Returns:
        `same`; `short` (the 字号 is whole in the sign); `similar` (a person must look: part of the name without the
        whole 字号, such as the place or the trade alone, or a likeness of 70 % or more); `different`.
    """
    shown, full = folded(sign), folded(licence)
    if not shown or not full:
        return "similar"
    if shown == full:
        return "same"
    if shop_name_of(licence) in shown:
        return "short"
    if len(shown) >= 2 and shown in full:
        return "similar"
    likeness = fuzz.partial_ratio(shown, full)
    return "similar" if likeness >= 70 else "different"
