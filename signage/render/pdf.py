"""PDF at true paper size: the SVG of a drawing on a Typst page, with every label as real text over it.

The words are set in the default typeface at the size, weight and advance with which the scene measured them, so they
can be searched and copied and stand where the outlines would. PDF/A-2b, the same bytes for the same scene.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from math import cos, radians, sin
from typing import Any, assert_never

from signage.errors import RenderError
from signage.geometry import Point, Rect
from signage.render import svg
from signage.render.backend import Rendering
from signage.render.page_pictures import pixels_for, reduced_picture
from signage.render.svg_light import Toner, layer_of
from signage.render.typst_runner import compile_pdf
from signage.render.viewport import Viewport
from signage.resources import bundled
from signage.scene import (
    ANNOTATION_LAYERS,
    SIGN_LAYER,
    Anchor,
    Dimension,
    Fill,
    Glow,
    Group,
    Label,
    Node,
    Picture,
    Scene,
    Shadow,
    Stroke,
)
from signage.typography import DEFAULT_TYPEFACE, FontCatalogue, Typeface

_CSS_PX_MM = 25.4 / 96
_LIGHT_CELLS = 1000  # of thrown light across the page: many readers enlarge pictures without smoothing
_PAPER_MM = (10.0, 5000.0)  # a page's least and greatest side: 5 m is what a PDF reader opens


def draw(scene: Scene, viewport: Viewport) -> Rendering:
    """Return the scene as a PDF of one page, `viewport.scale` paper millimetres to a scene millimetre.

    Raises:
        RenderError: The page would be smaller than 10 mm or larger than 5 m, or a picture is broken.
        ToolError: Typst refused.
    """
    return _compiled(scene.title, scene.model_digest, [(scene, viewport)])


def draw_pages(scenes: Sequence[Scene], viewports: Sequence[Viewport] | None = None) -> Rendering:
    """Return scenes, such as the pages of a sheet, as one PDF with a page each.

    Title and digest are those of the first.

    Args:
        scenes: In their order.
        viewports: How each lies on its page; scenes of paper at true size when left out.

    Raises:
        RenderError: There is no page, one is too small or too large, or a picture is broken.
        ToolError: Typst refused.
    """
    if not scenes:
        raise RenderError("pdf.no_pages")
    shown = viewports or [Viewport.of(scene) for scene in scenes]
    pages = list(zip(scenes, shown, strict=True))
    return _compiled(scenes[0].title, scenes[0].model_digest, pages)


def _compiled(title: str, digest: str, pages: Sequence[tuple[Scene, Viewport]]) -> Rendering:
    content: list[dict[str, Any]] = []
    files: dict[str, bytes] = {}
    losses: dict[str, None] = {}
    for number, (scene, viewport) in enumerate(pages, 1):
        page, lines = _page(scene, viewport)
        name = f"drawing-{number}.svg"
        content.append({**page, "drawing": name, "alt": scene.title})
        files[name] = lines.content
        losses.update(dict.fromkeys(lines.losses))
    compiled = compile_pdf(
        bundled("templates", "documents", "drawing.typ"),
        {"title": title, "digest": digest, "pages": content},
        files=files,
        tags=False,
    )
    return Rendering(content=compiled.content, media_type="application/pdf", suffix=".pdf", losses=tuple(losses))


def _page(scene: Scene, viewport: Viewport) -> tuple[dict[str, Any], Rendering]:
    """Return the size and the words of a page, and its lines and pictures as SVG."""
    width, height = viewport.bounds.width * viewport.scale, viewport.bounds.height * viewport.scale
    if min(width, height) < _PAPER_MM[0] or max(width, height) > _PAPER_MM[1]:
        raise RenderError("pdf.paper_out_of_range", width=round(width, 1), height=round(height, 1))
    # Typst turns soft light into pixels at the size that the SVG states; the page stretches it to the paper.
    fine = replace(viewport, scale=viewport.width_px * _CSS_PX_MM / viewport.bounds.width)
    lines = svg.draw(
        replace(scene, nodes=tuple(_wordless(scene.nodes, viewport.scale))), fine, light_cells=_LIGHT_CELLS
    )
    toner = Toner(scene.ambience)
    words = [word for node in scene.nodes for word in _words(node, viewport, viewport.bounds, "", toner)]
    return {"width_mm": round(width, 4), "height_mm": round(height, 4), "words": words}, lines


def _wordless(nodes: Iterable[Node], scale: float) -> Iterator[Node]:
    """Yield the nodes without their labels, pictures at the page's resolution; dimensions keep their strokes."""
    for node in nodes:
        match node:
            case Label():
                continue
            case Group():
                yield replace(node, children=tuple(_wordless(node.children, scale)))
            case Dimension():
                yield replace(node, parts=tuple(part for part in node.parts if isinstance(part, Stroke)))
            case Picture():
                most = pixels_for(node.rect.width * scale)
                content, media_type = reduced_picture(node.content, node.media_type, most)
                yield replace(node, content=content, media_type=media_type)
            case Fill() | Stroke() | Shadow() | Glow():
                yield node
            case _:
                assert_never(node)


def _words(node: Node, viewport: Viewport, shown: Rect, layer: str, toner: Toner) -> Iterator[dict[str, Any]]:
    layer = layer_of(node, layer)
    match node:
        case Label():
            if node.text.strip() and _is_shown(node, shown):
                colour = node.colour if layer in ANNOTATION_LAYERS else toner.surface(node.colour)
                yield {**_word(node, viewport), "colour": colour.lower()}
        case Group():
            inner = shown if node.clip is None else shown.intersection(node.clip)
            if node.layer == SIGN_LAYER:
                toner = replace(toner, is_on_sign=True)
            for child in node.children if inner is not None else ():
                yield from _words(child, viewport, inner or shown, layer, toner)
        case Dimension():
            for part in node.parts:
                yield from _words(part, viewport, shown, layer, toner)
        case Fill() | Stroke() | Shadow() | Glow() | Picture():
            return
        case _:
            assert_never(node)


def _is_shown(node: Label, shown: Rect) -> bool:
    box = node.outline.control_bounds()
    return box is None or shown.overlaps(box)


def _word(node: Label, viewport: Viewport) -> dict[str, Any]:
    face = _typeface(node.weight)
    em = face.label_em_mm(node.text, node.height_mm)
    advance = face.advance_mm(node.text, em)
    shift = {Anchor.START: 0.0, Anchor.MIDDLE: -advance / 2, Anchor.END: -advance}[node.anchor]
    turn = radians(node.angle_deg)
    start = Point(node.at.x + shift * cos(turn), node.at.y + shift * sin(turn))
    scale = viewport.scale
    return {
        "text": node.text,
        "x_mm": round((start.x - viewport.bounds.x0) * scale, 4),
        "y_mm": round((viewport.bounds.y1 - start.y) * scale, 4),
        "size_mm": round(em * scale, 5),
        "advance_mm": round(advance * scale, 5),
        "weight": node.weight,
        "angle_deg": node.angle_deg,
    }


@lru_cache(maxsize=16)
def _typeface(weight: int) -> Typeface:
    return _catalogue().typeface(DEFAULT_TYPEFACE, weight)


@lru_cache(maxsize=1)
def _catalogue() -> FontCatalogue:
    return FontCatalogue.standard()
