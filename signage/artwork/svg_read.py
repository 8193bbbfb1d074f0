"""A drawn logo: the checked tree walked and painted into areas, cropped to the ink.

What is painted outside the viewBox is cut off, as a viewer would. A white or nearly white rectangle that fills the
whole viewBox under everything is the paper, no part of the logo: later areas in its colour are cut out of what lies
below them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt

from signage.artwork.contours import SPAN, Ink, Workshop, area_of_ink, box_of_ink, path_of_ink
from signage.artwork.finish import finished
from signage.artwork.model import Artwork
from signage.artwork.svg_paint import Paint, painted
from signage.artwork.svg_path import ellipse_path, path_of, rect_path
from signage.artwork.svg_tree import Node, parse_tree
from signage.artwork.svg_values import (
    Canvas,
    class_rules,
    declarations,
    length,
    numbers,
    opacity_of,
    target_of,
    transform_of,
)
from signage.errors import Location, SpecError
from signage.geometry import Affine, Path, Rect

_PAINTED = {"g", "use", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
_MOST_DEPTH = 150  # elements inside elements, a `use` counting for as many as it weighs
_USE_WEIGHS = 16
_MOST_DRAWN = 600
_MOST_SEGMENTS = 100_000
_PAPER_LEVEL = 0xF5


@dataclass(frozen=True, slots=True)
class _Area:
    """One painted area, working space."""

    ink: Ink
    colour: str
    opacity: float


def read_svg(content: bytes, file: str = "") -> Artwork:
    """Return the artwork of an SVG file.

    Raises:
        SpecError: It holds something that is not drawn here, is too large or a tangle, or shows nothing; the error
            names the line and what to do.
    """
    root = parse_tree(content, file)
    return _Reader(root, file).read()[0]


def read_placed_svg(content: bytes, file: str = "") -> tuple[Artwork, Rect]:
    """Return the artwork of an SVG file, and where its box lies in the viewBox: shares of its sides, y down.

    Raises:
        SpecError: As `read_svg`.
    """
    return _Reader(parse_tree(content, file), file).read()


class _Reader:
    """One reading: the ids, the classes and the work still allowed."""

    def __init__(self, root: Node, file: str) -> None:
        self._root = root
        self._file = file or None
        self._shop = Workshop(Location(file=self._file))
        self._ids: dict[str, Node] = {}
        self._classes: dict[str, dict[str, str]] = {}
        self._drawn = self._visited = 0
        self._segments = 0
        self._index(root)
        self._canvas = self._canvas_of(root)
        self._scale = SPAN / max(self._canvas.width, self._canvas.height)

    def read(self) -> tuple[Artwork, Rect]:
        view = self._canvas
        onto = Affine(self._scale, 0, 0, -self._scale, -view.x * self._scale, (view.y + view.height) * self._scale)
        areas = self._children(self._root, onto, self._painted(self._root, Paint()), 0)
        own = self._properties(self._root)
        areas = self._grouped(areas, opacity_of(own.get("opacity", "1"), self._at(self._root)))
        frame = self._shop.filled(Path.polygon(_corners(view.width * self._scale, view.height * self._scale)))
        areas = [
            area if _lies_in(area, frame) else replace(area, ink=self._shop.common(area.ink, frame)) for area in areas
        ]
        areas = self._without_paper([area for area in areas if box_of_ink(area.ink)], area_of_ink(frame))
        whole = areas[0].ink if len(areas) == 1 else self._shop.united(area.ink for area in areas)
        box = box_of_ink(whole)
        at = Location(file=self._file)
        if box is None:
            raise SpecError("artwork.nothing_visible", at=at)
        shapes = [(path_of_ink(area.ink), area.colour, area.opacity) for area in areas]
        wide, high = view.width * self._scale, view.height * self._scale
        place = Rect(box.x0 / wide, 1 - box.y1 / high, box.x1 / wide, 1 - box.y0 / high)
        return finished(box, shapes, path_of_ink(whole), at), place

    def _at(self, node: Node) -> Location:
        return Location(file=self._file, line=node.line)

    def _index(self, node: Node) -> None:
        if "id" in node.attributes:
            self._ids.setdefault(node.attributes["id"], node)
        if node.name == "style":
            for name, rule in class_rules(node.words, self._at(node)).items():
                self._classes.setdefault(name, {}).update(rule)
        for child in node.children:
            self._index(child)

    def _canvas_of(self, root: Node) -> Canvas:
        at, own = self._at(root), root.attributes
        if "viewBox" in own:
            box = numbers(own["viewBox"], at, 4)
            if len(box) != 4:
                raise SpecError("artwork.bad_number", at=at, value=own["viewBox"][:40])
            view = Canvas(*box)
        elif "width" in own and "height" in own and "%" not in own["width"] + own["height"]:
            view = Canvas(0.0, 0.0, length(own["width"], at, 0.0), length(own["height"], at, 0.0))
        else:
            raise SpecError("artwork.no_size", at=at)
        sides = sorted((view.width, view.height))
        if sides[0] <= 0 or sides[1] < 1e-3 or sides[1] > 1e6 or sides[1] / sides[0] > 1000:
            raise SpecError("artwork.bad_size", at=at, width=view.width, height=view.height)
        return view

    def _properties(self, node: Node) -> dict[str, str]:
        """Return a node's own properties: attributes, then its classes' rules, then its style."""
        found = {key: value for key, value in node.attributes.items() if key != "style"}
        for name in node.attributes.get("class", "").split():
            found.update(self._classes.get(name, {}))
        if "style" in node.attributes:
            found.update(declarations(node.attributes["style"], self._at(node)))
        return found

    def _painted(self, node: Node, paint: Paint) -> Paint:
        return painted(paint, self._properties(node), self._at(node), self._canvas)

    def _children(self, node: Node, onto: Affine, paint: Paint, depth: int) -> list[_Area]:
        return [area for child in node.children for area in self._node(child, onto, paint, depth + 1)]

    def _node(self, node: Node, onto: Affine, paint: Paint, depth: int) -> list[_Area]:
        at, own = self._at(node), self._properties(node)
        self._visited += 1
        if depth > _MOST_DEPTH:
            raise SpecError("artwork.too_deep", at=at, most=_MOST_DEPTH)
        if self._visited > 10 * _MOST_DRAWN:
            raise SpecError("artwork.too_many", at=at, most=10 * _MOST_DRAWN)
        if node.name not in _PAINTED or own.get("display") == "none":
            return []
        onto = transform_of(own["transform"], at).then(onto) if "transform" in own else onto
        paint = self._painted(node, paint)
        opacity = opacity_of(own.get("opacity", "1"), at)
        if opacity == 0:
            return []
        if node.name == "g":
            areas = self._grouped(self._children(node, onto, paint, depth), opacity)
        elif node.name == "use":
            areas = self._grouped(self._used(node, onto, paint, depth), opacity)
        else:
            areas = self._grouped(self._shape(node, onto, paint), opacity)
        if areas and own.get("clip-path", "none") != "none":
            clip = self._clip(own["clip-path"], node, onto)
            areas = [replace(area, ink=self._shop.common(area.ink, clip)) for area in areas]
        return areas

    def _used(self, node: Node, onto: Affine, paint: Paint, depth: int) -> list[_Area]:
        at = self._at(node)
        target = self._ids.get(node.attributes.get("href", "")[1:])
        if target is None or target.name not in _PAINTED:
            raise SpecError("artwork.reference", at=at, reference=node.attributes.get("href", "—")[:48])
        x, y = self._length(node, "x", self._canvas.width), self._length(node, "y", self._canvas.height)
        return self._node(target, Affine.shift(x, y).then(onto), paint, depth + _USE_WEIGHS)

    def _clip(self, value: str, node: Node, onto: Affine) -> Ink:
        at = self._at(node)
        target = self._ids.get(target_of(value, at) or "")
        if target is None or target.name != "clipPath":
            raise SpecError("artwork.reference", at=at, reference=value[:48])
        own = self._properties(target)
        onto = transform_of(own["transform"], at).then(onto) if "transform" in own else onto
        inks = []
        for child in target.children:
            mine = self._properties(child)
            if child.name not in _PAINTED - {"g", "use"} or "clip-path" in mine:
                raise SpecError("artwork.element_refused", at=self._at(child), element=f"clipPath › {child.name}")
            its = transform_of(mine["transform"], at).then(onto) if "transform" in mine else onto
            paint = self._painted(child, self._painted(target, Paint()))
            if paint.is_visible and mine.get("display") != "none":
                path = self._geometry(child).transformed(its)
                inks.append(self._at_work(child).filled(path, is_evenodd=paint.is_clip_evenodd))
        return self._shop.united(inks)

    def _shape(self, node: Node, onto: Affine, paint: Paint) -> list[_Area]:
        at = self._at(node)
        fill, stroke = None if node.name == "line" else paint.filling(at), paint.stroking(at)
        path = self._geometry(node)
        if path.is_empty or not (fill or stroke):
            return []
        shop, areas = self._at_work(node), []
        if fill:
            areas.append(_Area(shop.filled(path.transformed(onto), is_evenodd=paint.is_evenodd), *fill))
        if stroke:
            areas.append(_Area(_pen(shop, path, onto, paint), *stroke))
        if len(areas) == 2 and areas[0].colour == areas[1].colour and areas[0].opacity == areas[1].opacity == 1:
            areas = [replace(areas[0], ink=shop.united(area.ink for area in areas))]
        self._drawn += len(areas)
        if self._drawn > _MOST_DRAWN:
            raise SpecError("artwork.too_many", at=at, most=_MOST_DRAWN)
        return areas

    def _at_work(self, node: Node) -> Workshop:
        self._shop.at = self._at(node)
        return self._shop

    def _geometry(self, node: Node) -> Path:
        """Return a shape in its own units."""
        at, name, view = self._at(node), node.name, self._canvas
        if name == "path":
            path = path_of(node.attributes.get("d", ""), at)
        elif name in ("polyline", "polygon"):
            flat = numbers(node.attributes.get("points", ""), at, 100_000)
            if len(flat) % 2:
                raise SpecError("artwork.bad_path", at=at, place=len(flat))
            points = list(zip(flat[0::2], flat[1::2], strict=True))
            path = Path("", ())
            if len(points) > 1:
                path = Path.polygon(points) if name == "polygon" else Path.line(points)
        elif name == "line":
            x1, x2 = (self._length(node, key, view.width) for key in ("x1", "x2"))
            y1, y2 = (self._length(node, key, view.height) for key in ("y1", "y2"))
            path = Path.line([(x1, y1), (x2, y2)])
        else:
            path = self._round(node)
        self._segments += len(path.verbs)
        if self._segments > _MOST_SEGMENTS:
            raise SpecError("artwork.too_many", at=at, most=_MOST_SEGMENTS)
        return path

    def _round(self, node: Node) -> Path:
        view, own = self._canvas, node.attributes
        if node.name == "rect":
            x, width = (self._length(node, key, view.width) for key in ("x", "width"))
            y, height = (self._length(node, key, view.height) for key in ("y", "height"))
            rx = self._length(node, "rx" if own.get("rx", "auto") != "auto" else "ry", view.width)
            ry = self._length(node, "ry" if own.get("ry", "auto") != "auto" else "rx", view.height)
            return rect_path(x, y, width, height, rx, ry) if width > 0 and height > 0 else Path("", ())
        cx, cy = self._length(node, "cx", view.width), self._length(node, "cy", view.height)
        if node.name == "circle":
            rx = ry = self._length(node, "r", view.diagonal)
        else:
            rx = self._length(node, "rx" if own.get("rx", "auto") != "auto" else "ry", view.width)
            ry = self._length(node, "ry" if own.get("ry", "auto") != "auto" else "rx", view.height)
        return ellipse_path(cx, cy, rx, ry) if rx > 0 and ry > 0 else Path("", ())

    def _length(self, node: Node, key: str, whole: float) -> float:
        text = node.attributes.get(key, "0")
        return 0.0 if text == "auto" else length(text, self._at(node), whole)

    def _grouped(self, areas: list[_Area], opacity: float) -> list[_Area]:
        """Return a group's areas under its opacity: first what hides what inside it, then the group fades as one."""
        if opacity == 1:
            return areas
        cover, faded = None, []
        for area in reversed(areas):
            ink = area.ink if cover is None else self._shop.cut(area.ink, cover)
            faded.append(_Area(ink, area.colour, area.opacity * opacity))
            if area.opacity == 1:
                cover = area.ink if cover is None else self._shop.united((cover, area.ink))
        return faded[::-1]

    def _without_paper(self, areas: list[_Area], canvas_area: float) -> list[_Area]:
        if len(areas) < 2 or not _is_paper(areas[0], canvas_area):
            return areas
        kept: list[_Area] = []
        for area in areas[1:]:
            if area.colour == areas[0].colour and area.opacity == 1:
                kept = [replace(below, ink=self._shop.cut(below.ink, area.ink)) for below in kept]
            else:
                kept.append(area)
        kept = [area for area in kept if box_of_ink(area.ink)]
        return kept or areas


