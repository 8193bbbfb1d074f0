"""Read an elevation drawn in SVG: shapes and texts by layer, transforms applied, y turned up.

Layers are names: of the groups that a shape is in (`inkscape:label`, `id`, `data-name`, `class`), or its own. The
innermost name that has a role in the mapping counts. `data-…` attributes of a shape, a `use` or a group are the fields
of a part, as block attributes are in a DXF. The unit is the mapping's, or follows from `width` and `height` in mm, cm
or in with the `viewBox`; without either it stays open, and the detective asks.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace

from signage.artwork.svg_path import ellipse_path, path_of, rect_path
from signage.artwork.svg_values import length, numbers, transform_of
from signage.errors import Location, PlanError, SpecError
from signage.frontage.readers.drawing import Drawing, Label, Stroke
from signage.frontage.readers.dxf_flatten import (
    FARTHEST,
    MAX_ENTITIES,
    MAX_POINTS,
    MAX_VERTICES,
    TOLERANCE_SHARE,
    Flat,
)
from signage.frontage.readers.mapping import MM_PER, Mapping
from signage.frontage.readers.report import Note
from signage.frontage.readers.svg_tree import WORDS, Node, parse_elevation, refused
from signage.geometry import Affine, Path, Point

MAX_LEVELS = 120  # elements inside elements once each `use` is opened
_ABSOLUTE = re.compile(r"\s*(\d+(?:\.\d*)?|\.\d+)\s*(mm|cm|in)\s*")
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_DRAWN = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
_GROUPS = {"g", "a", "svg", "symbol"}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the walk is: the map to the drawing, the names around it, the group, the type size, the `use`s opened."""

    onto: Affine
    names: tuple[str, ...] = ()  # innermost first
    layer: str = ""
    groups: tuple[int, ...] = ()
    size: float = 16.0
    anchor: str = "start"
    used: tuple[str, ...] = ()
    level: int = 0


def read_svg(content: bytes, mapping: Mapping, *, file: str = "") -> Drawing:
    """Return what an SVG file draws.

    Args:
        content: The file's bytes, UTF-8.
        mapping: Its roles say which of the names around a shape is its layer; its unit wins over the file's size.
        file: Its name, for messages.

    Raises:
        PlanError: It is no SVG that is read here, holds nothing, or is more than the caps allow; the line is named.
    """
    tree = parse_elevation(content, file)
    try:
        reading = _Reading(tree.root, mapping, file)
        reading.walk()
    except SpecError as error:
        raise refused(error) from error
    except PlanError as error:
        raise error.located(Location(file=file or None)) from error
    flat = reading.flat
    for kind, count in tree.unread.items():
        flat.skipped["reading.not_a_line", "—", kind] += count
    if not flat.strokes and not flat.labels:
        found = sum(n for _, _, n in flat.kinds) + sum(tree.unread.values())
        raise PlanError("reading.svg_empty", at=Location(file=file or None), found=found)
    flat.hidden = tuple(sorted(reading.hidden))
    return Drawing(
        reader="svg",
        unit=reading.unit,
        strokes=tuple(flat.strokes),
        labels=tuple(flat.labels),
        kinds=flat.kinds,
        header_box=reading.box,
        ignored=(*flat.notes, *reading.notes),
        doubts=flat.doubts,
    )


