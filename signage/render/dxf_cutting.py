"""The cutting DXF: closed polylines of lines and arcs and whole circles, one layer a material, nothing else.

R2018 and R2000 hold light polylines, R12 old-style ones for machines that know nothing newer; bulges in all of them.
Round holes are circles, which programs tell from outlines and drill or pierce as such.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from signage.geometry.arcs import ArcRing, ArcVertex
from signage.render.backend import Rendering
from signage.render.dxf_file import MEDIA_TYPE, DxfVersion, layer_name, new_drawing, set_extents, written
from signage.scene.cutting import Cutting

_COLOURS = (1, 5, 3, 6, 30, 4, 2)  # red first: what most laser programs take for a cut
_LONGEST_NAME = 31  # of a layer in R12
_DIGITS = 6


def draw_cutting(cutting: Cutting, version: DxfVersion = DxfVersion.R2018) -> Rendering:
    """Return the outlines as DXF at 1:1 in millimetres: holes before the outline around them.

    Raises:
        RenderError: The written drawing does not pass its own audit.
    """
    doc = new_drawing(version)
    space = doc.modelspace()
    names = layer_names(cutting, version)
    for index, layer in enumerate(cutting.layers):
        doc.layers.add(names[index], color=_COLOURS[index % len(_COLOURS)])
        for part in layer.parts:
            for ring in part.area.rings:
                _add(space, ring, names[index], version)
    set_extents(doc, cutting.bounds)
    remarks = (
        ("Model", cutting.model_digest),
        ("Unit", "mm"),
        ("ToleranceMm", f"{cutting.tolerance_mm:g}"),
        ("KerfMm", f"{cutting.kerf_mm:g}"),
    )
    return Rendering(content=written(doc, remarks), media_type=MEDIA_TYPE, suffix=".dxf", losses=losses_of(cutting))


def layer_names(cutting: Cutting, version: DxfVersion = DxfVersion.R2018) -> list[str]:
    """Return each layer's name, short enough for every version and different from all others.

    A long name loses the end of its material, never its thickness or number; R12 knows no point: `1.5MM` is `1P5MM`.
    """
    names: list[str] = []
    for layer in cutting.layers:
        whole = layer_name(layer.name)
        whole = whole.replace(".", "P") if version is DxfVersion.R12 else whole
        name, count = _shortened(whole, ""), 1
        while name in names:
            count += 1
            name = _shortened(whole, f"-{count}")
        names.append(name)
    return names


def _shortened(name: str, end: str) -> str:
    material, mark, rest = name.partition("_")
    room = _LONGEST_NAME - len(mark + rest + end)
    return f"{material[:room]}{mark}{rest}{end}" if room > 0 else name[: _LONGEST_NAME - len(end)] + end


def losses_of(cutting: Cutting) -> tuple[str, ...]:
    """Return what a cutting file leaves out, in a few words."""
    found = []
    if cutting.left_out:
        found.append("parts that are not cut from sheets")
    if cutting.closed:
        found.append("holes narrower than the cut")
    return tuple(found)


def _ending_straight(vertices: Sequence[ArcVertex]) -> Sequence[ArcVertex]:
    """Return a ring's vertices in their order, begun so that a straight line closes it where it has one.

    Programs work an arc's end out from its centre: where an arc closes a ring, that end misses the first vertex by a
    rounding, and the ring then touches itself there.
    """
    last = next((place for place in reversed(range(len(vertices))) if vertices[place].bulge == 0.0), None)
    return vertices if last is None else (*vertices[last + 1 :], *vertices[: last + 1])


def _add(space: Any, ring: ArcRing, layer: str, version: DxfVersion) -> None:
    circle = ring.as_circle
    if circle is not None:
        centre, radius = circle
        middle = (round(centre.x, _DIGITS), round(centre.y, _DIGITS))
        space.add_circle(middle, round(radius, _DIGITS), dxfattribs={"layer": layer})
        return
    points = [(round(v.x, _DIGITS), round(v.y, _DIGITS), v.bulge) for v in _ending_straight(ring.vertices)]
    attributes = {"layer": layer}
    if version is DxfVersion.R12:
        space.add_polyline2d(points, format="xyb", close=True, dxfattribs=attributes)
    else:
        space.add_lwpolyline(points, format="xyb", close=True, dxfattribs=attributes)
