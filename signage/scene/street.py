"""The whole street front with all its signs: what a planner judges a row of shops by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from signage.design import Colour, Form, kind_of
from signage.digest import digest_of
from signage.errors import NotFound
from signage.frontage import ExistingSign, Frontage, FrontagePlan, OpeningKind, PlacedSign, Unsurveyed, staying
from signage.geometry import Path, Point, Rect
from signage.locale import text
from signage.scene.captions import unsurveyed_caption
from signage.scene.edge_labels import SeenFromItsEdge, edge_labels
from signage.scene.existing import existing_group
from signage.scene.facade import backdrop, ground_at
from signage.scene.front import placed_group
from signage.scene.hangers import hangers
from signage.scene.labels import label, shortened, text_width
from signage.scene.nodes import Ambience, Anchor, Group, Node, Scene
from signage.scene.people import Pose, person
from signage.scene.shapes import box, line, solid
from signage.typography import FontCatalogue

_DESIGN_PX = 2000.0
_LEFT, _RIGHT = 150.0, 30.0  # margins for words, design pixels
_FIRST_ROW, _ROW = 24.0, 46.0  # from the picture's foot to the first row of unit ids, and between rows, design pixels
_UNDER_ROWS, _UNDER_BAR = 36.0, 12.0  # from the last row to the scale bar, and below that, design pixels
_LEVEL_PX = 11.5
_AROUND = 500.0  # shown around a sign that stands over the roof or hangs past an end of the face
_ACCENT: Colour = "#C8201E"
# By night words stand on dark paper and want a paler red; the lines on the picture must not outshine the signs.
_NIGHT_ACCENT: Colour = "#E58A84"
_DATUM_LINE = {False: (_ACCENT, 0.90), True: ("#B0524C", 0.62)}  # colour and opacity by day and by night
_CLEAR = 40.0  # of a datum line from letters that it would strike out, mm
_POSES = (Pose.WALKING, Pose.STANDING, Pose.WITH_CHILD)


def compose_street(
    plan: FrontagePlan,
    face_id: str,
    signs: Sequence[PlacedSign],
    ambience: Ambience,
    fonts: FontCatalogue,
    *,
    design_px: float = _DESIGN_PX,
    colours: Mapping[str, Colour] | None = None,
    replaced: frozenset[str] | None = None,
) -> Scene:
    """Return a face from end to end with its existing signs and the proposed ones.

    Args:
        plan: The building.
        face_id: Which of its faces.
        signs: Proposed signs on it; one replaces what hangs on its unit. Signs of other faces are left out.
        ambience: Day or night.
        fonts: For every word in it.
        design_px: Width that its words are sized for; a long front wants more.
        colours: Colours of unit ids below the picture, by unit; proposed signs' are red where it names none.
        replaced: Ids of approved signs that the first proposed one is stated to take the place of; None where nobody
            has said.

    Raises:
        NotFound: The plan has no such face.
    """
    face = next((f for f in plan.faces if f.id == face_id), None)
    if face is None:
        raise NotFound("scene.no_face", face=face_id, plan=plan.id, known=tuple(f.id for f in plan.faces))
    proposed = [sign for sign in signs if sign.face_id == face_id]
    ground = min(p.y for p in face.pavement)
    stays = staying(face, proposed, replaced)
    whole = Rect(-1200.0, ground - 950.0, face.width_mm + 1200.0, face.height_mm + 1500.0)
    shown = [*(old.rect for old in stays), *(sign.rect for sign in proposed)]
    view = Rect.joined([whole, *(rect.grown(_AROUND) for rect in shown if not whole.contains(rect.grown(_AROUND)))])
    view = Rect(view.x0, whole.y0, view.x1, view.y1)
    accent = _NIGHT_ACCENT if ambience.is_night else _ACCENT
    widest = max(text_width(fonts, words, _LEVEL_PX) for _, words, _ in _level_marks(face, accent, accent))
    left = max(_LEFT, widest + 34.0)  # words in the margin are longer in some languages
    u = view.width / (design_px - left - _RIGHT)
    below = _bar_px(face) + _UNDER_BAR
    bounds = Rect(view.x0 - left * u, view.y0 - below * u, view.x1 + _RIGHT * u, view.y1 + 24 * u)
    paper, ink, muted = ("#10141D", "#E6EAF1", "#98A2B3") if ambience.is_night else ("#FFFFFF", "#22262B", "#626A73")
    # What stays while signs change comes first, so that backends can keep it.
    picture = [*backdrop(face, view, ambience, fonts), *_people(face, ambience)]
    picture += _all_signs(face, stays, proposed, ambience, fonts)
    nodes: tuple[Node, ...] = (
        box(bounds, paper, layer="legend"),
        Group(id="picture", children=tuple(picture), layer="context", clip=view),
        *unsurveyed_caption(face, fonts, view, u),
        _datum_lines(face, shown, view, u, is_night=ambience.is_night),
        _levels(face, view, fonts, u, accent, muted),
        *edge_labels(_edges(stays, proposed), fonts, view, u, shown),
        _units(face, proposed, view, fonts, u, ink, muted, colours or {}, accent),
        _scale_bar(view, view.y0 - _bar_px(face) * u, fonts, u, ink),
    )
    return Scene(
        id="street-night" if ambience.is_night else "street-day",
        title=text("scene.street_title", building=plan.building, face=face.name),
        bounds=bounds,
        nodes=nodes,
        ambience=ambience,
        background="#FFFFFF",
        model_digest=digest_of(
            [
                plan.digest,
                face.id,
                [[s.layout.digest, *s.origin] for s in proposed],
                *([plan.standing_digest] if plan.standing_digest else []),
                *([] if replaced is None else [replaced]),
            ],
            "signage.street/1",
        ),
    )


def _all_signs(
    face: Frontage,
    stays: Sequence[ExistingSign],
    proposed: Sequence[PlacedSign],
    ambience: Ambience,
    fonts: FontCatalogue,
) -> list[Node]:
    nodes: list[Node] = [existing_group(s, ambience, fonts, face.wall_colour) for s in stays]
    for sign in proposed:
        nodes += [*hangers(face, sign), placed_group(sign, ambience, face.wall_colour)]
    return nodes


def _people(face: Frontage, ambience: Ambience) -> list[Node]:
    """Three figures along the front, each beside a door rather than in it."""
    doors = [o.rect for o in face.openings if o.kind is OpeningKind.DOOR]
    nodes: list[Node] = []
    for index, share in enumerate((0.18, 0.52, 0.83)):
        x = face.width_mm * share
        for _ in range(12):
            if all(not d.x0 - 350 < x < d.x1 + 350 for d in doors):
                break
            x += 300.0
        name, pose = f"person-{index + 1}", _POSES[index]
        is_mirrored = index == 1
        nodes.append(person(x, ground_at(face, x) - 90.0, name=name, pose=pose, is_mirrored=is_mirrored,
                            ambience=ambience, lit_from=-1 if is_mirrored else 1))  # fmt: skip
    return nodes


def _datums(face: Frontage) -> list[float]:
    return sorted({band.datum_mm for band in face.bands if band.datum_mm is not None})


def _edges(stays: Sequence[ExistingSign], proposed: Sequence[PlacedSign]) -> list[SeenFromItsEdge]:
    """Return the signs whose faces the street does not see."""
    old = [
        SeenFromItsEdge(name=sign.name, edge=sign.rect, unit=f"{sign.unit}-{sign.id}")
        for sign in stays
        if kind_of(sign.kind).form is Form.PROJECTING
    ]
    new = [
        SeenFromItsEdge(name=sign.layout.spec.name, edge=sign.rect, unit=sign.unit_id)
        for sign in proposed
        if sign.layout.street is not None
    ]
    return old + new


def _level_marks(face: Frontage, muted: Colour, accent: Colour) -> list[tuple[float, str, Colour]]:
    """Return level, words and colour of every mark in the left margin."""
    marks = [(0.0, text("scene.ground_level"), muted)]
    if Unsurveyed.STOREYS not in face.unsurveyed:
        marks += [(s.top_mm, _level(s.top_mm), muted) for s in face.storeys]
        marks += [(face.height_mm, _level(face.height_mm), muted)]
    return [*marks, *((level, text("scene.datum", level=_level(level)), accent) for level in _datums(face))]


def _datum_lines(face: Frontage, signs: Sequence[Rect], view: Rect, u: float, *, is_night: bool) -> Group:
    """A dashed line at each planned sign datum, along its bands; it runs through nobody's letters."""
    colour, opacity = _DATUM_LINE[is_night]
    dash = (10 * u, 4 * u, 2 * u, 4 * u)
    nodes: list[Node] = []
    for level in _datums(face):
        # The mark in the margin names the level; a line to the bands would run through other shops' letters.
        nodes.append(line(((view.x0, level), (view.x0 + 14 * u, level)), colour, 1.1 * u, opacity=opacity))
        for band in (band.rect for band in face.bands if band.datum_mm == level):
            for run in (((x0, level), (x1, level)) for x0, x1 in _free_runs(band, level, signs)):
                if not is_night:  # read on brick, too
                    nodes.append(line(run, "#FFFFFF", 2.6 * u, opacity=0.35))
                nodes.append(line(run, colour, 1.1 * u, dash=dash, opacity=opacity))
    return Group(id="datums", children=tuple(nodes), layer="dimension")


