"""Words, rules and boxes on a sheet, in paper millimetres: everything that must fit its cell does."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from signage.design import Colour
from signage.geometry import Path, Point, Rect
from signage.locale import Lang, spoken, text
from signage.scene.labels import label, shortened, text_width
from signage.scene.nodes import Anchor, Label, Node, Stroke
from signage.scene.shapes import line
from signage.typography import FontCatalogue, is_cjk

INK: Colour = "#1A1D21"
QUIET: Colour = "#59626D"
ACCENT: Colour = "#9B1C1F"

THICK = 0.5  # b
MEDIUM = 0.25  # 0.5b
THIN = 0.13  # 0.25b

LEAST_TEXT = 2.5  # paper mm, of a Chinese letter: nothing on a sheet is set smaller
ROOMY_TEXT = 3.0  # of tables and notes where there is room for it
_LEADING = 1.5
_RATHER_ONE = 0.7  # of the size wanted
_NEVER_FIRST = frozenset("，。；：、！？）》”’…")  # no line of Chinese text begins with one of these
_NEVER_LAST = ("（", "(", "《", "“", "‘")  # nor does one end with one of these
_IN_WORDS = "×–"  # of sizes, counts and ranges: `40×40×3`, `×4`, `L01–L04`
LATIN_SHARE = 0.8  # height of capitals beside Chinese letters of one size, so that cells of a table match


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A line or two of text in a box, shrunk and broken to fit.

    Attributes:
        text: A line feed starts a new line.
        text_mm: Height wanted.
        least_mm: It shrinks to this before the text is cut and ended with an ellipsis.
        is_centred: Across the box; otherwise from its left.
        indent_mm: Kept free at the left, for a chip of colour.
    """

    text: str
    box: Rect
    text_mm: float = 2.5
    weight: int = 400
    colour: Colour = INK
    is_centred: bool = False
    pad_mm: float = 1.0
    indent_mm: float = 0.0
    least_mm: float = LEAST_TEXT


def written(fonts: FontCatalogue, cell: Cell) -> tuple[Label, ...]:
    """Return the cell's text as one or more lines, vertically centred in its box."""
    if not cell.text:
        return ()
    wide = max(cell.box.width - 2 * cell.pad_mm - cell.indent_mm, 0.1)
    is_mixed = any(map(is_cjk, cell.text))
    if not is_mixed:
        cell = replace(cell, text_mm=cell.text_mm * LATIN_SHARE, least_mm=cell.least_mm * LATIN_SHARE)
    lines, height = _fitted(fonts, cell, wide)
    pitch = height * _LEADING
    y = cell.box.centre.y + (len(lines) - 1) * pitch / 2 - height / 2
    x = cell.box.centre.x if cell.is_centred else cell.box.x0 + cell.pad_mm + cell.indent_mm
    anchor = Anchor.MIDDLE if cell.is_centred else Anchor.START

    def tall(words: str) -> float:
        # A line without Chinese letters would be measured by its capitals and stand out among its neighbours.
        return height * LATIN_SHARE if is_mixed and not any(map(is_cjk, words)) else height

    return tuple(
        label(fonts, words, Point(x, y - index * pitch), tall(words), anchor, colour=cell.colour, weight=cell.weight)
        for index, words in enumerate(lines)
    )


def even(words: str, height: float) -> float:
    """Return the height at which words look as large as Chinese letters of a height: capitals alone stand lower."""
    return height if any(map(is_cjk, words)) else height * LATIN_SHARE


def lines_for(fonts: FontCatalogue, words: str, height: float, width: float, weight: int = 400) -> list[str]:
    """Return the text broken into lines no wider than `width`, at spaces in Latin words and anywhere in Chinese."""
    if "\n" in words:
        return [line for part in words.split("\n") for line in lines_for(fonts, part, height, width, weight)]
    lines: list[str] = []
    current: list[str] = []
    for token in _tokens(words):
        if text_width(fonts, ("".join(current) + token).rstrip(), height, weight) <= width or not current:
            current.append(token)
            continue
        if token in _NEVER_FIRST and len(current) == 1:  # a word that fills the line: its mark hangs over the edge
            current.append(token)
            continue
        kept = [current.pop(), token] if token in _NEVER_FIRST else [token.lstrip()]
        while len(current) > 1 and current[-1].endswith(_NEVER_LAST) and len(current[-1]) == 1:
            kept = [current.pop(), *kept]
        lines.append("".join(current).strip())
        current = kept
    rest = "".join(current).strip()
    return [*lines, rest] if rest else lines


def frame(box: Rect, width: float = MEDIUM, colour: Colour = INK, layer: str = "frame") -> Stroke:
    """Return a ruled box."""
    return Stroke(path=Path.rect(box), colour=colour, width_mm=width, layer=layer)


def rule(x0: float, y0: float, x1: float, y1: float, width: float = THIN, colour: Colour = INK) -> Stroke:
    """Return a ruled line."""
    return line(((x0, y0), (x1, y1)), colour, width, layer="frame")


