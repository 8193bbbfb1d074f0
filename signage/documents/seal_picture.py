"""The visible seal: drawn by ourselves as vectors, red ring, organ along the arc, and plainly a sample.

A sample seal says 演示 in the middle where an organ's own would carry the emblem; no five-pointed star is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import pi

from signage.geometry import Affine, Path, PathBuilder, Point
from signage.typography import FontCatalogue, Typeface

SEAL_MM = 40.0
_RING_MM = 1.15
_ARC_BASE_MM = 12.9  # radius of the baseline of the organ's name
_ARC_MM = 5.3  # em of the organ's name at most
_ARC_SPAN_DEG = 178.0  # the upper half: the date, which the seal lies over, stays free of letters
_LONG_SPAN_DEG = 236.0  # for names that would become too small in it
_LONG_FROM = 11
_CIRCLE = 0.5522847498307936  # control point of a quarter circle
_PT = 72 / 25.4
_SONG_FACES = ("noto-serif-cjk-sc", "noto-serif-sc")
_BOLD = 700
_LIGHT_STROKE_MM = 0.14  # around the letters of a Song face that has no bold, so that print and scan keep them


@dataclass(frozen=True, slots=True, kw_only=True)
class SealPicture:
    """A seal's outlines, filled red by the non-zero rule; mm, origin in its centre, y up.

    Attributes:
        outlines: The ring first, then the letters.
        stroke_mm: Width of a line along the letters' outlines, 0 without.
    """

    outlines: tuple[Path, ...]
    diameter_mm: float = SEAL_MM
    stroke_mm: float = 0.0

    def pdf_content(self) -> bytes:
        """Return it as PDF operators in a box of its diameter, points, lower left corner at the origin."""
        half = self.diameter_mm / 2
        to_points = Affine.shift(half, half).then(Affine.scale(_PT))
        parts = ["0.82 0 0.07 rg"]
        if self.stroke_mm > 0:
            parts.append(f"0.82 0 0.07 RG {self.stroke_mm * _PT:.3f} w 1 j")
        for index, outline in enumerate(self.outlines):
            parts.extend(_operators(outline.transformed(to_points)))
            parts.append("B" if self.stroke_mm > 0 and index > 0 else "f")
        return " ".join(parts).encode("ascii")


def draw_seal(organ: str, fonts: FontCatalogue, *, centre: str = "演示", foot: str = "行政审批专用章") -> SealPicture:
    """Return a round seal.

    Args:
        organ: Name along the arc.
        fonts: Gives the outlines; a Song face when there is one.
        centre: Word in the middle.
        foot: Words below it.

    Raises:
        GlyphMissing: The typeface lacks a character of the organ's name.
    """
    face = _face(fonts)
    radius = SEAL_MM / 2
    outlines = [_ring(radius, _RING_MM), *_along_arc(organ, face)]
    outlines.append(_centred(face, centre, 5.4))
    outlines.append(_centred(face, foot, min(3.3, 24.0 / max(len(foot), 1)), -11.0))
    is_light = face.identity.name in _SONG_FACES and face.weight < _BOLD
    return SealPicture(outlines=tuple(outlines), stroke_mm=_LIGHT_STROKE_MM if is_light else 0.0)


def _face(fonts: FontCatalogue) -> Typeface:
    known = {entry.name for entry in fonts.entries()}
    name = next((song for song in _SONG_FACES if song in known), "noto-sans-sc")
    return fonts.typeface(name, _BOLD if name in _SONG_FACES else 600)


def _along_arc(text: str, face: Typeface) -> Iterator[Path]:
    # as many degrees a letter as its em takes on the middle of the band, opened up to fill the arc when few
    count = len(text)
    span = _LONG_SPAN_DEG if count >= _LONG_FROM else _ARC_SPAN_DEG
    em = min(_ARC_MM, span / 180 * pi * _ARC_BASE_MM / max(count, 1) / 0.98)
    step = min(span / max(count - 1, 1), 31.0)
    first = step * (count - 1) / 2
    for index, letter in enumerate(text):
        if letter.isspace():
            continue
        glyph = face.shape(letter, em)
        # the em box stands on the baseline; its descent is a tenth, lifted so that letters fill the band evenly
        upright = Affine.shift(-glyph.ink.centre.x, 0.09 * em).then(Affine.shift(0, _ARC_BASE_MM))
        yield glyph.outline.transformed(upright.then(Affine.turn(first - step * index)))


def _centred(face: Typeface, text: str, em: float, y_mm: float = 0.0) -> Path:
    line = face.shape(text, em, tracking_mm=0.06 * em)
    middle = line.ink.centre
    return line.outline.transformed(Affine.shift(-middle.x, y_mm - middle.y))


def _ring(radius: float, width: float) -> Path:
    return Path.joined([_circle(radius, 1), _circle(radius - width, -1)])


def _circle(radius: float, turn: int) -> Path:
    k = _CIRCLE * radius
    r = radius
    builder = PathBuilder().add("M", (r, 0))
    upper = [((r, k), (k, r), (0, r)), ((-k, r), (-r, k), (-r, 0))]
    lower = [((-r, -k), (-k, -r), (0, -r)), ((k, -r), (r, -k), (r, 0))]
    for quarter in (*upper, *lower):
        builder.add("C", *((x, turn * y) for x, y in quarter))
    return builder.add("Z").build()


def _operators(path: Path) -> Iterator[str]:
    pen = Point(0.0, 0.0)
    for verb, ends in path.segments():
        if verb == "Q":  # PDF knows cubics only
            control, end = ends
            first = Point(pen.x + 2 / 3 * (control.x - pen.x), pen.y + 2 / 3 * (control.y - pen.y))
            second = Point(end.x + 2 / 3 * (control.x - end.x), end.y + 2 / 3 * (control.y - end.y))
            ends, verb = (first, second, end), "C"
        numbers = " ".join(f"{value:.3f}" for point in ends for value in point)
        yield {"M": f"{numbers} m", "L": f"{numbers} l", "C": f"{numbers} c", "Z": "h"}[verb]
        if ends:
            pen = ends[-1]
