"""The dimensioned sheet (设计图): one sign, everything that an officer and a sign maker need, on A3 or on two pages A4.

Paper space: millimetres, y up. Each part has its area, and its words shrink or break to stay in it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from signage.design import SignLayout
from signage.fabrication import make_pack
from signage.frontage import Proposal
from signage.geometry import Point, Rect
from signage.locale import text
from signage.rules import CheckReport
from signage.scene.labels import label
from signage.scene.nodes import Anchor, Group, Node, Scene
from signage.scene.shapes import box
from signage.scene.sheet_alone import LISTED, NODED, PICTURED, stand_in
from signage.scene.sheet_elevation import elevation, elevation_view
from signage.scene.sheet_face import face, face_caption, face_view
from signage.scene.sheet_format import (
    A3,
    A4,
    ARRANGEMENTS,
    PLAIN,
    Areas,
    SheetSize,
    dividers,
    paper_frame,
)
from signage.scene.sheet_letters import letter_table
from signage.scene.sheet_location import location
from signage.scene.sheet_materials import material_table, materials_height
from signage.scene.sheet_node import drawn_node, has_node, node_view
from signage.scene.sheet_node_parts import Known
from signage.scene.sheet_notes import note_texts, notes_block, notes_height
from signage.scene.sheet_paper import INK, LEAST_TEXT, MEDIUM, ROOMY_TEXT, THIN, frame, heading, heading_width, rule
from signage.scene.sheet_particulars import SheetParticulars
from signage.scene.sheet_profile import is_seen_edge_on
from signage.scene.sheet_section import Section, section, section_of
from signage.scene.sheet_tables import check_table
from signage.scene.sheet_title import TitleFacts, title_block, title_of, title_strip
from signage.scene.sheet_views import pictures, pictures_size
from signage.typography import FontCatalogue

_COLUMN = 315.0  # left edge of the right-hand column of an A3 sheet
_BLOCK = 62.0  # height of the title block
_STRIP = 28.0  # height of the title strip of an A4 page
_SECTION_ENOUGH = 25.0  # a section at 1:25 tells what it has to; a larger one is no gain
_SECTION_ALONE = 10.0  # without a plan there is room for more
_ROUND_A_VIEW = 40.0  # for its dimensions and title
_SIDE_BEYOND_A_FACE = 2.0  # how much larger than the face a side view is still a gain
_BESIDE_A_FACE = 2.0  # how much smaller than the face a side view may be
_PICTURE_AIR = 1.5  # round pictures among the views
_ROUND_A_PICTURE, _BLANK = 7.0, 0.004  # its title; how much a millimetre that is blank under pictures counts
_NODE_ENOUGH, _NO_NODE = 2.0, 40.0  # a node at 1:2 tells what it has to; where none fits, it counts as this small
_LEAST_LIST = 40.0  # of a list of letters that is worth its place
_BARS = (0.2, 0.4, 1, 2, 4, 10, 20)  # m, of scale bars
_BAR_ROOM = 46.0  # for a bar beside a title
_Parts = list[tuple[str, tuple[Node, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Content:
    """What a sheet is made from."""

    proposal: Proposal
    report: CheckReport | None  # None: there is no plan, and the proposal is a stand-in
    fonts: FontCatalogue
    particulars: SheetParticulars
    day: bytes
    night: bytes
    known: Known

    @property
    def has_plan(self) -> bool:
        return self.report is not None

    @property
    def digest(self) -> str:
        return self.proposal.digest if self.has_plan else self.proposal.sign.layout.digest

    def notes(self) -> tuple[str, ...]:
        known = self.known
        return note_texts(self.proposal, self.particulars, has_plan=self.has_plan, pack=known.pack)

    def pictures(self, area: Rect) -> tuple[Node, ...]:
        inside = area.grown(-_PICTURE_AIR)
        is_stacked = self.is_stacked(inside)
        return pictures(self.fonts, inside, day=self.day, night=self.night, is_stacked=is_stacked)

    def section(self, areas: Areas) -> Section:
        least = face_view(self.proposal.sign.layout, areas.face).scale
        return section_of(self.proposal, areas.section, has_plan=self.has_plan, least=least)

    def facts(self, scale: str, page: int = 1, pages: int = 1) -> TitleFacts:
        plan, layout = self.proposal.plan, self.proposal.sign.layout
        place = text("sheet.place_value", address=plan.address, building=plan.building, unit=self.proposal.unit.id)
        return TitleFacts(
            name=layout.spec.name,
            place=place if self.has_plan else text("drawing.sheet_place_not_given"),
            scale=scale,
            digest=self.digest,
            is_temporary=layout.is_temporary,
            page=page,
            pages=pages,
        )

    def areas(self, size: SheetSize) -> Areas:
        """Return the arrangement with the largest scales taken together: the face counts most, then the elevation.

        Of several with the same scales the first is taken, without a plan the one that leaves the least blank above and
        below a view.
        """
        layout = self.proposal.sign.layout
        if self.has_plan:
            choices = (ARRANGEMENTS if has_node(layout) else PLAIN)[size]
            return min(choices, key=self._smallness)
        if has_node(layout):
            return min(NODED[size], key=self._poorness)
        if size is SheetSize.A4:  # its letters are listed where an A3 page has its pictures
            return min(LISTED, key=lambda areas: self._poorness(areas, has_pictures=False))
        return min(PICTURED, key=self._poorness)

    def _smallness(self, areas: Areas) -> float:
        front = elevation_view(self.proposal, areas.elevation).scale
        shown, side = face_view(self.proposal.sign.layout, areas.face), self.section(areas)
        # A side that is drawn much larger than the face does not make up for a small one.
        enough = max(side.scale, _SECTION_ENOUGH, shown.scale / _SIDE_BEYOND_A_FACE)
        return float(shown.scale**2 * front**1.5 * enough**0.6)

    def _poorness(self, areas: Areas, *, has_pictures: bool = True) -> tuple[float, float]:
        """Return how small face, node, side and pictures are together, and what is blank; the face counts most."""
        layout = self.proposal.sign.layout
        shown, side = face_view(layout, areas.face), self.section(areas)
        is_whole = side.y.length <= areas.section.height and side.x.length <= areas.section.width
        # The side of what stands on the ground reads beside its face at one scale.
        beside = 1.0 if layout.stands_on_ground else _BESIDE_A_FACE
        is_whole = is_whole and side.scale <= max(_SECTION_ALONE, beside * shown.scale)
        blanks = [
            areas.face.height - shown.box.height - _ROUND_A_VIEW,
            areas.section.height - side.y.length - _ROUND_A_VIEW,
        ]
        most = shown.scale**2 * max(side.scale, _SECTION_ALONE) ** 0.5
        if areas.node is not None:
            detail = node_view(layout, areas.node, self.known)
            scale = max(detail.scale, _NODE_ENOUGH) if detail is not None else _NO_NODE
            most *= scale**1.2
        if areas.pictures is not None and has_pictures:
            inside = areas.pictures.grown(-_PICTURE_AIR)
            is_stacked = self.is_stacked(inside)
            tall = pictures_size(inside, self.day, is_stacked=is_stacked)
            blank = inside.height - (tall * 2 if is_stacked else tall) - _ROUND_A_PICTURE * (2 if is_stacked else 1)
            blanks.append(blank)
            most *= 1.0 + max(0.0, blank) * _BLANK
            most /= max(1.0, tall) ** (1.0 if areas.node is None else 0.8)
        return float(most if is_whole else most * 100.0), max(blanks)

    def is_stacked(self, inside: Rect) -> bool:
        """Whether the pictures are larger over each other than side by side."""
        high, low = (pictures_size(inside, self.day, is_stacked=way) for way in (True, False))
        return high >= low


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
    (scene,) = compose_sheets(proposal, report, fonts, particulars, day=day, night=night)
    return scene


def compose_sheets(
    proposal: Proposal,
    report: CheckReport,
    fonts: FontCatalogue,
    particulars: SheetParticulars,
    *,
    day: bytes,
    night: bytes,
    size: SheetSize = SheetSize.A3,
) -> tuple[Scene, ...]:
    """Return the pages of a sheet: one on A3 landscape, two on A4 portrait; see `compose_sheet`.

    Raises:
        RenderError: A picture is no PNG.
        GlyphMissing: The default typeface lacks a character of a name.
    """
    known = Known(make_pack(proposal.sign.layout, placed=proposal.sign, plan=proposal.plan))
    content = _Content(
        proposal=proposal, report=report, fonts=fonts, particulars=particulars, day=day, night=night, known=known
    )
    return _pages(content, size)


def compose_sheets_alone(
    layout: SignLayout,
    fonts: FontCatalogue,
    particulars: SheetParticulars,
    *,
    day: bytes,
    night: bytes,
    size: SheetSize = SheetSize.A3,
) -> tuple[Scene, ...]:
    """Return the pages of the sheet of a sign whose plan nobody has given: face, section, build-up and pictures.

    Block plan, elevation and rule check are not on it, and a note says so: the views and pictures take their room. What
    stands on the ground has its heights from there, else there are none over the pavement; see `compose_sheets`.

    Raises:
        RenderError: A picture is no PNG.
        GlyphMissing: The default typeface lacks a character of a name.
    """
    given = particulars
    if not given.drawing_number:  # nobody numbers a draft: the model's own mark tells one from another
        given = replace(given, drawing_number=f"S-{layout.digest.removeprefix('sha256:')[:8].upper()}")
    content = _Content(
        proposal=stand_in(layout),
        report=None,
        fonts=fonts,
        particulars=given,
        day=day,
        night=night,
        known=Known(make_pack(layout)),
    )
    return _pages(content, size)


def _pages(content: _Content, size: SheetSize) -> tuple[Scene, ...]:
    if size is SheetSize.A4:
        return _first_page(content), _second_page(content)
    return (_single_page(content),)


def _single_page(content: _Content) -> Scene:
    fonts, layout = content.fonts, content.proposal.sign.layout
    areas = content.areas(SheetSize.A3)
    views, scale = _views(content, areas)
    inside = A3.inside
    x0, x1 = _COLUMN, inside.x1
    title = Rect(x0, inside.y0, x1, inside.y0 + _BLOCK)
    notes = content.notes()
    words = _words_of_column(content, notes, inside.y1 - title.y1, x1 - x0)
    tall = notes_height(fonts, notes, x1 - x0, words)
    noted = Rect(x0, title.y1, x1, title.y1 + tall)
    listed = Rect(x0, noted.y1, x1, noted.y1 + materials_height(fonts, layout, x1 - x0, words))
    left = Rect(x0, listed.y1, x1, inside.y1)
    parts: _Parts = [
        ("frame", (*paper_frame(A3), *_column_rules(noted, listed, left))),
        *views,
        *_beside_views(content, areas, left),
        ("materials", material_table(fonts, layout, listed, words)),
        ("notes", notes_block(fonts, notes, noted, words)),
        ("title-block", title_block(fonts, title, content.particulars, content.facts(scale))),
    ]
    return _scene(content, "sheet", A3.whole, parts)


def _words_of_column(content: _Content, notes: tuple[str, ...], height: float, width: float) -> float:
    """Return the height of the words in tables and notes: the larger one where a list of letters has room over them."""
    if content.has_plan:
        return LEAST_TEXT
    fonts, layout = content.fonts, content.proposal.sign.layout
    tall = notes_height(fonts, notes, width, ROOMY_TEXT) + materials_height(fonts, layout, width, ROOMY_TEXT)
    return ROOMY_TEXT if tall + _LEAST_LIST <= height else LEAST_TEXT


def _beside_views(content: _Content, areas: Areas, left: Rect) -> _Parts:
    """Return pictures, block plan and, in what is left of the column, the check or the list of letters."""
    fonts, report = content.fonts, content.report
    made: _Parts = []
    if areas.location is not None:
        made.append(("location", location(content.proposal, fonts, areas.location.grown(-0.5))))
    if areas.pictures is not None:
        made.append(("pictures", content.pictures(areas.pictures)))
    if report is not None:
        made.append(("check", check_table(fonts, report, left)))
    elif left.height >= _LEAST_LIST:
        made.append(("letters", letter_table(fonts, content.proposal.sign.layout, left)))
    return made


def _column_rules(*boxes: Rect) -> tuple[Node, ...]:
    inside = A3.inside
    return (
        rule(_COLUMN, inside.y0, _COLUMN, inside.y1, 0.35),
        *(rule(box.x0, box.y0, box.x1, box.y0, MEDIUM) for box in boxes),
    )


def _first_page(content: _Content) -> Scene:
    """The dimensioned views."""
    areas = content.areas(SheetSize.A4)
    views, scale = _views(content, areas)
    inside = A4.inside
    strip = Rect(inside.x0, inside.y0, inside.x1, inside.y0 + _STRIP)
    parts: _Parts = [
        ("frame", paper_frame(A4)),
        *views,
        *_letters_beside(content, areas),
        ("title-block", title_strip(content.fonts, strip, content.particulars, content.facts(scale, 1, 2))),
    ]
    return _scene(content, "sheet-1", A4.whole, parts)


def _letters_beside(content: _Content, areas: Areas) -> _Parts:
    """Return the letter schedule where a page without a plan has room for a build-up and the sign has none."""
    layout = content.proposal.sign.layout
    if content.has_plan or areas.pictures is None:
        return []
    return [("letters", letter_table(content.fonts, layout, areas.pictures))]


def _second_page(content: _Content) -> Scene:
    """Place, pictures, schedule, notes and the check; without a plan large pictures over schedule and notes."""
    fonts, layout, inside = content.fonts, content.proposal.sign.layout, A4.inside
    x0, x1 = inside.x0, inside.x1
    strip = Rect(x0, inside.y0, x1, inside.y0 + _STRIP)
    notes = content.notes()
    words = LEAST_TEXT if content.has_plan else ROOMY_TEXT
    tall = notes_height(fonts, notes, x1 - x0, words)
    if content.has_plan:
        shown = Rect(x0 + 2.0, inside.y1 - 57.5, x1 - 2.0, inside.y1 - 0.5)
        row = Rect(x0, shown.y0 - 61.0, x1, shown.y0 - 1.0)
        listed, noted = Rect(x0 + 69.0, row.y0, x1, row.y1), Rect(x0, row.y0 - tall, x1, row.y0)
        rules: tuple[Node, ...] = (
            rule(x0, noted.y0, x1, noted.y0, MEDIUM),
            rule(listed.x0, row.y0, listed.x0, row.y1, THIN),
        )
        own = _second_with_plan(content, shown, Rect(x0 + 1.0, row.y0, x0 + 68.0, row.y1), noted.y0)
    else:
        noted = Rect(x0, strip.y1, x1, strip.y1 + tall)
        row = listed = Rect(x0, noted.y1, x1, noted.y1 + materials_height(fonts, layout, x1 - x0, words))
        rules, own = (), [("pictures", content.pictures(Rect(x0, row.y1, x1, inside.y1)))]
    lines = (rule(x0, row.y1, x1, row.y1, MEDIUM), rule(x0, row.y0, x1, row.y0, MEDIUM), *rules)
    parts: _Parts = [
        ("frame", (*paper_frame(A4), *lines)),
        *own,
        ("materials", material_table(fonts, layout, listed, words)),
        ("notes", notes_block(fonts, notes, noted, words)),
        ("title-block", title_strip(fonts, strip, content.particulars, content.facts("—", 2, 2))),
    ]
    return _scene(content, "sheet-2", A4.whole, parts)


def _second_with_plan(content: _Content, shown: Rect, placed: Rect, top: float) -> _Parts:
    fonts, report, inside = content.fonts, content.report, A4.inside
    checked = Rect(inside.x0, inside.y0 + _STRIP, inside.x1, top)
    return [
        ("pictures", content.pictures(shown.grown(_PICTURE_AIR))),
        ("location", location(content.proposal, fonts, placed)),
        ("check", check_table(fonts, report, checked) if report is not None else ()),
    ]


def _scene(content: _Content, name: str, bounds: Rect, parts: _Parts) -> Scene:
    return Scene(
        id=name,
        title=title_of(content.particulars, content.facts("")),
        bounds=bounds,
        nodes=tuple(Group(id=f"{name}-{part}", children=nodes, layer=part) for part, nodes in parts),
        model_digest=content.digest,
    )


def _views(content: _Content, areas: Areas) -> tuple[_Parts, str]:
    """Return face, elevation, section and node with their titles, and the main view's scale in words."""
    fonts, proposal, layout = content.fonts, content.proposal, content.proposal.sign.layout
    shown = face_view(layout, areas.face)
    side = content.section(areas)
    scale = f"1:{shown.scale:.0f}"
    parts: _Parts = [
        ("dividers", dividers(areas.boxes)),
        ("face", (*face(fonts, shown), *_face_title(fonts, content, areas.face, shown.scale))),
    ]
    if content.has_plan:
        front = elevation_view(proposal, areas.elevation)
        scale = f"1:{front.scale:.0f}"
        # Beside the title: at the right the rows of heights may reach as low.
        bar = Point(areas.elevation.x0 + heading_width(fonts, "elevation", 3.5, scale) + 12.0, areas.elevation.y0 + 2.0)
        drawn = elevation(proposal, fonts, front)
        words = (*_title(fonts, "elevation", areas.elevation, scale), *_scale_bar(fonts, front.scale, bar))
        parts.append(("elevation", (*drawn, *words)))
    name = "edge" if not content.has_plan and is_seen_edge_on(proposal) else "section"
    parts.append(("section", (*section(fonts, side), *_title(fonts, name, areas.section, f"1:{side.scale:.0f}"))))
    detail = node_view(layout, areas.node, content.known) if areas.node is not None else None
    if detail is not None and areas.node is not None:
        words = _title(fonts, "build_up", areas.node, f"1:{detail.scale:.0f}")
        parts.append(("build-up", (*drawn_node(fonts, detail), *words)))
    return parts, scale


