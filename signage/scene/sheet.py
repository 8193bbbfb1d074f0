"""The dimensioned sheet (设计图): one sign on A3, everything that an officer and a sign maker need on one page.

Paper space: millimetres, y up, 420 × 297. Each part has a fixed area, and its words shrink or break to stay in it.
"""

from __future__ import annotations

from signage.frontage import Proposal
from signage.geometry import Point, Rect
from signage.locale import text
from signage.rules import CheckReport
from signage.scene.labels import label
from signage.scene.nodes import Anchor, Group, Node, Scene
from signage.scene.shapes import box
from signage.scene.sheet_elevation import elevation, elevation_view
from signage.scene.sheet_paper import ACCENT, INK, QUIET, THIN, frame, heading, rule
from signage.scene.sheet_particulars import SheetParticulars
from signage.scene.sheet_tables import check_table, lighting_notes, material_table, not_passed
from signage.scene.sheet_title import INSIDE, PAPER, paper_frame, title_block
from signage.scene.sheet_views import location, pictures, section, section_scale
from signage.typography import FontCatalogue

_COLUMN = 315.0  # left edge of the right-hand column
ELEVATION = Rect(27.0, 122.0, 256.0, 290.0)
SECTION = Rect(258.0, 122.0, 313.0, 290.0)
_LOCATION = Rect(27.0, 79.0, 313.0, 120.0)
_PICTURES = Rect(28.0, 7.0, 238.0, 76.0)
_NOTES = Rect(241.0, 7.0, 313.0, 76.0)
_TITLE = Rect(315.0, 5.0, 415.0, 67.0)
_MATERIALS = Rect(315.0, 69.0, 415.0, 124.0)
_CHECK = Rect(315.0, 124.0, 415.0, 292.0)


def compose_sheet(
    proposal: Proposal,
    report: CheckReport,
    fonts: FontCatalogue,
    particulars: SheetParticulars,
    *,
    day: bytes,
    night: bytes,
) -> Scene:
    """Return the sheet of one sign on A3 landscape, paper mm.

    Args:
        proposal: The sign at its place.
        report: Its check, printed as a table with the worst first.
        fonts: For every word.
        particulars: What the title block says.
        day: Picture by day, PNG.
        night: Picture by night, PNG.

    Raises:
        RenderError: A picture is no PNG.
        GlyphMissing: The default typeface lacks a character of a name.
    """
    view = elevation_view(proposal, ELEVATION)
    scale = f"1:{view.scale:.0f}"
    layout, digest = proposal.sign.layout, proposal.digest
    plan = proposal.plan
    title = text("sheet.title", name=layout.spec.name)
    checks, _ = check_table(fonts, report, _CHECK)
    place = text("sheet.place_value", address=plan.address, building=plan.building, unit=proposal.unit.id)
    block = title_block(fonts, _TITLE, particulars, name=layout.spec.name, place=place, scale=scale, digest=digest)
    depth_scale = f"1:{section_scale(proposal, SECTION):.0f}"
    parts: tuple[tuple[str, tuple[Node, ...]], ...] = (
        ("frame", (*paper_frame(), *_dividers())),
        (
            "elevation",
            (
                *elevation(proposal, fonts, view),
                *_view_title(fonts, "elevation", ELEVATION, scale),
                *_scale_bar(fonts, view.scale, Point(ELEVATION.x1 - 62.0, ELEVATION.y0 + 3.5)),
            ),
        ),
        ("section", (*section(proposal, fonts, SECTION), *_view_title(fonts, "section", SECTION, depth_scale))),
        (
            "location",
            (
                *location(proposal, fonts, _LOCATION),
                *heading(fonts, "location", Point(_LOCATION.x0 + 2.0, _LOCATION.y1 - 5.0), 3.0),
            ),
        ),
        ("pictures", pictures(fonts, _PICTURES, day=day, night=night)),
        ("notes", lighting_notes(fonts, layout, _NOTES)),
        ("check", (*checks, *_warning(fonts, report))),
        ("materials", material_table(fonts, layout, _MATERIALS)),
        ("title-block", block),
    )
    return Scene(
        id="sheet",
        title=title,
        bounds=PAPER,
        nodes=tuple(Group(id=f"sheet-{name}", children=nodes, layer=name) for name, nodes in parts),
        model_digest=digest,
    )


def _dividers() -> tuple[Node, ...]:
    return (
        rule(_COLUMN, INSIDE.y0, _COLUMN, INSIDE.y1, 0.35),
        rule(INSIDE.x0, 121.0, _COLUMN, 121.0, 0.25),
        rule(INSIDE.x0, 78.0, _COLUMN, 78.0, 0.25),
        rule(SECTION.x0 - 1.0, 121.0, SECTION.x0 - 1.0, INSIDE.y1, THIN, QUIET),
    )


def _view_title(fonts: FontCatalogue, key: str, area: Rect, scale: str) -> tuple[Node, ...]:
    return tuple(heading(fonts, key, Point(area.x0 + 3.0, area.y0 + 3.0), 3.5, scale))


def _warning(fonts: FontCatalogue, report: CheckReport) -> tuple[Node, ...]:
    words = not_passed(report)
    if not words:
        return ()
    at = Rect(_COLUMN + 62.0, _CHECK.y1 - 6.4, _CHECK.x1 - 1.0, _CHECK.y1 - 1.0)
    return (
        frame(at, 0.35, ACCENT, "check"),
        label(fonts, words, Point(at.centre.x, at.centre.y - 1.2), 2.4, Anchor.MIDDLE, colour=ACCENT, weight=700),
    )


def _scale_bar(fonts: FontCatalogue, scale: float, at: Point) -> tuple[Node, ...]:
    """Return a bar of two metres (more on small scales) in four steps."""
    metres = next(m for m in (1, 2, 4, 10, 20) if m * 1000 / scale >= 34.0 or m == 20)
    step = metres * 1000 / scale / 4
    nodes: list[Node] = []
    for index in range(4):
        part = Rect.sized(at.x + index * step, at.y, step, 1.6)
        nodes.append(box(part, INK if index % 2 == 0 else "#FFFFFF", layer="scale"))
        nodes.append(frame(part, THIN, INK, "scale"))
    for index in (0, 2, 4):
        value = f"{metres * index / 4:g}" + (" m" if index == 4 else "")
        nodes.append(label(fonts, value, Point(at.x + index * step, at.y + 2.6), 2.0, Anchor.MIDDLE))
    return tuple(nodes)
