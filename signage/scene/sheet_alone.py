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
_PAGE_FACE_HEIGHTS, _PAGE_SECTION_WIDTHS = (72.0, 90.0, 110.0, 130.0, 157.5, 180.0), (72.0, 88.0, 105.0)
_PAGE_FACE_WIDTHS, _PAGE_NODE_HEIGHTS = (84.0, 98.0, 112.0), (70.0, 99.0, 125.0)
_FACE_HEIGHTS, _SECTION_WIDTHS = (90.0, 120.0, 150.0, 180.0, 210.0), (143.0, 110.0)
_FACE_WIDTHS, _NODE_HEIGHTS = (130.0, 160.0, 190.0, 215.0), (70.0, 100.0, 130.0)


def _across(tall: float, wide: float) -> Areas:
    """The face across the page, section and build-up beside each other under it."""
    low = _VIEWS.y1 - tall
    return Areas(
        face=Rect(_VIEWS.x0, low, _VIEWS.x1, _VIEWS.y1),
        elevation=_NOWHERE,
        section=Rect(_VIEWS.x0, _VIEWS.y0, _VIEWS.x0 + wide, low - 1.0),
        node=Rect(_VIEWS.x0 + wide + 1.0, _VIEWS.y0, _VIEWS.x1, low - 1.0),
    )


def _beside(wide: float, tall: float) -> Areas:
    """The face in a column of the whole height, section over build-up beside it."""
    start = _VIEWS.x0 + wide
    return Areas(
        face=Rect(_VIEWS.x0, _VIEWS.y0, start, _VIEWS.y1),
        elevation=_NOWHERE,
        section=Rect(start + 1.0, _VIEWS.y0 + tall + 1.0, _VIEWS.x1, _VIEWS.y1),
        node=Rect(start + 1.0, _VIEWS.y0, _VIEWS.x1, _VIEWS.y0 + tall),
    )


def _page_across(tall: float, wide: float) -> Areas:
    """The face across an A4 page, section and build-up beside each other under it."""
    low = _PAGE.y1 - tall
    return Areas(
        face=Rect(_PAGE.x0, low, _PAGE.x1, _PAGE.y1),
        elevation=_NOWHERE,
        section=Rect(_PAGE.x0, _PAGE.y0, _PAGE.x0 + wide, low - 1.0),
        node=Rect(_PAGE.x0 + wide + 1.0, _PAGE.y0, _PAGE.x1, low - 1.0),
    )


def _page_beside(wide: float, tall: float) -> Areas:
    """The face in a column of an A4 page, section over build-up beside it."""
    start, low = _PAGE.x0 + wide + 1.0, _PAGE.y0 + tall
    return Areas(
        face=Rect(_PAGE.x0, _PAGE.y0, _PAGE.x0 + wide, _PAGE.y1),
        elevation=_NOWHERE,
        section=Rect(start, low + 1.0, _PAGE.x1, _PAGE.y1),
        node=Rect(start, _PAGE.y0, _PAGE.x1, low),
    )


def _pictured(face: Rect, section: Rect, shown: Rect) -> Areas:
    """Face and section, and the pictures in what they leave."""
    return Areas(face=face, elevation=_NOWHERE, section=section, node=_NOWHERE, pictures=shown)


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


PICTURED = tuple(_pictured_ways())
ARRANGEMENTS = {
    SheetSize.A3: (
        *(_across(tall, wide) for tall in _FACE_HEIGHTS for wide in _SECTION_WIDTHS),
        *(_beside(wide, tall) for wide in _FACE_WIDTHS for tall in _NODE_HEIGHTS),
    ),
    SheetSize.A4: (
        *(_page_across(tall, wide) for tall in _PAGE_FACE_HEIGHTS for wide in _PAGE_SECTION_WIDTHS),
        *(_page_beside(wide, tall) for wide in _PAGE_FACE_WIDTHS for tall in _PAGE_NODE_HEIGHTS),
    ),
}


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
