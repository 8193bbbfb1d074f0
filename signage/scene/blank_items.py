"""One folded or drilled part as it is drawn flat: outline, dash-dotted folds, holes, dimensions, and what it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from signage.design import Piece, SignLayout
from signage.fabrication import CutShape, CutSheet, Drilled, Fold, Tables, cut_sheets, part_numbers, span_of
from signage.geometry import Path, Point, Rect
from signage.locale import either, text
from signage.scene.dimensions import SHEET_STYLE, Stop, chain, number_boxes
from signage.scene.labels import label, label_box, text_width
from signage.scene.nodes import Anchor, Dimension, Group, Node, Stroke
from signage.scene.shapes import ellipse, line
from signage.scene.sheet_paper import even
from signage.scene.workshop_dimensions import DECIMALS
from signage.scene.workshop_look import FINE_MM, OUTLINE_MM, colour_of
from signage.typography import FontCatalogue

FOLD_LAYER, HOLE_LAYER = "fold", "hole"
_FOLD, _HOLE = "#7A3FB0", "#D9500B"
_DASH_DOT = (3.0, 0.6, 0.4, 0.6)  # paper mm
_CAPTION, _PITCH, _WORDS = 2.2, 3.6, 1.8  # paper mm
_SAME_MM = 0.05  # parts that differ by less are one
_STOPS = 9  # of a row of dimensions; of more holes the outermost are measured
_LEVEL = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankItem:
    """Equal flat parts of a sign.

    Attributes:
        subjects: Ids of the pieces that they are of.
        numbers: Part numbers of those pieces.
        use: What they are in the piece.
        material: Id of the plate.
        thickness_mm: Of the plate.
        shape: One of them, its lower left corner at the origin.
        count: How many are cut.
        share: Which of how many joined pieces it is, such as (1, 2); None for one that is whole.
        layer: Drawing layer.
        colour: Of its outline.
    """

    subjects: tuple[str, ...]
    numbers: tuple[str, ...]
    use: str
    material: str
    thickness_mm: float
    shape: CutShape
    count: int
    share: tuple[int, int] | None
    layer: str
    colour: str

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the flat part."""
        box = self.shape.outline.bounds()
        return (box.width, box.height) if box is not None else (0.0, 0.0)


def blank_items(layout: SignLayout, drilled: Drilled, tables: Tables) -> tuple[BlankItem, ...]:
    """Return what is folded or drilled of a sign, equal parts together, in the order of the pieces."""
    numbers = part_numbers(layout.pieces)
    found: dict[tuple[object, ...], list[BlankItem]] = {}
    for piece in layout.pieces:
        for sheet in cut_sheets(piece, layout, tables, drilled=drilled):
            if not any(shape.folds or shape.holes for shape in sheet.shapes):
                continue
            for item in _items(piece, sheet, numbers[piece.id]):
                found.setdefault(_key(item), []).append(item)
    return tuple(_together(same) for same in found.values())


def _items(piece: Piece, sheet: CutSheet, number: str) -> Iterator[BlankItem]:
    is_joined = not sheet.is_loose and len(sheet.shapes) > 1
    for index, shape in enumerate(sheet.shapes, 1):
        box = shape.outline.bounds()
        if box is None:
            continue
        yield BlankItem(
            subjects=(piece.id,),
            numbers=(number,),
            use=sheet.use,
            material=sheet.material,
            thickness_mm=sheet.thickness_mm,
            shape=shape.moved(-box.x0, -box.y0),
            count=sheet.copies,
            share=(index, len(sheet.shapes)) if is_joined else None,
            layer=f"blank-{sheet.material}-{sheet.thickness_mm:g}",
            colour=colour_of(piece),
        )


def _key(item: BlankItem) -> tuple[object, ...]:
    shape = item.shape

    def near(*values: float) -> tuple[int, ...]:
        return tuple(round(value / _SAME_MM) for value in values)

    return (
        item.use,
        item.layer,
        item.share,
        shape.outline.verbs,
        near(*shape.outline.coords),
        tuple(near(*hole.centre, hole.diameter_mm) for hole in shape.holes),
        tuple((*near(*fold.start, *fold.end, fold.height_mm), fold.is_reverse) for fold in shape.folds),
        near(*(value for path in shape.openings for value in path.coords)),
    )


