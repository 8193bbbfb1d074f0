"""A logo as frozen values: what of a file the product keeps."""

from __future__ import annotations

from dataclasses import dataclass

from signage.geometry import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtShape:
    """One coloured area of a logo, artwork space.

    Attributes:
        path: Contours that do not overlap, outer ones counter-clockwise (y up).
        colour: `#RRGGBB`.
        opacity: 0 to 1.
    """

    path: Path
    colour: str
    opacity: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Artwork:
    """A logo after reading. Artwork space: y up, origin at the lower left corner, units of its own.

    Attributes:
        width: Width of its box; only the ratio to `height` means anything, the size on the sign is the spec's.
        height: Height of its box.
        shapes: Painted in order; empty for a pixel logo that could not be told apart from its ground.
        outline: What a cutter follows: the union of the shapes, or the traced edge of the pixels.
        picture: A pixel logo re-encoded as PNG, None for a drawn one.
    """

    width: float
    height: float
    shapes: tuple[ArtShape, ...]
    outline: Path
    picture: bytes | None = None
