"""What holds a sign that is not fixed flat to the wall: brackets, rods, posts, plinth, truss, cords, tether."""

from __future__ import annotations

from math import ceil

from signage.design.colouring import darker
from signage.design.kinds import Mount, MountPart, SignKind
from signage.design.sign_layout import Piece, PieceRole
from signage.design.spec import SignSpec
from signage.geometry import Path, Point, Rect, Region, rounded

_PLATE_MM = (90.0, 8.0)  # wall plate of a bracket: beyond the arm's half on each side, and its thickness
_TRUSS_BAY_MM = 1500.0  # between the posts of a rooftop frame at most
_TRUSS_TOP = 0.72  # share of the letters' height that the upper rail of the frame runs at
_CORD_MM = 12.0
_BELOW = (MountPart.POSTS, MountPart.PLINTH, MountPart.TRUSS, MountPart.TETHER)
# A tether: its weight is lower than it is wide, and its two strands meet a part of the way down. Illustrative.
_WEIGHT_HEIGHT, _WEIGHT_ROUND, _STRANDS = 0.64, 0.16, 0.34


def reach_of(spec: SignSpec, kind: SignKind) -> float:
    """Return the gap that the mounting bridges, mm: as the spec says, else the kind's, 0 without a mounting."""
    if kind.mount is None:
        return 0.0
    return kind.mount.reach_mm if spec.position.reach_mm is None else spec.position.reach_mm


def stands_below(kind: SignKind) -> bool:
    """Return whether the mounting takes the lower part of the sign's own height (posts, plinth, truss, tether)."""
    return kind.mount is not None and kind.mount.part in _BELOW


def mounts_of(kind: SignKind, field: Rect, depth_mm: float, reach_mm: float, ink: Rect) -> tuple[Piece, ...]:
    """Return the parts of the mounting, field space.

    Args:
        kind: Its mounting.
        field: The board that it holds.
        depth_mm: Thickness of the board; the mounting is in its middle, or behind letters alone.
        reach_mm: The gap that it bridges.
        ink: Box of the text, for the frame behind rooftop letters.
    """
    mount = kind.mount
    if mount is None or mount.part is MountPart.NONE:
        return ()
    match mount.part:
        case MountPart.BRACKETS:
            shapes = [(PieceRole.BRACKET, path) for path in _brackets(mount, field, reach_mm)]
        case MountPart.RODS:
            shapes = [(PieceRole.ROD, Path.rect(box)) for box in _bars(mount, field, field.y1, field.y1 + reach_mm)]
        case MountPart.POSTS:
            shapes = [(PieceRole.POST, Path.rect(box)) for box in _bars(mount, field, field.y0 - reach_mm, field.y0)]
        case MountPart.PLINTH:
            edge = mount.inset * field.width
            box = Rect(field.x0 + edge, field.y0 - reach_mm, field.x1 - edge, field.y0)
            shapes = [(PieceRole.PLINTH, Path.rect(box))] if reach_mm > 0 else []
        case MountPart.TRUSS:
            shapes = [(PieceRole.TRUSS, _truss(mount, field, ink, reach_mm))]
        case MountPart.CORDS:
            shapes = [(PieceRole.CORD, path) for path in _cords(field, reach_mm)]
        case MountPart.TETHER:
            neck = kind.base.neck * field.width / (kind.base.cloth or 1.0)
            shapes = [(PieceRole.CORD, path) for path in _strands(field, field.y1, neck)]
            shapes += _tether(mount, field, reach_mm)
    middle = depth_mm / 2
    if mount.part is MountPart.TRUSS:
        middle = mount.section_mm / 2  # letters stand before the frame
    return tuple(_piece(mount, role, path, index, middle) for index, (role, path) in enumerate(shapes))


def _piece(mount: Mount, role: PieceRole, path: Path, index: int, middle: float) -> Piece:
    material, colour, thick = mount.material, mount.colour, mount.section_mm
    if role is PieceRole.BALLAST:
        material, colour = mount.weight_material or material, mount.weight_colour
    elif mount.part is MountPart.TETHER:  # its section is that of the weight; the rope is as thick as it is drawn
        thick = _CORD_MM
    return Piece(
        id=f"{role.value}-{index + 1:02d}",
        role=role,
        outline=path,
        z_back_mm=middle - thick / 2,
        z_front_mm=middle + thick / 2,
        material=material,
        face_colour=colour,
        side_colour=darker(colour),
    )


def _places(count: int, inset: float, low: float, high: float) -> list[float]:
    """Return evenly spaced places between two ends, the outermost an inset (share of the length) inside them."""
    edge = inset * (high - low)
    if count == 1:
        return [(low + high) / 2]
    step = (high - low - 2 * edge) / (count - 1)
    return [low + edge + step * index for index in range(count)]