def _pen(shop: Workshop, path: Path, onto: Affine, paint: Paint) -> Ink:
    """Stroke in the shape's own units, scaled up so that Skia's tolerance is that of the working space."""
    scale = sqrt(abs(onto.a * onto.d - onto.b * onto.c))
    if scale == 0:
        return shop.united(())
    drawn = shop.stroked(path.transformed(Affine.scale(scale)), paint.width * scale, paint.cap, paint.join, paint.miter)
    return shop.mapped(drawn, Affine.scale(1 / scale).then(onto))


def _is_paper(area: _Area, canvas_area: float) -> bool:
    levels = [int(area.colour[i : i + 2], 16) for i in (1, 3, 5)]
    fills = abs(area_of_ink(area.ink) - canvas_area) <= 1e-4 * canvas_area
    return fills and area.opacity == 1 and min(levels) >= _PAPER_LEVEL


def _lies_in(area: _Area, frame: Ink) -> bool:
    if not len(area.ink):
        return True
    x0, y0, x1, y1 = area.ink.controlPointBounds
    fx0, fy0, fx1, fy1 = frame.bounds
    return bool(fx0 <= x0 and fy0 <= y0 and x1 <= fx1 and y1 <= fy1)


def _corners(width: float, height: float) -> list[tuple[float, float]]:
    return [(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)]
