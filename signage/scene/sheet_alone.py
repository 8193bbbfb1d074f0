"""A sheet of a sign without a plan: what is drawn of its side, and what is said to be missing.

The views of a sheet take a sign at a place. Without a plan they get a stand-in for it, a plain wall of which nothing is
measured or printed: no height over the pavement, no kerb, no unit. What stands on the ground keeps its own heights, and
the sheet says that it stands there. Block plan, elevation and rule check have no place on it: views take their room.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product

from signage.design import Form, SignLayout
from signage.frontage import Frontage, FrontagePlan, PlacedSign, Proposal, Storey, Unit
from signage.geometry import Point, Rect
from signage.locale import text
from signage.scene.sheet_format import Areas, SheetSize
from signage.scene.sheet_heights import stands
from signage.scene.sheet_profile import Note, Part, Profile

_BOTTOM_MM = 3000.0  # of the stand-in; never printed
_SLAB = 5.0  # thickness of a cut slab, paper mm
_NOWHERE = Rect(0.0, 0.0, 0.0, 0.0)
_VIEWS = Rect(26.0, 6.0, 314.0, 291.5)  # of an A3 page: all that is left of its column
_PAGE = Rect(26.0, 34.0, 204.0, 291.5)  # of an A4 page: all over its title strip


def _pictured(face: Rect, section: Rect, shown: Rect) -> Areas:
    """Face and section, and the pictures in what they leave."""
    return Areas(face=face, elevation=_NOWHERE, section=section, pictures=shown)


def _pictured_ways() -> Iterator[Areas]:
    """Yield arrangements of an A3 page for a sign without a build-up.

    The face across the page with section and pictures under it; face and section over the pictures; or the face in a
    column with section and pictures beside each other, or over each other.
    """
    x0, y0, x1, y1 = _VIEWS.x0, _VIEWS.y0, _VIEWS.x1, _VIEWS.y1
    for tall, wide in product((90.0, 110.0, 130.0, 150.0), (60.0, 80.0, 100.0)):
        low = y1 - tall
        face = Rect(x0, low, x1, y1)
        yield _pictured(face, Rect(x0, y0, x0 + wide, low - 1.0), Rect(x0 + wide + 1.0, y0, x1, low - 1.0))
    for tall, wide in product((130.0, 150.0, 165.0, 175.0, 185.0), (60.0, 75.0, 95.0)):
        low = y1 - tall
        face, side = Rect(x0, low, x1 - wide - 1.0, y1), Rect(x1 - wide, low, x1, y1)
        yield _pictured(face, side, Rect(x0, y0, x1, low - 1.0))
    for wide, narrow in product((90.0, 100.0, 110.0, 130.0), (60.0, 80.0, 88.0, 100.0)):
        face, side = Rect(x0, y0, x0 + wide, y1), Rect(x0 + wide + 1.0, y0, x0 + wide + narrow + 1.0, y1)
        yield _pictured(face, side, Rect(side.x1 + 1.0, y0, x1, y1))


def _noded_ways() -> Iterator[Areas]:
    """Yield arrangements of an A3 page with a node.

    The face across the page, under it section, node and pictures beside each other, or the pictures under the two; or
    the face in a column of the whole height, beside it section and node over the pictures.
    """
    x0, y0, x1, y1 = _VIEWS.x0, _VIEWS.y0, _VIEWS.x1, _VIEWS.y1
    for tall, wide, long in product((72.0, 82.0, 92.0, 105.0, 125.0, 145.0), (48.0, 60.0, 76.0), (110.0, 125.0, 140.0)):
        low, start = y1 - tall, x0 + wide + 1.0
        yield Areas(
            face=Rect(x0, low, x1, y1),
            elevation=_NOWHERE,
            section=Rect(x0, y0, x0 + wide, low - 1.0),
            node=Rect(start, y0, start + long, low - 1.0),
            pictures=Rect(start + long + 1.0, y0, x1, low - 1.0),
        )
    for tall, wide, foot in product((72.0, 82.0, 92.0, 105.0), (60.0, 80.0, 100.0), (70.0, 84.0, 96.0)):
        low = y1 - tall
        yield Areas(
            face=Rect(x0, low, x1, y1),
            elevation=_NOWHERE,
            section=Rect(x0, y0 + foot + 1.0, x0 + wide, low - 1.0),
            node=Rect(x0 + wide + 1.0, y0 + foot + 1.0, x1, low - 1.0),
            pictures=Rect(x0, y0, x1, y0 + foot),
        )
    for column, wide, foot in product((85.0, 100.0, 120.0, 145.0), (50.0, 65.0, 85.0), (62.0, 76.0, 92.0, 110.0)):
        start, top = x0 + column + 1.0, y0 + foot
        yield Areas(
            face=Rect(x0, y0, x0 + column, y1),
            elevation=_NOWHERE,
            section=Rect(start, top + 1.0, start + wide, y1),
            node=Rect(start + wide + 1.0, top + 1.0, x1, y1),
            pictures=Rect(start, y0, x1, top),
        )
    for column, wide in product((85.0, 100.0, 120.0), (55.0, 70.0)):
        start = x0 + column + wide + 2.0
        yield Areas(
            face=Rect(x0, y0, x0 + column, y1),
            elevation=_NOWHERE,
            section=Rect(x0 + column + 1.0, y0, start - 1.0, y1),
            node=Rect(start, y0 + 140.0, x1, y1),
            pictures=Rect(start, y0, x1, y0 + 139.0),
        )


def _noded_ways_upright() -> Iterator[Areas]:
    """Yield arrangements of an A4 page with a node: face over section and node, or face beside section over node."""
    x0, y0, x1, y1 = _PAGE.x0, _PAGE.y0, _PAGE.x1, _PAGE.y1
    for tall, wide in product((70.0, 80.0, 92.0, 105.0, 125.0, 157.0), (50.0, 62.0, 78.0)):
        low = y1 - tall
        yield Areas(
            face=Rect(x0, low, x1, y1),
            elevation=_NOWHERE,
            section=Rect(x0, y0, x0 + wide, low - 1.0),
            node=Rect(x0 + wide + 1.0, y0, x1, low - 1.0),
        )
    for column, foot in product((74.0, 86.0, 98.0), (100.0, 125.0, 150.0)):
        start = x0 + column + 1.0
        yield Areas(
            face=Rect(x0, y0, x0 + column, y1),
            elevation=_NOWHERE,
            section=Rect(start, y0 + foot + 1.0, x1, y1),
            node=Rect(start, y0, x1, y0 + foot),
        )


def _listed_ways() -> Iterator[Areas]:
    """Yield arrangements of an A4 page without a node: the face over section and list, or beside section over list."""
    x0, y0, x1, y1 = _PAGE.x0, _PAGE.y0, _PAGE.x1, _PAGE.y1
    for tall, wide in product((72.0, 90.0, 110.0, 130.0, 157.5, 180.0), (72.0, 88.0, 105.0)):
        low = y1 - tall
        face, side = Rect(x0, low, x1, y1), Rect(x0, y0, x0 + wide, low - 1.0)
        yield _pictured(face, side, Rect(side.x1 + 1.0, y0, x1, low - 1.0))
    for wide, tall in product((84.0, 98.0, 112.0), (70.0, 99.0, 125.0)):
        start, low = x0 + wide + 1.0, y0 + tall
        yield _pictured(Rect(x0, y0, x0 + wide, y1), Rect(start, low + 1.0, x1, y1), Rect(start, y0, x1, low))


PICTURED = tuple(_pictured_ways())
NODED = {SheetSize.A3: tuple(_noded_ways()), SheetSize.A4: tuple(_noded_ways_upright())}
# A page of upright A4 without a node: its letters are listed beside section or face.
LISTED = tuple(_listed_ways())


def stand_in(layout: SignLayout) -> Proposal:
    """Return the sign on a plain wall that nobody has drawn; only its views may be taken from it."""
    is_on_ground = layout.form in (Form.FREESTANDING, Form.TEMPORARY)
    bottom = 0.0 if is_on_ground else _BOTTOM_MM
    size = layout.street_envelope
    top = bottom if layout.form == Form.ROOFTOP else bottom + size.height + 1000.0
    unit = Unit(id="-", storey=1, bays=(), x0_mm=0.0, x1_mm=size.width)
    face = Frontage(
        id="-",
        name="",
        width_mm=size.width,
        pavement=(Point(0.0, 0.0), Point(size.width, 0.0)),
        storeys=(Storey(number=1, floor_mm=0.0, top_mm=top),),
        bays=(),
        units=(unit,),
        bands=(),
        openings=(),
        parapet_mm=top,
    )
    plan = FrontagePlan(
        schema_version=1,
        id="-",
        building="",
        address="",
        city="",
        revision="",
        valid_from=date.min,
        valid_to=None,
        faces=(face,),
    )
    origin = Point(-size.x0, bottom - size.y0)
    return Proposal(plan=plan, sign=PlacedSign(layout=layout, face_id=face.id, unit_id=unit.id, origin=origin))


def without_place(profile: Profile, proposal: Proposal, scale: float) -> Profile:
    """Return the side view of a stand-in with nothing in it that only a plan could tell."""
    if stands(proposal):
        return replace(profile, kerb_mm=None, is_pavement=False)
    sign, form = proposal.sign.rect, proposal.sign.layout.form
    low, high = sign.y0, max(part.box.y1 for part in profile.parts if part.piece is not None)
    parts = tuple(_cut_at(part, low - 9.0 * scale) for part in profile.parts)
    notes = profile.notes
    if form == Form.CANOPY:
        parts, notes = _over_a_slab(profile, sign.y0, scale)
    return replace(
        profile,
        parts=parts,
        notes=notes,
        kerb_mm=None,
        has_ground=False,
        ground_mm=low - 9.0 * scale,
        heights=tuple(dict.fromkeys((sign.y0, sign.y1, high))),
        shown_y=((low - 9.0 * scale, high + 6.0 * scale),),
    )


def _cut_at(part: Part, level: float) -> Part:
    """A wall ends a little under the sign: how far down it goes is not known."""
    if part.piece is not None or part.box.y0 >= level:
        return part
    return replace(part, box=Rect(part.box.x0, min(level, part.box.y1), part.box.x1, part.box.y1))


def _over_a_slab(profile: Profile, foot: float, scale: float) -> tuple[tuple[Part, ...], tuple[Note, ...]]:
    """Letters on the edge of a canopy: a slab under them whose size nobody has given."""
    sides = tuple(part for part in profile.parts if part.piece is not None)
    low, out = min(part.box.x0 for part in sides), max(part.box.x1 for part in sides)
    slab = Rect(low - 10.0 * scale, foot - _SLAB * scale, out, foot)
    note = Note(words=text("sheet.canopy"), z=slab.x0, y=slab.y0, aside=(0.0, -4.2))
    return (Part(box=slab, look="cut"), *sides), (note,)


def notes_alone(layout: SignLayout) -> tuple[str, str]:
    """Return the notes that say from where heights are measured, and what is not on the sheet for want of a plan."""
    if layout.balloon is not None:
        footing = text("drawing.note_tethered")
    elif layout.stands_on_ground:
        footing = text("drawing.note_on_ground")
    else:
        footing = text("drawing.note_no_height")
    missing = "sheet_no_check_ground" if layout.stands_on_ground else "sheet_no_check"
    return text("drawing.note_units_alone", footing=footing), text(f"drawing.{missing}")
