"""How big the sign is: heights, widths, depths, letters and shares."""

from __future__ import annotations

from signage.design import load_kinds
from signage.geometry import Rect
from signage.rules.measures.measurement import (
    Gauge,
    Measurement,
    found,
    lacking,
    line_mark,
    measure,
    nothing,
    ratio,
    rect_mark,
    word,
)
from signage.rules.measures.subject import Subject
from signage.rules.measures.suppliers import PLANNER
from signage.units import Quantity, Unit

_NO_PANEL = ("本招牌没有底板", "the sign has no panel")
_NO_TEXT = ("本招牌没有文字", "the sign has no text")
_TOUCHING_MM = 50.0  # between a canopy's top and the foot of letters that stand on it


def _height_of(rect: Rect) -> Measurement:
    mark = line_mark(rect.x0, rect.y0, rect.x0, rect.y1)
    return found(rect.height, Unit.MM, mark, gauge=Gauge(axis="y", datum=rect.y0, sign=1, rect=rect))


@measure("sign_height", Unit.MM, ("招牌高度", "sign height"), "Height of the sign's envelope.")
def sign_height(subject: Subject) -> Measurement:
    """Return the envelope's height."""
    return _height_of(subject.rect)


@measure(
    "panel_height", Unit.MM, ("招牌面板高度", "panel height"), "Height of the panel or box; letters alone have none."
)
def panel_height(subject: Subject) -> Measurement:
    """Return the panel's height."""
    return nothing(*_NO_PANEL) if subject.panel_rect is None else _height_of(subject.panel_rect)


@measure("sign_width", Unit.MM, ("招牌宽度", "sign width"), "Width of the sign's envelope.")
def sign_width(subject: Subject) -> Measurement:
    """Return the envelope's width."""
    r = subject.rect
    gauge = Gauge(axis="x", datum=r.x0, sign=1, rect=r)
    return found(r.width, Unit.MM, line_mark(r.x0, r.y0, r.x1, r.y0), gauge=gauge)


@measure("sign_area", Unit.M2, ("招牌面积", "sign area"), "Width times height of the envelope (one rectangle).")
def sign_area(subject: Subject) -> Measurement:
    """Return the area of one rectangle around the whole sign."""
    return found(subject.rect.area / 1e6, Unit.M2, rect_mark(subject.rect))


@measure(
    "frontage_width",
    Unit.MM,
    ("自有店面宽度", "width of the own frontage"),
    "Width of the unit together with the adjoining units that the applicant leases (`leased_units`).",
    facts=("leased_units",),
)
def frontage_width(subject: Subject) -> Measurement:
    """Return the width of the applicant's own frontage."""
    low, high = subject.leased_span
    return found(high - low, Unit.MM)


@measure(
    "mounting",
    None,
    ("设置位置", "where it is mounted"),
    "`canopy` when the envelope overlaps a canopy or stands on one, `colonnade` between two colonnade columns, else "
    "`wall`.",
    kind="text",
    values={"wall": ("墙面", "wall"), "canopy": ("雨篷", "canopy"), "colonnade": ("骑楼柱间", "colonnade")},
)
def mounting(subject: Subject) -> Measurement:
    """Return what the sign is mounted on."""
    if _canopy(subject) is not None:
        return word("canopy")
    return word("wall" if _column_gap(subject) is None else "colonnade")


def _canopy(subject: Subject) -> Rect | None:
    """The canopy that the sign overlaps, or that letters stand on."""
    r = subject.rect

    def carries(c: Rect) -> bool:
        return abs(c.y1 - r.y0) <= _TOUCHING_MM and c.x0 < r.x1 and r.x0 < c.x1

    is_on = subject.layout.form == "canopy"
    return next((c.rect for c in subject.face.canopies if c.rect.overlaps(r) or (is_on and carries(c.rect))), None)


