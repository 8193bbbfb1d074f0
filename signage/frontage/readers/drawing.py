"""A drawing before it means anything: flattened lines and texts by layer, in the file's own coordinates and unit."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from signage.frontage.readers.report import Note
from signage.geometry import Point, Rect

Segment = tuple[Point, Point]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A line drawn on a layer; curves are already chords.

    Attributes:
        points: Two or more; a closed stroke does not repeat its first.
        source: What it is in the file, such as `LINE #1F3`.
        groups: Numbers of the block inserts that it came from, the outermost first; empty when none.
    """

    layer: str
    points: tuple[Point, ...]
    is_closed: bool = False
    source: str = ""
    groups: tuple[int, ...] = ()

    @property
    def box(self) -> Rect:
        """Its bounding box."""
        return Rect.around(self.points)

    @property
    def segments(self) -> Iterator[Segment]:
        """Its straight pieces."""
        yield from itertools.pairwise(self.points)
        if self.is_closed:
            yield self.points[-1], self.points[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A text, or the attributes of a block insert.

    Attributes:
        at: Its middle as far as that can be told without the typeface.
        height: Letter height in drawing units, 0 for attributes.
        fields: Attribute tags and values, in file order.
        groups: Numbers of the inserts, as of `Stroke`.
    """

    layer: str
    text: str
    at: Point
    height: float = 0.0
    source: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    groups: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """All that a reader found.

    Attributes:
        reader: Name of the reader.
        unit: Unit that the file itself declares (`mm`, `cm`, `m`, `in`, `ft`), None when it does not.
        kinds: (layer, sort of entity, how many), for `inspect`.
        header_box: Extents as the file's header claims them.
        ignored: What was left out.
        repairs: What was mended in the file.
        doubts: What was read all the same and should be looked at.
    """

    reader: str
    unit: str | None
    strokes: tuple[Stroke, ...]
    labels: tuple[Label, ...]
    kinds: tuple[tuple[str, str, int], ...] = ()
    header_box: tuple[float, float, float, float] | None = None
    ignored: tuple[Note, ...] = ()
    repairs: tuple[Note, ...] = ()
    doubts: tuple[Note, ...] = ()
