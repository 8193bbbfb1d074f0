"""The drawing of the blanks (下料展开图): what is folded or drilled, flat at 1:1 with its folds, holes and dimensions.

It goes with the workshop drawing, on sheets of its own beside it. The cutting file has the same outlines and holes for
the machine; folds are here alone, on the layer `fold`. Parts are drawn by outer sizes, without a bend's allowance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from signage.design import SignLayout
from signage.fabrication import Drilled, Tables, drilled_of
from signage.geometry import Affine, Path, Point, Rect
from signage.locale import text
from signage.scene.blank_items import BlankItem, blank_items, draw_item
from signage.scene.labels import label
from signage.scene.nodes import Dimension, Fill, Group, Label, Node, Scene, Stroke
from signage.scene.workshop import compose_workshop
from signage.scene.workshop_tables import BLOCK, title_block
from signage.typography import FontCatalogue

_PAPER = (420.0, 297.0)
_EDGE, _HEAD, _AIR = 5.0, 20.0, 8.0  # paper mm: of the frame, of the heading, between parts
_SCALES = (2.0, 3.0, 4.0, 5.0, 8.0, 10.0, 15.0, 20.0, 25.0, 30.0, 40.0, 50.0, 75.0, 100.0, 150.0, 200.0)
_APART = 40.0  # between two sheets in the drawing, paper mm
_SMALLER = 2.5  # how much smaller parts may be drawn to stand on one sheet
_LEAST = 16.0  # of a part's longer side on paper: what would be smaller goes on a sheet of its own
_ROUND_A_PART = (40.0, 45.0)  # for dimensions and words beside and over a part, paper mm


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    """A part on a sheet: its drawing, and where the lower left corner of all that is drawn of it lies, paper mm."""

    node: Group
    box: Rect
    at: Point


def compose_workshop_pages(
    layout: SignLayout, fonts: FontCatalogue, *, drilled: Drilled | None = None
) -> tuple[Scene, ...]:
    """Return the workshop drawing and the sheets of its blanks, beside each other in one space at 1:1.

    Args:
        layout: The sign.
        fonts: For every word.
        drilled: Holes and clamps as a pack's load asks for them; those of a pack without a place when left out.

    Raises:
        GlyphMissing: The default typeface lacks a character of a name.
    """
    tables, held = Tables(), drilled or drilled_of(layout)
    first = compose_workshop(layout, fonts, drilled=held)
    items = blank_items(layout, held, tables)
    groups = enumerate(_alike(items), 1)
    sheets = [sheet for number, group in groups for sheet in _sheets(group, fonts, tables, number)]
    pages, right = [first], first.bounds.x1
    for number, (placed, scale) in enumerate(sheets, 1):
        right += _APART * scale
        page = Rect.sized(right, first.bounds.y0, _PAPER[0] * scale, _PAPER[1] * scale)
        pages.append(_page(layout, fonts, placed, page, scale, (number, len(sheets))))
        right = page.x1
    return tuple(pages)


def in_one_space(pages: Sequence[Scene]) -> Scene:
    """Return pages that lie beside each other as one scene, for a drawing file that has one space."""
    first = pages[0]
    return replace(first, bounds=Rect.joined([p.bounds for p in pages]), nodes=tuple(n for p in pages for n in p.nodes))


def _alike(items: Sequence[BlankItem]) -> list[list[BlankItem]]:
    """Return parts in groups that one scale suits, largest first: no plate becomes a dot beside a fascia."""
    groups: list[list[BlankItem]] = []
    scale = 0.0
    for item in sorted(items, key=lambda one: -max(one.size)):
        if groups and max(item.size) >= _LEAST * scale:
            groups[-1].append(item)
            continue
        groups.append([item])
        wide, high = (side - around for side, around in zip(_PAPER, _ROUND_A_PART, strict=True))
        fits = (n for n in _SCALES if item.size[0] / n <= wide and item.size[1] / n <= high)
        scale = next(fits, _SCALES[-1])
    return groups


def _sheets(
    items: Sequence[BlankItem], fonts: FontCatalogue, tables: Tables, group: int
) -> list[tuple[list[_Placed], float]]:
    """Return the sheets of a group with their scale: the largest at which its largest part fits, then the fewest."""

    def drawn(scale: float) -> list[tuple[Group, Rect]]:
        return [
            draw_item(item, fonts, tables, scale, f"blank-{group}-{number}") for number, item in enumerate(items, 1)
        ]

    tried: list[tuple[list[list[_Placed]], float]] = []
    for scale in _SCALES:
        pages = _packed(drawn(scale), scale)
        if pages is None:
            continue
        tried.append((pages, scale))
        if len(pages) == 1 or scale > _SMALLER * tried[0][1]:
            break
    if not tried:  # larger than any sheet at the smallest scale: over its edge, then
        tried = [([[_Placed(node=node, box=box, at=Point(2 * _EDGE, 2 * _EDGE)) for node, box in drawn(_SCALES[-1])]],
                  _SCALES[-1])]  # fmt: skip
    pages, scale = min(tried, key=lambda one: (len(one[0]), one[1]))
    return [(page, scale) for page in pages]


def _packed(drawn: Sequence[tuple[Group, Rect]], scale: float) -> list[list[_Placed]] | None:
    """Return parts in rows on as many sheets as they take, None where one is larger than a sheet."""
    inside = Rect(2 * _EDGE, 2 * _EDGE, _PAPER[0] - 2 * _EDGE, _PAPER[1] - _EDGE - _HEAD)
    block = Rect(_PAPER[0] - _EDGE - BLOCK[0] - _AIR, 0.0, _PAPER[0], _EDGE + BLOCK[1] + _AIR)
    pages: list[list[_Placed]] = [[]]
    x, top, low = inside.x0, inside.y1, inside.y1
    for node, box in drawn:
        wide, tall = box.width / scale, box.height / scale
        for attempt in range(4):
            spot = Rect(x, top - tall, x + wide, top)
            if inside.grown(1e-6).contains(spot) and spot.intersection(block) is None:
                break
            if attempt == 3:
                return None
            if x > inside.x0:  # the next row
                x, top = inside.x0, low - _AIR
            else:  # the next sheet
                pages.append([])
                x, top, low = inside.x0, inside.y1, inside.y1
        pages[-1].append(_Placed(node=node, box=box, at=Point(spot.x0, spot.y0)))
        x, low = spot.x1 + _AIR, min(low, spot.y0)
    return [page for page in pages if page]


def _page(
    layout: SignLayout,
    fonts: FontCatalogue,
    placed: Sequence[_Placed],
    page: Rect,
    scale: float,
    number: tuple[int, int],
) -> Scene:
    frame = page.grown(-_EDGE * scale)
    title = Rect(frame.x1 - BLOCK[0] * scale, frame.y0, frame.x1, frame.y0 + BLOCK[1] * scale)
    name = text("workshop.blanks_title", name=layout.spec.name)
    sheet = text("workshop.blanks_sheet", number=number[0], count=number[1]) if number[1] > 1 else ""
    head = Point(frame.x0 + 5.0 * scale, frame.y1 - 9.0 * scale)
    nodes: list[Node] = [
        Stroke(path=Path.rect(frame), colour="#37474F", width_mm=0.5 * scale, layer="text"),
        label(fonts, name + sheet, head, 5.0 * scale, weight=700),
        label(fonts, text("workshop.blanks_facts"), Point(head.x, head.y - 6.0 * scale), 2.2 * scale),
        *title_block(layout, fonts, title, scale, drawing=text("workshop.blanks_value")),
    ]
    for one in placed:
        by = Affine.shift(page.x0 + one.at.x * scale - one.box.x0, page.y0 + one.at.y * scale - one.box.y0)
        nodes.append(_moved(one.node, by))
    return Scene(
        id=f"blanks-{number[0]}",
        title=name + sheet,
        bounds=page,
        nodes=tuple(nodes),
        model_digest=layout.digest,
    )


def _moved(node: Node, by: Affine) -> Node:
    """Return a node shifted: only what a part is drawn of."""
    match node:
        case Group():
            return replace(node, children=tuple(_moved(child, by) for child in node.children))
        case Stroke() | Fill():
            return replace(node, path=node.path.transformed(by))
        case Label():
            return replace(node, at=by.apply(node.at), outline=node.outline.transformed(by))
        case Dimension():
            parts = tuple(part for child in node.parts if isinstance(part := _moved(child, by), Stroke | Label))
            ends = (by.apply(node.start), by.apply(node.end), by.apply(node.line_at))
            return replace(node, start=ends[0], end=ends[1], line_at=ends[2], parts=parts)
        case _:
            return node
