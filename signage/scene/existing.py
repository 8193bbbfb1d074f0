"""Signs that already hang on the building, drawn from what the register holds of them."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from signage.design import Colour, Colours, SignLayout, SignSpec, kind_of, lay_out
from signage.errors import LayoutError, SignageError
from signage.frontage import ExistingSign
from signage.geometry import Affine
from signage.locale import text
from signage.scene.labels import label, text_width
from signage.scene.nodes import Ambience, Anchor, Group
from signage.scene.shapes import box, upright
from signage.scene.sign import PLAIN_WALL, edge_group
from signage.scene.tones import darker, lighter, lightness
from signage.typography import FontCatalogue


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
    """Lay a record out; the letter height gives way when the layout's margins leave no room for it."""
    try:
        return lay_out(spec, fonts)
    except LayoutError:
        return lay_out(replace(spec, letter_height_mm=None), fonts)


def _spec_of(sign: ExistingSign) -> SignSpec:
    return SignSpec(
        kind=sign.kind,
        name=sign.name,
        width_mm=sign.rect.width,
        height_mm=sign.rect.height,
        depth_mm=sign.depth_mm,
        letter_height_mm=sign.letter_height_mm,
        style=kind_of(sign.kind).style,
        colours=Colours(panel=sign.panel_colour, letter=sign.letter_colour),
    )


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
