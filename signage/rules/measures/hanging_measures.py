"""Signs hung under an overhang or arcade (檐下悬挂式): room above the ground, the arcade's outer wall, one style."""

from __future__ import annotations

from signage.frontage import Arcade
from signage.geometry import polyline_y_max
from signage.rules.measures.measurement import Measurement, found, lacking, line_mark, measure, nothing, rect_mark, word
from signage.rules.measures.subject import Subject
from signage.rules.measures.suppliers import PLANNER, SURVEYOR
from signage.units import Unit

_OTHER_FORM = ("不是悬挂式招牌", "it is no hanging sign")


@measure(
    "arcade_clear_height",
    Unit.MM,
    ("檐下（骑楼）净高", "clear height under the overhang"),
    "Clear height of the ground floor under the overhang or arcade: the fact `arcade_clear_height` (mm), else from the "
    "highest pavement under the plan's arcade up to its ceiling.",
    facts=("arcade_clear_height",),
)
def arcade_clear_height(subject: Subject) -> Measurement:
    """Return the clear height under the overhang that a sign hangs from."""
    if subject.layout.form != "hanging":
        return nothing(*_OTHER_FORM)
    stated = subject.amount("arcade_clear_height")
    if stated is not None:
        return found(stated, Unit.MM)
    arcade = _arcade_over(subject)
    ground = polyline_y_max(subject.face.pavement, arcade.x0_mm, arcade.x1_mm) if arcade is not None else None
    if arcade is None or ground is None:
        return lacking(("檐下或骑楼的底层净高", "the clear height under the overhang or arcade"), SURVEYOR)
    x = subject.rect.centre.x
    return found(arcade.ceiling_mm - ground, Unit.MM, line_mark(x, ground, x, arcade.ceiling_mm))


def _arcade_over(subject: Subject) -> Arcade | None:
    return subject.face.arcade_over(subject.rect.x0, subject.rect.x1)


@measure(
    "beyond_arcade",
    Unit.MM,
    ("超出骑楼外墙", "reach beyond the arcade's outer wall"),
    "How far the sign's outermost edge (fact `hanging_outer_edge`) lies beyond the outer wall of the arcade or "
    "overhang (fact `arcade_depth`, else the plan's arcade), both mm from the shop's wall; 0 when it stays inside.",
    facts=("hanging_outer_edge", "arcade_depth"),
)
def beyond_arcade(subject: Subject) -> Measurement:
    """Return how far a hanging sign reaches beyond the arcade's outer wall."""
    if subject.layout.form != "hanging":
        return nothing(*_OTHER_FORM)
    edge, depth = subject.amount("hanging_outer_edge"), subject.amount("arcade_depth")
    if depth is None and (arcade := _arcade_over(subject)) is not None:
        depth = arcade.depth_mm
    if depth is None:
        return lacking(("骑楼或挑檐的进深", "the depth of the arcade or overhang"), PLANNER)
    if edge is None:
        return lacking(("吊牌外缘距店面墙的距离", "the distance of the sign's outer edge from the wall"), SURVEYOR)
    return found(max(edge - depth, 0.0), Unit.MM, rect_mark(subject.rect))


@measure(
    "hanging_style",
    None,
    ("与同楼吊牌的样式", "style beside the building's other hanging signs"),
    "Kind and size against the other hanging signs of the building: `same`, `size` (same kind, other size) or `other`.",
    kind="text",
    facts=("replaces",),
    values={
        "same": ("样式一致", "the same style"),
        "size": ("类型相同、尺寸不同", "the same kind in another size"),
        "other": ("类型不同", "another kind"),
    },
)
def hanging_style(subject: Subject) -> Measurement:
    """Return whether a hanging sign has the style of the building's other hanging signs."""
    if subject.layout.form != "hanging":
        return nothing(*_OTHER_FORM)
    others = [o for o in subject.others if o.form == "hanging"]
    if not others:
        return nothing("同一建筑没有其他吊牌", "the building has no other hanging sign")
    marks = tuple(rect_mark(o.rect, role="limit") for o in others if o.face_id == subject.face.id)
    r = subject.rect
    if any(o.kind != subject.layout.spec.kind for o in others):
        return word("other", rect_mark(r), *marks)
    sizes = {(round(o.rect.width), round(o.rect.height)) for o in others}
    return word("same" if sizes == {(round(r.width), round(r.height))} else "size", rect_mark(r), *marks)
