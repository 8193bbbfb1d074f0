"""Silhouettes of people as they are seen from across a street: a few closed curves each, mm, feet at (0, 0).

A grown person is 1.70 m and a child 1.10 m high. Nobody has a face: those who stand look at the shop.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from signage.design import Colour
from signage.geometry import Affine, Path, PathBuilder, Rect
from signage.scene.shapes import ellipse, rounded
from signage.scene.tones import darker

HEIGHT_MM = 1700.0
_CHILD = 1100.0 / HEIGHT_MM
_CHILD_AT_MM = 430.0  # from the grown-up's middle: an arm's length

_SKIN, _HAIR, _SHOES = "#B98F72", "#332B27", "#2B2A2B"
_At = tuple[float, float]


class Pose(StrEnum):
    """What a figure does."""

    STANDING = "standing"  # in a long coat, a bag in one hand
    WALKING = "walking"  # along the street, to the right
    WITH_CHILD = "with_child"  # hand in hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One piece of clothing or of a body.

    Attributes:
        path: Its outline.
        colour: Of the cloth by day.
    """

    path: Path
    colour: Colour


@cache
def figure(pose: Pose) -> tuple[Part, ...]:
    """Return the parts of a figure, back to front."""
    return _FIGURES[pose]()


def _curve(words: str) -> Path:
    """Return a closed smooth curve through points such as `-92,620 -84,330!`; an exclamation mark makes a corner."""
    points: list[_At] = []
    for word in words.split():
        x, y = word.rstrip("!").split(",")
        points += [(float(x), float(y))] * (2 if word.endswith("!") else 1)
    count = len(points)
    builder = PathBuilder().add("M", points[0])
    for index in range(count):
        before, here = points[index - 1], points[index]
        there, after = points[(index + 1) % count], points[(index + 2) % count]
        if here == there:
            continue
        # Catmull and Rom's tangents; a doubled point leaves none.
        out = here if before == here else _towards(here, before, there)
        back = there if after == there else _towards(there, after, here)
        builder.add("C", out, back, there)
    return builder.add("Z").build()


def _part(colour: Colour, words: str) -> Part:
    return Part(path=_curve(words), colour=colour)


def _towards(at: _At, past: _At, next_: _At) -> _At:
    return at[0] + (next_[0] - past[0]) / 6, at[1] + (next_[1] - past[1]) / 6


def _standing() -> tuple[Part, ...]:
    """Seen from behind: a bob, a scarf, an A-shaped coat, a bag in the right hand."""
    coat, bag = "#8A7763", "#7C4A3A"
    return (
        _part(
            "#3A3D45",
            "-92,620! -84,330 -74,60! -30,60! -22,340 -8,620!",
        ),
        _part(
            "#3A3D45",
            "8,620! 24,340 34,60! 80,60! 88,330 98,620!",
        ),
        _part(
            _SHOES,
            "-84,0! -20,0! -26,70 -40,96 -66,96 -80,70",
        ),
        _part(
            _SHOES,
            "26,0! 92,0! 86,70 70,96 46,96 32,70",
        ),
        Part(path=ellipse(-224, 742, 30, 44), colour=_SKIN),
        Part(path=ellipse(226, 742, 30, 44), colour=_SKIN),
        Part(path=_strap(), colour=darker(bag, 0.25)),
        Part(path=rounded(Rect(120, 330, 372, 596), 22), colour=bag),
        Part(
            path=_curve(
                "-196,560! -60,540 60,540 204,560! 178,800 150,1080 168,1260 196,1350 150,1412 60,1446 -60,1446 "
                "-150,1412 -194,1350 -166,1260 -146,1080 -172,800"
            ),
            colour=coat,
        ),
        Part(path=_arm(-1), colour=darker(coat, 0.10)),
        Part(path=_arm(1), colour=darker(coat, 0.16)),
        _part(
            "#9A9D94",
            "-82,1418 -40,1392 40,1392 84,1418 80,1470 0,1486 -78,1470",
        ),
        Part(
            path=_curve("-92,1470! 0,1450 92,1470! 101,1560 88,1646 44,1694 0,1700 -44,1694 -88,1646 -101,1560"),
            colour=_HAIR,
        ),
    )


