"""The pictures on a sheet, by day and by night."""

from __future__ import annotations

from dataclasses import replace

from signage.errors import RenderError
from signage.geometry import Point, Rect
from signage.locale import text
from signage.scene.nodes import Group, Node, Picture, Scene
from signage.scene.sheet_paper import frame, heading
from signage.typography import FontCatalogue

CAPTIONS = frozenset({"caption", "scenery-caption", "unsurveyed-caption"})
_FURTHEST = 8.0  # between two pictures over each other, paper mm
_PNG = b"\x89PNG\r\n\x1a\n"


def pictures(
    fonts: FontCatalogue, area: Rect, *, day: bytes, night: bytes, is_stacked: bool = False
) -> tuple[Node, ...]:
    """Return the day and night pictures side by side, or one over the other, each under its title.

    Raises:
        RenderError: One of them is no PNG.
    """
    nodes: list[Node] = []
    wide, tall, foot = area.width, area.height, area.y1
    if is_stacked:
        tall = (tall - 1.0) / 2
    else:
        wide = (wide - 4.0) / 2
    for index, (key, content) in enumerate((("day_picture", day), ("night_picture", night))):
        x0 = area.x0 if is_stacked else area.x0 + index * (wide + 4.0)
        y1 = area.y1 - index * (tall + 1.0) if is_stacked else area.y1
        if is_stacked and index:  # of a high place each would stand alone at the head of its half
            y1 = max(y1, foot - _FURTHEST)
        cell = Rect(x0, y1 - tall, x0 + wide, y1 - 6.5)
        width, height = _png_size(content, key)
        k = min(cell.width / width, cell.height / height)
        shown = Rect.sized(cell.centre.x - width * k / 2, cell.y1 - height * k, width * k, height * k)
        foot = shown.y0
        nodes += heading(fonts, key, Point(shown.x0 + 0.5, y1 - 4.5), 3.0)
        nodes.append(Picture(rect=shown, content=content, media_type="image/png", title=text(f"sheet.{key}")))
        nodes.append(frame(shown, 0.18))
    return tuple(nodes)


def uncaptioned(scene: Scene) -> Scene:
    """Return a picture without the words at its foot: on a sheet they are too small to read, and its notes say them."""
    return replace(scene, nodes=tuple(n for n in scene.nodes if not (isinstance(n, Group) and n.id in CAPTIONS)))


def pictures_size(area: Rect, content: bytes, *, is_stacked: bool) -> float:
    """Return the height at which each of two such pictures is shown in an area, paper mm.

    Raises:
        RenderError: It is no PNG.
    """
    width, height = _png_size(content, "day_picture")
    wide, tall = (area.width, (area.height - 1.0) / 2) if is_stacked else ((area.width - 4.0) / 2, area.height)
    return max(0.0, min(wide / width, (tall - 6.5) / height)) * height


def _png_size(content: bytes, key: str) -> tuple[int, int]:
    if len(content) < 24 or not content.startswith(_PNG):
        raise RenderError("sheet.not_a_png", picture=text(f"sheet.{key}"))
    width, height = int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
    if width == 0 or height == 0:
        raise RenderError("sheet.not_a_png", picture=text(f"sheet.{key}"))
    return width, height
