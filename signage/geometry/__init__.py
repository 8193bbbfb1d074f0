"""Plane geometry: points, rectangles, affine maps, outlines (`Path`) and areas (`Region`).

Values are frozen and carry no unit of their own; by convention they are millimetres in the space that the caller
names. It is the only package that imports shapely.
"""

from signage.geometry.basic import Affine, Point, Rect, polyline_y_at, polyline_y_max
from signage.geometry.path import Path, PathBuilder
from signage.geometry.region import Region
from signage.geometry.shapes import ellipse, rounded

__all__ = [
    "Affine",
    "Path",
    "PathBuilder",
    "Point",
    "Rect",
    "Region",
    "ellipse",
    "polyline_y_at",
    "polyline_y_max",
    "rounded",
]
