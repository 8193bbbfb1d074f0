"""DXF R2018 in millimetres: layers with colours and lineweights, closed outlines, real text and real dimensions.

Curves become polylines that stray by at most 0.05 mm. Light, textures, gradients and pictures cannot be shown and are
named in the losses. The same scene gives the same bytes: times, ids and the writer's name are fixed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from io import StringIO
from typing import Any, assert_never

from signage.errors import RenderError
from signage.render.backend import Rendering
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

TOLERANCE_MM = 0.05
TEXT_STYLE = "SIGNAGE"
# Free viewers look for the file, CAD programs on Windows for the family in the extended data: each finds a typeface
# with Chinese characters where it runs. The text itself stays text.
TEXT_FONT = "NotoSansCJK-Regular.ttc"
TEXT_FAMILY = "SimSun"
_DIMENSION_STYLE = "SIGNAGE"
_FIXED_GUID = "{00000000-0000-0000-0000-000000000000}"
_LINEWEIGHTS = (13, 18, 25, 35, 50, 70, 100)  # 0.01 mm, a choice from the standard's set
_INK = 7  # the colour that a CAD program shows black on white and white on black
_DARK = 0.07  # relative luminance under which a colour is lost on a black screen
_NOT_A_NAME = re.compile(r'[<>/\\":;?*|=`,\s]+')
_FIXED_TIME = 2451545.0  # 2000-01-01 12:00, Julian


def draw(scene: Scene, viewport: Viewport) -> Rendering:
    """Return the scene as a DXF drawing at 1:1; the viewport's scale is not used.

    Raises:
        RenderError: The written drawing does not pass its own audit.
    """
    writer = _Writer(scene)
    for node in scene.nodes:
        writer.node(node, "0")
    content = writer.content(viewport)
    return Rendering(content=content, media_type="image/vnd.dxf", suffix=".dxf", losses=tuple(sorted(writer.losses)))


class _Writer:
    """Collects the entities of one drawing."""

    def __init__(self, scene: Scene) -> None:
        from ezdxf.document import Drawing

        self.scene = scene
        self.losses: set[str] = set()
        self.doc: Any = Drawing.new("R2018")
        self.space: Any = self.doc.modelspace()
        self._text_height = _usual_height(scene.nodes)
        self._set_up()

    def _set_up(self) -> None:
        header = self.doc.header
        header["$INSUNITS"] = 4
        header["$MEASUREMENT"] = 1
        header["$LUNITS"] = 2
        header["$LTSCALE"] = 1.0
        for name, words in (("Title", self.scene.title), ("Model", self.scene.model_digest)):
            if words:  # what CAD programs show as the drawing's own properties
                header.custom_vars.append(name, _plain(words))
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
            ("dimdec", 0),
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

    def node(self, node: Node, layer: str) -> None:
        """Write one node; `layer` is the one that it inherits."""
        match node:
            case Group():
                if node.clip is not None:
                    self.losses.add("clipping")
                for child in node.children:
                    self.node(child, node.layer or layer)
            case Fill():
                self._fill(node, node.layer or layer)
            case Stroke():
                self._stroke(node, node.layer or layer)
            case Label():
                self._label(node, node.layer or layer)
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

    def _fill(self, node: Fill, layer: str) -> None:
        match node.paint:
            case Solid():
                colour = node.paint.colour
                if node.paint.opacity < 1:
                    self.losses.add("transparency")
            case Gradient():
                colour = node.paint.stops[0][1] if node.paint.stops else "#808080"
                self.losses.add("gradients")
            case Texture():
                colour = node.paint.colour
                self.losses.add("textures")
            case Lit():
                colour = node.paint.colour
                self.losses.add("light")
            case _:
                assert_never(node.paint)
        self.losses.add("filled areas, drawn as outlines")
        self._outline(node.path, self._attributes(layer, colour, 0.13), is_closed=True)

    def _stroke(self, node: Stroke, layer: str) -> None:
        attributes = self._attributes(layer, node.colour, node.width_mm)
        if node.dash_mm:
            attributes["linetype"] = "CENTER" if len(node.dash_mm) > 2 else "DASHED"
            attributes["ltscale"] = max(0.1, sum(node.dash_mm) / 1.5)
        self._outline(node.path, attributes, is_closed=False)

    def _outline(self, path: Any, attributes: dict[str, Any], *, is_closed: bool) -> None:
        closing = _closed_contours(path.verbs)
        for points, closes in zip(path.flattened(TOLERANCE_MM), closing, strict=True):
            kept = [(round(p.x, 4), round(p.y, 4)) for p in points]
            kept = [p for i, p in enumerate(kept) if i == 0 or p != kept[i - 1]]
            shut = closes or is_closed
            if shut and len(kept) > 1 and kept[0] == kept[-1]:
                kept.pop()
            if len(kept) < 2:
                continue
            self.space.add_lwpolyline(kept, close=shut, dxfattribs=attributes)

    def _label(self, node: Label, layer: str) -> None:
        if not node.text.strip():
            return
        from ezdxf.enums import TextEntityAlignment

        where = {
            Anchor.START: TextEntityAlignment.LEFT,
            Anchor.MIDDLE: TextEntityAlignment.CENTER,
            Anchor.END: TextEntityAlignment.RIGHT,
        }[node.anchor]
        attributes = {**self._attributes(layer, node.colour, 0.18), "style": TEXT_STYLE, "rotation": node.angle_deg}
        entity = self.space.add_text(_plain(node.text), height=node.height_mm, dxfattribs=attributes)
        entity.set_placement((node.at.x, node.at.y), align=where)

    def _dimension(self, node: Dimension, layer: str) -> None:
        shown = next((part for part in node.parts if isinstance(part, Label)), None)
        made = self.space.add_linear_dim(
            base=tuple(node.line_at),
            p1=tuple(node.start),
            p2=tuple(node.end),
            angle=node.angle_deg,
            text=_plain(node.text),
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
        weight = min(_LINEWEIGHTS, key=lambda w: abs(w - self._paper(width_mm) * 100))
        return {"layer": name, **_colour(colour), "lineweight": weight}

    def _paper(self, width_mm: float) -> float:
        # Numbers are 2.5 mm high on paper whatever the drawing's scale; widths scale with them.
        return width_mm * 2.5 / self._text_height

    def _layer(self, layer: str, colour: str) -> str:
        name = _NOT_A_NAME.sub("-", layer).strip("-") or "0"
        if name not in self.doc.layers:
            self.doc.layers.add(name, lineweight=25, **_colour(colour))
        return name

    def content(self, viewport: Viewport) -> bytes:
        """Return the file's bytes after an audit."""
        box = viewport.bounds
        header = self.doc.header
        header["$EXTMIN"], header["$EXTMAX"] = (box.x0, box.y0, 0.0), (box.x1, box.y1, 0.0)
        header["$LIMMIN"], header["$LIMMAX"] = (box.x0, box.y0), (box.x1, box.y1)
        self.doc.set_modelspace_vport(height=box.height * 1.05, center=tuple(box.centre))
        for kind in sorted(self.doc.entitydb.dxf_types_in_use()):
            self.doc.classes.add_class(kind)  # left to itself, ezdxf lists them in the order of a set
        found = self.doc.audit()
        if found.has_errors:
            raise RenderError("dxf.audit", said=str(found.errors[0].message)[:200])
        stream = StringIO()
        self.doc.write(stream)
        return _fixed(stream.getvalue()).encode("utf-8")