def _strap() -> Path:
    """Both handles of the bag, seen as one loop."""
    return _curve("196,590! 206,690 228,752 250,752 270,690 296,590! 276,590! 252,690 238,722 222,690 216,590!")


def _arm(side: int) -> Path:
    """A sleeve from the shoulder to the wrist, a little away from the body."""
    sleeve = _curve(
        "128,1404 186,1384 222,1300 236,1130 252,960 254,770! 198,768! 188,950 172,1100 156,1260",
    )
    return sleeve.transformed(Affine.scale(float(side), 1.0))


def _walking() -> tuple[Part, ...]:
    """Seen from the side, going to the right: a jacket, a bag across the back, one arm behind and one ahead."""
    jacket, trousers = "#5C6A74", "#4A463F"
    return (
        Part(path=ellipse(236, 938, 36, 42), colour=_SKIN),
        Part(
            path=_curve("30,1390 98,1350 136,1240 176,1120 256,984! 204,944! 110,1060 60,1180 10,1300"),
            colour=darker(jacket, 0.35),
        ),
        Part(
            path=_curve("-104,880 -136,700 -138,470 -226,300 -338,178! -262,104! -120,250 -14,420 60,640 84,860"),
            colour=darker(trousers, 0.30),
        ),
        _part(
            darker(_SHOES, 0.2),
            "-338,176 -372,128 -330,70 -252,8! -196,0! -204,66 -264,108",
        ),
        Part(
            path=_curve("-112,880 -80,740 20,600 86,440 132,270 176,92! 270,106! 232,290 190,480 158,680 112,880"),
            colour=trousers,
        ),
        _part(
            _SHOES,
            "176,96 160,10! 240,0 352,22! 340,56 270,108",
        ),
        _part(
            _SKIN,
            "-40,1420 50,1420 96,1472 76,1540 -36,1540 -56,1470",
        ),
        Part(
            path=_curve(
                "-146,800! 0,782 142,806! 138,960 120,1100 136,1240 108,1370 52,1446 -46,1456 -116,1400 -140,1280 "
                "-106,1100 -132,940"
            ),
            colour=jacket,
        ),
        _part(
            "#7B6A4C",
            "-188,1290! -116,1330 -70,1310! -66,1000! -120,968 -196,990! -214,1140",
        ),
        Part(path=ellipse(-148, 858, 36, 44), colour=_SKIN),
        Part(
            path=_curve("-6,1408 54,1384 62,1290 10,1150 -58,1060 -108,900! -176,908! -160,1060 -104,1180 -72,1320"),
            colour=darker(jacket, 0.16),
        ),
        Part(
            path=_curve("-60,1560 -44,1490 20,1474 86,1482 112,1530 124,1560 114,1590 112,1650 40,1690 -40,1670"),
            colour=_SKIN,
        ),
        Part(
            path=_curve(
                "-96,1600 -92,1500 -50,1476 -20,1500 -8,1570 36,1630 108,1622 118,1660 70,1698 0,1700 -66,1676"
            ),
            colour=_HAIR,
        ),
    )


def _with_child() -> tuple[Part, ...]:
    """Both seen from behind, the child at the right hand."""
    child = Affine.scale(_CHILD, _CHILD).then(Affine.shift(_CHILD_AT_MM, 0.0))
    small = tuple(Part(path=part.path.transformed(child), colour=part.colour) for part in _child())
    return (*small, *_parent())


