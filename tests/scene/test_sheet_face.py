"""The face view: numbers that can be read, extension lines that stay outside, small print that prints."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from signage.artwork import Artwork
from signage.design import SignLayout, SignSpec, lay_out
from signage.design.spec import Logo
from signage.geometry import Path, Point, Rect
from signage.scene.dimensions import Stop, chain, collisions, labels_in, level_mark, number_boxes
from signage.scene.labels import label_box
from signage.scene.nodes import Dimension, Group, Label, Stroke
from signage.scene.sheet_face import FaceView, face, face_view, letter_facts
from signage.scene.sheet_paper import lines_for
from signage.scene.sheet_particulars import SheetParticulars
from signage.scene.sheet_title import TitleFacts, title_block
from signage.typography import FontCatalogue

AREA = Rect(0.0, 0.0, 289.0, 86.0)
GIVEN = SheetParticulars(drawing_number="JW-01", project="晶湾里商业街")
LONG = "江淮之间老味道徽州臭鳜鱼毛豆腐石耳炖鸡私房菜馆旗舰"


def face_of(fonts: FontCatalogue, layout: SignLayout) -> tuple[FaceView, tuple[Dimension, ...]]:
    view = face_view(layout, AREA)
    groups = {node.id: node for node in face(fonts, view) if isinstance(node, Group)}
    return view, tuple(node for node in groups["face-dimensions"].children if isinstance(node, Dimension))


@pytest.fixture(scope="module", params=["three-lines", "long-name"])
def layout(request: pytest.FixtureRequest, fonts: FontCatalogue) -> SignLayout:
    logo = Logo(artwork=Artwork(width=100.0, height=100.0, shapes=(), outline=Path.rect(Rect(0.0, 0.0, 100.0, 100.0))))
    if request.param == "three-lines":
        name, width, height, second = "晶湾盐业旗舰店", 7200.0, 1500.0, "JINGWAN SALT · SINCE 1956"
    else:
        name, width, height, second = LONG, 6000.0, 1200.0, "JIANGHUAI"
    spec = SignSpec(
        kind="panel-letters",
        name=name,
        width_mm=width,
        height_mm=height,
        second_line=second,
        small_print="盐埠路 18 号",
        has_divider=True,
        logo=logo,
    )
    return lay_out(spec, fonts)


def points_of(path: Path) -> list[Point]:
    """Return points on a polyline no farther apart than a fiftieth of its segments."""
    found: list[Point] = []
    for contour in path.flattened(0.05):
        for a, b in pairwise(contour):
            found += [Point(a.x + (b.x - a.x) * i / 50, a.y + (b.y - a.y) * i / 50) for i in range(51)]
    return found


def crossed(dimensions: tuple[Dimension, ...]) -> list[tuple[str, str]]:
    """Return numbers that a tick, an extension line, a dimension line or a leader runs through."""
    ruled = [
        (made.text, points_of(part.path))
        for made in dimensions
        for part in made.parts
        if isinstance(part, Stroke) and part.colour != "#FFFFFF"
    ]
    numbers = [part for made in dimensions for part in made.parts if isinstance(part, Label)]
    found = []
    for number in numbers:
        box = label_box(number)
        found += [
            (number.text, of)
            for of, points in ruled
            if any(box.x0 < p.x < box.x1 and box.y0 < p.y < box.y1 for p in points)
        ]
    return found


def test_no_number_of_a_face_lies_on_a_tick_or_a_line_or_another_number(
    fonts: FontCatalogue, layout: SignLayout
) -> None:
    _, dimensions = face_of(fonts, layout)
    assert collisions(dimensions) == ()
    assert crossed(dimensions) == []


def test_numbers_of_a_face_stay_off_the_sign(fonts: FontCatalogue, layout: SignLayout) -> None:
    view, dimensions = face_of(fonts, layout)
    assert not any(box.overlaps(view.box) for box in number_boxes(dimensions))


def test_numbers_of_short_segments_stand_in_the_order_of_their_segments(fonts: FontCatalogue) -> None:
    model = [0.0, 408.0, 439.0, 483.0, 537.0, 619.0, 792.0, 1200.0]
    stops = [Stop(at=value / 25, edge=100.0, model_mm=value) for value in model]
    made = chain(fonts, stops, 108.0, is_vertical=True)
    middles = [box.centre.y for box in number_boxes(made)]
    assert middles == sorted(middles)
    assert crossed(made) == []


def test_extension_lines_do_not_run_across_the_empty_half_of_a_panel(fonts: FontCatalogue, layout: SignLayout) -> None:
    view, dimensions = face_of(fonts, layout)
    upright = [made for made in dimensions if made.angle_deg]
    assert upright
    for made in upright:
        assert view.box.x1 - 10.1 <= made.start.x or made.start.x <= view.box.x0 + 10.1


def test_outlines_of_small_letters_are_fine_and_the_smallest_are_solid(
    fonts: FontCatalogue, layout: SignLayout
) -> None:
    view = face_view(layout, AREA)
    (sign,) = (node for node in face(fonts, view) if isinstance(node, Group) and node.id == "face-sign")
    widths = {node.subject: node.width_mm for node in sign.children if isinstance(node, Stroke)}
    for piece in layout.letters:
        tall = layout.lines[piece.line or 0].letter_height_mm / view.scale
        assert (piece.id in widths) == (tall >= 3.0)
        assert widths.get(piece.id, 0.0) <= tall / 12


def test_long_title_breaks_beside_the_name_and_stays_off_the_rules_of_its_cell(fonts: FontCatalogue) -> None:
    facts = TitleFacts(name=LONG, place="", scale="1:50", digest="sha256:" + "0" * 64)
    area = Rect(0.0, 0.0, 100.0, 62.0)
    rows = [n for n in title_block(fonts, area, GIVEN, facts) if isinstance(n, Label) and n.weight == 700]
    assert [row.text for row in rows] == [f"“{LONG}”", "招牌设计图"]
    cell = Rect(0.0, 62.0 - 25.0 - 9.5, 100.0, 62.0 - 25.0)
    boxes = [label_box(row) for row in rows]
    assert min(box.y0 for box in boxes) > cell.y0 + 0.5
    assert max(box.y1 for box in boxes) < cell.y1 - 0.5


@pytest.mark.parametrize("width", [12.0, 14.0, 16.0, 18.0, 20.0, 22.0, 24.0])
def test_no_line_ends_in_an_opening_bracket(fonts: FontCatalogue, width: float) -> None:
    words = "金属件可靠接地（依据为二手资料，采用前核对原文）；附结构计算书（阈值为示例）。"
    lines = lines_for(fonts, words, 2.3, width)
    assert "".join(lines) == words
    assert not any(row.endswith(("（", "(")) for row in lines)


def test_caption_names_the_ink_of_a_line_where_the_dimension_differs_from_the_letter_height(
    fonts: FontCatalogue, layout: SignLayout
) -> None:
    words = letter_facts(layout)
    for line in layout.lines:
        assert f"{line.letter_height_mm:.0f}" in words
        if abs(line.ink.height - line.letter_height_mm) > 1.0:
            assert f"{line.letter_height_mm:.0f}（整行墨迹 {line.ink.height:.0f}）" in words


def test_caption_tells_the_least_and_the_most_gap_where_the_usual_one_would_hide_them(fonts: FontCatalogue) -> None:
    def facts(name: str) -> str:
        return letter_facts(lay_out(SignSpec(kind="panel-letters", name=name, width_mm=6000, height_mm=1200), fonts))

    assert re.search(r"字净距 \d+ mm", facts("徽盐生活馆"))
    told = re.search(r"字净距 (\d+)（(\d+)–(\d+)） mm", facts("晶湾・KTV & 餐吧"))
    assert told is not None
    usual, least, most = map(int, told.groups())
    assert 0 < least < usual / 2  # T reaches over V, so their gap is told from outline to outline
    assert most < 3 * usual


def test_words_of_a_level_mark_shrink_to_their_room(fonts: FontCatalogue) -> None:
    mark = level_mark(fonts, Point(0.0, 0.0), 3650.0, name="sign bottom", room_mm=18.0)
    assert label_box(labels_in([mark])[0]).x1 <= 18.0
