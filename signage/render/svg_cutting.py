"""The cutting SVG: closed paths of lines and arcs in millimetres, one group a material, nothing else.

The width and height say millimetres and one user unit is one of them, so that programs for lasers and plotters keep the
size whatever resolution they assume. The y axis points down, as SVG's does; nothing is mirrored.
"""

from __future__ import annotations

from html import escape

from signage.geometry.arc_areas import Area
from signage.geometry.arcs import ArcRing
from signage.render.backend import Rendering
from signage.render.dxf_cutting import layer_names, losses_of
from signage.scene.cutting import Cutting

_COLOURS = ("#FF0000", "#0000FF", "#00AA00", "#FF00FF", "#FF7F00", "#00AAAA", "#AAAA00")
_HAIRLINE_MM = 0.1
_MARGIN_MM = 1.0


def draw_cutting(cutting: Cutting) -> Rendering:
    """Return the outlines as SVG at 1:1; each part is one path whose holes come first."""
    width, height = cutting.bounds.width + 2 * _MARGIN_MM, cutting.bounds.height + 2 * _MARGIN_MM
    remark = (
        f"model {cutting.model_digest}; unit mm; tolerance {cutting.tolerance_mm:g} mm; kerf {cutting.kerf_mm:g} mm"
    )
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_number(width)}mm" height="{_number(height)}mm" '
        f'viewBox="0 0 {_number(width)} {_number(height)}">',
        f"<metadata>{escape(remark)}</metadata>",
    ]
    top = cutting.bounds.y1 + _MARGIN_MM
    left = _MARGIN_MM - cutting.bounds.x0
    for index, (name, layer) in enumerate(zip(layer_names(cutting), cutting.layers, strict=True)):
        colour = _COLOURS[index % len(_COLOURS)]
        lines.append(f'<g id="{escape(name)}" fill="none" stroke="{colour}" stroke-width="{_HAIRLINE_MM:g}">')
        lines.extend(f'<path d="{_data(part.area, left, top)}"/>' for part in layer.parts)
        lines.append("</g>")
    content = "\n".join([*lines, "</svg>", ""]).encode("utf-8")
    return Rendering(content=content, media_type="image/svg+xml", suffix=".svg", losses=losses_of(cutting))


def _data(area: Area, left: float, top: float) -> str:
    return "".join(_contour(ring, left, top) for ring in area.rings)


def _contour(ring: ArcRing, left: float, top: float) -> str:
    start = ring.vertices[0]
    words = [f"M{_number(start.x + left)} {_number(top - start.y)}"]
    for segment in ring.segments():
        end = f"{_number(segment.end.x + left)} {_number(top - segment.end.y)}"
        if segment.bulge:
            radius = _number(segment.radius)
            # Counter-clockwise on the wall is counter-clockwise on the screen, which SVG calls a negative sweep.
            words.append(f"A{radius} {radius} 0 {int(abs(segment.bulge) > 1)} {int(segment.bulge < 0)} {end}")
        else:
            words.append(f"L{end}")
    return "".join(words) + "Z"


def _number(value: float) -> str:
    return f"{value:.5f}".rstrip("0").rstrip(".") if abs(value) >= 5e-6 else "0"