@measure("canopy_width", Unit.MM, ("雨篷宽度", "canopy width"), "Width of the canopy that the sign is on.")
def canopy_width(subject: Subject) -> Measurement:
    """Return the width of the canopy under the sign."""
    rect = _canopy(subject)
    return nothing("招牌不在雨篷上", "the sign is on no canopy") if rect is None else found(rect.width, Unit.MM)


def _column_gap(subject: Subject) -> tuple[float, float] | None:
    columns = [c.rect for c in subject.face.columns if c.is_colonnade]
    middle = subject.rect.centre.x
    left = max((c.x1 for c in columns if c.x1 <= middle), default=None)
    right = min((c.x0 for c in columns if c.x0 >= middle), default=None)
    return (left, right) if left is not None and right is not None else None


@measure(
    "column_gap",
    Unit.MM,
    ("柱间净距", "clear spacing of the columns"),
    "Clear distance between the two colonnade columns beside the sign's middle.",
)
def column_gap(subject: Subject) -> Measurement:
    """Return the clear spacing of the colonnade's columns."""
    gap = _column_gap(subject)
    return (
        nothing("招牌不在骑楼柱间", "the sign is in no colonnade") if gap is None else found(gap[1] - gap[0], Unit.MM)
    )


@measure(
    "thickness",
    Unit.MM,
    ("招牌厚度", "thickness"),
    "From the rearmost back to the foremost front of the sign's bodies, what holds them up apart.",
)
def thickness(subject: Subject) -> Measurement:
    """Return how thick the sign's bodies are together."""
    thick = subject.parts.thickness_mm
    if thick is None:
        return nothing("本招牌没有实体构件", "the sign has no bodies")
    return found(thick, Unit.MM, rect_mark(subject.rect))


@measure("projection", Unit.MM, ("外挑", "projection"), "From the wall to the sign's foremost surface.")
def projection(subject: Subject) -> Measurement:
    """Return how far the sign stands out from the wall."""
    return found(subject.layout.depth_mm, Unit.MM, rect_mark(subject.rect))


@measure(
    "letter_edge",
    Unit.MM,
    ("字最大边长", "longest edge of a letter"),
    "Longest edge of any single letter's ink box, over all lines.",
)
def letter_edge(subject: Subject) -> Measurement:
    """Return the longest edge of a letter."""
    if not subject.layout.lines:
        return nothing(*_NO_TEXT)
    worst = max(subject.layout.lines, key=lambda line: line.longest_edge_mm)
    longest = subject.parts.longest_letter
    mark = (rect_mark(longest.moved(*subject.face_shift)),) if longest is not None else ()
    return found(worst.longest_edge_mm, Unit.MM, *mark)


@measure("letter_height", Unit.MM, ("字高", "letter height"), "Ink height of the tallest letter of the name's line.")
def letter_height(subject: Subject) -> Measurement:
    """Return the letter height of the name."""
    if not subject.layout.lines:
        return nothing(*_NO_TEXT)
    line = subject.layout.lines[0]
    box = line.ink.moved(*subject.face_shift)
    gauge = Gauge(axis="y", datum=box.y0, sign=1, rect=box)
    return found(line.letter_height_mm, Unit.MM, rect_mark(box), gauge=gauge)


@measure("band_letter_low", Unit.MM, ("规划字高下限", "least letter height of the band"), "By the plan's band.")
def band_letter_low(subject: Subject) -> Measurement:
    """Return the least letter height that the band allows."""
    return _band_letter(subject, 0)


@measure("band_letter_high", Unit.MM, ("规划字高上限", "greatest letter height of the band"), "By the plan's band.")
def band_letter_high(subject: Subject) -> Measurement:
    """Return the greatest letter height that the band allows."""
    return _band_letter(subject, 1)


def _band_letter(subject: Subject, end: int) -> Measurement:
    band = subject.band
    if band is None:
        return lacking(("本铺位的招牌带", "a sign band for the unit"), PLANNER)
    if band.letter_height_mm is None:
        return nothing("规划未规定字高范围", "the plan fixes no letter heights")
    return found(band.letter_height_mm[end], Unit.MM)