def _free_runs(band: Rect, level: float, signs: Sequence[Rect]) -> list[tuple[float, float]]:
    """Return the parts of a datum line between the signs that it would strike out; one that rests on it is none."""
    struck = [r for r in signs if r.y0 + _CLEAR / 2 < level < r.y1 and r.x0 < band.x1 and r.x1 > band.x0]
    runs, x = list[tuple[float, float]](), band.x0
    for rect in sorted(struck, key=lambda r: r.x0):
        runs.append((x, rect.x0 - _CLEAR))
        x = max(x, rect.x1 + _CLEAR)
    runs.append((x, band.x1))
    return [(x0, x1) for x0, x1 in runs if x1 - x0 > _CLEAR]


def _levels(face: Frontage, view: Rect, fonts: FontCatalogue, u: float, accent: Colour, muted: Colour) -> Group:
    """Level marks in the left margin."""
    marks = _level_marks(face, muted, accent)
    nodes: list[Node] = []
    height = _LEVEL_PX * u
    unique = {round(level): (level, words, colour) for level, words, colour in marks}
    placed = _spread([unique[key] for key in sorted(unique)], height * 2.0)
    for level, y, words, colour in placed:
        tip = view.x0 - 6 * u
        nodes.append(line(((tip, level), (tip - 10 * u, y), (tip - 18 * u, y)), colour, 0.9 * u))
        nodes.append(label(fonts, words, Point(tip - 22 * u, y - height / 2), height, Anchor.END, colour=colour))
    return Group(id="levels", children=tuple(nodes), layer="dimension")


