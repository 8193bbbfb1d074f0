"""Sign area by named methods: codes agree on the limit's form and differ on what they measure, and that decides cases.

Each method is entered twice, in square metres and in square feet (`…_ft2`), so that a finding speaks the unit of its
book. All look at the sign's face: of a projecting sign that is the side that is read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import hypot

from signage.design import Piece
from signage.geometry import Path, Rect
from signage.geometry.enclosing import (
    Figure,
    circle_around,
    convex_hull,
    eight_sided,
    hull_figure,
    hull_points,
    turned_rectangle,
    upright_figure,
    with_at_most_sides,
)
from signage.rules.findings import Mark
from signage.rules.measures import face_merge
from signage.rules.measures.fact_forms import FactKind, fact
from signage.rules.measures.measurement import Measurement, Words, lacking, measure, nothing, rect_mark
from signage.rules.measures.subject import Subject
from signage.rules.measures.suppliers import OFFICE
from signage.units import Quantity, Unit, length_ticks

Shape = Callable[[Subject], tuple[Figure, ...]]

_NOTHING: Words = ("本招牌没有可量的面", "the sign has nothing that this method measures")


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaMethod:
    """A way of measuring a sign's area.

    Attributes:
        shape: Gives the figures whose areas are added, sign space; none when the method has nothing to measure.
        faces: When two faces count once; None counts one face alone.
    """

    name: str
    title: Words
    definition: str
    shape: Shape
    faces: face_merge.FaceRule | None = None


@lru_cache(maxsize=8192)
def _bounds(outline: Path) -> Rect | None:
    return outline.bounds()


def _box(piece: Piece) -> Rect | None:
    return _bounds(piece.outline)


def _boxes(pieces: Sequence[Piece]) -> list[Rect]:
    return [box for piece in pieces if (box := _box(piece)) is not None]


def _content(subject: Subject) -> list[Piece]:
    logo = subject.layout.logo
    return [*subject.layout.letters, *([logo] if logo is not None else [])]


def _product(subject: Subject) -> tuple[Figure, ...]:
    layout = subject.layout
    width = layout.depth_mm if layout.form == "projecting" else layout.envelope.width
    return (upright_figure(Rect.sized(layout.envelope.x1 - width, 0.0, width, layout.envelope.height)),)


def _panel(subject: Subject) -> tuple[Figure, ...]:
    panel = subject.layout.panel
    box = _box(panel) if panel is not None else None
    if panel is None or box is None:
        return ()
    rings = panel.outline.flattened(0.5)
    corners = tuple(rings[0]) if len(rings) == 1 else box.corners
    return (Figure(corners=corners, area=abs(panel.outline.signed_area())),)


def _rectangle(subject: Subject) -> tuple[Figure, ...]:
    boxes = _boxes(_content(subject))
    return (upright_figure(Rect.joined(boxes)),) if boxes else ()


def _logo_apart(subject: Subject) -> tuple[Figure, ...]:
    logo = _boxes([subject.layout.logo] if subject.layout.logo is not None else [])
    return _upright([_boxes(subject.layout.letters), logo])


def _elements(subject: Subject) -> tuple[Figure, ...]:
    letters, logo = subject.layout.letters, subject.layout.logo
    lines = sorted({p.line for p in letters}, key=lambda n: -1 if n is None else n)
    groups = [_boxes([p for p in letters if p.line == n]) for n in lines]
    return _upright([*groups, _boxes([logo] if logo is not None else [])])


def _upright(groups: Sequence[Sequence[Rect]]) -> tuple[Figure, ...]:
    """One rectangle a group; groups whose rectangles share area are not apart and get one together."""
    rects = [Rect.joined(group) for group in groups if group]
    merged: list[Rect] = []
    for rect in rects:
        while (other := next((m for m in merged if m.overlaps(rect)), None)) is not None:
            merged.remove(other)
            rect = Rect.joined((rect, other))
        merged.append(rect)
    return tuple(upright_figure(r) for r in merged)


def _hull_of(pieces: Sequence[Piece]) -> tuple[Figure, ...]:
    return _hull_around(tuple(piece.outline for piece in pieces))


@lru_cache(maxsize=256)
def _hull_around(outlines: tuple[Path, ...]) -> tuple[Figure, ...]:
    """The hull of outlines, kept: in one check many rules ask for the same sign's."""
    hull = convex_hull([p for outline in outlines for p in hull_points(outline)])
    return (hull_figure(hull),) if len(hull) > 2 else ()


def _hull(subject: Subject) -> tuple[Figure, ...]:
    return _hull_of(_content(subject))


def _framed_hull(subject: Subject) -> tuple[Figure, ...]:
    return _hull_of(subject.layout.bodies)


