"""Words on a picture that say how it is to be read."""

from __future__ import annotations

from signage.design import Form, SignLayout
from signage.frontage import Frontage, parts_in_words
from signage.geometry import Point, Rect
from signage.locale import spoken, text
from signage.scene.labels import label, text_width
from signage.scene.nodes import Ambience, Anchor, Group, Node
from signage.scene.shapes import rounded, solid
from signage.scene.sign_light import WRITTEN, ShownLight, film_light, has_stated_light, is_lit, shown_light
from signage.typography import FontCatalogue

_HEIGHT = 13.0  # of the letters, design pixels
_ROW = 32.0  # from one plate to the next above it, design pixels
_LOW = 2.0  # of the plate over the picture's foot, design pixels: on a window's frame, on the kerb, off the sign


def night_caption(layout: SignLayout, light: Ambience, fonts: FontCatalogue, view: Rect, u: float) -> list[Node]:
    """Say on the picture when its light is illustrative (示意): a luminance nobody stated, or the street's light."""
    if not light.is_night or (is_lit(layout) and has_stated_light(layout)):
        return []
    if is_lit(layout):
        words = text("scene.night_is_illustrative", levels=_levels(shown_light(layout)))
    else:
        film = max((film_light(p) for p in layout.pieces if p.role in WRITTEN), default=0.0)
        code = "scene.night_through_film" if layout.form == Form.WINDOW and film > 0 else "scene.night_by_street_lamp"
        words = text(code, luminance=f"{light.on_sign_cd_m2:.0f}", film=f"{film:.0f}")
    wide = text_width(fonts, words, _HEIGHT * u) + 24 * u
    return [_plate("caption", words, fonts, view.x1 - wide - 20 * u, view, u)]


def scenery_caption(fonts: FontCatalogue, view: Rect, u: float) -> list[Node]:
    """Say on a picture, at its left foot, that the building is scenery and the sign's size is true."""
    return [_plate("scenery-caption", text("scene.scenery"), fonts, view.x0 + 20 * u, view, u)]


def unsurveyed_caption(face: Frontage, fonts: FontCatalogue, view: Rect, u: float, *, row: int = 0) -> list[Node]:
    """Say on a picture, at its left foot, what of the building nobody surveyed: it is missing or only assumed there.

    Args:
        face: The face.
        fonts: For the words.
        view: What the picture shows.
        u: A design pixel, mm.
        row: How many captions are below it.
    """
    if not face.unsurveyed:
        return []
    words = text("scene.unsurveyed", parts=parts_in_words(face)[f"parts_{spoken().value}"])
    lifted = Rect(view.x0, view.y0 + row * _ROW * u, view.x1, view.y1)
    return [_plate("unsurveyed-caption", words, fonts, view.x0 + 20 * u, lifted, u)]


def _plate(name: str, words: str, fonts: FontCatalogue, left: float, view: Rect, u: float) -> Group:
    height = _HEIGHT * u
    wide = text_width(fonts, words, height) + 24 * u
    plate = Rect(left, view.y0 + _LOW * u, left + wide, view.y0 + (_LOW + 28.0) * u)
    at = Point(plate.centre.x, plate.centre.y - height / 2)
    return Group(
        id=name,
        children=(
            solid(rounded(plate, 5 * u), "#0B0F18", 0.72, layer="text"),
            label(fonts, words, at, height, Anchor.MIDDLE, colour="#D5DAE3"),
        ),
        layer="text",
    )


def _levels(shown: ShownLight) -> str:
    """Return what is how bright, in words: a mean over a face is not the luminance of its letters."""
    parts = [text("scene.light_of_face", luminance=f"{shown.face:.0f}")] if shown.face is not None else []
    for code, span in (("letters", shown.letters), ("halo", shown.halo)):
        if span is not None:
            low, high = (f"{level:.0f}" for level in span)
            parts.append(text(f"scene.light_of_{code}", luminance=low if low == high else f"{low}–{high}"))
    return text("scene.and_also").join(parts)