def _title(fonts: FontCatalogue, key: str, area: Rect, scale: str) -> tuple[Node, ...]:
    return tuple(heading(fonts, key, Point(area.x0 + 2.0, area.y0 + 2.6), 3.5, scale, area.width - 3.0))


def _face_title(fonts: FontCatalogue, content: _Content, area: Rect, scale: float) -> tuple[Node, ...]:
    """The face's title, where it is the main view a scale bar, and letter heights and strokes beside it.

    In a narrow column the bar stands over the title, and the line on the letters is left to the notes.
    """
    said = f"1:{scale:.0f}"
    made = _title(fonts, "face", area, said)
    start = area.x0 + heading_width(fonts, "face", 3.5, said) + 9.0
    if not content.has_plan:
        if area.x1 - start < _BAR_ROOM:
            return (*made, *_scale_bar(fonts, scale, Point(area.x0 + 4.0, area.y0 + 9.0)))
        bar = _scale_bar(fonts, scale, Point(start, area.y0 + 2.0))
        made = (*made, *bar)
        start += _bar_length(scale) + 10.0
    free = area.x1 - start - 2.0
    if free > 60.0:
        return (*made, *face_caption(fonts, content.proposal.sign.layout, Point(start, area.y0 + 2.9), free))
    return made


def _bar_length(scale: float) -> float:
    return next((m for m in _BARS if m * 1000 / scale >= 26.0), _BARS[-1]) * 1000 / scale


def _scale_bar(fonts: FontCatalogue, scale: float, at: Point) -> tuple[Node, ...]:
    """Return a bar of one metre or more in four steps."""
    metres = next((m for m in _BARS if m * 1000 / scale >= 26.0), _BARS[-1])
    step = metres * 1000 / scale / 4
    nodes: list[Node] = []
    for index in range(4):
        part = Rect.sized(at.x + index * step, at.y, step, 1.4)
        nodes.append(box(part, INK if index % 2 == 0 else "#FFFFFF", layer="scale"))
        nodes.append(frame(part, THIN, INK, "scale"))
    for index in (0, 2, 4):
        value = f"{metres * index / 4:g}" + (" m" if index == 4 else "")
        nodes.append(label(fonts, value, Point(at.x + index * step, at.y + 2.4), 2.0, Anchor.MIDDLE))
    return tuple(nodes)
