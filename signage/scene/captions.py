"""Words on a picture that say how it is to be read."""

from __future__ import annotations

from collections.abc import Sequence

from signage.design import Form, SignLayout
from signage.frontage import Frontage, parts_in_words
from signage.geometry import Point, Rect
from signage.locale import spoken, text
from signage.scene.labels import in_lines, label, text_width
from signage.scene.moving import moved_nodes
from signage.scene.nodes import Ambience, Anchor, Fill, Group, Node
from signage.scene.shapes import line, rounded, solid
from signage.scene.sign_light import WRITTEN, ShownLight, film_light, has_stated_light, is_lit, shown_light
from signage.typography import FontCatalogue

# All in design pixels: height of the letters, of a plate of one line and of a further line; margin of the words in
# their plate, of the plate from the picture's side, and between plates.
_HEIGHT, _PLATE, _LINE, _PAD, _EDGE, _BETWEEN = 13.0, 28.0, 20.0, 12.0, 20.0, 4.0
_MOST_LINES = 5  # of a caption in a narrow picture
_BARS_MM = tuple(step * 10.0**power for power in (1, 2, 3, 4) for step in (1, 2, 5))
_BAR_MOST = 0.14  # of the picture's width
_INK, _PAPER, _OPACITY = "#D5DAE3", "#0B0F18", 0.72
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
    return [_plate("caption", words, fonts, view, u, is_right=True)]


def scenery_caption(fonts: FontCatalogue, view: Rect, u: float) -> list[Node]:
    """Say on a picture, at its left foot, that the building is scenery and the sign's size is true."""
    return [_plate("scenery-caption", text("scene.scenery"), fonts, view, u)]


def surroundings_caption(fonts: FontCatalogue, view: Rect, u: float) -> list[Node]:
    """Say likewise of a sign by itself that what stands around it is scenery."""
    return [_plate("scenery-caption", text("scene.surroundings"), fonts, view, u)]


def scale_caption(fonts: FontCatalogue, view: Rect, u: float) -> list[Node]:
    """State the scale of a picture that shows neither ground nor people: a bar of a round length, at its left foot."""
    most = _BAR_MOST * view.width
    length = max((mm for mm in _BARS_MM if mm <= most), default=_BARS_MM[0])
    words = text("scene.scale_bar", length=f"{length / 1000:g}")
    if length < 1000.0:
        words = text("scene.scale_bar_mm", length=f"{length:.0f}")
    height = _HEIGHT * u
    wide = length + text_width(fonts, words, height) + (2 * _PAD + 10.0) * u
    plate = Rect.sized(view.x0 + _EDGE * u, view.y0 + _LOW * u, wide, _PLATE * u)
    x0, x1, y = plate.x0 + _PAD * u, plate.x0 + _PAD * u + length, plate.centre.y
    ticks = [line(((x, y - 5 * u), (x, y + 5 * u)), _INK, 1.4 * u, layer="text") for x in (x0, (x0 + x1) / 2, x1)]
    return [
        Group(
            id="scale-caption",
            children=(
                solid(rounded(plate, 5 * u), _PAPER, _OPACITY, layer="text"),
                line(((x0, y), (x1, y)), _INK, 1.4 * u, layer="text"),
                *ticks,
                label(fonts, words, Point(x1 + 10 * u, y - height / 2), height, colour=_INK),
            ),
            title=words,
            layer="text",
        )
    ]


def unsurveyed_caption(face: Frontage, fonts: FontCatalogue, view: Rect, u: float) -> list[Node]:
    """Say on a picture, at its left foot, what of the building nobody surveyed: it is missing or only assumed there."""
    if not face.unsurveyed:
        return []
    words = text("scene.unsurveyed", parts=parts_in_words(face)[f"parts_{spoken().value}"])
    return [_plate("unsurveyed-caption", words, fonts, view, u)]


def piled(captions: Sequence[Node], u: float) -> list[Node]:
    """Return captions at a picture's foot so that none covers another: a later one goes up over those in its way."""
    placed: list[Rect] = []
    made: list[Node] = []
    for caption in captions:
        own = _box_of(caption)
        up = 0.0
        while any(own.moved(0.0, up).overlaps(other) for other in placed):
            up = min(o.y1 for o in placed if own.moved(0.0, up).overlaps(o)) - own.y0 + _BETWEEN * u
        placed.append(own.moved(0.0, up))
        made += moved_nodes([caption], 0.0, up) if up else [caption]
    return made


def _box_of(caption: Node) -> Rect:
    assert isinstance(caption, Group)
    plate = caption.children[0]
    assert isinstance(plate, Fill)
    return plate.path.control_bounds() or Rect(0.0, 0.0, 0.0, 0.0)


def _plate(name: str, words: str, fonts: FontCatalogue, view: Rect, u: float, *, is_right: bool = False) -> Group:
    """Return words on a plate at a foot of the picture, in as many lines as it is wide for."""
    room = view.width - 2 * (_EDGE + _PAD) * u
    lines = in_lines(fonts, words, _HEIGHT * u, room, most=_MOST_LINES)
    wide = max(text_width(fonts, one.words, one.height_mm) for one in lines) + 2 * _PAD * u
    high = (_PLATE + _LINE * (len(lines) - 1)) * u
    left = view.x1 - _EDGE * u - wide if is_right else view.x0 + _EDGE * u
    plate = Rect.sized(left, view.y0 + _LOW * u, wide, high)
    first = plate.y1 - _PLATE / 2 * u
    return Group(
        id=name,
        children=(
            solid(rounded(plate, 5 * u), _PAPER, _OPACITY, layer="text"),
            *(
                label(
                    fonts,
                    one.words,
                    Point(plate.centre.x, first - index * _LINE * u - one.height_mm / 2),
                    one.height_mm,
                    Anchor.MIDDLE,
                    colour=_INK,
                )
                for index, one in enumerate(lines)
            ),
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
