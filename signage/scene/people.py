"""People for scale: 1.70 m, standing, without features."""

from __future__ import annotations

from signage.design import Colour
from signage.geometry import Affine, Path, PathBuilder
from signage.locale import text
from signage.scene.nodes import Fill, Group, Solid, Stroke
from signage.scene.shapes import ellipse

HEIGHT_MM = 1700.0


def person(x: float, ground_mm: float, *, name: str, colour: Colour = "#3F464E", is_mirrored: bool = False) -> Group:
    """Return a standing figure.

    Args:
        x: Where the figure stands, scene mm.
        ground_mm: Level under its feet.
        name: Id of the group, unique in the scene.
        colour: Of the whole figure.
        is_mirrored: Turns it round.
    """
    place = Affine.scale(-1.0 if is_mirrored else 1.0, 1.0).then(Affine.shift(x, ground_mm))
    path = Path.joined([part.transformed(place) for part in _figure()])
    shade = ellipse(x + 60, ground_mm - 25, 330, 45)
    children = (
        Fill(path=shade, paint=Solid(colour="#000000", opacity=0.22)),
        Stroke(path=path, colour="#E9EDF1", width_mm=26.0, opacity=0.55),  # a rim that dark glass does not swallow
        Fill(path=path, paint=Solid(colour=colour, opacity=0.92)),
    )
    return Group(id=name, children=children, title=text("scene.person"), layer="context")


def _figure() -> tuple[Path, ...]:
    """Head, neck, coat and legs, every contour counter-clockwise so that their overlaps stay filled."""
    head = ellipse(6, 1590, 82, 110)
    neck = Path.polygon(((-36, 1420), (44, 1420), (40, 1530), (-30, 1530)))
    coat = (
        PathBuilder()
        .add("M", (-142, 760))
        .add("C", (-40, 742), (60, 742), (146, 760))
        .add("C", (152, 900), (140, 1010), (150, 1110))
        .add("C", (172, 1000), (190, 900), (196, 800))
        .add("C", (206, 772), (240, 772), (246, 800))
        .add("C", (244, 980), (234, 1150), (200, 1320))
        .add("C", (186, 1396), (110, 1430), (44, 1452))
        .add("L", (-36, 1452))
        .add("C", (-104, 1430), (-176, 1396), (-190, 1320))
        .add("C", (-226, 1150), (-238, 980), (-240, 800))
        .add("C", (-234, 772), (-200, 772), (-190, 800))
        .add("C", (-184, 900), (-166, 1000), (-146, 1110))
        .add("C", (-136, 1010), (-148, 900), (-142, 760))
        .add("Z")
        .build()
    )
    left = Path.polygon(((-140, 780), (-138, 420), (-112, 60), (-134, 0), (6, 0), (-38, 62), (-22, 420), (8, 780)))
    right = Path.polygon(((0, 780), (34, 420), (62, 62), (56, 0), (196, 0), (138, 60), (140, 420), (146, 780)))
    return head, neck, coat, left, right
