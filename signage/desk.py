"""The design desk: one call from a specification to a checked proposal and its standard set of drawings.

Command line, demo and web all go through here, so that they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from PIL import Image

from signage.design import SignLayout, SignSpec, lay_out
from signage.fabrication import drilled_of
from signage.frontage import FrontagePlan, PlacedSign, Proposal, place
from signage.render import Rendering, Viewport, draw
from signage.rules import CheckReport, RuleBook, check
from signage.scene import (
    DAY,
    NIGHT,
    Ambience,
    Scene,
    SheetParticulars,
    SheetSize,
    Wall,
    compose_front,
    compose_sample_front,
    compose_sheets,
    compose_sheets_alone,
    compose_sign,
    compose_workshop_pages,
    in_one_space,
    uncaptioned,
)
from signage.typography import FontCatalogue

_PICTURE_SCALE = 0.02  # an elevation opens and prints at 1:50
_THUMBNAIL_PX = 1100  # across a picture of the A3 sheet, which is 140 mm wide at most: 200 dpi
_PAGE_PX = 1600  # across a picture that fills the width of an A4 page

Fact = str | bool | float | tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A sign laid out, placed and checked."""

    layout: SignLayout
    placed: PlacedSign
    proposal: Proposal
    report: CheckReport


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One file of the standard set: its name without suffix, and how it was drawn."""

    name: str
    rendering: Rendering

    @property
    def file_name(self) -> str:
        """Name with suffix."""
        return self.name + self.rendering.suffix


def prepare(
    spec: SignSpec,
    plan: FrontagePlan,
    unit_id: str,
    books: Sequence[RuleBook],
    on: date,
    fonts: FontCatalogue,
    *,
    facts: Mapping[str, Fact] | None = None,
    others: Sequence[PlacedSign] = (),
    working: bool = False,
) -> Desk:
    """Return a specification laid out, placed on its unit and checked.

    Args:
        spec: What is asked for.
        plan: The building's plan in force.
        unit_id: The unit that the sign is for.
        books: Rule books in force.
        on: The date whose rules apply.
        fonts: Typefaces.
        facts: What no drawing shows, such as `leased_units`; the spec's licence name is added by itself.
        others: Further signs of the same application that are already placed.
        working: Whether each finding shows how its numbers came about.

    Raises:
        LayoutError: The text does not fit the size.
        GlyphMissing: The typeface lacks a character.
        PlanError: The unit has no place for a sign.
        NotFound: The plan has no such unit.
    """
    layout = lay_out(spec, fonts)
    placed = place(layout, plan, unit_id)
    known: dict[str, Fact] = dict(facts or {})
    if spec.licence_name:
        known.setdefault("licence_name", spec.licence_name)
    proposal = Proposal(plan=plan, sign=placed, others=tuple(others), facts=known)
    return Desk(layout=layout, placed=placed, proposal=proposal, report=check(proposal, books, on, working=working))


def standard_views(
    desk: Desk, fonts: FontCatalogue, particulars: SheetParticulars, *, width_px: int = 2400
) -> tuple[View, ...]:
    """Return the standard set of one sign: day and night (PNG, SVG), marks (PNG, SVG), sheet (PDF), workshop (DXF)."""
    day = compose_front(desk.proposal, DAY, fonts)
    night = compose_front(desk.proposal, NIGHT, fonts)
    marks = compose_front(desk.proposal, DAY, fonts, report=desk.report)
    views = [
        *_picture("front-day", day, width_px),
        *_picture("front-night", night, width_px),
        *_picture("marks", marks, width_px),
    ]
    by_name = {view.file_name: view.rendering.content for view in views}
    # Words at a picture's foot cannot be read on the sheet, whose notes say the same: then it is drawn without them.
    bare = [
        name for name, scene in (("day", day), ("night", night)) if len(uncaptioned(scene).nodes) == len(scene.nodes)
    ]
    thumbnails = {name: _reduced(by_name[f"front-{name}.png"]) for name in bare}
    if desk.layout.street is not None:  # its front shows an edge: the sheet's pictures show the face
        thumbnails = {}
    sheet = sheet_of(desk, fonts, particulars, **thumbnails)
    views.append(View(name="sheet", rendering=draw(sheet, Viewport.of(sheet), "pdf")))
    held = drilled_of(desk.layout, placed=desk.placed, plan=desk.proposal.plan)
    workshop = in_one_space(compose_workshop_pages(desk.layout, fonts, drilled=held))
    views.append(View(name="workshop", rendering=draw(workshop, Viewport.of(workshop), "dxf")))
    return tuple(views)


def sheet_of(
    desk: Desk,
    fonts: FontCatalogue,
    particulars: SheetParticulars,
    *,
    day: bytes | None = None,
    night: bytes | None = None,
) -> Scene:
    """Return the dimensioned sheet on A3; pictures that are not given are drawn at thumbnail size."""
    return sheets_of(desk, fonts, particulars, day=day, night=night)[0]


def sheets_of(
    desk: Desk,
    fonts: FontCatalogue,
    particulars: SheetParticulars,
    *,
    size: SheetSize = SheetSize.A3,
    day: bytes | None = None,
    night: bytes | None = None,
) -> tuple[Scene, ...]:
    """Return the pages of the dimensioned sheet: one on A3, two on A4; see `sheet_of`."""

    def thumbnail(ambience: Ambience) -> bytes:
        if desk.layout.street is not None:
            scene = compose_sign(desk.layout, ambience, fonts)
        else:
            scene = compose_front(desk.proposal, ambience, fonts)
        bare = uncaptioned(scene)
        return draw(bare, Viewport.of(bare, width_px=_THUMBNAIL_PX), "png").content

    return compose_sheets(
        desk.proposal,
        desk.report,
        fonts,
        particulars,
        day=day or thumbnail(DAY),
        night=night or thumbnail(NIGHT),
        size=size,
    )


def sheets_alone(
    layout: SignLayout,
    fonts: FontCatalogue,
    particulars: SheetParticulars,
    *,
    size: SheetSize = SheetSize.A3,
    wall: Wall | None = None,
) -> tuple[Scene, ...]:
    """Return the pages of the dimensioned sheet of a sign without a plan, its pictures drawn at their size there."""
    wide = _THUMBNAIL_PX if size is SheetSize.A3 else _PAGE_PX

    def thumbnail(ambience: Ambience) -> bytes:
        scene = uncaptioned(compose_sample_front(layout, ambience, fonts, wall=wall or Wall()))
        return draw(scene, Viewport.of(scene, width_px=wide), "png").content

    return compose_sheets_alone(layout, fonts, particulars, day=thumbnail(DAY), night=thumbnail(NIGHT), size=size)


def _picture(name: str, scene: Scene, width_px: int) -> tuple[View, View]:
    viewport = Viewport.of(scene, width_px=width_px, scale=_PICTURE_SCALE)
    return (
        View(name=name, rendering=draw(scene, viewport, "png")),
        View(name=name, rendering=draw(scene, viewport, "svg")),
    )


def _reduced(png: bytes) -> bytes:
    """Return one of our own pictures at the size of a thumbnail; reducing is finer and quicker than drawing again."""
    with Image.open(BytesIO(png), formats=("PNG",)) as picture:
        if picture.width <= _THUMBNAIL_PX:
            return png
        height = round(picture.height * _THUMBNAIL_PX / picture.width)
        small = picture.convert("RGB").resize((_THUMBNAIL_PX, height), Image.Resampling.LANCZOS)
    out = BytesIO()
    small.save(out, "PNG", compress_level=1)
    return out.getvalue()
