"""The drawing DXF: R2018 in millimetres, layers with colours and lineweights, real text and real dimensions.

Closed outlines keep their curves as arcs, open lines and what is cut off at an edge become chords; both stray by at
most 0.05 mm. What lies outside a group's clip or outside the picture is left out. Light, textures, gradients and
pictures cannot be shown and are named in the losses. The same scene gives the same bytes: times, ids and the writer's
name are fixed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, assert_never

from signage.geometry import Path, Rect
from signage.geometry.arc_fit import fit_arcs
from signage.geometry.arcs import ArcVertex
from signage.geometry.clip import clipped_line, clipped_ring
from signage.render.backend import Rendering
from signage.render.dxf_file import MEDIA_TYPE, DxfVersion, layer_name, new_drawing, set_extents, written
from signage.render.viewport import Viewport
from signage.scene import (
    Anchor,
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
from signage.typography import is_cjk

TOLERANCE_MM = 0.05
TEXT_STYLE = "SIGNAGE"
# Free viewers look for the file, CAD programs on Windows for the family in the extended data: each finds a typeface
# with Chinese characters where it runs. The text itself stays text.
TEXT_FONT = "NotoSansCJK-Regular.ttc"
TEXT_FAMILY = "SimSun"
_CAPITALS_BESIDE_HAN = 0.832  # height of the default typeface's H over that of its 国
_DIMENSION_STYLE = "SIGNAGE"
_LINEWEIGHTS = (13, 18, 25, 35, 50, 70, 100)  # 0.01 mm, a choice from the standard's set
_HEAVIEST_IN_PICTURES = 35  # their strokes stand for frames and bars, whose widths would hide what is beside them
_INK = 7  # the colour that a CAD program shows black on white and white on black
_DARK = 0.07  # relative luminance under which a colour is lost on a black screen
_LIGHT, _TONED = 0.45, 0.35  # over the first it is lost on white paper and is drawn with the second
_SOLID_ENOUGH = 0.5  # fainter fills are gleams and shades, no bodies: they have no outline
_PAPER_MM = 400.0  # width of the sheet that a drawing without dimensions is plotted on
_PLOTTED_MM = 2.5  # height of its numbers when a drawing has dimensions


def draw(scene: Scene, viewport: Viewport) -> Rendering:
    """Return the scene as a DXF drawing at 1:1; the viewport's scale is not used.

    Raises:
        RenderError: The written drawing does not pass its own audit.
    """
    writer = _Writer(scene, viewport)
    for node in scene.nodes:
        writer.node(node, "0", viewport.bounds)
    content = writer.content()
    return Rendering(content=content, media_type=MEDIA_TYPE, suffix=".dxf", losses=tuple(sorted(writer.losses)))


class _Writer:
    """Collects the entities of one drawing."""

    def __init__(self, scene: Scene, viewport: Viewport) -> None:
        self.scene, self.viewport = scene, viewport
        self.losses: set[str] = set()
        self.doc: Any = new_drawing(DxfVersion.R2018)
        self.space: Any = self.doc.modelspace()
        numbers = [part for d in _dimensions(scene.nodes) for part in d.parts if isinstance(part, Label)]
        self._text_height = numbers[0].height_mm if numbers else _PLOTTED_MM
        self._decimals = max((len(number.text.partition(".")[2]) for number in numbers), default=0)
        # Widths of lines are paper widths in disguise: what plots the numbers at their height plots the lines, too.
        plotted = _PLOTTED_MM / self._text_height if numbers else _PAPER_MM / viewport.bounds.width
        self._plot_scale = min(1.0, plotted)
        self._heaviest = max(_LINEWEIGHTS) if numbers else _HEAVIEST_IN_PICTURES
        self._set_up()

    def _set_up(self) -> None:
        self.doc.styles.add(TEXT_STYLE, font=TEXT_FONT).set_extended_font_data(TEXT_FAMILY)
        for name, pattern in (("DASHED", (0.75, 0.5, -0.25)), ("CENTER", (2.0, 1.25, -0.25, 0.25, -0.25))):
            if name not in self.doc.linetypes:
                self.doc.linetypes.add(name, pattern)
        size = self._text_height
        style = self.doc.dimstyles.new(_DIMENSION_STYLE)
        for key, value in (
            ("dimtxt", size),
            ("dimtsz", size / 2),
            ("dimasz", size),
            ("dimexe", size * 0.8),
            ("dimexo", size * 0.8),
            ("dimgap", size * 0.3),
            ("dimdec", self._decimals),
            ("dimdsep", ord(".")),
            ("dimtad", 1),
            ("dimtih", 0),
            ("dimtoh", 0),
            ("dimlfac", 1.0),
            ("dimtxsty", TEXT_STYLE),
            ("dimscale", 1.0),
            ("dimzin", 8),
            ("dimclrd", 8),
            ("dimclre", 8),
            ("dimclrt", _INK),
            ("dimlwd", 13),
            ("dimlwe", 13),
        ):
            style.set_dxf_attrib(key, value)

    def node(self, node: Node, layer: str, clip: Rect) -> None:
        """Write one node: `layer` is the one that it inherits, nothing is drawn outside `clip`."""
        match node:
            case Group():
                inside = clip.intersection(node.clip) if node.clip is not None else clip
                for child in node.children if inside is not None else ():
                    self.node(child, node.layer or layer, inside or clip)
            case Fill():
                self._fill(node, node.layer or layer, clip)
            case Stroke():
                self._stroke(node, node.layer or layer, clip)
            case Label():
                self._label(node, node.layer or layer, clip)
            case Dimension():
                self._dimension(node, node.layer or layer)
            case Shadow():
                self.losses.add("shadows")
            case Glow():
                self.losses.add("light")
            case Picture():
                self.losses.add("pictures")
            case _:
                assert_never(node)

    def _fill(self, node: Fill, layer: str, clip: Rect) -> None:
        match node.paint:
            case Solid():
                colour = node.paint.colour
                if node.paint.opacity < 1:
                    self.losses.add("transparency")
                if node.paint.opacity < _SOLID_ENOUGH:
                    return
            case Gradient():
                colour = node.paint.stops[0][1] if node.paint.stops else "#808080"
                self.losses.add("gradients")
                if node.paint.opacity < _SOLID_ENOUGH:
                    return
            case Texture():
                colour = node.paint.colour
                self.losses.add("textures")
            case Lit():
                colour = node.paint.colour
                self.losses.add("light")
            case _:
                assert_never(node.paint)
        self.losses.add("filled areas, drawn as outlines")
        self._outline(node.path, self._attributes(layer, colour, 0.13 / self._plot_scale), clip, is_closed=True)

    def _stroke(self, node: Stroke, layer: str, clip: Rect) -> None:
        attributes = self._attributes(layer, node.colour, node.width_mm)
        if node.dash_mm:
            attributes["linetype"] = "CENTER" if len(node.dash_mm) > 2 else "DASHED"
            attributes["ltscale"] = max(0.1, sum(node.dash_mm) / 1.5)
        self._outline(node.path, attributes, clip, is_closed=False)

    def _outline(self, path: Path, attributes: dict[str, Any], clip: Rect, *, is_closed: bool) -> None:
        for contour, closes in _contours(path):
            box = contour.control_bounds()
            if box is None or box.intersection(clip) is None:
                continue
            for vertices in _cut_off(contour, clip, is_closed=is_closed or closes):
                self.space.add_lwpolyline(vertices, format="xyb", close=is_closed or closes, dxfattribs=attributes)

    def _label(self, node: Label, layer: str, clip: Rect) -> None:
        box = node.outline.control_bounds()
        if not node.text.strip() or box is None or not box.overlaps(clip):
            return
        from ezdxf.enums import TextEntityAlignment

        where = {
            Anchor.START: TextEntityAlignment.LEFT,
            Anchor.MIDDLE: TextEntityAlignment.CENTER,
            Anchor.END: TextEntityAlignment.RIGHT,
        }[node.anchor]
        attributes = {**self._attributes(layer, node.colour, 0.18), "style": TEXT_STYLE, "rotation": node.angle_deg}
        # DXF counts the height of capitals whatever the text; ours is that of Chinese letters where there are any.
        tall = node.height_mm * (_CAPITALS_BESIDE_HAN if any(map(is_cjk, node.text)) else 1.0)
        entity = self.space.add_text(_plain(node.text), height=tall, dxfattribs=attributes)
        entity.set_placement((node.at.x, node.at.y), align=where)

    def _dimension(self, node: Dimension, layer: str) -> None:
        shown = next((part for part in node.parts if isinstance(part, Label)), None)
        # A number that is what was measured stays a measured one: it follows when somebody stretches the drawing.
        reads = f"{node.value_mm:.{self._decimals}f}"
        is_measured = node.text == (reads.rstrip("0").rstrip(".") if "." in reads else reads)
        made = self.space.add_linear_dim(
            base=tuple(node.line_at),
            p1=tuple(node.start),
            p2=tuple(node.end),
            angle=node.angle_deg,
            text="<>" if is_measured else _plain(node.text),
            dimstyle=_DIMENSION_STYLE,
            dxfattribs=self._attributes(layer, shown.colour if shown else "#1B3A57", 0.18),
        )
        if shown is not None:
            # The composer has already moved short segments' numbers out of each other's way.
            lift = shown.height_mm / 2
            across = (-lift, 0.0) if node.angle_deg else (0.0, lift)
            made.set_location((shown.at.x + across[0], shown.at.y + across[1]))
        made.render()
        made.dimension.dxf.actual_measurement = node.value_mm

    def _attributes(self, layer: str, colour: str, width_mm: float) -> dict[str, Any]:
        name = self._layer(layer, colour)
        weight = min(_LINEWEIGHTS, key=lambda w: abs(w - width_mm * self._plot_scale * 100))
        weight = min(weight, self._heaviest)
        return {"layer": name, **_colour(colour), "lineweight": weight}

    def _layer(self, words: str, colour: str) -> str:
        name = layer_name(words)
        if name not in self.doc.layers:
            self.doc.layers.add(name, lineweight=25, **_colour(colour))
        return name

    def content(self) -> bytes:
        """Return the file's bytes after an audit."""
        set_extents(self.doc, self.viewport.bounds)
        remarks = (("Title", _plain(self.scene.title)), ("Model", self.scene.model_digest), ("Unit", "mm"))
        return written(self.doc, [(name, value) for name, value in remarks if value])


