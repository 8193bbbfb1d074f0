"""What sticks out into a path that people walk on, by the heights of the ADA standards; floors may slope."""

from __future__ import annotations

from signage.design import PieceRole
from signage.geometry import Point, Rect, polyline_y_max
from signage.rules.measures.measurement import Measurement, lacking, measure, nothing, rect_mark
from signage.rules.measures.street_signs import feet, inches
from signage.rules.measures.subject import Subject
from signage.rules.measures.suppliers import SURVEYOR
from signage.units import Quantity, Unit

CANE = Quantity(27.0, Unit.INCH)  # a cane finds what begins at or below this
HEAD = Quantity(80.0, Unit.INCH)  # what begins above this is out of the way


def _floor(subject: Subject, box: Rect) -> tuple[float, float] | Measurement:
    """Return the lowest and highest floor under a box, or why nobody walks there or it is not known."""
    if subject.fact("circulation_path") is False:
        return nothing("招牌处没有通行路径", "there is no circulation path at the sign")
    line = subject.face.pavement
    high = polyline_y_max(line, box.x0, box.x1)
    low = polyline_y_max(tuple(Point(p.x, -p.y) for p in line), box.x0, box.x1)
    if high is None or low is None:
        what = ("招牌下方的地面标高，或没有通行路径", "the floor level under the sign, or that no path is there")
        return lacking(what, SURVEYOR)
    return -low, high


def _body(subject: Subject) -> Rect:
    """The sign without what holds it up."""
    if subject.layout.street is not None:
        return subject.rect
    boxes = [b for p in subject.layout.bodies if (b := p.outline.bounds()) is not None]
    return Rect.joined(boxes).moved(*subject.face_shift) if boxes else subject.rect


def _concerned(box: Rect, floor: tuple[float, float]) -> bool:
    """Whether the lower edge is anywhere above 27 in and at or below 80 in over the floor."""
    most, least = Quantity(box.y0 - floor[0], Unit.MM), Quantity(box.y0 - floor[1], Unit.MM)
    return most.compare(CANE) > 0 and least.compare(HEAD) <= 0


_ABOVE = ("招牌下沿不在 27–80 英寸之间", "its lower edge is not between 27 and 80 in over the floor")


@measure(
    "path_protrusion",
    Unit.INCH,
    ("伸入通行路径", "protrusion into the path"),
    "From the wall to the foremost surface of a sign on the building whose lower edge is over 27 and up to 80 in above "
    "the floor; where the pavement line lies there is a path, unless the fact `circulation_path` is false.",
    facts=("circulation_path",),
)
def path_protrusion(subject: Subject) -> Measurement:
    """Return how far a sign on the wall protrudes into a circulation path."""
    if subject.layout.stands_on_ground:
        return nothing("招牌不在墙上", "the sign is not on the wall")
    box = _body(subject)
    floor = _floor(subject, box)
    if isinstance(floor, Measurement):
        return floor
    return inches(subject.layout.depth_mm, subject.rect) if _concerned(box, floor) else nothing(*_ABOVE)


@measure(
    "post_overhang",
    Unit.INCH,
    ("超出立柱的悬挑", "overhang beyond the posts"),
    "How far a sign on posts reaches beyond its outermost post, where its lower edge is over 27 and up to 80 in above "
    "the floor.",
    facts=("circulation_path",),
)
def post_overhang(subject: Subject) -> Measurement:
    """Return how far a sign on posts reaches beyond them."""
    posts = [b for p in subject.layout.pieces if p.role is PieceRole.POST and (b := p.outline.bounds()) is not None]
    if not posts:
        return nothing("招牌没有立柱", "the sign has no posts")
    box, held = _body(subject), Rect.joined(posts).moved(*subject.face_shift)
    floor = _floor(subject, box)
    if isinstance(floor, Measurement):
        return floor
    over = max(held.x0 - box.x0, box.x1 - held.x1, 0.0)
    return inches(over, box) if _concerned(box, floor) else nothing(*_ABOVE)


@measure(
    "path_headroom",
    Unit.INCH,
    ("通行净高", "headroom over the path"),
    "From the highest floor under the sign up to its lower edge, over a circulation path.",
    facts=("circulation_path",),
)
def path_headroom(subject: Subject) -> Measurement:
    """Return the headroom under the sign."""
    box = _body(subject)
    floor = _floor(subject, box)
    return floor if isinstance(floor, Measurement) else inches(box.y0 - floor[1], box)


@measure(
    "clear_height_ft", Unit.FOOT, ("底边净空", "clear height"), "As `clear_height`, in feet: over the highest pavement."
)
def clear_height_ft(subject: Subject) -> Measurement:
    """Return the clear height in feet."""
    r = subject.rect
    ground = polyline_y_max(subject.face.pavement, r.x0, r.x1)
    if ground is None:
        return lacking(("招牌下方的人行道标高", "the pavement level under the sign"), SURVEYOR)
    return feet(r.y0 - ground, r)


@measure("projection_in", Unit.INCH, ("外挑", "projection"), "As `projection`, in inches.")
def projection_in(subject: Subject) -> Measurement:
    """Return how far the sign stands out from the wall, in inches."""
    return Measurement(
        quantity=Quantity(subject.layout.depth_mm, Unit.MM).to(Unit.INCH), where=(rect_mark(subject.rect),)
    )