@measure(
    "letter_panel_ratio",
    Unit.RATIO,
    ("字高与面板高之比", "letter height over panel height"),
    "Ink height of the name's line over the panel's height.",
)
def letter_panel_ratio(subject: Subject) -> Measurement:
    """Return letter height over panel height."""
    panel = subject.panel_rect
    if panel is None or not subject.layout.lines:
        return nothing(*_NO_PANEL)
    line = subject.layout.lines[0]
    box = line.ink.moved(*subject.face_shift)
    top, bottom = Quantity(line.letter_height_mm, Unit.MM), Quantity(panel.height, Unit.MM)
    return ratio(top, bottom, rect_mark(box), rect_mark(panel))


@measure(
    "content_share",
    Unit.RATIO,
    ("内容面积占比", "content share"),
    "Area of the smallest single box around all ink over the panel's area (method: one rectangle).",
)
def content_share(subject: Subject) -> Measurement:
    """Return the share of the panel that the content takes."""
    panel, content = subject.panel_rect, subject.content_rect
    if panel is None or content is None:
        return nothing(*_NO_PANEL)
    parts = Quantity(content.area, Unit.MM2), Quantity(panel.area, Unit.MM2)
    return ratio(*parts, rect_mark(content), rect_mark(panel))


@measure(
    "carrier",
    None,
    ("招牌构造", "construction"),
    "Construction in the words of DB3301/T 89.",
    kind="text",
    values={
        "panel": ("平板式", "panel"),
        "letters": ("字符式", "letters"),
        "box": ("箱体式", "box"),
        "film": ("贴膜式", "film"),
        "display": ("电子屏", "display"),
        "fabric": ("布幅", "fabric"),
        "gate": ("拱门", "gate"),
        "balloon": ("空飘气球", "balloon"),
    },
)
def carrier(subject: Subject) -> Measurement:
    """Return the sign's construction."""
    return word(subject.layout.carrier)


@measure(
    "form",
    None,
    ("招牌形式", "form"),
    "How the sign stands to the wall.",
    kind="text",
    values={
        "parallel": ("平行式", "parallel"),
        "projecting": ("垂直式", "projecting"),
        "hanging": ("悬挂式", "hanging"),
        "canopy": ("雨篷式", "on a canopy"),
        "freestanding": ("独立式", "free-standing"),
        "rooftop": ("楼顶式", "rooftop"),
        "window": ("橱窗式", "in the window"),
        "temporary": ("临时性", "temporary"),
    },
)
def form(subject: Subject) -> Measurement:
    """Return the sign's form."""
    return word(subject.layout.form)


@measure(
    "band_kind",
    None,
    ("规划允许的构造", "kind allowed by the band"),
    "Whether the sign's kind is among those that the plan's band allows.",
    kind="text",
    values={"allowed": ("允许", "allowed"), "other": ("不在允许之列", "not among the allowed")},
)
def band_kind(subject: Subject) -> Measurement:
    """Return whether the band allows the sign's kind."""
    band, kind = subject.band, subject.layout.spec.kind
    if band is None:
        return lacking(("本铺位的招牌带", "a sign band for the unit"), PLANNER)
    if not band.kinds:
        return nothing("规划未限定构造", "the plan allows every kind")
    titles = {one.id: (one.title_zh, one.title_en) for one in load_kinds()}
    allowed = [titles.get(one, (one, one)) for one in band.kinds]
    zh, en = "、".join(one[0] for one in allowed), ", ".join(one[1] for one in allowed)
    detail = (f"规划允许：{zh}", f"the plan allows {en}")
    return word("allowed" if kind in band.kinds else "other", rect_mark(subject.rect), detail=detail)


@measure(
    "second_line",
    None,
    ("第二行文字", "second line"),
    "Whether the sign has a second line.",
    kind="text",
    values={"yes": ("有", "yes"), "no": ("无", "no")},
)
def second_line(subject: Subject) -> Measurement:
    """Return whether there is a second line."""
    return word("yes" if subject.layout.spec.second_line else "no")