_Vertices = list[tuple[float, float, float]]


def _cut_off(contour: Path, clip: Rect, *, is_closed: bool) -> Iterator[_Vertices]:
    """Yield what a contour has inside a rectangle as vertices with bulges."""
    box = contour.control_bounds()
    is_whole = box is not None and clip.contains(box)
    if is_whole and is_closed:
        for ring in _fitted(contour):
            yield [(round(v.x, 4), round(v.y, 4), v.bulge) for v in ring]
        return
    for points in contour.flattened(TOLERANCE_MM):
        parts = [points] if is_whole else clipped_ring(points, clip) if is_closed else clipped_line(points, clip)
        for part in parts:
            kept = [(round(p.x, 4), round(p.y, 4), 0.0) for p in part]
            kept = [v for i, v in enumerate(kept) if i == 0 or v != kept[i - 1]]
            if len(kept) > 1:
                yield kept


@lru_cache(maxsize=4096)  # a street has some 1800, the same by day and by night
def _fitted(contour: Path) -> tuple[tuple[ArcVertex, ...], ...]:
    return tuple(ring.vertices for ring in fit_arcs(contour, TOLERANCE_MM))


def _contours(path: Path) -> Iterator[tuple[Path, bool]]:
    """Yield each contour of a path as a path of its own, and whether it is closed."""
    at = 0
    for part in path.verbs.split("M")[1:]:
        count = 2 * (1 + sum({"L": 1, "Q": 2, "C": 3, "Z": 0}[verb] for verb in part))
        yield Path("M" + part, path.coords[at : at + count]), part.endswith("Z")
        at += count


def _colour(colour: str) -> dict[str, int]:
    """Return a colour as entity attributes that can be seen on white paper and on a black screen.

    Ink becomes the program's own black or white, and what is almost white is toned down.
    """
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    luminance = sum(share * channel**2.2 for share, channel in zip((0.2126, 0.7152, 0.0722), channels, strict=True))
    if luminance < _DARK:
        return {"color": _INK}
    if luminance > _LIGHT:
        channels = [channel * (_TONED / luminance) ** (1 / 2.2) for channel in channels]
    red, green, blue = (round(channel * 255) for channel in channels)
    return {"true_color": red << 16 | green << 8 | blue}


def _plain(text: str) -> str:
    # A caret or a percent sign pair would be read as a code by CAD programs.
    return text.replace("^", "^ ").replace("%%", "% %")


def _dimensions(nodes: Iterable[Node]) -> Iterator[Dimension]:
    for node in nodes:
        if isinstance(node, Dimension):
            yield node
        elif isinstance(node, Group):
            yield from _dimensions(node.children)