def _spread(marks: list[tuple[float, str, Colour]], least: float) -> list[tuple[float, float, str, Colour]]:
    """Return the marks, low to high, with positions for their words at least `least` apart."""
    ys = [level for level, _, _ in marks]
    for _ in range(60):
        moved = False
        for i in range(1, len(ys)):
            lack = least - (ys[i] - ys[i - 1])
            if lack > 1e-6:
                ys[i - 1] -= lack / 2
                ys[i] += lack / 2
                moved = True
        if not moved:
            break
    for i in range(1, len(ys)):  # what relaxation left over goes upwards
        ys[i] = max(ys[i], ys[i - 1] + least)
    return [(level, y, words, colour) for (level, words, colour), y in zip(marks, ys, strict=True)]


def _level(value_mm: float) -> str:
    """Return a level as drawings write it: metres with three places and a sign."""
    return f"{value_mm / 1000:+.3f}"


def _units(
    face: Frontage,
    proposed: Sequence[PlacedSign],
    view: Rect,
    fonts: FontCatalogue,
    u: float,
    ink: Colour,
    muted: Colour,
    colours: Mapping[str, Colour],
    accent: Colour,
) -> Group:
    """Unit ids below the picture, one row a storey, the ground floor first; new signs in a colour of their own."""
    new = {sign.unit_id: sign.layout.spec.name for sign in proposed}
    nodes: list[Node] = []
    for row, storey in enumerate(_storeys(face)):
        y = view.y0 - (_FIRST_ROW + _ROW * row) * u
        nodes.append(label(fonts, f"{storey}F", Point(view.x0 - 28 * u, y), 12 * u, Anchor.END, colour=muted))
        for unit in (x for x in face.units if x.storey == storey):
            colour = colours.get(unit.id, accent) if unit.id in new else ink
            mid, room = (unit.x0_mm + unit.x1_mm) / 2, unit.x1_mm - unit.x0_mm - 8 * u
            edge = y + 14 * u
            nodes.append(line(((unit.x0_mm + 4 * u, edge), (unit.x1_mm - 4 * u, edge)), colour, 1.1 * u, opacity=0.7))
            words = shortened(fonts, unit.id, 11.5 * u, room, 700)
            nodes.append(label(fonts, words, Point(mid, y - 4 * u), 11.5 * u, Anchor.MIDDLE, colour=colour, weight=700))
            name = new.get(unit.id) or unit.tenant
            if name:
                shown = shortened(fonts, name, 9.5 * u, room, 400)
                tone = colour if unit.id in new else muted
                nodes.append(label(fonts, shown, Point(mid, y - 19 * u), 9.5 * u, Anchor.MIDDLE, colour=tone))
    return Group(id="units", children=tuple(nodes), layer="text")


def _storeys(face: Frontage) -> list[int]:
    """Return the storeys whose units are named below the picture."""
    return sorted({unit.storey for unit in face.units})[:2]


def _bar_px(face: Frontage) -> float:
    """Return how far below the picture the scale bar stands, design pixels."""
    return _FIRST_ROW + _ROW * (max(len(_storeys(face)), 1) - 1) + _UNDER_ROWS


def _scale_bar(view: Rect, y: float, fonts: FontCatalogue, u: float, ink: Colour) -> Group:
    """A bar of whole metres, about a tenth of the picture, in the lower right corner."""
    metres = next((m for m in (50, 20, 10, 5, 2) if m * 1000.0 <= view.width * 0.14), 1)
    length = metres * 1000.0
    x0 = view.x1 - length - 44 * u
    nodes: list[Node] = []
    for index in range(4):
        part = Rect(x0 + length * index / 4, y, x0 + length * (index + 1) / 4, y + 6 * u)
        if index % 2 == 0:
            nodes.append(solid(Path.rect(part), ink))
    nodes.append(line(((x0, y), (x0 + length, y), (x0 + length, y + 6 * u), (x0, y + 6 * u), (x0, y)), ink, 0.9 * u))
    words = text("scene.scale_bar", length=metres)
    nodes.append(label(fonts, "0", Point(x0 - 8 * u, y - 2 * u), 10 * u, Anchor.END, colour=ink))
    nodes.append(label(fonts, words, Point(x0 + length + 8 * u, y - 2 * u), 10 * u, colour=ink))
    return Group(id="scale-bar", children=tuple(nodes), layer="text")
