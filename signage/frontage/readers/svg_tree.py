"""An elevation in SVG as a bounded tree: what is drawn and written, by element, with the line that it stands on.

Parsed without entities and without fetching anything. Scripts, links to other files and styles that would move things
are refused with their line; what draws no line (pictures, gradients, animations) is counted and told.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesNSImpl

from signage.artwork.svg_tree import SVG, parse_into
from signage.errors import Location, PlanError, SpecError

MOST_BYTES = 24 * 1024 * 1024
MOST_ELEMENTS = 100_000
MOST_DEPTH = 64
MOST_OUTLINE = 4 * 1024 * 1024  # characters of one `d` or `points`
MOST_VALUE = 2_000
WORDS = "#words"

_INKSCAPE = "http://www.inkscape.org/namespaces/inkscape"
_XLINK = "http://www.w3.org/1999/xlink"
_GROUPS = {"svg", "g", "a", "defs", "symbol"}
_LINES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
_WORDS = {"text", "tspan"}
_READ = _GROUPS | _LINES | _WORDS | {"use", "style"}
_SILENT = {"title", "desc", "metadata"}
_SCRIPTS = {"script", "handler", "listener", "foreignObject", "iframe", "object", "embed", "audio", "video"}
_MOVES = re.compile(r"(?:^|[;{\s])(?:transform|translate|rotate|scale|d|offset-path)\s*:", re.IGNORECASE)
_FETCHES = re.compile(r"@import|@font-face|url\(\s*[\"']?(?!#)", re.IGNORECASE)

# What the shared grammars of numbers, paths and transforms refuse, in this reader's words.
_OWN_CODES = {
    "artwork.not_xml": "svg_not_xml",
    "artwork.bad_encoding": "svg_bad_encoding",
    "artwork.entities": "svg_entities",
    "artwork.too_many": "svg_too_much",
    "artwork.bad_path": "svg_bad_path",
}


@dataclass(slots=True)
class Node:
    """One element, or `WORDS` in a text: bare name, attributes (`label` and `groupmode` are Inkscape's), children."""

    name: str
    attributes: dict[str, str]
    line: int
    children: list[Node] = field(default_factory=list)
    words: str = ""


@dataclass(slots=True)
class Tree:
    """The root of a file, and how often it holds elements that draw no line."""

    root: Node
    unread: Counter[str]


def parse_elevation(content: bytes, file: str = "") -> Tree:
    """Return the elements of an SVG file.

    Raises:
        PlanError: It is too large, nested too deeply, no UTF-8 or no XML, declares entities, or holds a script, a link
            to another file, or a style that moves things.
    """
    if len(content) > MOST_BYTES:
        size, most = round(len(content) / 1048576, 1), MOST_BYTES // 1048576
        raise PlanError("reading.file_too_big", at=Location(file=file or None), size_mb=size, max_mb=most)
    handler = _Handler(file)
    try:
        parse_into(handler, content, file)
    except SpecError as error:
        raise refused(error) from error
    if handler.root is None:
        raise PlanError("reading.svg_no_root", at=Location(file=file or None))
    return Tree(root=handler.root, unread=handler.unread)


def refused(error: SpecError) -> PlanError:
    """Return what the shared grammars say against a value as an error of a plan."""
    code = _OWN_CODES.get(error.code, "svg_bad_value")
    value = error.params.get("value", error.params.get("reference", "—"))
    kept = {k: v for k, v in error.params.items() if k in ("most", "place", "reason")}
    return PlanError(f"reading.{code}", at=error.at, value=str(value)[:60], **kept)


class _Handler(ContentHandler):
    """Builds the tree and stops at the first thing that is not to be read."""

    def __init__(self, file: str) -> None:
        super().__init__()
        self._file = file or None
        self._open: list[Node] = []
        self._skipping = self._count = 0
        self.root: Node | None = None
        self.unread: Counter[str] = Counter()

    def at(self) -> Location:
        locator = getattr(self, "_locator", None)
        return Location(file=self._file, line=locator.getLineNumber() if locator else None)

    def startElementNS(  # noqa: N802 — SAX's own names here and below
        self, name: tuple[str | None, str], qname: str | None, attrs: AttributesNSImpl
    ) -> None:
        self._count += 1
        if self._count > MOST_ELEMENTS:
            raise PlanError("reading.too_many_entities", at=self.at(), most=MOST_ELEMENTS)
        if len(self._open) + self._skipping >= MOST_DEPTH:
            raise PlanError("reading.svg_too_deep", at=self.at(), most=MOST_DEPTH)
        space, bare = name
        if bare in _SCRIPTS:
            raise PlanError("reading.svg_script", at=self.at(), what=f"<{bare}>")
        if self._skipping or not self._is_read(space, bare):
            self._skipping += 1
            return
        node = Node(bare, self._attributes(bare, attrs), self.at().line or 1)
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:  # noqa: N802
        if self._skipping:
            self._skipping -= 1
            return
        done = self._open.pop()
        if done.name == "style":
            self._check_style(done.words)

    def characters(self, content: str) -> None:
        if self._skipping or not self._open:
            return
        top = self._open[-1]
        if top.name in _WORDS:  # a child of its own, so that words and spans keep their order
            if not top.children or top.children[-1].name != WORDS:
                top.children.append(Node(WORDS, {}, top.line))
            top = top.children[-1]
        if top.name in (WORDS, "style") and len(top.words) < MOST_OUTLINE:
            top.words += content

    def processingInstruction(self, target: str, data: str) -> None:  # noqa: N802
        if target == "xml-stylesheet":
            raise PlanError("reading.svg_reference", at=self.at(), reference=_short(data))

    def _is_read(self, space: str | None, bare: str) -> bool:
        if not self._open:
            if bare != "svg" or space not in (None, SVG):
                raise PlanError("reading.svg_no_root", at=self.at())
            return True
        if space not in (None, SVG) or bare in _SILENT:
            return False  # an editor's own notes
        if bare not in _READ or bare == "svg":
            self.unread[bare] += 1
            return False
        return True

    def _attributes(self, bare: str, attrs: AttributesNSImpl) -> dict[str, str]:
        kept: dict[str, str] = {}
        for (space, key), value in attrs.items():
            most = MOST_OUTLINE if key in ("d", "points") else MOST_VALUE
            if key.lower().startswith("on"):
                raise PlanError("reading.svg_script", at=self.at(), what=_short(key))
            if key == "href" and space in (None, "", _XLINK):
                if bare == "use" and not value.strip().startswith("#"):
                    raise PlanError("reading.svg_reference", at=self.at(), reference=_short(value))
                kept["href"] = value.strip()[:MOST_VALUE]
            elif space in (None, "") or space == _INKSCAPE:
                if len(value) > most and (key in _SHAPING or key.startswith("data-")):
                    raise PlanError("reading.svg_long_value", at=self.at(), attribute=_short(key), most=most)
                kept[key] = value.strip()
        if "style" in kept:
            self._check_style(kept["style"])
        return kept

    def _check_style(self, words: str) -> None:
        bare = re.sub(r"/\*.*?\*/", "", words, flags=re.DOTALL)
        if "\\" in bare or _FETCHES.search(bare):
            raise PlanError("reading.svg_reference", at=self.at(), reference=_short(bare.strip()))
        if found := _MOVES.search(bare):
            raise PlanError("reading.svg_style_moves", at=self.at(), what=_short(found[0].strip(" ;{")))


_SHAPING = frozenset(
    ("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "width", "height", "d", "points", "viewBox")
) | {"transform", "id", "class", "label", "style", "font-size", "text-anchor", "preserveAspectRatio"}


def _short(text: str) -> str:
    shown = "".join(c if c.isprintable() else "·" for c in text[:48])
    return shown + ("…" if len(text) > 48 else "")