def _together(same: list[BlankItem]) -> BlankItem:
    first = same[0]
    return BlankItem(
        subjects=tuple(dict.fromkeys(one for item in same for one in item.subjects)),
        numbers=tuple(dict.fromkeys(one for item in same for one in item.numbers)),
        use=first.use,
        material=first.material,
        thickness_mm=first.thickness_mm,
        shape=first.shape,
        count=sum(item.count for item in same),
        share=first.share,
        layer=first.layer,
        colour=first.colour,
    )


# --- drawn ------------------------------------------------------------------------------------------------------------


def draw_item(item: BlankItem, fonts: FontCatalogue, tables: Tables, scale: float, name: str) -> tuple[Group, Rect]:
    """Return a part drawn flat at 1:1, its lower left corner at the origin, and the box of all that is drawn of it.

    Args:
        item: The part.
        fonts: For numbers and words.
        tables: For the name of its plate.
        scale: Model millimetres to one on the plot, that words and ticks are sized for.
        name: Id of its group.
    """
    shape, (wide, high) = item.shape, item.size
    width = OUTLINE_MM * scale
    outlines = [Stroke(path=path, colour=item.colour, width_mm=width, layer=item.layer) for path in _paths(shape)]
    dash = tuple(part * scale for part in _DASH_DOT)
    folds: list[Node] = [
        line((fold.start, fold.end), _FOLD, FINE_MM * scale, dash=dash, layer=FOLD_LAYER) for fold in shape.folds
    ]
    holes = [
        Stroke(
            path=ellipse(*hole.centre, hole.diameter_mm / 2), colour=_HOLE, width_mm=FINE_MM * scale, layer=HOLE_LAYER
        )
        for hole in shape.holes
    ]
    dimensions = _dimensions(item, fonts, scale)
    foot = -_PITCH * scale
    captions = [
        label(
            fonts,
            words,
            Point(0.0, foot - _PITCH * scale * index),
            even(words, tall * scale),
            weight=700 if not index else 500,
        )
        for index, (words, tall) in enumerate(_captions(item, tables))
    ]
    nodes: tuple[Node, ...] = (
        *outlines,
        *folds,
        *holes,
        *_fold_words(item, fonts, scale),
        Group(id=f"{name}-dimensions", children=dimensions, layer="dimension"),
        *captions,
    )
    boxes = [*number_boxes(dimensions), *(label_box(one) for one in captions), Rect(0.0, 0.0, wide, high)]
    lines = [Rect.around((d.start, d.end, d.line_at)) for d in dimensions]
    return Group(id=name, children=nodes, title=captions[0].text, subject=item.subjects[0]), Rect.joined(
        [*boxes, *lines]
    )


def _paths(shape: CutShape) -> tuple[Path, ...]:
    return shape.outline, *shape.openings


def _captions(item: BlankItem, tables: Tables) -> Iterator[tuple[str, float]]:
    """Yield the lines under a part: what it is and how many; its plate and size; its holes and folds."""
    plate = tables.stock.find_plate(item.material)
    name = either(plate.name_zh, plate.name_en) if plate is not None else item.material
    part = "" if item.share is None else text("workshop.blank_part", part=item.share[0], parts=item.share[1])
    use = text(f"fabrication.use_{item.use}")
    yield text("workshop.blank_name", numbers=span_of(item.numbers), use=use, part=part, count=item.count), _CAPTION
    wide, high = (f"{value:.1f}".removesuffix(".0") for value in item.size)
    yield f"{name} {item.thickness_mm:g} mm　{wide}×{high}", _WORDS
    said = []
    if item.shape.holes:
        sizes = sorted({hole.diameter_mm for hole in item.shape.holes})
        said += [f"{sum(h.diameter_mm == size for h in item.shape.holes)}-φ{size:g}" for size in sizes]
    if item.shape.folds:
        heights = "／".join(f"{value:.1f}".removesuffix(".0") for value in _heights(item.shape.folds))
        back = sum(fold.is_reverse for fold in item.shape.folds)
        code = "workshop.blank_folds_both" if back else "workshop.blank_folds"
        said.append(text(code, count=len(item.shape.folds), heights=heights, reverse=back))
    if said:
        yield "　".join(said), _WORDS


def _heights(folds: tuple[Fold, ...]) -> list[float]:
    return list(dict.fromkeys(round(fold.height_mm, 1) for fold in folds))


