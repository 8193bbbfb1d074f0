"""Paint of a drawn logo: the properties that children inherit, from attributes, classes and styles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from signage.artwork.contours import Cap, Join
from signage.artwork.svg_values import Canvas, colour_of, length, number, opacity_of
from signage.errors import Location, SpecError

_Word = TypeVar("_Word", Cap, Join)


@dataclass(frozen=True, slots=True)
class Paint:
    """Properties that children inherit; colours as written, None is none."""

    fill: str | None = "#000000"
    fill_opacity: float = 1.0
    is_evenodd: bool = False
    stroke: str | None = None
    stroke_opacity: float = 1.0
    width: float = 1.0
    cap: Cap = Cap.BUTT
    join: Join = Join.MITER
    miter: float = 4.0
    colour: str = "#000000"
    is_visible: bool = True
    is_clip_evenodd: bool = False

    def filling(self, at: Location) -> tuple[str, float] | None:
        """Return the fill's colour and opacity, None when nothing is filled."""
        return self._ink(self.fill, self.fill_opacity, at)

    def stroking(self, at: Location) -> tuple[str, float] | None:
        """Return the stroke's colour and opacity, None when nothing is stroked."""
        return self._ink(self.stroke, self.stroke_opacity, at) if self.width > 0 else None

    def _ink(self, word: str | None, opacity: float, at: Location) -> tuple[str, float] | None:
        if word is None or not self.is_visible:
            return None
        colour, own = colour_of(self.colour if word.lower() == "currentcolor" else word, at)
        return (colour, own * opacity) if own * opacity > 0 else None


def painted(paint: Paint, own: dict[str, str], at: Location, canvas: Canvas) -> Paint:
    """Return a parent's paint under an element's own properties.

    Raises:
        SpecError: A value is none that the property takes.
    """
    for key, value in own.items():
        if value != "inherit" and key in _PAINTERS:
            paint = _PAINTERS[key](paint, value, at, canvas)
    return paint


def _width(paint: Paint, value: str, at: Location, view: Canvas) -> Paint:
    width = length(value, at, view.diagonal)
    if width < 0 or width > 10 * max(view.width, view.height):
        raise SpecError("artwork.bad_number", at=at, value=value[:40])
    return replace(paint, width=width)


def _word(kinds: type[_Word], value: str, at: Location) -> _Word:
    try:
        return kinds(value)
    except ValueError as exc:
        raise SpecError("artwork.bad_number", at=at, value=value[:40]) from exc


def _miter(paint: Paint, value: str, at: Location, _: Canvas) -> Paint:
    return replace(paint, miter=min(100.0, max(1.0, number(value, at))))


_PAINTERS: dict[str, Callable[[Paint, str, Location, Canvas], Paint]] = {
    "fill": lambda p, v, at, c: replace(p, fill=None if v == "none" else v),
    "fill-opacity": lambda p, v, at, c: replace(p, fill_opacity=opacity_of(v, at)),
    "fill-rule": lambda p, v, at, c: replace(p, is_evenodd=v == "evenodd"),
    "clip-rule": lambda p, v, at, c: replace(p, is_clip_evenodd=v == "evenodd"),
    "stroke": lambda p, v, at, c: replace(p, stroke=None if v == "none" else v),
    "stroke-opacity": lambda p, v, at, c: replace(p, stroke_opacity=opacity_of(v, at)),
    "stroke-width": _width,
    "stroke-linecap": lambda p, v, at, c: replace(p, cap=_word(Cap, v, at)),
    "stroke-linejoin": lambda p, v, at, c: replace(p, join=_word(Join, v, at)),
    "stroke-miterlimit": _miter,
    "color": lambda p, v, at, c: replace(p, colour=v if v.lower() != "currentcolor" else p.colour),
    "visibility": lambda p, v, at, c: replace(p, is_visible=v == "visible"),
}