def _bars(mount: Mount, field: Rect, low: float, high: float) -> list[Rect]:
    if high <= low:
        return []
    half = mount.section_mm / 2
    return [Rect(x - half, low, x + half, high) for x in _places(mount.count, mount.inset, field.x0, field.x1)]


def _brackets(mount: Mount, field: Rect, reach: float) -> list[Path]:
    """Arms from the wall (at x = -reach) to the sign's near edge, each with its wall plate."""
    half, (beyond, plate) = mount.section_mm / 2, _PLATE_MM
    found = []
    for y in _places(mount.count, mount.inset, field.y0, field.y1):
        arm = Rect(field.x0 - reach, y - half, field.x0, y + half)
        foot = Rect(arm.x0, arm.y0 - beyond, arm.x0 + min(plate, reach), arm.y1 + beyond)
        found.append(Region.union([Region.rect(arm), Region.rect(foot)]).to_path())
    return found if reach > 0 else []


def _truss(mount: Mount, field: Rect, ink: Rect, reach: float) -> Path:
    """Posts from the roof, two rails behind the letters, and a diagonal in each bay below them."""
    bar = mount.section_mm
    top, foot = ink.y0 + _TRUSS_TOP * ink.height, field.y0 - reach
    low = ink.y0 + (1 - _TRUSS_TOP) * ink.height
    count = max(2, ceil(ink.width / _TRUSS_BAY_MM) + 1)
    half = max(ink.width / 2 - bar, 2 * bar)  # behind a single narrow letter it is as wide as it needs to stand
    posts = _places(count, 0.0, ink.centre.x - half, ink.centre.x + half)
    parts = [Region.rect(Rect(x - bar / 2, foot, x + bar / 2, top)) for x in posts]
    for y in (foot + bar / 2, low, top - bar / 2):
        parts.append(Region.rect(Rect(posts[0] - bar / 2, y - bar / 2, posts[-1] + bar / 2, y + bar / 2)))
    for index in range(count - 1):
        ends = (Point(posts[index], foot + bar), Point(posts[index + 1], low))
        if ends[1].y - ends[0].y > 2 * bar:
            parts.append(_strut(ends if index % 2 == 0 else _mirrored(ends), bar * 0.7))
    return Region.union(parts).to_path()


def _mirrored(ends: tuple[Point, Point]) -> tuple[Point, Point]:
    return Point(ends[0].x, ends[1].y), Point(ends[1].x, ends[0].y)


def _strut(ends: tuple[Point, Point], width: float) -> Region:
    (ax, ay), (bx, by) = ends
    length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
    dx, dy = (by - ay) / length * width / 2, (ax - bx) / length * width / 2
    return Region.polygon([(ax + dx, ay + dy), (bx + dx, by + dy), (bx - dx, by - dy), (ax - dx, ay - dy)])


def _cords(field: Rect, reach: float) -> list[Path]:
    """A cord from each corner, outwards and a little away from the middle."""
    found = []
    for x, side in ((field.x0, -1.0), (field.x1, 1.0)):
        for y, way in ((field.y0, -1.0), (field.y1, 1.0)):
            ends = (Point(x, y - way * 20.0), Point(x + side * reach, y + way * reach * 0.35))
            found.append(_strut(ends, _CORD_MM).to_path())
    return found


def _strands(field: Rect, edge: float, rise: float) -> list[Path]:
    """Two cords from the ends of a banner's edge to one point over it, or under it where `rise` is less than 0."""
    meet = Point(field.centre.x, edge + rise)
    inside = _CORD_MM / 2
    return [_strut((Point(x, edge), meet), _CORD_MM).to_path() for x in (field.x0 + inside, field.x1 - inside)]


def _tether(mount: Mount, field: Rect, reach: float) -> list[tuple[PieceRole, Path]]:
    """Two strands under a banner, one rope from where they meet, and the weight that it is tied to."""
    if reach <= 0:
        return []
    x, foot = field.centre.x, field.y0 - reach
    wide = min(mount.section_mm, field.width)
    weight = Rect(x - wide / 2, foot, x + wide / 2, foot + min(_WEIGHT_HEIGHT * wide, reach * _STRANDS))
    meet = field.y0 - min(reach * _STRANDS, 2 * field.width)
    rope = Rect(x - _CORD_MM / 2, weight.y1, x + _CORD_MM / 2, meet)
    ropes = [*_strands(field, field.y0, meet - field.y0), Path.rect(rope)]
    block = rounded(weight, _WEIGHT_ROUND * weight.height)
    return [*((PieceRole.CORD, path) for path in ropes), (PieceRole.BALLAST, block)]
