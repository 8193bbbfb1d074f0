"""SVG: millimetre user units, y down, presentation attributes only, nothing from outside, the same bytes every time.

The document is as large as the drawing on paper, so that at `scale` 1 it opens and prints at its true size in a drawing
program; the metadata state unit and scale. Ids of parts are those of the scene's groups, made unique.

Colours are toned by the raster's curve. Materials have its courses and joints as shapes; what has no shapes (rooms,
glass, clouds in plaster) and the light that lamps throw are small pictures inside the file, made by its own painters.
Text is outlines that carry their words for screen readers.
"""

from __future__ import annotations

import base64
import hashlib
from collections import deque
from dataclasses import replace
from typing import assert_never

from signage.design import Colour
from signage.geometry import Path, Point, Rect
from signage.render.backend import Rendering
from signage.render.svg_light import (
    NO_LIGHT,
    RIM,
    RIM_BANDS,
    Lighting,
    Overlay,
    Toner,
    Triple,
    core_gain,
    layer_of,
    shade,
)
from signage.render.svg_pieces import PIECES, Piece
from signage.render.svg_words import escaped, number, paper_length, path_data, ratio, xml_name
from signage.render.viewport import Viewport
from signage.scene import (
    ANNOTATION_LAYERS,
    SIGN_LAYER,
    Dimension,
    Fill,
    Glow,
    Gradient,
    Group,
    Label,
    Lit,
    Node,
    Picture,
    Scene,
    Shadow,
    Solid,
    Stroke,
    Texture,
)

LIGHT_CELLS = 720  # a viewer enlarges them smoothly
_LEAST_RIM_PX = 1.0  # a face whose dark rim is narrower is one colour


def draw(scene: Scene, viewport: Viewport, *, light_cells: int = LIGHT_CELLS) -> Rendering:
    """Return the scene as one self-contained SVG file (UTF-8).

    Args:
        scene: What to draw.
        viewport: Which part, on what paper; its pixels decide how fine the pictures of rooms and glass are.
        light_cells: How fine thrown light is: cells across the drawing.
    """
    writer = _Writer(scene, viewport, light_cells)
    for index, node in enumerate(scene.nodes):
        writer.node(node, "")
        if index == writer.light.last:
            writer.veil()
    return Rendering(
        content=writer.document().encode("utf-8"),
        media_type="image/svg+xml",
        suffix=".svg",
        losses=tuple(sorted(writer.losses)),
    )