class _Reading:
    """One walk over the tree."""

    def __init__(self, root: Node, mapping: Mapping, file: str) -> None:
        self._root, self._mapping, self._file = root, mapping, file or None
        self._ids: dict[str, Node] = {}
        self._steps = 0
        self.flat = Flat()
        self.hidden: set[str] = set()
        self.notes: list[Note] = []
        self._index(root)
        self.unit, self._scale, self.box = self._size()

    def walk(self) -> None:
        """Collect strokes and labels."""
        start = _Place(onto=Affine.scale(self._scale, -self._scale))
        for child in self._root.children:
            self._node(child, start)

    def _at(self, node: Node) -> Location:
        return Location(file=self._file, line=node.line)

    def _index(self, node: Node) -> None:
        todo = [node]
        while todo:
            one = todo.pop()
            if "id" in one.attributes:
                self._ids.setdefault(one.attributes["id"], one)
            todo += reversed(one.children)

    def _size(self) -> tuple[str | None, float, tuple[float, float, float, float] | None]:
        """Return the unit that the file declares, the scale to apply, and the box of its viewBox."""
        own, at = self._root.attributes, self._at(self._root)
        view = numbers(own["viewBox"], at, 4) if own.get("viewBox") else []
        if len(view) != 4 or view[2] <= 0 or view[3] <= 0:
            return None, 1.0, None
        sides = [_ABSOLUTE.fullmatch(own.get(key, "")[:64]) for key in ("width", "height")]
        mm = [float(m[1]) * MM_PER[m[2]] / side for m, side in zip(sides, view[2:], strict=True) if m]
        unit, scale = None, 1.0
        if len(mm) == 2 and min(mm) > 0 and max(mm) <= 1.005 * min(mm):
            unit = next((u for u, k in MM_PER.items() if abs(mm[0] - k) <= 1e-3 * k), None)
            if unit is None and self._mapping.unit is None:
                unit, scale = "mm", mm[0]  # the user unit is none of the usual ones: in mm from here on
        x, y, wide, high = (scale * v for v in view)
        return unit, scale, (x, -y - high, x + wide, -y)

    def _node(self, node: Node, place: _Place) -> None:
        self._steps += 1
        if self._steps > MAX_ENTITIES:
            raise PlanError("reading.too_many_entities", at=self._at(node), most=MAX_ENTITIES)
        if place.level > MAX_LEVELS:
            raise PlanError("reading.svg_too_deep", at=self._at(node), most=MAX_LEVELS)
        if node.name not in _DRAWN | _GROUPS | {"use", "text"}:
            return
        here = self._entered(node, place)
        if node.name == "use":
            self._use(node, here)
        elif node.name in _GROUPS:
            for child in node.children:
                self._node(child, here)
        elif node.name == "text":
            self._text(node, here)
        else:
            self._shape(node, here)

    def _entered(self, node: Node, place: _Place) -> _Place:
        own, onto = node.attributes, place.onto
        if own.get("transform"):
            onto = transform_of(own["transform"], self._at(node)).then(onto)
        names = (*_names(node), *place.names)
        groups = place.groups
        fields = _fields(node)
        if node.name == "use" or (fields and node.name != "text"):
            self.flat.groups += 1
            groups = (*groups, self.flat.groups)
        size, anchor = _type(node, place, self._at(node))
        here = replace(place, onto=onto, names=names, groups=groups, size=size, anchor=anchor, level=place.level + 1)
        here = replace(here, layer=self._layer(node, here, place.layer))
        if own.get("display") == "none" or own.get("visibility") == "hidden" or _HIDDEN.search(own.get("style", "")):
            self.hidden.add(here.layer)
        if fields:
            self._label(here, "", fields, self._anchor_of(node, here), 0.0, _source(node))
        return here

    def _layer(self, node: Node, here: _Place, outer: str) -> str:
        """Return the innermost name with a role; else the innermost Inkscape layer's, else the outermost group's."""
        named = next((name for name in here.names if self._mapping.roles_of(name)), None)
        if named is not None:
            return named
        own = _names(node)
        if own and (node.attributes.get("groupmode") == "layer" or not outer):
            return own[0]
        return outer or "0"

    def _use(self, node: Node, here: _Place) -> None:
        target = node.attributes.get("href", "")[1:]
        found = self._ids.get(target)
        if found is None or found.name not in _DRAWN | _GROUPS | {"use", "text"} or "viewBox" in found.attributes:
            raise PlanError("reading.svg_reference", at=self._at(node), reference=f"#{target}"[:60])
        if target in here.used:
            self.flat.skip("recursive_block", here.layer, target)
            return
        shift = Affine.shift(*(self._length(node, key) for key in ("x", "y")))
        self.flat.counts[here.layer, "use"] += 1
        # the names inside the thing used are nearer to its shapes than those around its place
        self._node(found, replace(here, onto=shift.then(here.onto), used=(*here.used, target)))

    def _shape(self, node: Node, here: _Place) -> None:
        flat, layer, kind = self.flat, here.layer, node.name
        flat.counts[layer, kind] += 1
        path = self._outline(node).transformed(here.onto)
        box = path.control_bounds()
        if box is None or max(box.width, box.height) <= 0:
            flat.skip("no_length", layer, kind)
            return
        if not all(abs(v) < FARTHEST for v in path.coords):  # NaN fails as well
            flat.skip("not_finite", layer, kind)
            return
        contours = path.flattened(max(box.width, box.height) * TOLERANCE_SHARE)
        closed = _closed(path.verbs)
        for points, is_closed in zip(contours, closed, strict=True):
            self._stroke(node, here, points, is_closed)

    def _stroke(self, node: Node, here: _Place, points: list[Point], is_closed: bool) -> None:
        flat = self.flat
        line = [p for i, p in enumerate(points) if i == 0 or p != points[i - 1]]
        reach = 1e-9 * max(1.0, abs(line[0].x), abs(line[0].y))
        if len(line) > 2 and math.dist(line[0], line[-1]) <= reach:
            line, is_closed = line[:-1], True
        if len(line) < 2:
            return
        if len(line) > MAX_VERTICES:
            raise PlanError(
                "reading.too_many_vertices",
                at=self._at(node), layer=here.layer, what=_source(node), count=len(line), most=MAX_VERTICES,
            )  # fmt: skip
        flat.points += len(line)
        if flat.points > MAX_POINTS:
            raise PlanError("reading.too_many_points", at=self._at(node), most=MAX_POINTS)
        stroke = Stroke(
            layer=here.layer,
            points=tuple(line),
            is_closed=is_closed and len(line) > 2,
            source=_source(node),
            groups=here.groups,
        )
        flat.strokes.append(stroke)

    def _outline(self, node: Node) -> Path:
        own, at, name = node.attributes, self._at(node), node.name
        if name == "path":
            return path_of(own.get("d", ""), at)
        if name in ("polyline", "polygon"):
            flat = numbers(own.get("points", ""), at, 2 * MAX_VERTICES + 2)
            if len(flat) % 2:
                raise PlanError("reading.svg_bad_path", at=at, place=len(flat))
            points = list(zip(flat[0::2], flat[1::2], strict=True))
            if len(points) < 2:
                return Path("", ())
            return Path.polygon(points) if name == "polygon" else Path.line(points)
        if name == "line":
            x1, y1, x2, y2 = (self._length(node, key) for key in ("x1", "y1", "x2", "y2"))
            return Path.line([(x1, y1), (x2, y2)])
        if name == "rect":
            x, y, wide, high = (self._length(node, key) for key in ("x", "y", "width", "height"))
            rx, ry = (
                self._length(node, "rx" if "rx" in own else "ry"),
                self._length(node, "ry" if "ry" in own else "rx"),
            )
            return rect_path(x, y, wide, high, rx, ry) if wide > 0 and high > 0 else Path("", ())
        cx, cy = self._length(node, "cx"), self._length(node, "cy")
        rx, ry = (self._length(node, "r" if name == "circle" else key) for key in ("rx", "ry"))
        return ellipse_path(cx, cy, rx, ry) if rx > 0 and ry > 0 else Path("", ())

    def _length(self, node: Node, key: str) -> float:
        text = node.attributes.get(key, "0")
        if text.rstrip().endswith("%"):
            raise PlanError("reading.svg_bad_value", at=self._at(node), value=f"{key}={text}"[:60])
        return 0.0 if text == "auto" else length(text, self._at(node), 0.0)

    def _text(self, node: Node, here: _Place) -> None:
        words, x, y = _said(node)
        self.flat.counts[here.layer, "text"] += 1
        at, wide = self._at(node), sum(1.0 if ord(c) > 0x2E80 else 0.6 for c in words) * here.size
        start = Point(*(length(v.replace(",", " ").split()[0], at, 0.0) if v.strip(" ,") else 0.0 for v in (x, y)))
        lean = {"middle": 0.0, "end": -0.5}.get(here.anchor, 0.5)
        middle = here.onto.apply(Point(start.x + lean * wide, start.y - 0.35 * here.size))
        scale = math.sqrt(abs(here.onto.a * here.onto.d - here.onto.b * here.onto.c))
        if not words:
            self.flat.skip("no_text", here.layer, "text")
            return
        self._label(here, words, (), middle, here.size * scale, _source(node))

    def _label(
        self, here: _Place, words: str, fields: tuple[tuple[str, str], ...], at: Point, height: float, source: str
    ) -> None:
        if not all(abs(v) < FARTHEST for v in (*at, height)):
            self.flat.skip("no_text", here.layer, "text")
            return
        label = Label(
            layer=here.layer, text=words, at=at, height=height, source=source, fields=fields, groups=here.groups
        )
        self.flat.labels.append(label)

    def _anchor_of(self, node: Node, here: _Place) -> Point:
        """Return a point of a part that has fields: it belongs to its group, so that any will do."""
        box = self._outline(node).control_bounds() if node.name in _DRAWN else None
        return here.onto.apply(box.centre if box is not None else Point(0.0, 0.0))