def _fold_words(item: BlankItem, fonts: FontCatalogue, scale: float) -> Iterator[Node]:
    """Yield how high the sheet is folded at each fold that has room for it, on the side that is folded."""
    tall, (wide, high) = _WORDS * scale, item.size
    for fold in item.shape.folds:
        code = "workshop.fold_reverse" if fold.is_reverse else "workshop.fold"
        words = text(code, height=f"{fold.height_mm:.1f}".removesuffix(".0"))
        is_level, is_upright = abs(fold.start.y - fold.end.y) < _LEVEL, abs(fold.start.x - fold.end.x) < _LEVEL
        if not (is_level or is_upright) or not _has_room(item, fold, tall):
            continue
        long = abs(fold.end.x - fold.start.x) + abs(fold.end.y - fold.start.y)
        if text_width(fonts, words, tall) > long - tall:
            continue
        middle = Point((fold.start.x + fold.end.x) / 2, (fold.start.y + fold.end.y) / 2)
        if is_level:  # on the inner side of the line: the returns are narrow
            y = middle.y + tall * 0.5 if middle.y < high / 2 else middle.y - tall * 1.5
            yield label(fonts, words, Point(middle.x, y), tall, Anchor.MIDDLE, colour=_FOLD, layer=FOLD_LAYER)
        else:
            x = middle.x + tall * 1.5 if middle.x < wide / 2 else middle.x - tall * 0.5
            yield label(
                fonts, words, Point(x, middle.y), tall, Anchor.MIDDLE, angle_deg=90.0, colour=_FOLD, layer=FOLD_LAYER
            )


def _has_room(item: BlankItem, fold: Fold, tall: float) -> bool:
    """Whether words stand clear of the next fold and of the edge."""
    is_level = abs(fold.start.y - fold.end.y) < _LEVEL
    own, most = (fold.start.y, item.size[1]) if is_level else (fold.start.x, item.size[0])
    others = [other.start.y if is_level else other.start.x for other in item.shape.folds if other is not fold]
    same = [other for other in others if abs(other - own) > _LEVEL]
    return min((abs(other - own) for other in (*same, most, 0.0)), default=0.0) > tall * 2.2


def _dimensions(item: BlankItem, fonts: FontCatalogue, scale: float) -> tuple[Dimension, ...]:
    """Return the whole size, and over it where folds and holes lie, along the top and at the left."""
    style, (wide, high) = SHEET_STYLE.scaled(scale), item.size
    across, upright = _places(item, is_level=False), _places(item, is_level=True)
    made: list[Dimension] = []
    for places, most, is_vertical in ((across, wide, False), (upright, high, True)):
        at, step = (
            (-style.first_mm * 0.7, -style.step_mm) if is_vertical else (high + style.first_mm * 0.7, style.step_mm)
        )
        edge = 0.0 if is_vertical else high
        rows = [places, [0.0, most]] if len(places) > 2 else [[0.0, most]]
        for row in rows:
            stops = [Stop(at=value, edge=edge, model_mm=value) for value in row]
            done = chain(
                fonts, stops, at, is_vertical=is_vertical, style=style, subject="blank", decimals=DECIMALS,
                taken=number_boxes(made),
            )  # fmt: skip
            made += done
            far = [box.x0 if is_vertical else box.y1 for box in number_boxes(done)]
            beyond = min(far, default=at) if is_vertical else max(far, default=at)
            at = (
                min(at + step, beyond - style.step_mm / 2)
                if is_vertical
                else max(at + step, beyond + style.step_mm / 2)
            )
    return tuple(made)


def _places(item: BlankItem, *, is_level: bool) -> list[float]:
    """Return what is measured along one side: its ends, folds across it and the middles of holes."""
    most = item.size[1] if is_level else item.size[0]
    axis = 1 if is_level else 0
    folds = {fold.start[axis] for fold in item.shape.folds if abs(fold.start[axis] - fold.end[axis]) < _LEVEL}
    holes = sorted({hole.centre[axis] for hole in item.shape.holes})
    if len(folds) + len(holes) + 2 > _STOPS and len(holes) > 2:
        holes = [holes[0], holes[-1]]
    places = sorted({0.0, most, *folds, *holes})
    return [places[0], *(b for a, b in pairwise(places) if b - a > _SAME_MM)]
