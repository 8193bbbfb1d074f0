"""People for scale: in true size, in quiet clothes, standing on the ground and in the picture's light."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from signage.design import Colour
from signage.geometry import Affine, Path, Point, Region
from signage.locale import text
from signage.scene.figures import HEIGHT_MM as HEIGHT_MM
from signage.scene.figures import Pose as Pose
from signage.scene.figures import figure
from signage.scene.nodes import DAY, Ambience, Fill, Group, Lit, Node, Shadow
from signage.scene.shapes import ellipse, solid
from signage.scene.tones import luminance

# How deep the light reaches around a body, mm, and the opacity of the shade that lies there by day.
_ROUND: tuple[tuple[float, float], ...] = ((64.0, 0.13), (30.0, 0.14))
# By night, of a white cloth (illustrative): the lamps of the street on everything, of the shops on what faces them.
_STREET_CD_M2, _SHOP_CD_M2, _SHOP_K = 9.0, (9.0, 26.0), 3200
_FLAT = 1.0  # tolerance, mm
_FEET_MM = 190.0  # half the width of what touches the ground


@dataclass(frozen=True, slots=True)
class _Seen:
    """A part of a figure as it is seen: its outline, its cloth, and what of it lies towards a side, wide and narrow."""

    path: Path
    colour: Colour
    sides: tuple[Path, ...]


def person(
    x: float,
    ground_mm: float,
    *,
    name: str,
    pose: Pose = Pose.STANDING,
    is_mirrored: bool = False,
    ambience: Ambience = DAY,
    lit_from: int = -1,
) -> Group:
    """Return a figure.

    Args:
        x: Where it stands, scene mm.
        ground_mm: Level under its feet.
        name: Id of the group, unique in the scene.
        pose: What it does.
        is_mirrored: Turns it round.
        ambience: By night the street's lamps and the shop light it, weakly.
        lit_from: Side that a lit shop or sign is on by night: -1 left, 1 right.
    """
    side = lit_from if ambience.is_night else 1  # by day the sun stands at the left, and shade lies at the right
    children = _standing_there(x, ground_mm, pose, is_mirrored, ambience, 1 if side >= 0 else -1)
    return Group(id=name, children=children, title=text("scene.person"), layer="context")


# A front's people stand where they stood while its sign changes.
@lru_cache(maxsize=64)
def _standing_there(
    x: float, ground_mm: float, pose: Pose, is_mirrored: bool, ambience: Ambience, side: int
) -> tuple[Node, ...]:
    place = Affine.shift(x, ground_mm)
    nodes = _ground_shade(x, ground_mm, pose, ambience, is_mirrored=is_mirrored)
    for part in _figure_seen(pose, is_mirrored, side):
        nodes += _by_night(part, place) if ambience.is_night else _by_day(part, place)
    return tuple(nodes)


@lru_cache(maxsize=16)
def _figure_seen(pose: Pose, is_mirrored: bool, side: int) -> tuple[_Seen, ...]:
    turn = Affine.scale(-1.0 if is_mirrored else 1.0, 1.0)
    found = []
    for part in figure(pose):
        path = part.path.transformed(turn)
        whole = Region.of_path(path, _FLAT)
        sides = [whole.difference(whole.transformed(Affine.shift(-side * reach, reach * 0.15))) for reach, _ in _ROUND]
        found.append(_Seen(path, part.colour, tuple(region.to_path() for region in sides)))
    return tuple(found)


def _by_day(part: _Seen, place: Affine) -> list[Node]:
    shades = [
        solid(path.transformed(place), "#000000", opacity)
        for path, (_, opacity) in zip(part.sides, _ROUND, strict=True)
        if not path.is_empty
    ]
    return [solid(part.path.transformed(place), part.colour), *shades]


def _by_night(part: _Seen, place: Affine) -> list[Node]:
    nodes = [_glint(part.path.transformed(place), part.colour, _STREET_CD_M2)]
    for path, level in zip(part.sides, _SHOP_CD_M2, strict=True):
        if not path.is_empty:
            nodes.append(_glint(path.transformed(place), part.colour, level))
    return list(nodes)


def _glint(path: Path, colour: Colour, white_cd_m2: float) -> Fill:
    """Return cloth with the light that it gives back where a white one would have so many cd/m²."""
    level = white_cd_m2 * luminance(colour)
    return Fill(path=path, paint=Lit(colour=colour, luminance_cd_m2=level, temperature_k=_SHOP_K, falloff_mm=1.0))


def _ground_shade(x: float, ground_mm: float, pose: Pose, ambience: Ambience, *, is_mirrored: bool) -> list[Node]:
    """Soft shade where the feet touch the ground, and by day the sun's shadow beside them."""
    nodes: list[Node] = []
    for at, share in _standing_at(pose, is_mirrored=is_mirrored):
        feet = ellipse(x + at, ground_mm - 6.0, _FEET_MM * share, 26.0 * share)
        if not ambience.is_night:
            long = ellipse(x + at + 250.0 * share, ground_mm - 16.0, 380.0 * share, 44.0 * share)
            nodes.append(Shadow(path=long, offset=Point(0.0, 0.0), blur_mm=34.0, opacity=0.22))
        nodes.append(Shadow(path=feet, offset=Point(0.0, 0.0), blur_mm=16.0, opacity=0.40))
    return nodes


def _standing_at(pose: Pose, *, is_mirrored: bool) -> tuple[tuple[float, float], ...]:
    """Return for each one of a figure where it stands beside the figure's middle, and its size."""
    turn = -1.0 if is_mirrored else 1.0
    match pose:
        case Pose.STANDING:
            return ((0.0, 0.8),)
        case Pose.WALKING:
            return ((-230.0 * turn, 0.6), (250.0 * turn, 0.8))
        case Pose.WITH_CHILD:
            return ((0.0, 1.0), (430.0 * turn, 0.6))