@lru_cache(maxsize=256)
def _closed_contours(verbs: str) -> tuple[bool, ...]:
    return tuple(part.endswith("Z") for part in verbs.split("M")[1:])


def _colour(colour: str) -> dict[str, int]:
    """Return a colour as entity attributes: ink as the program's own black or white, anything lighter as it is."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    luminance = 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2
    return {"color": _INK} if luminance < _DARK else {"true_color": int(colour[1:7], 16)}


def _plain(text: str) -> str:
    # A caret or a percent sign pair would be read as a code by CAD programs.
    return text.replace("^", "^ ").replace("%%", "% %")


def _usual_height(nodes: Iterable[Node]) -> float:
    for node in nodes:
        if isinstance(node, Dimension):
            for part in node.parts:
                if isinstance(part, Label):
                    return part.height_mm
        if isinstance(node, Group):
            found = _usual_height(node.children)
            if found != 2.5:
                return found
    return 2.5


_TIMES = re.compile(r"(\$TD(?:U?CREATE|U?UPDATE)\n\s*40\n)[^\n]*")
_SPANS = re.compile(r"(\$TD(?:INDWG|USRTIMER)\n\s*40\n)[^\n]*")
_GUIDS = re.compile(r"(\$(?:FINGERPRINTGUID|VERSIONGUID)\n\s*2\n)[^\n]*")
_STAMPS = re.compile(r"(?:[\d.]+[a-z\d]*) @ \d{4}-\d\d-\d\dT[\d:.+]+")


def _fixed(written: str) -> str:
    """Return the drawing without what changes from one run to the next."""
    fixed = _TIMES.sub(lambda m: f"{m[1]}{_FIXED_TIME}", written)
    fixed = _SPANS.sub(lambda m: f"{m[1]}0.0", fixed)
    fixed = _GUIDS.sub(lambda m: f"{m[1]}{_FIXED_GUID}", fixed)
    return _STAMPS.sub("signage", fixed)
