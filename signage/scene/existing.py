"""Signs that already hang on the building, drawn from what the register holds of them."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from signage.design import Colour, Colours, LetterConstruction, SignLayout, SignSpec, kind_of, lay_out
from signage.errors import LayoutError, SignageError
from signage.frontage import ExistingSign
from signage.geometry import Affine
from signage.locale import text
from signage.scene.labels import label, text_width
from signage.scene.nodes import Ambience, Anchor, Group
from signage.scene.shapes import box, upright
from signage.scene.sign import PLAIN_WALL, edge_group
from signage.scene.tones import darker, lighter, lightness, luminance
from signage.typography import FontCatalogue

_DEEP = 0.15  # share of light; lamps behind a face that passes less leave it dull


def existing_group(sign: ExistingSign, ambience: Ambience, fonts: FontCatalogue, wall: Colour = PLAIN_WALL) -> Group:
    """Return an approved sign as it would hang there; its rectangle in the plan is the truth.

    A record that cannot be laid out (a character without a glyph, a kind of another edition) gives its panel with
    words that say so: a neighbour's record must not stop the applicant's picture.
    """
    try:
        layout = _laid_out(sign.spec or _spec_of(sign), fonts)
    except SignageError:
        return _blank(sign, fonts)
    if sign.spec is not None:  # the whole design is known, and its box is that of this very layout
        envelope = layout.street_envelope
        at = Affine.shift(sign.rect.x0 - envelope.x0, sign.rect.y0 - envelope.y0)
        return edge_group(layout, at, ambience, name=f"existing-{sign.id}", subject=sign.unit, wall=wall)
    # Letters on a wall fill the register's box with their ink; other signs with their panel.
    size = layout.content if layout.carrier == "letters" else layout.street_envelope
    if size.width <= 0 or size.height <= 0:
        return _blank(sign, fonts)
    wide, high = sign.rect.width / size.width, sign.rect.height / size.height
    if layout.carrier == "letters":
        wide = high = min(wide, high)  # letters keep their proportions
    centre = sign.rect.centre
    fit = Affine.shift(-size.centre.x, -size.centre.y).then(Affine.scale(wide, high))
    to_scene = fit.then(Affine.shift(centre.x, centre.y))
    return edge_group(layout, to_scene, ambience, name=f"existing-{sign.id}", subject=sign.unit, wall=wall)


@lru_cache(maxsize=128)  # every redraw of a front shows the same neighbours
def _laid_out(spec: SignSpec, fonts: FontCatalogue) -> SignLayout:
    """Lay a record out; what was assumed and then the letter height give way when there is no room for them."""
    given = replace(spec, construction=None)
    for tried in dict.fromkeys((spec, replace(spec, letter_height_mm=None), given)):
        try:
            return lay_out(tried, fonts)
        except LayoutError:
            continue
    return lay_out(replace(given, letter_height_mm=None), fonts)


def _spec_of(sign: ExistingSign) -> SignSpec:
    return SignSpec(
        kind=sign.kind,
        construction=_construction(sign),
        name=sign.name,
        width_mm=sign.rect.width,
        height_mm=sign.rect.height,
        depth_mm=sign.depth_mm,
        letter_height_mm=sign.letter_height_mm,
        style=kind_of(sign.kind).style,
        colours=Colours(panel=sign.panel_colour, letter=sign.letter_colour),
    )


def _construction(sign: ExistingSign) -> LetterConstruction | None:
    """Return how letters are taken to be made of which a record says only the colours; None for the kind's way.

    Faces of deep colours before a paler panel would hardly shine: makers light such letters from behind.
    """
    kind = kind_of(sign.kind)
    is_lit_through = kind.constructions[0] is LetterConstruction.FACE_LIT
    if not is_lit_through or LetterConstruction.HALO_LIT not in kind.constructions:
        return None
    letters = luminance(sign.letter_colour)
    return LetterConstruction.HALO_LIT if letters < min(_DEEP, luminance(sign.panel_colour)) else None


def _blank(sign: ExistingSign, fonts: FontCatalogue) -> Group:
    rect, colour = sign.rect, sign.panel_colour
    ink = lighter(colour, 0.6) if lightness(colour) < 0.5 else darker(colour, 0.6)
    words = text("scene.name_not_drawn")
    height = min(rect.height * 0.25, 120.0)
    wide = text_width(fonts, words, height)
    height *= min(1.0, rect.width * 0.8 / wide) if wide else 1.0
    at = rect.centre
    return Group(
        id=f"existing-{sign.id}",
        children=(
            box(rect, upright(rect, (0.0, lighter(colour, 0.08)), (1.0, darker(colour, 0.1)))),
            label(fonts, words, (at.x, at.y - height / 2), height, Anchor.MIDDLE, colour=ink, layer="context"),
        ),
        title=sign.name,
        layer="sign",
        subject=sign.unit,
    )