def _names(node: Node) -> tuple[str, ...]:
    """Return the names that an element gives itself, the more telling first."""
    own = node.attributes
    given = [own.get("label", "")]
    if node.name in _GROUPS:
        given.append(own.get("data-name", ""))
    given += [own.get("id", ""), *own.get("class", "").split()]
    return tuple(dict.fromkeys(name[:200] for name in given if name))


def _fields(node: Node) -> tuple[tuple[str, str], ...]:
    """Return the `data-…` attributes as tags and values; `data-name` of a group is its name."""
    return tuple(
        (key[5:], value[:500])
        for key, value in node.attributes.items()
        if key.startswith("data-") and len(key) > 5 and value and not (key == "data-name" and node.name in _GROUPS)
    )


def _type(node: Node, place: _Place, at: Location) -> tuple[float, str]:
    """Return the type size in user units and the anchor, inherited where not said."""
    own = dict(node.attributes)
    for part in own.get("style", "").split(";"):
        key, _, value = part.partition(":")
        own[key.strip()] = value.strip()
    size = own.get("font-size", "")
    try:
        told = length(size, at, 0.0) if size else place.size
    except SpecError:  # `medium`, `1.2em`: where the text stands is known well enough without
        told = place.size
    return (told if told > 0 else place.size), own.get("text-anchor", place.anchor)


def _said(node: Node) -> tuple[str, str, str]:
    """Return a text with its spans joined, and where it begins."""
    x, y = node.attributes.get("x", ""), node.attributes.get("y", "")
    parts = []
    for span in node.children:
        if span.name == WORDS:
            parts.append(span.words)
            continue
        words, span_x, span_y = _said(span)
        parts.append(words)
        x, y = x or span_x, y or span_y
    return " ".join("".join(parts).split())[:500], x, y


def _closed(verbs: str) -> list[bool]:
    closed: list[bool] = []
    for verb in verbs:
        if verb == "M":
            closed.append(False)
        elif verb == "Z" and closed:
            closed[-1] = True
    return closed


def _source(node: Node) -> str:
    name = node.attributes.get("id") or node.attributes.get("label")
    return f"{node.name} #{name[:60]}" if name else f"{node.name}:{node.line}"