def heading(
    fonts: FontCatalogue, key: str, at: Point, height: float = 3.5, suffix: str = "", room: float = math.inf
) -> Iterator[Node]:
    """Yield a title; a Chinese one has the English beside it in small letters where both fit into `room`."""
    zh = text(f"sheet.{key}") + (f"　{suffix}" if suffix else "")
    yield label(fonts, zh, at, height, weight=700, colour=INK)
    if spoken() is Lang.EN or heading_width(fonts, key, height, suffix) > room:
        return
    x = at.x + text_width(fonts, zh, height, 700) + height * 0.8
    yield label(fonts, text(f"sheet.{key}", Lang.EN).upper(), Point(x, at.y), LEAST_TEXT * LATIN_SHARE, colour=QUIET)


def heading_width(fonts: FontCatalogue, key: str, height: float, suffix: str = "") -> float:
    """Return how far a heading runs, with what is beside it."""
    zh = text(f"sheet.{key}") + (f"　{suffix}" if suffix else "")
    if spoken() is Lang.EN:
        return text_width(fonts, zh, height, 700)
    en = text(f"sheet.{key}", Lang.EN).upper()
    return text_width(fonts, zh, height, 700) + height * 0.8 + text_width(fonts, en, LEAST_TEXT * LATIN_SHARE)


def table(
    fonts: FontCatalogue,
    top: Point,
    widths: Sequence[float],
    rows: Sequence[Sequence[Cell | str]],
    *,
    row_mm: float | Sequence[float] = 7.0,
    head_mm: float = 5.5,
    text_mm: float = LEAST_TEXT,
) -> tuple[tuple[Node, ...], float]:
    """Return a ruled table whose first row is its head, and the level of its foot.

    Args:
        fonts: For the words.
        top: Upper left corner.
        widths: Of the columns.
        rows: Texts, or cells whose style is taken and whose box is not.
        row_mm: Height of a row, or of each row below the head.
        head_mm: Height of the head.
        text_mm: Height of the words.
    """
    nodes: list[Node] = []
    right, y = top.x + sum(widths), top.y
    nodes.append(rule(top.x, y, right, y, MEDIUM))
    for index, row in enumerate(rows):
        tall = head_mm if index == 0 else row_mm if isinstance(row_mm, float) else row_mm[index - 1]
        x = top.x
        for wide, entry in zip(widths, row, strict=True):
            box = Rect(x, y - tall, x + wide, y)
            nodes += written(fonts, _placed(entry, box, text_mm, is_head=index == 0))
            x += wide
        y -= tall
        nodes.append(rule(top.x, y, right, y, MEDIUM if index in (0, len(rows) - 1) else THIN))
    x = top.x
    for wide in (0.0, *widths):
        x += wide
        is_side = x in (top.x, right)
        nodes.append(rule(x, y, x, top.y, MEDIUM if is_side else THIN))
    return tuple(nodes), y


def _placed(entry: Cell | str, box: Rect, text_mm: float, *, is_head: bool) -> Cell:
    if isinstance(entry, Cell):
        return Cell(
            text=entry.text,
            box=box,
            text_mm=entry.text_mm,
            weight=entry.weight,
            colour=entry.colour,
            is_centred=entry.is_centred,
            pad_mm=entry.pad_mm,
            indent_mm=entry.indent_mm,
            least_mm=entry.least_mm,
        )
    weight = 700 if is_head else 400
    return Cell(text=entry, box=box, text_mm=text_mm, weight=weight, is_centred=is_head, least_mm=LEAST_TEXT)


def _fitted(fonts: FontCatalogue, cell: Cell, wide: float) -> tuple[list[str], float]:
    height = cell.text_mm
    if cell.box.height < height * _LEADING * 2:  # too low for two lines: rather one that is a little smaller
        while height > max(cell.least_mm, cell.text_mm * _RATHER_ONE):
            if "\n" not in cell.text and text_width(fonts, cell.text, height, cell.weight) <= wide:
                return [cell.text], height
            height -= 0.1
        height = cell.text_mm
    while height > cell.least_mm - 1e-9:
        lines = lines_for(fonts, cell.text, height, wide, cell.weight)
        most = max(1, int((cell.box.height - 0.6 + height * (_LEADING - 1.0)) // (height * _LEADING)))
        if len(lines) <= most and all(text_width(fonts, w, height, cell.weight) <= wide for w in lines):
            return lines, height
        height -= 0.1
    height = cell.least_mm
    most = max(1, int((cell.box.height - 0.6 + height * (_LEADING - 1.0)) // (height * _LEADING)))
    lines = lines_for(fonts, cell.text, height, wide, cell.weight)
    if len(lines) > most:
        between = "" if any(map(is_cjk, cell.text)) else " "
        lines = [*lines[: most - 1], between.join(lines[most - 1 :])]
    return [shortened(fonts, words, height, wide, cell.weight) for words in lines], height


def _tokens(words: str) -> Iterator[str]:
    word = ""
    for character in words:
        if character in _IN_WORDS or (character.isascii() and not character.isspace()):
            word += character
            continue
        if word:
            yield word
            word = ""
        yield character
    if word:
        yield word
