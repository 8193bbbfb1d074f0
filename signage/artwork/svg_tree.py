"""An SVG file as a bounded tree of plain nodes: parsed without entities, every name checked against the lists here.

Nothing of the file survives but numbers and colours, so what is passed over here (titles, an editor's own notes) is
gone for good, and what could change the picture without being drawn by us is refused with its line.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler, feature_namespaces
from xml.sax.xmlreader import AttributesNSImpl, InputSource

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.expatreader import DefusedExpatParser  # type: ignore[import-untyped]

from signage.errors import Location, SpecError

MOST_BYTES = 4 * 1024 * 1024
_MOST_NODES = 20_000
_MOST_DEPTH = 64
_MOST_OUTLINE = 2 * 1024 * 1024  # bytes of one attribute: a single `d` may be nearly all of a traced logo
_MOST_VALUE = 4096

SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"

# Editors keep their notes in their own elements; they draw nothing and are passed over whole.
_EDITORS = (
    "http://sodipodi.sourceforge.net/",
    "http://www.inkscape.org/",
    "http://www.serif.com/",
    "http://www.bohemiancoding.com/",
    "http://www.figma.com/",
    "http://www.corel.com/",
    "http://ns.adobe.com/",
    "http://creativecommons.org/",
    "http://web.resource.org/cc/",
    "http://purl.org/dc/",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns",
)
_DRAWN = {"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "use", "defs", "clipPath"}
_GRADIENTS = {"linearGradient", "radialGradient", "stop"}  # only a use of one is refused
_SILENT = {"title", "desc", "metadata"}
_TEXT = {"text", "tspan", "textPath", "tref", "font", "glyph", "altGlyph"}
_MOVING = {"animate", "animateTransform", "animateMotion", "animateColor", "set", "mpath"}
_RASTER = {"image", "feImage"}
_SCRIPTS = {"script", "handler", "listener"}
_EFFECTS = {"filter", "mask", "pattern", "marker", "hatch", "mesh", "meshgradient"}

_GEOMETRY = frozenset(
    ("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "width", "height", "d", "points", "viewBox")
) | {"transform", "pathLength"}
PAINT = frozenset(
    (
        *("fill", "fill-opacity", "fill-rule", "opacity", "color", "display", "visibility", "clip-path", "clip-rule"),
        *("stroke", "stroke-width", "stroke-opacity", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit"),
    )
)
# May change the picture: only these values do not.
NEUTRAL = {
    "filter": {"none"},
    "mask": {"none"},
    "stroke-dasharray": {"none", "0"},
    "marker": {"none"},
    "marker-start": {"none"},
    "marker-mid": {"none"},
    "marker-end": {"none"},
    "vector-effect": {"none"},
    "paint-order": {"normal", "fill", "fill stroke", "fill stroke markers", "fill markers stroke"},
    "mix-blend-mode": {"normal"},
    "clip": {"auto"},
    "clipPathUnits": {"userSpaceOnUse"},
}
# Say nothing about a picture that is made of shapes alone.
_PASSED_OVER = re.compile(
    r"(id|class|role|lang|version|baseProfile|preserveAspectRatio|contentScriptType|contentStyleType|enable-background"
    r"|overflow|isolation|pointer-events|cursor|stroke-dashoffset|solid-color|solid-opacity|stop-color|stop-opacity"
    r"|offset|gradientUnits|gradientTransform|spreadMethod|fx|fy|fr|type|media|zoomAndPan|fill-rule|name"
    r"|flood-color|flood-opacity|lighting-color|baseline-shift|alignment-baseline|dominant-baseline|writing-mode"
    r"|direction|unicode-bidi|glyph-orientation-vertical|letter-spacing|word-spacing|line-height|kerning|white-space"
    r"|shape-padding|shape-margin|inline-size"
    r"|data-.*|aria-.*|font|font-.*|text-.*|.*-rendering|color-interpolation.*|color-profile|-inkscape-.*|-webkit-.*)"
)


@dataclass(slots=True)
class Node:
    """One element: its bare name, attributes by bare name, children; `words` only of a style sheet."""

    name: str
    attributes: dict[str, str]
    line: int
    children: list[Node] = field(default_factory=list)
    words: str = ""


def parse_tree(content: bytes, file: str = "") -> Node:
    """Return the root of an SVG file, every element and attribute checked.

    Args:
        content: The file.
        file: Its name, for errors.

    Raises:
        SpecError: It is too large, no UTF-8, no well-formed XML, declares entities, is no SVG, or holds something
            that is not on the lists of this module; the error names the line.
    """
    if len(content) > MOST_BYTES:
        raise SpecError(
            "artwork.too_large", at=Location(file=file or None), bytes=len(content), most=MOST_BYTES // 1024 // 1024
        )
    handler = _Handler(file)
    parse_into(handler, content, file)
    if handler.root is None:
        raise SpecError("artwork.unknown_format", at=Location(file=file or None))
    return handler.root


def parse_into(handler: ContentHandler, content: bytes, file: str = "") -> None:
    """Feed an XML file to a handler: nothing declared in it is expanded, nothing outside it is fetched.

    Raises:
        SpecError: It is no UTF-8, no well-formed XML, or declares entities; and what the handler raises.
    """
    parser = _Parser(forbid_dtd=True, forbid_entities=True, forbid_external=True)
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(handler)
    source = InputSource()
    source.setByteStream(io.BytesIO(_as_utf8(content, file)))
    source.setEncoding("utf-8")
    try:
        parser.parse(source)
    except DefusedXmlException as exc:
        line = parser.getLineNumber()
        raise SpecError("artwork.entities", at=Location(file=file or None, line=line)) from exc
    except SAXParseException as exc:
        at = Location(file=file or None, line=exc.getLineNumber())
        raise SpecError("artwork.not_xml", at=at, reason=str(exc.getMessage())) from exc


def _as_utf8(content: bytes, file: str) -> bytes:
    """Return the text in UTF-8 without its declaration: one reading, whatever the file claims to be."""
    at = Location(file=file or None)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise SpecError("artwork.bad_encoding", at=at) from exc
    declared = re.match(r"\s*<\?xml(\s[^>]*)\?>", text)
    if declared:
        named = re.search(r"""encoding\s*=\s*["']([^"']*)["']""", declared[1])
        if named and named[1].lower() not in {"utf-8", "utf8", "us-ascii", "ascii"}:
            raise SpecError("artwork.bad_encoding", at=at)
        text = "\n" * declared[0].count("\n") + text[declared.end() :]
    return text.encode("utf-8")


class _Parser(DefusedExpatParser):  # type: ignore[misc]  # defusedxml carries no types
    """Lets the bare DOCTYPE pass that CorelDRAW writes, unread; one that declares anything is refused."""

    def reset(self) -> None:
        super().reset()
        self._parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)  # SAX would fetch the DTD

    def defused_start_doctype_decl(self, name: str, sysid: str, pubid: str, has_internal_subset: int) -> None:
        if has_internal_subset or not (pubid or "").startswith("-//W3C//DTD SVG "):
            super().defused_start_doctype_decl(name, sysid, pubid, has_internal_subset)


class _Handler(ContentHandler):
    """Builds the tree and stops at the first thing that does not belong."""

    def __init__(self, file: str) -> None:
        super().__init__()
        self._file = file or None
        self._open: list[Node] = []
        self._skipping = 0
        self._count = 0
        self.root: Node | None = None

    def at(self) -> Location:
        locator = getattr(self, "_locator", None)
        return Location(file=self._file, line=locator.getLineNumber() if locator else None)

    def startElementNS(  # noqa: N802 — SAX's own names here and below
        self, name: tuple[str | None, str], qname: str | None, attrs: AttributesNSImpl
    ) -> None:
        self._count += 1
        if self._count > _MOST_NODES:
            raise SpecError("artwork.too_many", at=self.at(), most=_MOST_NODES)
        if len(self._open) + self._skipping >= _MOST_DEPTH:
            raise SpecError("artwork.too_deep", at=self.at(), most=_MOST_DEPTH)
        space, bare = name
        if self._skipping or (self._open and _is_silent(space, bare)):
            self._skipping += 1
            return
        if not self._open and bare != "svg":
            raise SpecError("artwork.unknown_format", at=self.at())
        self._refuse(space, bare)
        node = Node(bare, self._attributes(bare, attrs), self.at().line or 1)
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:  # noqa: N802
        if self._skipping:
            self._skipping -= 1
        else:
            self._open.pop()

    def characters(self, content: str) -> None:
        if not self._skipping and self._open and self._open[-1].name == "style":
            self._open[-1].words += content

    def processingInstruction(self, target: str, data: str) -> None:  # noqa: N802
        if target == "xml-stylesheet":
            raise SpecError("artwork.reference", at=self.at(), reference=_short(data))

    def _refuse(self, space: str | None, bare: str) -> None:
        shown = _short(bare)
        if space not in (None, SVG):
            raise SpecError("artwork.element_refused", at=self.at(), element=shown)
        if bare in _SCRIPTS:
            raise SpecError("artwork.script", at=self.at(), what=f"<{shown}>")
        if bare in _TEXT:
            raise SpecError("artwork.text_element", at=self.at(), element=shown)
        if bare in _RASTER:
            raise SpecError("artwork.image_element", at=self.at(), element=shown)
        if bare in _MOVING:
            raise SpecError("artwork.animation", at=self.at(), element=shown)
        if bare in _EFFECTS or bare.startswith("fe"):
            raise SpecError("artwork.effect", at=self.at(), what=f"<{shown}>")
        if bare == "svg" and self._open:
            raise SpecError("artwork.element_refused", at=self.at(), element="svg")
        if bare not in _DRAWN | _GRADIENTS | {"style"}:
            raise SpecError("artwork.element_refused", at=self.at(), element=shown)

    def _attributes(self, bare: str, attrs: AttributesNSImpl) -> dict[str, str]:
        kept: dict[str, str] = {}
        for (space, key), value in attrs.items():
            most = _MOST_OUTLINE if key in ("d", "points") else _MOST_VALUE
            if len(value) > most:
                raise SpecError("artwork.long_value", at=self.at(), attribute=_short(key), length=len(value), most=most)
            if key.lower().startswith("on"):
                raise SpecError("artwork.script", at=self.at(), what=_short(key))
            if key == "href" and space in (None, "", _XLINK):
                kept["href"] = self._reference(bare, value.strip())
            elif space in (None, ""):
                if key in _GEOMETRY or key in PAINT or key == "style":
                    kept[key] = value.strip()
                elif key == "id":
                    kept["id"] = value
                elif key == "class":
                    kept["class"] = value
                elif key in NEUTRAL:
                    refuse_effect(key, value.strip(), self.at())
                elif not _PASSED_OVER.fullmatch(key):
                    raise SpecError("artwork.attribute_refused", at=self.at(), attribute=_short(key))
            elif key == "base" and space == _XML:
                raise SpecError("artwork.reference", at=self.at(), reference=_short(value))
        return kept

    def _reference(self, bare: str, value: str) -> str:
        if not value.startswith("#") or bare not in _GRADIENTS | {"use"}:
            raise SpecError("artwork.reference", at=self.at(), reference=_short(value))
        return value


def refuse_effect(key: str, value: str, at: Location) -> None:
    """Refuse a property that would change the picture in a way that is not drawn.

    Raises:
        SpecError: The value is none of the harmless ones.
    """
    if value.lower() not in NEUTRAL[key] and value not in NEUTRAL[key]:
        raise SpecError("artwork.effect", at=at, what=f"{key}: {_short(value)}")


def is_passed_over(key: str) -> bool:
    """Return whether a property says nothing about shapes."""
    return _PASSED_OVER.fullmatch(key) is not None


def _is_silent(space: str | None, bare: str) -> bool:
    if space in (None, SVG):
        return bare in _SILENT
    return space is not None and space.startswith(_EDITORS)


def _short(text: str) -> str:
    shown = "".join(c if c.isprintable() else "·" for c in text[:48])
    return shown + ("…" if len(text) > 48 else "")