def _parent() -> tuple[Part, ...]:
    jacket, trousers = "#66725F", "#454B57"
    return (
        _part(
            trousers,
            "-144,860! -150,640 -136,420 -118,52! -38,52! -30,420 -4,800!",
        ),
        _part(
            darker(trousers, 0.12),
            "-8,800! 40,430 62,52! 142,52! 152,420 158,640 148,860!",
        ),
        _part(
            _SHOES,
            "-130,0! -30,0! -36,60 -60,90 -100,90 -124,60",
        ),
        _part(
            _SHOES,
            "54,0! 154,0! 148,60 124,90 84,90 60,60",
        ),
        Part(path=ellipse(-236, 800, 34, 46), colour=_SKIN),
        Part(path=ellipse(268, 716, 34, 42), colour=_SKIN),
        _part(
            _SKIN,
            "-60,1400! 60,1400! 56,1520 0,1540 -56,1520",
        ),
        Part(
            path=_curve(
                "-166,806! 0,792 170,806! 164,960 166,1120 190,1260 208,1340 160,1404 62,1446 0,1436 -62,1446 "
                "-160,1404 -206,1340 -188,1260 -162,1120 -160,960"
            ),
            colour=jacket,
        ),
        Part(
            path=_curve(
                "-138,1404 -202,1378 -236,1290 -250,1120 -268,960 -268,822! -208,820! -198,950 -184,1100 -168,1260"
            ),
            colour=darker(jacket, 0.10),
        ),
        Part(
            path=_curve("138,1404 202,1378 234,1290 252,1120 276,960 298,744! 236,734! 212,930 186,1100 168,1260"),
            colour=darker(jacket, 0.18),
        ),
        Part(path=ellipse(0, 1582, 88, 112), colour=_SKIN),
        Part(
            path=_curve("-96,1590 -84,1520 -40,1486 40,1486 84,1520 96,1590 84,1660 36,1698 -36,1698 -84,1660"),
            colour="#26221F",
        ),
    )


def _child() -> tuple[Part, ...]:
    """A child with a satchel, drawn at a grown person's height; its head is larger."""
    coat, satchel = "#A9803F", "#5D7482"
    return (
        _part(
            "#4C5566",
            "-140,700! -136,380 -120,60! -30,60! -14,400 -4,700!",
        ),
        _part(
            "#434B5A",
            "4,700! 22,400 40,60! 130,60! 146,380 150,700!",
        ),
        _part(
            "#7A3F37",
            "-136,0! -20,0! -28,80 -70,110 -124,80",
        ),
        _part(
            "#7A3F37",
            "32,0! 148,0! 138,80 86,110 40,80",
        ),
        Part(path=ellipse(262, 720, 44, 50), colour=_SKIN),
        Part(
            path=_curve(
                "-196,600! 0,580 204,600! 186,800 176,1000 190,1180 140,1260 0,1280 -140,1260 -188,1180 -170,1000 "
                "-180,800"
            ),
            colour=coat,
        ),
        Part(
            path=_curve("-128,1240 -190,1210 -226,1160 -252,1090 -256,1124 -262,1160! -196,1180!"),
            colour=darker(coat, 0.1),
        ),
        _part(
            darker(coat, 0.12),
            "-120,1250 -196,1220 -240,1130 -262,1060! -206,1030! -160,1090",
        ),
        _part(
            darker(coat, 0.14),
            "128,1250 196,1220 238,1060 292,770! 228,750! 180,900 160,1090",
        ),
        Part(path=rounded(Rect(-132, 780, 136, 1170), 60), colour=satchel),
        Part(path=rounded(Rect(-96, 800, 100, 950), 30), colour=darker(satchel, 0.2)),
        Part(
            path=_curve("-150,1500 -138,1330 -60,1250 60,1250 138,1330 150,1500 132,1630 56,1700 -56,1700 -132,1630"),
            colour="#3A2F28",
        ),
    )


_FIGURES = {Pose.STANDING: _standing, Pose.WALKING: _walking, Pose.WITH_CHILD: _with_child}