def _turned(subject: Subject) -> tuple[Figure, ...]:
    return tuple(turned_rectangle(f.corners) for f in _hull(subject))


def _eight(subject: Subject) -> tuple[Figure, ...]:
    boxes = _boxes(_content(subject))
    if not boxes:
        return ()
    hulls = [with_at_most_sides(one.corners, 8) for one in _hull(subject)]
    return (min((eight_sided(boxes), *hulls), key=lambda figure: figure.area),)


def _simplest(subject: Subject) -> tuple[Figure, ...]:
    """The background when there is one, else the lettering: the lesser of circle and rectangle around it."""
    hulls = _framed_hull(subject) if subject.layout.panel is not None else _hull(subject)
    return tuple(min((turned_rectangle(h.corners), circle_around(h.corners)), key=lambda f: f.area) for h in hulls)


def letter_groups(letters: Sequence[Rect], others: Sequence[Rect] = ()) -> tuple[tuple[Rect, ...], ...]:
    """Return which boxes are one sign: those with a gap below the largest dimension of the largest letter.

    Args:
        letters: Ink boxes of single letters.
        others: Boxes that are no letters but may join them, such as a logo.
    """
    largest = max((length_ticks(max(b.width, b.height)) for b in letters), default=0)
    groups: list[list[Rect]] = []
    for box in (*letters, *others):
        near = [g for g in groups if any(length_ticks(_gap(box, b)) < largest for b in g)]
        joined = [box, *(b for g in near for b in g)]
        groups = [*(g for g in groups if g not in near), joined]
    return tuple(tuple(g) for g in groups)


def _gap(one: Rect, other: Rect) -> float:
    dx = max(one.x0 - other.x1, other.x0 - one.x1, 0.0)
    dy = max(one.y0 - other.y1, other.y0 - one.y1, 0.0)
    return hypot(dx, dy)


def _letter_gap(subject: Subject) -> tuple[Figure, ...]:
    logo = subject.layout.logo
    groups = letter_groups(_boxes(subject.layout.letters), _boxes([logo] if logo is not None else []))
    return tuple(upright_figure(Rect.joined(group)) for group in groups)


METHODS: tuple[AreaMethod, ...] = (
    AreaMethod(
        name="area_product",
        title=("面积（外包宽×高）", "area, width times height"),
        definition="Width times height of the whole sign; of a projecting sign from the building's face outwards.",
        shape=_product,
    ),
    AreaMethod(
        name="area_panel",
        title=("面积（底板）", "area of the panel"),
        definition="Exact area of the panel's or box's outline; letters alone have none.",
        shape=_panel,
    ),
    AreaMethod(
        name="area_rectangle",
        title=("面积（文字外包一个矩形）", "area, one rectangle round all letters"),
        definition="One smallest upright rectangle round the ink of all letters and the logo.",
        shape=_rectangle,
    ),
    AreaMethod(
        name="area_logo_apart",
        title=("面积（文字与图标各一矩形）", "area, letters and detached logo"),
        definition=(
            "A rectangle round all letters and one round a logo that lies apart, added; together when they overlap."
        ),
        shape=_logo_apart,
    ),
    AreaMethod(
        name="area_elements",
        title=("面积（逐项矩形之和）", "area, one rectangle an element"),
        definition=(
            "An upright rectangle round each line of letters and round the logo, added; overlapping ones are one."
        ),
        shape=_elements,
    ),
    AreaMethod(
        name="area_turned_rectangle",
        title=("面积（任意角度最小矩形）", "area, smallest rectangle at any angle"),
        definition="The smallest rectangle at any angle round the outlines of letters and logo (curves to 0.01 mm).",
        shape=_turned,
    ),
    AreaMethod(
        name="area_hull",
        title=("面积（凸包）", "area of the convex hull"),
        definition="Convex hull of the outlines of letters and logo (curves to 0.01 mm).",
        shape=_hull,
    ),
    AreaMethod(
        name="area_eight_sided",
        title=("面积（不超过八边的折线形）", "area, figure of at most eight sides"),
        definition=(
            "The lesser of two figures of at most eight straight sides: the smallest with upright and level sides that "
            "holds the ink box of every letter and of the logo (an arm may be as thin as a line), and the convex hull "
            "of the ink, its least sides left out until eight are left."
        ),
        shape=_eight,
    ),
    AreaMethod(
        name="area_letter_gap",
        title=("面积（按字距分组）", "area, letters grouped by their gaps"),
        definition=(
            "Letters (and logo) are one sign where the gap between their ink boxes is less than the largest dimension "
            "of the largest letter; an upright rectangle round each such group, added."
        ),
        shape=_letter_gap,
    ),
    AreaMethod(
        name="area_figure",
        title=("面积（最小简单图形）", "area of the simplest figure"),
        definition=(
            "The lesser of the smallest circle and the smallest rectangle at any angle round the sign with its "
            "background and without supports, or round letters that have no background. Triangles and combinations "
            "are not tried, so it is never too small."
        ),
        shape=_simplest,
    ),
    AreaMethod(
        name="area_framed_hull",
        title=("面积（含边框外包多边形）", "area of the enclosing polygon, frame included"),
        definition="Convex hull of everything but supports, background and frame included.",
        shape=_framed_hull,
    ),
    AreaMethod(
        name="area_framed_hull_2ft",
        title=(
            "面积（含边框；平行两面相距 ≤ 2 ft 计一面）",
            "area, frame included; parallel faces within 2 ft count once",
        ),
        definition="`area_framed_hull` of each face; parallel faces at most 2 ft apart count once, others are added.",
        shape=_framed_hull,
        faces=face_merge.PARALLEL_2FT,
    ),
    AreaMethod(
        name="area_figure_15deg",
        title=("面积（夹角 ≤ 15° 且相距 ≤ 48 in 计一面）", "area; faces within 15° and 48 in count once"),
        definition=(
            "`area_figure` of each face; faces at 15° or less and 48 in or less apart count once, others are added."
        ),
        shape=_simplest,
        faces=face_merge.ANGLE_15_48IN,
    ),
    AreaMethod(
        name="area_letter_gap_30deg",
        title=("面积（按字距分组；夹角 ≤ 30° 计一面）", "area by letter gaps; faces within 30° count once"),
        definition="`area_letter_gap` of each face; faces at 30° or less count once, others are added.",
        shape=_letter_gap,
        faces=face_merge.ANGLE_30,
    ),
    AreaMethod(
        name="area_figure_60deg",
        title=("面积（夹角 ≤ 60° 计较大一面）", "area; of faces within 60° the larger counts"),
        definition="`area_figure` of each face; of faces at 60° or less the larger counts, others are added.",
        shape=_simplest,
        faces=face_merge.ANGLE_60,
    ),
)
fact("area_method", FactKind.WORD, {method.name: method.title for method in METHODS})


