"""The sizes of materials, for every backend: the raster paints them, the vector formats draw them as shapes.

A test holds the two together: joints at the same places, the same stones lighter and darker.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Coursed:
    """Blocks in half bond, scene mm; bed joints lie on multiples of the height, course 0 on the ground.

    Attributes:
        width_mm: Of a block with its joint; upright joints of even courses lie on its multiples.
        height_mm: Of a course.
        joint_mm: Width of a joint, centred on the block's border.
        vary: How much lighter or darker a block may be, in linear light.
        depth: How much darker a joint is (lighter when negative).
        has_arris: Whether the edge below a joint catches the light.
    """

    width_mm: float
    height_mm: float
    joint_mm: float
    vary: float
    depth: float
    has_arris: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Slatted:
    """Boards laid along x with open joints, scene mm.

    Attributes:
        height_mm: Of a board with its joint, which is centred on its lower border.
        joint_mm: Width of a joint.
        vary: How much lighter or darker a board may be.
        depth: How much darker a joint is.
        arris_mm: Width of the lit edge.
        arris_at_mm: Its middle above the joint's.
        arris: How much lighter it is.
    """

    height_mm: float
    joint_mm: float
    vary: float
    depth: float
    arris_mm: float
    arris_at_mm: float
    arris: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Glazed:
    """Panes between mullions, scene mm; both on multiples of the size."""

    width_mm: float
    height_mm: float
    frame_mm: float


COURSED = {
    "stone": Coursed(width_mm=1000.0, height_mm=500.0, joint_mm=7.0, vary=0.075, depth=0.62, has_arris=True),
    "brick": Coursed(width_mm=250.0, height_mm=70.0, joint_mm=10.0, vary=0.26, depth=-0.38, has_arris=False),
    "paving": Coursed(width_mm=600.0, height_mm=150.0, joint_mm=8.0, vary=0.12, depth=0.35, has_arris=True),
}
ARRIS = 0.10  # how much lighter the edge below a dark joint is
ARRIS_WIDTH, ARRIS_BELOW = 0.90, 0.95  # its width and the place of its middle, in widths of the joint

WOOD = Slatted(height_mm=75.0, joint_mm=9.0, vary=0.20, depth=0.80, arris_mm=5.0, arris_at_mm=68.0, arris=0.22)
CURTAIN = Glazed(width_mm=1200.0, height_mm=1600.0, frame_mm=60.0)