def _middle_of(paint: Solid | Gradient) -> Colour:
    return paint.colour if isinstance(paint, Solid) else paint.stops[len(paint.stops) // 2][1]


_GRAIN_LOST = "materials are drawn without their grain"
_LIGHT_BLENDED = "light mixes by blending, not by addition"
_PANES = ("glass", "interior")
_RECTANGLE = "MLLLZ"
_DARK = 0.12  # of a pane's colour, in linear light, at its very edge
_BELOW_MOST = 16  # opaque surfaces that are looked through for the one below
_ANY_SURFACE = "#808080"
_SCENERY = "context"  # the layer of what stays while a sign changes


class _Writer:
    """Collects the body and the definitions of one document."""

    def __init__(self, scene: Scene, viewport: Viewport, light_cells: int, light: Lighting | None = None) -> None:
        self.scene, self.viewport = scene, viewport
        self.toner = Toner(scene.ambience)
        self.body: list[str] = []
        self.defs: dict[str, str] = {}
        self.losses: set[str] = set()
        self._ids: set[str] = set()
        self._x0, self._y1 = viewport.bounds.x0, viewport.bounds.y1
        # A sheet is read at 0.01 mm; an elevation 10 m wide gains nothing below 0.1 mm.
        self._places = 1 if viewport.bounds.width > 2000 else 2
        self._prefix = xml_name(scene.id) or "scene"
        self._title_id = self._unique(f"{self._prefix}-title")
        self._settings = (self._prefix, viewport.bounds, viewport.width_px, scene.ambience)
        self._is_renamed = False
        self.uses_light = False
        self._unveiled: list[str] = []
        self._below: deque[tuple[Rect, Colour]] = deque(maxlen=_BELOW_MOST)
        self._light_cells, self._light = light_cells, light

    @property
    def light(self) -> Lighting:
        """What lamps throw on the scene; worked out when first asked for."""
        if self._light is None:
            if self.scene.ambience.is_night:
                from signage.render.svg_lightfield import lighting  # brings OpenCV: a drawing by day does without

                self._light = lighting(self.scene, self.viewport, self._light_cells)
            else:
                self._light = Lighting()
        return self._light

    def document(self) -> str:
        """Return the whole file."""
        scene, bounds = self.scene, self.viewport.bounds
        size = f"{number(bounds.width)} {number(bounds.height)}"
        scale = self.viewport.scale
        paper = f'width="{paper_length(bounds.width * scale)}mm" height="{paper_length(bounds.height * scale)}mm"'
        ground = self._surface(scene.background, "")
        made = "".join(content.replace("@ID@", name, 1) for content, name in self.defs.items())
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {paper} viewBox="0 0 {size}" stroke-linejoin="round" role="img" '
            f'aria-labelledby="{self._title_id}">'
            f'<title id="{self._title_id}">{escaped(scene.title)}</title>'
            f"<metadata>model {escaped(scene.model_digest)}; unit mm; scale {ratio(scale)}</metadata>"
            f"<defs>{made}</defs>"
            f'<rect width="100%" height="100%" fill="{ground}"/>' + "".join(self.body) + "</svg>\n"
        )

    def node(self, node: Node, layer: str) -> None:
        """Write one node; `layer` is the one that it inherits."""
        layer = layer_of(node, layer)
        match node:
            case Group():
                self._group(node, layer)
            case Fill():
                self._fill(node, layer)
            case Stroke():
                self._stroke(node, layer)
            case Shadow():
                self._shadow(node)
            case Glow():
                self._glow(node)
            case Label():
                words = f' role="img" aria-label="{escaped(node.text)}"'
                self._path(node.outline, self._surface(node.colour, layer), words)
            case Picture():
                self._picture(node, layer)
            case Dimension():
                for part in node.parts:
                    self.node(part, layer)
            case _:
                assert_never(node)

    def _surface(self, colour: Colour, layer: str, factor: float = 1.0) -> str:
        toned = colour if layer in ANNOTATION_LAYERS else self.toner.surface(colour, factor)
        return escaped(toned.lower())

    def _group(self, node: Group, layer: str) -> None:
        if not node.children:
            return
        name = xml_name(node.id)
        attributes = f' id="{self._unique(name)}"' if name else ""
        if node.subject:
            attributes += f' data-subject="{escaped(node.subject)}"'
        if node.clip is not None:
            x, y, width, height = self._box(node.clip)
            clip = f'<clipPath id="@ID@"><rect x="{x}" y="{y}" width="{width}" height="{height}"/></clipPath>'
            attributes += f' clip-path="url(#{self._define(clip)})"'
        title = f"<title>{escaped(node.title)}</title>" if node.title else ""
        self.body.append(f"<g{attributes}>{title}")
        outer = self.toner
        if node.layer == SIGN_LAYER:
            self.toner = Toner(self.scene.ambience, is_on_sign=True)
        for child in node.children:
            if isinstance(child, Group) and child.layer == _SCENERY:
                self._scenery(child, layer)
            else:
                self.node(child, layer)
        self.toner = outer
        self.body.append("</g>")

    def _scenery(self, node: Group, layer: str) -> None:
        """Write a group of scenery, or take it as it was written for another sign in the same picture."""
        key = (node, layer, *self._settings)
        piece = PIECES.get(key)
        if piece is None:
            writer = _Writer(self.scene, self.viewport, self._light_cells, self.light)
            piece = writer.piece(node, layer)
            if writer.uses_light:  # what lamps elsewhere throw on it differs from scene to scene
                self.node(node, layer)
                return
            PIECES.put(key, piece)
        own = [(content, name) for content, name in piece.defs if self.defs.get(content) != name]
        if piece.is_renamed or not self._ids.isdisjoint((*piece.ids, *(name for _, name in own))):
            self.node(node, layer)  # its names must make room for what is there already
            return
        self.body.append(piece.body)
        self.defs.update(own)
        self._ids.update(piece.ids, (name for _, name in own))
        self.losses |= piece.losses

    def piece(self, node: Group, layer: str) -> Piece:
        """Return a group as it is written in a document of its own."""
        taken = set(self._ids)
        self.node(node, layer)
        defs = tuple(self.defs.items())
        ids = self._ids - taken - {name for _, name in defs}
        return Piece("".join(self.body), defs, frozenset(ids), frozenset(self.losses), self._is_renamed)

    def _fill(self, node: Fill, layer: str) -> None:
        if node.path.is_empty:
            return
        paint = node.paint
        if isinstance(paint, Lit):
            more = self.light.letters.get(id(node))
            self._lit(node.path, paint, more or NO_LIGHT)
            if more is not None:
                self.uses_light = True
                self._unveiled.append(self._d(node.path))
            return
        if isinstance(paint, Texture):
            self._material(node.path, paint)
            box = node.path.control_bounds()
            self._below.extend([(box, paint.colour)] if box else [])
            return
        box = node.path.control_bounds()
        if isinstance(paint, Gradient):
            reference, opacity = self._gradient(paint, layer, box), 1.0
        else:
            reference = self._surface(paint.colour, layer)
            opacity = self._blend(paint.colour, paint.opacity, box, layer)
        if paint.opacity >= 1 and box is not None:
            self._below.append((box, _middle_of(paint)))
        self._path(node.path, reference, "" if opacity >= 1 else f' fill-opacity="{number(opacity)}"')

    def _blend(self, colour: Colour, opacity: float, box: Rect | None, layer: str) -> float:
        """Return the opacity that gives over shown colours what the given one gives in linear light."""
        if opacity >= 1 or box is None or layer in ANNOTATION_LAYERS:
            return opacity
        x, y = box.centre
        inside = (own for at, own in reversed(self._below) if at.x0 <= x <= at.x1 and at.y0 <= y <= at.y1)
        below = next(inside, _ANY_SURFACE)
        return self.toner.opacity(colour, opacity, below)

    def _lit(self, path: Path, paint: Lit, more: Triple) -> None:
        """Write a lit face: bright inside, its rim darker in bands that are cut to its outline."""
        is_wide = paint.falloff_mm * self.viewport.px_per_mm >= _LEAST_RIM_PX
        if not self.scene.ambience.is_night or not is_wide:
            self._path(path, self.toner.lit(paint, 1.0, more).lower(), "")
            return
        gain = core_gain(path, paint.falloff_mm)
        core, edge = self.toner.lit(paint, gain, more), self.toner.lit(paint, gain * (1 - RIM), more)
        data = self._d(path)
        self.body.append(f'<path d="{data}" fill="{core}"/>')
        outline = self._define(f'<path id="@ID@" d="{data}"/>')
        clip = self._define(f'<clipPath id="@ID@"><use href="#{outline}"/></clipPath>')
        bands, shown = [], 0.0
        for depth, share in reversed(RIM_BANDS):  # widest first; each lies over the ones before
            opacity = 1 - (1 - share) / (1 - shown)
            width = number(2 * depth * paint.falloff_mm)
            bands.append(f'<use href="#{outline}" stroke-width="{width}" stroke-opacity="{number(opacity)}"/>')
            shown = share
        self.body.append(f'<g clip-path="url(#{clip})" fill="none" stroke="{edge}">{"".join(bands)}</g>')

    def _gradient(self, paint: Gradient, layer: str, box: Rect | None) -> str:
        (x1, y1), (x2, y2) = self._at(paint.start), self._at(paint.end)
        stops = ""
        for offset, colour in paint.stops:
            opacity = self._blend(colour, paint.opacity, box, layer)
            more = "" if opacity >= 1 else f' stop-opacity="{number(opacity)}"'
            stops += f'<stop offset="{number(offset)}" stop-color="{self._surface(colour, layer)}"{more}/>'
        ends = f'x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"'
        made = f'<linearGradient id="@ID@" gradientUnits="userSpaceOnUse" {ends}>{stops}</linearGradient>'
        return f"url(#{self._define(made)})"

    def _material(self, path: Path, paint: Texture) -> None:
        """Write a material: its mean colour, and its shapes or its picture cut to the outline."""
        from signage.render.svg_pictures import has_picture, small_picture
        from signage.render.svg_textures import Placed, has_shapes, shapes

        box = path.control_bounds()
        seen = box.intersection(self.viewport.bounds) if box else None
        is_plain = not (has_picture(paint.material) or has_shapes(paint.material))
        if box is None or seen is None or seen.width <= 0 or seen.height <= 0 or is_plain:
            self._path(path, self._surface(paint.colour, ""), "")
            return
        self.losses.add(_GRAIN_LOST)
        data = self._d(path)
        outline = f'<clipPath id="@ID@"><path d="{data}"/></clipPath>'
        if has_shapes(paint.material):
            placed = Placed(self._x0, self._y1, self.viewport.px_per_mm)
            inner = shapes(paint, seen, placed, self.toner, self._upright)
            self.body.append(f'<path d="{data}" fill="{self._surface(paint.colour, "")}"/>')
            self.body.append(f'<g clip-path="url(#{self._define(outline)})" fill="none">{inner}</g>')
            return
        whole = paint.extent or (box if paint.material in _PANES else seen)
        made = small_picture(replace(paint, extent=None), whole, self.viewport.px_per_mm, self.toner)
        image = self._define(self._image(made.box, made.content, "image/jpeg", ' id="@ID@"'))
        mean = made.mean
        if paint.material in _PANES and path.verbs == _RECTANGLE:
            # Frames cover a pane's edge: the bright picture ends a pixel inside, or it would glint past them.
            mean = self._surface(paint.colour, "", _DARK)
            x, y, width, height = self._box(box.grown(-min(1 / self.viewport.px_per_mm, box.width / 8, box.height / 8)))
            rect = f'<rect x="{x}" y="{y}" width="{width}" height="{height}"/>'
            outline = f'<clipPath id="@ID@">{rect}</clipPath>'
        self.body.append(f'<path d="{data}" fill="{mean}"/>')
        self.body.append(f'<g clip-path="url(#{self._define(outline)})"><use href="#{image}"/></g>')

    def _upright(self, stops: tuple[tuple[float, str], ...]) -> str:
        inner = "".join(f'<stop offset="{number(at)}" stop-color="{colour.lower()}"/>' for at, colour in stops)
        made = f'<linearGradient id="@ID@" x1="0" y1="0" x2="0" y2="1">{inner}</linearGradient>'
        return f"url(#{self._define(made)})"

    def _stroke(self, node: Stroke, layer: str) -> None:
        if node.path.is_empty:
            return
        more = f' stroke="{self._surface(node.colour, layer)}" stroke-width="{number(node.width_mm)}"'
        if node.dash_mm:
            more += f' stroke-dasharray="{" ".join(number(v) for v in node.dash_mm)}"'
        opacity = self._blend(node.colour, node.opacity, node.path.control_bounds(), layer) if node.opacity < 1 else 1.0
        if opacity < 1:
            more += f' stroke-opacity="{number(opacity)}"'
        self._path(node.path, "none", more)

    def _shadow(self, node: Shadow) -> None:
        if not node.path.is_empty:
            self._blurred(node.path, node.blur_mm, "#000", shade(node.opacity), node.offset)

    def _glow(self, node: Glow) -> None:
        self._overlay(self.light.glows.get(id(node)))

    def veil(self) -> None:
        """Write the lens's veil over what was written so far, but for letters that have it in their colour."""
        over = self.light.veil
        if over is None or not self._unveiled:
            self._overlay(over)
            return
        x, y, width, height = self._box(over.box)
        holes = f"M{x} {y}h{width}v{height}h-{width}z" + "".join(self._unveiled)
        clip = self._define(f'<clipPath id="@ID@"><path d="{holes}" clip-rule="evenodd"/></clipPath>')
        self.body.append(f'<g clip-path="url(#{clip})">')
        self._overlay(over)
        self.body.append("</g>")

    def _overlay(self, over: Overlay | None) -> None:
        if over is not None:
            self.uses_light = True
            self.losses.add(_LIGHT_BLENDED)
            self.body.append(self._image(over.box, over.content, "image/png"))

    def _image(self, box: Rect, content: bytes, media_type: str, more: str = "") -> str:
        x, y, width, height = self._box(box)
        return (
            f'<image{more} x="{x}" y="{y}" width="{width}" height="{height}" preserveAspectRatio="none" '
            f'href="data:{media_type};base64,{base64.b64encode(content).decode("ascii")}"/>'
        )

    def _blurred(
        self,
        path: Path,
        sigma: float,
        colour: str,
        opacity: float,
        offset: Point = Point(0.0, 0.0),  # noqa: B008
    ) -> None:
        if opacity < 0.004:
            return
        box = path.control_bounds()
        if box is None:
            return
        x, y, width, height = self._box(box.grown(sigma * 3))
        blur = (
            f'<filter id="@ID@" filterUnits="userSpaceOnUse" x="{x}" y="{y}" width="{width}" height="{height}" '
            f'color-interpolation-filters="sRGB"><feGaussianBlur stdDeviation="{number(sigma)}"/></filter>'
        )
        more = f' opacity="{number(opacity)}" filter="url(#{self._define(blur)})"'
        if offset != (0.0, 0.0):
            more += f' transform="translate({number(offset.x)} {number(-offset.y)})"'
        self._path(path, colour, more)

    def _picture(self, node: Picture, layer: str) -> None:
        x, y, width, height = self._box(node.rect)
        if self.toner.ambience.is_night and layer not in ANNOTATION_LAYERS:
            from signage.render.svg_pictures import picture_by_night

            node = picture_by_night(node, self.viewport.px_per_mm, self.toner)
        content = base64.b64encode(node.content).decode("ascii")
        title = f"<title>{escaped(node.title)}</title>" if node.title else ""
        self.body.append(
            f'<image x="{x}" y="{y}" width="{width}" height="{height}" preserveAspectRatio="none" '
            f'href="data:{escaped(node.media_type)};base64,{content}">{title}</image>'
        )

    def _path(self, path: Path, fill: str, more: str) -> None:
        if not path.is_empty:
            self.body.append(f'<path d="{self._d(path)}" fill="{fill}"{more}/>')

    def _d(self, path: Path) -> str:
        return path_data(path, self._x0, self._y1, self._places)

    def _at(self, point: Point) -> tuple[str, str]:
        return number(point.x - self._x0), number(self._y1 - point.y)

    def _box(self, rect: Rect) -> tuple[str, str, str, str]:
        x, y = self._at(Point(rect.x0, rect.y1))
        return x, y, number(rect.width), number(rect.height)

    def _define(self, content: str) -> str:
        """Return the id of a definition, which its content alone decides; equal ones share it. `@ID@` stands for it."""
        name = self.defs.get(content)
        if name is None:
            sign = hashlib.blake2s(content.encode(), digest_size=5).hexdigest()
            name = self.defs[content] = self._unique(f"{self._prefix}-{sign}")
        return name

    def _unique(self, name: str) -> str:
        """Return a name that no other part of the document has; the same drawing gives the same names."""
        free, count = name, 1
        while free in self._ids:
            self._is_renamed = True
            count += 1
            free = f"{name}.{count}"
        self._ids.add(free)
        return free