def measured_by(subject: Subject, method: AreaMethod, unit: Unit) -> Measurement:
    """Return a sign's area by a method, with the figures that were measured."""
    figures = method.shape(subject)
    if not figures:
        return nothing(*_NOTHING)
    one_face = sum(f.area for f in figures)
    if method.faces is None:
        total = one_face
    else:
        faces = face_merge.faces_of(subject)
        if isinstance(faces, Measurement):
            return faces
        count, angle, apart = faces
        total = face_merge.counted_area((one_face,) * count, angle, apart, method.faces)
    return Measurement(quantity=Quantity(total / 1e6, Unit.M2).to(unit), where=_marks(subject, figures))


def _marks(subject: Subject, figures: Sequence[Figure]) -> tuple[Mark, ...]:
    if subject.layout.street is not None:  # its face is not seen in the elevation
        return (rect_mark(subject.rect),)
    dx, dy = subject.face_shift
    shifted = (tuple(type(p)(p.x + dx, p.y + dy) for p in f.corners) for f in figures)
    return tuple(Mark(shape="ring", points=points) for points in shifted)


def _enter(method: AreaMethod, unit: Unit) -> None:
    suffix = "_ft2" if unit is Unit.FOOT2 else ""
    facts = ("face_angle_deg", "face_gap_mm") if method.faces is not None else ()

    @measure(method.name + suffix, unit, method.title, method.definition, facts=facts)
    def take(subject: Subject) -> Measurement:
        return measured_by(subject, method, unit)


for _method in METHODS:
    for _unit in (Unit.M2, Unit.FOOT2):
        _enter(_method, _unit)


@measure(
    "sign_area_stated_method_ft2",
    Unit.FOOT2,
    ("招牌面积（规定的量法）", "sign area by the code's method"),
    "Area by the method that the fact `area_method` names: the name of an area measure, such as `area_rectangle`.",
    facts=("area_method",),
)
def sign_area_stated_method(subject: Subject) -> Measurement:
    """Return the area by the method that somebody stated for the code; none is assumed."""
    method = stated_method(subject)
    return method if isinstance(method, Measurement) else measured_by(subject, method, Unit.FOOT2)


def stated_method(subject: Subject) -> AreaMethod | Measurement:
    """Return the stated measuring method, or that it is lacking."""
    named = subject.fact("area_method")
    method = next((m for m in METHODS if m.name == named), None)
    if method is not None:
        return method
    names = ", ".join(m.name for m in METHODS)
    what = (f"法规规定的面积量法（area_method：{names}）", f"the code's way of measuring area (`area_method`: {names})")
    return lacking(what, OFFICE)
